//! The lock graph as a picture of plain texts: what is shown, by name, before any format. Built from the graph;
//! judges nothing.

mod draw;
mod json;
mod text;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::facts::Project;
use crate::facts::View;
use crate::facts::types::engine::Place;
use crate::locks::{Graph, LockName, Waiter, Witness};

pub use draw::{dot, mermaid};
pub use json::json;
pub use text::text;

/// `path` and `line` of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct At {
    /// The file, as reports show it.
    pub path: String,
    /// From 1.
    pub line: usize,
}

/// A lock.
#[derive(Clone, Debug, Serialize)]
pub struct Lock {
    /// Module, class and attribute.
    pub name: String,
    /// Class and attribute.
    pub short: String,
    /// `lock`, `semaphore`, ….
    pub kind: &'static str,
    /// `task` or `thread`: what waits for it.
    pub waits: &'static str,
    /// One for every key.
    pub family: bool,
    /// How many may hold it; absent where that is not a constant.
    pub permits: Option<u64>,
    /// Where it is made; absent where that is not in the given files.
    pub made: Option<At>,
    /// How many places hold it.
    pub held_at: usize,
}

/// A step of a way: a call, with what it runs.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// The function that is run.
    pub runs: String,
    /// Whether another task or thread runs it, for which the holder waits.
    pub by_other: bool,
    /// Where it is called.
    #[serde(flatten)]
    pub at: At,
}

/// One way in which a lock is taken under another.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// Name of the lock that is held.
    pub held: String,
    /// The function that holds it.
    pub holder: String,
    /// Where it holds it.
    pub held_at: At,
    /// The calls between.
    pub calls: Vec<Call>,
    /// Name of the lock that is taken.
    pub taken: String,
    /// The function that takes it.
    pub taker: String,
    /// Where it takes it.
    pub taken_at: At,
    /// Why it is only possible.
    pub doubts: Vec<String>,
}

/// A cycle.
#[derive(Clone, Debug, Serialize)]
pub struct Round {
    /// `certain`, `possible` or `guarded`.
    pub certainty: &'static str,
    /// Why it is not certain.
    pub doubts: Vec<String>,
    /// One way for each edge.
    pub ways: Vec<Way>,
}

/// A call under a lock that is not followed.
#[derive(Clone, Debug, Serialize)]
pub struct Unseen {
    /// Name of the lock.
    pub lock: String,
    /// Where it is held.
    pub held_at: At,
    /// The call, as it is written.
    pub call: String,
    /// Where it is.
    pub at: At,
    /// Why.
    pub why: String,
}

/// What is shown.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// The locks.
    pub locks: Vec<Lock>,
    /// What is taken under what; all ways of one pair of locks together, the best first.
    pub edges: Vec<Vec<Way>>,
    /// The cycles.
    pub cycles: Vec<Round>,
    /// What is not followed.
    pub unseen: Vec<Unseen>,
}

impl Picture {
    /// The whole graph.
    pub fn of(graph: &Graph, project: &Project) -> Picture {
        let view = View::new(project);
        let at = |place: Place| At { path: project.path(place.file).to_string(), line: view.line(place) };
        let lock = |lock: &std::sync::Arc<LockName>| Lock {
            name: lock.name.clone(),
            short: lock.short.clone(),
            kind: lock.kind.word(),
            waits: if lock.waiter == Waiter::Task { "task" } else { "thread" },
            family: lock.is_family,
            permits: lock.permits,
            made: lock.made.map(at),
            held_at: graph.held.iter().filter(|(.., held)| held.name == lock.name).count(),
        };
        let way = |witness: &Witness| Way {
            held: name(witness.held.lock.as_deref()),
            holder: witness.holder.clone(),
            held_at: at(witness.place),
            calls: witness
                .via
                .iter()
                .chain(&witness.taken.chain)
                .map(|hop| Call {
                    runs: view
                        .function(hop.callee)
                        .map_or_else(String::new, |entry| entry.qualified.to_string()),
                    by_other: hop.starts,
                    at: at(hop.call),
                })
                .collect(),
            taken: name(witness.taken.value.lock.as_deref()),
            taker: view
                .function(witness.taken.function)
                .map_or_else(String::new, |entry| entry.qualified.to_string()),
            taken_at: at(witness.taken.place),
            doubts: witness.taken.doubts.clone(),
        };
        let mut edges: Vec<Vec<Way>> =
            graph.edges.iter().map(|edge| edge.witnesses.iter().map(way).collect()).collect();
        edges.sort_by_key(|ways| ways.first().map(|way| (way.held.clone(), way.taken.clone())));
        let mut locks: Vec<Lock> = graph.locks.iter().map(lock).collect();
        locks.sort_by_key(|lock| lock.name.clone());
        Picture {
            locks,
            edges,
            cycles: graph
                .cycles
                .iter()
                .map(|cycle| Round {
                    certainty: match (&cycle.guarded_by, cycle.is_certain()) {
                        (Some(_), _) => "guarded",
                        (None, true) => "certain",
                        (None, false) => "possible",
                    },
                    doubts: match &cycle.guarded_by {
                        Some(lock) => vec![format!("all of it happens under `{}`", lock.short)],
                        None => cycle.doubts.clone(),
                    },
                    ways: cycle.witnesses.iter().map(way).collect(),
                })
                .collect(),
            unseen: graph
                .unseen
                .iter()
                .map(|unseen| Unseen {
                    lock: unseen.lock.name.clone(),
                    held_at: at(unseen.held),
                    call: view.text(unseen.call).to_string(),
                    at: at(unseen.call),
                    why: unseen.why.clone(),
                })
                .collect(),
        }
    }

    /// Only what has to do with locks of these classes, by name or by module and name.
    #[must_use]
    pub fn of_classes(mut self, classes: &[String]) -> Picture {
        let wanted: BTreeSet<String> = self
            .locks
            .iter()
            .filter(|lock| {
                let owner = lock.name.rsplit_once('.').map_or("", |(owner, _)| owner);
                classes.iter().any(|class| owner == class || owner.ends_with(&format!(".{class}")))
            })
            .map(|lock| lock.name.clone())
            .collect();
        let touches = |way: &Way| wanted.contains(&way.held) || wanted.contains(&way.taken);
        self.edges.retain(|ways| ways.iter().any(touches));
        self.cycles.retain(|cycle| cycle.ways.iter().any(touches));
        self.unseen.retain(|unseen| wanted.contains(&unseen.lock));
        let mut shown = wanted;
        for way in self.edges.iter().flatten() {
            shown.extend([way.held.clone(), way.taken.clone()]);
        }
        self.locks.retain(|lock| shown.contains(&lock.name));
        self
    }

    /// Only the cycles, and what is part of them. What is not followed stays: it may be part of more.
    #[must_use]
    pub fn only_cycles(mut self) -> Picture {
        self.cycles.retain(|cycle| cycle.certainty != "guarded");
        let pairs: BTreeSet<(String, String)> = self
            .cycles
            .iter()
            .flat_map(|cycle| &cycle.ways)
            .map(|way| (way.held.clone(), way.taken.clone()))
            .collect();
        self.edges.retain(|ways| {
            ways.first().is_some_and(|way| pairs.contains(&(way.held.clone(), way.taken.clone())))
        });
        self.locks.retain(|lock| pairs.iter().any(|(held, taken)| *held == lock.name || *taken == lock.name));
        self
    }

    /// The lock's short name, or its whole one where several share that.
    fn label(&self, name: &str) -> String {
        let Some(lock) = self.locks.iter().find(|lock| lock.name == name) else { return name.to_string() };
        let alone = self.locks.iter().filter(|other| other.short == lock.short).count() == 1;
        if alone { lock.short.clone() } else { lock.name.clone() }
    }

    /// Whether two locks follow each other in a cycle, and how certain that is.
    fn in_cycle(&self, held: &str, taken: &str) -> Option<&'static str> {
        let cycles = self.cycles.iter().filter(|cycle| cycle.certainty != "guarded");
        let mut own =
            cycles.filter(|cycle| cycle.ways.iter().any(|way| way.held == held && way.taken == taken));
        own.next().map(|cycle| cycle.certainty)
    }
}

fn name(lock: Option<&LockName>) -> String {
    lock.map_or_else(String::new, |lock| lock.name.clone())
}
