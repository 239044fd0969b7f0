//! Whether reading a name or an attribute is a plain read: bound for sure, no property, not missing. Not what its value is.

use super::kinds::kind;
use super::table::table;
use crate::facts::index::Usage;
use crate::facts::{Binding, BindingKind, Facts, Scopes, Ty};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextSize};

/// Whether the attribute that an expression reads is kept on the instance as it is: assigned somewhere, and no property.
/// A method that is read is not called.
pub(super) fn is_plain_attribute<'a>(facts: &Facts<'a>, attribute: &'a ast::ExprAttribute) -> bool {
    let name = attribute.attr.as_str();
    let typed = facts.type_of(&attribute.value, facts.tree.id(attribute.value.as_ref()));
    if typed.optional {
        return false;
    }
    match &typed.ty {
        Ty::Local(class) => {
            let mut open = vec![*class];
            let mut seen = Vec::new();
            while let Some(current) = open.pop() {
                if seen.contains(&current) {
                    continue;
                }
                seen.push(current);
                let Some(class) = facts.class(current) else { continue };
                if class.method("__setattr__").or(class.method("__getattribute__")).is_some() {
                    return false;
                }
                if let Some(method) = class.method(name) {
                    return method.node.decorator_list.is_empty();
                }
                let mut writes = class.writes_of(name).peekable();
                if writes.peek().is_some() {
                    // A call in the class body may make a descriptor; a field does not.
                    return writes.all(|write| {
                        write.method.is_some()
                            || write.annotation.is_some()
                            || !write.value.is_some_and(Expr::is_call_expr)
                    });
                }
                open.extend(facts.local_bases(current));
            }
            false
        }
        Ty::Foreign(class) => {
            let view = facts.view();
            view.method(*class, name).is_none()
                && std::iter::once(*class).chain(view.ancestors(*class)).any(|class| {
                    view.index(class.file).attributes(name).iter().any(|used| {
                        used.this == Some(class.class) && matches!(used.usage, Usage::Write | Usage::Declare)
                    })
                })
        }
        Ty::Named(_) | Ty::Container { .. } | Ty::Unknown(_) => {
            kind(facts, &attribute.value).is_some_and(|kind| is_standard(&kind))
        }
    }
}

/// Whether a type is of the standard library, whose attributes are plain.
fn is_standard(kind: &str) -> bool {
    match kind.split_once('.') {
        Some((module, _)) => crate::syntax::imports::is_stdlib(module),
        None if kind == "json" => false,
        None => table().is_in(kind, "plain") || table().is_in(kind, "sized") || kind == "dict_view",
    }
}

/// Whether a local name has a value whenever a place in a try body that starts at `start` is reached: a parameter, bound
/// before the `try`, or by a statement in it that every way to the place passes.
pub(super) fn is_surely_bound(facts: &Facts<'_>, name: &str, at: NodeId, start: TextSize) -> bool {
    let tree = facts.tree;
    let Some((scope, bindings)) = facts.scopes().lookup(tree, at, name) else { return true };
    // Other scopes have run before, or the name is the programming error that is to be let out.
    if scope != Scopes::scope_of(tree, at) || !matches!(tree.node(scope), AnyNodeRef::StmtFunctionDef(_)) {
        return true;
    }
    let read = tree.node(at).start();
    let deletes = |binding: &Binding<'_>| {
        let statement = tree.statement(binding.node);
        statement.is_some_and(|statement| matches!(tree.node(statement), AnyNodeRef::StmtDelete(_)))
    };
    if bindings.iter().any(|binding| deletes(binding) && binding.range.end() <= read) {
        return false;
    }
    bindings.iter().any(|binding| {
        if matches!(binding.kind, BindingKind::Parameter(_)) || binding.range.end() <= start {
            return true;
        }
        let Some(statement) = tree.statement(binding.node) else { return true };
        let ended = tree.node(statement).end() <= read;
        let around = tree.contains(statement, at) && binding.range.start() < read;
        let compound = matches!(tree.node(statement), AnyNodeRef::StmtFor(_) | AnyNodeRef::StmtWhile(_));
        let passed = tree.parent(statement).is_some_and(|block| tree.contains(block, at));
        // `x = x + 1` reads before it binds.
        let assigns = matches!(
            tree.node(statement),
            AnyNodeRef::StmtAssign(_) | AnyNodeRef::StmtAugAssign(_) | AnyNodeRef::StmtAnnAssign(_)
        );
        passed && ((ended && !compound) || (around && !assigns))
    })
}
