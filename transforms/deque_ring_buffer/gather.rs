//! Every use of a list, read in its own file: what it means for a deque, and what it takes off the front.

use crate::deques::{At, Fit, Holder, Missed, adds_lazily, each_use, fit};
use crate::facts::Facts;
use crate::facts::types::engine::Place;
use crate::syntax::{AnyNodeRef, Expr, NodeKind, Ranged};
use crate::verdict::Evidence;

use super::site::{self, Makes, Site};
use super::trim::{self, Kind, Trim};

/// A use.
#[derive(Clone, Debug)]
pub struct Used {
    /// Where; file 0 where only the judged file is known.
    pub place: Place,
    /// What it means for a deque without a bound.
    pub fit: Fit,
    /// What it takes off the front.
    pub trim: Option<Trim>,
    /// Whether it is through a local name.
    pub aliased: bool,
    /// Whether it is through a parameter.
    pub parameter: bool,
    /// Whether it makes the list of entries that are written down.
    pub literal: bool,
    /// Whether it is in another function than the list, if that is a function's own.
    pub nested: bool,
    /// Whether it sets the list to what somebody else has given.
    pub given: bool,
    /// For creations: whether it is the first one of an object, by where it stands.
    pub first: bool,
    /// Why what it adds may raise with a deque, as a clause.
    pub lazy: Option<String>,
}

/// All uses.
pub struct Gathered {
    /// The uses, in order.
    pub uses: Vec<Used>,
    /// What could not be followed.
    pub missed: Vec<Missed>,
}

/// Reads all uses of the list that a statement makes.
pub fn all(facts: &Facts<'_>, site: &Site<'_>) -> Gathered {
    let mut uses: Vec<Used> = Vec::new();
    let missed = each_use(facts, &site.holder, &mut |other, at| {
        let mut used = used(other, at);
        used.nested =
            matches!(site.holder, Holder::Name { scope, .. } if other.tree.function(at.id) != Some(scope));
        uses.push(used);
    });
    uses.sort_by_key(|used| used.place);
    Gathered { uses, missed }
}

fn used<'a>(facts: &Facts<'a>, at: At) -> Used {
    let tree = facts.tree;
    let range = tree.node(at.id).range();
    let statement = tree.statement(at.id);
    let function = tree.function(at.id);
    let first = function.is_none_or(|function| {
        let is_init = matches!(tree.node(function), AnyNodeRef::StmtFunctionDef(node) if matches!(node.name.as_str(), "__init__" | "__post_init__"));
        is_init || matches!(tree.node(at.id).kind(), NodeKind::ExprName)
    });
    let value: Option<&'a Expr> = match statement.map(|id| tree.node(id)) {
        Some(AnyNodeRef::StmtAssign(assign)) => match assign.targets.as_slice() {
            [target] if AnyNodeRef::from(target).ptr_eq(tree.node(at.id)) => Some(&assign.value),
            _ => None,
        },
        Some(AnyNodeRef::StmtAnnAssign(assign))
            if AnyNodeRef::from(assign.target.as_ref()).ptr_eq(tree.node(at.id)) =>
        {
            assign.value.as_deref()
        }
        _ => None,
    };
    let given = value.is_some_and(|value| matches!(site::makes(facts, value, at.id), Some(Makes::Given(_))));
    let literal = value.is_some_and(|value| {
        matches!(value, Expr::List(list) if !list.elts.is_empty() && !list.elts.iter().any(Expr::is_starred_expr))
    });
    let (mut fit, mut trim) = (fit(facts, at.id, false), trim::of(facts, at.id));
    if at.shared && (matches!(fit, Fit::TakesFirst { .. }) || trim.is_some()) {
        fit = Fit::Breaks("what loses its first entry there may also be another list".into());
        trim = trim.map(|trim| Trim { kind: Kind::First { looped: true }, ..trim });
    }
    Used {
        place: Place { file: at.file, range },
        fit,
        trim,
        literal,
        nested: false,
        aliased: at.aliased,
        parameter: at.parameter,
        given,
        first,
        lazy: adds_lazily(facts, at.id),
    }
}

impl Gathered {
    /// The uses that make the list, the one that the finding stands at first.
    pub fn creations(&self) -> Vec<&Used> {
        let mut found: Vec<&Used> =
            self.uses.iter().filter(|used| used.given || matches!(used.fit, Fit::Created(_))).collect();
        found.sort_by_key(|used| (!used.first, used.place));
        found
    }

    /// The trims, each once, with the use that shows it.
    pub fn trims(&self) -> impl Iterator<Item = (&Used, &Trim)> {
        self.uses.iter().filter_map(|used| Some((used, used.trim.as_ref()?)))
    }

    /// Whether a use is part of a statement that is a trim.
    pub fn in_trim(&self, used: &Used) -> bool {
        self.trims().any(|(by, trim)| {
            by.place.file == used.place.file && trim.statement.contains_range(used.place.range)
        })
    }
}

/// Evidence that rests on a place, which is in the judged file where no other is known.
pub fn shown(facts: &Facts<'_>, kind: &'static str, message: impl Into<String>, place: Place) -> Evidence {
    if facts.file.is_none_or(|own| own == place.file) {
        facts.evidence(kind, message, place.range)
    } else {
        facts.evidence_at(kind, message, place)
    }
}

/// A place in words: `line 12`, or `app/hub.py:12`.
pub fn line(facts: &Facts<'_>, place: Place) -> String {
    if facts.file.is_none_or(|own| own == place.file) {
        format!("line {}", facts.line(place.range.start()))
    } else {
        facts.view().shown(place)
    }
}

/// Reads the file of a place.
pub fn in_file<T>(facts: &Facts<'_>, file: u32, read: impl FnOnce(&Facts<'_>) -> T) -> Option<T> {
    if facts.file.is_none() { Some(read(facts)) } else { facts.in_file(file, read) }
}
