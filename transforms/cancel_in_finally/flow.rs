//! What surrounds an await in its function: the suites it stands in, what leaves it, what it skips. Judges nothing.

use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, walk};

use super::cleanup::is_suppress;
use super::inert;

/// A suite that holds an await, at any depth.
#[derive(Clone, Copy)]
pub struct Level<'a> {
    /// The statements.
    pub suite: &'a [Stmt],
    /// Which of them holds the await.
    pub index: usize,
}

impl<'a> Level<'a> {
    /// The statement that holds the await.
    pub fn stmt(&self) -> &'a Stmt {
        &self.suite[self.index]
    }

    /// Whether it is the same suite.
    pub fn is(&self, suite: &[Stmt]) -> bool {
        std::ptr::eq(self.suite.as_ptr(), suite.as_ptr())
    }
}

/// The suites around an await in its own function, innermost first, as far as control can get from the
/// await to what follows in them: a suite that goes on to `return` or `raise` is the last.
pub fn levels<'a>(facts: &Facts<'a>, id: NodeId) -> Vec<Level<'a>> {
    let mut levels = Vec::new();
    let Some(mut statement) = facts.tree.statement(id) else { return levels };
    while let Some((suite, index)) = facts.tree.suite(statement) {
        levels.push(Level { suite, index });
        if suite[index..].iter().any(ends_here) {
            break;
        }
        let Some(parent) = facts.tree.parent(statement) else { break };
        match facts.tree.statement(parent) {
            Some(outer) if facts.tree.node(outer).kind() != NodeKind::StmtFunctionDef => statement = outer,
            _ => break,
        }
    }
    levels
}

/// Whether control does not get past a statement.
pub fn ends_here(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Return(_) | Stmt::Raise(_))
}

/// What can leave an await, as far as the statements around it show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaves {
    /// Exceptions of the awaited call.
    pub raises: bool,
    /// A cancellation.
    pub cancelled: bool,
    /// The handler or `suppress` that stops one of them, or both.
    pub caught_at: Option<TextRange>,
}

impl Leaves {
    /// Whether nothing leaves.
    pub fn nothing(self) -> bool {
        !self.raises && !self.cancelled
    }

    /// In words, after the awaited thing.
    pub fn verb(self) -> &'static str {
        match (self.raises, self.cancelled) {
            (true, true) => "raises or is cancelled",
            (true, false) => "raises",
            _ => "is cancelled",
        }
    }
}

/// What can leave `outer` (a statement) from an await inside it without `cleanup` being run. A handler that
/// repeats the clean-up before it raises again counts as one that catches.
pub fn leaves(facts: &Facts<'_>, id: NodeId, outer: &Stmt, cleanup: &Stmt) -> Leaves {
    if inert::does_nothing(facts, id).is_some() {
        return Leaves { raises: false, cancelled: false, caught_at: None };
    }
    let mut leaves = Leaves { raises: !only_cancellable(facts, id), cancelled: true, caught_at: None };
    let limit = facts.tree.id(outer);
    for (at, catcher) in catchers(facts, id, limit) {
        match catcher {
            Catcher::Try(node) => {
                // The first handler that takes an exception decides, even if it raises it again.
                let (mut raises_open, mut cancelled_open) = (true, true);
                for handler in &node.handlers {
                    let ast::ExceptHandler::ExceptHandler(handler) = handler;
                    let catches = facts.catches(handler, at);
                    let repeats =
                        walk::any_statement(&handler.body, |stmt| facts.text(stmt) == facts.text(cleanup));
                    let swallows = repeats
                        || !walk::any_statement(&handler.body, |stmt| {
                            matches!(
                                stmt,
                                Stmt::Raise(_) | Stmt::Return(_) | Stmt::Break(_) | Stmt::Continue(_)
                            )
                        });
                    if catches.broad && raises_open {
                        raises_open = false;
                        stop(&mut leaves.raises, swallows, handler.range(), &mut leaves.caught_at);
                    }
                    if catches.cancelled && cancelled_open {
                        cancelled_open = false;
                        stop(&mut leaves.cancelled, swallows, handler.range(), &mut leaves.caught_at);
                    }
                }
            }
            Catcher::Suppress(call) => {
                for part in &call.arguments.args {
                    let name = facts.qualified(part, at);
                    let all = name.as_deref() == Some("builtins.BaseException");
                    let broad = all || name.as_deref() == Some("builtins.Exception");
                    let cancelled = all || name.as_deref() == Some("asyncio.CancelledError");
                    stop(&mut leaves.raises, broad, call.range(), &mut leaves.caught_at);
                    stop(&mut leaves.cancelled, cancelled, call.range(), &mut leaves.caught_at);
                }
            }
        }
    }
    leaves
}

fn stop(open: &mut bool, stops: bool, by: TextRange, caught_at: &mut Option<TextRange>) {
    if *open && stops {
        *open = false;
        caught_at.get_or_insert(by);
    }
}

/// Something around an await that may catch what leaves it.
enum Catcher<'a> {
    Try(&'a ast::StmtTry),
    Suppress(&'a ast::ExprCall),
}

/// The `try` and `suppress` statements around an await, nearest first, up to the statement `limit`.
fn catchers<'a>(facts: &Facts<'a>, id: NodeId, limit: NodeId) -> Vec<(NodeId, Catcher<'a>)> {
    let mut found = Vec::new();
    let mut inner = id;
    for outer in facts.tree.ancestors(id) {
        let here = facts.tree.node(inner);
        match facts.tree.node(outer) {
            AnyNodeRef::StmtTry(node) if node.body.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(here)) => {
                found.push((outer, Catcher::Try(node)));
            }
            AnyNodeRef::StmtWith(node) if here.is_statement() => {
                for item in node.items.iter().filter(|item| is_suppress(facts, item, outer)) {
                    if let Expr::Call(call) = &item.context_expr {
                        found.push((outer, Catcher::Suppress(call)));
                    }
                }
            }
            _ => {}
        }
        if outer == limit {
            break;
        }
        inner = outer;
    }
    found
}

/// What an await that does no work waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// Time, by `sleep(seconds)`.
    Time,
    /// A signal, by `event.wait()`.
    Signal,
}

/// What an await waits for, if it does no work.
pub fn delay(facts: &Facts<'_>, id: NodeId) -> Option<Delay> {
    let AnyNodeRef::ExprAwait(node) = facts.tree.node(id) else { return None };
    let Expr::Call(call) = node.value.as_ref() else { return None };
    let first = call.arguments.args.first();
    match walk::dotted(&call.func)?.as_slice() {
        // `sleep(0)` gives way once, and is no delay.
        [.., "sleep"] => {
            let zero = matches!(first, Some(Expr::NumberLiteral(literal)) if facts.text(literal) == "0");
            (!zero).then_some(Delay::Time)
        }
        [_, .., "wait"] if call.arguments.is_empty() => Some(Delay::Signal),
        [.., "wait_for"] => match first {
            Some(Expr::Call(inner)) => {
                matches!(walk::dotted(&inner.func)?.as_slice(), [_, .., "wait"]).then_some(Delay::Signal)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether the awaited thing raises nothing of its own, as far as its documentation says.
fn only_cancellable(facts: &Facts<'_>, id: NodeId) -> bool {
    let AnyNodeRef::ExprAwait(node) = facts.tree.node(id) else { return false };
    let Expr::Call(call) = node.value.as_ref() else { return false };
    match facts.qualified(&call.func, id).as_deref() {
        Some("asyncio.sleep" | "asyncio.wait") => true,
        Some("asyncio.gather") => call.arguments.keywords.iter().any(|keyword| {
            keyword.arg.as_deref() == Some("return_exceptions")
                && matches!(&keyword.value, Expr::BooleanLiteral(literal) if literal.value)
        }),
        _ => false,
    }
}

/// The awaits of a statement that run in the function `function`, in source order.
pub fn awaits_in<'t>(
    facts: &'t Facts<'_>,
    function: NodeId,
    stmt: &Stmt,
) -> impl Iterator<Item = NodeId> + 't {
    let id = facts.tree.id(stmt);
    std::iter::once(id).chain(facts.tree.descendants(id)).filter(move |&id| {
        facts.tree.node(id).kind() == NodeKind::ExprAwait && facts.tree.function(id) == Some(function)
    })
}
