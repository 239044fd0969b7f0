//! What a cycle of the lock graph means at one of its places. Finds no cycles.

use crate::facts::View;
use crate::locks::{Cycle, Graph, Kind, LockName, Waiter, Witness};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use super::Here;
use super::order::listed;

/// The cycles that a site is part of, told at the first of their places; the others refer to it.
pub(super) fn judge(here: &Here<'_, '_>, graph: &Graph) -> Option<Finding> {
    let open = graph.cycles.iter().filter(|cycle| cycle.guarded_by.is_none());
    let mut own: Vec<(usize, &Cycle)> = open
        .filter_map(|cycle| {
            Some((cycle.witnesses.iter().position(|witness| here.is_at(witness.place))?, cycle))
        })
        .collect();
    // What is told here first; certain before possible, which is their order.
    own.sort_by_key(|(at, cycle)| (!cycle.is_certain(), *at != 0));
    let (at, cycle) = *own.first()?;
    let severity = if cycle.is_certain() { Severity::High } else { Severity::Medium };
    let message = match at {
        0 => told(&here.given, cycle),
        _ => {
            let first = &cycle.witnesses[0];
            let what = if cycle.is_certain() { "the deadlock" } else { "the possible deadlock" };
            format!(
                "{} takes `{}` while it holds `{}`, which is part of {what} told at {}",
                cycle.witnesses[at].holder,
                taken(&cycle.witnesses[at]),
                held(&cycle.witnesses[at]),
                here.given.shown(first.place)
            )
        }
    };
    let mut finding = Finding::new(Verdict::Manual, severity, here.range, message);
    let witnesses = cycle.witnesses[at..].iter().chain(&cycle.witnesses[..at]);
    for witness in witnesses {
        finding = finding.because_all(way(&here.given, witness));
    }
    let doubts = cycle.doubts.iter().map(|doubt| Evidence::general("possible", doubt.clone()));
    finding = finding.because_all(doubts);
    for (_, other) in own.iter().skip(1) {
        let more = format!("it is also part of another cycle: {}", names(other).join(" -> "));
        finding = finding.because(here.given.evidence("another-cycle", more, other.witnesses[0].place));
    }
    Some(finding)
}

fn lock(lock: &Option<std::sync::Arc<LockName>>) -> &str {
    lock.as_ref().map_or("", |lock| &lock.short)
}

pub(super) fn held(witness: &Witness) -> &str {
    lock(&witness.held.lock)
}

pub(super) fn taken(witness: &Witness) -> &str {
    lock(&witness.taken.value.lock)
}

fn names(cycle: &Cycle) -> Vec<&str> {
    cycle.witnesses.iter().map(held).chain(cycle.witnesses.first().map(held)).collect()
}

fn told(view: &View<'_>, cycle: &Cycle) -> String {
    let first = &cycle.witnesses[0];
    if cycle.is_own() {
        return told_of_one(view, cycle, first);
    }
    let who: Vec<&str> = cycle.witnesses.iter().map(|witness| witness.holder.as_str()).collect();
    let waiter = waiters(first);
    let how =
        if cycle.is_certain() { "wait for each other for ever" } else { "may wait for each other for ever" };
    match cycle.witnesses.as_slice() {
        [one, two] if one.holder != two.holder => format!(
            "{} takes `{}` while it holds `{}`, and {} takes them the other way round: {waiter} in the two {how}; take them in \
             one order, or hold only one at a time",
            one.holder,
            taken(one),
            held(one),
            two.holder
        ),
        _ => format!(
            "locks are taken in a ring ({}): {waiter} in {} {how}; take them in one order, or hold only one at a time",
            names(cycle).join(" -> "),
            listed(&who, "and")
        ),
    }
}

fn told_of_one(view: &View<'_>, cycle: &Cycle, witness: &Witness) -> String {
    let through: Vec<String> = witness
        .taken
        .chain
        .iter()
        .filter_map(|hop| Some(format!("`{}`", view.function(hop.callee)?.name)))
        .collect();
    let through =
        if through.is_empty() { String::new() } else { format!(", through {}", through.join(", ")) };
    let kind = witness.held.lock.as_ref().map_or(Kind::Lock, |lock| lock.kind);
    let waits = match waiters(witness) {
        "threads" => "the thread",
        _ => "the task",
    };
    let holder = &witness.holder;
    let name = held(witness);
    let advice = "take it outside alone, and call what expects it to be held";
    if cycle.is_certain() {
        return format!(
            "{holder} takes `{name}` again while it holds it{through}: a {} is not re-entrant, so {waits} waits for itself for \
             ever; {advice}",
            kind.word()
        );
    }
    // The same lock for sure, and still not for ever.
    if witness.taken.value.object.is(&witness.held.object) {
        let why = cycle.doubts.first().map_or("", String::as_str);
        return format!(
            "{holder} takes `{name}` again while it holds it{through}, and a {} is not re-entrant: {waits} waits for itself; {why}; \
             {advice}",
            kind.word()
        );
    }
    format!(
        "{holder} takes `{}` while it holds `{name}`{through}: that may be the same {}, for which {waits} would wait for ever; {advice}",
        taken(witness),
        kind.word()
    )
}

fn waiters(witness: &Witness) -> &'static str {
    match witness.held.lock.as_ref().map(|lock| lock.waiter) {
        Some(Waiter::Thread) => "threads",
        _ => "tasks",
    }
}

/// The lines that show one edge.
pub(super) fn way(view: &View<'_>, witness: &Witness) -> Vec<Evidence> {
    let holds = format!("{} holds `{}`", witness.holder, held(witness));
    let mut found = vec![view.evidence("holds", holds, witness.place)];
    for hop in witness.via.iter().chain(&witness.taken.chain) {
        let name = view.function(hop.callee).map_or_else(String::new, |entry| entry.qualified.to_string());
        let runs = if hop.starts { "starts and waits for" } else { "runs" };
        found.push(view.evidence("calls", format!("which {runs} {name}"), hop.call));
    }
    let takes = format!("which takes `{}`", taken(witness));
    found.push(view.evidence("takes", takes, witness.taken.place));
    found
}
