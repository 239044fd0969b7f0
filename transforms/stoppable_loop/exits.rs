//! The statements that leave a loop, and what each depends on. Which of them are enough is decided by [`super`].

use crate::facts::Facts;
use crate::syntax::ast::{self, ExceptHandlerExceptHandler};
use crate::syntax::{Expr, NodeId, Ranged, Stmt, TextRange, walk};

use super::condition::{Changes, Looks, looks};
use super::leave::{ways, ways_of};
use super::outside;
use super::pace::last_name;
use super::site::Loop;
use super::swallow::lets_cancellation_out;

/// What an exit depends on, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The time that has passed.
    Time,
    /// A count.
    Count,
    /// What an iteration got: the end of a stream, a sentinel, a state.
    Data,
    /// An iteration that gets as far as this.
    Success,
    /// A flag or an event.
    Flag,
    /// A named exception.
    Error,
    /// Any exception.
    AnyError,
    /// Its own cancellation.
    Cancelled,
    /// A choice that no iteration changes.
    Fixed,
}

impl Kind {
    /// Whether the loop ends by it in ordinary operation.
    pub fn is_enough(self) -> bool {
        self <= Kind::Error
    }
}

impl Exit<'_> {
    pub fn of(kind: Kind, range: TextRange, word: &'static str) -> Self {
        Exit { kind, range, word, test: None, handler: None, alone: false, waited: None }
    }

    /// The order in which exits tell how a loop ends; what is raised may only tell of a mistake.
    pub fn rank(&self) -> (Kind, bool) {
        (self.kind, self.word == "raise")
    }

    /// Whether the loop certainly ends by it sooner or later: a limit that every iteration comes closer to, and that
    /// is all it depends on.
    pub fn is_certain(&self) -> bool {
        self.kind <= Kind::Count
            && self.alone
            && self.handler.is_none()
            && self.test.is_some_and(|(test, _)| !test.is_bool_op_expr())
    }
}

/// A statement that leaves the loop.
pub(super) struct Exit<'a> {
    /// What it depends on.
    pub kind: Kind,
    /// The statement.
    pub range: TextRange,
    /// `return`, `break` or `raise`.
    pub word: &'static str,
    /// The test that decides.
    pub test: Option<(&'a Expr, bool)>,
    /// The handler that it stands in.
    pub handler: Option<&'a ExceptHandlerExceptHandler>,
    /// Whether the test is the only one around it.
    pub alone: bool,
    /// What is awaited right before it, where a time limit would have left it out.
    pub waited: Option<&'a Expr>,
}

/// A test around a place.
#[derive(Clone, Copy)]
struct Test<'a> {
    test: &'a Expr,
    /// Whether it has to be true.
    holds: bool,
    /// Whether it is that of an inner loop, whose counts are not those of this one.
    inner: bool,
    /// Whether the loop ends whenever it turns out so: tests inside it decide nothing.
    decides: bool,
}

struct Walk<'f, 'a> {
    facts: &'f Facts<'a>,
    at: NodeId,
    changes: Changes<'a>,
    exits: Vec<Exit<'a>>,
    /// The tests around the place.
    tests: Vec<Test<'a>>,
    handlers: Vec<&'a ExceptHandlerExceptHandler>,
    /// The `try` statements in whose body the place is.
    tries: Vec<&'a ast::StmtTry>,
    /// Whether a `finally` takes every exit back.
    held_back: u32,
    depth: u32,
    /// What the statement before awaits.
    before: Option<&'a Expr>,
    /// Blocks around the place that are left when their time is over: `with move_on_after(…)`.
    limits: u32,
}

/// All exits of a loop, in source order.
pub(super) fn find<'a>(facts: &Facts<'a>, found: &Loop<'a>) -> Vec<Exit<'a>> {
    let mut walk = Walk {
        facts,
        at: found.id,
        changes: Changes::of(facts, found),
        exits: Vec::new(),
        tests: Vec::new(),
        handlers: Vec::new(),
        tries: Vec::new(),
        held_back: 0,
        depth: 0,
        before: None,
        limits: 0,
    };
    walk.suite(found.body);
    walk.exits.extend(outside::taken(facts, found));
    walk.exits
}

/// A block of anyio or trio that is left when its time is over, without an exception.
fn is_limit(item: &ast::WithItem) -> bool {
    let Expr::Call(call) = &item.context_expr else { return false };
    matches!(last_name(&call.func), Some("move_on_after" | "move_on_at"))
}

impl<'a> Walk<'_, 'a> {
    fn suite(&mut self, suite: &'a [Stmt]) {
        for (index, stmt) in suite.iter().enumerate() {
            self.before = index.checked_sub(1).and_then(|before| match &suite[before] {
                Stmt::Expr(node) if node.value.is_await_expr() => Some(node.value.as_ref()),
                _ => None,
            });
            self.stmt(stmt);
            // What follows is never run; of an inner loop's `break` only the inner loop knows.
            if self.depth == 0 && !ways_of(self.facts, stmt).on {
                break;
            }
        }
    }

    fn under(&mut self, test: &'a Expr, holds: bool, suite: &'a [Stmt]) {
        let decides = self.depth == 0 && ways(self.facts, suite).leaves();
        self.tests.push(Test { test, holds, inner: false, decides });
        self.suite(suite);
        self.tests.pop();
    }

    fn inside(&mut self, test: &'a Expr, suite: &'a [Stmt]) {
        self.depth += 1;
        self.tests.push(Test { test, holds: true, inner: true, decides: false });
        self.suite(suite);
        self.tests.pop();
        self.depth -= 1;
    }

    fn stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Return(node) => {
                self.exit(node.range(), "return");
                if let Some(value) = node.value.as_deref() {
                    self.reads(value);
                }
            }
            Stmt::Break(node) if self.depth == 0 => self.exit(node.range(), "break"),
            Stmt::Raise(node) if !self.is_caught(node) => self.exit(node.range(), "raise"),
            Stmt::If(node) => {
                self.under(&node.test, true, &node.body);
                let mut last = node.test.as_ref();
                for clause in &node.elif_else_clauses {
                    match &clause.test {
                        Some(test) => {
                            self.under(test, true, &clause.body);
                            last = test;
                        }
                        None => self.under(last, false, &clause.body),
                    }
                }
            }
            Stmt::While(node) => {
                self.inside(&node.test, &node.body);
                self.suite(&node.orelse);
            }
            Stmt::For(node) => {
                self.inside(&node.iter, &node.body);
                self.suite(&node.orelse);
            }
            Stmt::With(node) => {
                let limit = u32::from(node.items.iter().any(is_limit));
                self.limits += limit;
                self.suite(&node.body);
                self.limits -= limit;
            }
            Stmt::Match(node) => {
                for case in &node.cases {
                    self.under(&node.subject, true, &case.body);
                }
            }
            Stmt::Try(node) => self.try_(node),
            Stmt::Expr(node) => self.reads(&node.value),
            Stmt::Assign(node) => self.reads(&node.value),
            Stmt::AnnAssign(node) => {
                if let Some(value) = node.value.as_deref() {
                    self.reads(value);
                }
            }
            _ => {}
        }
    }

    fn try_(&mut self, node: &'a ast::StmtTry) {
        let taken_back = !node.finalbody.is_empty() && {
            let last = ways(self.facts, &node.finalbody);
            !last.on && !last.out
        };
        self.held_back += u32::from(taken_back);
        self.tries.push(node);
        self.suite(&node.body);
        self.tries.pop();
        for handler in &node.handlers {
            if let Some(handler) = handler.as_except_handler() {
                self.handlers.push(handler);
                self.suite(&handler.body);
                self.handlers.pop();
            }
        }
        self.suite(&node.orelse);
        self.held_back -= u32::from(taken_back);
        self.suite(&node.finalbody);
    }

    /// Whether a `try` inside the loop takes what is raised, and goes on.
    fn is_caught(&self, raise: &ast::StmtRaise) -> bool {
        let raised = raise.exc.as_deref().map(|exc| match exc {
            Expr::Call(call) => call.func.as_ref(),
            other => other,
        });
        let last = |expr: &Expr| match expr {
            Expr::Name(name) => name.id.to_string(),
            Expr::Attribute(attribute) => attribute.attr.to_string(),
            _ => String::new(),
        };
        self.tries.iter().rev().any(|node| {
            node.handlers.iter().filter_map(|handler| handler.as_except_handler()).any(|handler| {
                let catches = self.facts.catches(handler, self.facts.tree.id(handler));
                let same = |ty: &Expr| raised.is_some_and(|raised| last(raised) == last(ty));
                let named = match handler.type_.as_deref() {
                    Some(Expr::Tuple(tuple)) => tuple.elts.iter().any(same),
                    Some(ty) => same(ty),
                    None => true,
                };
                (catches.broad || named || (raised.is_none() && self.handlers.is_empty()))
                    && !ways(self.facts, &handler.body).leaves()
            })
        })
    }

    fn exit(&mut self, range: TextRange, word: &'static str) {
        if self.held_back > 0 {
            return;
        }
        let handler = self.handlers.last().copied();
        let deciding = self.tests.iter().position(|found| found.decides);
        let tests = &self.tests[..deciding.map_or(self.tests.len(), |last| last + 1)];
        let best = tests
            .iter()
            .rev()
            .map(|found| match found.inner {
                true => (Looks::Data, (found.test, found.holds)),
                false => (looks(self.facts, found.test, self.at, &self.changes), (found.test, found.holds)),
            })
            .min_by_key(|(looks, _)| *looks);
        let by_test = best.as_ref().map(|(looks, _)| match looks {
            Looks::Time => Kind::Time,
            Looks::Count => Kind::Count,
            Looks::Flag => Kind::Flag,
            Looks::Data => Kind::Data,
            Looks::Fixed => Kind::Fixed,
        });
        let asked = |handler: &ExceptHandlerExceptHandler| {
            self.facts.catches(handler, self.at).cancelled
                && self.tests.iter().any(|found| found.holds && lets_cancellation_out(self.facts, found.test))
        };
        let by_handler = handler.map(|handler| match asked(handler) {
            true => Kind::Cancelled,
            false => self.handled(handler),
        });
        let kind = match (by_handler, by_test) {
            (Some(Kind::Cancelled), _) => Kind::Cancelled,
            (Some(_), Some(test @ (Kind::Time | Kind::Count | Kind::Flag))) => test,
            (Some(Kind::AnyError), Some(Kind::Data)) => Kind::Error,
            (Some(_), Some(Kind::Fixed)) | (None, Some(Kind::Fixed)) => Kind::Fixed,
            (Some(handled), _) => handled,
            (None, Some(test)) => test,
            (None, None) => Kind::Success,
        };
        let alone = tests.len() == 1;
        let waited = self.before.filter(|_| self.limits > 0);
        self.exits.push(Exit { kind, range, word, test: best.map(|(_, test)| test), handler, alone, waited });
    }

    fn handled(&self, handler: &'a ExceptHandlerExceptHandler) -> Kind {
        let catches = self.facts.catches(handler, self.facts.tree.id(handler));
        match (catches.broad, catches.cancelled) {
            (true, _) => Kind::AnyError,
            (false, true) => Kind::Cancelled,
            (false, false) => Kind::Error,
        }
    }

    /// A read that raises at the end of its stream, which nothing inside the loop takes.
    fn reads(&mut self, expr: &'a Expr) {
        const ENDS: &[&str] = &["readexactly", "readuntil", "receive_exactly", "receive_until"];
        let mut found = None;
        walk::subexpressions(expr, &mut |part| {
            if let Expr::Await(node) = part
                && let Expr::Call(call) = node.value.as_ref()
                && let Expr::Attribute(method) = call.func.as_ref()
                && ENDS.contains(&method.attr.as_str())
            {
                found.get_or_insert((node.range(), method.attr.as_str()));
            }
        });
        let Some((range, _)) = found else { return };
        let taken = self.tries.iter().any(|node| {
            node.handlers.iter().filter_map(|handler| handler.as_except_handler()).any(|handler| {
                let catches = self.facts.catches(handler, self.facts.tree.id(handler));
                let named = handler.type_.as_deref().is_some_and(|ty| {
                    let text = self.facts.text(ty);
                    text.contains("IncompleteRead")
                        || text.contains("EOFError")
                        || text.contains("EndOfStream")
                });
                (catches.broad || named) && !ways(self.facts, &handler.body).leaves()
            })
        });
        if !taken && self.held_back == 0 {
            self.exits.push(Exit::of(Kind::Error, range, "await"));
        }
    }
}
