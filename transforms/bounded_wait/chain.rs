//! Whether every chain of calls that leads to a wait is bounded somewhere: a walk from the function that waits to its
//! callers, and to theirs, each function once. Reads no code itself: [`super::callers`] and [`super::across`] do.

use std::collections::{BTreeMap, VecDeque};

use crate::verdict::Evidence;

/// Calls that are read in all. No chain of real code comes near; what does is not proven.
const MAX_CALLS: usize = 2000;
/// Calls that are read once it is clear that something is not bounded, to find a caller that does bound it.
const ENOUGH: usize = 60;
/// Lines shown of the chain from the wait to the nearest bound, and of bounds.
const SHOWN: usize = 3;
/// Lines shown of each kind where it is not proven.
const SHOWN_UNPROVEN: usize = 2;

/// What the callers of a function show.
pub(super) enum ByCallers {
    /// Each of them bounds the call, itself or through its own callers; the lines.
    Proven(Vec<Evidence>),
    /// Not each, or not for certain; the lines that show it.
    Not(Vec<Evidence>),
}

impl ByCallers {
    /// What the callers show of a wait that they leave unbounded.
    pub fn evidence(self) -> Vec<Evidence> {
        match self {
            ByCallers::Proven(evidence) | ByCallers::Not(evidence) => evidence,
        }
    }
}

/// One call of a function.
pub(super) enum Way<F> {
    /// It is bounded where it stands.
    Bounded(Evidence),
    /// It is awaited in another function, whose callers may bound it; the line, and what it says if they do not.
    Through(F, Evidence, Evidence),
    /// Nothing bounds it.
    Open(Evidence),
}

/// What is known of the callers of one function.
pub(super) struct Called<F> {
    /// The calls.
    pub ways: Vec<Way<F>>,
    /// Why these may not be all, or may mean something else.
    pub open: Vec<Evidence>,
    /// That nothing calls it.
    pub nobody: Option<Evidence>,
}

impl<F> Default for Called<F> {
    fn default() -> Self {
        Called { ways: Vec::new(), open: Vec::new(), nobody: None }
    }
}

/// Whether all callers of `start` bound it. `called` reads the callers of one function, and is given how many more calls
/// may be read.
pub(super) fn walk<F: Copy + Ord>(start: F, mut called: impl FnMut(F, usize) -> Called<F>) -> ByCallers {
    let mut graph: BTreeMap<F, Called<F>> = BTreeMap::new();
    let mut order = Vec::new();
    let mut open = VecDeque::from([start]);
    let (mut read, mut failed) = (0, false);
    while let Some(function) = open.pop_front() {
        if graph.contains_key(&function) {
            continue;
        }
        let limit = if failed { ENOUGH } else { MAX_CALLS };
        if failed && read >= limit {
            break;
        }
        let found = called(function, limit.saturating_sub(read));
        read += found.ways.len();
        failed |= !found.open.is_empty() || found.nobody.is_some();
        for way in &found.ways {
            match way {
                Way::Through(around, ..) => open.push_back(*around),
                Way::Open(_) => failed = true,
                Way::Bounded(_) => {}
            }
        }
        order.push(function);
        graph.insert(function, found);
    }
    let reached = ends(&graph, |called| called.ways.iter().any(|way| matches!(way, Way::Bounded(_))));
    // A circle that nobody enters is no chain: nothing shows what runs it.
    if !failed && order.iter().all(|function| reached.contains(function)) {
        return ByCallers::Proven(shown(start, &graph, &order));
    }
    ByCallers::Not(unproven(start, &graph, &order, &reached))
}

/// The functions from which a chain of callers leads to one of which `test` holds.
fn ends<F: Copy + Ord>(graph: &BTreeMap<F, Called<F>>, test: impl Fn(&Called<F>) -> bool) -> Vec<F> {
    let mut awaited_in: BTreeMap<F, Vec<F>> = BTreeMap::new();
    for (&function, called) in graph {
        for way in &called.ways {
            if let Way::Through(around, ..) = way {
                awaited_in.entry(*around).or_default().push(function);
            }
        }
    }
    let mut found: Vec<F> =
        graph.iter().filter(|(_, called)| test(called)).map(|(&function, _)| function).collect();
    let mut seen: std::collections::BTreeSet<F> = found.iter().copied().collect();
    let mut next = 0;
    while let Some(function) = found.get(next).copied() {
        next += 1;
        for &inner in awaited_in.get(&function).into_iter().flatten() {
            if seen.insert(inner) {
                found.push(inner);
            }
        }
    }
    found
}

/// The shortest chain from the wait to a bound, and the bounds.
fn shown<F: Copy + Ord>(start: F, graph: &BTreeMap<F, Called<F>>, order: &[F]) -> Vec<Evidence> {
    let mut before: BTreeMap<F, (F, &Evidence)> = BTreeMap::new();
    let mut bounds: Vec<&Evidence> = Vec::new();
    let mut nearest = None;
    // In the order of the walk, so that what is found first is nearest.
    for function in order {
        for way in graph.get(function).into_iter().flat_map(|called| &called.ways) {
            match way {
                Way::Bounded(evidence) => {
                    nearest = nearest.or(Some(*function));
                    if !bounds.contains(&evidence) {
                        bounds.push(evidence);
                    }
                }
                Way::Through(around, line, _) if *around != start => {
                    before.entry(*around).or_insert((*function, line));
                }
                Way::Through(..) | Way::Open(_) => {}
            }
        }
    }
    let mut steps = Vec::new();
    let mut at = nearest;
    while let Some((inner, line)) = at.and_then(|function| before.get(&function)) {
        steps.push(*line);
        at = Some(*inner);
    }
    steps.reverse();
    let mut evidence = first(&steps, "more steps lead from there to a bound");
    evidence.extend(first(&bounds, "more callers bound it"));
    evidence
}

/// The first few lines, the last of which counts the others.
fn first(lines: &[&Evidence], more: &str) -> Vec<Evidence> {
    let mut shown: Vec<Evidence> = lines.iter().take(SHOWN).map(|line| (*line).clone()).collect();
    if let (Some(last), others @ 1..) = (shown.last_mut(), lines.len().saturating_sub(SHOWN)) {
        last.message.push_str(&match others {
            1 => format!(
                ", and 1 {}",
                more.replacen("steps lead", "step leads", 1).replacen("callers bound", "caller bounds", 1)
            ),
            _ => format!(", and {others} {more}"),
        });
    }
    shown
}

/// Who bounds it, and the first reasons why that is not all.
fn unproven<F: Copy + Ord>(
    start: F,
    graph: &BTreeMap<F, Called<F>>,
    order: &[F],
    reached: &[F],
) -> Vec<Evidence> {
    let Some(called) = graph.get(&start) else { return Vec::new() };
    // Without a caller that bounds it there is nothing to weigh, but that nobody calls it at all.
    if !reached.contains(&start) {
        return called.nobody.iter().cloned().collect();
    }
    let all = || order.iter().filter_map(|function| graph.get(function));
    let mut evidence: Vec<Evidence> = all()
        .flat_map(|called| &called.ways)
        .filter_map(|way| match way {
            Way::Bounded(evidence) => Some(evidence.clone()),
            _ => None,
        })
        .take(SHOWN_UNPROVEN)
        .collect();
    let fails = ends(graph, |called| {
        !called.open.is_empty()
            || called.nobody.is_some()
            || called.ways.iter().any(|way| matches!(way, Way::Open(_)))
    });
    let failing = |function: &F| fails.contains(function) || !reached.contains(function);
    let mut reasons: Vec<Evidence> = called.open.clone();
    reasons.extend(called.ways.iter().filter_map(|way| match way {
        Way::Open(evidence) => Some(evidence.clone()),
        Way::Through(around, _, unbounded) if failing(around) => Some(unbounded.clone()),
        _ => None,
    }));
    for called in all().skip(1) {
        reasons.extend(called.open.iter().chain(&called.nobody).cloned());
        reasons.extend(called.ways.iter().filter_map(|way| match way {
            Way::Open(evidence) => Some(evidence.clone()),
            _ => None,
        }));
    }
    evidence.extend(reasons.into_iter().take(SHOWN_UNPROVEN));
    evidence
}
