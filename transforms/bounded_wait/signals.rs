//! Whether a signal handler sets the event that is waited for, in this file or another given one. Reads who registers
//! handlers; judges nothing.

use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{BindingKind, Facts, FunctionRef, Ty, Use};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange, ast, walk};
use crate::verdict::Evidence;

use super::event::Event;
use super::site::Wait;

const MESSAGE: &str = "a signal handler sets it: it waits for the signal";

/// `loop.add_signal_handler(SIGTERM, stop.set)`, or a handler that sets it: of this file by the name that the event has
/// here, of any given file by the event's uses.
pub(super) fn set_by_signal(wait: &Wait<'_>, event: Option<&Event>, facts: &Facts<'_>) -> Option<Evidence> {
    in_this_file(wait, facts).or_else(|| anywhere(event?, facts))
}

fn in_this_file(wait: &Wait<'_>, facts: &Facts<'_>) -> Option<Evidence> {
    let receiver = walk::dotted(wait.receiver)?;
    facts.tree.all().find_map(|id| {
        let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
        if !registers(call, id, facts) {
            return None;
        }
        let sets = names_set(id, &receiver, facts)
            || call.arguments.args.iter().any(|argument| {
                handler_function(argument, id, facts)
                    .is_some_and(|function| names_set(function, &receiver, facts))
            });
        sets.then(|| facts.evidence("set-by-signal", MESSAGE, call))
    })
}

/// Whether `<receiver>.set` stands below a node.
fn names_set(below: NodeId, receiver: &[&str], facts: &Facts<'_>) -> bool {
    facts.tree.descendants(below).any(|inner| match facts.tree.node(inner) {
        AnyNodeRef::ExprAttribute(set) => {
            set.attr.as_str() == "set" && walk::dotted(&set.value).is_some_and(|names| names == receiver)
        }
        _ => false,
    })
}

/// The function or method of this file that an argument names.
fn handler_function<'a>(argument: &'a Expr, at: NodeId, facts: &Facts<'a>) -> Option<NodeId> {
    match argument {
        Expr::Name(name) => {
            let (_, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
            match bindings {
                [binding] if matches!(binding.kind, BindingKind::Function(_)) => Some(binding.node),
                _ => None,
            }
        }
        Expr::Attribute(attribute) => match facts.type_of(&attribute.value, at).ty {
            Ty::Local(class) => facts.method_of(class, attribute.attr.as_str()),
            _ => None,
        },
        _ => None,
    }
}

/// The uses of the event that set it, or hand its `set` on, under a registration or in a function that is registered.
fn anywhere(event: &Event, facts: &Facts<'_>) -> Option<Evidence> {
    let may_set = |found: &&Use| match &found.usage {
        Usage::Method { name, .. } => &**name == "set",
        usage => *usage == Usage::Read,
    };
    let uses = event.uses.list.iter().filter(|_| event.itself).filter(may_set);
    let call = uses.into_iter().find_map(|found| {
        registered_around(found.place, true, facts).or_else(|| registered_handler(found, facts))
    })?;
    Some(facts.evidence_at("set-by-signal", MESSAGE, call))
}

/// The registration around a place. With `sets`, the place must be the event of a `set`.
fn registered_around(place: Place, sets: bool, facts: &Facts<'_>) -> Option<Place> {
    if !facts.project.text(place.file).contains("signal") {
        return None;
    }
    let range: TextRange = facts
        .in_file(place.file, |facts| {
            let id = facts.used_at(place.range)?;
            if sets && !is_set(facts, id) {
                return None;
            }
            facts.tree.ancestors(id).take_while(|&outer| !facts.tree.node(outer).is_statement()).find_map(
                |outer| match facts.tree.node(outer) {
                    AnyNodeRef::ExprCall(call) if registers(call, outer, facts) => Some(call.range()),
                    _ => None,
                },
            )
        })
        .flatten()?;
    Some(Place { file: place.file, range })
}

/// The registration of the function that sets it.
fn registered_handler(found: &Use, facts: &Facts<'_>) -> Option<Place> {
    if !matches!(found.usage, Usage::Method { .. }) {
        return None;
    }
    let view = facts.view();
    let function = FunctionRef { file: found.place.file, function: found.function? };
    if view.function(function)?.name.is_empty() {
        return None;
    }
    let handed = view.callers(function).possible;
    let plainly = |doubt: Option<&str>| doubt == Some("it is handed on");
    handed
        .iter()
        .filter(|caller| caller.call.is_none() && plainly(caller.doubt.as_deref()))
        .find_map(|caller| registered_around(caller.place, false, facts))
}

/// `x` of `x.set`.
fn is_set(facts: &Facts<'_>, id: NodeId) -> bool {
    matches!(
        facts.tree.parent(id).map(|parent| facts.tree.node(parent)),
        Some(AnyNodeRef::ExprAttribute(outer)) if outer.attr.as_str() == "set"
    )
}

/// Whether a call registers a handler for a signal.
fn registers(call: &ast::ExprCall, at: NodeId, facts: &Facts<'_>) -> bool {
    match call.func.as_ref() {
        Expr::Attribute(function) if function.attr.as_str() == "add_signal_handler" => true,
        function => facts.qualified(function, at).is_some_and(|name| name == "signal.signal"),
    }
}
