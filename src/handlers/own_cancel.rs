//! Tasks that a function itself cancelled, or knows to have ended, before a try body awaits them. What follows from
//! that is decided by the callers.

use super::words::last_name;
use super::{Swallow, reaches};
use crate::facts::{Binding, BindingKind, Facts};
use crate::syntax::ast::{Comprehension, Expr, Stmt};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, TextRange, TextSize, walk};
use crate::verdict::Evidence;

/// What a function knows of the tasks that a try body awaits.
pub(super) enum Own {
    /// Everything awaited was cancelled by this function before.
    All(Evidence),
    /// Everything awaited has ended already.
    Finished(Evidence),
    No,
}

/// Whether all that the try body awaits are tasks that this function cancelled, or that have ended.
pub(super) fn find<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Own {
    let Some(awaited) = Awaited::of(facts, swallow.body).filter(|awaited| awaited.only_tasks) else {
        return Own::No;
    };
    let Some(function) = facts.tree.function(swallow.id) else { return Own::No };
    let lines: Vec<_> = {
        let cancels = calls_before(facts, swallow, "cancel");
        let of = |task: &Task| cancels.iter().find(|cancel| cancel.ends(facts, function, task));
        awaited.tasks.iter().map(|task| of(task).map(|cancel| cancel.range)).collect()
    };
    if let Some(Some(first)) = lines.first()
        && lines.iter().all(Option::is_some)
    {
        return Own::All(own_cancel(facts, *first));
    }
    // `if task.done(): await task`: the test around it, and the same task still.
    let finished = calls_before(facts, swallow, "done");
    let tested = facts.tree.ancestors(swallow.id).find_map(|id| {
        let AnyNodeRef::StmtIf(node) = facts.tree.node(id) else { return None };
        let Expr::Call(call) = &*node.test else { return None };
        let entered = node.body.iter().any(|stmt| stmt.range().contains_range(swallow.range));
        let is_test = |asked: &&Call| {
            asked.range == call.range()
                && awaited.tasks.iter().all(|task| asked.same(facts, function, task).is_some())
        };
        finished.iter().find(is_test).filter(|_| entered).map(|asked| asked.range)
    });
    match tested {
        Some(range) => Own::Finished(facts.evidence("finished", "it is awaited only when it is done", range)),
        None => Own::No,
    }
}

/// The cancel of a task that the try body awaits, whatever else it does, and though it may not always run.
pub(super) fn followed<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>) -> Option<Evidence> {
    let awaited = Awaited::of(facts, swallow.body)?;
    let cancels = calls_before(facts, swallow, "cancel");
    let shared = |task: &Task| cancels.iter().find(|cancel| cancel.shared(task).is_some());
    awaited.tasks.iter().find_map(shared).map(|cancel| own_cancel(facts, cancel.range))
}

fn own_cancel(facts: &Facts<'_>, range: TextRange) -> Evidence {
    facts.evidence("own-cancel", "this function has cancelled it before", range)
}

/// A name that a task goes by, and where the name was read to mean it.
struct Name {
    text: String,
    read: TextSize,
}

/// A call of a method of a task.
struct Call {
    id: NodeId,
    range: TextRange,
    names: Vec<Name>,
}

/// A task that is awaited.
struct Task {
    await_id: NodeId,
    names: Vec<Name>,
}

impl Call {
    /// The names that the call and the await share, with where each has read them.
    fn shared<'n>(&'n self, task: &'n Task) -> Option<(&'n Name, &'n Name)> {
        self.all_shared(task).next()
    }

    fn all_shared<'n>(&'n self, task: &'n Task) -> impl Iterator<Item = (&'n Name, &'n Name)> {
        self.names.iter().flat_map(|name| {
            task.names.iter().filter(|other| other.text == name.text).map(move |other| (name, other))
        })
    }

    /// The same, where the name means one task at both places.
    fn same<'n>(&'n self, facts: &Facts<'_>, function: NodeId, task: &'n Task) -> Option<&'n Name> {
        self.all_shared(task)
            .find(|(name, other)| {
                !reaches::stored_between(facts, function, &name.text, (name.read, other.read))
            })
            .map(|(name, _)| name)
    }

    /// Whether this cancels the task on every way to its await.
    fn ends(&self, facts: &Facts<'_>, function: NodeId, task: &Task) -> bool {
        let names: Vec<String> = self.names.iter().chain(&task.names).map(|name| name.text.clone()).collect();
        self.same(facts, function, task).is_some()
            && reaches::on_every_way(facts, self.id, task.await_id, &names)
    }
}

/// The calls of a method in the function, up to the end of the try body, with the names of what they are called on.
fn calls_before<'a>(facts: &Facts<'a>, swallow: &Swallow<'a>, method: &str) -> Vec<Call> {
    let mut found = Vec::new();
    let Some(function) = facts.tree.function(swallow.id) else { return found };
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return found };
    let end = swallow.body.last().map_or(swallow.range.start(), Ranged::end);
    walk::expressions(&definition.body, &mut |expr| {
        if let Expr::Call(call) = expr
            && let Expr::Attribute(attribute) = &*call.func
            && attribute.attr.as_str() == method
            && call.start() <= end
        {
            let names = subjects(facts, &attribute.value);
            found.push(Call { id: facts.tree.id(call), range: call.range(), names });
        }
    });
    found
}

/// The tasks that a body awaits.
struct Awaited {
    /// At least one.
    tasks: Vec<Task>,
    /// Nothing else is awaited: anything else would let the cancellation of this function's own task in, too.
    only_tasks: bool,
}

impl Awaited {
    fn of<'a>(facts: &Facts<'a>, body: &'a [Stmt]) -> Option<Self> {
        let mut tasks = Vec::new();
        let mut only_tasks = !walk::any_statement(body, |stmt| {
            matches!(stmt, Stmt::With(with) if with.is_async)
                || matches!(stmt, Stmt::For(node) if node.is_async)
        });
        walk::expressions(body, &mut |expr| match expr {
            Expr::Await(node) => match awaited_tasks(facts, &node.value) {
                Some(found) => {
                    let await_id = facts.tree.id(node);
                    tasks.extend(found.into_iter().map(|names| Task { await_id, names }));
                }
                None => only_tasks = false,
            },
            Expr::Yield(_) | Expr::YieldFrom(_) => only_tasks = false,
            _ => {}
        });
        (!tasks.is_empty()).then_some(Awaited { tasks, only_tasks })
    }
}

/// The tasks that an awaited expression waits for, by their names; `None` if it may be anything else.
fn awaited_tasks(facts: &Facts<'_>, expr: &Expr) -> Option<Vec<Vec<Name>>> {
    match expr {
        Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) => Some(vec![subjects(facts, expr)]),
        Expr::Starred(starred) => match &*starred.value {
            Expr::Name(_) | Expr::Attribute(_) => Some(vec![subjects(facts, &starred.value)]),
            Expr::ListComp(node) => items(facts, &node.elt, &node.generators),
            Expr::Generator(node) => items(facts, &node.elt, &node.generators),
            other => stored(other).then(|| vec![iterables(facts, other)]),
        },
        Expr::Call(call) => {
            let name = last_name(&call.func)?;
            let arguments = &call.arguments.args;
            match name {
                "wait_for" | "shield" => arguments.first().and_then(|task| awaited_tasks(facts, task)),
                "gather" if !arguments.is_empty() => {
                    let tasks: Option<Vec<_>> =
                        arguments.iter().map(|task| awaited_tasks(facts, task)).collect();
                    Some(tasks?.into_iter().flatten().collect())
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether something iterated over is kept under a name: `make_tasks()` gives others each time.
fn stored(iterable: &Expr) -> bool {
    match iterable {
        Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) => true,
        Expr::Call(call) => match (&*call.func, call.arguments.args.first()) {
            (Expr::Name(_), Some(inner)) => stored(inner),
            (Expr::Attribute(attribute), None) => {
                matches!(attribute.attr.as_str(), "values" | "copy") && stored(&attribute.value)
            }
            _ => false,
        },
        _ => false,
    }
}

/// `[task for task in tasks if task is not me]`: what it picks from.
fn items(facts: &Facts<'_>, item: &Expr, generators: &[Comprehension]) -> Option<Vec<Vec<Name>>> {
    let [generator] = generators else { return None };
    let same =
        item.is_name_expr() && facts.text(item) == facts.text(&generator.target) && stored(&generator.iter);
    same.then(|| vec![iterables(facts, &generator.iter)])
}

/// The names that a task expression goes by: its text, what a local stands for, what a loop runs over.
fn subjects<'a>(facts: &Facts<'a>, expr: &Expr) -> Vec<Name> {
    let mut names = vec![Name { text: facts.text(expr).to_string(), read: expr.start() }];
    let Expr::Name(name) = expr else { return names };
    let at: NodeId = facts.tree.node_at(expr.range(), NodeKind::ExprName).unwrap_or(facts.tree.root());
    let Some((_, bindings)) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) else { return names };
    // The loop around it gives the name its meaning; else the last of the assignments before it does.
    let around = |binding: &&Binding<'a>| {
        facts.tree.ancestors(at).any(|id| {
            matches!(facts.tree.node(id), AnyNodeRef::StmtFor(node) if node.target.range().contains_range(binding.range))
        })
    };
    let last = bindings.iter().rfind(|binding| binding.range.end() <= expr.start());
    let chosen = bindings.iter().rfind(around).or(last);
    for binding in bindings.iter().filter(|&one| chosen.is_none_or(|chosen| chosen.range == one.range)) {
        match &binding.kind {
            BindingKind::Assignment { value: Some(value), .. } => {
                names.push(Name { text: facts.text(*value).to_string(), read: value.start() });
            }
            BindingKind::Loop(iterable) => names.extend(iterables(facts, iterable)),
            _ => {}
        }
    }
    names
}

/// `self._tasks` for `list(self._tasks.values())`.
fn iterables(facts: &Facts<'_>, iterable: &Expr) -> Vec<Name> {
    let mut names = vec![Name { text: facts.text(iterable).to_string(), read: iterable.start() }];
    if let Expr::Call(call) = iterable {
        match (&*call.func, call.arguments.args.first()) {
            (Expr::Name(name), Some(inner))
                if matches!(name.id.as_str(), "list" | "tuple" | "set" | "reversed") =>
            {
                names.extend(iterables(facts, inner))
            }
            (Expr::Attribute(attribute), None) if matches!(attribute.attr.as_str(), "values" | "copy") => {
                names.extend(iterables(facts, &attribute.value))
            }
            _ => {}
        }
    }
    names
}
