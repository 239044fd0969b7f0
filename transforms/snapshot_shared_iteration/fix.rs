//! The two edits: iterate over a copy, and take the content over before the loop. Judges nothing.

use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::syntax::{Expr, NodeId, Ranged, Stmt, TextRange, insert_before, is_simple_text, line, walk};
use crate::verdict::Verdict;

use super::emptied::Emptied;
use super::site::Loop;
use super::source::Source;

/// How a copy is written around an expression: `list(` and `)`.
fn copier(facts: &Facts<'_>, at: NodeId) -> (&'static str, &'static str) {
    let is_builtin = |name: &str, full: &str| facts.qualified_names(&[name], at).as_deref() == Some(full);
    if is_builtin("list", "builtins.list") {
        ("list(", ")")
    } else if is_builtin("tuple", "builtins.tuple") {
        ("tuple(", ")")
    } else {
        ("[*", "]")
    }
}

/// The copy that a loop goes over, for messages.
pub(super) fn shown(facts: &Facts<'_>, source: &Source<'_>) -> String {
    let (open, close) = copier(facts, facts.tree.id(source.live));
    format!("{open}{}{close}", one_line(facts, source.live))
}

/// An expression on one line, for messages.
pub(super) fn one_line(facts: &Facts<'_>, expr: &Expr) -> String {
    let text = facts.text(expr);
    if text.contains(['\n', '#']) { "…".into() } else { text.into() }
}

/// Iterate over a copy.
pub(super) fn copy<'a>(facts: &Facts<'a>, source: &Source<'a>) -> Vec<Edit> {
    let (open, close) = copier(facts, facts.tree.id(source.live));
    let range = source.live.range();
    vec![Edit::insert(range.start(), open), Edit::insert(range.end(), close)]
}

/// Take the content over and empty the container first, then loop over what has been taken.
///
/// # Errors
/// Why the shape is another one.
pub(super) fn take_over<'a>(
    facts: &Facts<'a>,
    around: &Loop<'a>,
    source: &Source<'a>,
    emptied: &Emptied<'a>,
) -> Result<Fix, String> {
    let (layout, tree) = (facts.layout, facts.tree);
    let statement = around.statement.ok_or("it is a comprehension")?;
    let container = facts.text(source.container);
    if !emptied.next {
        return Err("other statements stand between the loop and it".into());
    }
    if !statement.orelse.is_empty() {
        return Err("the loop has an `else`".into());
    }
    if !is_simple_text(layout, source.live) || facts.text(emptied.statement).contains(['\n', '#']) {
        return Err("it spans lines".into());
    }
    let in_loop = |test: &dyn Fn(&Expr) -> bool| walk::any_expression(&statement.body, test);
    if in_loop(&|expr| facts.text(expr) == container) {
        return Err(format!("the loop uses `{container}` itself"));
    }
    if walk::any_statement(&statement.body, |stmt| matches!(stmt, Stmt::Return(_))) {
        return Err("the loop returns without it".into());
    }
    let between = TextRange::new(statement.end(), emptied.statement.start());
    let end = emptied.statement.end();
    let rest = TextRange::new(end, layout.line_end(end));
    if facts.comments_in(between).next().is_some() || !layout.text()[rest].trim().is_empty() {
        return Err("a comment stands at it".into());
    }
    if !layout.starts_line(emptied.statement.start()) {
        return Err("it shares its line".into());
    }
    let scope = crate::facts::Scopes::scope_of(tree, around.id);
    let stem = container.rsplit('.').next().unwrap_or_default().trim_matches('_');
    let name = free(facts, scope, around.id, stem).ok_or("no name is free for what is taken")?;
    let lines =
        [line(0, format!("{name} = {}", shown(facts, source))), line(0, facts.text(emptied.statement))];
    let mut edits =
        insert_before(layout, statement.range(), &lines).map_err(|decline| decline.to_string())?;
    edits.push(Edit::replace(source.live.range(), name.clone()));
    let whole = TextRange::new(layout.line_start(emptied.statement.start()), layout.next_line(end));
    edits.push(Edit::delete(whole));
    let title = format!("take what is in `{container}` over and empty it first");
    Ok(Fix::new(Verdict::Review, title, edits).changing(format!(
        "`{container}` is empty while the loop runs instead of afterwards: what is added meanwhile stays in it instead of being dropped, and where the loop fails, what is left of it is no longer in there"
    )))
}

/// A name that means nothing yet in a function, nor to what it calls by that name.
fn free(facts: &Facts<'_>, scope: NodeId, at: NodeId, stem: &str) -> Option<String> {
    let candidates =
        [stem.to_string(), format!("old_{stem}"), format!("{stem}_before"), format!("{stem}_now")];
    candidates.into_iter().find(|name| {
        !name.is_empty()
            && !is_keyword(name)
            && facts.scopes().is_free(facts.tree, scope, name)
            && facts.is_unbound(name, at)
    })
}

/// Source: the Python language reference, "Keywords"; those that can be an attribute's name behind an underscore.
fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "and"
            | "as"
            | "assert"
            | "async"
            | "await"
            | "break"
            | "class"
            | "continue"
            | "def"
            | "del"
            | "elif"
            | "else"
            | "except"
            | "finally"
            | "for"
            | "from"
            | "global"
            | "if"
            | "import"
            | "in"
            | "is"
            | "lambda"
            | "nonlocal"
            | "not"
            | "or"
            | "pass"
            | "raise"
            | "return"
            | "try"
            | "while"
            | "with"
            | "yield"
    )
}
