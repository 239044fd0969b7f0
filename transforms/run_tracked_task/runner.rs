//! The project's own task runner as an alternative to the tracked set. Its contract is read by [`crate::tasks::contract`]
//! from whichever given file has it; a runner that cannot be read is not offered.

use crate::config::{Prefer, RunnerSettings, Settings};
use crate::edit::{Edit, Fix};
use crate::facts::types::engine::Inferred;
use crate::facts::{BindingKind, Class, Facts, Ty, Typed};
use crate::syntax::ast;
use crate::syntax::{Expr, NodeId, Ranged, is_simple_text, walk};
use crate::tasks::contract::{self, Contract};
use crate::tasks::flow::Drop;
use crate::tasks::spawn::Spawn;
use crate::verdict::{Evidence, Finding, Verdict};

/// What the settings say about runners.
struct Wanted<'s> {
    class: Option<&'s str>,
    attribute: Option<&'s str>,
    method: &'s str,
    preferred: bool,
}

fn wanted(settings: &Settings) -> Wanted<'_> {
    let runner = settings.runner.as_ref();
    let text =
        |part: fn(&RunnerSettings) -> &Option<String>| runner.and_then(|runner| part(runner).as_deref());
    // Naming a runner implies that it is preferred.
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

/// Gives the finding its fixes: the tracked set, and the runner where its contract allows it.
pub(super) fn offer<'a>(
    facts: &Facts<'a>,
    spawn: &Spawn<'a>,
    drop: &Drop<'a>,
    finding: Finding,
    mut tracked: Fix,
) -> Finding {
    let wanted = wanted(facts.settings);
    let Some(found) = find(facts, spawn, &wanted) else { return finding.with_fixes(vec![tracked]) };
    let runner = match found {
        Ok(runner) => runner,
        Err(why) => {
            tracked.evidence.push(why);
            return finding.with_fixes(vec![tracked]);
        }
    };
    match runner.fix(facts, spawn, drop) {
        Ok(fix) if wanted.preferred => {
            let mut finding = finding.with_fixes(vec![fix]);
            finding.fixes.push(tracked);
            finding
        }
        Ok(fix) => finding.with_fixes(vec![tracked, fix]),
        Err(Refusal(why, at)) => {
            let message = format!("`{}` cannot take it: {why}", runner.text);
            tracked.evidence.push(Evidence { message, ..at });
            finding.with_fixes(vec![tracked])
        }
    }
}

/// A runner on the instance, and the method that runs things.
struct Runner {
    contract: Contract,
    /// `self._task_runner.run`.
    text: String,
    /// Whether the instance makes it itself, so that no other object hands it functions.
    own: bool,
    evidence: Vec<Evidence>,
}

/// Why a runner does not take the task, as evidence.
struct Refusal(String, Evidence);

const INELIGIBLE: &str = "runner-not-eligible";

/// The runner of the instance at the site. `Err` says why one that is there cannot be read.
fn find<'a>(facts: &Facts<'a>, spawn: &Spawn<'a>, wanted: &Wanted<'_>) -> Option<Result<Runner, Evidence>> {
    let (class, this) = facts.this(spawn.id)?;
    let (scope, _) = facts.scopes().lookup(facts.tree, spawn.id, this)?;
    let method = class.methods.iter().find(|method| method.id == scope)?;
    let mut seen = Vec::new();
    for write in &class.writes {
        let name = write.name;
        if seen.contains(&name) || wanted.attribute.is_some_and(|attribute| attribute != name) {
            continue;
        }
        seen.push(name);
        let runs = |class: &str| match wanted.class {
            Some(wanted) => wanted.rsplit('.').next() == Some(class),
            // An attribute that the settings name may have any class.
            None if wanted.attribute.is_some() => true,
            None => walk::words(class).contains(&"runner".to_string()),
        };
        let typed = attribute_type(facts, class, name, &runs);
        let text = format!("{this}.{name}");
        let shown = typed.shown_at.unwrap_or(write.range);
        let not_read = |why: String| Some(Err(facts.evidence("runner-not-read", why, shown)));
        let own = class
            .writes_of(name)
            .all(|write| write.value.is_some_and(|value| makes(facts, value, &typed.ty)));
        let contract = match &typed.ty {
            Ty::Local(runner) if facts.class(*runner).is_some_and(|runner| runs(runner.name())) => {
                match (contract::here(facts, *runner, wanted.method), facts.class_ref(&typed.ty)) {
                    // With all files known, subclasses elsewhere and inherited methods count.
                    (_, Some(runner)) if facts.project.engine().is_some() => {
                        contract::there(facts, runner, wanted.method, own)
                    }
                    (Some(contract), _) => Ok(contract),
                    (None, _) => {
                        return not_read(format!("`{text}` has no method `{}` in this file", wanted.method));
                    }
                }
            }
            Ty::Foreign(runner) if runs(&facts.view().class_name(*runner)) => {
                contract::there(facts, *runner, wanted.method, own)
            }
            Ty::Named(named) if runs(named.rsplit('.').next().unwrap_or(named)) => {
                return not_read(format!("`{text}` is a {named}, whose contract is not in this file"));
            }
            _ => continue,
        };
        let contract = match contract {
            Ok(contract) => contract,
            Err(why) => return not_read(format!("`{text}` cannot be relied on: {why}")),
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
        let text = format!("{text}.{}", wanted.method);
        return Some(Ok(Runner { contract, text, own, evidence }));
    }
    None
}

/// The type of an attribute by everything that this class assigns to it; what the light types leave open is asked of
/// the type engine, but only where a value's class may be a runner.
fn attribute_type<'a>(
    facts: &Facts<'a>,
    class: &Class<'a>,
    name: &str,
    runs: &impl Fn(&str) -> bool,
) -> Typed {
    let light = facts.type_of_attribute(class.id, name);
    let may_be = match &light.ty {
        Ty::Named(named) => runs(named.rsplit('.').next().unwrap_or(named)),
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

impl Runner {
    /// Hands the call over: `run(f, args)` for `create_task(f(args))`.
    fn fix<'a>(&self, facts: &Facts<'a>, spawn: &Spawn<'a>, drop: &Drop<'a>) -> Result<Fix, Refusal> {
        let call = spawn.call;
        let here = call.range();
        let refused = |why: &str| Refusal(why.into(), facts.evidence(INELIGIBLE, "", here));
        if !matches!(drop, Drop::Statement(_)) {
            return Err(refused("the task is given a name here"));
        }
        let [Expr::Call(inner)] = &*call.arguments.args else {
            return Err(refused("the task is not started with a direct call"));
        };
        if let Some(keyword) = call.arguments.keywords.first() {
            return Err(refused(&format!("`{}` would be lost", facts.text(keyword))));
        }
        if !is_simple_text(facts.layout, &Expr::Call(call.clone())) {
            return Err(refused("the call spans several lines"));
        }
        let mut evidence = self.evidence.clone();
        self.takes(&inner.arguments, &mut evidence)?;
        self.named(facts, spawn, &inner.func, &mut evidence)?;
        let needs_loop = self.contract.needs_loop.as_ref();
        evidence
            .extend(needs_loop.map(|at| at.evidence("runner-loop", "it needs a running loop, as before")));
        let what =
            if self.contract.returns { "what it returns is not used here" } else { "it returns nothing" };
        evidence.push(self.contract.method.evidence("runner-returns", what));
        let arguments = facts.text(&inner.arguments);
        let arguments =
            arguments.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or_default();
        let comma = if arguments.trim().is_empty() { "" } else { ", " };
        let text = format!("{}({}{comma}{arguments})", self.text, facts.text(inner.func.as_ref()));
        let change = format!(
            "`{}` starts the task, by its own rules for naming, keeping and reporting tasks",
            self.text
        );
        Ok(Fix::new(Verdict::Review, "hand it to the project's runner", vec![Edit::replace(here, text)])
            .changing(change)
            .because_all(evidence))
    }

    /// Whether the coroutine's arguments reach it: positional ones through `*args`, keywords through
    /// `**kwargs`, and none that `run` has a parameter for.
    fn takes(&self, arguments: &ast::Arguments, evidence: &mut Vec<Evidence>) -> Result<(), Refusal> {
        let contract = &self.contract;
        let refused = |why: &str| Err(Refusal(why.into(), contract.method.evidence(INELIGIBLE, "")));
        if contract.special {
            return refused("it must be awaited, or is decorated");
        }
        if contract.positional.is_empty() {
            return refused("it takes no function to run");
        }
        if let Some((why, at)) = &contract.not_a_function {
            return Err(Refusal(why.clone(), at.evidence(INELIGIBLE, "")));
        }
        if contract.demands {
            return refused("it has parameters of its own that must be given");
        }
        if contract.positional.len() > 1 || (!arguments.args.is_empty() && !contract.variadic) {
            return refused("the coroutine's positional arguments would become its own");
        }
        let reserved: Vec<&str> =
            contract.positional.iter().chain(&contract.keyword_only).map(String::as_str).collect();
        for keyword in &arguments.keywords {
            match keyword.arg.as_deref() {
                Some(name) if reserved.contains(&name) => {
                    return refused(&format!("it takes the keyword `{name}` for itself"));
                }
                Some(_) if contract.keywords => {}
                _ => return refused("it does not pass keywords on"),
            }
        }
        let message = format!("it keeps the keywords {} for itself", reserved.join(", "));
        evidence.push(contract.method.evidence("runner-keywords", message));
        Ok(())
    }

    /// Where the runner finds tasks by name, two functions of one name would be one.
    fn named<'a>(
        &self,
        facts: &Facts<'a>,
        spawn: &Spawn<'a>,
        function: &Expr,
        evidence: &mut Vec<Evidence>,
    ) -> Result<(), Refusal> {
        let Some(key) = &self.contract.by_name else {
            evidence
                .push(self.contract.class.evidence("runner-key", "it does not look functions up by name"));
            return match function {
                Expr::Name(_) | Expr::Attribute(_) => Ok(()),
                _ => Err(Refusal(
                    "the coroutine function is an expression".into(),
                    facts.evidence(INELIGIBLE, "", function.range()),
                )),
            };
        };
        let of_instance = facts.this(spawn.id).is_some_and(|(class, this)| {
            walk::attribute_of(function, this).is_some_and(|name| facts.method_of(class.id, name).is_some())
        });
        let of_module = matches!(function, Expr::Name(name) if matches!(
            facts.scopes().lookup(facts.tree, spawn.id, name.id.as_str()),
            Some((scope, [binding])) if scope == facts.tree.root() && matches!(binding.kind, BindingKind::Function(_))
        ));
        let refused = |why: String| Err(Refusal(why, key.evidence(INELIGIBLE, "")));
        if !of_instance && !of_module {
            return refused(format!(
                "it looks functions up by name, and `{}` may share its name with another",
                facts.text(function)
            ));
        }
        if !self.own {
            return refused(
                "it looks functions up by name, and other objects may hand it functions of the same name"
                    .into(),
            );
        }
        let message = "it looks functions up by name; the instance has a runner of its own";
        evidence.push(key.evidence("runner-key", message));
        Ok(())
    }
}
