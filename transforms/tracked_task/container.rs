//! The container that a task is put into, and everything that this file and other given ones do with it. Knows nothing
//! of done callbacks.

use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, Facts, KeyKind, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange, walk};
use crate::tasks::flow::CARRIERS;
use crate::tasks::spawn::last_name;
use crate::verdict::Evidence;

/// Whose the container is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// An attribute of the instances of a class of this file, or of the class.
    Class(NodeId),
    /// An attribute of an object of a class of another given file.
    Foreign(ClassRef),
    /// An attribute of an object whose class is not known.
    Unknown,
    /// A variable of the module.
    Module,
}

/// A container that outlives the function that fills it.
#[derive(Clone, Debug)]
pub(super) struct Container<'a> {
    /// Whose it is.
    pub owner: Owner,
    /// The attribute or variable.
    pub name: &'a str,
    /// As the site writes it.
    pub text: &'a str,
}

/// What is done with it at a place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind<'a> {
    /// It is made, empty or not, where nothing is in it yet.
    Made,
    /// Something is put in.
    Add,
    /// Something is taken out by a method or `del`.
    Remove(&'a str, Option<&'a ast::ExprCall>),
    /// All is taken out, or it is replaced by what is left of it.
    Sweep,
    /// All is taken out.
    Clear,
    /// What is in it is looked at.
    Read,
    /// It goes where it is not followed.
    Escapes,
}

/// A use of the container in this file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Used<'a> {
    /// The expression.
    pub id: NodeId,
    /// What is done.
    pub kind: Kind<'a>,
}

const ADDERS: &[&str] = &["append", "add", "insert", "appendleft", "setdefault", "update", "extend"];
const REMOVERS: &[&str] = &["discard", "remove", "pop", "popleft", "popitem"];
const SWEEPERS: &[&str] =
    &["difference_update", "intersection_update", "symmetric_difference_update", "__delitem__"];
/// Functions that look at a container and do not keep it.
const LOOKERS: &[&str] =
    &["len", "bool", "any", "all", "isinstance", "print", "repr", "str", "id", "iter", "next", "max"];

impl<'a> Container<'a> {
    /// The container that an expression at a place names, if it outlives the function.
    pub(super) fn of(facts: &Facts<'a>, expr: &'a Expr, at: NodeId) -> Option<Self> {
        Container::at(facts, AnyNodeRef::from(expr), at)
    }

    fn at(facts: &Facts<'a>, node: AnyNodeRef<'a>, at: NodeId) -> Option<Self> {
        let text = facts.text(node.range());
        match node {
            AnyNodeRef::ExprName(name) => {
                let name = name.id.as_str();
                let (scope, bindings) = facts.scopes().lookup(facts.tree, at, name)?;
                if scope == facts.tree.root() {
                    return Some(Container { owner: Owner::Module, name, text });
                }
                // A local name for an attribute.
                let value = alias(bindings)?;
                Container::of(facts, value, facts.tree.id(value))
            }
            AnyNodeRef::ExprAttribute(attribute) => {
                let owner = owner_of(facts, &attribute.value, at);
                Some(Container { owner, name: attribute.attr.as_str(), text })
            }
            // `self._tasks[group].add(task)` is one of many in it.
            _ => None,
        }
    }

    /// Whether an expression names this container.
    pub(super) fn is(&self, facts: &Facts<'a>, expr: &'a Expr, at: NodeId) -> bool {
        self.is_at(facts, AnyNodeRef::from(expr), at)
    }

    fn is_at(&self, facts: &Facts<'a>, node: AnyNodeRef<'a>, at: NodeId) -> bool {
        let may = match node {
            // What binds a local name for it changes nothing.
            AnyNodeRef::ExprName(name) if self.owner == Owner::Module => name.id.as_str() == self.name,
            AnyNodeRef::ExprName(name) => name.ctx.is_load(),
            AnyNodeRef::ExprAttribute(attribute) => {
                self.owner != Owner::Module && attribute.attr.as_str() == self.name
            }
            _ => false,
        };
        let Some(other) = may.then(|| Container::at(facts, node, at)).flatten() else { return false };
        if other.name != self.name {
            return false;
        }
        match (self.owner, other.owner) {
            (Owner::Class(one), Owner::Class(two)) => {
                one == two || facts.inherits(one, Some(two)) || facts.inherits(two, Some(one))
            }
            (Owner::Unknown, owner) | (owner, Owner::Unknown) => owner != Owner::Module,
            (one, two) => one == two,
        }
    }

    /// Everything that this file does with it.
    pub(super) fn uses(&self, facts: &Facts<'a>) -> Vec<Used<'a>> {
        let tree = facts.tree;
        let ids = tree.all().filter(|&id| self.is_at(facts, tree.node(id), id));
        ids.map(|id| Used { id, kind: kind(facts, id, self) }).collect()
    }

    /// Where another given file takes entries out, or may: the place, and whether that is certain.
    pub(super) fn elsewhere(&self, facts: &Facts<'a>) -> Option<(Evidence, bool)> {
        let own = facts.file?;
        let view = facts.view();
        let class = match self.owner {
            Owner::Class(class) => facts.class_ref(&Ty::Local(class))?,
            Owner::Foreign(class) => class,
            Owner::Unknown | Owner::Module => return self.named_elsewhere(facts, own),
        };
        if facts.project.files_with(self.name).iter().all(|&file| file == own) {
            return None;
        }
        let uses = view.uses(class, self.name);
        let takes =
            view.keys(&uses).into_iter().find(|event| event.place.file != own && event.kind != KeyKind::Add);
        if let Some(event) = takes {
            // `pop()` takes out whichever comes first, `clear()` what still runs, too.
            let named = event.kind == KeyKind::Remove && event.key.is_some();
            let message = format!("`{}` loses entries here", self.name);
            return Some((facts.evidence_at("discarded", message, event.place), named));
        }
        let blind = uses.blind.iter().find_map(|blind| blind.place.filter(|place| place.file != own))?;
        let message = format!("`.{}` of another object may be the same here", self.name);
        Some((facts.evidence_at("not-followed", message, blind), false))
    }

    /// A use of the name in another file that takes something out of it, whatever object it is.
    fn named_elsewhere(&self, facts: &Facts<'a>, own: u32) -> Option<(Evidence, bool)> {
        use crate::facts::index::Usage;
        let view = facts.view();
        facts.project.files_with(self.name).into_iter().filter(|&file| file != own).find_map(|file| {
            let index = view.index(file);
            let found =
                index.attributes(self.name).iter().chain(index.names(self.name)).find(
                    |found| match &found.usage {
                        Usage::Method { name, .. } => {
                            let name = &**name;
                            REMOVERS.contains(&name) || SWEEPERS.contains(&name) || name == "clear"
                        }
                        Usage::DelItem(_) => true,
                        _ => false,
                    },
                )?;
            let place = Place { file, range: found.range };
            let message = format!("a `{}` loses entries here, which may be this one", self.name);
            Some((facts.evidence_at("not-followed", message, place), false))
        })
    }
}

/// The value of a local that is another name for an attribute and for nothing else.
fn alias<'a>(bindings: &[crate::facts::Binding<'a>]) -> Option<&'a Expr> {
    match bindings {
        [binding] => match &binding.kind {
            crate::facts::BindingKind::Assignment { value: Some(value), .. } if value.is_attribute_expr() => {
                Some(value)
            }
            _ => None,
        },
        _ => None,
    }
}

fn owner_of<'a>(facts: &Facts<'a>, receiver: &'a Expr, at: NodeId) -> Owner {
    if let Some(class) = facts.local_class(receiver, at) {
        return Owner::Class(class);
    }
    // `cls` of a class method.
    if let Expr::Name(name) = receiver
        && name.id.as_str() == "cls"
        && let Some(class) = facts.tree.function(at).and_then(|function| facts.tree.class_of_method(function))
    {
        return Owner::Class(class);
    }
    match facts.type_of(receiver, at).ty {
        Ty::Local(class) => Owner::Class(class),
        Ty::Foreign(class) => Owner::Foreign(class),
        _ => Owner::Unknown,
    }
}

fn kind<'a>(facts: &Facts<'a>, id: NodeId, container: &Container<'a>) -> Kind<'a> {
    let tree = facts.tree;
    let node = tree.node(id);
    let Some(parent) = tree.parent(id) else { return Kind::Read };
    let stored = match node {
        AnyNodeRef::ExprAttribute(attribute) => attribute.ctx.is_store(),
        AnyNodeRef::ExprName(name) => name.ctx.is_store(),
        _ => false,
    };
    match tree.node(parent) {
        AnyNodeRef::StmtAssign(assign) if stored => assigned(facts, parent, &assign.value, container),
        AnyNodeRef::StmtAnnAssign(assign) if stored => match assign.value.as_deref() {
            Some(value) => assigned(facts, parent, value, container),
            None => Kind::Made,
        },
        AnyNodeRef::StmtAugAssign(assign) => match assign.op {
            ast::Operator::Sub | ast::Operator::BitAnd => Kind::Sweep,
            _ => Kind::Add,
        },
        AnyNodeRef::StmtDelete(_) => Kind::Clear,
        // `done, self._tasks = await asyncio.wait(self._tasks)`
        AnyNodeRef::ExprTuple(_) | AnyNodeRef::ExprList(_) if stored => Kind::Sweep,
        AnyNodeRef::ExprAttribute(method) => match tree.parent(parent).map(|id| tree.node(id)) {
            Some(AnyNodeRef::ExprCall(call))
                if AnyNodeRef::from(call.func.as_ref()).ptr_eq(tree.node(parent)) =>
            {
                match method.attr.as_str() {
                    name if ADDERS.contains(&name) => Kind::Add,
                    name if REMOVERS.contains(&name) => Kind::Remove(name, Some(call)),
                    name if SWEEPERS.contains(&name) => Kind::Sweep,
                    "clear" => Kind::Clear,
                    _ => Kind::Read,
                }
            }
            // `add_done_callback(self._tasks.discard)`
            _ if REMOVERS.contains(&method.attr.as_str()) => Kind::Remove(method.attr.as_str(), None),
            _ => Kind::Read,
        },
        AnyNodeRef::ExprSubscript(subscript) if AnyNodeRef::from(subscript.value.as_ref()).ptr_eq(node) => {
            match subscript.ctx {
                ast::ExprContext::Store if subscript.slice.is_slice_expr() => Kind::Sweep,
                ast::ExprContext::Store => Kind::Add,
                ast::ExprContext::Del if subscript.slice.is_slice_expr() => Kind::Sweep,
                ast::ExprContext::Del => Kind::Remove("del", None),
                _ => Kind::Read,
            }
        }
        AnyNodeRef::StmtReturn(_) | AnyNodeRef::ExprYield(_) => Kind::Escapes,
        AnyNodeRef::Arguments(_) => match tree.parent(parent).map(|id| tree.node(id)) {
            Some(AnyNodeRef::ExprCall(call)) => match last_name(&call.func) {
                Some(name) if CARRIERS.contains(&name) || LOOKERS.contains(&name) => Kind::Read,
                _ => Kind::Escapes,
            },
            _ => Kind::Escapes,
        },
        _ => Kind::Read,
    }
}

/// What an assignment does to what was in the container before.
fn assigned<'a>(
    facts: &Facts<'a>,
    statement: NodeId,
    value: &'a Expr,
    container: &Container<'a>,
) -> Kind<'a> {
    let mut itself = false;
    walk::subexpressions(value, &mut |part| {
        itself |= container.is(facts, part, facts.tree.id(part));
    });
    if itself {
        return Kind::Sweep;
    }
    let function = facts.tree.function(statement);
    let first = function.is_none_or(|id| match facts.tree.node(id) {
        AnyNodeRef::StmtFunctionDef(node) => {
            matches!(node.name.as_str(), "__init__" | "__post_init__" | "__new__")
        }
        _ => false,
    });
    if first { Kind::Made } else { Kind::Clear }
}

/// The range of a use, for evidence.
pub(super) fn range(facts: &Facts<'_>, used: &Used<'_>) -> TextRange {
    facts.tree.node(used.id).range()
}
