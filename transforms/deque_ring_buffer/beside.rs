//! The statement that adds an entry beside a trim, with nothing between that could come in the way.

use crate::deques::alike;
use crate::facts::Facts;
use crate::syntax::ast::Operator;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};

use super::trim::When;

/// What adds an entry beside a trim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The list there, as a use of it.
    pub list: TextRange,
    /// Whether it comes before the trim.
    pub before: bool,
    /// Whether it may add more than one entry.
    pub many: bool,
    /// Whether nothing is worked out between the trim and the entry: names and constants alone.
    pub plain: bool,
}

/// What adds an entry directly before a trim, or, where that trims once the bound is reached, directly behind it; in the
/// same block.
pub fn of<'a>(facts: &Facts<'a>, statement: NodeId, list: NodeId, when: When) -> Option<Beside> {
    let (suite, at) = facts.tree.suite(statement)?;
    let name = match facts.tree.node(list) {
        AnyNodeRef::ExprAttribute(node) => node.attr.as_str(),
        AnyNodeRef::ExprName(node) => node.id.as_str(),
        _ => return None,
    };
    let list = facts.tree.node(list).range();
    let (before, behind) = (suite[..at].iter().rev(), suite[at + 1..].iter());
    let back = || next(facts, before.clone(), list, name, true);
    let ahead = || next(facts, behind.clone(), list, name, false);
    match when {
        When::Reached => ahead().or_else(back),
        When::Above | When::Always => back().or_else(ahead),
    }
}

fn next<'s, 'a: 's>(
    facts: &Facts<'a>,
    statements: impl Iterator<Item = &'s Stmt>,
    list: TextRange,
    name: &str,
    before: bool,
) -> Option<Beside> {
    let mut plain = true;
    for stmt in statements {
        if let Some((range, many)) = adds(facts, stmt, list) {
            plain &= added(stmt).is_some_and(is_plain);
            // What is added behind the trim would be read before a deque drops anything.
            if !before && occurrences(stmt, name) > 1 {
                return None;
            }
            return Some(Beside { list: range, before, many, plain });
        }
        if !is_quiet(facts, stmt) || occurrences(stmt, name) > 0 {
            return None;
        }
        plain &= matches!(stmt, Stmt::Pass(_))
            || matches!(stmt, Stmt::Assign(assign)
            if is_plain(&assign.value) && assign.targets.iter().all(is_plain));
    }
    None
}

/// What a statement adds.
fn added(stmt: &Stmt) -> Option<&Expr> {
    match stmt {
        Stmt::Expr(expr) => expr.value.as_call_expr()?.arguments.args.first(),
        Stmt::AugAssign(assign) => Some(&assign.value),
        _ => None,
    }
}

/// Names, constants, and tuples of them, which run nothing.
fn is_plain(expr: &Expr) -> bool {
    match expr {
        Expr::Name(_) => true,
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_plain),
        other => other.is_literal_expr(),
    }
}

/// `x.append(v)`, `x.extend(vs)`, `x += vs`: where the list stands, and whether it may add several.
fn adds(facts: &Facts<'_>, stmt: &Stmt, list: TextRange) -> Option<(TextRange, bool)> {
    match stmt {
        Stmt::Expr(expr) => {
            let call = expr.value.as_call_expr()?;
            let Expr::Attribute(method) = call.func.as_ref() else { return None };
            let many = match method.attr.as_str() {
                "append" => false,
                "extend" => true,
                _ => return None,
            };
            alike(facts, method.value.as_ref(), list).then(|| (method.value.range(), many))
        }
        Stmt::AugAssign(assign) if assign.op == Operator::Add => {
            alike(facts, assign.target.as_ref(), list).then(|| (assign.target.range(), true))
        }
        _ => None,
    }
}

/// Whether a statement neither leaves, nor suspends, nor calls anything that might raise, nor reads or sets what a class
/// of the given files computes, which may look at the list.
fn is_quiet(facts: &Facts<'_>, stmt: &Stmt) -> bool {
    let simple = matches!(
        stmt,
        Stmt::Assign(_) | Stmt::AugAssign(_) | Stmt::AnnAssign(_) | Stmt::Pass(_) | Stmt::Expr(_)
    );
    simple
        && !walk::any_expression(std::slice::from_ref(stmt), |expr| match expr {
            Expr::Call(_) | Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => true,
            Expr::Attribute(attribute) => facts.may_be_computed(attribute.attr.as_str()),
            _ => false,
        })
}

/// How often a statement mentions a name, or an attribute of that name.
fn occurrences(stmt: &Stmt, name: &str) -> usize {
    let mut found = 0;
    walk::all_expressions(std::slice::from_ref(stmt), &mut |expr| {
        found += usize::from(match expr {
            Expr::Attribute(node) => node.attr.as_str() == name,
            Expr::Name(node) => node.id.as_str() == name,
            _ => false,
        });
    });
    found
}
