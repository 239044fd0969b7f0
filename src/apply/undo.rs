//! Taking back the last apply, and the list of those that can be taken back. Writes through [`super::trial`].

use std::path::Path;

use super::digest::Digest;
use super::disk;
use super::error::{Action, ApplyError, FileProblem, RECORD_ADVICE, Refusal};
use super::journal::{Kind, Record, damaged};
use super::place::{self, Place};
use super::trial::Trial;
use super::{Applied, Change};

/// An apply that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its number: the latest has the highest.
    pub number: u64,
    /// What it was called.
    pub title: String,
    /// When it was, in seconds since 1970.
    pub when: u64,
    /// Its files, relative to the project.
    pub files: Vec<String>,
}

/// The applies that can be taken back, the latest first. Without `.amends` there are none.
///
/// # Errors
/// A record that cannot be read.
pub fn records(root: &Path) -> Result<Vec<Recorded>, ApplyError> {
    let Some(place) = Place::find(root)? else { return Ok(Vec::new()) };
    let mut recorded = Vec::new();
    for number in place.numbers(&place.undo())?.into_iter().rev() {
        if let Some(record) = Record::read(&place, &place.undo().join(number.to_string()))? {
            let files = record.files.into_iter().map(|file| file.path).collect();
            recorded.push(Recorded { number, title: record.title, when: record.when, files });
        }
    }
    Ok(recorded)
}

/// Takes the last apply back.
pub(super) fn undo(place: &Place) -> Result<Applied, ApplyError> {
    let (number, record) = last(place)?;
    let folder = place.undo().join(number.to_string());
    let mut changes = Vec::new();
    let mut refused = Vec::new();
    for file in record.files {
        let most = file.before.length().max(file.after.length());
        let bytes = match place::read(&place.root, &file.path, most) {
            Ok((bytes, _)) => bytes,
            Err(problem) => {
                refused.push(Refusal { path: file.path, problem });
                continue;
            }
        };
        let now = Digest::of(&bytes);
        if now == file.before {
            // Somebody has put it back already.
        } else if now == file.after {
            let kept = folder.join(file.bytes.to_string());
            let old = disk::step("read", &kept, || disk::read_plain(&kept, file.before.length()))?.0;
            if Digest::of(&old) != file.before {
                return Err(damaged(&kept, "it is not what was kept there".into(), RECORD_ADVICE));
            }
            changes.push(Change { path: file.path, before: bytes, after: old });
        } else {
            refused.push(Refusal { path: file.path, problem: FileProblem::Changed });
        }
    }
    if !refused.is_empty() {
        return Err(ApplyError::Refused { action: Action::Undo, files: refused });
    }
    if changes.is_empty() {
        super::restore::forget(place, number)?;
        return Ok(Applied {
            number: Some(number),
            title: record.title,
            files: Vec::new(),
            unfinished: None,
        });
    }
    let mut trial = Trial::new(place, Kind::Undo(number), &record.title);
    trial.set(&changes)?;
    trial.keep()
}

fn last(place: &Place) -> Result<(u64, Record), ApplyError> {
    let mut foreign = 0;
    for number in place.numbers(&place.undo())?.into_iter().rev() {
        let folder = place.undo().join(number.to_string());
        match Record::read(place, &folder)? {
            Some(record) => return Ok((number, record)),
            None => foreign += usize::from(folder.join(super::journal::RECORD).is_file()),
        }
    }
    Err(ApplyError::NothingToUndo { foreign })
}
