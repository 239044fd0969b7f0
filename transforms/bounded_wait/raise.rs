//! The fix that raises: `await asyncio.wait_for(x.wait(), timeout=T)`. Touches nothing but the awaited call.

use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, Stmt, TextRange, TextSize, ast, walk};
use crate::verdict::{Evidence, Verdict};

use super::receiver::Kind;
use super::site::Wait;
use super::{contract, escape, timeout};

/// The fix.
///
/// # Errors
/// Says why there is none, to follow "because".
pub(super) fn fix(wait: &Wait<'_>, kind: Kind, facts: &Facts<'_>) -> Result<Fix, String> {
    if in_format_string(wait.id, facts) {
        return Err("it stands inside an f-string".into());
    }
    if kind == Kind::Lock
        && let Some(line) = released_by_finally(wait, facts)
    {
        return Err(format!(
            "the `finally` at line {line} would release what was not acquired; move the acquire before the `try`"
        ));
    }
    let bound = timeout::bound(wait.id, facts)?;
    let mut edits = Vec::new();
    if let Some(given) = wait.given {
        edits.push(Edit::replace(given.range(), bound.text.clone()));
    } else {
        let (wait_for, import) = timeout::asyncio("wait_for", wait.id, facts);
        edits.extend(import);
        edits.extend(around(wait.call, &wait_for, &bound.text, facts)?);
    }
    edits.extend(bound.edits);
    let escape = escape::of(wait.id, &bound.after, facts);
    let mut change = escape.clause;
    let mut evidence = vec![bound.evidence];
    evidence.extend(escape.evidence);
    if let Some(parameter) = contract::none_waits_for_ever(wait.id, facts) {
        let name = parameter.name();
        change.push_str(&format!("; callers for whom `{name}=None` means to wait for ever lose that"));
        evidence.push(facts.evidence("contract", format!("`{name}` may be None"), parameter));
        evidence.extend(contract::who_waits_for_ever(wait.id, parameter, facts));
    }
    if let Some(clause) = aside(wait, kind, facts) {
        change.push_str("; ");
        change.push_str(&clause);
    }
    if facts.settings.python.major == 3 && facts.settings.python.minor < 12 && wait.given.is_none() {
        let message = "before Python 3.12, wait_for can return a result in place of a cancellation that comes in the same moment";
        evidence.push(Evidence::general("python", message));
    }
    Ok(Fix::new(Verdict::Review, "bound it with asyncio.wait_for", edits)
        .changing(change)
        .because_all(evidence))
}

/// Puts a call into another: the first and the last token are replaced, so that comments keep their neighbours.
fn around(call: &ast::ExprCall, wait_for: &str, bound: &str, facts: &Facts<'_>) -> Result<[Edit; 2], String> {
    let tokens = facts.layout.tokens();
    let first = tokens.iter().find(|token| token.start() == call.start()).map(Ranged::range);
    let last = TextRange::new(call.end() - TextSize::from(1), call.end());
    match first {
        Some(first) if !first.is_empty() && facts.text(last) == ")" => Ok([
            Edit::replace(first, format!("{wait_for}({}", facts.text(first))),
            Edit::replace(last, format!("), timeout={bound})")),
        ]),
        _ => Err("the call is not written plainly".into()),
    }
}

fn in_format_string(id: NodeId, facts: &Facts<'_>) -> bool {
    facts
        .tree
        .ancestors(id)
        .take_while(|&id| !facts.tree.node(id).is_statement())
        .any(|id| matches!(facts.tree.node(id).kind(), NodeKind::ExprFString | NodeKind::ExprTString))
}

/// What the kind of thing adds to the change.
fn aside(wait: &Wait<'_>, kind: Kind, facts: &Facts<'_>) -> Option<String> {
    match kind {
        Kind::Event | Kind::Queue | Kind::Lock => None,
        Kind::Condition => Some(match (wait.method, predicate_loop(wait, facts)) {
            ("wait", Some(line)) => format!(
                "the lock is taken again first, and each notification that does not end the loop at line {line} starts the time anew"
            ),
            _ => "the lock is taken again first, which can take longer".into(),
        }),
        Kind::Process => {
            Some("the process runs on, and has to be killed by whoever gets the TimeoutError".into())
        }
    }
}

/// The `while not predicate:` around `await condition.wait()`.
fn predicate_loop(wait: &Wait<'_>, facts: &Facts<'_>) -> Option<usize> {
    let &around = facts.loops_around(wait.id).first()?;
    match facts.tree.node(around) {
        AnyNodeRef::StmtWhile(node) if !node.test.is_boolean_literal_expr() => Some(facts.line(node.start())),
        _ => None,
    }
}

/// The line of a `finally` that releases the lock whose acquire stands in the `try` itself.
fn released_by_finally(wait: &Wait<'_>, facts: &Facts<'_>) -> Option<usize> {
    let lock = walk::dotted(wait.receiver)?;
    facts.tries_around(wait.id).into_iter().find_map(|(_, node)| {
        let released = walk::any_expression(&node.finalbody, |expr| {
            let ast::Expr::Attribute(attribute) = expr else { return false };
            attribute.attr.as_str() == "release"
                && walk::dotted(&attribute.value).is_some_and(|names| names == lock)
        });
        released.then(|| node.finalbody.first().map_or(0, |stmt: &Stmt| facts.line(stmt.start())))
    })
}
