//! The process is killed at every step, and the disk fails at every step: of an apply, an undo, a trial, and of
//! the recovery from these.

use super::{All, Child, all, assert_tidy, fault_points_are_there, in_memory, lock, points, recovered};
use amends::apply;
use std::path::Path;

fn nothing(_root: &Path) {}

fn applied(root: &Path) {
    lock(root).expect("the lock").apply("before", &super::changes()).expect("an apply");
    assert_eq!(all(root, "prepared"), All::New);
}

/// What a job begins with, and what it ends with.
struct Job {
    name: &'static str,
    prepare: &'static dyn Fn(&Path),
    begins: All,
    ends: All,
    /// Fewer steps than this cannot be all.
    at_least: usize,
}

const APPLY: Job = Job { name: "apply", prepare: &nothing, begins: All::Old, ends: All::New, at_least: 40 };
const UNDO: Job = Job { name: "undo", prepare: &applied, begins: All::New, ends: All::Old, at_least: 40 };
const TRIAL: Job = Job { name: "trial", prepare: &nothing, begins: All::Old, ends: All::New, at_least: 80 };
const TAKEN_BACK: Job =
    Job { name: "trial taken back", prepare: &nothing, begins: All::Old, ends: All::Old, at_least: 80 };

/// After whatever happened, the tree can be changed to the other state and back.
fn works_on(root: &Path, now: All, context: &str) {
    let run = |undo: bool| {
        let mut locked = lock(root).expect("the lock");
        let done = if undo { locked.undo() } else { locked.apply("after", &super::changes()) };
        if let Err(error) = done {
            panic!("{context}: {error}");
        }
    };
    match now {
        All::Old => {
            run(false);
            assert_eq!(all(root, context), All::New, "{context}: an apply afterwards");
            run(true);
            assert_eq!(all(root, context), All::Old, "{context}: an undo afterwards");
        }
        All::New => {
            run(true);
            assert_eq!(all(root, context), All::Old, "{context}: an undo afterwards");
            run(false);
            assert_eq!(all(root, context), All::New, "{context}: an apply afterwards");
        }
    }
    assert_tidy(root, context);
}

fn killed_at_every_step(job: &Job) {
    if !fault_points_are_there() {
        return;
    }
    let points = points(job.name, job.prepare);
    assert!(points.len() >= job.at_least, "only {} steps: {points:?}", points.len());
    let (mut old, mut new) = (0, 0);
    for (at, point) in points.iter().enumerate() {
        let folder = in_memory();
        let root = folder.path();
        (job.prepare)(root);
        let context = format!("{} killed at step {} ({point})", job.name, at + 1);
        let ran = Child::new(root, job.name, format!("kill:{}", at + 1)).run();
        assert!(ran.killed, "{context}: {ran:?}");
        let now = recovered(root, &context);
        if now == All::Old {
            old += 1
        } else {
            new += 1
        }
        works_on(root, now, &context);
    }
    println!("{}: {} steps, {old} times all old, {new} times all new", job.name, points.len());
    let (begun, ended) = if job.begins == All::Old { (old, new) } else { (new, old) };
    assert!(begun > 0, "never taken back");
    assert!(job.begins == job.ends || ended > 0, "never completed");
}

#[test]
fn an_apply_killed_at_any_step_is_all_or_nothing() {
    killed_at_every_step(&APPLY);
}

#[test]
fn an_undo_killed_at_any_step_is_all_or_nothing() {
    killed_at_every_step(&UNDO);
}

#[test]
fn a_trial_killed_at_any_step_is_all_or_nothing() {
    killed_at_every_step(&TRIAL);
}

#[test]
fn a_trial_killed_while_it_is_taken_back_is_taken_back() {
    killed_at_every_step(&TAKEN_BACK);
}

/// What a command has made of files on trial is somebody's work, and so are the files themselves: whenever the
/// process dies, each of the two is in its place or in `.amends/left`.
#[test]
fn what_a_command_made_of_files_on_trial_is_never_lost() {
    if !fault_points_are_there() {
        return;
    }
    let edited = |bytes: &[u8]| [bytes, super::EDIT].concat();
    let files = [
        ("crlf.py", super::CRLF.to_vec(), edited(super::CRLF_NEW)),
        ("linked.py", super::LINKED.to_vec(), edited(super::LINKED_NEW)),
    ];
    let points = points("trial edited", &nothing);
    let mut aside = 0;
    for at in 0..=points.len() {
        let folder = in_memory();
        let root = folder.path();
        let ran = Child::new(root, "trial edited", format!("kill:{}", at + 1)).run();
        assert_eq!(ran.killed, at < points.len(), "{ran:?}");
        let context = format!("killed at step {} ({})", at + 1, points.get(at).map_or("none", |point| point));
        if let Err(error) = apply::recover_if_needed(root) {
            panic!("{context}: {error}");
        }
        let left: Vec<Vec<u8>> = std::fs::read_dir(root.join(".amends/left"))
            .into_iter()
            .flatten()
            .map(|entry| std::fs::read(entry.expect("an entry").path()).expect("bytes"))
            .collect();
        for (name, old, made) in &files {
            let now = std::fs::read(root.join(name)).expect("a file");
            let is_whole = now == *old || (now == *made && left.contains(old));
            assert!(is_whole, "{context}: {name} holds {:?}", String::from_utf8_lossy(&now));
            aside += usize::from(now == *old && left.contains(made));
        }
    }
    assert!(aside > 10, "only {aside} times set aside");
}

/// A job is killed, and so is the recovery from that, at each of its steps.
fn recovery_killed_at_every_step(job: &Job, every: usize) {
    if !fault_points_are_there() {
        return;
    }
    let steps = points(job.name, job.prepare).len();
    let mut killed = 0;
    for at in (1..=steps).rev().step_by(every) {
        for within in 1.. {
            let folder = in_memory();
            let root = folder.path();
            (job.prepare)(root);
            let context = format!("{} killed at step {at}, its recovery at step {within}", job.name);
            assert!(Child::new(root, job.name, format!("kill:{at}")).run().killed, "{context}");
            let ran = Child::new(root, "recover", format!("kill:{within}")).run();
            let now = recovered(root, &context);
            if !ran.killed {
                works_on(root, now, &context);
                break;
            }
            killed += 1;
        }
    }
    println!("{}: {killed} recoveries killed", job.name);
    assert!(killed > 30, "only {killed} recoveries were killed");
}

#[test]
fn a_recovery_killed_at_any_step_is_done_again() {
    recovery_killed_at_every_step(&APPLY, 4);
    recovery_killed_at_every_step(&UNDO, 5);
    recovery_killed_at_every_step(&TRIAL, 17);
}

/// One step fails for want of space: the run says so and leaves all as it was, or it is done and only tidying up
/// is left to the next command.
fn fails_at_every_step(job: &Job) {
    if !fault_points_are_there() {
        return;
    }
    let points = points(job.name, job.prepare);
    let (mut failed, mut done) = (0, 0);
    for (at, point) in points.iter().enumerate() {
        let folder = in_memory();
        let root = folder.path();
        (job.prepare)(root);
        let context = format!("{}: no space at step {} ({point})", job.name, at + 1);
        let ran = Child::new(root, job.name, format!("full:{}", at + 1)).run();
        if ran.succeeded() {
            done += 1;
            assert!(ran.said.contains("no storage space"), "{context}: {ran:?}");
            assert_eq!(all(root, &context), job.ends, "{context}: {ran:?}");
        } else if ran.said.contains("next amends command") {
            // Only going back failed.
            assert_eq!(job.name, "trial taken back", "{context}: {ran:?}");
        } else {
            failed += 1;
            assert!(ran.said.contains("no storage space"), "{context}: {ran:?}");
            assert_eq!(all(root, &context), job.begins, "{context}: {ran:?}");
            assert_tidy(root, &context);
        }
        let now = recovered(root, &context);
        works_on(root, now, &context);
    }
    println!("{}: {} steps, {failed} times given up, {done} times done", job.name, points.len());
    assert!(failed > done, "it failed only {failed} times");
}

#[test]
fn an_apply_that_fails_at_any_step_leaves_all_as_it_was() {
    fails_at_every_step(&APPLY);
}

#[test]
fn an_undo_that_fails_at_any_step_leaves_all_as_it_was() {
    fails_at_every_step(&UNDO);
}

#[test]
fn a_trial_that_fails_at_any_step_leaves_all_as_it_was() {
    fails_at_every_step(&TRIAL);
}

/// From some step on nothing works any more, not even going back: that is said, and made good by the next command.
#[test]
fn a_disk_that_breaks_for_good_loses_nothing() {
    if !fault_points_are_there() {
        return;
    }
    for job in [&APPLY, &UNDO, &TRIAL] {
        for at in 1..=points(job.name, job.prepare).len() {
            let folder = in_memory();
            let root = folder.path();
            (job.prepare)(root);
            let context = format!("{}: the disk breaks at step {at}", job.name);
            let ran = Child::new(root, job.name, format!("broken:{at}")).run();
            assert!(ran.said.contains("the disk is broken"), "{context}: {ran:?}");
            let now = recovered(root, &context);
            assert!(
                ran.succeeded() == (now != job.begins) || ran.said.contains("next amends"),
                "{context}: {ran:?}"
            );
            works_on(root, now, &context);
        }
    }
}

/// A step fails, and the process is killed while it goes back because of that. The delicate one is the step that
/// makes the run count: its journal may be there although it is said to have failed.
#[test]
fn going_back_after_a_failure_may_be_killed_too() {
    if !fault_points_are_there() {
        return;
    }
    let mut killed = 0;
    for job in [&APPLY, &UNDO] {
        let points = points(job.name, job.prepare);
        // Once a journal is in its place, and once files are.
        let synced =
            (1..points.len()).filter(|&at| points[at] == "sync folder" && points[at - 1] == "rename");
        for at in synced.map(|at| at + 1) {
            for then in at + 1.. {
                let folder = in_memory();
                let root = folder.path();
                (job.prepare)(root);
                let context = format!("{} fails at step {at} and is killed at {then}", job.name);
                let ran = Child::new(root, job.name, format!("full:{at},kill:{then}")).run();
                recovered(root, &context);
                if !ran.killed {
                    break;
                }
                killed += 1;
            }
        }
    }
    println!("{killed} times killed while going back");
    assert!(killed > 30, "only {killed} times killed");
}

/// Another program writes to a file just before each step: its bytes are never lost without a word.
#[test]
fn what_another_program_writes_meanwhile_is_never_lost() {
    if !fault_points_are_there() {
        return;
    }
    let points = points(APPLY.name, APPLY.prepare);
    for file in ["crlf.py", super::STRANGE_PATH] {
        let mut lost = 0;
        for (at, point) in points.iter().enumerate() {
            let folder = in_memory();
            let root = folder.path();
            let path = root.join(file);
            let context = format!("{file} is written to before step {} ({point})", at + 1);
            let ran = Child::new(root, "apply", format!("write:{}:{}", at + 1, path.display())).run();
            let bytes = std::fs::read(&path).expect("the file");
            let theirs = bytes.ends_with(b"# another writer\n");
            // Between the last look and the rename is a gap that cannot be closed.
            if point == "rename" && !theirs {
                lost += 1;
                continue;
            }
            assert!(theirs, "{context}: it is lost: {ran:?}");
            if !ran.succeeded() {
                let named = file.replace('\n', "\\u{a}");
                assert!(
                    ran.said.contains(&named) && ran.said.contains("changed since"),
                    "{context}: {ran:?}"
                );
                assert_eq!(
                    std::fs::read(root.join("linked.py")).expect("a file"),
                    super::LINKED,
                    "{context}"
                );
            }
            assert!(matches!(apply::recover_if_needed(root), Ok(apply::Recovery::Nothing)), "{context}");
        }
        assert!(lost <= 1, "{file} is lost at {lost} steps");
    }
}
