//! How a value is used where it stands, from what is around it. Follows the value through `or`, conditional
//! expressions and parentheses, and no further.

use crate::facts::Facts;
use crate::syntax::ast::{self, CmpOp, ExprContext};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged};

use super::{Slot, Usage};

/// Builtins that loop over their arguments. Source: the Python library reference, "Built-in Functions".
const ITERATING: &[&str] = &[
    "list",
    "tuple",
    "set",
    "frozenset",
    "sorted",
    "sum",
    "min",
    "max",
    "any",
    "all",
    "enumerate",
    "zip",
    "map",
    "filter",
    "reversed",
    "iter",
    "dict",
    "next",
];
/// Methods of containers that change them.
const HANDED: &[&str] = &[
    "append",
    "appendleft",
    "add",
    "discard",
    "remove",
    "pop",
    "popleft",
    "clear",
    "put_nowait",
    "update",
    "extend",
    "insert",
];
/// Builtins that look at an object without keeping it.
const LOOKING: &[&str] = &[
    "isinstance",
    "issubclass",
    "type",
    "repr",
    "str",
    "print",
    "hash",
    "format",
    "callable",
    "hasattr",
    "getattr",
    "setattr",
    "delattr",
    "int",
    "float",
    "bytes",
    "abs",
    "round",
    "ascii",
];

/// Whether a use of an object's `__dict__` may set attributes: itself, or under a name that it gets.
pub(super) fn changes_entries(usage: &Usage) -> bool {
    match usage {
        Usage::Method { name, .. } => {
            matches!(
                &**name,
                "update" | "setdefault" | "clear" | "pop" | "popitem" | "__setitem__" | "__ior__"
            )
        }
        Usage::SetItem(_) | Usage::DelItem(_) | Usage::Write | Usage::Augment | Usage::Alias(_) => true,
        _ => false,
    }
}

/// The usage of the expression `id` (an attribute, a name, or a call whose value is meant).
pub(super) fn usage_of(facts: &Facts<'_>, id: NodeId) -> Usage {
    let tree = facts.tree;
    let node = tree.node(id);
    match context(node) {
        ExprContext::Store => return stored(facts, id),
        ExprContext::Del => return Usage::Delete,
        _ => {}
    }
    let Some(parent) = tree.parent(id) else { return Usage::Read };
    let is = |expr: &Expr| AnyNodeRef::from(expr).ptr_eq(node);
    match tree.node(parent) {
        AnyNodeRef::ExprCall(call) if is(&call.func) => Usage::Called,
        AnyNodeRef::Arguments(_) => argument(facts, id, parent),
        AnyNodeRef::Keyword(keyword) => keyword_argument(facts, parent, keyword),
        AnyNodeRef::ExprAttribute(outer) => attribute(facts, parent, outer),
        AnyNodeRef::ExprSubscript(subscript) if is(&subscript.value) => {
            let key = Box::from(facts.text(subscript.slice.as_ref()));
            match subscript.ctx {
                ExprContext::Store => Usage::SetItem(key),
                ExprContext::Del => Usage::DelItem(key),
                _ => Usage::Item(key),
            }
        }
        AnyNodeRef::ExprCompare(compare) => comparison(compare, node),
        AnyNodeRef::StmtFor(node) if is(&node.iter) => Usage::Iterate,
        AnyNodeRef::Comprehension(node) if is(&node.iter) => Usage::Iterate,
        AnyNodeRef::Comprehension(_) => Usage::Test,
        AnyNodeRef::StmtIf(_)
        | AnyNodeRef::StmtWhile(_)
        | AnyNodeRef::StmtAssert(_)
        | AnyNodeRef::ElifElseClause(_) => Usage::Test,
        AnyNodeRef::ExprUnaryOp(unary) if unary.op == ast::UnaryOp::Not => Usage::Test,
        AnyNodeRef::ExprIf(node) if is(&node.test) => Usage::Test,
        AnyNodeRef::ExprBoolOp(operation) => {
            let last = operation.values.last().is_some_and(is);
            // All but the last operand are only tested where the operators decide, and else are the value.
            match usage_of(facts, parent) {
                Usage::Test => Usage::Test,
                _ if operation.op == ast::BoolOp::And && !last => Usage::Test,
                other => other,
            }
        }
        AnyNodeRef::ExprIf(_) => usage_of(facts, parent),
        AnyNodeRef::ExprStarred(_) => Usage::Iterate,
        AnyNodeRef::ExprNamed(named) if is(&named.value) => alias(&named.target),
        AnyNodeRef::StmtAssign(assign) => match assign.targets.as_slice() {
            [target] => alias(target),
            targets => targets
                .iter()
                .map(alias)
                .find(|usage| matches!(usage, Usage::Escape(_)))
                .unwrap_or_else(|| alias(&targets[0])),
        },
        AnyNodeRef::StmtAnnAssign(assign) if assign.value.as_deref().is_some_and(is) => alias(&assign.target),
        AnyNodeRef::ExprTuple(tuple) => unpacked(facts, parent, tuple, node),
        AnyNodeRef::StmtReturn(_) | AnyNodeRef::ExprYield(_) | AnyNodeRef::ExprLambda(_) => {
            Usage::Escape("it is returned")
        }
        AnyNodeRef::ExprYieldFrom(_) => Usage::Iterate,
        AnyNodeRef::ExprList(_)
        | AnyNodeRef::ExprSet(_)
        | AnyNodeRef::ExprListComp(_)
        | AnyNodeRef::ExprSetComp(_)
        | AnyNodeRef::ExprDictComp(_)
        | AnyNodeRef::ExprGenerator(_) => Usage::Escape("it is put into a collection"),
        AnyNodeRef::ExprDict(dict) => {
            if dict.items.iter().any(|item| item.key.is_none() && is(&item.value)) {
                Usage::Iterate
            } else {
                Usage::Escape("it is put into a collection")
            }
        }
        _ => Usage::Read,
    }
}

fn context(node: AnyNodeRef<'_>) -> ExprContext {
    match node {
        AnyNodeRef::ExprAttribute(node) => node.ctx,
        AnyNodeRef::ExprName(node) => node.ctx,
        _ => ExprContext::Load,
    }
}

/// An assignment target.
fn stored(facts: &Facts<'_>, id: NodeId) -> Usage {
    match facts.tree.parent(id).map(|parent| facts.tree.node(parent)) {
        Some(AnyNodeRef::StmtAugAssign(_)) => Usage::Augment,
        Some(AnyNodeRef::StmtAnnAssign(assign)) if assign.value.is_none() => Usage::Declare,
        _ => Usage::Write,
    }
}

fn alias(target: &Expr) -> Usage {
    match target {
        Expr::Name(name) => Usage::Alias(Box::from(name.id.as_str())),
        Expr::Tuple(_) | Expr::List(_) => Usage::Iterate,
        _ => Usage::Escape("it is stored elsewhere"),
    }
}

/// `a, b = x, y`: the target at the same position; any other tuple keeps the value.
fn unpacked(facts: &Facts<'_>, tuple_id: NodeId, tuple: &ast::ExprTuple, node: AnyNodeRef<'_>) -> Usage {
    let at = tuple.elts.iter().position(|element| AnyNodeRef::from(element).ptr_eq(node));
    let parent = facts.tree.parent(tuple_id).map(|parent| facts.tree.node(parent));
    if let (Some(at), Some(AnyNodeRef::StmtAssign(assign))) = (at, parent)
        && let [Expr::Tuple(targets)] = assign.targets.as_slice()
        && targets.elts.len() == tuple.elts.len()
        && !targets.elts.iter().chain(&tuple.elts).any(Expr::is_starred_expr)
    {
        return alias(&targets.elts[at]);
    }
    if matches!(parent, Some(AnyNodeRef::ExprSubscript(_))) {
        return Usage::Read;
    }
    Usage::Escape("it is put into a collection")
}

fn comparison(compare: &ast::ExprCompare, node: AnyNodeRef<'_>) -> Usage {
    let mut left = compare.left.as_ref();
    for (op, right) in compare.ops.iter().zip(&compare.comparators) {
        let (is_left, is_right) = (AnyNodeRef::from(left).ptr_eq(node), AnyNodeRef::from(right).ptr_eq(node));
        match op {
            CmpOp::In | CmpOp::NotIn if is_right => return Usage::Contains,
            CmpOp::Is | CmpOp::IsNot if is_left || is_right => return Usage::Test,
            _ => {}
        }
        left = right;
    }
    Usage::Read
}

fn attribute(facts: &Facts<'_>, outer_id: NodeId, outer: &ast::ExprAttribute) -> Usage {
    let tree = facts.tree;
    let name = outer.attr.as_str();
    let handed = || {
        // `add_done_callback(self.tasks.discard)`: whoever gets the method runs it.
        let mutates = HANDED.contains(&name) && outer.ctx == ExprContext::Load;
        if mutates { Usage::Method { name: Box::from(name), key: None, dropped: true } } else { Usage::Read }
    };
    let Some(call_id) = tree.parent(outer_id) else { return Usage::Read };
    let AnyNodeRef::ExprCall(call) = tree.node(call_id) else { return handed() };
    if !AnyNodeRef::from(call.func.as_ref()).ptr_eq(AnyNodeRef::from(outer)) {
        return handed();
    }
    if matches!(name, "items" | "values" | "keys") && call.arguments.is_empty() {
        let usage = usage_of(facts, call_id);
        if matches!(usage, Usage::Iterate | Usage::Contains | Usage::Size) {
            return usage;
        }
    }
    let dropped = match tree.parent(call_id).map(|parent| tree.node(parent)) {
        Some(AnyNodeRef::StmtExpr(_)) => true,
        // `x.setdefault(k, []).append(v)`
        Some(AnyNodeRef::ExprAttribute(next)) if HANDED.contains(&next.attr.as_str()) => {
            let statement = tree.ancestors(call_id).nth(2).map(|id| tree.node(id));
            matches!(statement, Some(AnyNodeRef::StmtExpr(_)))
        }
        Some(AnyNodeRef::ExprAwait(_)) => {
            let outer = tree.parent(call_id).and_then(|id| tree.parent(id)).map(|id| tree.node(id));
            matches!(outer, Some(AnyNodeRef::StmtExpr(_)))
        }
        _ => false,
    };
    let key = call.arguments.args.first().map(|first| match first {
        // `update({key: value})`
        Expr::Dict(dict) if dict.items.len() == 1 && dict.items[0].key.is_some() => {
            Box::from(dict.items[0].key.as_ref().map_or("", |key| facts.text(key)))
        }
        first => Box::from(facts.text(first)),
    });
    Usage::Method { name: Box::from(name), key, dropped }
}

fn argument(facts: &Facts<'_>, id: NodeId, arguments: NodeId) -> Usage {
    let tree = facts.tree;
    let Some(call_id) = tree.parent(arguments) else { return Usage::Read };
    let AnyNodeRef::ExprCall(call) = tree.node(call_id) else {
        // Bases and keywords of a class.
        return Usage::Read;
    };
    let node = tree.node(id);
    let Some(at) = call.arguments.args.iter().position(|argument| AnyNodeRef::from(argument).ptr_eq(node))
    else {
        return Usage::Read;
    };
    passed(facts, call_id, call, Slot::Position(at))
}

fn keyword_argument(facts: &Facts<'_>, keyword_id: NodeId, keyword: &ast::Keyword) -> Usage {
    let tree = facts.tree;
    let call = tree.parent(keyword_id).and_then(|arguments| tree.parent(arguments));
    let Some(call_id) = call else { return Usage::Read };
    let AnyNodeRef::ExprCall(call) = tree.node(call_id) else { return Usage::Read };
    match &keyword.arg {
        Some(name) => passed(facts, call_id, call, Slot::Keyword(Box::from(name.as_str()))),
        None => Usage::Iterate,
    }
}

fn passed(facts: &Facts<'_>, call_id: NodeId, call: &ast::ExprCall, slot: Slot) -> Usage {
    if let Some(name) =
        facts.qualified(&call.func, call_id).as_deref().and_then(|name| name.strip_prefix("builtins."))
    {
        match name {
            "len" => return Usage::Size,
            "bool" | "id" => return Usage::Test,
            name if ITERATING.contains(&name) => return Usage::Iterate,
            name if LOOKING.contains(&name) => return Usage::Read,
            _ => {}
        }
    }
    Usage::Passed { callee: call.func.range(), slot }
}
