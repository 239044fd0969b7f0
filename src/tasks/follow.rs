//! Follows a task from expression to expression, to where it is cancelled or waited for. Collects evidence for
//! [`super::ends`]; judges nothing. Where it leaves the function or the file, [`super::onward`] goes on.

use std::collections::BTreeSet;

use super::ends::Ends;
use super::local;
use super::reach::is_done;
use super::spawn::last_name;
use crate::facts::{ClassRef, Facts, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange};
use crate::verdict::Evidence;

/// Steps from one name, attribute or function to the next.
const MAX_DEPTH: u8 = 6;

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
    "intersection",
    "symmetric_difference",
];

/// Where an argument goes on.
pub(super) enum Next {
    /// Not from here.
    Nowhere,
    /// The call's result has it.
    Result,
    /// What awaiting the call's result gives has it.
    Awaited,
}

/// What is collected on the way.
pub(crate) struct Follower {
    pub(crate) ends: Ends,
    /// Whether what a function returns is followed to its callers.
    pub(crate) follows_returns: bool,
    /// The file whose evidence needs no path.
    pub(super) judged: Option<u32>,
    seen: BTreeSet<(Option<u32>, u32, u32)>,
    pub(super) attributes: BTreeSet<(ClassRef, String)>,
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

    pub(super) fn evidence(
        &self,
        facts: &Facts<'_>,
        kind: &'static str,
        message: String,
        at: impl Ranged,
    ) -> Evidence {
        let path = (facts.file != self.judged).then(|| facts.path.to_string());
        Evidence { path, ..facts.evidence(kind, message, at) }
    }

    pub(super) fn cancelled(&mut self, facts: &Facts<'_>, at: NodeId, how: &str) {
        let message = format!("{} {how}", place(facts, at));
        let evidence = self.evidence(facts, "cancelled-by", message, facts.tree.node(at));
        add(&mut self.ends.cancelled, evidence);
    }

    pub(super) fn awaited(&mut self, facts: &Facts<'_>, at: NodeId) {
        let message = format!("{} waits for it", place(facts, at));
        let evidence = self.evidence(facts, "awaited-by", message, facts.tree.node(at));
        add(&mut self.ends.awaited, evidence);
    }

    pub(super) fn open(&mut self, facts: &Facts<'_>, at: impl Ranged, why: String) {
        let evidence = self.evidence(facts, "not-followed", why, at);
        add(&mut self.ends.open, evidence);
    }

    pub(super) fn kept(&mut self, facts: &Facts<'_>, target: &Expr) {
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
                    if !is_done(facts, id) {
                        self.awaited(facts, parent);
                    }
                    return;
                }
                AnyNodeRef::ExprBinOp(outer)
                    if outer.op != ast::Operator::Sub
                        || AnyNodeRef::from(outer.left.as_ref()).ptr_eq(node) => {}
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
                    match self.argument(facts, call_id, call, node) {
                        Next::Nowhere => return,
                        Next::Result => id = call_id,
                        // `done, pending = await asyncio.wait(tasks)`
                        Next::Awaited => match tree.parent(call_id) {
                            Some(outer) if tree.node(outer).kind() == NodeKind::ExprAwait => id = outer,
                            _ => return,
                        },
                    }
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
    pub(super) fn target<'a>(&mut self, facts: &Facts<'a>, target: &'a Expr, at: Option<usize>) {
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
                    Some(class) => {
                        let stmt = facts.tree.statement(id).map(|stmt| facts.tree.node(stmt).range());
                        let made = facts.file.zip(stmt);
                        self.attribute(facts, class, attribute.attr.as_str(), made);
                    }
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
    pub(super) fn name<'a>(&mut self, facts: &Facts<'a>, name: &'a ast::ExprName) {
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
}

/// Whether an expression certainly is what `run_coroutine_threadsafe` gives.
fn is_threadsafe(facts: &Facts<'_>, expr: &Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    facts.is_one_of(&call.func, facts.tree.id(call), &["asyncio.run_coroutine_threadsafe"])
}

pub(super) fn add(list: &mut Vec<Evidence>, evidence: Evidence) {
    if !list.contains(&evidence) {
        list.push(evidence);
    }
}

/// Who does it, in words: `Hub.stop`, or the module.
pub(super) fn place(facts: &Facts<'_>, id: NodeId) -> String {
    match facts.symbol(id) {
        symbol if symbol.is_empty() => "the module's own code".into(),
        symbol => format!("`{symbol}`"),
    }
}

pub(super) fn short<'a>(facts: &Facts<'a>, expr: &Expr) -> &'a str {
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
