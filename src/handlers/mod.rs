//! Handlers that drop exceptions: what they are, why one is fine, what a log call in one would change, and the
//! edits. Shared by the transforms that judge handlers; whose a site is, and what is said of it, is theirs.

pub(crate) mod callback_names;
pub(crate) mod callbacks;
pub(crate) mod cancellation;
pub(crate) mod category;
pub(crate) mod cleanup;
pub(crate) mod counting;
pub(crate) mod doubts;
mod elsewhere;
mod expected;
mod fine;
pub(crate) mod fix;
mod hot;
pub(crate) mod judge;
mod let_out;
mod logging_itself;
mod moments;
mod own_cancel;
mod owner;
mod reaches;
mod silent;
mod stated;
pub(crate) mod words;

use crate::facts::{Catches, Facts};
use crate::syntax::ast::{self, Expr, Stmt};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, TextRange, TextSize};
use crate::transform::{PatternSpec, Site};
use crate::verdict::Evidence;

pub(crate) use owner::{Owner, of as owner};

/// The patterns of handlers: with types, and without.
pub(crate) const HANDLER_PATTERNS: [PatternSpec; 2] = [
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
];
/// The pattern of `suppress`.
pub(crate) const SUPPRESS_PATTERN: PatternSpec = PatternSpec {
    code: "with $$$ITEMS:\n    $$$BODY",
    selector: Some("with_statement"),
    claims: NodeKind::StmtWith,
};

/// A place that drops exceptions, in either of its two spellings.
pub(crate) struct Swallow<'a> {
    /// The handler or the `with`.
    pub(crate) id: NodeId,
    /// What its `try` (or the `with` itself) guards.
    pub(crate) body: &'a [Stmt],
    /// What happens instead; empty for `suppress`.
    pub(crate) handler: &'a [Stmt],
    pub(crate) catches: Catches,
    /// The exception types as written; empty for a bare `except`.
    pub(crate) types: Vec<&'a Expr>,
    pub(crate) form: Form<'a>,
    /// What findings point at.
    pub(crate) range: TextRange,
}

#[derive(Clone, Copy)]
pub(crate) enum Form<'a> {
    Handler { node: &'a ast::ExceptHandlerExceptHandler, parent: &'a ast::StmtTry },
    Suppress { node: &'a ast::StmtWith },
}

/// Why the `CancelledError` that a handler or `suppress` takes is not that of the task that runs it: what its body
/// awaits was cancelled by the same function, or has ended.
pub(crate) fn own_cancellation(facts: &Facts<'_>, id: NodeId) -> Option<Evidence> {
    let swallow = Swallow::at(facts, Site { node: id, pattern: 0 })?;
    match own_cancel::find(facts, &swallow) {
        own_cancel::Own::All(evidence) | own_cancel::Own::Finished(evidence) => Some(evidence),
        own_cancel::Own::No => None,
    }
}

/// Handlers of one `try` that are looked at; real ones have a dozen at most.
const MAX_EARLIER: usize = 64;

/// The handlers of a `try` before one of them.
pub(crate) fn earlier<'a>(
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
    /// What a site of one of the patterns above drops; `None` for a `with` that suppresses nothing.
    pub(crate) fn at(facts: &Facts<'a>, site: Site) -> Option<Self> {
        match facts.tree.node(site.node) {
            AnyNodeRef::ExceptHandlerExceptHandler(handler) => Self::of_handler(facts, site.node, handler),
            AnyNodeRef::StmtWith(with) => Self::of_suppress(facts, site.node, with),
            _ => None,
        }
    }

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
    pub(crate) fn caught(&self, facts: &Facts<'a>) -> String {
        match self.types.as_slice() {
            [] => "every exception".into(),
            types => types.iter().map(|ty| facts.text(*ty)).collect::<Vec<_>>().join(", "),
        }
    }

    /// Where the `try` or `with` starts.
    pub(crate) fn statement_start(&self) -> TextSize {
        match self.form {
            Form::Handler { parent, .. } => parent.start(),
            Form::Suppress { node } => node.start(),
        }
    }

    /// The handler's statement at whose place a log call goes; for `suppress`, the first guarded one.
    pub(crate) fn anchor(&self) -> Option<&'a Stmt> {
        self.handler.first().or(self.body.first())
    }
}
