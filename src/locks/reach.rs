//! By which names code that takes a lock, or that runs what nobody knows, can be reached. Names alone, so that it is more
//! than can happen; what it leaves out needs no types.

use rustc_hash::{FxHashMap, FxHashSet};

use super::implicit::operator;
use crate::facts::index::{FileIndex, RegionKind, Usage};
use crate::facts::{FunctionRef, View, is_test_path};
use crate::syntax::TextRange;

/// Methods that run without being named.
const OPERATORS: &[&str] =
    &["__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__", "__iter__"];
/// Methods that a `with` runs.
const CONTEXTS: &[&str] = &["__aenter__", "__enter__", "__aexit__", "__exit__"];

/// The names that matter.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Names by which a lock is taken.
    takers: FxHashSet<Box<str>>,
    /// Names by which a lock of threads is taken, which needs no `await`.
    threads: FxHashSet<Box<str>>,
    /// Names by which a lock is taken, or something unknown is run.
    names: FxHashSet<Box<str>>,
    classes: FxHashSet<Box<str>>,
    held: FxHashMap<Box<str>, Vec<FunctionRef>>,
    written: FxHashSet<Box<str>>,
    properties: Vec<Box<str>>,
    operators: Vec<&'static str>,
}

impl Reach {
    /// The names by which the functions that take locks, and those that run something unknown, can be reached.
    pub fn new(view: &View<'_>, takers: &FxHashSet<FunctionRef>, threads: Vec<FunctionRef>) -> Reach {
        let mut reach = Reach::default();
        let mut mentions: FxHashMap<Box<str>, Vec<FunctionRef>> = FxHashMap::default();
        let mut subclasses: FxHashMap<Box<str>, Vec<Box<str>>> = FxHashMap::default();
        let files: Vec<u32> =
            (0..view.project.len()).filter(|file| !is_test_path(view.project.path(*file))).collect();
        for &file in &files {
            reach.read(file, &view.index(file), &mut mentions, &mut subclasses);
        }
        let mut opaque: Vec<FunctionRef> = takers.iter().copied().collect();
        for &file in &files {
            let index = view.index(file);
            for call in &index.calls {
                let text = view.project.text(file);
                let callee = text.get(call.callee.start().to_usize()..call.callee.end().to_usize());
                let last = last_name(callee.unwrap_or_default());
                if let Some(function) = call.function
                    && reach.is_opaque(&index, call.callee, last)
                {
                    opaque.push(FunctionRef { file, function });
                }
            }
        }
        reach.names = closure(view, opaque, &mentions, &subclasses);
        reach.takers = closure(view, takers.iter().copied().collect(), &mentions, &subclasses);
        reach.threads = closure(view, threads, &mentions, &subclasses);
        // What runs without being called is only looked for where it takes a lock itself: there are many such places.
        let direct: FxHashSet<Box<str>> = takers
            .iter()
            .filter_map(|at| Some(view.index(at.file).functions.get(at.function as usize)?.name.clone()))
            .collect();
        reach.properties.retain(|name| direct.contains(name));
        reach.operators = OPERATORS.iter().copied().filter(|name| direct.contains(*name)).collect();
        reach
    }

    fn read(
        &mut self,
        file: u32,
        index: &FileIndex,
        mentions: &mut FxHashMap<Box<str>, Vec<FunctionRef>>,
        subclasses: &mut FxHashMap<Box<str>, Vec<Box<str>>>,
    ) {
        let mut mention = |name: &str, function: u32| {
            let function = FunctionRef { file, function };
            match mentions.get_mut(name) {
                Some(all) => all.push(function),
                None => {
                    mentions.insert(name.into(), vec![function]);
                }
            }
        };
        for (name, all) in index.attributes.iter().chain(&index.names) {
            let aliased = index.imports.iter().find(|import| import.local == *name && import.target != *name);
            for found in all {
                if matches!(found.usage, Usage::Write | Usage::Declare) && found.receiver.is_some() {
                    self.written.insert(name.clone());
                }
                let Some(function) = found.function else { continue };
                mention(name, function);
                if let Some(import) = aliased {
                    mention(&import.target, function);
                }
                if let Some(operator) = operator(&found.usage) {
                    mention(operator, function);
                }
            }
        }
        for region in &index.regions {
            if let (RegionKind::With(_), Some(function)) = (&region.kind, region.function) {
                CONTEXTS.iter().for_each(|name| mention(name, function));
            }
        }
        for (number, entry) in (0u32..).zip(&index.functions) {
            self.held.entry(entry.name.clone()).or_default().push(FunctionRef { file, function: number });
            let is_property = entry.decorators.iter().any(|by| {
                by.rsplit('.').next().is_some_and(|last| last.ends_with("property") || last == "setter")
            });
            if is_property && !self.properties.contains(&entry.name) {
                self.properties.push(entry.name.clone());
            }
        }
        for class in &index.classes {
            self.held.entry(class.name.clone()).or_default();
            self.classes.insert(class.name.clone());
            for (base, _) in &class.bases {
                subclasses.entry(base.clone()).or_default().push(class.name.clone());
            }
        }
    }

    /// Whether a call runs what only its place knows: a parameter, a local name, an attribute that is set, a result.
    fn is_opaque(&self, index: &FileIndex, callee: TextRange, last: &str) -> bool {
        if last.is_empty() {
            return true;
        }
        let name = index.names(last).iter().find(|found| found.range == callee);
        match name {
            Some(found) => found.owner.is_some() && found.means.is_none() && found.this.is_none(),
            None => self.written.contains(last) && !self.held.contains_key(last),
        }
    }

    /// Whether a call may take a lock, or run what nobody knows.
    pub fn may_matter(&self, index: &FileIndex, callee: TextRange, last: &str) -> bool {
        if last == "__init__" || self.names.contains(last) || self.is_opaque(index, callee, last) {
            return true;
        }
        // Under another name.
        let mut imports = index.imports.iter().filter(|import| &*import.local == last);
        imports.any(|import| self.names.contains(&import.target))
            || index.names(last).iter().any(|found| found.range == callee && found.this.is_some())
    }

    /// Whether something of this name takes a lock, or runs what nobody knows.
    pub fn takes(&self, last: &str) -> bool {
        self.names.contains(last)
    }

    /// Whether a call of which nothing is known may take a lock: it runs what only its place knows, or something of this
    /// name takes one. What is not awaited takes none of tasks.
    pub fn may_take(&self, index: &FileIndex, callee: TextRange, last: &str, awaited: bool) -> bool {
        let names = if awaited { &self.takers } else { &self.threads };
        names.contains(last) || (!names.is_empty() && self.is_opaque(index, callee, last))
    }

    /// The functions of a name.
    pub fn methods(&self, name: &str) -> &[FunctionRef] {
        self.held.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a class of the project, or something imported, has this name.
    pub fn may_be_class(&self, index: &FileIndex, name: &str) -> bool {
        self.classes.contains(name)
            || index
                .imports
                .iter()
                .any(|import| &*import.local == name && self.classes.contains(&import.target))
    }

    /// Properties that may take a lock.
    pub fn properties(&self) -> &[Box<str>] {
        &self.properties
    }

    /// Operators that may take a lock.
    pub fn operators(&self) -> &[&'static str] {
        &self.operators
    }
}

/// The names by which functions can be reached.
fn closure(
    view: &View<'_>,
    mut open: Vec<FunctionRef>,
    mentions: &FxHashMap<Box<str>, Vec<FunctionRef>>,
    subclasses: &FxHashMap<Box<str>, Vec<Box<str>>>,
) -> FxHashSet<Box<str>> {
    let mut found: FxHashSet<Box<str>> = FxHashSet::default();
    let mut seen: FxHashSet<FunctionRef> = FxHashSet::default();
    while let Some(function) = open.pop() {
        if !seen.insert(function) {
            continue;
        }
        let index = view.index(function.file);
        let Some(entry) = index.functions.get(function.function as usize) else { continue };
        // A lambda or a function in a function runs by names of the one around it.
        if let Some(parent) = entry.parent {
            open.push(FunctionRef { file: function.file, function: parent });
        }
        // A class is made by its own name or a subclass's; `super().__init__()` stands in those.
        let mut names = vec![entry.name.clone()];
        names.retain(|name| &**name != "__init__");
        if matches!(&*entry.name, "__init__" | "__post_init__" | "__new__" | "__call__")
            && let Some(class) = entry.class
        {
            let mut classes = vec![index.classes[class as usize].name.clone()];
            while let Some(class) = classes.pop() {
                if !names.contains(&class) {
                    classes.extend(subclasses.get(&class).into_iter().flatten().cloned());
                    names.push(class);
                }
            }
        }
        for name in names {
            if found.insert(name.clone()) {
                open.extend(mentions.get(&name).into_iter().flatten());
            }
        }
    }
    found
}

/// The last name of a function position; empty if it ends with something else.
pub(super) fn last_name(callee: &str) -> &str {
    let last = callee.rsplit('.').next().unwrap_or_default().trim();
    let is_name = last.chars().all(|one| one.is_alphanumeric() || one == '_');
    if is_name { last } else { "" }
}
