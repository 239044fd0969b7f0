//! Whether a function that puts an entry in takes it out again on every way, and which way does not. Follows statements;
//! an `await` may raise, other calls only where the code around them expects it.

use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};

use super::behind::innermost;
use super::raising::{expects, is_harmless, is_membership};

/// A way that misses the clean-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Miss {
    /// A handler takes the exception, and goes on without it.
    Handler(TextRange),
    /// This may raise, and nothing takes the entry out then.
    Raise(TextRange),
    /// This leaves before it.
    Leave(TextRange),
    /// A generator gives a value here, and whoever goes over it may never come back.
    Yield(TextRange),
    /// It is only done under a condition.
    Branch(TextRange),
    /// Nothing on the way takes it out.
    Open,
}

/// How a run can leave a piece of code with the entry still in.
#[derive(Clone, Copy, Debug, Default)]
struct Ways {
    normal: Option<Miss>,
    raised: Option<Miss>,
    left: Option<Miss>,
    broke: Option<Miss>,
    again: Option<Miss>,
}

/// What the walk knows.
struct Walk<'f, 'a> {
    facts: &'f Facts<'a>,
    drops: &'f [TextRange],
    /// Whether a `try` with handlers expects failures here.
    expected: bool,
}

/// The way on which an entry that is put in at `add` stays, if there is one. `waits`: whether the call that puts it in can
/// itself fail after that.
pub(super) fn missed(
    facts: &Facts<'_>,
    function: NodeId,
    add: TextRange,
    drops: &[TextRange],
    waits: bool,
) -> Option<Miss> {
    let tree = facts.tree;
    let mut statement = innermost(facts, function, add)?;
    let mut walk = Walk { facts, drops, expected: false };
    let mut ways = Ways { normal: Some(Miss::Open), ..Ways::default() };
    if waits {
        ways.raised = Some(Miss::Raise(tree.node(statement).range()));
    }
    loop {
        let (suite, index) = tree.suite(statement)?;
        let parent = tree.parent(statement)?;
        walk.expected = expects(facts, statement, function);
        if let Some(before) = ways.normal {
            let rest = walk.suite(&suite[index + 1..]);
            ways = Ways {
                normal: rest.normal.map(|miss| keep(before, miss)),
                raised: ways.raised.or(rest.raised),
                left: ways.left.or(rest.left),
                broke: ways.broke.or(rest.broke),
                again: ways.again.or(rest.again),
            };
        }
        let around = tree.node(parent);
        ways = walk.out(around, suite, ways);
        if parent == function {
            break;
        }
        // The statement that holds the suite: handlers and clauses belong to theirs.
        statement = if around.is_statement() { parent } else { tree.statement(parent)? };
        if let (AnyNodeRef::ExceptHandlerExceptHandler(_), AnyNodeRef::StmtTry(node)) =
            (around, tree.node(statement))
        {
            ways = walk.finally(ways, &node.finalbody);
        }
        if statement == function {
            break;
        }
    }
    // Where a way without a failure keeps the entry, that says most; then a handler, then an exception.
    let all = [ways.left, ways.normal, ways.raised].into_iter().flatten();
    let (handled, plain): (Vec<Miss>, Vec<Miss>) = all.partition(|miss| matches!(miss, Miss::Handler(_)));
    let failed = |miss: &Miss| matches!(miss, Miss::Raise(_));
    plain.iter().find(|miss| !failed(miss)).or(handled.first()).or(plain.first()).copied()
}

impl Miss {
    /// Whether something has failed there.
    pub(crate) fn is_failure(self) -> bool {
        matches!(self, Miss::Handler(_) | Miss::Raise(_))
    }
}

/// Whether a statement gives a value to whoever goes over the generator, who may never come back for the next.
fn yields(stmt: &Stmt) -> bool {
    walk::any_expression(std::slice::from_ref(stmt), |expr| {
        matches!(expr, Expr::Yield(_) | Expr::YieldFrom(_))
    })
}

/// What a way has shown so far, and what it shows further on.
fn keep(before: Miss, now: Miss) -> Miss {
    match (before, now) {
        (before, Miss::Open) | (before @ Miss::Handler(_), _) => before,
        (_, now) => now,
    }
}

impl Walk<'_, '_> {
    fn drops_in(&self, range: TextRange) -> bool {
        self.drops.iter().any(|drop| range.contains_range(*drop))
    }

    fn suite(&self, suite: &[Stmt]) -> Ways {
        let mut all = Ways { normal: Some(Miss::Open), ..Ways::default() };
        for stmt in suite {
            let Some(before) = all.normal else { break };
            let ways = self.stmt(stmt);
            all.raised = all.raised.or(ways.raised);
            // Behind a condition under which it is taken out, that condition says more than the way out.
            let under = |way: Option<Miss>| {
                way.map(|now| if matches!(before, Miss::Branch(_)) { before } else { now })
            };
            all.left = all.left.or(under(ways.left));
            all.broke = all.broke.or(under(ways.broke));
            all.again = all.again.or(under(ways.again));
            all.normal = ways.normal.map(|now| keep(before, now));
        }
        all
    }

    fn stmt(&self, stmt: &Stmt) -> Ways {
        let normal = Some(Miss::Open);
        let dropped = self.drops_in(stmt.range());
        match stmt {
            Stmt::If(node) => self.branches(node),
            Stmt::For(node) => {
                // A loop that takes entries out does so for all there are.
                if dropped {
                    return Ways { raised: self.suite(&node.body).raised, ..Ways::default() };
                }
                let body = self.suite(&node.body);
                Ways {
                    normal,
                    raised: self.raises(&node.iter, node.is_async.then(|| stmt.range())).or(body.raised),
                    left: body.left,
                    ..Ways::default()
                }
            }
            Stmt::While(node) => {
                if dropped && self.drops_in(node.test.range()) {
                    return Ways::default();
                }
                let body = self.suite(&node.body);
                let endless = matches!(node.test.as_ref(), Expr::BooleanLiteral(literal) if literal.value);
                let normal = if endless { body.broke } else { normal };
                Ways {
                    normal,
                    raised: self.raises(&node.test, None).or(body.raised),
                    left: body.left,
                    ..Ways::default()
                }
            }
            Stmt::With(node) => {
                let body = self.suite(&node.body);
                let entering = node
                    .items
                    .iter()
                    .find_map(|item| self.raises(&item.context_expr, node.is_async.then(|| item.range())));
                let swallows = node.items.iter().any(|item| {
                    matches!(&item.context_expr, Expr::Call(call) if self.facts.qualified(&call.func, self.facts.tree.id(stmt)).as_deref() == Some("contextlib.suppress"))
                });
                let mut ways = body;
                if swallows {
                    ways.normal = ways.normal.or(body.raised);
                }
                ways.raised = entering.or(body.raised);
                ways
            }
            Stmt::Try(node) => {
                let body =
                    Walk { expected: self.expected || !node.handlers.is_empty(), ..*self }.suite(&node.body);
                let mut ways = body;
                if body.normal.is_some() && !node.orelse.is_empty() {
                    let orelse = self.suite(&node.orelse);
                    ways = Ways {
                        normal: orelse.normal,
                        raised: orelse.raised,
                        left: body.left.or(orelse.left),
                        broke: body.broke.or(orelse.broke),
                        again: body.again.or(orelse.again),
                    };
                } else {
                    ways.raised = None;
                }
                ways = join(ways, self.handled(node, body.raised));
                self.finally(ways, &node.finalbody)
            }
            Stmt::Match(node) => {
                let open = if dropped { Miss::Branch(node.subject.range()) } else { Miss::Open };
                let all =
                    node.cases.iter().map(|case| self.suite(&case.body)).reduce(join).unwrap_or_default();
                Ways { normal: all.normal.or((!dropped).then_some(open)).map(|_| open), ..all }
            }
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => {
                // A callback that takes it out is given to somebody who runs it.
                if dropped { Ways::default() } else { Ways { normal, ..Ways::default() } }
            }
            _ if dropped => Ways::default(),
            Stmt::Return(_) => Ways {
                left: Some(Miss::Leave(stmt.range())),
                raised: self.raises_in(stmt),
                ..Ways::default()
            },
            Stmt::Raise(_) => Ways { raised: Some(Miss::Raise(stmt.range())), ..Ways::default() },
            Stmt::Break(_) => Ways { broke: Some(Miss::Leave(stmt.range())), ..Ways::default() },
            Stmt::Continue(_) => Ways { again: Some(Miss::Leave(stmt.range())), ..Ways::default() },
            _ => {
                let raised = self.raises_in(stmt);
                Ways {
                    normal,
                    raised,
                    left: yields(stmt).then(|| Miss::Yield(stmt.range())),
                    ..Ways::default()
                }
            }
        }
    }

    fn branches(&self, node: &ast::StmtIf) -> Ways {
        if self.drops_in(node.test.range()) {
            return Ways::default();
        }
        let mut all = self.suite(&node.body);
        let dropped = self.drops_in(node.range());
        // `if key in self.x: del self.x[key]` takes it out.
        let membership = dropped && is_membership(&node.test) && all.normal.is_none();
        let mut closed = membership;
        for clause in &node.elif_else_clauses {
            closed |= clause.test.is_none();
            all = join(all, self.suite(&clause.body));
        }
        if !closed {
            all.normal = all.normal.or(Some(Miss::Open));
        }
        if dropped && !membership {
            let condition = Miss::Branch(node.test.range());
            all.normal = all.normal.map(|miss| if miss == Miss::Open { condition } else { miss });
        }
        all.raised = self.raises(&node.test, None).or(all.raised);
        all
    }

    /// What the handlers of a `try` make of an exception in its body.
    fn handled(&self, node: &ast::StmtTry, raised: Option<Miss>) -> Ways {
        let Some(raised) = raised else { return Ways::default() };
        let mut all = Ways { raised: Some(raised), ..Ways::default() };
        for handler in &node.handlers {
            let Some(handler) = handler.as_except_handler() else { continue };
            let ways = Walk { expected: false, ..*self }.suite(&handler.body);
            let here = Miss::Handler(handler.range());
            all.normal = all.normal.or(ways.normal.map(|_| here));
            all.left = all.left.or(ways.left.map(|_| here));
            all.broke = all.broke.or(ways.broke.map(|_| here));
            all.again = all.again.or(ways.again.map(|_| here));
            let catches = self.facts.catches(handler, self.facts.tree.id(handler));
            // `except Exception` lets a cancellation out of the `await`.
            if catches.broad && (catches.cancelled || !self.waits(raised)) {
                all.raised = ways.raised;
                break;
            }
            all.raised = all.raised.or(ways.raised);
        }
        all
    }

    fn waits(&self, raised: Miss) -> bool {
        match raised {
            Miss::Raise(range) => self.facts.text(range).starts_with("await"),
            _ => true,
        }
    }

    fn finally(&self, ways: Ways, last: &[Stmt]) -> Ways {
        if last.is_empty() {
            return ways;
        }
        let end = Walk { expected: false, ..*self }.suite(last);
        if end.normal.is_none() && end.left.is_none() {
            return Ways { raised: end.raised, ..Ways::default() };
        }
        // Taken out there under a condition: that is what every way out misses.
        let under = end.normal.filter(|miss| matches!(miss, Miss::Branch(_)));
        let seen = |way: Option<Miss>| way.map(|miss| under.unwrap_or(miss));
        Ways {
            normal: seen(ways.normal),
            raised: seen(ways.raised).or(end.raised),
            left: seen(ways.left).or(end.left),
            broke: seen(ways.broke),
            again: seen(ways.again),
        }
    }

    /// What becomes of the ways out of a suite when its statement ends.
    fn out(&self, around: AnyNodeRef<'_>, suite: &[Stmt], ways: Ways) -> Ways {
        let is = |other: &[Stmt]| std::ptr::eq(suite.as_ptr(), other.as_ptr());
        match around {
            AnyNodeRef::StmtTry(node) => {
                let mut after = ways;
                if is(&node.body) {
                    after.raised = None;
                    if ways.normal.is_some() && !node.orelse.is_empty() {
                        let orelse = self.suite(&node.orelse);
                        after =
                            Ways { normal: orelse.normal, ..join(Ways { normal: None, ..after }, orelse) };
                    }
                    after = join(after, self.handled(node, ways.raised));
                }
                if is(&node.finalbody) { after } else { self.finally(after, &node.finalbody) }
            }
            AnyNodeRef::StmtFor(_) | AnyNodeRef::StmtWhile(_) => {
                Ways { normal: ways.normal.or(ways.again).or(ways.broke), broke: None, again: None, ..ways }
            }
            _ => ways,
        }
    }

    fn raises_in(&self, stmt: &Stmt) -> Option<Miss> {
        let mut found = None;
        walk::expressions(std::slice::from_ref(stmt), &mut |expr| {
            found = found.or(self.raises_here(expr));
        });
        found
    }

    fn raises(&self, expr: &Expr, waits: Option<TextRange>) -> Option<Miss> {
        if let Some(range) = waits {
            return Some(Miss::Raise(range));
        }
        let mut found = None;
        walk::subexpressions(expr, &mut |part| found = found.or(self.raises_here(part)));
        found
    }

    fn raises_here(&self, expr: &Expr) -> Option<Miss> {
        match expr {
            Expr::Await(_) => Some(Miss::Raise(expr.range())),
            Expr::Yield(_) | Expr::YieldFrom(_) => Some(Miss::Raise(expr.range())),
            Expr::Call(call) if self.expected && !is_harmless(call) => Some(Miss::Raise(expr.range())),
            _ => None,
        }
    }
}

fn join(one: Ways, two: Ways) -> Ways {
    Ways {
        normal: one.normal.or(two.normal),
        raised: one.raised.or(two.raised),
        left: one.left.or(two.left),
        broke: one.broke.or(two.broke),
        again: one.again.or(two.again),
    }
}
