//! The hash of what a pull request changes: the removed and added lines of each file, and nothing around them. So it
//! stays the same when the base moves, when lines shift, and when a message is worded anew.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::diff;

/// What becomes of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Relative to the top, with forward slashes.
    pub path: String,
    /// What it holds.
    pub before: Vec<u8>,
    /// What it is to hold.
    pub after: Vec<u8>,
}

/// The hash of some files' changes, whatever their order.
pub fn hash(changes: &[FileChange]) -> String {
    let mut ordered: Vec<&FileChange> = changes.iter().collect();
    ordered.sort_by(|a, b| a.path.cmp(&b.path));
    let mut sha256 = Sha256::new();
    // With their lengths, so that no text can look like another one's border.
    let mut add = |mark: u8, bytes: &[u8]| {
        sha256.update([mark]);
        sha256.update((bytes.len() as u64).to_le_bytes());
        sha256.update(bytes);
    };
    for change in ordered {
        add(b'f', change.path.as_bytes());
        for (removed, added) in diff::changed(&change.before, &change.after) {
            add(b'-', &removed);
            add(b'+', &added);
        }
    }
    hexadecimal(&sha256.finalize()[..16])
}

/// The first digits of a text's hash, for names.
pub fn short(text: &str) -> String {
    hexadecimal(&Sha256::digest(text)[..4])
}

/// A number that spreads texts evenly.
pub fn spread(text: &str) -> u64 {
    Sha256::digest(text)[..8].iter().fold(0, |number, &byte| (number << 8) | u64::from(byte))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, before: &str, after: &str) -> FileChange {
        FileChange { path: path.into(), before: before.into(), after: after.into() }
    }

    #[test]
    fn only_what_changes_counts() {
        let once = hash(&[change("a.py", "x\npass\ny\n", "x\nlog()\ny\n")]);
        assert_eq!(once.len(), 32);
        assert_eq!(once, hash(&[change("a.py", "new\nlines\nx\npass\nz\n", "new\nlines\nx\nlog()\nz\n")]));
        for other in [
            change("b.py", "x\npass\ny\n", "x\nlog()\ny\n"),
            change("a.py", "x\npass\ny\n", "x\nwarn()\ny\n"),
            change("a.py", "x\n...\ny\n", "x\nlog()\ny\n"),
            change("a.py", "pass\npass\n", "log()\nlog()\n"),
        ] {
            assert_ne!(once, hash(std::slice::from_ref(&other)), "{other:?}");
        }
        let (a, b) = (change("a.py", "1\n", "2\n"), change("b.py", "1\n", "2\n"));
        assert_eq!(hash(&[a.clone(), b.clone()]), hash(&[b, a]));
    }
}
