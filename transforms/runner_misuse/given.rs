//! What is handed over: a function, a coroutine or a name; and whether its keywords reach it.

use super::{Breach, Handed, fix};
use crate::facts::{BindingKind, Facts};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, walk};
use crate::tasks::contract::Takes;
use crate::tasks::spawn::is_coroutine;
use crate::verdict::{Evidence, Severity};

/// Whether it is of the kind that the runner takes.
pub(super) fn check(handed: &Handed<'_, '_>, holds: &mut Vec<Evidence>) -> Option<Breach> {
    let (facts, contract) = (handed.facts, &handed.runner.contract);
    let first = handed.call.arguments.args.first()?;
    let text = short(facts, first);
    let parameter = contract.positional.first().map_or("", String::as_str);
    let shown =
        |what: &str| contract.takes_at.evidence("runner-runs", format!("its `{parameter}` is {what}"));
    match contract.takes {
        Takes::Function if is_coroutine(facts, first) => {
            let message = format!(
                "`{}` calls what it is given, and `{text}` is a coroutine already, which cannot be called: hand over the function and its arguments",
                handed.runner.text
            );
            let mut breach = Breach::new(Severity::High, message, shown("a function, which it runs"));
            breach.fix = fix::unwrapped(
                handed,
                "it is called by the runner, with these arguments; so far nothing ran",
            );
            Some(breach)
        }
        Takes::Coroutine if resolve(facts, first).is_some() || first.is_lambda_expr() => {
            let message = format!(
                "`{}` takes a coroutine, and `{text}` is a function that nobody calls: call it here",
                handed.runner.text
            );
            Some(Breach::new(Severity::High, message, shown("a coroutine")))
        }
        Takes::Name if resolve(facts, first).is_some() || first.is_lambda_expr() => {
            let message = format!(
                "`{}` takes the name of a function that it has been given before, and `{text}` is a function: nothing is run",
                handed.runner.text
            );
            Some(Breach::new(Severity::High, message, shown("a name")))
        }
        Takes::Name => {
            holds.push(shown("the name of a function that it has been given before"));
            None
        }
        Takes::Coroutine => {
            holds.push(shown("a coroutine, which it runs"));
            None
        }
        _ => {
            holds.push(shown("a function, which it runs"));
            None
        }
    }
}

/// Whether the keywords reach the function: none that it wants is the runner's own.
pub(super) fn keywords(handed: &Handed<'_, '_>, holds: &mut Vec<Evidence>) -> Option<Breach> {
    let (facts, contract) = (handed.facts, &handed.runner.contract);
    let first = handed.call.arguments.args.first()?;
    let reserved: Vec<&str> =
        contract.positional.iter().chain(&contract.keyword_only).map(String::as_str).collect();
    let function = resolve(facts, first);
    let parameters = function.map(|function| &function.parameters);
    for keyword in &handed.call.arguments.keywords {
        let Some(name) = keyword.arg.as_deref() else { continue };
        let evidence = contract
            .method
            .evidence("runner-keywords", format!("it keeps the keywords {} for itself", reserved.join(", ")));
        if !reserved.contains(&name) {
            if !contract.keywords {
                let message = format!(
                    "`{}` has no keyword `{name}` and passes none on: the call raises TypeError; hand the value over by position",
                    handed.runner.text
                );
                return Some(Breach::new(Severity::High, message, evidence));
            }
            continue;
        }
        let own =
            parameters.and_then(|all| all.iter_non_variadic_params().find(|own| own.name().as_str() == name));
        if let Some(own) = own {
            let (severity, then) = match own.default {
                Some(_) => (Severity::Medium, "uses its default"),
                None => (Severity::High, "fails for want of it"),
            };
            let text = short(facts, first);
            let message = format!(
                "`{}` takes `{name}` for itself, so that `{text}`, which has a parameter of that name, {then}: hand it over by position, or name the parameter otherwise",
                handed.runner.text
            );
            let mut breach = Breach::new(severity, message, evidence);
            breach.evidence.push(facts.evidence(
                "parameter",
                format!("`{text}` has a `{name}` of its own"),
                own.range(),
            ));
            return Some(breach);
        }
        let message = match parameters {
            Some(_) => format!("`{name}` is the runner's own, and the function has none of that name"),
            None => format!("`{name}` is the runner's own; what the function takes is not read"),
        };
        holds.push(contract.method.evidence("runner-keywords", message));
    }
    let dropped =
        contract.drops.iter().find(|stars| !stars.starts_with("**") && handed.call.arguments.args.len() > 1);
    dropped.map(|stars| {
        let message = format!(
            "`{}` takes `{stars}` and does nothing with it: the arguments given here are lost",
            handed.runner.text
        );
        Breach::new(
            Severity::High,
            message,
            contract.method.evidence("runner-keywords", format!("nothing reads `{stars}`")),
        )
    })
}

/// The `def` of this file that an expression names: a function, or a method of the instance.
pub(super) fn resolve<'a>(facts: &Facts<'a>, expr: &'a Expr) -> Option<&'a ast::StmtFunctionDef> {
    definition(facts, expr).and_then(|id| match facts.tree.node(id) {
        AnyNodeRef::StmtFunctionDef(node) => Some(node),
        _ => None,
    })
}

/// Its node.
pub(super) fn definition<'a>(facts: &Facts<'a>, expr: &'a Expr) -> Option<NodeId> {
    let at = facts.tree.id(expr);
    match expr {
        Expr::Name(name) => match facts.scopes().lookup(facts.tree, at, name.id.as_str()) {
            Some((_, [binding])) if matches!(binding.kind, BindingKind::Function(_)) => Some(binding.node),
            _ => None,
        },
        Expr::Attribute(_) => {
            let (class, this) = facts.this(at)?;
            facts.method_of(class.id, walk::attribute_of(expr, this)?)
        }
        _ => None,
    }
}

/// An expression on one line.
pub(super) fn short<'a>(facts: &Facts<'a>, expr: &Expr) -> &'a str {
    facts.text(expr).lines().next().unwrap_or_default()
}
