//! Whether a mapping is seen to be made as a plain dictionary, wherever it is made: an annotation also lets in a
//! `defaultdict`, or a class with its own `__setitem__`. Not what is stored in it.

use crate::deques::named_by_text;
use crate::facts::index::Usage;
use crate::facts::{AttributeWrite, BindingKind, ClassRef, Facts, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId};

/// Classes that are plain dictionaries. Source: the Python library reference, "dict", "OrderedDict".
pub(super) const PLAIN: &[&str] = &["builtins.dict", "collections.OrderedDict"];
const FIELDS: &[&str] = &["dataclasses.field", "attr.field", "attrs.field", "attr.ib"];
/// How far names and attributes are followed that stand for others.
const MAX_STEPS: u8 = 4;

/// What is seen of one place that makes a mapping.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Makes {
    /// A plain dictionary.
    Plain,
    /// None: a declaration, or `None`.
    Nothing,
    /// Something else, or nobody knows.
    Other,
}

/// Why a mapping is not seen to be a plain dictionary; `None` if it is.
pub(super) fn unseen<'a>(facts: &Facts<'a>, dict: &'a Expr) -> Option<String> {
    let why = match dict {
        Expr::Subscript(_) => "it is an entry of another container",
        Expr::Name(name) if is_parameter(facts, dict, name.id.as_str()) => "it comes in as a parameter",
        _ => "its making is not seen",
    };
    let other = "one of another class may make missing entries by itself, or store in its own way";
    (seen(facts, dict, MAX_STEPS) != Makes::Plain).then(|| format!("{why}, and {other}"))
}

fn is_parameter(facts: &Facts<'_>, dict: &Expr, name: &str) -> bool {
    facts.scopes().lookup(facts.tree, facts.tree.id(dict), name).is_some_and(|(_, bindings)| {
        bindings.iter().any(|binding| matches!(binding.kind, BindingKind::Parameter(_)))
    })
}

/// All of the places together: at least one makes a plain dictionary, and none anything else.
fn together(places: impl IntoIterator<Item = Makes>) -> Makes {
    places.into_iter().fold(Makes::Nothing, |all, one| match (all, one) {
        (Makes::Other, _) | (_, Makes::Other) => Makes::Other,
        (Makes::Plain, _) | (_, Makes::Plain) => Makes::Plain,
        _ => Makes::Nothing,
    })
}

fn seen<'a>(facts: &Facts<'a>, dict: &'a Expr, steps: u8) -> Makes {
    if steps == 0 {
        return Makes::Other;
    }
    match dict {
        Expr::Name(name) => {
            let at = facts.tree.id(dict);
            let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) else {
                return Makes::Other;
            };
            if scope == facts.tree.root() && is_set_by_text(facts, name.id.as_str()) {
                return Makes::Other;
            }
            together(bindings.iter().map(|binding| match &binding.kind {
                BindingKind::Assignment { value: Some(value), .. } => makes(facts, value, steps - 1),
                BindingKind::Assignment { value: None, annotation: Some(_) } => Makes::Nothing,
                _ => Makes::Other,
            }))
        }
        Expr::Attribute(attribute) => of_attribute(facts, attribute, steps),
        _ => Makes::Other,
    }
}

fn of_attribute<'a>(facts: &Facts<'a>, attribute: &'a ast::ExprAttribute, steps: u8) -> Makes {
    let name = attribute.attr.as_str();
    let receiver = facts.tree.id(attribute.value.as_ref());
    let class = match facts.type_of(&attribute.value, receiver).ty {
        Ty::Unknown(_) => match facts.local_class(&attribute.value, receiver) {
            Some(class) => Ty::Local(class),
            None => return Makes::Other,
        },
        ty => ty,
    };
    let mut places = Vec::new();
    if let Ty::Local(class) = class {
        let (mut open, mut done) = (vec![class], Vec::new());
        while let Some(current) = open.pop() {
            if done.contains(&current) {
                continue;
            }
            done.push(current);
            open.extend(facts.local_bases(current));
            let Some(class) = facts.class(current) else { continue };
            places.extend(class.writes_of(name).map(|write| written(facts, write, steps)));
        }
    }
    // What is judged alone has nobody else to ask.
    if facts.file.is_none() && facts.index().reflections.iter().any(|reflection| reflection.writes) {
        return Makes::Other;
    }
    if let Some(class) = facts.class_ref(&class) {
        if is_set_otherwise(facts, class, name) {
            return Makes::Other;
        }
        places.extend(facts.view().uses(class, name).list.iter().map(|found| {
            match &found.usage {
                Usage::Write | Usage::Declare => facts
                    .in_file(found.place.file, |there| {
                        there.used_at(found.place.range).map_or(Makes::Other, |id| assigned(there, id, steps))
                    })
                    .unwrap_or(Makes::Other),
                _ => Makes::Nothing,
            }
        }));
    }
    together(places)
}

/// Whether somebody may set an attribute without being seen to: by a text that names it, by a text that is worked out, or
/// as `_Class__name` where it has two underscores.
fn is_set_otherwise(facts: &Facts<'_>, class: ClassRef, name: &str) -> bool {
    let view = facts.view();
    name.starts_with('_') && named_by_text(facts, name).is_some() || view.sets_unnamed(class).is_some()
}

/// Whether a given file sets a name of a module by its text: `globals()["rooms"] = …`, `vars(module)["rooms"] = …`.
fn is_set_by_text(facts: &Facts<'_>, name: &str) -> bool {
    let hit = |text: &str| {
        ['"', '\''].iter().any(|quote| {
            let item = format!("[{quote}{name}{quote}]");
            text.match_indices(&item).any(|(at, _)| {
                let object = text[..at].trim_end();
                let call = object.strip_suffix(')').and_then(|object| object.rsplit_once('('));
                object.ends_with("__dict__")
                    || call.is_some_and(|(called, _)| called.ends_with("globals") || called.ends_with("vars"))
            })
        })
    };
    hit(facts.layout.text())
        || facts.project.files_with(name).into_iter().any(|file| hit(facts.project.text(file)))
}

fn written<'a>(facts: &Facts<'a>, write: &AttributeWrite<'a>, steps: u8) -> Makes {
    let parent = facts.tree.parent(write.node_id).map(|parent| facts.tree.node(parent));
    match write.value {
        Some(value) => makes(facts, value, steps - 1),
        // `|=` leaves the class as it is.
        None if !write.opaque || matches!(parent, Some(AnyNodeRef::StmtAugAssign(_))) => Makes::Nothing,
        None => Makes::Other,
    }
}

/// What the statement gives whose target a node is.
fn assigned(facts: &Facts<'_>, target: NodeId, steps: u8) -> Makes {
    match facts.tree.parent(target).map(|parent| facts.tree.node(parent)) {
        Some(AnyNodeRef::StmtAssign(assign)) => makes(facts, &assign.value, steps - 1),
        Some(AnyNodeRef::StmtAnnAssign(assign)) => {
            assign.value.as_deref().map_or(Makes::Nothing, |value| makes(facts, value, steps - 1))
        }
        _ => Makes::Other,
    }
}

fn makes<'a>(facts: &Facts<'a>, value: &'a Expr, steps: u8) -> Makes {
    let plain = |yes: bool| if yes { Makes::Plain } else { Makes::Other };
    match value {
        Expr::Dict(_) | Expr::DictComp(_) => Makes::Plain,
        Expr::NoneLiteral(_) => Makes::Nothing,
        Expr::Name(_) | Expr::Attribute(_) => seen(facts, value, steps),
        Expr::If(choice) => {
            together([&choice.body, &choice.orelse].map(|part| makes(facts, part.as_ref(), steps)))
        }
        Expr::Call(call) => {
            let at = facts.tree.id(value);
            let function = match call.func.as_ref() {
                Expr::Subscript(generic) => generic.value.as_ref(),
                function => function,
            };
            if let Expr::Attribute(method) = function
                && method.attr.as_str() == "fromkeys"
            {
                return plain(facts.is_one_of(&method.value, at, PLAIN));
            }
            if facts.is_one_of(function, at, FIELDS) {
                return plain(field(facts, call, at));
            }
            plain(facts.is_one_of(function, at, PLAIN))
        }
        _ => Makes::Other,
    }
}

/// Whether the field of a dataclass is made by its factory only: it is no parameter of the constructor.
fn field<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall, at: NodeId) -> bool {
    let keyword = |name: &str| call.arguments.find_keyword(name).map(|keyword| &keyword.value);
    let made = keyword("default_factory").or_else(|| keyword("factory"));
    let private = matches!(keyword("init"), Some(Expr::BooleanLiteral(init)) if !init.value);
    private && made.is_some_and(|factory| facts.is_one_of(factory, at, PLAIN))
}
