//! The uses of a private attribute and the lock that is held at each: what [`super::consistency`] counts. Judges nothing.

use crate::facts::index::Usage;
use crate::facts::types::engine::{Inferred, Place};
use crate::facts::{ClassRef, Facts, FunctionRef, Use, View, is_test_path};
use crate::syntax::TextRange;

use super::changes::{self, What, behind};
use super::guard::{self, Guard};
use super::known;
use super::when::{self, creates, first_parameter, receiver};

/// What a use does to the attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// Only looks.
    Looks,
    /// Goes over all of it at once, or copies it.
    Copies,
    /// Something comes.
    Adds,
    /// Something goes, and fails where it is not there.
    Takes,
    /// Something goes, if it is there.
    Drops,
    /// Another value takes the place of what was there.
    Sets,
    /// `+=` and the like.
    Counts,
    /// Reads an entry, and fails where it is not there.
    Needs,
}

impl Does {
    /// Whether the attribute is another one afterwards.
    pub(super) fn changes(self) -> bool {
        !matches!(self, Does::Looks | Does::Copies | Does::Needs)
    }
}

/// One use.
#[derive(Clone, Debug)]
pub(super) struct Access {
    /// Where.
    pub place: Place,
    /// The function around it, by number.
    pub function: u32,
    /// What it does.
    pub does: Does,
    /// Whether the object's lock is held, and by whom.
    pub guard: Option<Guard>,
}

/// All uses of an attribute that is mostly used under one lock.
pub(super) struct Accesses {
    /// Those outside of what makes the object, by place.
    pub all: Vec<Access>,
    /// The lock, as it is written.
    pub lock: String,
    /// Whether some of it may run without being seen: a method that is handed on.
    pub handed: bool,
}

/// Containers. Sources: as in [`super::shape`].
const CONTAINERS: &[&str] = &[
    "builtins.dict",
    "builtins.set",
    "builtins.list",
    "collections.deque",
    "collections.defaultdict",
    "collections.OrderedDict",
];
/// Fewer uses than this are no habit.
const MIN_USES: usize = 3;

/// The uses of an attribute, if most of them are under the same lock of its object, and all are known.
pub(super) fn read(facts: &Facts<'_>, view: &View<'_>, class: ClassRef, name: &str) -> Option<Accesses> {
    let uses = view.uses(class, name);
    let container = is_container(view, &uses.list);
    // What only passes the value on neither binds the attribute anew nor looks at it later.
    let escapes = |place: Option<Place>| {
        !container
            && uses
                .list
                .iter()
                .any(|used| Some(used.place) == place && matches!(used.usage, Usage::Escape(_)))
    };
    if uses.blind.iter().any(|blind| !escapes(blind.place))
        || view.bases(class).1
        || known::is_of_the_class(view, &uses)
    {
        return None;
    }
    let creates_on_read = known::creates_on_read(facts, &uses.list);
    let (mut all, mut handed) = (Vec::new(), false);
    for used in &uses.list {
        if used.usage == Usage::Declare || is_test_path(facts.project.path(used.place.file)) {
            continue;
        }
        let does = does(facts, used, container, creates_on_read);
        if used.aliased {
            // Through another name the lock cannot be told.
            if container && does.changes() {
                return None;
            }
            continue;
        }
        if let Usage::Method { name, .. } = &used.usage
            && container
            && changes::is_handed(behind(facts, used.place), name)
        {
            handed = true;
            continue;
        }
        let function = FunctionRef { file: used.place.file, function: used.function? };
        let object = receiver(facts, used.place)?;
        let own = first_parameter(view, function).as_deref() == Some(object.as_str());
        if own
            && (view.function(function).is_some_and(|entry| creates(&entry.name))
                || when::only_while_made(facts, view, function, class, when::MAX_CALLERS))
        {
            continue;
        }
        let guards = guard::held(facts, view, used.place, &object);
        all.push((used.place, function.function, does, guards));
    }
    let lock = all.iter().flat_map(|(.., guards)| guards).find(|guard| {
        guard.callers.is_none() && guard::is_asyncio(view, guard) && guard::is_constant(view, class, guard)
    })?;
    let (lock, shown) = (lock.name.clone(), lock.shown.clone());
    let all: Vec<Access> = all
        .into_iter()
        .map(|(place, function, does, guards)| {
            let guard = guards.into_iter().find(|guard| guard.name == lock);
            Access { place, function, does, guard }
        })
        .collect();
    let held = all.iter().filter(|access| access.guard.is_some());
    let rebound = all.iter().any(|access| matches!(access.does, Does::Sets | Does::Counts));
    let mostly = all.len() >= MIN_USES
        && held.clone().count() * 4 >= all.len() * 3
        && held.clone().any(|access| access.does.changes());
    (mostly && (container || rebound)).then_some(Accesses { all, lock: shown, handed })
}

/// Whether the attribute certainly holds a dictionary, set, list or deque.
fn is_container(view: &View<'_>, uses: &[Use]) -> bool {
    uses.iter().filter(|used| !used.aliased && used.usage != Usage::Declare).any(|used| {
        matches!(view.type_at(used.place), Inferred::Instance { class, .. } if CONTAINERS.contains(&class.name.as_str()))
    })
}

fn does(facts: &Facts<'_>, used: &Use, container: bool, creates_on_read: bool) -> Does {
    match &used.usage {
        Usage::Write | Usage::Delete => Does::Sets,
        Usage::Augment => Does::Counts,
        Usage::Iterate => Does::Copies,
        _ if !container => Does::Looks,
        Usage::SetItem(_) => Does::Adds,
        Usage::DelItem(_) => Does::Takes,
        Usage::Item(_) if creates_on_read => Does::Looks,
        Usage::Item(_) => Does::Needs,
        Usage::Method { name, .. } => match (&**name, changes::of_method(name)) {
            ("items" | "values" | "keys" | "copy", _) => Does::Copies,
            ("discard" | "difference_update" | "intersection_update", _) => Does::Drops,
            ("clear", _) => Does::Sets,
            ("pop", _) if has_default(behind(facts, used.place)) => Does::Drops,
            (_, Some(What::Grows | What::Inserts)) => Does::Adds,
            (_, Some(What::Shrinks)) => Does::Takes,
            _ => Does::Looks,
        },
        _ => Does::Looks,
    }
}

/// Whether `.pop(a, b)` follows.
fn has_default(rest: &str) -> bool {
    let Some((_, arguments)) = rest.split_once('(') else { return false };
    let mut depth = 0_usize;
    for letter in arguments.chars() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => return false,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

/// The attribute's name and class where it is used at a node of the file: what can be told without asking other files. Only
/// where no lock is taken around it, and one is around another use of it.
pub(super) fn candidate(facts: &Facts<'_>, range: TextRange) -> Option<(ClassRef, String)> {
    let name = facts.text(range).rsplit('.').next()?.trim().to_string();
    if !name.starts_with('_') || name.starts_with("__") {
        return None;
    }
    let index = facts.index();
    let under = |range: TextRange| {
        index
            .regions_at(range)
            .iter()
            .any(|region| matches!(region.kind, crate::facts::index::RegionKind::With(_)))
    };
    let found = index.attributes(&name);
    let this = found.iter().find(|found| found.range == range && !found.by_string)?.this?;
    let candidate = !under(range) && found.iter().any(|other| other.this == Some(this) && under(other.range));
    candidate.then_some((ClassRef { file: facts.file?, class: this }, name))
}
