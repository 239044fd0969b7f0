//! What is acquired: a lock of asyncio, a lock of the project's own, something that is no lock, or nobody knows.

use crate::facts::types::engine::Place;
use crate::facts::{Facts, Ty};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, walk};
use crate::verdict::Evidence;

use super::site::Acquire;

/// Locks whose `async with` acquires and releases.
/// Source: the asyncio documentation, "Synchronization Primitives".
pub const LOCKS: &[&str] =
    &["asyncio.Lock", "asyncio.Semaphore", "asyncio.BoundedSemaphore", "asyncio.Condition"];

/// What is acquired.
pub enum Receiver {
    /// A lock of asyncio, what shows it, and why that is not all.
    Lock(Vec<Evidence>, Option<String>),
    /// A lock of the project's own.
    Own(Evidence),
    /// An instance of this class, which is no lock.
    Other(Evidence, String),
    /// Named like a lock, and why no more is known.
    Unknown(&'static str),
}

/// What an acquire's receiver is; `None` where it is nothing that this finding is about.
pub fn of<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>) -> Option<Receiver> {
    let at = facts.tree.id(acquire.call);
    // A lock that is made of another one calls its base.
    if matches!(acquire.receiver, Expr::Call(call) if facts.qualified(&call.func, at).as_deref() == Some("builtins.super"))
    {
        return None;
    }
    let typed = facts.type_of(acquire.receiver, at);
    let shown = format!("`{}`", acquire.shown(facts));
    match &typed.ty {
        Ty::Named(class) if LOCKS.contains(&class.as_str()) && acquire.call.arguments.is_empty() => {
            let evidence = facts.type_evidence(&shown, &typed);
            let doubt = typed.optional.then(|| {
                format!("where {shown} is None, `async with` raises TypeError instead of AttributeError")
            });
            Some(Receiver::Lock(evidence.into_iter().collect(), doubt))
        }
        Ty::Named(class) if typed.unresolved && class.starts_with('.') && looks_like_lock(acquire) => {
            Some(Receiver::Unknown("its class is imported from a module that is not given"))
        }
        Ty::Local(_) | Ty::Foreign(_) => {
            own(facts, acquire, &typed.ty).map(|receiver| match (receiver, facts.by_name_evidence(&typed)) {
                (Receiver::Lock(mut evidence, doubt), Some(by_name)) => {
                    let why = doubt.unwrap_or_else(|| "only the name of its class is known".into());
                    evidence.push(by_name);
                    Receiver::Lock(evidence, Some(why))
                }
                (receiver, _) => receiver,
            })
        }
        Ty::Unknown(why) => {
            let made_here = || {
                typed.is_replaced()
                    && facts
                        .light_type(acquire.receiver, at)
                        .name()
                        .is_some_and(|class| LOCKS.contains(&class))
            };
            (looks_like_lock(acquire) || made_here()).then_some(Receiver::Unknown(why))
        }
        _ => None,
    }
}

/// Whether what is acquired is named like a lock, and acquired like one.
fn looks_like_lock(acquire: &Acquire<'_>) -> bool {
    acquire.call.arguments.is_empty() && last_name(acquire.receiver).is_some_and(says_lock)
}

fn says_lock(name: &str) -> bool {
    walk::words(name).iter().any(|word| {
        let word = word.strip_suffix('s').unwrap_or(word);
        matches!(word, "lock" | "rlock" | "mutex" | "semaphore" | "sem" | "condition" | "cond")
    })
}

fn last_name(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        Expr::Subscript(node) => last_name(&node.value),
        Expr::Call(call) => last_name(&call.func),
        _ => None,
    }
}

/// An instance of a class of the given files.
fn own<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, ty: &Ty) -> Option<Receiver> {
    let name = facts.type_name(ty)?;
    let name = name.rsplit('.').next().unwrap_or(&name).to_string();
    let base = outside_bases(facts, ty).into_iter().find(|base| LOCKS.contains(&base.as_str()));
    if let Some(base) = base {
        let message = format!("`{}` is `{name}`, a kind of {base}", acquire.shown(facts));
        let evidence = Evidence::general("type", message);
        let overridden = ["__aenter__", "__aexit__", "acquire", "release"]
            .into_iter()
            .find_map(|special| Some((special, method(facts, ty, special)?)));
        return Some(match overridden {
            Some((special, own)) if special.starts_with("__") => Receiver::Own(own),
            Some((special, own)) => {
                Receiver::Lock(vec![evidence, own], Some(format!("`{name}` defines its own `{special}`")))
            }
            None => Receiver::Lock(vec![evidence], None),
        });
    }
    let taken = method(facts, ty, "acquire")?;
    // What gives something out is a pool, unless its name says that it is a lock, and what takes nothing back is a limit.
    let gives = acquire.alone(facts).is_none() && !acquire.limited && !says_lock(&name);
    if method(facts, ty, "release").is_some() && !gives {
        return Some(Receiver::Own(taken));
    }
    Some(Receiver::Other(taken, name))
}

/// The base classes outside of the given files, by name.
fn outside_bases(facts: &Facts<'_>, ty: &Ty) -> Vec<String> {
    if let Some(class) = facts.class_ref(ty) {
        return facts.view().outside_bases(class).into_iter().flatten().collect();
    }
    let Ty::Local(class) = ty else { return Vec::new() };
    let mut names = Vec::new();
    let mut open = vec![*class];
    let mut seen = Vec::new();
    while let Some(current) = open.pop() {
        let Some(class) = facts.class(current).filter(|_| !seen.contains(&current)) else { continue };
        seen.push(current);
        names.extend(class.bases().iter().filter_map(|base| facts.qualified(base, current)));
        open.extend(facts.local_bases(current));
    }
    names
}

/// Where the method stands that a class of the given files, or a subclass of it there, has under a name.
fn method(facts: &Facts<'_>, ty: &Ty, name: &str) -> Option<Evidence> {
    if let Some(class) = facts.class_ref(ty) {
        let view = facts.view();
        let below = || view.descendants(class).into_iter().find_map(|sub| view.method(sub, name));
        let function = view.method(class, name).or_else(below)?;
        let entry = view.function(function)?;
        let place = Place { file: function.file, range: entry.name_range };
        let at = facts.evidence_at("own-method", format!("`{}` is defined here", entry.qualified), place);
        return Some(at);
    }
    let Ty::Local(class) = ty else { return None };
    let id: NodeId = facts.method_of(*class, name)?;
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(id) else { return None };
    let owner = facts.symbol(id);
    let at = facts.evidence("own-method", format!("`{owner}` is defined here"), node.name.range());
    Some(at)
}
