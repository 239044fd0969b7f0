//! AM401 log-swallowed-exception: handlers that neither use nor report the exception. Judges; the edits are
//! in [`fix`].

mod cancellation;
mod category;
mod doubts;
mod elsewhere;
mod expected;
mod fine;
mod fix;
mod silent;
mod words;

use crate::facts::{Catches, Facts};
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, TextRange, TextSize};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::{Finding, Severity, Verdict};

/// AM401.
pub struct LogSwallowedException;

static META: Meta = Meta {
    code: "AM401",
    name: "log-swallowed-exception",
    summary: "Log the exception that a silent handler drops; leave the handlers that are right as they are",
    literals: &["except", "suppress"],
    patterns: &[
        PatternSpec {
            code: "try:\n    $$$BODY\nexcept $$$TYPES:\n    $$$HANDLER",
            selector: Some("except_clause"),
            claims: NodeKind::ExceptHandlerExceptHandler,
        },
        PatternSpec {
            code: "try:\n    $$$BODY\nexcept:\n    $$$HANDLER",
            selector: Some("except_clause"),
            claims: NodeKind::ExceptHandlerExceptHandler,
        },
        PatternSpec {
            code: "with $$$ITEMS:\n    $$$BODY",
            selector: Some("with_statement"),
            claims: NodeKind::StmtWith,
        },
    ],
    readme: include_str!("README.md"),
};

impl Transform for LogSwallowedException {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        let swallow = match facts.tree.node(site.node) {
            AnyNodeRef::ExceptHandlerExceptHandler(handler) => {
                Swallow::of_handler(facts, site.node, handler)?
            }
            AnyNodeRef::StmtWith(with) => Swallow::of_suppress(facts, site.node, with)?,
            _ => return None,
        };
        judge(facts, &swallow)
    }
}

/// A place that drops exceptions, in either of its two spellings.
struct Swallow<'a> {
    /// The handler or the `with`.
    id: NodeId,
    /// What its `try` (or the `with` itself) guards.
    body: &'a [Stmt],
    /// What happens instead; empty for `suppress`.
    handler: &'a [Stmt],
    catches: Catches,
    /// The exception types as written; empty for a bare `except`.
    types: Vec<&'a Expr>,
    form: Form<'a>,
    /// What findings point at.
    range: TextRange,
}

#[derive(Clone, Copy)]
enum Form<'a> {
    Handler { node: &'a ast::ExceptHandlerExceptHandler, parent: &'a ast::StmtTry },
    Suppress { node: &'a ast::StmtWith },
}

/// Handlers of one `try` that are looked at; real ones have a dozen at most.
const MAX_EARLIER: usize = 64;

/// The handlers of a `try` before one of them.
fn earlier<'a>(
    node: &'a ast::ExceptHandlerExceptHandler,
    parent: &'a ast::StmtTry,
) -> impl Iterator<Item = &'a ast::ExceptHandlerExceptHandler> {
    let handlers = parent.handlers.iter().filter_map(|handler| handler.as_except_handler());
    handlers.take_while(|earlier| earlier.start() < node.start()).take(MAX_EARLIER)
}

/// An earlier handler that leaves nothing for this one.
fn earlier_taker<'a>(
    facts: &Facts<'a>,
    swallow: &Swallow<'a>,
    node: &'a ast::ExceptHandlerExceptHandler,
    parent: &'a ast::StmtTry,
) -> Option<TextRange> {
    let takes = |earlier: &&ast::ExceptHandlerExceptHandler| {
        let catches = facts.catches(earlier, swallow.id);
        let only_cancelled = swallow.types.len() == 1 && swallow.catches.cancelled && !swallow.catches.broad;
        catches.everything
            || (catches.broad
                && swallow.catches.broad
                && !swallow.catches.everything
                && !swallow.catches.cancelled)
            || (catches.cancelled && only_cancelled)
    };
    earlier(node, parent).find(takes).map(Ranged::range)
}

impl<'a> Swallow<'a> {
    fn of_handler(facts: &Facts<'a>, id: NodeId, node: &'a ast::ExceptHandlerExceptHandler) -> Option<Self> {
        let AnyNodeRef::StmtTry(parent) = facts.tree.node(facts.tree.parent(id)?) else { return None };
        let types = match node.type_.as_deref() {
            None => Vec::new(),
            Some(Expr::Tuple(tuple)) => tuple.elts.iter().collect(),
            Some(one) => vec![one],
        };
        let form = Form::Handler { node, parent };
        let mut catches = facts.catches(node, id);
        // What an earlier handler takes does not arrive here.
        catches.cancelled &= !earlier(node, parent).any(|earlier| facts.catches(earlier, id).cancelled);
        Some(Swallow {
            id,
            body: &parent.body,
            handler: &node.body,
            catches,
            types,
            form,
            range: node.range(),
        })
    }

    fn of_suppress(facts: &Facts<'a>, id: NodeId, node: &'a ast::StmtWith) -> Option<Self> {
        let call = node.items.iter().find_map(|item| {
            let call = item.context_expr.as_call_expr()?;
            facts.is_one_of(&call.func, id, &["contextlib.suppress"]).then_some(call)
        })?;
        let types: Vec<&Expr> = call.arguments.args.iter().collect();
        let mut catches = Catches::default();
        for part in &types {
            match facts.qualified(part, id).as_deref() {
                Some("builtins.BaseException") => {
                    catches =
                        Catches { broad: true, cancelled: true, timeout: true, everything: true, ..catches };
                }
                Some("builtins.Exception") => catches.broad = true,
                Some("asyncio.CancelledError") => catches.cancelled = true,
                Some(_) => {}
                None => catches.unknown = true,
            }
        }
        Some(Swallow {
            id,
            body: &node.body,
            handler: &[],
            catches,
            types,
            form: Form::Suppress { node },
            range: node.range(),
        })
    }

    /// The types as a reader would say them.
    fn caught(&self, facts: &Facts<'a>) -> String {
        match self.types.as_slice() {
            [] => "every exception".into(),
            types => types.iter().map(|ty| facts.text(*ty)).collect::<Vec<_>>().join(", "),
        }
    }

    /// Where the `try` or `with` starts.
    fn statement_start(&self) -> TextSize {
        match self.form {
            Form::Handler { parent, .. } => parent.start(),
            Form::Suppress { node } => node.start(),
        }
    }

    /// The handler's statement at whose place a log call goes; for `suppress`, the first guarded one.
    fn anchor(&self) -> Option<&'a Stmt> {
        self.handler.first().or(self.body.first())
    }
}

fn judge<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Finding> {
    if let Form::Handler { node, parent } = swallow.form {
        if let Some(finding) = cancellation::turned_into_another(facts, swallow, node) {
            return Some(finding);
        }
        if !silent::is_silent(node) {
            return None;
        }
        if let Some(earlier) = earlier_taker(facts, swallow, node, parent) {
            let evidence = facts.evidence(
                "unreachable",
                "an earlier handler of this try takes these exceptions",
                earlier,
            );
            return Some(Finding::fine(swallow.range, "this handler is never reached", evidence));
        }
    }
    if let Some(finding) = fine::reason(facts, swallow) {
        return Some(finding);
    }
    if swallow.catches.cancelled
        && let Some(finding) = cancellation::judge(facts, swallow)
    {
        return Some(finding);
    }
    let narrow_wanted = facts.settings.am401.narrow;
    if !swallow.catches.broad && !narrow_wanted {
        let message = format!("only {} is dropped, which is a narrow choice", swallow.caught(facts));
        let evidence =
            facts.evidence("narrow", format!("the handler names {}", swallow.caught(facts)), swallow.range);
        return Some(Finding::fine(swallow.range, message, evidence));
    }
    if let Some(finding) = fine::always_raises(facts, swallow) {
        return Some(finding);
    }
    let category = category::of(facts, swallow);
    let message =
        format!("{} drops {} without a trace", words::place(facts, swallow.id), swallow.caught(facts));
    let finding = Finding::new(Verdict::Review, category.severity(), swallow.range, message)
        .because(category.evidence.clone());
    match fix::log(facts, swallow, &category) {
        Ok(fix) => Some(finding.with_fixes(vec![fix])),
        Err(decline) => Some(Finding {
            verdict: Verdict::Manual,
            message: format!("{}; log it by hand, because {decline}", finding.message),
            severity: Severity::Medium.max(category.severity()),
            ..finding
        }),
    }
}
