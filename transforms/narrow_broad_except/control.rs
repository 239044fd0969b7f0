//! What `with` and inner `try` statements of a body let out: what they run, without what they take.

use super::body::{Raise, Reader, Step, Unknown};
use super::hierarchy::{self, Takes};
use super::kinds::kind;
use crate::syntax::Expr;
use crate::syntax::ast;

impl<'a> Reader<'_, 'a> {
    pub(super) fn with(&mut self, node: &'a ast::StmtWith) -> Step {
        let mut suppressed: Vec<&'a Expr> = Vec::new();
        for item in &node.items {
            let context = &item.context_expr;
            let at = self.id(context);
            let name = context.as_call_expr().and_then(|call| self.facts.qualified(&call.func, at));
            match (name.as_deref(), context) {
                (Some("contextlib.suppress"), Expr::Call(call)) => suppressed.extend(&call.arguments.args),
                (Some("asyncio.timeout" | "asyncio.timeout_at"), Expr::Call(call)) if node.is_async => {
                    call.arguments.args.iter().try_for_each(|value| self.expression(value))?;
                    let source = "library/asyncio-task.html#asyncio.timeout";
                    self.add("asyncio.TimeoutError", "`asyncio.timeout()`", source, call);
                }
                (_, Expr::Call(call)) if !node.is_async => {
                    let row = super::kinds::row(self.facts, call, at, 0);
                    if !row
                        .is_some_and(|row| matches!(row.name.as_str(), "builtins.open" | "pathlib.Path.open"))
                    {
                        return self.unknown(
                            format!("`with {}` is not followed", self.facts.text(context)),
                            context,
                        );
                    }
                    self.expression(context)?;
                }
                _ => {
                    self.expression(context)?;
                    let kind = kind(self.facts, context);
                    let lock = match kind.as_deref() {
                        Some("asyncio.Lock" | "asyncio.Semaphore" | "asyncio.BoundedSemaphore") => {
                            node.is_async
                        }
                        Some("threading.Lock" | "threading.RLock") => !node.is_async,
                        _ => false,
                    };
                    if !lock {
                        return self.unknown(
                            format!("`with {}` is not followed", self.facts.text(context)),
                            context,
                        );
                    }
                    if node.is_async {
                        let why = "a lock that belongs to another event loop";
                        self.add("RuntimeError", "`async with`", why, context);
                    }
                }
            }
            if let Some(target) = item.optional_vars.as_deref()
                && !target.is_name_expr()
            {
                return self.unknown("the `with` unpacks", target);
            }
        }
        if suppressed.is_empty() {
            return self.suite(&node.body);
        }
        let before = self.raises.len();
        let result = self.suite(&node.body);
        let at = self.facts.tree.id(node);
        self.leave(result, before, hierarchy::takes(self.facts, &suppressed, at)).map(|_| ())
    }

    /// Takes away what a handler takes of what has been added since `before`; gives it back, or none for anything.
    fn leave(&mut self, result: Step, before: usize, takes: Takes) -> Result<Option<Vec<Raise>>, Unknown> {
        match takes {
            Takes::All => {
                let taken = self.raises.split_off(before);
                Ok(result.is_ok().then_some(taken))
            }
            Takes::Some(types) => {
                result?;
                let facts = self.facts;
                let (taken, left): (Vec<Raise>, Vec<Raise>) =
                    self.raises.split_off(before).into_iter().partition(|raise| {
                        types.iter().any(|ty| hierarchy::covers(facts, ty, &raise.exception))
                    });
                self.raises.extend(left);
                Ok(Some(taken))
            }
        }
    }

    pub(super) fn inner_try(&mut self, node: &'a ast::StmtTry) -> Step {
        let before = self.raises.len();
        let mut result = self.suite(&node.body);
        let mut handled = Vec::new();
        for handler in node.handlers.iter().filter_map(|handler| handler.as_except_handler()) {
            let types = hierarchy::types_of(handler);
            let takes = hierarchy::takes(self.facts, &types, self.facts.tree.id(handler));
            let all = matches!(takes, Takes::All);
            let taken = if all || result.is_ok() {
                let taken = self.leave(result, before, takes)?;
                result = Ok(());
                taken
            } else {
                None
            };
            handled.push((handler, taken));
        }
        result?;
        for (handler, taken) in handled {
            self.taken.push(taken);
            let result = self.suite(&handler.body);
            self.taken.pop();
            result?;
        }
        self.suite(&node.orelse)?;
        self.suite(&node.finalbody)
    }
}
