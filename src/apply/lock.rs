//! One run at a time: the lock, and who holds it. What is done under it is elsewhere.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

use super::disk::step;
use super::error::ApplyError;
use super::place::Place;
use super::{fault, os};

/// Another run that is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its process, if that is known.
    pub pid: Option<u32>,
}

/// What to do while another run is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Wait until it has ended.
    Wait,
    /// Give up, with [`ApplyError::Busy`].
    GiveUp,
}

/// Held until dropped, or until the process ends in whatever way. Programs that are started do not inherit it.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock; `waiting` is asked once, if another run holds it.
    pub(super) fn take(
        place: &Place,
        waiting: &mut dyn FnMut(Holder) -> Patience,
    ) -> Result<Lock, ApplyError> {
        let path = place.lock();
        loop {
            let mut file = open(place)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let holder = Holder { pid: holder(&mut file) };
                    if waiting(holder) == Patience::GiveUp {
                        return Err(ApplyError::Busy { pid: holder.pid });
                    }
                    step("lock", &path, || file.lock())?;
                }
                Err(TryLockError::Error(error)) => step("lock", &path, || Err(error))?,
            }
            // The folder may have been removed and made again meanwhile: then this is the lock of nothing.
            let same = match (file.metadata(), fs::symlink_metadata(&path)) {
                (Ok(held), Ok(named)) => os::inode(&held) == os::inode(&named),
                _ => false,
            };
            if same {
                let _ = note(&mut file, &std::process::id().to_string());
                return Ok(Lock { file });
            }
            if !super::disk::is_folder(&place.folder) {
                return Err(ApplyError::Hostile {
                    path: place.folder.clone(),
                    what: "it was removed meanwhile",
                });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = note(&mut self.file, "");
        let _ = self.file.unlock();
    }
}

fn open(place: &Place) -> Result<File, ApplyError> {
    let path = place.lock();
    // A second name of a file of the project would be overwritten with a number.
    if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file() || os::names(&found) > 1) {
        return Err(ApplyError::Hostile { path, what: "it is not a file of its own" });
    }
    Ok(step("open", &path, || {
        fault::point("lock")?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        os::no_follow(&mut options).open(&path)
    })?)
}

/// For whoever waits to say. Not synced: it means nothing after a crash.
fn note(file: &mut File, text: &str) -> std::io::Result<()> {
    file.set_len(0)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(text.as_bytes())
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.take(20).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
