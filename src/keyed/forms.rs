//! What the code at one use of a container does with its entries, and under which condition. One file, one place.

use crate::facts::{BindingKind, Facts};
use crate::syntax::ast::{self, CmpOp, Operator};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, walk};

use super::picked::{computes, is_counted};

/// What is done with entries.
#[derive(Clone, Debug)]
pub(super) enum Form<'a> {
    /// One is put in, under a key.
    Add(&'a Expr),
    /// Several may be.
    Many,
    /// One is taken out, by its key.
    Drop(&'a Expr),
    /// Some are taken out, whatever their keys are.
    Sweep,
    /// All are.
    Clear,
    /// It is assigned: by this statement.
    Assigned(NodeId),
    /// Nothing.
    Look,
}

/// The expression at a range: an attribute, a name, or `getattr(…)`.
pub(crate) fn node_of(facts: &Facts<'_>, range: TextRange) -> Option<NodeId> {
    [NodeKind::ExprAttribute, NodeKind::ExprName, NodeKind::ExprCall]
        .into_iter()
        .find_map(|kind| facts.tree.node_at(range, kind).filter(|&id| facts.tree.node(id).range() == range))
}

/// A key as it is to be written in a call: a tuple gets its parentheses.
pub(crate) fn key_text(facts: &Facts<'_>, key: &Expr) -> String {
    let text = facts.text(key);
    match key {
        Expr::Tuple(tuple) if !tuple.parenthesized => format!("({text})"),
        _ => text.to_string(),
    }
}

/// What the use at a node does. `creates`: whether reading a missing key adds it.
pub(super) fn of<'a>(facts: &Facts<'a>, id: NodeId, creates: bool) -> Form<'a> {
    let tree = facts.tree;
    let Some(parent) = tree.parent(id) else { return Form::Look };
    let node = tree.node(id);
    match tree.node(parent) {
        AnyNodeRef::ExprAttribute(method) => called(facts, parent, method),
        AnyNodeRef::ExprSubscript(subscript) if AnyNodeRef::from(subscript.value.as_ref()).ptr_eq(node) => {
            let key = subscript.slice.as_ref();
            let augmented =
                matches!(tree.parent(parent).map(|id| tree.node(id)), Some(AnyNodeRef::StmtAugAssign(_)));
            match subscript.ctx {
                ast::ExprContext::Store if augmented && !creates => Form::Look,
                ast::ExprContext::Store => Form::Add(key),
                ast::ExprContext::Del => removed(facts, id, key),
                _ if creates => Form::Add(key),
                _ => Form::Look,
            }
        }
        AnyNodeRef::StmtAugAssign(assign) if AnyNodeRef::from(assign.target.as_ref()).ptr_eq(node) => {
            Form::Many
        }
        AnyNodeRef::StmtDelete(_) => Form::Clear,
        AnyNodeRef::StmtAssign(_) | AnyNodeRef::StmtAnnAssign(_) if is_store(node) => Form::Assigned(parent),
        _ if is_store(node) => Form::Clear,
        _ => Form::Look,
    }
}

fn is_store(node: AnyNodeRef<'_>) -> bool {
    match node {
        AnyNodeRef::ExprAttribute(node) => node.ctx.is_store(),
        AnyNodeRef::ExprName(node) => node.ctx.is_store(),
        _ => false,
    }
}

fn called<'a>(facts: &Facts<'a>, method_id: NodeId, method: &'a ast::ExprAttribute) -> Form<'a> {
    let tree = facts.tree;
    let name = method.attr.as_str();
    let container = tree.id(method.value.as_ref());
    let call = match tree.parent(method_id).map(|id| tree.node(id)) {
        Some(AnyNodeRef::ExprCall(call))
            if AnyNodeRef::from(call.func.as_ref()).ptr_eq(tree.node(method_id)) =>
        {
            call
        }
        // `add_done_callback(partial(self.x.pop, key))`: whoever gets the method runs it.
        _ => return if matches!(name, "pop" | "__delitem__") { Form::Sweep } else { Form::Look },
    };
    let first = call.arguments.args.first();
    match (name, first) {
        ("setdefault" | "__setitem__", Some(key)) => Form::Add(key),
        ("pop" | "__delitem__", Some(key)) => removed(facts, container, key),
        ("popitem", _) => Form::Sweep,
        ("clear", _) => Form::Clear,
        ("update", Some(Expr::Dict(dict))) => match dict.items.as_slice() {
            [ast::DictItem { key: Some(key), .. }] => Form::Add(key),
            _ => Form::Many,
        },
        ("update", _) => Form::Many,
        _ => Form::Look,
    }
}

/// A removal by key. A key that is picked out of the container itself makes it a sweep: of what is old, first or done.
fn removed<'a>(facts: &Facts<'a>, container: NodeId, key: &'a Expr) -> Form<'a> {
    let text = facts.text(facts.tree.node(container));
    if picked_from(facts, key, container, text, 0) { Form::Sweep } else { Form::Drop(key) }
}

fn picked_from(facts: &Facts<'_>, expr: &Expr, at: NodeId, container: &str, depth: u8) -> bool {
    if depth > 3 {
        return false;
    }
    // `key + 1` is another key.
    if computes(expr) {
        return false;
    }
    if mentions_whole(facts, expr, container) {
        return true;
    }
    let mut found = false;
    walk::subexpressions(expr, &mut |part| {
        let Expr::Name(name) = part else { return };
        let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) else { return };
        if scope == facts.tree.root() {
            return;
        }
        found |= bindings.iter().any(|binding| match &binding.kind {
            BindingKind::Assignment { value: Some(value), .. } => {
                !std::ptr::eq(*value, expr) && picked_from(facts, value, binding.node, container, depth + 1)
            }
            BindingKind::Loop(iterable) => picked_from(facts, iterable, binding.node, container, depth + 1),
            // `for key, value in list(self.x.items())`, and lists that a loop over it fills.
            BindingKind::Other => loops_over(facts, binding.node, container),
            _ => false,
        });
        found |= filled_in_loop(facts, at, name.id.as_str(), container);
    });
    found
}

/// Whether a binding is the target of a loop over the container.
fn loops_over(facts: &Facts<'_>, node: NodeId, container: &str) -> bool {
    std::iter::once(node).chain(facts.tree.ancestors(node)).any(|id| match facts.tree.node(id) {
        AnyNodeRef::StmtFor(node) => mentions_whole(facts, &node.iter, container),
        AnyNodeRef::Comprehension(node) => mentions_whole(facts, &node.iter, container),
        AnyNodeRef::StmtAssign(node) => mentions_whole(facts, &node.value, container),
        _ => false,
    })
}

/// Whether a local list gets what a loop over the container finds: `stale.append(key)`.
fn filled_in_loop(facts: &Facts<'_>, at: NodeId, name: &str, container: &str) -> bool {
    let Some(function) = facts.tree.function(at) else { return false };
    facts.tree.descendants(function).any(|id| {
        let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return false };
        let Expr::Attribute(method) = call.func.as_ref() else { return false };
        let Expr::Name(list) = method.value.as_ref() else { return false };
        matches!(method.attr.as_str(), "append" | "add" | "extend")
            && list.id.as_str() == name
            && loops_over(facts, id, container)
    })
}

/// Whether an expression looks at the container as a whole, not at one entry by its key.
pub(super) fn mentions_whole(facts: &Facts<'_>, expr: &Expr, container: &str) -> bool {
    let mut found = false;
    walk::subexpressions(expr, &mut |part| {
        if !matches!(part, Expr::Name(_) | Expr::Attribute(_)) || facts.text(part) != container {
            return;
        }
        let parent = facts.tree.parent(facts.tree.id(part)).map(|id| facts.tree.node(id));
        found |= match parent {
            Some(AnyNodeRef::ExprSubscript(subscript)) => {
                !AnyNodeRef::from(subscript.value.as_ref()).ptr_eq(part.into())
            }
            Some(AnyNodeRef::ExprAttribute(method)) => {
                matches!(method.attr.as_str(), "items" | "keys" | "values" | "copy" | "popitem")
            }
            _ => true,
        };
    });
    found
}

/// Whether text of the container occurs anywhere in an expression.
pub(super) fn mentions(facts: &Facts<'_>, expr: &Expr, container: &str) -> bool {
    let mut found = false;
    walk::subexpressions(expr, &mut |part| {
        found |= matches!(part, Expr::Name(_) | Expr::Attribute(_)) && facts.text(part) == container;
    });
    found
}

/// Whether the key is known to be in the container at a use: `if key in self.x:`, `for key in self.x:`, or a way out
/// before it for keys that are not.
pub(super) fn existing(facts: &Facts<'_>, id: NodeId, key: &Expr, container: &str) -> Option<TextRange> {
    let tree = facts.tree;
    let key_text = facts.text(key);
    let is_in = |test: &Expr, op: CmpOp| -> bool {
        let Expr::Compare(compare) = test else { return false };
        matches!((&*compare.ops, &*compare.comparators), ([found], [right]) if *found == op && facts.text(right) == container)
            && facts.text(compare.left.as_ref()) == key_text
    };
    let holds = |test: &Expr, op: CmpOp| match test {
        Expr::BoolOp(all) if all.op == ast::BoolOp::And && op == CmpOp::In => {
            all.values.iter().any(|part| is_in(part, op))
        }
        Expr::BoolOp(any) if any.op == ast::BoolOp::Or && op == CmpOp::NotIn => {
            any.values.iter().any(|part| is_in(part, op))
        }
        test => is_in(test, op),
    };
    let mut inner = id;
    for outer in tree.ancestors(id) {
        let inside =
            |suite: &[Stmt]| suite.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(tree.node(inner)));
        if tree.node(inner).is_statement()
            && let Some((suite, index)) = tree.suite(inner)
        {
            for before in &suite[..index] {
                if let Stmt::If(node) = before
                    && holds(&node.test, CmpOp::NotIn)
                    && node.body.last().is_some_and(leaves)
                {
                    return Some(node.test.range());
                }
            }
        }
        match tree.node(outer) {
            AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::ExprLambda(_) => break,
            AnyNodeRef::StmtIf(node) if inside(&node.body) && holds(&node.test, CmpOp::In) => {
                return Some(node.test.range());
            }
            AnyNodeRef::ElifElseClause(node) => {
                let first = tree.parent(outer).map(|id| tree.node(id));
                if node.test.as_ref().is_some_and(|test| holds(test, CmpOp::In)) {
                    return node.test.as_ref().map(Ranged::range);
                }
                if let Some(AnyNodeRef::StmtIf(first)) = first
                    && holds(&first.test, CmpOp::NotIn)
                {
                    return Some(first.test.range());
                }
            }
            AnyNodeRef::ExprIf(node) if holds(&node.test, CmpOp::In) => return Some(node.test.range()),
            AnyNodeRef::StmtFor(node) if inside(&node.body) => {
                let key_is_target = match node.target.as_ref() {
                    Expr::Tuple(tuple) => {
                        tuple.elts.first().is_some_and(|first| facts.text(first) == key_text)
                    }
                    target => facts.text(target) == key_text,
                };
                if key_is_target && !is_counted(&node.iter) && mentions_whole(facts, &node.iter, container) {
                    return Some(node.iter.range());
                }
            }
            _ => {}
        }
        inner = outer;
    }
    // `for key in list(self.x)`, also through a name.
    picked_from(facts, key, id, container, 0).then(|| key.range())
}

/// Methods that take something out of one entry. Source: the Python library reference, "Built-in Types", "collections".
const DRAINING: &[&str] = &[
    "discard",
    "remove",
    "pop",
    "popleft",
    "popitem",
    "clear",
    "difference_update",
    "intersection_update",
    "items",
    "keys",
    "values",
    "get",
    "copy",
    "count",
    "index",
];

/// Whether `x[key]` at a use is read for what is in it: taken from, counted down, compared, looped over.
pub(super) fn drains(facts: &Facts<'_>, id: NodeId) -> bool {
    let tree = facts.tree;
    let Some(subscript) = tree.parent(id) else { return false };
    let Some(outer) = tree.parent(subscript) else { return false };
    let node = tree.node(subscript);
    match tree.node(outer) {
        AnyNodeRef::ExprAttribute(method) => DRAINING.contains(&method.attr.as_str()),
        AnyNodeRef::StmtAugAssign(assign) => assign.op == Operator::Sub,
        AnyNodeRef::StmtDelete(_) => false,
        // `del x[key][inner]`
        AnyNodeRef::ExprSubscript(inner) => {
            AnyNodeRef::from(inner.value.as_ref()).ptr_eq(node) && !inner.ctx.is_store()
        }
        AnyNodeRef::StmtFor(_)
        | AnyNodeRef::Comprehension(_)
        | AnyNodeRef::ExprCompare(_)
        | AnyNodeRef::StmtIf(_)
        | AnyNodeRef::StmtWhile(_)
        | AnyNodeRef::StmtReturn(_)
        | AnyNodeRef::ExprBoolOp(_)
        | AnyNodeRef::ExprUnaryOp(_)
        | AnyNodeRef::Arguments(_) => !matches!(node, AnyNodeRef::ExprSubscript(node) if node.ctx.is_store()),
        _ => false,
    }
}

/// Whether a statement leaves its block.
pub(super) fn leaves(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) | Stmt::Break(_))
}

/// A test of the container's size in the function around a use that then refuses, or takes entries out.
pub(super) fn size_bound(facts: &Facts<'_>, id: NodeId, container: &str) -> Option<TextRange> {
    let function = facts.tree.function(id)?;
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    let mut found = None;
    walk::statements(&node.body, &mut |stmt| {
        let (test, body) = match stmt {
            Stmt::If(node) => (&node.test, &node.body),
            Stmt::While(node) => (&node.test, &node.body),
            _ => return,
        };
        let sized = compares_size(facts, test, container);
        let ends = body.last().is_some_and(leaves) || body.iter().any(|stmt| empties(facts, stmt, container));
        if sized && ends && found.is_none() {
            found = Some(test.range());
        }
    });
    found
}

fn compares_size(facts: &Facts<'_>, test: &Expr, container: &str) -> bool {
    let mut found = false;
    walk::subexpressions(test, &mut |part| {
        let Expr::Compare(compare) = part else { return };
        let sides = std::iter::once(compare.left.as_ref()).chain(&compare.comparators);
        let ordered = compare
            .ops
            .iter()
            .all(|op| matches!(op, CmpOp::Gt | CmpOp::GtE | CmpOp::Lt | CmpOp::LtE | CmpOp::Eq));
        for side in sides {
            let Expr::Call(call) = side else { continue };
            found |= ordered
                && matches!(call.func.as_ref(), Expr::Name(name) if name.id.as_str() == "len")
                && call.arguments.args.first().is_some_and(|first| facts.text(first) == container);
        }
    });
    found
}

fn empties(facts: &Facts<'_>, stmt: &Stmt, container: &str) -> bool {
    let mut found = false;
    walk::expressions(std::slice::from_ref(stmt), &mut |part| {
        if matches!(part, Expr::Name(_) | Expr::Attribute(_)) && facts.text(part) == container {
            let form = of(facts, facts.tree.id(part), false);
            found |= matches!(form, Form::Drop(_) | Form::Sweep | Form::Clear);
        }
    });
    found
}
