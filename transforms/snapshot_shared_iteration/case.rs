//! What is known of a loop over a container, and the evidence that its verdicts show. No verdicts.

use crate::edit::Fix;
use crate::facts::{Facts, View};
use crate::verdict::{Evidence, Finding, Verdict};

use super::changes::{Change, Changes, What};
use super::fix;
use super::guard::{self, Guard};
use super::shape::Shape;
use super::site::{Loop, Waits};
use super::source::{Home, Source};

/// How many places that change it are shown.
pub(super) const SHOWN: usize = 3;

/// What is known of a loop over a container.
pub(super) struct Case<'c, 'a> {
    /// The facts.
    pub facts: &'c Facts<'a>,
    /// All files.
    pub view: View<'a>,
    /// The loop.
    pub around: &'c Loop<'a>,
    /// What it goes over.
    pub source: &'c Source<'a>,
    /// Its kind.
    pub shape: Shape,
    /// The container, in words.
    pub shown: String,
}

impl<'a> Case<'_, 'a> {
    /// A name that says that nobody changes it.
    pub(super) fn is_constant(&self) -> bool {
        matches!(&self.source.home, Home::Module(name) if !name.chars().any(char::is_lowercase))
    }

    pub(super) fn is_private(&self) -> bool {
        match &self.source.home {
            Home::Attribute(_, name) | Home::Module(name) => name.starts_with('_'),
        }
    }

    /// What goes wrong.
    pub(super) fn consequence(&self, said: &[Change]) -> &'static str {
        match self.shape {
            Shape::Mapping => "`RuntimeError: dictionary changed size during iteration`",
            Shape::Set => "`RuntimeError: Set changed size during iteration`",
            Shape::Deque => "`RuntimeError: deque mutated during iteration`",
            Shape::List if said.iter().all(|change| change.what == What::Grows) => {
                "it reaches what is added meanwhile, too"
            }
            Shape::List => "it skips or repeats items",
            Shape::Weak => "entries come and go by themselves, and a loop over it fails when some are added",
            _ => "it fails, or skips items",
        }
    }

    pub(super) fn own_guards(&self) -> Vec<Guard> {
        let facts = self.facts;
        let (Some(place), Some((object, _))) =
            (facts.place(self.around.range), facts.text(self.source.container).rsplit_once('.'))
        else {
            return Vec::new();
        };
        guard::held(facts, &self.view, place, object)
    }

    /// That all callers hold a lock, which taking it here would wait for for ever.
    pub(super) fn held_by_callers(&self) -> Vec<Evidence> {
        let own = self.own_guards();
        let Some(guard) = own.iter().find(|guard| guard.callers.is_some()) else { return Vec::new() };
        let mut all = vec![Evidence::general(
            "already-guarded",
            format!("every caller holds `{}`; taking it here would deadlock", guard.shown),
        )];
        all.extend(guard.callers.clone().unwrap_or_default());
        all
    }

    /// That others hold a lock and the loop does not.
    pub(super) fn not_held(&self, changes: &Changes) -> Vec<Evidence> {
        if self.source.inner || changes.meanwhile.is_empty() {
            return Vec::new();
        }
        let own = self.own_guards();
        let mut held: Vec<Vec<Guard>> = Vec::new();
        for change in &changes.meanwhile {
            held.push(guard::at_change(self.facts, &self.view, change));
        }
        let mut said = Vec::new();
        if let Some(guard) = own.first() {
            let free = changes
                .meanwhile
                .iter()
                .zip(&held)
                .find(|(_, guards)| guards.iter().all(|other| other.name != guard.name));
            if let Some((change, _)) = free {
                let message = format!(
                    "`{}` is held here, but {} without it",
                    guard.shown,
                    change.words(&self.view, &self.shown)
                );
                said.push(self.view.evidence("not-held", message, change.place));
            }
        } else if let Some(common) = held.first().and_then(|first| {
            first
                .iter()
                .find(|guard| held.iter().all(|guards| guards.iter().any(|other| other.name == guard.name)))
        }) {
            let message =
                format!("whoever changes `{}` holds `{}`, and this loop does not", self.shown, common.shown);
            said.push(self.view.evidence("not-held", message, common.taken));
        }
        said
    }

    pub(super) fn copied(&self, finding: Finding, verdict: Verdict, change: String) -> Finding {
        let edits = fix::copy(self.facts, self.source);
        let title = format!("iterate over `{}`", fix::shown(self.facts, self.source));
        finding.with_fixes(vec![Fix::new(verdict, title, edits).changing(change)])
    }

    pub(super) fn waits(&self) -> Evidence {
        let (Waits::At(at) | Waits::Latent(at) | Waits::Left(at) | Waits::Later(at)) = self.around.waits;
        self.facts.evidence("suspends", "the loop waits here", at)
    }

    pub(super) fn said(&self, changes: &[Change]) -> Vec<Evidence> {
        let mut said: Vec<Evidence> = changes
            .iter()
            .take(SHOWN)
            .map(|change| self.view.evidence("changed", change.words(&self.view, &self.shown), change.place))
            .collect();
        if changes.len() > SHOWN {
            let more = format!("{} more places change it", changes.len() - SHOWN);
            said.push(Evidence::general("changed", more));
        }
        said
    }

    /// Why not all is known of it.
    pub(super) fn not_known(&self, changes: &Changes) -> Option<Evidence> {
        let shown = &self.shown;
        Some(match (self.shape, changes.blind.first()) {
            (Shape::Weak, _) => Evidence::general("weak", "its entries go when nobody else holds them"),
            (_, Some(blind)) => match blind.place {
                Some(place) => self.view.evidence("not-followed", blind.why.clone(), place),
                None => Evidence::general("not-followed", blind.why.clone()),
            },
            (_, None) => Evidence::general("public", format!("`{shown}` is public: others may change it")),
        })
    }
}
