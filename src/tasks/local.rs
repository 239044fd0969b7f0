//! Names that a task is assigned to: whether any later use holds it. Follows no other functions.

use super::flow::{Drop, Fate, Hold, other, place, trace, unread};
use super::handed::PASSED;
use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, walk};

/// Methods of a task that neither keep it nor look at how it ended.
const PASSIVE: &[&str] = &[
    "add_done_callback",
    "remove_done_callback",
    "set_name",
    "get_name",
    "get_loop",
    "get_context",
    "get_coro",
    "get_stack",
    "print_stack",
];

/// What to do about tasks of which a loop goes through them and keeps none.
const LOOPED: &str =
    "await them, or keep them in a set with a done callback that discards each and logs its exception";

/// The places that read a name of a scope, nested functions included.
pub(crate) fn reads(facts: &Facts<'_>, scope: NodeId, name: &str) -> Vec<NodeId> {
    let tree = facts.tree;
    tree.descendants(scope)
        .filter(|&id| {
            matches!(tree.node(id), AnyNodeRef::ExprName(read) if read.id.as_str() == name && !read.ctx.is_store())
                && facts.scopes().lookup(tree, id, name).is_some_and(|(found, _)| found == scope)
        })
        .collect()
}

/// What becomes of a task that is assigned to `target`. `stmt` is the assignment where it is a statement
/// that a fix can follow; `wrapped` says that the value holds the task in something else.
pub(crate) fn named<'a>(
    facts: &Facts<'a>,
    target: &'a ast::ExprName,
    stmt: Option<&'a Stmt>,
    wrapped: bool,
    depth: u8,
) -> Fate<'a> {
    let (tree, name) = (facts.tree, target.id.as_str());
    let at = tree.id(target);
    let held =
        |kind, message: String, range: TextRange| Fate::Held(Hold { kind, message, range, elsewhere: None });
    let Some((scope, bindings)) = facts.scopes().lookup(tree, at, name) else {
        return held("stored", format!("`{name}` keeps it"), target.range());
    };
    match tree.node(scope).kind() {
        NodeKind::StmtFunctionDef => {}
        NodeKind::StmtClassDef => {
            return held("stored", format!("the class attribute `{name}` keeps it"), target.range());
        }
        _ => return held("stored", format!("the module's `{name}` keeps it"), target.range()),
    }
    if tree.scope(at) != scope {
        return held("stored", format!("`{name}` of the enclosing function keeps it"), target.range());
    }
    let mut reads = reads(facts, scope, name);
    reads.retain(|&read| may_see(facts, scope, stmt.map_or(target.range(), Ranged::range), at, read, name));
    let range_of = |id: NodeId| tree.node(id).range();
    if bindings.len() > 1
        && let Some(stmt) = stmt
        && let Some(next) = rebound_next(facts, stmt, name)
        && !reads.iter().any(|&read| (stmt.end()..next.start()).contains(&range_of(read).start()))
    {
        return unread(
            format!(
                "`{name}` is assigned again in line {} before anything reads it",
                facts.line(next.start())
            ),
            target.range(),
        );
    }
    let mut best: Option<Hold> = None;
    let mut callbacks = Vec::new();
    let mut lost = None;
    for read in &reads {
        match use_of(facts, *read, depth) {
            Use::Holds(hold) => {
                if best.as_ref().is_none_or(|so_far| so_far.strength() < hold.strength()) {
                    best = Some(hold);
                }
            }
            Use::Callback(callback) => callbacks.push(callback),
            Use::Lost(drop) => lost = Some(drop),
            Use::Nothing => {}
        }
    }
    if let Some(hold) = best {
        if let Some(around) = facts.loops_around(at).first()
            && tree.scope(*around) == scope
            && !reads.iter().any(|&read| tree.contains(*around, read))
        {
            return unread(
                format!(
                    "`{name}` holds only the task of the last turn of the loop; those before are dropped"
                ),
                target.range(),
            );
        }
        return Fate::Held(hold);
    }
    if let Some(drop) = lost {
        return Fate::Dropped(drop);
    }
    match stmt {
        Some(stmt) if !wrapped => {
            if reads.is_empty() {
                Fate::Dropped(Drop::Unread { stmt, target })
            } else {
                Fate::Dropped(Drop::Callbacks { stmt, target, callbacks })
            }
        }
        _ => unread(format!("`{name}` holds it, and nothing reads `{name}`"), target.range()),
    }
}

/// What becomes of tasks that a `for` goes through.
pub(crate) fn looped<'a>(facts: &Facts<'a>, node: &'a ast::StmtFor, depth: u8) -> Fate<'a> {
    let held = || {
        let (message, range) = ("it is iterated over".to_string(), node.iter.range());
        Fate::Held(Hold { kind: "iterated", message, range, elsewhere: None })
    };
    let Expr::Name(name) = node.target.as_ref() else { return held() };
    let Some((scope, _)) = facts.scopes().lookup(facts.tree, facts.tree.id(name), name.id.as_str()) else {
        return held();
    };
    let is_local = facts.tree.node(scope).kind() == NodeKind::StmtFunctionDef;
    let inside = |&read: &NodeId| node.range().contains_range(facts.tree.node(read).range());
    let reads: Vec<NodeId> = reads(facts, scope, name.id.as_str()).into_iter().filter(inside).collect();
    match strongest(facts, &reads, depth) {
        // A function that does not wait has ended before its tasks have begun.
        Some(Hold { kind: "watched", message, .. })
            if is_local && !waits(facts, scope) && !message.starts_with("`.cancel`") =>
        {
            let place = place(facts, facts.tree.id(node));
            let what = format!("a loop only looks at them ({message}), and {place} ends before they begin");
            other(what, LOOPED, node.iter.range())
        }
        Some(Hold { kind: "awaited" | "stored", message, range, elsewhere }) => {
            Fate::Held(Hold { kind: "iterated", message, range, elsewhere })
        }
        Some(_) => held(),
        None if is_local && !node.is_async => {
            let what = format!("a loop goes through them as `{}`, and keeps nothing of them", name.id);
            other(what, LOOPED, node.iter.range())
        }
        None => held(),
    }
}

/// Whether a function may wait for something while its locals live: it is a coroutine function or a generator.
fn waits(facts: &Facts<'_>, function: NodeId) -> bool {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return true };
    node.is_async
        || walk::any_expression(&node.body, |expr| matches!(expr, Expr::Yield(_) | Expr::YieldFrom(_)))
}

/// What holds the task that a function gets as a parameter; `None` if nothing of the function does.
pub(crate) fn of_parameter(facts: &Facts<'_>, function: NodeId, name: &str, depth: u8) -> Option<Hold> {
    let bindings = facts.scopes().bindings_in(function, name);
    let reads = reads(facts, function, name);
    if bindings.len() > 1 {
        // What a name that is bound again means at a read is not told apart here.
        let range = facts.tree.node(function).range();
        return Some(Hold { kind: "unknown", message: format!("`{name}` is used"), range, elsewhere: None });
    }
    strongest(facts, &reads, depth)
}

/// What holds a task best of several reads of its name.
fn strongest(facts: &Facts<'_>, reads: &[NodeId], depth: u8) -> Option<Hold> {
    let mut best: Option<Hold> = None;
    for &read in reads {
        if let Use::Holds(hold) = use_of(facts, read, depth)
            && best.as_ref().is_none_or(|so_far| so_far.strength() < hold.strength())
        {
            best = Some(hold);
        }
    }
    best
}

/// Whether a read may see the value that the assignment at `from` gives the name: it comes later, in a loop
/// around both, or in a nested function, and in no later `for` that binds the name itself.
fn may_see(facts: &Facts<'_>, scope: NodeId, from: TextRange, at: NodeId, read: NodeId, name: &str) -> bool {
    let tree = facts.tree;
    let place = tree.node(read).range();
    let later = place.start() >= from.end();
    let again = facts.loops_around(at).iter().any(|&around| tree.contains(around, read));
    if tree.scope(read) != scope {
        return true;
    }
    let rebound = facts.loops_around(read).iter().any(|&around| match tree.node(around) {
        AnyNodeRef::StmtFor(node) => {
            let binds = matches!(node.target.as_ref(), Expr::Name(bound) if bound.id.as_str() == name);
            binds && !node.range().contains_range(from) && !node.iter.range().contains_range(place)
        }
        _ => false,
    });
    !rebound && !from.contains_range(place) && (later || again)
}

/// Whether a read may see what the binding at `at` gives a name that is bound elsewhere, too: nothing binds it again on
/// the way, or a loop leads back.
pub(crate) fn sees(
    facts: &Facts<'_>,
    scope: NodeId,
    at: NodeId,
    read: NodeId,
    rebound: &[TextRange],
) -> bool {
    let tree = facts.tree;
    let (from, to) = (tree.node(at).range(), tree.node(read).range());
    if rebound.is_empty() || tree.scope(read) != scope {
        return true;
    }
    // What is bound in a branch that does not lead to the read is no hindrance; neither is the statement that reads it.
    let between = |range: &TextRange| {
        from.end() <= range.start()
            && range.end() <= to.start()
            && statement_at(facts, scope, *range)
                .filter(|&stmt| {
                    !(tree.node(stmt).kind() == NodeKind::StmtAssign && tree.contains(stmt, read))
                })
                .and_then(|stmt| tree.suite(stmt))
                .is_some_and(|(suite, _)| suite.last().is_some_and(|last| to.start() < last.end()))
    };
    if from.end() <= to.start() {
        return !rebound.iter().any(between);
    }
    facts.loops_around(at).iter().any(|&around| tree.contains(around, read))
}

/// The innermost statement around a range of a scope.
fn statement_at(facts: &Facts<'_>, scope: NodeId, range: TextRange) -> Option<NodeId> {
    let tree = facts.tree;
    let around = |&id: &NodeId| tree.node(id).is_statement() && tree.node(id).range().contains_range(range);
    tree.descendants(scope).filter(around).last()
}

enum Use<'a> {
    Holds(Hold),
    Callback(&'a Expr),
    /// It is returned to callers or passed to functions that drop it.
    Lost(Drop<'a>),
    Nothing,
}

/// What one read of the task's name does with it.
fn use_of<'a>(facts: &Facts<'a>, read: NodeId, depth: u8) -> Use<'a> {
    let tree = facts.tree;
    if in_own_callback(facts, read) {
        return Use::Nothing;
    }
    let parent = tree.parent(read);
    if let Some(AnyNodeRef::ExprAttribute(method)) = parent.map(|id| tree.node(id)) {
        let call = parent.and_then(|id| tree.parent(id)).map(|id| tree.node(id));
        if !PASSIVE.contains(&method.attr.as_str()) {
            return Use::Holds(Hold {
                kind: "watched",
                message: format!("`.{}` of it is used later", method.attr),
                range: method.range(),
                elsewhere: None,
            });
        }
        return match call {
            Some(AnyNodeRef::ExprCall(call)) if method.attr.as_str() == "add_done_callback" => {
                call.arguments.args.first().map_or(Use::Nothing, Use::Callback)
            }
            _ => Use::Nothing,
        };
    }
    if matches!(tree.node(read), AnyNodeRef::ExprName(name) if name.ctx.is_del()) {
        return Use::Nothing;
    }
    match trace(facts, read, depth - 1) {
        Fate::Held(hold) => Use::Holds(hold),
        Fate::Dropped(drop) if parent.is_some_and(|id| tree.node(id).kind() == NodeKind::StmtReturn) => {
            Use::Lost(drop)
        }
        Fate::Dropped(drop @ Drop::Other { todo: PASSED | LOOPED, .. }) => Use::Lost(drop),
        Fate::Dropped(_) => Use::Nothing,
    }
}

/// Whether a read stands in a callback that the task itself gets: `t.add_done_callback(lambda _: f(t))`. Only
/// the task holds that callback.
fn in_own_callback(facts: &Facts<'_>, read: NodeId) -> bool {
    let AnyNodeRef::ExprName(name) = facts.tree.node(read) else { return false };
    facts.tree.ancestors(read).any(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprCall(call) => match call.func.as_ref() {
            Expr::Attribute(method) => {
                let own = matches!(method.value.as_ref(), Expr::Name(task) if task.id == name.id);
                own && method.attr.as_str() == "add_done_callback"
                    && !method.range().contains_range(name.range())
            }
            _ => false,
        },
        _ => false,
    })
}

/// The next statement of the same suite that binds the name again, as a whole and for certain.
fn rebound_next<'a>(facts: &Facts<'a>, stmt: &'a Stmt, name: &str) -> Option<&'a Stmt> {
    let (suite, index) = facts.tree.suite(facts.tree.id(stmt))?;
    suite[index + 1..].iter().find(|later| match later {
        Stmt::Assign(assign) => assign
            .targets
            .iter()
            .any(|target| matches!(target, Expr::Name(bound) if bound.id.as_str() == name)),
        _ => false,
    })
}
