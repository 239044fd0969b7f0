//! Semaphores that are made without a permit: signals. Whoever releases one gives a permit, whoever acquires one uses it up,
//! and nobody gives it back. Judges nothing.

use crate::facts::{BindingKind, Facts};
use crate::syntax::ast::{self, Number};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange};
use crate::verdict::Evidence;

use super::home::{Act, Use, Uses};
use super::site::Acquire;

/// How far a semaphore is followed to where it is made.
const MAX_STEPS: u8 = 3;

/// The line that makes what is acquired without a permit, if all that may make it does. Where it is seen that nobody gives
/// one, it is no signal.
pub fn made<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, uses: &Uses) -> Option<Evidence> {
    let gives = |one: &Use| matches!(one.act, Act::Releases { .. } | Act::Hands | Act::Away);
    (uses.blind.is_some() || uses.list.iter().any(gives)).then_some(())?;
    let made = without_permit(facts, acquire.receiver, acquire.id, MAX_STEPS)?;
    Some(facts.evidence("signal", "it is made without a permit, so that each release is a signal", made))
}

fn without_permit<'a>(facts: &Facts<'a>, expr: &'a Expr, at: NodeId, steps: u8) -> Option<TextRange> {
    let steps = steps.checked_sub(1)?;
    match expr {
        Expr::Call(call) => is_empty(call).then(|| call.range()),
        Expr::Attribute(attribute) => {
            let (class, this) = facts.this(at)?;
            matches!(attribute.value.as_ref(), Expr::Name(name) if name.id.as_str() == this).then_some(())?;
            let name = attribute.attr.as_str();
            facts.project.patched().files(name).is_empty().then_some(())?;
            let family = facts.family(class);
            let writes = family.iter().flat_map(|class| class.writes_of(name));
            // A declaration makes nothing.
            let made = writes.filter(|write| write.opaque || write.value.is_some());
            all(made.map(|write| without_permit(facts, write.value?, write.node_id, steps)))
        }
        Expr::Name(name) => {
            let (scope, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
            all(bindings.iter().map(|binding| match &binding.kind {
                BindingKind::Assignment { value: Some(value), .. } => {
                    without_permit(facts, value, binding.node, steps)
                }
                BindingKind::Parameter(parameter) => given(facts, scope, parameter, steps),
                _ => None,
            }))
        }
        _ => None,
    }
}

/// The first of some places, if there is one, and all are known.
fn all(mut found: impl Iterator<Item = Option<TextRange>>) -> Option<TextRange> {
    let first = found.next()??;
    found.all(|other| other.is_some()).then_some(first)
}

/// `asyncio.Semaphore(0)`.
fn is_empty(call: &ast::ExprCall) -> bool {
    let name = match call.func.as_ref() {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    let permits =
        ["value", "initial_value"].iter().find_map(|keyword| call.arguments.find_argument_value(keyword, 0));
    name == "Semaphore"
        && permits.is_some_and(|value| {
            matches!(value, Expr::NumberLiteral(literal)
                if matches!(&literal.value, Number::Int(value) if value.as_u64() == Some(0)))
        })
}

/// What a function is given for a parameter, by its own calls and by those that it is handed to with its arguments:
/// `nursery.start(work, ready)`. Only for functions that no other file and no other object can mean.
fn given<'a>(
    facts: &Facts<'a>,
    function: NodeId,
    parameter: &ast::Parameter,
    steps: u8,
) -> Option<TextRange> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    let parameters = &node.parameters;
    let name = parameter.name.as_str();
    let position = parameters
        .posonlyargs
        .iter()
        .chain(&parameters.args)
        .position(|one| one.parameter.name.as_str() == name)?;
    let callers = facts.callers(function);
    if callers.public || facts.tree.class_of_method(function).is_some() || !node.decorator_list.is_empty() {
        return None;
    }
    let by_call = callers.certain.iter().map(|site| {
        let value = site.node.arguments.find_argument_value(name, position)?;
        without_permit(facts, value, site.id, steps)
    });
    let by_handing = callers.possible.iter().map(|&range| {
        let reference = facts.used_at(range)?;
        let (id, call) =
            facts.tree.ancestors(reference).take(2).find_map(|id| match facts.tree.node(id) {
                AnyNodeRef::ExprCall(call) => Some((id, call)),
                _ => None,
            })?;
        let args = &call.arguments.args;
        let first = AnyNodeRef::from(args.first()?).ptr_eq(facts.tree.node(reference));
        let starts = matches!(call.func.as_ref(), Expr::Attribute(method)
            if matches!(method.attr.as_str(), "start" | "start_soon" | "call_soon"));
        let plain = args.iter().take(position + 2).all(|arg| !arg.is_starred_expr());
        (first && starts && plain).then_some(())?;
        without_permit(facts, args.get(position + 1)?, id, steps)
    });
    all(by_call.chain(by_handing))
}
