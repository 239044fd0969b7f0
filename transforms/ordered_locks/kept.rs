//! Which class keeps a lock that is made somewhere, in which attribute, and whether as one of several.

use crate::facts::{BindingKind, Facts};
use crate::syntax::ast::ExprCall;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Stmt, walk};

use super::site::is_factory;

/// Where a lock is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept<'a> {
    /// The class.
    pub class: NodeId,
    /// The attribute.
    pub attribute: &'a str,
    /// Whether the attribute holds several locks.
    pub family: bool,
}

/// The attribute in which what is made at a place is kept. `None` where it is no class's, or goes where it is not
/// followed.
pub(super) fn of<'a>(facts: &Facts<'a>, made: NodeId) -> Option<Kept<'a>> {
    let tree = facts.tree;
    let (mut inner, mut family, mut keyword) = (made, false, None);
    // A class, or a function: it makes the value when somebody calls it.
    let mut makes = !matches!(tree.node(made), AnyNodeRef::ExprCall(_));
    loop {
        let outer = tree.parent(inner)?;
        let is = |expr: &Expr| AnyNodeRef::from(expr).ptr_eq(tree.node(inner));
        match tree.node(outer) {
            AnyNodeRef::Arguments(_) | AnyNodeRef::ExprBoolOp(_) | AnyNodeRef::ExprStarred(_) => {}
            AnyNodeRef::ExprIf(node) if !is(&node.test) => {}
            AnyNodeRef::ExprNamed(node) if is(&node.value) => {}
            AnyNodeRef::Keyword(node) => keyword = Some(node.arg.as_deref()),
            AnyNodeRef::ExprDict(_)
            | AnyNodeRef::ExprList(_)
            | AnyNodeRef::ExprTuple(_)
            | AnyNodeRef::ExprSet(_)
            | AnyNodeRef::ExprDictComp(_)
            | AnyNodeRef::ExprListComp(_)
            | AnyNodeRef::ExprSetComp(_)
            | AnyNodeRef::ExprGenerator(_) => family = true,
            AnyNodeRef::ExprLambda(_) if !makes => makes = true,
            AnyNodeRef::ExprCall(call) => {
                let to = taken(facts, call, outer, inner, keyword.take())?;
                match to {
                    Taken::Factory(several) if makes => {
                        makes = false;
                        family |= several;
                    }
                    Taken::Value(several) if !makes => family |= several,
                    Taken::Entry(container) if !makes => {
                        return own(facts, container, outer).map(|kept| Kept { family: true, ..kept });
                    }
                    _ => return None,
                }
            }
            AnyNodeRef::StmtAssign(node) if is(&node.value) && !makes => {
                // An attribute before a name that may become one later.
                let attribute = node.targets.iter().find_map(|target| own(facts, target, outer));
                let found = attribute
                    .or_else(|| node.targets.iter().find_map(|target| target_of(facts, target, outer)));
                return found.map(|kept| Kept { family: kept.family | family, ..kept });
            }
            AnyNodeRef::StmtAnnAssign(node) if !is(&node.target) && !is(&node.annotation) && !makes => {
                let found = target_of(facts, &node.target, outer);
                return found.map(|kept| Kept { family: kept.family | family, ..kept });
            }
            _ => return None,
        }
        inner = outer;
    }
}

/// What a call does with an argument.
enum Taken<'a> {
    /// It calls it to make values; whether several.
    Factory(bool),
    /// Its result holds it; whether as one of several.
    Value(bool),
    /// It becomes an entry of this.
    Entry(&'a Expr),
}

fn taken<'a>(
    facts: &Facts<'a>,
    call: &'a ExprCall,
    at: NodeId,
    inner: NodeId,
    keyword: Option<Option<&str>>,
) -> Option<Taken<'a>> {
    // The call's own function: something is done with the lock.
    if AnyNodeRef::from(call.func.as_ref()).ptr_eq(facts.tree.node(inner)) {
        return None;
    }
    if let Expr::Attribute(method) = call.func.as_ref()
        && method.attr.as_str() == "setdefault"
        && keyword.is_none()
    {
        return Some(Taken::Entry(&method.value));
    }
    if keyword.is_some_and(is_factory) {
        return Some(Taken::Factory(false));
    }
    match facts.qualified(&call.func, at)?.as_str() {
        "collections.defaultdict" if keyword.is_none() => Some(Taken::Factory(true)),
        // The lock of a condition is known by the condition.
        "asyncio.Condition" => Some(Taken::Value(false)),
        "builtins.dict" | "builtins.list" | "builtins.tuple" | "types.MappingProxyType" => {
            Some(Taken::Value(true))
        }
        _ => None,
    }
}

/// The attribute that an assignment's target is, or the one that gets the local name later.
fn target_of<'a>(facts: &Facts<'a>, target: &'a Expr, statement: NodeId) -> Option<Kept<'a>> {
    let tree = facts.tree;
    let Expr::Name(name) = target else { return own(facts, target, statement) };
    let outer = tree.parent(statement)?;
    if tree.node(outer).kind() == NodeKind::StmtClassDef {
        return Some(Kept { class: outer, attribute: name.id.as_str(), family: false });
    }
    let function = tree.function(statement)?;
    let (scope, bindings) = facts.scopes().lookup(tree, statement, name.id.as_str())?;
    if scope != function || bindings.iter().any(|binding| matches!(binding.kind, BindingKind::Parameter(_))) {
        return None;
    }
    let AnyNodeRef::StmtFunctionDef(node) = tree.node(function) else { return None };
    let is = |expr: &Expr| matches!(expr, Expr::Name(read) if read.id == name.id);
    let mut found = None;
    walk::statements(&node.body, &mut |stmt| {
        let kept = match stmt {
            Stmt::Assign(assign) if is(&assign.value) => {
                assign.targets.iter().find_map(|target| own(facts, target, tree.id(stmt)))
            }
            _ => None,
        };
        found = found.or(kept);
    });
    walk::expressions(&node.body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let Expr::Attribute(method) = call.func.as_ref() else { return };
        if method.attr.as_str() == "setdefault" && call.arguments.args.get(1).is_some_and(is) {
            let kept = own(facts, &method.value, tree.id(expr));
            found = found.or(kept.map(|kept| Kept { family: true, ..kept }));
        }
    });
    found
}

/// `self.attribute`, `cls.attribute`, or an entry of one.
fn own<'a>(facts: &Facts<'a>, target: &'a Expr, at: NodeId) -> Option<Kept<'a>> {
    match target {
        Expr::Attribute(node) => {
            let Expr::Name(object) = node.value.as_ref() else { return None };
            let class = match facts.this(at) {
                Some((class, this)) => (this == object.id.as_str()).then_some(class.id)?,
                None => class_itself(facts, at, object.id.as_str())?,
            };
            Some(Kept { class, attribute: node.attr.as_str(), family: false })
        }
        Expr::Subscript(node) => own(facts, &node.value, at).map(|kept| Kept { family: true, ..kept }),
        _ => None,
    }
}

/// The class that a name is in its own class method.
fn class_itself(facts: &Facts<'_>, at: NodeId, name: &str) -> Option<NodeId> {
    let method = facts.tree.function(at)?;
    let class = facts.tree.class_of_method(method)?;
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(method) else { return None };
    let decorated =
        node.decorator_list.iter().any(|decorator| facts.text(&decorator.expression) == "classmethod");
    let first = node.parameters.iter().next()?;
    (decorated && first.name().as_str() == name).then_some(class)
}
