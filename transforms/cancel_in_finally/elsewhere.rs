//! Who else sees the state that a clean-up sets back: its uses in other given files, and those who wait for it. Shows
//! lines; decides nothing.

use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, Facts, Ty, Use};
use crate::syntax::{Expr, NodeId, Stmt, walk};
use crate::verdict::Evidence;

use super::vocabulary::path;

/// Lines shown.
const SHOWN: usize = 3;

/// The attribute of an object of a given file's class that a dotted target names where it stands: `self._busy`.
pub fn attribute<'a>(facts: &Facts<'a>, stmts: &'a [Stmt], target: &str) -> Option<(ClassRef, String)> {
    facts.file?;
    let mut found: Option<&'a Expr> = None;
    walk::expressions(stmts, &mut |expr| {
        if matches!(expr, Expr::Attribute(_)) && path(expr).as_deref() == Some(target) {
            found.get_or_insert(expr);
        }
    });
    let Some(Expr::Attribute(node)) = found else { return None };
    let typed = facts.type_of(&node.value, facts.tree.id(node));
    match typed.ty {
        Ty::Local(_) | Ty::Foreign(_) => Some((facts.class_ref(&typed.ty)?, node.attr.to_string())),
        _ => None,
    }
}

/// The lines of other given files that see an attribute, and lines of this file that wait for it.
pub fn seen(facts: &Facts<'_>, class: ClassRef, attribute: &str) -> Vec<Evidence> {
    let uses = facts.view().uses(class, attribute);
    let sees = |found: &&Use| {
        let waits =
            matches!(&found.usage, Usage::Method { name, .. } if matches!(&**name, "wait" | "wait_for"));
        waits || found.reads() && Some(found.place.file) != facts.file
    };
    // One line for each function that sees it.
    let mut seen: Vec<&Use> = uses.list.iter().filter(sees).collect();
    seen.dedup_by_key(|found| (found.place.file, found.function));
    let mut shown: Vec<Evidence> = seen
        .iter()
        .take(SHOWN)
        .map(|found| {
            let verb = match &found.usage {
                Usage::Method { name, .. } if matches!(&**name, "wait" | "wait_for") => "waits for",
                Usage::Test => "asks for",
                _ => "uses",
            };
            facts.evidence_at("seen-by", format!("{} {verb} `{attribute}`", who(found, facts)), found.place)
        })
        .collect();
    let more = seen.len().saturating_sub(SHOWN);
    if let (1.., Some(last)) = (more, shown.last_mut()) {
        let others =
            if more == 1 { "one more function does".into() } else { format!("{more} more functions do") };
        last.message.push_str(&format!(", and {others}"));
    }
    shown
}

/// The function around a use, in words.
fn who(found: &Use, facts: &Facts<'_>) -> String {
    let index = facts.view().index(found.place.file);
    match found.function.and_then(|function| index.functions.get(function as usize)) {
        None => "the module".into(),
        Some(function) if function.name.is_empty() => "a lambda".into(),
        Some(function) => format!("`{}`", function.qualified),
    }
}

/// What the given files show of an awaited call: that it does nothing or never suspends, or what runs in its place in
/// subclasses. For people: somebody may change it.
pub fn awaited(facts: &Facts<'_>, id: NodeId) -> Vec<Evidence> {
    let crate::syntax::AnyNodeRef::ExprAwait(node) = facts.tree.node(id) else { return Vec::new() };
    let Expr::Call(call) = node.value.as_ref() else { return Vec::new() };
    let Some(place) = facts.place(call.func.as_ref()) else { return Vec::new() };
    let view = facts.view();
    let found = view.runs(place);
    let mut functions = Vec::new();
    for symbol in &found.symbols {
        let Some(function) = view.function_of(symbol) else { return Vec::new() };
        let Some(entry) = view.function(function) else { return Vec::new() };
        functions.push((function, entry));
    }
    match functions.as_slice() {
        [(function, entry)] if found.why.is_none() && entry.is_async => {
            let here = Place { file: function.file, range: entry.name_range };
            let message = if view.never_suspends(place, &mut Vec::new()) {
                format!(
                    "`{}` never suspends as it is: only an exception of its own skips the clean-up",
                    entry.qualified
                )
            } else if Some(function.file) != facts.file {
                format!("what is awaited is `{}`", entry.qualified)
            } else {
                return Vec::new();
            };
            vec![facts.evidence_at("awaited", message, here)]
        }
        [_, _, ..] => functions
            .iter()
            .take(SHOWN)
            .map(|(function, entry)| {
                let here = Place { file: function.file, range: entry.name_range };
                facts.evidence_at("awaited", format!("`{}` may be what is awaited", entry.qualified), here)
            })
            .collect(),
        _ => Vec::new(),
    }
}
