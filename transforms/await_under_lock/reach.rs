//! Everything that is waited for through calls: a walk over [`super::steps`], each function once. What it does not follow
//! is found as unknown.

use std::collections::HashSet;
use std::sync::Arc;

use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef};
use crate::syntax::{AnyNodeRef, NodeId, Stmt};
use crate::tasks::callees::in_its_file;
use crate::verdict::Evidence;

use super::outside::Kind;
use super::steps::{self, Bound, Callee, Does, Step};

/// Functions that are followed before it gives up: real chains are far shorter.
const MAX_FUNCTIONS: usize = 250;

/// Lines of a chain that are all shown.
const MAX_CHAIN: usize = 3;

/// Something that is waited for in the end.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Where; it runs no function of the given files, but for one that cannot be read.
    pub step: Step,
    /// The calls that lead there, outermost first.
    pub chain: Vec<Step>,
    /// The function that waits; empty for the block itself.
    pub within: String,
    /// Whether all calls on the way are on the same object.
    pub same_object: bool,
}

impl Found {
    /// What bounds its time, on the way or at the place itself.
    pub fn bound(&self) -> Option<&Bound> {
        let bounds = self.chain.iter().chain([&self.step]).filter_map(|step| step.bound.as_ref());
        bounds.reduce(Bound::or)
    }

    /// Whether it waits for nothing but others' turns.
    pub fn is_quick(&self) -> bool {
        matches!(self.step.does, Does::Waits(Kind::Quick, _))
    }

    /// The step of the block itself.
    pub fn outermost(&self) -> &Step {
        self.chain.first().unwrap_or(&self.step)
    }

    /// The lines that lead to it.
    pub fn lines(&self, facts: &Facts<'_>, says: impl Into<String>) -> Vec<Evidence> {
        let awaits = |step: &Step, more: &str| {
            line(facts, "awaits", format!("`{}` is awaited{more}", step.shown), step)
        };
        let mut lines: Vec<Evidence> = match self.chain.as_slice() {
            [first, left @ .., last] if left.len() + 2 > MAX_CHAIN => {
                let more = format!(", and {} calls further on", left.len() + 1);
                vec![awaits(first, &more), awaits(last, "")]
            }
            chain => chain.iter().map(|step| awaits(step, "")).collect(),
        };
        lines.push(line(facts, "waits-for", says, &self.step));
        lines
    }
}

/// Evidence at a step.
pub(super) fn line(facts: &Facts<'_>, kind: &'static str, says: impl Into<String>, step: &Step) -> Evidence {
    match step.file {
        Some(file) => facts.evidence_at(kind, says, Place { file, range: step.range }),
        None => Evidence::at(kind, says, step.line),
    }
}

/// What is reached from these steps; and nothing for calls of functions that never wait.
pub(super) fn from(facts: &Facts<'_>, start: Vec<Step>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut seen: HashSet<Callee> = HashSet::new();
    for step in start {
        let mut open = vec![(step, Vec::<Step>::new(), String::new(), true)];
        while let Some((step, chain, within, same_object)) = open.pop() {
            let Does::Runs(targets, same) = &step.does else {
                let step = if chain.is_empty() { step } else { chosen_by_caller(step) };
                found.push(Found { step, chain, within, same_object });
                continue;
            };
            let same = *same && same_object;
            let mut deeper = chain.clone();
            deeper.push(step.clone());
            for target in targets.clone() {
                if seen.len() > MAX_FUNCTIONS {
                    let step = Step {
                        does: Does::Unknown("the calls go too far to be followed".into()),
                        ..step.clone()
                    };
                    found.push(Found { step, chain: chain.clone(), within: within.clone(), same_object });
                    break;
                }
                // A function that is open already adds nothing but what it is found to wait for.
                if !seen.insert(target) {
                    continue;
                }
                let (name, steps) = of(facts, target);
                let steps: Vec<Step> = steps.to_vec();
                open.extend(steps.into_iter().rev().map(|step| (step, deeper.clone(), name.clone(), same)));
            }
        }
    }
    found
}

/// What a helper is given to run need not be a callback: its own caller chooses it.
fn chosen_by_caller(step: Step) -> Step {
    match &step.does {
        Does::Waits(Kind::Callback, why) if why == steps::GIVEN => {
            Step { does: Does::Unknown("whoever calls the function chooses what runs".into()), ..step }
        }
        _ => step,
    }
}

/// What a function waits for, and its name.
pub(super) fn of(facts: &Facts<'_>, target: Callee) -> (String, Arc<Vec<Step>>) {
    #[derive(Clone)]
    struct Kept(String, Arc<Vec<Step>>);

    let read = |facts: &Facts<'_>, id: NodeId| (facts.symbol(id), Arc::new(of_function(facts, id)));
    match target {
        Callee::Here(id) => read(facts, id),
        Callee::Given(function) if Some(function.file) == facts.file => {
            in_its_file(facts, function, read).unwrap_or_else(|| unread(facts, function))
        }
        Callee::Given(function) => {
            let kept = facts.project.memo().get_or((function.file, function.function, 0), || {
                let (name, steps) =
                    in_its_file(facts, function, read).unwrap_or_else(|| unread(facts, function));
                Kept(name, steps)
            });
            (kept.0, kept.1)
        }
    }
}

/// A function whose file cannot be read, or which is no `def`.
fn unread(facts: &Facts<'_>, function: FunctionRef) -> (String, Arc<Vec<Step>>) {
    let view = facts.view();
    let entry = view.function(function);
    let (name, range) =
        entry.map_or_else(Default::default, |entry| (entry.qualified.to_string(), entry.name_range));
    let place = Place { file: function.file, range };
    let step = Step {
        file: Some(function.file),
        range,
        line: view.line(place),
        shown: name.clone(),
        bound: None,
        on: None,
        does: Does::Unknown("its code cannot be read".into()),
    };
    (name, Arc::new(vec![step]))
}

fn of_function(facts: &Facts<'_>, id: NodeId) -> Vec<Step> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(id) else { return Vec::new() };
    let unknown = |why: String| Step {
        file: facts.file,
        range: node.name.range,
        line: facts.line(node.name.range.start()),
        shown: node.name.to_string(),
        bound: None,
        on: None,
        does: Does::Unknown(why),
    };
    if is_stub(&node.body) {
        return vec![unknown(format!("`{}` only declares what others do", facts.symbol(id)))];
    }
    let mut steps = if node.is_async {
        steps::inside(facts, id, node.range)
    } else {
        let mut steps = steps::returned(facts, id, &node.body);
        if steps.is_empty() {
            steps.push(unknown(format!("what `{}` returns to be awaited is not known", facts.symbol(id))));
        }
        steps
    };
    // The yield of a context manager is where the block runs that is judged.
    steps.retain(|step| !matches!(step.does, Does::Waits(Kind::Consumer, _)));
    for decorator in &node.decorator_list {
        let text = facts.text(&decorator.expression);
        let last = text.split('(').next().unwrap_or_default().rsplit('.').next().unwrap_or_default();
        let plain = matches!(
            last,
            "asynccontextmanager"
                | "override"
                | "final"
                | "wraps"
                | "abstractmethod"
                | "classmethod"
                | "staticmethod"
                | "property"
                | "overload"
        );
        if !plain {
            steps.push(unknown(format!("what `@{text}` does around `{}` is not known", facts.symbol(id))));
        }
    }
    steps
}

/// Whether a body only says that others have to fill it.
fn is_stub(body: &[Stmt]) -> bool {
    body.iter().all(|stmt| match stmt {
        Stmt::Expr(node) => node.value.is_string_literal_expr() || node.value.is_ellipsis_literal_expr(),
        Stmt::Raise(node) => node.exc.as_deref().is_some_and(|raised| {
            let named = match raised {
                crate::syntax::Expr::Call(call) => call.func.as_ref(),
                other => other,
            };
            matches!(named, crate::syntax::Expr::Name(name) if name.id.as_str() == "NotImplementedError")
        }),
        _ => false,
    })
}
