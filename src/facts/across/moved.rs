//! Where places are in files that fixes have changed, and where they were when the files were read. Says nothing of what
//! stands there.

use super::View;
use crate::facts::index::{Occurrence, Usage};
use crate::facts::origin::Origin;
use crate::facts::types::engine::{Place, Symbol};

impl View<'_> {
    /// Where a place was when its file was read; `None` for what a fix has written.
    pub(crate) fn original(&self, place: Place) -> Option<Place> {
        match self.origin(place.file) {
            Some(origin) => Some(Place { file: place.file, range: origin.of(place.range)? }),
            None => Some(place),
        }
    }

    /// Where places of a file were when it was read; `None` if it is as it was read.
    fn origin(&self, file: u32) -> Option<&Origin> {
        match &self.own {
            Some((own, _, origin)) if *own == file => Some(origin),
            _ => self.project.origin(file),
        }
    }

    /// For an attribute of `self` or a name that a fix has written: another read of it in the same function, where it
    /// was when the file was read. Fixes copy the names around them, and what they write has no type of its own.
    pub(super) fn twin(&self, place: Place) -> Option<Place> {
        let index = self.index(place.file);
        let is_here = |other: &&Occurrence| other.range == place.range && !other.by_string;
        let was = |other: &Occurrence| self.original(Place { range: other.range, ..place });
        for all in index.attributes.values() {
            let Some(at) = all.iter().find(is_here) else { continue };
            let alike = |other: &&Occurrence| {
                other.this == at.this && other.function == at.function && other.usage != Usage::Write
            };
            return at.this.and_then(|_| all.iter().filter(alike).find_map(was));
        }
        let (name, at) =
            index.names.iter().find_map(|(name, all)| Some((name, all.iter().find(is_here)?)))?;
        let bound = index.stores.get(name).into_iter().flatten().filter(|store| store.function == at.owner);
        if bound.count() > 1 {
            return None;
        }
        index.names(name).iter().filter(|other| other.owner == at.owner).find_map(was)
    }

    pub(super) fn current(&self, mut symbol: Symbol) -> Symbol {
        if let Some(place) = symbol.place
            && let Some(origin) = self.origin(place.file)
        {
            symbol.place = origin.now(place.range).map(|range| Place { range, ..place });
        }
        symbol
    }

    /// The line of a place in its file as it was read, as users know it. For what a fix has written, the line now.
    pub(super) fn line_read(&self, place: Place) -> usize {
        match (self.origin(place.file), self.original(place)) {
            (Some(_), Some(was)) => {
                let before = self.project.read(place.file).get(..was.range.start().to_usize());
                before.map_or(1, |text| 1 + text.matches('\n').count())
            }
            _ => self.line(place),
        }
    }
}
