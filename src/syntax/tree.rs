//! The typed tree with parents: every node of a file in source order, found by range and kind.

use std::ops::Range;

use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, TraversalSignal};
use ruff_python_ast::{AnyNodeRef, ModModule, NodeKind, Stmt};
use ruff_text_size::{Ranged, TextRange};

/// A node's number in its [`Tree`], in source order, parents before children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

struct Entry<'a> {
    node: AnyNodeRef<'a>,
    start: u32,
    parent: u32,
    /// One past the last descendant.
    end: u32,
}

/// All nodes of one module.
pub struct Tree<'a> {
    entries: Vec<Entry<'a>>,
    /// The nodes by where they start, parents before children; `None` if that is the order that they are in.
    by_start: Option<Vec<u32>>,
}

impl<'a> Tree<'a> {
    /// Numbers the nodes of `module`.
    pub fn new(module: &'a ModModule) -> Self {
        let mut builder = Builder { entries: Vec::new(), open: Vec::new(), is_sorted: true };
        builder.enter_node(AnyNodeRef::from(module));
        for stmt in &module.body {
            builder.visit_stmt(stmt);
        }
        builder.leave_node(AnyNodeRef::from(module));
        let Builder { entries, is_sorted, .. } = builder;
        let by_start = (!is_sorted).then(|| {
            let mut order: Vec<u32> = (0..entries.len() as u32).collect();
            order.sort_by_key(|&id| entries[id as usize].start);
            order
        });
        Tree { entries, by_start }
    }

    /// The places in [`Tree::by_start`] of the nodes that start at an offset, parents before children.
    fn starting_at(&self, start: u32) -> Range<usize> {
        let low = partition(0..self.entries.len(), |at| self.starts(at) < start);
        low..partition(low..self.entries.len(), |at| self.starts(at) == start)
    }

    /// The node at a place in [`Tree::by_start`].
    fn at(&self, place: usize) -> NodeId {
        NodeId(self.by_start.as_ref().map_or(place as u32, |order| order[place]))
    }

    fn starts(&self, place: usize) -> u32 {
        self.entries[self.at(place).0 as usize].start
    }

    /// The module node.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// The node itself.
    pub fn node(&self, id: NodeId) -> AnyNodeRef<'a> {
        self.entries[id.0 as usize].node
    }

    /// The number of a node of this tree; the root's for a node of another tree.
    pub fn id(&self, node: impl Into<AnyNodeRef<'a>>) -> NodeId {
        let node = node.into();
        let all = self.starting_at(node.start().to_u32());
        // What starts together lies in each other: the outer ones end later. Long chains of calls are long here.
        let (low, high) = (all.start, all.end);
        let first = partition(all, |place| self.node(self.at(place)).end() > node.end());
        let mut nodes = (first..high).chain(low..first).map(|place| self.at(place));
        nodes.find(|&id| self.node(id).ptr_eq(node)).unwrap_or(self.root())
    }

    /// The parent; `None` for the module.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        (id.0 != 0).then(|| NodeId(self.entries[id.0 as usize].parent))
    }

    /// The ancestors, nearest first, without the node itself.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&id| self.parent(id))
    }

    /// All nodes below `id`, in source order, nested functions and classes included.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        (id.0 + 1..self.entries[id.0 as usize].end).map(NodeId)
    }

    /// Whether `inner` is `outer` or lies below it.
    pub fn contains(&self, outer: NodeId, inner: NodeId) -> bool {
        outer.0 <= inner.0 && inner.0 < self.entries[outer.0 as usize].end
    }

    /// Every node of the file.
    pub fn all(&self) -> impl Iterator<Item = NodeId> + '_ {
        (0..self.entries.len() as u32).map(NodeId)
    }

    /// The innermost statement that contains the node (itself, if it is one); the module has none.
    pub fn statement(&self, id: NodeId) -> Option<NodeId> {
        std::iter::once(id).chain(self.ancestors(id)).find(|&id| self.node(id).is_statement())
    }

    /// The innermost function, lambda or class around the node (not itself); the module's id if none.
    pub fn scope(&self, id: NodeId) -> NodeId {
        self.ancestors(id)
            .find(|&id| {
                matches!(
                    self.node(id).kind(),
                    NodeKind::StmtFunctionDef | NodeKind::StmtClassDef | NodeKind::ExprLambda
                )
            })
            .unwrap_or(self.root())
    }

    /// The innermost `def` around the node (not itself), looking through neither lambdas nor classes.
    pub fn function(&self, id: NodeId) -> Option<NodeId> {
        let scope = self.scope(id);
        (self.node(scope).kind() == NodeKind::StmtFunctionDef).then_some(scope)
    }

    /// The class whose body directly holds the node's innermost function (or the node itself).
    pub fn class_of_method(&self, function: NodeId) -> Option<NodeId> {
        let scope = self.scope(function);
        (self.node(scope).kind() == NodeKind::StmtClassDef).then_some(scope)
    }

    /// The node of a kind at a range. Nodes that end with a block are found by their start alone, because
    /// the two parsers place the end of a block differently where comments follow it.
    pub fn node_at(&self, range: TextRange, kind: NodeKind) -> Option<NodeId> {
        let ends_with_block = matches!(
            kind,
            NodeKind::ExceptHandlerExceptHandler
                | NodeKind::StmtFunctionDef
                | NodeKind::StmtClassDef
                | NodeKind::StmtWith
                | NodeKind::StmtWhile
                | NodeKind::StmtFor
                | NodeKind::StmtTry
                | NodeKind::StmtIf
        );
        let nodes = self.starting_at(range.start().to_u32()).map(|place| self.at(place));
        let mut nodes = nodes.filter(|&id| self.node(id).kind() == kind);
        nodes.find(|&id| ends_with_block || self.node(id).end() == range.end())
    }

    /// The suite that holds a statement, and its index there.
    pub fn suite(&self, statement: NodeId) -> Option<(&'a [Stmt], usize)> {
        let parent = self.parent(statement)?;
        let node = self.node(statement);
        suites(self.node(parent)).into_iter().find_map(|suite| {
            let index = suite.iter().position(|stmt| AnyNodeRef::from(stmt).ptr_eq(node))?;
            Some((suite, index))
        })
    }
}

/// The statement lists directly below a node, in source order; those of `try` without its handlers'.
pub fn suites(node: AnyNodeRef<'_>) -> Vec<&[Stmt]> {
    match node {
        AnyNodeRef::ModModule(node) => vec![&node.body],
        AnyNodeRef::StmtFunctionDef(node) => vec![&node.body],
        AnyNodeRef::StmtClassDef(node) => vec![&node.body],
        AnyNodeRef::StmtFor(node) => vec![&node.body, &node.orelse],
        AnyNodeRef::StmtWhile(node) => vec![&node.body, &node.orelse],
        AnyNodeRef::StmtIf(node) => vec![&node.body],
        AnyNodeRef::ElifElseClause(node) => vec![&node.body],
        AnyNodeRef::StmtWith(node) => vec![&node.body],
        AnyNodeRef::StmtTry(node) => vec![&node.body, &node.orelse, &node.finalbody],
        AnyNodeRef::ExceptHandlerExceptHandler(node) => vec![&node.body],
        AnyNodeRef::MatchCase(node) => vec![&node.body],
        _ => Vec::new(),
    }
}

/// The first number of a range for which something does not hold that holds for all before it.
fn partition(range: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let Range { start: mut low, end: mut high } = range;
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

struct Builder<'a> {
    entries: Vec<Entry<'a>>,
    open: Vec<u32>,
    /// Whether no node so far starts before one that is visited earlier.
    is_sorted: bool,
}

impl<'a> SourceOrderVisitor<'a> for Builder<'a> {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        // Files are limited to far fewer than 2^32 nodes by `source::MAX_BYTES`.
        let id = self.entries.len() as u32;
        let start = node.start().to_u32();
        self.is_sorted &= self.entries.last().is_none_or(|last| last.start <= start);
        let parent = self.open.last().copied().unwrap_or(0);
        self.entries.push(Entry { node, start, parent, end: id + 1 });
        self.open.push(id);
        TraversalSignal::Traverse
    }

    fn leave_node(&mut self, _node: AnyNodeRef<'a>) {
        if let Some(id) = self.open.pop() {
            self.entries[id as usize].end = self.entries.len() as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    /// Constructs of which a part may start before one that is visited earlier, or where many start together.
    const CODE: &str = "\
@one.two(3)
@four
async def f(a, /, b: int = 1, *c, d=2, **e) -> g.h:
    x = f\"{a!r:>{b}} {a}\" \"\" 'z'
    y = a if b else c, *d, {**e, 'k': v for k in a.b.c().d if k}
    call(k=1, *a, l=2, **b)(m)[n:o:p].q
    lambda: 0
    z: int
    w = [(yield), (await t), (u := 1)]
    match x:
        case {'a': 1, **rest} | P(q, r=s) if a: pass
    try: pass
    except* E as err: pass
    return a < b <= c
class C[T: int = str, *U, **V](B, metaclass=M): __slots__ = ()
type A[X] = list[X]
";

    #[test]
    fn every_node_is_found_by_itself_and_by_its_range() {
        let code =
            CODE.replace(", {**e, 'k': v for k in a.b.c().d if k}", ", {k: v for k in a.b.c().d if k}");
        let module = parse(&code).unwrap_or_else(|problem| panic!("{problem:?}"));
        let tree = Tree::new(module.syntax());
        assert!(tree.entries.len() > 100);
        for id in tree.all() {
            let node = tree.node(id);
            assert_eq!(tree.id(node), id, "{node:?}");
            let found = tree.node_at(node.range(), node.kind()).expect("a node is where it is");
            assert_eq!((tree.node(found).kind(), tree.node(found).start()), (node.kind(), node.start()));
        }
    }

    #[test]
    fn nodes_of_other_trees_are_none() {
        let (one, other) = (parse("a.b.c\n").ok(), parse("a.b.c\n").ok());
        let (Some(one), Some(other)) = (one, other) else { panic!("it parses") };
        let tree = Tree::new(one.syntax());
        assert_eq!(tree.id(&other.syntax().body[0]), tree.root());
        assert_eq!(tree.node_at(TextRange::new(1.into(), 3.into()), NodeKind::ExprAttribute), None);
    }

    #[test]
    fn nodes_out_of_order_are_found_too() {
        let module = parse("a.b.c\n").unwrap_or_else(|problem| panic!("{problem:?}"));
        let mut tree = Tree::new(module.syntax());
        assert!(tree.by_start.is_none(), "source order is the order of starts");
        tree.by_start = Some((0..tree.entries.len() as u32).collect());
        assert!(tree.all().all(|id| tree.id(tree.node(id)) == id));
    }
}
