//! Which locks a function holds where: `with`, `acquire()` and `release()`, exit stacks, and context managers of the
//! project that hold one for their body.

use crate::facts::FunctionRef;
use crate::facts::index::{FileIndex, How, Region, RegionKind};
use crate::facts::types::engine::{Inferred, Place};
use crate::syntax::{Expr, Ranged, TextRange};

use super::kind::Waiter;
use super::value::{Reader, Value, bound};

/// A call on the way from one function to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The function position of the call, or the context that is entered.
    pub call: Place,
    /// What it runs.
    pub callee: FunctionRef,
}

/// A lock that a function holds for a while, in that function's terms.
#[derive(Clone, Debug)]
pub struct Held {
    /// The context expression, or the receiver of `acquire()`.
    pub context: Place,
    /// The function.
    pub function: FunctionRef,
    /// For which range of it.
    pub range: TextRange,
    /// The lock.
    pub value: Value,
    /// The context managers through which it is taken.
    pub via: Vec<Hop>,
}

impl Reader<'_> {
    /// The locks that a function holds, in source order.
    pub fn holds(&self, function: FunctionRef) -> Vec<Held> {
        if let Some(known) = self.held.borrow().get(&function) {
            return known.clone();
        }
        // A context manager that enters itself holds nothing more by that.
        self.held.borrow_mut().insert(function, Vec::new());
        let index = self.view.index(function.file);
        let mut found = Vec::new();
        for region in index.regions.iter().filter(|region| region.function == Some(function.function)) {
            let RegionKind::With(context) = region.kind else { continue };
            let place = Place { file: function.file, range: context };
            let value = self.value(place);
            if value.lock.is_some() || self.may_be_given(&index, function, &value) {
                let range = self.until_released(&index, function, region, &value);
                found.push(Held { context: place, function, range, value, via: Vec::new() });
            } else {
                self.entered(place, function, region, &mut found);
            }
        }
        found.sort_by_key(|held| (held.context, held.range.start()));
        found.dedup_by_key(|held| (held.context, held.via.len()));
        self.held.borrow_mut().insert(function, found.clone());
        found
    }

    /// The range of a region that `acquire()` starts, up to a `release()` of the same lock under another name.
    fn until_released(
        &self,
        index: &FileIndex,
        function: FunctionRef,
        region: &Region,
        value: &Value,
    ) -> TextRange {
        let RegionKind::With(context) = region.kind else { return region.range };
        let text = self.view.project.text(function.file);
        let by_call = text.get(context.end().to_usize()..).is_some_and(|after| after.starts_with(".acquire"));
        let Some(lock) = value.lock.as_ref().filter(|_| by_call) else { return region.range };
        let released = index.attributes("release").iter().filter_map(|found| {
            let receiver = found.receiver.filter(|_| found.function == Some(function.function))?;
            // Under its own name, branches that release it and leave have been looked at.
            let alias = text.get(receiver.start().to_usize()..receiver.end().to_usize())
                != text.get(context.start().to_usize()..context.end().to_usize());
            let inside = alias && region.range.contains_range(found.range);
            let own = || self.value(Place { file: function.file, range: receiver }).lock;
            (inside && own().is_some_and(|other| other.name == lock.name)).then(|| found.range.start())
        });
        released.min().map_or(region.range, |end| TextRange::new(region.range.start(), end))
    }

    /// Whether a value is a parameter, so that a caller may give a lock for it.
    fn may_be_given(&self, index: &FileIndex, function: FunctionRef, value: &Value) -> bool {
        let super::object::Root::Local(of, name) = &value.object.root else { return false };
        let entry = &index.functions[function.function as usize];
        *of == function
            && value.object.steps.is_empty()
            && entry.parameters.iter().any(|parameter| parameter == name)
    }

    /// What a context manager of the project holds while the body runs.
    fn entered(&self, place: Place, function: FunctionRef, region: &Region, found: &mut Vec<Held>) {
        for (callee, this, arguments) in self.managers(place) {
            for inner in self.holds(callee).into_iter().filter(|inner| self.outlasts(inner)) {
                let mut via = vec![Hop { call: place, callee }];
                via.extend(inner.via);
                let value = bound(&inner.value, callee, &this.object, &arguments);
                found.push(Held { context: place, function, range: region.range, value, via });
            }
        }
    }

    /// The functions that run when a context is entered, and what they are given.
    pub(super) fn managers(&self, place: Place) -> Vec<(FunctionRef, Value, Vec<(Box<str>, Value)>)> {
        let Some(expr) = self.expression(place) else { return Vec::new() };
        if let Expr::Call(call) = &expr {
            let callee = Place { range: call.func.range(), ..place };
            let symbols = self.view.callee_at(callee).symbols;
            let function = match symbols.as_slice() {
                [symbol] if self.view.class_of(symbol).is_none() => self.view.function_of(symbol),
                _ => None,
            };
            if let Some(function) = function
                && self.is_context_manager(function)
            {
                let this = match call.func.as_ref() {
                    Expr::Attribute(method) => self.value(Place { range: method.value.range(), ..place }),
                    _ => self.value(callee),
                };
                return vec![(function, this, self.arguments(place.file, call, function, 3))];
            }
        }
        let class = match self.view.type_at(place) {
            Inferred::Instance { class, .. } => self.view.class_of(&class),
            _ => None,
        };
        let Some(class) = class else { return Vec::new() };
        let this = self.value(place);
        ["__aenter__", "__enter__"]
            .iter()
            .filter_map(|name| self.view.method(class, name))
            .map(|function| (function, this.clone(), Vec::new()))
            .collect()
    }

    fn is_context_manager(&self, function: FunctionRef) -> bool {
        self.view.function(function).is_some_and(|entry| {
            entry
                .decorators
                .iter()
                .any(|by| matches!(by.rsplit('.').next(), Some("asynccontextmanager" | "contextmanager")))
        })
    }

    /// Whether a lock is still held when the body of the `with` runs: at a `yield`, or at the end of `__aenter__`.
    fn outlasts(&self, held: &Held) -> bool {
        let Some(entry) = self.view.function(held.function) else { return false };
        if self.is_context_manager(held.function) {
            return entry.suspensions.iter().any(|at| {
                let text = self.view.text(Place { file: held.function.file, range: at.range });
                text.starts_with("yield") && held.range.contains_range(at.range)
            });
        }
        let text = self.view.project.text(held.function.file);
        let after = text.get(held.context.range.end().to_usize()..).unwrap_or_default();
        after.starts_with(".acquire") && held.range.end() >= entry.range.end()
    }

    /// Other places at which a function takes a lock: `acquire()` whose `release()` stands elsewhere.
    pub fn acquires(&self, function: FunctionRef) -> Vec<(Place, Value)> {
        let index = self.view.index(function.file);
        let is_region =
            |range: TextRange| index.regions.iter().any(|region| region.kind == RegionKind::With(range));
        let calls = index.attributes("acquire").iter().filter(|found| {
            found.function == Some(function.function)
                && found.usage == crate::facts::index::Usage::Called
                && found.receiver.is_some_and(|receiver| !is_region(receiver))
        });
        let taken = calls.filter_map(|found| {
            let call = index.call_of(found.range)?;
            let place = Place { file: function.file, range: found.receiver? };
            let tries = match self.expression(Place { range: call.range, ..place })? {
                // `acquire(False)`, `acquire(timeout=0)`: tries, and may come back without it.
                Expr::Call(call) => !call.arguments.is_empty(),
                _ => true,
            };
            let value = self.value(place);
            let lock = value.lock.clone()?;
            // A coroutine that nobody awaits here takes nothing here.
            let waits = lock.waiter == Waiter::Thread || call.how == How::Awaited;
            (!tries && waits).then_some((place, value))
        });
        taken.collect()
    }
}
