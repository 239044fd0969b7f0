//! Where a container gets and loses entries, in all given files: each use, read in its own file's tree.

use crate::facts::index::{FileIndex, Usage};
use crate::facts::types::engine::Place;
use crate::facts::{Blind, Facts, FunctionRef, Use, Uses, is_test_path};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, walk};

use super::behind;
use super::closed::{self, Closed};
use super::forms::{self, Form};
use super::site::{self, Make, Owner};

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// The container is made, and nobody has used it before.
    Make,
    /// An entry is put in under a key.
    Add,
    /// Several may be.
    Many,
    /// One is taken out by its key.
    Drop,
    /// Some are, whatever their keys.
    Sweep,
    /// All are.
    Clear,
    /// Nothing is put in or taken out.
    Look,
}

/// One use.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// The attribute expression, or the alias's name.
    pub place: Place,
    /// The innermost function around it.
    pub function: Option<FunctionRef>,
    /// What happens.
    pub what: What,
    /// The key, as it is written there.
    pub key: Option<String>,
    /// Whether an entry is only put in because a missing key is read.
    pub read: bool,
    /// Whether what is read is there to be looked at or taken from: then the entry is meant to be there already.
    pub drains: bool,
    /// Why this puts no new key in, or only one of a few, and where that is seen.
    pub closed: Option<Closed>,
    /// Whether it stands in a handler.
    pub handler: bool,
    /// Where the size is bounded in the function around it.
    pub bound: Option<Place>,
    /// Whether it stands in code that runs once: at import, in `__init__`.
    pub early: bool,
}

/// All uses of a container.
#[derive(Clone, Debug, Default)]
pub(crate) struct Events {
    /// In order of files and places.
    pub list: Vec<Event>,
    /// Who may use it besides.
    pub blind: Vec<Blind>,
    /// Whether it is never read; `None` if that is not known.
    pub dead: Option<bool>,
}

impl Events {
    /// What puts entries in.
    pub(crate) fn adds(&self) -> impl Iterator<Item = &Event> {
        self.list.iter().filter(|event| matches!(event.what, What::Add | What::Many))
    }

    /// What puts entries in under keys that nothing limits.
    pub(crate) fn growing(&self) -> impl Iterator<Item = &Event> {
        self.adds().filter(|event| event.closed.is_none() && !event.early)
    }

    /// What takes entries out.
    pub(crate) fn drops(&self) -> impl Iterator<Item = &Event> {
        self.list
            .iter()
            .filter(|event| matches!(event.what, What::Drop | What::Sweep | What::Clear) && !event.early)
    }
}

/// Reads all uses of a container.
pub(crate) fn of(facts: &Facts<'_>, owner: Owner, name: &str, make: &Make, statement: NodeId) -> Events {
    let uses = match owner.class() {
        Some(class) => facts.view().uses(class, name),
        None => of_module(facts, name),
    };
    let created = facts.tree.node(statement).range();
    let mut events = Events { list: Vec::new(), dead: uses.dead(), blind: uses.blind.clone() };
    let mut files: Vec<u32> = uses.list.iter().map(|found| found.place.file).collect();
    files.dedup();
    // What tests do says nothing of the program.
    files.retain(|&file| facts.is_test_code() || !is_test_path(facts.project.path(file)));
    for file in files {
        let here: Vec<&Use> = uses.list.iter().filter(|found| found.place.file == file).collect();
        let read = |other: &Facts<'_>| -> Vec<Event> {
            here.iter().map(|found| event(facts, other, found, owner, make)).collect()
        };
        let list = if Some(file) == facts.file {
            read(facts)
        } else {
            facts.project.with_file(file, facts.settings, read).unwrap_or_default()
        };
        events.list.extend(list);
    }
    for event in &mut events.list {
        if Some(event.place.file) == facts.file && created.contains_range(event.place.range) {
            event.what = What::Make;
        }
    }
    events
}

/// The uses of a name of the module in its own file. What others do with it is not followed.
fn of_module(facts: &Facts<'_>, name: &str) -> Uses {
    let index = facts.index();
    let Some(file) = facts.file else { return Uses::default() };
    let mut uses = Uses::default();
    for found in index.names(name).iter().filter(|found| found.owner.is_none()) {
        let place = Place { file, range: found.range };
        let blind = match &found.usage {
            Usage::Alias(_) => Some("it is bound to another name"),
            Usage::Passed { .. } => Some("it is passed on"),
            Usage::Escape(how) => Some(*how),
            _ => None,
        };
        uses.blind.extend(blind.map(|why| Blind { place: Some(place), why: why.into() }));
        uses.list.push(Use {
            place,
            usage: found.usage.clone(),
            function: found.function,
            aliased: false,
            fresh: true,
            creates: false,
        });
    }
    let known: Vec<_> = uses.list.iter().map(|found| found.place).collect();
    for id in facts.tree.all() {
        let AnyNodeRef::ExprName(node) = facts.tree.node(id) else { continue };
        let place = Place { file, range: node.range() };
        if node.id.as_str() != name || node.ctx.is_load() || known.contains(&place) {
            continue;
        }
        let module =
            facts.scopes().lookup(facts.tree, id, name).is_some_and(|(scope, _)| scope == facts.tree.root());
        if module {
            let function = index.function_at(node.range());
            uses.list.push(Use {
                place,
                usage: Usage::Write,
                function,
                aliased: false,
                fresh: true,
                creates: false,
            });
        }
    }
    uses.list.sort_by_key(|found| found.place);
    let others = facts.project.files_with(name).into_iter().filter(|&other| other != file);
    for other in others {
        if names_it(&facts.view().index(other), name) {
            let why = format!("{} names it, too", facts.project.path(other));
            uses.blind.push(Blind { place: None, why });
        }
    }
    uses
}

fn names_it(index: &FileIndex, name: &str) -> bool {
    index.imports.iter().any(|import| &*import.target == name) || !index.attributes(name).is_empty()
}

fn event(facts: &Facts<'_>, file: &Facts<'_>, found: &Use, owner: Owner, make: &Make) -> Event {
    let function = found.function.map(|function| FunctionRef { file: found.place.file, function });
    let mut event = Event {
        place: found.place,
        function,
        what: What::Look,
        key: None,
        read: false,
        drains: false,
        closed: None,
        handler: false,
        bound: None,
        early: is_early(facts, function, owner),
    };
    let Some(id) = forms::node_of(file, found.place.range) else { return event };
    let text = file.text(file.tree.node(id));
    let form = forms::of(file, id, *make == Make::Default);
    event.read = matches!(file.tree.parent(id).map(|id| file.tree.node(id)), Some(AnyNodeRef::ExprSubscript(node)) if node.ctx.is_load());
    event.handler =
        file.tree.function(id).is_some_and(|function| behind::in_handler(file, function, found.place.range));
    event.drains = matches!(form, Form::Add(_)) && forms::drains(file, id);
    event.what = match form {
        Form::Add(_) => What::Add,
        Form::Many => What::Many,
        Form::Drop(_) => What::Drop,
        Form::Sweep => What::Sweep,
        Form::Clear => What::Clear,
        Form::Assigned(statement) => assigned(file, statement, text, event.early),
        Form::Look if found.usage == Usage::Declare => What::Make,
        Form::Look => What::Look,
    };
    if let Form::Add(key) | Form::Drop(key) = form {
        event.key = Some(forms::key_text(file, key));
    }
    if matches!(event.what, What::Add | What::Many) && !event.early {
        let bound = forms::size_bound(file, id, text);
        event.bound = bound.map(|range| Place { file: found.place.file, range });
    }
    if let Form::Add(key) = form
        && !event.early
    {
        event.closed = closed::of(facts, file, key, id, text, owner);
    }
    event
}

/// What an assignment does with what was there before.
fn assigned(facts: &Facts<'_>, statement: NodeId, text: &str, early: bool) -> What {
    if early {
        return What::Make;
    }
    let Some((_, value, _)) = site::parts(facts.tree.node(statement)) else { return What::Clear };
    let mut filtered = false;
    walk::subexpressions(value, &mut |part| {
        filtered |= matches!(part, Expr::DictComp(node) if node.generators.iter().any(|each| !each.ifs.is_empty()))
            && forms::mentions(facts, part, text);
    });
    match (filtered, forms::mentions(facts, value, text)) {
        (true, _) => What::Sweep,
        // `self.x = {**self.x, key: value}`, `self.x = dict(self.x)`
        (false, true) => What::Many,
        (false, false) => What::Clear,
    }
}

/// Whether code runs once for a container: what makes the object, or the module.
fn is_early(facts: &Facts<'_>, function: Option<FunctionRef>, owner: Owner) -> bool {
    let Some(function) = function else { return true };
    let Some(entry) = facts.view().function(function) else { return false };
    let making = matches!(&*entry.name, "__init__" | "__post_init__" | "__new__" | "__setstate__" | "setUp");
    match owner {
        Owner::Instance(_) => making && entry.class.is_some(),
        Owner::Class(_) | Owner::Module => matches!(&*entry.name, "__init_subclass__" | "__set_name__"),
    }
}
