//! What a mapping is made of, where its annotation says only `dict`: a `defaultdict` or a class of somebody's own behaves in
//! its own way.

use crate::facts::{BindingKind, Facts, Ty};
use crate::syntax::{AnyNodeRef, Expr, NodeId};

/// Classes that are plain dictionaries, and functions that make one.
const PLAIN: &[&str] = &[
    "builtins.dict",
    "collections.OrderedDict",
    "dataclasses.field",
    "attr.field",
    "attrs.field",
    "attr.ib",
    "typing.cast",
];

/// The class that makes a mapping, as it is written there, if one does that is no plain dictionary.
pub(super) fn by_another_class<'a>(facts: &Facts<'a>, dict: &'a Expr) -> Option<String> {
    match dict {
        Expr::Attribute(attribute) => {
            let name = attribute.attr.as_str();
            let receiver = facts.tree.id(attribute.value.as_ref());
            let class = match facts.type_of(&attribute.value, receiver).ty {
                Ty::Unknown(_) => facts.local_class(&attribute.value, receiver).map(Ty::Local)?,
                ty => ty,
            };
            match class {
                Ty::Local(class) => {
                    in_class(facts, class, name).or_else(|| across(facts, &Ty::Local(class), name))
                }
                ty => across(facts, &ty, name),
            }
        }
        Expr::Name(name) => {
            let (_, bindings) = facts.scopes().lookup(facts.tree, facts.tree.id(dict), name.id.as_str())?;
            bindings.iter().find_map(|binding| match &binding.kind {
                BindingKind::Assignment { value: Some(value @ Expr::Attribute(_)), .. } => {
                    by_another_class(facts, value)
                }
                BindingKind::Assignment { value: Some(value), .. } => other(facts, value),
                _ => None,
            })
        }
        _ => None,
    }
}

fn in_class(facts: &Facts<'_>, class: NodeId, name: &str) -> Option<String> {
    let mut open = vec![class];
    let mut seen = Vec::new();
    while let Some(current) = open.pop() {
        if seen.contains(&current) {
            continue;
        }
        seen.push(current);
        let class = facts.class(current)?;
        if let Some(found) =
            class.writes_of(name).filter_map(|write| write.value).find_map(|value| other(facts, value))
        {
            return Some(found);
        }
        open.extend(facts.local_bases(current));
    }
    None
}

/// In other given files: by the class or one that it inherits from.
fn across(facts: &Facts<'_>, ty: &Ty, name: &str) -> Option<String> {
    let class = facts.class_ref(ty)?;
    let view = facts.view();
    std::iter::once(class).chain(view.ancestors(class)).find_map(|at| {
        if Some(at.file) == facts.file {
            return None;
        }
        let index = view.index(at.file);
        let writes = index.attributes(name).iter().filter(|write| write.this == Some(at.class));
        let ranges: Vec<_> = writes.map(|write| write.range).collect();
        let read = facts.in_file(at.file, |there| {
            ranges.iter().find_map(|range| {
                let id = there.used_at(*range)?;
                match there.tree.node(there.tree.parent(id)?) {
                    AnyNodeRef::StmtAssign(assign) => other(there, &assign.value),
                    AnyNodeRef::StmtAnnAssign(assign) => other(there, assign.value.as_deref()?),
                    _ => None,
                }
            })
        });
        read.flatten()
    })
}

/// The class that an expression makes an object of, if that is not plain. Functions are not followed: what they give is
/// what the annotation says.
fn other<'a>(facts: &Facts<'a>, value: &'a Expr) -> Option<String> {
    let Expr::Call(call) = value else { return None };
    let function = match call.func.as_ref() {
        Expr::Subscript(generic) => generic.value.as_ref(),
        function => function,
    };
    let at = facts.tree.id(value);
    let name = facts.qualified(function, at);
    if name.as_deref().is_some_and(|name| PLAIN.contains(&name)) {
        // `field(default_factory=…)`
        let factory =
            call.arguments.find_keyword("default_factory").or(call.arguments.find_keyword("factory"))?;
        let plain = facts.is_one_of(&factory.value, at, PLAIN);
        return (!plain).then(|| facts.text(&factory.value).lines().next().unwrap_or_default().to_string());
    }
    let text = facts.text(function);
    let last = name.as_deref().unwrap_or(text).rsplit('.').next().unwrap_or_default();
    let is_class = facts.local_class(function, at).is_some()
        || last.trim_start_matches('_').starts_with(char::is_uppercase)
        || name.as_deref().is_some_and(|name| name == "collections.defaultdict");
    is_class.then(|| text.to_string())
}
