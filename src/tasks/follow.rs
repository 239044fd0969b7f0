//! Follows a task from expression to expression, to where it is cancelled or waited for. Collects evidence for
//! [`super::ends`]; judges nothing.

use std::collections::BTreeSet;

use super::ends::Ends;
use super::handed::slot_of;
use super::local;
use super::spawn::last_name;
use crate::facts::Passed;
use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, Facts, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange, walk};
use crate::verdict::Evidence;

/// Uses of an attribute on objects of unknown class that are named.
const MAX_OPEN: usize = 2;
/// Steps from one name, attribute or function to the next.
const MAX_DEPTH: u8 = 6;

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
/// Methods of containers whose result is an element, or has the same elements.
const TAKES: &[&str] = &[
    "values",
    "items",
    "copy",
    "get",
    "pop",
    "popleft",
    "popitem",
    "setdefault",
    "get_nowait",
    "union",
    "difference",
];
/// Methods of containers that take an element in.
const ADDS: &[&str] =
    &["add", "append", "appendleft", "extend", "update", "insert", "setdefault", "put_nowait"];

/// What is collected on the way.
pub(crate) struct Follower {
    pub(crate) ends: Ends,
    /// Whether what a function returns is followed to its callers.
    pub(crate) follows_returns: bool,
    /// The file whose evidence needs no path.
    judged: Option<u32>,
    seen: BTreeSet<(Option<u32>, u32, u32)>,
    attributes: BTreeSet<(ClassRef, String)>,
    depth: u8,
}

impl Follower {
    pub(crate) fn new(facts: &Facts<'_>) -> Self {
        Follower {
            ends: Ends::default(),
            follows_returns: true,
            judged: facts.file,
            seen: BTreeSet::new(),
            attributes: BTreeSet::new(),
            depth: 0,
        }
    }

    fn evidence(&self, facts: &Facts<'_>, kind: &'static str, message: String, at: impl Ranged) -> Evidence {
        let path = (facts.file != self.judged).then(|| facts.path.to_string());
        Evidence { path, ..facts.evidence(kind, message, at) }
    }

    fn cancelled(&mut self, facts: &Facts<'_>, at: NodeId, how: &str) {
        let message = format!("{} {how}", place(facts, at));
        let evidence = self.evidence(facts, "cancelled-by", message, facts.tree.node(at));
        add(&mut self.ends.cancelled, evidence);
    }

    fn awaited(&mut self, facts: &Facts<'_>, at: NodeId) {
        let message = format!("{} waits for it", place(facts, at));
        let evidence = self.evidence(facts, "awaited-by", message, facts.tree.node(at));
        add(&mut self.ends.awaited, evidence);
    }

    fn open(&mut self, facts: &Facts<'_>, at: impl Ranged, why: String) {
        let evidence = self.evidence(facts, "not-followed", why, at);
        add(&mut self.ends.open, evidence);
    }

    fn kept(&mut self, facts: &Facts<'_>, target: &Expr) {
        let evidence =
            self.evidence(facts, "kept-in", format!("`{}` keeps it", short(facts, target)), target);
        add(&mut self.ends.kept, evidence);
    }

    /// Follows the value of an expression to whatever uses it.
    pub(crate) fn value<'a>(&mut self, facts: &Facts<'a>, start: NodeId) {
        let range = facts.tree.node(start).range();
        if !self.seen.insert((facts.file, range.start().to_u32(), range.end().to_u32())) {
            return;
        }
        if self.depth >= MAX_DEPTH {
            self.open(facts, range, "it goes through more names and functions than are followed".into());
            return;
        }
        self.depth += 1;
        self.upward(facts, start);
        self.depth -= 1;
    }

    fn upward<'a>(&mut self, facts: &Facts<'a>, start: NodeId) {
        let tree = facts.tree;
        let (mut id, mut at) = (start, None);
        while let Some(parent) = tree.parent(id) {
            let node = tree.node(id);
            match tree.node(parent) {
                AnyNodeRef::ExprAwait(_) | AnyNodeRef::ExprYieldFrom(_) => {
                    return self.awaited(facts, parent);
                }
                AnyNodeRef::ExprStarred(_)
                | AnyNodeRef::ExprBoolOp(_)
                | AnyNodeRef::ExprList(_)
                | AnyNodeRef::ExprSet(_)
                | AnyNodeRef::ExprDict(_)
                | AnyNodeRef::ExprListComp(_)
                | AnyNodeRef::ExprSetComp(_)
                | AnyNodeRef::ExprDictComp(_)
                | AnyNodeRef::ExprGenerator(_)
                | AnyNodeRef::Keyword(_) => {}
                AnyNodeRef::ExprTuple(tuple) => {
                    at = tuple.elts.iter().position(|element| AnyNodeRef::from(element).ptr_eq(node));
                }
                AnyNodeRef::ExprIf(outer) if !AnyNodeRef::from(outer.test.as_ref()).ptr_eq(node) => {}
                AnyNodeRef::ExprNamed(outer) => self.target(facts, outer.target.as_ref(), at),
                AnyNodeRef::ExprAttribute(attribute) => match self.attribute_of(facts, parent, attribute) {
                    Some(call) => {
                        id = call;
                        continue;
                    }
                    None => return,
                },
                AnyNodeRef::ExprSubscript(outer) if AnyNodeRef::from(outer.value.as_ref()).ptr_eq(node) => {
                    if outer.ctx.is_store() || outer.ctx.is_del() {
                        return;
                    }
                }
                AnyNodeRef::Arguments(_) => {
                    let Some(call_id) = tree.parent(parent) else { return };
                    let AnyNodeRef::ExprCall(call) = tree.node(call_id) else { return };
                    if !self.argument(facts, call_id, call, node) {
                        return;
                    }
                    id = call_id;
                    continue;
                }
                AnyNodeRef::Comprehension(outer) if AnyNodeRef::from(&outer.iter).ptr_eq(node) => {
                    return self.looped(facts, node, &outer.target);
                }
                AnyNodeRef::StmtFor(outer) if AnyNodeRef::from(outer.iter.as_ref()).ptr_eq(node) => {
                    if outer.is_async {
                        return self.open(facts, node.range(), "it is iterated asynchronously".into());
                    }
                    return self.looped(facts, node, &outer.target);
                }
                AnyNodeRef::StmtAssign(assign) => {
                    for target in &assign.targets {
                        self.target(facts, target, at);
                    }
                    return;
                }
                AnyNodeRef::StmtAnnAssign(assign) => return self.target(facts, assign.target.as_ref(), at),
                AnyNodeRef::StmtAugAssign(assign) => return self.target(facts, assign.target.as_ref(), at),
                AnyNodeRef::StmtReturn(_) | AnyNodeRef::ExprYield(_) | AnyNodeRef::ExprLambda(_) => {
                    return self.handed_out(facts, parent);
                }
                _ => return,
            }
            id = parent;
        }
    }

    /// `x.name…`: the call whose result is followed on, if it is that of a container's method.
    fn attribute_of<'a>(
        &mut self,
        facts: &Facts<'a>,
        id: NodeId,
        attribute: &'a ast::ExprAttribute,
    ) -> Option<NodeId> {
        let parent = facts.tree.parent(id)?;
        let AnyNodeRef::ExprCall(call) = facts.tree.node(parent) else { return None };
        if !AnyNodeRef::from(call.func.as_ref()).ptr_eq(facts.tree.node(id)) {
            return None;
        }
        match attribute.attr.as_str() {
            "cancel" => {
                self.cancelled(facts, parent, "cancels it");
                None
            }
            "__await__" => {
                self.awaited(facts, parent);
                None
            }
            "set_result" | "set_exception" if self.depth > 0 => {
                let message = format!(
                    "{} calls `{}` of it, which a task refuses with RuntimeError",
                    place(facts, parent),
                    attribute.attr
                );
                let evidence = self.evidence(facts, "refused", message, call);
                add(&mut self.ends.refused, evidence);
                None
            }
            // A future of another thread.
            "result" if is_threadsafe(facts, &attribute.value) => {
                self.awaited(facts, parent);
                None
            }
            name if TAKES.contains(&name) => Some(parent),
            _ => None,
        }
    }

    /// The value is an argument. Whether the call's result has it, and is to be followed on.
    fn argument<'a>(
        &mut self,
        facts: &Facts<'a>,
        call_id: NodeId,
        call: &'a ast::ExprCall,
        node: AnyNodeRef<'a>,
    ) -> bool {
        let name = last_name(&call.func).unwrap_or_default();
        if WAITS.contains(&name) {
            self.awaited(facts, call_id);
            return false;
        }
        if SAME.contains(&name) && (call.func.is_name_expr() || name == "ensure_future" || name == "chain") {
            return true;
        }
        if let Expr::Attribute(method) = call.func.as_ref() {
            match method.attr.as_str() {
                // A container's method that takes it in.
                name if ADDS.contains(&name) => {
                    self.target(facts, &method.value, None);
                    return false;
                }
                "discard" | "remove" | "add_done_callback" | "isinstance" => return false,
                // `loop.run_until_complete(task)`, and whatever cancels what it is given.
                _ => {}
            }
        }
        if matches!(
            name,
            "len" | "bool" | "isinstance" | "print" | "repr" | "str" | "id" | "any" | "all" | "type"
        ) {
            return false;
        }
        let slot = slot_of(call, node);
        let Some((place, slot)) = facts.place(call.func.as_ref()).zip(slot) else {
            self.open(facts, node.range(), format!("it is passed to `{}`", short(facts, &call.func)));
            return false;
        };
        match facts.view().parameter(place, &slot) {
            Passed::Copied => true,
            Passed::Parameter(function, name) => {
                let judged = facts.file;
                let read = facts.in_file(function.file, |other| {
                    let Some(id) = other.definition(function) else { return };
                    for read in local::reads(other, id, &name) {
                        self.value(other, read);
                    }
                });
                debug_assert!(judged == facts.file);
                if read.is_none() {
                    self.open(facts, node.range(), format!("it is passed to `{}`", short(facts, &call.func)));
                }
                false
            }
            Passed::Kept(why) => {
                let words = walk::words(name);
                if words.iter().any(|word| word == "cancel" || word == "cancels") {
                    self.cancelled(facts, call_id, &format!("hands it to `{name}`"));
                } else {
                    self.open(facts, node.range(), why);
                }
                false
            }
        }
    }

    /// A loop over `iterable` gives its names the elements.
    fn looped<'a>(&mut self, facts: &Facts<'a>, iterable: AnyNodeRef<'a>, target: &'a Expr) {
        let keyed = matches!(iterable, AnyNodeRef::ExprCall(call) if last_name(&call.func).is_some_and(|name| matches!(name, "items" | "enumerate")));
        match target {
            Expr::Tuple(tuple) if keyed => {
                if let Some(last) = tuple.elts.last() {
                    self.loop_names(facts, last);
                }
            }
            _ => self.loop_names(facts, target),
        }
    }

    /// The names of a loop, of which each may be the task.
    fn loop_names<'a>(&mut self, facts: &Facts<'a>, target: &'a Expr) {
        match target {
            Expr::Tuple(tuple) => {
                for element in &tuple.elts {
                    self.loop_names(facts, element);
                }
            }
            Expr::Name(name) => self.name(facts, name),
            other => self.target(facts, other, None),
        }
    }

    /// What is assigned to keeps it; `at` is its position in an unpacked tuple.
    fn target<'a>(&mut self, facts: &Facts<'a>, target: &'a Expr, at: Option<usize>) {
        match (target, at) {
            (Expr::Tuple(tuple), Some(at)) => {
                if let Some(element) = tuple.elts.get(at) {
                    self.target(facts, element, None);
                }
            }
            (Expr::Tuple(_) | Expr::List(_), None) => self.loop_names(facts, target),
            (Expr::Name(name), _) => self.name(facts, name),
            (Expr::Attribute(attribute), _) => {
                let id = facts.tree.id(attribute);
                self.kept(facts, target);
                match class_of(facts, &attribute.value, id) {
                    Some(class) => self.attribute(facts, class, attribute.attr.as_str()),
                    None => {
                        let what = short(facts, &attribute.value);
                        self.open(facts, target, format!("the class of `{what}` is not known"));
                    }
                }
            }
            (Expr::Subscript(subscript), _) => self.target(facts, &subscript.value, None),
            // `self._tasks.setdefault(key, set()).add(task)`
            (Expr::Call(call), _) => match call.func.as_ref() {
                Expr::Attribute(method) if TAKES.contains(&method.attr.as_str()) => {
                    self.target(facts, &method.value, None);
                }
                _ => self.open(facts, target, format!("`{}` keeps it", short(facts, target))),
            },
            (Expr::Starred(starred), _) => self.target(facts, &starred.value, None),
            _ => {}
        }
    }

    /// The reads of a name that may see the value which its binding here gives.
    fn name<'a>(&mut self, facts: &Facts<'a>, name: &'a ast::ExprName) {
        let id = facts.tree.id(name);
        let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, id, name.id.as_str()) else { return };
        let rebound: Vec<TextRange> =
            bindings.iter().map(|binding| binding.range).filter(|range| *range != name.range()).collect();
        let kind = facts.tree.node(scope).kind();
        if kind == NodeKind::ModModule {
            self.kept(facts, &Expr::Name(name.clone()));
            self.imported(facts, name);
        }
        let here = facts.tree.scope(id) == scope && kind == NodeKind::StmtFunctionDef;
        for read in local::reads(facts, scope, name.id.as_str()) {
            if here && !local::sees(facts, scope, id, read, &rebound) {
                continue;
            }
            self.value(facts, read);
        }
    }

    /// Other files that import a name of the module are not followed.
    fn imported(&mut self, facts: &Facts<'_>, name: &ast::ExprName) {
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

    /// Every use of an attribute.
    pub(crate) fn attribute(&mut self, facts: &Facts<'_>, class: ClassRef, name: &str) {
        if !self.attributes.insert((class, name.to_string())) {
            return;
        }
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
                    if let Some(id) = other.used_at(place.range) {
                        self.value(other, id);
                    }
                }
            });
        }
    }

    /// It is returned or yielded: to those who call the function.
    fn handed_out(&mut self, facts: &Facts<'_>, at: NodeId) {
        let shown = facts.tree.node(at).range();
        let Some(function) = facts.tree.function(at) else {
            return self.open(facts, shown, "it is handed out".into());
        };
        let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return };
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
}

/// Whether an expression certainly is what `run_coroutine_threadsafe` gives.
fn is_threadsafe(facts: &Facts<'_>, expr: &Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    facts.is_one_of(&call.func, facts.tree.id(call), &["asyncio.run_coroutine_threadsafe"])
}

fn add(list: &mut Vec<Evidence>, evidence: Evidence) {
    if !list.contains(&evidence) {
        list.push(evidence);
    }
}

/// Who does it, in words: `Hub.stop`, or the module.
fn place(facts: &Facts<'_>, id: NodeId) -> String {
    match facts.symbol(id) {
        symbol if symbol.is_empty() => "the module's own code".into(),
        symbol => format!("`{symbol}`"),
    }
}

fn short<'a>(facts: &Facts<'a>, expr: &Expr) -> &'a str {
    let text = facts.text(expr);
    if text.contains('\n') {
        last_name(expr).map_or("it", |_| text.split('\n').next().unwrap_or(text))
    } else {
        text
    }
}

/// The class of which the object whose attribute is meant is an instance.
pub(crate) fn class_of<'a>(facts: &Facts<'a>, object: &'a Expr, at: NodeId) -> Option<ClassRef> {
    if let Expr::Name(name) = object
        && let Some((class, this)) = facts.this(at)
        && name.id.as_str() == this
    {
        return facts.class_ref(&Ty::Local(class.id));
    }
    facts.class_ref(&facts.type_of(object, at).ty)
}
