//! Small questions about subtrees: what lies in the same function, what suspends, what is said by names.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, Stmt};

/// Calls `each` for every expression of the statements that runs in the same function: the bodies of
/// nested functions, classes' methods and lambdas are left out, their decorators and defaults are not.
pub fn expressions<'a>(suite: &'a [Stmt], each: &mut dyn FnMut(&'a Expr)) {
    let mut walker = Walker { each_expr: each, each_stmt: &mut |_| {} };
    walker.visit_body(suite);
}

/// Like [`expressions`], below (and including) one expression.
pub fn subexpressions<'a>(expr: &'a Expr, each: &mut dyn FnMut(&'a Expr)) {
    let mut walker = Walker { each_expr: each, each_stmt: &mut |_| {} };
    walker.visit_expr(expr);
}

/// Calls `each` for every expression below the statements, whatever function it runs in, outer ones first.
pub fn all_expressions<'a>(suite: &'a [Stmt], each: &mut dyn FnMut(&'a Expr)) {
    struct All<'e, 'a>(&'e mut dyn FnMut(&'a Expr));
    impl<'a> Visitor<'a> for All<'_, 'a> {
        fn visit_expr(&mut self, expr: &'a Expr) {
            (self.0)(expr);
            walk_expr(self, expr);
        }
    }
    All(each).visit_body(suite);
}

/// Calls `each` for every statement that runs in the same function, nested blocks included.
pub fn statements<'a>(suite: &'a [Stmt], each: &mut dyn FnMut(&'a Stmt)) {
    let mut walker = Walker { each_expr: &mut |_| {}, each_stmt: each };
    walker.visit_body(suite);
}

/// Whether a predicate holds for any expression that runs in the same function.
pub fn any_expression<'a>(suite: &'a [Stmt], mut test: impl FnMut(&'a Expr) -> bool) -> bool {
    let mut found = false;
    expressions(suite, &mut |expr| found = found || test(expr));
    found
}

/// Whether a predicate holds for any statement that runs in the same function.
pub fn any_statement<'a>(suite: &'a [Stmt], mut test: impl FnMut(&'a Stmt) -> bool) -> bool {
    let mut found = false;
    statements(suite, &mut |stmt| found = found || test(stmt));
    found
}

/// Calls `each` for the statements in `stmt` (or itself) that leave it other than by an exception: `return`, and `break`
/// and `continue` of a loop outside it.
pub fn exits<'a>(stmt: &'a Stmt, each: &mut dyn FnMut(&'a Stmt)) {
    exits_in(stmt, false, each);
}

fn exits_in<'a>(stmt: &'a Stmt, in_loop: bool, each: &mut dyn FnMut(&'a Stmt)) {
    let mut all = |suite: &'a [Stmt], in_loop| suite.iter().for_each(|stmt| exits_in(stmt, in_loop, each));
    match stmt {
        Stmt::Return(_) => each(stmt),
        Stmt::Break(_) | Stmt::Continue(_) if !in_loop => each(stmt),
        Stmt::For(node) => {
            all(&node.body, true);
            all(&node.orelse, in_loop);
        }
        Stmt::While(node) => {
            all(&node.body, true);
            all(&node.orelse, in_loop);
        }
        Stmt::If(node) => {
            all(&node.body, in_loop);
            node.elif_else_clauses.iter().for_each(|clause| all(&clause.body, in_loop));
        }
        Stmt::With(node) => all(&node.body, in_loop),
        Stmt::Try(node) => {
            all(&node.body, in_loop);
            node.handlers
                .iter()
                .filter_map(|handler| handler.as_except_handler())
                .for_each(|handler| all(&handler.body, in_loop));
            all(&node.orelse, in_loop);
            all(&node.finalbody, in_loop);
        }
        Stmt::Match(node) => node.cases.iter().for_each(|case| all(&case.body, in_loop)),
        _ => {}
    }
}

/// The names that make up `a.b.c`, outermost first: `["a", "b", "c"]`. `None` for anything else.
pub fn dotted(expr: &Expr) -> Option<Vec<&str>> {
    match expr {
        Expr::Name(name) => Some(vec![name.id.as_str()]),
        Expr::Attribute(attribute) => {
            let mut names = dotted(&attribute.value)?;
            names.push(attribute.attr.as_str());
            Some(names)
        }
        _ => None,
    }
}

/// `x` for `self.x`, whatever the first parameter is called (`this`: its name).
pub fn attribute_of<'a>(expr: &'a Expr, this: &str) -> Option<&'a str> {
    let Expr::Attribute(attribute) = expr else { return None };
    let Expr::Name(name) = attribute.value.as_ref() else { return None };
    (name.id.as_str() == this).then_some(attribute.attr.as_str())
}

/// The words of an identifier: `_closeIdle2_now` is `close`, `idle2`, `now`.
pub fn words(identifier: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous_lower = false;
    let mut fresh = true;
    for letter in identifier.chars() {
        if !letter.is_alphanumeric() {
            fresh = true;
            continue;
        }
        if fresh || (letter.is_uppercase() && previous_lower) {
            words.push(String::new());
            fresh = false;
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
        previous_lower = letter.is_lowercase();
    }
    words
}

struct Walker<'e, 'a> {
    each_expr: &'e mut dyn FnMut(&'a Expr),
    each_stmt: &'e mut dyn FnMut(&'a Stmt),
}

impl<'a> Visitor<'a> for Walker<'_, 'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        (self.each_stmt)(stmt);
        match stmt {
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.visit_expr(&decorator.expression);
                }
                for parameter in function.parameters.iter_non_variadic_params() {
                    if let Some(default) = parameter.default() {
                        self.visit_expr(default);
                    }
                }
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        (self.each_expr)(expr);
        if !matches!(expr, Expr::Lambda(_)) {
            walk_expr(self, expr);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_of_identifiers() {
        assert_eq!(words("_close_idle"), ["close", "idle"]);
        assert_eq!(words("closeIdle"), ["close", "idle"]);
        assert_eq!(words("__aexit__"), ["aexit"]);
        assert_eq!(words("onTCPClose2"), ["on", "tcpclose2"]);
        assert_eq!(words("_"), Vec::<String>::new());
    }
}
