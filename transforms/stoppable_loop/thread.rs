//! Whether a thread runs a plain function, by the call that hands it to one. Not who ends the thread.

use crate::facts::index::{Occurrence, Slot, Usage};
use crate::facts::types::engine::Place;
use crate::facts::{Facts, Wanted};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged};
use crate::verdict::Evidence;

/// Calls that run a function in a thread, by their last name, and where it stands among the arguments.
const STARTERS: &[(&str, usize, Option<&str>)] = &[
    ("Thread", 1, Some("target")),
    ("Timer", 1, Some("function")),
    ("run_in_executor", 1, Some("func")),
    ("to_thread", 0, Some("func")),
    ("submit", 0, None),
    ("start_new_thread", 0, None),
    ("run_sync", 0, Some("func")),
];

/// The line that shows that a thread runs a function.
pub(super) fn started<'a>(
    facts: &Facts<'a>,
    function: NodeId,
    definition: &'a ast::StmtFunctionDef,
) -> Option<Evidence> {
    if let Some(evidence) = subclass(facts, function, definition) {
        return Some(evidence);
    }
    // The text first: most files have no thread at all.
    if may_hand_over(facts.layout.text(), definition.name.as_str())
        && let Some(evidence) = here(facts, function)
    {
        return Some(evidence);
    }
    elsewhere(facts, function, definition.name.as_str())
}

/// `run` of a class that is a thread.
fn subclass<'a>(
    facts: &Facts<'a>,
    function: NodeId,
    definition: &'a ast::StmtFunctionDef,
) -> Option<Evidence> {
    if definition.name.as_str() != "run" {
        return None;
    }
    let class = facts.class(facts.tree.class_of_method(function)?)?;
    let base = class.bases().iter().find(|base| facts.is_one_of(base, class.id, &["threading.Thread"]))?;
    Some(facts.evidence("thread", format!("`{}` is a thread", class.name()), base))
}

/// Whether a text may hand a function of this name to a starter: the name, dotted or not, stands as an argument
/// shortly behind a starter's. Only rules out, so that nothing is parsed for names such as `read`.
fn may_hand_over(text: &str, name: &str) -> bool {
    /// Characters between a starter's name and the function: other arguments stand there.
    const NEAR: usize = 400;
    text.match_indices(name).any(|(at, _)| {
        let dotted = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
        let before = text[..at].trim_end_matches(dotted).trim_end();
        if !before.ends_with(['=', ',', '(']) {
            return false;
        }
        let from = (0..=before.len().saturating_sub(NEAR)).rev().find(|&from| before.is_char_boundary(from));
        let near = &before[from.unwrap_or(0)..];
        STARTERS.iter().any(|(starter, ..)| near.contains(starter))
    })
}

/// The call of this file that hands the function to a thread.
fn here(facts: &Facts<'_>, function: NodeId) -> Option<Evidence> {
    facts.callers(function).possible.into_iter().find_map(|range| {
        let reference = facts.used_at(range)?;
        handed(facts, reference)
    })
}

/// Evidence of the call that a reference to a function is the thread argument of.
fn handed(facts: &Facts<'_>, reference: NodeId) -> Option<Evidence> {
    let node = facts.tree.node(reference);
    let call = facts.tree.ancestors(reference).take(3).find_map(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprCall(call) => Some(call),
        _ => None,
    })?;
    let name = last_name(&call.func)?;
    let (_, position, keyword) = STARTERS.iter().find(|(starter, ..)| *starter == name)?;
    let given = match keyword {
        Some(keyword) => call.arguments.find_argument_value(keyword, *position),
        None => call.arguments.args.get(*position),
    }?;
    if !AnyNodeRef::from(given).ptr_eq(node) || is_process(facts, call) {
        return None;
    }
    let text = facts.text(call.func.as_ref());
    let daemon = call
        .arguments
        .find_keyword("daemon")
        .is_some_and(|word| matches!(&word.value, Expr::BooleanLiteral(literal) if literal.value));
    let message = match daemon {
        true => {
            format!("`{text}` runs it in a daemon thread, which the end of the program does not wait for")
        }
        false => format!("`{text}` runs it in a thread"),
    };
    Some(facts.evidence("thread", message, call.range()))
}

/// A pool of processes is no thread, but what runs there goes on just as well: only what says so is left out.
fn is_process(facts: &Facts<'_>, call: &ast::ExprCall) -> bool {
    facts.text(call.func.as_ref()).to_lowercase().contains("process")
}

fn last_name(func: &Expr) -> Option<&str> {
    match func {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

/// The call of another given file that hands the function to a thread.
fn elsewhere(facts: &Facts<'_>, function: NodeId, name: &str) -> Option<Evidence> {
    let own = facts.file?;
    let file = |file: u32| file != own && may_hand_over(facts.project.text(file), name);
    facts.project.files_with(name).into_iter().any(file).then_some(())?;
    let function = facts.function_ref(function)?;
    let view = facts.view();
    let place = |_: &crate::facts::index::FileIndex,
                 found: &Occurrence,
                 _: &crate::facts::index::Function| match &found.usage {
        Usage::Passed { slot: Slot::Keyword(name), .. } => {
            STARTERS.iter().any(|(.., keyword)| *keyword == Some(&**name))
        }
        Usage::Passed { slot: Slot::Position(at), .. } => {
            STARTERS.iter().any(|(_, position, _)| position == at)
        }
        _ => false,
    };
    let wanted = Wanted { file: &file, place: &place };
    let shown = |place: Place| {
        facts
            .in_file(place.file, |other| {
                let id = other
                    .tree
                    .node_at(place.range, NodeKind::ExprAttribute)
                    .or_else(|| other.tree.node_at(place.range, NodeKind::ExprName))?;
                handed(other, id).map(|evidence| evidence.message)
            })
            .flatten()
    };
    let found = view.find_caller(function, &wanted, &|caller| shown(caller.place).is_some())?;
    Some(facts.evidence_at("thread", shown(found.place)?, found.place))
}
