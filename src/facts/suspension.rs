//! Whether another task can run between two places of a function: is there a suspension point on a way from one to
//! the other. Follows the statements' control flow; every `await` counts until it is shown that it never suspends.

use rustc_hash::FxHashSet;

use super::{Facts, LockFact, View};
use crate::facts::FunctionRef;
use crate::facts::index::{RegionKind, Suspension};
use crate::facts::types::engine::Place;
use crate::syntax::{AnyNodeRef, NodeId, Ranged, Stmt, TextRange};

/// Whether the event loop can run something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suspends {
    /// Not between the two places.
    No,
    /// Only at `await`s of coroutines that never suspend, so that a change elsewhere makes it possible.
    Latent(TextRange),
    /// At this place.
    At(TextRange),
}

/// A statement of a control-flow graph: its header, or what happens when its block ends.
struct Step {
    /// The place that runs here.
    range: TextRange,
    next: Vec<usize>,
}

/// The control flow of one function, by statement.
struct Graph {
    steps: Vec<Step>,
}

#[derive(Clone)]
struct Targets {
    after_loop: Option<usize>,
    loop_head: Option<usize>,
    leave: usize,
    raised: Vec<usize>,
}

impl Graph {
    fn new(body: &[Stmt]) -> (Graph, Vec<(TextRange, usize)>) {
        let mut graph = Graph { steps: vec![Step { range: TextRange::default(), next: Vec::new() }] };
        let targets = Targets { after_loop: None, loop_head: None, leave: 0, raised: Vec::new() };
        let mut places = Vec::new();
        graph.suite(body, 0, &targets, &mut places);
        (graph, places)
    }

    fn step(&mut self, range: TextRange, next: Vec<usize>) -> usize {
        self.steps.push(Step { range, next });
        self.steps.len() - 1
    }

    /// Adds a suite; gives the step that it starts with.
    fn suite(
        &mut self,
        suite: &[Stmt],
        follow: usize,
        targets: &Targets,
        places: &mut Vec<(TextRange, usize)>,
    ) -> usize {
        let mut next = follow;
        for stmt in suite.iter().rev() {
            next = self.stmt(stmt, next, targets, places);
            // Anything may raise: the handlers of the `try` around it come next, too.
            let raised = targets.raised.clone();
            self.steps[next].next.extend(raised);
        }
        next
    }

    fn stmt(
        &mut self,
        stmt: &Stmt,
        follow: usize,
        targets: &Targets,
        places: &mut Vec<(TextRange, usize)>,
    ) -> usize {
        let header = |end: Option<&Stmt>| match end {
            Some(first) => TextRange::new(stmt.start(), first.start()),
            None => stmt.range(),
        };
        let at = match stmt {
            Stmt::Return(_) | Stmt::Raise(_) => self.step(stmt.range(), vec![targets.leave]),
            Stmt::Break(_) => self.step(stmt.range(), targets.after_loop.into_iter().collect()),
            Stmt::Continue(_) => self.step(stmt.range(), targets.loop_head.into_iter().collect()),
            Stmt::If(node) => {
                let mut next = vec![self.suite(&node.body, follow, targets, places)];
                let mut closed = false;
                for clause in &node.elif_else_clauses {
                    closed |= clause.test.is_none();
                    next.push(self.suite(&clause.body, follow, targets, places));
                }
                if !closed {
                    next.push(follow);
                }
                self.step(header(node.body.first()), next)
            }
            Stmt::Match(node) => {
                let mut next = vec![follow];
                for case in &node.cases {
                    next.push(self.suite(&case.body, follow, targets, places));
                }
                let end = node.cases.first().map_or(node.end(), Ranged::start);
                self.step(TextRange::new(node.start(), end), next)
            }
            Stmt::While(node) => {
                self.repeated(header(node.body.first()), &node.body, &node.orelse, follow, targets, places)
            }
            Stmt::For(node) => {
                self.repeated(header(node.body.first()), &node.body, &node.orelse, follow, targets, places)
            }
            Stmt::With(node) => {
                // Leaving an `async with` suspends as entering does.
                let leave =
                    if node.is_async { self.step(header(node.body.first()), vec![follow]) } else { follow };
                let body = self.suite(&node.body, leave, targets, places);
                self.step(header(node.body.first()), vec![body])
            }
            Stmt::Try(node) => {
                let after = if node.finalbody.is_empty() {
                    follow
                } else {
                    self.suite(&node.finalbody, follow, targets, places)
                };
                let mut inner = targets.clone();
                if !node.finalbody.is_empty() {
                    inner.leave = after;
                }
                let mut outer = inner.clone();
                outer.raised = if node.finalbody.is_empty() { targets.raised.clone() } else { vec![after] };
                let mut raised = outer.raised.clone();
                for handler in &node.handlers {
                    let handler = handler.as_except_handler();
                    if let Some(handler) = handler {
                        raised.push(self.suite(&handler.body, after, &outer, places));
                    }
                }
                let orelse = self.suite(&node.orelse, after, &outer, places);
                inner.raised = raised;
                let body = self.suite(&node.body, orelse, &inner, places);
                self.step(TextRange::empty(stmt.start()), vec![body])
            }
            _ => self.step(stmt.range(), vec![follow]),
        };
        places.push((stmt.range(), at));
        at
    }

    fn repeated(
        &mut self,
        header: TextRange,
        body: &[Stmt],
        orelse: &[Stmt],
        follow: usize,
        targets: &Targets,
        places: &mut Vec<(TextRange, usize)>,
    ) -> usize {
        let head = self.step(header, Vec::new());
        let exit = self.suite(orelse, follow, targets, places);
        let inner = Targets { after_loop: Some(follow), loop_head: Some(head), ..targets.clone() };
        let first = self.suite(body, head, &inner, places);
        self.steps[head].next.extend([first, exit]);
        head
    }

    /// Whether a way leads from what follows `start` to `head` through nothing but steps inside of a range.
    fn returns_to(&self, head: usize, start: usize, within: TextRange) -> bool {
        let mut seen = FxHashSet::default();
        let mut open = self.steps[start].next.clone();
        while let Some(at) = open.pop() {
            if at == head {
                return true;
            }
            if seen.insert(at) && within.contains_range(self.steps[at].range) {
                open.extend(&self.steps[at].next);
            }
        }
        false
    }

    /// The steps inside of a range that can be reached from `head` without leaving it.
    fn inside(&self, head: usize, within: TextRange) -> FxHashSet<usize> {
        let mut seen = FxHashSet::default();
        let mut open = self.steps[head].next.clone();
        while let Some(at) = open.pop() {
            if at != head && within.contains_range(self.steps[at].range) && seen.insert(at) {
                open.extend(&self.steps[at].next);
            }
        }
        seen
    }

    /// The steps that can be reached from what follows `start` without running `barrier`.
    fn after(&self, start: usize, barrier: usize) -> FxHashSet<usize> {
        let mut seen = FxHashSet::default();
        let mut open = self.steps[start].next.clone();
        while let Some(at) = open.pop() {
            if at != barrier && seen.insert(at) {
                open.extend(&self.steps[at].next);
            }
        }
        seen
    }
}

impl<'a> Facts<'a> {
    /// Whether another task can run after one statement and before another of the same function starts.
    pub fn suspends_between(&self, first: NodeId, second: NodeId) -> Suspends {
        let Some(function) = self.tree.function(second) else { return Suspends::No };
        let AnyNodeRef::StmtFunctionDef(node) = self.tree.node(function) else { return Suspends::No };
        let (graph, places) = Graph::new(&node.body);
        let step_of = |id: NodeId| {
            let range = self.tree.node(id).range();
            places.iter().find(|(place, _)| *place == range).map(|(_, step)| *step)
        };
        let unknown = Suspends::At(node.name.range());
        let (Some(from), Some(to)) = (step_of(first), step_of(second)) else { return unknown };
        // A way from the last run of the first statement to the second: the first does not run again on it.
        let mut latent = None;
        let mut steps: Vec<usize> = graph.after(from, from).into_iter().collect();
        // The first of several is the one to show.
        steps.sort_by_key(|&step| graph.steps[step].range.start());
        for step in steps {
            let reaches = if step == to {
                graph.after(to, from).contains(&to)
            } else {
                graph.after(step, from).contains(&to)
            };
            if !reaches {
                continue;
            }
            for point in self.suspensions_in(function, graph.steps[step].range) {
                match self.never_suspends(&point) {
                    true => latent = latent.or(Some(point.range)),
                    false => return Suspends::At(point.range),
                }
            }
        }
        latent.map_or(Suspends::No, Suspends::Latent)
    }

    /// Whether another task can run in the body of a loop that then goes on with its next round: not at a suspension
    /// point from which every way leaves the loop.
    pub fn suspends_between_rounds(&self, statement: NodeId) -> Suspends {
        let body = match self.tree.node(statement) {
            AnyNodeRef::StmtFor(node) => &node.body,
            AnyNodeRef::StmtWhile(node) => &node.body,
            _ => return Suspends::No,
        };
        let (Some(first), Some(last)) = (body.first(), body.last()) else { return Suspends::No };
        let body = TextRange::new(first.start(), last.end());
        let Some(function) = self.tree.function(statement) else { return Suspends::No };
        let mut latent = None;
        for point in self.suspensions_in(function, body) {
            if !self.goes_on_after(statement, body, point.range) {
                continue;
            }
            if !self.never_suspends(&point) {
                return Suspends::At(point.range);
            }
            latent = latent.or(Some(point.range));
        }
        latent.map_or(Suspends::No, Suspends::Latent)
    }

    /// Whether a loop (with this body) may start another round after what stands at a place in its body.
    pub fn goes_on_after(&self, statement: NodeId, body: TextRange, place: TextRange) -> bool {
        let Some(function) = self.tree.function(statement) else { return true };
        let AnyNodeRef::StmtFunctionDef(node) = self.tree.node(function) else { return true };
        let (graph, places) = Graph::new(&node.body);
        let range = self.tree.node(statement).range();
        let Some(head) = places.iter().find(|(place, _)| *place == range).map(|(_, step)| *step) else {
            return true;
        };
        // A context may swallow what is raised inside, and the loop goes on behind it.
        let swallows = self.index().regions.iter().any(|region| {
            let RegionKind::With(context) = region.kind else { return false };
            body.contains_range(region.range)
                && (region.range.contains_range(place) || place.contains_range(context))
                && self.place(context).is_none_or(|place| self.view().is_lock(place) != LockFact::Yes)
        });
        if swallows {
            return true;
        }
        // What no step holds, such as the test of an `elif`, may lead anywhere. A block that is always left otherwise
        // does not end.
        let reached = graph.inside(head, body);
        let mut steps =
            reached.into_iter().filter(|&step| graph.steps[step].range.contains_range(place)).peekable();
        steps.peek().is_none() || steps.any(|step| graph.returns_to(head, step, body))
    }

    /// Whether another task can run while a statement runs, what is nested in it included.
    pub fn suspends_in(&self, statement: NodeId) -> Suspends {
        let Some(function) = self.tree.function(statement) else { return Suspends::No };
        let mut latent = None;
        for point in self.suspensions_in(function, self.tree.node(statement).range()) {
            if !self.never_suspends(&point) {
                return Suspends::At(point.range);
            }
            latent = latent.or(Some(point.range));
        }
        latent.map_or(Suspends::No, Suspends::Latent)
    }

    fn suspensions_in(&self, function: NodeId, range: TextRange) -> Vec<Suspension> {
        let index = self.index();
        let AnyNodeRef::StmtFunctionDef(node) = self.tree.node(function) else { return Vec::new() };
        let Some(number) = index.function_named_at(node.name.start()) else { return Vec::new() };
        index.functions[number as usize]
            .suspensions
            .iter()
            .filter(|point| range.contains_range(point.range))
            .cloned()
            .collect()
    }

    fn never_suspends(&self, point: &Suspension) -> bool {
        let (Some(callee), Some(file)) = (point.callee, self.file) else { return false };
        self.view().never_suspends(Place { file, range: callee }, &mut Vec::new())
    }
}

impl View<'_> {
    /// Whether the call at a place certainly runs coroutine functions of given files that never really suspend.
    pub fn never_suspends(&self, callee: Place, open: &mut Vec<FunctionRef>) -> bool {
        let found = self.callee_at(callee);
        let ([symbol], None) = (found.symbols.as_slice(), &found.why) else { return false };
        let Some(function) = self.function_of(symbol) else { return false };
        // A function that awaits itself suspends only where something else in it does.
        open.contains(&function) || self.is_still(function, open)
    }

    /// Whether a coroutine function of a given file, and what overrides it, never really suspends.
    fn is_still(&self, function: FunctionRef, open: &mut Vec<FunctionRef>) -> bool {
        let Some(entry) = self.function(function) else { return false };
        if !entry.is_async || entry.is_generator || !entry.decorators.is_empty() {
            return false;
        }
        let overridden = self.owner(function).is_some_and(|owner| {
            let name = entry.name.to_string();
            self.descendants(owner).iter().any(|sub| self.index(sub.file).method(sub.class, &name).is_some())
        });
        open.push(function);
        let still = !overridden
            && entry.suspensions.iter().all(|point| {
                point.callee.is_some_and(|callee| {
                    self.never_suspends(Place { file: function.file, range: callee }, open)
                })
            });
        open.pop();
        still
    }
}
