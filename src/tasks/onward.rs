//! Follows a task out of the function that has it: into the functions it is passed to, to the callers it is returned to,
//! to the uses of the attribute that keeps it. The steps inside a function are [`super::follow`]'s.

use super::follow::{Follower, Next, add, short};
use super::handed::slot_of;
use super::local;
use super::reach::is_of_another;
use super::spawn::last_name;
use crate::facts::Passed;
use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, Facts, FunctionRef, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange, walk};
use crate::verdict::Evidence;

/// asyncio's functions that wait for what they are given.
const WAITS: &[&str] = &["gather", "wait", "wait_for", "as_completed", "shield", "run_until_complete"];
/// Functions whose result has the same elements, or is the same object.
const SAME: &[&str] = &[
    "list",
    "set",
    "tuple",
    "frozenset",
    "sorted",
    "reversed",
    "enumerate",
    "zip",
    "iter",
    "deque",
    "dict",
    "chain",
    "filter",
    "ensure_future",
    "cast",
    "next",
    "copy",
];
/// Methods of containers that take an element in.
const ADDS: &[&str] =
    &["add", "append", "appendleft", "extend", "update", "insert", "setdefault", "put_nowait"];
/// Uses of an attribute on objects of unknown class that are named.
const MAX_OPEN: usize = 2;

impl Follower {
    /// The value is an argument. Whether the call's result has it, and is to be followed on.
    pub(super) fn argument<'a>(
        &mut self,
        facts: &Facts<'a>,
        call_id: NodeId,
        call: &'a ast::ExprCall,
        node: AnyNodeRef<'a>,
    ) -> Next {
        let name = last_name(&call.func).unwrap_or_default();
        if WAITS.contains(&name) {
            self.awaited(facts, call_id);
            return if name == "wait" { Next::Awaited } else { Next::Nowhere };
        }
        if SAME.contains(&name) && (call.func.is_name_expr() || name == "ensure_future" || name == "chain") {
            return Next::Result;
        }
        if let Expr::Attribute(method) = call.func.as_ref() {
            match method.attr.as_str() {
                // A container's method that takes it in.
                name if ADDS.contains(&name) => {
                    self.target(facts, &method.value, None);
                    return Next::Nowhere;
                }
                "discard" | "remove" | "add_done_callback" | "isinstance" => return Next::Nowhere,
                // `loop.run_until_complete(task)`, and whatever cancels what it is given.
                _ => {}
            }
        }
        if matches!(
            name,
            "len" | "bool" | "isinstance" | "print" | "repr" | "str" | "id" | "any" | "all" | "type"
        ) {
            return Next::Nowhere;
        }
        let slot = slot_of(call, node);
        let Some((place, slot)) = facts.place(call.func.as_ref()).zip(slot) else {
            self.open(facts, node.range(), format!("it is passed to `{}`", short(facts, &call.func)));
            return Next::Nowhere;
        };
        match facts.view().parameter(place, &slot) {
            Passed::Copied => Next::Result,
            Passed::Parameter(function, name) => {
                let read = facts.in_file(function.file, |other| {
                    let Some(id) = other.definition(function) else { return };
                    for read in local::reads(other, id, &name) {
                        self.value(other, read);
                    }
                });
                if read.is_none() {
                    self.open(facts, node.range(), format!("it is passed to `{}`", short(facts, &call.func)));
                }
                Next::Nowhere
            }
            Passed::Kept(why) => {
                let words = walk::words(name);
                if words.iter().any(|word| word == "cancel" || word == "cancels") {
                    self.cancelled(facts, call_id, &format!("hands it to `{name}`"));
                } else {
                    self.open(facts, node.range(), why);
                }
                Next::Nowhere
            }
        }
    }

    /// Other files that import a name of the module are not followed.
    pub(super) fn imported(&mut self, facts: &Facts<'_>, name: &ast::ExprName) {
        let Some(own) = facts.file else { return };
        let view = facts.view();
        for file in facts.project.files_with(name.id.as_str()).into_iter().filter(|&file| file != own) {
            if view.index(file).imports.iter().any(|import| *import.target == *name.id.as_str()) {
                let path = facts.project.path(file);
                self.open(facts, name, format!("{path} imports `{}`", name.id));
                return;
            }
        }
    }

    /// Every use of an attribute, which the statement at `made` sets, if one does.
    pub(crate) fn attribute(
        &mut self,
        facts: &Facts<'_>,
        class: ClassRef,
        name: &str,
        made: Option<(u32, TextRange)>,
    ) {
        if !self.attributes.insert((class, name.to_string())) {
            return;
        }
        self.through_setters(facts, class, name);
        let view = facts.view();
        let (named, unknown) = view.named(class, name);
        for place in unknown.into_iter().take(MAX_OPEN) {
            let path = (Some(place.file) != self.judged).then(|| facts.project.path(place.file).to_string());
            let line = view.line(place);
            let message = format!("`.{name}` is used of an object whose class is not known");
            add(&mut self.ends.open, Evidence { path, ..Evidence::at("not-followed", message, line) });
        }
        let mut places: Vec<Place> = named
            .into_iter()
            .filter(|(_, usage)| {
                !matches!(
                    usage,
                    Usage::Write | Usage::Declare | Usage::Delete | Usage::SetItem(_) | Usage::DelItem(_)
                )
            })
            .map(|(place, _)| place)
            .collect();
        places.sort();
        for group in places.chunk_by(|one, two| one.file == two.file) {
            facts.in_file(group[0].file, |other| {
                for place in group {
                    let made = made.filter(|made| made.0 == place.file).map(|made| made.1);
                    if let Some(id) = other.used_at(place.range)
                        && !is_of_another(other, id, made)
                    {
                        self.value(other, id);
                    }
                }
            });
        }
    }

    /// It is returned or yielded: to those who call the function.
    pub(super) fn handed_out(&mut self, facts: &Facts<'_>, at: NodeId) {
        let shown = facts.tree.node(at).range();
        let Some(function) = facts.tree.function(at) else {
            return self.open(facts, shown, "it is handed out".into());
        };
        let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return };
        // A property's getter: whoever reads the property has it.
        let decorators: Vec<&str> =
            node.decorator_list.iter().map(|decorator| facts.text(&decorator.expression)).collect();
        if let (["property" | "functools.cached_property" | "cached_property"], Some((class, _))) =
            (decorators.as_slice(), facts.this(at))
            && let Some(class) = facts.class_ref(&Ty::Local(class.id))
        {
            return self.attribute(facts, class, node.name.as_str(), None);
        }
        let Some(function) = facts.function_ref(function).filter(|_| node.decorator_list.is_empty()) else {
            return self.open(facts, shown, format!("`{}` hands it out", node.name));
        };
        let view = facts.view();
        let callers = view.callers(function);
        // What one caller does with its task says nothing of the others' tasks.
        if !self.follows_returns || callers.certain.len() > 1 {
            let many = callers.certain.len();
            return self.open(facts, shown, format!("`{}` returns it to {many} callers", node.name));
        }
        if !callers.possible.is_empty() || callers.certain.is_empty() {
            self.open(facts, shown, format!("`{}` hands it out", node.name));
        }
        for group in callers.certain.chunk_by(|one, two| one.place.file == two.place.file) {
            facts.in_file(group[0].place.file, |other| {
                for caller in group {
                    let call = caller.call.and_then(|range| other.tree.node_at(range, NodeKind::ExprCall));
                    let Some(call) = call else { continue };
                    let result = match other.tree.parent(call) {
                        Some(parent)
                            if node.is_async && other.tree.node(parent).kind() == NodeKind::ExprAwait =>
                        {
                            parent
                        }
                        Some(_) if node.is_async => continue,
                        _ => call,
                    };
                    self.value(other, result);
                }
            });
        }
    }

    /// Where an attribute is a property, its setter gets what is assigned.
    fn through_setters(&mut self, facts: &Facts<'_>, class: ClassRef, name: &str) {
        let view = facts.view();
        for owner in std::iter::once(class).chain(view.ancestors(class)) {
            let index = view.index(owner.file);
            let Some(entry) = index.classes.get(owner.class as usize) else { continue };
            let setter = entry.methods.iter().copied().find(|&method| {
                index.functions.get(method as usize).is_some_and(|function| {
                    *function.name == *name
                        && function.decorators.iter().any(|decorator| decorator.ends_with(".setter"))
                })
            });
            let Some(function) = setter.map(|function| FunctionRef { file: owner.file, function }) else {
                continue;
            };
            let Some(parameter) = view.function(function).and_then(|entry| entry.parameters.get(1).cloned())
            else {
                continue;
            };
            facts.in_file(function.file, |other| {
                let Some(id) = other.definition(function) else { return };
                for read in local::reads(other, id, &parameter) {
                    self.value(other, read);
                }
            });
        }
    }
}
