//! The statement that makes a list, or a dictionary of lists, that outlives the function: for an attribute or a name of
//! the module.

use crate::deques::{Form, Holder, made};
use crate::facts::Facts;
use crate::facts::index::Usage;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind};

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Makes {
    /// A list.
    List,
    /// A dictionary whose values are lists, as far as the statement says.
    Dict,
}

/// A statement that makes one.
pub(super) struct Site<'a> {
    /// The statement.
    pub id: NodeId,
    /// The target.
    pub target: NodeId,
    /// The name of the attribute or of the module's variable.
    pub name: &'a str,
    /// What holds it.
    pub holder: Holder,
    /// What is made.
    pub makes: Makes,
    /// Its annotation.
    pub annotation: Option<&'a Expr>,
}

/// The statement at a node, if it is one.
pub(super) fn of<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Site<'a>> {
    let tree = facts.tree;
    let (target, value, annotation) = match tree.node(id) {
        AnyNodeRef::StmtAssign(assign) => match assign.targets.as_slice() {
            [target] => (target, assign.value.as_ref(), None),
            _ => return None,
        },
        AnyNodeRef::StmtAnnAssign(assign) => {
            (assign.target.as_ref(), assign.value.as_deref()?, Some(assign.annotation.as_ref()))
        }
        _ => return None,
    };
    let makes = makes(facts, value, annotation)?;
    let (name, holder) = match target {
        Expr::Attribute(attribute) => {
            let Expr::Name(object) = attribute.value.as_ref() else { return None };
            let (class, this) = facts.this(id)?;
            if object.id.as_str() != this || !is_first(facts, id) {
                return None;
            }
            let name = attribute.attr.as_str();
            (name, Holder::Attribute { class: class.id, name: name.to_string() })
        }
        Expr::Name(name) => {
            let name = name.id.as_str();
            let parent = tree.parent(id)?;
            match tree.node(parent).kind() {
                // A model makes fields of them, in its own way.
                NodeKind::StmtClassDef if !is_factory(facts, value) && has_foreign_base(facts, parent) => {
                    return None;
                }
                NodeKind::StmtClassDef => (name, Holder::Attribute { class: parent, name: name.to_string() }),
                NodeKind::ModModule if !name.starts_with("__") => {
                    (name, Holder::Name { scope: parent, name: name.to_string() })
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(Site { id, target: tree.id(target), name, holder, makes, annotation })
}

/// Whether a value is what makes the lists of a dataclass's objects, not a list.
fn is_factory<'a>(facts: &Facts<'a>, value: &'a Expr) -> bool {
    made(facts, value).is_none_or(|made| made.form == Form::Factory)
}

/// Whether a class has a base that is not of its file.
fn has_foreign_base(facts: &Facts<'_>, class: NodeId) -> bool {
    facts.class(class).is_none_or(|class| {
        class.has_class_keywords()
            || class.bases().iter().any(|base| facts.local_class(base, class.id).is_none())
    })
}

/// Whether a statement stands where an object is set up.
fn is_first(facts: &Facts<'_>, id: NodeId) -> bool {
    facts.tree.function(id).is_some_and(|function| is_set_up(facts, function))
}

/// Whether a function sets up an object.
pub(super) fn is_set_up(facts: &Facts<'_>, function: NodeId) -> bool {
    matches!(facts.tree.node(function), AnyNodeRef::StmtFunctionDef(node) if matches!(node.name.as_str(), "__init__" | "__post_init__" | "__new__" | "__attrs_post_init__"))
}

fn makes<'a>(facts: &Facts<'a>, value: &'a Expr, annotation: Option<&'a Expr>) -> Option<Makes> {
    let defaultdict = |call: &'a Expr| match call {
        Expr::Call(call) => facts.is_one_of(&call.func, facts.tree.id(call), &["collections.defaultdict"]),
        _ => false,
    };
    if let Some(creation) = made(facts, value) {
        return match creation.form {
            Form::Factory if defaultdict(value) => Some(Makes::Dict),
            Form::Copied(_) => None,
            _ => Some(Makes::List),
        };
    }
    let empty = match value {
        Expr::Dict(dict) => dict.items.is_empty(),
        Expr::Call(call) => {
            let id = facts.tree.id(call);
            let is = |names: &[&str]| facts.is_one_of(&call.func, id, names);
            let factory = call.arguments.find_keyword("default_factory");
            is(&["builtins.dict", "collections.OrderedDict"]) && call.arguments.is_empty()
                || is(&["dataclasses.field", "attr.field", "attrs.field"])
                    && factory.is_some_and(|factory| facts.text(&factory.value) == "dict")
        }
        _ => false,
    };
    let lists = annotation.is_none_or(|annotation| {
        let text = facts.text(annotation).replace(' ', "").to_lowercase();
        text.contains(",list[") || text.contains(",list]") || text.contains(",\"list[")
    });
    (empty && lists).then_some(Makes::Dict)
}

/// Whether any file does something with the name that may add to a list; asked before anything is read closely.
pub(super) fn may_grow(facts: &Facts<'_>, site: &Site<'_>) -> bool {
    let view = facts.view();
    let own = facts.index();
    let grows = |usage: &Usage| match usage {
        Usage::Method { name, .. } => match site.makes {
            Makes::List => matches!(&**name, "append" | "extend" | "insert"),
            Makes::Dict => matches!(&**name, "setdefault" | "get" | "values" | "items" | "append"),
        },
        Usage::Augment | Usage::Alias(_) | Usage::Passed { .. } => true,
        Usage::Item(_) | Usage::SetItem(_) => site.makes == Makes::Dict,
        _ => false,
    };
    let in_index = |index: &crate::facts::index::FileIndex| {
        index.attributes(site.name).iter().chain(index.names(site.name)).any(|found| grows(&found.usage))
    };
    in_index(&own)
        || facts
            .project
            .files_with(site.name)
            .into_iter()
            .filter(|&file| Some(file) != facts.file)
            .any(|file| in_index(&view.index(file)))
}

impl Site<'_> {
    /// The name as the statement writes it.
    pub(super) fn shown<'a>(&self, facts: &Facts<'a>) -> &'a str {
        facts.text(facts.tree.node(self.target))
    }

    /// Whether others are invited to use it.
    pub(super) fn is_public(&self) -> bool {
        !self.name.starts_with('_')
    }
}
