//! The two documents in `.amends`: the journal of a run that is not finished, and the record of one that is. Both
//! are checked when they are read, as if somebody else had written them. What follows from them is not here.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::disk;
use super::error::{Action, ApplyError, FileProblem, JOURNAL_ADVICE, RECORD_ADVICE};
use super::place::{Place, check_path, is_temporary};

const VERSION: u32 = 1;

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    Apply,
    /// Of the record of this number.
    Undo(u64),
}

impl Kind {
    pub(super) fn action(self) -> Action {
        match self {
            Kind::Apply => Action::Apply,
            Kind::Undo(_) => Action::Undo,
        }
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Phase {
    /// Files may be old or new; what they held is to be put back.
    Open,
    /// All files are new, for good; the number is that of the record to be.
    Kept(u64),
}

/// A file of the run.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// Its real path, relative to the root.
    pub(super) path: String,
    /// What it held before the run. Its bytes are in `pending/INDEX`.
    pub(super) before: Digest,
    /// All that the run has ever put or is about to put in its place.
    pub(super) written: Vec<Digest>,
    /// The name beside it under which new contents are made ready.
    pub(super) temporary: String,
    /// Written in place, because it has other names, or an owner that a new file could not get.
    pub(super) in_place: bool,
}

/// A run that is not finished.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    version: u32,
    identity: String,
    pub(super) kind: Kind,
    pub(super) phase: Phase,
    pub(super) title: String,
    /// When it began, in seconds since 1970.
    pub(super) started: u64,
    pub(super) entries: Vec<Entry>,
}

/// A file of a record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    pub(super) path: String,
    pub(super) before: Digest,
    pub(super) after: Digest,
    /// The number under which the bytes from before are beside the record.
    pub(super) bytes: usize,
}

/// A finished run that can be taken back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    version: u32,
    identity: String,
    pub(super) title: String,
    pub(super) when: u64,
    pub(super) files: Vec<Kept>,
}

impl Journal {
    pub(super) fn new(place: &Place, kind: Kind, title: &str, started: u64) -> Self {
        Journal {
            version: VERSION,
            identity: place.identity.clone(),
            kind,
            phase: Phase::Open,
            title: title.to_string(),
            started,
            entries: Vec::new(),
        }
    }

    /// The journal, if a run was left unfinished.
    pub(super) fn read(place: &Place) -> Result<Option<Journal>, ApplyError> {
        let path = place.journal();
        let Some(bytes) = place.read_state(&path)? else { return Ok(None) };
        let journal: Journal = parse(&path, &bytes, JOURNAL_ADVICE)?;
        if journal.identity != place.identity {
            return Err(ApplyError::Foreign { path });
        }
        for entry in &journal.entries {
            check(&path, &entry.path, JOURNAL_ADVICE)?;
            if !is_temporary(&entry.temporary) {
                return Err(damaged(&path, "it names a strange temporary file".into(), JOURNAL_ADVICE));
            }
        }
        Ok(Some(journal))
    }

    pub(super) fn write(&self, place: &Place) -> Result<(), ApplyError> {
        Ok(disk::replace(&place.journal(), &Journal::through(place), &json(self))?)
    }

    /// The name under which a journal is made ready.
    pub(super) fn through(place: &Place) -> PathBuf {
        place.folder.join("journal.new")
    }
}

impl Record {
    pub(super) fn new(journal: &Journal, files: Vec<Kept>) -> Self {
        Record {
            version: VERSION,
            identity: journal.identity.clone(),
            title: journal.title.clone(),
            when: journal.started,
            files,
        }
    }

    /// The record in a folder. `None` if there is none, or if it came with a copy.
    pub(super) fn read(place: &Place, folder: &Path) -> Result<Option<Record>, ApplyError> {
        if !disk::is_folder(folder) {
            return Ok(None);
        }
        let path = folder.join(RECORD);
        let Some(bytes) = place.read_state(&path)? else { return Ok(None) };
        let record: Record = parse(&path, &bytes, RECORD_ADVICE)?;
        for file in &record.files {
            check(&path, &file.path, RECORD_ADVICE)?;
        }
        Ok((record.identity == place.identity).then_some(record))
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), ApplyError> {
        let path = folder.join(RECORD);
        disk::remove(&path)?;
        Ok(disk::create(&path, &json(self), None)?)
    }
}

/// The name of a record in its folder.
pub(super) const RECORD: &str = "record.json";

fn json<T: Serialize>(document: &T) -> Vec<u8> {
    // Plain structures of strings and numbers always have a JSON form.
    let mut bytes = serde_json::to_vec_pretty(document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn parse<T: DeserializeOwned>(path: &Path, bytes: &[u8], advice: &'static str) -> Result<T, ApplyError> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    let wrong = |error: serde_json::Error| damaged(path, error.to_string(), advice);
    let Versioned { version } = serde_json::from_slice(bytes).map_err(wrong)?;
    if version != VERSION {
        return Err(damaged(
            path,
            format!("its version is {version}, and this amends knows {VERSION}"),
            "Another release of amends wrote it: use that one",
        ));
    }
    serde_json::from_slice(bytes).map_err(wrong)
}

fn check(document: &Path, path: &str, advice: &'static str) -> Result<(), ApplyError> {
    check_path(path).map_err(|problem: FileProblem| {
        damaged(document, format!("{}: {problem}", crate::report::printable(path)), advice)
    })
}

pub(super) fn damaged(path: &Path, reason: String, advice: &'static str) -> ApplyError {
    ApplyError::Damaged { path: path.to_path_buf(), reason, advice }
}
