//! AM506 runner-misuse: what is handed to a project's task runner against its contract, which is read from its source.
//! Judges; the edits are in [`fix`].

mod fix;
mod given;
mod handle;
mod name;
mod there;

use crate::edit::Fix;
use crate::facts::Facts;
use crate::syntax::ast::ExprCall;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged};
use crate::tasks::contract::Takes;
use crate::tasks::runner::{self, Runner};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

/// AM506.
pub struct RunnerMisuse;

static META: Meta = Meta {
    code: "AM506",
    name: "runner-misuse",
    summary: "What is handed to a task runner against its contract: closures, shared names, swallowed keywords",
    subject: "Keep the contract of the task runner",
    literals: LITERALS,
    patterns: &[PatternSpec { code: "$RUNNER.$METHOD($$$ARGS)", selector: None, claims: NodeKind::ExprCall }],
    readme: include_str!("README.md"),
};

/// A runner's method has one of these in its name.
const LITERALS: &[&str] = &["run", "spawn", "submit", "schedule"];

impl Transform for RunnerMisuse {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let AnyNodeRef::ExprCall(call) = facts.tree.node(site.node) else { return None };
        let Expr::Attribute(method) = call.func.as_ref() else { return None };
        let wanted = runner::wanted(facts.settings);
        if method.attr.as_str() != wanted.method || !LITERALS.iter().any(|word| wanted.method.contains(word))
        {
            return None;
        }
        let runner = runner::at(facts, &method.value, site.node, &wanted)?;
        let contract = &runner.contract;
        let runs = contract.takes != Takes::Nothing && (contract.starts || contract.by_name.is_some());
        // Many a `run(name)` of something that is called a runner has nothing to do with tasks.
        let named =
            contract.takes != Takes::Name || contract.looks_up && (wanted.class.is_some() || runner.of_tasks);
        let inside = facts.this(site.node).is_some_and(|(_, this)| facts.text(method.value.as_ref()) == this);
        if !runs || !named || inside {
            return None;
        }
        let handed = Handed { facts, id: site.node, call, runner: &runner, receiver: &method.value };
        Some(judge(&handed))
    }
}

/// A call that hands something to a runner.
struct Handed<'h, 'a> {
    facts: &'h Facts<'a>,
    id: NodeId,
    call: &'a ExprCall,
    runner: &'h Runner,
    receiver: &'a Expr,
}

/// A look at some conditions: what holds is added to the evidence.
type Check = fn(&Handed<'_, '_>, &mut Vec<Evidence>) -> Option<Breach>;

/// A condition of the contract that does not hold.
struct Breach {
    severity: Severity,
    message: String,
    evidence: Vec<Evidence>,
    fix: Option<Fix>,
}

impl Breach {
    fn new(severity: Severity, message: impl Into<String>, evidence: Evidence) -> Self {
        Breach { severity, message: message.into(), evidence: vec![evidence], fix: None }
    }
}

fn judge(handed: &Handed<'_, '_>) -> Finding {
    let range = handed.call.range();
    let mut holds = handed.runner.evidence.clone();
    let checks: [Check; 5] = [there::check, given::check, name::check, given::keywords, handle::check];
    for check in checks {
        if let Some(breach) = check(handed, &mut holds) {
            let finding = Finding::new(Verdict::Manual, breach.severity, range, breach.message)
                .because_all(holds)
                .because_all(breach.evidence);
            return match breach.fix {
                Some(fix) => finding.with_fixes(vec![fix]),
                None => finding,
            };
        }
    }
    let message = format!("`{}` gets what its contract asks for", handed.runner.text);
    Finding::new(Verdict::Fine, Severity::Low, range, message).because_all(holds)
}
