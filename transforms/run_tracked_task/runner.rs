//! The project's own task runner as an alternative to the tracked set. Reads the runner's contract from its
//! source in this file; a runner that cannot be read is not offered.

use super::flow::Drop;
use super::spawn::Spawn;
use crate::config::{Prefer, RunnerSettings, Settings};
use crate::edit::{Edit, Fix};
use crate::facts::{BindingKind, Class, Facts, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, is_simple_text, walk};
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
        Err((why, at)) => {
            let message = format!("`{}` cannot take it: {why}", runner.text);
            tracked.evidence.push(facts.evidence("runner-not-eligible", message, at));
            finding.with_fixes(vec![tracked])
        }
    }
}

/// A runner on the instance, and the method that runs things.
struct Runner<'c, 'a> {
    class: &'c Class<'a>,
    method: &'a ast::StmtFunctionDef,
    /// `self._task_runner.run`.
    text: String,
    /// Whether the instance makes it itself, so that no other object hands it functions.
    own: bool,
    evidence: Vec<Evidence>,
}

type Refusal = (String, crate::syntax::TextRange);

/// The runner of the instance at the site. `Err` says why one that is there cannot be read.
fn find<'c, 'a>(
    facts: &'c Facts<'a>,
    spawn: &Spawn<'a>,
    wanted: &Wanted<'_>,
) -> Option<Result<Runner<'c, 'a>, Evidence>> {
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
        let typed = facts.type_of_attribute(class.id, name);
        let text = format!("{this}.{name}");
        let runs = |class: &str| match wanted.class {
            Some(wanted) => wanted.rsplit('.').next() == Some(class),
            // An attribute that the settings name may have any class.
            None if wanted.attribute.is_some() => true,
            None => walk::words(class).contains(&"runner".to_string()),
        };
        let shown = typed.shown_at.unwrap_or(write.range);
        let not_read = |why: String| Some(Err(facts.evidence("runner-not-read", why, shown)));
        match &typed.ty {
            Ty::Local(runner) => {
                let Some(runner) = facts.class(*runner).filter(|runner| runs(runner.name())) else {
                    continue;
                };
                let Some(run) = runner.method(wanted.method) else {
                    return not_read(format!("`{text}` has no method `{}` in this file", wanted.method));
                };
                if typed.optional || class.writes_of(name).any(|write| !in_init(class, write.method)) {
                    return not_read(format!("`{text}` may be None or missing when the task is started"));
                }
                if method.node.name.as_str() == "__init__" {
                    return not_read(format!("`{text}` may not be there yet in `__init__`"));
                }
                let own = class.writes_of(name).all(|write| matches!(write.value, Some(Expr::Call(_))));
                let evidence = facts.type_evidence(&format!("`{text}`"), &typed).into_iter().collect();
                let text = format!("{text}.{}", wanted.method);
                return Some(Ok(Runner { class: runner, method: run.node, text, own, evidence }));
            }
            Ty::Named(named) if runs(named.rsplit('.').next().unwrap_or(named)) => {
                return not_read(format!("`{text}` is a {named}, whose contract is not in this file"));
            }
            _ => {}
        }
    }
    None
}

fn in_init(class: &Class<'_>, method: Option<NodeId>) -> bool {
    class.method("__init__").is_some_and(|init| Some(init.id) == method)
}

impl<'a> Runner<'_, 'a> {
    /// Hands the call over: `run(f, args)` for `create_task(f(args))`.
    fn fix(&self, facts: &Facts<'a>, spawn: &Spawn<'a>, drop: &Drop<'a>) -> Result<Fix, Refusal> {
        let call = spawn.call;
        let here = call.range();
        if !matches!(drop, Drop::Statement(_)) {
            return Err(("the task is given a name here".into(), here));
        }
        let [Expr::Call(inner)] = &*call.arguments.args else {
            return Err(("the task is not started with a direct call".into(), here));
        };
        if let Some(keyword) = call.arguments.keywords.first() {
            return Err((format!("`{}` would be lost", facts.text(keyword)), keyword.range()));
        }
        if !is_simple_text(facts.layout, &Expr::Call(call.clone())) {
            return Err(("the call spans several lines".into(), here));
        }
        let mut evidence = self.evidence.clone();
        self.takes(facts, &inner.arguments, &mut evidence)?;
        self.named(facts, spawn, &inner.func, &mut evidence)?;
        self.needs_loop(facts, &mut evidence);
        let returns = walk::any_statement(&self.method.body, |stmt| {
            stmt.as_return_stmt().is_some_and(|stmt| stmt.value.is_some())
        });
        let what = if returns { "what it returns is not used here" } else { "it returns nothing" };
        evidence.push(facts.evidence("runner-returns", what, self.method.name.range()));
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
    fn takes(
        &self,
        facts: &Facts<'a>,
        arguments: &ast::Arguments,
        evidence: &mut Vec<Evidence>,
    ) -> Result<(), Refusal> {
        let here = self.method.name.range();
        let parameters = &self.method.parameters;
        if self.method.is_async || !self.method.decorator_list.is_empty() {
            return Err(("it must be awaited, or is decorated".into(), here));
        }
        let positional: Vec<&str> = parameters
            .posonlyargs
            .iter()
            .chain(&parameters.args)
            .skip(1)
            .map(|parameter| parameter.parameter.name.as_str())
            .collect();
        let reserved: Vec<&str> = positional
            .iter()
            .copied()
            .chain(parameters.kwonlyargs.iter().map(|parameter| parameter.parameter.name.as_str()))
            .collect();
        if positional.is_empty() {
            return Err(("it takes no function to run".into(), here));
        }
        let required = |parameter: &&ast::ParameterWithDefault| parameter.default.is_none();
        if parameters.kwonlyargs.iter().any(|parameter| required(&parameter)) {
            return Err(("it has parameters of its own that must be given".into(), here));
        }
        if positional.len() > 1 || (!arguments.args.is_empty() && parameters.vararg.is_none()) {
            return Err(("the coroutine's positional arguments would become its own".into(), here));
        }
        for keyword in &arguments.keywords {
            match keyword.arg.as_deref() {
                Some(name) if reserved.contains(&name) => {
                    return Err((format!("it takes the keyword `{name}` for itself"), here));
                }
                Some(_) if parameters.kwarg.is_some() => {}
                _ => return Err(("it does not pass keywords on".into(), here)),
            }
        }
        evidence.push(facts.evidence(
            "runner-keywords",
            format!("it keeps the keywords {} for itself", reserved.join(", ")),
            here,
        ));
        Ok(())
    }

    /// Where the runner finds tasks by name, two functions of one name would be one.
    fn named(
        &self,
        facts: &Facts<'a>,
        spawn: &Spawn<'a>,
        function: &Expr,
        evidence: &mut Vec<Evidence>,
    ) -> Result<(), Refusal> {
        let key = facts.tree.descendants(self.class.id).find(|&id| match facts.tree.node(id) {
            AnyNodeRef::ExprAttribute(attribute) => {
                matches!(attribute.attr.as_str(), "__name__" | "__qualname__")
            }
            AnyNodeRef::ExprStringLiteral(literal) => {
                matches!(literal.value.to_str(), "__name__" | "__qualname__")
            }
            _ => false,
        });
        let Some(key) = key else {
            evidence.push(facts.evidence(
                "runner-key",
                "it does not look functions up by name",
                self.class.node.name.range(),
            ));
            return match function {
                Expr::Name(_) | Expr::Attribute(_) => Ok(()),
                _ => Err(("the coroutine function is an expression".into(), function.range())),
            };
        };
        let at = facts.tree.node(key).range();
        let of_instance = facts.this(spawn.id).is_some_and(|(class, this)| {
            walk::attribute_of(function, this).is_some_and(|name| facts.method_of(class.id, name).is_some())
        });
        let of_module = matches!(function, Expr::Name(name) if matches!(
            facts.scopes().lookup(facts.tree, spawn.id, name.id.as_str()),
            Some((scope, [binding])) if scope == facts.tree.root() && matches!(binding.kind, BindingKind::Function(_))
        ));
        if !of_instance && !of_module {
            return Err((
                format!(
                    "it looks functions up by name, and `{}` may share its name with another",
                    facts.text(function)
                ),
                at,
            ));
        }
        if !self.own {
            return Err((
                "it looks functions up by name, and other objects may hand it functions of the same name"
                    .into(),
                at,
            ));
        }
        evidence.push(facts.evidence(
            "runner-key",
            "it looks functions up by name; the instance has a runner of its own",
            at,
        ));
        Ok(())
    }

    fn needs_loop(&self, facts: &Facts<'a>, evidence: &mut Vec<Evidence>) {
        const NEED: &[&str] = &["asyncio.create_task", "asyncio.get_running_loop"];
        let id = facts.tree.id(self.method);
        let needs = facts.tree.descendants(id).find(|&id| {
            facts.tree.node(id).kind() == NodeKind::ExprCall
                && matches!(facts.tree.node(id), AnyNodeRef::ExprCall(call) if facts.is_one_of(&call.func, id, NEED))
        });
        if let Some(needs) = needs {
            evidence.push(facts.evidence(
                "runner-loop",
                "it needs a running loop, as before",
                facts.tree.node(needs),
            ));
        }
    }
}
