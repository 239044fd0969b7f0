//! Where a suite inside a loop can go: on to what follows it, to the next iteration, or out of the loop.

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, Stmt, ast, walk};

use super::site::is_endless;

/// The ways on from a suite. Exceptions that nothing raises on purpose are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ways {
    /// To the statement behind it.
    pub on: bool,
    /// To the next iteration of the loop, by `continue`.
    pub again: bool,
    /// Out of the loop, by `return`, `break` or `raise`.
    pub out: bool,
    /// Out of an inner loop.
    broke: bool,
}

const ON: Ways = Ways { on: true, again: false, out: false, broke: false };
const OUT: Ways = Ways { on: false, again: false, out: true, broke: false };

impl Ways {
    fn or(self, other: Ways) -> Ways {
        Ways {
            on: self.on || other.on,
            again: self.again || other.again,
            out: self.out || other.out,
            broke: self.broke || other.broke,
        }
    }

    fn then(self, next: Ways) -> Ways {
        if self.on { Ways { on: false, ..self }.or(next) } else { self }
    }

    /// Whether the loop certainly ends.
    pub fn leaves(self) -> bool {
        self.out && !self.on && !self.again
    }
}

/// The ways on from a suite in the body of a loop.
pub(super) fn ways<'a>(facts: &Facts<'a>, suite: &'a [Stmt]) -> Ways {
    of_suite(facts, suite, 0)
}

/// The same of one statement.
pub(super) fn ways_of<'a>(facts: &Facts<'a>, stmt: &'a Stmt) -> Ways {
    of_stmt(facts, stmt, 0)
}

fn of_suite<'a>(facts: &Facts<'a>, suite: &'a [Stmt], depth: u32) -> Ways {
    let mut all = ON;
    for stmt in suite {
        if !all.on {
            break;
        }
        all = all.then(of_stmt(facts, stmt, depth));
    }
    all
}

fn of_stmt<'a>(facts: &Facts<'a>, stmt: &'a Stmt, depth: u32) -> Ways {
    match stmt {
        Stmt::Return(_) | Stmt::Raise(_) => OUT,
        Stmt::Break(_) if depth == 0 => OUT,
        Stmt::Break(_) => Ways { on: false, broke: true, ..ON },
        Stmt::Continue(_) => Ways { on: false, again: depth == 0, ..ON },
        Stmt::If(node) => {
            let mut all = of_suite(facts, &node.body, depth);
            let mut closed = false;
            for clause in &node.elif_else_clauses {
                closed |= clause.test.is_none();
                all = all.or(of_suite(facts, &clause.body, depth));
            }
            if closed { all } else { all.or(ON) }
        }
        Stmt::While(node) => {
            let inner = of_suite(facts, &node.body, depth + 1);
            let after = of_suite(facts, &node.orelse, depth);
            let mut all = Ways { on: inner.broke, again: false, out: inner.out, broke: false };
            if !is_endless(&node.test) {
                all = all.or(after);
            }
            all
        }
        Stmt::For(node) => {
            let inner = of_suite(facts, &node.body, depth + 1);
            let after = of_suite(facts, &node.orelse, depth);
            Ways { on: inner.broke, again: false, out: inner.out, broke: false }.or(after)
        }
        Stmt::With(node) => {
            let all = of_suite(facts, &node.body, depth);
            if node.items.iter().any(|item| suppresses(facts, item)) { all.or(ON) } else { all }
        }
        Stmt::Match(node) => {
            node.cases.iter().fold(ON, |all, case| all.or(of_suite(facts, &case.body, depth)))
        }
        Stmt::Try(node) => {
            let mut all = of_suite(facts, &node.body, depth).then(of_suite(facts, &node.orelse, depth));
            for handler in &node.handlers {
                if let Some(handler) = handler.as_except_handler() {
                    all = all.or(of_suite(facts, &handler.body, depth));
                }
            }
            let last = of_suite(facts, &node.finalbody, depth);
            match last.on {
                true => all.or(Ways { on: false, ..last }),
                false => last,
            }
        }
        Stmt::Expr(node) => match node.value.as_ref() {
            Expr::Call(call) if never_returns(facts, call) => OUT,
            _ => ON,
        },
        _ => ON,
    }
}

/// Whether a `with` item swallows some exceptions.
fn suppresses<'a>(facts: &Facts<'a>, item: &'a ast::WithItem) -> bool {
    let Expr::Call(call) = &item.context_expr else { return false };
    facts.is_one_of(&call.func, facts.tree.id(call), &["contextlib.suppress"])
}

/// Whether a call never comes back: it ends the program, or its function is declared or seen to raise.
fn never_returns<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall) -> bool {
    if matches!(facts.text(call.func.as_ref()), "sys.exit" | "os._exit" | "exit" | "quit") {
        return true;
    }
    let Some(callee) = facts.callee(call, facts.tree.id(call)) else { return false };
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(callee) else { return false };
    let declared = node
        .returns
        .as_deref()
        .is_some_and(|ty| matches!(facts.text(ty).rsplit('.').next(), Some("NoReturn" | "Never")));
    let raises = || {
        matches!(node.body.last(), Some(Stmt::Raise(_)))
            && !walk::any_statement(&node.body, |stmt| matches!(stmt, Stmt::Return(_)))
    };
    !node.is_async && (declared || raises())
}
