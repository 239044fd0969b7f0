//! The mapping: its class, whether several tasks can have it, and whether it and the key may be evaluated once instead of
//! several times. Not what is stored in it.

use super::made;
use super::plain::PLAIN;
use super::value::ITEM_MAKERS;
use crate::facts::{BindingKind, Facts, Ty, Typed};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, walk};
use crate::verdict::Evidence;

/// What the mapping is.
pub(super) enum Kind {
    /// A plain dictionary.
    Dict(Evidence),
    /// Only the running call has it.
    Own(Evidence),
    /// Something that has `setdefault` and behaves in its own way: why that needs a look.
    Special(String, Evidence),
    /// A class that may do anything: its name.
    Custom(String, Evidence),
    /// Not known, and why.
    Unknown(&'static str),
}

/// What the mapping of a site is.
pub(super) fn kind<'a>(facts: &Facts<'a>, dict: &'a Expr, at: NodeId) -> (Kind, bool) {
    if let Some(evidence) = own(facts, dict, at) {
        return (Kind::Own(evidence), false);
    }
    let typed = typed(facts, dict, at);
    let text = facts.text(dict);
    let shown = || {
        let message = || format!("`{text}` is {}", facts.type_name(&typed.ty).unwrap_or_default());
        facts
            .type_evidence(&format!("`{text}`"), &typed)
            .unwrap_or_else(|| facts.evidence("type", message(), dict))
    };
    let made = made::by_another_class(facts, dict);
    let kind = match &typed.ty {
        Ty::Container { class: name, .. } | Ty::Named(name)
            if PLAIN.contains(&name.as_str()) && made.is_some() =>
        {
            let class = made.unwrap_or_default();
            Kind::Special(
                format!("it is made by `{class}`, which may handle missing entries in its own way"),
                shown(),
            )
        }
        Ty::Container { class: name, .. } | Ty::Named(name) => match name.as_str() {
            name if PLAIN.contains(&name) => Kind::Dict(shown()),
            "collections.defaultdict" => Kind::Special(
                "a defaultdict makes missing entries by itself, so its factory may be the better place"
                    .into(),
                shown(),
            ),
            "collections.Counter" | "collections.ChainMap" => {
                Kind::Special(format!("a {} gives missing entries its own way", last(name)), shown())
            }
            "weakref.WeakKeyDictionary" => {
                Kind::Special("the entries of a weak dictionary go with their keys".into(), shown())
            }
            name if name.starts_with("weakref.") => Kind::Special(
                "a weak dictionary drops the new entry again unless somebody holds it at once".into(),
                shown(),
            ),
            name if name.ends_with("Mapping") => {
                Kind::Special(format!("it is only known to be a {}, of whatever class", last(name)), shown())
            }
            _ if typed.unresolved => Kind::Unknown("its class is imported from a file that is not read"),
            name => Kind::Custom(last(name).to_string(), shown()),
        },
        Ty::Local(_) | Ty::Foreign(_) => {
            Kind::Custom(facts.type_name(&typed.ty).unwrap_or_default(), shown())
        }
        Ty::Unknown(why) => Kind::Unknown(why),
    };
    (kind, typed.optional)
}

/// The type of the mapping, which may be an attribute of a class of this file.
fn typed<'a>(facts: &Facts<'a>, dict: &'a Expr, at: NodeId) -> Typed {
    let typed = facts.type_of(dict, facts.tree.id(dict));
    match dict {
        Expr::Attribute(attribute) if !typed.ty.is_known() && !typed.is_replaced() => {
            match facts.local_class(&attribute.value, at) {
                Some(class) => facts.type_of_attribute(class, attribute.attr.as_str()),
                None => typed,
            }
        }
        _ => typed,
    }
}

/// Whether the mapping's values are known to be of a class that is accepted.
pub(super) fn holds<'a>(facts: &Facts<'a>, dict: &'a Expr, accepted: fn(&str) -> bool) -> bool {
    match facts.type_of(dict, facts.tree.id(dict)).ty {
        Ty::Container { item, .. } => item.name().is_some_and(accepted),
        _ => false,
    }
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Evidence that the mapping is made by the running call: a local that is bound to new ones only, or `**kwargs`.
fn own(facts: &Facts<'_>, dict: &Expr, at: NodeId) -> Option<Evidence> {
    let name = match dict {
        Expr::Name(name) => name,
        // A dictionary in one that it makes itself.
        Expr::Subscript(item) => return own(facts, &item.value, at),
        _ => return None,
    };
    let function = facts.tree.function(at)?;
    let (scope, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
    if scope != function || bindings.is_empty() {
        return None;
    }
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    let gathered = node.parameters.kwarg.as_deref().is_some_and(|kwarg| kwarg.name.id == name.id);
    let made = |value: &Expr| match value {
        Expr::Dict(_) | Expr::DictComp(_) => true,
        Expr::Call(call) => facts.is_one_of(&call.func, at, ITEM_MAKERS),
        _ => false,
    };
    let fresh = bindings.iter().all(|binding| match &binding.kind {
        BindingKind::Assignment { value: Some(value), .. } => made(value),
        BindingKind::Assignment { value: None, annotation: Some(_) } => true,
        BindingKind::Parameter(_) => gathered,
        _ => false,
    });
    let message = format!("only this call has `{}`, which it makes itself", name.id);
    fresh.then(|| facts.evidence("local", message, bindings[0].range))
}

/// Whether a mapping that the running call makes goes to somebody else, who may change it meanwhile.
pub(super) fn is_handed_on(facts: &Facts<'_>, dict: &Expr, at: NodeId) -> bool {
    let (Expr::Name(name), Some(function)) = (dict, facts.tree.function(at)) else { return true };
    facts.tree.descendants(function).any(|id| {
        let AnyNodeRef::ExprName(read) = facts.tree.node(id) else { return false };
        if read.id != name.id || !read.ctx.is_load() {
            return false;
        }
        let node = facts.tree.node(id);
        let looked_at = match facts.tree.parent(id).map(|parent| facts.tree.node(parent)) {
            Some(AnyNodeRef::ExprAttribute(_) | AnyNodeRef::ExprCompare(_) | AnyNodeRef::StmtReturn(_)) => {
                true
            }
            Some(AnyNodeRef::ExprSubscript(item)) => AnyNodeRef::from(item.value.as_ref()).ptr_eq(node),
            Some(AnyNodeRef::StmtFor(_) | AnyNodeRef::StmtIf(_) | AnyNodeRef::Keyword(_)) => true,
            _ => false,
        };
        !looked_at || facts.tree.function(id) != Some(function)
    })
}

/// Builtins that only look at their arguments.
pub(super) const LOOKING: &[&str] = &[
    "builtins.str",
    "builtins.id",
    "builtins.len",
    "builtins.int",
    "builtins.repr",
    "builtins.hash",
    "builtins.type",
    "builtins.tuple",
    "builtins.frozenset",
    "builtins.bool",
    "builtins.float",
];

/// Why it makes a difference how often an expression is evaluated; `None` if it makes none.
pub(super) fn unsteady<'a>(facts: &Facts<'a>, expr: &'a Expr, at: NodeId) -> Option<String> {
    let mut why = None;
    walk::subexpressions(expr, &mut |part| {
        let reason = match part {
            Expr::Call(call) if facts.is_one_of(&call.func, at, LOOKING) => None,
            Expr::Call(call) => {
                Some(format!("`{}()` is called once instead of each time", facts.text(call.func.as_ref())))
            }
            Expr::Attribute(attribute) => property(facts, attribute),
            Expr::Named(_) | Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Await(_) => {
                Some(format!("`{}` is evaluated once instead of each time", facts.text(part)))
            }
            _ => None,
        };
        why = why.take().or(reason);
    });
    why
}

/// Why an attribute may be computed.
fn property<'a>(facts: &Facts<'a>, attribute: &'a ast::ExprAttribute) -> Option<String> {
    let name = attribute.attr.as_str();
    let receiver = facts.type_of(&attribute.value, facts.tree.id(attribute.value.as_ref()));
    let computed = match &receiver.ty {
        Ty::Local(class) => facts.method_of(*class, name).is_some(),
        _ => {
            let class = facts.class_ref(&receiver.ty)?;
            facts.view().method(class, name).is_some()
        }
    };
    computed.then(|| format!("the property `{name}` is read once instead of each time"))
}

/// Whether evaluating a key can raise a `KeyError` of its own.
pub(super) fn may_raise_key_error(key: &Expr) -> bool {
    let mut found = false;
    walk::subexpressions(key, &mut |part| found |= matches!(part, Expr::Subscript(_) | Expr::Call(_)));
    found
}
