//! From an await to the clean-up that it can skip, and to the part that would have to be wrapped. No verdicts.

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, NodeId, Ranged, Stmt, TextRange, walk};

use super::binds;
use super::cleanup::{self, Class, Kind, Step};
use super::exits::{self, Exit};
use super::flow::{self, Leaves, Level};
use super::toggle::{self, Toggle};
use super::vocabulary;

/// The first words of functions that end something.
const CLOSING: &[&str] = &[
    "abort",
    "aclose",
    "aexit",
    "cancel",
    "clean",
    "cleanup",
    "close",
    "destroy",
    "disconnect",
    "dispose",
    "exit",
    "halt",
    "kill",
    "quit",
    "shut",
    "shutdown",
    "stop",
    "tear",
    "teardown",
    "terminate",
];

/// Words of functions that wait for their moment, or go on, and whose business is the clean-up call itself: when
/// they are cancelled, it must not run.
const ACTING: &[&str] =
    &["after", "delayed", "later", "loop", "monitor", "periodic", "test", "watch", "when"];

/// The function that an await runs in.
pub struct Function<'a> {
    /// Its `def`.
    pub id: NodeId,
    /// Its name.
    pub name: &'a str,
    /// Whether it ends something, by its name.
    pub closing: bool,
}

/// The function around an await; `None` in tests.
pub fn function<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Function<'a>> {
    let function = facts.tree.function(id)?;
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    let words = walk::words(node.name.as_str());
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    // What a failed test leaves behind is nobody's state.
    if facts.symbol(id).split('.').any(|name| name.starts_with("test_")) {
        return None;
    }
    let closing = has(CLOSING) && !has(ACTING);
    Some(Function { id: function, name: node.name.as_str(), closing })
}

/// What the statements of a run are.
pub enum Run<'a> {
    /// Clean-up that does not suspend.
    Quiet(Vec<Step<'a>>),
    /// One awaited clean-up call; how many of them follow the await in all.
    Awaited(usize),
    /// Clean-up that leaves the function or loop.
    Leaving,
    /// A state that is set to what claims success.
    Success,
}

/// A clean-up run behind an await.
pub struct Skipped<'a> {
    /// The suite that holds the run, and the await in it.
    pub level: Level<'a>,
    /// First statement of the run.
    pub first: usize,
    /// One past its last statement.
    pub end: usize,
    /// What it is.
    pub run: Run<'a>,
    /// What the first statement of the run sets back.
    pub toggle: Option<Toggle<'a>>,
}

impl<'a> Skipped<'a> {
    /// The statements of the run.
    pub fn stmts(&self) -> &'a [Stmt] {
        &self.level.suite[self.first..self.end]
    }

    /// The simple statement that stands for the run in messages.
    pub fn shown(&self) -> &'a Stmt {
        let first = self.stmts().first().unwrap_or(self.level.stmt());
        if let Run::Quiet(steps) = &self.run
            && let Some(step) = steps.first()
        {
            return step.stmt;
        }
        let mut awaited = None;
        walk::statements(self.stmts(), &mut |stmt| {
            if matches!(stmt, Stmt::Expr(node) if node.value.is_await_expr()) {
                awaited.get_or_insert(stmt);
            }
        });
        awaited.unwrap_or(first)
    }

    /// The range of the run.
    pub fn range(&self) -> TextRange {
        let stmts = self.stmts();
        match (stmts.first(), stmts.last()) {
            (Some(first), Some(last)) => TextRange::new(first.start(), last.end()),
            _ => self.level.stmt().range(),
        }
    }

    /// What can leave an await of `suite[at]` without the run.
    pub fn leaves(&self, facts: &Facts<'a>, id: NodeId, at: usize) -> Leaves {
        flow::leaves(facts, id, &self.level.suite[at], &self.level.suite[self.first])
    }
}

/// The next clean-up run behind an await in one of its suites.
pub fn skipped<'a>(facts: &Facts<'a>, function: &Function<'a>, level: Level<'a>) -> Option<Skipped<'a>> {
    let suite = level.suite;
    let mut awaited = Vec::new();
    for first in level.index + 1..suite.len() {
        if flow::ends_here(&suite[first]) {
            break;
        }
        let toggle =
            toggle::toggle(facts, function.id, suite, first).filter(|toggle| toggle.set_at < level.index);
        if toggle.as_ref().is_some_and(|toggle| toggle.kind == toggle::Kind::Success) {
            return Some(Skipped { level, first, end: first + 1, run: Run::Success, toggle });
        }
        let class = match (cleanup::classify(facts, function.id, &suite[first]), &toggle) {
            (Class::Other, Some(toggle)) if toggle.by_method => {
                Class::Quiet(vec![set_back(toggle, &suite[first])])
            }
            (class, _) => class,
        };
        if !function.closing && toggle.is_none() {
            continue;
        }
        match class {
            Class::Quiet(mut steps) => {
                let mut end = first + 1;
                while end < suite.len()
                    && (function.closing
                        || toggle::toggle(facts, function.id, suite, end)
                            .is_some_and(|toggle| toggle.set_at < level.index))
                    && let Some(more) = cleanup::quiet(facts, function.id, &suite[end])
                {
                    steps.extend(more);
                    end += 1;
                }
                return Some(Skipped { level, first, end, run: Run::Quiet(steps), toggle });
            }
            Class::Leaving => {
                return Some(Skipped { level, first, end: first + 1, run: Run::Leaving, toggle });
            }
            Class::Awaited => awaited.push(first),
            Class::Other => {}
        }
    }
    let itself = matches!(cleanup::classify(facts, function.id, level.stmt()), Class::Awaited);
    let first = *awaited.first().filter(|_| function.closing && itself)?;
    Some(Skipped { level, first, end: first + 1, run: Run::Awaited(awaited.len()), toggle: None })
}

/// The step of an own method that sets a state back.
fn set_back<'a>(toggle: &Toggle<'a>, stmt: &'a Stmt) -> Step<'a> {
    let kind = match toggle.kind {
        toggle::Kind::Flag => Kind::Reset,
        toggle::Kind::Gate => Kind::Wake,
        toggle::Kind::Signal => Kind::Clear,
        toggle::Kind::Status | toggle::Kind::Success => Kind::Mark,
    };
    Step { stmt, kind, target: Some(toggle.target.clone()), may_raise: false }
}

/// Why statements before a place cannot be wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// They leave other than by an exception, here and in this way.
    Exit(TextRange, &'static str),
    /// They bind what the clean-up reads, or come before what it needs.
    Needs(TextRange),
}

/// Where the wrapped part can start, and the await that leads it.
pub enum Lead {
    /// The await is the first that the run has to be protected against. The part starts at this index; what
    /// comes before that and cannot be wrapped.
    Leads(usize, Option<Limit>),
    /// The await is the first, but it cannot be wrapped because of these early exits, and no later one can.
    Blocked(Vec<Exit>),
    /// Some other await leads, or the clean-up needs what this one gives.
    Not,
}

/// Whether an await leads the part that a run has to be protected against.
pub fn lead<'a>(facts: &Facts<'a>, function: &Function<'a>, id: NodeId, skipped: &Skipped<'a>) -> Lead {
    let Level { suite, index } = skipped.level;
    let open = |at: usize| -> Vec<NodeId> {
        flow::awaits_in(facts, function.id, &suite[at])
            .filter(|&id| {
                flow::levels(facts, id).iter().any(|level| level.is(suite))
                    && !skipped.leaves(facts, id, at).nothing()
            })
            .collect()
    };
    let begin = match &skipped.toggle {
        Some(toggle) => toggle.set_at + 1,
        None => {
            let quiet = |at: &usize| cleanup::quiet(facts, function.id, &suite[*at]).is_some();
            let begin = (0..index).rev().find(quiet).map_or(0, |at| at + 1);
            // A later link of a chain of steps: the first one is reported for all of them.
            if function.closing && (0..begin).any(|at| !open(at).is_empty()) {
                return Lead::Not;
            }
            begin
        }
    };
    let reads = binds::read(facts, skipped.stmts());
    let mut start = begin;
    let mut limit = None;
    let mut blocking = Vec::new();
    for at in begin..skipped.first {
        let leaving = exits::all_in(&suite[at]);
        let stmt = &suite[at..=at];
        if let Some(&(range, how)) = leaving.first() {
            (start, limit) = (at + 1, Some(Limit::Exit(range, how)));
        } else if binds::bound(facts, stmt).iter().any(|name| reads.contains(name))
            || binds::set_by_calls(facts, function.id, stmt, &reads)
        {
            (start, limit) = (at + 1, Some(Limit::Needs(suite[at].range())));
        }
        blocking.extend(leaving);
    }
    // What is dropped must not be dropped before the statement that still needs it has begun.
    if let Run::Quiet(steps) = &skipped.run
        && let Some(used) = (start..skipped.first).find(|&at| mentions(&suite[at], steps))
        && used > start
        && (start..used).any(|at| !open(at).is_empty())
        && (used..skipped.first).any(|at| !open(at).is_empty())
    {
        (start, limit) = (used, Some(Limit::Needs(suite[used].range())));
    }
    if skipped.toggle.is_none() && only_delays(facts, function, skipped, start) {
        return Lead::Not;
    }
    let leader = (start..skipped.first).find_map(|at| open(at).first().map(|&leader| (at, leader)));
    match (leader, limit) {
        (Some((at, leader)), limit) if leader == id => {
            let from = if skipped.toggle.is_some() { start } else { at };
            Lead::Leads(from, limit)
        }
        (None, Some(Limit::Exit(..)))
            if (begin..=index).find_map(|at| open(at).first().copied()) == Some(id) =>
        {
            Lead::Blocked(blocking)
        }
        _ => Lead::Not,
    }
}

/// Whether everything awaited before the run only lets time pass or waits for a signal, and the run acts: a
/// delayed action, which a cancellation is there to prevent.
fn only_delays<'a>(facts: &Facts<'a>, function: &Function<'a>, skipped: &Skipped<'a>, start: usize) -> bool {
    let Run::Quiet(steps) = &skipped.run else { return false };
    let calls = steps.iter().any(|step| step.kind == Kind::Call);
    let mut awaits = (start..skipped.first)
        .flat_map(|at| flow::awaits_in(facts, function.id, &skipped.level.suite[at]))
        .peekable();
    awaits.peek().is_some()
        && awaits.all(|id| match flow::delay(facts, id) {
            Some(flow::Delay::Time) => true,
            Some(flow::Delay::Signal) => calls,
            None => false,
        })
}

/// Whether a statement mentions something that the steps drop.
fn mentions(stmt: &Stmt, steps: &[Step<'_>]) -> bool {
    walk::any_expression(std::slice::from_ref(stmt), |expr| {
        matches!(expr, crate::syntax::Expr::Attribute(_))
            && vocabulary::path(expr).is_some_and(|path| {
                steps.iter().any(|step| {
                    matches!(step.kind, Kind::Forget | Kind::Drop | Kind::Clear)
                        && step.target.as_deref() == Some(path.as_str())
                })
            })
    })
}

/// What comes after the run in its suite and is another step: an awaited clean-up, or an await and clean-up.
pub fn next_step<'a>(facts: &Facts<'a>, function: &Function<'a>, skipped: &Skipped<'a>) -> Option<&'a Stmt> {
    if !function.closing {
        return None;
    }
    let rest = &skipped.level.suite[skipped.end..];
    let reached = rest.iter().position(flow::ends_here).unwrap_or(rest.len());
    let rest = &rest[..reached];
    rest.iter().enumerate().find_map(|(at, stmt)| {
        let awaits = flow::awaits_in(facts, function.id, stmt).next().is_some();
        let step = matches!(cleanup::classify(facts, function.id, stmt), Class::Awaited)
            || (awaits
                && rest[at + 1..].iter().any(|later| cleanup::quiet(facts, function.id, later).is_some()));
        step.then_some(stmt)
    })
}
