//! What a task may take while it holds a lock: follows the calls from a held range, without the tasks that are only
//! started there.

use rustc_hash::FxHashSet;

use super::held::{Held, Hop};
use super::object::{Object, Root};
use super::value::{Reader, Value, bound};
use crate::facts::index::{Call, FileIndex, How, RegionKind};
use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, FunctionRef, Receiver};
use crate::syntax::{Expr, Ranged, TextRange};

/// Functions that are followed from one held range; real ones reach far fewer.
const MAX_FRAMES: usize = 500;

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
}

/// What was found from one held range.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// Locks that are taken.
    pub taken: Vec<Taken>,
    /// Calls that could not be followed, and why.
    pub blind: Vec<(Place, String)>,
}

/// A function that runs while the lock is held.
struct Frame {
    function: FunctionRef,
    this: Object,
    class: Option<ClassRef>,
    arguments: Vec<(Box<str>, Value)>,
    chain: Vec<Hop>,
    doubts: Vec<String>,
    spawned: bool,
    within: Option<TextRange>,
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

impl Reader<'_> {
    /// What may be taken while a lock is held.
    pub fn walk(&self, held: &Held) -> Walk {
        let mut walk = Walk::default();
        let mut seen = FxHashSet::default();
        let mut open = std::collections::VecDeque::from([Frame {
            function: held.function,
            this: Object::of(Root::This),
            class: self.view.owner(held.function),
            arguments: Vec::new(),
            chain: Vec::new(),
            doubts: Vec::new(),
            spawned: false,
            within: Some(held.range),
        }]);
        while let Some(frame) = open.pop_front() {
            if seen.len() > MAX_FRAMES {
                walk.blind.push((held.context, "the calls go too far to be followed".into()));
                break;
            }
            let given: Vec<(Box<str>, Object)> =
                frame.arguments.iter().map(|(name, value)| (name.clone(), value.object.clone())).collect();
            if !seen.insert((frame.function, frame.this.clone(), given, frame.spawned)) {
                continue;
            }
            self.visit(&frame, held, &mut walk, &mut open);
        }
        walk
    }

    fn visit(
        &self,
        frame: &Frame,
        held: &Held,
        walk: &mut Walk,
        open: &mut std::collections::VecDeque<Frame>,
    ) {
        let index = self.view.index(frame.function.file);
        let inside = |range: TextRange| frame.within.is_none_or(|within| within.contains_range(range));
        let mut doubts = frame.doubts.clone();
        if let Some(place) = self.lets_go(frame, held) {
            doubts.push(format!("the lock is let go of meanwhile ({})", self.view.shown(place)));
        }
        for inner in self.holds(frame.function) {
            if !inside(inner.context.range) || (frame.within.is_some() && inner.context == held.context) {
                continue;
            }
            let mut chain = frame.chain.clone();
            chain.extend(inner.via.iter().cloned());
            self.take(frame, &index, inner.context, &inner.value, chain, &doubts, walk);
        }
        for (place, value) in self.acquires(frame.function) {
            if inside(place.range) {
                self.take(frame, &index, place, &value, frame.chain.clone(), &doubts, walk);
            }
        }
        for call in self.view.calls_in(frame.function).into_iter().filter(|call| inside(call.range)) {
            self.follow(frame, &index, &call, &doubts, walk, open);
        }
    }

    fn take(
        &self,
        frame: &Frame,
        index: &FileIndex,
        place: Place,
        value: &Value,
        chain: Vec<Hop>,
        doubts: &[String],
        walk: &mut Walk,
    ) {
        let mut value = frame.bound(value);
        let Some(lock) = &value.lock else { return };
        // In a method that runs for a subclass, the lock is that object's.
        if let (Some(class), true) = (frame.class, lock.receiver == self.view.owner(frame.function)) {
            let mut own = lock.as_ref().clone();
            own.receiver = Some(class);
            value.lock = Some(own.into());
        }
        let mut doubts = doubts.to_vec();
        doubts.extend(self.bounded(index, place));
        let spawned = frame.spawned;
        walk.taken.push(Taken { value, place, function: frame.function, chain, doubts, spawned });
    }

    /// What bounds the time of a place, as a doubt: the wait fails instead of lasting for ever.
    fn bounded(&self, index: &FileIndex, place: Place) -> Option<String> {
        let bounded =
            index.regions_at(place.range).into_iter().any(|region| region.kind == RegionKind::Timeout);
        bounded.then(|| {
            format!(
                "the wait has a time limit ({}), so that it fails instead of lasting for ever",
                self.view.shown(place)
            )
        })
    }

    /// Where a function that runs under the lock releases it.
    fn lets_go(&self, frame: &Frame, held: &Held) -> Option<Place> {
        let lock = held.value.lock.as_ref()?;
        let index = self.view.index(frame.function.file);
        let mut releases = index
            .attributes("release")
            .iter()
            .filter(|found| found.function == Some(frame.function.function) && frame.within.is_none());
        releases.find_map(|found| {
            let place = Place { file: frame.function.file, range: found.receiver? };
            let value = frame.bound(&self.value(place));
            // One that this function takes itself first is none of the holder's.
            let own = self.holds(frame.function).iter().any(|inner| {
                inner.context.range.start() < place.range.start()
                    && inner.value.lock.as_ref().is_some_and(|inner| inner.name == lock.name)
            });
            (!own && value.lock.is_some_and(|other| other.name == lock.name)).then_some(place)
        })
    }

    fn follow(
        &self,
        frame: &Frame,
        index: &FileIndex,
        call: &Call,
        doubts: &[String],
        walk: &mut Walk,
        open: &mut std::collections::VecDeque<Frame>,
    ) {
        let file = frame.function.file;
        let callee = Place { file, range: call.callee };
        let entered = index.regions.iter().any(|region| region.kind == RegionKind::With(call.range));
        if entered {
            let place = Place { file, range: call.range };
            for (function, this, arguments) in self.managers(place) {
                self.open(frame, call, function, &this, &arguments, None, doubts, open);
            }
        }
        let found = self.view.callee_at(callee);
        if found.symbols.is_empty()
            && let Some(why) = &found.why
            && !frame.spawned
        {
            walk.blind.push((callee, why.words()));
        }
        let expr = self.expression(Place { file, range: call.range });
        let Some(Expr::Call(node)) = &expr else { return };
        let receiver = match node.func.as_ref() {
            Expr::Attribute(method) => {
                let base = self.value(Place { file, range: method.value.range() });
                Some((base, self.receiver_class(frame, file, method.range(), method.attr.as_str())))
            }
            _ => None,
        };
        let several = found.symbols.len() > 1;
        let mut functions: Vec<(FunctionRef, Option<String>)> = Vec::new();
        for symbol in &found.symbols {
            let Some(function) = self.view.function_of(symbol) else { continue };
            let class = receiver.as_ref().and_then(|(_, class)| *class);
            for (function, only) in self.overridden(function, class) {
                let doubt = only.or_else(|| {
                    several.then(|| format!("`{}` may run something else", self.view.text(callee)))
                });
                if !functions.iter().any(|(known, _)| *known == function) {
                    functions.push((function, doubt));
                }
            }
        }
        for (function, doubt) in functions {
            let Some(entry) = self.view.function(function) else { continue };
            // A coroutine that nobody awaits here does not run here; one that is returned may be awaited by the caller.
            let returned = index.functions[frame.function.function as usize].returns.contains(&call.range);
            if entry.is_async && !entry.is_generator && call.how == How::Called && !returned && !entered {
                continue;
            }
            let this = match &receiver {
                Some((base, _)) => base.clone(),
                // A function in a function sees the instance of the one around it.
                None => Value { object: Object::of(Root::This), lock: None },
            };
            let arguments = self.arguments(file, node, function, 3);
            let mut doubts = doubts.to_vec();
            doubts.extend(doubt);
            doubts.extend(self.bounded(index, callee));
            let class = receiver.as_ref().and_then(|(_, class)| *class);
            self.open(frame, call, function, &this, &arguments, class, &doubts, open);
        }
    }

    fn open(
        &self,
        frame: &Frame,
        call: &Call,
        function: FunctionRef,
        this: &Value,
        arguments: &[(Box<str>, Value)],
        class: Option<ClassRef>,
        doubts: &[String],
        open: &mut std::collections::VecDeque<Frame>,
    ) {
        let in_terms = |value: &Value| frame.bound(value);
        let mut chain = frame.chain.clone();
        chain.push(Hop { call: Place { file: frame.function.file, range: call.callee }, callee: function });
        open.push_back(Frame {
            function,
            this: in_terms(this).object,
            class: class.or_else(|| self.view.owner(function)),
            arguments: arguments.iter().map(|(name, value)| (name.clone(), in_terms(value))).collect(),
            chain,
            doubts: doubts.to_vec(),
            spawned: frame.spawned || call.how == How::Spawned,
            within: None,
        });
    }

    /// The class of a method call's receiver; of `self` it is the one that the frame runs for.
    fn receiver_class(&self, frame: &Frame, file: u32, attribute: TextRange, name: &str) -> Option<ClassRef> {
        let index = self.view.index(file);
        let found = index.attributes(name).iter().find(|found| found.range == attribute)?;
        if found.is_super {
            return None;
        }
        if found.this.is_some() && frame.class.is_some() {
            return frame.class;
        }
        match self.view.receiver(file, found) {
            Receiver::Classes(classes) => match classes.as_slice() {
                [one] => Some(*one),
                _ => None,
            },
            _ => None,
        }
    }

    /// What runs for a method on an object of a class: the class's own, and those of its subclasses, which are possible.
    fn overridden(
        &self,
        function: FunctionRef,
        class: Option<ClassRef>,
    ) -> Vec<(FunctionRef, Option<String>)> {
        let (Some(class), Some(entry)) = (class, self.view.function(function)) else {
            return vec![(function, None)];
        };
        if entry.class.is_none() {
            return vec![(function, None)];
        }
        let own = self.view.method(class, &entry.name).unwrap_or(function);
        let mut found = vec![(own, None)];
        for sub in self.view.descendants(class) {
            let index = self.view.index(sub.file);
            if let Some(number) = index.method(sub.class, &entry.name) {
                let overriding = FunctionRef { file: sub.file, function: number };
                let doubt = format!("only where the object is a `{}`", self.view.class_name(sub));
                found.push((overriding, Some(doubt)));
            }
        }
        found
    }
}
