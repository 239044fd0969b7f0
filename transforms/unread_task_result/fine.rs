//! Why dropping what `exception()` returns is no loss at a site: it is read elsewhere, expected, or meant.

use crate::facts::Facts;
use crate::syntax::ast::ExprCall;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, reason as given_reason, walk};
use crate::verdict::{Evidence, Finding};

/// Why the site is fine, if it is.
pub(super) fn reason<'a>(
    facts: &Facts<'a>,
    id: NodeId,
    call: &'a ExprCall,
    task: &'a Expr,
) -> Option<Finding> {
    let fine = |message: &str, evidence: Evidence| Some(Finding::fine(call.range(), message, evidence));
    let statement = facts.tree.statement(id)?;
    if let Some((text, at)) = comment(facts, alone(facts, statement)) {
        let evidence = facts.evidence("reason", format!("a comment says why: {text}"), at);
        return fine("the exception is dropped on purpose", evidence);
    }
    if let Some((text, at)) = docstring(facts, id) {
        let evidence = facts.evidence("reason", format!("the function says why: {text}"), at);
        return fine("the exception is dropped on purpose", evidence);
    }
    if let Some((text, at)) = expected(facts, id) {
        let evidence =
            facts.evidence("expected", format!("`{text}` expects what exception() itself raises"), at);
        return fine("it is called for what it raises", evidence);
    }
    let (role, how, at) = known_elsewhere(facts, statement, id, task)?;
    match role {
        Role::Reads => {
            let evidence = facts.evidence("read", format!("`{how}` takes the same task's exception"), at);
            fine("the exception is read elsewhere", evidence)
        }
        Role::Sets => {
            let message = format!("`{how}` gives the future the exception");
            fine("the function itself has set the exception", facts.evidence("set", message, at))
        }
    }
}

/// The outermost block that holds nothing but a statement: `if task.done():` around it.
fn alone(facts: &Facts<'_>, statement: NodeId) -> NodeId {
    let only = |outer: &NodeId| match facts.tree.node(*outer) {
        AnyNodeRef::StmtIf(node) => node.body.len() == 1 && node.elif_else_clauses.is_empty(),
        AnyNodeRef::StmtWith(node) => node.body.len() == 1,
        AnyNodeRef::StmtFor(node) => node.body.len() == 1,
        _ => false,
    };
    let step = |&inner: &NodeId| facts.tree.parent(inner).filter(only);
    std::iter::successors(Some(statement), step).last().unwrap_or(statement)
}

/// A comment at the statement, or on the lines right above it, that gives a reason.
fn comment<'a>(facts: &Facts<'a>, statement: NodeId) -> Option<(&'a str, TextRange)> {
    let node = facts.tree.node(statement);
    let layout = facts.layout;
    let mut start = layout.line_start(node.start());
    while start > 0.into() {
        let above = layout.line_start(start - crate::syntax::TextSize::from(1));
        if !layout.text()[above.to_usize()..].trim_start_matches([' ', '\t']).starts_with('#') {
            break;
        }
        start = above;
    }
    let lines = TextRange::new(start, layout.line_end(node.end()));
    facts.comments_in(lines).find_map(|comment| {
        let text = facts.text(comment.range);
        // "mark as retrieved", "retrieve the exception": that is what the call does, and what it is for.
        let meant = text.to_lowercase().contains("retriev") && !text.to_lowercase().contains("todo");
        let reason = given_reason(text).or_else(|| meant.then(|| text.trim_start_matches(['#', ' '])));
        reason.map(|reason| (reason, comment.range))
    })
}

/// The docstring of a function that is there to mark exceptions as retrieved.
fn docstring<'a>(facts: &Facts<'a>, id: NodeId) -> Option<(&'a str, TextRange)> {
    let AnyNodeRef::StmtFunctionDef(function) = facts.tree.node(facts.tree.function(id)?) else {
        return None;
    };
    let Stmt::Expr(first) = function.body.first()? else { return None };
    let Expr::StringLiteral(text) = first.value.as_ref() else { return None };
    let text = text.value.to_str();
    let lower = text.to_lowercase();
    let says = ["retriev", "consume", "silence", "swallow"].iter().any(|word| lower.contains(word));
    says.then(|| {
        (text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim(), first.range())
    })
}

/// `with pytest.raises(asyncio.CancelledError):` and the like around the call.
fn expected<'a>(facts: &Facts<'a>, id: NodeId) -> Option<(&'a str, TextRange)> {
    let function = facts.tree.scope(id);
    facts.tree.ancestors(id).take_while(|&outer| outer != function).find_map(|outer| {
        let AnyNodeRef::StmtWith(with) = facts.tree.node(outer) else { return None };
        with.items.iter().find_map(|item| {
            let Expr::Call(call) = &item.context_expr else { return None };
            let name = walk::dotted(&call.func)?.last().copied()?;
            let raises = matches!(name, "raises" | "assertRaises" | "assertRaisesRegex");
            let type_ = call.arguments.args.first().and_then(walk::dotted)?.last().copied()?;
            let own = matches!(type_, "CancelledError" | "InvalidStateError" | "TimeoutError");
            (raises && own).then(|| (facts.text(call), call.range()))
        })
    })
}

/// What another use of a task does with its exception.
#[derive(Clone, Copy)]
enum Role {
    Reads,
    /// `future.set_exception(error)`, before the site.
    Sets,
}

/// Another use of the same task, in the same block or one around it, that gets at its exception or gives it one.
fn known_elsewhere<'a>(
    facts: &Facts<'a>,
    statement: NodeId,
    id: NodeId,
    task: &'a Expr,
) -> Option<(Role, &'a str, TextRange)> {
    // Only what names the same thing each time.
    let names = walk::dotted(task)?;
    let function = facts.tree.scope(id);
    let same = |expr: &Expr| walk::dotted(expr).is_some_and(|other| other == names);
    facts.tree.descendants(function).find_map(|other| {
        let node = facts.tree.node(other);
        let role = match node {
            AnyNodeRef::ExprAwait(awaited) => same(&awaited.value).then_some(Role::Reads),
            AnyNodeRef::ExprCall(call) => match call.func.as_ref() {
                Expr::Attribute(attribute) if same(&attribute.value) => match attribute.attr.as_str() {
                    "result" => Some(Role::Reads),
                    "exception" => super::usage::of(facts, other).is_none().then_some(Role::Reads),
                    "set_exception" => (call.end() <= facts.tree.node(id).start()).then_some(Role::Sets),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }?;
        let its = facts.tree.statement(other)?;
        // On every way to or from the site: its suite holds the site.
        let (suite, _) = facts.tree.suite(outermost(facts, its))?;
        let site = facts.tree.node(id).range();
        let passed =
            other != id && (its == statement || suite.iter().any(|stmt| stmt.range().contains_range(site)));
        (passed && facts.tree.scope(other) == function).then(|| (role, facts.text(node), node.range()))
    })
}

/// The outermost `try` or `with` that starts by running a statement; else the statement itself.
fn outermost(facts: &Facts<'_>, statement: NodeId) -> NodeId {
    let starts = |outer: &NodeId, inner: NodeId| {
        let first = match facts.tree.node(*outer) {
            AnyNodeRef::StmtTry(node) => node.body.first(),
            AnyNodeRef::StmtWith(node) => node.body.first(),
            _ => None,
        };
        first.is_some_and(|first| AnyNodeRef::from(first).ptr_eq(facts.tree.node(inner)))
    };
    let step = |&inner: &NodeId| facts.tree.parent(inner).filter(|outer| starts(outer, inner));
    std::iter::successors(Some(statement), step).last().unwrap_or(statement)
}
