//! The statement that makes a list, and what holds it then.

use crate::deques::{Creation, Holder, made};
use crate::facts::{BindingKind, Facts};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange};

/// A statement that makes a list.
pub struct Site<'a> {
    /// The statement.
    pub id: NodeId,
    /// The target: an attribute, or a name.
    pub target: NodeId,
    /// The list's name.
    pub name: &'a str,
    /// What holds the list.
    pub holder: Holder,
    /// What is made.
    pub makes: Makes<'a>,
}

/// What a statement makes.
#[derive(Clone, Copy)]
pub enum Makes<'a> {
    /// A new list.
    List(Creation),
    /// A list of constants, which nothing is added to by the statement itself.
    Constants(Creation),
    /// What somebody else has given: a parameter, or `parameter or []`.
    Given(&'a Expr),
    /// A `bytearray`, which is cut off at its front without moving anything.
    Bytes,
}

/// The name of what the statement at a node sets.
pub fn name<'a>(facts: &Facts<'a>, id: NodeId) -> Option<&'a str> {
    let target = match facts.tree.node(id) {
        AnyNodeRef::StmtAssign(assign) => assign.targets.first()?,
        AnyNodeRef::StmtAnnAssign(assign) => assign.target.as_ref(),
        _ => return None,
    };
    match target {
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        Expr::Name(name) => Some(name.id.as_str()),
        _ => None,
    }
}

/// The statement at a node, if it makes a list for an attribute or a name.
pub fn of<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Site<'a>> {
    let tree = facts.tree;
    let (target, value) = match tree.node(id) {
        AnyNodeRef::StmtAssign(assign) => match assign.targets.as_slice() {
            [target] => (target, assign.value.as_ref()),
            _ => return None,
        },
        AnyNodeRef::StmtAnnAssign(assign) => (assign.target.as_ref(), assign.value.as_deref()?),
        _ => return None,
    };
    let target_id = tree.id(target);
    let (name, holder) = match target {
        Expr::Attribute(attribute) => {
            let Expr::Name(object) = attribute.value.as_ref() else { return None };
            let (class, this) = facts.this(id)?;
            if object.id.as_str() != this {
                return None;
            }
            let name = attribute.attr.as_str();
            (name, Holder::Attribute { class: class.id, name: name.to_string() })
        }
        Expr::Name(name) => {
            let name = name.id.as_str();
            let parent = tree.parent(id)?;
            if tree.node(parent).kind() == NodeKind::StmtClassDef {
                (name, Holder::Attribute { class: parent, name: name.to_string() })
            } else {
                let (scope, _) = facts.scopes().lookup(tree, target_id, name)?;
                (name, Holder::Name { scope, name: name.to_string() })
            }
        }
        _ => return None,
    };
    let makes = makes(facts, value, id)?;
    Some(Site { id, target: target_id, name, holder, makes })
}

/// What an assigned value is.
pub fn makes<'a>(facts: &Facts<'a>, value: &'a Expr, at: NodeId) -> Option<Makes<'a>> {
    if let Some(creation) = made(facts, value) {
        let constants = matches!(value, Expr::List(list) if !list.elts.is_empty() && list.elts.iter().all(Expr::is_literal_expr));
        return Some(if constants { Makes::Constants(creation) } else { Makes::List(creation) });
    }
    if let Expr::Call(call) = value
        && facts.qualified(&call.func, facts.tree.id(value)).as_deref() == Some("builtins.bytearray")
    {
        return Some(Makes::Bytes);
    }
    is_given(facts, value, at).then_some(Makes::Given(value))
}

/// `parameter`, `parameter or []`, of `__init__`.
fn is_given<'a>(facts: &Facts<'a>, value: &'a Expr, at: NodeId) -> bool {
    let in_init = facts.tree.function(at).is_some_and(|function| {
        matches!(facts.tree.node(function), AnyNodeRef::StmtFunctionDef(node) if node.name.as_str() == "__init__")
    });
    let parameter = |expr: &Expr| {
        expr.as_name_expr().is_some_and(|name| {
            let found = facts.scopes().lookup(facts.tree, at, name.id.as_str());
            found.is_some_and(|(_, bindings)| {
                bindings.iter().any(|binding| matches!(binding.kind, BindingKind::Parameter(_)))
            })
        })
    };
    in_init
        && match value {
            Expr::BoolOp(operation) => {
                operation.values.first().is_some_and(parameter)
                    && operation.values.iter().skip(1).all(|value| made(facts, value).is_some())
            }
            value => parameter(value),
        }
}

impl Site<'_> {
    /// Where the statement stands.
    pub fn range(&self, facts: &Facts<'_>) -> TextRange {
        facts.tree.node(self.id).range()
    }

    /// The list as the statement names it.
    pub fn shown<'a>(&self, facts: &Facts<'a>) -> &'a str {
        facts.text(facts.tree.node(self.target))
    }

    /// Whether it is a name of one function.
    pub fn is_local(&self, facts: &Facts<'_>) -> bool {
        matches!(&self.holder, Holder::Name { scope, .. } if *scope != facts.tree.root())
    }

    /// Whether others are invited to use it: its name does not start with an underscore.
    pub fn is_public(&self, facts: &Facts<'_>) -> bool {
        !self.is_local(facts) && !self.name.starts_with('_')
    }
}
