//! A lock that its function does not release: who else does, and what can fail before that is certain.

use crate::facts::{Class, Facts};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, walk};
use crate::verdict::Evidence;

use super::body;
use super::home::{Act, Use, Uses};
use super::ledger::Whose;
use super::role;
use super::shape;
use super::site::{self, Acquire};

/// Who lets go of it.
pub struct Handed {
    /// The line that does.
    pub evidence: Evidence,
    /// The function that does, by its dotted name.
    pub by: String,
    /// Whether it asks first whether it is locked: it may mean another holder.
    pub asks: bool,
}

/// Who lets go of what an acquire takes, besides its own function.
pub fn to<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, uses: &Uses) -> Option<Handed> {
    nested(facts, acquire).or_else(|| leaving(facts, acquire)).or_else(|| elsewhere(facts, acquire, uses))
}

/// `__aexit__` of the class, for what `__aenter__` takes; also where one of the two means it by a property.
fn leaving<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>) -> Option<Handed> {
    let AnyNodeRef::StmtFunctionDef(enter) = facts.tree.node(acquire.function) else { return None };
    let class = facts.class(facts.tree.class_of_method(acquire.function)?)?;
    let enters = class.method("__aenter__")?;
    let leaves = class.method("__aexit__")?;
    (enter.name.as_str() == "__aenter__").then_some(())?;
    let taken = walk::attribute_of(acquire.receiver, enters.this?)?;
    let mut found = None;
    walk::expressions(&leaves.node.body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let Expr::Attribute(release) = call.func.as_ref() else { return };
        let Some(name) = leaves.this.and_then(|this| walk::attribute_of(&release.value, this)) else {
            return;
        };
        if release.attr.as_str() == "release" && (name == taken || returns(class, taken) == Some(name)) {
            found.get_or_insert(call.range());
        }
    });
    let by = format!("{}.__aexit__", class.name());
    let evidence = facts.evidence("released-by", format!("`{by}` releases it"), found?);
    Some(Handed { evidence, by, asks: false })
}

/// The attribute that a property of a class returns.
fn returns<'a>(class: &Class<'a>, name: &str) -> Option<&'a str> {
    let property = class.method(name)?;
    match property.node.body.last()? {
        Stmt::Return(node) => walk::attribute_of(node.value.as_deref()?, property.this?),
        _ => None,
    }
}

/// The method of a lock that takes the lock itself: `await self.acquire()`.
pub fn implements<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>) -> Option<Evidence> {
    let (class, this) = facts.this(acquire.id)?;
    let Expr::Name(name) = acquire.receiver else { return None };
    (name.id.as_str() == this).then(|| {
        facts.evidence(
            "own-lock",
            format!("`{}` is a lock of its own", class.name()),
            class.node.name.range(),
        )
    })
}

/// A release of the own function that some way leads to: one that stands behind the acquire, or in the same loop.
pub fn reached_again<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, releases: &[NodeId]) -> Option<TextRange> {
    let loops = facts.loops_around(acquire.id);
    releases.iter().find_map(|&release| {
        let range = facts.tree.node(release).range();
        let again = range.start() > acquire.range.end()
            || loops.iter().any(|&around| facts.tree.contains(around, release));
        again.then_some(range)
    })
}

/// The release in a function around the acquire's own, which is not one of what that has taken itself.
pub fn to_function_around<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, uses: &Uses) -> Option<Evidence> {
    let symbol = facts.symbol(acquire.id);
    let found = uses.list.iter().find(|one| {
        let around = symbol.strip_prefix(one.symbol.as_str()).is_some_and(|rest| rest.starts_with('.'));
        let here = facts.file.is_none_or(|file| file == one.place.file);
        // A class around is no function.
        let method = around && here && matches!(one.act, Act::Releases { whose: Whose::Foreign, .. });
        method && facts.used_at(one.place.range).and_then(|id| facts.tree.function(id)).is_some()
    })?;
    Some(facts.evidence("released-by", format!("`{}` releases it", found.symbol), found.place.range))
}

/// A function or lambda inside the own one, or one that is given `x.release`.
fn nested<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>) -> Option<Handed> {
    let key = acquire.key(facts);
    facts.tree.descendants(acquire.function).find_map(|id| {
        let AnyNodeRef::ExprAttribute(method) = facts.tree.node(id) else { return None };
        if method.attr.as_str() != "release" || site::key(facts, &method.value, id) != key {
            return None;
        }
        let called = matches!(facts.tree.parent(id).map(|parent| facts.tree.node(parent)),
            Some(AnyNodeRef::ExprCall(call)) if call.func.range() == method.range());
        let here = facts.tree.scope(id) == acquire.function;
        let message = match (called, here) {
            (true, true) => return None,
            (true, false) => "a function in it releases it",
            (false, _) => "its `release` is handed on here",
        };
        if in_some_cases(facts, acquire, id) {
            return None;
        }
        Some(Handed {
            evidence: facts.evidence("released-by", message, method),
            by: facts.symbol(acquire.id),
            asks: false,
        })
    })
}

/// Whether a branch that the acquire is not in decides whether a release is handed on at all. A branch all of whose
/// alternatives name the lock's release decides only how.
fn in_some_cases<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, release: NodeId) -> bool {
    let named = |suite: &[Stmt]| {
        let mut found = false;
        walk::all_expressions(suite, &mut |expr| {
            found |= matches!(expr, Expr::Attribute(node) if node.attr.as_str() == "release");
        });
        found
    };
    let outside = |id: NodeId| !facts.tree.contains(id, acquire.id);
    // A function of its own may be handed on in any place.
    let of_a_def = facts
        .tree
        .ancestors(release)
        .take_while(|&id| id != acquire.function)
        .any(|id| facts.tree.node(id).kind() == NodeKind::StmtFunctionDef);
    !of_a_def
        && facts.tree.ancestors(release).take_while(|&id| outside(id)).any(|id| match facts.tree.node(id) {
            AnyNodeRef::StmtIf(node) => {
                let clauses = &node.elif_else_clauses;
                let all = clauses.last().is_some_and(|last| last.test.is_none());
                !(all && named(&node.body) && clauses.iter().all(|clause| named(&clause.body)))
            }
            AnyNodeRef::ExceptHandlerExceptHandler(_) | AnyNodeRef::MatchCase(_) => true,
            _ => false,
        })
}

/// Another function that releases what it has not taken itself.
fn elsewhere<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, uses: &Uses) -> Option<Handed> {
    let symbol = facts.symbol(acquire.id);
    let foreign =
        |one: &&Use| Some(one.place.file) != facts.file && facts.file.is_some() || one.symbol != symbol;
    let plain =
        |one: &&Use| matches!(one.act, Act::Releases { whose: Whose::Foreign, asks: false } | Act::Hands);
    let asking = |one: &&Use| matches!(one.act, Act::Releases { whose: Whose::Foreign, .. });
    let others = || uses.list.iter().filter(foreign);
    let found = others().find(plain).or_else(|| others().find(asking))?;
    let verb = match found.act {
        Act::Releases { asks: true, .. } => "releases it if it is locked",
        Act::Hands => "hands its `release` on",
        _ => "releases it",
    };
    let by = if found.symbol.is_empty() { "the module".to_string() } else { format!("`{}`", found.symbol) };
    let message = format!("{by} {verb}");
    let evidence = if facts.file.is_some() {
        facts.evidence_at("released-by", message, found.place)
    } else {
        facts.evidence("released-by", message, found.place.range)
    };
    let asks = matches!(found.act, Act::Releases { asks: true, .. });
    Some(Handed { evidence, by: found.symbol.clone(), asks })
}

/// Whether the function does something behind the statement that an acquire stands in.
pub fn goes_on(facts: &Facts<'_>, at: NodeId) -> bool {
    let (Some(mut stmt), Some(function)) = (facts.tree.statement(at), facts.tree.function(at)) else {
        return true;
    };
    while let Some((suite, index)) = facts.tree.suite(stmt) {
        if suite[index + 1..].iter().any(|stmt| !matches!(stmt, Stmt::Pass(_) | Stmt::Return(_))) {
            return true;
        }
        match facts.tree.parent(stmt).and_then(|parent| facts.tree.statement(parent)) {
            Some(outer) if outer != function => stmt = outer,
            _ => return false,
        }
    }
    false
}

/// The line at which a function takes the lock and goes on while it holds it: this one, or another.
pub fn held<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, uses: &Uses) -> Option<Evidence> {
    const KIND: &str = "held";
    if goes_on(facts, acquire.id) {
        return Some(facts.evidence(KIND, "this function goes on while it holds it", acquire.range));
    }
    let found = uses.list.iter().find(|one| matches!(one.act, Act::Takes { goes_on: true }))?;
    let message = format!("`{}` goes on while it holds it", found.symbol);
    Some(match facts.file {
        Some(_) => facts.evidence_at(KIND, message, found.place),
        None => facts.evidence(KIND, message, found.place.range),
    })
}

/// The first `await` or `raise` after the acquire at which the lock is not handed on yet. `by` is the function that
/// releases it.
pub fn open_to_failure<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, by: &str) -> Option<TextRange> {
    let key = acquire.key(facts);
    let releaser = by.rsplit('.').next().unwrap_or_default();
    let mut stmt = acquire.statement;
    while let Some((suite, index)) = facts.tree.suite(stmt) {
        for at in index + 1..suite.len() {
            let one = &suite[at..=at];
            if hands_on(facts, one, &key, releaser) {
                return None;
            }
            if let Some(found) = shape::first_await(one).or_else(|| raised(&suite[at])) {
                return Some(found);
            }
            if matches!(suite[at], Stmt::Return(_)) {
                return None;
            }
        }
        let parent = facts.tree.parent(stmt)?;
        let outer = facts.tree.statement(parent)?;
        if outer == acquire.function
            || matches!(facts.tree.node(outer).kind(), NodeKind::StmtWhile | NodeKind::StmtFor)
        {
            return None;
        }
        stmt = outer;
    }
    None
}

/// Whether a statement gives the lock, its `release`, or the function that releases it to somebody.
fn hands_on<'a>(facts: &Facts<'a>, stmt: &'a [Stmt], key: &str, releaser: &str) -> bool {
    let mentioned = body::mentions(facts, stmt, key).into_iter().any(|id| {
        !matches!(role::of(facts, id), role::Role::Looked | role::Role::Acquired | role::Role::Entered)
    });
    let mut named = false;
    walk::all_expressions(stmt, &mut |expr| {
        named |= match expr {
            Expr::Attribute(node) => node.attr.as_str() == releaser,
            Expr::Name(node) => node.id.as_str() == releaser,
            _ => false,
        };
    });
    mentioned || named && !releaser.is_empty()
}

fn raised(stmt: &Stmt) -> Option<TextRange> {
    let mut found = None;
    walk::statements(std::slice::from_ref(stmt), &mut |inner| {
        if matches!(inner, Stmt::Raise(_)) {
            found.get_or_insert(inner.range());
        }
    });
    found
}
