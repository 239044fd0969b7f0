//! The sentences of a finding: message, guidance, what changes, and the evidence. Decides nothing.

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, walk};
use crate::verdict::{Evidence, Verdict};

use super::cleanup::{Kind, quiet};
use super::exits::{self, Exit};
use super::flow::{self, Leaves};
use super::site::{Function, Limit, Run, Skipped};
use super::swallows;
use super::toggle;
use super::vocabulary::{is_awaited_cleanup, path, short};
use super::{await_text, cancelled_before, cancelled_in_a_group, popped};

/// Guidance for several steps in a row.
pub const STACK: &str = "several steps follow each other here, and each has to run when one before it fails: push \
     them on a contextlib.AsyncExitStack, or nest try and finally";

/// Early exits shown.
const SHOWN: usize = 4;

/// What is wrong here.
pub fn message(facts: &Facts<'_>, id: NodeId, skipped: &Skipped<'_>, leaves: Leaves) -> String {
    let cleanup = short(facts, skipped.shown());
    let awaited = await_text(facts, id);
    match cancelled_before(facts, id).filter(|_| leaves.cancelled) {
        Some(at) => format!(
            "`{awaited}` raises CancelledError after the cancel() at line {}, unless the task has started and \
             swallows it, and then `{cleanup}` does not run",
            facts.line(at.start())
        ),
        None => format!("`{cleanup}` does not run when `{awaited}` {}", leaves.verb()),
    }
}

/// Guidance where the part before the clean-up leaves early.
pub fn blocked(facts: &Facts<'_>, exits: &[Exit]) -> String {
    let line = |exit: &Exit| facts.line(exit.0.start());
    match exits {
        [(range, how)] => format!(
            "a finally would also run it where line {} {how} before it today, so decide which of the two exits need it",
            facts.line(range.start())
        ),
        [first, .., last] => format!(
            "a finally would also run it where {} lines, from {} to {}, leave before it today, so decide which of the \
             exits need it",
            exits.len(),
            line(first),
            line(last)
        ),
        [] => "a finally would also run it where it is left out today".into(),
    }
}

/// The lines that leave, as evidence; the last that is shown counts the others. `rest` says where, or what that means.
pub fn exits(facts: &Facts<'_>, exits: &[Exit], rest: &str) -> Vec<Evidence> {
    let mut evidence: Vec<Evidence> = exits
        .iter()
        .take(SHOWN)
        .map(|(range, how)| facts.evidence("early-exit", format!("it {how} {rest}"), *range))
        .collect();
    if let (Some(last), more @ 1..) = (evidence.last_mut(), exits.len().saturating_sub(SHOWN)) {
        let lines = if more == 1 { "1 more line leaves".into() } else { format!("{more} more lines leave") };
        last.message.push_str(&format!(", and {lines} before the clean-up"));
    }
    evidence
}

/// Guidance where the clean-up itself leaves.
pub fn leaving(facts: &Facts<'_>, skipped: &Skipped<'_>) -> String {
    format!(
        "the clean-up at line {} also leaves the function or loop, which in a finally would swallow the exception: \
         take that out of it first",
        facts.line(skipped.range().start())
    )
}

/// Guidance inside an exit stack.
pub fn on_the_stack(facts: &Facts<'_>, skipped: &Skipped<'_>) -> String {
    format!("register `{}` on the exit stack before the await", short(facts, skipped.shown()))
}

/// Guidance for a state that is set to what claims success.
pub fn success(facts: &Facts<'_>, skipped: &Skipped<'_>) -> String {
    let target = skipped.toggle.as_ref().map_or("the state", |toggle| toggle.target.as_str());
    format!(
        "a finally would claim success, so set `{target}` back in an `except BaseException` that raises again, \
         as it was before line {}",
        skipped.toggle.as_ref().map_or(0, |toggle| facts.line(toggle.set.start()))
    )
}

/// Where the clean-up stands.
pub fn skipped_evidence(facts: &Facts<'_>, skipped: &Skipped<'_>) -> Evidence {
    facts.evidence("clean-up", format!("{} outside a finally", stands(facts, skipped)), skipped.range())
}

fn stands(facts: &Facts<'_>, skipped: &Skipped<'_>) -> String {
    format!(
        "{} {} after the await,",
        named(facts, skipped),
        if skipped.stmts().len() > 1 { "stand" } else { "stands" }
    )
}

/// The run in words: its one statement, or its lines.
fn named(facts: &Facts<'_>, skipped: &Skipped<'_>) -> String {
    match skipped.stmts() {
        [_] => format!("`{}`", short(facts, skipped.shown())),
        _ => {
            let range = skipped.range();
            format!("lines {} to {}", facts.line(range.start()), facts.line(range.end()))
        }
    }
}

/// What the verdict rests on.
pub fn evidence<'a>(
    facts: &Facts<'a>,
    function: &Function<'a>,
    id: NodeId,
    skipped: &Skipped<'a>,
    leaves: Leaves,
    limit: Option<Limit>,
    start: usize,
) -> Vec<Evidence> {
    let mut evidence = vec![skipped_evidence(facts, skipped)];
    if let Some(at) = leaves.caught_at {
        let what = if leaves.cancelled {
            "catches what the await raises, but no cancellation"
        } else {
            "catches a cancellation only"
        };
        evidence.push(facts.evidence("handler", format!("this {what}"), at));
    }
    if let Some(at) = cancelled_before(facts, id).filter(|_| leaves.cancelled) {
        let message = format!(
            "what is awaited is cancelled here, so CancelledError leaves `{}` unless the task has started and swallows it",
            function.name
        );
        evidence.push(facts.evidence("cancelled-before", message, at));
        evidence.extend(swallows::in_its_body(facts, id));
    }
    if let Some(toggle) = &skipped.toggle {
        evidence.push(facts.evidence("set-before", toggle::described(facts, toggle), toggle.set));
    }
    if let Some(popped) = popped::popped(facts, function.id, id) {
        let message =
            format!("`{}` is taken out before the cancel has succeeded: nobody can repeat it", popped.name);
        evidence.push(facts.evidence("popped-before", message, popped.range));
    }
    match limit {
        Some(Limit::Exit(range, how)) => {
            let message = format!("what comes before stays outside the try, because it {how} here");
            evidence.push(facts.evidence("early-exit", message, range));
        }
        Some(Limit::Needs(range)) => {
            evidence.push(facts.evidence(
                "needs",
                "the clean-up needs what starts here, so nothing before it is wrapped",
                range,
            ));
        }
        None => {}
    }
    let levels = flow::levels(facts, id);
    let levels =
        levels.iter().position(|level| level.is(skipped.level.suite)).map_or(&[][..], |at| &levels[at..]);
    let told = match limit {
        Some(Limit::Exit(range, _)) => Some(range),
        _ => None,
    };
    let before: Vec<Exit> =
        exits::before(levels, start).into_iter().filter(|exit| Some(exit.0) != told).collect();
    evidence.extend(self::exits(facts, &before, "here without the clean-up, before and after"));
    if let Some(raised) = exits::raises_on_purpose(&skipped.level.suite[start..skipped.first]) {
        let message = "this raises on purpose, and the clean-up then runs, which it does not do today";
        evidence.push(facts.evidence("raises-on-purpose", message, raised));
    }
    if let Some(inner) = skipped_inside(facts, function, id, skipped) {
        let message =
            format!("`{}` in the wrapped part is still skipped when the await fails", short(facts, inner));
        evidence.push(facts.evidence("still-skipped", message, inner));
    }
    if let Some(later) = still_skipped(facts, function, id, skipped) {
        let message = format!("`{}` is still skipped when the await fails", short(facts, later));
        evidence.push(facts.evidence("still-skipped", message, later));
    }
    evidence
}

/// A clean-up deeper in the wrapped part, behind the await.
fn skipped_inside<'a>(
    facts: &Facts<'a>,
    function: &Function<'a>,
    id: NodeId,
    skipped: &Skipped<'a>,
) -> Option<&'a Stmt> {
    let after = facts.tree.node(id).end();
    let mut found = None;
    let body = &skipped.level.suite[skipped.level.index..skipped.first];
    walk::statements(body, &mut |stmt| {
        let simple = matches!(stmt, Stmt::Expr(_) | Stmt::Assign(_) | Stmt::Delete(_));
        if function.closing && simple && stmt.start() > after && ends_something(facts, function.id, stmt) {
            found.get_or_insert(stmt);
        }
    });
    found
}

/// A later statement of the function that ends something and that the fix does not make run.
fn still_skipped<'a>(
    facts: &Facts<'a>,
    function: &Function<'a>,
    id: NodeId,
    skipped: &Skipped<'a>,
) -> Option<&'a Stmt> {
    if !function.closing {
        return None;
    }
    let mut inside = true;
    for level in flow::levels(facts, id) {
        if level.is(skipped.level.suite) {
            inside = false;
            if let Some(stmt) =
                level.suite[skipped.end..].iter().find(|stmt| ends_something(facts, function.id, stmt))
            {
                return Some(stmt);
            }
        } else if !inside
            && let Some(stmt) =
                level.suite[level.index + 1..].iter().find(|stmt| ends_something(facts, function.id, stmt))
        {
            return Some(stmt);
        }
    }
    None
}

fn ends_something<'a>(facts: &Facts<'a>, function: NodeId, stmt: &'a Stmt) -> bool {
    quiet(facts, function, stmt).is_some()
        || walk::any_expression(
            std::slice::from_ref(stmt),
            |expr| matches!(expr, Expr::Await(awaited) if is_awaited_cleanup(&awaited.value)),
        )
}

/// What applying the fix changes, in one sentence.
pub fn change(
    facts: &Facts<'_>,
    id: NodeId,
    skipped: &Skipped<'_>,
    leaves: Leaves,
    body: &[Stmt],
    verdict: Verdict,
) -> String {
    let verb = if skipped.stmts().len() > 1 { "run" } else { "runs" };
    let mut change =
        format!("{} {verb} also when `{}` {}", named(facts, skipped), await_text(facts, id), leaves.verb());
    if let [_, .., last] = body {
        change.push_str(&format!(", or something up to line {} raises", facts.line(last.end())));
    }
    if let Some(raised) = exits::raises_on_purpose(body) {
        change.push_str(&format!(", as line {} does on purpose", facts.line(raised.start())));
    }
    if verdict == Verdict::Safe {
        return change;
    }
    let consequences = consequences(facts, id, skipped, body);
    if !consequences.is_empty() {
        change.push_str(": ");
        change.push_str(&consequences.join(", and "));
    }
    change
}

/// What the clean-up running after a failure means, by what it does.
fn consequences(facts: &Facts<'_>, id: NodeId, skipped: &Skipped<'_>, body: &[Stmt]) -> Vec<String> {
    let mut said = Vec::new();
    let steps = match &skipped.run {
        Run::Quiet(steps) => steps.as_slice(),
        Run::Awaited(_) => {
            said.push("it then awaits in a finally, which delays a cancellation".to_string());
            return said;
        }
        _ => return said,
    };
    let mut say = |sentence: String| {
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    };
    let awaited = match facts.tree.node(id) {
        AnyNodeRef::ExprAwait(node) => Some(node.value.as_ref()),
        _ => None,
    };
    let cancelled = cancelled_before(facts, id).or_else(|| cancelled_in_a_group(facts, id)).is_some();
    for step in steps {
        let Some(target) = step.target.as_deref() else { continue };
        match step.kind {
            Kind::Wake => {
                say(format!("those who wait for `{target}` go on although the work before it did not finish"))
            }
            Kind::Mark => say(format!("`{target}` then says that it is over although the await failed")),
            // A cancelled task is over: nobody has to try again.
            Kind::Forget if cancelled => {}
            Kind::Forget | Kind::Drop if awaited.is_some_and(|value| mentions(value, target)) => {
                say(format!("`{target}` is then gone, so what failed cannot be tried again"));
            }
            Kind::Clear | Kind::Forget | Kind::Drop
                if walk::any_expression(body, |expr| {
                    matches!(expr, Expr::Attribute(_)) && path(expr).as_deref() == Some(target)
                }) =>
            {
                say(match step.kind {
                    Kind::Clear => format!("what `{target}` still holds is then lost"),
                    _ => format!("`{target}` is then dropped although the work on it did not finish"),
                });
            }
            _ => {}
        }
    }
    if let Some(step) = steps.iter().find(|step| step.may_raise) {
        say(format!(
            "an exception of `{}` then takes the place of the first one, which stays its context",
            short(facts, step.stmt)
        ));
    }
    said
}

fn mentions(value: &Expr, target: &str) -> bool {
    let mut found = false;
    walk::subexpressions(value, &mut |expr| {
        found |= matches!(expr, Expr::Attribute(_) | Expr::Name(_)) && path(expr).as_deref() == Some(target);
    });
    found
}
