//! Reasons why logging in a silent handler needs a reviewer: what it would change besides the log.

use super::category::Word;
use super::hot::{HOT, hot_caller_here, hot_path, unthrottled_loop};
use super::moments::{is_implicit, logging_runs_it, registered_at_exit, runs_at_a_bad_time};
use super::silent::is_default;
use super::{Swallow, elsewhere, expected, own_cancel, stated};
use crate::facts::Facts;
use crate::syntax::ast::{Expr, Stmt};
use crate::syntax::{AnyNodeRef, Ranged};
use crate::verdict::Evidence;

/// Why a reviewer has to look at a log call.
pub(crate) struct Doubt {
    /// What the log call changes besides the log.
    pub(crate) change: String,
    /// What shows it.
    pub(crate) evidence: Evidence,
    /// What it says of the site's category, where it says anything.
    pub(crate) word: Option<Word>,
}

impl Doubt {
    fn new(word: impl Into<Option<Word>>, change: impl Into<String>, evidence: Evidence) -> Self {
        Doubt { change: change.into(), evidence, word: word.into() }
    }
}

/// The first reason why a reviewer has to look at a log call here.
pub(super) fn find<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>, is_cleanup: bool) -> Option<Doubt> {
    let here = |message: String| facts.evidence("doubt", message, swallow.range);
    let symbol = facts.symbol(swallow.id);
    let function = symbol.rsplit('.').next().unwrap_or_default();
    if facts.is_test_code() {
        let evidence = here("the file is test code".into());
        return Some(Doubt::new(None, "a test logs what it ignored on purpose", evidence));
    }
    if function.contains("__del__") {
        let change = "it logs while an object is destroyed, when modules may be gone";
        return Some(Doubt::new(None, change, here("__del__ may run at interpreter shutdown".into())));
    }
    if let Some(evidence) = logging_runs_it(facts, swallow) {
        return Some(Doubt::new(Word::LoggingItself, WHERE_LOGGING_RUNS, evidence));
    }
    if is_implicit(function) {
        let change = format!("{function} logs, whenever Python calls it");
        return Some(Doubt::new(None, change, here(format!("Python calls {function} by itself"))));
    }
    if let Some(evidence) = runs_at_a_bad_time(facts, swallow) {
        return Some(Doubt::new(None, AT_A_BAD_TIME, evidence));
    }
    if let Some(evidence) = registered_at_exit(facts, swallow.id) {
        return Some(Doubt::new(None, AT_EXIT, evidence));
    }
    if let Some(evidence) = hot_path(facts, function, swallow) {
        return Some(Doubt::new(Word::HotPath, ON_A_HOT_PATH, evidence));
    }
    if !is_cleanup && let Some(evidence) = unthrottled_loop(facts, swallow) {
        let change = "it logs once per iteration and could flood the log";
        return Some(Doubt::new(Word::HotPath, change, evidence));
    }
    answers(facts, swallow, is_cleanup).or_else(|| said_elsewhere(facts, swallow)).or_else(|| {
        // A class body runs at import, too.
        facts.tree.function(swallow.id).is_none().then(|| {
            let change = "it logs while the module is imported, before logging may be configured";
            Doubt::new(None, change, here("the handler runs at import".into()))
        })
    })
}

/// Failures that may be an answer, or that a comment calls expected.
fn answers<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>, is_cleanup: bool) -> Option<Doubt> {
    if let Some(import) =
        swallow.body.iter().find(|stmt| matches!(stmt, Stmt::Import(_) | Stmt::ImportFrom(_)))
    {
        let evidence =
            facts.evidence("doubt", "the try body imports a module that may be optional", import.range());
        return Some(Doubt::new(
            Word::ControlFlow,
            "every start without the optional module is logged",
            evidence,
        ));
    }
    if let Some(evidence) = own_cancel::followed(facts, swallow) {
        let change = "it logs what a cancelled task ended with, which may be expected";
        return Some(Doubt::new(None, change, evidence));
    }
    if let Some(evidence) = failure_value(facts, swallow) {
        let change = "it logs a failure that the returned value may already report to its callers";
        return Some(Doubt::new(Word::ControlFlow, change, evidence));
    }
    if !is_cleanup && let Some(evidence) = falls_back(facts, swallow) {
        return Some(Doubt::new(Word::ControlFlow, "it logs a fallback that may be expected", evidence));
    }
    if !is_cleanup && let Some(evidence) = expected::answer(facts, swallow) {
        return Some(Doubt::new(Word::ControlFlow, "it logs what may be an expected answer", evidence));
    }
    // The try body is too wide for the reason to cover all of it.
    let evidence = stated::said(facts, swallow)?;
    let change = "it logs what a comment says is expected, though the try body can fail in other ways";
    Some(Doubt::new(None, change, evidence))
}

const AT_EXIT: &str = "it logs from an exit or signal handler, where handlers may be gone or not re-entrant";
const WHERE_LOGGING_RUNS: &str = "it logs in code that logging may run, which can recurse";
const AT_A_BAD_TIME: &str = "it logs during finalisation or after a fork, when logging may be gone or locked";
const ON_A_HOT_PATH: &str = "it logs on a hot path and could flood the log";

/// What callers say, in other files, too: asked last, because it looks through them and infers types.
fn said_elsewhere<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Doubt> {
    if let Some(evidence) = elsewhere::registered(facts, swallow.id) {
        return Some(Doubt::new(None, AT_EXIT, evidence));
    }
    if let Some(evidence) = elsewhere::logging_runs_it(facts, swallow.id) {
        return Some(Doubt::new(Word::LoggingItself, WHERE_LOGGING_RUNS, evidence));
    }
    if let Some(evidence) = elsewhere::finaliser(facts, swallow.id) {
        return Some(Doubt::new(None, AT_A_BAD_TIME, evidence));
    }
    let hot = |name: &str| elsewhere::has_word(name, HOT);
    let evidence =
        elsewhere::hot_caller(facts, swallow.id, &hot).or_else(|| hot_caller_here(facts, swallow.id))?;
    Some(Doubt::new(Word::HotPath, ON_A_HOT_PATH, evidence))
}

/// `return False` or `return b"timed out"`: a constant that says something, for callers to see.
fn failure_value(facts: &Facts<'_>, swallow: &Swallow<'_>) -> Option<Evidence> {
    let Stmt::Return(node) = swallow.handler.last()? else { return None };
    let value = node.value.as_deref().filter(|value| match value {
        Expr::BooleanLiteral(_) | Expr::UnaryOp(_) => true,
        Expr::StringLiteral(text) => !text.value.is_empty(),
        Expr::BytesLiteral(bytes) => !bytes.value.is_empty(),
        _ => false,
    })?;
    let function = facts.tree.function(swallow.id)?;
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return None };
    let message = format!("{} returns {} for its callers to see", definition.name, facts.text(value));
    Some(facts.evidence("reported-by-return", message, value.range()))
}

/// The handler makes the failure a value (`found = None`, `return []`), or leaves the value from before the `try`: a
/// probe or a default may be meant, and then every ordinary run would be logged.
fn falls_back<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    // A counter that is assigned is no default.
    let value = swallow.handler.iter().find_map(|stmt| match stmt {
        Stmt::Return(node) => node.value.as_deref(),
        Stmt::Assign(node) => Some(&*node.value).filter(|value| is_default(value)),
        Stmt::AnnAssign(node) => node.value.as_deref(),
        _ => None,
    });
    if let Some(value) = value {
        let message = format!("`{}` stands in where the try body fails", facts.text(value));
        return Some(facts.evidence("fallback", message, value.range()));
    }
    let before = given_before(facts, swallow)?;
    let message = format!("`{}` stands where the try body fails", facts.text(before));
    Some(facts.evidence("fallback", message, before.range()))
}

/// `count = 0` in front of a `try` that ends with another value for `count`.
fn given_before<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<&'a Stmt> {
    if !swallow.handler.iter().all(|stmt| matches!(stmt, Stmt::Pass(_) | Stmt::Expr(_))) {
        return None;
    }
    let name = assigned(swallow.body.last()?)?;
    let (suite, index) = facts.tree.suite(facts.tree.statement(swallow.id)?)?;
    let before = suite[..index].iter().rev().find(|stmt| assigned(stmt) == Some(name))?;
    let value = match before {
        Stmt::Assign(node) => Some(&*node.value),
        Stmt::AnnAssign(node) => node.value.as_deref(),
        _ => None,
    };
    value.is_some_and(is_default).then_some(before)
}

/// The only name that a statement assigns.
fn assigned(stmt: &Stmt) -> Option<&str> {
    let target = match stmt {
        Stmt::Assign(node) => match node.targets.as_slice() {
            [target] => target,
            _ => return None,
        },
        Stmt::AnnAssign(node) => &node.target,
        _ => return None,
    };
    target.as_name_expr().map(|name| name.id.as_str())
}
