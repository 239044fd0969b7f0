//! A `try` or `suppress` around the start of a task: it catches nothing that happens in the task.

use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, Ranged, Stmt, walk};
use crate::tasks::spawn::{Call, Spawn, recognise};
use crate::verdict::Evidence;

/// The `try` or `suppress` that guards nothing but starts of tasks. One that catches `RuntimeError` by name
/// is meant for a missing loop.
pub(super) fn useless<'a>(facts: &Facts<'a>, spawn: &Spawn<'a>) -> Option<Evidence> {
    let tree = facts.tree;
    if let Some((id, node)) = facts.tries_around(spawn.id).first() {
        let names_loop =
            node.handlers.iter().filter_map(|handler| handler.as_except_handler()).any(|handler| {
                let types = match handler.type_.as_deref() {
                    Some(Expr::Tuple(tuple)) => tuple.elts.iter().collect(),
                    Some(one) => vec![one],
                    None => Vec::new(),
                };
                types.iter().any(|ty| facts.is_one_of(ty, *id, &["builtins.RuntimeError"]))
            });
        if !node.handlers.is_empty() && !names_loop && only_starts(facts, &node.body) {
            return Some(facts.evidence(
                "try-around-start",
                "the `try` only covers the start of the task",
                *node,
            ));
        }
    }
    let with = tree.statement(spawn.id).and_then(|statement| tree.parent(statement))?;
    let AnyNodeRef::StmtWith(node) = tree.node(with) else { return None };
    let suppresses = node.items.iter().any(|item| {
        item.context_expr
            .as_call_expr()
            .is_some_and(|call| facts.is_one_of(&call.func, with, &["contextlib.suppress"]))
    });
    (suppresses && only_starts(facts, &node.body)).then(|| {
        facts.evidence(
            "try-around-start",
            "`suppress` only covers the start of the task",
            node.items[0].range(),
        )
    })
}

fn only_starts<'a>(facts: &Facts<'a>, body: &'a [Stmt]) -> bool {
    body.iter().all(|stmt| {
        let Some(Expr::Call(call)) = value_of(stmt) else { return false };
        matches!(recognise(facts, facts.tree.id(call)), Some(Call::Spawn(_))) && cannot_raise(call)
    })
}

/// The call's own arguments hold nothing that could raise but the coroutine's call.
fn cannot_raise(call: &ast::ExprCall) -> bool {
    let simple = |expr: &Expr| {
        let mut simple = true;
        walk::subexpressions(expr, &mut |part| {
            simple &= matches!(
                part,
                Expr::Name(_)
                    | Expr::Attribute(_)
                    | Expr::StringLiteral(_)
                    | Expr::NumberLiteral(_)
                    | Expr::BooleanLiteral(_)
                    | Expr::NoneLiteral(_)
                    | Expr::BytesLiteral(_)
            );
        });
        simple
    };
    let all_simple = |arguments: &ast::Arguments| {
        arguments.args.iter().all(simple) && arguments.keywords.iter().all(|keyword| simple(&keyword.value))
    };
    match &*call.arguments.args {
        [Expr::Call(coroutine), rest @ ..] => {
            simple(&coroutine.func)
                && all_simple(&coroutine.arguments)
                && rest.iter().all(simple)
                && call.arguments.keywords.iter().all(|keyword| simple(&keyword.value))
        }
        _ => all_simple(&call.arguments),
    }
}

/// The value of an expression statement or assignment.
fn value_of(stmt: &Stmt) -> Option<&Expr> {
    match stmt {
        Stmt::Expr(expr) => Some(&expr.value),
        Stmt::Assign(assign) => Some(&assign.value),
        Stmt::AnnAssign(assign) => assign.value.as_deref(),
        _ => None,
    }
}
