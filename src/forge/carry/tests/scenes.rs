//! Every scene that a run may find, with every fault at every write: what comes out, and that it comes to rest.

use super::*;

/// What a maintainer sees before a run, what is wanted then, and what is asked for.
struct Scene {
    name: &'static str,
    before: fn(&Memory, &Runner),
    wanted: Vec<Proposal>,
    again: &'static [&'static str],
    /// The writes of a run with git.
    writes: &'static [&'static str],
}

fn closed_by_hand(memory: &Memory, runner: &Runner) {
    with_a(memory, runner);
    memory.0.borrow_mut().held(1).seen.state = SeenState::Closed;
}

fn scenes() -> Vec<Scene> {
    let scene = |name, before, wanted: &[Proposal], writes| Scene {
        name,
        before,
        wanted: wanted.to_vec(),
        again: &[],
        writes,
    };
    let (one, two) = (proposal(A, 1, 1), proposal(A, 2, 1));
    let create: &[&str] = &["push", "open", "dress", "dress: body"];
    vec![
        scene(
            "new",
            |_, _| (),
            &[proposal(A, 1, 1), proposal(B, 1, 1), proposal(C, 1, 1)],
            &["push", "open", "dress", "dress: body", "push", "open", "dress", "dress: body"],
        ),
        scene("the same", with_a, std::slice::from_ref(&one), &[]),
        scene("moved base", with_a, &[proposal(A, 1, 2)], &[]),
        scene("changed", with_a, std::slice::from_ref(&two), &["push", "update"]),
        scene("obsolete", with_a, &[], &["comment", "close"]),
        scene(
            "obsolete, and people wrote into it",
            |memory, runner| {
                with_a(memory, runner);
                let mut world = memory.0.borrow_mut();
                let seen = &mut world.held(1).seen;
                seen.body = format!("Ada: yes!\r\n{}\r\nseen", seen.body);
            },
            &[],
            &["comment", "close"],
        ),
        scene(
            "recut",
            with_a,
            &[proposal("am401-a-part-x", 1, 1), proposal("am401-a-part-y", 1, 1)],
            &[
                "comment",
                "close",
                "push",
                "open",
                "dress",
                "dress: body",
                "push",
                "open",
                "dress",
                "dress: body",
            ],
        ),
        scene(
            "a conflict",
            |memory, runner| {
                with_a(memory, runner);
                memory.0.borrow_mut().held(1).conflicts = true;
            },
            &[proposal(A, 1, 2)],
            &["push", "update"],
        ),
        scene(
            "a person's commit",
            |memory, runner| {
                with_a(memory, runner);
                push_by_eve(memory, A);
            },
            std::slice::from_ref(&two),
            &["comment"],
        ),
        scene(
            "a person's commit, and nothing is wanted",
            |memory, runner| {
                with_a(memory, runner);
                push_by_eve(memory, A);
            },
            &[],
            &["comment"],
        ),
        scene(
            "no marker",
            |memory, runner| {
                with_a(memory, runner);
                memory.0.borrow_mut().held(1).seen.body = "Mine now.".into();
            },
            std::slice::from_ref(&two),
            &["comment"],
        ),
        scene("closed by hand", closed_by_hand, std::slice::from_ref(&two), &[]),
        Scene {
            again: &[A],
            ..scene("closed by hand, and wanted again", closed_by_hand, std::slice::from_ref(&two), create)
        },
        scene(
            "withdrawn, and wanted again",
            |memory, runner| {
                with_a(memory, runner);
                runner.good(memory, &[], &rules());
            },
            std::slice::from_ref(&two),
            create,
        ),
        scene(
            "withdrawn, opened again by hand, and not wanted",
            |memory, runner| {
                with_a(memory, runner);
                runner.good(memory, &[], &rules());
                memory.0.borrow_mut().held(1).seen.state = SeenState::Open;
            },
            &[],
            &[],
        ),
        scene(
            "withdrawn, opened again by hand, and wanted",
            |memory, runner| {
                with_a(memory, runner);
                runner.good(memory, &[], &rules());
                memory.0.borrow_mut().held(1).seen.state = SeenState::Open;
            },
            std::slice::from_ref(&two),
            &["push", "update"],
        ),
        scene(
            "a person's branch of that name",
            |memory, _| push_by_eve(memory, A),
            std::slice::from_ref(&one),
            &[],
        ),
        scene(
            "one for another base on the same branch",
            |memory, runner| {
                with_a(memory, runner);
                memory.0.borrow_mut().held(1).seen.target = "next".into();
            },
            std::slice::from_ref(&two),
            &[],
        ),
        scene(
            "opened, not dressed, and changed since",
            |memory, runner| {
                memory.0.borrow_mut().revive();
                memory.0.borrow_mut().fault = Some((2, Fault::Killed { applied: false }));
                let _ = runner.run(memory, &[proposal(A, 1, 1)], &rules());
                memory.0.borrow_mut().revive();
                memory.0.borrow_mut().held(1).seen.opened = 0;
            },
            std::slice::from_ref(&two),
            &["push", "update", "dress", "dress: body"],
        ),
    ]
}

impl Scene {
    fn rules(&self) -> Rules {
        Rules { again: self.again.iter().map(ToString::to_string).collect(), ..rules() }
    }

    fn staged(&self, runner: &Runner) -> Memory {
        let memory = memory();
        (self.before)(&memory, runner);
        memory.0.borrow_mut().revive();
        memory
    }
}

#[test]
fn each_scene_ends_after_its_writes() {
    let runner = BY_GIT();
    for scene in scenes() {
        let memory = scene.staged(&runner);
        let others = of_others(&memory.0.borrow());
        runner.good(&memory, &scene.wanted, &scene.rules());
        assert_eq!(writes(&memory), scene.writes, "{}", scene.name);
        runner.good(&memory, &scene.wanted, &scene.rules());
        assert!(writes(&memory).is_empty(), "{}: {:?}", scene.name, writes(&memory));
        assert_eq!(of_others(&memory.0.borrow()), others, "{}: a person's work is gone", scene.name);
    }
}

#[test]
fn a_run_may_end_badly_at_any_write() {
    let faults = [
        Fault::Refused,
        Fault::Lost { applied: false },
        Fault::Lost { applied: true },
        Fault::Killed { applied: false },
        Fault::Killed { applied: true },
    ];
    let mut cuts = 0;
    for by_api in [false, true] {
        let runner = Runner { wishes: wishes(), by_api };
        for scene in scenes() {
            let good = scene.staged(&runner);
            runner.good(&good, &scene.wanted, &scene.rules());
            let (count, expected) = (writes(&good).len(), shown(&good.0.borrow()));
            for (at, fault) in (0..count).flat_map(|at| faults.map(|fault| (at, fault))) {
                let name = format!("{}, api {by_api}: {fault:?} at write {at}", scene.name);
                let memory = scene.staged(&runner);
                memory.0.borrow_mut().fault = Some((at, fault));
                let first = runner.run(&memory, &scene.wanted, &scene.rules());
                if matches!(fault, Fault::Refused | Fault::Killed { .. }) {
                    let failed = first.expect("questions are answered").iter().any(|one| one.error.is_some());
                    assert!(failed, "{name}: nobody noticed");
                }
                let pulls = memory.0.borrow().pulls.len();
                runner.good(&memory, &scene.wanted, &scene.rules());
                let after = shown(&memory.0.borrow());
                assert!(sorted(&after) == sorted(&expected), "{name}:\n{after}\ninstead of\n{expected}");
                assert!(memory.0.borrow().pulls.len() >= pulls);
                runner.good(&memory, &scene.wanted, &scene.rules());
                assert!(writes(&memory).is_empty(), "{name}: {:?}", writes(&memory));
                cuts += 1;
            }
        }
    }
    assert!(cuts > 200, "{cuts}");
}

/// In which order pull requests came does not matter.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}
