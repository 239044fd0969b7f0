//! What one use does to a list: adds to it, takes something out, or neither. For a list, and for a dictionary of lists.

use crate::deques::{Creation, Fit, Form, fit, is_number, made, values};
use crate::facts::Facts;
use crate::syntax::ast::{ExprContext, Operator};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange, TextSize};

use super::site::{Makes, is_set_up};

/// What a use does.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Makes the list, where the object is set up; or a dictionary.
    Made(Vec<Creation>),
    /// Only declares it.
    Declared,
    /// Adds entries.
    Adds(Added),
    /// Entries go, as a clause.
    Shrinks(&'static str),
    /// Anything else; what it means for a deque is in [`Done::fit`].
    Uses,
}

/// What is added, and where.
#[derive(Clone, Debug)]
pub(super) struct Added {
    /// Whether it happens while the object is set up, or the module imported.
    pub set_up: bool,
    /// The function that does it, by the start of its name in its file.
    pub function: Option<TextSize>,
    /// What is added, where it is one value.
    pub value: Option<TextRange>,
}

/// One thing that a use does.
#[derive(Clone, Debug)]
pub(super) struct Done {
    /// Where.
    pub range: TextRange,
    /// What.
    pub act: Act,
    /// What it means for a deque with a bound.
    pub fit: Option<Fit>,
    /// Why it is not followed, as a clause.
    pub unknown: Option<String>,
}

/// Methods that take entries out.
const TAKING: &[&str] = &["pop", "popleft", "popitem", "clear", "remove", "__delitem__"];

/// Everything that the use at `id` does.
pub(super) fn of<'a>(facts: &Facts<'a>, id: NodeId, makes: Makes) -> Vec<Done> {
    match makes {
        Makes::List => vec![of_list(facts, id)],
        Makes::Dict => of_dict(facts, id),
    }
}

fn of_list<'a>(facts: &Facts<'a>, id: NodeId) -> Done {
    let range = facts.tree.node(id).range();
    let fit = fit(facts, id, true);
    let act = match taken(facts, id) {
        Some(what) => Act::Shrinks(what),
        None => match &fit {
            Fit::Created(creation) => Act::Made(vec![*creation]),
            Fit::Declared => Act::Declared,
            Fit::Adds(_) => Act::Adds(added(facts, id)),
            _ if is_insertion(facts, id) => Act::Adds(added(facts, id)),
            _ => Act::Uses,
        },
    };
    Done { range, act, fit: Some(fit), unknown: None }
}

/// Why entries go at a use.
fn taken(facts: &Facts<'_>, id: NodeId) -> Option<&'static str> {
    let tree = facts.tree;
    let node = tree.node(id);
    let parent = tree.parent(id)?;
    match context(node) {
        ExprContext::Del => return Some("it is deleted here"),
        ExprContext::Store => {
            if matches!(tree.node(parent), AnyNodeRef::StmtAugAssign(assign) if assign.op == Operator::Add) {
                return None;
            }
            if matches!(tree.node(parent), AnyNodeRef::StmtAnnAssign(assign) if assign.value.is_none()) {
                return None;
            }
            if matches!(tree.node(parent), AnyNodeRef::StmtAssign(assign) if keeps_all(facts, &assign.value, node))
            {
                return None;
            }
            let later = tree.function(id).is_some_and(|function| !is_set_up(facts, function));
            return later.then_some("it is set anew here");
        }
        _ => {}
    }
    match tree.node(parent) {
        AnyNodeRef::ExprAttribute(method) if TAKING.contains(&method.attr.as_str()) => {
            Some("entries are taken out here")
        }
        AnyNodeRef::ExprSubscript(item) if AnyNodeRef::from(item.value.as_ref()).ptr_eq(node) => {
            match item.ctx {
                ExprContext::Del => Some("entries are deleted here"),
                ExprContext::Store if item.slice.is_slice_expr() => {
                    let all = matches!(item.slice.as_ref(), Expr::Slice(slice) if slice.lower.is_none() && slice.upper.is_none());
                    let kept = all
                        && matches!(tree.parent(parent).map(|outer| tree.node(outer)),
                            Some(AnyNodeRef::StmtAssign(assign)) if keeps_all(facts, &assign.value, node));
                    (!kept).then_some("a part of it is replaced here")
                }
                _ => None,
            }
        }
        AnyNodeRef::Arguments(_) => {
            let call = tree.parent(parent)?;
            let AnyNodeRef::ExprCall(node) = tree.node(call) else { return None };
            facts
                .is_one_of(&node.func, call, &["heapq.heappop", "heapq.heapreplace", "heapq.heappushpop"])
                .then_some("entries are taken out here")
        }
        _ => None,
    }
}

/// Whether a new value has at least as many entries as the list: it is sorted, turned round, mapped or joined to more.
fn keeps_all<'a>(facts: &Facts<'a>, value: &'a Expr, list: AnyNodeRef<'_>) -> bool {
    let is_list = |expr: &Expr| facts.text(expr) == facts.text(list.range());
    let inner = |expr: &'a Expr| is_list(expr) || keeps_all(facts, expr, list);
    match value {
        Expr::Call(call) => match (call.func.as_ref(), call.arguments.args.first()) {
            (Expr::Attribute(method), None) => method.attr.as_str() == "copy" && is_list(&method.value),
            (_, Some(first)) => {
                let same = ["builtins.list", "builtins.sorted", "builtins.reversed"];
                facts.is_one_of(&call.func, facts.tree.id(value), &same) && inner(first)
            }
            _ => false,
        },
        Expr::BinOp(operation) if operation.op == Operator::Add => {
            inner(&operation.left) || inner(&operation.right)
        }
        Expr::ListComp(comprehension) => match comprehension.generators.as_slice() {
            [one] => one.ifs.is_empty() && inner(&one.iter),
            _ => false,
        },
        Expr::List(display) => {
            display.elts.iter().any(|part| part.as_starred_expr().is_some_and(|part| inner(&part.value)))
        }
        Expr::Subscript(item) => {
            matches!(item.slice.as_ref(), Expr::Slice(slice) if slice.lower.is_none() && slice.upper.is_none())
                && is_list(&item.value)
                && !matches!(item.slice.as_ref(), Expr::Slice(slice) if slice.step.as_deref().is_some_and(|step| !is_one(step)))
        }
        _ => false,
    }
}

/// `1` or `-1`.
fn is_one(step: &Expr) -> bool {
    match step {
        Expr::UnaryOp(unary) => is_one(&unary.operand),
        step => is_number(step, 1),
    }
}

fn context(node: AnyNodeRef<'_>) -> ExprContext {
    match node {
        AnyNodeRef::ExprAttribute(node) => node.ctx,
        AnyNodeRef::ExprName(node) => node.ctx,
        AnyNodeRef::ExprSubscript(node) => node.ctx,
        _ => ExprContext::Load,
    }
}

/// `x.insert(…)`, which a deque with a bound does not take, and functions that put something into it.
fn is_insertion(facts: &Facts<'_>, id: NodeId) -> bool {
    let tree = facts.tree;
    let Some(parent) = tree.parent(id) else { return false };
    match tree.node(parent) {
        AnyNodeRef::ExprAttribute(method) => matches!(method.attr.as_str(), "insert" | "append" | "extend"),
        AnyNodeRef::Arguments(_) => {
            let Some(call) = tree.parent(parent) else { return false };
            let AnyNodeRef::ExprCall(node) = tree.node(call) else { return false };
            let inserting = ["heapq.heappush", "bisect.insort", "bisect.insort_left", "bisect.insort_right"];
            facts.is_one_of(&node.func, call, &inserting)
        }
        _ => false,
    }
}

fn added(facts: &Facts<'_>, id: NodeId) -> Added {
    let tree = facts.tree;
    // In `__init__`, of the object itself; what an `__init__` adds to another object grows with every new one.
    let own = || {
        let text = facts.text(tree.node(id).range());
        facts
            .this(id)
            .is_some_and(|(_, this)| text.strip_prefix(this).is_some_and(|rest| rest.starts_with('.')))
    };
    let set_up = tree.function(id).is_none_or(|function| is_set_up(facts, function) && own());
    let call = tree.parent(id).and_then(|method| tree.parent(method)).map(|call| tree.node(call));
    let value = match call {
        Some(AnyNodeRef::ExprCall(call)) => match (&*call.arguments.args, call.func.as_ref()) {
            ([value], Expr::Attribute(method)) if method.attr.as_str() == "append" => Some(value.range()),
            _ => None,
        },
        _ => None,
    };
    let function = tree.function(id).and_then(|function| match tree.node(function) {
        AnyNodeRef::StmtFunctionDef(node) => Some(node.name.start()),
        _ => None,
    });
    Added { set_up, function, value }
}

fn of_dict<'a>(facts: &Facts<'a>, id: NodeId) -> Vec<Done> {
    let tree = facts.tree;
    let range = tree.node(id).range();
    let done = |act| Done { range, act, fit: None, unknown: None };
    if let Some(what) = dict_taken(facts, id) {
        return vec![done(Act::Shrinks(what))];
    }
    let value = values(facts, id);
    let mut all: Vec<Done> = value.lists.iter().map(|&list| of_list(facts, list)).collect();
    // An expression that is bound to a name and the name itself are both shown.
    all.dedup_by_key(|done| done.range);
    let declares = context(tree.node(id)) == ExprContext::Store;
    if declares || !value.made.is_empty() {
        all.push(done(Act::Made(value.made)));
    }
    if let Some(why) = value.unknown {
        all.push(Done { range, act: Act::Uses, fit: None, unknown: Some(why) });
    }
    all
}

/// Why whole lists go at a use of a dictionary of lists.
fn dict_taken(facts: &Facts<'_>, id: NodeId) -> Option<&'static str> {
    let tree = facts.tree;
    let node = tree.node(id);
    let parent = tree.parent(id)?;
    if matches!(context(node), ExprContext::Del | ExprContext::Store) {
        return taken(facts, id);
    }
    match tree.node(parent) {
        AnyNodeRef::ExprAttribute(method) if matches!(method.attr.as_str(), "pop" | "popitem" | "clear") => {
            Some("whole lists are taken out here")
        }
        AnyNodeRef::ExprSubscript(item) if AnyNodeRef::from(item.value.as_ref()).ptr_eq(node) => {
            match item.ctx {
                ExprContext::Del => Some("whole lists are deleted here"),
                ExprContext::Store if !is_new(facts, parent) || is_unguarded(facts, parent, id) => {
                    Some("a list is set anew here")
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether `d[k] = …` puts a new list under the key, not what is left of another one.
fn is_new<'a>(facts: &Facts<'a>, item: NodeId) -> bool {
    match facts.tree.parent(item).map(|parent| facts.tree.node(parent)) {
        Some(AnyNodeRef::StmtAssign(assign)) => {
            let copied =
                |made: Creation| matches!(made.form, Form::Copied(_)) || assign.value.is_list_comp_expr();
            made(facts, &assign.value).is_some_and(|made| !copied(made))
        }
        _ => false,
    }
}

/// Whether a list is put under a key that may have one already: `d[k] = …` without a check in front of it.
fn is_unguarded(facts: &Facts<'_>, item: NodeId, dict: NodeId) -> bool {
    let tree = facts.tree;
    let name = facts.text(tree.node(dict)).rsplit('.').next().unwrap_or_default().to_string();
    let function = tree.scope(item);
    let mut inner = item;
    for outer in tree.ancestors(item).take_while(|&outer| outer != function) {
        match tree.node(outer) {
            AnyNodeRef::StmtIf(stmt) => {
                let text = facts.text(stmt.test.as_ref());
                let checks = text.contains(&name) && (text.contains(" in ") || text.contains(".get("))
                    || text.contains("is None")
                    || text.starts_with("not ");
                if checks {
                    return false;
                }
            }
            AnyNodeRef::ExceptHandlerExceptHandler(_) => return false,
            _ => {}
        }
        inner = outer;
    }
    // `if k in d: return …` in front of it.
    let before = tree.suite(inner).is_some_and(|(suite, index)| {
        suite[..index].iter().any(|stmt| {
            matches!(stmt, crate::syntax::Stmt::If(stmt) if facts.text(stmt.test.as_ref()).contains(&name))
        })
    });
    !before
}
