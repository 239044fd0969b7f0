//! AM303 ordered-locks: locks that a class keeps, and whether the order in which they are taken is checked while one
//! develops. Judges their making alone: which orders there are is AM301's, what is awaited under them AM302's.

mod alone;
mod fix;
mod helper;
mod kept;
mod met;
mod site;

use crate::edit::Fix;
use crate::facts::{Facts, Project};
use crate::keyed::with_project;
use crate::syntax::NodeKind;
use crate::transform::{Meta, PatternSpec, Site as Proposed, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use helper::Helper;
use site::{Kind, Site};

/// AM303.
pub struct OrderedLocks;

static META: Meta = Meta {
    code: "AM303",
    name: "ordered-locks",
    summary: "Locks of classes: whether the order in which they are taken is checked in development mode",
    subject: "Check the order of locks in development mode",
    literals: &["Lock", "Semaphore"],
    patterns: &[PatternSpec { code: "$F($$$ARGS)", selector: None, claims: NodeKind::ExprCall }],
    readme: include_str!("README.md"),
};

impl Transform for OrderedLocks {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn prepare(&self, project: &Project) {
        crate::locks::prepare(project);
    }

    fn judge(&self, proposed: Proposed, facts: &Facts<'_>) -> Option<Finding> {
        // Most calls make no lock, which their names alone show.
        site::may_be(facts, proposed.node).then_some(())?;
        with_project(facts, |facts| judge(facts, &site::of(facts, proposed.node)?))
    }
}

fn judge(facts: &Facts<'_>, site: &Site<'_>) -> Option<Finding> {
    // What the helper itself is made of needs no help.
    if helper::is_own_file(facts) {
        return None;
    }
    let (range, name) = (site.range, &site.name);
    let fine = |message: String, kind, why: &str| {
        Some(Finding::fine(range, message, facts.evidence(kind, why, range)))
    };
    match site.kind {
        Kind::Ordered => {
            return fine(
                format!("the order of `{name}` is checked already"),
                "ordered",
                "it is an OrderedLock",
            );
        }
        Kind::Threads => {
            return fine(
                format!("`{name}` is no lock of asyncio"),
                "thread-lock",
                "it is for threads, which hold it without awaiting",
            );
        }
        Kind::Semaphore => {
            return fine(
                format!("`{name}` counts, and is no lock"),
                "semaphore",
                "several may hold a semaphore, and whoever releases it need not hold it",
            );
        }
        Kind::Lock | Kind::LockWithArguments => {}
    }
    let alone = alone::evidence(facts, site);
    let Some(helper) = helper::find(facts, site) else {
        if let Some(alone) = alone {
            let message = format!("`{name}` has no order: nothing else is taken while it is held");
            return Some(Finding::new(Verdict::Fine, Severity::Low, range, message).because_all(alone));
        }
        // Who has no such helper has not asked for all locks to be checked: only where there is an order, it is worth one.
        let met = met::evidence(facts, site);
        if met.is_empty() {
            let message = format!("`{name}` has no order that is known");
            let why = "no other lock is known to be taken with it; calls that are not followed may";
            return Some(Finding::fine(range, message, Evidence::general("not-together", why)));
        }
        let message = format!(
            "nothing checks in which order `{name}` is taken with other locks; `amends scaffold ordered-lock --into PACKAGE` writes a lock that does in development mode, and then this can be fixed (give the file that it writes along)"
        );
        return Some(Finding::new(Verdict::Manual, Severity::Low, range, message).because_all(met));
    };
    let message = format!("nothing checks in which order `{name}` is taken with other locks");
    let finding = Finding::new(Verdict::Manual, Severity::Low, range, message.clone())
        .because(helper.evidence())
        .because_all(alone.unwrap_or_default());
    match rewritten(facts, site, &helper) {
        Ok(fix) => Some(finding.with_fixes(vec![fix])),
        Err(why) => {
            let mut finding = finding;
            finding.message = format!("{message}: make it an OrderedLock by hand");
            Some(finding.because(Evidence::general("not-rewritten", format!("not rewritten because {why}"))))
        }
    }
}

fn rewritten(facts: &Facts<'_>, site: &Site<'_>, helper: &Helper) -> Result<Fix, String> {
    let change = if site.family {
        "in development mode, taking two of its locks, or one of them and another lock, in an order in which tasks can wait for each other for ever raises LockOrderError"
    } else {
        "in development mode, taking it and another lock in an order in which tasks can wait for each other for ever, or taking it twice, raises LockOrderError"
    };
    // `defaultdict(lambda: …)`; the factories of fields are the class's.
    let pickled = if site.call.is_none() && site.family {
        "; a defaultdict that makes them so cannot be pickled"
    } else {
        ""
    };
    let edits = fix::edits(facts, site, helper)?;
    let title = format!("make it OrderedLock(\"{}\")", site.name);
    Ok(Fix::new(Verdict::Review, title, edits).changing(format!("{change}{pickled}")))
}
