//! The graph of which lock is taken while which other is held, of all given files. Built once for a run.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::cycles::{self, Cycle};
use super::held::{Held, Hop};
use super::identity::LockName;
use super::object::{Object, Root};
use super::reach::Reach;
use super::reader::{Ground, Taker, generators, is_read};
use super::value::{Reader, Value, bound};
use super::walk::Taken;
use crate::facts::types::engine::Place;
use crate::facts::{FunctionRef, Project, View};
use crate::syntax::Expr;

/// Witnesses that are kept of one edge.
const MAX_WITNESSES: usize = 8;
/// Words of which every file that makes a lock holds one.
const WORDS: &[&str] = &["Lock", "Semaphore", "Condition"];

/// One way in which a lock is taken while another is held.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The context expression that holds the first.
    pub place: Place,
    /// The function that holds it.
    pub function: FunctionRef,
    /// That function's name.
    pub holder: String,
    /// The function in whose terms both locks are told.
    pub terms: FunctionRef,
    /// The lock that is held.
    pub held: Value,
    /// The context managers through which it is held.
    pub via: Vec<Hop>,
    /// The lock that is taken.
    pub taken: Taken,
    /// Other locks that the function holds around it.
    pub around: Vec<Value>,
}

/// All ways in which one lock is taken while another is held.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The lock that is held, by number.
    pub from: usize,
    /// The lock that is taken, by number.
    pub to: usize,
    /// How; those without doubts and with the shortest way first.
    pub witnesses: Vec<Witness>,
}

/// A call under a lock that is not followed.
#[derive(Clone, Debug)]
pub struct Unseen {
    /// Where the lock is held.
    pub held: Place,
    /// The lock.
    pub lock: Arc<LockName>,
    /// The call.
    pub call: Place,
    /// Why it is not followed.
    pub why: String,
}

impl Unseen {
    /// What is not known, as a clause. `call` is what is written there.
    pub fn words(&self, call: &str) -> String {
        let lock = &self.lock.short;
        if self.call == self.held {
            return format!("not all that runs under `{lock}` is followed: {}", self.why);
        }
        let call: Vec<&str> = call.split_whitespace().collect();
        format!("what `{}` takes under `{lock}` is not known: {}", call.join(" "), self.why)
    }
}

/// The locks of the given files, and what is taken under what.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The locks, by name.
    pub locks: Vec<Arc<LockName>>,
    /// What is taken under what, by the same task.
    pub edges: Vec<Edge>,
    /// What a task takes that is only started while a lock is held.
    pub spawned: Vec<Witness>,
    /// Ways around: tasks that wait for each other.
    pub cycles: Vec<Cycle>,
    /// Calls that are not followed.
    pub unseen: Vec<Unseen>,
    /// Every place that holds a lock.
    pub held: Vec<(Place, FunctionRef, Arc<LockName>)>,
}

/// Files or functions that one thread looks at in a row: what it finds out on the way is kept for the rest of them.
/// The same on one thread, so that answers never depend on how many there are.
const ROW: usize = 24;

/// The graph of all given files, built when first asked for.
pub fn of(project: &Project) -> Arc<Graph> {
    // On this thread alone: others may wait for the answer.
    project.memo().once(|| Arc::new(build(project, &OneThread)))
}

/// Builds the graph on all threads of the pool that this runs in. Only where none of them may ask for it meanwhile.
pub fn prepare(project: &Project) {
    if project.memo().known::<Arc<Graph>>().is_none() {
        let built = Arc::new(build(project, &AllThreads));
        project.memo().once(|| built);
    }
}

/// How rows of work are done; the answers are in the order of the rows.
trait Threads {
    fn rows<T: Sync, R: Send>(&self, all: &[T], work: impl Fn(&[T]) -> R + Send + Sync) -> Vec<R>;
}

struct OneThread;
struct AllThreads;

impl Threads for OneThread {
    fn rows<T: Sync, R: Send>(&self, all: &[T], work: impl Fn(&[T]) -> R + Send + Sync) -> Vec<R> {
        all.chunks(ROW).map(work).collect()
    }
}

impl Threads for AllThreads {
    fn rows<T: Sync, R: Send>(&self, all: &[T], work: impl Fn(&[T]) -> R + Send + Sync) -> Vec<R> {
        // One row takes far longer than another: none waits behind it that another thread could do.
        all.par_chunks(ROW).with_max_len(1).map(work).collect()
    }
}

fn build(project: &Project, threads: &impl Threads) -> Graph {
    let makes = (0..project.len()).any(|file| WORDS.iter().any(|word| project.text(file).contains(word)));
    if !makes {
        return Graph::default();
    }
    let view = View::new(project);
    let all: Vec<u32> = (0..project.len()).collect();
    // Parsed once, here.
    threads.rows(&all, |files| files.iter().for_each(|file| drop(view.index(*file))));
    let generators = generators(&view);
    let read: Vec<u32> = all.iter().copied().filter(|file| is_read(project, *file)).collect();
    let ground = Arc::new(Ground { generators: generators.clone(), ..Ground::default() });
    let found = threads.rows(&read, |files| {
        let reader = Reader::new(project, &ground);
        let functions = files.iter().flat_map(|&file| {
            let count = reader.view.index(file).functions.len() as u32;
            (0..count).map(move |function| FunctionRef { file, function })
        });
        functions.filter_map(|function| Some((function, reader.takes(function)?))).collect::<Vec<_>>()
    });
    let found: Vec<(FunctionRef, Taker)> = found.into_iter().flatten().collect();
    let holds = |(function, taker): &(FunctionRef, Taker)| (!taker.held.is_empty()).then_some(*function);
    let holders: Vec<FunctionRef> = found.iter().filter_map(holds).collect();
    let of_threads = found.iter().filter(|(_, taker)| taker.is_of_threads());
    let of_threads = of_threads.map(|(function, _)| *function).collect();
    let takers: FxHashSet<FunctionRef> = found.iter().map(|(function, _)| *function).collect();
    let ground = Arc::new(Ground {
        generators,
        reach: Reach::new(&view, &takers, of_threads),
        takers: found.into_iter().collect(),
        known: read.into_iter().collect(),
    });
    let parts = threads.rows(&holders, |functions| {
        let reader = Reader::new(project, &ground);
        let mut part = Part { reader: &reader, found: Found::default() };
        for function in functions {
            let all = reader.holds(*function);
            for held in &all {
                part.held(held, &all);
            }
        }
        part.found
    });
    let mut builder = Builder::default();
    parts.into_iter().for_each(|part| builder.add(part));
    let mut graph = builder.graph;
    graph.edges = builder.edges.into_values().collect();
    for edge in &mut graph.edges {
        edge.witnesses
            .sort_by_key(|witness| (witness.taken.doubts.len(), witness.taken.chain.len(), witness.place));
        edge.witnesses.truncate(MAX_WITNESSES);
    }
    graph.unseen.sort_by_key(|unseen| (unseen.call, unseen.held));
    graph.unseen.dedup_by_key(|unseen| unseen.call);
    graph.cycles = cycles::find(&Reader::new(project, &ground), &graph.locks, &graph.edges);
    graph
}

/// What some functions tell, in source order.
#[derive(Default)]
struct Found {
    /// Every place that holds a lock.
    held: Vec<(Place, FunctionRef, Arc<LockName>)>,
    /// What is taken under what.
    witnesses: Vec<Witness>,
    /// Calls that are not followed.
    unseen: Vec<Unseen>,
}

/// Puts together what is found, and numbers the locks.
#[derive(Default)]
struct Builder {
    graph: Graph,
    numbers: BTreeMap<String, usize>,
    edges: BTreeMap<(usize, usize), Edge>,
}

impl Builder {
    fn add(&mut self, found: Found) {
        for (.., lock) in &found.held {
            self.number(lock);
        }
        self.graph.held.extend(found.held);
        self.graph.unseen.extend(found.unseen);
        for witness in found.witnesses {
            let (Some(from), Some(to)) = (&witness.held.lock, &witness.taken.value.lock) else { continue };
            let (from, to) = (self.number(&Arc::clone(from)), self.number(&Arc::clone(to)));
            if witness.taken.spawned {
                self.graph.spawned.push(witness);
            } else {
                let edge = self.edges.entry((from, to)).or_insert(Edge { from, to, witnesses: Vec::new() });
                edge.witnesses.push(witness);
            }
        }
    }

    fn number(&mut self, lock: &Arc<LockName>) -> usize {
        if let Some(number) = self.numbers.get(&lock.name) {
            return *number;
        }
        let number = self.graph.locks.len();
        self.graph.locks.push(Arc::clone(lock));
        self.numbers.insert(lock.name.clone(), number);
        number
    }
}

/// Looks at one function after the other.
struct Part<'b, 'p> {
    reader: &'b Reader<'p>,
    found: Found,
}

impl Part<'_, '_> {
    fn held(&mut self, held: &Held, all: &[Held]) {
        let around: Vec<Value> = all
            .iter()
            .filter(|outer| outer.context != held.context && outer.covers(held.context.range))
            .map(|outer| outer.value.clone())
            .collect();
        let is_parameter = matches!(&held.value.object.root, Root::Local(of, _) if *of == held.function);
        let given = if is_parameter { self.given(held) } else { Vec::new() };
        if let Some(lock) = &held.value.lock
            && given.is_empty()
        {
            self.found.held.push((held.context, held.function, Arc::clone(lock)));
        }
        for (.., value) in &given {
            if let Some(lock) = &value.lock {
                self.found.held.push((held.context, held.function, Arc::clone(lock)));
            }
        }
        if held.value.lock.is_none() && given.is_empty() {
            return;
        }
        let walk = self.reader.walk(held);
        for (call, why) in walk.blind {
            let lock =
                held.value.lock.clone().or_else(|| given.first().and_then(|(.., value)| value.lock.clone()));
            if let Some(lock) = lock {
                self.found.unseen.push(Unseen { held: held.context, lock, call, why });
            }
        }
        for taken in walk.taken {
            if given.is_empty() {
                self.edge(held, held.function, held.value.clone(), taken, around.clone());
                continue;
            }
            for (terms, this, arguments, value) in &given {
                let mut taken = taken.clone();
                taken.value = bound(&taken.value, held.function, this, arguments);
                let around =
                    around.iter().map(|value| bound(value, held.function, this, arguments)).collect();
                self.edge(held, *terms, value.clone(), taken, around);
            }
        }
    }

    /// The locks that callers give for a parameter, in their terms: the caller, its instance, the arguments, the lock.
    #[allow(clippy::type_complexity)]
    fn given(&self, held: &Held) -> Vec<(FunctionRef, Object, Vec<(Box<str>, Value)>, Value)> {
        let view = &self.reader.view;
        let mut found = Vec::new();
        for caller in view.callers(held.function).certain {
            let (Some(call), Some(function)) = (caller.call, caller.function) else { continue };
            let file = caller.place.file;
            let Some(Expr::Call(node)) = self.reader.expression(Place { file, range: call }) else {
                continue;
            };
            let arguments = self.reader.arguments(file, &node, held.function, 3);
            let this = match node.func.as_ref() {
                Expr::Attribute(method) => {
                    let range = crate::syntax::Ranged::range(method.value.as_ref());
                    self.reader.value(Place { file, range }).object
                }
                _ => Object::of(Root::This),
            };
            let value = bound(&held.value, held.function, &this, &arguments);
            if value.lock.is_some() {
                found.push((FunctionRef { file, function }, this, arguments, value));
            }
        }
        found
    }

    fn edge(&mut self, held: &Held, terms: FunctionRef, value: Value, taken: Taken, around: Vec<Value>) {
        let holder =
            self.reader.view.function(held.function).map_or_else(String::new, |at| at.qualified.to_string());
        self.found.witnesses.push(Witness {
            place: held.context,
            function: held.function,
            holder,
            terms,
            held: value,
            via: held.via.clone(),
            taken,
            around,
        });
    }
}
