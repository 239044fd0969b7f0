//! What other given files do with what a fix makes or joins: uses of an attribute or of a module's name, exception
//! handlers of the loop. A fix never rests on what is not shown here; it only holds back.

use super::existing::{self, Existing};
use crate::facts::index::Import;
use crate::facts::types::engine::{Inferred, Place};
use crate::facts::{BindingKind, Class, Facts, Receiver, Ty, View};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange};
use crate::tasks::spawn::last_name;
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

/// Names that show who else hears of exceptions that nobody retrieves: the handler of a loop, and loops of one's own.
/// Source: the asyncio chapter of the Python documentation, "Error Handling API".
const HEARERS: &[&str] = &["set_exception_handler", "call_exception_handler", "default_exception_handler"];

/// Where a given file, which is no test unless it is the judged one, hears of the exceptions of tasks that nobody awaits:
/// it sets the loop's exception handler, has a loop of its own that handles them, or listens to asyncio's logger.
pub(super) fn exception_handler(facts: &Facts<'_>) -> Option<(bool, Evidence)> {
    let here = facts.tree.all().find_map(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprAttribute(attribute) if attribute.attr.as_str() == HEARERS[0] => {
            Some(("the loop gets an exception handler here", attribute.range()))
        }
        AnyNodeRef::StmtFunctionDef(function) if HEARERS.contains(&function.name.as_str()) => {
            facts.tree.class_of_method(id).map(|_| (OWN_LOOP, function.name.range()))
        }
        _ => None,
    });
    let here = here.or_else(|| listens(facts).map(|range| (LISTENS, range)));
    if let Some((message, range)) = here {
        return Some((true, facts.evidence("exception-handler", message, range)));
    }
    let own = facts.file?;
    let view = facts.view();
    let is_code =
        |file| facts.project.with_file(file, facts.settings, |other| other.is_test_code()) == Some(false);
    let found = HEARERS.iter().find_map(|name| {
        facts.project.files_with(name).into_iter().filter(|&file| file != own).find_map(|file| {
            let index = view.index(file);
            let set = index.attributes(name).first().filter(|_| *name == HEARERS[0]);
            let set = set.map(|found| ("the loop gets an exception handler here", found.range));
            let own_loop = index
                .functions
                .iter()
                .find(|function| &*function.name == *name && function.class.is_some())
                .map(|function| (OWN_LOOP, function.name_range));
            let (message, range) = set.or(own_loop)?;
            is_code(file).then(|| view.evidence("exception-handler", message, Place { file, range }))
        })
    });
    let listening = || {
        facts.project.files_with("asyncio").into_iter().filter(|&file| file != own).find_map(|file| {
            let text = facts.project.text(file);
            if !text.contains("getLogger(") || !text.contains("addHandler") && !text.contains("addFilter") {
                return None;
            }
            let range = facts.project.with_file(file, facts.settings, listens).flatten()?;
            is_code(file).then(|| view.evidence("exception-handler", LISTENS, Place { file, range }))
        })
    };
    found.or_else(listening).map(|evidence| (false, evidence))
}

const OWN_LOOP: &str = "a loop of the project's own handles the exceptions that nobody retrieves";
const LISTENS: &str =
    "asyncio's logger, which is told of the exceptions that nobody retrieves, gets a handler here";

/// `logging.getLogger("asyncio").addHandler(…)`, or the same through a name.
fn listens(facts: &Facts<'_>) -> Option<TextRange> {
    let of_asyncio = |expr: &Expr| {
        matches!(expr, Expr::Call(call) if matches!(&*call.arguments.args, [Expr::StringLiteral(name)] if name.value.to_str() == "asyncio")
            && last_name(&call.func) == Some("getLogger"))
    };
    facts.tree.all().find_map(|id| {
        let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
        let Expr::Attribute(method) = &*call.func else { return None };
        if !matches!(method.attr.as_str(), "addHandler" | "addFilter") {
            return None;
        }
        let named = || {
            let Expr::Name(name) = &*method.value else { return false };
            let bound = facts.scopes().lookup(facts.tree, id, name.id.as_str());
            bound.is_some_and(|(_, bindings)| {
                bindings.iter().any(|binding| {
                    matches!(&binding.kind, BindingKind::Assignment { value: Some(value), .. } if of_asyncio(value))
                })
            })
        };
        (of_asyncio(&method.value) || named()).then_some(call.range())
    })
}

/// Where another given file may copy, pickle or list the attributes of instances of a class: a set of tasks among them
/// would come along.
pub(super) fn looked_through(facts: &Facts<'_>, class: &Class<'_>) -> Option<Evidence> {
    const COPIERS: &[&str] =
        &["deepcopy", "copy", "dumps", "dump", "asdict", "vars", "__dict__", "getmembers", "jsonpickle"];
    const MODULES: &[&str] =
        &["pickle", "cloudpickle", "dill", "copy", "jsonpickle", "inspect", "json", "joblib"];
    let own = facts.file?;
    let view = facts.view();
    let family = view.family(facts.class_ref(&Ty::Local(class.id))?);
    let may_be = |place: Place| match view.receiver_at(place) {
        Receiver::Unknown(_) => true,
        receiver => View::meets(&receiver, &family),
    };
    let imports = |file: u32| {
        let index = view.index(file);
        let copies = |import: &Import| {
            let module = import.module.split('.').next().unwrap_or_default();
            MODULES.contains(&module) && module != "json"
        };
        index.imports.iter().any(copies)
    };
    COPIERS.iter().find_map(|word| {
        facts.project.files_with(word).into_iter().filter(|&file| file != own).find_map(|file| {
            let index = view.index(file);
            let reflected = index
                .reflections
                .iter()
                .find(|found| !found.writes && may_be(Place { file, range: found.receiver }));
            if let Some(found) = reflected.filter(|_| matches!(*word, "vars" | "__dict__")) {
                let place = Place { file, range: found.receiver };
                return Some(view.evidence("looked-through", LOOKED_THROUGH, place));
            }
            let copies = imports(file) || *word == "asdict";
            let called = index.calls.iter().filter(|_| copies).find(|call| {
                let callee = view.text(Place { file, range: call.callee });
                callee.rsplit('.').next() == Some(word)
                    && argument(facts, file, call.range).is_some_and(|range| may_be(Place { file, range }))
            })?;
            let place = Place { file, range: called.range };
            Some(view.evidence("looked-through", LOOKED_THROUGH, place))
        })
    })
}

const LOOKED_THROUGH: &str = "instances may be copied, pickled or listed here";

/// The first argument of a call in another file.
fn argument(facts: &Facts<'_>, file: u32, call: TextRange) -> Option<TextRange> {
    let first = |other: &Facts<'_>| {
        let id = other.tree.node_at(call, NodeKind::ExprCall)?;
        let AnyNodeRef::ExprCall(call) = other.tree.node(id) else { return None };
        call.arguments.args.first().map(Ranged::range)
    };
    facts.project.with_file(file, facts.settings, first).flatten()
}

/// A place in the given files that counts on objects going away: a weak reference, a finaliser.
pub(super) fn counts_on_lifetimes(facts: &Facts<'_>) -> Option<Evidence> {
    let view = facts.view();
    let own = facts.file?;
    let weak = facts.project.files_with("weakref").into_iter().find_map(|file| {
        let index = view.index(file);
        let imports = index.imports.iter().any(|import| import.module.split('.').next() == Some("weakref"));
        (imports && file != own).then(|| (file, TextRange::default()))
    });
    let final_method = || {
        facts.project.files_with("__del__").into_iter().filter(|&file| file != own).find_map(|file| {
            let index = view.index(file);
            let found = index.functions.iter().find(|function| &*function.name == "__del__")?;
            Some((file, found.name_range))
        })
    };
    let (file, range) = weak.or_else(final_method)?;
    Some(view.evidence("lifetime", "objects are counted on to go away here", Place { file, range }))
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
