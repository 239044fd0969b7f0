//! How a class logs already: its logger attribute, its helper method, its awaited logger. Copies the style
//! of the class's own calls; passes over an idiom that would log nothing at the place, and says so.

use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange, ast, walk};
use crate::verdict::{Evidence, Verdict};

use super::writes::{LOGGERS, METHODS};
use super::{Facts, Family, LogCall, Request, guarded};
use crate::facts::{Class, Method, Ty, UseKind};
use crate::syntax::call_lines;

/// A call of the class's own that logs.
struct Example<'a> {
    call: &'a ast::ExprCall,
    id: NodeId,
    awaited: bool,
}

/// The idiom of the class around the place, or of its bases in this file.
pub(super) fn of_class(facts: &Facts<'_>, request: &Request, passed: &mut Vec<Evidence>) -> Option<LogCall> {
    let (class, this) = facts.this(request.at)?;
    let method = enclosing_method(facts, request.at, class)?;
    let reaches = || matches!(facts.scopes().lookup(facts.tree, request.at, this), Some((scope, bindings)) if scope == method.id && bindings.len() == 1);
    if request.at != method.id && !reaches() {
        return None;
    }
    let mut family = vec![class.id];
    let mut at = 0;
    while at < family.len() {
        for base in facts.local_bases(family[at]) {
            if !family.contains(&base) {
                family.push(base);
            }
        }
        at += 1;
    }
    let classes: Vec<&Class<'_>> = family.iter().filter_map(|&id| facts.class(id)).collect();
    super::helper::by_helper(facts, request, this, &classes, passed)
        .or_else(|| by_attribute(facts, request, this, method, &classes, passed))
        .or_else(|| super::inherited::of_bases(facts, request, this, &classes, passed))
}

fn enclosing_method<'c, 'a>(facts: &Facts<'a>, at: NodeId, class: &'c Class<'a>) -> Option<&'c Method<'a>> {
    std::iter::once(at)
        .chain(facts.tree.ancestors(at))
        .find_map(|id| class.methods.iter().find(|method| method.id == id))
}

fn in_async_function(facts: &Facts<'_>, at: NodeId) -> bool {
    facts.tree.function(at).is_some_and(
        |id| matches!(facts.tree.node(id), AnyNodeRef::StmtFunctionDef(function) if function.is_async),
    )
}

fn example<'a>(facts: &Facts<'a>, attribute: NodeId) -> Option<Example<'a>> {
    // The call is the parent (`self.helper(…)`) or the grandparent (`self.logger.warning(…)`).
    let id = facts
        .tree
        .ancestors(attribute)
        .take(2)
        .find(|&id| facts.tree.node(id).kind() == NodeKind::ExprCall)?;
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    let awaited =
        facts.tree.parent(id).is_some_and(|parent| facts.tree.node(parent).kind() == NodeKind::ExprAwait);
    Some(Example { call, id, awaited })
}

// ---- self._logger.warning(…)

fn by_attribute(
    facts: &Facts<'_>,
    request: &Request,
    this: &str,
    method: &Method<'_>,
    classes: &[&Class<'_>],
    passed: &mut Vec<Evidence>,
) -> Option<LogCall> {
    let mut attributes: Vec<&str> = Vec::new();
    for class in classes {
        let logs = class
            .uses
            .iter()
            .filter(|used| matches!(used.kind, UseKind::MethodCalled(name) if METHODS.contains(&name)))
            .map(|used| used.name);
        let assigned = class.writes.iter().filter(|write| write.method.is_some()).map(|write| write.name);
        for name in logs.chain(assigned) {
            if super::names_a_logger(name) && !attributes.contains(&name) {
                attributes.push(name);
            }
        }
    }
    attributes.into_iter().find_map(|name| one_attribute(facts, request, this, method, classes, name, passed))
}

fn one_attribute(
    facts: &Facts<'_>,
    request: &Request,
    this: &str,
    method: &Method<'_>,
    classes: &[&Class<'_>],
    name: &str,
    passed: &mut Vec<Evidence>,
) -> Option<LogCall> {
    let logger = format!("{this}.{name}");
    let mut typed = facts.type_of_attribute(classes[0].id, name);
    let examples: Vec<Example<'_>> = classes
        .iter()
        .flat_map(|class| class.uses_of(name))
        .filter(|used| matches!(used.kind, UseKind::MethodCalled(called) if METHODS.contains(&called)))
        .filter_map(|used| example(facts, used.node_id))
        .collect();
    let settled = matches!(&typed.ty, Ty::Named(class) if LOGGERS.contains(&class.as_str()));
    let shown = classes
        .iter()
        .flat_map(|class| class.uses_of(name))
        .find(|used| matches!(used.kind, UseKind::MethodCalled(_)));
    if !settled && let Some(used) = shown {
        let lifted = facts.typed_at(used.range);
        if lifted.ty.is_known() {
            typed = crate::facts::Typed { shown_at: typed.shown_at.or(lifted.shown_at), ..lifted };
        }
    }
    // In `__init__`, the attribute must exist already.
    let assigned_later = |range: TextRange| {
        request.at != method.id
            && method.node.name.as_str() == "__init__"
            && range.start() > facts.tree.node(request.at).start()
    };
    if classes[0].writes_of(name).any(|write| write.method == Some(method.id) && assigned_later(write.range))
    {
        return None;
    }
    let known = match &typed.ty {
        Ty::Named(class) => match class.as_str() {
            class if LOGGERS.contains(&class) => true,
            _ if examples.is_empty() => return None,
            _ => false,
        },
        _ if examples.is_empty() => return None,
        _ => false,
    };
    if let Some(sample) = examples.iter().find(|example| example.awaited) {
        let mut call = awaited(facts, request, &logger, sample, &examples, passed)?;
        if call.verdict == Verdict::Safe && (typed.optional || !facts.always_set(request.at, name)) {
            call.verdict = Verdict::Review;
            call.change = Some(not_proven(&logger));
        }
        return Some(call);
    }
    let shown = typed.shown_at.or(examples.first().map(|example| example.call.range()))?;
    let words = if known { "is the class's logger" } else { "is used as a logger by the class" };
    let evidence = vec![facts.evidence("logger", format!("`{logger}` {words}"), shown)];
    let exists = facts.always_set(request.at, name);
    let verdict = if known && exists { Verdict::Safe } else { Verdict::Review };
    let mut call = facts.plain(request, &logger, Family::Stdlib, verdict, Vec::new(), evidence);
    if known && !exists {
        call.change = Some(not_proven(&logger));
    }
    if !known {
        call.change = Some(format!(
            "it logs through `{logger}`, whose class is not shown in this file and may not take `exc_info`"
        ));
    }
    if typed.optional {
        call.guarded = true;
        call.lines = guarded(&logger, call.lines);
    }
    Some(call)
}

// ---- await self._logger.log(Model(message=…))

fn awaited(
    facts: &Facts<'_>,
    request: &Request,
    logger: &str,
    sample: &Example<'_>,
    examples: &[Example<'_>],
    passed: &mut Vec<Evidence>,
) -> Option<LogCall> {
    if !in_async_function(facts, request.at) {
        passed.push(facts.evidence(
            "logger-awaited",
            format!("`{logger}` is awaited, which a sync function cannot do"),
            sample.call.range(),
        ));
        return None;
    }
    let message = facts.layout.string(&request.message);
    let Some(arguments) = copied_arguments(facts, request, sample, &message) else {
        passed.push(facts.evidence(
            "logger-arguments",
            format!("`{logger}` is called with arguments that do not exist here"),
            sample.call.range(),
        ));
        return None;
    };
    let head = format!("await {}", facts.text(sample.call.func.as_ref()));
    let lines = call_lines(facts.layout, facts.columns(request.at), &head, &[arguments], "");
    let in_handler = examples.iter().any(|example| {
        example.awaited
            && facts
                .tree
                .ancestors(example.id)
                .any(|id| facts.tree.node(id).kind() == NodeKind::ExceptHandlerExceptHandler)
    });
    let lock = facts.lock_around(request.at);
    let verdict = if in_handler && lock.is_none() { Verdict::Safe } else { Verdict::Review };
    let evidence =
        vec![facts.evidence("logger", format!("the class awaits `{logger}`"), sample.call.range())];
    let change = match (verdict, lock) {
        (Verdict::Safe, _) => None,
        (_, Some(_)) => Some("it adds a suspension point while a lock is held".into()),
        _ => {
            Some("it adds a suspension point to a handler, which this class has in no handler so far".into())
        }
    };
    Some(LogCall {
        verdict,
        lines,
        edits: Vec::new(),
        evidence,
        change,
        logger: logger.to_string(),
        is_new: false,
        awaited: true,
        guarded: false,
        uses_name: false,
    })
}

/// The example's arguments with another message. `None` where an argument would not mean the same here.
fn copied_arguments(
    facts: &Facts<'_>,
    request: &Request,
    sample: &Example<'_>,
    message: &str,
) -> Option<String> {
    let outer = &sample.call.arguments;
    let (call, prefix) = match (outer.args.first(), outer.args.len() + outer.keywords.len()) {
        (Some(Expr::Call(model)), 1) => (&model.arguments, format!("{}(", facts.text(model.func.as_ref()))),
        _ => (outer, String::new()),
    };
    let is_text = |expr: &Expr| matches!(expr, Expr::StringLiteral(_) | Expr::FString(_));
    let mut parts = Vec::new();
    let mut replaced = false;
    for argument in &call.args {
        if is_text(argument) && !replaced {
            parts.push(message.to_string());
            replaced = true;
        } else {
            parts.push(available(facts, request, argument)?);
        }
    }
    for keyword in &call.keywords {
        let name = keyword.arg.as_deref()?;
        if is_text(&keyword.value) && !replaced && matches!(name, "message" | "msg" | "event" | "text") {
            parts.push(format!("{name}={message}"));
            replaced = true;
        } else {
            parts.push(format!("{name}={}", available(facts, request, &keyword.value)?));
        }
    }
    let suffix = if prefix.is_empty() { "" } else { ")" };
    replaced.then(|| format!("{prefix}{}{suffix}", parts.join(", ")))
}

/// The text of an argument that means the same at the place: constants, and attributes of the instance
/// that are only ever read there.
fn available(facts: &Facts<'_>, request: &Request, expr: &Expr) -> Option<String> {
    let (_, this) = facts.this(request.at)?;
    let plain = match expr {
        Expr::StringLiteral(_) | Expr::NumberLiteral(_) | Expr::BooleanLiteral(_) | Expr::NoneLiteral(_) => {
            true
        }
        Expr::Attribute(_) => walk::dotted(expr)
            .is_some_and(|names| names[0] == this || facts.is_module_name(names[0], request.at)),
        Expr::Name(name) => facts.is_module_name(name.id.as_str(), request.at),
        _ => false,
    };
    (plain && !facts.text(expr).contains('\n')).then(|| facts.text(expr).to_string())
}

/// What a reviewer must know where an attribute's existence is not proven.
pub(super) fn not_proven(logger: &str) -> String {
    format!("it logs through `{logger}`, which this file does not prove to exist whenever this runs")
}
