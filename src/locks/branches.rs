//! Which statements of a function run for given arguments, what tests guard a place, and where a function lets a lock go
//! for a while. On the syntax of one function; knows nothing of locks but their `acquire` and `release`.

use crate::syntax::ast::{self, Stmt};
use crate::syntax::{Expr, Ranged, TextRange, TextSize, walk};

/// A test that decides whether a place is reached.
#[derive(Clone, Copy, Debug)]
pub struct Guard<'a> {
    /// The test.
    pub test: &'a Expr,
    /// What it must be.
    pub wanted: bool,
}

/// The tests that must go one way for a place to be reached: of the `if`s around it, and of those before it that leave.
pub fn guards(body: &[Stmt], at: TextRange) -> Vec<Guard<'_>> {
    let mut found = Vec::new();
    in_suite(body, at, &mut found);
    found
}

fn in_suite<'a>(suite: &'a [Stmt], at: TextRange, found: &mut Vec<Guard<'a>>) {
    for stmt in suite {
        if stmt.range().contains_range(at) {
            return in_statement(stmt, at, found);
        }
        if stmt.start() >= at.start() {
            return;
        }
        // `if locked: return` before it.
        if let Stmt::If(node) = stmt
            && node.elif_else_clauses.is_empty()
            && node.body.last().is_some_and(leaves)
        {
            found.push(Guard { test: &node.test, wanted: false });
        }
    }
}

fn in_statement<'a>(stmt: &'a Stmt, at: TextRange, found: &mut Vec<Guard<'a>>) {
    let holds = |suite: &[Stmt]| {
        suite.first().is_some_and(|first| first.start() <= at.start())
            && suite.last().is_some_and(|last| last.end() >= at.end())
    };
    match stmt {
        Stmt::If(node) => {
            if holds(&node.body) {
                found.push(Guard { test: &node.test, wanted: true });
                return in_suite(&node.body, at, found);
            }
            let mut tests = vec![node.test.as_ref()];
            for clause in &node.elif_else_clauses {
                if holds(&clause.body) {
                    found.extend(tests.iter().map(|test| Guard { test, wanted: false }));
                    found.extend(clause.test.iter().map(|test| Guard { test, wanted: true }));
                    return in_suite(&clause.body, at, found);
                }
                tests.extend(&clause.test);
            }
        }
        Stmt::With(node) => in_suite(&node.body, at, found),
        Stmt::For(node) => {
            [&node.body, &node.orelse].into_iter().for_each(|suite| in_suite(suite, at, found))
        }
        Stmt::While(node) => {
            [&node.body, &node.orelse].into_iter().for_each(|suite| in_suite(suite, at, found))
        }
        Stmt::Try(node) => {
            let handlers = node.handlers.iter().filter_map(|handler| handler.as_except_handler());
            let suites =
                [&node.body, &node.orelse, &node.finalbody].into_iter().chain(handlers.map(|one| &one.body));
            if let Some(suite) = suites.into_iter().find(|suite| holds(suite)) {
                in_suite(suite, at, found);
            }
        }
        Stmt::Match(node) => {
            if let Some(case) = node.cases.iter().find(|case| holds(&case.body)) {
                in_suite(&case.body, at, found);
            }
        }
        _ => {}
    }
}

/// Whether a statement leaves its suite.
fn leaves(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) | Stmt::Break(_))
}

/// What a test is where some names have known constants (`True`, `False`, `None`); `None` if that does not say it.
pub fn truth(test: &Expr, known: &dyn Fn(&str) -> Option<Constant>) -> Option<bool> {
    match test {
        Expr::Name(name) => known(name.id.as_str()).map(|constant| constant == Constant::True),
        Expr::BooleanLiteral(node) => Some(node.value),
        Expr::UnaryOp(node) if node.op == ast::UnaryOp::Not => {
            truth(&node.operand, known).map(|value| !value)
        }
        Expr::BoolOp(node) => {
            let mut values = node.values.iter().map(|value| truth(value, known));
            let decides = node.op == ast::BoolOp::Or;
            let any = values.clone().any(|value| value == Some(decides));
            (any || values.all(|value| value == Some(!decides))).then_some(decides == any)
        }
        Expr::Compare(node) => {
            let (Expr::Name(name), [op], [other]) = (node.left.as_ref(), &*node.ops, &*node.comparators)
            else {
                return None;
            };
            let constant = known(name.id.as_str())?;
            let same = constant == Constant::of(other)?;
            match op {
                ast::CmpOp::Is | ast::CmpOp::Eq => Some(same),
                ast::CmpOp::IsNot | ast::CmpOp::NotEq => Some(!same),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A constant that decides a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Constant {
    /// `True`.
    True,
    /// `False`.
    False,
    /// `None`.
    None,
}

impl Constant {
    /// The constant that an expression is.
    pub fn of(expr: &Expr) -> Option<Constant> {
        match expr {
            Expr::BooleanLiteral(node) if node.value => Some(Constant::True),
            Expr::BooleanLiteral(_) => Some(Constant::False),
            Expr::NoneLiteral(_) => Some(Constant::None),
            _ => None,
        }
    }
}

/// The constants that the parameters of a function have where nothing is given for them.
pub fn defaults(def: &ast::StmtFunctionDef) -> Vec<(Box<str>, Constant)> {
    let all = def.parameters.iter_non_variadic_params();
    all.filter_map(|parameter| Some((parameter.name().as_str().into(), Constant::of(parameter.default()?)?)))
        .collect()
}

/// Where, in a range of a function, something that was taken is not held: from a call that lets it go to the next one
/// that has taken it again, or to the end of the suite.
pub fn let_go<'a>(
    body: &'a [Stmt],
    range: TextRange,
    lets_go: &dyn Fn(&'a ast::ExprCall) -> bool,
    takes: &dyn Fn(&'a ast::ExprCall) -> bool,
) -> Vec<TextRange> {
    let mut found = Vec::new();
    suites(body, &mut |suite| {
        for (at, stmt) in suite.iter().enumerate() {
            let expr = match stmt {
                Stmt::Expr(node) => node.value.as_ref(),
                Stmt::Assign(node) => node.value.as_ref(),
                _ => continue,
            };
            let expr = if let Expr::Await(node) = expr { node.value.as_ref() } else { expr };
            let Expr::Call(call) = expr else { continue };
            if !range.contains_range(call.range()) || !lets_go(call) {
                continue;
            }
            let mut end: TextSize = suite.last().map_or(stmt.end(), Ranged::end).min(range.end());
            walk::expressions(&suite[at + 1..], &mut |expr| {
                if let Expr::Call(again) = expr
                    && takes(again)
                {
                    end = end.min(again.end());
                }
            });
            if end > stmt.end() {
                found.push(TextRange::new(stmt.end(), end));
            }
        }
    });
    found
}

/// All suites of a function, without those of functions in it.
fn suites<'a>(body: &'a [Stmt], each: &mut dyn FnMut(&'a [Stmt])) {
    each(body);
    for stmt in body {
        match stmt {
            Stmt::If(node) => {
                suites(&node.body, each);
                node.elif_else_clauses.iter().for_each(|clause| suites(&clause.body, each));
            }
            Stmt::With(node) => suites(&node.body, each),
            Stmt::For(node) => [&node.body, &node.orelse].into_iter().for_each(|suite| suites(suite, each)),
            Stmt::While(node) => [&node.body, &node.orelse].into_iter().for_each(|suite| suites(suite, each)),
            Stmt::Try(node) => {
                [&node.body, &node.orelse, &node.finalbody].into_iter().for_each(|suite| suites(suite, each));
                let handlers = node.handlers.iter().filter_map(|handler| handler.as_except_handler());
                handlers.for_each(|handler| suites(&handler.body, each));
            }
            Stmt::Match(node) => node.cases.iter().for_each(|case| suites(&case.body, each)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Constant, guards, truth};
    use crate::syntax::{TextRange, TextSize, parse};

    /// Whether `HERE` can be reached where `take` is a constant.
    fn reached(text: &str, take: Constant) -> bool {
        let module = parse(text).expect("test input parses");
        let start = TextSize::try_from(text.find("HERE").expect("the place")).expect("small");
        let found = guards(&module.syntax().body, TextRange::at(start, 4.into()));
        let known = |name: &str| (name == "take").then_some(take);
        found.iter().all(|guard| truth(guard.test, &known).is_none_or(|value| value == guard.wanted))
    }

    #[test]
    fn constants_decide_branches() {
        let text = "if not take:\n    HERE\n";
        assert!(
            reached(text, Constant::False) && reached(text, Constant::None) && !reached(text, Constant::True)
        );
        let text = "if take and other:\n    pass\nelse:\n    HERE\n";
        assert!(reached(text, Constant::True) && reached(text, Constant::False));
        let text = "for x in y:\n    if take is None:\n        continue\n    try:\n        HERE\n    finally:\n        pass\n";
        assert!(!reached(text, Constant::None) && reached(text, Constant::False));
    }
}
