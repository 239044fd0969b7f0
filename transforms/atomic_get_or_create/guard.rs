//! Whether another task can come between the check and the storing: suspension points, a second look, a lock that is held
//! all the while.

use super::look::{looks_at, shown};
use super::shape::{Site, leaves};
use crate::facts::{BindingKind, Facts, Suspends};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange, walk};
use crate::verdict::Evidence;

/// What lies between the check and the storing.
pub(super) enum Between {
    /// No suspension point.
    Nothing,
    /// Only awaits that never suspend.
    Latent(TextRange),
    /// A suspension point, and what makes up for it.
    Covered(String, Vec<Evidence>),
    /// A suspension point.
    Race(TextRange, Option<Evidence>),
}

/// Locks that one task at a time holds.
const EXCLUSIVE: &[&str] = &["asyncio.Lock", "asyncio.Condition", "threading.Lock", "anyio.Lock"];
/// What several tasks hold at once: by their number, or because a lock of threads lets its own thread in again, in which
/// all tasks of a loop run. Source: the Python library reference, `threading`, "RLock Objects", "Condition Objects".
const SHARED: &[&str] = &[
    "asyncio.Semaphore",
    "asyncio.BoundedSemaphore",
    "threading.Semaphore",
    "threading.BoundedSemaphore",
    "threading.RLock",
    "threading.Condition",
];
/// Methods with which a lock is let go of: a condition's `wait` does, too.
const LETTING_GO: &[&str] = &["release", "wait", "wait_for"];

/// What lies between the check and the storing of a site.
pub(super) fn between(facts: &Facts<'_>, site: &Site<'_>) -> Between {
    let mut latent = None;
    let in_test = in_test(facts, site);
    let ways = [
        in_test.map_or(Suspends::No, Suspends::At),
        if site.check == site.set { Suspends::No } else { facts.suspends_between(site.check, site.set) },
        facts.suspends_in(site.set),
    ];
    for way in ways {
        match way {
            Suspends::At(at) => return judged(facts, site, at),
            Suspends::Latent(at) => latent = latent.or(Some(at)),
            Suspends::No => {}
        }
    }
    latent.map_or(Between::Nothing, Between::Latent)
}

fn judged(facts: &Facts<'_>, site: &Site<'_>, at: TextRange) -> Between {
    if let Some(evidence) = looked_again(facts, site) {
        return Between::Covered("it is looked up again after the wait".into(), vec![evidence]);
    }
    match lock(facts, site) {
        Lock::Held(evidence) => {
            return Between::Covered("a lock is held from the check to the storing".into(), vec![evidence]);
        }
        Lock::Doubtful(evidence) => return Between::Race(at, Some(evidence)),
        Lock::None => {}
    }
    match callers_hold(facts, site) {
        Some(evidence) => Between::Covered("every caller holds a lock".into(), evidence),
        None => Between::Race(at, None),
    }
}

/// An `await` in the test itself, behind the look.
fn in_test(facts: &Facts<'_>, site: &Site<'_>) -> Option<TextRange> {
    let AnyNodeRef::StmtIf(stmt) = facts.tree.node(site.anchor) else { return None };
    let from = if site.check == site.anchor { site.key.start() } else { stmt.start() };
    let mut found = None;
    walk::subexpressions(&stmt.test, &mut |part| {
        if part.is_await_expr() && part.start() > from {
            found = Some(part.range());
        }
    });
    found
}

/// A second look that decides about the storing.
fn looked_again(facts: &Facts<'_>, site: &Site<'_>) -> Option<Evidence> {
    let tree = facts.tree;
    let function = tree.function(site.set)?;
    let behind = match tree.node(site.anchor) {
        AnyNodeRef::StmtIf(stmt) => stmt.test.end(),
        _ => tree.node(site.check).end(),
    };
    let before = tree.node(site.set).start();
    let looks = tree.descendants(function).filter_map(|id| {
        let node = tree.node(id);
        if !node.is_expression()
            || node.start() < behind
            || node.end() > before
            || tree.function(id) != Some(function)
        {
            return None;
        }
        let expr = expression(node)?;
        looks_at(facts, &expr, site.dict, site.key).then_some(id)
    });
    let ifs: Vec<NodeId> = tree
        .descendants(function)
        .filter(|&id| id != site.anchor && matches!(tree.node(id), AnyNodeRef::StmtIf(_)))
        .collect();
    for look in looks {
        let statement = tree.statement(look)?;
        let name = match tree.node(statement) {
            AnyNodeRef::StmtAssign(assign) => match assign.targets.as_slice() {
                [Expr::Name(name)] => Some(name.id.as_str()),
                _ => None,
            },
            _ => None,
        };
        let decides = ifs.iter().any(|&id| {
            let AnyNodeRef::StmtIf(stmt) = tree.node(id) else { return false };
            let test = tree.id(stmt.test.as_ref());
            let mut reads = tree.contains(test, look);
            walk::subexpressions(&stmt.test, &mut |part| {
                reads |= matches!((part, name), (Expr::Name(read), Some(name)) if read.id.as_str() == name)
                    && stmt.start() >= tree.node(statement).start();
            });
            reads && (tree.contains(id, site.set) || leaves(&stmt.body) && stmt.end() <= before)
        });
        if decides {
            return Some(facts.evidence("looked-up-again", "it is looked up again here", shown(facts, look)));
        }
    }
    None
}

/// An owned copy of a comparison or call, for which looks are asked.
fn expression(node: AnyNodeRef<'_>) -> Option<Expr> {
    match node {
        AnyNodeRef::ExprCompare(node) => Some(Expr::Compare(node.clone())),
        AnyNodeRef::ExprCall(node) => Some(Expr::Call(node.clone())),
        _ => None,
    }
}

enum Lock {
    Held(Evidence),
    Doubtful(Evidence),
    None,
}

/// A lock that is taken around both.
fn lock(facts: &Facts<'_>, site: &Site<'_>) -> Lock {
    let tree = facts.tree;
    let mut doubtful = None;
    let function = tree.scope(site.set);
    for outer in tree.ancestors(site.set).take_while(|&outer| outer != function) {
        let AnyNodeRef::StmtWith(with) = tree.node(outer) else { continue };
        if !tree.contains(outer, site.check) {
            continue;
        }
        for item in &with.items {
            let context = &item.context_expr;
            let text = facts.text(context);
            let typed = facts.type_of(context, tree.id(context));
            let class = typed.ty.name();
            if is_let_go(facts, outer, text) {
                continue;
            }
            if class.is_some_and(|name| EXCLUSIVE.contains(&name)) && !made_here(facts, context, site.set) {
                let message = format!("`{text}` is held from here on");
                return Lock::Held(facts.evidence("held", message, context));
            }
            let lower = text.to_lowercase();
            let named = ["lock", "mutex"].iter().any(|word| lower.contains(word));
            if named
                && !class.is_some_and(|name| SHARED.contains(&name))
                && !made_here(facts, context, site.set)
            {
                let message = format!("`{text}` is held, if it is a lock: its type is not known");
                doubtful = Some(facts.evidence("held", message, context));
            }
        }
    }
    // Between `acquire()` and `release()`.
    let (first, last) = (facts.held_at(site.check).locks, facts.held_at(site.set).locks);
    for context in first.iter().filter(|context| last.contains(context)) {
        if facts.typed_at(*context).ty.name().is_some_and(|name| EXCLUSIVE.contains(&name)) {
            let message = format!("`{}` is held from here on", facts.text(*context));
            return Lock::Held(facts.evidence("held", message, *context));
        }
    }
    doubtful.map_or(Lock::None, Lock::Doubtful)
}

/// Whether a lock is let go of inside of the statement that holds it.
fn is_let_go(facts: &Facts<'_>, around: NodeId, lock: &str) -> bool {
    facts.tree.descendants(around).any(|id| {
        let AnyNodeRef::ExprAttribute(method) = facts.tree.node(id) else { return false };
        LETTING_GO.contains(&method.attr.as_str()) && facts.text(method.value.as_ref()) == lock
    })
}

/// Whether a lock is one that the running call makes for itself, which keeps nobody out.
fn made_here(facts: &Facts<'_>, context: &Expr, at: NodeId) -> bool {
    let name = match context {
        Expr::Call(_) => return facts.qualified(context_function(context), at).is_some(),
        Expr::Name(name) => name.id.as_str(),
        _ => return false,
    };
    let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, at, name) else { return false };
    Some(scope) == facts.tree.function(at)
        && bindings.iter().any(|binding| match &binding.kind {
            BindingKind::Assignment { value: Some(Expr::Call(call)), .. } => {
                facts.is_one_of(&call.func, at, EXCLUSIVE)
            }
            _ => false,
        })
}

fn context_function(expr: &Expr) -> &Expr {
    match expr {
        Expr::Call(call) => &call.func,
        other => other,
    }
}

/// The callers, if each of them holds a lock.
fn callers_hold(facts: &Facts<'_>, site: &Site<'_>) -> Option<Vec<Evidence>> {
    use crate::facts::index::How;
    let function = facts.function_ref(facts.tree.function(site.set)?)?;
    let callers = facts.view().only_callers(function).filter(|callers| !callers.is_empty())?;
    let mut held: Option<String> = None;
    let mut shown = Vec::new();
    for caller in &callers {
        if caller.how == How::Spawned {
            return None;
        }
        let lock = caller.contexts.iter().find_map(|context| {
            facts
                .in_file(caller.place.file, |other| {
                    let typed = other.typed_at(*context);
                    let exclusive = typed.ty.name().is_some_and(|name| EXCLUSIVE.contains(&name));
                    exclusive.then(|| other.text(*context).to_string())
                })
                .flatten()
        })?;
        if held.get_or_insert(lock.clone()) != &lock {
            return None;
        }
        shown.push(facts.evidence_at("held", format!("this caller holds `{lock}`"), caller.place));
    }
    shown.truncate(3);
    Some(shown)
}
