//! What a runner does with the name of a function that it is given: looks something up by it, puts something in its
//! place, or only labels. Reads the method that runs functions; judges nothing.

use super::spawn::last_name;
use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};

/// What the name decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyed {
    /// It looks something up by the name: a second function of one name is not what runs.
    Looks,
    /// What it keeps under the name is replaced when the name comes again.
    Replaces,
    /// The name only labels.
    Labels,
    /// It is not followed.
    Unknown,
}

const NAMES: &[&str] = &["__name__", "__qualname__"];
const LOOKUPS: &[&str] = &["get", "setdefault", "pop", "index"];

/// Where a class looks at the names of functions.
pub(crate) fn mentions(facts: &Facts<'_>, class: NodeId) -> Option<TextRange> {
    let found = facts.tree.descendants(class).find(|&id| match facts.tree.node(id) {
        AnyNodeRef::ExprAttribute(attribute) => NAMES.contains(&attribute.attr.as_str()),
        AnyNodeRef::ExprStringLiteral(literal) => NAMES.contains(&literal.value.to_str()),
        _ => false,
    })?;
    Some(facts.tree.node(found).range())
}

/// What a method does with the names of functions, and the parameter that is taken instead of the name.
pub(crate) fn read(method: &ast::StmtFunctionDef) -> (Keyed, Option<String>) {
    let names = named(method);
    let alias = alias(method, &names);
    let is_key = |expr: &Expr| is_key(expr, &names);
    let (mut looks, mut replaces, mut unknown) = (false, false, false);
    walk::expressions(&method.body, &mut |expr| match expr {
        Expr::Call(call) => {
            let first = call.arguments.args.first();
            let name = last_name(&call.func).unwrap_or_default();
            if call.func.is_attribute_expr() && LOOKUPS.contains(&name) && first.is_some_and(is_key) {
                looks = true;
            } else if !harmless(name) && call.arguments.args.iter().any(is_key) {
                unknown = true;
            }
        }
        Expr::Compare(compare) => {
            let contains = compare.ops.iter().any(|op| matches!(op, ast::CmpOp::In | ast::CmpOp::NotIn));
            looks |= contains && is_key(&compare.left);
        }
        Expr::Subscript(item) if is_key(&item.slice) => match item.ctx {
            ast::ExprContext::Store => replaces = true,
            ast::ExprContext::Load => looks = true,
            _ => {}
        },
        _ => {}
    });
    let keyed = match (looks, replaces, unknown) {
        (true, ..) => Keyed::Looks,
        (_, _, true) => Keyed::Unknown,
        (_, true, _) => Keyed::Replaces,
        _ if names.is_empty() && !mentions_in(method) => Keyed::Unknown,
        _ => Keyed::Labels,
    };
    (keyed, alias)
}

/// Functions that do nothing with a name but show it, or give it to a task as its label.
fn harmless(name: &str) -> bool {
    const SHOWS: &[&str] =
        &["str", "repr", "print", "isinstance", "getattr", "format", "debug", "info", "warning", "error"];
    SHOWS.contains(&name) || name == "create_task"
}

fn mentions_in(method: &ast::StmtFunctionDef) -> bool {
    walk::any_expression(
        &method.body,
        |expr| matches!(expr, Expr::Attribute(read) if NAMES.contains(&read.attr.as_str())),
    )
}

/// Locals that hold the name of a function.
fn named(method: &ast::StmtFunctionDef) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    // Twice, for a name that is assigned from a later one's.
    for _ in 0..2 {
        walk::statements(&method.body, &mut |stmt| {
            let Stmt::Assign(assign) = stmt else { return };
            let [Expr::Name(target)] = assign.targets.as_slice() else { return };
            if is_key(&assign.value, &names) && !names.contains(&target.id.as_str()) {
                names.push(target.id.as_str());
            }
        });
    }
    names
}

/// Whether an expression's value is the name of a function, possibly within a constant text. A text with something else
/// in it, such as a counter, is another key each time.
fn is_key(expr: &Expr, names: &[&str]) -> bool {
    match expr {
        Expr::Name(name) => names.contains(&name.id.as_str()),
        Expr::Attribute(read) => NAMES.contains(&read.attr.as_str()),
        Expr::BoolOp(node) => node.values.iter().any(|value| is_key(value, names)),
        Expr::If(node) => is_key(&node.body, names) || is_key(&node.orelse, names),
        Expr::Named(node) => is_key(&node.value, names),
        Expr::Call(call) => match last_name(&call.func) {
            Some("getattr") => call.arguments.args.get(1).is_some_and(
                |name| matches!(name, Expr::StringLiteral(literal) if NAMES.contains(&literal.value.to_str())),
            ),
            Some("str") => call.arguments.args.first().is_some_and(|inner| is_key(inner, names)),
            _ => false,
        },
        Expr::FString(text) => {
            let mut parts = text.value.elements().filter_map(|part| part.as_interpolation());
            matches!((parts.next(), parts.next()), (Some(only), None) if is_key(&only.expression, names))
        }
        _ => false,
    }
}

/// The parameter that is taken instead of the name: `alias or call.__name__`, or `alias` where it is not None.
fn alias(method: &ast::StmtFunctionDef, names: &[&str]) -> Option<String> {
    let parameters: Vec<&str> =
        method.parameters.kwonlyargs.iter().map(|parameter| parameter.parameter.name.as_str()).collect();
    let is_parameter = |expr: &Expr| match expr {
        Expr::Name(name) => parameters.iter().find(|own| **own == name.id.as_str()).map(ToString::to_string),
        _ => None,
    };
    let mut found = None;
    walk::expressions(&method.body, &mut |expr| match expr {
        Expr::BoolOp(node)
            if node.op == ast::BoolOp::Or && node.values[1..].iter().any(|value| is_key(value, names)) =>
        {
            found = found.take().or_else(|| is_parameter(&node.values[0]));
        }
        Expr::If(node) if is_key(&node.orelse, names) || is_key(&node.body, names) => {
            found = found.take().or_else(|| is_parameter(&node.body)).or_else(|| is_parameter(&node.orelse));
        }
        _ => {}
    });
    // `name = alias`, and in a branch below `name = call.__name__`.
    walk::statements(&method.body, &mut |stmt| {
        let Stmt::Assign(assign) = stmt else { return };
        let [Expr::Name(target)] = assign.targets.as_slice() else { return };
        if names.contains(&target.id.as_str()) {
            found = found.take().or_else(|| is_parameter(&assign.value));
        }
    });
    // `if alias is None: alias = call.__name__`
    found.or_else(|| names.iter().find(|name| parameters.contains(name)).map(ToString::to_string))
}

/// Whether the method looks whether it is given a `functools.partial`, which has no name.
pub(crate) fn knows_partial(method: &ast::StmtFunctionDef) -> bool {
    walk::any_expression(&method.body, |expr| match expr {
        Expr::Call(call) if last_name(&call.func) == Some("isinstance") => {
            call.arguments.args.get(1).and_then(last_name) == Some("partial")
        }
        _ => false,
    })
}

/// Where the method asks whether a function is a coroutine function, and does otherwise with one that is not.
pub(crate) fn asks_async(method: &ast::StmtFunctionDef) -> Option<TextRange> {
    let mut found = None;
    walk::expressions(&method.body, &mut |expr| {
        if let Expr::Call(call) = expr
            && last_name(&call.func) == Some("iscoroutinefunction")
        {
            found.get_or_insert(call.range());
        }
    });
    found
}
