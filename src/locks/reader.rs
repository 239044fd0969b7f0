//! What is kept of the given files while the graph is built: syntax, and answers that many ask for. Works nothing out
//! about locks.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::branches::{Constant, defaults};
use super::held::Held;
use super::kind::{Kind, Waiter};
use super::object::{Object, Root};
use super::reach::Reach;
use super::steps::Step;
use super::threads::RUNNERS;
use super::value::{MAX_DEPTH, Value};
use crate::facts::index::{Occurrence, RegionKind, Usage};
use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, FunctionRef, Project, View, is_test_path};
use crate::syntax::{Expr, Module, Ranged, Stmt, TextRange, TextSize, ast, expression_at, walk};

/// Parameters with the constants that they have.
type Constants = Vec<(Box<str>, Constant)>;
/// Answers about functions.
type Kept<T> = RefCell<FxHashMap<FunctionRef, T>>;

/// What the readers of several threads share: worked out before, and the same for all.
#[derive(Debug, Default)]
pub(super) struct Ground {
    /// Names of generators of the project that may hold something.
    pub(super) generators: FxHashSet<Box<str>>,
    /// Which calls are followed.
    pub(super) reach: Reach,
    /// The functions that take locks themselves.
    pub(super) takers: FxHashMap<FunctionRef, Taker>,
    /// The files of which `takers` has all.
    pub(super) known: FxHashSet<u32>,
}

impl Ground {
    /// How a function takes locks itself, if that is known.
    pub(super) fn taker(&self, function: FunctionRef) -> Option<&Taker> {
        static NONE: Taker = Taker { held: Vec::new(), acquired: Vec::new() };
        self.known.contains(&function.file).then(|| self.takers.get(&function).unwrap_or(&NONE))
    }
}

/// A function that takes locks itself.
#[derive(Clone, Debug)]
pub(super) struct Taker {
    pub(super) held: Vec<Held>,
    pub(super) acquired: Vec<(Place, Value, bool)>,
}

impl Taker {
    /// Whether one of them is a lock of threads.
    pub(super) fn is_of_threads(&self) -> bool {
        let is = |value: &Value| value.lock.as_ref().is_some_and(|lock| lock.waiter == Waiter::Thread);
        self.held.iter().any(|held| is(&held.value)) || self.acquired.iter().any(|(_, value, _)| is(value))
    }
}

/// Whether a file is one that is looked at: tests are not.
pub(super) fn is_read(project: &Project, file: u32) -> bool {
    !is_test_path(project.path(file)) && may_hold(project.text(file))
}

/// Reads expressions of the given files. Answers are kept.
pub struct Reader<'p> {
    /// The given files as they are now.
    pub view: View<'p>,
    pub(super) ground: Arc<Ground>,
    pub(super) known: RefCell<FxHashMap<Place, Value>>,
    pub(super) held: RefCell<FxHashMap<FunctionRef, Vec<Held>>>,
    pub(super) acquired: Kept<Vec<(Place, Value, bool)>>,
    pub(super) steps: RefCell<FxHashMap<FunctionRef, Rc<Vec<Step>>>>,
    #[allow(clippy::type_complexity)]
    pub(super) kinds: RefCell<FxHashMap<(ClassRef, Box<str>), Option<(Kind, Waiter)>>>,
    modules: RefCell<FxHashMap<u32, Option<Arc<Module>>>>,
    used: RefCell<FxHashMap<FunctionRef, Rc<FxHashSet<Box<str>>>>>,
    defaults: Kept<Rc<Constants>>,
}

/// Whether a file may hold or take a lock: it has a `with` or an `acquire`. Others are not parsed to see that they do
/// not.
fn may_hold(text: &str) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    text.contains("acquire")
        || memchr::memmem::find_iter(text.as_bytes(), "with").any(|at| {
            let (before, after) = (&text.as_bytes()[..at], &text.as_bytes()[at + 4..]);
            !before.last().is_some_and(is_part) && after.first().is_some_and(|byte| b" \t(\\".contains(byte))
        })
}

/// Names of generators of the project that may hold something at a `yield`.
pub(super) fn generators(view: &View<'_>) -> FxHashSet<Box<str>> {
    let project = view.project;
    let mut generators = FxHashSet::default();
    let yields = |file: &u32| {
        let text = project.text(*file);
        // A generator that holds nothing is none; what holds nothing and yields nothing is not parsed for this.
        text.contains("yield") && may_hold(text) && !is_test_path(project.path(*file))
    };
    for file in (0..project.len()).filter(yields) {
        let index = view.index(file);
        // Only those that may hold something at a `yield`.
        let takes = |number: u32| {
            let inside = |function: Option<u32>| function == Some(number);
            index.regions.iter().any(|at| matches!(at.kind, RegionKind::With(_)) && inside(at.function))
        };
        let all = (0u32..).zip(&index.functions).filter(|(number, at)| at.is_generator && takes(*number));
        generators.extend(all.map(|(_, at)| at.name.clone()));
    }
    generators
}

impl<'p> Reader<'p> {
    /// A reader of all given files.
    pub fn new(project: &'p Project, ground: &Arc<Ground>) -> Self {
        Reader {
            view: View::new(project),
            ground: Arc::clone(ground),
            known: RefCell::default(),
            held: RefCell::default(),
            acquired: RefCell::default(),
            steps: RefCell::default(),
            kinds: RefCell::default(),
            modules: RefCell::default(),
            used: RefCell::default(),
            defaults: RefCell::default(),
        }
    }

    /// How a function takes locks itself; `None` if it takes none.
    pub(super) fn takes(&self, function: FunctionRef) -> Option<Taker> {
        let taker = Taker { held: self.holds(function), acquired: self.acquires(function) };
        (!taker.held.is_empty() || !taker.acquired.is_empty()).then_some(taker)
    }

    /// What the expression at a place is, in the terms of the function around it.
    pub fn value(&self, place: Place) -> Value {
        self.value_at(place, MAX_DEPTH)
    }

    /// The expression at a place.
    pub fn expression(&self, place: Place) -> Option<Expr> {
        let text = self.view.project.text(place.file);
        expression_at(text, place.range).or_else(|| {
            // `lock := self._lock` is no expression without its parentheses; what is bound is.
            let own = text.get(place.range.start().to_usize()..place.range.end().to_usize())?;
            let value = own[own.find(":=")? + 2..].trim_start();
            let start = place.range.end() - TextSize::of(value);
            expression_at(text, TextRange::new(start, place.range.end()))
        })
    }

    /// Reads the definition of a function; `None` for lambdas.
    pub(super) fn with_def<T>(
        &self,
        function: FunctionRef,
        read: impl FnOnce(&ast::StmtFunctionDef) -> T,
    ) -> Option<T> {
        let start = self.view.function(function)?.name_range.start();
        let module = {
            let mut modules = self.modules.borrow_mut();
            let parsed = || self.view.project.parsed(function.file).ok();
            modules.entry(function.file).or_insert_with(parsed).clone()?
        };
        definition(&module.syntax().body, start).map(read)
    }

    /// The constants that parameters of a function have where it is given these arguments.
    pub(super) fn constants(
        &self,
        function: FunctionRef,
        arguments: &[(Box<str>, Value)],
    ) -> Vec<(Box<str>, Constant)> {
        let known = self.defaults.borrow().get(&function).cloned();
        let own = known.unwrap_or_else(|| {
            let found = Rc::new(self.with_def(function, defaults).unwrap_or_default());
            self.defaults.borrow_mut().insert(function, Rc::clone(&found));
            found
        });
        let index = self.view.index(function.file);
        let is_set = |name: &str| {
            let stores = index.stores.get(name).into_iter().flatten();
            stores.into_iter().any(|store| store.function == Some(function.function))
        };
        let constant = |value: &Value| match (&value.object.root, value.object.steps.as_slice()) {
            (Root::Constant(text), []) => match &**text {
                "True" => Some(Constant::True),
                "False" => Some(Constant::False),
                "None" => Some(Constant::None),
                _ => None,
            },
            _ => None,
        };
        let left_out =
            own.iter().filter(|(name, _)| !arguments.iter().any(|(given, _)| given == name)).cloned();
        let given = arguments.iter().filter_map(|(name, value)| Some((name.clone(), constant(value)?)));
        // What is set again is not what was given.
        left_out.chain(given).filter(|(name, _)| !is_set(name)).collect()
    }

    /// The parameters of a function that may have to do with a lock: those that stand in a context, in what it returns, sets
    /// or passes on, or before a method of which that is known.
    pub(super) fn parameters_used(&self, function: FunctionRef) -> Rc<FxHashSet<Box<str>>> {
        if let Some(known) = self.used.borrow().get(&function) {
            return Rc::clone(known);
        }
        let index = self.view.index(function.file);
        let mut found = FxHashSet::default();
        if let Some(entry) = index.functions.get(function.function as usize) {
            let reach = &self.ground.reach;
            let mut ranges: Vec<_> = index
                .regions
                .iter()
                .filter_map(|region| match region.kind {
                    RegionKind::With(context) if entry.range.contains_range(context) => Some(context),
                    _ => None,
                })
                .collect();
            ranges.extend(entry.returns.iter().copied());
            ranges.extend(
                index.calls.iter().filter(|call| entry.range.contains_range(call.range)).filter_map(|call| {
                    let callee = Place { file: function.file, range: call.callee };
                    let last = super::reach::last_name(self.view.text(callee));
                    let takes = matches!(last, "acquire" | "release" | "wait" | "wait_for");
                    // A getter may return a lock by what it is given.
                    let gets =
                        matches!(last, "get" | "setdefault" | "pop") || !reach.methods(last).is_empty();
                    let matters = takes
                        || gets
                        || RUNNERS.contains(&last)
                        || reach.may_matter(&index, call.callee, last);
                    matters.then_some(call.range)
                }),
            );
            let is_init = &*entry.name == "__init__";
            let text = self.view.project.text(function.file);
            let is_key = |at: &Occurrence| {
                text.get(at.range.end().to_usize()..).is_some_and(|after| after.starts_with(']'))
            };
            for name in &entry.parameters {
                let inside = |at: &Occurrence| ranges.iter().any(|range| range.contains_range(at.range));
                let aliased = |at: &Occurrence| matches!(at.usage, Usage::Alias(_) | Usage::Test);
                if index.names(name).iter().any(|at| {
                    at.owner == Some(function.function)
                        && (is_init || aliased(at) || is_key(at) || inside(at))
                }) {
                    found.insert(name.clone());
                }
            }
        }
        let found = Rc::new(found);
        self.used.borrow_mut().insert(function, Rc::clone(&found));
        found
    }

    /// What an expression may be, where it is one of several, and when it is that.
    pub(super) fn alternatives(&self, function: FunctionRef, place: Place) -> Vec<(Place, Vec<String>)> {
        let at = |expr: &Expr| Place { range: expr.range(), ..place };
        let text = |expr: &Expr| self.view.text(at(expr)).to_string();
        match self.expression(place) {
            Some(Expr::If(node)) => {
                let test = text(&node.test);
                let shown = self.view.shown(place);
                let one = (at(&node.body), vec![format!("only where `{test}` is true ({shown})")]);
                let two = (at(&node.orelse), vec![format!("only where `{test}` is false ({shown})")]);
                vec![one, two]
            }
            Some(Expr::Name(node)) => {
                let name = node.id.as_str();
                let values = self.values_of(function, place, name);
                if values.len() < 2 {
                    return vec![(place, Vec::new())];
                }
                let doubt = |at: Place| {
                    format!("only where `{name}` is `{}` ({})", self.view.text(at), self.view.shown(at))
                };
                values.into_iter().map(|at| (at, vec![doubt(at)])).collect()
            }
            Some(expr) => vec![(at(&expr), Vec::new())],
            None => vec![(place, Vec::new())],
        }
    }

    /// What a local name may be where it is read: by its assignments, and by loops over what is written out.
    fn values_of(&self, function: FunctionRef, read: Place, name: &str) -> Vec<Place> {
        let index = self.view.index(read.file);
        let stores = index.stores.get(name).into_iter().flatten();
        let reaching: Vec<_> = stores
            .filter(|store| {
                store.function == Some(function.function)
                    && index.still_holds(name, function.function, Some(store.at), read.range)
            })
            .collect();
        let values: Vec<Place> = reaching
            .iter()
            .filter_map(|store| Some(Place { file: read.file, range: store.value? }))
            .collect();
        if !values.is_empty() {
            return if values.len() == reaching.len() { values } else { Vec::new() };
        }
        let looped = self.with_def(function, |def| {
            let mut found = Vec::new();
            walk::statements(&def.body, &mut |stmt| {
                if let Stmt::For(node) = stmt
                    && node.range().contains_range(read.range)
                    && node.target.as_name_expr().is_some_and(|target| target.id.as_str() == name)
                {
                    let elements = match node.iter.as_ref() {
                        Expr::Tuple(all) => all.elts.as_slice(),
                        Expr::List(all) => all.elts.as_slice(),
                        _ => &[],
                    };
                    found.extend(elements.iter().map(|one| Place { file: read.file, range: one.range() }));
                }
            });
            found
        });
        looped.unwrap_or_default()
    }

    /// Where a class sets an attribute.
    pub(super) fn writes(&self, class: ClassRef, name: &str) -> Vec<Occurrence> {
        let index = self.view.index(class.file);
        let sets = |found: &&Occurrence| {
            found.this == Some(class.class) && matches!(found.usage, Usage::Write | Usage::Declare)
        };
        index.attributes(name).iter().filter(sets).cloned().collect()
    }

    /// How often a class, its bases and its subclasses set an attribute.
    pub(super) fn writes_in_family(&self, class: ClassRef, name: &str) -> usize {
        let others = self.view.ancestors(class).into_iter().chain(self.view.descendants(class));
        std::iter::once(class).chain(others).map(|class| self.writes(class, name).len()).sum()
    }

    /// The value of the only assignment to an attribute in its class.
    pub(super) fn written_value(&self, class: ClassRef, name: &str) -> Option<Place> {
        match self.writes(class, name).as_slice() {
            [write] => Some(Place { file: class.file, range: write.value? }),
            _ => None,
        }
    }

    /// An object that a call makes.
    pub(super) fn made(&self, place: Place) -> Object {
        let index = self.view.index(place.file);
        match self.function_around(&index, place.range.start()) {
            Some(function) => Object::of(Root::Made(FunctionRef { file: place.file, function }, place)),
            None => Object::unknown(),
        }
    }
}

/// The definition whose name starts here.
fn definition(body: &[Stmt], start: TextSize) -> Option<&ast::StmtFunctionDef> {
    let mut found = None;
    for stmt in body {
        if !stmt.range().contains(start) {
            continue;
        }
        match stmt {
            Stmt::FunctionDef(node) if node.name.start() == start => return Some(node),
            Stmt::FunctionDef(node) => found = definition(&node.body, start),
            Stmt::ClassDef(node) => found = definition(&node.body, start),
            Stmt::If(node) => {
                found = definition(&node.body, start).or_else(|| {
                    node.elif_else_clauses.iter().find_map(|clause| definition(&clause.body, start))
                });
            }
            Stmt::With(node) => found = definition(&node.body, start),
            Stmt::For(node) => {
                found = definition(&node.body, start).or_else(|| definition(&node.orelse, start))
            }
            Stmt::While(node) => {
                found = definition(&node.body, start).or_else(|| definition(&node.orelse, start))
            }
            Stmt::Try(node) => {
                let handlers = node.handlers.iter().filter_map(|handler| handler.as_except_handler());
                let mut suites = [&node.body, &node.orelse, &node.finalbody]
                    .into_iter()
                    .chain(handlers.map(|handler| &handler.body));
                found = suites.find_map(|suite| definition(suite, start));
            }
            Stmt::Match(node) => found = node.cases.iter().find_map(|case| definition(&case.body, start)),
            _ => {}
        }
    }
    found
}
