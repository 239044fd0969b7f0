//! Locks: what is one, by which name it is known, and which ones a call may take, through calls.

use std::collections::BTreeSet;

use super::{Blind, FunctionRef, Receiver, View};
use crate::facts::index::{How, RegionKind};
use crate::facts::lock_classes::of_class;
use crate::facts::types::engine::{Inferred, Place};
use crate::syntax::TextRange;

/// Whether something is a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockFact {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// Its type is not known.
    Unknown,
}

/// The locks that a call may take.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// By name (`module.Class.attribute`), and one place that takes it.
    pub locks: Vec<(String, Place)>,
    /// Calls in it that could not be followed.
    pub blind: Vec<Blind>,
}

/// Functions that a question follows before it gives up: real chains are far shorter.
const MAX_FUNCTIONS: usize = 400;

impl View<'_> {
    /// Whether the expression at a place is a lock.
    pub fn is_lock(&self, place: Place) -> LockFact {
        match self.type_at(place) {
            Inferred::Instance { class, .. } => self.lock_class(&class),
            Inferred::Several(classes) => {
                let mut facts: Vec<LockFact> = classes.iter().map(|class| self.lock_class(class)).collect();
                facts.dedup();
                match facts.as_slice() {
                    [one] => *one,
                    _ => LockFact::Unknown,
                }
            }
            Inferred::Unknown(_) => LockFact::Unknown,
            _ => LockFact::No,
        }
    }

    fn lock_class(&self, class: &crate::facts::types::engine::Symbol) -> LockFact {
        if of_class(&class.name).is_some() {
            return LockFact::Yes;
        }
        // A project's own class is one if it derives from one.
        let Some(own) = self.class_of(class) else { return LockFact::No };
        let derived = std::iter::once(own).chain(self.ancestors(own)).any(|at| {
            let index = self.index(at.file);
            index.classes[at.class as usize].bases.iter().any(|(_, range)| {
                match self.type_at(Place { file: at.file, range: *range }) {
                    Inferred::Class(base) => of_class(&base.name).is_some(),
                    _ => false,
                }
            })
        });
        if derived { LockFact::Yes } else { LockFact::No }
    }

    /// The name of the lock that a context expression takes: by the class that sets it, so that all users agree.
    pub fn lock_name(&self, place: Place) -> String {
        let index = self.index(place.file);
        let text = self.text(place).to_string();
        // `self._locks[k]` and `self._lock_for(k)` are families: named by what is subscripted or called.
        let (inner, suffix) = match text.split_once(['[', '(']) {
            Some((head, _)) => (
                head.len(),
                if text.contains('(') && !text[..text.len()].contains('[') { "()" } else { "[]" },
            ),
            None => (text.len(), ""),
        };
        let head =
            TextRange::at(place.range.start(), crate::syntax::TextSize::try_from(inner).unwrap_or_default());
        let attribute = text[..inner].rsplit('.').next().unwrap_or_default().to_string();
        if let Some(occurrence) = index.attributes(&attribute).iter().find(|found| found.range == head) {
            if let Receiver::Classes(classes) = self.receiver(place.file, occurrence)
                && let Some(class) = classes.first()
            {
                // The class nearest to the root that sets it.
                let setter = self
                    .ancestors(*class)
                    .into_iter()
                    .rev()
                    .find(|base| self.sets(*base, &attribute))
                    .unwrap_or(*class);
                return format!("{}.{attribute}{suffix}", self.class_path(setter));
            }
            return format!("{}{suffix}", &text[..inner]);
        }
        let own = index.names(&attribute).iter().find(|found| found.range == head);
        match own {
            Some(name) if name.owner.is_none() => {
                // A name of the module, or one that it imports.
                let definitions = self.callee_at(Place { file: place.file, range: head });
                match definitions.symbols.first() {
                    Some(symbol) => format!("{}{suffix}", symbol.name),
                    None => format!("{}.{attribute}{suffix}", self.project.module(place.file)),
                }
            }
            _ => text,
        }
    }

    fn sets(&self, class: super::ClassRef, attribute: &str) -> bool {
        let index = self.index(class.file);
        let method = index.method(class.class, attribute).is_some();
        method
            || index.attributes(attribute).iter().any(|found| {
                found.this == Some(class.class)
                    && matches!(
                        found.usage,
                        crate::facts::index::Usage::Write | crate::facts::index::Usage::Declare
                    )
            })
    }

    /// The locks that the call with this function position may take before it returns, through calls. Tasks that it
    /// spawns are not part of it.
    pub fn taken_by(&self, callee: Place) -> Taken {
        self.project.count_question();
        let mut taken = Taken::default();
        let mut seen = BTreeSet::new();
        let mut open = self.called(callee, &mut taken);
        while let Some(function) = open.pop() {
            if !seen.insert(function) {
                continue;
            }
            if seen.len() > MAX_FUNCTIONS {
                taken.blind.push(Blind { place: None, why: "the calls go too far to be followed".into() });
                break;
            }
            self.take_in(function, &mut taken);
            for call in self.calls_in(function) {
                if call.how != How::Spawned {
                    open.extend(self.called(Place { file: function.file, range: call.callee }, &mut taken));
                }
            }
        }
        taken.locks.sort();
        taken.locks.dedup_by(|later, first| later.0 == first.0);
        taken.blind.sort();
        taken.blind.dedup();
        taken
    }

    fn take_in(&self, function: FunctionRef, taken: &mut Taken) {
        let index = self.index(function.file);
        for region in index.regions.iter().filter(|region| region.function == Some(function.function)) {
            let RegionKind::With(context) = region.kind else { continue };
            let place = Place { file: function.file, range: context };
            match self.is_lock(place) {
                LockFact::Yes => taken.locks.push((self.lock_name(place), place)),
                LockFact::No => {}
                LockFact::Unknown => {
                    let why = format!("`{}` may be a lock: its type is not known", self.text(place));
                    taken.blind.push(Blind { place: Some(place), why });
                }
            }
        }
    }

    /// The functions of given files that a call runs. What cannot be followed is noted.
    fn called(&self, callee: Place, taken: &mut Taken) -> Vec<FunctionRef> {
        let found = self.callee_at(callee);
        let mut functions = Vec::new();
        for symbol in &found.symbols {
            let Some(function) = self.function_of(symbol) else { continue };
            functions.push(function);
            // What a subclass runs instead.
            if let Some(owner) = self.owner(function)
                && let Some(entry) = self.function(function)
            {
                let overriding = self.descendants(owner).into_iter();
                functions.extend(overriding.filter_map(|sub| {
                    let function = self.index(sub.file).method(sub.class, &entry.name)?;
                    Some(FunctionRef { file: sub.file, function })
                }));
            }
        }
        if let Some(why) = found.why
            && found.symbols.is_empty()
        {
            let why = format!("what `{}` runs is not known: {}", self.text(callee), why.words());
            taken.blind.push(Blind { place: Some(callee), why });
        }
        functions
    }
}
