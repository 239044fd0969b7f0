//! AM404 narrow-broad-except: handlers of `Exception` around bodies of which it is known what they raise. Judges; what
//! a body raises is in [`body`], the data in `raises.toml`.

mod body;
mod calls;
mod control;
mod expressions;
mod handler;
mod hierarchy;
mod kinds;
mod operators;
mod reads;
mod spelling;
mod table;

use std::collections::BTreeSet;

use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::syntax::ast::{ExceptHandlerExceptHandler, StmtTry};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, Stmt, TextRange};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use body::{Raise, Reader};
use hierarchy::Takes;

/// AM404.
pub struct NarrowBroadExcept;

static META: Meta = Meta {
    code: "AM404",
    name: "narrow-broad-except",
    summary: "Catch what the try body can raise instead of Exception, where the standard library's documentation says what that is",
    subject: "Catch what can be raised instead of Exception",
    literals: &["except"],
    patterns: &[PatternSpec {
        code: "try:\n    $$$BODY\nexcept $$$TYPES:\n    $$$HANDLER",
        selector: Some("except_clause"),
        claims: NodeKind::ExceptHandlerExceptHandler,
    }],
    readme: include_str!("README.md"),
};

/// Calls and subscripts that are named in the evidence; the rest is counted.
const MAX_EVIDENCE: usize = 8;

impl Transform for NarrowBroadExcept {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let (node, parent) = handler::broad(facts, site.node)?;
        if let Some(raised) = handler::raises(node) {
            let evidence = facts.evidence("raises", "the handler raises", raised);
            return Some(Finding::fine(
                node.range(),
                "the handler hides nothing: it lets out what it takes",
                evidence,
            ));
        }
        judge(facts, site.node, node, parent)
    }
}

fn judge<'a>(
    facts: &Facts<'a>,
    id: NodeId,
    node: &'a ExceptHandlerExceptHandler,
    parent: &'a StmtTry,
) -> Option<Finding> {
    let unknown = |what: String, at: TextRange| {
        let message = format!(
            "this handler takes every exception, and cannot be narrowed mechanically: {what}; read what it can raise and name that"
        );
        let evidence = facts.evidence("unknown", what, at);
        facts
            .settings
            .am404
            .report_unknown
            .then(|| Finding::new(Verdict::Manual, Severity::Low, node.range(), message).because(evidence))
    };
    if let Some(call) = handler::foreign_call(facts, &parent.body) {
        let said = Reader::new(facts, parent.start()).said(call);
        return unknown(format!("`{said}` is not in the table"), call.range());
    }
    let mut reader = Reader::new(facts, parent.start());
    if let Err(stop) = reader.suite(&parent.body) {
        return unknown(stop.what, stop.at);
    }
    let left = without_earlier(facts, reader, node, parent);
    let all: BTreeSet<String> = left.iter().map(|raise| raise.exception.clone()).collect();
    if all.contains("Exception") {
        return None;
    }
    if all.is_empty() {
        return nothing(facts, id, node, parent);
    }
    if let Some(shown) = handler::shows_traceback(node) {
        let message = "a programming error in this try body would show with its traceback";
        let evidence = facts.evidence("reported", "the handler reports the traceback", shown);
        return Some(Finding::fine(node.range(), message, evidence));
    }
    if let Some(function) = facts.tree.function(id)
        && let AnyNodeRef::StmtFunctionDef(finaliser) = facts.tree.node(function)
        && finaliser.name.as_str() == "__del__"
    {
        let message = "when the interpreter shuts down, what a finaliser uses may be gone already";
        let evidence = facts.evidence("finaliser", "the handler stands in a finaliser", &finaliser.name);
        return Some(Finding::fine(node.range(), message, evidence));
    }
    let wanted = hierarchy::reduced(facts, &all);
    Some(narrowed(facts, id, node, parent, &wanted, &left))
}

/// What is raised and not taken by an earlier handler.
fn without_earlier(
    facts: &Facts<'_>,
    reader: Reader<'_, '_>,
    node: &ExceptHandlerExceptHandler,
    parent: &StmtTry,
) -> Vec<Raise> {
    let mut left = reader.raises;
    let earlier = parent.handlers.iter().filter_map(|handler| handler.as_except_handler());
    for handler in earlier.take_while(|earlier| earlier.start() < node.start()) {
        let types = hierarchy::types_of(handler);
        match hierarchy::takes(facts, &types, facts.tree.id(parent)) {
            Takes::All => left.clear(),
            Takes::Some(types) => {
                left.retain(|raise| !types.iter().any(|ty| hierarchy::covers(facts, ty, &raise.exception)));
            }
        }
    }
    left
}

/// A body that raises nothing that would come here.
fn nothing(
    facts: &Facts<'_>,
    id: NodeId,
    node: &ExceptHandlerExceptHandler,
    parent: &StmtTry,
) -> Option<Finding> {
    // `try: pass` is a stub.
    if parent.body.iter().all(|stmt| matches!(stmt, Stmt::Pass(_))) {
        return None;
    }
    let place = place(facts, id);
    let message = format!(
        "nothing in this try body of {place} raises what this handler would take: all that it can hide is a programming error; take the handler away"
    );
    let evidence =
        facts.evidence("raises", "all of it is known, and raises nothing else", parent.body[0].range());
    Some(Finding::new(Verdict::Manual, Severity::Low, node.range(), message).because(evidence))
}

fn narrowed(
    facts: &Facts<'_>,
    id: NodeId,
    node: &ExceptHandlerExceptHandler,
    parent: &StmtTry,
    wanted: &BTreeSet<String>,
    raises: &[Raise],
) -> Finding {
    let place = place(facts, id);
    let listed = said(wanted);
    let message = format!(
        "{place} catches Exception, and so programming errors too, where only {listed} can be raised"
    );
    let finding = Finding::new(Verdict::Review, Severity::Low, node.range(), message);
    let mut evidence = evidence(facts, raises);
    if let Some((text, at)) = handler::reason(facts, node) {
        evidence.push(facts.evidence("reason", format!("a comment says: {text}"), at));
    }
    let (text, mut edits) = match spelling::spell(facts, wanted, id, parent.start()) {
        Ok(spelled) => spelled,
        Err(name) => {
            let message = format!("{}; narrow it by hand: `{name}` cannot be named here", finding.message);
            return Finding { verdict: Verdict::Manual, message, ..finding }.because_all(evidence);
        }
    };
    edits.extend(node.type_.as_deref().map(|types| Edit::replace(types.range(), text)));
    let whereto = match facts.loops_around(facts.tree.id(parent)).first() {
        Some(_) => format!("leaves {place}, and the loop around this try with it"),
        None => format!("leaves {place}"),
    };
    let change = format!("whatever is not {listed}, such as a programming error, now {whereto}");
    let fix =
        Fix::new(Verdict::Review, "name what can be raised", edits).changing(change).because_all(evidence);
    finding.with_fixes(vec![fix])
}

/// One line for each call, with all that it raises.
fn evidence(facts: &Facts<'_>, raises: &[Raise]) -> Vec<Evidence> {
    let mut lines: Vec<(TextRange, &str, &str, Vec<&str>)> = Vec::new();
    for raise in raises {
        let name = raise.exception.trim_start_matches(hierarchy::LOCAL);
        match lines
            .iter_mut()
            .find(|(at, by, why, _)| (*at, *by, *why) == (raise.at, &*raise.by, &*raise.why))
        {
            Some((.., names)) if names.contains(&name) => {}
            Some((.., names)) => names.push(name),
            None => lines.push((raise.at, &raise.by, &raise.why, vec![name])),
        }
    }
    let more = lines.len().saturating_sub(MAX_EVIDENCE);
    let mut evidence: Vec<Evidence> = lines
        .into_iter()
        .take(MAX_EVIDENCE)
        .map(|(at, by, why, names)| {
            facts.evidence("raises", format!("{by} raises {} ({why})", names.join(", ")), at)
        })
        .collect();
    if more > 0 {
        evidence.push(Evidence::general("raises", format!("and {more} more")));
    }
    evidence
}

/// `KeyError`, `KeyError or OSError`, `EOFError, KeyError or OSError`.
fn said(exceptions: &BTreeSet<String>) -> String {
    let mut names: Vec<&str> =
        exceptions.iter().map(|name| name.trim_start_matches(hierarchy::LOCAL)).collect();
    names.sort_unstable();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_string(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn place(facts: &Facts<'_>, id: NodeId) -> String {
    let symbol = facts.symbol(id);
    if symbol.is_empty() { "the module's top level".into() } else { symbol }
}
