//! What a project's own spawner does with the task that it starts, in whichever given file it is. Judges no call.

use super::callees::{Target, in_its_file};
use super::flow::{Fate, MAX_DEPTH, RETURNED, trace};
use super::spawn::{Call, recognise};
use crate::facts::{Facts, is_transparent};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt};
use crate::verdict::Evidence;

/// What a spawner does with the task that it starts.
#[derive(Clone)]
pub(crate) enum Does {
    /// It keeps the task.
    Keeps(Evidence),
    /// It gives the task to whoever calls it.
    Returns(Evidence),
    /// It does neither; its own start of the task is judged there.
    Drops(Evidence),
    /// Its result has to be awaited.
    Waits,
    /// It is read, and shows none of these; why.
    Unclear(Evidence),
}

/// Wrappers of wrappers that are followed.
const LEVELS: u8 = 2;

/// What those functions do of which a call runs one; `None` where they start no task.
pub(crate) fn does(facts: &Facts<'_>, targets: &[Target]) -> Option<Does> {
    all(facts, targets, LEVELS)
}

fn all(facts: &Facts<'_>, targets: &[Target], levels: u8) -> Option<Does> {
    let (mut does, mut none) = (Vec::new(), Vec::new());
    for &target in targets {
        match at_level(facts, target, levels) {
            Some(found) => does.push(found),
            None => none.extend(idle(facts, target)),
        }
    }
    let agreed = agreed(does)?;
    Some(match none.into_iter().next() {
        Some(evidence) => Does::Unclear(evidence),
        None => agreed,
    })
}

/// Evidence of a function that starts no task; `None` for one that only declares what subclasses do.
fn idle(facts: &Facts<'_>, target: Target) -> Option<Evidence> {
    let shown = |facts: &Facts<'_>, id: NodeId| match facts.tree.node(id) {
        AnyNodeRef::StmtFunctionDef(node) => {
            let abstract_ = node.body.iter().all(|stmt| match stmt {
                Stmt::Pass(_) | Stmt::Raise(_) => true,
                Stmt::Expr(expr) => {
                    matches!(expr.value.as_ref(), Expr::StringLiteral(_) | Expr::EllipsisLiteral(_))
                }
                _ => false,
            });
            let message = format!("`{}` starts no task here, as far as it is followed", node.name);
            (!abstract_).then(|| facts.evidence("spawner-unknown", message, node.name.range()))
        }
        _ => None,
    };
    match target {
        Target::Here(id) => shown(facts, id),
        Target::There(function) => in_its_file(facts, function, |other, id| {
            shown(other, id).map(|found| Evidence { path: Some(other.path.to_string()), ..found })
        })
        .flatten(),
    }
}

/// Evidence of a function in another given file that starts no task, where a call certainly runs that one.
pub(crate) fn idle_elsewhere(facts: &Facts<'_>, targets: &[Target]) -> Option<Evidence> {
    targets.iter().filter(|target| matches!(target, Target::There(_))).find_map(|&target| idle(facts, target))
}

fn at_level(facts: &Facts<'_>, target: Target, levels: u8) -> Option<Does> {
    match target {
        Target::Here(function) => read(facts, function, levels),
        // Many calls run the same spawner, whoever asks.
        Target::There(function) => {
            facts.project.memo().get_or((function.file, function.function, levels), || {
                in_its_file(facts, function, |other, id| {
                    read(other, id, levels).map(|does| does.named(other))
                })
                .flatten()
            })
        }
    }
}

impl Does {
    /// The same with the path of the file that shows it, unless it names another one already.
    fn named(mut self, facts: &Facts<'_>) -> Self {
        if let Does::Keeps(evidence)
        | Does::Returns(evidence)
        | Does::Drops(evidence)
        | Does::Unclear(evidence) = &mut self
        {
            evidence.path.get_or_insert_with(|| facts.path.to_string());
        }
        self
    }
}

fn read(facts: &Facts<'_>, function: NodeId, levels: u8) -> Option<Does> {
    let tree = facts.tree;
    let AnyNodeRef::StmtFunctionDef(node) = tree.node(function) else { return None };
    if node.is_async {
        return Some(Does::Waits);
    }
    let decorated = node
        .decorator_list
        .iter()
        .map(|decorator| facts.text(&decorator.expression))
        .find(|decorator| !is_transparent(decorator));
    let mut does = None;
    for id in tree.descendants(function).filter(|&id| tree.function(id) == Some(function)) {
        if tree.node(id).kind() != NodeKind::ExprCall {
            continue;
        }
        match started(facts, id, levels) {
            None => {}
            // The strongest holds for the function; nothing is stronger than a task that is lost.
            Some(found @ (Does::Drops(_) | Does::Unclear(_))) => {
                does = Some(found);
                break;
            }
            Some(found @ Does::Keeps(_)) => does = Some(found),
            Some(found) => {
                does.get_or_insert(found);
            }
        }
    }
    match (does, decorated) {
        (Some(_), Some(decorator)) => {
            let message = format!("`{}` is decorated with `{decorator}`, which may change it", node.name);
            Some(Does::Unclear(facts.evidence("spawner-unknown", message, node.name.range())))
        }
        (does, _) => does,
    }
}

/// What becomes of the task that a call inside a spawner starts, if it starts one.
fn started(facts: &Facts<'_>, id: NodeId, levels: u8) -> Option<Does> {
    let line = facts.tree.node(id);
    match recognise(facts, id)? {
        Call::Spawn(_) => Some(kept(facts, id)),
        Call::Group(evidence) => Some(Does::Keeps(evidence)),
        Call::Own(targets) if levels > 0 => match all(facts, &targets, levels - 1)? {
            Does::Returns(_) => Some(kept(facts, id)),
            Does::Waits => None,
            other => Some(other),
        },
        Call::Foreign(_) if matches!(trace(facts, id, MAX_DEPTH), Fate::Held(ref hold) if hold.kind != RETURNED) => {
            None
        }
        Call::Own(_) | Call::Foreign(_) => {
            let message = format!("it hands the coroutine on to `{}`", callee_text(facts, id));
            Some(Does::Unclear(facts.evidence("spawner-unknown", message, line)))
        }
        Call::Scheduled(_) => None,
    }
}

fn callee_text<'a>(facts: &Facts<'a>, id: NodeId) -> &'a str {
    match facts.tree.node(id) {
        AnyNodeRef::ExprCall(call) => match call.func.as_ref() {
            func @ (Expr::Name(_) | Expr::Attribute(_)) if !facts.text(func).contains('\n') => {
                facts.text(func)
            }
            _ => "another function",
        },
        _ => "another function",
    }
}

/// What becomes of the task that the call at `id` gives.
fn kept(facts: &Facts<'_>, id: NodeId) -> Does {
    let line = facts.tree.node(id);
    match trace(facts, id, MAX_DEPTH) {
        Fate::Held(hold) if hold.kind == RETURNED => {
            Does::Returns(facts.evidence("spawner-returns", "it starts the task and returns it", line))
        }
        Fate::Held(hold) => Does::Keeps(facts.evidence("spawner-keeps", hold.message, hold.range)),
        Fate::Dropped(_) => Does::Drops(facts.evidence("spawner-drops", "it starts the task here", line)),
    }
}

/// What several functions of which one runs do: what all of them do. `None` for none.
fn agreed(all: Vec<Does>) -> Option<Does> {
    let mut all = all.into_iter();
    let mut first = all.next()?;
    for other in all {
        let same = std::mem::discriminant(&first) == std::mem::discriminant(&other);
        first = match (same, first, other) {
            (true, first, _) => first,
            (false, unclear @ Does::Unclear(_), _) | (false, _, unclear @ Does::Unclear(_)) => unclear,
            (false, Does::Waits, other) => other.unclear("others of the same name have to be awaited"),
            (false, first, Does::Waits) => first.unclear("others of the same name have to be awaited"),
            (false, _, other) => other.unclear("others of the same name do otherwise with the task"),
        };
    }
    Some(first)
}

impl Does {
    fn unclear(self, why: &str) -> Self {
        match self {
            Does::Keeps(evidence)
            | Does::Returns(evidence)
            | Does::Drops(evidence)
            | Does::Unclear(evidence) => {
                let message = format!("{}, and {why}", evidence.message);
                Does::Unclear(Evidence { kind: "spawner-unknown", message, ..evidence })
            }
            Does::Waits => Does::Waits,
        }
    }
}
