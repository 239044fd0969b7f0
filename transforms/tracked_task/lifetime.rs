//! When a task leaves its container by other ways than a done callback: by its own end, by a sweep, when everything
//! stops; and whether what comes in is bounded.

use super::container::{Kind, Used, range};
use super::site::Site;
use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange, walk};
use crate::tasks::flow::place;
use crate::tasks::spawn::last_name;
use crate::verdict::Evidence;

/// How a task leaves.
pub(super) enum Leaves {
    /// It does, and what shows it.
    Yes(Evidence),
    /// Only where the task does not fail.
    UnlessItFails(Evidence),
    /// Only when everything stops.
    AtTheEnd(Evidence),
    /// Never, as far as all uses show.
    Never,
    /// Something takes out other tasks than those that have ended.
    Wrong(Evidence),
    /// Somebody may take it out who is not followed; who.
    Unknown(Evidence),
}

/// Words of functions that end things.
const STOPS: &[&str] = &[
    "stop",
    "close",
    "aclose",
    "shutdown",
    "exit",
    "aexit",
    "del",
    "cancel",
    "disconnect",
    "teardown",
    "terminate",
    "dispose",
    "destroy",
    "kill",
    "abort",
    "quit",
];
/// Words of functions that end things, or only tidy up.
const CLEANS: &[&str] = &["cleanup", "clean", "clear", "reset", "finish", "finalize", "end"];
/// Words of functions that begin things, once.
const STARTS: &[&str] =
    &["init", "start", "run", "serve", "setup", "open", "main", "aenter", "enter", "begin", "launch", "boot"];

/// How the task of a site leaves its container, its done callbacks aside.
pub(super) fn leaves<'a>(facts: &Facts<'a>, site: &Site<'a>, uses: &[Used<'a>]) -> Leaves {
    let tree = facts.tree;
    let coroutine = site.coroutine(facts);
    let mut fails = None;
    let mut others = Vec::new();
    for used in uses.iter().filter(|used| takes_out(facts, used) && !in_a_callback(facts, used)) {
        let Some(function) = tree.function(used.id) else { continue };
        let inside = coroutine.is_some_and(|own| own == function || tree.contains(own, function));
        match inside.then(|| by_its_own_end(facts, site, used)).flatten() {
            Some(Ok(evidence)) => return Leaves::Yes(evidence),
            Some(Err(evidence)) => fails = Some(evidence),
            None => others.push((used, function)),
        }
    }
    if let Some(wrong) = others.iter().find_map(|(used, _)| by_position(facts, site, used)) {
        return Leaves::Wrong(wrong);
    }
    let (mut at_the_end, mut unused) = (None, None);
    for (used, function) in others {
        let AnyNodeRef::StmtFunctionDef(node) = tree.node(function) else { continue };
        let (here, text) = (range(facts, used), line_text(facts, used.id));
        if is_called_by_nobody(facts, function, node) {
            let message = format!("nothing calls `{}`, which has `{text}`", node.name);
            unused = Some(facts.evidence("unused", message, here));
        } else if ends(facts, used, node) {
            let message = format!("{} empties `{}`", place(facts, used.id), site.container.text);
            at_the_end = Some(facts.evidence("emptied", message, here));
        } else {
            let message = format!("{} takes tasks out by `{text}`", place(facts, used.id));
            return Leaves::Yes(facts.evidence("discarded", message, here));
        }
    }
    if let Some(bounded) = bounded(facts, site) {
        return Leaves::Yes(bounded);
    }
    if let Some((evidence, certain)) = site.container.elsewhere(facts) {
        return if certain { Leaves::Yes(evidence) } else { Leaves::Unknown(evidence) };
    }
    if let Some(evidence) = fails {
        return Leaves::UnlessItFails(evidence);
    }
    if let Some(escapes) = uses.iter().find(|used| matches!(used.kind, Kind::Escapes)) {
        let message = format!("`{}` goes on from here, which is not followed", site.container.text);
        return Leaves::Unknown(facts.evidence("not-followed", message, range(facts, escapes)));
    }
    match (at_the_end, unused) {
        (Some(evidence), _) => Leaves::AtTheEnd(evidence),
        (None, Some(evidence)) => Leaves::Unknown(evidence),
        (None, None) => Leaves::Never,
    }
}

/// Whether a use takes tasks out. Handing over `tasks.discard` is the business of callbacks.
fn takes_out(facts: &Facts<'_>, used: &Used<'_>) -> bool {
    match used.kind {
        Kind::Remove(_, None) => {
            let parent = facts.tree.parent(used.id).map(|id| facts.tree.node(id));
            matches!(parent, Some(AnyNodeRef::ExprSubscript(_)))
        }
        Kind::Remove(..) | Kind::Sweep | Kind::Clear => true,
        _ => false,
    }
}

/// Whether a removal takes out what a done callback gets: it is the business of those tasks that have that callback.
fn in_a_callback<'a>(facts: &Facts<'a>, used: &Used<'a>) -> bool {
    let Kind::Remove("discard" | "remove", Some(call)) = used.kind else { return false };
    let Some(Expr::Name(task)) = call.arguments.args.first() else { return false };
    let Some((scope, _)) = facts.scopes().lookup(facts.tree, used.id, task.id.as_str()) else { return false };
    let AnyNodeRef::StmtFunctionDef(function) = facts.tree.node(scope) else {
        return matches!(facts.tree.node(scope), AnyNodeRef::ExprLambda(_));
    };
    let own =
        |name: &str| function.parameters.iter_non_variadic_params().any(|own| own.name().as_str() == name);
    let name = function.name.as_str();
    let given = facts.tree.all().any(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprCall(call) if last_name(&call.func) == Some("add_done_callback") => {
            call.arguments.args.iter().any(|callback| last_name(callback) == Some(name))
        }
        _ => false,
    });
    own(task.id.as_str()) && given
}

/// Whether a removal happens only when its function ends everything.
fn ends(facts: &Facts<'_>, used: &Used<'_>, node: &ast::StmtFunctionDef) -> bool {
    let words = walk::words(node.name.as_str());
    let stops = words.iter().any(|word| STOPS.contains(&word.as_str()));
    // `cleanup` is the end of everything in one class, and what a loop does every minute in another.
    let cleans = words.iter().any(|word| CLEANS.contains(&word.as_str()));
    let repeated = !facts.loops_around(used.id).is_empty();
    match used.kind {
        Kind::Remove(..) => stops && repeated,
        Kind::Clear => stops || cleans && !repeated,
        _ => stops,
    }
}

/// A removal by position in a loop that looks at each task: it takes out another one than the loop is at.
fn by_position<'a>(facts: &Facts<'a>, site: &Site<'a>, used: &Used<'a>) -> Option<Evidence> {
    let Kind::Remove("pop" | "popleft" | "popitem", Some(call)) = used.kind else { return None };
    let dropped = facts.tree.statement(used.id).is_some_and(|id| match facts.tree.node(id) {
        AnyNodeRef::StmtExpr(stmt) => stmt.value.range() == call.range(),
        _ => false,
    });
    let over_it = facts.loops_around(used.id).iter().any(|&around| match facts.tree.node(around) {
        AnyNodeRef::StmtFor(node) => {
            let mut found = false;
            walk::subexpressions(&node.iter, &mut |part| {
                found |= site.container.is(facts, part, facts.tree.id(part));
            });
            found
        }
        _ => false,
    });
    let keyed = site.key.is_some() && !call.arguments.args.is_empty();
    (dropped && over_it && !keyed).then(|| {
        let message = format!(
            "`{}` takes out whichever task is at the end, not the one that the loop of {} is at",
            facts.text(call),
            place(facts, used.id)
        );
        facts.evidence("by-position", message, call.range())
    })
}

/// The first line of the statement around a use.
fn line_text(facts: &Facts<'_>, id: NodeId) -> String {
    let statement =
        facts.tree.statement(id).map_or_else(TextRange::default, |id| facts.tree.node(id).range());
    facts.text(statement).lines().next().unwrap_or_default().trim_end_matches(':').to_string()
}

/// A removal inside the coroutine that runs as the task: `Ok` where it runs however the task ends. `None` where it
/// takes something else out.
fn by_its_own_end<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    used: &Used<'a>,
) -> Option<Result<Evidence, Evidence>> {
    let (here, text) = (range(facts, used), line_text(facts, used.id));
    let own = match used.kind {
        Kind::Remove("discard" | "remove", Some(call)) => {
            call.arguments.args.first().is_some_and(|argument| is_current(facts, argument))
        }
        Kind::Remove("pop", Some(call)) => site.key.is_some() && !call.arguments.args.is_empty(),
        Kind::Remove("del", _) => site.key.is_some(),
        _ => false,
    };
    if !own {
        return None;
    }
    if facts.in_finally(used.id) {
        let message = format!("the task takes itself out however it ends, by `{text}`");
        return Some(Ok(facts.evidence("discarded", message, here)));
    }
    let message = format!("`{text}` runs only if nothing before it fails or is cancelled");
    Some(Err(facts.evidence("own-end", message, here)))
}

/// `asyncio.current_task()`, or a name for it.
fn is_current<'a>(facts: &Facts<'a>, expr: &'a Expr) -> bool {
    let at = facts.tree.id(expr);
    match expr {
        Expr::Call(call) => facts.is_one_of(&call.func, at, &["asyncio.current_task"]),
        Expr::Name(name) => {
            let bound = facts.scopes().lookup(facts.tree, at, name.id.as_str());
            matches!(bound, Some((_, [binding])) if matches!(&binding.kind,
                crate::facts::BindingKind::Assignment { value: Some(Expr::Call(call)), .. }
                    if facts.is_one_of(&call.func, binding.node, &["asyncio.current_task"])))
        }
        _ => false,
    }
}

/// A private function that nothing in the file mentions, nor any other given file.
fn is_called_by_nobody(facts: &Facts<'_>, function: NodeId, node: &ast::StmtFunctionDef) -> bool {
    let name = node.name.as_str();
    if !name.starts_with('_') || name.starts_with("__") {
        return false;
    }
    let mentioned = facts.tree.all().any(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprName(read) => read.id.as_str() == name,
        AnyNodeRef::ExprAttribute(read) => read.attr.as_str() == name,
        AnyNodeRef::ExprStringLiteral(literal) => literal.value.to_str() == name,
        _ => false,
    });
    let decorated = !node.decorator_list.is_empty();
    let elsewhere = facts.project.files_with(name).into_iter().any(|file| Some(file) != facts.file);
    // What a base class may call by this name is not seen here.
    let inherits = facts
        .tree
        .class_of_method(function)
        .and_then(|class| facts.class(class))
        .is_some_and(|class| !class.bases().is_empty());
    !mentioned && !decorated && !elsewhere && !inherits
}

/// Why the number of tasks is bounded: they are started when something starts, or under keys that are written out.
fn bounded<'a>(facts: &Facts<'a>, site: &Site<'a>) -> Option<Evidence> {
    let here = site.call.range();
    if let Some(key) = site.key
        && key.is_literal_expr()
    {
        let message = format!("the key {} is always the same", facts.text(key));
        return Some(facts.evidence("bounded", message, here));
    }
    if site.in_endless_loop(facts) {
        return None;
    }
    let Some((id, node)) = site.function(facts) else {
        return Some(facts.evidence("bounded", "the module's own code starts it, once", here));
    };
    let words = walk::words(node.name.as_str());
    let starts = words.first().is_some_and(|word| STARTS.contains(&word.as_str()));
    let method = facts.tree.class_of_method(id).is_some();
    let parameters = node.parameters.iter_non_variadic_params().count() - usize::from(method);
    let init = node.name.as_str() == "__init__";
    // `start_job(job)` starts one for each job.
    (init || starts && parameters == 0 && words.len() <= 3).then(|| {
        let message =
            format!("{} starts it, so there are no more than are started at once", place(facts, site.id));
        facts.evidence("bounded", message, node.name.range())
    })
}
