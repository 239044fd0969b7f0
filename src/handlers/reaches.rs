//! Whether a call of `cancel()` has certainly run before an await, as far as there was anything to cancel. Reads
//! branches and tests; knows no verdict and no names but those that it is given.

use crate::facts::Facts;
use crate::syntax::ast::{self, BoolOp, CmpOp, Expr, ExprContext, Stmt, UnaryOp};
use crate::syntax::{AnyNodeRef, NodeId, Ranged, TextRange, TextSize, walk};

/// Whether every way that leads to `target` runs the call at `call` first, but for those on which the task that goes by
/// `names` is not there, or has ended.
pub(super) fn on_every_way(facts: &Facts<'_>, call: NodeId, target: NodeId, names: &[String]) -> bool {
    let tree = facts.tree;
    let Some(mut current) = tree.statement(call) else { return false };
    if !evaluated(facts, call, current, names) {
        return false;
    }
    // `if task.cancel(): await task`: the test runs before either branch.
    if tree.contains(current, target) {
        return tree.node(call).end() <= tree.node(target).start();
    }
    loop {
        let Some((suite, index)) = tree.suite(current) else { return false };
        let shared = tree.ancestors(target).find_map(|id| {
            let (other, at) = tree.suite(id)?;
            std::ptr::eq(other.as_ptr(), suite.as_ptr()).then_some(at)
        });
        if let Some(at) = shared {
            // In one compound statement the two stand in different branches.
            return index < at;
        }
        let Some(parent) = tree.parent(current) else { return false };
        let entered = match tree.node(parent) {
            AnyNodeRef::StmtIf(node) => about(facts, &node.test, names) || others_leave(node),
            AnyNodeRef::ElifElseClause(clause) => {
                let Some(AnyNodeRef::StmtIf(node)) = tree.parent(parent).map(|id| tree.node(id)) else {
                    return false;
                };
                clause_entered(facts, node, clause, names)
            }
            AnyNodeRef::StmtFor(_) | AnyNodeRef::StmtWhile(_) => {
                suite[..index].iter().all(|stmt| goes_on(facts, stmt, names))
            }
            AnyNodeRef::StmtTry(_) | AnyNodeRef::StmtWith(_) => true,
            _ => false,
        };
        if !entered {
            return false;
        }
        let outer = tree.node(parent);
        current = if outer.is_statement() {
            parent
        } else {
            match tree.statement(parent) {
                Some(statement) => statement,
                None => return false,
            }
        };
    }
}

/// Whether something stores into the expression of this text between two places of a function.
pub(super) fn stored_between(
    facts: &Facts<'_>,
    function: NodeId,
    text: &str,
    (one, other): (TextSize, TextSize),
) -> bool {
    let between = TextRange::new(one.min(other), one.max(other));
    facts.tree.descendants(function).any(|id| {
        let (ctx, range) = match facts.tree.node(id) {
            AnyNodeRef::ExprName(node) => (node.ctx, node.range()),
            AnyNodeRef::ExprAttribute(node) => (node.ctx, node.range()),
            AnyNodeRef::ExprSubscript(node) => (node.ctx, node.range()),
            _ => return false,
        };
        ctx == ExprContext::Store && between.contains_range(range) && facts.text(range) == text
    })
}

/// Whether a statement evaluates the call whenever it runs: `task and task.cancel()` does as far as it matters.
fn evaluated(facts: &Facts<'_>, call: NodeId, statement: NodeId, names: &[String]) -> bool {
    let at = facts.tree.node(call).range();
    facts.tree.ancestors(call).take_while(|&id| id != statement).all(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprBoolOp(node) => {
            node.values.iter().take_while(|value| !value.range().contains_range(at)).all(|value| {
                match node.op {
                    BoolOp::And => about(facts, value, names),
                    BoolOp::Or => settles(facts, value, names),
                }
            })
        }
        AnyNodeRef::ExprIf(node) => node.body.range().contains_range(at) && about(facts, &node.test, names),
        AnyNodeRef::Comprehension(node) => node.ifs.iter().all(|test| about(facts, test, names)),
        AnyNodeRef::ExprListComp(node) => node.generators.iter().all(|part| picks(facts, part, names)),
        AnyNodeRef::ExprSetComp(node) => node.generators.iter().all(|part| picks(facts, part, names)),
        AnyNodeRef::ExprGenerator(_) | AnyNodeRef::ExprLambda(_) | AnyNodeRef::ElifElseClause(_) => false,
        _ => true,
    })
}

fn picks(facts: &Facts<'_>, part: &ast::Comprehension, names: &[String]) -> bool {
    part.ifs.iter().all(|test| about(facts, test, names))
}

/// Whether an `elif` or `else` is entered wherever there is a task to cancel.
fn clause_entered(
    facts: &Facts<'_>,
    node: &ast::StmtIf,
    clause: &ast::ElifElseClause,
    names: &[String],
) -> bool {
    let before = node.elif_else_clauses.iter().take_while(|other| other.range() != clause.range());
    let tests = std::iter::once(&*node.test).chain(before.filter_map(|other| other.test.as_ref()));
    tests.into_iter().all(|test| settles(facts, test, names))
        && clause.test.as_ref().is_none_or(|test| about(facts, test, names))
}

/// Whether all other branches of an `if` leave: then what follows it has come through its body.
fn others_leave(node: &ast::StmtIf) -> bool {
    let leaves = |body: &[Stmt]| {
        matches!(body.last(), Some(Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) | Stmt::Break(_)))
    };
    node.elif_else_clauses.last().is_some_and(|last| last.test.is_none())
        && node.elif_else_clauses.iter().all(|clause| leaves(&clause.body))
}

/// Whether a statement of a loop lets everything on that is to be cancelled: `if task.done(): continue` does.
fn goes_on(facts: &Facts<'_>, stmt: &Stmt, names: &[String]) -> bool {
    let mut leaves = false;
    walk::exits(stmt, &mut |_| leaves = true);
    match stmt {
        _ if !leaves => true,
        Stmt::If(node) => node.elif_else_clauses.is_empty() && settles(facts, &node.test, names),
        _ => false,
    }
}

/// Whether a test holds wherever there is a task that has not ended: `task`, `task is not None`, `not task.done()`.
fn about(facts: &Facts<'_>, test: &Expr, names: &[String]) -> bool {
    if is_named(facts, test, names) {
        return true;
    }
    match test {
        Expr::Named(node) => is_named(facts, &node.value, names) || is_named(facts, &node.target, names),
        Expr::BoolOp(node) => {
            node.op == BoolOp::And && node.values.iter().all(|value| about(facts, value, names))
        }
        Expr::UnaryOp(node) => node.op == UnaryOp::Not && settles(facts, &node.operand, names),
        Expr::Compare(node) => {
            let (&[op], [right]) = (&*node.ops, &*node.comparators) else { return false };
            match op {
                CmpOp::IsNot | CmpOp::NotEq => either(facts, &node.left, right, names),
                CmpOp::In => has_key(facts, right, &node.left, names),
                CmpOp::Gt => counted(&node.left).is_some_and(|counted| is_named(facts, counted, names)),
                _ => false,
            }
        }
        Expr::Call(call) => match (&*call.func, &*call.arguments.args) {
            (Expr::Name(function), [object, ..]) if function.id.as_str() == "isinstance" => {
                is_named(facts, object, names)
            }
            (Expr::Name(function), [object, Expr::StringLiteral(name)])
                if function.id.as_str() == "hasattr" =>
            {
                names.contains(&format!("{}.{}", facts.text(object), name.value.to_str()))
            }
            _ => counted(test).is_some_and(|counted| is_named(facts, counted, names)),
        },
        _ => false,
    }
}

/// Whether a test holds only where there is nothing to cancel: `task is None`, `task.done()`.
fn settles(facts: &Facts<'_>, test: &Expr, names: &[String]) -> bool {
    match test {
        Expr::BoolOp(node) => {
            node.op == BoolOp::Or && node.values.iter().all(|value| settles(facts, value, names))
        }
        Expr::UnaryOp(node) => node.op == UnaryOp::Not && about(facts, &node.operand, names),
        Expr::Compare(node) => {
            let (&[op], [right]) = (&*node.ops, &*node.comparators) else { return false };
            match op {
                CmpOp::Is | CmpOp::Eq => either(facts, &node.left, right, names),
                CmpOp::NotIn => has_key(facts, right, &node.left, names),
                _ => false,
            }
        }
        Expr::Call(call) => match &*call.func {
            Expr::Attribute(method) => {
                matches!(method.attr.as_str(), "done" | "cancelled") && is_named(facts, &method.value, names)
            }
            _ => false,
        },
        _ => false,
    }
}

fn is_named(facts: &Facts<'_>, expr: &Expr, names: &[String]) -> bool {
    names.iter().any(|name| name == facts.text(expr))
}

fn either(facts: &Facts<'_>, left: &Expr, right: &Expr, names: &[String]) -> bool {
    is_named(facts, left, names) || is_named(facts, right, names)
}

/// `key in tasks`, for `tasks[key]`.
fn has_key(facts: &Facts<'_>, container: &Expr, key: &Expr, names: &[String]) -> bool {
    names.contains(&format!("{}[{}]", facts.text(container), facts.text(key)))
}

/// `tasks` in `len(tasks)`.
fn counted(expr: &Expr) -> Option<&Expr> {
    let Expr::Call(call) = expr else { return None };
    let is_len = matches!(&*call.func, Expr::Name(name) if name.id.as_str() == "len");
    call.arguments.args.first().filter(|_| is_len)
}
