//! The project's own task runner: finds it on an instance, or at a receiver. Its contract is read by
//! [`super::contract`]; whether it can take a call is in [`super::runner_takes`].

use super::contract::{self, Contract};
use crate::config::{Prefer, RunnerSettings, Settings};
use crate::facts::types::engine::Inferred;
use crate::facts::{Class, Facts, Ty, Typed};
use crate::syntax::{Expr, NodeId, walk};
use crate::verdict::Evidence;

/// What the settings say about runners.
pub(crate) struct Wanted<'s> {
    pub class: Option<&'s str>,
    pub attribute: Option<&'s str>,
    pub method: &'s str,
    /// Whether a runner is preferred to a tracked set: naming one implies it.
    pub preferred: bool,
}

/// Reads the settings.
pub(crate) fn wanted(settings: &Settings) -> Wanted<'_> {
    let runner = settings.runner.as_ref();
    let text =
        |part: fn(&RunnerSettings) -> &Option<String>| runner.and_then(|runner| part(runner).as_deref());
    let preferred = match settings.am504.prefer {
        Prefer::Runner => true,
        Prefer::Set => false,
        Prefer::Best => runner.is_some(),
    };
    Wanted {
        class: text(|runner| &runner.class),
        attribute: text(|runner| &runner.attribute),
        method: text(|runner| &runner.method).unwrap_or("run"),
        preferred,
    }
}

impl Wanted<'_> {
    /// Whether a class of this name is a runner.
    pub(crate) fn is_runner(&self, class: &str) -> bool {
        match self.class {
            Some(wanted) => wanted.rsplit('.').next() == Some(class),
            // An attribute that the settings name may have any class.
            None if self.attribute.is_some() => true,
            None => walk::words(class).contains(&"runner".to_string()),
        }
    }
}

/// A runner, and the method that runs things.
pub(crate) struct Runner {
    /// What its method asks for and does.
    pub contract: Contract,
    /// `self._task_runner.run`.
    pub text: String,
    /// Whether the instance makes it itself, so that no other object hands it functions.
    pub own: bool,
    /// Whether its class says that it runs tasks.
    pub of_tasks: bool,
    /// Whether it may be `None` where it is used.
    pub optional: bool,
    /// What shows it.
    pub evidence: Vec<Evidence>,
}

/// The runner of the instance at a place that is certainly there. `Err` says why one that there is cannot be relied on.
pub(crate) fn on_instance(
    facts: &Facts<'_>,
    site: NodeId,
    wanted: &Wanted<'_>,
) -> Option<Result<Runner, Evidence>> {
    let (class, this) = facts.this(site)?;
    let (scope, _) = facts.scopes().lookup(facts.tree, site, this)?;
    let method = class.methods.iter().find(|method| method.id == scope)?;
    let mut seen = Vec::new();
    for write in &class.writes {
        let name = write.name;
        if seen.contains(&name) || wanted.attribute.is_some_and(|attribute| attribute != name) {
            continue;
        }
        seen.push(name);
        let typed = attribute_type(facts, class, name, wanted);
        let text = format!("{this}.{name}");
        let shown = typed.shown_at.unwrap_or(write.range);
        let not_read = |why: String| Some(Err(facts.evidence("runner-not-read", why, shown)));
        let own = makes_all(facts, class, name, &typed.ty);
        let contract = match read(facts, &typed.ty, own, wanted) {
            None => continue,
            Some(Ok(contract)) => contract,
            Some(Err(Unread::Missing)) => {
                return not_read(format!("`{text}` has no method `{}` in this file", wanted.method));
            }
            Some(Err(Unread::Outside(named))) => {
                return not_read(format!("`{text}` is a {named}, whose contract is not in this file"));
            }
            Some(Err(Unread::Doubt(why))) => {
                return not_read(format!("`{text}` cannot be relied on: {why}"));
            }
        };
        if typed.optional || class.writes_of(name).any(|write| !in_init(class, write.method)) {
            return not_read(format!("`{text}` may be None or missing when the task is started"));
        }
        if method.node.name.as_str() == "__init__" {
            return not_read(format!("`{text}` may not be there yet in `__init__`"));
        }
        if let Some(place) = set_elsewhere(facts, class, name, &typed.ty) {
            return Some(Err(place));
        }
        let mut evidence: Vec<Evidence> =
            facts.type_evidence(&format!("`{text}`"), &typed).into_iter().collect();
        evidence.extend(facts.by_name_evidence(&typed));
        evidence.push(facts.evidence(
            "runner-there",
            format!("`{text}` is set in `__init__` and is never None"),
            shown,
        ));
        let text = format!("{text}.{}", wanted.method);
        return Some(Ok(Runner { contract, text, own, of_tasks: true, optional: false, evidence }));
    }
    None
}

/// The runner that a receiver is, for a call of its method that is there already. `None` where it is none, or its
/// source is not in the given files.
pub(crate) fn at<'a>(
    facts: &Facts<'a>,
    receiver: &'a Expr,
    site: NodeId,
    wanted: &Wanted<'_>,
) -> Option<Runner> {
    let named =
        wanted.attribute.is_some_and(|attribute| super::spawn::last_name(receiver) == Some(attribute));
    if wanted.attribute.is_some() && wanted.class.is_none() && !named {
        return None;
    }
    let typed = facts.type_of(receiver, site);
    let own = match (facts.this(site), receiver) {
        (Some((class, this)), Expr::Attribute(_)) => {
            walk::attribute_of(receiver, this).is_some_and(|name| makes_all(facts, class, name, &typed.ty))
        }
        _ => false,
    };
    let contract = read(facts, &typed.ty, own, wanted)?.ok()?;
    let mut evidence: Vec<Evidence> =
        facts.type_evidence(&format!("`{}`", facts.text(receiver)), &typed).into_iter().collect();
    evidence.extend(facts.by_name_evidence(&typed));
    let text = format!("{}.{}", facts.text(receiver), wanted.method);
    let class = facts.type_name(&typed.ty).unwrap_or_default();
    let words = walk::words(class.rsplit('.').next().unwrap_or_default());
    let of_tasks = words.iter().any(|word| matches!(word.as_str(), "task" | "tasks" | "job" | "jobs"));
    Some(Runner { contract, text, own, of_tasks, optional: typed.optional, evidence })
}

/// Why a runner's source is not read.
enum Unread {
    /// It has no such method.
    Missing,
    /// It is of a class outside of the given files.
    Outside(String),
    /// It may do otherwise than its source says.
    Doubt(String),
}

/// The contract of a type, if it is a runner's.
fn read(facts: &Facts<'_>, ty: &Ty, own: bool, wanted: &Wanted<'_>) -> Option<Result<Contract, Unread>> {
    match ty {
        Ty::Local(runner) if facts.class(*runner).is_some_and(|runner| wanted.is_runner(runner.name())) => {
            Some(match (contract::here(facts, *runner, wanted.method), facts.class_ref(ty)) {
                // With all files known, subclasses elsewhere and inherited methods count.
                (_, Some(runner)) if facts.project.engine().is_some() => {
                    contract::there(facts, runner, wanted.method, own).map_err(Unread::Doubt)
                }
                (Some(contract), _) => Ok(contract),
                (None, _) => Err(Unread::Missing),
            })
        }
        Ty::Foreign(runner) if wanted.is_runner(&facts.view().class_name(*runner)) => {
            Some(contract::there(facts, *runner, wanted.method, own).map_err(Unread::Doubt))
        }
        Ty::Named(named) if wanted.is_runner(named.rsplit('.').next().unwrap_or(named)) => {
            Some(Err(Unread::Outside(named.clone())))
        }
        _ => None,
    }
}

/// Whether everything that a class assigns to an attribute is made there.
fn makes_all<'a>(facts: &Facts<'a>, class: &Class<'a>, name: &str, ty: &Ty) -> bool {
    let mut writes = class.writes_of(name).peekable();
    writes.peek().is_some() && writes.all(|write| write.value.is_some_and(|value| makes(facts, value, ty)))
}

/// The type of an attribute by everything that this class assigns to it; what the light types leave open is asked of
/// the type engine, but only where a value's class may be a runner.
fn attribute_type<'a>(facts: &Facts<'a>, class: &Class<'a>, name: &str, wanted: &Wanted<'_>) -> Typed {
    let light = facts.type_of_attribute(class.id, name);
    let may_be = match &light.ty {
        Ty::Named(named) => wanted.is_runner(named.rsplit('.').next().unwrap_or(named)),
        Ty::Unknown(_) => true,
        _ => false,
    };
    if !may_be || facts.file.is_none() || facts.project.engine().is_none() {
        return light;
    }
    let mut found: Option<Typed> = None;
    let mut optional = light.optional || light.contradicts;
    for write in class.writes_of(name) {
        if write.value.is_some_and(Expr::is_none_literal_expr) {
            optional = true;
            continue;
        }
        // The declared type comes first: it is what everything assigned has to be.
        let mut typed = facts.typed_at(write.range);
        if !typed.ty.is_known()
            && let Some(value) = write.value
        {
            typed = facts.type_of(value, facts.tree.id(value));
        }
        optional |= typed.optional;
        match &found {
            None => found = Some(typed),
            Some(so_far) if so_far.ty == typed.ty => {}
            Some(_) => return light,
        }
    }
    match found {
        Some(typed) if matches!(typed.ty, Ty::Local(_) | Ty::Foreign(_)) => Typed { optional, ..typed },
        _ => Typed { optional, ..light },
    }
}

/// Whether an expression is a call of the class itself: the object is new, and of no subclass.
fn makes<'a>(facts: &Facts<'a>, value: &'a Expr, ty: &Ty) -> bool {
    let Expr::Call(call) = value else { return false };
    let at = facts.tree.id(call);
    match ty {
        Ty::Local(class) => facts.local_class(&call.func, at) == Some(*class),
        Ty::Foreign(class) => {
            let view = facts.view();
            let named = facts.place(call.func.as_ref()).map(|place| view.type_at(place));
            matches!(named, Some(Inferred::Class(symbol)) if view.class_of(&symbol) == Some(*class))
        }
        _ => false,
    }
}

/// Evidence of another file or a subclass that sets the attribute to something else.
fn set_elsewhere(facts: &Facts<'_>, class: &Class<'_>, name: &str, ty: &Ty) -> Option<Evidence> {
    let view = facts.view();
    let (own, runner) = (facts.class_ref(&Ty::Local(class.id))?, facts.class_ref(ty)?);
    let place = view.rebound(own, name, &view.class_path(runner))?;
    Some(view.evidence("runner-not-read", format!("`{name}` is set to something else here"), place))
}

fn in_init(class: &Class<'_>, method: Option<NodeId>) -> bool {
    class.method("__init__").is_some_and(|init| Some(init.id) == method)
}
