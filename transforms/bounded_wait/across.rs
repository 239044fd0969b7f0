//! The calls of the functions that lead to a wait, in all given files. Reads one call with
//! [`super::callers::bound_of_call`]; decides nothing about files that are not given, but says that they may call.

use crate::facts::index::How;
use crate::facts::types::engine::Place;
use crate::facts::{Caller, Facts, FunctionRef, View};
use crate::syntax::{AnyNodeRef, NodeKind, TextRange};

use super::callers::{CallBound, bound_of_call};
use super::chain::{self, ByCallers, Called, Way};

/// Files that name a public function, up to which its callers are looked for all the same.
const MAX_FILES: usize = 12;
/// Decorators that change nothing about how the function runs.
const PLAIN: &[&str] =
    &["staticmethod", "classmethod", "override", "typing.override", "final", "typing.final"];

/// Whether all callers of `function` bound it.
pub(super) fn bound(facts: &Facts<'_>, function: FunctionRef) -> ByCallers {
    let given = Given { facts, view: facts.view() };
    chain::walk(function, |function, most| given.called(function, most))
}

struct Given<'f, 'a> {
    facts: &'f Facts<'a>,
    view: View<'a>,
}

impl Given<'_, '_> {
    fn called(&self, function: FunctionRef, most: usize) -> Called<FunctionRef> {
        let mut called = Called::default();
        let facts = self.facts;
        let mut open = |kind: &'static str, why: String, place: Place| {
            called.open.push(facts.evidence_at(kind, why, place));
        };
        let Some(entry) = self.view.function(function) else {
            let file = Place { file: function.file, range: TextRange::default() };
            open("caller-not-bounded", "a function cannot be read again".into(), file);
            return called;
        };
        let own = Place { file: function.file, range: entry.name_range };
        let name =
            if entry.qualified.is_empty() { "a lambda".into() } else { format!("`{}`", entry.qualified) };
        if !entry.is_async || entry.is_generator {
            open("caller-not-bounded", format!("{name} is no plain coroutine function"), own);
            return called;
        }
        if let Some(decorator) = entry.decorators.iter().find(|decorator| !PLAIN.contains(&&***decorator)) {
            open("caller-not-bounded", format!("what `{decorator}` does with {name} is not known"), own);
            return called;
        }
        // Nothing is proven of a public function, and a common name costs much.
        let public = entry.parent.is_none() && !entry.name.starts_with('_');
        if public && facts.project.files_with(&entry.name).len() > MAX_FILES {
            open("called-from-outside", format!("others may call {name} without a bound: it is public"), own);
            return called;
        }
        let callers = self.view.callers(function);
        for blind in &callers.outside {
            let message = format!("others may call {name} without a bound: {}", blind.why);
            open("called-from-outside", message, blind.place.unwrap_or(own));
        }
        if let Some(by_name) = self.named_by_a_value(function) {
            open(
                "caller-not-bounded",
                format!("{name} may be called here, by a name that is no constant"),
                by_name,
            );
        }
        for possible in &callers.possible {
            let doubt = possible.doubt.as_deref().unwrap_or("it is handed on");
            open(
                "caller-not-bounded",
                format!("{name} may run from here without a bound: {doubt}"),
                possible.place,
            );
        }
        if callers.certain.len() > most {
            open("caller-not-bounded", format!("{name} has more callers than are followed"), own);
            return called;
        }
        if callers.certain.is_empty() && callers.possible.is_empty() {
            let message = format!("nothing in the given files calls {name}");
            called.nobody = Some(facts.evidence_at("no-caller", message, own));
        }
        called.ways = callers.certain.iter().map(|caller| self.way(caller, &name)).collect();
        called
    }

    /// What one call of `name` shows.
    fn way(&self, caller: &Caller, name: &str) -> Way<FunctionRef> {
        let around = caller.function.map(|function| FunctionRef { file: caller.place.file, function });
        let who = match around.and_then(|around| self.view.function(around)) {
            None => "the module".to_string(),
            Some(entry) if entry.qualified.is_empty() => "a lambda".to_string(),
            Some(entry) => format!("`{}`", entry.qualified),
        };
        let at = |kind, message: String| self.facts.evidence_at(kind, message, caller.place);
        let open = |why: &str| Way::Open(at("caller-not-bounded", format!("{who} {why}")));
        let Some(range) = caller.call else { return open("hands it on") };
        match (self.read_call(caller.place.file, range), around) {
            (CallBound::Here { by, range, choice }, _) => {
                let message = format!("{who} awaits it inside {by}{choice}");
                let place = Place { file: caller.place.file, range };
                Way::Bounded(self.facts.evidence_at("bounded-by-caller", message, place))
            }
            (CallBound::Awaited, Some(around)) => Way::Through(
                around,
                at("awaited-by", format!("{who} awaits {name}")),
                at(
                    "caller-not-bounded",
                    format!("{who} does not bound it, and neither does everybody who calls that"),
                ),
            ),
            (CallBound::Not, _) if caller.how == How::Spawned => {
                open("runs it as a task of its own, which nothing around its start bounds")
            }
            (CallBound::Awaited | CallBound::Not, _) => open("does not bound it"),
        }
    }

    fn read_call(&self, file: u32, range: TextRange) -> CallBound {
        let read = self.facts.in_file(file, |facts| {
            let id = facts.tree.node_at(range, NodeKind::ExprCall)?;
            match facts.tree.node(id) {
                AnyNodeRef::ExprCall(call) => Some(bound_of_call(facts, id, call)),
                _ => None,
            }
        });
        read.flatten().unwrap_or(CallBound::Not)
    }

    /// Where an attribute of a method's instance is got by a name that is no constant: `getattr(self, name)`.
    fn named_by_a_value(&self, function: FunctionRef) -> Option<Place> {
        let family = self.view.family(self.view.owner(function)?);
        let mut members: Vec<_> = family.into_iter().collect();
        members.sort();
        members.into_iter().find_map(|class| {
            let index = self.view.index(class.file);
            let found = index.reflections.iter().find(|found| {
                found.this == Some(class.class)
                    && found.what == "an attribute is named by a value"
                    && !found.writes
            })?;
            Some(Place { file: class.file, range: found.receiver })
        })
    }
}
