//! What a `with` takes: a lock, and of which sort; its name, by which every user of it is known. Says nothing of what is
//! done while it is held.

use crate::facts::{BindingKind, ClassRef, Facts, Ty};
use crate::syntax::{Expr, NodeId, Ranged, walk};
use crate::verdict::Evidence;

/// The sort of a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// One task at a time.
    Lock,
    /// Lets several in, or paces them.
    Semaphore,
    /// One task at a time, and waiting lets go of it.
    Condition,
    /// One thread at a time: waiting for it stops the event loop.
    Thread,
    /// One thread at a time, which may take it again.
    Reentrant,
    /// Named like a lock; its type is not known.
    Unknown,
}

/// A lock.
#[derive(Clone, Debug)]
pub(super) struct Lock {
    /// The same for all who use it.
    pub name: String,
    /// As it is written, on one line.
    pub shown: String,
    /// What stands for it, where that is a local name: `self._locks[key]`.
    pub means: String,
    pub sort: Sort,
    /// Whether it is one of many, chosen by a key.
    pub keyed: Option<String>,
    /// Whether it is an attribute of `self`, or a name of the module: then there is one for whoever runs here.
    pub own: bool,
    /// Whether it is a name of the module.
    pub of_module: bool,
    /// What shows the sort.
    pub evidence: Option<Evidence>,
}

impl Lock {
    /// Whether `other`, reached through calls on the same object if `same_object`, and in the same function if
    /// `same_function`, is certainly this one.
    pub fn is(&self, other: &Lock, same_object: bool, same_function: bool) -> bool {
        let one_for_all = self.of_module && other.of_module;
        let same_key = self.keyed.is_none() || (same_function && self.means == other.means);
        self.name == other.name && self.own && other.own && same_key && (one_for_all || same_object)
    }

    /// Its name beside that of another lock: with its class, where that is known.
    pub fn title(&self) -> String {
        let parts: Vec<&str> = self.name.rsplit('.').take(2).collect();
        match parts.as_slice() {
            [last, class]
                if self.keyed.is_none()
                    && class.starts_with(|first: char| first.is_uppercase() || first == '_') =>
            {
                format!("{class}.{last}")
            }
            _ => self.shown.clone(),
        }
    }

    /// The last name of it: `_lock` of `self._lock`.
    pub fn last(&self) -> &str {
        let head = self.means.split(['[', '(']).next().unwrap_or_default();
        head.rsplit('.').next().unwrap_or_default()
    }
}

/// The lock that a context expression is; `None` where it is none.
pub(super) fn of<'a>(facts: &Facts<'a>, expr: &'a Expr, at: NodeId) -> Option<Lock> {
    let typed = facts.type_of(expr, at);
    let sort = match &typed.ty {
        Ty::Named(class) => sort_of(class)?,
        Ty::Local(_) | Ty::Foreign(_) => {
            of_own_class(facts, &facts.class_ref(&typed.ty)?).or_else(|| light(facts, &typed.ty))?
        }
        Ty::Container { .. } => return None,
        Ty::Unknown(_) => named(last_name(expr)?)?,
    };
    let sort = if sort == Sort::Semaphore && lets_one_in(facts, expr, at) { Sort::Lock } else { sort };
    let shown = shown(facts, expr);
    let meant = resolved(facts, expr, at);
    let means: String = facts.text(meant).split_whitespace().collect();
    let name = match (facts.place(meant), meant) {
        (Some(place), Expr::Attribute(_) | Expr::Name(_)) => facts.view().lock_name(place),
        (Some(place), Expr::Subscript(_)) => facts.view().lock_name(place),
        (Some(place), Expr::Call(_)) => facts.view().lock_name(place),
        _ => means.clone(),
    };
    let evidence = match typed.ty {
        Ty::Unknown(why) => {
            let says = format!("what `{shown}` is shows by its name alone: {why}");
            Some(facts.evidence("unknown-type", says, expr.range()))
        }
        _ => facts.type_evidence(&format!("`{shown}`"), &typed),
    };
    let root = root(meant);
    let of_module = root.is_some_and(|name| {
        facts.scopes().lookup(facts.tree, at, name).is_some_and(|(scope, _)| scope == facts.tree.root())
    });
    let own = of_module || facts.this(at).is_some_and(|(_, this)| root == Some(this));
    Some(Lock { name, shown, keyed: key(facts, meant), means, sort, own, of_module, evidence })
}

/// Whether a semaphore in an attribute of `self` is only ever made to let one in: then it is a lock.
fn lets_one_in(facts: &Facts<'_>, expr: &Expr, at: NodeId) -> bool {
    let Some((class, this)) = facts.this(at) else { return false };
    let Some(attribute) = walk::attribute_of(expr, this) else { return false };
    let mut writes = class.writes_of(attribute).filter_map(|write| write.value).peekable();
    writes.peek().is_some()
        && writes.all(|value| {
            let first = value.as_call_expr().and_then(|call| call.arguments.find_argument_value("value", 0));
            first.is_some_and(|value| facts.text(value) == "1")
        })
}

/// The sort of lock that a class outside of the given files is, by its name.
/// Sources: "Synchronization Primitives" of asyncio, `threading`, anyio and trio; other libraries name theirs alike.
fn sort_of(class: &str) -> Option<Sort> {
    let last = class.rsplit('.').next().unwrap_or_default();
    let root = class.split('.').next().unwrap_or_default();
    let words = walk::words(last);
    let has = |word: &str| words.iter().any(|own| own == word) || last.to_lowercase().ends_with(word);
    if matches!(root, "threading" | "_thread" | "multiprocessing") {
        return match last {
            "RLock" | "Condition" => Some(Sort::Reentrant),
            _ if has("lock") || has("semaphore") => Some(Sort::Thread),
            _ => None,
        };
    }
    if root == "builtins" {
        return None;
    }
    if has("semaphore") || has("limiter") || has("throttler") {
        return Some(Sort::Semaphore);
    }
    if has("condition") {
        return Some(Sort::Condition);
    }
    (has("lock") || has("mutex")).then_some(Sort::Lock)
}

/// The sort of a class of the given files: that of a base outside of them, else what its own name says if it can be
/// entered.
fn of_own_class(facts: &Facts<'_>, class: &ClassRef) -> Option<Sort> {
    let view = facts.view();
    if let Some(sort) = view.outside_bases(*class).into_iter().flatten().find_map(|base| sort_of(&base)) {
        return Some(sort);
    }
    view.method(*class, "__aenter__")?;
    let name = view.class_name(*class);
    match sort_of(&format!("own.{name}")) {
        Some(Sort::Lock) if view.method(*class, "release").is_none() => None,
        found => found,
    }
}

fn light(facts: &Facts<'_>, ty: &Ty) -> Option<Sort> {
    let Ty::Local(class) = ty else { return None };
    let class = facts.class(*class)?;
    class.bases().iter().filter_map(|base| facts.qualified(base, class.id)).find_map(|base| sort_of(&base))
}

/// The sort that a name alone says.
fn named(name: &str) -> Option<Sort> {
    let words = walk::words(name);
    let says =
        |known: &[&str]| words.iter().any(|word| known.contains(&word.strip_suffix('s').unwrap_or(word)));
    if says(&["semaphore", "sem", "limiter", "throttle", "throttler"]) {
        return Some(Sort::Semaphore);
    }
    says(&["lock", "rlock", "mutex", "condition", "cond"]).then_some(Sort::Unknown)
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

fn root(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => root(&attribute.value),
        Expr::Subscript(node) => root(&node.value),
        Expr::Call(call) => root(&call.func),
        _ => None,
    }
}

/// What a local name stands for, if it is bound once to something that names a lock.
fn resolved<'a>(facts: &Facts<'a>, expr: &'a Expr, at: NodeId) -> &'a Expr {
    let Expr::Name(name) = expr else { return expr };
    let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) else {
        return expr;
    };
    match bindings {
        [one] if scope != facts.tree.root() => match &one.kind {
            BindingKind::Assignment { value: Some(value), .. }
                if matches!(value, Expr::Attribute(_) | Expr::Subscript(_) | Expr::Call(_)) =>
            {
                value
            }
            _ => expr,
        },
        _ => expr,
    }
}

/// The text of the key that chooses one of many locks.
fn key(facts: &Facts<'_>, meant: &Expr) -> Option<String> {
    match meant {
        Expr::Subscript(node) => Some(facts.text(node.slice.as_ref()).to_string()),
        // A lock that is made here is no family.
        Expr::Call(call) => {
            let made = last_name(&call.func).is_some_and(|name| name.starts_with(char::is_uppercase));
            call.arguments.args.first().filter(|_| !made).map(|first| facts.text(first).to_string())
        }
        _ => None,
    }
}

/// Characters of an expression that messages show.
const MAX_SHOWN: usize = 50;

/// An expression on one line, for messages; long ones are cut.
pub(super) fn shown(facts: &Facts<'_>, ranged: impl Ranged) -> String {
    let text: String = facts.text(ranged.range()).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains('#') {
        return "…".into();
    }
    let limit = |text: &str| text.char_indices().nth(MAX_SHOWN).map(|(at, _)| at);
    match (limit(&text), text.split_once('(')) {
        (None, _) => text,
        (Some(_), Some((called, _))) if limit(called).is_none() && !called.is_empty() => {
            format!("{called}(…)")
        }
        (Some(cut), _) => format!("{}…", &text[..cut]),
    }
}

#[cfg(test)]
mod tests {
    use super::{Sort, named, sort_of};

    #[test]
    fn names_of_classes_tell_the_sort() {
        for (class, expected) in [
            ("asyncio.Lock", Some(Sort::Lock)),
            ("asyncio.BoundedSemaphore", Some(Sort::Semaphore)),
            ("asyncio.Condition", Some(Sort::Condition)),
            ("threading.Lock", Some(Sort::Thread)),
            ("threading.RLock", Some(Sort::Reentrant)),
            ("anyio._core._synchronization.CapacityLimiter", Some(Sort::Semaphore)),
            ("trio._sync.StrictFIFOLock", Some(Sort::Lock)),
            ("asyncio.Event", None),
            ("asyncio.TaskGroup", None),
        ] {
            assert_eq!(sort_of(class), expected, "{class}");
        }
    }

    #[test]
    fn names_alone_tell_little() {
        for (name, expected) in [
            ("_send_lock", Some(Sort::Unknown)),
            ("locks", Some(Sort::Unknown)),
            ("sem", Some(Sort::Semaphore)),
            ("clock", None),
            ("second", None),
            ("semantics", None),
        ] {
            assert_eq!(named(name), expected, "{name}");
        }
    }
}
