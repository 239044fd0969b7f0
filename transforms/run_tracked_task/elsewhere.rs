//! What other given files do with what a fix makes or joins: uses of an attribute or of a module's name, exception
//! handlers of the loop. A fix never rests on what is not shown here; it only holds back.

use super::existing::{self, Existing};
use crate::facts::types::engine::{Inferred, Place};
use crate::facts::{Class, Facts, Ty};
use crate::syntax::{NodeId, Ranged};
use crate::verdict::Evidence;

/// Whether another given file uses, or may use, an attribute of a class's instances, by whatever way.
pub(super) fn attribute_used(facts: &Facts<'_>, class: &Class<'_>, name: &str) -> bool {
    let Some(file) = facts.file else { return false };
    if facts.project.files_with(name).iter().all(|&other| other == file) {
        return false;
    }
    let Some(class) = facts.class_ref(&Ty::Local(class.id)) else { return true };
    let uses = facts.view().uses(class, name);
    uses.list.iter().any(|found| found.place.file != file)
        || uses.blind.iter().any(|blind| blind.place.is_some_and(|place| place.file != file))
}

/// Whether another given file uses, or may use, a name of this module.
pub(super) fn module_name_used(facts: &Facts<'_>, name: &str) -> bool {
    let Some(own) = facts.file else { return false };
    let view = facts.view();
    facts.project.files_with(name).into_iter().filter(|&file| file != own).any(|file| {
        let index = view.index(file);
        let module =
            |range| matches!(view.type_at(Place { file, range }), Inferred::Module(_) | Inferred::Unknown(_));
        index.imports.iter().any(|import| &*import.target == name)
            || index
                .attributes(name)
                .iter()
                .any(|found| found.by_string || found.this.is_none() && found.receiver.is_none_or(module))
    })
}

/// Where another given file, which is no test, sets the loop's exception handler.
pub(super) fn exception_handler(facts: &Facts<'_>) -> Option<Evidence> {
    let view = facts.view();
    let own = facts.file?;
    facts.project.files_with("set_exception_handler").into_iter().filter(|&file| file != own).find_map(
        |file| {
            let index = view.index(file);
            let found = index.attributes("set_exception_handler").first()?;
            let test = facts.project.with_file(file, facts.settings, |other| other.is_test_code());
            let place = Place { file, range: found.range };
            (test == Some(false))
                .then(|| view.evidence("exception-handler", "the loop gets an exception handler here", place))
        },
    )
}

/// The tracked set that a base class in another given file makes, with the callback that logs, and the evidence. It
/// takes a proof across files that every instance has it, so that it is never more than `review`.
pub(super) fn inherited(facts: &Facts<'_>, site: NodeId) -> Option<(String, Existing, Evidence)> {
    let (class, this) = facts.this(site)?;
    // Another `self` than the method's own is no instance of the class for certain.
    let (scope, bindings) = facts.scopes().lookup(facts.tree, site, this)?;
    if bindings.len() != 1 || class.methods.iter().all(|method| method.id != scope) {
        return None;
    }
    let own = facts.class_ref(&Ty::Local(class.id))?;
    let view = facts.view();
    view.ancestors(own).into_iter().filter(|base| Some(base.file) != facts.file).find_map(|base| {
        let start = view.index(base.file).classes.get(base.class as usize)?.name_range.start();
        facts
            .project
            .with_file(base.file, facts.settings, |other| {
                let class = other.classes().iter().find(|class| class.node.name.start() == start)?;
                let found = existing::on_instance(other, class, class.method("__init__")?)?;
                found.callback.as_ref()?;
                let message = format!("`{}` keeps the tasks of {} until they end", found.set, class.name());
                let evidence = other.evidence("tracked-set", message, found.range);
                Some((
                    class.name().to_string(),
                    found,
                    Evidence { path: Some(other.path.to_string()), ..evidence },
                ))
            })
            .flatten()
            // What this class gives another meaning is not the base's.
            .filter(|(_, found, _)| {
                let taken =
                    |name: &str| class.writes_of(name).next().is_some() || class.method(name).is_some();
                !taken(&found.set) && !found.callback.as_deref().is_some_and(taken)
            })
    })
}
