//! The graph of which lock is taken while which other is held, of all given files. Built once for a run.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::cycles::{self, Cycle};
use super::held::{Held, Hop};
use super::identity::LockName;
use super::object::{Object, Root};
use super::value::{Reader, Value, bound};
use super::walk::Taken;
use crate::facts::types::engine::Place;
use crate::facts::{FunctionRef, Project};
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

/// The graph of all given files, built when first asked for.
pub fn of(project: &Project) -> Arc<Graph> {
    project.memo().once(|| Arc::new(build(project)))
}

fn build(project: &Project) -> Graph {
    let makes = (0..project.len()).any(|file| WORDS.iter().any(|word| project.text(file).contains(word)));
    if !makes {
        return Graph::default();
    }
    let reader = Reader::new(project);
    let mut takers = FxHashSet::default();
    let mut holders = Vec::new();
    for file in (0..project.len()).filter(|file| reader.is_read(*file)) {
        let index = reader.view.index(file);
        for function in 0..index.functions.len() as u32 {
            let function = FunctionRef { file, function };
            if !reader.holds(function).is_empty() {
                takers.insert(function);
                holders.push(function);
            } else if !reader.acquires(function).is_empty() {
                takers.insert(function);
            }
        }
    }
    reader.take_from(&takers);
    let mut builder = Builder {
        reader: &reader,
        graph: Graph::default(),
        numbers: BTreeMap::new(),
        edges: BTreeMap::new(),
    };
    for function in holders {
        let all = reader.holds(function);
        for held in &all {
            builder.held(held, &all);
        }
    }
    let mut graph = builder.graph;
    graph.edges = builder.edges.into_values().collect();
    for edge in &mut graph.edges {
        edge.witnesses
            .sort_by_key(|witness| (witness.taken.doubts.len(), witness.taken.chain.len(), witness.place));
        edge.witnesses.truncate(MAX_WITNESSES);
    }
    graph.unseen.sort_by_key(|unseen| (unseen.call, unseen.held));
    graph.unseen.dedup_by_key(|unseen| unseen.call);
    graph.cycles = cycles::find(&reader, &graph.locks, &graph.edges);
    graph
}

struct Builder<'b, 'p> {
    reader: &'b Reader<'p>,
    graph: Graph,
    numbers: BTreeMap<String, usize>,
    edges: BTreeMap<(usize, usize), Edge>,
}

impl Builder<'_, '_> {
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
            self.number(lock);
            self.graph.held.push((held.context, held.function, Arc::clone(lock)));
        }
        for (.., value) in &given {
            if let Some(lock) = &value.lock {
                self.number(lock);
                self.graph.held.push((held.context, held.function, Arc::clone(lock)));
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
                self.graph.unseen.push(Unseen { held: held.context, lock, call, why });
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

    fn number(&mut self, lock: &Arc<LockName>) -> usize {
        if let Some(number) = self.numbers.get(&lock.name) {
            return *number;
        }
        let number = self.graph.locks.len();
        self.graph.locks.push(Arc::clone(lock));
        self.numbers.insert(lock.name.clone(), number);
        number
    }

    fn edge(&mut self, held: &Held, terms: FunctionRef, value: Value, taken: Taken, around: Vec<Value>) {
        let (Some(from), Some(to)) = (value.lock.clone(), taken.value.lock.clone()) else { return };
        let (from, to) = (self.number(&from), self.number(&to));
        let holder =
            self.reader.view.function(held.function).map_or_else(String::new, |at| at.qualified.to_string());
        let spawned = taken.spawned;
        let witness = Witness {
            place: held.context,
            function: held.function,
            holder,
            terms,
            held: value,
            via: held.via.clone(),
            taken,
            around,
        };
        if spawned {
            self.graph.spawned.push(witness);
            return;
        }
        let edge = self.edges.entry((from, to)).or_insert(Edge { from, to, witnesses: Vec::new() });
        edge.witnesses.push(witness);
    }
}
