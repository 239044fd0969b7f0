//! Ways around in the graph: tasks that wait for each other, and a task that waits for itself.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use super::graph::{Edge, Witness};
use super::identity::LockName;
use super::instances::{doubts, may_be_one};
use super::kind::Kind;
use super::value::Reader;

/// Combinations of witnesses that are tried for one cycle.
const MAX_TRIED: usize = 512;

/// A cycle: each witness takes the lock that the next one holds. One witness alone takes what it holds itself.
#[derive(Clone, Debug)]
pub struct Cycle {
    /// The edges with their best witnesses, from the first place on.
    pub witnesses: Vec<Witness>,
    /// Why it is only possible; empty if it is certain.
    pub doubts: Vec<String>,
    /// A lock that all of it happens under, so that only one task is ever in it.
    pub guarded_by: Option<Arc<LockName>>,
}

impl Cycle {
    /// Whether two tasks (or one) will wait for ever when they meet.
    pub fn is_certain(&self) -> bool {
        self.doubts.is_empty() && self.guarded_by.is_none()
    }

    /// Whether a task takes what it holds itself.
    pub fn is_own(&self) -> bool {
        self.witnesses.len() == 1
    }
}

/// All cycles: for every edge the shortest one that it is part of.
pub fn find(reader: &Reader<'_>, locks: &[Arc<LockName>], edges: &[Edge]) -> Vec<Cycle> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    // The holder may take its re-entrant lock again; a thread that it waits for may not.
    let by_thread = |edge: &Edge| {
        let witnesses: Vec<_> = edge.witnesses.iter().filter(|at| at.taken.by_thread).cloned().collect();
        (!witnesses.is_empty()).then_some(Edge { witnesses, ..*edge })
    };
    let reentrant = |edge: &&Edge| edge.from == edge.to && locks[edge.from].kind == Kind::Reentrant;
    let in_threads: Vec<Edge> = edges.iter().filter(reentrant).filter_map(by_thread).collect();
    for edge in edges.iter().filter(|edge| !reentrant(edge)).chain(&in_threads) {
        let way = match edge.from == edge.to {
            true => Some(vec![edge]),
            false => around(edges, edge),
        };
        let Some(way) = way else { continue };
        let mut members: Vec<(usize, usize)> = way.iter().map(|edge| (edge.from, edge.to)).collect();
        members.sort_unstable();
        if seen.insert(members) {
            found.extend(best(reader, locks, &way));
        }
    }
    let families = edges.iter().filter(|edge| edge.from == edge.to && locks[edge.from].is_family);
    found.extend(families.filter_map(of_constants));
    found.sort_by_key(|cycle| (!cycle.is_certain(), cycle.witnesses[0].place));
    found
}

/// Two entries of one container that are taken in both orders, by constants: `_locks["a"]` and `_locks["b"]`.
fn of_constants(edge: &Edge) -> Option<Cycle> {
    let objects = |witness: &Witness| (witness.held.object.clone(), witness.taken.value.object.clone());
    edge.witnesses.iter().enumerate().find_map(|(at, one)| {
        let (held, taken) = objects(one);
        let back = |other: &&Witness| {
            let (other_held, other_taken) = objects(other);
            taken.is(&other_held) && held.is(&other_taken)
        };
        let other =
            edge.witnesses[at..].iter().find(|other| held.differs_in_constant(&taken) && back(other))?;
        let mut doubts = one.taken.doubts.clone();
        doubts.extend(other.taken.doubts.iter().filter(|doubt| !one.taken.doubts.contains(doubt)).cloned());
        Some(Cycle { witnesses: vec![one.clone(), other.clone()], doubts, guarded_by: None })
    })
}

/// The shortest way from an edge's end to its start, with the edge.
fn around<'e>(edges: &'e [Edge], first: &'e Edge) -> Option<Vec<&'e Edge>> {
    let mut open = VecDeque::from([vec![first]]);
    let mut seen = BTreeSet::from([first.to]);
    while let Some(way) = open.pop_front() {
        let end = way.last()?.to;
        for edge in edges.iter().filter(|edge| edge.from == end && edge.to != end) {
            let mut longer = way.clone();
            longer.push(edge);
            if edge.to == first.from {
                return Some(longer);
            }
            if seen.insert(edge.to) {
                open.push_back(longer);
            }
        }
    }
    None
}

/// The most certain choice of witnesses for a way around; `None` if no choice is possible.
fn best(reader: &Reader<'_>, locks: &[Arc<LockName>], way: &[&Edge]) -> Option<Cycle> {
    let mut best: Option<Cycle> = None;
    let mut choice = vec![0; way.len()];
    for _ in 0..MAX_TRIED {
        let witnesses: Vec<&Witness> =
            way.iter().zip(&choice).map(|(edge, at)| &edge.witnesses[*at]).collect();
        if let Some(mut doubts) = judged(reader, &witnesses) {
            doubts.extend(permits(locks, way));
            doubts.extend(replaced(reader, locks, way));
            let guarded_by = common(reader, &witnesses);
            let rank = |cycle: &Cycle| (cycle.guarded_by.is_some(), cycle.doubts.len());
            let cycle = Cycle { witnesses: witnesses.into_iter().cloned().collect(), doubts, guarded_by };
            if best.as_ref().is_none_or(|known| rank(&cycle) < rank(known)) {
                best = Some(cycle);
            }
        }
        if best.as_ref().is_some_and(Cycle::is_certain) || !advance(&mut choice, way) {
            break;
        }
    }
    // From the first place on, so that every run tells it in the same order.
    best.map(|mut cycle| {
        let first = (0..cycle.witnesses.len()).min_by_key(|at| cycle.witnesses[*at].place).unwrap_or(0);
        cycle.witnesses.rotate_left(first);
        cycle
    })
}

fn advance(choice: &mut [usize], way: &[&Edge]) -> bool {
    for (at, edge) in choice.iter_mut().zip(way) {
        *at += 1;
        if *at < edge.witnesses.len() {
            return true;
        }
        *at = 0;
    }
    false
}

fn judged(reader: &Reader<'_>, witnesses: &[&Witness]) -> Option<Vec<String>> {
    let [own] = witnesses else { return doubts(reader, witnesses) };
    let (held, taken) = (&own.held, &own.taken.value);
    let receiver = |lock: &Option<Arc<LockName>>| lock.as_ref().and_then(|lock| lock.receiver);
    let is_given = held.lock.as_ref().is_none_or(|lock| lock.is_given);
    if !may_be_one(reader, receiver(&held.lock), receiver(&taken.lock))
        || taken.object.differs_in_constant(&held.object)
        || (!is_given && held.object.cannot_be_new(&taken.object))
    {
        return None;
    }
    let class = reader.view.owner(own.terms);
    let object = super::instances::shorten(reader, class, &taken.object);
    let mut found = own.taken.doubts.clone();
    let (one, two) = (held.object.words(), object.words());
    if object.differs_in_key(&held.object) {
        found.insert(0, format!("only where both keys are the same (`{one}` and `{two}`)"));
    } else if !object.is(&held.object) {
        found
            .insert(0, format!("only where `{two}` is the same object as `{one}`: nothing shows that it is"));
    }
    Some(found)
}

/// Semaphores that several may hold: the cycle needs all their permits to be taken.
fn permits(locks: &[Arc<LockName>], way: &[&Edge]) -> Vec<String> {
    let all = way.iter().map(|edge| &locks[edge.from]);
    let reason = |lock: &Arc<LockName>| match lock.permits {
        Some(0 | 1) => None,
        Some(several) => Some(format!(
            "only when all {several} permits of `{}` are held by tasks that want it again",
            lock.short
        )),
        None => {
            Some(format!("only when all permits of `{}` are held by tasks that want it again", lock.short))
        }
    };
    all.filter_map(reason).collect()
}

/// Locks in whose place others are put: who holds the old one is not waited for.
fn replaced(reader: &Reader<'_>, locks: &[Arc<LockName>], way: &[&Edge]) -> Vec<String> {
    let all = way.iter().map(|edge| &locks[edge.from]);
    let reason = |lock: &Arc<LockName>| {
        let at = reader.view.shown(lock.replaced?);
        Some(format!("only where `{}` is not replaced meanwhile ({at})", lock.short))
    };
    all.filter_map(reason).collect()
}

/// A lock that every function of the cycle holds around it.
fn common(reader: &Reader<'_>, witnesses: &[&Witness]) -> Option<Arc<LockName>> {
    let (first, others) = witnesses.split_first().filter(|(_, others)| !others.is_empty())?;
    let class = reader.view.owner(first.terms);
    let held_by_all = |gate: &super::value::Value| {
        let name = gate.lock.as_ref().map(|lock| &lock.name);
        gate.object.is_known()
            && others.iter().all(|other| {
                may_be_one(reader, class, reader.view.owner(other.terms))
                    && other.around.iter().any(|own| {
                        own.lock.as_ref().map(|lock| &lock.name) == name && own.object == gate.object
                    })
            })
    };
    first
        .around
        .iter()
        .find(|gate| gate.lock.as_ref().is_some_and(|lock| lock.permits == Some(1)) && held_by_all(gate))?
        .lock
        .clone()
}
