//! Reasons why a silent handler is fine, or hides a bug in its own body. Makes no edits.

use super::category::{self, Word};
use super::{Form, Swallow, elsewhere, logging_itself, stated};
use crate::facts::Facts;
use crate::syntax::ast::{Expr, Stmt};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, walk};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

/// The first reason why nothing is to be done, if there is one.
pub(super) fn reason<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Finding> {
    let finding = |message: &str, evidence, category| {
        Some(Finding::fine(swallow.range, message, evidence).because(category))
    };
    if let Some(evidence) = logging_itself::find(facts, swallow) {
        let category = category::said_as(Word::LoggingItself, "a log call here would recurse", &evidence);
        return finding("it guards the logging itself, where logging would recurse", evidence, category);
    }
    if let Some(evidence) = stated::stated_reason(facts, swallow) {
        let category = category::expected(facts, swallow, "a comment says that it is expected");
        return finding("a comment gives the reason for a narrow try body", evidence, category);
    }
    if let Some(evidence) = expected_by_else(facts, swallow) {
        let category = category::said_as(Word::ControlFlow, "the exception is hoped for", &evidence);
        return finding("failing is what is expected: the else branch raises", evidence, category);
    }
    if let Some(evidence) = shown_default(facts, swallow) {
        let category = category::said_as(Word::ControlFlow, "a default stands in", &evidence);
        return finding("the default is what the user is shown", evidence, category);
    }
    reported_by_return(facts, swallow)
}

/// `try: connect() / except: pass / else: raise`: the exception is the good outcome.
fn expected_by_else(facts: &Facts<'_>, swallow: &Swallow<'_>) -> Option<Evidence> {
    let Form::Handler { parent, .. } = swallow.form else { return None };
    let raise = parent.orelse.last().filter(|stmt| matches!(stmt, Stmt::Raise(_)))?;
    Some(facts.evidence("expected", "the try statement's else branch raises", raise.range()))
}

/// `return "unknown"` in what makes text for people.
fn shown_default(facts: &Facts<'_>, swallow: &Swallow<'_>) -> Option<Evidence> {
    let symbol = facts.symbol(swallow.id);
    let function = symbol.rsplit('.').next()?;
    let words = walk::words(function);
    let shows = words.iter().any(|word| {
        matches!(word.as_str(), "repr" | "str" | "format" | "render" | "describe" | "display" | "label")
    });
    let value = swallow.handler.iter().find_map(|stmt| match stmt {
        Stmt::Return(node) => node
            .value
            .as_deref()
            .filter(|value| value.as_string_literal_expr().is_some_and(|text| !text.value.is_empty())),
        _ => None,
    })?;
    shows.then(|| {
        facts.evidence(
            "default-shown",
            format!("{function} returns {} to be shown", facts.text(value)),
            value.range(),
        )
    })
}

/// `return False` where every caller in this file uses the value, and nobody else can call.
fn reported_by_return<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Finding> {
    let value = returned_constant(swallow)?;
    let category =
        category::said(facts, Word::ControlFlow, "the caller gets the failure as a value", value.range());
    let function = facts.tree.function(swallow.id)?;
    if facts.file.is_some() {
        if !returns_otherwise(facts, function, value) {
            return None;
        }
        let evidence = elsewhere::reported(facts, swallow)?;
        let message = format!("returning {} reports the failure to callers that use it", facts.text(value));
        return Some(
            Finding::new(Verdict::Fine, Severity::Low, swallow.range, message)
                .because_all(evidence)
                .because(category),
        );
    }
    let callers = facts.callers(function);
    if callers.public || callers.certain.is_empty() || !callers.possible.is_empty() {
        return None;
    }
    let used = callers.certain.iter().all(|call| is_used(facts, call.id));
    if !used || !returns_otherwise(facts, function, value) {
        return None;
    }
    let lines: Vec<String> =
        callers.certain.iter().map(|call| facts.line(call.node.start()).to_string()).collect();
    let what = format!("every caller uses the result: line {}", lines.join(", "));
    let evidence = facts.evidence("reported-by-return", what, callers.certain[0].node.range());
    Some(
        Finding::fine(
            swallow.range,
            format!("returning {} reports the failure to callers that use it", facts.text(value)),
            evidence,
        )
        .because(category),
    )
}

/// The constant that a handler returns: `False` or `None`.
fn returned_constant<'a>(swallow: &Swallow<'a>) -> Option<&'a Expr> {
    match swallow.handler.last()? {
        Stmt::Return(node) => node
            .value
            .as_deref()
            .filter(|value| matches!(value, Expr::BooleanLiteral(_) | Expr::NoneLiteral(_))),
        _ => None,
    }
}

/// Whether a call's result is used: it is no statement of its own.
fn is_used(facts: &Facts<'_>, call: NodeId) -> bool {
    let mut parent = facts.tree.parent(call);
    while let Some(id) = parent.filter(|&id| facts.tree.node(id).kind() == NodeKind::ExprAwait) {
        parent = facts.tree.parent(id);
    }
    parent.is_some_and(|id| facts.tree.node(id).kind() != NodeKind::StmtExpr)
}

/// Whether the function also returns something that differs from the failure value.
fn returns_otherwise(facts: &Facts<'_>, function: NodeId, failure: &Expr) -> bool {
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return false };
    walk::any_statement(
        &definition.body,
        |stmt| matches!(stmt, Stmt::Return(node) if node.value.as_deref().is_some_and(|value| facts.text(value) != facts.text(failure))),
    )
}

/// A name in the try body that nothing binds: the handler hides a `NameError` every time.
pub(super) fn always_raises<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Finding> {
    let [first, ..] = swallow.body else { return None };
    if !matches!(first, Stmt::Expr(_) | Stmt::Assign(_) | Stmt::Return(_)) {
        return None;
    }
    let mut missing = None;
    let mut sure = true;
    walk::expressions(std::slice::from_ref(first), &mut |expr| match expr {
        // What is evaluated only sometimes proves nothing.
        Expr::BoolOp(_)
        | Expr::If(_)
        | Expr::Lambda(_)
        | Expr::ListComp(_)
        | Expr::SetComp(_)
        | Expr::DictComp(_)
        | Expr::Generator(_) => sure = false,
        Expr::Name(name)
            if name.ctx.is_load()
                && missing.is_none()
                && facts.is_unbound(name.id.as_str(), facts.tree.id(name)) =>
        {
            missing = Some(name)
        }
        _ => {}
    });
    let name = missing.filter(|name| sure && !facts.may_be_bound_unseen(name.id.as_str()))?;
    let message = format!(
        "`{}` is bound nowhere, so the try body always raises NameError and the handler hides it; bind or import it",
        name.id
    );
    let evidence = facts.evidence(
        "always-raises",
        format!("`{}` is neither bound in this file nor a builtin", name.id),
        name.range(),
    );
    let category = category::said_as(Word::Real, "a bug is hidden", &evidence);
    Some(
        Finding::new(Verdict::Manual, Severity::High, swallow.range, message)
            .because(evidence)
            .because(category),
    )
}
