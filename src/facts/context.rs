//! What surrounds a place in its own function: timeouts, handlers, loops, held locks, suspension points.

use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, walk};

use super::index::RegionKind;
use super::{Facts, LockFact};

/// A bound on waiting that surrounds a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeout {
    /// `asyncio.wait_for`, `asyncio.timeout`, … in canonical spelling.
    pub by: String,
    /// Where.
    pub range: TextRange,
    /// Whether the bound is the constant `None`, which bounds nothing.
    pub never: bool,
}

/// Which of the exceptions that matter here a handler catches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Catches {
    /// `Exception` and below, by a bare `except`, `BaseException`, `Exception`, alone or in a tuple.
    pub broad: bool,
    /// `asyncio.CancelledError`, by name or through `BaseException` or a bare `except`.
    pub cancelled: bool,
    /// `TimeoutError` as `asyncio.wait_for` raises it.
    pub timeout: bool,
    /// By a bare `except` or `BaseException`: `KeyboardInterrupt` and `SystemExit` too.
    pub everything: bool,
    /// Some type in the handler could not be resolved.
    pub unknown: bool,
}

/// The locks that are held at a place.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// The expressions that took them, outermost first.
    pub locks: Vec<TextRange>,
    /// Contexts that may be locks: their type is not known.
    pub doubtful: Vec<TextRange>,
}

/// Context managers that bound what runs inside them.
/// Sources: asyncio "Timeouts" (3.11), async-timeout and anyio "Cancellation and timeouts" documentation.
const TIMEOUT_MANAGERS: &[&str] = &[
    "asyncio.timeout",
    "asyncio.timeout_at",
    "async_timeout.timeout",
    "anyio.fail_after",
    "anyio.move_on_after",
    "trio.fail_after",
    "trio.move_on_after",
    "trio.fail_at",
    "trio.move_on_at",
];

/// The limit that a context manager which bounds time is given by its name, whichever that is; `shield` is all else that
/// these take.
pub(crate) fn limit_by_name(call: &ast::ExprCall) -> Option<&Expr> {
    let named = |word: &&ast::Keyword| word.arg.as_ref().is_some_and(|name| name.as_str() != "shield");
    call.arguments.keywords.iter().find(named).map(|word| &word.value)
}

impl<'a> Facts<'a> {
    /// The nearest bound around a place, within its own function. Bounds of `None` count only where there is
    /// no other.
    pub fn timeout_around(&self, id: NodeId) -> Option<Timeout> {
        let mut inner = id;
        // A call bounds the coroutine that it is given, not an `await` that ends before the call starts.
        let mut awaited = self.tree.node(id).kind() == NodeKind::ExprAwait;
        let mut without_end = None;
        for outer in self.tree.ancestors(id) {
            let bound = match self.tree.node(outer) {
                AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::ExprLambda(_) | AnyNodeRef::StmtClassDef(_) => {
                    break;
                }
                AnyNodeRef::StmtWith(with) if self.tree.node(inner).is_statement() => {
                    self.timeout_of_with(with, outer)
                }
                AnyNodeRef::ExprCall(call) if !awaited => self.timeout_of_call(call, outer),
                AnyNodeRef::ExprAwait(_) => {
                    awaited = true;
                    None
                }
                _ => None,
            };
            match bound {
                Some(bound) if bound.never => without_end = without_end.or(Some(bound)),
                Some(bound) => return Some(bound),
                None => {}
            }
            inner = outer;
        }
        without_end
    }

    fn timeout_of_with(&self, with: &ast::StmtWith, at: NodeId) -> Option<Timeout> {
        let bounds = with.items.iter().filter_map(|item| self.timeout_of_item(item, at));
        bounds.min_by_key(|bound| bound.never)
    }

    fn timeout_of_item(&self, item: &ast::WithItem, at: NodeId) -> Option<Timeout> {
        let Expr::Call(call) = &item.context_expr else { return None };
        let means = self.meanings(&call.func, at);
        let by = means.first()?.clone();
        means.iter().all(|name| TIMEOUT_MANAGERS.contains(&name.as_str())).then_some(())?;
        let bound = call.arguments.args.first().or_else(|| limit_by_name(call));
        let never = bound.is_some_and(Expr::is_none_literal_expr);
        Some(Timeout { by, range: item.range(), never })
    }

    fn timeout_of_call(&self, call: &ast::ExprCall, at: NodeId) -> Option<Timeout> {
        let by = self.qualified(&call.func, at)?;
        let named = call.arguments.find_keyword("timeout").map(|keyword| &keyword.value);
        let bound = match by.as_str() {
            "asyncio.wait_for" => named.or(call.arguments.args.get(1)),
            "asyncio.wait" => named,
            _ => None,
        }?;
        Some(Timeout { by, range: call.range(), never: bound.is_none_literal_expr() })
    }

    /// Whether a `with` item bounds the time of what runs inside it.
    pub(super) fn bounds_time(&self, item: &ast::WithItem, at: NodeId) -> bool {
        self.timeout_of_item(item, at).is_some_and(|bound| !bound.never)
    }

    /// Whether a call bounds the time of the coroutines that it is given.
    pub(super) fn bounds_arguments(&self, call: &ast::ExprCall, at: NodeId) -> bool {
        self.timeout_of_call(call, at).is_some_and(|bound| !bound.never)
    }

    /// The `try` statements around a place whose body (not handler, `else` or `finally`) holds it, nearest
    /// first, within its own function.
    pub fn tries_around(&self, id: NodeId) -> Vec<(NodeId, &'a ast::StmtTry)> {
        let mut tries = Vec::new();
        let mut inner = id;
        for outer in self.tree.ancestors(id) {
            match self.tree.node(outer) {
                AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::ExprLambda(_) | AnyNodeRef::StmtClassDef(_) => {
                    break;
                }
                AnyNodeRef::StmtTry(node) => {
                    let inner = self.tree.node(inner);
                    if node.body.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(inner)) {
                        tries.push((outer, node));
                    }
                }
                _ => {}
            }
            inner = outer;
        }
        tries
    }

    /// What a handler catches.
    pub fn catches(&self, handler: &ast::ExceptHandlerExceptHandler, at: NodeId) -> Catches {
        let Some(types) = handler.type_.as_deref() else {
            return Catches { broad: true, cancelled: true, timeout: true, everything: true, unknown: false };
        };
        let mut catches = Catches::default();
        let parts: Vec<&Expr> = match types {
            Expr::Tuple(tuple) => tuple.elts.iter().collect(),
            one => vec![one],
        };
        let modern = self.settings.python.major > 3 || self.settings.python.minor >= 11;
        for part in parts {
            match self.qualified(part, at).as_deref() {
                Some("builtins.BaseException") => {
                    catches = Catches {
                        broad: true,
                        cancelled: true,
                        timeout: true,
                        everything: true,
                        unknown: catches.unknown,
                    };
                }
                Some("builtins.Exception") => {
                    catches.broad = true;
                    catches.timeout = true;
                }
                Some("asyncio.CancelledError") => catches.cancelled = true,
                Some("asyncio.TimeoutError") => catches.timeout = true,
                // From 3.11 on, `asyncio.TimeoutError` is `TimeoutError`, which is an `OSError`.
                Some(
                    "builtins.TimeoutError"
                    | "builtins.OSError"
                    | "builtins.IOError"
                    | "builtins.EnvironmentError",
                ) => catches.timeout |= modern,
                Some(_) => {}
                None => catches.unknown = true,
            }
        }
        catches
    }

    /// Whether the statements can suspend the function they run in: `await`, `async for`, `async with`, `yield`.
    pub fn suspends(&self, suite: &'a [Stmt]) -> bool {
        walk::any_expression(suite, |expr| match expr {
            Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => true,
            Expr::ListComp(node) => node.generators.iter().any(|generator| generator.is_async),
            Expr::SetComp(node) => node.generators.iter().any(|generator| generator.is_async),
            Expr::DictComp(node) => node.generators.iter().any(|generator| generator.is_async),
            _ => false,
        }) || walk::any_statement(suite, |stmt| match stmt {
            Stmt::With(with) => with.is_async,
            Stmt::For(node) => node.is_async,
            _ => false,
        })
    }

    /// The loops around a place, nearest first, within its own function.
    pub fn loops_around(&self, id: NodeId) -> Vec<NodeId> {
        self.tree
            .ancestors(id)
            .take_while(|&id| {
                !matches!(
                    self.tree.node(id).kind(),
                    NodeKind::StmtFunctionDef | NodeKind::ExprLambda | NodeKind::StmtClassDef
                )
            })
            .filter(|&id| matches!(self.tree.node(id).kind(), NodeKind::StmtWhile | NodeKind::StmtFor))
            .collect()
    }

    /// Whether a place lies in a `finally` block of its own function.
    pub fn in_finally(&self, id: NodeId) -> bool {
        let mut inner = id;
        for outer in self.tree.ancestors(id) {
            match self.tree.node(outer) {
                AnyNodeRef::StmtFunctionDef(_) | AnyNodeRef::ExprLambda(_) | AnyNodeRef::StmtClassDef(_) => {
                    return false;
                }
                AnyNodeRef::StmtTry(node) => {
                    let inner = self.tree.node(inner);
                    if node.finalbody.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(inner)) {
                        return true;
                    }
                }
                _ => {}
            }
            inner = outer;
        }
        false
    }

    /// The locks that are held where a statement starts, by its own function, outermost first.
    pub fn held_at(&self, statement: NodeId) -> Held {
        let mut held = Held::default();
        let range = TextRange::empty(self.tree.node(statement).start());
        let index = self.index();
        let function = index.function_at(self.tree.node(statement).range());
        let mut regions: Vec<_> = index
            .regions
            .iter()
            .filter(|region| region.function == function && region.range.contains_range(range))
            .collect();
        regions.sort_by_key(|region| region.range.start());
        for region in regions {
            let RegionKind::With(context) = region.kind else { continue };
            let fact = self.place(context).map_or(LockFact::Unknown, |place| self.view().is_lock(place));
            match fact {
                LockFact::Yes => held.locks.push(context),
                LockFact::No => {}
                LockFact::Unknown => held.doubtful.push(context),
            }
        }
        held
    }

    /// The `with` items around a place, within its own function, whose context looks like a lock: of a lock
    /// type, or named like one where the type is not known.
    pub fn lock_around(&self, id: NodeId) -> Option<TextRange> {
        let function = self.tree.scope(id);
        self.tree.ancestors(id).take_while(|&outer| outer != function).find_map(|outer| {
            let AnyNodeRef::StmtWith(with) = self.tree.node(outer) else { return None };
            with.items.iter().find_map(|item| {
                let context = &item.context_expr;
                let typed = self.type_of(context, self.tree.id(context));
                let named = self.text(context).to_lowercase();
                let is_lock = match typed.ty.name() {
                    Some(name) => super::lock_classes::of_class(name).is_some(),
                    None => {
                        ["lock", "mutex", "semaphore", "condition"].iter().any(|word| named.contains(word))
                    }
                };
                is_lock.then(|| context.range())
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::facts::Facts;
    use crate::syntax::{AnyNodeRef, Layout, Tree, parse};

    /// What bounds each call of `f`, in order.
    fn bounds(text: &str) -> Vec<Option<(String, bool)>> {
        let module = parse(text).expect("test input parses");
        let (tree, settings) = (Tree::new(module.syntax()), Settings::default());
        let layout = Layout::new(text, &module, 88);
        let project = crate::facts::Project::default();
        let facts = Facts::new("test.py", &module, &tree, &layout, &settings, &project);
        tree.all()
            .filter(|&id| matches!(tree.node(id), AnyNodeRef::ExprCall(call) if facts.text(call.func.as_ref()) == "f"))
            .map(|id| facts.timeout_around(id).map(|bound| (bound.by, bound.never)))
            .collect()
    }

    #[test]
    fn a_call_bounds_what_it_is_given_and_not_what_has_been_awaited_before() {
        let text = "import asyncio\nasync def g():\n    await asyncio.wait_for(f(), 1)\n    await asyncio.wait_for(h(await f()), 1)\n";
        assert_eq!(bounds(text), [Some(("asyncio.wait_for".into(), false)), None]);
    }

    #[test]
    fn none_is_no_bound_where_there_is_another() {
        let text = "import asyncio\nasync def g():\n    async with asyncio.timeout(1):\n        await asyncio.wait_for(f(), None)\n    async with asyncio.timeout(delay=None):\n        await f()\n";
        assert_eq!(
            bounds(text),
            [Some(("asyncio.timeout".into(), false)), Some(("asyncio.timeout".into(), true))]
        );
    }

    #[test]
    fn the_limit_is_not_what_else_a_context_is_given() {
        let text = "import anyio\nasync def g():\n    with anyio.move_on_after(shield=True, delay=None):\n        await f()\n    with anyio.move_on_after(shield=True, delay=2):\n        await f()\n";
        let by = "anyio.move_on_after";
        assert_eq!(bounds(text), [Some((by.into(), true)), Some((by.into(), false))]);
    }

    #[test]
    fn an_import_that_depends_on_the_version_bounds_if_all_its_meanings_do() {
        let text = "if new:\n    from asyncio import timeout\nelse:\n    from async_timeout import timeout\nasync def g():\n    async with timeout(1):\n        await f()\n";
        assert_eq!(bounds(text), [Some(("asyncio.timeout".into(), false))]);
        assert_eq!(bounds(&text.replace("async_timeout", "elsewhere")), [None]);
    }
}
