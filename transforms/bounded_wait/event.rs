//! The attribute that a wait's event lives in, and every use of it in all given files: who sets it, who clears it,
//! where it is made. Says where; judges nothing.

use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{BindingKind, ClassRef, Facts, Use, Uses};
use crate::syntax::{AnyNodeRef, Expr, NodeId};
use crate::verdict::Evidence;

use super::receiver::Kind;
use super::site::Wait;

/// Lines shown of those that set it.
const SHOWN: usize = 3;

/// An event, or another primitive, in an attribute.
pub(super) struct Event {
    /// The class of the object that has the attribute.
    pub class: ClassRef,
    /// The attribute.
    pub attribute: String,
    /// Its uses.
    pub uses: Uses,
    /// Whether the attribute holds the event itself, and no container of them.
    pub itself: bool,
}

/// The attribute of what is waited for; `None` for locals, and where this is no given file.
pub(super) fn of<'a>(wait: &Wait<'a>, facts: &Facts<'a>) -> Option<Event> {
    facts.file?;
    let (attribute, itself) = attribute(wait.receiver, wait.call_id, facts, 3)?;
    let Expr::Attribute(node) = attribute else { return None };
    let typed = facts.type_of(&node.value, facts.tree.id(node));
    let class = facts.class_ref(&typed.ty)?;
    let name = node.attr.to_string();
    let uses = facts.view().uses(class, &name);
    Some(Event { class, attribute: name, uses, itself })
}

/// The attribute expression that an expression gets its value from: `self._state.events` for
/// `self._state.events[key]`, and for a name that is bound to it once.
fn attribute<'a>(expr: &'a Expr, at: NodeId, facts: &Facts<'a>, steps: u8) -> Option<(&'a Expr, bool)> {
    match expr {
        Expr::Attribute(_) => Some((expr, true)),
        Expr::Subscript(node) => Some((attribute(&node.value, at, facts, steps)?.0, false)),
        Expr::Name(name) if steps > 0 => {
            let (_, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
            let [binding] = bindings else { return None };
            let BindingKind::Assignment { value: Some(value), .. } = &binding.kind else { return None };
            attribute(value, binding.node, facts, steps - 1)
        }
        // `self._events.get(key)`, `self._events.setdefault(key, Event())`
        Expr::Call(call) => match call.func.as_ref() {
            Expr::Attribute(method) if matches!(method.attr.as_str(), "get" | "setdefault") => {
                Some((attribute(&method.value, at, facts, steps)?.0, false))
            }
            _ => None,
        },
        _ => None,
    }
}

impl Event {
    /// The uses that call one of these methods on the event itself.
    pub fn calls<'u>(&'u self, methods: &'u [&'u str]) -> impl Iterator<Item = &'u Use> {
        self.uses.list.iter().filter(move |found| match &found.usage {
            Usage::Method { name, .. } => self.itself && methods.contains(&&**name),
            _ => false,
        })
    }

    /// Where the attribute is made, if that is in another file than the wait.
    pub fn made_elsewhere(&self, facts: &Facts<'_>) -> Option<Evidence> {
        let view = facts.view();
        let makes = |found: &&Use| matches!(found.usage, Usage::Write | Usage::Declare) && !found.aliased;
        let mut made = self.uses.list.iter().filter(makes);
        // The line that makes it says more than one that leaves it empty.
        let made = made
            .clone()
            .find(|found| found.fresh && found.usage == Usage::Write)
            .or_else(|| made.next())
            .filter(|found| Some(found.place.file) != facts.file)?;
        let message = format!("`{}.{}` comes from here", view.class_name(self.class), self.attribute);
        Some(facts.evidence_at("made", message, made.place))
    }

    /// Who sets it, or that nobody does.
    pub fn setters(&self, kind: Kind, facts: &Facts<'_>) -> Vec<Evidence> {
        let methods: &[&str] = match kind {
            Kind::Event => &["set"],
            Kind::Condition => &["notify", "notify_all"],
            Kind::Queue | Kind::Lock | Kind::Process => return Vec::new(),
        };
        if !self.itself {
            return Vec::new();
        }
        let verb = if kind == Kind::Event { "sets" } else { "notifies" };
        let setters: Vec<&Use> = self.calls(methods).collect();
        let mut shown: Vec<Evidence> = setters
            .iter()
            .take(SHOWN)
            .map(|found| {
                let who = who(found, facts);
                facts.evidence_at("setter", format!("{who} {verb} it"), found.place)
            })
            .collect();
        if setters.len() > SHOWN
            && let Some(last) = shown.last_mut()
        {
            let (more, verb) =
                (setters.len() - SHOWN, if setters.len() == SHOWN + 1 { "does" } else { "do" });
            last.message.push_str(&format!(", and {more} more {verb}"));
        }
        if shown.is_empty() {
            shown.push(self.nobody(verb, facts));
        }
        shown
    }

    /// That no line sets it, and whether all uses are followed.
    fn nobody(&self, verb: &str, facts: &Facts<'_>) -> Evidence {
        let object = format!("`{}.{}`", facts.view().class_name(self.class), self.attribute);
        match self.not_followed(facts) {
            None => Evidence::general("never-set", format!("no line of the given files {verb} {object}")),
            Some((why, Some(place))) => {
                let message =
                    format!("no line that could be followed {verb} {object}, but not all could: {why}");
                facts.evidence_at("setter-unknown", message, place)
            }
            Some((why, None)) => {
                let message =
                    format!("no line that could be followed {verb} {object}, but not all could: {why}");
                Evidence::general("setter-unknown", message)
            }
        }
    }

    /// Why somebody else may have the event.
    fn not_followed(&self, facts: &Facts<'_>) -> Option<(String, Option<Place>)> {
        if let Some(blind) = self.uses.blind.first() {
            return Some((blind.why.clone(), blind.place));
        }
        for found in &self.uses.list {
            let place = Some(found.place);
            match &found.usage {
                Usage::Method { .. } | Usage::Test => {}
                Usage::Write if is_made_here(found.place, facts) => {}
                Usage::Write | Usage::Declare => {
                    return Some(("its value may come from somebody who has it, too".into(), place));
                }
                _ => return Some(("what is done with it here is not followed".into(), place)),
            }
        }
        None
    }
}

/// The function around a use, in words.
pub(super) fn who(found: &Use, facts: &Facts<'_>) -> String {
    let index = facts.view().index(found.place.file);
    let function = found.function.and_then(|function| index.functions.get(function as usize));
    match function {
        None => "the module".into(),
        Some(function) if function.name.is_empty() => "a lambda".into(),
        Some(function) => format!("`{}`", function.qualified),
    }
}

/// Whether an assignment's value is a new primitive that has no second name, or `None`.
fn is_made_here(place: Place, facts: &Facts<'_>) -> bool {
    let read = facts.in_file(place.file, |facts| {
        let Some(target) = facts.used_at(place.range) else { return false };
        let value = match facts.tree.parent(target).map(|parent| facts.tree.node(parent)) {
            Some(AnyNodeRef::StmtAssign(assign)) if assign.targets.len() == 1 => assign.value.as_ref(),
            Some(AnyNodeRef::StmtAnnAssign(assign)) => match assign.value.as_deref() {
                Some(value) => value,
                None => return false,
            },
            _ => return false,
        };
        match value {
            Expr::NoneLiteral(_) => true,
            Expr::Call(call) => {
                // `asyncio.Condition(lock)` shares a lock, and nobody notifies through that.
                facts.is_one_of(&call.func, target, &["asyncio.Event", "asyncio.Condition"])
            }
            _ => false,
        }
    });
    read.unwrap_or(false)
}
