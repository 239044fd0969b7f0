//! Whether a change is made to an object that has just been made, so that nobody can loop over what it holds yet.

use crate::facts::{BindingKind, Facts};
use crate::syntax::{AnyNodeRef, Expr, NodeKind, Ranged, TextRange};

use super::changes::Change;
use super::when::receiver;

/// Whether the changed container belongs to an object of this class that the same function has made before, with
/// nothing that waits in between.
pub(super) fn is_on_new_object(facts: &Facts<'_>, change: &Change, class: &str) -> bool {
    if change.aliased || change.handed {
        return false;
    }
    // Most changes are to the method's own object, or to one that is itself an attribute.
    let plain =
        |name: &str| name != "self" && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if !receiver(facts, change.place).is_some_and(|object| plain(&object)) {
        return false;
    }
    let (file, range) = (change.place.file, change.place.range);
    if facts.file == Some(file) {
        is_new(facts, range, class)
    } else {
        facts.project.with_file(file, facts.settings, |other| is_new(other, range, class)).unwrap_or(false)
    }
}

fn is_new(facts: &Facts<'_>, range: TextRange, class: &str) -> bool {
    let tree = facts.tree;
    let Some(id) = tree.node_at(range, NodeKind::ExprAttribute) else { return false };
    let AnyNodeRef::ExprAttribute(container) = tree.node(id) else { return false };
    let Expr::Name(object) = container.value.as_ref() else { return false };
    let Some((scope, [binding])) = facts.scopes().lookup(tree, id, object.id.as_str()) else { return false };
    let BindingKind::Assignment { value: Some(Expr::Call(call)), .. } = &binding.kind else { return false };
    let makes = match call.func.as_ref() {
        Expr::Name(name) => name.id.as_str() == class,
        Expr::Attribute(name) => name.attr.as_str() == class,
        _ => false,
    };
    let between = TextRange::new(binding.range.end().min(range.start()), range.start());
    let waits = tree.descendants(scope).any(|inner| {
        matches!(tree.node(inner).kind(), NodeKind::ExprAwait | NodeKind::ExprYield)
            && between.contains(tree.node(inner).start())
    });
    // A loop around the change alone comes back to it after what waits further down.
    let comes_back = facts.loops_around(id).into_iter().any(|outer| {
        !tree.contains(outer, binding.node)
            && tree.descendants(outer).any(|inner| tree.node(inner).kind() == NodeKind::ExprAwait)
    });
    makes && tree.function(id) == Some(scope) && !waits && !comes_back
}
