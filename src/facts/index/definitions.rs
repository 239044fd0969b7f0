//! Entries of functions, lambdas and classes for the index.

use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{Expr, NodeId, Ranged, walk};

use super::{ClassEntry, Function};

pub(super) fn is_super(call: &ast::ExprCall) -> bool {
    matches!(call.func.as_ref(), Expr::Name(name) if name.id.as_str() == "super")
}

pub(super) fn is_dataclass(facts: &Facts<'_>, decorator: &Expr) -> bool {
    let named = facts.text(match decorator {
        Expr::Call(call) => call.func.as_ref(),
        other => other,
    });
    matches!(
        named.rsplit('.').next(),
        Some("dataclass" | "define" | "attrs" | "frozen" | "mutable" | "s" | "dataclass_transform")
    )
}

pub(super) fn decorators(facts: &Facts<'_>, list: &[ast::Decorator]) -> Vec<Box<str>> {
    list.iter().map(|decorator| Box::from(facts.text(&decorator.expression))).collect()
}

pub(super) fn function(
    facts: &Facts<'_>,
    id: NodeId,
    node: &ast::StmtFunctionDef,
    class: Option<u32>,
    parent: Option<u32>,
) -> Function {
    Function {
        name: Box::from(node.name.as_str()),
        qualified: facts.symbol(id).into_boxed_str(),
        name_range: node.name.range(),
        range: node.range(),
        class,
        parent,
        is_async: node.is_async,
        is_generator: walk::any_expression(&node.body, |expr| {
            matches!(expr, Expr::Yield(_) | Expr::YieldFrom(_))
        }),
        decorators: decorators(facts, &node.decorator_list),
        parameters: node
            .parameters
            .iter_non_variadic_params()
            .map(|parameter| Box::from(parameter.name().as_str()))
            .collect(),
        required: node
            .parameters
            .iter_non_variadic_params()
            .filter(|parameter| parameter.default().is_none())
            .count(),
        variadic: node.parameters.vararg.is_some() || node.parameters.kwarg.is_some(),
        suspensions: Vec::new(),
        returns: Vec::new(),
    }
}

pub(super) fn lambda(facts: &Facts<'_>, id: NodeId, node: &ast::ExprLambda, parent: Option<u32>) -> Function {
    let parameters = node.parameters.iter().flat_map(|parameters| parameters.iter_non_variadic_params());
    Function {
        name: Box::from(""),
        qualified: format!("{}.<lambda>", facts.symbol(id)).into_boxed_str(),
        name_range: node.range(),
        range: node.range(),
        class: None,
        parent,
        is_async: false,
        is_generator: false,
        decorators: Vec::new(),
        parameters: parameters.map(|parameter| Box::from(parameter.name().as_str())).collect(),
        required: 0,
        variadic: false,
        suspensions: Vec::new(),
        returns: vec![node.body.range()],
    }
}

pub(super) fn class(facts: &Facts<'_>, id: NodeId, node: &ast::StmtClassDef) -> ClassEntry {
    let bases = node.arguments.as_deref().map_or(&[][..], |arguments| &arguments.args);
    let bases = bases.iter().map(|base| {
        let plain = match base {
            Expr::Subscript(subscript) => subscript.value.as_ref(),
            other => other,
        };
        let last = facts.text(plain).rsplit('.').next().unwrap_or_default();
        (Box::from(last), plain.range())
    });
    ClassEntry {
        name: Box::from(node.name.as_str()),
        qualified: facts.symbol(id).into_boxed_str(),
        name_range: node.name.range(),
        bases: bases.collect(),
        keywords: node.arguments.as_deref().is_some_and(|arguments| !arguments.keywords.is_empty()),
        decorators: decorators(facts, &node.decorator_list),
        methods: Vec::new(),
    }
}
