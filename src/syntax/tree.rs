//! The typed tree with parents: every node of a file in source order, found by range and kind.

use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, TraversalSignal};
use ruff_python_ast::{AnyNodeRef, ModModule, NodeKind, Stmt};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::FxHashMap;

/// A node's number in its [`Tree`], in source order, parents before children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

struct Entry<'a> {
    node: AnyNodeRef<'a>,
    parent: u32,
    /// One past the last descendant.
    end: u32,
}

/// All nodes of one module.
pub struct Tree<'a> {
    entries: Vec<Entry<'a>>,
    by_start: FxHashMap<(u32, NodeKind), Vec<u32>>,
    by_address: FxHashMap<(usize, NodeKind), u32>,
}

impl<'a> Tree<'a> {
    /// Numbers the nodes of `module`.
    pub fn new(module: &'a ModModule) -> Self {
        let mut builder = Builder {
            tree: Tree {
                entries: Vec::new(),
                by_start: FxHashMap::default(),
                by_address: FxHashMap::default(),
            },
            open: Vec::new(),
        };
        builder.enter_node(AnyNodeRef::from(module));
        for stmt in &module.body {
            builder.visit_stmt(stmt);
        }
        builder.leave_node(AnyNodeRef::from(module));
        builder.tree
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
        NodeId(self.by_address.get(&address(node)).copied().unwrap_or(0))
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
        let nodes = self.by_start.get(&(range.start().to_u32(), kind))?;
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
        let mut nodes = nodes.iter().copied().map(NodeId);
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

fn address(node: AnyNodeRef<'_>) -> (usize, NodeKind) {
    (node.as_ptr().as_ptr() as usize, node.kind())
}

struct Builder<'a> {
    tree: Tree<'a>,
    open: Vec<u32>,
}

impl<'a> SourceOrderVisitor<'a> for Builder<'a> {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        // Files are limited to far fewer than 2^32 nodes by `source::MAX_BYTES`.
        let id = self.tree.entries.len() as u32;
        self.tree.entries.push(Entry { node, parent: self.open.last().copied().unwrap_or(0), end: id + 1 });
        self.tree.by_start.entry((node.start().to_u32(), node.kind())).or_default().push(id);
        self.tree.by_address.insert(address(node), id);
        self.open.push(id);
        TraversalSignal::Traverse
    }

    fn leave_node(&mut self, _node: AnyNodeRef<'a>) {
        if let Some(id) = self.open.pop() {
            self.tree.entries[id as usize].end = self.tree.entries.len() as u32;
        }
    }
}
