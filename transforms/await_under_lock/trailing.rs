//! The last `await` of a block, moved behind it: whether nothing that it reads or runs is guarded by the lock, and the edit.

use crate::edit::Fix;
use crate::facts::Facts;
use crate::facts::index::{FileIndex, Usage};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, ast, move_behind, walk};
use crate::verdict::Verdict;

use super::guarded;
use super::lock::{self, Sort};
use super::outside::Kind;
use super::reach::{self, Found};
use super::reads;
use super::runs;
use super::site::Held;
use super::steps::{Does, Step};

/// The fix that moves the last `await` out, if nothing speaks against it.
pub(super) fn fix<'a>(facts: &Facts<'a>, held: &Held<'a>) -> Option<Fix> {
    let [rest @ .., last] = held.node.body.as_slice() else { return None };
    let previous = rest.last()?;
    let (call, bound) = awaited(last)?;
    // Of a lock that has no name of its own, not all users are known.
    if held.node.items.len() != 1 || !held.lock.own || held.lock.sort != Sort::Lock || !held.node.is_async {
        return None;
    }
    // What is left must be there for the lock.
    if !rest.iter().any(|stmt| !matches!(stmt, Stmt::Pass(_))) || is_docstring(rest) {
        return None;
    }
    let at = facts.tree.id(last);
    if !facts.loops_around(held.id).is_empty()
        || facts.in_finally(held.id)
        || holds_more(facts, held)
        || leaves_early(facts, held, rest)
    {
        return None;
    }
    let steps: Vec<Step> =
        held.steps.iter().filter(|step| last.range().contains_range(step.range)).cloned().collect();
    let [step] = steps.as_slice() else { return None };
    let found = reach::from(facts, vec![step.clone()]);
    // Several waits may belong together: a request and its answer.
    let several = found.len() > 1 && !found.iter().all(Found::is_quick);
    if found.is_empty() || several || !found.iter().all(|found| may_wait_outside(facts, held, found)) {
        return None;
    }
    let changed = guarded::changed(&guarded::blocks(facts, &held.lock));
    if !reads::are_free(facts, held, call, at, &changed, bound) || !runs::is_free(facts, call, &changed) {
        return None;
    }
    let edits = move_behind(facts.layout, last, previous, held.node.range()).ok()?;
    let shown = &step.shown;
    let lock = &held.lock.shown;
    let after = match worst(&found) {
        Some(Kind::Callback) => {
            "callbacks of several tasks may then run at the same time, and in another order"
        }
        Some(Kind::Queue | Kind::Quick) => {
            "what several tasks do there may then come in another order than their changes"
        }
        _ => "other tasks may change things again before it ends",
    };
    let fix = Fix::new(Verdict::Review, format!("await `{shown}` behind the block"), edits)
        .changing(format!("`{shown}` runs after `{lock}` has been released; {after}"))
        .claiming(last.range());
    let free = facts.evidence(
        "not-guarded",
        format!("nothing that it reads is changed while `{lock}` is held, here or elsewhere"),
        last.range(),
    );
    Some(fix.because_all([free]))
}

fn worst(found: &[Found]) -> Option<Kind> {
    let kinds = found.iter().filter_map(|found| match &found.step.does {
        Does::Waits(kind, _) => Some(*kind),
        _ => None,
    });
    let mut kinds: Vec<Kind> = kinds.collect();
    kinds.sort_by_key(|kind| *kind != Kind::Callback);
    kinds.first().copied()
}

/// `await f()`, `return await f()`, `x = await f()`: the call, and the name.
fn awaited(stmt: &Stmt) -> Option<(&ast::ExprCall, Option<&str>)> {
    let (value, name) = match stmt {
        Stmt::Expr(node) => (node.value.as_ref(), None),
        Stmt::Return(node) => (node.value.as_deref()?, None),
        Stmt::Assign(node) => match node.targets.as_slice() {
            [Expr::Name(name)] => (node.value.as_ref(), Some(name.id.as_str())),
            _ => return None,
        },
        _ => return None,
    };
    let Expr::Await(node) = value else { return None };
    Some((node.value.as_call_expr()?, name))
}

fn is_docstring(rest: &[Stmt]) -> bool {
    rest.iter().all(|stmt| matches!(stmt, Stmt::Expr(node) if node.value.is_string_literal_expr()))
}

/// Whether the block stands in another one that holds a lock: then the order of the two is what counts.
fn holds_more(facts: &Facts<'_>, held: &Held<'_>) -> bool {
    facts.tree.ancestors(held.id).take_while(|&id| id != held.function).any(|id| match facts.tree.node(id) {
        AnyNodeRef::StmtWith(with) => {
            with.items.iter().any(|item| lock::of(facts, &item.context_expr, id).is_some())
        }
        _ => false,
    })
}

/// Whether the block may be left before its end, and something stands behind it.
fn leaves_early(facts: &Facts<'_>, held: &Held<'_>, rest: &[Stmt]) -> bool {
    let mut leaves = false;
    rest.iter().for_each(|stmt| walk::exits(stmt, &mut |_| leaves = true));
    leaves && !ends_function(facts, held.id, held.function)
}

/// Whether nothing of the function stands behind a statement.
fn ends_function(facts: &Facts<'_>, statement: NodeId, function: NodeId) -> bool {
    let mut at = statement;
    while at != function {
        if let Some((suite, index)) = facts.tree.suite(at)
            && index + 1 < suite.len()
        {
            return false;
        }
        match facts.tree.parent(at) {
            Some(parent) => at = parent,
            None => return false,
        }
    }
    true
}

/// Whether what is waited for may be waited for without the lock: it is nothing that the lock may be there to serialise.
/// A sleep spaces out what several tasks do; what is taken out of a queue, or a signal that comes again, may be the answer
/// to what the block has done.
fn may_wait_outside(facts: &Facts<'_>, held: &Held<'_>, found: &Found) -> bool {
    match &found.step.does {
        Does::Waits(Kind::Quick | Kind::Callback, _) => true,
        Does::Waits(Kind::Queue, _) => found.step.shown.contains(".put("),
        Does::Waits(Kind::Event, _) => {
            found.chain.is_empty() && found.step.on.as_deref().is_some_and(|name| comes_once(facts, name))
        }
        Does::Takes(lock) => lock.name != held.lock.name,
        _ => false,
    }
}

/// Whether nobody takes a signal back, in whatever given file.
fn comes_once(facts: &Facts<'_>, name: &str) -> bool {
    let clears = |index: &FileIndex| {
        let mut uses = index.attributes(name).iter();
        uses.any(|used| matches!(&used.usage, Usage::Method { name, .. } if &**name == "clear"))
    };
    match facts.file {
        None => !clears(&facts.index()),
        Some(_) => {
            let view = facts.view();
            !facts.project.files_with(name).into_iter().any(|file| clears(&view.index(file)))
        }
    }
}
