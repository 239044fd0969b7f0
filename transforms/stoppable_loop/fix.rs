//! The edit: the loop's condition becomes the flag; and what that changes, in words.

use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::syntax::ast::Stmt;
use crate::syntax::{AnyNodeRef, Expr, NodeKind, Ranged, walk};
use crate::verdict::Verdict;

use super::pace::{self, Pace};
use super::site::{Loop, shown};
use super::stop::Stop;

/// Makes the loop look at the flag.
///
/// # Errors
/// Why the condition cannot be replaced.
pub(super) fn fix<'a>(facts: &Facts<'a>, found: &Loop<'a>, stop: &Stop) -> Result<Fix, &'static str> {
    let Some(test) = found.test else { return Err("a `for` has no condition that could look at it") };
    let returns = found.definition.returns.as_deref();
    if returns.is_some_and(|ty| matches!(facts.text(ty).rsplit('.').next(), Some("NoReturn" | "Never"))) {
        return Err("its function is declared never to return");
    }
    let condition = condition(stop);
    let mut change = format!(
        "the loop of `{}` also ends once {} has run, after the iteration that is under way",
        facts.symbol(found.id),
        stop.by,
    );
    if let Some(wait) = open_wait(facts, found) {
        change.push_str(&format!(
            " (which lasts until `{wait}` has returned: {}the flag does not)",
            if found.is_async() { "only a cancel interrupts it, " } else { "nothing interrupts it, " }
        ));
    }
    if !stop.again {
        change.push_str("; a later start ends at once, because nothing readies the flag again");
    }
    if let Some(line) = follows(facts, found) {
        change.push_str(&format!("; what follows the loop at line {line} then runs"));
    }
    if let Some(ty) = returns.filter(|ty| !ty.is_none_literal_expr()) {
        change.push_str(&format!(
            "; the function then returns None, though it is declared `-> {}`",
            shown(facts, ty)
        ));
    }
    let edit = Edit::replace(test.range(), condition);
    Ok(Fix::new(Verdict::Review, "look at the flag that the stop method sets", vec![edit])
        .changing(change)
        .because_all(stop.evidence.iter().cloned()))
}

/// The condition that holds until the flag has its last value.
pub(super) fn condition(stop: &Stop) -> String {
    let read = match stop.event {
        true => format!("{}.{}.is_set()", stop.this, stop.name),
        false => format!("{}.{}", stop.this, stop.name),
    };
    if stop.going { read } else { format!("not {read}") }
}

/// A wait of the loop that has no end of its own: a queue, an event, a stream.
fn open_wait<'a>(facts: &Facts<'a>, found: &Loop<'a>) -> Option<String> {
    let mut first = None;
    walk::expressions(found.body, &mut |expr| {
        let call = match expr {
            Expr::Await(node) if found.is_async() => node.value.as_ref(),
            Expr::Call(_) if !found.is_async() => expr,
            _ => return,
        };
        let id = facts.tree.id(expr);
        let Some(name) = call.as_call_expr().and_then(|call| pace::last_name(&call.func)) else { return };
        let bounded =
            call.as_call_expr().is_some_and(|call| call.arguments.find_keyword("timeout").is_some());
        if pace::of(facts, call, id) == Pace::Waits
            && !matches!(name, "sleep" | "wait_for" | "checkpoint" | "drain" | "acquire")
            && !bounded
            && facts.timeout_around(id).is_none_or(|bound| bound.never)
        {
            first.get_or_insert_with(|| shown(facts, call));
        }
    });
    first
}

/// The line of the first statement that runs when the loop has ended: its `else`, or what stands behind it.
fn follows(facts: &Facts<'_>, found: &Loop<'_>) -> Option<usize> {
    if let Some(first) = found.orelse.first() {
        return Some(facts.line(first.start()));
    }
    let mut current = found.id;
    loop {
        if let Some((suite, index)) = facts.tree.suite(current)
            && let Some(next) = suite[index + 1..].iter().find(|stmt| !matches!(stmt, Stmt::Pass(_)))
        {
            return Some(facts.line(next.start()));
        }
        let parent = facts.tree.parent(current)?;
        match facts.tree.node(parent) {
            AnyNodeRef::StmtTry(node) => {
                let child = facts.tree.node(current);
                let in_body = node.body.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(child));
                let next = node.orelse.first().filter(|_| in_body);
                let last = node.finalbody.first().filter(|last| last.start() > child.start());
                if let Some(next) = next.or(last) {
                    return Some(facts.line(next.start()));
                }
            }
            AnyNodeRef::StmtFunctionDef(_) => return None,
            _ => {}
        }
        if facts.tree.node(parent).kind() == NodeKind::ModModule {
            return None;
        }
        current = parent;
    }
}
