//! A disk that is really full: a small tmpfs.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use super::{All, all, assert_tidy, change, changes, fill, lock, tree};

/// A mounted tmpfs, unmounted when dropped.
struct Small {
    folder: tempfile::TempDir,
}

impl Small {
    fn mount(size: &str) -> Option<Small> {
        let folder = tempfile::tempdir().expect("a folder");
        let options = format!("size={size}");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            println!("skipped: a tmpfs cannot be mounted here (that needs root)");
        }
        mounted.then_some(Small { folder })
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // Lazily: a process that another test is just starting may still hold a file open.
        let _ = Command::new("umount").arg("--lazy").arg(self.folder.path()).status();
    }
}

/// Fills the disk but for so many bytes.
fn fill_up(root: &Path, but: u64) {
    let mut filler = fs::File::create(root.join("filler.bin")).expect("the filler");
    while filler.write_all(&[1_u8; 4096]).is_ok() {}
    let length = filler.metadata().expect("the filler").len().saturating_sub(but);
    filler.set_len(length).expect("less");
}

#[test]
fn a_full_disk_leaves_everything_as_it_was() {
    let (mut failed, mut worked) = (0, 0);
    // From no page at all to enough for everything, a page at a time: it is full at every moment once.
    for pages in 0..24 {
        let Some(small) = Small::mount("512k") else { return };
        let root = small.folder.path().join("project");
        fs::create_dir(&root).expect("a folder");
        fill(&root);
        let outside = small.folder.path().to_path_buf();
        fill_up(&outside, pages * 4096);
        let context = format!("{pages} pages are free");
        let before = tree(&root);
        match lock(&root).and_then(|mut locked| locked.apply("full", &changes())) {
            Ok(applied) => {
                worked += 1;
                assert_eq!(all(&root, &context), All::New);
                assert!(applied.unfinished.is_none(), "{context}");
            }
            Err(error) => {
                failed += 1;
                let error = error.to_string();
                assert!(error.contains("No space left") && error.contains("cannot "), "{context}: {error}");
                assert_eq!(tree(&root), before, "{context}: {error}");
                assert_tidy(&root, &context);
                fs::remove_file(outside.join("filler.bin")).expect("space");
                lock(&root)
                    .and_then(|mut locked| locked.apply("free", &changes()))
                    .expect("an apply with space");
                assert_eq!(all(&root, &context), All::New);
            }
        }
    }
    println!("{failed} times full, {worked} times not");
    assert!(failed > 3 && worked > 0, "{failed} times full, {worked} times not");
}

/// A file that is written in place grows beyond the disk: its old bytes stay.
#[test]
fn a_large_file_with_two_names_survives_a_full_disk() {
    let (before, after) = (vec![b'a'; 300_000], vec![b'b'; 700_000]);
    let mut last = String::new();
    // The last is full just where the file itself is to grow.
    for free in (0..=1_500_000).step_by(150_000) {
        let Some(small) = Small::mount("4m") else { return };
        let root = small.folder.path();
        for name in ["large.py", "plain.py"] {
            fs::write(root.join(name), &before).expect("a file");
        }
        fs::hard_link(root.join("large.py"), root.join("second.py")).expect("a second name");
        fill_up(root, free);
        let state = tree(root);
        let changes = [change("large.py", &before, &after), change("plain.py", &before, b"short\n")];
        let error =
            lock(root).and_then(|mut locked| locked.apply("full", &changes)).expect_err("a full disk");
        let error = error.to_string();
        assert!(error.contains("No space left"), "{free} free: {error}");
        assert!(tree(root) == state, "{free} free: files changed: {error}");
        assert_tidy(root, "after a full disk");
        last = error;
    }
    assert!(
        last.contains("cannot write") && last.contains("large.py: ") && !last.contains(".amends"),
        "{last}"
    );
    assert!(last.ends_with("what was written is taken back"), "{last}");
}
