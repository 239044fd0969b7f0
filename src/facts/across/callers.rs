//! Who calls a function or method: certainly, possibly, or nobody; and what surrounds each call.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::outside::is_transparent;
use super::{Blind, ClassRef, FunctionRef, Receiver, View};
use crate::facts::index::{FileIndex, Function, How, MODULE, Occurrence, RegionKind, Usage};
use crate::facts::types::engine::Place;
use crate::syntax::TextRange;

/// A place that calls a function, or hands it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The function position of the call, or the expression that hands it on.
    pub place: Place,
    /// The whole call; `None` where it is handed on.
    pub call: Option<TextRange>,
    /// How the call is run.
    pub how: How,
    /// The function around it, by number.
    pub function: Option<u32>,
    /// Why it is only possible; `None` if it is certain.
    pub doubt: Option<String>,
    /// Inside the body of a loop.
    pub in_loop: bool,
    /// Inside the body of a `try` that has handlers.
    pub in_try: bool,
    /// Inside a `finally`.
    pub in_finally: bool,
    /// Where something bounds its time.
    pub timeout: bool,
    /// The contexts of `with` statements around it, outermost first.
    pub contexts: Vec<TextRange>,
}

impl Caller {
    /// Whether it certainly calls the function.
    pub fn is_certain(&self) -> bool {
        self.doubt.is_none() && self.call.is_some()
    }
}

/// Who calls a function.
#[derive(Clone, Debug, Default)]
pub struct CallersAcross {
    /// Calls that are certainly of it.
    pub certain: Vec<Caller>,
    /// Calls that may be of it, and places that hand it on.
    pub possible: Vec<Caller>,
    /// Why somebody outside may call it: it is public, decorated, or overrides something that is not given.
    pub outside: Vec<Blind>,
}

/// Which places are looked at.
pub struct Wanted<'w> {
    /// Files, asked before anything of them is parsed.
    pub file: &'w dyn Fn(u32) -> bool,
    /// Uses of the function's name, in functions of the file.
    pub place: &'w dyn Fn(&FileIndex, &Occurrence, &Function) -> bool,
}

impl Default for Wanted<'_> {
    fn default() -> Self {
        Wanted { file: &|_| true, place: &|_, _, _| true }
    }
}

impl View<'_> {
    /// Who calls a function.
    pub fn callers(&self, function: FunctionRef) -> CallersAcross {
        self.project.count_question();
        let mut callers = CallersAcross { outside: self.outside(function), ..CallersAcross::default() };
        let Some(entry) = self.function(function) else { return callers };
        let own = self.owner(function);
        let mut found: BTreeMap<Place, Caller> = BTreeMap::new();
        self.each_caller(function, &Wanted::default(), &mut |caller| {
            found.insert(caller.place, caller);
            ControlFlow::Continue(())
        });
        if let (Some(class), "__init__") = (own, &*entry.name) {
            self.constructions(class, &mut found);
        }
        for caller in found.into_values() {
            if caller.is_certain() {
                callers.certain.push(caller);
            } else {
                callers.possible.push(caller);
            }
        }
        callers
    }

    /// The callers of a function, if nobody else calls it: all are certain, and no one outside may. Less is looked at
    /// than for [`View::callers`] where that is not so.
    pub fn only_callers(&self, function: FunctionRef) -> Option<Vec<Caller>> {
        self.project.count_question();
        if !self.outside(function).is_empty() {
            return None;
        }
        let mut found: BTreeMap<Place, Caller> = BTreeMap::new();
        let mut all = true;
        self.each_caller(function, &Wanted::default(), &mut |caller| {
            all = caller.is_certain();
            found.insert(caller.place, caller);
            if all { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        if let (Some(class), true) =
            (self.owner(function), self.function(function).is_some_and(|entry| &*entry.name == "__init__"))
        {
            self.constructions(class, &mut found);
        }
        (all && found.values().all(Caller::is_certain)).then(|| found.into_values().collect())
    }

    /// The first caller that is accepted, among the wanted places. Only what stands there is resolved.
    pub fn find_caller(
        &self,
        function: FunctionRef,
        wanted: &Wanted<'_>,
        accepted: &dyn Fn(&Caller) -> bool,
    ) -> Option<Caller> {
        self.project.count_question();
        let mut found = None;
        self.each_caller(function, wanted, &mut |caller| {
            if !accepted(&caller) {
                return ControlFlow::Continue(());
            }
            found = Some(caller);
            ControlFlow::Break(())
        });
        found
    }

    /// Visits the callers of a function that stand at wanted places, file by file, until the visitor has enough.
    /// Constructions of a class are not visited as callers of its `__init__`.
    pub(crate) fn each_caller(
        &self,
        function: FunctionRef,
        wanted: &Wanted<'_>,
        visit: &mut dyn FnMut(Caller) -> ControlFlow<()>,
    ) {
        let Some(entry) = self.function(function) else { return };
        let name = entry.name.to_string();
        let replaced = entry
            .decorators
            .iter()
            .find(|decorator| !is_transparent(decorator))
            .map(|decorator| format!("it is decorated with `{decorator}`, which may run something else"));
        let relatives = self.owner(function).map(|class| (class, self.overriders(class, &name)));
        for file in self.project.files_with(&name).into_iter().filter(|&file| (wanted.file)(file)) {
            let index = self.index(file);
            let around = |occurrence: &Occurrence| {
                let function = occurrence.function.and_then(|at| index.functions.get(at as usize));
                (wanted.place)(&index, occurrence, function.unwrap_or(&MODULE))
            };
            for occurrence in index.attributes(&name).iter().filter(|found| around(found)) {
                if matches!(occurrence.usage, Usage::Write | Usage::Declare | Usage::Delete | Usage::Augment)
                {
                    continue;
                }
                let place = Place { file, range: occurrence.range };
                let doubt = match &relatives {
                    Some((class, overriders)) => {
                        self.of_method(file, occurrence, function, *class, overriders, &name)
                    }
                    None => self.of_function(place, function, &index, occurrence),
                };
                if let Some(doubt) = doubt {
                    let named = occurrence.by_string.then(|| "it is named by a string".to_string());
                    let doubt = doubt.or(named).or_else(|| replaced.clone());
                    if visit(self.caller(file, &index, occurrence, doubt)).is_break() {
                        return;
                    }
                }
            }
            if relatives.is_some() {
                continue;
            }
            for local in local_names(&index, &name) {
                for occurrence in index.names(&local).iter().filter(|found| around(found)) {
                    let place = Place { file, range: occurrence.range };
                    if let Some(doubt) = self.of_function(place, function, &index, occurrence) {
                        let doubt = doubt.or_else(|| replaced.clone());
                        if visit(self.caller(file, &index, occurrence, doubt)).is_break() {
                            return;
                        }
                    }
                }
            }
        }
    }

    /// Methods of this name in subclasses, which a call on the class may run instead.
    fn overriders(&self, class: ClassRef, name: &str) -> Vec<ClassRef> {
        self.descendants(class)
            .into_iter()
            .filter(|sub| self.index(sub.file).method(sub.class, name).is_some())
            .collect()
    }

    /// Whether a use of a method's name is of this method: `None` if not, else the doubt (`Some(None)`: certain).
    fn of_method(
        &self,
        file: u32,
        occurrence: &Occurrence,
        function: FunctionRef,
        class: ClassRef,
        overriders: &[ClassRef],
        name: &str,
    ) -> Option<Option<String>> {
        let handed = !matches!(occurrence.usage, Usage::Called);
        let doubt = |certain: bool, why: &str| {
            Some(if certain && !handed {
                None
            } else {
                Some(if handed { "it is handed on".into() } else { why.to_string() })
            })
        };
        if occurrence.is_super {
            let around = ClassRef { file, class: occurrence.this? };
            let bases = self.bases(around).0;
            let next = bases.iter().find_map(|base| self.method(*base, name))?;
            return if next == function {
                doubt(bases.len() == 1, "the class has several bases")
            } else {
                None
            };
        }
        match self.receiver(file, occurrence) {
            Receiver::Classes(classes) => {
                let several = classes.len() > 1;
                classes.iter().find_map(|receiver| {
                    let runs = self.method(*receiver, name);
                    if runs == Some(function) {
                        // A subclass of the receiver's class may have its own.
                        let overridden = overriders
                            .iter()
                            .any(|sub| sub == receiver || self.ancestors(*sub).contains(receiver));
                        return doubt(!overridden && !several, "a subclass has a method of its own");
                    }
                    // The receiver may be an instance of this method's class.
                    let below = self.ancestors(class).contains(receiver);
                    // A mixin or base that leaves the method to others.
                    let sibling = runs.is_none() && self.family(class).contains(receiver);
                    (below || sibling)
                        .then_some(())
                        .and_then(|()| doubt(false, "the object may be of another class"))
                })
            }
            Receiver::Outside(_) | Receiver::Module => None,
            Receiver::Unknown(why) => Some(Some(if handed {
                "an object of unknown class hands it on".into()
            } else {
                format!("the object's class is not known: {}", why.words())
            })),
        }
    }

    /// The same for a function that is no method.
    fn of_function(
        &self,
        place: Place,
        function: FunctionRef,
        index: &FileIndex,
        occurrence: &Occurrence,
    ) -> Option<Option<String>> {
        let entry = self.function(function)?;
        let handed = !matches!(occurrence.usage, Usage::Called);
        let certain = || Some(if handed { Some("it is handed on".to_string()) } else { None });
        if let Some(start) = occurrence.means {
            let here =
                place.file == function.file && index.function_named_at(start) == Some(function.function);
            return if here { certain() } else { None };
        }
        if place.file == function.file && occurrence.receiver.is_none() && occurrence.owner.is_some() {
            // A local that is bound otherwise, or several times.
            let nested = entry.parent.is_some() && occurrence.owner == entry.parent;
            return nested.then(|| Some("the name is bound more than once".into()));
        }
        if entry.parent.is_some() {
            return None;
        }
        let found = self.callee_at(place);
        let here = found.symbols.iter().any(|symbol| {
            symbol.place.is_some_and(|at| at.file == function.file && at.range == entry.name_range)
        });
        match (here, found.symbols.len(), found.why) {
            (true, 1, None) => certain(),
            (true, ..) => Some(Some(if handed {
                "it is handed on".into()
            } else {
                "the name may mean something else".into()
            })),
            (false, _, None) => None,
            // Unknown: possible only where the name reaches this function's file by import, or is its own.
            (false, _, Some(why)) => {
                // With types, what is not known here has nothing to do with this file.
                (self.project.engine().is_none() && occurrence.owner.is_none())
                    .then(|| Some(format!("what the name means is not known: {}", why.words())))
            }
        }
    }

    pub(super) fn caller(
        &self,
        file: u32,
        index: &FileIndex,
        occurrence: &Occurrence,
        doubt: Option<String>,
    ) -> Caller {
        let call =
            matches!(occurrence.usage, Usage::Called).then(|| index.call_of(occurrence.range)).flatten();
        let around = call.map_or(occurrence.range, |call| call.range);
        let regions = index.regions_at(around);
        let has = |kind: &RegionKind| regions.iter().any(|region| region.kind == *kind);
        Caller {
            place: Place { file, range: occurrence.range },
            call: call.map(|call| call.range),
            how: call.map_or(How::Called, |call| call.how),
            function: occurrence.function,
            in_loop: has(&RegionKind::Loop),
            in_try: has(&RegionKind::Try),
            in_finally: has(&RegionKind::Finally),
            timeout: has(&RegionKind::Timeout),
            contexts: regions
                .iter()
                .filter_map(|region| match region.kind {
                    RegionKind::With(context) => Some(context),
                    _ => None,
                })
                .collect(),
            doubt,
        }
    }
}

/// The names under which a file may know something of this name.
pub(super) fn local_names(index: &FileIndex, name: &str) -> Vec<String> {
    let mut names = vec![name.to_string()];
    for import in &index.imports {
        if &*import.target == name && &*import.local != name {
            names.push(import.local.to_string());
        }
    }
    names
}
