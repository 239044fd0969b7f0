//! Dictionaries whose values are lists: which expressions give one of its lists, and where one is made.

use crate::facts::Facts;
use crate::syntax::ast::{self, ExprContext};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged};

use super::Creation;

/// What one use of a dictionary of lists has to do with its lists.
#[derive(Clone, Debug, Default)]
pub(crate) struct Value {
    /// Expressions that give one of its lists, local names for it included; [`super::fit`] says what each means.
    pub lists: Vec<NodeId>,
    /// Lists that are made there.
    pub made: Vec<Creation>,
    /// Why it is not followed, as a clause.
    pub unknown: Option<String>,
}

/// What the use at `id` of a dictionary of lists has to do with its lists.
pub(crate) fn values<'a>(facts: &Facts<'a>, id: NodeId) -> Value {
    let tree = facts.tree;
    let node = tree.node(id);
    let is = |expr: &Expr| AnyNodeRef::from(expr).ptr_eq(node);
    let unknown = |why: &str| Value { unknown: Some(why.into()), ..Value::default() };
    let Some(parent) = tree.parent(id) else { return unknown("it is used in a way that is not followed") };
    let stored = match node {
        AnyNodeRef::ExprAttribute(node) => !node.ctx.is_load(),
        AnyNodeRef::ExprName(node) => !node.ctx.is_load(),
        _ => false,
    };
    match tree.node(parent) {
        AnyNodeRef::StmtAssign(assign) if stored && assign.targets.len() == 1 => {
            assigned(facts, &assign.value)
        }
        AnyNodeRef::StmtAnnAssign(assign) if stored => {
            assign.value.as_deref().map_or_else(Value::default, |value| assigned(facts, value))
        }
        _ if stored => unknown("it is set in a way that is not followed"),
        AnyNodeRef::ExprSubscript(subscript) if is(&subscript.value) => match subscript.ctx {
            ExprContext::Load => Value { lists: with_names(facts, parent), ..Value::default() },
            ExprContext::Store => match tree.parent(parent).map(|id| tree.node(id)) {
                Some(AnyNodeRef::StmtAssign(assign)) if assign.targets.len() == 1 => {
                    match Creation::of(facts, &assign.value) {
                        Some(made) => Value { made: vec![made], ..Value::default() },
                        None => unknown("one of its values is set to something else"),
                    }
                }
                _ => unknown("one of its values is set in a way that is not followed"),
            },
            _ => Value::default(),
        },
        AnyNodeRef::ExprAttribute(outer) => method(facts, parent, outer),
        AnyNodeRef::ExprCompare(_)
        | AnyNodeRef::StmtIf(_)
        | AnyNodeRef::StmtWhile(_)
        | AnyNodeRef::ElifElseClause(_)
        | AnyNodeRef::ExprUnaryOp(_) => Value::default(),
        // The keys.
        AnyNodeRef::StmtFor(node) if is(&node.iter) => Value::default(),
        AnyNodeRef::Comprehension(node) if is(&node.iter) => Value::default(),
        AnyNodeRef::Arguments(_) => {
            let call = tree.parent(parent).map(|id| (id, tree.node(id)));
            let name = match call {
                Some((id, AnyNodeRef::ExprCall(call))) => facts.qualified(&call.func, id),
                _ => None,
            };
            match name.as_deref() {
                Some(
                    "builtins.len" | "builtins.bool" | "builtins.list" | "builtins.set" | "builtins.sorted"
                    | "builtins.tuple" | "builtins.iter",
                ) => Value::default(),
                _ => unknown("it is passed on"),
            }
        }
        _ => unknown("it is used in a way that is not followed"),
    }
}

/// What the dictionary is made of.
fn assigned<'a>(facts: &Facts<'a>, value: &'a Expr) -> Value {
    match value {
        Expr::Dict(dict) if dict.items.is_empty() => Value::default(),
        Expr::Call(call) => match Creation::of(facts, value) {
            Some(made) => Value { made: vec![made], ..Value::default() },
            None if call.arguments.is_empty() => Value::default(),
            // `field(default_factory=dict)`
            None if call.arguments.find_keyword("default_factory").is_some() => Value::default(),
            None => Value { unknown: Some("it is made with entries".into()), ..Value::default() },
        },
        _ => Value { unknown: Some("it is made with entries".into()), ..Value::default() },
    }
}

fn method<'a>(facts: &Facts<'a>, id: NodeId, outer: &'a ast::ExprAttribute) -> Value {
    let tree = facts.tree;
    let unknown = |why: String| Value { unknown: Some(why), ..Value::default() };
    let name = outer.attr.as_str();
    let call = tree.parent(id).and_then(|parent| match tree.node(parent) {
        AnyNodeRef::ExprCall(call) if AnyNodeRef::from(call.func.as_ref()).ptr_eq(tree.node(id)) => {
            Some((parent, call))
        }
        _ => None,
    });
    let Some((call_id, call)) = call else { return unknown(format!("its `{name}` is handed on")) };
    let arguments = &call.arguments.args;
    match name {
        "get" | "pop" => {
            let default = arguments.get(1);
            let fitting = default.is_none_or(|default| {
                default.is_none_literal_expr()
                    || default.is_tuple_expr()
                    || Creation::of(facts, default).is_some()
            });
            if !fitting {
                return unknown(format!("`{name}` may give something else"));
            }
            Value { lists: with_names(facts, call_id), ..Value::default() }
        }
        "setdefault" => match arguments.get(1).and_then(|made| Creation::of(facts, made)) {
            Some(made) => Value { lists: with_names(facts, call_id), made: vec![made], ..Value::default() },
            None => unknown("`setdefault` puts something else into it".into()),
        },
        "clear" | "keys" => Value::default(),
        "values" | "items" => looped(facts, call_id, name == "items"),
        _ => unknown(format!("its `{name}` is not followed")),
    }
}

/// `for v in d.values()`, `for k, v in d.items()`, also around `list(…)`.
fn looped<'a>(facts: &Facts<'a>, call: NodeId, pairs: bool) -> Value {
    let tree = facts.tree;
    let unknown = || Value { unknown: Some("all its values are handed on".into()), ..Value::default() };
    let mut at = call;
    // `list(d.values())` and the like.
    while let Some(outer) = copied(facts, at) {
        at = outer;
    }
    let node = tree.node(at);
    let is = |expr: &Expr| AnyNodeRef::from(expr).ptr_eq(node);
    let (target, scope) = match tree.parent(at).map(|parent| (parent, tree.node(parent))) {
        Some((_, AnyNodeRef::StmtFor(node))) if is(&node.iter) => (node.target.as_ref(), None),
        Some((id, AnyNodeRef::Comprehension(node))) if is(&node.iter) => (&node.target, tree.parent(id)),
        _ => return unknown(),
    };
    let name = match (pairs, target) {
        (false, Expr::Name(name)) => name,
        (true, Expr::Tuple(tuple)) => match tuple.elts.as_slice() {
            [_, Expr::Name(name)] => name,
            _ => return unknown(),
        },
        _ => return unknown(),
    };
    let text = name.id.as_str();
    let within = scope.unwrap_or_else(|| tree.scope(at));
    // A comprehension reads its names before it binds them.
    let ids = tree.descendants(within).filter(|&id| match tree.node(id) {
        AnyNodeRef::ExprName(read) => {
            read.id.as_str() == text && read.ctx.is_load() && (scope.is_some() || read.start() > name.start())
        }
        _ => false,
    });
    Value { lists: ids.collect(), ..Value::default() }
}

/// The call of `list`, `tuple` or `sorted` around an expression.
fn copied(facts: &Facts<'_>, id: NodeId) -> Option<NodeId> {
    let arguments = facts.tree.parent(id)?;
    let AnyNodeRef::Arguments(_) = facts.tree.node(arguments) else { return None };
    let call_id = facts.tree.parent(arguments)?;
    let AnyNodeRef::ExprCall(call) = facts.tree.node(call_id) else { return None };
    let name = facts.qualified(&call.func, call_id)?;
    matches!(name.as_str(), "builtins.list" | "builtins.tuple").then_some(call_id)
}

/// An expression, and the reads of the local name that it is bound to.
fn with_names(facts: &Facts<'_>, id: NodeId) -> Vec<NodeId> {
    let tree = facts.tree;
    let mut found = vec![id];
    let target = match tree.parent(id).map(|parent| tree.node(parent)) {
        Some(AnyNodeRef::StmtAssign(assign)) => match assign.targets.as_slice() {
            [Expr::Name(name)] => Some(name),
            _ => None,
        },
        Some(AnyNodeRef::ExprNamed(named)) => named.target.as_name_expr(),
        _ => None,
    };
    let Some(target) = target else { return found };
    let index = facts.index();
    let Some(function) = index.function_at(target.range()) else { return found };
    let reads = index.names(target.id.as_str()).iter().filter(|read| {
        read.owner == Some(function)
            && index.still_holds(target.id.as_str(), function, Some(tree.node(id).end()), read.range)
    });
    found.extend(reads.filter_map(|read| facts.used_at(read.range)));
    found
}
