//! Bounds that are not the list's own: an attribute of a configuration object, a constant of a class. Shows that nobody
//! sets them later.

use crate::facts::Facts;
use crate::facts::index::Usage;
use crate::syntax::ast::Number;
use crate::syntax::{Expr, NodeId, TextRange};

use super::bound::{Known, is_int, names_int};

/// What an attribute is set to, once.
pub struct Value<'a> {
    /// The value.
    pub value: &'a Expr,
    /// The annotation of the statement.
    pub annotation: Option<&'a Expr>,
    /// The statement.
    pub statement: NodeId,
    /// The target.
    pub range: TextRange,
}

impl<'a> Value<'a> {
    /// Whether it certainly is an `int`.
    pub fn is_int(&self, facts: &Facts<'a>) -> bool {
        match self.annotation {
            Some(annotation) => names_int(facts, annotation, self.statement),
            None => is_int(facts, self.value),
        }
    }
}

type Unknown = (String, Option<TextRange>);

/// Whether an attribute of the object that an attribute is set to stays what it is.
///
/// # Errors
/// Why that is not known, as a clause, and the line that says so.
pub fn through<'a>(facts: &Facts<'a>, object: &Value<'a>, name: &str) -> Result<(), Unknown> {
    let at = Some(object.range);
    let typed = facts.type_of(object.value, facts.tree.id(object.value));
    let Some(class) = facts.class_ref(&typed.ty) else {
        return Err((format!("the class of what has `{name}` is not known"), at));
    };
    if typed.optional {
        return Err((format!("what has `{name}` may be `None`"), at));
    }
    if !facts.project.patched().files(name).is_empty() {
        return Err((format!("`{name}` is set from elsewhere"), at));
    }
    let view = facts.view();
    let uses = view.uses(class, name);
    let set_late = uses.list.iter().find(|found| {
        let sets = matches!(found.usage, Usage::Write | Usage::Augment | Usage::Delete);
        let index = view.index(found.place.file);
        let function = found.function.and_then(|function| index.functions.get(function as usize));
        sets && function.is_some_and(|function| &*function.name != "__init__")
    });
    if let Some(found) = set_late {
        return Err((format!("`{name}` is set again at {}", view.shown(found.place)), at));
    }
    let known = uses.list.iter().any(|found| matches!(found.usage, Usage::Write | Usage::Declare));
    if known { Ok(()) } else { Err((format!("nothing sets `{name}` in the given files"), at)) }
}

/// A constant of a class of this file.
///
/// # Errors
/// Why it is none, as a clause, and the line that says so.
pub fn of_class<'a>(facts: &Facts<'a>, class: &str, name: &str, made: NodeId) -> Result<Known, Unknown> {
    let unknown = |at| Err((format!("`{class}.{name}` is no constant"), at));
    let found = facts.classes().iter().find(|found| found.name() == class);
    let Some(found) = found else { return unknown(None) };
    let visible = facts.scopes().lookup(facts.tree, made, class).is_some_and(|(scope, bindings)| {
        scope == facts.tree.root() && matches!(bindings, [binding] if binding.node == found.id)
    });
    let writes: Vec<_> = found.writes_of(name).collect();
    let [write] = writes.as_slice() else { return unknown(writes.last().map(|write| write.range)) };
    let patched = !facts.project.patched().files(name).is_empty();
    let (true, false, None, Some(value)) = (visible, patched, write.method, write.value) else {
        return unknown(Some(write.range));
    };
    // Where the class body itself makes the list, the class is not there yet.
    if facts.tree.function(made).is_none() || !is_int(facts, value) {
        return unknown(Some(write.range));
    }
    Ok(Known {
        text: format!("{class}.{name}"),
        behind: None,
        positive: positive(value),
        evidence: Some(facts.evidence("bound", format!("`{class}.{name}` is a constant"), write.range)),
    })
}

/// Whether a value is a number of at least one.
pub fn positive(value: &Expr) -> bool {
    matches!(value, Expr::NumberLiteral(number) if matches!(&number.value, Number::Int(value) if value.as_i64().is_some_and(|value| value > 0)))
}
