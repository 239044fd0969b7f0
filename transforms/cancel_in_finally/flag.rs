//! Whether nobody but work in progress is behind a busy flag, in all given files: no property, no refusal, no handler,
//! no other value. One use or class at a time is read where it stands; unknown is no.

use std::collections::BTreeSet;

use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, Facts, Use};
use crate::syntax::ast::BoolOp;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Stmt, walk};
use crate::verdict::Evidence;

/// Whether the flag only marks work, for all classes that share it and all who use it: the lines of other files that
/// use it, or the reason against it.
pub fn plain_everywhere(facts: &Facts<'_>, class: ClassRef, name: &str) -> Result<Vec<Evidence>, String> {
    let view = facts.view();
    let empty = |base: &Option<String>| {
        matches!(base.as_deref(), Some("builtins.object" | "abc.ABC" | "typing.Generic"))
    };
    if let Some(base) = view.outside_bases(class).into_iter().find(|base| !empty(base)) {
        return Err(match base {
            Some(base) => format!("`{base}` may define `{name}` otherwise"),
            None => format!("a base class that is not in the given files may define `{name}` otherwise"),
        });
    }
    let mut family: Vec<ClassRef> = view.family(class).into_iter().collect();
    family.sort();
    for member in family {
        plain_class(facts, member, name)?;
    }
    let uses = view.uses(class, name);
    if let Some(blind) = uses.blind.first() {
        let place = blind.place.map(|place| format!(", at {}", shown(facts, place))).unwrap_or_default();
        return Err(format!("not every use of `{name}` can be followed: {}{place}", blind.why));
    }
    let mut elsewhere = Vec::new();
    let mut files = BTreeSet::new();
    for found in &uses.list {
        let read = facts.in_file(found.place.file, |facts| plain_use(facts, found, name));
        if let Err(why) = read.unwrap_or_else(|| Err("it cannot be read again".into())) {
            return Err(format!("{why} at {}", shown(facts, found.place)));
        }
        if Some(found.place.file) != facts.file && files.insert(found.place.file) {
            elsewhere.push(facts.evidence_at(
                "used-elsewhere",
                format!("`{name}` is used here, too"),
                found.place,
            ));
        }
    }
    Ok(elsewhere)
}

/// `line 5` of the judged file, `hub.py:5` of another.
fn shown(facts: &Facts<'_>, place: Place) -> String {
    let view = facts.view();
    if Some(place.file) == facts.file { format!("line {}", view.line(place)) } else { view.shown(place) }
}

/// A class that may have the flag, its own or an inherited one.
fn plain_class(facts: &Facts<'_>, class: ClassRef, name: &str) -> Result<(), String> {
    let view = facts.view();
    let index = view.index(class.file);
    let Some(entry) = index.classes.get(class.class as usize) else {
        return Err("a class cannot be read again".into());
    };
    let dataclass =
        |decorator: &str| matches!(decorator.split('(').next(), Some("dataclass" | "dataclasses.dataclass"));
    if entry.keywords || !entry.decorators.iter().all(|decorator| dataclass(decorator)) {
        return Err(format!("the class `{}` is made by a decorator or metaclass", entry.name));
    }
    for special in [name, "__setattr__", "__getattribute__"] {
        if index.method(class.class, special).is_some() {
            return Err(format!("assigning to `{name}` runs code of the class `{}`", entry.name));
        }
    }
    Ok(())
}

/// One use, in the facts of its own file.
fn plain_use(facts: &Facts<'_>, found: &Use, name: &str) -> Result<(), String> {
    let id = facts.used_at(found.place.range);
    match &found.usage {
        Usage::Write | Usage::Declare => {
            let parent = id.and_then(|id| facts.tree.parent(id)).map(|parent| facts.tree.node(parent));
            let value = match parent {
                Some(AnyNodeRef::StmtAssign(assign)) => Some(assign.value.as_ref()),
                Some(AnyNodeRef::StmtAnnAssign(assign)) => match assign.value.as_deref() {
                    Some(value) => Some(value),
                    None => return Ok(()),
                },
                _ => None,
            };
            match value {
                Some(value) if value.is_boolean_literal_expr() => Ok(()),
                _ => Err(format!("`{name}` is not only True or False")),
            }
        }
        Usage::Test | Usage::Read | Usage::Alias(_) => match id {
            Some(id) if guards_a_raise(facts, id) => {
                Err(format!("`{name}` refuses a second call, which a reset after a failure would let in,"))
            }
            Some(id) if in_handler(facts, id) => Err(format!("a handler reads `{name}`")),
            Some(id) if starts_a_repair(facts, id, name) => {
                Err(format!("a repair starts where `{name}` is left set"))
            }
            Some(_) => Ok(()),
            None => Err(format!("`{name}` is looked at by its name")),
        },
        _ => Err(format!("`{name}` is used in a way that is not followed")),
    }
}

/// Whether a read of the flag stands in a handler.
pub fn in_handler(facts: &Facts<'_>, used: NodeId) -> bool {
    facts
        .tree
        .ancestors(used)
        .take_while(|&id| facts.tree.node(id).kind() != NodeKind::StmtFunctionDef)
        .any(|id| facts.tree.node(id).kind() == NodeKind::ExceptHandlerExceptHandler)
}

/// Whether a read of the flag leads to its reset, here or in a method of the class: then who finds it set after a failure
/// repairs what that has left, and a reset at once would hide it.
pub fn starts_a_repair(facts: &Facts<'_>, used: NodeId, name: &str) -> bool {
    let Some((class, this)) = facts.this(used) else { return false };
    let resets = |suite: &[Stmt], this: &str| {
        walk::any_statement(suite, |stmt| match stmt {
            Stmt::Assign(assign) => {
                assign.targets.iter().any(|target| walk::attribute_of(target, this) == Some(name))
            }
            _ => false,
        })
    };
    let calls_one_that_resets = |suite: &[Stmt]| {
        walk::any_expression(suite, |expr| {
            let Expr::Call(call) = expr else { return false };
            let method = walk::attribute_of(&call.func, this).and_then(|called| class.method(called));
            method.is_some_and(|method| method.this.is_some_and(|this| resets(&method.node.body, this)))
        })
    };
    facts.tree.ancestors(used).take_while(|&id| facts.tree.node(id).kind() != NodeKind::StmtFunctionDef).any(
        |id| match facts.tree.node(id) {
            AnyNodeRef::StmtIf(node) => {
                let asks = facts.text(node.test.as_ref()) == facts.text(facts.tree.node(used))
                    || matches!(&*node.test, Expr::BoolOp(both) if both.op == BoolOp::And
                        && both.values.iter().any(|value| facts.text(value) == facts.text(facts.tree.node(used))));
                asks && (resets(&node.body, this) || calls_one_that_resets(&node.body))
            }
            _ => false,
        },
    )
}

/// Whether a read of the flag decides about a `raise`: then the flag says more than "busy".
pub fn guards_a_raise(facts: &Facts<'_>, used: NodeId) -> bool {
    facts.tree.ancestors(used).take_while(|&id| facts.tree.node(id).kind() != NodeKind::StmtFunctionDef).any(
        |id| match facts.tree.node(id) {
            AnyNodeRef::StmtIf(node) => {
                let clauses = &node.elif_else_clauses;
                let tests = std::iter::once(node.test.as_ref())
                    .chain(clauses.iter().filter_map(|clause| clause.test.as_ref()));
                let suites = std::iter::once(&node.body).chain(clauses.iter().map(|clause| &clause.body));
                tests.into_iter().any(|test| facts.tree.contains(facts.tree.id(test), used))
                    && suites
                        .into_iter()
                        .any(|suite| walk::any_statement(suite, |stmt| matches!(stmt, Stmt::Raise(_))))
            }
            AnyNodeRef::StmtAssert(_) => true,
            _ => false,
        },
    )
}
