//! AM501 stoppable-loop: endless loops of coroutines and threads, and what ends them. Of loops with a condition only those
//! of coroutines that can be seen to stand still.
//!
//! [`site`] reads the loop, [`exits`] its ways out, [`swallow`] what becomes of a cancellation in it, [`spin`] what a
//! failure does, [`round`] whether a way round neither awaits nor changes anything; [`ended`] asks who cancels its task, [`stop`] which flag its stop method sets, [`fix`] makes it look.

mod condition;
mod ended;
mod exits;
mod fix;
mod flag;
mod leave;
mod outside;
mod pace;
mod possible;
mod reads;
mod round;
mod site;
mod sizes;
mod spin;
mod stop;
mod swallow;
mod thread;
mod wording;

use crate::facts::Facts;
use crate::syntax::NodeKind;
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use ended::Ended;
use exits::{Exit, Kind};
use flag::Tie;
use site::{Loop, Runs};
use stop::Refusal;
use swallow::Cancellation;

/// AM501.
pub struct StoppableLoop;

static META: Meta = Meta {
    code: "AM501",
    name: "stoppable-loop",
    summary: "Let endless loops of tasks and threads end when their stop method has run",
    subject: "Let endless loops end when they are stopped",
    literals: &["while", "count"],
    patterns: &[
        PatternSpec {
            code: "while $TEST:\n    $$$BODY",
            selector: Some("while_statement"),
            claims: NodeKind::StmtWhile,
        },
        PatternSpec {
            code: "while $TEST:\n    $$$BODY\nelse:\n    $$$ELSE",
            selector: Some("while_statement"),
            claims: NodeKind::StmtWhile,
        },
        PatternSpec {
            code: "for $X in $F():\n    $$$BODY",
            selector: Some("for_statement"),
            claims: NodeKind::StmtFor,
        },
        PatternSpec {
            code: "for $X in $F($$$ARGS):\n    $$$BODY",
            selector: Some("for_statement"),
            claims: NodeKind::StmtFor,
        },
    ],
    readme: include_str!("README.md"),
};

impl Transform for StoppableLoop {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        match site::read(site.node, facts) {
            Some(found) => Some(judge(&found, facts)),
            None => {
                let found = site::conditioned(site.node, facts)?;
                round::find(facts, &found).map(|way| wording::stands_still(&found, &way, facts))
            }
        }
    }
}

fn judge<'a>(found: &Loop<'a>, facts: &Facts<'a>) -> Finding {
    if found.is_async()
        && let Some(way) = round::find(facts, found)
    {
        return wording::stands_still(found, &way, facts);
    }
    let exits = exits::find(facts, found);
    if let Some(exit) = exits.iter().find(|exit| exit.is_certain()) {
        return ends(found, exit, Vec::new(), facts);
    }
    let cancellation = if found.is_async() { swallow::find(facts, found) } else { Cancellation::default() };
    if let Some(taken) = cancellation.taken.first() {
        return swallows(found, taken, &exits, facts);
    }
    if let Some(spin) = spin::find(facts, found) {
        return wording::spins(found, &spin, facts);
    }
    let (enough, never) = enough(found, &exits, facts);
    if let Some((exit, ties)) = enough {
        return ends(found, exit, ties, facts).because_all(cancellation.own);
    }
    if let Some((name, evidence)) = never {
        let message = format!(
            "{} leaves its loop only when `{name}` changes, and no line of the given files changes it: set it where the loop is to end",
            found.place(facts)
        );
        return manual(found, Severity::High, message).because(evidence);
    }
    if found.is_async() && !cancellation.suspends {
        let message = format!(
            "the loop of {} never awaits, so it blocks the event loop for ever and nothing can cancel it: await something in each iteration, or give it an end",
            found.place(facts)
        );
        return manual(found, Severity::High, message).because(facts.evidence(
            "no-suspension",
            "nothing in the loop awaits",
            found.range,
        ));
    }
    match &found.runs {
        Runs::Generator => generated(found, &cancellation, facts),
        Runs::Coroutine => coroutine(found, &cancellation, &exits, facts),
        Runs::Thread(started) => thread(found, started, facts),
    }
}

/// The first exit by which the loop ends in ordinary operation, with who sets its flag; and a flag that nothing sets.
type Enough<'e, 'a> = (Option<(&'e Exit<'a>, Vec<Evidence>)>, Option<(String, Evidence)>);

fn enough<'e, 'a>(found: &Loop<'a>, exits: &'e [Exit<'a>], facts: &Facts<'a>) -> Enough<'e, 'a> {
    let (mut never, mut untied) = (None, None);
    let mut ordered: Vec<&Exit<'a>> = exits.iter().filter(|exit| exit.kind.is_enough()).collect();
    ordered.sort_by_key(|exit| exit.rank());
    for exit in ordered {
        if exit.kind != Kind::Flag {
            return (Some((exit, Vec::new())), None);
        }
        let Some((test, holds)) = exit.test else { return (Some((exit, Vec::new())), None) };
        match flag::tie(facts, test, holds, found.id) {
            Tie::Set(lines) => return (Some((exit, lines)), None),
            Tie::Unknown => {
                untied.get_or_insert(exit);
            }
            Tie::Never(name, evidence) => {
                never.get_or_insert((name, evidence));
            }
        }
    }
    match untied {
        Some(exit) => (Some((exit, Vec::new())), None),
        None => (None, never),
    }
}

fn manual(found: &Loop<'_>, severity: Severity, message: String) -> Finding {
    Finding::new(Verdict::Manual, severity, found.range, message)
}

fn ends<'a>(found: &Loop<'a>, exit: &Exit<'a>, ties: Vec<Evidence>, facts: &Facts<'a>) -> Finding {
    let (kind, how) = wording::exit(facts, exit);
    Finding::fine(
        found.range,
        format!("the loop of {} ends {}", found.place(facts), wording::by(exit)),
        facts.evidence(kind, how, exit.range),
    )
    .because_all(ties)
}

/// A cancellation does not end the loop.
fn swallows<'a>(
    found: &Loop<'a>,
    taken: &swallow::Taken<'a>,
    exits: &[Exit<'a>],
    facts: &Facts<'a>,
) -> Finding {
    let evidence = wording::taken(facts, taken);
    // A stop method that sets the flag before it cancels is let through.
    if let Some(test) = taken.unless
        && let Tie::Set(lines) = flag::tie(facts, test, true, found.id)
    {
        let canceller = match ended::of(facts, found) {
            Ended::Cancelled(lines) => lines,
            _ => Vec::new(),
        };
        let sets_and_cancels = lines
            .iter()
            .find(|line| canceller.iter().any(|other| same_function(&line.message, &other.message)));
        if let Some(line) = sets_and_cancels {
            return Finding::fine(
                found.range,
                format!(
                    "the loop of {} ends when it is cancelled by the method that sets its flag",
                    found.place(facts)
                ),
                evidence,
            )
            .because(line.clone())
            .because_all(canceller.iter().cloned());
        }
        return manual(found, Severity::High, wording::swallows(facts, found, taken, exits))
            .because(evidence)
            .because_all(lines);
    }
    let finding =
        manual(found, Severity::High, wording::swallows(facts, found, taken, exits)).because(evidence);
    match (&found.runs, ended::of(facts, found)) {
        (Runs::Coroutine, Ended::Cancelled(lines)) => finding.because_all(lines),
        _ => finding,
    }
}

/// Whether two lines name the same function between their first backticks.
fn same_function(one: &str, other: &str) -> bool {
    let name = |text: &str| text.split('`').nth(1).map(str::to_string);
    name(one).is_some() && name(one) == name(other)
}

fn generated(found: &Loop<'_>, cancellation: &Cancellation<'_>, facts: &Facts<'_>) -> Finding {
    let evidence = match cancellation.through {
        Some(range) => {
            facts.evidence("suspends", "closing the generator, or a cancellation, ends it here", range)
        }
        None => Evidence::general("suspends", "closing the generator ends it"),
    };
    let message = format!("{} is an async generator: whoever iterates over it ends it", found.place(facts));
    Finding::fine(found.range, message, evidence).because_all(cancellation.own.clone())
}

fn coroutine<'a>(
    found: &Loop<'a>,
    cancellation: &Cancellation<'a>,
    exits: &[Exit<'a>],
    facts: &Facts<'a>,
) -> Finding {
    let ended = ended::of(facts, found);
    if let Some(range) = cancellation.held_up.first() {
        return wording::held_up(found, *range, facts);
    }
    let through =
        cancellation.through.map(|range| facts.evidence("suspends", "a cancellation ends it here", range));
    if let Ended::Cancelled(lines) = ended {
        let message =
            format!("{} lets its cancellation through, and something cancels it", found.place(facts));
        return with_lines(Finding::new(Verdict::Fine, Severity::Low, found.range, message), lines)
            .because_all(through)
            .because_all(cancellation.own.clone());
    }
    if let Ended::Dropped(lines) = ended {
        return wording::dropped(found, lines, stop::find(facts, found), facts);
    }
    let refusal = match by_flag(found, facts) {
        Ok(finding) => return finding,
        Err(refusal) => refusal,
    };
    match ended {
        Ended::Awaited(lines) => {
            let message = format!(
                "{} lets its cancellation through: cancelling whoever runs it ends it",
                found.place(facts)
            );
            with_lines(Finding::new(Verdict::Fine, Severity::Low, found.range, message), lines)
                .because_all(through)
                .because_all(cancellation.own.clone())
        }
        Ended::Nobody(lines) => wording::nobody(found, lines, refusal, facts),
        Ended::Unknown(lines) | Ended::Cancelled(lines) | Ended::Dropped(lines) => {
            wording::unknown(found, lines, refusal, exits, facts)
        }
    }
}

fn thread<'a>(found: &Loop<'a>, started: &Evidence, facts: &Facts<'a>) -> Finding {
    match by_flag(found, facts) {
        Ok(finding) => finding.because(started.clone()),
        Err(refusal) => wording::unstoppable_thread(found, refusal, facts).because(started.clone()),
    }
}

/// The finding with the fix, where a flag will do.
fn by_flag<'a>(found: &Loop<'a>, facts: &Facts<'a>) -> Result<Finding, Option<Refusal>> {
    let stop = stop::find(facts, found)?;
    let message = format!(
        "the loop of {} never looks at `{}.{}`, which {} {}, so it goes on afterwards",
        found.place(facts),
        stop.this,
        stop.name,
        stop.by,
        stop.verb,
    );
    match fix::fix(facts, found, &stop) {
        Ok(fix) => {
            Ok(Finding::new(Verdict::Review, Severity::High, found.range, message).with_fixes(vec![fix]))
        }
        Err(why) => {
            let message = format!("{message}: test `{}` by hand, because {why}", fix::condition(&stop));
            Ok(manual(found, Severity::High, message).because_all(stop.evidence))
        }
    }
}

fn with_lines(finding: Finding, lines: Vec<Evidence>) -> Finding {
    finding.because_all(lines)
}
