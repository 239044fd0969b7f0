//! The fix that raises: `await asyncio.wait_for(x.wait(), timeout=T)`, or on Python 3.11, whose `wait_for` can lose a
//! cancellation, `async with asyncio.timeout(T):`. Touches nothing but the wait.

use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::syntax::{
    AnyNodeRef, NodeId, NodeKind, Ranged, Stmt, TextRange, TextSize, ast, walk, wrap_in_block,
};
use crate::verdict::{Evidence, Verdict};

use super::receiver::Kind;
use super::site::{self, Wait};
use super::{contract, escape, timeout, undone};

/// The fix.
///
/// # Errors
/// Says why there is none, to follow "because".
pub(super) fn fix<'a>(wait: &Wait<'a>, kind: Kind, facts: &Facts<'a>) -> Result<Fix, String> {
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
    let Form { by, edits: form, why } = form(wait, &bound.text, facts)?;
    let edits = form.into_iter().chain(bound.edits).collect();
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
    if let Some(range) = undone::skipped(wait.id, facts) {
        let text = facts.text(range);
        change.push_str(&format!("; `{text}` at line {} is skipped then", facts.line(range.start())));
        evidence.push(facts.evidence(
            "skipped",
            format!("`{text}` stands behind the wait, outside a finally"),
            range,
        ));
    }
    evidence.extend(why);
    Ok(Fix::new(Verdict::Review, format!("bound it with asyncio.{by}"), edits)
        .changing(change)
        .because_all(evidence))
}

/// How the timeout is written.
struct Form {
    /// `wait_for` or `timeout`.
    by: &'static str,
    edits: Vec<Edit>,
    /// Why so, where the Python version decides.
    why: Option<Evidence>,
}

/// `wait_for` where nothing speaks against it, because that is the smallest change. Before Python 3.12 something does:
/// it can return a result in place of a cancellation that comes in the same moment. `asyncio.timeout` came with 3.11.
fn form<'a>(wait: &Wait<'a>, bound: &str, facts: &Facts<'a>) -> Result<Form, String> {
    if let Some(given) = wait.given {
        let edits = vec![Edit::replace(given.range(), bound)];
        return Ok(Form { by: "wait_for", edits, why: None });
    }
    let python = facts.settings.python;
    let minor = if python.major == 3 { python.minor } else { u32::MAX };
    if minor == 11
        && let Some(edits) = block(wait, bound, facts)
    {
        let message = "asyncio.timeout, because before Python 3.12 wait_for can return a result in place of a cancellation that comes in the same moment";
        return Ok(Form { by: "timeout", edits, why: Some(Evidence::general("python", message)) });
    }
    let (wait_for, import) = timeout::asyncio("wait_for", wait.id, facts);
    let edits = import.into_iter().chain(around(wait.call, &wait_for, bound, facts)?).collect();
    let why = (minor < 12).then(|| {
        let message = "before Python 3.12, wait_for can return a result in place of a cancellation that comes in the same moment";
        Evidence::general("python", message)
    });
    Ok(Form { by: "wait_for", edits, why })
}

/// `async with asyncio.timeout(T):` around the statement that waits, where it is one of its own. Not in a handler or a
/// `finally`: before 3.11.3, a task that has been cancelled gets CancelledError there when the time is over.
fn block<'a>(wait: &Wait<'a>, bound: &str, facts: &Facts<'a>) -> Option<Vec<Edit>> {
    let statement = site::statement(wait, facts)?;
    if site::in_clean_up(wait.id, facts).is_some() {
        return None;
    }
    let (timeout, import) = timeout::asyncio("timeout", wait.id, facts);
    let header = format!("async with {timeout}({bound}):");
    let range = facts.tree.node(statement.id).range();
    let edits = wrap_in_block(facts.layout, range, &header).ok()?;
    Some(import.into_iter().chain(edits).collect())
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
