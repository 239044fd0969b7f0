//! Changes of what a container holds: `self.links[key].append(x)`, also through local names. Judges nothing.

use std::collections::BTreeMap;

use crate::facts::types::engine::Place;
use crate::facts::{Blind, Facts, Scopes, Use};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange, ast};

use super::changes::{Change, What, of_method};

/// What one file does with the things that a container holds.
#[derive(Default)]
struct Held {
    /// Whether they are lists or deques.
    sequence: bool,
    changes: Vec<(TextRange, What, bool)>,
    blind: Vec<(TextRange, &'static str)>,
}

/// Adds all changes of what a container holds, by the container's uses.
pub(super) fn changes(
    facts: &Facts<'_>,
    uses: &[Use],
    sequence: bool,
    found: &mut Vec<Change>,
    blind: &mut Vec<Blind>,
) {
    let mut files: BTreeMap<u32, Vec<TextRange>> = BTreeMap::new();
    for used in uses {
        files.entry(used.place.file).or_default().push(used.place.range);
    }
    for (file, places) in files {
        let (held, functions) = if facts.file == Some(file) {
            in_file(facts, &places, sequence)
        } else {
            let read =
                facts.project.with_file(file, facts.settings, |other| in_file(other, &places, sequence));
            let Some(read) = read else { continue };
            read
        };
        for ((range, what, handed), function) in held.changes.into_iter().zip(functions) {
            let place = Place { file, range };
            found.push(Change {
                place,
                what,
                function,
                handed,
                aliased: true,
                may_replace: what == What::Grows,
            });
        }
        for (range, why) in held.blind {
            blind.push(Blind { place: Some(Place { file, range }), why: why.to_string() });
        }
    }
}

fn in_file(facts: &Facts<'_>, places: &[TextRange], sequence: bool) -> (Held, Vec<Option<u32>>) {
    let mut held = Held { sequence, ..Held::default() };
    for &place in places {
        let kinds = [NodeKind::ExprAttribute, NodeKind::ExprName];
        let id = kinds.into_iter().find_map(|kind| facts.tree.node_at(place, kind));
        if let Some(id) = id {
            of_container(facts, id, &mut held);
        }
    }
    held.changes.sort_by_key(|(range, ..)| range.start());
    held.changes.dedup_by_key(|(range, ..)| *range);
    let index = facts.index();
    let functions = held.changes.iter().map(|(range, ..)| index.function_at(*range)).collect();
    (held, functions)
}

/// Follows what comes out of a container at one of its uses.
fn of_container(facts: &Facts<'_>, id: NodeId, held: &mut Held) {
    let tree = facts.tree;
    let node = tree.node(id);
    let Some(parent) = tree.parent(id) else { return };
    match tree.node(parent) {
        AnyNodeRef::ExprSubscript(item) if item.value.range() == node.range() && item.ctx.is_load() => {
            of_value(facts, parent, held, true);
        }
        AnyNodeRef::ExprSubscript(item) if item.value.range() == node.range() && item.ctx.is_store() => {
            // `self.x[k] = links` shares what it is given; a new one is nobody else's yet.
            if let Some(value) = assigned(facts, parent)
                && !is_new(value)
            {
                held.blind.push((node.range(), "what is put in here may be somebody else's, too"));
            }
        }
        AnyNodeRef::ExprAttribute(method) => {
            let Some(call) = tree.parent(parent) else { return };
            let AnyNodeRef::ExprCall(node) = tree.node(call) else { return };
            if node.func.range() != method.range() {
                return;
            }
            match method.attr.as_str() {
                "get" | "setdefault" | "pop" | "popleft" => of_value(facts, call, held, true),
                "values" if node.arguments.is_empty() => of_iterable(facts, call, None, held),
                "items" if node.arguments.is_empty() => of_iterable(facts, call, Some(1), held),
                "add" | "append" | "appendleft" | "insert"
                    if node.arguments.args.last().is_some_and(|value| !is_new(value)) =>
                {
                    held.blind.push((node.range(), "what is put in here may be somebody else's, too"));
                }
                _ => {}
            }
        }
        _ => of_iterable(facts, id, None, held),
    }
}

/// The value of an assignment to a target.
fn assigned<'a>(facts: &Facts<'a>, target: NodeId) -> Option<&'a Expr> {
    match facts.tree.node(facts.tree.parent(target)?) {
        AnyNodeRef::StmtAssign(node) => Some(&node.value),
        AnyNodeRef::StmtAnnAssign(node) => node.value.as_deref(),
        _ => None,
    }
}

/// A container that is made where it stands.
fn is_new(value: &Expr) -> bool {
    match value {
        Expr::Call(call) => {
            matches!(call.func.as_ref(), Expr::Name(name) if name.id.chars().next().is_some_and(|letter| letter.is_ascii_lowercase())
            && matches!(name.id.as_str(), "set" | "dict" | "list" | "deque" | "defaultdict" | "sorted"))
        }
        _ => matches!(
            value,
            Expr::List(_)
                | Expr::Dict(_)
                | Expr::Set(_)
                | Expr::ListComp(_)
                | Expr::DictComp(_)
                | Expr::SetComp(_)
        ),
    }
}

/// Follows the target of a loop over something.
fn of_iterable(facts: &Facts<'_>, id: NodeId, position: Option<usize>, held: &mut Held) {
    let tree = facts.tree;
    let Some(mut parent) = tree.parent(id) else { return };
    let mut inner = id;
    // `list(x.values())`
    if let AnyNodeRef::Arguments(_) = tree.node(parent)
        && let Some(call) = tree.parent(parent)
        && let AnyNodeRef::ExprCall(node) = tree.node(call)
        && matches!(node.func.as_ref(), Expr::Name(name) if matches!(name.id.as_str(), "list" | "tuple" | "sorted"))
    {
        inner = call;
        let Some(next) = tree.parent(call) else { return };
        parent = next;
    }
    let at = tree.node(inner).range();
    let target = match tree.node(parent) {
        AnyNodeRef::StmtFor(node) if node.iter.range() == at => Some(node.target.as_ref()),
        AnyNodeRef::Comprehension(node) if node.iter.range() == at => Some(&node.target),
        _ => None,
    };
    let name = match (target, position) {
        (Some(Expr::Name(name)), None) => Some(name),
        (Some(Expr::Tuple(tuple)), Some(position)) => {
            tuple.elts.get(position).and_then(|one| one.as_name_expr())
        }
        _ => None,
    };
    if let Some(name) = name {
        of_name(facts, name, held);
    }
}

/// Follows every read of a local name in its scope.
fn of_name(facts: &Facts<'_>, name: &ast::ExprName, held: &mut Held) {
    let tree = facts.tree;
    let Some(at) = tree.node_at(name.range(), NodeKind::ExprName) else { return };
    let scope = Scopes::scope_of(tree, at);
    for read in tree.descendants(scope) {
        let is_read = matches!(tree.node(read), AnyNodeRef::ExprName(found) if found.id == name.id && found.ctx.is_load());
        if is_read
            && facts.scopes().lookup(tree, read, name.id.as_str()).is_some_and(|(found, _)| found == scope)
        {
            of_value(facts, read, held, false);
        }
    }
}

/// Sees what is done with one of the things held.
fn of_value(facts: &Facts<'_>, id: NodeId, held: &mut Held, named: bool) {
    let tree = facts.tree;
    let here = tree.node(id).range();
    let Some(parent) = tree.parent(id) else { return };
    match tree.node(parent) {
        AnyNodeRef::ExprAttribute(method) => {
            let Some(what) = of_method(method.attr.as_str()) else { return };
            let called = tree.parent(parent).is_some_and(|call| {
                matches!(tree.node(call), AnyNodeRef::ExprCall(node) if node.func.range() == method.range())
            });
            held.changes.push((method.range(), what, !called));
        }
        AnyNodeRef::ExprSubscript(item) if item.value.range() == here => match item.ctx {
            // Another item in its place.
            ast::ExprContext::Store if held.sequence && !item.slice.is_slice_expr() => {}
            ast::ExprContext::Store => held.changes.push((item.range(), What::Grows, false)),
            ast::ExprContext::Del => held.changes.push((item.range(), What::Shrinks, false)),
            _ => {}
        },
        AnyNodeRef::StmtAugAssign(node) if node.target.range() == here => {
            held.changes.push((here, What::Grows, false));
        }
        AnyNodeRef::StmtAssign(node) if named && node.value.range() == here => {
            match node.targets.as_slice() {
                [Expr::Name(name)] => of_name(facts, name, held),
                _ => held.blind.push((here, "what it holds is stored elsewhere here")),
            }
        }
        AnyNodeRef::ExprNamed(node) if named && node.value.range() == here => {
            if let Expr::Name(name) = node.target.as_ref() {
                of_name(facts, name, held);
            }
        }
        AnyNodeRef::ExprBoolOp(_) | AnyNodeRef::ExprIf(_) if named => of_value(facts, parent, held, named),
        AnyNodeRef::StmtReturn(_) | AnyNodeRef::ExprYield(_) => {
            held.blind.push((here, "what it holds is returned here"));
        }
        AnyNodeRef::Arguments(_) | AnyNodeRef::Keyword(_) => {
            let call = tree.ancestors(id).find(|&outer| matches!(tree.node(outer), AnyNodeRef::ExprCall(_)));
            let keeps = call.is_none_or(|call| match tree.node(call) {
                AnyNodeRef::ExprCall(node) => facts
                    .qualified(&node.func, call)
                    .is_none_or(|name| !name.starts_with("builtins.") || name == "builtins.setattr"),
                _ => true,
            });
            if keeps {
                held.blind.push((here, "what it holds is passed on here"));
            }
        }
        _ => {}
    }
}
