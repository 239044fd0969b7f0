//! Attributes that are named by a computed text: which ones that may be.

use crate::facts::types::engine::Place;
use crate::facts::{BindingKind, Facts};
use crate::syntax::ast::Operator;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged};

/// Whether a look at an attribute that is named by a value may be at this one: `getattr(self, "on_" + event)` is not.
pub(super) fn may_name(facts: &Facts<'_>, place: Place, name: &str) -> bool {
    let read = facts.in_file(place.file, |facts| {
        let prefix = facts.tree.all().find_map(|id| {
            let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
            let [object, named, ..] = call.arguments.args.as_ref() else { return None };
            (object.range() == place.range).then(|| prefix(facts, named, id)).flatten()
        });
        prefix.is_none_or(|prefix| name.starts_with(&prefix))
    });
    read.unwrap_or(true)
}

/// What a text certainly starts with.
fn prefix<'a>(facts: &Facts<'a>, text: &'a Expr, at: NodeId) -> Option<String> {
    match text {
        Expr::StringLiteral(literal) => Some(literal.value.to_str().to_string()),
        Expr::BinOp(sum) if sum.op == Operator::Add => prefix(facts, &sum.left, at),
        Expr::FString(_) => {
            let body = facts.text(text).trim_start_matches(['f', 'F']).trim_start_matches(['"', '\'']);
            let end = body.find(['{', '\\', '"', '\'']).unwrap_or(body.len());
            (end > 0).then(|| body[..end].to_string())
        }
        Expr::Name(name) => {
            let (_, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
            match bindings {
                [binding] => match &binding.kind {
                    BindingKind::Assignment { value: Some(value), .. } if !value.is_name_expr() => {
                        prefix(facts, value, binding.node)
                    }
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}
