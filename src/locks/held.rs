//! Which locks a function holds where: `with`, `acquire()` and `release()`, exit stacks, and context managers of the
//! project that hold one for their body.

use crate::facts::FunctionRef;
use crate::facts::index::{Call, FileIndex, How, Region, RegionKind};
use crate::facts::types::engine::{Inferred, Place};
use crate::syntax::{Expr, Ranged, Stmt, TextRange, ast, walk};

use super::branches::let_go;
use super::kind::Waiter;
use super::object::Step;
use super::value::{Reader, Value, bound};

/// A function that a context runs, its instance and its arguments.
pub(super) type Entered = (FunctionRef, Value, Vec<(Box<str>, Value)>);

/// A call on the way from one function to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The function position of the call, or the context that is entered.
    pub call: Place,
    /// What it runs.
    pub callee: FunctionRef,
    /// Whether another task or thread runs it, for which this one waits.
    pub starts: bool,
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
    /// Where in that range it is let go of for a while.
    pub holes: Vec<TextRange>,
    /// The lock.
    pub value: Value,
    /// The context managers through which it is taken.
    pub via: Vec<Hop>,
    /// Why it may be another lock, or none.
    pub doubts: Vec<String>,
}

impl Held {
    /// Whether it is held in a range.
    pub fn covers(&self, range: TextRange) -> bool {
        self.range.contains_range(range) && !self.holes.iter().any(|hole| hole.contains_range(range))
    }
}

impl Reader<'_> {
    /// The locks that a function holds, in source order.
    pub fn holds(&self, function: FunctionRef) -> Vec<Held> {
        if let Some(taker) = self.ground.taker(function) {
            return taker.held.clone();
        }
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
            let before = found.len();
            for (at, doubts) in self.alternatives(function, place) {
                let value = self.value(at);
                if value.lock.is_some() || self.may_be_given(&index, function, &value) {
                    let range = self.until_released(&index, function, region, &value);
                    let holes = self.holes(function, place, range, &value);
                    found.push(Held {
                        context: place,
                        function,
                        range,
                        holes,
                        value,
                        via: Vec::new(),
                        doubts,
                    });
                }
            }
            if found.len() == before {
                self.entered(place, function, region, &mut found);
            }
        }
        self.iterated(&index, function, &mut found);
        found.sort_by_key(|held| (held.context, held.range.start()));
        let name = |held: &Held| held.value.lock.as_ref().map(|lock| lock.name.clone());
        found.dedup_by_key(|held| (held.context, held.via.len(), name(held)));
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
            self.kept_open(place, function, region.range, (callee, &this, &arguments), found);
        }
    }

    /// What a generator holds at its `yield`s while a loop runs over it.
    fn iterated(&self, index: &FileIndex, function: FunctionRef, found: &mut Vec<Held>) {
        let file = function.file;
        let may = |call: &Call| {
            let callee = Place { file, range: call.callee };
            self.ground.generators.contains(super::reach::last_name(self.view.text(callee)))
        };
        if !index.calls.iter().any(|call| call.function == Some(function.function) && may(call)) {
            return;
        }
        let loops = self.with_def(function, |def| {
            let mut loops = Vec::new();
            walk::statements(&def.body, &mut |stmt| {
                if let Stmt::For(node) = stmt
                    && let (Expr::Call(call), Some(first), Some(last)) =
                        (node.iter.as_ref(), node.body.first(), node.body.last())
                {
                    loops.push((call.range(), call.func.range(), TextRange::new(first.start(), last.end())));
                }
            });
            loops
        });
        for (call, callee, body) in loops.unwrap_or_default() {
            let last = super::reach::last_name(self.view.text(Place { file, range: callee })).to_string();
            if !self.ground.generators.contains(last.as_str()) {
                continue;
            }
            let symbols = self.view.callee_at(Place { file, range: callee }).symbols;
            let [symbol] = symbols.as_slice() else { continue };
            let Some(generator) = self.view.function_of(symbol) else { continue };
            if !self.view.function(generator).is_some_and(|entry| entry.is_generator) {
                continue;
            }
            let Some(Expr::Call(node)) = self.expression(Place { file, range: call }) else { continue };
            let this = match node.func.as_ref() {
                Expr::Attribute(method) => self.value(Place { file, range: method.value.range() }),
                _ => Value { object: super::object::Object::of(super::object::Root::This), lock: None },
            };
            let arguments = self.arguments(file, &node, generator, 3);
            self.kept_open(
                Place { file, range: call },
                function,
                body,
                (generator, &this, &arguments),
                found,
            );
        }
    }

    /// What a function still holds when it hands control back in the middle.
    fn kept_open(
        &self,
        place: Place,
        function: FunctionRef,
        range: TextRange,
        (callee, this, arguments): (FunctionRef, &Value, &[(Box<str>, Value)]),
        found: &mut Vec<Held>,
    ) {
        for inner in self.holds(callee).into_iter().filter(|inner| self.outlasts(inner)) {
            let mut via = vec![Hop { call: place, callee, starts: false }];
            via.extend(inner.via);
            let value = self.settled(bound(&inner.value, callee, &this.object, arguments), place);
            let (holes, doubts) = (Vec::new(), inner.doubts);
            found.push(Held { context: place, function, range, holes, value, via, doubts });
        }
    }

    /// The lock of a context manager that is made where it is entered, of what it is given there.
    fn settled(&self, value: Value, place: Place) -> Value {
        let Some(lock) = value.lock.as_ref().filter(|lock| lock.is_given) else { return value };
        let ([Step::Attribute(name)], Some(class)) = (value.object.steps.as_slice(), lock.class) else {
            return value;
        };
        let Some(Expr::Call(call)) = self.expression(place) else { return value };
        let Some(init) = self.view.method(class, "__init__") else { return value };
        let parameter = self.written_value(class, name).map(|at| self.view.text(at).to_string());
        let given = self.arguments(place.file, &call, init, 3);
        let found = given.into_iter().find(|(name, _)| parameter.as_deref() == Some(&**name));
        found.map(|(_, given)| given).filter(|given| given.lock.is_some()).unwrap_or(value)
    }

    /// Where, in the range of a lock, `release()` or the end of its stack lets it go.
    fn holes(
        &self,
        function: FunctionRef,
        context: Place,
        range: TextRange,
        value: &Value,
    ) -> Vec<TextRange> {
        let file = function.file;
        let text = self.view.project.text(file);
        let body = text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or_default();
        let Some(lock) = value.lock.as_ref() else { return Vec::new() };
        if ![".release", "close(", ".pop_all"].iter().any(|word| body.contains(word)) {
            return Vec::new();
        }
        let before = text.get(..context.range.start().to_usize()).unwrap_or_default();
        let stack = before.trim_end().strip_suffix("context(").and_then(|head| {
            let head = head.rsplit(|one: char| one.is_whitespace() || one == '(').next()?;
            head.split('.').next()
        });
        let method = |call: &ast::ExprCall| match call.func.as_ref() {
            Expr::Attribute(method) => Some((method.attr.to_string(), method.value.range())),
            _ => None,
        };
        let is_lock = |range: TextRange| {
            let found = self.value(Place { file, range });
            found.lock.is_some_and(|other| other.name == lock.name) && found.object == value.object
        };
        let lets_go = |call: &ast::ExprCall| {
            method(call).is_some_and(|(name, receiver)| match name.as_str() {
                "release" => is_lock(receiver),
                "aclose" | "close" | "pop_all" => {
                    stack == Some(self.view.text(Place { file, range: receiver }))
                }
                _ => false,
            })
        };
        let takes = |call: &ast::ExprCall| {
            method(call).is_some_and(|(name, receiver)| name == "acquire" && is_lock(receiver))
        };
        self.with_def(function, |def| let_go(&def.body, range, &lets_go, &takes)).unwrap_or_default()
    }

    /// The functions that run when a context is entered, and what they are given.
    pub(super) fn managers(&self, place: Place) -> Vec<Entered> {
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

    /// The functions that run when a context is left.
    pub(super) fn leavers(&self, place: Place) -> Vec<Entered> {
        let class = match self.view.type_at(place) {
            Inferred::Instance { class, .. } => self.view.class_of(&class),
            _ => None,
        };
        let Some(class) = class else { return Vec::new() };
        let this = self.value(place);
        let methods = ["__aexit__", "__exit__"].iter().filter_map(|name| self.view.method(class, name));
        methods.map(|function| (function, this.clone(), Vec::new())).collect()
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
        if entry.is_generator {
            return entry.suspensions.iter().any(|at| {
                let text = self.view.text(Place { file: held.function.file, range: at.range });
                text.starts_with("yield") && held.covers(at.range)
            });
        }
        let text = self.view.project.text(held.function.file);
        let after = text.get(held.context.range.end().to_usize()..).unwrap_or_default();
        after.starts_with(".acquire") && held.range.end() >= entry.range.end()
    }

    /// Other places at which a function takes a lock: `acquire()` whose `release()` stands elsewhere, and the `wait()` of a
    /// condition, which takes its lock again; whether it is that.
    pub fn acquires(&self, function: FunctionRef) -> Vec<(Place, Value, bool)> {
        if let Some(taker) = self.ground.taker(function) {
            return taker.acquired.clone();
        }
        if let Some(known) = self.acquired.borrow().get(&function) {
            return known.clone();
        }
        let index = self.view.index(function.file);
        let is_region =
            |range: TextRange| index.regions.iter().any(|region| region.kind == RegionKind::With(range));
        let mut found = Vec::new();
        for (method, waits) in [("acquire", false), ("wait", true), ("wait_for", true)] {
            let calls = index.attributes(method).iter().filter(|found| {
                found.function == Some(function.function)
                    && found.usage == crate::facts::index::Usage::Called
                    && found.receiver.is_some_and(|receiver| waits || !is_region(receiver))
            });
            found.extend(calls.filter_map(|at| {
                let call = index.call_of(at.range)?;
                let place = Place { file: function.file, range: at.receiver? };
                let tries = match self.expression(Place { range: call.range, ..place })? {
                    // `acquire(False)`, `acquire(timeout=0)`: tries, and may come back without it.
                    Expr::Call(call) => !waits && !call.arguments.is_empty(),
                    _ => true,
                };
                let value = self.value(place);
                let lock = value.lock.clone()?;
                // A coroutine that nobody awaits here takes nothing here.
                let runs = lock.waiter == Waiter::Thread || call.how == How::Awaited;
                (!tries && runs).then_some((place, value, waits))
            }));
        }
        self.acquired.borrow_mut().insert(function, found.clone());
        found
    }
}
