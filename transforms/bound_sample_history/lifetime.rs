//! Why a list that only grows does not grow for ever: it is filled while its object is set up, nobody reads it, or its
//! object is soon gone.

use crate::deques::{Adding, Fit, Holder};
use crate::facts::types::engine::Place;
use crate::facts::{Caller, Facts, FunctionRef, Ty};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange, walk};
use crate::verdict::Evidence;

use super::acts::Act;
use super::gather::{Gathered, shown};
use super::site::Site;

/// Where it is filled, if that is only while the object is set up or the module imported.
pub(super) fn set_up(facts: &Facts<'_>, gathered: &Gathered) -> Option<Evidence> {
    let mut first = None;
    for (place, added) in gathered.added() {
        if !added.set_up && !helps_to_set_up(facts, place, added.function) {
            return None;
        }
        first = first.or(Some(place));
    }
    Some(shown(facts, "set-up", "it is filled here, while its object is set up, and nowhere else", first?))
}

/// Whether a function is called by an `__init__` of its own class only.
fn helps_to_set_up(facts: &Facts<'_>, place: Place, name: Option<crate::syntax::TextSize>) -> bool {
    let Some(name) = name.filter(|_| facts.file.is_some()) else { return false };
    let view = facts.view();
    let Some(function) = view.index(place.file).function_named_at(name) else { return false };
    let function = FunctionRef { file: place.file, function };
    let Some(owner) = view.owner(function) else { return false };
    let Some(callers) = view.only_callers(function) else { return false };
    !callers.is_empty()
        && callers.iter().all(|caller| {
            let around = caller.function.map(|function| FunctionRef { file: caller.place.file, function });
            around.is_some_and(|around| {
                view.owner(around) == Some(owner)
                    && view.function(around).is_some_and(|entry| &*entry.name == "__init__")
            })
        })
}

/// Whether nobody reads it.
pub(super) fn is_dead(facts: &Facts<'_>, site: &Site<'_>, gathered: &Gathered) -> bool {
    let Holder::Attribute { class, name } = &site.holder else { return false };
    if let Some(class) = facts.class_ref(&Ty::Local(*class)) {
        return facts.view().uses(class, name).dead() == Some(true);
    }
    let unread = |act: &Act, fit: &Option<Fit>| match act {
        Act::Made(_) | Act::Declared => true,
        Act::Adds(_) => matches!(fit, Some(Fit::Adds(Adding::One | Adding::Many))),
        _ => false,
    };
    gathered.missed.is_empty() && gathered.all.iter().all(|used| unread(&used.done.act, &used.done.fit))
}

/// A place that makes an object of the class, if all that are known give it to a name of a function and to nobody else.
pub(super) fn short_lived(facts: &Facts<'_>, site: &Site<'_>) -> Option<Evidence> {
    let Holder::Attribute { class, .. } = &site.holder else { return None };
    if may_run_long(facts, *class) {
        return None;
    }
    let class = facts.class_ref(&Ty::Local(*class))?;
    let view = facts.view();
    if !view.descendants(class).is_empty() {
        return None;
    }
    let callers = view.callers(view.method(class, "__init__")?);
    // What tests make says nothing of how the program runs.
    let by_test =
        |caller: &&Caller| facts.in_file(caller.place.file, |other| other.is_test_code()).unwrap_or_default();
    let makers: Vec<&Caller> = callers.certain.iter().filter(|caller| !by_test(caller)).collect();
    if !callers.possible.is_empty() {
        return None;
    }
    let kept = makers.iter().any(|caller| is_kept(facts, caller));
    let first = makers.first()?;
    let message = "objects of its class are made for one call, here and wherever the given files make one";
    (!kept).then(|| facts.evidence_at("short-lived", message, first.place))
}

/// Whether an object may be at work for as long as the program runs, though only one call has it: something in a class
/// or a function waits or goes round.
fn may_run_long(facts: &Facts<'_>, scope: NodeId) -> bool {
    std::iter::once(scope).chain(facts.tree.descendants(scope)).any(|id| match facts.tree.node(id) {
        AnyNodeRef::StmtFunctionDef(node) => node.is_async,
        AnyNodeRef::StmtFor(node) => node.is_async,
        AnyNodeRef::StmtWhile(_) => true,
        _ => false,
    })
}

/// Functions that a program spends its time in.
const MAIN: &[&str] = &["main", "run", "serve", "start", "loop", "forever", "worker"];

fn is_kept(facts: &Facts<'_>, caller: &Caller) -> bool {
    let Some(call) = caller.call else { return true };
    facts.in_file(caller.place.file, |other| keeps(other, call)).unwrap_or(true)
}

/// Whether what a call makes may outlive the function around it.
fn keeps(facts: &Facts<'_>, call: TextRange) -> bool {
    let tree = facts.tree;
    let Some(id) = tree.node_at(call, NodeKind::ExprCall) else { return true };
    let (Some(function), Some(parent)) = (tree.function(id), tree.parent(id)) else { return true };
    let AnyNodeRef::StmtFunctionDef(node) = tree.node(function) else { return true };
    let is_main = walk::words(node.name.as_str()).iter().any(|word| MAIN.contains(&word.as_str()));
    if is_main || may_run_long(facts, function) {
        return true;
    }
    let name = match tree.node(parent) {
        AnyNodeRef::ExprAttribute(_) | AnyNodeRef::StmtExpr(_) => return false,
        AnyNodeRef::WithItem(item) => match item.optional_vars.as_deref() {
            Some(Expr::Name(name)) => name.id.as_str(),
            None => return false,
            _ => return true,
        },
        AnyNodeRef::StmtAssign(assign) => match assign.targets.as_slice() {
            [Expr::Name(name)] => name.id.as_str(),
            _ => return true,
        },
        _ => return true,
    };
    tree.descendants(function).any(|id| {
        let AnyNodeRef::ExprName(read) = tree.node(id) else { return false };
        read.id.as_str() == name
            && read.ctx.is_load()
            && (tree.function(id) != Some(function) || goes_on(facts, id))
    })
}

/// Whether the read of a name does more than use the object's attributes.
fn goes_on(facts: &Facts<'_>, id: NodeId) -> bool {
    let node = facts.tree.node(id);
    match facts.tree.parent(id).map(|parent| facts.tree.node(parent)) {
        Some(AnyNodeRef::ExprAttribute(attribute)) => {
            // A bound method that is handed on keeps the object.
            let outer = facts.tree.parent(id).and_then(|parent| facts.tree.parent(parent));
            attribute.ctx.is_load()
                && matches!(outer.map(|id| facts.tree.node(id)), Some(AnyNodeRef::Arguments(_)))
        }
        Some(AnyNodeRef::ExprSubscript(item)) => item.slice.range() == node.range(),
        Some(AnyNodeRef::StmtFor(_) | AnyNodeRef::ExprCompare(_) | AnyNodeRef::StmtIf(_)) => false,
        _ => true,
    }
}
