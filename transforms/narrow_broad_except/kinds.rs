//! The type of an expression as the table spells it: `str`, `dict`, `asyncio.Queue`. Unknown stays unknown, and so does
//! what may be `None`.

use super::table::table;
use crate::facts::{BindingKind, Facts, Ty};
use crate::syntax::ast::{self, Operator};
use crate::syntax::{AnyNodeRef, Expr, NodeId};

/// Steps through assignments that are followed.
const MAX_STEPS: u8 = 6;

/// The type of an expression, if it is known and cannot be `None`.
pub(super) fn kind<'a>(facts: &Facts<'a>, expr: &'a Expr) -> Option<String> {
    kind_within(facts, expr, 0)
}

fn kind_within<'a>(facts: &Facts<'a>, expr: &'a Expr, steps: u8) -> Option<String> {
    if steps > MAX_STEPS {
        return None;
    }
    let at = facts.tree.id(expr);
    match expr {
        Expr::NoneLiteral(_) => return Some("None".into()),
        Expr::Await(node) => {
            if let Expr::Call(call) = node.value.as_ref()
                && let Some(row) = row(facts, call, at, steps)
            {
                return row.returns.clone().filter(|_| row.awaited);
            }
        }
        Expr::Call(call) => {
            if let Some(row) = row(facts, call, at, steps) {
                // The default of `pop(key, default)` may be of any type.
                let plain = !row.awaited && row.unless.is_none();
                let made = if row.name == "builtins.open" || row.name == "pathlib.Path.open" {
                    opened(call, &row.name)
                } else {
                    row.returns.clone()
                };
                if let Some(made) = made.filter(|_| plain) {
                    return Some(made);
                }
            }
        }
        Expr::BinOp(node) => {
            let (left, right) =
                (kind_within(facts, &node.left, steps + 1)?, kind_within(facts, &node.right, steps + 1)?);
            return operated(node.op, &left, &right).map(str::to_string);
        }
        Expr::Subscript(node) if node.slice.is_slice_expr() => {
            let whole = kind_within(facts, &node.value, steps + 1)?;
            return matches!(whole.as_str(), "str" | "bytes" | "list" | "tuple").then_some(whole);
        }
        // An item of what JSON holds is such a value too.
        Expr::Subscript(node)
            if !node.slice.is_slice_expr()
                && kind_within(facts, &node.value, steps + 1).as_deref() == Some("json") =>
        {
            return Some("json".into());
        }
        _ => {}
    }
    if let Some(constant) = facts.qualified(expr, at).and_then(|name| table().constant(&name)) {
        return Some(constant.to_string());
    }
    let typed = facts.type_of(expr, at);
    match &typed.ty {
        _ if typed.optional || defaults_to_none(facts, expr, at) => None,
        Ty::Named(name) | Ty::Container { class: name, .. } => {
            Some(name.strip_prefix("builtins.").unwrap_or(name).to_string())
        }
        Ty::Unknown(_) => bound(facts, expr, at, steps),
        Ty::Local(_) | Ty::Foreign(_) => None,
    }
}

/// The types that an expression may have, one by one; `None` for one that is not known.
pub(super) fn alternatives<'a>(facts: &Facts<'a>, expr: &'a Expr) -> Vec<Option<String>> {
    match expr {
        Expr::If(node) => {
            [&node.body, &node.orelse].into_iter().flat_map(|part| alternatives(facts, part)).collect()
        }
        Expr::Call(call) if call.arguments.args.len() == 2 && call.arguments.keywords.is_empty() => {
            let row = row(facts, call, facts.tree.id(expr), 0);
            match row.map(|row| row.name.as_str()) {
                // Text, or the default.
                Some("os.environ.get" | "os.getenv") => {
                    vec![Some("str".into()), kind(facts, &call.arguments.args[1])]
                }
                _ => vec![kind(facts, expr)],
            }
        }
        _ => vec![kind(facts, expr)],
    }
}

/// The row of a call, whatever it is given.
pub(super) fn row<'a>(
    facts: &Facts<'a>,
    call: &'a ast::ExprCall,
    at: NodeId,
    steps: u8,
) -> Option<&'static super::table::Row> {
    if let Some(row) = facts.qualified(&call.func, at).and_then(|name| table().row(&name)) {
        return Some(row);
    }
    let Expr::Attribute(attribute) = call.func.as_ref() else { return None };
    if !table().mentions(attribute.attr.as_str()) {
        return None;
    }
    let receiver = kind_within(facts, &attribute.value, steps + 1)?;
    table().method(&receiver, attribute.attr.as_str())
}

/// What all assignments of a local name agree on, where only the table knows what they give.
fn bound<'a>(facts: &Facts<'a>, expr: &'a Expr, at: NodeId, steps: u8) -> Option<String> {
    let Expr::Name(name) = expr else { return None };
    let (scope, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
    if scope == facts.tree.root() || bindings.is_empty() {
        return None;
    }
    let mut agreed: Option<String> = None;
    let mut added = Vec::new();
    for binding in bindings {
        let statement = facts.tree.statement(binding.node).map(|statement| facts.tree.node(statement));
        let found = match (&binding.kind, statement) {
            (BindingKind::Assignment { value: Some(value), annotation: None }, _) => {
                kind_within(facts, value, steps + 1)?
            }
            (BindingKind::Loop(iterable), _) => item(facts, iterable, steps)?,
            (BindingKind::With { context: Expr::Call(call), is_async: false }, _) => {
                let row = row(facts, call, facts.tree.id(call), steps)?;
                opened(call, &row.name)?
            }
            // It stays what it is, if that is what is added.
            (BindingKind::Other, Some(AnyNodeRef::StmtAugAssign(node))) => {
                added.push((node.op, kind_within(facts, &node.value, steps + 1)?));
                continue;
            }
            _ => return None,
        };
        if agreed.replace(found.clone()).is_some_and(|other| other != found) {
            return None;
        }
    }
    let stays = |kind: &String| added.iter().all(|(op, by)| operated(*op, kind, by) == Some(kind.as_str()));
    agreed.filter(stays)
}

/// The type of the items of something that is iterated over.
fn item<'a>(facts: &Facts<'a>, iterable: &'a Expr, steps: u8) -> Option<String> {
    // `for number in (signal.SIGINT, signal.SIGTERM)`.
    if let Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) = iterable {
        let first = kind_within(facts, elts.first()?, steps + 1)?;
        let same = |item| kind_within(facts, item, steps + 1).as_ref() == Some(&first);
        return elts.iter().all(same).then_some(first);
    }
    // `for path in list(self._paths)`.
    if let Expr::Call(call) = iterable
        && facts.is_one_of(&call.func, facts.tree.id(call), &["builtins.list", "builtins.tuple"])
        && let [whole] = &*call.arguments.args
    {
        return item(facts, whole, steps + 1);
    }
    if let Ty::Container { class, item } = facts.type_of(iterable, facts.tree.id(iterable)).ty
        && matches!(class.as_str(), "builtins.list" | "builtins.set" | "collections.deque")
        && let Ty::Named(name) = *item
    {
        return Some(name.strip_prefix("builtins.").unwrap_or(&name).to_string());
    }
    match kind_within(facts, iterable, steps + 1)?.as_str() {
        "str" | "io.TextIOWrapper" => Some("str".into()),
        "io.BufferedReader" => Some("bytes".into()),
        "bytes" | "bytearray" | "range" => Some("int".into()),
        _ => None,
    }
}

/// What `open` gives, by a mode that is written out.
fn opened(call: &ast::ExprCall, name: &str) -> Option<String> {
    let place = match name {
        "builtins.open" => 1,
        "pathlib.Path.open" => 0,
        _ => return None,
    };
    let keyword = call.arguments.find_keyword("mode").map(|keyword| &keyword.value);
    let mode = match keyword.or(call.arguments.args.get(place)) {
        None => "r",
        Some(Expr::StringLiteral(text)) => text.value.to_str(),
        Some(_) => return None,
    };
    let unbuffered =
        call.arguments.find_keyword("buffering").is_some() || call.arguments.args.len() > place + 1;
    match mode {
        _ if !mode.contains('b') => Some("io.TextIOWrapper".into()),
        "rb" | "br" if !unbuffered => Some("io.BufferedReader".into()),
        "wb" | "ab" | "xb" if !unbuffered => Some("io.BufferedWriter".into()),
        _ => None,
    }
}

/// The result's type of an operator on types whose operators are known.
fn operated(op: Operator, left: &str, right: &str) -> Option<&'static str> {
    let number = |kind: &str| table().is_in(kind, "number");
    match (op, left, right) {
        (Operator::Add, "str", "str") => Some("str"),
        (Operator::Add, "bytes", "bytes") => Some("bytes"),
        (Operator::Add, "list", "list") => Some("list"),
        (Operator::Mult, "str", "int") => Some("str"),
        (Operator::Mult, "bytes", "int") => Some("bytes"),
        (Operator::Div, "pathlib.Path", "str" | "pathlib.Path") => Some("pathlib.Path"),
        (Operator::Div, _, _) if number(left) && number(right) => Some("float"),
        (
            Operator::Add | Operator::Sub | Operator::Mult | Operator::FloorDiv | Operator::Mod,
            "int" | "bool",
            "int" | "bool",
        ) => Some("int"),
        (Operator::BitAnd | Operator::BitOr | Operator::LShift | Operator::RShift, "int", "int") => {
            Some("int")
        }
        (Operator::Add | Operator::Sub | Operator::Mult | Operator::Mod, _, _)
            if number(left) && number(right) =>
        {
            Some("float")
        }
        _ => None,
    }
}

/// Whether an expression is a constant, or a display of constants.
pub(super) fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::NoneLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_) => true,
        Expr::UnaryOp(node) => is_literal(&node.operand),
        Expr::List(node) => node.elts.iter().all(is_literal),
        Expr::Tuple(node) => node.elts.iter().all(is_literal),
        _ => false,
    }
}

/// Whether a name is a parameter whose default is `None`, whatever its annotation says.
fn defaults_to_none(facts: &Facts<'_>, expr: &Expr, at: NodeId) -> bool {
    let Expr::Name(name) = expr else { return false };
    let Some((_, bindings)) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) else { return false };
    bindings.iter().any(|binding| {
        let BindingKind::Parameter(parameter) = &binding.kind else { return false };
        let parent = facts.tree.parent(facts.tree.id(*parameter));
        parent.is_some_and(|parent| match facts.tree.node(parent) {
            AnyNodeRef::ParameterWithDefault(node) => node.default().is_some_and(Expr::is_none_literal_expr),
            _ => false,
        })
    })
}

/// Whether an expression is a constant, one of a module of the standard library included.
pub(super) fn is_constant(facts: &Facts<'_>, expr: &Expr) -> bool {
    let named =
        |expr: &Expr, at| facts.qualified(expr, at).is_some_and(|name| table().constant(&name).is_some());
    is_literal(expr) || matches!(expr, Expr::Attribute(node) if named(expr, facts.tree.id(node)))
}

/// Whether an expression names a class of the standard library, or several: none of them has its own idea of what an
/// instance is, but for abstract ones, which ask for methods.
pub(super) fn is_class(facts: &Facts<'_>, expr: &Expr) -> bool {
    if let Expr::Tuple(tuple) = expr {
        return tuple.elts.iter().all(|one| is_class(facts, one));
    }
    let at = match expr {
        Expr::Name(node) => facts.tree.id(node),
        Expr::Attribute(node) => facts.tree.id(node),
        _ => return false,
    };
    facts.qualified(expr, at).is_some_and(|name| {
        let kind = name.strip_prefix("builtins.").unwrap_or(&name);
        ["plain", "sized", "hashable", "buffer"].iter().any(|group| table().is_in(kind, group))
    })
}
