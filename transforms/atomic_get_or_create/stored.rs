//! Whether `None` can be what is stored, so that a check for `None` is more than a check for an entry: from the
//! annotation, and from everything that the given files store.

use super::holds::{filled, filled_with, is_any, maybe_none, stores_none};
use super::shape::Site;
use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{BindingKind, Class, ClassRef, Facts, Ty, Uses};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange};
use crate::verdict::Evidence;

/// Methods of a mapping that store in it.
const STORING: &[&str] = &["setdefault", "update", "__setitem__", "__ior__"];

/// Whether `None` is stored.
pub(super) enum Stored {
    /// Never, and what shows it.
    Never(Evidence),
    /// It is, or the annotation means it to be.
    Sometimes(Evidence),
    /// Not known, and why.
    Unknown(String),
}

/// What an annotation says of a mapping's values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// They are not `None`.
    Never,
    /// They may be.
    Sometimes,
    /// Nothing.
    Nothing,
}

/// Whether `None` is stored in the mapping of a site.
pub(super) fn none<'a>(facts: &Facts<'a>, site: &Site<'a>) -> Stored {
    if facts.type_of(site.value, facts.tree.id(site.value)).optional {
        return Stored::Unknown("what is created may be None".into());
    }
    of(facts, site.dict, site)
}

fn of<'a>(facts: &Facts<'a>, dict: &'a Expr, site: &Site<'a>) -> Stored {
    match dict {
        Expr::Attribute(attribute) => {
            let name = attribute.attr.as_str();
            let receiver = facts.type_of(&attribute.value, facts.tree.id(attribute.value.as_ref()));
            let own = match &receiver.ty {
                Ty::Local(class) => annotated_here(facts, *class, name),
                _ => None,
            };
            let Some(class) = facts.class_ref(&receiver.ty) else {
                return match (own, &receiver.ty) {
                    // Without other files, the class's own assignments are all there is to see.
                    (own, Ty::Local(class)) => in_class(facts, *class, name, own, site),
                    _ => Stored::Unknown(format!("whose attribute `{name}` is, is not known")),
                };
            };
            let says = own.or_else(|| annotated_there(facts, class, name));
            across(facts, class, name, says, site)
        }
        Expr::Name(name) => of_name(facts, dict, name.id.as_str(), site),
        Expr::Subscript(item) => match inner(facts, &item.value) {
            Some((Says::Never, evidence)) => Stored::Never(evidence),
            Some((Says::Sometimes, evidence)) => Stored::Sometimes(evidence),
            _ => Stored::Unknown("what else is stored in it is not followed".into()),
        },
        _ => Stored::Unknown("what else is stored in it is not followed".into()),
    }
}

/// What an annotation says of the values; `depth`: how many mappings deeper they are.
fn says(facts: &Facts<'_>, annotation: &Expr, at: NodeId, depth: u8) -> Says {
    match annotation {
        Expr::BinOp(union) => {
            let left = says(facts, &union.left, at, depth);
            if left == Says::Nothing { says(facts, &union.right, at, depth) } else { left }
        }
        Expr::Subscript(generic) => {
            let last = facts.text(generic.value.as_ref()).rsplit('.').next().unwrap_or_default().to_string();
            match (last.as_str(), generic.slice.as_ref()) {
                ("Optional" | "Final" | "ClassVar", inner) => says(facts, inner, at, depth),
                (_, Expr::Tuple(arguments)) if arguments.elts.len() == 2 => {
                    let values = &arguments.elts[1];
                    if depth > 0 {
                        return says(facts, values, at, depth - 1);
                    }
                    let typed = facts.annotation(values, at);
                    match (typed.optional, typed.ty.is_known() || values.is_subscript_expr()) {
                        (true, _) => Says::Sometimes,
                        (false, true) if !is_any(facts, values) => Says::Never,
                        _ => Says::Nothing,
                    }
                }
                _ => Says::Nothing,
            }
        }
        _ => Says::Nothing,
    }
}

fn evidence_of(facts: &Facts<'_>, says: Says, at: TextRange) -> Evidence {
    let message = if says == Says::Sometimes {
        "the annotation means None to be stored"
    } else {
        "the annotation rules None out, and nothing stores it"
    };
    facts.evidence("none", message, at)
}

/// The annotation of an attribute in its class or in a base class of this file.
fn annotated_here(facts: &Facts<'_>, class: NodeId, name: &str) -> Option<(Says, Evidence)> {
    let mut open = vec![class];
    for _ in 0..20 {
        let class: &Class<'_> = facts.class(open.pop()?)?;
        let found = class.writes_of(name).find_map(|write| Some((write.annotation?, write)));
        if let Some((annotation, write)) = found {
            let says = says(facts, annotation, write.node_id, 0);
            return Some((says, evidence_of(facts, says, write.range)));
        }
        open.extend(facts.local_bases(class.id));
    }
    None
}

/// The same for a class of any given file.
fn annotated_there(facts: &Facts<'_>, class: ClassRef, name: &str) -> Option<(Says, Evidence)> {
    let view = facts.view();
    std::iter::once(class).chain(view.ancestors(class)).find_map(|at| {
        let index = view.index(at.file);
        let write =
            index.attributes(name).iter().find(|write| write.this == Some(at.class) && write.annotated)?;
        let found = facts.in_file(at.file, |other| annotation_at(other, write.range, 0))??;
        let place = Place { file: at.file, range: write.range };
        let message = evidence_of(facts, found, TextRange::default()).message;
        Some((found, facts.evidence_at("none", message, place)))
    })
}

fn annotation_at(facts: &Facts<'_>, target: TextRange, depth: u8) -> Option<Says> {
    let node = facts.used_at(target)?;
    let AnyNodeRef::StmtAnnAssign(stmt) = facts.tree.node(facts.tree.parent(node)?) else { return None };
    Some(says(facts, &stmt.annotation, node, depth))
}

/// What the annotation of a mapping of mappings says of the inner ones' values.
fn inner<'a>(facts: &Facts<'a>, outer: &'a Expr) -> Option<(Says, Evidence)> {
    let Expr::Attribute(attribute) = outer else { return None };
    let Ty::Local(class) = facts.type_of(&attribute.value, facts.tree.id(attribute.value.as_ref())).ty else {
        return None;
    };
    let class = facts.class(class)?;
    let (annotation, write) =
        class.writes_of(attribute.attr.as_str()).find_map(|write| Some((write.annotation?, write)))?;
    let says = says(facts, annotation, write.node_id, 1);
    let message = match says {
        Says::Never => "the annotation rules None out",
        _ => "the annotation means None to be stored",
    };
    Some((says, facts.evidence("none", message, write.range)))
}

/// What is stored at `target[…]`; the site's own store is of its value.
fn stored<'a>(facts: &Facts<'a>, target: NodeId, site: &Site<'a>) -> Option<bool> {
    let own = facts.tree.node(site.set).range().contains_range(facts.tree.node(target).range());
    if own { maybe_none(facts, site.value) } else { stores_none(facts, target) }
}

fn judge(
    annotation: Option<(Says, Evidence)>,
    stores: impl Iterator<Item = (Evidence, Option<bool>)>,
    open: Option<String>,
) -> Stored {
    let mut unknown = None;
    let mut shown = None;
    for (evidence, none) in stores {
        match none {
            Some(true) => {
                return Stored::Sometimes(Evidence { message: "None is stored here".into(), ..evidence });
            }
            Some(false) => shown = shown.or(Some(evidence)),
            None => unknown = unknown.or(Some("what is stored elsewhere may be None".into())),
        }
    }
    match (annotation, unknown, shown) {
        (Some((Says::Sometimes, evidence)), ..) => Stored::Sometimes(evidence),
        (_, Some(why), _) => Stored::Unknown(why),
        (Some((Says::Never, evidence)), ..) => Stored::Never(evidence),
        (_, None, _) if open.is_some() => Stored::Unknown(open.unwrap_or_default()),
        (_, None, Some(evidence)) => Stored::Never(Evidence {
            message: "nothing that the given files store is None".into(),
            ..evidence
        }),
        (_, None, None) => Stored::Unknown("nothing shows what is stored".into()),
    }
}

/// From all uses of the attribute in the given files.
fn across<'a>(
    facts: &Facts<'a>,
    class: ClassRef,
    name: &str,
    annotation: Option<(Says, Evidence)>,
    site: &Site<'a>,
) -> Stored {
    let Uses { list, blind } = facts.view().uses(class, name);
    let open = blind.first().map(|blind| format!("not all of its uses are known: {}", blind.why));
    let mut stores = Vec::new();
    for found in &list {
        let Place { file, range } = found.place;
        let none = match &found.usage {
            Usage::SetItem(_) if Some(file) == facts.file => {
                facts.used_at(range).and_then(|id| stored(facts, id, site))
            }
            Usage::SetItem(_) => {
                facts.in_file(file, |other| stores_none(other, other.used_at(range)?)).flatten()
            }
            Usage::Method { name, .. } if STORING.contains(&&**name) => {
                facts.in_file(file, |other| stores_none(other, other.used_at(range)?)).flatten()
            }
            Usage::Augment | Usage::Escape(_) => None,
            Usage::Write => {
                let read = facts.in_file(file, |other| match other.used_at(range) {
                    Some(id) => filled(other, id),
                    None => Some(None),
                });
                match read.unwrap_or(Some(None)) {
                    Some(none) => none,
                    None => continue,
                }
            }
            _ => continue,
        };
        stores.push((facts.evidence_at("none", "", found.place), none));
    }
    judge(annotation, stores.into_iter(), open)
}

/// Why what this file shows is not enough; `None` where the annotation decides.
fn undecided(annotation: &Option<(Says, Evidence)>) -> Option<String> {
    let decides = annotation.as_ref().is_some_and(|(says, _)| *says != Says::Nothing);
    (!decides).then(|| "who else stores something is not known".to_string())
}

/// From the class alone, where there is no project.
fn in_class<'a>(
    facts: &Facts<'a>,
    class: NodeId,
    name: &str,
    annotation: Option<(Says, Evidence)>,
    site: &Site<'a>,
) -> Stored {
    let Some(class) = facts.class(class) else {
        return Stored::Unknown("nothing shows what is stored".into());
    };
    let written = class.writes_of(name).filter_map(|write| {
        let none = match write.value {
            Some(value) => filled_with(facts, value)?,
            None if write.opaque => None,
            None => return None,
        };
        Some((facts.evidence("none", "", write.range), none))
    });
    let used = class.uses_of(name).filter_map(|used| {
        let none = use_of(facts, used.node_id, site)?;
        Some((facts.evidence("none", "", used.range), none))
    });
    let open = undecided(&annotation);
    judge(annotation, written.chain(used), open)
}

/// What one use of a mapping stores in it: `None` if nothing, and else whether that may be `None`.
fn use_of<'a>(facts: &Facts<'a>, target: NodeId, site: &Site<'a>) -> Option<Option<bool>> {
    let tree = facts.tree;
    match tree.node(tree.parent(target)?) {
        AnyNodeRef::ExprSubscript(item)
            if AnyNodeRef::from(item.value.as_ref()).ptr_eq(tree.node(target)) =>
        {
            item.ctx.is_store().then(|| stored(facts, target, site))
        }
        AnyNodeRef::ExprAttribute(method) => {
            STORING.contains(&method.attr.as_str()).then(|| stores_none(facts, target))
        }
        // Another name for it, by which more may be stored.
        AnyNodeRef::StmtAssign(assign)
            if AnyNodeRef::from(assign.value.as_ref()).ptr_eq(tree.node(target)) =>
        {
            Some(None)
        }
        AnyNodeRef::StmtAugAssign(_) => Some(None),
        _ => None,
    }
}

/// A name: what its annotation says, what this file stores in it, and what it stands for.
fn of_name<'a>(facts: &Facts<'a>, dict: &'a Expr, name: &str, site: &Site<'a>) -> Stored {
    let at = facts.tree.id(dict);
    let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, at, name) else {
        return Stored::Unknown("nothing shows what is stored".into());
    };
    let annotation = bindings.iter().find_map(|binding| match &binding.kind {
        BindingKind::Assignment { annotation: Some(annotation), .. } => Some((*annotation, binding)),
        BindingKind::Parameter(parameter) => Some((parameter.annotation.as_deref()?, binding)),
        _ => None,
    });
    if let ([binding], None) = (bindings, &annotation)
        && let BindingKind::Assignment { value: Some(value @ Expr::Attribute(_)), .. } = &binding.kind
    {
        // A local name for an attribute.
        return of(facts, value, site);
    }
    let annotation = annotation.map(|(annotation, binding)| {
        let says = says(facts, annotation, binding.node, 0);
        (says, evidence_of(facts, says, binding.range))
    });
    let written = bindings.iter().filter_map(|binding| {
        let none = match &binding.kind {
            BindingKind::Assignment { value: Some(value), .. } => filled_with(facts, value)?,
            BindingKind::Other => None,
            _ => return None,
        };
        Some((facts.evidence("none", "", binding.range), none))
    });
    let used = facts.tree.all().filter_map(|id| {
        let AnyNodeRef::ExprName(read) = facts.tree.node(id) else { return None };
        let same = read.id.as_str() == name
            && facts.scopes().lookup(facts.tree, id, name).is_some_and(|(other, _)| other == scope);
        let none = same.then(|| use_of(facts, id, site)).flatten()?;
        Some((facts.evidence("none", "", read.range()), none))
    });
    let open = undecided(&annotation);
    judge(annotation, written.chain(used), open)
}
