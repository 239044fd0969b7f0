//! What was taken out of a container before the loop, so that only a name has it; and names of iterators, which are used up.
//! Follows no further than one statement.

use crate::facts::{Binding, BindingKind, Facts};
use crate::syntax::{Expr, NodeId, Ranged, Stmt};

use super::source::{LAZY_ALL, LAZY_FIRST, LAZY_SECOND, Reach, Source};

/// A copy that is followed by emptying the container: what is in the copy is nobody else's any more.
pub(super) fn taken_out<'a>(facts: &Facts<'a>, iter: &Expr, source: Source<'a>) -> Source<'a> {
    let Reach::Copied(copy) = source.reach else { return source };
    let followed = || {
        let Expr::Name(name) = iter else { return None };
        let (_, bindings) = facts.scopes().lookup(facts.tree, facts.tree.id(iter), name.id.as_str())?;
        let [Binding { kind: BindingKind::Assignment { value: Some(value), .. }, node, .. }] = bindings
        else {
            return None;
        };
        let statement = facts.tree.statement(*node).filter(|_| value.range().contains_range(copy))?;
        let (suite, index) = facts.tree.suite(statement)?;
        let next = suite.get(index + 1)?;
        super::emptied::empties(facts, next, facts.text(source.container)).then(|| next.range())
    };
    match followed() {
        Some(at) => Source { reach: Reach::TakenOut(at), ..source },
        None => source,
    }
}

/// `batch = self.x` that is followed by `self.x = ...`: only the name has what was there.
pub(super) fn replaced<'a>(facts: &Facts<'a>, value: &Expr, bound: NodeId, source: Source<'a>) -> Source<'a> {
    let followed = || {
        let (suite, index) = facts.tree.suite(facts.tree.statement(bound)?)?;
        let next = suite.get(index + 1)?;
        let container = facts.text(source.container);
        let anew = match next {
            Stmt::Assign(node) => node.targets.iter().any(|target| facts.text(target) == container),
            Stmt::AnnAssign(node) => node.value.is_some() && facts.text(node.target.as_ref()) == container,
            _ => false,
        };
        anew.then(|| next.range())
    };
    let whole = source.reach == Reach::Live && !source.inner && value.range() == source.container.range();
    match followed().filter(|_| whole) {
        Some(at) => Source { reach: Reach::TakenOut(at), ..source },
        None => source,
    }
}

/// Whether a value is gone over only once.
pub(super) fn is_iterator(facts: &Facts<'_>, value: &Expr) -> bool {
    match value {
        Expr::Generator(_) => true,
        Expr::Call(call) => facts.qualified(&call.func, facts.tree.id(value)).is_some_and(|name| {
            [LAZY_FIRST, LAZY_ALL, LAZY_SECOND].concat().contains(&name.as_str())
                || name == "itertools.chain.from_iterable"
        }),
        Expr::Named(node) => is_iterator(facts, &node.value),
        Expr::If(node) => is_iterator(facts, &node.body) || is_iterator(facts, &node.orelse),
        Expr::BoolOp(node) => node.values.iter().any(|value| is_iterator(facts, value)),
        _ => false,
    }
}
