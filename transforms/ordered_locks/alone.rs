//! Whether nothing else is taken while a lock is held: then it can be in no cycle, and its order does not matter.

use crate::facts::index::{RegionKind, Usage};
use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef, Ty, is_standard};
use crate::syntax::{AnyNodeRef, Expr, NodeKind, Ranged, Stmt, TextRange, walk};
use crate::verdict::Evidence;

use super::site::Site;

/// Uses that are shown.
const SHOWN: usize = 2;

/// The places that hold a lock, if all are known and in none of them another lock can be taken.
pub(super) fn evidence(facts: &Facts<'_>, site: &Site<'_>) -> Option<Vec<Evidence>> {
    // The locks of a family are looked up in ways that are not followed here.
    if site.family {
        return None;
    }
    let view = facts.view();
    let class = facts.class_ref(&Ty::Local(site.class))?;
    let uses = view.uses(class, site.attribute);
    if !uses.blind.is_empty() {
        return None;
    }
    let mut held: Vec<Place> = Vec::new();
    for used in &uses.list {
        match &used.usage {
            Usage::Write | Usage::Declare => continue,
            Usage::Method { name, .. } if &**name == "locked" => continue,
            _ => {}
        }
        let index = view.index(used.place.file);
        let is_context =
            |kind: &RegionKind| matches!(kind, RegionKind::With(context) if *context == used.place.range);
        if used.aliased || !index.regions.iter().any(|region| is_context(&region.kind)) {
            return None;
        }
        held.push(used.place);
    }
    if held.is_empty() {
        return None;
    }
    for place in &held {
        let read = |other: &Facts<'_>| takes_nothing(other, place.range);
        let nothing = match Some(place.file) == facts.file {
            true => read(facts),
            false => facts.project.with_file(place.file, facts.settings, read)?,
        };
        if !nothing {
            return None;
        }
    }
    let message = "no other lock is taken while it is held here";
    Some(held.iter().take(SHOWN).map(|place| facts.evidence_at("alone", message, *place)).collect())
}

/// Whether the body of the `with` that has this context takes no lock. asyncio's are taken by awaiting, so what is awaited
/// is all there is to look at.
fn takes_nothing(facts: &Facts<'_>, context: TextRange) -> bool {
    let tree = facts.tree;
    let kinds = [NodeKind::ExprAttribute, NodeKind::ExprName];
    let Some(id) = kinds.into_iter().find_map(|kind| tree.node_at(context, kind)) else { return false };
    let Some(with) = tree.ancestors(id).find_map(|id| match tree.node(id) {
        AnyNodeRef::StmtWith(with) => Some(with),
        _ => None,
    }) else {
        return false;
    };
    // `async with first, second` takes the second while it holds the first.
    if with.items.last().is_none_or(|item| item.context_expr.range() != context) {
        return false;
    }
    let mut awaited: Vec<&Expr> = Vec::new();
    let mut other = walk::any_statement(&with.body, |stmt| match stmt {
        Stmt::With(with) => with.is_async,
        Stmt::For(node) => node.is_async,
        _ => false,
    });
    walk::expressions(&with.body, &mut |expr| match expr {
        Expr::Await(node) => awaited.push(&node.value),
        Expr::Yield(_) | Expr::YieldFrom(_) => other = true,
        Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) => {
            other |= facts.text(expr).contains("async for");
        }
        _ => {}
    });
    !other && awaited.into_iter().all(|expr| harmless(facts, expr))
}

/// Whether something that is awaited takes no lock: a function that awaits nothing itself, or one of the standard library
/// that is given nothing to run.
fn harmless(facts: &Facts<'_>, awaited: &Expr) -> bool {
    let (Expr::Call(call), Some(file)) = (awaited, facts.file) else { return false };
    let view = facts.view();
    let run = view.runs(Place { file, range: call.func.range() });
    let is_plain = |expr: &Expr| !expr.is_call_expr() && !expr.is_lambda_expr();
    let plain = call.arguments.args.iter().all(is_plain)
        && call.arguments.keywords.iter().all(|keyword| is_plain(&keyword.value));
    plain
        && run.why.is_none()
        && !run.symbols.is_empty()
        && run.symbols.iter().all(|symbol| match view.function_of(symbol) {
            Some(function) => awaits_nothing(facts, function),
            None => symbol.place.is_none() && is_standard(&symbol.name) && !symbol.name.contains("acquire"),
        })
}

fn awaits_nothing(facts: &Facts<'_>, function: FunctionRef) -> bool {
    let Some(entry) = facts.view().function(function) else { return false };
    let read = |other: &Facts<'_>| {
        let found = other.tree.all().find_map(|id| match other.tree.node(id) {
            AnyNodeRef::StmtFunctionDef(node) if node.name.range() == entry.name_range => Some(node),
            _ => None,
        });
        found.is_some_and(|node| !other.suspends(&node.body))
    };
    if Some(function.file) == facts.file {
        return read(facts);
    }
    facts.project.with_file(function.file, facts.settings, read).unwrap_or(false)
}
