//! Ends a run that its journal tells of: what files held is put back, or, if all were written, the run is
//! completed. The same code serves a run that fails and one that died, and may itself die at any step.

use std::fs::{self, Metadata};
use std::io;
use std::path::PathBuf;

use super::digest::Digest;
use super::disk::{self, step};
use super::error::{ApplyError, Aside, Failure, FileProblem, JOURNAL_ADVICE, Left, TakenBack};
use super::journal::{Entry, Journal, Kind, Phase, RECORD, Record, damaged};
use super::place::{self, Place, parent};

/// How many finished runs can be taken back.
pub const MOST_RECORDS: usize = 20;

/// Larger files are not kept for others.
const MOST_ASIDE: u64 = 64 << 20;

/// What a file of a run holds now.
enum Stands {
    /// What it held before.
    Original,
    /// What the run wrote, whole or, in place, in part.
    Ours(Metadata),
    /// Something else.
    Foreign(FileProblem),
}

/// Puts back what files held. `touched` says which of them this run has begun to write; after a crash that is not
/// known, so it may be any. `reclaim`: what touched files hold that is not ours goes to `left`, instead of being
/// left alone. The journal goes last: if this fails or dies, it can be done again.
pub(super) fn take_back(
    place: &Place,
    journal: &Journal,
    touched: &dyn Fn(usize) -> bool,
    reclaim: bool,
) -> Result<TakenBack, ApplyError> {
    let mut back = TakenBack::default();
    let mut failed = None;
    for (index, entry) in journal.entries.iter().enumerate() {
        let mut ended = put_back(place, index, entry);
        if reclaim && touched(index) && matches!(ended, Ok(Ended::Left(FileProblem::Changed))) {
            ended = set_aside(place, entry).and_then(|()| put_back(place, index, entry));
        }
        match ended {
            Ok(Ended::Untouched) => {}
            Ok(Ended::Restored) => {
                back.restored.push(entry.path.clone());
                if found(place, entry).is_some() {
                    let kept = place.shown(&aside(place, entry));
                    back.aside.push(Aside { path: entry.path.clone(), kept });
                }
            }
            Ok(Ended::Left(problem)) if touched(index) => {
                let kept = keep_old(place, index, entry).unwrap_or_else(|error| {
                    failed = failed.take().or(Some(error));
                    None
                });
                back.left.push(Left { path: entry.path.clone(), problem, kept });
            }
            Ok(Ended::Left(_)) => {}
            // The others are still put back.
            Err(error) => failed = failed.take().or(Some(error)),
        }
    }
    let full: Vec<PathBuf> = back.restored.iter().map(|path| place.root.join(path)).collect();
    place::sync_all(full.iter().map(|path| parent(path)))?;
    if let Some(error) = failed {
        return Err(error);
    }
    disk::remove_folder(&place.pending())?;
    remove_journal(place)?;
    Ok(back)
}

/// Makes a run whose files are all written the one that can be taken back, or ends an undo.
pub(super) fn complete(place: &Place, journal: &Journal) -> Result<(), ApplyError> {
    match (journal.kind, journal.phase) {
        (Kind::Apply, Phase::Kept(number)) => {
            place.state_folder(&place.undo())?;
            if disk::is_folder(&place.pending()) {
                for index in (0..journal.entries.len()).filter(|index| journal.entries[*index].in_place) {
                    disk::remove(&beside(place, index, "from"))?;
                    disk::remove(&beside(place, index, "to"))?;
                }
                disk::rename(&place.pending(), &place.undo().join(number.to_string()))?;
                disk::sync_folder(&place.undo())?;
                disk::sync_folder(&place.folder)?;
            }
            prune(place)?;
        }
        (Kind::Undo(number), _) => {
            forget(place, number)?;
            disk::remove_folder(&place.pending())?;
        }
        (Kind::Apply, Phase::Open) => {}
    }
    remove_journal(place)
}

/// Removes what is left of runs that never began: their journal was not yet there, or has been removed by hand.
pub(super) fn tidy(place: &Place) -> Result<(), ApplyError> {
    let there = |path: &PathBuf| fs::symlink_metadata(path).is_ok();
    let (through, pending) = (Journal::through(place), place.pending());
    if there(&through) {
        disk::remove(&through)?;
    }
    if there(&pending) {
        disk::remove_folder(&pending)?;
    }
    Ok(())
}

/// Removes a record and its bytes; the record first, so that a half removed one is none.
pub(super) fn forget(place: &Place, number: u64) -> Result<(), ApplyError> {
    let folder = place.undo().join(number.to_string());
    if disk::is_folder(&folder) {
        disk::remove(&folder.join(RECORD))?;
    }
    Ok(disk::remove_folder(&folder)?)
}

/// The bytes that a file held before, checked.
pub(super) fn old_bytes(place: &Place, index: usize, before: Digest) -> Result<Vec<u8>, ApplyError> {
    let path = place.pending().join(index.to_string());
    let (bytes, _) = step("read", &path, || disk::read_plain(&path, before.length()))?;
    if Digest::of(&bytes) != before {
        return Err(damaged(&path, "it is not what was kept there".into(), JOURNAL_ADVICE));
    }
    Ok(bytes)
}

/// The name under which old or new contents of a file that is written in place are kept until that is done.
pub(super) fn beside(place: &Place, index: usize, what: &str) -> PathBuf {
    place.pending().join(format!("{index}.{what}"))
}

enum Ended {
    Untouched,
    Restored,
    Left(FileProblem),
}

/// Keeps what a file holds that is not ours, so that it may be written over; not if it is too large for that.
fn set_aside(place: &Place, entry: &Entry) -> Result<(), ApplyError> {
    let Ok((bytes, _)) = place::read(&place.root, &entry.path, MOST_ASIDE) else { return Ok(()) };
    place.state_folder(&place.left())?;
    disk::create(&aside(place, entry), &bytes, None)?;
    Ok(disk::sync_folder(&place.left())?)
}

/// Where [`set_aside`] keeps it.
fn aside(place: &Place, entry: &Entry) -> PathBuf {
    place.left().join(format!("{}.found", entry.temporary.trim_start_matches('.')))
}

/// What was set aside of a file, if anything was.
fn found(place: &Place, entry: &Entry) -> Option<Vec<u8>> {
    Some(disk::read_plain(&aside(place, entry), MOST_ASIDE).ok()?.0)
}

fn put_back(place: &Place, index: usize, entry: &Entry) -> Result<Ended, ApplyError> {
    let full = place.root.join(&entry.path);
    let temporary = parent(&full).join(&entry.temporary);
    // Only what can be ours: a regular file, in a folder that is no link.
    if fs::symlink_metadata(&temporary).is_ok_and(|found| found.is_file())
        && parent(&full).canonicalize().is_ok_and(|real| real == parent(&full))
    {
        disk::remove(&temporary)?;
    }
    let metadata = match stands(place, index, entry)? {
        Stands::Original => return Ok(Ended::Untouched),
        Stands::Foreign(problem) => return Ok(Ended::Left(problem)),
        Stands::Ours(metadata) => metadata,
    };
    let bytes = old_bytes(place, index, entry.before)?;
    if entry.in_place {
        disk::overwrite(&full, &bytes, None)?;
        return Ok(Ended::Restored);
    }
    let kept = place.pending().join(index.to_string());
    disk::dress(&kept, &full, &metadata)?;
    // The last look comes right before the file is replaced.
    if let Stands::Foreign(problem) = stands(place, index, entry)? {
        return Ok(Ended::Left(problem));
    }
    // The kept file itself goes back, which needs no space on a full disk.
    match disk::rename(&kept, &full) {
        Err(Failure { source, .. }) if source.kind() == io::ErrorKind::CrossesDevices => {
            disk::create(&temporary, &bytes, Some((&full, &metadata)))?;
            disk::rename(&temporary, &full)?;
        }
        other => other?,
    }
    Ok(Ended::Restored)
}

fn stands(place: &Place, index: usize, entry: &Entry) -> Result<Stands, ApplyError> {
    let aside = found(place, entry).as_deref().map(Digest::of);
    let written = entry.written.iter().chain(&aside);
    let most = written.map(Digest::length).max().unwrap_or(0).max(entry.before.length());
    let (bytes, metadata) = match place::read(&place.root, &entry.path, most) {
        Ok(found) => found,
        Err(FileProblem::Io(source)) => {
            return Err(Failure { doing: "read", path: place.root.join(&entry.path), source }.into());
        }
        Err(problem) => return Ok(Stands::Foreign(problem)),
    };
    let digest = Digest::of(&bytes);
    if digest == entry.before {
        Ok(Stands::Original)
    } else if entry.written.contains(&digest)
        || aside == Some(digest)
        || (entry.in_place && torn(place, index, entry, &bytes))
    {
        Ok(Stands::Ours(metadata))
    } else {
        Ok(Stands::Foreign(FileProblem::Changed))
    }
}

/// Whether these bytes are what a write in place leaves that did not come to its end: each byte is at its place
/// in what was there or in what was being written (or nothing yet, past the end of what was there).
fn torn(place: &Place, index: usize, entry: &Entry, bytes: &[u8]) -> bool {
    let Ok(original) = old_bytes(place, index, entry.before) else { return false };
    let read = |what| {
        let path = beside(place, index, what);
        let most = entry.written.iter().map(Digest::length).max().unwrap_or(0).max(entry.before.length());
        let (bytes, _) = disk::read_plain(&path, most).ok()?;
        let digest = Digest::of(&bytes);
        (digest == entry.before || entry.written.contains(&digest)).then_some(bytes)
    };
    // One of them may be missing or unfinished itself; then no write had begun from or to it.
    let sources = [Some(original), read("from"), read("to"), found(place, entry)];
    let sources: Vec<Vec<u8>> = sources.into_iter().flatten().collect();
    is_mix(bytes, &sources.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn is_mix(bytes: &[u8], sources: &[&[u8]]) -> bool {
    let lengths = || sources.iter().map(|source| source.len());
    let (Some(shortest), Some(longest)) = (lengths().min(), lengths().max()) else { return false };
    (shortest..=longest).contains(&bytes.len())
        && bytes.iter().enumerate().all(|(at, byte)| {
            sources.iter().any(|source| source.get(at) == Some(byte)) || (*byte == 0 && at >= shortest)
        })
}

/// Keeps what a file held that is left alone, under a name that is the same if this is done again.
fn keep_old(place: &Place, index: usize, entry: &Entry) -> Result<Option<String>, ApplyError> {
    let to = place.left().join(entry.temporary.trim_start_matches('.'));
    if old_bytes(place, index, entry.before).is_ok() {
        place.state_folder(&place.left())?;
        disk::rename(&place.pending().join(index.to_string()), &to)?;
        disk::sync_folder(&place.left())?;
    }
    Ok(fs::symlink_metadata(&to).is_ok_and(|found| found.is_file()).then(|| place.shown(&to)))
}

fn remove_journal(place: &Place) -> Result<(), ApplyError> {
    disk::remove(&Journal::through(place))?;
    disk::remove(&place.journal())?;
    Ok(disk::sync_folder(&place.folder)?)
}

/// Keeps the newest records, and removes what a removal that died has left.
fn prune(place: &Place) -> Result<(), ApplyError> {
    let mut kept = 0;
    for number in place.numbers(&place.undo())?.into_iter().rev() {
        let folder = place.undo().join(number.to_string());
        // What cannot be read, or came with a copy, is not ours to remove.
        match Record::read(place, &folder) {
            Ok(Some(_)) if kept < MOST_RECORDS => kept += 1,
            Ok(Some(_)) => forget(place, number)?,
            Ok(None) if fs::symlink_metadata(folder.join(RECORD)).is_err() => forget(place, number)?,
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_mix;

    #[test]
    fn a_torn_write_is_told_from_an_edit() {
        let (from, to): (&[u8], &[u8]) = (b"old old", b"new new new");
        let sources: &[&[u8]] = &[from, to];
        for torn in ["new old", "old old new", "ned new", "old old\0\0\0\0", "old old ne", "new new new"] {
            assert!(is_mix(torn.as_bytes(), sources), "{torn:?}");
        }
        for edited in ["old", "old old!", "new new new new", "\0ew old", ""] {
            assert!(!is_mix(edited.as_bytes(), sources), "{edited:?}");
        }
    }
}
