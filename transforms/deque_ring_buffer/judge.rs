//! The judgement of one list: a ring buffer, a queue, or neither.

use crate::deques::{Fit, Holder, may_lose};
use crate::facts::Facts;
use crate::facts::types::engine::Place;
use crate::syntax::{Ranged, TextRange};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use super::bound::{Bound, Known};
use super::doubts::{self, Doubt};
use super::exact;
use super::fix::{self, Plan};
use super::gather::{self, Gathered, Used, line, shown};
use super::site::{Makes, Site};
use super::trim::{Kind, Trim};

/// The finding at a statement that makes a list, if something is taken off the front of that list.
pub fn judge<'a>(facts: &Facts<'a>, site: &Site<'a>) -> Option<Finding> {
    if !may_lose(facts, &site.holder) {
        return None;
    }
    let gathered = gather::all(facts, site);
    gathered.trims().next()?;
    let range = site.range(facts);
    let list = site.shown(facts);
    if matches!(site.makes, Makes::Bytes) {
        let (used, _) = gathered.trims().next()?;
        let evidence = shown(facts, "bytes", "its start is cut off here", used.place);
        let message =
            format!("`{list}` is a `bytearray`, which is cut off at its front without moving the rest");
        return Some(Finding::fine(range, message, evidence));
    }
    // One finding for all creations.
    let own = Place { file: facts.file.unwrap_or_default(), range: facts.tree.node(site.target).range() };
    if gathered.creations().first().is_none_or(|first| first.place != own) {
        return None;
    }
    let fine = |kind, message: String, why: String, used: &Used| {
        Some(Finding::fine(range, message, shown(facts, kind, why, used.place)))
    };
    if doubts::is_fixed(&gathered) {
        let (used, _) = gathered.trims().next()?;
        let message = format!("`{list}` has a few entries from the start, and nothing is added to it");
        return fine("short", message, "its first entry is taken out here".into(), used);
    }
    let more = gathered.trims().find_map(|(used, trim)| match trim.kind {
        Kind::More(why) => Some((used, why)),
        _ => None,
    });
    let taken = |trim: &Trim| matches!(trim.kind, Kind::First { .. });
    let consumed = gathered.trims().any(|(_, trim)| taken(trim));
    if let Some((used, why)) = more {
        // Somebody else takes the first entries all the same: a queue, whose trim stays.
        if consumed {
            return Some(queue(facts, site, &gathered, None));
        }
        let message = format!("the trim of `{list}` does more than trim, which a `maxlen` would not: {why}");
        return fine("does-more", message, why.into(), used);
    }
    if !exact::bounded(&gathered).is_empty() {
        return Some(ring(facts, site, &gathered));
    }
    let firsts: Vec<(&Used, bool)> = gathered
        .trims()
        .filter_map(|(used, trim)| match trim.kind {
            Kind::First { looped } => Some((used, looped || used.nested)),
            _ => None,
        })
        .collect();
    let Some((first, _)) = firsts.first() else {
        let (used, _) = gathered.trims().next()?;
        let message = format!("`{list}` is cut back by many entries at a time, which a deque does no better");
        return fine("in-bulk", message, "many entries go at once".into(), used);
    };
    if site.is_local(facts) && !firsts.iter().any(|(_, looped)| *looped) {
        let message = format!("`{list}` is taken apart outside of any loop, a few entries in all");
        return fine("few", message, "this is in no loop".into(), first);
    }
    Some(queue(facts, site, &gathered, None))
}

/// A list that is kept to a bound.
fn ring<'a>(facts: &Facts<'a>, site: &Site<'a>, gathered: &Gathered) -> Finding {
    let range = site.range(facts);
    let list = site.shown(facts);
    let trims = exact::bounded(gathered);
    let (bound, known) = match bound(facts, site, gathered) {
        Ok(found) => found,
        Err((why, evidence)) => return stays(facts, site, gathered, why, evidence, Verdict::Review),
    };
    let taken_out = |used: &Used| {
        trims.iter().any(|(by, _)| {
            let statement = by.trim.as_ref().map(|trim| trim.statement);
            by.place.file == used.place.file
                && statement.is_some_and(|statement| statement.contains_range(used.place.range))
        })
    };
    let mut against = doubts::of(facts, site, gathered, &taken_out, true);
    let (first, _) = trims[0];
    let trimmed = shown(facts, "trimmed", "it is trimmed here", first.place);
    let deque = format!("deque(maxlen={})", known.text);
    if !against.breaks.is_empty() {
        let message = format!(
            "`{list}` drops its oldest entry by moving all others; `{deque}` would drop it at once, but {}: see to that first",
            clauses(&against.breaks)
        );
        return manual(range, message, trimmed, &against.breaks);
    }
    against.doubts.extend(exact::doubts(facts, gathered, &known));
    let edits = match fix::edits(facts, site, gathered, &Plan { maxlen: Some((&bound, &known)) }) {
        Ok(edits) => edits,
        Err(why) => {
            let stays_exact = why.contains("comment") || why.contains("shares its line");
            let most = if stays_exact { Verdict::Safe } else { Verdict::Review };
            return stays(facts, site, gathered, why, None, most);
        }
    };
    against.doubts.extend(edits.unclear.iter().map(Doubt::general));
    let message = format!(
        "`{list}` drops its oldest entry by moving all others; `{deque}` drops it at once, without the trim"
    );
    let verdict = if against.doubts.is_empty() { Verdict::Safe } else { Verdict::Review };
    let change = match verdict {
        Verdict::Safe => "a full deque drops its oldest entry by itself, and moves none".to_string(),
        _ => format!("a full deque drops its oldest entry by itself; {}", clauses(&against.doubts)),
    };
    let fix = edits
        .fix(facts, verdict, format!("make it a `{deque}`"))
        .changing(change)
        .because_all(known.evidence)
        .because_all(evidence(against.doubts));
    Finding::new(verdict, Severity::Low, range, message).because(trimmed).with_fixes(vec![fix])
}

/// The one bound of all trims, as the creation can name it.
fn bound<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    gathered: &Gathered,
) -> Result<(Bound, Known), (String, Option<Evidence>)> {
    let trims = exact::bounded(gathered);
    let (_, trim) = trims[0];
    if let Some((other, _)) = trims.iter().find(|(_, other)| other.bound != trim.bound) {
        let evidence = shown(facts, "bound", "another bound", other.place);
        return Err(("it is trimmed to different bounds".into(), Some(evidence)));
    }
    let own = facts.file.unwrap_or_default();
    let same_file = trims.iter().all(|(used, _)| used.place.file == own);
    match trim.bound.at(facts, &site.holder, site.id, same_file, trim.int) {
        Ok(known) => Ok((trim.bound.clone(), known)),
        Err((why, at)) => Err((why.clone(), at.map(|at| facts.evidence("bound", why, at)))),
    }
}

/// A list whose trim has to stay: a deque, and `popleft()` in the trim. `most`: the best verdict that this gets.
fn stays<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    gathered: &Gathered,
    why: String,
    evidence: Option<Evidence>,
    most: Verdict,
) -> Finding {
    queue(facts, site, gathered, Some((why, evidence, most)))
}

/// A list from which the first entry is taken: a deque without a bound.
fn queue<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    gathered: &Gathered,
    trim_stays: Option<(String, Option<Evidence>, Verdict)>,
) -> Finding {
    let range = site.range(facts);
    let list = site.shown(facts);
    let firsts: Vec<&Used> =
        gathered.uses.iter().filter(|used| matches!(used.fit, Fit::TakesFirst { .. })).collect();
    let anchor = firsts.first().copied().or_else(|| gathered.trims().next().map(|(used, _)| used));
    let Some(anchor) = anchor else {
        return Finding::new(Verdict::Manual, Severity::Low, range, "its first entry is taken out");
    };
    let taken = shown(facts, "takes-first", "its first entry is taken out here", anchor.place);
    let (because, most) = match &trim_stays {
        Some((why, _, most)) => (format!(", and the trim stays: {why}"), *most),
        None => (String::new(), Verdict::Safe),
    };
    let stay_evidence = trim_stays.and_then(|(_, evidence, _)| evidence);
    let mut against = doubts::of(facts, site, gathered, &|_| false, false);
    if !against.breaks.is_empty() {
        let message = format!(
            "taking the first entry out of `{list}` moves all others; a `deque` with `popleft()` would not, but {}: see to that first{because}",
            clauses(&against.breaks)
        );
        let mut finding = manual(range, message, taken, &against.breaks);
        finding.evidence.extend(stay_evidence);
        return finding;
    }
    let edits = match fix::edits(facts, site, gathered, &Plan { maxlen: None }) {
        Ok(edits) => edits,
        Err(why) => {
            let message = format!(
                "taking the first entry out of `{list}` moves all others: make it a `deque`, with `popleft()` at {}; it is not rewritten because {why}",
                line(facts, anchor.place)
            );
            return manual(range, message, taken, &[]);
        }
    };
    against.doubts.extend(edits.unclear.iter().map(Doubt::general));
    let verdict = if against.doubts.is_empty() { most } else { Verdict::Review.at_most(most) };
    let message = format!(
        "taking the first entry out of `{list}` moves all others; `popleft()` of a `deque` moves none{because}"
    );
    let change = match against.doubts.is_empty() {
        true => "the first entry is taken out without moving the others".to_string(),
        false => {
            format!("the first entry is taken out without moving the others; {}", clauses(&against.doubts))
        }
    };
    let fix = edits
        .fix(facts, verdict, "make it a `deque`, with `popleft()`".into())
        .changing(change)
        .because_all(stay_evidence)
        .because_all(evidence(against.doubts));
    let severity = if matches!(site.holder, Holder::Name { .. }) { Severity::Low } else { Severity::Medium };
    Finding::new(verdict, severity, range, message).because(taken).with_fixes(vec![fix])
}

fn manual(range: TextRange, message: String, shown: Evidence, breaks: &[Doubt]) -> Finding {
    let evidence = breaks.iter().filter_map(|doubt| doubt.evidence.clone());
    Finding::new(Verdict::Manual, Severity::Low, range, message).because(shown).because_all(evidence)
}

/// The first few clauses, and how many more there are.
fn clauses(doubts: &[Doubt]) -> String {
    const SHOWN: usize = 3;
    let mut text: Vec<String> = Vec::new();
    for doubt in doubts {
        if !text.contains(&doubt.clause) {
            text.push(doubt.clause.clone());
        }
    }
    let more = text.len().saturating_sub(SHOWN);
    text.truncate(SHOWN);
    let joined = text.join("; ");
    if more > 0 { format!("{joined}; and {more} more") } else { joined }
}

fn evidence(doubts: Vec<Doubt>) -> impl Iterator<Item = Evidence> {
    doubts.into_iter().filter_map(|doubt| doubt.evidence)
}
