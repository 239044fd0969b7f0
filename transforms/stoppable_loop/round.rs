//! A way round a loop on which nothing is awaited and nothing changes that decides about it: taken once, it is taken for
//! ever, and the event loop stands still. Follows statements one by one, and gives up a way at the first that it does not
//! see through. Failures are [`super::spin`]'s.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::facts::Facts;
use crate::syntax::ast::{BoolOp, StmtIf, UnaryOp};
use crate::syntax::{Expr, Ranged, Stmt, walk};

use super::possible::{Asks, Condition, guards, key, together};
use super::reads::{Reader, Root, Roots, may_change};
use super::site::{Loop, is_endless};

/// Steps that are taken at most in one loop: each condition doubles the ways.
const STEPS: u32 = 4000;

/// A way round that changes nothing: how each condition turns out on it.
pub(super) struct Way<'a> {
    pub conditions: Vec<Condition<'a>>,
}

/// What is to run after a suite.
struct Frame<'a> {
    suite: &'a [Stmt],
    /// Whether it is a `finally`, which a `continue` runs too.
    last: bool,
    next: Rest<'a>,
}

type Rest<'a> = Option<Rc<Frame<'a>>>;

/// What is known after a part of a way.
#[derive(Clone, Default)]
struct State<'a> {
    /// What the way has set, what its new value was made from, and how often it was set.
    set: BTreeMap<Root<'a>, (Roots<'a>, u32)>,
    conditions: Vec<Condition<'a>>,
}

struct Search<'f, 'a> {
    reader: Reader<'f, 'a>,
    /// What holds where the loop starts; asked for when a way has come round.
    guards: OnceCell<Vec<Condition<'a>>>,
    found: &'f Loop<'a>,
    left: u32,
}

/// The first such way, if it is shown that there is one.
pub(super) fn find<'a>(facts: &Facts<'a>, found: &Loop<'a>) -> Option<Way<'a>> {
    if !may_go_round(found.body) {
        return None;
    }
    let range = facts.tree.node(found.id).range();
    let mut search =
        Search { reader: Reader { facts, at: found.id, range }, guards: OnceCell::new(), found, left: STEPS };
    let starts = match found.test {
        Some(test) if !is_endless(test) => search.branch(test, true, State::default()),
        Some(_) => vec![State::default()],
        // What a `for` counts, it changes.
        None => return None,
    };
    starts.into_iter().find_map(|state| search.run(found.body, &None, state))
}

/// Whether there may be such a way, by what stands in the body's own block: cheap, and rules most loops out.
fn may_go_round(body: &[Stmt]) -> bool {
    for stmt in body {
        let seen_through = match stmt {
            Stmt::If(_) | Stmt::Try(_) | Stmt::Continue(_) => true,
            Stmt::For(node) => !node.is_async,
            Stmt::With(_) | Stmt::Match(_) | Stmt::Return(_) | Stmt::Raise(_) | Stmt::Break(_) => false,
            Stmt::While(_) => true,
            _ => !walk::any_expression(std::slice::from_ref(stmt), may_change),
        };
        if !seen_through {
            return false;
        }
        let mut again = false;
        walk::exits(stmt, &mut |exit| again |= matches!(exit, Stmt::Continue(_)));
        if again {
            return true;
        }
    }
    true
}

impl<'a> Search<'_, 'a> {
    fn run(&mut self, suite: &'a [Stmt], rest: &Rest<'a>, mut state: State<'a>) -> Option<Way<'a>> {
        self.left = self.left.checked_sub(1)?;
        let Some((stmt, tail)) = suite.split_first() else {
            return match rest {
                Some(frame) => self.run(frame.suite, &frame.next, state),
                None => self.round(state),
            };
        };
        match stmt {
            Stmt::Pass(_) | Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::Expr(node) => {
                self.reader.reads(&node.value)?;
            }
            Stmt::Assign(node) => {
                let value = self.value(&node.value, &state)?;
                node.targets.iter().try_for_each(|target| self.set(&mut state, target, &value))?;
            }
            Stmt::AnnAssign(node) => {
                if let Some(value) = node.value.as_deref() {
                    let value = self.value(value, &state)?;
                    self.set(&mut state, &node.target, &value)?;
                }
            }
            // Anything but a number may be changed in place, under other names too.
            Stmt::AugAssign(node) if node.value.is_number_literal_expr() => {
                let value = match node.target.as_ref() {
                    Expr::Name(name) => self.now([Root::Name(name.id.as_str())].into(), &state),
                    target => {
                        self.now([Root::Attribute(self.reader.plain_attribute(target)?)].into(), &state)
                    }
                };
                self.set(&mut state, &node.target, &value)?;
            }
            Stmt::If(node) => return self.if_(node, tail, rest, state),
            Stmt::While(node) => {
                // The inner loop that is not entered.
                let after = then(tail, false, rest);
                let states = self.branch(&node.test, false, state);
                return states.into_iter().find_map(|state| self.run(&node.orelse, &after, state));
            }
            Stmt::For(node) if !node.is_async => {
                let state = self.empty(&node.iter, state)?;
                return self.run(&node.orelse, &then(tail, false, rest), state);
            }
            Stmt::Assert(node) => {
                let states = self.branch(&node.test, true, state);
                return states.into_iter().find_map(|state| self.run(tail, rest, state));
            }
            Stmt::Try(node) => {
                let after = then(&node.finalbody, true, &then(tail, false, rest));
                return self.run(&node.body, &then(&node.orelse, false, &after), state);
            }
            Stmt::Continue(_) => return self.run(&[], &finals(rest), state),
            // What leaves the loop, what may suspend, and what is not seen through.
            _ => return None,
        }
        self.run(tail, rest, state)
    }

    fn if_(
        &mut self,
        node: &'a StmtIf,
        tail: &'a [Stmt],
        rest: &Rest<'a>,
        state: State<'a>,
    ) -> Option<Way<'a>> {
        let after = then(tail, false, rest);
        let mut open = self.branch(&node.test, false, state.clone());
        let taken = self.branch(&node.test, true, state);
        let mut found = taken.into_iter().find_map(|state| self.run(&node.body, &after, state));
        for clause in &node.elif_else_clauses {
            if found.is_some() {
                return found;
            }
            let (taken, others) = match &clause.test {
                Some(test) => {
                    let each = |search: &mut Self, holds| -> Vec<State<'a>> {
                        open.iter().flat_map(|state| search.branch(test, holds, state.clone())).collect()
                    };
                    (each(self, true), each(self, false))
                }
                None => (std::mem::take(&mut open), Vec::new()),
            };
            found = taken.into_iter().find_map(|state| self.run(&clause.body, &after, state));
            open = others;
        }
        found.or_else(|| open.into_iter().find_map(|state| self.run(&[], &after, state)))
    }

    /// The states in which a test turns out so.
    fn branch(&mut self, test: &'a Expr, holds: bool, state: State<'a>) -> Vec<State<'a>> {
        match test {
            Expr::UnaryOp(node) if node.op == UnaryOp::Not => self.branch(&node.operand, !holds, state),
            Expr::BoolOp(node) => {
                // The value that decides, and what those before it are.
                let decides = node.op == BoolOp::Or;
                let (mut ends, mut open) = (Vec::new(), vec![state]);
                for value in &node.values {
                    let each = |search: &mut Self, open: &[State<'a>], holds| -> Vec<State<'a>> {
                        open.iter().flat_map(|state| search.branch(value, holds, state.clone())).collect()
                    };
                    ends.extend(each(self, &open, decides));
                    open = each(self, &open, !decides);
                }
                if holds == decides { ends } else { open }
            }
            Expr::BooleanLiteral(literal) if literal.value == holds => vec![state],
            Expr::BooleanLiteral(_) => Vec::new(),
            _ => self.atom(test, Asks::Truth, holds, state).into_iter().collect(),
        }
    }

    fn atom(&mut self, test: &'a Expr, asks: Asks, holds: bool, mut state: State<'a>) -> Option<State<'a>> {
        self.left = self.left.checked_sub(1)?;
        let read = self.reader.reads(test)?;
        let times = read.iter().map(|root| state.set.get(root).map_or(0, |(_, times)| *times));
        let key = key(self.reader.facts.text(test), times);
        let fresh = !read.iter().any(|root| state.set.contains_key(root));
        let roots = self.now(read, &state);
        state.conditions.push(Condition { test, asks, holds, roots, key, fresh });
        Some(state)
    }

    /// The state in which a `for` finds nothing.
    fn empty(&mut self, iter: &'a Expr, state: State<'a>) -> Option<State<'a>> {
        let whole = match iter {
            // `list(peers)`, `peers.values()`: as empty as what they are made from.
            Expr::Call(call) => match (call.func.as_ref(), call.arguments.args.as_ref()) {
                (Expr::Name(name), [whole])
                    if matches!(name.id.as_str(), "list" | "tuple" | "sorted" | "set" | "reversed") =>
                {
                    self.reader.reads(iter)?;
                    return self.empty(whole, state);
                }
                (Expr::Attribute(method), [])
                    if matches!(method.attr.as_str(), "values" | "items" | "keys" | "copy") =>
                {
                    self.reader.reads(iter)?;
                    method.value.as_ref()
                }
                _ => return None,
            },
            _ => iter,
        };
        let plain = whole.is_name_expr() || whole.is_attribute_expr();
        if !plain || !self.reader.is_container(whole) {
            return None;
        }
        self.atom(whole, Asks::Items, false, state)
    }

    /// What a value is made from, at the start of the iteration.
    fn value(&self, value: &'a Expr, state: &State<'a>) -> Option<Roots<'a>> {
        Some(self.now(self.reader.reads(value)?, state))
    }

    fn now(&self, read: Roots<'a>, state: &State<'a>) -> Roots<'a> {
        read.into_iter()
            .flat_map(|root| match state.set.get(&root) {
                Some((from, _)) => from.clone(),
                None => [root].into(),
            })
            .collect()
    }

    fn set(&self, state: &mut State<'a>, target: &'a Expr, value: &Roots<'a>) -> Option<()> {
        let root = match target {
            Expr::Name(name) => Root::Name(name.id.as_str()),
            _ => Root::Attribute(self.reader.plain_attribute(target)?),
        };
        let entry = state.set.entry(root).or_default();
        *entry = (value.clone(), entry.1 + 1);
        Some(())
    }

    /// A way that has come round: nothing that it has set decides about it.
    fn round(&self, state: State<'a>) -> Option<Way<'a>> {
        let changes =
            state.conditions.iter().any(|found| found.roots.iter().any(|root| state.set.contains_key(root)));
        if changes || state.conditions.is_empty() {
            return None;
        }
        let guards = self.guards.get_or_init(|| guards(&self.reader, self.found));
        if !together(&self.reader, &state.conditions, guards) {
            return None;
        }
        let mut conditions: Vec<Condition<'a>> = Vec::new();
        for condition in state.conditions {
            if !conditions.iter().any(|other| other.is_same(&condition)) {
                conditions.push(condition);
            }
        }
        Some(Way { conditions })
    }
}

fn then<'a>(suite: &'a [Stmt], last: bool, next: &Rest<'a>) -> Rest<'a> {
    if suite.is_empty() {
        return next.clone();
    }
    Some(Rc::new(Frame { suite, last, next: next.clone() }))
}

/// What a `continue` still runs: each `finally` around it.
fn finals<'a>(rest: &Rest<'a>) -> Rest<'a> {
    let frame = rest.as_ref()?;
    let next = finals(&frame.next);
    if frame.last { then(frame.suite, true, &next) } else { next }
}
