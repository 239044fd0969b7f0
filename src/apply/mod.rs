//! Writes changed files, all or nothing, so that a crash at any moment leaves all old or all new bytes after the
//! next command, and takes the last run back. Not for what is written, nor for commits.
//!
//! ```no_run
//! # fn main() -> Result<(), amends::apply::ApplyError> {
//! use amends::apply::{self, Change, Patience};
//! let root = std::path::Path::new("/home/me/project");
//! let mut locked = apply::lock(root, &mut |_holder| Patience::Wait)?;
//! if let Some(_recovered) = locked.recovered() { /* say what became of a run that died */ }
//! let change = Change { path: "a.py".into(), before: b"old\n".to_vec(), after: b"new\n".to_vec() };
//! locked.apply("a title", &[change])?;
//! locked.undo()?;
//! # Ok(())
//! # }
//! ```
//!
//! All state is in the folder `.amends` of the project's root. A run writes its journal, keeps the old bytes, makes
//! new contents ready beside the files, and renames them. The journal says how to go back: until it says `kept`,
//! everything is taken back; from then on, completed. A trial, an apply and an undo are all this one thing, and a
//! run that failed goes back through the same code as one that died ([`recover_if_needed`]).
//!
//! Files change only while they hold what was judged or what the run wrote itself. What somebody else changed
//! meanwhile is left alone and named, and its old bytes are kept in `.amends/left`; where a command of the user's ran
//! on a trial ([`Trial::take_back_all`]), the file goes back, and what it held is kept there. One gap is open, as in every
//! tool that replaces files: a change between the last look and the rename, some microseconds, is lost.
//!
//! Nothing in `.amends` is believed, because it may come with a hostile repository: it must have been made in this
//! very folder, paths are checked, links are refused.

mod digest;
mod disk;
mod error;
mod fault;
mod journal;
mod lock;
mod os;
mod place;
mod restore;
mod target;
mod trial;
mod undo;

use std::fs;
use std::path::Path;

use self::journal::{Journal, Kind, Phase};
use self::lock::Lock;
use self::place::Place;

pub use self::error::{Action, ApplyError, Aside, Failure, FileProblem, Left, Refusal, TakenBack};
pub use self::lock::{Holder, Patience};
pub use self::place::STATE;
pub use self::restore::MOST_RECORDS;
pub use self::trial::Trial;
pub use self::undo::{Recorded, records};

/// What is to become of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file, relative to the root, with forward slashes. A link to a file in the root stands for that file.
    pub path: String,
    /// All of its bytes, as they were judged.
    pub before: Vec<u8>,
    /// All of its bytes to be.
    pub after: Vec<u8>,
}

/// A run that is done.
#[derive(Debug)]
pub struct Applied {
    /// The number of its record, or of the one that was taken back. `None` if no file changed.
    pub number: Option<u64>,
    /// What the run was called.
    pub title: String,
    /// The files that changed, by their real paths relative to the root.
    pub files: Vec<String>,
    /// All is written for good, but tidying up failed. The next command does it; worth a warning.
    pub unfinished: Option<Box<ApplyError>>,
}

/// What was done about a run that died.
#[derive(Debug)]
pub enum Recovery {
    /// There was none.
    Nothing,
    /// A run is at work right now: files may be about to change.
    Busy(Holder),
    /// One was ended.
    Done(Recovered),
}

/// A run that died, and what became of it.
#[derive(Debug)]
pub struct Recovered {
    /// What it was doing.
    pub action: Action,
    /// What it was called.
    pub title: String,
    /// When it began, in seconds since 1970.
    pub started: u64,
    /// How it ended.
    pub end: End,
}

/// How a run that died was ended.
#[derive(Debug)]
pub enum End {
    /// All its files were written: it counts, with these files.
    Completed(Vec<String>),
    /// Files are as they were before it.
    TakenBack(TakenBack),
}

/// The project, with no other run at work in it.
#[derive(Debug)]
pub struct Locked {
    place: Place,
    recovered: Option<Recovered>,
    // Last, so that it is let go last.
    _lock: Lock,
}

/// Locks a project, and ends what a run that died has left. Makes `.amends` if there is none. If another run holds
/// the lock, `waiting` is told, and decides.
///
/// # Errors
/// `.amends` cannot be made or is not ours; an unfinished run cannot be ended; the caller does not wait.
pub fn lock(root: &Path, waiting: &mut dyn FnMut(Holder) -> Patience) -> Result<Locked, ApplyError> {
    let place = Place::make(root)?;
    let lock = Lock::take(&place, waiting)?;
    let recovered = recover(&place)?;
    place.hide_from_git()?;
    restore::tidy(&place)?;
    Ok(Locked { place, recovered, _lock: lock })
}

/// Ends what a run that died has left, for commands that only read. Costs one look at the disk if there is nothing
/// to do. Never waits: the run may be one that started this very command.
///
/// # Errors
/// There is a journal, and it is not ours, cannot be read, or the run cannot be ended.
pub fn recover_if_needed(root: &Path) -> Result<Recovery, ApplyError> {
    if fs::symlink_metadata(root.join(STATE).join("journal.json")).is_err() {
        return Ok(Recovery::Nothing);
    }
    match lock(root, &mut |_| Patience::GiveUp) {
        Ok(locked) => Ok(locked.recovered.map_or(Recovery::Nothing, Recovery::Done)),
        Err(ApplyError::Busy { pid }) => Ok(Recovery::Busy(Holder { pid })),
        Err(error) => Err(error),
    }
}

fn recover(place: &Place) -> Result<Option<Recovered>, ApplyError> {
    let Some(journal) = Journal::read(place)? else { return Ok(None) };
    let unrecovered = |error| ApplyError::Unrecovered {
        action: journal.kind.action(),
        title: journal.title.clone(),
        reason: Box::new(error),
    };
    let end = match journal.phase {
        Phase::Kept(_) => {
            restore::complete(place, &journal).map_err(unrecovered)?;
            End::Completed(journal.entries.iter().map(|entry| entry.path.clone()).collect())
        }
        Phase::Open => {
            End::TakenBack(restore::take_back(place, &journal, &|_| true, false).map_err(unrecovered)?)
        }
    };
    let Journal { kind, title, started, .. } = journal;
    Ok(Some(Recovered { action: kind.action(), title, started, end }))
}

impl Locked {
    /// The run that had died here, if there was one.
    pub fn recovered(&self) -> Option<&Recovered> {
        self.recovered.as_ref()
    }

    /// Writes all changes or none, and makes a record to undo them.
    ///
    /// # Errors
    /// See [`Trial::set`]. No file is changed then.
    pub fn apply(&mut self, title: &str, changes: &[Change]) -> Result<Applied, ApplyError> {
        let mut trial = self.trial(title);
        trial.set(changes)?;
        trial.keep()
    }

    /// Begins a trial; nothing is written yet.
    pub fn trial(&mut self, title: &str) -> Trial<'_> {
        Trial::new(&self.place, Kind::Apply, title)
    }

    /// Takes the last apply back exactly, and forgets it: the next undo takes back the one before. A file that
    /// somebody has put back already is as wanted.
    ///
    /// # Errors
    /// There is none, or files were changed since: then nothing is written, and all of them are named.
    pub fn undo(&mut self) -> Result<Applied, ApplyError> {
        undo::undo(&self.place)
    }

    /// Forgets a record that is in the way, and what its files held. No file of the project changes.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn forget(&mut self, number: u64) -> Result<(), ApplyError> {
        restore::forget(&self.place, number)
    }
}
