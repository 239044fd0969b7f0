//! Where a lock lives, an attribute or a name, and every use of it that can be found in the given files. Says what each
//! use does; what could not be followed is part of the answer.

use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{BindingKind, ClassRef, Facts};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, walk};

use super::handed;
use super::ledger::{Ledger, Whose};
use super::receiver::LOCKS;
use super::role::{self, Role};
use super::site::{self, Acquire};

/// How far names of names are followed.
const MAX_STEPS: u8 = 3;

/// What holds a lock, or a collection of locks.
pub enum Home<'a> {
    /// An attribute of instances of a class: the object, the attribute's name.
    Attribute(&'a Expr, &'a str),
    /// A name: the scope that binds it.
    Name(NodeId, &'a str),
}

/// A use of the lock.
pub struct Use {
    /// Where.
    pub place: Place,
    /// The function around it, by its dotted name; empty at module level.
    pub symbol: String,
    /// What it does.
    pub act: Act,
}

/// What a use does, in words that outlive the file that it is read in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Takes it or enters it, and whether the function goes on while it holds it.
    Takes { goes_on: bool },
    /// Only looks at it, or declares it.
    Ordinary,
    /// Lets go of it: of what which function has taken, and whether it asks first if it is locked.
    Releases { whose: Whose, asks: bool },
    /// Hands its `release` on.
    Hands,
    /// Makes it: a new lock, before anybody can have taken it.
    Makes,
    /// Sets it in any other way.
    Sets,
    /// Goes where it is not followed.
    Away,
}

/// Every use that is known.
#[derive(Default)]
pub struct Uses {
    /// The uses.
    pub list: Vec<Use>,
    /// Why there may be others, and where.
    pub blind: Option<(String, Option<Place>)>,
}

/// Where a lock lives, and whether it is that itself and no item of a collection. `None` where it comes out of a call.
pub fn of<'a>(facts: &Facts<'a>, expr: &'a Expr, at: NodeId) -> Option<(Home<'a>, bool)> {
    within(facts, expr, at, MAX_STEPS)
}

fn within<'a>(facts: &Facts<'a>, expr: &'a Expr, at: NodeId, steps: u8) -> Option<(Home<'a>, bool)> {
    match expr {
        Expr::Attribute(node) => Some((Home::Attribute(&node.value, node.attr.as_str()), true)),
        Expr::Subscript(node) => Some((within(facts, &node.value, at, steps)?.0, false)),
        Expr::Call(call) => match call.func.as_ref() {
            Expr::Attribute(method) if matches!(method.attr.as_str(), "get" | "setdefault") => {
                Some((within(facts, &method.value, at, steps)?.0, false))
            }
            _ => None,
        },
        Expr::Name(name) => {
            let (scope, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
            if steps > 0
                && site::key(facts, expr, at) != name.id.as_str()
                && let Some(BindingKind::Assignment { value: Some(value), .. }) =
                    bindings.first().map(|binding| &binding.kind)
            {
                return within(facts, value, bindings[0].node, steps - 1);
            }
            Some((Home::Name(scope, name.id.as_str()), true))
        }
        _ => None,
    }
}

/// All uses of what an acquire takes.
pub fn uses<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>) -> Uses {
    let Some((home, itself)) = of(facts, acquire.receiver, acquire.id) else {
        return Uses { list: Vec::new(), blind: Some(("it comes out of a call".into(), None)) };
    };
    let file = facts.file.unwrap_or_default();
    match home {
        Home::Name(scope, name) => of_name(facts, file, scope, name),
        Home::Attribute(object, name) => {
            let class = facts.class_ref(&facts.type_of(object, facts.tree.id(acquire.call)).ty);
            match class {
                Some(class) => of_attribute(facts, class, name, itself),
                None => in_this_file(facts, file, object, name, itself, acquire.id),
            }
        }
    }
}

/// Uses across the given files.
fn of_attribute(facts: &Facts<'_>, class: ClassRef, name: &str, itself: bool) -> Uses {
    let view = facts.view();
    let found = view.uses(class, name);
    let mut uses = Uses::default();
    for uses_of_file in found.list.chunk_by(|one, next| one.place.file == next.place.file) {
        let Some(first) = uses_of_file.first() else { continue };
        let file = first.place.file;
        let read = facts.in_file(file, |facts| {
            let mut reading = Reading { facts, file, ledger: Ledger::default() };
            let mut list = Vec::new();
            for one in uses_of_file {
                match facts.used_at(one.place.range) {
                    // A parameter, or another local name, holds what the attribute holds.
                    Some(id) => list.extend(reading.acts(id, itself, MAX_STEPS)),
                    None if matches!(one.usage, Usage::Declare) => {}
                    None => list.push(Use { place: one.place, symbol: String::new(), act: Act::Away }),
                }
            }
            list
        });
        let away = || vec![Use { place: first.place, symbol: String::new(), act: Act::Away }];
        uses.list.extend(read.unwrap_or_else(away));
    }
    uses.blind = found.blind.iter().find_map(|blind| {
        let harmless = blind.place.is_some_and(|place| {
            let index = view.index(place.file);
            index.attributes(name).iter().any(|at| {
                at.range == place.range
                    && matches!(&at.usage, Usage::Method { name, .. } if &**name != "release")
            })
        });
        (!harmless).then(|| (blind.why.clone(), blind.place))
    });
    if let Some(base) = view.outside_bases(class).into_iter().find(|base| !is_plain_base(base.as_deref())) {
        let base = base.map_or("a base class".into(), |base| format!("the base class `{base}`"));
        uses.blind = Some((format!("{base} is outside of the given files and may use it, too"), None));
    }
    uses
}

/// Bases that use no attribute of their subclasses.
fn is_plain_base(base: Option<&str>) -> bool {
    matches!(base, Some("builtins.object" | "abc.ABC" | "typing.Generic" | "typing.Protocol"))
}

/// Uses of an attribute in this file alone, where nothing says which other files there are.
fn in_this_file<'a>(
    facts: &Facts<'a>,
    file: u32,
    object: &Expr,
    name: &str,
    itself: bool,
    at: NodeId,
) -> Uses {
    let mut uses = Uses::default();
    let own =
        facts.this(at).filter(|(_, this)| matches!(object, Expr::Name(name) if name.id.as_str() == *this));
    if own.is_none() || facts.file.is_some() {
        uses.blind = Some(("the class of the object that has it is not known".into(), None));
    }
    let mut reading = Reading { facts, file, ledger: Ledger::default() };
    for occurrence in facts.index().attributes(name) {
        let Some(id) = facts.used_at(occurrence.range) else {
            uses.list.push(Use {
                place: Place { file, range: occurrence.range },
                symbol: String::new(),
                act: Act::Away,
            });
            continue;
        };
        let AnyNodeRef::ExprAttribute(node) = facts.tree.node(id) else { continue };
        // `self` of a class that has nothing to do with this one has another lock.
        if let (Some((own, _)), Some((other, this))) = (own, facts.this(id))
            && matches!(node.value.as_ref(), Expr::Name(name) if name.id.as_str() == this)
            && !facts.family(own).iter().any(|member| member.id == other.id)
        {
            continue;
        }
        uses.list.extend(reading.acts(id, itself, MAX_STEPS));
    }
    if let Some((class, _)) = own {
        let outside = facts.family(class).into_iter().flat_map(|member| {
            member.bases().iter().filter(|base| {
                facts.local_class(base, member.id).is_none()
                    && !is_plain_base(facts.qualified(base, member.id).as_deref())
            })
        });
        if let Some(base) = outside.map(|base| facts.text(base)).next() {
            uses.blind =
                Some((format!("the base class `{base}` is not in this file and may use it, too"), None));
        }
        // What the class body itself sets.
        for write in class.writes_of(name).filter(|write| write.method.is_none()) {
            let act = if write.value.is_some_and(|value| is_new_lock(facts, value, write.node_id)) {
                Act::Makes
            } else {
                Act::Sets
            };
            uses.list.push(Use { place: Place { file, range: write.range }, symbol: String::new(), act });
        }
    }
    uses
}

/// Uses of a name, in the functions that see it.
fn of_name(facts: &Facts<'_>, file: u32, scope: NodeId, name: &str) -> Uses {
    let mut reading = Reading { facts, file, ledger: Ledger::default() };
    let mut uses = Uses { list: reading.named(scope, name, MAX_STEPS), blind: None };
    for binding in facts.scopes().bindings_in(scope, name) {
        if matches!(binding.kind, BindingKind::Parameter(_)) {
            let place = facts.place(binding.range);
            uses.blind =
                Some((format!("`{name}` is a parameter, and whoever passes it has the lock, too"), place));
            continue;
        }
        let place = Place { file, range: binding.range };
        let made = match &binding.kind {
            BindingKind::Assignment { value: Some(value), .. } => is_new_lock(facts, value, binding.node),
            _ => false,
        };
        let once = facts.scopes().bindings_in(scope, name).len() == 1;
        let act = if made && once { Act::Makes } else { Act::Sets };
        uses.list.push(Use { place, symbol: facts.symbol(binding.node), act });
    }
    // A function inside may bind it anew.
    uses.list.extend(facts.tree.descendants(scope).filter_map(|id| match facts.tree.node(id) {
        AnyNodeRef::StmtNonlocal(node) if node.names.iter().any(|declared| declared.as_str() == name) => {
            let place = Place { file, range: node.range() };
            Some(Use { place, symbol: facts.symbol(id), act: Act::Sets })
        }
        _ => None,
    }));
    if scope == facts.tree.root()
        && let Some(own) = facts.file
    {
        let view = facts.view();
        let other = facts.project.files_with(name).into_iter().filter(|&file| file != own).find_map(|file| {
            let index = view.index(file);
            let imported = index.imports.iter().any(|import| &*import.target == name);
            let attribute = index.attributes(name).iter().find(|found| found.this.is_none());
            let at = attribute.map(|found| Place { file, range: found.range });
            (imported || at.is_some()).then_some(at)
        });
        if let Some(place) = other {
            uses.blind = Some(("another given file uses a name of the module like it".into(), place));
        }
    }
    uses
}

/// Reads uses in one file.
struct Reading<'f, 'a> {
    facts: &'f Facts<'a>,
    file: u32,
    ledger: Ledger,
}

impl Reading<'_, '_> {
    /// What is done with the reads of a name.
    fn named(&mut self, scope: NodeId, name: &str, steps: u8) -> Vec<Use> {
        let facts = self.facts;
        let index = facts.index();
        let reads = index.names(name).iter().filter_map(|read| facts.used_at(read.range));
        let own = reads.filter(|&id| {
            facts.scopes().lookup(facts.tree, id, name).is_some_and(|(found, _)| found == scope)
        });
        own.flat_map(|id| self.acts(id, true, steps)).collect()
    }

    /// What the use at a node does; of an item, if the lock is one.
    fn acts(&mut self, id: NodeId, itself: bool, steps: u8) -> Vec<Use> {
        let facts = self.facts;
        let lock = if itself { id } else { role::item(facts, id) };
        if !itself && lock == id {
            // What is done with the collection says nothing of the locks in it.
            return Vec::new();
        }
        let act = match role::of(facts, lock) {
            Role::Acquired => Act::Takes { goes_on: handed::goes_on(facts, lock) },
            Role::Entered => Act::Takes { goes_on: true },
            Role::Looked => Act::Ordinary,
            Role::ReleaseHanded => Act::Hands,
            Role::Written(value) if itself => written(facts, id, value),
            Role::Written(_) => Act::Sets,
            Role::Released(call) => {
                let AnyNodeRef::ExprCall(node) = facts.tree.node(call) else { return Vec::new() };
                let key = site::released(node).map(|expr| site::key(facts, expr, call)).unwrap_or_default();
                Act::Releases {
                    whose: self.ledger.whose(facts, call, &key),
                    asks: role::asks_locked(facts, call).is_some(),
                }
            }
            Role::Named(name) if steps > 0 => match facts.scopes().lookup(facts.tree, lock, name) {
                Some((scope, _)) if scope != facts.tree.root() => return self.named(scope, name, steps - 1),
                _ => Act::Away,
            },
            Role::Named(_) | Role::Away => Act::Away,
        };
        let place = Place { file: self.file, range: facts.tree.node(id).range() };
        vec![Use { place, symbol: facts.symbol(id), act }]
    }
}

/// What an assignment to the attribute does.
fn written(facts: &Facts<'_>, id: NodeId, value: Option<&Expr>) -> Act {
    let declares = matches!(facts.tree.parent(id).map(|parent| facts.tree.node(parent)),
        Some(AnyNodeRef::StmtAnnAssign(node)) if node.value.is_none());
    if declares {
        return Act::Ordinary;
    }
    let initial = match facts.tree.node(facts.tree.scope(id)) {
        AnyNodeRef::StmtFunctionDef(node) => node.name.as_str() == "__init__",
        AnyNodeRef::StmtClassDef(_) => true,
        _ => false,
    };
    match value {
        Some(Expr::NoneLiteral(_)) if initial => Act::Ordinary,
        Some(value) if is_new_lock(facts, value, id) && (initial || only_where_none(facts, id)) => Act::Makes,
        _ => Act::Sets,
    }
}

/// `if x is None:` directly around the assignment to `x`: it replaces no lock.
fn only_where_none(facts: &Facts<'_>, id: NodeId) -> bool {
    let Some(statement) = facts.tree.statement(id) else { return false };
    let Some((suite, 0)) = facts.tree.suite(statement) else { return false };
    let Some(AnyNodeRef::StmtIf(node)) = facts.tree.parent(statement).map(|parent| facts.tree.node(parent))
    else {
        return false;
    };
    let Expr::Compare(test) = node.test.as_ref() else { return false };
    std::ptr::eq(node.body.as_slice(), suite)
        && matches!(test.ops.as_ref(), [crate::syntax::ast::CmpOp::Is])
        && test.comparators.iter().all(Expr::is_none_literal_expr)
        && facts.text(test.left.as_ref()) == facts.text(facts.tree.node(id))
}

/// Whether a value is a new lock of asyncio that shares nothing with another one.
fn is_new_lock(facts: &Facts<'_>, value: &Expr, at: NodeId) -> bool {
    let Expr::Call(call) = value else { return false };
    let Some(name) = facts.qualified(&call.func, at) else { return false };
    // `asyncio.Condition(lock)` is another name of that lock.
    let shares = name == "asyncio.Condition" && !call.arguments.is_empty();
    LOCKS.contains(&name.as_str()) && !shares && walk::dotted(&call.func).is_some()
}
