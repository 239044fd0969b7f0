//! Every use of an attribute across files: through the instance, other objects of the class, subclasses, local
//! aliases and parameters (one level).

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::mangled::{is_inside, is_mangled};
use super::{Blind, ClassRef, FunctionRef, Receiver, View};
use crate::facts::index::{FileIndex, Occurrence, Slot, Usage};
use crate::facts::types::engine::{Place, Why};

/// A use of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Where: the attribute expression, or the alias's name.
    pub place: Place,
    /// How.
    pub usage: Usage,
    /// The function around it, by number.
    pub function: Option<u32>,
    /// Whether it is through a local alias or a parameter.
    pub aliased: bool,
    /// For assignments: whether nobody else has the value.
    pub fresh: bool,
    /// For assignments: whether the value adds a missing key when it is read.
    pub creates: bool,
}

/// All uses that are known, and what could not be followed.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// The uses, by place.
    pub list: Vec<Use>,
    /// Who may use it besides.
    pub blind: Vec<Blind>,
}

/// Methods that change a container and whose result says nothing of it.
/// Source: the Python library reference, "Built-in Types", "collections".
const MUTATING: &[&str] = &[
    "append",
    "appendleft",
    "add",
    "extend",
    "extendleft",
    "insert",
    "update",
    "clear",
    "discard",
    "remove",
    "sort",
    "reverse",
    "rotate",
    "setdefault",
    "pop",
    "popleft",
    "popitem",
    "difference_update",
    "intersection_update",
    "symmetric_difference_update",
    "subtract",
    "set",
    "put_nowait",
    "move_to_end",
];
/// Methods of builtin objects that read the elements of their argument and keep no reference to it.
const COPYING: &[&str] = &[
    "extend",
    "update",
    "join",
    "union",
    "intersection",
    "difference",
    "issubset",
    "issuperset",
    "isdisjoint",
    "writelines",
    "extendleft",
    "difference_update",
    "intersection_update",
    "symmetric_difference",
    "fromkeys",
];

impl Use {
    /// Whether the attribute's value, or what it holds, comes out here.
    pub fn reads(&self) -> bool {
        match &self.usage {
            Usage::Write | Usage::Declare | Usage::Delete | Usage::SetItem(_) | Usage::DelItem(_) => false,
            Usage::Method { name, dropped, .. } => !(*dropped && MUTATING.contains(&&**name)),
            // Whether it is read there is what could not be followed.
            Usage::Escape("it is passed on") => false,
            Usage::Augment => false,
            Usage::Alias(_) => false,
            _ => true,
        }
    }
}

impl Uses {
    /// Whether the attribute is never read: `None` where somebody who could not be followed may.
    pub fn dead(&self) -> Option<bool> {
        if self.list.iter().any(Use::reads) {
            return Some(false);
        }
        // A value that came from elsewhere is seen there, too.
        let shared = self.list.iter().any(|found| found.usage == Usage::Write && !found.fresh);
        let changed =
            self.list.iter().any(|found| matches!(found.usage, Usage::Method { .. } | Usage::SetItem(_)));
        (self.blind.is_empty() && !(shared && changed)).then_some(true)
    }
}

/// How far aliases of aliases are followed.
const MAX_ALIASES: u8 = 3;

impl View<'_> {
    /// Every use of an attribute of the instances of a class.
    pub fn uses(&self, class: ClassRef, attribute: &str) -> Uses {
        self.project.count_question();
        // Names with two underscores belong to the class that writes them (the language reference, "Private name
        // mangling").
        let mangled = is_mangled(attribute);
        let family = if mangled { FxHashSet::from_iter([class]) } else { self.family(class) };
        let mut search = Search { view: self, uses: Uses::default(), seen: BTreeSet::new() };
        for file in self.project.files_with(attribute) {
            let index = self.index(file);
            if let Some(why) = &index.broken {
                search.blind(None, format!("{} does not parse ({why})", self.project.path(file)));
                continue;
            }
            for occurrence in index.attributes(attribute) {
                let receiver = match occurrence.is_super {
                    _ if mangled && !is_inside(file, &index, occurrence, class) => continue,
                    _ if occurrence.by_string
                        && occurrence.this.is_none()
                        && !self.names_object(occurrence) =>
                    {
                        Receiver::Unknown(Why::Untyped)
                    }
                    true => Receiver::Classes(
                        occurrence.this.map(|class| ClassRef { file, class }).into_iter().collect(),
                    ),
                    false if occurrence.receiver.is_none() => Receiver::Classes(
                        occurrence.this.map(|class| ClassRef { file, class }).into_iter().collect(),
                    ),
                    false => self.receiver(file, occurrence),
                };
                match receiver {
                    Receiver::Unknown(why) => search.blind(
                        Some(Place { file, range: occurrence.range }),
                        format!(
                            "`.{attribute}` is used on an object whose class is not known: {}",
                            why.words()
                        ),
                    ),
                    receiver if Self::meets(&receiver, &family) => {
                        search.occurrence(file, &index, occurrence, MAX_ALIASES, true, false);
                    }
                    _ => {}
                }
            }
        }
        if mangled {
            search.uses.blind.extend(self.unmangled(class, attribute));
        }
        self.reflections(&family, &mut search);
        if !attribute.starts_with('_') {
            self.handed_out(&family, &mut search);
        }
        let mut uses = search.uses;
        uses.list.sort_by_key(|found| (found.place.file, found.place.range.start()));
        uses.blind.sort();
        uses.blind.dedup();
        uses
    }

    /// Every place that names an attribute of the instances of a class, followed nowhere; and how many places name it
    /// on an object that may be one.
    pub(crate) fn named(&self, class: ClassRef, attribute: &str) -> (Vec<(Place, Usage)>, Vec<Place>) {
        self.project.count_question();
        let family = self.family(class);
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for file in self.project.files_with(attribute) {
            let index = self.index(file);
            for occurrence in index.attributes(attribute) {
                let place = Place { file, range: occurrence.range };
                let receiver = match (occurrence.this, occurrence.receiver) {
                    (Some(class), _) => Receiver::Classes(vec![ClassRef { file, class }]),
                    (None, Some(_)) => self.receiver(file, occurrence),
                    (None, None) => continue,
                };
                match receiver {
                    Receiver::Unknown(_) => unknown.push(place),
                    receiver if Self::meets(&receiver, &family) => {
                        found.push((place, occurrence.usage.clone()));
                    }
                    _ => {}
                }
            }
        }
        (found, unknown)
    }

    /// Whether a constant attribute name goes with an object (`getattr(x, "y")`; not `attrgetter("y")`).
    fn names_object(&self, occurrence: &Occurrence) -> bool {
        occurrence.receiver.is_some_and(|receiver| receiver != occurrence.range)
    }

    /// Places where an instance hands itself to code outside of the given files, which may use what is public.
    fn handed_out(&self, family: &FxHashSet<ClassRef>, search: &mut Search<'_, '_>) {
        let files: BTreeSet<u32> = family.iter().map(|class| class.file).collect();
        for file in files {
            let index = self.index(file);
            let selves = index
                .names
                .values()
                .flatten()
                .filter(|name| name.this.is_some_and(|class| family.contains(&ClassRef { file, class })));
            for own in selves {
                let Usage::Passed { callee, .. } = &own.usage else { continue };
                let found = self.callee_at(Place { file, range: *callee });
                let inside =
                    !found.symbols.is_empty() && found.symbols.iter().all(|symbol| symbol.place.is_some());
                if !inside {
                    let place = Place { file, range: own.range };
                    search
                        .blind(Some(place), "the object is handed to code outside of the given files".into());
                }
            }
        }
    }

    /// Looks at all attributes of an object that may be one of the family.
    fn reflections(&self, family: &FxHashSet<ClassRef>, search: &mut Search<'_, '_>) {
        let mut names: Vec<String> = family.iter().map(|class| self.class_name(*class)).collect();
        names.sort();
        names.dedup();
        let mut files: Vec<u32> = names.iter().flat_map(|name| self.project.files_with(name)).collect();
        files.sort_unstable();
        files.dedup();
        for file in files {
            let index = self.index(file);
            for reflection in &index.reflections {
                let place = Place { file, range: reflection.receiver };
                let receiver = match reflection.this {
                    Some(class) => Receiver::Classes(vec![ClassRef { file, class }]),
                    None => self.receiver_at(place),
                };
                if Self::meets(&receiver, family) || receiver == Receiver::Unknown(Why::NoEngine) {
                    search.blind(Some(place), reflection.what.to_string());
                }
            }
        }
    }
}

struct Search<'s, 'v> {
    view: &'s View<'v>,
    uses: Uses,
    seen: BTreeSet<(Place, bool)>,
}

impl Search<'_, '_> {
    fn blind(&mut self, place: Option<Place>, why: String) {
        self.uses.blind.push(Blind { place, why });
    }

    /// Takes a use in, or follows it to where the value goes.
    fn occurrence(
        &mut self,
        file: u32,
        index: &FileIndex,
        occurrence: &Occurrence,
        aliases: u8,
        parameters: bool,
        aliased: bool,
    ) {
        let place = Place { file, range: occurrence.range };
        if !self.seen.insert((place, matches!(occurrence.usage, Usage::Alias(_)))) {
            return;
        }
        let record = |search: &mut Self, usage: Usage| {
            search.uses.list.push(Use {
                place,
                usage,
                function: occurrence.function,
                aliased,
                fresh: occurrence.fresh,
                creates: occurrence.creates,
            });
        };
        match &occurrence.usage {
            Usage::Alias(name) => {
                if aliases == 0 {
                    self.blind(Some(place), "it is handed on through too many names".into());
                    return;
                }
                let Some(function) = occurrence.function else {
                    record(self, Usage::Escape("it is bound to a name of the module"));
                    self.blind(Some(place), "it is bound to a name of the module".into());
                    return;
                };
                for read in index.names(name).iter().filter(|read| read.owner == Some(function)) {
                    if !index.still_holds(name, function, Some(occurrence.range.end()), read.range) {
                        continue;
                    }
                    self.occurrence(file, index, read, aliases - 1, parameters, true);
                }
            }
            Usage::Passed { callee, slot } => {
                match self.view.parameter(Place { file, range: *callee }, slot) {
                    Passed::Copied => record(self, Usage::Iterate),
                    Passed::Kept(why) => {
                        record(self, Usage::Escape("it is passed on"));
                        self.blind(Some(place), why);
                    }
                    Passed::Parameter(function, name) if parameters => {
                        let index = self.view.index(function.file);
                        let reads: Vec<Occurrence> = index
                            .names(&name)
                            .iter()
                            .filter(|read| read.owner == Some(function.function))
                            .filter(|read| index.still_holds(&name, function.function, None, read.range))
                            .cloned()
                            .collect();
                        for read in reads {
                            self.occurrence(function.file, &index, &read, aliases, false, true);
                        }
                    }
                    Passed::Parameter(..) => {
                        record(self, Usage::Escape("it is passed on"));
                        self.blind(Some(place), "it is passed on through more than one function".into());
                    }
                }
            }
            Usage::Escape(how) => {
                record(self, Usage::Escape(how));
                self.blind(Some(place), (*how).to_string());
            }
            usage => record(self, usage.clone()),
        }
    }
}

/// Where an argument goes.
pub(crate) enum Passed {
    /// Only its elements are read.
    Copied,
    /// It may be kept or used, and why that is not followed.
    Kept(String),
    /// It becomes this parameter of a function of a given file.
    Parameter(FunctionRef, String),
}

impl View<'_> {
    /// What becomes of an argument of the call whose function position is `callee`.
    pub(crate) fn parameter(&self, callee: Place, slot: &Slot) -> Passed {
        let found = self.callee_at(callee);
        let [symbol] = found.symbols.as_slice() else {
            let why =
                found.why.map_or_else(|| "the call may run several functions".into(), |why| why.words());
            return Passed::Kept(format!("it is passed to `{}`: {why}", self.text(callee)));
        };
        let Some(function) = self.function_of(symbol) else {
            let last = symbol.name.rsplit('.').next().unwrap_or_default();
            if symbol.name.starts_with("builtins.") && COPYING.contains(&last)
                || matches!(
                    symbol.name.as_str(),
                    "builtins.str.join" | "collections.deque" | "collections.Counter"
                )
            {
                return Passed::Copied;
            }
            return Passed::Kept(format!(
                "it is passed to `{}`, which is outside of the given files",
                symbol.name
            ));
        };
        let Some(entry) = self.function(function) else { return Passed::Kept("it is passed on".into()) };
        let bound =
            entry.class.is_some() && !entry.decorators.iter().any(|decorator| &**decorator == "staticmethod");
        let name = match slot {
            Slot::Position(at) => entry.parameters.get(at + usize::from(bound)).cloned(),
            Slot::Keyword(name) => entry.parameters.iter().find(|parameter| *parameter == name).cloned(),
        };
        match name {
            Some(name) if found.why.is_none() => Passed::Parameter(function, name.into_string()),
            _ => Passed::Kept(format!("it is passed to `{}` in a way that is not followed", entry.qualified)),
        }
    }
}
