//! How a base class of another given file logs: its helper method, its logger attribute. The inserted call goes
//! through the same.

use crate::facts::index::{How, Usage};
use crate::facts::names::canonical;
use crate::facts::types::engine::{Inferred, Place};
use crate::facts::{Class, ClassRef, Ty, View};
use crate::syntax::call_lines;
use crate::verdict::{Evidence, Verdict};

use super::writes::{LOGGERS, METHODS, Writes};
use super::{Exception, Facts, Family, LogCall, Request, guarded, helper, idiom};

/// The idiom of the nearest base of another file that logs.
pub(super) fn of_bases(
    facts: &Facts<'_>,
    request: &Request,
    this: &str,
    classes: &[&Class<'_>],
    passed: &mut Vec<Evidence>,
) -> Option<LogCall> {
    let own = facts.class_ref(&Ty::Local(classes.first()?.id))?;
    let view = facts.view();
    let bases: Vec<ClassRef> = view.ancestors(own).into_iter().filter(|base| base.file != own.file).collect();
    if bases.is_empty() || classes.iter().any(|class| skips_init(facts, class)) {
        return None;
    }
    bases
        .iter()
        .find_map(|base| by_helper(facts, &view, request, this, *base, passed))
        .or_else(|| bases.iter().find_map(|base| by_attribute(facts, &view, request, this, *base)))
}

/// Whether a class has an `__init__` that never reaches that of a base: then what a base sets does not exist.
fn skips_init(facts: &Facts<'_>, class: &Class<'_>) -> bool {
    class.method("__init__").is_some_and(|init| !facts.text(init.node).contains("__init__("))
        || class.method("__init__").is_some_and(|init| facts.text(init.node).matches("__init__(").count() < 2)
}

fn by_helper(
    facts: &Facts<'_>,
    view: &View<'_>,
    request: &Request,
    this: &str,
    base: ClassRef,
    passed: &mut Vec<Evidence>,
) -> Option<LogCall> {
    let index = view.index(base.file);
    let wanted = request.level.method();
    let mut helpers: Vec<u32> = index.classes.get(base.class as usize)?.methods.clone();
    helpers.retain(|method| helper::is_helper_name(&index.functions[*method as usize].name));
    helpers.sort_by_key(|method| !index.functions[*method as usize].name.contains(wanted));
    for method in helpers {
        let helper = &index.functions[method as usize];
        if !helper::fits_level(&helper.name, wanted) || helper.required != 2 || helper.is_async {
            continue;
        }
        let place = Place { file: base.file, range: helper.name_range };
        let name = format!("{this}.{}", helper.name);
        if view.writes(crate::facts::FunctionRef { file: base.file, function: method }) != Writes::Always {
            let message = format!("`{name}` does not certainly log: it may drop a coroutine");
            passed.push(view.evidence("logger-helper", message, place));
            continue;
        }
        let mut arguments = vec![facts.layout.string(&request.message)];
        let takes_exc_info = helper.parameters.iter().any(|parameter| &**parameter == "exc_info");
        let mut uses_name = false;
        match &request.exception {
            Exception::None => {}
            Exception::Handled { .. } if takes_exc_info => arguments.push("exc_info=True".into()),
            Exception::Value(value) if takes_exc_info => arguments.push(format!("exc_info={value}")),
            Exception::Handled { name: Some(value) } | Exception::Value(value) => {
                uses_name = matches!(request.exception, Exception::Handled { .. });
                let escaped = request.message.replace('{', "{{").replace('}', "}}");
                arguments = vec![format!("f{}", facts.layout.string(&format!("{escaped}: {{{value}!r}}")))];
            }
            Exception::Handled { name: None } => return None,
        }
        let lines = call_lines(facts.layout, facts.columns(request.at), &name, &arguments, "");
        let message = format!("the base class {} logs through `{name}`", view.class_name(base));
        return Some(LogCall {
            verdict: Verdict::Review,
            lines,
            edits: Vec::new(),
            evidence: vec![view.evidence("logger", message, place)],
            change: Some(idiom::not_proven(&name)),
            logger: name,
            is_new: false,
            awaited: false,
            guarded: false,
            uses_name,
        });
    }
    None
}

fn by_attribute(
    facts: &Facts<'_>,
    view: &View<'_>,
    request: &Request,
    this: &str,
    base: ClassRef,
) -> Option<LogCall> {
    let index = view.index(base.file);
    let mut names: Vec<&str> =
        index.attributes.keys().map(AsRef::as_ref).filter(|name| super::names_a_logger(name)).collect();
    names.sort_unstable();
    for name in names {
        let Some(used) = index.attributes(name).iter().find(|found| {
            found.this == Some(base.class)
                && matches!(&found.usage, Usage::Method { name, .. } if METHODS.contains(&&**name))
        }) else {
            continue;
        };
        let place = Place { file: base.file, range: used.range };
        let Inferred::Instance { class, optional } = view.type_at(place) else { continue };
        if !LOGGERS.contains(&canonical(&class.name).as_str()) {
            continue;
        }
        let awaited =
            index.calls.iter().any(|call| call.callee.contains_range(used.range) && call.how == How::Awaited);
        if awaited {
            continue;
        }
        let logger = format!("{this}.{name}");
        let family = if class.name.starts_with("loguru") { Family::Loguru } else { Family::Stdlib };
        let message = format!("the base class {} logs through `{logger}`", view.class_name(base));
        let evidence = vec![view.evidence("logger", message, place)];
        let mut call = facts.plain(request, &logger, family, Verdict::Review, Vec::new(), evidence);
        call.change = Some(idiom::not_proven(&logger));
        if optional {
            call.guarded = true;
            call.lines = guarded(&logger, call.lines);
        }
        return Some(call);
    }
    None
}
