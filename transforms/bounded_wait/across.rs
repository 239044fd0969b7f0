//! Whether every caller in all given files bounds a function, each shown by file and line. Reads one call with
//! [`super::callers::bound_of_call`]; decides nothing about files that are not given, but says that they may call.

use crate::facts::types::engine::Place;
use crate::facts::{Caller, Facts, FunctionRef, View};
use crate::syntax::{AnyNodeRef, NodeKind, TextRange};
use crate::verdict::Evidence;

use super::callers::{ByCallers, CallBound, MAX_STEPS, bound_of_call};

/// Calls that are read in all; more are not proven.
const MAX_CALLS: usize = 60;
/// Files that name a public function, up to which its callers are looked for all the same.
const MAX_FILES: usize = 12;
/// Lines shown where it is not proven.
const SHOWN: usize = 2;
/// Decorators that change nothing about how the function runs.
const PLAIN: &[&str] =
    &["staticmethod", "classmethod", "override", "typing.override", "final", "typing.final"];

/// Whether all callers of `function` bound it.
pub(super) fn bound(facts: &Facts<'_>, function: FunctionRef) -> ByCallers {
    let mut walk = Walk { facts, view: facts.view(), path: Vec::new(), read: 0 };
    let answer = walk.follow(function);
    if answer.open.is_empty() && !answer.bounded.is_empty() {
        return ByCallers::Proven(answer.bounded);
    }
    let mut evidence: Vec<Evidence> = answer.bounded.into_iter().take(SHOWN).collect();
    // Without a caller that bounds it there is nothing to weigh, but that nobody calls it at all.
    let shown = if evidence.is_empty() { answer.nobody.into_iter().collect() } else { answer.open };
    evidence.extend(shown.into_iter().take(SHOWN));
    ByCallers::Not(evidence)
}

/// What the callers of one function show.
#[derive(Default)]
struct Answer {
    /// The lines that bound it.
    bounded: Vec<Evidence>,
    /// Why these may not be all.
    open: Vec<Evidence>,
    /// That no given file calls it.
    nobody: Option<Evidence>,
}

struct Walk<'f, 'a> {
    facts: &'f Facts<'a>,
    view: View<'a>,
    path: Vec<FunctionRef>,
    read: usize,
}

impl Walk<'_, '_> {
    fn follow(&mut self, function: FunctionRef) -> Answer {
        let mut answer = Answer::default();
        // A function that calls itself is bounded if its other callers bound it.
        if self.path.contains(&function) {
            return answer;
        }
        let Some(entry) = self.view.function(function) else { return answer };
        let own = Place { file: function.file, range: entry.name_range };
        let name =
            if entry.qualified.is_empty() { "a lambda".into() } else { format!("`{}`", entry.qualified) };
        let facts = self.facts;
        let mut open = |kind: &'static str, why: String, place: Place| {
            answer.open.push(facts.evidence_at(kind, why, place));
        };
        if self.path.len() >= MAX_STEPS {
            open("caller-not-bounded", format!("{name} is called through too many steps"), own);
            return answer;
        }
        if !entry.is_async || entry.is_generator {
            open("caller-not-bounded", format!("{name} is no plain coroutine function"), own);
            return answer;
        }
        if let Some(decorator) = entry.decorators.iter().find(|decorator| !PLAIN.contains(&&***decorator)) {
            open("caller-not-bounded", format!("what `{decorator}` does with {name} is not known"), own);
            return answer;
        }
        // Nothing is proven of a public function, and a common name costs much.
        let public = entry.parent.is_none() && !entry.name.starts_with('_');
        if public && facts.project.files_with(&entry.name).len() > MAX_FILES {
            open("called-from-outside", format!("others may call {name} without a bound: it is public"), own);
            return answer;
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
        if callers.certain.is_empty() && callers.possible.is_empty() {
            let message = format!("nothing in the given files calls {name}");
            answer.nobody = Some(facts.evidence_at("no-caller", message, own));
        }
        self.read += callers.certain.len();
        if self.read > MAX_CALLS {
            open("caller-not-bounded", format!("{name} has more callers than are followed"), own);
            return answer;
        }
        self.path.push(function);
        for caller in &callers.certain {
            match self.call(caller) {
                Ok(evidence) => answer.bounded.extend(evidence),
                Err(evidence) => answer.open.push(evidence),
            }
        }
        self.path.pop();
        answer
    }

    /// The lines that bound one call: where it is awaited, or in all callers of the function around it. Else the line
    /// that does not.
    fn call(&mut self, caller: &Caller) -> Result<Vec<Evidence>, Evidence> {
        let around = caller.function.map(|function| FunctionRef { file: caller.place.file, function });
        let entry = around.and_then(|around| self.view.function(around));
        let who = match &entry {
            None => "the module".to_string(),
            Some(entry) if entry.qualified.is_empty() => "a lambda".to_string(),
            Some(entry) => format!("`{}`", entry.qualified),
        };
        let unbounded = |why: &str| {
            Err(self.facts.evidence_at("caller-not-bounded", format!("{who} {why}"), caller.place))
        };
        let Some(range) = caller.call else { return unbounded("hands it on") };
        match self.read_call(caller.place.file, range) {
            CallBound::Here { by, range, choice } => {
                let message = format!("{who} awaits it inside {by}{choice}");
                let place = Place { file: caller.place.file, range };
                Ok(vec![self.facts.evidence_at("bounded-by-caller", message, place)])
            }
            CallBound::Awaited => {
                let Some(around) = around else { return unbounded("does not bound it") };
                let outer = self.follow(around);
                if outer.open.is_empty() && (self.path.contains(&around) || !outer.bounded.is_empty()) {
                    return Ok(outer.bounded);
                }
                Err(self.facts.evidence_at(
                    "caller-not-bounded",
                    format!("{who} does not bound it, and neither does everybody who calls that"),
                    caller.place,
                ))
            }
            CallBound::Not if caller.how == crate::facts::index::How::Spawned => {
                unbounded("runs it as a task of its own, which nothing around its start bounds")
            }
            CallBound::Not => unbounded("does not bound it"),
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
