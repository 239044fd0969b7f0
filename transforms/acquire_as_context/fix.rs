//! The edits for a pair and for an acquire inside its `try`, their verdict, and what they change. What is doubtful makes a
//! `review`; what would be wrong is declined, with what to do instead.

use crate::edit::Fix;
use crate::facts::Facts;
use crate::syntax::{NodeId, Ranged, Stmt, TextRange, TextSize, ast, enclose, move_out, wrap_in_finally};
use crate::verdict::{Evidence, Severity, Verdict};

use super::body;
use super::doubts::{Doubt, doubtful_use, leaving, loose, shown_use, unstable, who};
use super::home::{self, Act, Uses};
use super::shape::Pair;
use super::site::{self, Acquire};

/// Why there is no fix: what to do, and the line that says why.
pub struct Refused {
    /// What to do.
    pub guidance: String,
    /// Why.
    pub evidence: Option<Evidence>,
}

impl Refused {
    fn new(guidance: impl Into<String>, evidence: Evidence) -> Self {
        Refused { guidance: guidance.into(), evidence: Some(evidence) }
    }
}

/// How much it matters that a failure between the two leaves the lock held.
pub fn severity(pair: &Pair<'_>) -> Severity {
    match body::can_fail(pair) {
        (Some(_), _) => Severity::High,
        (None, true) => Severity::Medium,
        (None, false) => Severity::Low,
    }
}

/// The fix for an acquire and a release in one block.
///
/// # Errors
/// Why there is none.
pub fn of_pair<'a>(
    facts: &Facts<'a>,
    acquire: &Acquire<'a>,
    pair: &Pair<'a>,
    unowned: &[NodeId],
    type_doubt: Option<&str>,
) -> Result<Fix, Refused> {
    let shown = acquire.shown(facts);
    let exits = body::exits(facts, pair).map_err(|early| {
        Refused::new(
            format!(
                "`{shown}` is also released at line {}, so decide which lines it is for",
                facts.line(early.start())
            ),
            facts.evidence("early-release", "it is released here, and the block goes on", early),
        )
    })?;
    if let Some(waits) = exits.waits {
        return Err(Refused::new(
            format!(
                "line {} awaits something on leaving, which must not run under the lock",
                facts.line(waits.start())
            ),
            facts.evidence("early-release", "it is awaited after an early release", waits),
        ));
    }
    if let Some(inside) = body::taken_inside(facts, acquire, pair) {
        let message = format!("`{shown}` is taken or released here, between the two");
        return Err(Refused::new(
            "find out who holds it at each line, and write that as `async with`",
            facts.evidence("used-inside", message, inside),
        ));
    }
    if let Some(range) = rebound(facts, acquire, pair) {
        return Err(Refused::new(
            "what is released may be another lock: keep the one that is acquired in a name of its own, and hold that by \
             `async with`",
            facts.evidence("rebound", format!("a part of `{shown}` is bound anew here"), range),
        ));
    }
    if let (Some(held), Some(&other)) = (exits.held.first(), unowned.first()) {
        let line = facts.line(facts.tree.node(other).start());
        return Err(Refused::new(
            format!(
                "line {} leaves with the lock held, and line {line} may release it then: release it on every way by one \
                 `async with`, and drop line {line}",
                facts.line(held.start())
            ),
            facts.evidence("leaves-held", "it leaves with the lock held", *held),
        ));
    }
    let uses = home::uses(facts, acquire);
    if let (Some(held), Some(other)) = (exits.held.first(), loose(&uses).next()) {
        return Err(Refused::new(
            format!(
                "line {} leaves with the lock held, which may be meant for who releases it elsewhere",
                facts.line(held.start())
            ),
            shown_use(facts, "released-by", format!("{} releases it", who(other)), other),
        ));
    }
    let by_finally = pair.guarded || acquire.limited || pair.lifted || acquire.alone(facts).is_none();
    let mut doubts = Vec::new();
    doubts.extend(type_doubt.filter(|_| !by_finally).map(|why| Doubt {
        clause: why.to_string(),
        evidence: facts.evidence("not-proven", why, acquire.receiver),
    }));
    leaving(facts, &exits, &mut doubts);
    doubts.extend(unstable(facts, acquire).filter(|_| !by_finally));
    doubts.extend(doubtful_use(facts, acquire, &uses));
    if by_finally && !pair.early.is_empty() {
        return Err(Refused::new(
            "put the rest into a `try`, the release into its `finally`, and drop the early ones",
            facts.evidence("early-release", "it is released here before it leaves", exits.released[0]),
        ));
    }
    let alone = acquire.alone(facts).filter(|_| !by_finally);
    let edits = match alone {
        Some(opening) => enclose(
            facts.layout,
            opening,
            &format!("async with {}:", facts.text(acquire.receiver)),
            pair.body(),
            pair.closing(),
            &exits.released,
        ),
        None => wrap_in_finally(facts.layout, pair.body(), std::slice::from_ref(pair.closing())),
    }
    .map_err(|why| Refused {
        guidance: format!("write it as `async with {shown}:` by hand, because here {why}"),
        evidence: None,
    })?;
    let safe = doubts.is_empty() && alone.is_some();
    let verdict = if safe { Verdict::Safe } else { Verdict::Review };
    let mut evidence = vec![closing_evidence(facts, pair)];
    if safe {
        evidence.extend(proof(facts, &uses));
    }
    let mut clauses: Vec<String> = doubts.iter().map(|doubt| doubt.clause.clone()).collect();
    evidence.extend(doubts.into_iter().map(|doubt| doubt.evidence));
    if pair.guarded {
        clauses.push("the check whether it is locked stays".into());
    } else if acquire.limited || pair.lifted {
        clauses.push("the acquire and its time limit stay as they are".into());
    } else if alone.is_none() {
        clauses.push("the acquire stays, because its result is used".into());
    }
    let title = if alone.is_some() { "hold the lock by async with" } else { "release it in a finally" };
    let claimed = TextRange::new(
        facts.layout.line_start(pair.suite[pair.open].start()),
        facts.layout.next_line(pair.closing().end()),
    );
    Ok(Fix::new(verdict, title, edits)
        .changing(change(facts, &shown, pair, &clauses))
        .because_all(evidence)
        .claiming(claimed))
}

fn change(facts: &Facts<'_>, shown: &str, pair: &Pair<'_>, clauses: &[String]) -> String {
    let (first, last) = match pair.body() {
        [first, .., last] => (facts.line(first.start()), facts.line(last.end())),
        [only] => (facts.line(only.start()), facts.line(only.end())),
        [] => (0, 0),
    };
    let lines = if first == last { format!("line {first}") } else { format!("lines {first} to {last}") };
    let raises = if first == last { "raises or is cancelled" } else { "raise or are cancelled" };
    let mut text = format!("`{shown}` is also released when {lines} {raises}");
    if !clauses.is_empty() {
        text.push_str(": ");
        text.push_str(&clauses.join(", and "));
    }
    text
}

fn closing_evidence(facts: &Facts<'_>, pair: &Pair<'_>) -> Evidence {
    let message = match body::can_fail(pair) {
        (Some(awaited), _) => format!(
            "the release stands in the same block, and the `await` at line {} can raise or be cancelled before it",
            facts.line(awaited.start())
        ),
        _ => "the release stands in the same block, outside of a finally".into(),
    };
    facts.evidence("release", message, pair.closing())
}

/// What makes it safe, in lines.
fn proof(facts: &Facts<'_>, uses: &Uses) -> Vec<Evidence> {
    let made = uses.list.iter().find(|one| one.act == Act::Makes);
    let releases = uses.list.iter().filter(|one| matches!(one.act, Act::Releases { .. })).count();
    let mut evidence: Vec<Evidence> = made
        .map(|one| shown_use(facts, "made", "it is made here, and nowhere else".into(), one))
        .into_iter()
        .collect();
    let message = match releases {
        1 => "no other line of the given files releases it".to_string(),
        _ => format!("all {releases} releases of it follow an acquire in their own function"),
    };
    evidence.push(Evidence::general("releases", message));
    evidence
}

/// What between the two binds a part of what is acquired, or of what is released, anew.
fn rebound<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, pair: &Pair<'a>) -> Option<TextRange> {
    let released = match pair.closing() {
        Stmt::Expr(node) => node.value.as_call_expr().and_then(site::released),
        _ => None,
    };
    std::iter::once(acquire.receiver).chain(released).find_map(|expr| body::rebinds(facts, expr, pair))
}

/// The fix for an acquire inside the `try` whose `finally` releases: it moves in front of that.
///
/// # Errors
/// Why there is none.
pub fn of_inside<'a>(
    facts: &Facts<'a>,
    acquire: &Acquire<'a>,
    node: &'a ast::StmtTry,
) -> Result<Fix, Refused> {
    let plain = |guidance: String| Refused { guidance, evidence: None };
    let stmt = acquire.alone(facts);
    let (Some(first), Some(stmt)) = (node.body.first(), stmt) else {
        return Err(plain(
            "acquire it before the `try`, so that the `finally` only runs once it is held".into(),
        ));
    };
    if first.range() != stmt.range() {
        return Err(Refused::new(
            "start the `try` behind the acquire",
            facts.evidence("before", "this runs in the `try` before the lock is taken", first),
        ));
    }
    let Some(next) = node.body.get(1) else {
        return Err(plain(
            "the `try` holds nothing else: acquire before it, and put what it is for into it".into(),
        ));
    };
    let catcher = node.handlers.iter().filter_map(|handler| handler.as_except_handler()).find(|handler| {
        let catches = facts.catches(handler, facts.tree.id(node));
        catches.cancelled || catches.unknown || acquire.limited && catches.timeout
    });
    if let Some(handler) = catcher {
        return Err(Refused::new(
            format!(
                "acquire it before the `try`, and see to what the handler at line {} does today when the acquire fails",
                facts.line(handler.start())
            ),
            facts.evidence("handler", "this handler gets what the acquire raises", handler),
        ));
    }
    let edits = move_out(facts.layout, stmt, next, node.range())
        .map_err(|why| plain(format!("acquire it before the `try` by hand, because here {why}")))?;
    let start = facts.layout.line_start(node.start());
    let end: TextSize = facts.layout.next_line(stmt.end());
    let change = "when the acquire is cancelled, the `finally` no longer runs, so that nothing is released that was not \
                  taken, and nothing else is done there either";
    let only = node.finalbody.len() == 1;
    let change = if only { change.split(", and nothing").next().unwrap_or(change) } else { change };
    Ok(Fix::new(Verdict::Review, "acquire it before the try", edits)
        .changing(change)
        .claiming(TextRange::new(start, end)))
}
