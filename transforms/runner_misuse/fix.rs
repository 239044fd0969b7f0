//! AM506's edits: an alias of its own for each object, and the function with its arguments for a `partial` or a
//! coroutine.

use super::Handed;
use crate::edit::{Edit, Fix};
use crate::syntax::{Expr, Ranged, is_simple_text};
use crate::verdict::Verdict;

/// `alias=f"Guest._notify-{id(self)}"`. The runner keeps the method and with it the object, whose id is no other's then.
pub(super) fn alias(handed: &Handed<'_, '_>, object: &str, method: &str) -> Option<Fix> {
    let (facts, contract) = (handed.facts, &handed.runner.contract);
    let alias = contract.alias.as_deref()?;
    let arguments = &handed.call.arguments;
    let given =
        arguments.keywords.iter().any(|keyword| keyword.arg.as_deref().is_none_or(|name| name == alias));
    let simple = object.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
    let builtin = facts.scopes().lookup(facts.tree, handed.id, "id").is_none();
    if given || !simple || !builtin {
        return None;
    }
    let last =
        arguments.args.iter().map(Ranged::end).chain(arguments.keywords.iter().map(Ranged::end)).max()?;
    let owner = facts.this(handed.id).filter(|(_, this)| *this == object).map(|(class, _)| class.name());
    let label = owner.map_or_else(|| method.to_string(), |class| format!("{class}.{method}"));
    let text = facts.layout.string(&format!("{label}-{{id({object})}}"));
    let change = format!(
        "the runner knows these runs as `{label}-…`, one name for each object, and no longer as `{method}`: whoever asks it for that name must ask otherwise, and what the runner keeps for each name, it then keeps for each object"
    );
    let edit = Edit::insert(last, format!(", {alias}=f{text}"));
    Some(Fix::new(Verdict::Review, "give it an alias of its own", vec![edit]).changing(change))
}

/// `run(f, a, b)` for `run(partial(f, a), b)` and `run(f(a), b)`.
pub(super) fn unwrapped(handed: &Handed<'_, '_>, change: &str) -> Option<Fix> {
    let (facts, contract) = (handed.facts, &handed.runner.contract);
    let arguments = &handed.call.arguments;
    let first @ Expr::Call(inner) = arguments.args.first()? else { return None };
    if !is_simple_text(facts.layout, first) {
        return None;
    }
    let is_partial = facts.is_one_of(&inner.func, handed.id, &["functools.partial"]);
    let (function, bound) = match inner.arguments.args.split_first() {
        Some((function, bound)) if is_partial => (function, bound),
        _ if is_partial => return None,
        _ => (inner.func.as_ref(), &*inner.arguments.args),
    };
    // What is called anew each time, or unpacked, may be another.
    if !matches!(function, Expr::Name(_) | Expr::Attribute(_)) {
        return None;
    }
    let more = bound.len() + arguments.args.len() - 1;
    let positional = contract.positional.len() == 1
        && contract.variadic
        && !contract.drops.iter().any(|name| !name.starts_with("**"));
    if more > 0 && !positional {
        return None;
    }
    let reserved =
        |name: &str| contract.positional.iter().chain(&contract.keyword_only).any(|own| own == name);
    for keyword in &inner.arguments.keywords {
        let name = keyword.arg.as_deref()?;
        let twice =
            arguments.keywords.iter().any(|other| other.arg.as_deref().is_none_or(|other| other == name));
        if reserved(name)
            || twice
            || !contract.keywords
            || contract.drops.iter().any(|name| name.starts_with("**"))
        {
            return None;
        }
    }
    let mut all: Vec<&str> = vec![facts.text(function)];
    all.extend(bound.iter().map(|argument| facts.text(argument)));
    let mut edits = vec![Edit::replace(first.range(), all.join(", "))];
    let keywords: Vec<&str> = inner.arguments.keywords.iter().map(|keyword| facts.text(keyword)).collect();
    if !keywords.is_empty() {
        let text = format!(", {}", keywords.join(", "));
        let last = arguments.args.last()?.end();
        match last == first.end() {
            true => edits[0].text.push_str(&text),
            false => edits.push(Edit::insert(last, text)),
        }
    }
    Some(Fix::new(Verdict::Review, "hand over the function and its arguments", edits).changing(change))
}
