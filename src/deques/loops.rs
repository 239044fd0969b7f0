//! Loops over a list: a deque raises `RuntimeError` where it changes meanwhile. Shows that nothing in a loop can change
//! it, or says what may; then the loop goes over a copy.

use crate::facts::types::engine::Place;
use crate::facts::{BindingKind, Facts, FunctionRef, View, is_standard};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};

use super::{Fit, arguments, as_list};

/// Methods that run nothing of the project. Futures and queues wake others by `call_soon`, not at once.
/// Source: `Lib/asyncio/futures.py`, `tasks.py`, `queues.py`, `locks.py`.
const PLAIN: &[&str] = &[
    "builtins.str.",
    "builtins.dict.",
    "builtins.list.",
    "builtins.set.",
    "builtins.int.",
    "builtins.float.",
    "builtins.bytes.",
    "asyncio.futures.Future.",
    "_asyncio.Future.",
    "asyncio.tasks.Task.",
    "_asyncio.Task.",
    "asyncio.queues.Queue.",
    "asyncio.locks.Event.",
    "asyncio.events.Handle.",
    "asyncio.events.TimerHandle.",
];
/// How deep calls of functions of the given files are followed.
const MAX_DEPTH: u8 = 4;
/// Words of a file that let other threads run its code.
const THREADS: &[&str] = &[
    "threading",
    "Thread",
    "to_thread",
    "run_in_executor",
    "ThreadPoolExecutor",
    "ThreadPool",
    "start_new_thread",
    "dummy",
    "ThreadingMixIn",
    "ThreadingHTTPServer",
    // The handler runs between two steps of whatever is under way.
    "signal.signal",
];
/// Names of what starts threads: one given file that has one is enough.
const STARTING: &[&str] = &[
    "Thread",
    "to_thread",
    "run_in_executor",
    "ThreadPoolExecutor",
    "ThreadPool",
    "start_new_thread",
    "Timer",
    "ThreadingMixIn",
    "ThreadingHTTPServer",
    "signal.signal",
];
/// Methods that change a list.
const CHANGING: &[&str] = &["append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse"];

/// `for … in x`, also with a call such as `reversed` around the list.
pub(super) fn of_for<'a>(facts: &Facts<'a>, list: NodeId, node: &'a ast::StmtFor) -> Fit {
    let name = held_name(facts, list);
    if node.is_async {
        return Fit::Breaks("`async for` goes through it".into());
    }
    if let Some(fit) = threads(facts, list) {
        return fit;
    }
    if facts.suspends(&node.body) {
        let why =
            "the loop over it suspends, and sees nothing that is added meanwhile once it goes over a copy";
        return Fit::Noticed(why.into(), as_list(facts.tree.node(list).range()));
    }
    let mut disturbed = None;
    walk::statements(&node.body, &mut |stmt| {
        if disturbed.is_none() {
            disturbed = changes(facts, stmt, name).or_else(|| entered(stmt));
        }
    });
    walk::all_expressions(&node.body, &mut |expr| {
        if disturbed.is_none() {
            disturbed = unquiet(facts, expr).or_else(|| renamed(facts, expr, list)).or_else(|| left(expr));
        }
    });
    settled(facts, list, disturbed)
}

/// A comprehension over it, or a generator.
pub(super) fn of_comprehension<'a>(
    facts: &Facts<'a>,
    list: NodeId,
    id: NodeId,
    node: &'a ast::Comprehension,
) -> Fit {
    let range = facts.tree.node(list).range();
    let outer = facts.tree.parent(id).unwrap_or(id);
    let (parts, generators, lazy): (Vec<&Expr>, &[ast::Comprehension], bool) = match facts.tree.node(outer) {
        AnyNodeRef::ExprListComp(node) => (vec![&node.elt], &node.generators, false),
        AnyNodeRef::ExprSetComp(node) => (vec![&node.elt], &node.generators, false),
        AnyNodeRef::ExprDictComp(node) => {
            (node.key.as_deref().into_iter().chain([node.value.as_ref()]).collect(), &node.generators, false)
        }
        AnyNodeRef::ExprGenerator(node) => (vec![&node.elt], &node.generators, true),
        _ => return Fit::Breaks("it is gone through in a way that is not followed".into()),
    };
    if node.is_async {
        return Fit::Breaks("`async for` goes through it".into());
    }
    if lazy && !arguments::read_at_once(facts, outer) {
        let why =
            "a generator goes through it later, and raises `RuntimeError` if the deque has changed by then";
        return Fit::Noticed(why.into(), as_list(range));
    }
    if let Some(fit) = threads(facts, list) {
        return fit;
    }
    let parts =
        parts.into_iter().chain(generators.iter().flat_map(|part| part.ifs.iter().chain([&part.iter])));
    let mut disturbed = None;
    for part in parts {
        walk::subexpressions(part, &mut |expr| {
            if disturbed.is_none() {
                disturbed = match expr {
                    Expr::Await(_) => Some((expr.range(), "the loop over it suspends")),
                    expr => unquiet(facts, expr),
                };
            }
        });
    }
    settled(facts, list, disturbed)
}

fn settled(facts: &Facts<'_>, list: NodeId, disturbed: Option<(TextRange, &'static str)>) -> Fit {
    let Some((at, why)) = disturbed else { return Fit::Works };
    let text = facts.text(at).lines().next().unwrap_or_default();
    let shown =
        if text.len() > 60 { format!("line {}", facts.line(at.start())) } else { format!("`{text}`") };
    Fit::Noticed(
        format!("{why} ({shown}), so it has to go over a copy"),
        as_list(facts.tree.node(list).range()),
    )
}

/// `with`, which runs what its context manager does.
fn entered(stmt: &Stmt) -> Option<(TextRange, &'static str)> {
    let Stmt::With(with) = stmt else { return None };
    let range = with.items.first().map_or(with.range(), |item| item.context_expr.range());
    Some((range, "what the loop over it enters may change it"))
}

/// Where the loop is left meanwhile, or sets an attribute, which may be a property.
fn left(expr: &Expr) -> Option<(TextRange, &'static str)> {
    match expr {
        Expr::Attribute(target) if !target.ctx.is_load() => {
            Some((expr.range(), "an attribute that the loop over it sets may be a property that changes it"))
        }
        Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => {
            Some((expr.range(), "the loop over it suspends"))
        }
        _ => None,
    }
}

/// Where other threads may run, a loop in Python can be overtaken by them.
fn threads(facts: &Facts<'_>, list: NodeId) -> Option<Fit> {
    let text = facts.layout.text();
    let own = THREADS.iter().find(|word| text.contains(**word)).map(|word| (*word, facts.path));
    let (word, path) = own.or_else(|| {
        STARTING.iter().find_map(|word| {
            let others = facts.project.files_with(word).into_iter();
            let file = others.filter(|&file| !keeps_to_itself(facts, file)).min()?;
            Some((*word, facts.project.path(file)))
        })
    })?;
    let why =
        format!("a loop goes over it, and {path} uses `{word}`, so another thread may change it meanwhile");
    Some(Fit::Noticed(why, as_list(facts.tree.node(list).range())))
}

/// Whether the threads of a file run methods of its own objects, and the file imports nothing but the standard library.
fn keeps_to_itself(facts: &Facts<'_>, file: u32) -> bool {
    let text = facts.project.text(file);
    let word = STARTING[0];
    let own = text.match_indices(word).all(|(at, _)| text[at + word.len()..].starts_with("(target=self."));
    let others = STARTING[1..].iter().any(|word| text.contains(word));
    let index = facts.view().index(file);
    own && !others && index.imports.iter().all(|import| is_standard(&import.module))
}

/// The last name of what holds the list.
fn held_name<'a>(facts: &Facts<'a>, list: NodeId) -> &'a str {
    match facts.tree.node(list) {
        AnyNodeRef::ExprAttribute(node) => node.attr.as_str(),
        AnyNodeRef::ExprName(node) => node.id.as_str(),
        AnyNodeRef::ExprSubscript(node) => match node.value.as_ref() {
            Expr::Attribute(node) => node.attr.as_str(),
            Expr::Name(node) => node.id.as_str(),
            _ => "",
        },
        _ => "",
    }
}

/// Whether a statement of the loop itself changes what is gone through, and the loop goes on.
fn changes<'a>(facts: &Facts<'a>, stmt: &'a Stmt, name: &str) -> Option<(TextRange, &'static str)> {
    const WHY: &str = "the loop over it changes it";
    let called = match stmt {
        Stmt::Expr(expr) => expr.value.as_call_expr(),
        Stmt::Assign(assign) => assign.value.as_call_expr(),
        Stmt::Delete(delete) => {
            let hits = delete
                .targets
                .iter()
                .any(|target| matches!(target, Expr::Subscript(target) if last(&target.value) == Some(name)));
            return (hits && !leaves(facts, stmt)).then(|| (stmt.range(), WHY));
        }
        Stmt::AugAssign(assign) if last(&assign.target) == Some(name) => return Some((stmt.range(), WHY)),
        _ => None,
    }?;
    let Expr::Attribute(method) = called.func.as_ref() else { return None };
    let hits = last(&method.value) == Some(name) && CHANGING.contains(&method.attr.as_str());
    (hits && !leaves(facts, stmt)).then(|| (stmt.range(), WHY))
}

fn last(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Attribute(node) => Some(node.attr.as_str()),
        Expr::Name(node) => Some(node.id.as_str()),
        Expr::Subscript(node) => last(&node.value),
        _ => None,
    }
}

/// Whether the loop is left right after a statement.
fn leaves<'a>(facts: &Facts<'a>, stmt: &'a Stmt) -> bool {
    let found = facts.tree.suite(facts.tree.id(stmt));
    found.is_some_and(|(suite, at)| {
        matches!(suite.get(at + 1), Some(Stmt::Break(_) | Stmt::Return(_) | Stmt::Raise(_)))
    })
}

/// A call that may run code which changes the list, or a property that calls something.
fn unquiet<'a>(facts: &Facts<'a>, expr: &'a Expr) -> Option<(TextRange, &'static str)> {
    if let Expr::Attribute(attribute) = expr
        && attribute.ctx.is_load()
        && facts.may_call_when_read(attribute.attr.as_str())
    {
        return Some((expr.range(), "a property that the loop over it reads may change it"));
    }
    let Expr::Call(call) = expr else { return None };
    let id = facts.tree.id(expr);
    (!is_quiet_call(facts, call, id))
        .then(|| (call.func.range(), "what the loop over it calls may change it"))
}

/// A list that changes under another name, which may be this one: `seen = self._seen`.
fn renamed<'a>(facts: &Facts<'a>, expr: &'a Expr, list: NodeId) -> Option<(TextRange, &'static str)> {
    let Expr::Call(call) = expr else { return None };
    let Expr::Attribute(method) = call.func.as_ref() else { return None };
    let receiver = method.value.as_ref();
    if !CHANGING.contains(&method.attr.as_str()) || last(receiver) == Some(held_name(facts, list)) {
        return None;
    }
    let name = match (receiver, facts.tree.node(list)) {
        (Expr::Name(name), _) => name,
        // Attributes of two names are two lists.
        (_, AnyNodeRef::ExprAttribute(_)) => return None,
        (Expr::Attribute(_), _) => return Some((expr.range(), "what changes may be the same list")),
        _ => return None,
    };
    let found = facts.scopes().lookup(facts.tree, facts.tree.id(expr), name.id.as_str());
    let other = found.is_some_and(|(_, bindings)| {
        bindings.iter().all(|binding| match &binding.kind {
            BindingKind::Loop(_) => true,
            BindingKind::Assignment { value: Some(value), .. } => {
                !matches!(value, Expr::Name(_) | Expr::Attribute(_) | Expr::If(_) | Expr::BoolOp(_))
            }
            _ => false,
        })
    });
    (!other).then(|| (expr.range(), "what changes may be the same list"))
}

/// Methods of builtin objects and loggers run no code of the project.
const QUIET_CLASSES: &[&str] = &["logging.Logger", "datetime.datetime", "datetime.timedelta", "pathlib.Path"];

fn is_quiet_call<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall, id: NodeId) -> bool {
    // A list's own changing methods are looked at as statements.
    if is_quiet_name(facts.qualified(&call.func, id).as_deref()) {
        return true;
    }
    if let Expr::Attribute(method) = call.func.as_ref() {
        let receiver = method.value.as_ref();
        if receiver.is_string_literal_expr() || receiver.is_f_string_expr() {
            return true;
        }
        let typed = facts.type_of(receiver, id).ty;
        if typed.name().is_some_and(|name| name.starts_with("builtins.") || QUIET_CLASSES.contains(&name)) {
            return true;
        }
    }
    follow(facts, &call.func)
}

/// Whether a function that is handed to `sorted`, `map` and the like changes nothing.
pub(super) fn is_quiet_function<'a>(facts: &Facts<'a>, function: &'a Expr, at: NodeId) -> bool {
    match function {
        Expr::Lambda(lambda) => {
            let mut quiet = true;
            walk::subexpressions(&lambda.body, &mut |expr| quiet &= unquiet(facts, expr).is_none());
            quiet
        }
        Expr::Call(call) => matches!(
            facts.qualified(&call.func, at).as_deref(),
            Some("operator.itemgetter" | "operator.attrgetter")
        ),
        function => is_quiet_name(facts.qualified(function, at).as_deref()) || follow(facts, function),
    }
}

/// Functions of the standard library that run nothing of the project but what they are handed.
fn is_quiet_name(qualified: Option<&str>) -> bool {
    const LOUD: &[&str] = &[
        "builtins.setattr",
        "builtins.delattr",
        "builtins.exec",
        "builtins.eval",
        "builtins.map",
        "builtins.filter",
        "builtins.__import__",
    ];
    const MODULES: &[&str] =
        &["builtins", "math", "time", "datetime", "statistics", "operator", "re", "json", "os", "logging"];
    qualified.is_some_and(|name| {
        is_standard(name)
            && MODULES.contains(&name.split('.').next().unwrap_or_default())
            && !LOUD.contains(&name)
    })
}

/// Whether a call certainly runs functions of given files that change no list of any attribute or call nothing unknown.
fn follow<'a>(facts: &Facts<'a>, function: &'a Expr) -> bool {
    let Some(place) = facts.place(function) else { return false };
    still(&facts.view(), place, &mut Vec::new(), MAX_DEPTH)
}

fn still(view: &View<'_>, callee: Place, open: &mut Vec<FunctionRef>, depth: u8) -> bool {
    let found = view.runs(callee);
    if found.why.is_some() || found.symbols.is_empty() || depth == 0 {
        return false;
    }
    found.symbols.iter().all(|symbol| {
        if symbol.place.is_none() {
            return is_quiet_name(Some(&symbol.name))
                || PLAIN.iter().any(|class| symbol.name.starts_with(class));
        }
        let Some(function) = view.function_of(symbol) else {
            // A class without an `__init__` of its own, such as a dataclass.
            return view
                .class_of(symbol)
                .is_some_and(|class| !view.bases(class).1 && view.method(class, "__post_init__").is_none());
        };
        if open.contains(&function) {
            return true;
        }
        open.push(function);
        let calls = view.calls_in(function);
        let adds = calls.iter().any(|call| {
            let text = view.text(Place { file: function.file, range: call.callee });
            let last = text.rsplit('.').next().unwrap_or_default();
            text.contains('.') && CHANGING.contains(&last)
        });
        !adds
            && calls
                .iter()
                .all(|call| still(view, Place { file: function.file, range: call.callee }, open, depth - 1))
    })
}
