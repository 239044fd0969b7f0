//! What differs between systems: links, owners, modes, syncing folders. Where a system lacks one of these, the
//! answer is the honest nothing. Decides nothing.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

/// Adds that a link is not followed, and that nothing waits for the other end of a pipe.
pub(super) fn no_follow(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    options
}

/// Adds that a new file is for its owner only.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

/// Device and inode. `None` where there is no such thing.
pub(super) fn inode(metadata: &Metadata) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some((metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        None
    }
}

/// How many names a file has, as far as that can be told.
pub(super) fn names(metadata: &Metadata) -> u64 {
    #[cfg(unix)]
    {
        std::os::unix::fs::MetadataExt::nlink(metadata)
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        1
    }
}

/// Whether the mode lets nobody write. Asked for by mode, because root may write to all.
pub(super) fn read_only(metadata: &Metadata) -> bool {
    metadata.permissions().readonly()
}

/// Whether a new file in the place of this one could have its owner.
pub(super) fn can_give_owner(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let me = rustix::process::geteuid();
        me.is_root() || me.as_raw() == metadata.uid()
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        true
    }
}

/// Gives a new file owner, group, extended attributes (where possible) and mode of another.
pub(super) fn dress(file: &File, from: &Path, metadata: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let own = file.metadata()?;
        if (own.uid(), own.gid()) != (metadata.uid(), metadata.gid()) {
            // The group alone may be possible where the owner is not. Neither is a reason to refuse.
            let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()))
                .or_else(|_| fchown(file, None, Some(metadata.gid())));
        }
    }
    attributes(file, from);
    // Last: a change of owner takes set-id bits away.
    file.set_permissions(metadata.permissions())
}

/// Gives a file that was written this time of change. Only its owner may do that; for others, it gets the current
/// one, as soon as that is in a later second than `before`, the one that it had with other bytes.
pub(super) fn stamp(file: &File, modified: SystemTime, before: SystemTime) -> io::Result<()> {
    match file.set_modified(modified) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
        other => return other,
    }
    // A time far ahead is not waited for.
    let deadline = Instant::now() + Duration::from_secs(2);
    loop {
        touch(file);
        // The clock of files lags behind: only what they say counts.
        if seconds(file.metadata()?.modified()?) > seconds(before) || Instant::now() > deadline {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Gives a file the current time of change, which whoever may write it may do.
fn touch(file: &File) {
    #[cfg(unix)]
    {
        use rustix::fs::{Timespec, Timestamps, UTIME_NOW, futimens};
        let now = Timespec { tv_sec: 0, tv_nsec: UTIME_NOW };
        // Where it fails, writing itself has set a time.
        let _ = futimens(file, &Timestamps { last_access: now, last_modification: now });
    }
    #[cfg(not(unix))]
    let _ = file;
}

/// Copies extended attributes (access lists, security labels), as far as the system lets it.
#[cfg(target_os = "linux")]
fn attributes(file: &File, from: &Path) {
    use rustix::fs::{XattrFlags, fsetxattr, lgetxattr, llistxattr};
    // The most that Linux has: 64 KiB for the list, and for each value.
    let (mut list, mut value) = (vec![0_u8; 1 << 16], vec![0_u8; 1 << 16]);
    let Ok(length) = llistxattr(from, &mut list[..]) else { return };
    for name in list[..length].split(|&byte| byte == 0).filter(|name| !name.is_empty()) {
        if let Ok(length) = lgetxattr(from, name, &mut value[..]) {
            let _ = fsetxattr(file, name, &value[..length], XattrFlags::empty());
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn attributes(_file: &File, _from: &Path) {}

/// Sees to it that names in a folder survive a power failure.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let folder = File::open(path)?;
        match folder.sync_all() {
            // Some file systems do not sync folders, and say so in this way.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            other => other,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        Ok(())
    }
}

/// Seconds since 1970; 0 before that.
pub(super) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}

/// Ends this process at once: nothing is tidied up.
#[cfg(all(debug_assertions, unix))]
pub(super) fn die() {
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
}
