//! What can go wrong while writing, in words: what, where, what to do.

use std::fmt;
use std::io;
use std::path::PathBuf;

pub use super::disk::Failure;
use super::place::STATE;
use crate::report::printable;

/// Why a file is not written, or not put back.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    /// Its bytes are not those that were expected.
    #[error("it was changed since")]
    Changed,
    /// There is no such file (any more).
    #[error("it is not there")]
    Missing,
    /// A folder, a pipe, a link where a file was, or the like.
    #[error("it is not a regular file")]
    NotAFile,
    /// It, or a folder on the way to it, is a link that leads out of the project.
    #[error("it leads out of the project, through a symbolic link")]
    Outside,
    /// The path itself is no plain relative path, or leads to where nothing is ever written.
    #[error("the path {0}")]
    BadPath(&'static str),
    /// Another path of the same change leads to the same file.
    #[error("it is the same file as {}", printable(.0))]
    Same(String),
    /// The mode lets nobody write.
    #[error("it is read-only: `chmod u+w` lets it be written")]
    ReadOnly,
    /// It cannot be read, or cannot be opened for writing.
    #[error("it cannot be opened: {0}")]
    Io(io::Error),
}

/// A file, and why it is not written.
#[derive(Debug)]
pub struct Refusal {
    /// The path as it was given, or as a record has it.
    pub path: String,
    /// Why.
    pub problem: FileProblem,
}

/// A file that could not be put back, because it is no longer what was written here.
#[derive(Debug)]
pub struct Left {
    /// The file, relative to the project.
    pub path: String,
    /// Why it was not touched.
    pub problem: FileProblem,
    /// Where the bytes are kept that it had before, relative to the project, if they could be kept.
    pub kept: Option<String>,
}

/// What a file held that is as before again, and that was not ours.
#[derive(Debug)]
pub struct Aside {
    /// The file, relative to the project.
    pub path: String,
    /// Where it is kept, relative to the project.
    pub kept: String,
}

/// What was put back. Files that were as before anyway are not named.
#[derive(Debug, Default)]
pub struct TakenBack {
    /// Files that are again what they were, relative to the project.
    pub restored: Vec<String>,
    /// Files that were left alone.
    pub left: Vec<Left>,
    /// What files held that were put back although they had been changed.
    pub aside: Vec<Aside>,
}

/// What was being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Writing changes.
    Apply,
    /// Taking back an apply.
    Undo,
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Action::Apply => "apply",
            Action::Undo => "undo",
        })
    }
}

/// Why nothing was applied or undone.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Files that cannot be written; all of them are named. No file is changed.
    #[error("nothing was written, because of {}{}", named(.files), advice(*.action, .files))]
    Refused {
        /// What was asked for.
        action: Action,
        /// The files.
        files: Vec<Refusal>,
    },
    /// Within a trial, files are no longer what the trial wrote. The others are as before.
    #[error("files are no longer what amends has written: {}; {back}", named(.files))]
    Interfered {
        /// The files.
        files: Vec<Refusal>,
        /// What became of all files.
        back: TakenBack,
    },
    /// Writing failed, and files were put back.
    #[error("{failure}; {back}")]
    Failed {
        /// What failed.
        failure: Failure,
        /// What became of the files that had been written.
        back: TakenBack,
    },
    /// Writing failed, and so did putting files back. The journal is kept.
    #[error(
        "{first}. Files could not be put back either: {second}. Nothing is lost: `{STATE}` keeps what they held, \
         and the next amends command here tries again"
    )]
    Stuck {
        /// What failed first.
        first: String,
        /// Why files could not be put back.
        second: Box<ApplyError>,
    },
    /// A run that died could not be ended. The journal is kept.
    #[error(
        "an earlier {action} ({}) did not come to its end, and could not be ended now: {reason}. Nothing is lost: \
         `{STATE}` keeps what files held, and the next amends command here tries again",
        printable(title)
    )]
    Unrecovered {
        /// What it was doing.
        action: Action,
        /// What it was called.
        title: String,
        /// Why it could not be ended.
        reason: Box<ApplyError>,
    },
    /// Something of the folder `.amends` could not be read or written. No file of the project is changed.
    #[error(transparent)]
    Io(#[from] Failure),
    /// What is in `.amends` cannot have been put there by amends.
    #[error(
        "{}: {what}. amends did not make it, and does not use it. If nothing in `{STATE}` matters to you, remove \
         that folder", printable(&.path.to_string_lossy())
    )]
    Hostile {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The journal of an unfinished run was made in another folder.
    #[error(
        "{} tells of an unfinished run in another folder: it came with a copy or a clone, and is not obeyed. If \
         you copied the project while amends was at work, compare its files with their originals. Then remove the \
         folder `{STATE}`", printable(&.path.to_string_lossy())
    )]
    Foreign {
        /// The journal.
        path: PathBuf,
    },
    /// A file of `.amends` cannot be understood.
    #[error(
        "{} is damaged: {reason}. Nothing was guessed from it, and no file was changed. {advice}",
        printable(&.path.to_string_lossy())
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
        /// What to do.
        advice: &'static str,
    },
    /// Another run holds the lock, and the caller did not want to wait.
    #[error("another amends is at work here{}; try again when it has ended", process(*.pid))]
    Busy {
        /// Its process, if that is known.
        pid: Option<u32>,
    },
    /// There is no apply to take back.
    #[error("there is nothing to undo here{}", foreign_records(*.foreign))]
    NothingToUndo {
        /// How many records came with a copy of the folder, and are not obeyed.
        foreign: usize,
    },
}

/// What to do about a journal that cannot be read.
pub(super) const JOURNAL_ADVICE: &str = "An unfinished run may have left some files new and some old: compare them \
     (`git diff` shows it). What they held before is in `.amends/pending`. When they are right, remove \
     `.amends/journal.json`";
/// What to do about a record that cannot be used.
pub(super) const RECORD_ADVICE: &str =
    "What files held before is beside it, as far as it is there. Remove the folder to get at earlier records";

fn advice(action: Action, files: &[Refusal]) -> &'static str {
    let is_stale = |file: &Refusal| {
        matches!(file.problem, FileProblem::Changed | FileProblem::Missing | FileProblem::NotAFile)
    };
    match action {
        Action::Apply if files.iter().any(is_stale) => {
            ". Run the command again to judge files as they are now"
        }
        // What helps is said beside each file, or can be known only where it was named.
        Action::Apply => "",
        Action::Undo => {
            ". `.amends/undo` keeps what they held before, to put back by hand. `amends undo --forget` drops \
             this record, so that the one before comes next"
        }
    }
}

fn named(files: &[Refusal]) -> String {
    let each = files.iter().map(|file| format!("{} ({})", printable(&file.path), file.problem));
    each.collect::<Vec<_>>().join(", ")
}

fn process(pid: Option<u32>) -> String {
    pid.map_or_else(String::new, |pid| format!(" (process {pid})"))
}

fn foreign_records(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => ": the one record came with a copy or a clone, and is not obeyed".into(),
        _ => format!(": the {count} records came with a copy or a clone, and are not obeyed"),
    }
}

impl fmt::Display for TakenBack {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("what was written is taken back")?;
        for aside in &self.aside {
            write!(
                formatter,
                "; what was found in {} is in {}",
                printable(&aside.path),
                printable(&aside.kept)
            )?;
        }
        for (index, left) in self.left.iter().enumerate() {
            let comma = if index == 0 { ", but for " } else { ", " };
            write!(formatter, "{comma}{} ({}, so it was left alone", printable(&left.path), left.problem)?;
            match &left.kept {
                Some(kept) => write!(formatter, "; what it held before is in {})", printable(kept))?,
                None => formatter.write_str(")")?,
            }
        }
        Ok(())
    }
}
