//! The value: whether it is cheap and does nothing else, so that `setdefault` may make one on every call.

use super::certain::{is_data, is_sure};
use crate::facts::{BindingKind, Facts, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, walk};
use crate::tasks::spawn;

/// What making the value does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Next to nothing.
    Cheap,
    /// Something that has to be looked at, as a clause about every call.
    Doubtful(String),
    /// It starts something.
    Running(String),
    /// It is computed, which the check is there to avoid.
    Computed(String),
}

/// Calls that make a new, empty dictionary.
pub(super) const ITEM_MAKERS: &[&str] =
    &["builtins.dict", "collections.defaultdict", "collections.OrderedDict", "collections.Counter"];

/// Constructors that only allocate, with arguments that are names and literals. Sources: the asyncio documentation,
/// "Synchronization Primitives", "Queues"; the library reference, "threading", "collections", "weakref".
const CHEAP: &[&str] = &[
    "asyncio.Lock",
    "asyncio.Event",
    "asyncio.Condition",
    "asyncio.Semaphore",
    "asyncio.BoundedSemaphore",
    "asyncio.Queue",
    "asyncio.LifoQueue",
    "asyncio.PriorityQueue",
    "threading.Lock",
    "threading.RLock",
    "threading.Event",
    "threading.Condition",
    "threading.Semaphore",
    "threading.BoundedSemaphore",
    "queue.Queue",
    "queue.SimpleQueue",
    "builtins.list",
    "builtins.dict",
    "builtins.set",
    "builtins.frozenset",
    "builtins.tuple",
    "builtins.bytearray",
    "builtins.object",
    "collections.deque",
    "collections.defaultdict",
    "collections.OrderedDict",
    "collections.Counter",
    "weakref.WeakSet",
    "weakref.WeakValueDictionary",
    "weakref.WeakKeyDictionary",
];
/// Of these, the ones whose first argument is a number; a `defaultdict` may have a factory, a `deque` items and a number,
/// and all others are cheap without arguments only.
const WITH_ARGUMENT: &[&str] = &[
    "asyncio.Semaphore",
    "asyncio.BoundedSemaphore",
    "asyncio.Queue",
    "asyncio.LifoQueue",
    "asyncio.PriorityQueue",
    "threading.Semaphore",
    "threading.BoundedSemaphore",
    "queue.Queue",
];

/// Objects that run, or hold the system's resources, as soon as they are made.
const RUNNING: &[&str] = &[
    "asyncio.Task",
    "asyncio.new_event_loop",
    "asyncio.get_event_loop",
    "asyncio.AbstractEventLoop",
    "asyncio.TaskGroup",
    "asyncio.Runner",
    "threading.Thread",
    "threading.Timer",
    "multiprocessing.Process",
    "subprocess.Popen",
    "concurrent.futures.ThreadPoolExecutor",
    "concurrent.futures.ProcessPoolExecutor",
    "concurrent.futures.thread.ThreadPoolExecutor",
    "concurrent.futures.process.ProcessPoolExecutor",
    "socket.socket",
];

/// What making a value does.
pub(super) fn classify<'a>(facts: &Facts<'a>, value: &'a Expr, at: NodeId) -> Value {
    match value {
        Expr::Call(call) => of_call(facts, value, call, at),
        Expr::Lambda(_) => Value::Cheap,
        Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) | Expr::Await(_) => {
            Value::Computed("it is computed".into())
        }
        _ if pure(facts, value, at) => Value::Cheap,
        Expr::Name(name) => {
            Value::Doubtful(format!("`{}` is read on every call, also where it may not be bound", name.id))
        }
        Expr::Attribute(_)
        | Expr::List(_)
        | Expr::Set(_)
        | Expr::Dict(_)
        | Expr::Tuple(_)
        | Expr::FString(_) => within(facts, value, at).unwrap_or_else(|| {
            Value::Doubtful(format!(
                "`{}` is evaluated on every call, also where it may fail",
                short(facts.text(value))
            ))
        }),
        _ => Value::Computed("it is computed".into()),
    }
}

/// What a call inside of a display is there for, if that decides.
fn within<'a>(facts: &Facts<'a>, value: &'a Expr, at: NodeId) -> Option<Value> {
    let mut found = None;
    walk::subexpressions(value, &mut |part| {
        if let Expr::Call(call) = part
            && found.is_none()
        {
            let does = of_call(facts, part, call, at);
            found = matches!(does, Value::Running(_) | Value::Computed(_)).then_some(does);
        }
    });
    found
}

fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.len() < text.len() || line.chars().count() > 40 {
        format!("{}…", line.chars().take(40).collect::<String>())
    } else {
        line.to_string()
    }
}

fn of_call<'a>(facts: &Facts<'a>, value: &'a Expr, call: &'a ast::ExprCall, at: NodeId) -> Value {
    // `dict[str, int]()` makes a `dict`.
    let function = match call.func.as_ref() {
        Expr::Subscript(generic) => generic.value.as_ref(),
        function => function,
    };
    let name = facts.qualified(function, at);
    let text = short(facts.text(call));
    if let Some(why) = running(facts, value, call, name.as_deref()) {
        return Value::Running(why);
    }
    if let Some(name) = name.as_deref().filter(|name| CHEAP.contains(name)) {
        return if cheap_arguments(facts, name, call, at) {
            Value::Cheap
        } else {
            Value::Doubtful(format!("`{text}` is made on every call, with arguments that are evaluated then"))
        };
    }
    match makes(facts, call, function, name.as_deref()) {
        Makes::Object => {
            Value::Doubtful(format!("`{text}` is made on every call, also where an entry is there"))
        }
        Makes::Coroutine => {
            Value::Running(format!("`{text}` would make a coroutine on every call, which nobody awaits"))
        }
        Makes::Result => Value::Computed(format!("`{text}` is called only where an entry is missing")),
    }
}

fn cheap_arguments<'a>(facts: &Facts<'a>, name: &str, call: &'a ast::ExprCall, at: NodeId) -> bool {
    let arguments = &call.arguments;
    // The bound of a queue or semaphore: another number, or something else, makes the constructor raise.
    let bound = |expr: &Expr| is_size(facts, expr, at);
    let (positional, keyword) = match name {
        // `deque([], 10)`
        "collections.deque" => {
            let bound = |expr: &Expr| expr.is_none_literal_expr() || bound(expr);
            let written_out =
                |first: &'a Expr| (first.is_list_expr() || first.is_tuple_expr()) && pure(facts, first, at);
            let positional = match &*arguments.args {
                [] => true,
                [first] => written_out(first),
                [first, size] => written_out(first) && bound(size),
                _ => false,
            };
            return positional && of_keyword(call, "maxlen", bound);
        }
        "collections.defaultdict" => {
            let factory = |factory: &'a Expr| {
                let class =
                    || facts.qualified(factory, at).is_some_and(|name| CHEAP.contains(&name.as_str()));
                factory.is_lambda_expr() || factory.is_none_literal_expr() || class() || {
                    facts.local_class(factory, at).is_some()
                        || facts.is_one_of(factory, at, &["builtins.int", "builtins.str", "builtins.float"])
                }
            };
            return arguments.keywords.is_empty()
                && arguments.args.len() <= 1
                && arguments.args.iter().all(factory);
        }
        name if WITH_ARGUMENT.contains(&name) => {
            let keyword = if name.ends_with("Semaphore") { "value" } else { "maxsize" };
            (arguments.args.len() <= 1 && arguments.args.iter().all(bound), keyword)
        }
        _ => return arguments.args.is_empty() && arguments.keywords.is_empty(),
    };
    positional && of_keyword(call, keyword, bound)
}

/// Whether the only keyword argument, if there is one, is this one, and its value is accepted.
fn of_keyword(call: &ast::ExprCall, name: &str, accepted: impl Fn(&Expr) -> bool) -> bool {
    let alone = call.arguments.keywords.len() + call.arguments.args.len().min(1) <= 1
        || name == "maxlen" && call.arguments.args.len() == 1 && call.arguments.keywords.len() == 1;
    alone
        && call.arguments.keywords.iter().all(|keyword| {
            keyword.arg.as_ref().is_some_and(|arg| arg.as_str() == name) && accepted(&keyword.value)
        })
}

/// Whether an expression is a whole number from 0, written out here or in a constant of the module.
fn is_size(facts: &Facts<'_>, expr: &Expr, at: NodeId) -> bool {
    match expr {
        Expr::NumberLiteral(number) => matches!(number.value, ast::Number::Int(_)),
        Expr::BinOp(node) => {
            matches!(node.op, ast::Operator::Add | ast::Operator::Mult)
                && is_size(facts, &node.left, at)
                && is_size(facts, &node.right, at)
        }
        Expr::Name(name) => match facts.scopes().lookup(facts.tree, at, name.id.as_str()) {
            Some((scope, [binding])) if scope == facts.tree.root() && facts.runs_at_import(binding.node) => {
                matches!(&binding.kind, BindingKind::Assignment { value: Some(value), .. }
                    if value.is_number_literal_expr() && is_size(facts, value, at))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Why a call starts something.
fn running<'a>(
    facts: &Facts<'a>,
    value: &'a Expr,
    call: &'a ast::ExprCall,
    name: Option<&str>,
) -> Option<String> {
    let text = short(facts.text(call));
    if matches!(
        spawn::recognise(facts, facts.tree.id(call)),
        Some(spawn::Call::Spawn(_) | spawn::Call::Group(_))
    ) {
        return Some(format!("`{text}` would start a task on every call"));
    }
    let typed = facts.type_of(value, facts.tree.id(value));
    let is_one = |name: &str| {
        let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_string();
        // A project's own `ThreadPoolExecutor` is one, too.
        RUNNING.contains(&name) || last(name).ends_with("PoolExecutor") || last(name) == "Popen"
    };
    (typed.ty.name().is_some_and(is_one) || name.is_some_and(is_one))
        .then(|| format!("`{text}` would start or open one on every call"))
}

/// Whether an expression is the call of a class, which gives an object.
pub(super) fn is_constructor<'a>(facts: &Facts<'a>, value: &'a Expr) -> bool {
    let Expr::Call(call) = value else { return false };
    let function = match call.func.as_ref() {
        Expr::Subscript(generic) => generic.value.as_ref(),
        function => function,
    };
    let name = facts.qualified(function, facts.tree.id(value));
    name.as_deref().is_some_and(|name| CHEAP.contains(&name))
        || matches!(makes(facts, call, function, name.as_deref()), Makes::Object)
}

/// What a call gives.
enum Makes {
    Object,
    Coroutine,
    Result,
}

fn makes<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall, function: &'a Expr, name: Option<&str>) -> Makes {
    let looks_like_class = |name: &str| {
        let last = name.rsplit('.').next().unwrap_or_default().trim_start_matches('_');
        last.starts_with(char::is_uppercase) && last.contains(char::is_lowercase)
            || last.len() == 1 && last.starts_with(char::is_uppercase)
    };
    let at = facts.tree.id(call);
    if facts.local_class(function, at).is_some() {
        return Makes::Object;
    }
    if let Some(callee) = facts.callee(call, at)
        && let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(callee)
    {
        return if node.is_async { Makes::Coroutine } else { Makes::Result };
    }
    if let Some(place) = facts.place(function) {
        let view = facts.view();
        let found = view.callee_at(place);
        for symbol in &found.symbols {
            if view.class_of(symbol).is_some() {
                return Makes::Object;
            }
            if let Some(entry) = view.function_of(symbol).and_then(|function| view.function(function)) {
                return if entry.is_async && !entry.is_generator { Makes::Coroutine } else { Makes::Result };
            }
        }
        if let Some(symbol) = found.symbols.first() {
            return if looks_like_class(&symbol.name) { Makes::Object } else { Makes::Result };
        }
    }
    if name.is_some_and(looks_like_class) || looks_like_class(facts.text(function)) {
        Makes::Object
    } else {
        Makes::Result
    }
}

/// Whether evaluating an expression certainly changes nothing, costs nothing and does not fail.
pub(super) fn pure<'a>(facts: &Facts<'a>, expr: &'a Expr, at: NodeId) -> bool {
    let all = |parts: &'a [Expr]| parts.iter().all(|part| pure(facts, part, at));
    match expr {
        Expr::NumberLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::EllipsisLiteral(_) => true,
        Expr::List(node) => all(&node.elts),
        Expr::Tuple(node) => all(&node.elts),
        // Members of sets and keys must be hashable.
        Expr::Set(node) => node.elts.iter().all(Expr::is_literal_expr),
        Expr::Dict(node) => node
            .items
            .iter()
            .all(|item| item.key.as_ref().is_some_and(Expr::is_literal_expr) && pure(facts, &item.value, at)),
        Expr::Call(call) => of_call(facts, expr, call, at) == Value::Cheap,
        Expr::UnaryOp(node) => node.operand.is_number_literal_expr(),
        Expr::BinOp(node) => {
            let number = |side: &Expr| side.is_number_literal_expr();
            let zero = |side: &Expr| matches!(side, Expr::NumberLiteral(number) if matches!(&number.value, ast::Number::Int(int) if int.as_u8() == Some(0)));
            let plain = matches!(
                node.op,
                ast::Operator::Add
                    | ast::Operator::Sub
                    | ast::Operator::Mult
                    | ast::Operator::Div
                    | ast::Operator::FloorDiv
            );
            number(&node.left) && number(&node.right) && plain && !zero(&node.right)
        }
        Expr::Name(name) => is_sure(facts, name, at),
        Expr::Attribute(attribute) => is_data(facts, expr, attribute, at),
        _ => false,
    }
}

/// Whether what is made is always true.
pub(super) fn always_true(facts: &Facts<'_>, value: &Expr, at: NodeId) -> bool {
    let Expr::Call(call) = value else { return false };
    facts.qualified(&call.func, at).is_some_and(|name| is_always_true(&name))
}

/// Whether an object of this class is always true: it has neither a length nor a truth value of its own.
pub(super) fn is_always_true(class: &str) -> bool {
    (class.starts_with("asyncio.") || class.starts_with("threading.")) && CHEAP.contains(&class)
}

/// Whether what is stored is plain data, of which two equal ones are as good as one.
pub(super) fn is_plain_data<'a>(facts: &Facts<'a>, value: &'a Expr) -> bool {
    let typed = facts.type_of(value, facts.tree.id(value));
    let plain = ["str", "int", "float", "bool", "bytes", "tuple", "frozenset"];
    matches!(&typed.ty, Ty::Named(name) if plain.iter().any(|plain| name.strip_prefix("builtins.") == Some(plain)))
}
