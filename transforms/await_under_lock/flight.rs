//! Single flight: a lock whose point is that one caller makes what all of them need. Whoever waits for it waits for the
//! result. Looks at the block alone, and at methods that it calls on the same object.

use crate::facts::index::Usage;
use crate::facts::{BindingKind, Facts};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};
use crate::verdict::Evidence;

use super::guarded;
use super::lock;
use super::reach;
use super::site::Held;
use super::steps::{Callee, Does, Step};

/// Methods that store something in a container.
const STORING: &[&str] =
    &["add", "append", "insert", "put_nowait", "set", "setdefault", "set_result", "update"];
/// How far methods of the same object are followed.
const MAX_STEPS: u8 = 3;

/// A look at what is stored.
struct Check<'a> {
    test: &'a Expr,
    /// All that depends on it.
    range: TextRange,
    /// Whether it looks again after each try.
    repeats: bool,
    /// The attributes that it looks at, as they are written: `self._conn`.
    stored: Vec<String>,
    /// Whether it leaves when the result is there.
    leaves: bool,
}

/// What a single flight is.
pub(super) struct Flight {
    /// The check, and the wait for what is made.
    pub evidence: Vec<Evidence>,
    /// A block of the same lock that has nothing to do with what is made, and waits for it all the same.
    pub disturbed: Option<Evidence>,
}

/// Whether a block is a single flight.
pub(super) fn of<'a>(facts: &Facts<'a>, held: &Held<'a>) -> Option<Flight> {
    let checks = checks(facts, held);
    if checks.is_empty() {
        return None;
    }
    let nested = nested_locks(facts, held);
    let mut making: Option<(&Check<'_>, &Step, String)> = None;
    let mut made: Vec<&str> = Vec::new();
    for step in &held.steps {
        let judged_there = nested.iter().any(|block| block.contains_range(step.range));
        let is_quick = || reach::from(facts, vec![step.clone()]).iter().all(reach::Found::is_quick);
        if judged_there || matches!(step.does, Does::Takes(_)) || is_quick() {
            continue;
        }
        let check = checks.iter().find_map(|check| {
            let inside =
                check.range.contains_range(step.range) && !check.test.range().contains_range(step.range);
            let behind = check.leaves && check.range.end() <= step.range.start();
            let stored = check.stored.iter().find(|name| {
                stores(facts, held, step, name)
                    || (check.repeats && inside && stored_in(facts, check.range, name))
            });
            let by_key = held.lock.keyed.as_deref().is_some_and(|key| mentions(&step.shown, key));
            match (inside || behind, stored) {
                (true, Some(name)) => {
                    made.push(last(name));
                    Some((check, format!("`{name}`")))
                }
                (true, None) if by_key => {
                    Some((check, format!("what belongs to `{}`", held.lock.keyed.as_deref()?)))
                }
                _ => None,
            }
        })?;
        making = making.or(Some((check.0, step, check.1)));
    }
    let (check, step, what) = making?;
    let evidence = vec![
        facts.evidence(
            "checks-first",
            "it looks first whether somebody has done it already",
            check.test.range(),
        ),
        reach::line(
            facts,
            "single-flight",
            format!("one caller sees to {what}, and the others wait for that"),
            step,
        ),
    ];
    let disturbed = guarded::blocks(facts, &held.lock)
        .into_iter()
        .filter(|_| held.lock.own && held.lock.keyed.is_none())
        .find_map(|block| {
            let needs = block.context == held.node.items[0].context_expr.range()
                || made.is_empty()
                || made.iter().any(|name| guarded::names(&block.index, block.range, name));
            let says =
                format!("`{}` is taken here for something else, which then waits as well", held.lock.shown);
            (!needs).then(|| block.line(facts, "other-use", says))
        });
    Some(Flight { evidence, disturbed })
}

/// Whether a text names a key, as a word of its own.
fn mentions(text: &str, key: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(key)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + key.len()..].starts_with(part))
}

/// The blocks in the block that hold locks of their own; they are sites themselves.
fn nested_locks<'a>(facts: &Facts<'a>, held: &Held<'a>) -> Vec<TextRange> {
    let mut found = Vec::new();
    walk::statements(&held.node.body, &mut |stmt| {
        if let Stmt::With(with) = stmt
            && with
                .items
                .iter()
                .any(|item| lock::of(facts, &item.context_expr, facts.tree.id(stmt)).is_some())
        {
            found.push(with.range());
        }
    });
    found
}

/// The tests of the block that look at an attribute, and stand in no branch or loop.
fn checks<'a>(facts: &Facts<'a>, held: &Held<'a>) -> Vec<Check<'a>> {
    let mut found = Vec::new();
    walk::statements(&held.node.body, &mut |stmt| {
        let (test, body, repeats): (&'a Expr, &'a [Stmt], bool) = match stmt {
            Stmt::If(node) => (&node.test, &node.body, false),
            Stmt::While(node) => (&node.test, &node.body, true),
            _ => return,
        };
        let id = facts.tree.id(stmt);
        let plain = facts.tree.ancestors(id).take_while(|&outer| outer != held.id).all(|outer| {
            matches!(
                facts.tree.node(outer),
                AnyNodeRef::StmtWith(_) | AnyNodeRef::StmtTry(_) | AnyNodeRef::StmtIf(_)
            )
        });
        let mut stored = Vec::new();
        attributes(facts, test, id, &mut stored);
        if !plain || stored.is_empty() {
            return;
        }
        // A `raise` says that it cannot be done, not that it is done.
        let leave =
            |body: &[Stmt]| matches!(body.last(), Some(Stmt::Return(_) | Stmt::Continue(_) | Stmt::Break(_)));
        let clauses = match stmt {
            Stmt::If(node) => node.elif_else_clauses.as_slice(),
            _ => &[],
        };
        let leaves = !repeats && (leave(body) || clauses.iter().any(|clause| leave(&clause.body)));
        found.push(Check { test, range: stmt.range(), repeats, stored, leaves });
    });
    found
}

/// The attributes that a test looks at, also through names that are bound once.
fn attributes<'a>(facts: &Facts<'a>, test: &'a Expr, at: NodeId, stored: &mut Vec<String>) {
    walk::subexpressions(test, &mut |expr| match expr {
        Expr::Attribute(attribute) => stored.push(facts.text(attribute.range()).to_string()),
        // An entry of a container that has a name.
        Expr::Subscript(item) if item.value.is_name_expr() => {
            stored.push(facts.text(item.value.as_ref()).to_string())
        }
        Expr::Name(name) => {
            let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) else {
                return;
            };
            if scope == facts.tree.root() {
                stored.push(name.id.to_string());
                return;
            }
            for binding in bindings {
                let BindingKind::Assignment { value: Some(value), .. } = &binding.kind else { continue };
                walk::subexpressions(value, &mut |inner| {
                    if let Expr::Attribute(attribute) = inner {
                        stored.push(facts.text(attribute.range()).to_string());
                    }
                });
            }
        }
        _ => {}
    });
}

/// Whether an attribute is stored at or behind a step of the block.
pub(super) fn stores(facts: &Facts<'_>, held: &Held<'_>, step: &Step, name: &str) -> bool {
    let index = facts.index();
    let behind = TextRange::new(step.range.start(), held.body.end());
    let statement = |range: TextRange| {
        // The target of the assignment whose value is awaited stands before it.
        range.end() <= step.range.start()
            && held.body.contains_range(range)
            && same_statement(held, range, step.range)
    };
    let attribute = index.attributes(last(name)).iter().chain(index.names(name)).any(|found| {
        stored_by(&found.usage)
            && facts.text(found.range) == name
            && (behind.contains_range(found.range) || statement(found.range))
    });
    let global = || {
        let stores = index.stores.get(name).map_or(&[][..], Vec::as_slice);
        stores.iter().any(|store| store.function.is_none() && behind.contains_inclusive(store.at))
    };
    attribute || global() || runs_storing(facts, step, last(name), MAX_STEPS)
}

/// Whether an attribute gets a new value in a range.
fn stored_in(facts: &Facts<'_>, range: TextRange, name: &str) -> bool {
    let index = facts.index();
    let mut uses = index.attributes(last(name)).iter();
    uses.any(|found| {
        found.usage == Usage::Write && range.contains_range(found.range) && facts.text(found.range) == name
    })
}

/// `_conn` of `self._conn`.
fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn same_statement(held: &Held<'_>, one: TextRange, other: TextRange) -> bool {
    let mut same = false;
    walk::statements(&held.node.body, &mut |stmt| {
        let whole = stmt.range();
        same |= matches!(stmt, Stmt::Assign(_) | Stmt::AnnAssign(_))
            && whole.contains_range(one)
            && whole.contains_range(other);
    });
    same
}

fn stored_by(usage: &Usage) -> bool {
    match usage {
        Usage::Write | Usage::SetItem(_) => true,
        Usage::Method { name, .. } => STORING.contains(&&**name),
        _ => false,
    }
}

/// Whether a method that the step runs on the same object stores the attribute.
fn runs_storing(facts: &Facts<'_>, step: &Step, name: &str, steps: u8) -> bool {
    let (Does::Runs(targets, true), Some(left)) = (&step.does, steps.checked_sub(1)) else { return false };
    targets.iter().any(|target| {
        let stored = match target {
            Callee::Given(function) => {
                let index = facts.view().index(function.file);
                let range = index.functions.get(function.function as usize).map(|entry| entry.range);
                let mut uses = index
                    .attributes(name)
                    .iter()
                    .filter(|found| found.this.is_some() && stored_by(&found.usage));
                uses.any(|found| range.is_some_and(|range| range.contains_range(found.range)))
            }
            Callee::Here(id) => {
                let range = facts.tree.node(*id).range();
                let index = facts.index();
                let mut uses = index
                    .attributes(name)
                    .iter()
                    .filter(|found| found.this.is_some() && stored_by(&found.usage));
                uses.any(|found| range.contains_range(found.range))
            }
        };
        stored || reach::of(facts, *target).1.iter().any(|inner| runs_storing(facts, inner, name, left))
    })
}
