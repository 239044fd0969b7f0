//! What commands do about an apply that died, or that is at work: end it, wait for it, and say so.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Result;

use super::printed::tell;
use crate::apply::{self, End, Holder, Locked, Patience, Recovered, Recovery};
use crate::report::printable;
use crate::report::summary::plural;

/// Files that are named in a message.
const NAMED: usize = 5;

/// Locks the project for writing. Waits for another run, and says so.
pub(super) fn lock(root: &Path, quiet: bool) -> Result<Locked> {
    let mut told = false;
    let mut waiting = |holder: Holder| {
        if !told && !quiet {
            let process = holder.pid.map_or_else(String::new, |pid| format!(" (process {pid})"));
            tell!("another amends is at work here{process}; waiting for it");
        }
        told = true;
        Patience::Wait
    };
    let locked = apply::lock(root, &mut waiting)?;
    if let Some(recovered) = locked.recovered() {
        say(recovered);
    }
    Ok(locked)
}

/// For commands that only read: ends an apply that died, and warns about one that is at work.
pub(super) fn before_reading(root: &Path) -> Result<()> {
    match apply::recover_if_needed(root)? {
        Recovery::Nothing => {}
        Recovery::Busy(_) => {
            tell!("warning: another amends is at work here: files may change while they are judged");
        }
        Recovery::Done(recovered) => say(&recovered),
    }
    Ok(())
}

fn say(recovered: &Recovered) {
    let what = format!(
        "note: an {} of {} ({}) did not come to its end",
        recovered.action,
        ago(recovered.started),
        printable(&recovered.title)
    );
    match &recovered.end {
        End::Completed(files) => tell!("{what}; it is completed now: {}", listed(files)),
        End::TakenBack(back) => {
            let files = listed(&back.restored);
            let files = if files.is_empty() { "no file had changed".into() } else { files };
            tell!("{what}; it is taken back now: {files}");
            for aside in &back.aside {
                let (path, kept) = (printable(&aside.path), printable(&aside.kept));
                tell!("warning: what was found in {path} is in {kept}");
            }
            for left in &back.left {
                let kept = left.kept.as_ref().map_or_else(String::new, |kept| {
                    format!("; what it held before is in {}", printable(kept))
                });
                tell!("warning: {} was left alone: {}{kept}", printable(&left.path), left.problem);
            }
        }
    }
}

/// The first few files, and how many more.
pub(super) fn listed(files: &[String]) -> String {
    let more = files.len().saturating_sub(NAMED);
    let shown: Vec<String> = files.iter().take(NAMED).map(|file| printable(file)).collect();
    let shown = shown.join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// A time in seconds since 1970, as people say it.
pub(super) fn ago(time: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    let seconds = now.saturating_sub(time) as usize;
    match seconds {
        0..=89 => format!("{} ago", plural(seconds, "second")),
        90..=5399 => format!("{} ago", plural(seconds.div_ceil(60), "minute")),
        5400..=129_599 => format!("{} ago", plural(seconds.div_ceil(3600), "hour")),
        _ => format!("{} ago", plural(seconds / 86_400, "day")),
    }
}
