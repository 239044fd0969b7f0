//! A list that is an argument of a call: functions that read its entries at once, functions that go through it lazily,
//! functions that need a list. What is not in these tables is passed on, and noticed.

use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged};

use super::fits::is_itself;
use super::{Fit, as_list, loops};

/// Functions that read all entries in one step and keep no reference, or only look at it.
/// Sources: the Python library reference, "Built-in Functions", "collections", "math", "random", "bisect", "asyncio".
/// `random` and `bisect` ask for length and items only; a deque counts as a sequence (`collections.abc`).
const READING: &[&str] = &[
    "builtins.len",
    "builtins.bool",
    "builtins.list",
    "builtins.tuple",
    "builtins.set",
    "builtins.frozenset",
    "builtins.sorted",
    "builtins.sum",
    "builtins.min",
    "builtins.max",
    "builtins.any",
    "builtins.all",
    "builtins.dict",
    "builtins.bytes",
    "builtins.bytearray",
    "builtins.id",
    "builtins.next",
    "collections.deque",
    "collections.Counter",
    "math.fsum",
    "math.prod",
    "random.choice",
    "random.choices",
    "random.sample",
    "random.shuffle",
    "bisect.bisect",
    "bisect.bisect_left",
    "bisect.bisect_right",
    "array.array",
];
/// Functions that go through it when somebody goes through their result.
const LAZY: &[&str] = &[
    "builtins.iter",
    "builtins.reversed",
    "builtins.enumerate",
    "builtins.zip",
    "builtins.map",
    "builtins.filter",
    "itertools.islice",
    "itertools.chain",
    "itertools.accumulate",
    "itertools.pairwise",
    "itertools.zip_longest",
    "itertools.takewhile",
    "itertools.dropwhile",
    "itertools.starmap",
];
/// Functions that show or write it; a copy as a list is written as the list is.
const SHOWING: &[&str] = &[
    "builtins.str",
    "builtins.repr",
    "builtins.print",
    "builtins.format",
    "builtins.ascii",
    "json.dumps",
    "json.dump",
    "pickle.dumps",
    "pickle.dump",
    "marshal.dumps",
    "marshal.dump",
    "orjson.dumps",
    "ujson.dumps",
    "msgpack.packb",
    "msgpack.dumps",
    "msgspec.json.encode",
    "msgspec.msgpack.encode",
    "yaml.dump",
    "yaml.safe_dump",
    "copy.copy",
    "copy.deepcopy",
];
/// Functions that ask for a list, or for its type.
const LIST_ONLY: &[&str] = &[
    "builtins.isinstance",
    "builtins.type",
    "builtins.issubclass",
    "builtins.vars",
    "heapq.heappush",
    "heapq.heappop",
    "heapq.heapify",
    "heapq.heappushpop",
    "heapq.heapreplace",
    "bisect.insort",
    "bisect.insort_left",
    "bisect.insort_right",
];
/// Methods of builtin objects that read the entries of their argument at once.
const COPYING: &[&str] = &[
    "extend",
    "update",
    "join",
    "union",
    "intersection",
    "difference",
    "issubset",
    "issuperset",
    "isdisjoint",
    "writelines",
    "difference_update",
    "intersection_update",
    "symmetric_difference_update",
    "symmetric_difference",
    "fromkeys",
];

/// The list at `id` is an argument; `parent` is its `Arguments` or `Keyword`.
pub(super) fn fit<'a>(facts: &Facts<'a>, id: NodeId, parent: NodeId, bounded: bool) -> Fit {
    let tree = facts.tree;
    let range = tree.node(id).range();
    let call = std::iter::once(parent).chain(tree.ancestors(parent)).find_map(|at| match tree.node(at) {
        AnyNodeRef::ExprCall(call) => Some((at, call)),
        _ => None,
    });
    let Some((call_id, call)) = call else {
        return Fit::Breaks("it is used in a way that is not followed".into());
    };
    let shown = facts.text(call.func.as_ref());
    let qualified = facts.qualified(&call.func, call_id);
    let name = qualified.as_deref().unwrap_or_default();
    if LIST_ONLY.contains(&name) {
        return Fit::Breaks(format!("`{shown}` needs a list"));
    }
    if READING.contains(&name) || name.starts_with("statistics.") {
        // What sorts or compares may run a function of the project for each entry.
        return match key_function(call) {
            Some(key) if !loops::is_quiet_function(facts, key, call_id) => {
                Fit::Noticed(format!("`{}` runs while it is gone through", facts.text(key)), as_list(range))
            }
            _ => Fit::Works,
        };
    }
    if LAZY.contains(&name) {
        let run = matches!(
            name,
            "builtins.map"
                | "builtins.filter"
                | "itertools.takewhile"
                | "itertools.dropwhile"
                | "itertools.starmap"
        );
        if run
            && let Some(function) = call.arguments.args.first()
            && !function.is_none_literal_expr()
            && !loops::is_quiet_function(facts, function, call_id)
        {
            let why = format!("`{}` runs while it is gone through", facts.text(function));
            return Fit::Noticed(why, as_list(range));
        }
        return lazily(facts, id, call_id, bounded);
    }
    if SHOWING.contains(&name) {
        let why = format!("`{shown}` shows, writes or copies it, which is another thing for a deque");
        return Fit::Noticed(why, as_list(range));
    }
    if let Expr::Attribute(method) = call.func.as_ref()
        && COPYING.contains(&method.attr.as_str())
        && call.arguments.keywords.is_empty()
    {
        if is_itself(facts, &method.value, range) {
            return Fit::Works;
        }
        let literal = method.value.is_string_literal_expr();
        let typed = facts.type_of(&method.value, call_id).ty;
        let builtin = typed.name().is_some_and(|name| {
            matches!(
                name,
                "builtins.list"
                    | "builtins.set"
                    | "builtins.dict"
                    | "builtins.str"
                    | "builtins.bytes"
                    | "builtins.bytearray"
                    | "collections.deque"
                    | "collections.Counter"
                    | "collections.defaultdict"
            )
        });
        if literal || builtin {
            return Fit::Works;
        }
    }
    Fit::Noticed(format!("it is passed on to `{shown}`, which gets a deque"), Vec::new())
}

fn key_function(call: &ast::ExprCall) -> Option<&Expr> {
    call.arguments.find_keyword("key").map(|keyword| &keyword.value)
}

/// `call` goes through the list at `id` when somebody goes through what it gives.
fn lazily<'a>(facts: &Facts<'a>, id: NodeId, call: NodeId, bounded: bool) -> Fit {
    let tree = facts.tree;
    let node = tree.node(call);
    let is = |expr: &Expr| AnyNodeRef::from(expr).ptr_eq(node);
    let kept = || {
        let why = "an iterator over it is kept, which raises `RuntimeError` once the deque has changed";
        Fit::Noticed(why.into(), as_list(tree.node(id).range()))
    };
    let Some(parent) = tree.parent(call) else { return kept() };
    match tree.node(parent) {
        AnyNodeRef::StmtFor(node) if is(&node.iter) => loops::of_for(facts, id, node),
        AnyNodeRef::Comprehension(node) if is(&node.iter) => loops::of_comprehension(facts, id, parent, node),
        AnyNodeRef::ExprStarred(_) => Fit::Works,
        AnyNodeRef::StmtAssign(assign)
            if assign.targets.iter().all(|target| target.is_tuple_expr() || target.is_list_expr()) =>
        {
            Fit::Works
        }
        AnyNodeRef::Arguments(_) => match fit(facts, call, parent, bounded) {
            Fit::Works => Fit::Works,
            // What the copy goes around is the list, not the iterator.
            Fit::Noticed(why, edits) if !edits.is_empty() => {
                Fit::Noticed(why, as_list(tree.node(id).range()))
            }
            _ => kept(),
        },
        _ => kept(),
    }
}

/// Whether the entries of the expression at `id` are read at once by the call around it.
pub(super) fn read_at_once(facts: &Facts<'_>, id: NodeId) -> bool {
    let parent = facts.tree.parent(id);
    parent.is_some_and(|parent| {
        matches!(facts.tree.node(parent), AnyNodeRef::Arguments(_))
            && matches!(fit(facts, id, parent, true), Fit::Works)
    })
}
