//! Every use of what holds a list, in the file that it stands in. Finds and follows names; says nothing of what a use does.

use rustc_hash::FxHashSet;

use crate::facts::index::{FileIndex, Occurrence, Usage};
use crate::facts::types::engine::{Inferred, Place};
use crate::facts::{BindingKind, Class, ClassRef, Facts, Ty, is_standard};
use crate::syntax::ast::StmtAssign;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange};

use super::Holder;
use super::known::known;
use super::named::may_name;

/// How far names of names are followed in one file.
const MAX_ALIASES: u8 = 3;

/// A use: an attribute expression or a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At {
    /// The expression.
    pub id: NodeId,
    /// The number of its file; 0 where only the judged file is known.
    pub file: u32,
    /// Whether it is through a local name for the attribute.
    pub aliased: bool,
    /// Whether it is through a parameter of a function that the list is passed to.
    pub parameter: bool,
    /// Whether what stands there may also be another list: a parameter, a name with several values, an object of several
    /// classes. Then nothing may be written there that only a deque can do.
    pub shared: bool,
}

/// Who may use it besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missed {
    /// Why, as a clause.
    pub why: String,
    /// Where, if it is anywhere.
    pub place: Option<Place>,
}

/// What gets every use, with the facts of its file.
pub(crate) type Each<'e> = &'e mut dyn FnMut(&Facts<'_>, At);

/// Calls back with every use of what holds a list, and returns what could not be followed.
pub(crate) fn each_use(facts: &Facts<'_>, holder: &Holder, each: Each<'_>) -> Vec<Missed> {
    match holder {
        Holder::Name { scope, name } => of_name(facts, *scope, name, each),
        Holder::Attribute { class, name } => match facts.class_ref(&Ty::Local(*class)) {
            Some(_) => across(facts, *class, name, each),
            None => alone(facts, *class, name, each),
        },
    }
}

/// In all given files.
fn across(facts: &Facts<'_>, class: NodeId, name: &str, each: Each<'_>) -> Vec<Missed> {
    let Some(class) = facts.class_ref(&Ty::Local(class)) else { return Vec::new() };
    let view = facts.view();
    let (class, found, mut missed) = known(facts, class, name);
    let known: FxHashSet<Place> = found.list.iter().map(|found| found.place).collect();
    for of_file in found.list.chunk_by(|one, next| one.place.file == next.place.file) {
        let Some(first) = of_file.first() else { continue };
        let file = first.place.file;
        let read = facts.in_file(file, |facts| {
            let mut strange = Vec::new();
            for found in of_file {
                match facts.used_at(found.place.range) {
                    Some(id) => {
                        let parameter = is_parameter(facts, id);
                        let shared = parameter
                            || found.aliased && is_shared(facts, id)
                            || is_one_of_several(facts, id);
                        each(facts, At { id, file, aliased: found.aliased, parameter, shared });
                    }
                    None => strange.push(found.place),
                }
            }
            strange
        });
        let strange = read.unwrap_or_else(|| vec![first.place]);
        missed.extend(
            strange
                .into_iter()
                .map(|place| Missed { why: format!("`{name}` is named by a string"), place: Some(place) }),
        );
    }
    // Where the value goes at a use that has been shown is a matter of that use.
    let open =
        found.blind.into_iter().filter(|blind| blind.place.is_none_or(|place| !known.contains(&place)));
    missed.extend(
        open.filter(|blind| blind.place.is_none_or(|place| may_name(facts, place, name)))
            .map(|blind| Missed { why: blind.why, place: blind.place }),
    );
    let family = view.family(class);
    for file in facts.project.files_with(name) {
        let ours = |at: Option<u32>| at.is_none_or(|class| family.contains(&ClassRef { file, class }));
        missed.extend(extended(&view.index(file), text_now(facts, file), file, name, &ours));
    }
    for base in view.outside_bases(class) {
        let harmless = base.as_deref().is_some_and(|base| is_harmless_base(base, name));
        if !harmless {
            let base = base.map_or("a base class".into(), |base| format!("the base class `{base}`"));
            let why = format!("{base} is outside of the given files and may use it");
            missed.push(Missed { why, place: None });
        }
    }
    missed
}

/// A file's text; the judged one's as it is now.
pub(super) fn text_now<'t>(facts: &'t Facts<'_>, file: u32) -> &'t str {
    if facts.file == Some(file) { facts.layout.text() } else { facts.project.text(file) }
}

/// Local names for an attribute that `+=` extends: they stay the same list, and are not followed from there on.
fn extended(
    index: &FileIndex,
    text: &str,
    file: u32,
    name: &str,
    ours: &dyn Fn(Option<u32>) -> bool,
) -> Vec<Missed> {
    let mut missed = Vec::new();
    for found in index.attributes(name).iter().filter(|found| ours(found.this)) {
        let Usage::Alias(alias) = &found.usage else { continue };
        let function = found.function.and_then(|function| index.functions.get(function as usize));
        let Some(body) = function.and_then(|function| text.get(function.range.to_std_range())) else {
            continue;
        };
        let extends = body.lines().flat_map(|line| line.split(';')).any(|line| {
            let rest = line.trim_start().rsplit(": ").next().and_then(|line| line.strip_prefix(&**alias));
            rest.is_some_and(|rest| {
                let rest = rest.trim_start();
                rest.starts_with("+=") || rest.starts_with("*=")
            })
        });
        if extends {
            let why = format!("`{alias}`, a name for it, is extended by an operator");
            missed.push(Missed { why, place: Some(Place { file, range: found.range }) });
        }
    }
    missed
}

/// Bases of the standard library know nothing of a subclass's private attributes; models look at all fields.
fn is_harmless_base(base: &str, attribute: &str) -> bool {
    let plain = matches!(base, "builtins.object" | "abc.ABC" | "typing.Generic" | "typing.Protocol");
    plain || attribute.starts_with('_') && is_standard(base)
}

/// In this file alone, where nothing says which other files there are.
fn alone(facts: &Facts<'_>, class: NodeId, name: &str, each: Each<'_>) -> Vec<Missed> {
    let index = facts.index();
    let named = |class: &&Class<'_>| {
        let number = index.class_named_at(class.node.name.start());
        index.attributes(name).iter().any(|at| at.this.is_some() && at.this == number)
    };
    let Some(own) = facts.class(class) else { return Vec::new() };
    let above = facts.family(own).into_iter().filter(|other| facts.inherits(class, Some(other.id)));
    // What a base class does with it concerns all classes below that.
    let own = above.filter(named).max_by_key(|other| facts.family(other).len()).unwrap_or(own);
    let family: Vec<NodeId> = facts.family(own).iter().map(|class| class.id).collect();
    let numbers: Vec<u32> =
        facts.family(own).iter().filter_map(|class| index.class_named_at(class.node.name.start())).collect();
    let mut search = Alone { facts, seen: FxHashSet::default(), missed: Vec::new() };
    for found in index.attributes(name) {
        let place = Place { file: 0, range: found.range };
        if found.by_string {
            search.missed.push(Missed { why: format!("`{name}` is named by a string"), place: Some(place) });
            continue;
        }
        let ours = match (found.this, facts.used_at(found.range).map(|id| (id, facts.tree.node(id)))) {
            (Some(class), _) => Some(numbers.contains(&class)),
            (None, Some((id, AnyNodeRef::ExprAttribute(node)))) => match facts.type_of(&node.value, id).ty {
                Ty::Local(class) => Some(family.contains(&class)),
                Ty::Unknown(_) => None,
                _ => Some(false),
            },
            _ => None,
        };
        match ours {
            Some(true) => search.occurrence(found, MAX_ALIASES, false, each),
            Some(false) => {}
            None => search.missed.push(Missed {
                why: format!("`.{name}` is used on an object whose class is not known"),
                place: Some(place),
            }),
        }
    }
    let ours = |at: Option<u32>| at.is_none_or(|class| numbers.contains(&class));
    search.missed.extend(extended(&index, facts.layout.text(), 0, name, &ours));
    let bases = facts.family(own).into_iter().flat_map(|member| {
        member.bases().iter().filter(|base| {
            facts.local_class(base, member.id).is_none()
                && !facts.qualified(base, member.id).is_some_and(|base| is_harmless_base(&base, name))
        })
    });
    let bases: Vec<&str> = bases.map(|base| facts.text(base)).collect();
    search.missed.extend(bases.into_iter().map(|base| Missed {
        why: format!("the base class `{base}` is outside of the given files and may use it"),
        place: None,
    }));
    search.missed
}

struct Alone<'f, 'a> {
    facts: &'f Facts<'a>,
    seen: FxHashSet<TextRange>,
    missed: Vec<Missed>,
}

impl Alone<'_, '_> {
    fn occurrence(&mut self, found: &Occurrence, steps: u8, aliased: bool, each: Each<'_>) {
        let (facts, index) = (self.facts, self.facts.index());
        let place = Place { file: 0, range: found.range };
        if let Usage::Alias(name) = &found.usage {
            let Some(function) = found.function.filter(|_| steps > 0) else {
                self.missed
                    .push(Missed { why: "it is handed on through other names".into(), place: Some(place) });
                return;
            };
            let reads = index.names(name).iter().filter(|read| {
                read.owner == Some(function)
                    && index.still_holds(name, function, Some(found.range.end()), read.range)
            });
            for read in reads {
                self.occurrence(read, steps - 1, true, each);
            }
            return;
        }
        if !self.seen.insert(found.range) {
            return;
        }
        match facts.used_at(found.range) {
            Some(id) => {
                let shared = aliased && is_shared(facts, id);
                each(facts, At { id, file: 0, aliased, parameter: false, shared });
            }
            None => {
                self.missed.push(Missed { why: "it is named by a string".into(), place: Some(place) });
            }
        }
    }
}

/// A name of the module or of one function. Other files may have a name of the module, too.
fn of_name(facts: &Facts<'_>, scope: NodeId, name: &str, each: Each<'_>) -> Vec<Missed> {
    let tree = facts.tree;
    let file = facts.file.unwrap_or_default();
    for id in tree.all() {
        let AnyNodeRef::ExprName(node) = tree.node(id) else { continue };
        if node.id.as_str() != name {
            continue;
        }
        if facts.scopes().lookup(tree, id, name).is_some_and(|(at, _)| at == scope) {
            each(facts, At { id, file, aliased: false, parameter: false, shared: false });
        }
    }
    let mut missed = Vec::new();
    if scope != tree.root() {
        return missed;
    }
    if tree.all().any(|id| matches!(tree.node(id), AnyNodeRef::StmtAssign(assign) if is_all(assign, name))) {
        missed.push(Missed { why: "the module exports it in `__all__`".into(), place: None });
    }
    let Some(own) = facts.file else { return missed };
    let view = facts.view();
    let own_module = facts.project.module(own);
    let own_last = own_module.rsplit('.').next().unwrap_or_default().to_string();
    for file in facts.project.files_with(name).into_iter().filter(|&file| file != own) {
        let index = view.index(file);
        let imported = index.imports.iter().any(|import| {
            &*import.target == name && import.module.rsplit('.').next().unwrap_or_default() == own_last
        });
        let reached = index.attributes(name).iter().find(|found| {
            found.receiver.is_some_and(|range| {
                found.this.is_none()
                    && match view.type_at(Place { file, range }) {
                        Inferred::Module(module) => module == own_module,
                        Inferred::Unknown(_) => true,
                        _ => false,
                    }
            })
        });
        let place = reached.map(|found| Place { file, range: found.range });
        if imported || reached.is_some() {
            let why = format!("{} may use it, too", facts.project.path(file));
            missed.push(Missed { why, place });
        }
    }
    missed
}

fn is_all(assign: &StmtAssign, name: &str) -> bool {
    let targets = assign
        .targets
        .iter()
        .any(|target| matches!(target, Expr::Name(target) if target.id.as_str() == "__all__"));
    let elements = match assign.value.as_ref() {
        Expr::List(list) => &list.elts,
        Expr::Tuple(tuple) => &tuple.elts,
        _ => return false,
    };
    targets
        && elements
            .iter()
            .any(|element| element.as_string_literal_expr().is_some_and(|text| text.value.to_str() == name))
}

/// Whether a name is a parameter of the function around it.
fn is_parameter(facts: &Facts<'_>, id: NodeId) -> bool {
    let AnyNodeRef::ExprName(name) = facts.tree.node(id) else { return false };
    let found = facts.scopes().lookup(facts.tree, id, name.id.as_str());
    found.is_some_and(|(scope, bindings)| {
        facts.tree.node(scope).kind() == NodeKind::StmtFunctionDef
            && bindings.iter().any(|binding| matches!(binding.kind, BindingKind::Parameter(_)))
    })
}

/// Whether a local name may hold something else than the attribute: it has several values, or one that is not just that.
fn is_shared(facts: &Facts<'_>, id: NodeId) -> bool {
    let AnyNodeRef::ExprName(name) = facts.tree.node(id) else { return false };
    let found = facts.scopes().lookup(facts.tree, id, name.id.as_str());
    found.is_none_or(|(_, bindings)| match bindings {
        [binding] => !matches!(
            &binding.kind,
            BindingKind::Assignment { value: Some(value), .. }
                if value.is_attribute_expr() || value.is_name_expr() || value.is_list_expr()
        ),
        _ => true,
    })
}

/// Whether the object that has the attribute may be of several classes.
fn is_one_of_several(facts: &Facts<'_>, id: NodeId) -> bool {
    let AnyNodeRef::ExprAttribute(node) = facts.tree.node(id) else { return false };
    let place = facts.place(node.value.range());
    place.is_some_and(|place| matches!(facts.view().type_at(place), Inferred::Several(_)))
}
