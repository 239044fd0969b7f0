//! What a task may take while it holds a lock: follows what runs in a held range, without the tasks that are only started
//! there. A task or thread that is waited for under the lock counts as if it ran there.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use super::branches::{Constant, guards, truth};
use super::held::{Held, Hop};
use super::object::{Object, Root};
use super::steps::{On, Outcome, Run, Step, Target};
use super::value::{Reader, Value, bound};
use crate::facts::index::{FileIndex, RegionKind};
use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, FunctionRef};
use crate::syntax::TextRange;

/// Functions that are followed from one held range; real ones reach far fewer.
const MAX_FRAMES: usize = 4000;
/// Words of tests that ask who holds a lock.
const OWNER_WORDS: &[&str] = &[".locked()", "current_task(", "get_ident(", "current_thread("];

/// A lock that is taken while another is held.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The lock, in the terms of the function that holds the other.
    pub value: Value,
    /// The context expression that takes it.
    pub place: Place,
    /// The function that takes it.
    pub function: FunctionRef,
    /// The calls from the holder to that function.
    pub chain: Vec<Hop>,
    /// Why it is only possible.
    pub doubts: Vec<String>,
    /// The task that takes it is another one, which is only started here.
    pub spawned: bool,
    /// It is taken by another thread, for which the holder waits.
    pub by_thread: bool,
}

/// What was found from one held range.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// Locks that are taken.
    pub taken: Vec<Taken>,
    /// Calls that could not be followed, and why.
    pub blind: Vec<(Place, String)>,
}

/// What becomes of the coroutine or task that a function returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Returned {
    Waited,
    Started,
    Dropped,
}

/// A function that runs while the lock is held.
struct Frame {
    function: FunctionRef,
    this: Object,
    class: Option<ClassRef>,
    arguments: Vec<(Box<str>, Value)>,
    constants: Vec<(Box<str>, Constant)>,
    chain: Vec<Hop>,
    doubts: Vec<String>,
    spawned: bool,
    by_thread: bool,
    returned: Returned,
    within: bool,
}

impl Frame {
    /// A value of the frame's function in the terms of the one that holds the lock.
    fn bound(&self, value: &Value) -> Value {
        if self.chain.is_empty() {
            return value.clone();
        }
        bound(value, self.function, &self.this, &self.arguments)
    }
}

/// A function that a step runs, for an object of a class.
struct Runs {
    function: FunctionRef,
    class: Option<ClassRef>,
    doubt: Option<String>,
}

/// One walk.
struct Walker<'w, 'p> {
    reader: &'w Reader<'p>,
    held: &'w Held,
    walk: Walk,
    open: VecDeque<Frame>,
}

impl Reader<'_> {
    /// What may be taken while a lock is held.
    pub fn walk(&self, held: &Held) -> Walk {
        let first = Frame {
            function: held.function,
            this: Object::of(Root::This),
            class: self.view.owner(held.function),
            arguments: Vec::new(),
            constants: Vec::new(),
            chain: Vec::new(),
            doubts: held.doubts.clone(),
            spawned: false,
            by_thread: false,
            returned: Returned::Dropped,
            within: true,
        };
        let mut walker = Walker { reader: self, held, walk: Walk::default(), open: VecDeque::from([first]) };
        let mut seen = FxHashSet::default();
        while let Some(frame) = walker.open.pop_front() {
            if seen.len() > MAX_FRAMES {
                walker.walk.blind.push((held.context, "the calls go too far to be followed".into()));
                break;
            }
            let given: Vec<(Box<str>, Object)> =
                frame.arguments.iter().map(|(name, value)| (name.clone(), value.object.clone())).collect();
            let key =
                (frame.function, frame.this.clone(), given, frame.spawned, frame.by_thread, frame.returned);
            if seen.insert(key) {
                walker.visit(&frame);
            }
        }
        walker.walk
    }
}

impl Walker<'_, '_> {
    fn inside(&self, frame: &Frame, range: TextRange) -> bool {
        !frame.within || self.held.covers(range)
    }

    fn visit(&mut self, frame: &Frame) {
        let index = self.reader.view.index(frame.function.file);
        let mut doubts = frame.doubts.clone();
        if let Some(place) = self.lets_go(frame) {
            doubts.push(format!("the lock is let go of meanwhile ({})", self.reader.view.shown(place)));
        }
        for inner in self.reader.holds(frame.function) {
            let itself = frame.within && inner.context == self.held.context;
            if itself || !self.inside(frame, inner.context.range) {
                continue;
            }
            let mut chain = frame.chain.clone();
            chain.extend(inner.via.iter().cloned());
            let mut doubts = doubts.clone();
            doubts.extend(inner.doubts.iter().cloned());
            self.take(frame, &index, inner.context, &inner.value, chain, doubts);
        }
        for (place, value, waits) in self.reader.acquires(frame.function) {
            // A condition's `wait` lets its own lock go, and takes it again.
            let name = |value: &Value| value.lock.as_ref().map(|lock| lock.name.clone());
            let own = waits && name(&frame.bound(&value)) == name(&self.held.value);
            if !own && self.inside(frame, place.range) {
                self.take(frame, &index, place, &value, frame.chain.clone(), doubts.clone());
            }
        }
        for step in self.reader.steps(frame.function).iter() {
            self.follow(frame, &index, step, &doubts);
        }
    }

    fn take(
        &mut self,
        frame: &Frame,
        index: &FileIndex,
        place: Place,
        value: &Value,
        chain: Vec<Hop>,
        mut doubts: Vec<String>,
    ) {
        let mut value = frame.bound(value);
        let Some(lock) = &value.lock else { return };
        let Some(tests) = self.tests(frame, place.range) else { return };
        if self.held.value.lock.as_ref().is_some_and(|held| held.name == lock.name) {
            doubts.extend(tests);
        }
        // In a method that runs for a subclass, the lock is that object's.
        if let (Some(class), true) = (frame.class, lock.receiver == self.reader.view.owner(frame.function)) {
            let mut own = lock.as_ref().clone();
            own.receiver = Some(class);
            value.lock = Some(own.into());
        }
        doubts.extend(self.bounded(index, place));
        let (spawned, by_thread) = (frame.spawned, frame.by_thread);
        self.walk.taken.push(Taken {
            value,
            place,
            function: frame.function,
            chain,
            doubts,
            spawned,
            by_thread,
        });
    }

    /// Whether a place is reached with what the frame is given; then the tests around it that ask who holds a lock, as
    /// doubts.
    fn tests(&self, frame: &Frame, range: TextRange) -> Option<Vec<String>> {
        let Some(entry) = self.reader.view.function(frame.function) else { return Some(Vec::new()) };
        let file = frame.function.file;
        let text = self.reader.view.text(Place { file, range: entry.range });
        let asks = OWNER_WORDS.iter().any(|word| text.contains(word));
        if !asks && frame.constants.is_empty() {
            return Some(Vec::new());
        }
        let known = |name: &str| {
            frame.constants.iter().find(|(parameter, _)| &**parameter == name).map(|(_, value)| *value)
        };
        let judged = self.reader.with_def(frame.function, |def| {
            let found = guards(&def.body, range);
            if found.iter().any(|guard| truth(guard.test, &known).is_some_and(|value| value != guard.wanted))
            {
                return None;
            }
            let tests = found.iter().filter_map(|guard| {
                let place = Place { file, range: crate::syntax::Ranged::range(guard.test) };
                let text = self.reader.view.text(place);
                OWNER_WORDS
                    .iter()
                    .any(|word| text.contains(word))
                    .then(|| format!("only where the test of {} lets it", self.reader.view.shown(place)))
            });
            Some(tests.collect())
        });
        judged.unwrap_or_else(|| Some(Vec::new()))
    }

    /// What bounds the time of a place, as a doubt: the wait fails instead of lasting for ever.
    fn bounded(&self, index: &FileIndex, place: Place) -> Option<String> {
        let bounded =
            index.regions_at(place.range).into_iter().any(|region| region.kind == RegionKind::Timeout);
        bounded.then(|| {
            format!(
                "the wait has a time limit ({}), so that it fails instead of lasting for ever",
                self.reader.view.shown(place)
            )
        })
    }

    /// Where a function that runs under the lock releases it.
    fn lets_go(&self, frame: &Frame) -> Option<Place> {
        let lock = self.held.value.lock.as_ref()?;
        let index = self.reader.view.index(frame.function.file);
        let mut releases = index
            .attributes("release")
            .iter()
            .filter(|found| found.function == Some(frame.function.function) && !frame.within);
        releases.find_map(|found| {
            let place = Place { file: frame.function.file, range: found.receiver? };
            let value = frame.bound(&self.reader.value(place));
            // One that this function takes itself first is none of the holder's.
            let own = self.reader.holds(frame.function).iter().any(|inner| {
                inner.context.range.start() < place.range.start()
                    && inner.value.lock.as_ref().is_some_and(|inner| inner.name == lock.name)
            });
            (!own && value.lock.is_some_and(|other| other.name == lock.name)).then_some(place)
        })
    }

    fn follow(&mut self, frame: &Frame, index: &FileIndex, step: &Step, doubts: &[String]) {
        let here = self.inside(frame, step.range);
        if let (true, false, Some(why)) = (here, frame.spawned, &step.blind) {
            self.walk.blind.push((step.shown, why.clone()));
        }
        if step.targets.is_empty() {
            return;
        }
        let result = self.result(frame, step);
        let mut all: Vec<(Runs, bool, &Target)> = Vec::new();
        for target in &step.targets {
            let mut spawned = frame.spawned;
            match (target.run, result) {
                (Run::Here, _) if here => {}
                (Run::Awaited | Run::Started | Run::Thread, Returned::Waited) => {}
                (Run::Awaited, Returned::Started) if here => spawned = true,
                (Run::Started | Run::Thread, _) if here => spawned = true,
                _ => continue,
            }
            for mut runs in self.overridden(frame, target) {
                if !all.iter().any(|(known, ..)| known.function == runs.function) {
                    runs.doubt = runs.doubt.or_else(|| target.doubt.clone());
                    all.push((runs, spawned, target));
                }
            }
        }
        if all.is_empty() {
            return;
        }
        let Some(tests) = self.tests(frame, step.range) else { return };
        for (runs, spawned, target) in all {
            let mut doubts = doubts.to_vec();
            doubts.extend(runs.doubt.clone());
            doubts.extend(tests.iter().cloned());
            doubts.extend(self.bounded(index, step.shown));
            self.open(frame, step, &runs, target, result, spawned, doubts);
        }
    }

    /// Whether the result of a step is waited for while the lock is held.
    fn result(&self, frame: &Frame, step: &Step) -> Returned {
        let waits = match &step.result {
            Outcome::Waited if self.inside(frame, step.range) => return Returned::Waited,
            Outcome::Waited => return Returned::Dropped,
            Outcome::Kept(waits) => waits,
        };
        if waits.at.iter().any(|range| self.inside(frame, *range)) {
            return Returned::Waited;
        }
        match (waits.returned && !frame.within, step.spawned) {
            (true, false) => frame.returned,
            (true, true) if frame.returned == Returned::Waited => Returned::Waited,
            (_, true) => Returned::Started,
            (false, false) => Returned::Dropped,
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn open(
        &mut self,
        frame: &Frame,
        step: &Step,
        runs: &Runs,
        target: &Target,
        returned: Returned,
        spawned: bool,
        doubts: Vec<String>,
    ) {
        let function = runs.function;
        let mut chain = frame.chain.clone();
        let starts = matches!(target.run, Run::Started | Run::Thread) && !spawned;
        chain.push(Hop { call: step.shown, callee: function, starts });
        let arguments: Vec<(Box<str>, Value)> =
            target.arguments.iter().map(|(name, value)| (name.clone(), frame.bound(value))).collect();
        self.open.push_back(Frame {
            function,
            this: frame.bound(&target.this).object,
            class: runs.class.or_else(|| self.reader.view.owner(function)),
            constants: self.reader.constants(function, &arguments),
            arguments,
            chain,
            doubts,
            spawned,
            by_thread: frame.by_thread || target.run == Run::Thread,
            returned,
            within: false,
        });
    }

    /// What runs for a method on an object of a class: the class's own, and those of its subclasses, which are possible.
    fn overridden(&self, frame: &Frame, target: &Target) -> Vec<Runs> {
        let function = target.function;
        let exact = |class| vec![Runs { function, class, doubt: None }];
        let class = match target.on {
            On::Own => frame.class,
            On::Of(class) => Some(class),
            On::Exact(class) => return exact(Some(class)),
            On::Super => return exact(frame.class),
            On::Fixed => None,
        };
        let view = &self.reader.view;
        let (Some(class), Some(entry)) = (class, view.function(function)) else { return exact(None) };
        if entry.class.is_none() {
            return exact(None);
        }
        let own = view.method(class, &entry.name).unwrap_or(function);
        let mut found = vec![Runs { function: own, class: Some(class), doubt: None }];
        for sub in view.descendants(class) {
            // Its own, or what another of its bases puts before this one.
            let Some(overriding) = view.method(sub, &entry.name) else { continue };
            if !found.iter().any(|known| known.function == overriding) {
                let doubt = Some(format!("only where the object is a `{}`", view.class_name(sub)));
                found.push(Runs { function: overriding, class: Some(sub), doubt });
            }
        }
        found
    }
}
