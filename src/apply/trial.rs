//! Puts files into one state after another, and keeps the last or takes all back. Whoever calls decides which.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, SystemTime};

use super::digest::Digest;
use super::disk::{self, step};
use super::error::{ApplyError, FileProblem, Refusal, TakenBack};
use super::journal::{Entry, Journal, Kept, Kind, Phase, Record};
use super::place::{self, Place, parent};
use super::target::{Checked, check};
use super::{Applied, Change, os, restore};

/// Files that can be put into one state after another. Dropped without [`Trial::keep`], all is taken back; if the
/// process dies, the next command does that.
#[derive(Debug)]
pub struct Trial<'a> {
    place: &'a Place,
    journal: Journal,
    live: Vec<Live>,
    /// Whether there is a journal on the disk.
    open: bool,
}

/// What is known of a file while the trial is at work.
#[derive(Debug)]
struct Live {
    /// What it holds.
    now: Digest,
    /// Whether it was ever about to be written.
    touched: bool,
    /// When the original was changed.
    modified: SystemTime,
    /// The latest time of change that the trial gave it.
    stamp: SystemTime,
    inode: Option<(u64, u64)>,
}

/// A file that is about to change.
struct Next<'b> {
    index: usize,
    bytes: std::borrow::Cow<'b, [u8]>,
    digest: Digest,
    stamp: SystemTime,
}

impl<'a> Trial<'a> {
    pub(super) fn new(place: &'a Place, kind: Kind, title: &str) -> Self {
        let journal = Journal::new(place, kind, title, os::seconds(SystemTime::now()));
        Trial { place, journal, live: Vec::new(), open: false }
    }

    /// Gives these files their new bytes, and all others of the trial what they held at first. All or none.
    ///
    /// A file's time of change differs by a second at least from the one that it had under any other bytes:
    /// Python takes compiled code for current if seconds and size are the same.
    ///
    /// # Errors
    /// A file that cannot be written, is no longer what was judged or what the trial wrote, or a full disk. The
    /// trial is over then, and all is taken back; the error says if that was not possible.
    pub fn set(&mut self, changes: &[Change]) -> Result<(), ApplyError> {
        self.attempt(changes).map_err(|error| self.abandon(error))
    }

    /// Keeps what is there now: it can be undone.
    ///
    /// # Errors
    /// As for [`Trial::set`].
    pub fn keep(mut self) -> Result<Applied, ApplyError> {
        let title = self.journal.title.clone();
        match self.commit() {
            Err(error) => Err(self.abandon(error)),
            Ok(None) => {
                self.take_back_now(false)?;
                Ok(Applied { number: None, title, files: Vec::new(), unfinished: None })
            }
            Ok(Some((number, files))) => {
                self.open = false;
                // All is written for good. What fails now is done by the next command.
                let unfinished = restore::complete(self.place, &self.journal).err();
                Ok(Applied { number: Some(number), title, files, unfinished: unfinished.map(Box::new) })
            }
        }
    }

    /// Takes all back.
    ///
    /// # Errors
    /// Files that cannot be put back. What they held is kept, and the next command tries again.
    pub fn take_back(mut self) -> Result<TakenBack, ApplyError> {
        self.take_back_now(false)
    }

    /// Takes all back after a command was at work on the files, and so may have changed them: also those that hold
    /// something else now. That is kept in `.amends/left` and named, since it may be somebody's work after all.
    ///
    /// # Errors
    /// As for [`Trial::take_back`].
    pub fn take_back_all(mut self) -> Result<TakenBack, ApplyError> {
        self.take_back_now(true)
    }

    /// Files that no longer hold what the trial gave them, relative to the project.
    pub fn disturbed(&self) -> Vec<String> {
        match self.undisturbed() {
            Err(ApplyError::Interfered { files, .. }) => files.into_iter().map(|file| file.path).collect(),
            _ => Vec::new(),
        }
    }

    fn attempt(&mut self, changes: &[Change]) -> Result<(), ApplyError> {
        self.undisturbed()?;
        let wanted = self.wanted(changes)?;
        let mut steps = Vec::new();
        for index in 0..self.live.len() {
            let (entry, live) = (&mut self.journal.entries[index], &mut self.live[index]);
            let wish = wanted.get(&index).map(|bytes| (*bytes, Digest::of(bytes)));
            let digest = wish.map_or(entry.before, |(_, digest)| digest);
            if digest == live.now {
                continue;
            }
            let bytes = match wish {
                Some((bytes, _)) => bytes.into(),
                None => restore::old_bytes(self.place, index, entry.before)?.into(),
            };
            if digest != entry.before && !entry.written.contains(&digest) {
                entry.written.push(digest);
            }
            let stamp = live.stamp(digest == entry.before);
            steps.push(Next { index, bytes, digest, stamp });
        }
        if steps.is_empty() {
            return Ok(());
        }
        // From here on there may be something to take back.
        self.open = true;
        self.journal.write(self.place)?;
        self.back_up()?;
        for next in &steps {
            self.make_ready(next)?;
        }
        disk::sync_folder(&self.place.pending())?;
        for next in &steps {
            self.put(next)?;
        }
        let root = &self.place.root;
        let full: Vec<_> =
            steps.iter().map(|next| root.join(&self.journal.entries[next.index].path)).collect();
        place::sync_all(full.iter().map(|path| parent(path)))?;
        Ok(())
    }

    /// Checks the changes, takes new files up, and says which file is to have which bytes.
    fn wanted<'b>(&mut self, changes: &'b [Change]) -> Result<BTreeMap<usize, &'b [u8]>, ApplyError> {
        let mut refused = Vec::new();
        let mut given: BTreeMap<String, &str> = BTreeMap::new();
        let mut wanted = BTreeMap::new();
        let known = self.live.len();
        for change in changes {
            let mut refuse = |problem| refused.push(Refusal { path: change.path.clone(), problem });
            let path = match place::resolve(&self.place.root, &change.path) {
                Ok(path) => path,
                Err(problem) => {
                    refuse(problem);
                    continue;
                }
            };
            if let Some(other) = given.insert(path.clone(), &change.path) {
                refuse(FileProblem::Same(other.to_string()));
                continue;
            }
            if let Some(index) = self.journal.entries[..known].iter().position(|entry| entry.path == path) {
                if Digest::of(&change.before) == self.journal.entries[index].before {
                    wanted.insert(index, &change.after[..]);
                } else {
                    refuse(FileProblem::Changed);
                }
                continue;
            }
            let checked = match check(self.place, &path, &change.before) {
                Ok(checked) => checked,
                Err(problem) => {
                    refuse(problem);
                    continue;
                }
            };
            // The same file by another name.
            let same =
                self.journal.entries.iter().zip(&self.live).enumerate().find(|(index, (entry, live))| {
                    // The inode of a file that was replaced may belong to another one by now.
                    (*index >= known || entry.in_place) && live.inode.is_some() && live.inode == checked.inode
                });
            if let Some((_, (entry, _))) = same {
                refuse(FileProblem::Same(entry.path.clone()));
            } else if change.before != change.after {
                wanted.insert(self.live.len(), &change.after[..]);
                self.take_up(checked);
            }
        }
        if refused.is_empty() {
            return Ok(wanted);
        }
        Err(ApplyError::Refused { action: self.journal.kind.action(), files: refused })
    }

    fn take_up(&mut self, checked: Checked) {
        let Checked { path, digest, modified, in_place, inode } = checked;
        let temporary = place::temporary(&path);
        self.live.push(Live { now: digest, touched: false, modified, stamp: modified, inode });
        self.journal.entries.push(Entry { path, before: digest, written: Vec::new(), temporary, in_place });
    }

    /// Keeps what new files hold.
    fn back_up(&self) -> Result<(), ApplyError> {
        self.place.state_folder(&self.place.pending())?;
        for (index, (entry, live)) in self.journal.entries.iter().zip(&self.live).enumerate() {
            let to = self.place.pending().join(index.to_string());
            // One that was never touched may have been kept by an earlier set.
            if live.touched || fs::symlink_metadata(&to).is_ok() {
                continue;
            }
            let (bytes, _) = self.read_if(entry, entry.before)?;
            disk::create_at(&to, &bytes, None, Some(live.modified))?;
        }
        Ok(())
    }

    /// Makes new contents ready, so that little can go wrong when files change.
    fn make_ready(&self, next: &Next<'_>) -> Result<(), ApplyError> {
        let entry = &self.journal.entries[next.index];
        let full = self.place.root.join(&entry.path);
        if entry.in_place {
            // What it holds now stays at hand, so that a torn write is known for what it is: the original as the
            // backup, later states under the name that they were written from.
            let to = restore::beside(self.place, next.index, "to");
            if fs::symlink_metadata(&to).is_ok() {
                disk::rename(&to, &restore::beside(self.place, next.index, "from"))?;
            }
            disk::create(&to, &next.bytes, None)?;
            return Ok(());
        }
        let metadata = step("look at", &full, || fs::symlink_metadata(&full))?;
        let temporary = parent(&full).join(&entry.temporary);
        Ok(disk::create_at(&temporary, &next.bytes, Some((&full, &metadata)), Some(next.stamp))?)
    }

    /// Changes a file, if it still is what it was.
    fn put(&mut self, next: &Next<'_>) -> Result<(), ApplyError> {
        let entry = &self.journal.entries[next.index];
        let live = &self.live[next.index];
        let full = self.place.root.join(&entry.path);
        if entry.in_place {
            self.read_if(entry, live.now)?;
            self.live[next.index].touched = true;
            disk::overwrite(&full, &next.bytes, Some(next.stamp))?;
        } else {
            disk::before_replacing(&full)?;
            self.read_if(entry, live.now)?;
            self.live[next.index].touched = true;
            disk::rename(&parent(&full).join(&self.journal.entries[next.index].temporary), &full)?;
        }
        let live = &mut self.live[next.index];
        live.now = next.digest;
        live.stamp = live.stamp.max(next.stamp);
        Ok(())
    }

    /// A file's bytes, if they are the expected ones.
    fn read_if(&self, entry: &Entry, expected: Digest) -> Result<(Vec<u8>, fs::Metadata), ApplyError> {
        let problem = match place::read(&self.place.root, &entry.path, expected.length()) {
            Ok(found) if Digest::of(&found.0) == expected => return Ok(found),
            Ok(_) => FileProblem::Changed,
            Err(problem) => problem,
        };
        let files = vec![Refusal { path: entry.path.clone(), problem }];
        Err(ApplyError::Interfered { files, back: TakenBack::default() })
    }

    /// That all files hold what the trial gave them.
    fn undisturbed(&self) -> Result<(), ApplyError> {
        let mut files = Vec::new();
        for (entry, live) in self.journal.entries.iter().zip(&self.live) {
            if let Err(ApplyError::Interfered { files: found, .. }) = self.read_if(entry, live.now) {
                files.extend(found);
            }
        }
        if files.is_empty() {
            return Ok(());
        }
        Err(ApplyError::Interfered { files, back: TakenBack::default() })
    }

    /// The moment from which on the run counts: until then it is taken back, afterwards it is completed.
    fn commit(&mut self) -> Result<Option<(u64, Vec<String>)>, ApplyError> {
        self.undisturbed()?;
        let mut kept = Vec::new();
        for (index, (entry, live)) in self.journal.entries.iter().zip(&self.live).enumerate() {
            if live.now != entry.before {
                let (path, before, after) = (entry.path.clone(), entry.before, live.now);
                kept.push(Kept { path, before, after, bytes: index });
            } else if live.touched {
                disk::remove(&self.place.pending().join(index.to_string()))?;
            }
        }
        if kept.is_empty() {
            return Ok(None);
        }
        let files = kept.iter().map(|file| file.path.clone()).collect();
        let number = match self.journal.kind {
            Kind::Undo(number) => number,
            Kind::Apply => {
                Record::new(&self.journal, kept).write(&self.place.pending())?;
                disk::sync_folder(&self.place.pending())?;
                self.place.numbers(&self.place.undo())?.last().map_or(1, |last| last.saturating_add(1))
            }
        };
        self.journal.phase = Phase::Kept(number);
        self.journal.write(self.place)?;
        Ok(Some((number, files)))
    }

    fn take_back_now(&mut self, reclaim: bool) -> Result<TakenBack, ApplyError> {
        if !std::mem::take(&mut self.open) {
            self.start_anew();
            return Ok(TakenBack::default());
        }
        if self.journal.phase != Phase::Open {
            // Writing it failed, but it may be there.
            self.journal.phase = Phase::Open;
            self.journal.write(self.place)?;
        }
        let touched = |index: usize| self.live[index].touched;
        let back = restore::take_back(self.place, &self.journal, &touched, reclaim)?;
        self.start_anew();
        Ok(back)
    }

    fn start_anew(&mut self) {
        self.live.clear();
        self.journal.entries.clear();
    }

    /// Takes all back because of an error, and says in the error what came of that.
    fn abandon(&mut self, error: ApplyError) -> ApplyError {
        let back = match self.take_back_now(false) {
            Ok(back) => back,
            Err(second) => return ApplyError::Stuck { first: error.to_string(), second: Box::new(second) },
        };
        match error {
            ApplyError::Interfered { files, .. } => ApplyError::Interfered { files, back },
            ApplyError::Refused { files, .. } if !back.left.is_empty() => {
                ApplyError::Interfered { files, back }
            }
            ApplyError::Io(failure) => ApplyError::Failed { failure, back },
            other => other,
        }
    }
}

impl Drop for Trial<'_> {
    fn drop(&mut self) {
        // What fails here is done by the next command.
        let _ = self.take_back_now(false);
    }
}

impl Live {
    /// A time of change that no other bytes of this file have had.
    fn stamp(&self, original: bool) -> SystemTime {
        if original {
            return self.modified;
        }
        let now = SystemTime::now();
        let near = self.stamp < now + Duration::from_secs(3600);
        if near && os::seconds(now) <= os::seconds(self.stamp) {
            self.stamp + Duration::from_secs(1)
        } else {
            now
        }
    }
}
