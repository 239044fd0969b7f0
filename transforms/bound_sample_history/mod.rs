//! AM103 bound-sample-history: lists that only grow, of samples or records of which the old ones may go. Judges whether
//! something takes entries out, and bounds those that nothing does. Lists that are trimmed one by one are AM104's.

mod acts;
mod bound;
mod fix;
mod gather;
mod lifetime;
mod samples;
mod site;

use crate::deques::{Adding, Fit};
use crate::facts::Facts;
use crate::syntax::{NodeKind, Ranged};
use crate::transform::{Meta, PatternSpec, Site as Proposed, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use acts::Act;
use gather::{Gathered, line, shown};
use samples::Holds;
use site::{Makes, Site};

/// AM103.
pub struct BoundSampleHistory;

static META: Meta = Meta {
    code: "AM103",
    name: "bound-sample-history",
    summary: "Lists of samples and records that only grow",
    subject: "Keep only the latest samples",
    literals: &["[]", "list(", "=list", "= list", "{}", "dict(", "(list", "=dict", "= dict", "OrderedDict("],
    patterns: &[
        PatternSpec { code: "$X = $V", selector: None, claims: NodeKind::StmtAssign },
        PatternSpec { code: "$X: $T = $V", selector: None, claims: NodeKind::StmtAnnAssign },
    ],
    readme: include_str!("README.md"),
};

impl Transform for BoundSampleHistory {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, proposed: Proposed, facts: &Facts<'_>) -> Option<Finding> {
        // What tests record is gone with the test.
        if facts.is_test_code() {
            return None;
        }
        let site = site::of(facts, proposed.node)?;
        if !site::may_grow(facts, &site) || !is_first(facts, &site) {
            return None;
        }
        judge(facts, &site)
    }
}

/// Whether no statement in front of it makes the same list: one finding for each.
fn is_first(facts: &Facts<'_>, site: &Site<'_>) -> bool {
    let crate::deques::Holder::Attribute { class, name } = &site.holder else { return true };
    let Some(class) = facts.class(*class) else { return true };
    let mut writes = class.writes_of(name).filter_map(|write| {
        let statement = facts.tree.statement(write.node_id)?;
        site::of(facts, statement).map(|_| statement)
    });
    writes.next().is_none_or(|first| first == site.id)
}

fn judge<'a>(facts: &Facts<'a>, site: &Site<'a>) -> Option<Finding> {
    let gathered = gather::all(facts, site);
    let (grows, _) = gathered.added().next()?;
    let range = facts.tree.node(site.id).range();
    let list = site.shown(facts);
    let whole = match site.makes {
        Makes::List => format!("`{list}`"),
        Makes::Dict => format!("each list in `{list}`"),
    };
    let fine = |message: String, evidence: Evidence| Some(Finding::fine(range, message, evidence));
    if let Some((used, what)) = gathered.shrinks() {
        return fine(format!("{whole} gets shorter, too"), shown(facts, "shrinks", what, used.place));
    }
    let added = shown(facts, "grows", "entries are added here", grows);
    if lifetime::is_dead(facts, site, &gathered) {
        let message =
            format!("{whole} is only added to, and nobody reads it: it is dead, which AM101 is about");
        return fine(message, added);
    }
    if let Some(evidence) = lifetime::set_up(facts, &gathered) {
        return fine(format!("{whole} does not grow once it is set up"), evidence);
    }
    let holds = samples::holds(facts, site, &gathered);
    if holds == Holds::Callbacks {
        let message =
            format!("{whole} holds functions that somebody registers: no samples, and none may go by itself");
        return fine(message, added);
    }
    if let Some(evidence) = lifetime::short_lived(facts, site) {
        return fine(format!("{whole} is gone with its object"), evidence);
    }
    if holds == Holds::Other {
        return None;
    }
    Some(grown(facts, site, &gathered, &whole, added))
}

/// A history that nothing bounds.
fn grown<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    gathered: &Gathered,
    whole: &str,
    added: Evidence,
) -> Finding {
    let range = facts.tree.node(site.id).range();
    let bound = bound::of(facts, site);
    let deque = format!("deque(maxlen={})", bound.text);
    let (breaks, mut doubts) = against(facts, site, gathered);
    let manual = |why: String, evidence: Vec<Evidence>| {
        let message = format!(
            "{whole} only grows: nothing in the given files takes entries out; `{deque}` would keep the latest, but {why}: see to that first, or take old entries out where they are added"
        );
        Finding::new(Verdict::Manual, Severity::Medium, range, message)
            .because(added.clone())
            .because_all(evidence)
    };
    if !breaks.is_empty() {
        let evidence = breaks.iter().filter_map(|(_, evidence)| evidence.clone()).take(MAX_SHOWN).collect();
        return manual(clauses(&breaks), evidence);
    }
    let edits = match fix::edits(facts, site, gathered, &bound) {
        Ok(edits) => edits,
        Err(why) => return manual(format!("it is not rewritten because {why}"), Vec::new()),
    };
    doubts.extend(edits.unclear.iter().map(|why| (why.clone(), None)));
    let message = format!(
        "{whole} only grows: nothing in the given files takes entries out; `{deque}` keeps the latest"
    );
    let mut change =
        format!("only the latest {} entries are kept, and what is read of them is about these", bound.text);
    if !doubts.is_empty() {
        change = format!("{change}; {}", clauses(&doubts));
    }
    let fix = edits
        .fix(facts, format!("make it a `{deque}`"))
        .changing(change)
        .because_all([bound.evidence])
        .because_all(doubts.into_iter().filter_map(|(_, evidence)| evidence).take(MAX_SHOWN));
    Finding::new(Verdict::Review, Severity::Medium, range, message).because(added).with_fixes(vec![fix])
}

/// How many places are shown: an attribute with a common name has hundreds that could not be followed.
const MAX_SHOWN: usize = 5;

type Doubts = Vec<(String, Option<Evidence>)>;

/// What does not work with a deque, and what somebody may notice.
fn against<'a>(facts: &Facts<'a>, site: &Site<'a>, gathered: &Gathered) -> (Doubts, Doubts) {
    let (mut breaks, mut doubts): (Doubts, Doubts) = Default::default();
    for used in &gathered.all {
        let at = |clause: &str| {
            let evidence = shown(facts, "use", clause, used.place);
            (format!("{}: {clause}", line(facts, used.place)), Some(evidence))
        };
        if let Some(why) = &used.done.unknown {
            doubts.push(at(why));
        }
        if used.parameter {
            doubts.push(at("a function that it is passed to uses it"));
        }
        match &used.done.fit {
            Some(Fit::Breaks(why)) => breaks.push(at(why)),
            Some(Fit::Noticed(why, _)) => doubts.push(at(why)),
            Some(Fit::Adds(Adding::Handed)) => doubts.push(at("its method is handed on")),
            Some(Fit::Adds(Adding::Inserted)) => {
                breaks.push(at("`insert` raises `IndexError` when it is full"))
            }
            Some(Fit::TakesFirst { .. }) | Some(Fit::Created(_) | Fit::Declared | Fit::Works) | None => {}
            Some(Fit::Adds(Adding::One | Adding::Many) | Fit::Rewritten(_)) => {}
        }
        if let Act::Made(made) = &used.done.act
            && made
                .iter()
                .any(|made| matches!(made.form, crate::deques::Form::Filled | crate::deques::Form::Copied(_)))
        {
            doubts.push(at("it holds something from the start"));
        }
    }
    if site.is_public() {
        doubts.push((
            format!("`{}` is public, and code outside of the given files may use it as a list", site.name),
            None,
        ));
    }
    for missed in &gathered.missed {
        let evidence = missed.place.map(|place| shown(facts, "not-followed", missed.why.clone(), place));
        let clause = match missed.place {
            Some(place) => format!("{}: {}", line(facts, place), missed.why),
            None => missed.why.clone(),
        };
        doubts.push((clause, evidence));
    }
    (breaks, doubts)
}

/// The first few clauses, and how many more there are.
fn clauses(doubts: &[(String, Option<Evidence>)]) -> String {
    const SHOWN: usize = 3;
    let mut text: Vec<&str> = Vec::new();
    for (clause, _) in doubts {
        if !text.contains(&clause.as_str()) {
            text.push(clause);
        }
    }
    let more = text.len().saturating_sub(SHOWN);
    text.truncate(SHOWN);
    let joined = text.join("; ");
    if more > 0 { format!("{joined}; and {more} more") } else { joined }
}
