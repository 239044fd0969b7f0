//! Whether this file shows every use of an event, and that none of them clears it or lets it out.

use crate::facts::{BindingKind, Facts, Scopes};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange, walk};
use crate::verdict::Evidence;

use super::event::{self, Event};
use super::site::Wait;

/// What is done with an event that can change nothing but that it is set.
const HARMLESS: &[&str] = &["is_set", "set", "wait"];

/// Whether an event, once set, stays set: then a wait that is started anew misses nothing.
pub(super) enum Privacy {
    /// It does; what shows it.
    NeverCleared(Evidence),
    /// It may not; why.
    MayBeCleared(Evidence),
}

/// What this file proves about the event of a wait, and what the given files show where it does not.
pub(super) fn of(wait: &Wait<'_>, event: Option<&Event>, facts: &Facts<'_>) -> Privacy {
    let subject = wait.subject(facts);
    let proof = match wait.receiver {
        Expr::Name(name) => of_local(name.id.as_str(), wait, facts),
        Expr::Attribute(attribute) => of_mangled(attribute.attr.as_str(), wait, facts),
        _ => Err(wait.receiver.range()),
    };
    let cleared = event.and_then(|event| event.calls(&["clear"]).next());
    match (proof, cleared) {
        (Ok(created), None) => Privacy::NeverCleared(facts.evidence(
            "never-cleared",
            format!("`{subject}` is made here, and this file, which shows every use of it, never clears it or lets it out"),
            created,
        )),
        (_, Some(cleared)) => {
            let message = format!("{} clears `{subject}` here", event::who(cleared, facts));
            Privacy::MayBeCleared(facts.evidence_at("may-be-cleared", message, cleared.place))
        }
        (Err(use_), None) => {
            let message = if use_ != wait.receiver.range() {
                format!("`{subject}` may be cleared here or where this hands it to")
            } else if event.is_some_and(|event| event.itself && event.uses.blind.is_empty()) {
                format!("no line of the given files clears `{subject}`, but files that are not given may")
            } else {
                format!("other files may clear `{subject}`")
            };
            Privacy::MayBeCleared(facts.evidence("may-be-cleared", message, use_))
        }
    }
}

/// A local of the function that waits, made once there as `asyncio.Event()`. The error is the use that
/// proves nothing.
fn of_local(name: &str, wait: &Wait<'_>, facts: &Facts<'_>) -> Result<TextRange, TextRange> {
    let here = wait.receiver.range();
    let (scope, bindings) = facts.scopes().lookup(facts.tree, wait.call_id, name).ok_or(here)?;
    let [binding] = bindings else { return Err(bindings.last().map_or(here, |binding| binding.range)) };
    let made = matches!(&binding.kind, BindingKind::Assignment { value: Some(value), .. } if is_new_event(value, scope, facts));
    if facts.tree.node(scope).kind() != NodeKind::StmtFunctionDef {
        return Err(here);
    }
    if !made || chained(binding.node, facts) || !stays_bound(name, binding.node, scope, wait.call_id, facts) {
        return Err(binding.range);
    }
    for id in facts.tree.descendants(scope) {
        match facts.tree.node(id) {
            AnyNodeRef::ExprName(read) if read.id.as_str() == name && read.range() != binding.range => {
                // The same name in a nested function may be another thing; then it is no use of this event.
                let same =
                    facts.scopes().lookup(facts.tree, id, name).is_some_and(|(bound, _)| bound == scope);
                if same && !is_harmless(id, facts) {
                    return Err(read.range());
                }
            }
            _ => {}
        }
    }
    Ok(binding.range)
}

/// An attribute whose two leading underscores keep other files out, made once in `__init__`.
fn of_mangled(name: &str, wait: &Wait<'_>, facts: &Facts<'_>) -> Result<TextRange, TextRange> {
    let here = wait.receiver.range();
    if !name.starts_with("__") || name.ends_with("__") {
        return Err(here);
    }
    let (class, this) = facts.this(wait.call_id).ok_or(here)?;
    // Its mangled name is still a name (the language reference, "Private name mangling").
    let outside = format!("_{}{name}", class.name().trim_start_matches('_'));
    if !facts.project.files_with(&outside).is_empty() {
        return Err(here);
    }
    if walk::dotted(wait.receiver).is_none_or(|names| names != [this, name]) {
        return Err(here);
    }
    let writes: Vec<_> = class.writes_of(name).collect();
    let [write] = writes.as_slice() else { return Err(writes.last().map_or(here, |write| write.range)) };
    let in_init = write.method.is_some_and(|method| {
        matches!(facts.tree.node(method), AnyNodeRef::StmtFunctionDef(node) if node.name.as_str() == "__init__")
    });
    let made = write.value.is_some_and(|value| is_new_event(value, write.node_id, facts));
    if !in_init || !made || chained(write.node_id, facts) || !facts.loops_around(write.node_id).is_empty() {
        return Err(write.range);
    }
    for id in facts.tree.all() {
        match facts.tree.node(id) {
            AnyNodeRef::ExprAttribute(used)
                if used.attr.as_str() == name && used.range() != write.range && !is_harmless(id, facts) =>
            {
                return Err(used.range());
            }
            _ => {}
        }
    }
    Ok(write.range)
}

/// Whether a name that is bound at one place only means the same object for as long as the wait lasts: a
/// nested function may declare it `nonlocal`, and a loop around the binding may bind it again meanwhile.
pub(super) fn stays_bound(name: &str, binding: NodeId, scope: NodeId, at: NodeId, facts: &Facts<'_>) -> bool {
    let rebound = facts.tree.descendants(scope).any(|id| match facts.tree.node(id) {
        AnyNodeRef::StmtNonlocal(node) => node.names.iter().any(|outer| outer.as_str() == name),
        _ => false,
    });
    !rebound && (Scopes::scope_of(facts.tree, at) == scope || facts.loops_around(binding).is_empty())
}

fn is_new_event(value: &Expr, at: NodeId, facts: &Facts<'_>) -> bool {
    matches!(value, Expr::Call(call) if facts.qualified(&call.func, at).is_some_and(|name| name == "asyncio.Event"))
}

/// `a = b = asyncio.Event()`, `f(a := asyncio.Event())`: the event has another name too.
fn chained(target: NodeId, facts: &Facts<'_>) -> bool {
    match facts.tree.parent(target).map(|parent| facts.tree.node(parent)) {
        Some(AnyNodeRef::StmtAssign(assign)) => assign.targets.len() != 1,
        Some(AnyNodeRef::StmtAnnAssign(_)) => false,
        _ => true,
    }
}

/// `x.set`, `x.set()`, `x.is_set()`, `x.wait()`.
fn is_harmless(used: NodeId, facts: &Facts<'_>) -> bool {
    matches!(
        facts.tree.parent(used).map(|parent| facts.tree.node(parent)),
        Some(AnyNodeRef::ExprAttribute(outer)) if HARMLESS.contains(&outer.attr.as_str()) && outer.ctx.is_load()
    )
}
