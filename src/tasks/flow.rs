//! Who holds a task: follows the value of an expression to where it is kept or dropped. Judges nothing.

use super::handed;
use super::local;
use super::returned;
use super::spawn::last_name;
use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};
use crate::verdict::Evidence;

/// What becomes of a task.
pub(crate) enum Fate<'a> {
    /// Somebody holds it.
    Held(Hold),
    /// Nobody does.
    Dropped(Drop<'a>),
}

/// How a task is held.
#[derive(Clone, Debug)]
pub(crate) struct Hold {
    /// The evidence's kind.
    pub kind: &'static str,
    /// What holds it.
    pub message: String,
    /// The line that shows it.
    pub range: TextRange,
    /// What another file shows of it.
    pub elsewhere: Option<Evidence>,
}

impl Hold {
    /// How much it says: where a task is held in several ways, the strongest is shown.
    pub(crate) fn strength(&self) -> u8 {
        match self.kind {
            "stored" | "awaited" => 3,
            "watched" => 1,
            RETURNED => 0,
            _ => 2,
        }
    }
}

/// The kind of [`Hold`] that only hands the task to the caller.
pub(crate) const RETURNED: &str = "returned";

/// How a task is dropped.
pub(crate) enum Drop<'a> {
    /// The call is a statement.
    Statement(&'a ast::StmtExpr),
    /// `_ = …`, or another name that is not read.
    Unread { stmt: &'a Stmt, target: &'a ast::ExprName },
    /// A local that is only used to add callbacks and the like; these are the callbacks.
    Callbacks { stmt: &'a Stmt, target: &'a ast::ExprName, callbacks: Vec<&'a Expr> },
    /// `create_task(…).add_done_callback(callback)` as a statement.
    Chained { stmt: &'a ast::StmtExpr, method: &'a ast::ExprAttribute, callback: &'a Expr },
    /// In a way that has no mechanical fix: what happens to it, and what to do.
    Other { what: String, todo: &'static str, range: TextRange },
}

/// Functions and methods whose result stands for the tasks that they are given.
pub(crate) const CARRIERS: &[&str] = &[
    "gather",
    "shield",
    "wait",
    "wait_for",
    "as_completed",
    "ensure_future",
    "list",
    "set",
    "tuple",
    "dict",
    "sorted",
    "reversed",
    "enumerate",
    "zip",
    "frozenset",
    "deque",
    "partial",
];
pub(crate) const KEEP: &str = "keep the task where it can be awaited or cancelled, and look at its exception";
/// Steps through names and functions that are followed.
pub(crate) const MAX_DEPTH: u8 = 4;

/// Somebody holds it.
pub(crate) fn held<'a>(kind: &'static str, message: impl Into<String>, range: impl Ranged) -> Fate<'a> {
    Fate::Held(Hold { kind, message: message.into(), range: range.range(), elsewhere: None })
}

/// Nobody does, and no edit helps.
pub(crate) fn other<'a>(what: impl Into<String>, todo: &'static str, range: impl Ranged) -> Fate<'a> {
    Fate::Dropped(Drop::Other { what: what.into(), todo, range: range.range() })
}

/// Follows the value of the expression at `start`.
pub(crate) fn trace<'a>(facts: &Facts<'a>, start: NodeId, depth: u8) -> Fate<'a> {
    let tree = facts.tree;
    if depth == 0 {
        return held("unknown", "it is handed on through many steps", tree.node(start));
    }
    let mut id = start;
    // What the task is wrapped in by now: a list, a `gather`, a conditional expression.
    let mut wrapped: Option<String> = None;
    while let Some(parent) = tree.parent(id) {
        let node = tree.node(id);
        match tree.node(parent) {
            AnyNodeRef::ExprAwait(outer) => return held("awaited", "it is awaited here", outer),
            AnyNodeRef::ExprYield(outer) => return held("yielded", "it is yielded to the caller", outer),
            AnyNodeRef::ExprYieldFrom(outer) => return held("awaited", "it is waited for here", outer),
            AnyNodeRef::Keyword(_) => {}
            AnyNodeRef::Arguments(_) => {
                let Some(call_id) = tree.parent(parent) else { break };
                let AnyNodeRef::ExprCall(call) = tree.node(call_id) else {
                    return held("passed-on", "it is a class argument", node);
                };
                if last_name(&call.func).is_some_and(|name| CARRIERS.contains(&name)) {
                    wrapped = Some(format!("`{}(…)`", facts.text(call.func.as_ref())));
                    id = call_id;
                    continue;
                }
                return handed::passed_on(facts, call_id, call, node, depth);
            }
            AnyNodeRef::ExprStarred(_) => {}
            AnyNodeRef::ExprList(_)
            | AnyNodeRef::ExprTuple(_)
            | AnyNodeRef::ExprSet(_)
            | AnyNodeRef::ExprDict(_)
            | AnyNodeRef::ExprSubscript(_) => {
                wrapped.get_or_insert_with(|| "a container".into());
            }
            AnyNodeRef::ExprListComp(_)
            | AnyNodeRef::ExprSetComp(_)
            | AnyNodeRef::ExprDictComp(_)
            | AnyNodeRef::ExprGenerator(_) => {
                wrapped = Some("a comprehension".into());
            }
            AnyNodeRef::Comprehension(outer) => return held("iterated", "it is iterated over", outer),
            AnyNodeRef::StmtFor(outer)
                if !outer.body.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(node)) =>
            {
                return local::looped(facts, outer, depth);
            }
            AnyNodeRef::ExprIf(outer) if !AnyNodeRef::from(outer.test.as_ref()).ptr_eq(node) => {
                wrapped = Some("a conditional expression".into());
            }
            AnyNodeRef::ExprBoolOp(_) => wrapped = Some("an `and`/`or` expression".into()),
            AnyNodeRef::ExprNamed(outer) => {
                if let Expr::Name(name) = outer.target.as_ref()
                    && let fate @ Fate::Held(_) = local::named(facts, name, None, true, depth)
                {
                    return fate;
                }
                wrapped = Some("an assignment expression".into());
            }
            AnyNodeRef::ExprAttribute(method) => return method_of(facts, parent, method, wrapped.is_some()),
            AnyNodeRef::ExprLambda(lambda) => return handed::from_lambda(facts, parent, lambda),
            AnyNodeRef::WithItem(outer) => return held("context", "it is used as a context", outer),
            AnyNodeRef::StmtReturn(outer) => return returned::returned(facts, parent, outer.range(), depth),
            AnyNodeRef::StmtExpr(stmt) => {
                return match wrapped {
                    None => Fate::Dropped(Drop::Statement(stmt)),
                    Some(what) => other(format!("{what} that nobody keeps holds it"), KEEP, stmt),
                };
            }
            AnyNodeRef::StmtAssign(assign) => {
                let value = (start, node);
                return assigned(facts, parent, &assign.targets, value, wrapped.is_some(), depth);
            }
            AnyNodeRef::StmtAnnAssign(assign) => {
                let targets = std::slice::from_ref(assign.target.as_ref());
                return assigned(facts, parent, targets, (start, node), wrapped.is_some(), depth);
            }
            AnyNodeRef::StmtAugAssign(assign) => {
                return held(
                    "stored",
                    format!("it is added to `{}`", facts.text(assign.target.as_ref())),
                    assign,
                );
            }
            _ => break,
        }
        id = parent;
    }
    other("it is used in an expression that keeps nothing", KEEP, tree.node(start))
}

/// `create_task(…).method(…)`.
fn method_of<'a>(facts: &Facts<'a>, id: NodeId, method: &'a ast::ExprAttribute, wrapped: bool) -> Fate<'a> {
    let parent = facts.tree.parent(id).map(|parent| (parent, facts.tree.node(parent)));
    if let Some((call_id, AnyNodeRef::ExprCall(call))) = parent
        && method.attr.as_str() == "add_done_callback"
        && !wrapped
        && let Some(AnyNodeRef::StmtExpr(stmt)) = facts.tree.parent(call_id).map(|id| facts.tree.node(id))
        && let [callback] = &*call.arguments.args
    {
        return Fate::Dropped(Drop::Chained { stmt, method, callback });
    }
    if !wrapped && matches!(method.attr.as_str(), "result" | "exception") {
        return held("watched", format!("`.{}` of it is asked for here", method.attr), method);
    }
    if wrapped && method.attr.as_str() != "add_done_callback" {
        return held("passed-on", format!("`.{}` is used of what holds it", method.attr), method);
    }
    other(format!("only its `.{}` is used, which keeps nothing alive", method.attr), KEEP, method)
}

/// `targets = …`, where the value is the task (the node that it started from) or (`wrapped`) holds it.
fn assigned<'a>(
    facts: &Facts<'a>,
    statement: NodeId,
    targets: &'a [Expr],
    (task, value): (NodeId, AnyNodeRef<'a>),
    wrapped: bool,
    depth: u8,
) -> Fate<'a> {
    if let [Expr::Tuple(names)] = targets
        && let AnyNodeRef::ExprTuple(values) = value
        && names.elts.len() == values.elts.len()
        && !names.elts.iter().chain(&values.elts).any(Expr::is_starred_expr)
    {
        let task = facts.tree.node(task).range();
        let at = values.elts.iter().position(|value| value.range().contains_range(task));
        if let Some(Expr::Name(name)) = at.and_then(|at| names.elts.get(at)) {
            return local::named(facts, name, None, true, depth);
        }
    }
    if let [Expr::Subscript(item)] = targets
        && let Some(fate) = handed::kept_as_item(facts, item, statement)
    {
        return fate;
    }
    let kept = targets.iter().find(|target| !matches!(target, Expr::Name(_)));
    if let Some(target) = kept {
        return match target {
            Expr::Tuple(_) | Expr::List(_) => held("stored", "it is unpacked into names", target),
            _ => held("stored", format!("`{}` keeps it", facts.text(target)), target),
        };
    }
    let stmt = facts.tree.suite(statement).map(|(suite, index)| &suite[index]);
    let mut last = None;
    for target in targets {
        let Expr::Name(name) = target else { continue };
        match local::named(facts, name, stmt, wrapped || targets.len() > 1, depth) {
            fate @ Fate::Held(_) => return fate,
            fate => last = Some(fate),
        }
    }
    last.unwrap_or_else(|| other("it is assigned to nothing", KEEP, value))
}

/// What a local that is not read says; used by [`local`].
pub(crate) fn unread<'a>(what: String, range: TextRange) -> Fate<'a> {
    other(what, KEEP, range)
}

/// Words for the place of a node.
pub(crate) fn place(facts: &Facts<'_>, id: NodeId) -> String {
    match facts.symbol(id) {
        symbol if symbol.is_empty() => "the module's own code".into(),
        symbol => symbol,
    }
}

/// Whether a suite runs in `__del__`.
pub(crate) fn in_finaliser(facts: &Facts<'_>, id: NodeId) -> bool {
    facts.tree.ancestors(id).any(
        |id| matches!(facts.tree.node(id), AnyNodeRef::StmtFunctionDef(function) if function.name.as_str() == "__del__"),
    )
}

/// Whether any expression of a function is `locals()`, `exec(…)` or the like, which see its names.
pub(crate) fn sees_its_locals(facts: &Facts<'_>, id: NodeId) -> bool {
    let Some(AnyNodeRef::StmtFunctionDef(function)) = facts.tree.function(id).map(|id| facts.tree.node(id))
    else {
        return false;
    };
    walk::any_expression(
        &function.body,
        |expr| matches!(expr, Expr::Name(name) if matches!(name.id.as_str(), "locals" | "exec" | "eval" | "vars" | "dir")),
    )
}
