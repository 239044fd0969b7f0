//! Which exceptions cover which: subclasses, other names, what a version of Python makes of them. Not what raises them.

use std::collections::BTreeSet;

use super::table::table;
use crate::facts::Facts;
use crate::syntax::{Expr, NodeId, Ranged};

/// What marks the name of an exception class of the judged file: `.RelayError`.
pub(super) const LOCAL: char = '.';

/// Whether the lowest Python that is supported is at least 3.`minor`.
fn from_python(facts: &Facts<'_>, minor: u32) -> bool {
    let python = facts.settings.python;
    python.major > 3 || python.minor >= minor
}

/// The name that an exception of the table has in the Pythons that are supported; `None` where none of them has to
/// have it.
pub(super) fn known_as(facts: &Facts<'_>, exception: &str) -> Option<String> {
    let name = table().canonical(exception);
    if matches!(name, "asyncio.TimeoutError" | "concurrent.futures.TimeoutError") && from_python(facts, 11) {
        return Some("TimeoutError".into());
    }
    table().since(name).is_none_or(|minor| from_python(facts, minor)).then(|| name.to_string())
}

/// The exception that an expression names, if it is a known one or a class of this file.
pub(super) fn named(facts: &Facts<'_>, expr: &Expr, at: NodeId) -> Option<String> {
    if let Some(class) = facts.local_class(expr, at) {
        let class = facts.class(class)?;
        // What cannot be placed below `Exception` may be anything.
        let name = format!("{LOCAL}{}", class.name());
        return above(facts, &name, 0).contains("Exception").then_some(name);
    }
    let qualified = facts.qualified(expr, at)?;
    let name = known_as(facts, &qualified)?;
    (name == "Exception" || table().bases(&name).is_some()).then_some(name)
}

/// All that an exception is below, itself included.
pub(super) fn above(facts: &Facts<'_>, exception: &str, depth: u8) -> BTreeSet<String> {
    let mut all = BTreeSet::from([exception.to_string()]);
    if depth > 8 {
        return all;
    }
    let bases: Vec<String> = match exception.strip_prefix(LOCAL) {
        Some(local) => {
            let class = facts.classes().iter().find(|class| class.name() == local);
            let bases = class.map_or(&[][..], |class| class.bases());
            bases.iter().filter_map(|base| named(facts, base, facts.tree.id(base))).collect()
        }
        None => table().bases(exception).map(<[String]>::to_vec).unwrap_or_default(),
    };
    for base in bases {
        all.extend(above(facts, &base, depth + 1));
    }
    all
}

/// Whether a handler of `wider` takes `narrower`.
pub(super) fn covers(facts: &Facts<'_>, wider: &str, narrower: &str) -> bool {
    above(facts, narrower, 0).contains(wider)
}

/// The exceptions without those that others of them cover.
pub(super) fn reduced(facts: &Facts<'_>, all: &BTreeSet<String>) -> BTreeSet<String> {
    all.iter()
        .filter(|one| !all.iter().any(|other| other != *one && covers(facts, other, one)))
        .cloned()
        .collect()
}

/// What a handler takes.
pub(super) enum Takes {
    /// `Exception` and below, at least.
    All,
    /// These, and perhaps others that are not known.
    Some(Vec<String>),
}

/// What the types of a handler (or of `suppress`) take; no types: a bare `except`.
pub(super) fn takes(facts: &Facts<'_>, types: &[&Expr], at: NodeId) -> Takes {
    if types.is_empty() {
        return Takes::All;
    }
    let mut all = Vec::new();
    for ty in types {
        match facts.qualified(ty, at).as_deref() {
            Some("builtins.Exception" | "builtins.BaseException") => return Takes::All,
            _ => all.extend(named(facts, ty, at)),
        }
    }
    Takes::Some(all)
}

/// The types of a handler, one by one.
pub(super) fn types_of(handler: &crate::syntax::ast::ExceptHandlerExceptHandler) -> Vec<&Expr> {
    match handler.type_.as_deref() {
        None => Vec::new(),
        Some(Expr::Tuple(tuple)) => tuple.elts.iter().collect(),
        Some(one) => vec![one],
    }
}

/// Whether a class that is named at one place is the same at another.
pub(super) fn same_class_at(facts: &Facts<'_>, name: &str, at: NodeId) -> bool {
    let class = facts.classes().iter().find(|class| class.name() == name);
    let Some(class) = class else { return false };
    let found = facts.scopes().lookup(facts.tree, at, name);
    found.is_some_and(|(scope, bindings)| {
        scope == facts.tree.root()
            && matches!(bindings, [binding] if binding.range == class.node.name.range())
    })
}
