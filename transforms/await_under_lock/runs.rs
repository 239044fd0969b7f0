//! Whether the functions that an awaited call runs touch what a lock guards, or change their own objects, which the lock
//! may be there for. All of them are read; what cannot be followed is in the way.

use std::collections::HashSet;

use crate::facts::index::Usage;
use crate::facts::{Facts, Ty};
use crate::handlers::callbacks::is_callback;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, ast};
use crate::tasks::callees::{Callees, Target, callees, in_its_file};

use super::guarded::{self, Changed};
use super::steps::{self, Callee};

/// Functions that are read before it gives up.
const MAX_FUNCTIONS: usize = 60;

/// Whether a call runs nothing that needs the lock.
pub(super) fn is_free<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall, changed: &Changed) -> bool {
    let id = facts.tree.id(call);
    if let Callees::Outside(_) | Callees::Unknown(_) = callees(facts, call, id) {
        return is_callback(facts, &call.func, id) || is_outside(facts, call, id);
    }
    let mut seen = HashSet::new();
    call_is_free(facts, call, id, changed, &mut seen)
}

fn call_is_free<'a>(
    facts: &Facts<'a>,
    call: &'a ast::ExprCall,
    id: NodeId,
    changed: &Changed,
    seen: &mut HashSet<Callee>,
) -> bool {
    match callees(facts, call, id) {
        Callees::Outside(_) => true,
        Callees::Unknown(_) => is_outside(facts, call, id),
        Callees::Given(targets) => targets.into_iter().all(|target| {
            let function = steps::callee_of(facts, target);
            if !seen.insert(function) {
                return true;
            }
            if seen.len() > MAX_FUNCTIONS {
                return false;
            }
            match target {
                Target::Here(id) => function_is_free(facts, id, changed, seen),
                Target::There(other) => {
                    in_its_file(facts, other, |facts, id| function_is_free(facts, id, changed, seen))
                        .unwrap_or(false)
                }
            }
        }),
    }
}

fn function_is_free(facts: &Facts<'_>, id: NodeId, changed: &Changed, seen: &mut HashSet<Callee>) -> bool {
    let range = facts.tree.node(id).range();
    let index = facts.index();
    let touches = index.attributes.iter().any(|(name, uses)| {
        let mut here = uses.iter().filter(|used| range.contains_range(used.range));
        let guarded = changed.contains(name);
        here.any(|used| guarded || (used.this.is_some() && used.usage != Usage::Called && sets(&used.usage)))
    });
    let names_guarded = index.names.iter().any(|(name, uses)| {
        let mut here = uses.iter().filter(|used| used.owner.is_none() && range.contains_range(used.range));
        (changed.contains(name) || changed.stored.contains(&**name)) && here.next().is_some()
    });
    if touches || names_guarded {
        return false;
    }
    let tree = facts.tree;
    tree.descendants(id).all(|inner| match tree.node(inner) {
        AnyNodeRef::ExprCall(call) => call_is_free(facts, call, inner, changed, seen),
        AnyNodeRef::StmtGlobal(_) | AnyNodeRef::StmtNonlocal(_) => false,
        _ => true,
    })
}

/// Whether a use changes an object; a queue takes what several tasks put into it.
fn sets(usage: &Usage) -> bool {
    match usage {
        Usage::Method { name, .. } if &**name == "put_nowait" => false,
        Usage::Alias(_) => false,
        usage => guarded::changes(usage),
    }
}

/// Whether a call certainly runs something outside of the given files, as far as the file alone shows.
fn is_outside<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall, id: NodeId) -> bool {
    if facts.qualified(&call.func, id).is_some_and(|name| !name.starts_with('.')) {
        return true;
    }
    match call.func.as_ref() {
        Expr::Attribute(method) => {
            matches!(facts.type_of(&method.value, id).ty, Ty::Named(_) | Ty::Container { .. })
        }
        _ => false,
    }
}
