//! What a function runs: its calls, with what they are given, and the code that runs without a call (properties, contexts,
//! functions that are handed to threads). Worked out once for each function, in its own terms; follows nothing further.

use std::rc::Rc;

use super::object::{Object, Root};
use super::reach::{Reach, last_name};
use super::value::{Reader, Value};
use super::waits::Waits;
use crate::facts::index::{Call, FileIndex, How, Occurrence};
use crate::facts::types::engine::{Definitions, Inferred, Place, Symbol, Why};
use crate::facts::{ClassRef, FunctionRef, Receiver};
use crate::syntax::{Expr, Ranged, TextRange, ast};

/// A place of a function that runs others.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The call, or what else runs something.
    pub range: TextRange,
    /// What is shown of it: the function position of the call.
    pub shown: Place,
    /// What it runs.
    pub targets: Vec<Target>,
    /// What is done with its result.
    pub result: Outcome,
    /// Whether a task is made of its result.
    pub spawned: bool,
    /// Why it is not followed.
    pub blind: Option<String>,
}

/// A function that a step runs.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The function.
    pub function: FunctionRef,
    /// Its instance.
    pub this: Value,
    /// What it is given.
    pub arguments: Vec<(Box<str>, Value)>,
    /// On which class it is looked up.
    pub on: On,
    /// When it runs.
    pub run: Run,
    /// Why it may run something else.
    pub doubt: Option<String>,
}

/// The class on which a method is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    /// No method, or the very one that is named.
    Fixed,
    /// That of `self`.
    Own,
    /// The very one that is named, on `self`: through `super()`, or a function inside of this one.
    Super,
    /// The class of the receiver.
    Of(ClassRef),
    /// The very one that is named, on an object of this class.
    Exact(ClassRef),
}

/// When a function runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// Where it is called.
    Here,
    /// A coroutine: where its result is awaited.
    Awaited,
    /// By another task.
    Started,
    /// By another thread.
    Thread,
}

/// What is done with the result of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is awaited where it is made.
    Waited,
    /// A task is made of it, or it is kept; with where that is waited for.
    Kept(Waits),
}

impl Reader<'_> {
    /// What a function runs, in source order.
    pub(super) fn steps(&self, function: FunctionRef) -> Rc<Vec<Step>> {
        if let Some(known) = self.steps.borrow().get(&function) {
            return Rc::clone(known);
        }
        let reach = &self.ground.reach;
        let index = self.view.index(function.file);
        let mut found: Vec<Step> = Vec::new();
        for call in self.view.calls_in(function) {
            found.extend(self.step(function, &index, &call, reach));
        }
        self.contexts(function, &index, reach, &mut found);
        self.implicit(function, &index, reach, &mut found);
        found.sort_by_key(|step| (step.range.start(), step.range.end()));
        let found = Rc::new(found);
        self.steps.borrow_mut().insert(function, Rc::clone(&found));
        found
    }

    fn step(&self, function: FunctionRef, index: &FileIndex, call: &Call, reach: &Reach) -> Option<Step> {
        let file = function.file;
        let callee = Place { file, range: call.callee };
        let text = self.view.text(callee);
        let last = last_name(text);
        if super::threads::RUNNERS.contains(&last)
            && let Some(step) = self.handed_on(function, index, call, callee)
        {
            return Some(step);
        }
        if !reach.may_matter(index, call.callee, last) {
            return None;
        }
        let Some(Expr::Call(node)) = self.expression(Place { file, range: call.range }) else { return None };
        let attribute = match node.func.as_ref() {
            Expr::Attribute(_) => index.attributes(last).iter().find(|found| found.range == call.callee),
            _ => None,
        };
        let found = self.callees(callee, attribute);
        let result = match call.how {
            How::Awaited => Outcome::Waited,
            How::Spawned | How::Called => Outcome::Kept(self.waits(function, call.range)),
        };
        let mut step = Step {
            range: call.range,
            shown: callee,
            targets: Vec::new(),
            result,
            spawned: call.how == How::Spawned,
            blind: None,
        };
        if found.symbols.is_empty() {
            let this = index.names(last).iter().find(|at| at.range == call.callee).and_then(|at| at.this);
            let own = match this {
                Some(class) => self.view.method(ClassRef { file, class }, "__call__"),
                None => self.called_object(callee),
            };
            if let Some(function) = own {
                let this = self.value(callee);
                let arguments = self.arguments(file, &node, function, 3);
                let run = self.run(function, call.how);
                step.targets.push(Target { function, this, arguments, on: On::Fixed, run, doubt: None });
                return Some(step);
            }
            let why = found.why.unwrap_or(Why::Untyped);
            let awaited = call.how == How::Awaited
                || !matches!(&step.result, Outcome::Kept(waits) if waits.at.is_empty());
            let may_take = call.how != How::Spawned && reach.may_take(index, call.callee, last, awaited);
            step.blind = may_take.then(|| why.words());
            return Some(step);
        }
        let several = found.symbols.len() > 1;
        for symbol in &found.symbols {
            let doubt = several.then(|| format!("`{text}` may run something else"));
            self.target(symbol, &node, attribute, call, callee, doubt, &mut step.targets);
        }
        Some(step)
    }

    /// What a call runs; methods of `self` need no types.
    pub(super) fn callees(&self, callee: Place, attribute: Option<&Occurrence>) -> Definitions {
        if let Some(found) = attribute
            && let Some(class) = found.this
            && !found.is_super
        {
            let class = ClassRef { file: callee.file, class };
            let name = self.view.text(callee).rsplit('.').next().unwrap_or_default().to_string();
            if let Some(method) = self.view.method(class, &name)
                && self.writes_in_family(class, &name) == 0
                && let Some(entry) = self.view.function(method)
                && entry.decorators.is_empty()
            {
                let place = Some(Place { file: method.file, range: entry.name_range });
                let symbol = Symbol { name: self.view.function_path(method), place };
                return Definitions { symbols: vec![symbol], why: None };
            }
        }
        self.view.callee_at(callee)
    }

    /// The `__call__` of an object that is called.
    fn called_object(&self, callee: Place) -> Option<FunctionRef> {
        match self.view.type_at(callee) {
            Inferred::Instance { class, .. } => self.view.method(self.view.class_of(&class)?, "__call__"),
            _ => None,
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn target(
        &self,
        symbol: &Symbol,
        node: &ast::ExprCall,
        attribute: Option<&Occurrence>,
        call: &Call,
        callee: Place,
        doubt: Option<String>,
        targets: &mut Vec<Target>,
    ) {
        let file = callee.file;
        let Some(function) = self.view.function_of(symbol) else { return };
        let mut arguments = self.arguments(file, node, function, 3);
        let (this, on) = if self.view.class_of(symbol).is_some() {
            (self.value(Place { file, range: node.range() }), On::Fixed)
        } else {
            match (node.func.as_ref(), attribute) {
                (Expr::Attribute(_), Some(found)) if found.is_super => {
                    (Value { object: Object::of(Root::This), lock: None }, On::Super)
                }
                (Expr::Attribute(method), found) => match self.of_class(file, node, method, function) {
                    // `Pool.close(pool)`.
                    Some((this, given)) => {
                        arguments = given;
                        (this, On::Fixed)
                    }
                    None => {
                        let this = self.object(Place { file, range: method.value.range() });
                        (this, self.on(file, found))
                    }
                },
                // A function in a function sees the instance of the one around it.
                _ => {
                    let nested = self.view.function(function).is_some_and(|entry| entry.parent.is_some());
                    let on = if nested { On::Super } else { On::Fixed };
                    (Value { object: Object::of(Root::This), lock: None }, on)
                }
            }
        };
        if targets.iter().any(|known| known.function == function) {
            return;
        }
        let run = self.run(function, call.how);
        targets.push(Target { function, this, arguments, on, run, doubt });
        self.implementations(symbol, call, node, file, targets);
    }

    /// What implements the method of a `Protocol`.
    fn implementations(
        &self,
        symbol: &Symbol,
        call: &Call,
        node: &ast::ExprCall,
        file: u32,
        targets: &mut Vec<Target>,
    ) {
        if !self.view.is_protocol(symbol) {
            return;
        }
        let Some(declared) = self.view.function_of(symbol) else { return };
        let (Some(protocol), Some(entry)) = (self.view.owner(declared), self.view.function(declared)) else {
            return;
        };
        let this = targets.last().map_or_else(Value::unknown, |target| target.this.clone());
        let reach = &self.ground.reach;
        let names: Vec<Box<str>> = {
            let index = self.view.index(protocol.file);
            let methods = &index.classes[protocol.class as usize].methods;
            methods.iter().map(|at| index.functions[*at as usize].name.clone()).collect()
        };
        for function in reach.methods(&entry.name) {
            let Some(class) = self.view.owner(*function).filter(|class| *class != protocol) else { continue };
            if names.iter().all(|name| self.view.method(class, name).is_some()) {
                let doubt = Some(format!("only where the object is a `{}`", self.view.class_name(class)));
                let arguments = self.arguments(file, node, *function, 3);
                let run = self.run(*function, call.how);
                targets.push(Target {
                    function: *function,
                    this: this.clone(),
                    arguments,
                    on: On::Fixed,
                    run,
                    doubt,
                });
            }
        }
    }

    /// The instance and the other arguments of a method that is called on its class.
    #[allow(clippy::type_complexity)]
    fn of_class(
        &self,
        file: u32,
        node: &ast::ExprCall,
        method: &ast::ExprAttribute,
        function: FunctionRef,
    ) -> Option<(Value, Vec<(Box<str>, Value)>)> {
        let entry = self.view.function(function)?;
        let bound = |by: &str| matches!(by, "classmethod" | "staticmethod");
        if entry.class.is_none()
            || entry.decorators.iter().any(|by| bound(by))
            || !method.value.is_name_expr()
        {
            return None;
        }
        let place = Place { file, range: method.value.range() };
        let name = method.value.as_name_expr()?.id.as_str();
        if !self.ground.reach.may_be_class(&self.view.index(file), name) {
            return None;
        }
        let is_class = match self.view.callee_at(place).symbols.as_slice() {
            [symbol] => self.view.class_of(symbol).is_some(),
            _ => false,
        };
        let first = node.arguments.args.first().filter(|first| is_class && !first.is_starred_expr())?;
        let this = self.value(Place { file, range: first.range() });
        let others = node.arguments.args.iter().skip(1).take_while(|argument| !argument.is_starred_expr());
        let given = others
            .zip(entry.parameters.iter().skip(1))
            .map(|(argument, name)| (name.clone(), self.value(Place { file, range: argument.range() })));
        Some((this, given.collect()))
    }

    /// On which class the method of a receiver is looked up.
    fn on(&self, file: u32, found: Option<&Occurrence>) -> On {
        let Some(found) = found else { return On::Fixed };
        if found.this.is_some() {
            return On::Own;
        }
        match self.view.receiver(file, found) {
            Receiver::Classes(classes) => match classes.as_slice() {
                [one] => On::Of(*one),
                _ => On::Fixed,
            },
            _ => On::Fixed,
        }
    }

    /// When a function runs that is called in some way.
    pub(super) fn run(&self, function: FunctionRef, how: How) -> Run {
        let makes_coroutine =
            self.view.function(function).is_some_and(|entry| entry.is_async && !entry.is_generator);
        match (makes_coroutine, how) {
            (false, _) | (true, How::Awaited) => Run::Here,
            (true, How::Called) => Run::Awaited,
            (true, How::Spawned) => Run::Started,
        }
    }

    /// Where a function waits for what a call makes.
    pub(super) fn waits(&self, function: FunctionRef, call: TextRange) -> Waits {
        let text = self.view.project.text(function.file);
        self.with_def(function, |def| super::waits::waits(text, def, call)).unwrap_or_default()
    }
}
