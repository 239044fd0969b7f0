//! Which functions of the given files a call of a project's own spawner may run, and how they are read. What they do
//! is in [`super::wrapper`].

use crate::facts::index::Usage;
use crate::facts::types::engine::Why;
use crate::facts::{ClassRef, Facts, FunctionRef};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextSize};

/// A function that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A `def` of the file that is read.
    Here(NodeId),
    /// A function of another given file.
    There(FunctionRef),
}

/// What a call may run.
pub(crate) enum Callees {
    /// One of these functions, and nothing else.
    Given(Vec<Target>),
    /// Something outside of the given files, by its dotted names.
    Outside(Vec<String>),
    /// It is not known, and why; `None` where this file alone does not show it.
    Unknown(Option<String>),
}

/// Finds what a call may run: with the type engine all that subclasses put in its place, else what this file shows.
pub(crate) fn callees<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall, id: NodeId) -> Callees {
    let here = || match facts.callee(call, id) {
        Some(function) => Callees::Given(vec![Target::Here(function)]),
        None => Callees::Unknown(None),
    };
    if facts.file.is_none() || facts.project.engine().is_none() {
        return here();
    }
    let found = facts.runs(&call.func, id);
    if let Some(why) = found.why {
        // What this file shows by itself holds, unless somebody may have put something else in its place.
        return match here() {
            Callees::Unknown(_) => Callees::Unknown(Some(why.words())),
            known if why != Why::Replaced => known,
            _ => Callees::Unknown(Some(why.words())),
        };
    }
    // What the checker sees of an object is no more than what its own file assigns.
    if let Expr::Attribute(attribute) = call.func.as_ref()
        && facts.type_of(&attribute.value, id).is_replaced()
    {
        let receiver = facts.text(attribute.value.as_ref());
        return Callees::Unknown(Some(format!("`{receiver}` is set to something else elsewhere")));
    }
    let view = facts.view();
    let mut targets = Vec::new();
    for symbol in &found.symbols {
        let Some(place) = symbol.place else {
            return Callees::Outside(found.symbols.iter().map(|symbol| symbol.name.clone()).collect());
        };
        // A class that is called makes an instance, which is no task.
        let Some(function) = view.index(place.file).function_named_at(place.range.start()) else {
            return Callees::Outside(vec![symbol.name.clone()]);
        };
        let function = FunctionRef { file: place.file, function };
        if let Some(why) = replaced(facts, function) {
            return Callees::Unknown(Some(why));
        }
        let target = if Some(place.file) == facts.file {
            match definition(facts, place.range.start()) {
                Some(id) => Target::Here(id),
                None => return Callees::Unknown(None),
            }
        } else {
            Target::There(function)
        };
        targets.push(target);
    }
    if targets.is_empty() { here() } else { Callees::Given(targets) }
}

/// Who may have put something else in the place of a method of an instance.
fn replaced(facts: &Facts<'_>, function: FunctionRef) -> Option<String> {
    let view = facts.view();
    let class: ClassRef = view.owner(function)?;
    let name = view.function(function)?.name.clone();
    let index = view.index(class.file);
    let own = index
        .attributes(&name)
        .iter()
        .any(|found| found.this == Some(class.class) && matches!(found.usage, Usage::Write));
    if own {
        return Some(format!("`{}` also sets an attribute of that name", view.class_name(class)));
    }
    let place = view.rebound(class, &name, "")?;
    Some(format!("something else may be put in its place in {}", view.shown(place)))
}

/// The `def` whose name starts at an offset.
fn definition(facts: &Facts<'_>, start: TextSize) -> Option<NodeId> {
    facts.tree.all().find(|&id| match facts.tree.node(id) {
        AnyNodeRef::StmtFunctionDef(node) => node.name.start() == start,
        _ => false,
    })
}

/// Reads a function with the facts of its own file.
pub(crate) fn in_its_file<T>(
    facts: &Facts<'_>,
    function: FunctionRef,
    read: impl FnOnce(&Facts<'_>, NodeId) -> T,
) -> Option<T> {
    let start = facts.view().function(function)?.name_range.start();
    if Some(function.file) == facts.file {
        return definition(facts, start).map(|id| read(facts, id));
    }
    facts
        .project
        .with_file(function.file, facts.settings, |other| definition(other, start).map(|id| read(other, id)))
        .flatten()
}
