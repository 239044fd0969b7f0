//! The one rule for `safe`: a private busy flag around work that has ended when it raises. Unknown is no. What else
//! is behind the flag is [`flag`]'s.

use crate::facts::{Class, Facts, FunctionRef, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, walk};
use crate::verdict::Evidence;

use super::exits;
use super::flag;
use super::toggle::{self, Toggle};
use super::vocabulary::short;

/// Calls followed from one function of the file into the next.
const MAX_DEPTH: usize = 4;

/// Awaited functions that leave nothing running when they raise or are cancelled.
/// Source: the asyncio chapter of the Python documentation.
const ENDS: &[&str] = &["asyncio.sleep"];
/// Methods of asyncio's own types that leave nothing running: type and method.
const ENDING_METHODS: &[(&str, &[&str])] = &[
    ("asyncio.Event", &["wait"]),
    ("asyncio.Condition", &["wait", "wait_for", "acquire"]),
    ("asyncio.Lock", &["acquire"]),
    ("asyncio.Semaphore", &["acquire"]),
    ("asyncio.BoundedSemaphore", &["acquire"]),
    ("asyncio.Queue", &["get", "put", "join"]),
    ("asyncio.StreamReader", &["read", "readline", "readexactly", "readuntil"]),
    ("asyncio.StreamWriter", &["drain", "wait_closed"]),
];

/// Whether resetting the flag on failure too is `safe`: the evidence for it, or the reason against it.
pub fn judge<'a>(
    facts: &Facts<'a>,
    function: NodeId,
    toggle: &Toggle<'a>,
    body: &'a [Stmt],
) -> Result<Vec<Evidence>, String> {
    let Some((class, this)) = facts.this(function) else {
        return Err("the flag is no attribute of the method's own instance".into());
    };
    let Some(name) = toggle.target.strip_prefix(this).and_then(|rest| rest.strip_prefix('.')) else {
        return Err(format!("`{}` is no attribute of the method's own instance", toggle.target));
    };
    if name.contains('.') {
        return Err(format!("`{}` is no attribute of the method's own instance", toggle.target));
    }
    if !name.starts_with('_') {
        return Err(public(facts, class, name));
    }
    if !toggle::is_busy_flag(name) {
        return Err(format!("nothing in the name `{name}` says that it only marks work in progress"));
    }
    let elsewhere = match facts.class_ref(&Ty::Local(class.id)) {
        Some(known) => flag::plain_everywhere(facts, known, name)?,
        None => {
            plain_attribute(facts, class, name)?;
            Vec::new()
        }
    };
    if let Some(raised) = body.iter().find_map(exits::raise_in) {
        return Err(format!(
            "the part that is wrapped raises on purpose at line {}",
            facts.line(raised.start())
        ));
    }
    if let Some(write) = class
        .writes
        .iter()
        .find(|write| write.name != name && body.iter().any(|stmt| stmt.range().contains_range(write.range)))
    {
        return Err(format!(
            "the wrapped part changes `{}` too, at line {}, and may leave it half done",
            write.name,
            facts.line(write.range.start())
        ));
    }
    let mut evidence = vec![facts.evidence(
        "directly-before",
        format!("`{} = True` stands directly before the wrapped statements", toggle.target),
        toggle.set,
    )];
    for stmt in body {
        ends_when_it_raises(facts, function, std::slice::from_ref(stmt), &mut Vec::new())?;
    }
    let where_ = if facts.file.is_some() { "the given files" } else { "this file" };
    evidence.push(Evidence::general(
        "ends",
        format!("every awaited call is in {where_} or in asyncio, and leaves nothing running when it raises"),
    ));
    evidence.extend(elsewhere);
    Ok(evidence)
}

/// Why a public flag is not proven: who reads it in other given files, if anybody is known.
fn public(facts: &Facts<'_>, class: &Class<'_>, name: &str) -> String {
    let known = facts.class_ref(&Ty::Local(class.id));
    let uses = known.map(|known| facts.view().uses(known, name).list).unwrap_or_default();
    match uses.iter().find(|found| found.reads() && Some(found.place.file) != facts.file) {
        Some(found) => format!("`{name}` is public and read at {}", facts.view().shown(found.place)),
        None => format!("other files may read `{name}`, which is public"),
    }
}

/// A bool attribute with nothing behind it: no property, no `__setattr__`, no base class of another file.
fn plain_attribute(facts: &Facts<'_>, class: &Class<'_>, name: &str) -> Result<(), String> {
    let mut classes = vec![class.id];
    let mut at = 0;
    while let Some(&current) = classes.get(at) {
        let Some(class) = facts.class(current) else { break };
        for base in class.bases() {
            match facts.local_class(base, current) {
                Some(local) if !classes.contains(&local) => classes.push(local),
                Some(_) => {}
                None if facts.is_one_of(base, current, &["builtins.object", "abc.ABC"]) => {}
                None => return Err(format!("`{}` may define `{name}` otherwise", facts.text(base))),
            }
        }
        at += 1;
    }
    for class in classes.into_iter().filter_map(|id| facts.class(id)) {
        let decorated = class.node.decorator_list.iter().any(|decorator| {
            let name = match &decorator.expression {
                Expr::Call(call) => &call.func,
                other => other,
            };
            !facts.is_one_of(name, facts.tree.root(), &["dataclasses.dataclass"])
        });
        if decorated || class.has_class_keywords() {
            return Err(format!("the class `{}` is made by a decorator or metaclass", class.name()));
        }
        if class.method(name).is_some() || class.method("__setattr__").is_some() {
            return Err(format!("assigning to `{name}` runs code of the class `{}`", class.name()));
        }
        let odd = class.writes_of(name).find(|write| {
            write.opaque || !write.value.is_some_and(Expr::is_boolean_literal_expr) && write.method.is_some()
        });
        if let Some(odd) = odd {
            return Err(format!(
                "`{name}` is not only True or False at line {}",
                facts.line(odd.range.start())
            ));
        }
        if let Some(refused) = class.uses_of(name).find(|used| flag::guards_a_raise(facts, used.node_id)) {
            return Err(format!(
                "`{name}` refuses a second call at line {}, which a reset after a failure would let in",
                facts.line(refused.range.start())
            ));
        }
        let in_handler = class.uses_of(name).find(|used| flag::in_handler(facts, used.node_id));
        if let Some(used) = in_handler {
            return Err(format!("a handler reads `{name}` at line {}", facts.line(used.range.start())));
        }
        let repair = class.uses_of(name).find(|used| flag::starts_a_repair(facts, used.node_id, name));
        if let Some(used) = repair {
            return Err(format!(
                "a repair starts where `{name}` is left set, at line {}",
                facts.line(used.range.start())
            ));
        }
    }
    Ok(())
}

/// Whether everything that the statements await has ended when it raises or is cancelled.
fn ends_when_it_raises<'a>(
    facts: &Facts<'a>,
    function: NodeId,
    suite: &'a [Stmt],
    open: &mut Vec<FunctionRef>,
) -> Result<(), String> {
    let mut refused: Option<String> = None;
    let mut refuse = |what: &str, at: &Expr| {
        let line = facts.line(at.start());
        refused.get_or_insert_with(|| format!("`{}` at line {line} {what}", short(facts, at)));
    };
    walk::expressions(suite, &mut |expr| match expr {
        Expr::Await(awaited) => {
            if let Err(why) = ends(facts, function, &awaited.value, open) {
                refuse(why, &awaited.value);
            }
        }
        Expr::Call(call) if starts_work(call) || starts_inside(facts, call, 0) => {
            refuse("starts work that outlives an exception", expr)
        }
        _ => {}
    });
    walk::statements(suite, &mut |stmt| match stmt {
        Stmt::With(node) if node.is_async => {
            for item in &node.items {
                let typed = facts.type_of(&item.context_expr, facts.tree.id(&item.context_expr));
                if !typed.ty.name().is_some_and(|name| ENDING_METHODS.iter().any(|(known, _)| *known == name))
                {
                    refuse("is entered, and this file does not show what it does", &item.context_expr);
                }
            }
        }
        Stmt::For(node) if node.is_async => {
            refuse("is iterated, and this file does not show what it does", &node.iter);
        }
        _ => {}
    });
    refused.map_or(Ok(()), Err)
}

fn starts_work(call: &ast::ExprCall) -> bool {
    let name = match call.func.as_ref() {
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::Name(name) => name.id.as_str(),
        _ => return false,
    };
    matches!(
        name,
        "create_task"
            | "ensure_future"
            | "run_in_executor"
            | "to_thread"
            | "submit"
            | "shield"
            | "start_soon"
            | "run_coroutine_threadsafe"
            | "call_soon"
            | "call_later"
            | "call_at"
            | "call_soon_threadsafe"
    )
}

fn ends<'a>(
    facts: &Facts<'a>,
    function: NodeId,
    value: &'a Expr,
    open: &mut Vec<FunctionRef>,
) -> Result<(), &'static str> {
    const UNKNOWN: &str = "is awaited, and this file does not show whether its work has ended when it raises";
    let Expr::Call(call) = value else { return Err("is awaited, and may go on when the await is cancelled") };
    let at = facts.tree.id(call);
    match facts.qualified(&call.func, at).as_deref() {
        Some("asyncio.wait_for") => {
            return call
                .arguments
                .args
                .first()
                .map_or(Err(UNKNOWN), |inner| ends(facts, function, inner, open));
        }
        Some(name) if ENDS.contains(&name) => return Ok(()),
        _ => {}
    }
    if let Expr::Attribute(method) = call.func.as_ref()
        && let Some(class) = facts.type_of(&method.value, at).ty.name()
        && ENDING_METHODS
            .iter()
            .any(|(known, methods)| *known == class && methods.contains(&method.attr.as_str()))
    {
        return Ok(());
    }
    if open.len() >= MAX_DEPTH {
        return Err(UNKNOWN);
    }
    if facts.file.is_some() {
        return all_end(facts, call, at, open).then_some(()).ok_or(UNKNOWN);
    }
    let Some(callee) = facts.callee(call, at) else { return Err(UNKNOWN) };
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(callee) else { return Err(UNKNOWN) };
    if !node.is_async || !node.decorator_list.is_empty() {
        return Err(UNKNOWN);
    }
    if callee == function {
        return Ok(());
    }
    // What is open counts only the steps here.
    open.push(FunctionRef { file: 0, function: u32::MAX });
    let ended = ends_when_it_raises(facts, callee, &node.body, open).map_err(|_| UNKNOWN);
    open.pop();
    ended
}

/// Whether all functions of given files that a call may run have ended when they raise.
fn all_end<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall, at: NodeId, open: &mut Vec<FunctionRef>) -> bool {
    let found = facts.runs(&call.func, at);
    let view = facts.view();
    found.why.is_none()
        && !found.symbols.is_empty()
        && found.symbols.iter().all(|symbol| {
            let Some(callee) = view.function_of(symbol) else { return false };
            let plain = view
                .function(callee)
                .is_some_and(|entry| entry.is_async && !entry.is_generator && entry.decorators.is_empty());
            if open.contains(&callee) {
                return true;
            }
            open.push(callee);
            let ended = plain
                && facts
                    .in_file(callee.file, |facts| {
                        let Some(id) = facts.definition(callee) else { return false };
                        let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(id) else { return false };
                        ends_when_it_raises(facts, id, &node.body, open).is_ok()
                    })
                    .unwrap_or(false);
            open.pop();
            ended
        })
}

/// Whether a call certainly or possibly runs a plain function of a given file that starts work.
fn starts_inside<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall, depth: usize) -> bool {
    let Some(place) = facts.place(call.func.as_ref()).filter(|_| depth < MAX_DEPTH) else { return false };
    let view = facts.view();
    view.runs(place).symbols.iter().any(|symbol| {
        let Some(callee) = view.function_of(symbol) else { return false };
        // An awaited function is followed where it is awaited.
        if view.function(callee).is_none_or(|entry| entry.is_async) {
            return false;
        }
        facts
            .in_file(callee.file, |facts| {
                let Some(AnyNodeRef::StmtFunctionDef(node)) =
                    facts.definition(callee).map(|id| facts.tree.node(id))
                else {
                    return false;
                };
                let mut starts = false;
                walk::expressions(&node.body, &mut |expr| {
                    if let Expr::Call(inner) = expr {
                        starts = starts || starts_work(inner) || starts_inside(facts, inner, depth + 1);
                    }
                });
                starts
            })
            .unwrap_or(false)
    })
}
