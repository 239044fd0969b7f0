//! What a use would do otherwise with a deque though the same is written there: an iterable that goes through the list
//! while it is added, a list that is the value of `and`, an index that may be a slice.

use crate::facts::types::engine::Symbol;
use crate::facts::{BindingKind, Facts};
use crate::syntax::ast::{self, Number, Operator, UnaryOp};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange};

use super::alike;

/// How deep the parts of an index are looked at.
const MAX_DEPTH: u8 = 4;

/// Why adding to the list at `id` may raise `RuntimeError` with a deque, as a clause: what is added may be worked out
/// from the list itself meanwhile.
pub(crate) fn adds_lazily<'a>(facts: &Facts<'a>, id: NodeId) -> Option<String> {
    let tree = facts.tree;
    let parent = tree.parent(id)?;
    let list = tree.node(id).range();
    let added = match tree.node(parent) {
        AnyNodeRef::StmtAugAssign(assign) if assign.target.range() == list => assign.value.as_ref(),
        AnyNodeRef::ExprAttribute(method) if method.attr.as_str() == "extend" => {
            let called = tree.parent(parent).map(|outer| tree.node(outer));
            match called {
                Some(AnyNodeRef::ExprCall(call)) if call.func.range() == method.range() => {
                    call.arguments.args.first()?
                }
                _ => {
                    return Some(
                        "whoever gets its `extend` may add what goes through the list itself".into(),
                    );
                }
            }
        }
        _ => return None,
    };
    let plain = match added {
        Expr::List(_)
        | Expr::Tuple(_)
        | Expr::Set(_)
        | Expr::Dict(_)
        | Expr::ListComp(_)
        | Expr::SetComp(_)
        | Expr::DictComp(_) => true,
        Expr::Name(_) | Expr::Attribute(_) => !alike(facts, added, list),
        other => other.is_literal_expr(),
    };
    (!plain).then(|| {
        "what is added may go through the list meanwhile, for which a deque raises `RuntimeError`".into()
    })
}

/// Whether only the truth of the expression at `id` is asked for.
pub(super) fn is_test(facts: &Facts<'_>, id: NodeId) -> bool {
    let tree = facts.tree;
    let range = tree.node(id).range();
    let Some(parent) = tree.parent(id) else { return false };
    match tree.node(parent) {
        AnyNodeRef::ExprBoolOp(_) => is_test(facts, parent),
        AnyNodeRef::ExprUnaryOp(unary) => unary.op == UnaryOp::Not,
        AnyNodeRef::ExprIf(outer) => outer.test.range() == range,
        AnyNodeRef::StmtIf(node) => node.test.range() == range,
        AnyNodeRef::StmtWhile(node) => node.test.range() == range,
        AnyNodeRef::ElifElseClause(_) | AnyNodeRef::StmtExpr(_) => true,
        AnyNodeRef::StmtAssert(node) => node.test.range() == range,
        AnyNodeRef::Comprehension(node) => node.ifs.iter().any(|test| test.range() == range),
        _ => false,
    }
}

/// Whether an index certainly is an `int`, and no slice.
pub(super) fn is_index<'a>(facts: &Facts<'a>, index: &'a Expr) -> bool {
    certain(facts, index, MAX_DEPTH)
}

fn certain<'a>(facts: &Facts<'a>, expr: &'a Expr, depth: u8) -> bool {
    if depth == 0 {
        return false;
    }
    let below = |part: &'a Expr| certain(facts, part, depth - 1);
    match expr {
        Expr::NumberLiteral(number) => return matches!(number.value, Number::Int(_)),
        Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => return below(&unary.operand),
        Expr::BinOp(operation) => {
            let whole = matches!(
                operation.op,
                Operator::Add | Operator::Sub | Operator::Mult | Operator::FloorDiv | Operator::Mod
            );
            return whole && below(&operation.left) && below(&operation.right);
        }
        Expr::Call(call)
            if facts.qualified(&call.func, facts.tree.id(expr)).as_deref() == Some("builtins.len") =>
        {
            return true;
        }
        Expr::Name(name) if is_counter(facts, name) => return true,
        _ => {}
    }
    let typed = facts.type_of(expr, facts.tree.id(expr));
    typed.ty.is("builtins.int") && !typed.optional
}

/// `for i in range(…)`, and nothing else that binds it.
fn is_counter<'a>(facts: &Facts<'a>, name: &'a ast::ExprName) -> bool {
    let at = facts.tree.id(name);
    let found = facts.scopes().lookup(facts.tree, at, name.id.as_str());
    let Some((_, [binding])) = found else { return false };
    let BindingKind::Loop(iterable) = &binding.kind else { return false };
    let Expr::Call(call) = iterable else { return false };
    facts.qualified(&call.func, at).as_deref() == Some("builtins.range")
}

/// Where a text of the given files names something: `"_q"`, `"module._q"`, `patch.multiple(thing, _q=…)`.
pub(crate) fn named_by_text(facts: &Facts<'_>, name: &str) -> Option<(Option<u32>, TextRange)> {
    let own = text_in(facts, name).map(|range| (facts.file, range));
    own.or_else(|| {
        let files = facts.project.files_with(name);
        files.into_iter().filter(|&file| facts.file != Some(file)).find_map(|file| {
            let text = facts.project.text(file);
            let may = name.starts_with('_')
                || text.contains(&format!("{name}\""))
                || text.contains(&format!("{name}'"))
                || text.contains("multiple(")
                || text.contains(&format!(".{name}"))
                || text.contains("case ");
            let range = if may { facts.in_file(file, |facts| text_in(facts, name))? } else { None };
            range.map(|range| (Some(file), range))
        })
    })
}

fn text_in(facts: &Facts<'_>, name: &str) -> Option<TextRange> {
    let tree = facts.tree;
    tree.all().find_map(|id| match tree.node(id) {
        AnyNodeRef::ExprStringLiteral(literal) => {
            let text = literal.value.to_str();
            let named = text.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                || is_formatted(text, name);
            (named && !is_listed(facts, id)).then(|| literal.range())
        }
        // `case Ring(_q=[first, *_]):`
        AnyNodeRef::PatternKeyword(pattern) if pattern.attr.as_str() == name => Some(pattern.range()),
        AnyNodeRef::Keyword(keyword) if keyword.arg.as_ref().is_some_and(|arg| arg.as_str() == name) => {
            let call = tree.ancestors(id).find_map(|at| match tree.node(at) {
                AnyNodeRef::ExprCall(call) => Some(call),
                _ => None,
            })?;
            let patches =
                matches!(call.func.as_ref(), Expr::Attribute(method) if method.attr.as_str() == "multiple");
            // `restore(ring, _q=…)`: whoever is called may set all that it is given. Names without an underscore are
            // more often parameters of that name.
            (patches || name.starts_with('_') && !is_parameter_of(facts, call, name)).then(|| keyword.range())
        }
        _ => None,
    })
}

/// Whether a text to be formatted reads an attribute: `"{ring._q}"`, `"{0._q[0]}"`.
fn is_formatted(text: &str, name: &str) -> bool {
    let dotted = format!(".{name}");
    text.match_indices(&dotted).any(|(at, _)| {
        let open = text[..at].rfind('{').is_some_and(|brace| !text[brace..at].contains('}'));
        let rest = &text[at + dotted.len()..];
        open && rest.starts_with(['}', '[', '.', '!', ':'])
    })
}

/// Whether a call certainly runs functions of given files that have a parameter of this name.
fn is_parameter_of(facts: &Facts<'_>, call: &ast::ExprCall, name: &str) -> bool {
    let Some(place) = facts.place(call.func.as_ref()) else { return false };
    let view = facts.view();
    let found = view.runs(place);
    let has = |symbol: &Symbol| {
        view.function_of(symbol)
            .and_then(|function| view.function(function))
            .is_some_and(|entry| entry.parameters.iter().any(|parameter| &**parameter == name))
    };
    !found.symbols.is_empty() && found.symbols.iter().all(has)
}

/// Whether a text stands in `__slots__` or `__all__`.
fn is_listed(facts: &Facts<'_>, id: NodeId) -> bool {
    let tree = facts.tree;
    let Some(AnyNodeRef::StmtAssign(assign)) = tree.statement(id).map(|at| tree.node(at)) else {
        return false;
    };
    assign.targets.iter().any(
        |target| matches!(target, Expr::Name(name) if matches!(name.id.as_str(), "__slots__" | "__all__")),
    )
}
