//! Whether what an awaited call reads where it stands is guarded by a lock: attributes that are changed while the lock is
//! held, and names of objects that are.

use crate::facts::index::{FileIndex, Usage};
use crate::facts::{BindingKind, Facts, Ty};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, ast, walk};

use super::guarded::Changed;
use super::site::Held;

/// Builtins that make a value of their own.
const PURE: &[&str] = &[
    "bool", "bytes", "dict", "float", "int", "len", "list", "max", "min", "repr", "set", "sorted", "str",
    "sum", "tuple",
];
/// Types whose values nobody can change.
const IMMUTABLE: &[&str] = &[
    "builtins.bool",
    "builtins.bytes",
    "builtins.float",
    "builtins.int",
    "builtins.str",
    "builtins.frozenset",
    "datetime.datetime",
    "datetime.timedelta",
    "pathlib.Path",
    "uuid.UUID",
];
/// Functions in which an object is still being made.
const MAKING: &[&str] = &["__init__", "__new__", "__post_init__"];

/// Whether the call reads nothing that is guarded. `changed` are the attributes that are changed under the lock.
pub(super) fn are_free<'a>(
    facts: &Facts<'a>,
    held: &Held<'a>,
    call: &'a ast::ExprCall,
    at: NodeId,
    changed: &Changed,
    bound: Option<&str>,
) -> bool {
    let mut free = true;
    let method = match call.func.as_ref() {
        Expr::Attribute(method) => Some(method),
        _ => None,
    };
    let mut look = |expr: &'a Expr| {
        free &= match expr {
            Expr::Call(inner) => makes_value(facts, inner, at),
            Expr::Attribute(read) => !changed.contains(read.attr.as_str()) && stays(facts, &read.attr),
            Expr::Name(name) => name_is_free(facts, held, expr, name, at, changed),
            Expr::Lambda(_) | Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Named(_) => false,
            Expr::Starred(_) | Expr::Generator(_) => false,
            _ => true,
        };
    };
    match method {
        Some(method) => walk::subexpressions(&method.value, &mut look),
        None => walk::subexpressions(&call.func, &mut look),
    }
    for argument in &call.arguments.args {
        walk::subexpressions(argument, &mut look);
    }
    for keyword in &call.arguments.keywords {
        walk::subexpressions(&keyword.value, &mut look);
    }
    if let Some(method) = method
        && changed.contains(method.attr.as_str())
    {
        return false;
    }
    free && receiver_is_free(facts, held, method, at)
        && bound.is_none_or(|name| !reads_elsewhere(facts, held, name))
}

/// Whether the object whose method is awaited is used in the block for nothing else: else the two belong together.
fn receiver_is_free<'a>(
    facts: &Facts<'a>,
    held: &Held<'a>,
    method: Option<&'a ast::ExprAttribute>,
    at: NodeId,
) -> bool {
    let Some(method) = method else { return true };
    let Some((_, this)) = facts.this(at) else { return true };
    let Some(attribute) = walk::attribute_of(&method.value, this) else { return true };
    let index = facts.index();
    let mut others = index.attributes(attribute).iter().filter(|found| held.body.contains_range(found.range));
    others.all(|found| found.range == method.value.range())
}

/// Whether a name is read in the block.
fn reads_elsewhere(facts: &Facts<'_>, held: &Held<'_>, name: &str) -> bool {
    facts.index().names(name).iter().any(|read| held.body.contains_range(read.range))
}

/// Whether a call in an argument makes a value of what it is given, and nothing else.
fn makes_value(facts: &Facts<'_>, call: &ast::ExprCall, at: NodeId) -> bool {
    let last = match call.func.as_ref() {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    let pure = facts.qualified(&call.func, at).is_some_and(|name| {
        name.strip_prefix("builtins.").is_some_and(|name| PURE.contains(&name)) || name.starts_with("time.")
    });
    pure || last.trim_start_matches('_').starts_with(char::is_uppercase)
}

/// Whether an attribute of this name is only set while its object is made, in all given files, and is no method or
/// property, which could read anything.
fn stays(facts: &Facts<'_>, name: &str) -> bool {
    let fixed = |index: &FileIndex| {
        let is_method =
            index.functions.iter().any(|function| function.class.is_some() && &*function.name == name);
        !is_method
            && index.attributes(name).iter().all(|found| {
                let sets = matches!(found.usage, Usage::Write | Usage::Augment | Usage::Delete);
                let function = found.function.and_then(|at| index.functions.get(at as usize));
                !sets || function.is_none_or(|function| MAKING.contains(&&*function.name))
            })
    };
    if facts.file.is_none() {
        return fixed(&facts.index());
    }
    let view = facts.view();
    facts.project.files_with(name).into_iter().all(|file| fixed(&view.index(file)))
}

/// Whether what a name stands for is not changed under the lock.
fn name_is_free<'a>(
    facts: &Facts<'a>,
    held: &Held<'a>,
    expr: &'a Expr,
    name: &ast::ExprName,
    at: NodeId,
    changed: &Changed,
) -> bool {
    let text = name.id.as_str();
    let id = facts.tree.id(expr);
    let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, at, text) else { return true };
    if scope == facts.tree.root() {
        return bindings.len() == 1 && !changed.contains(text) && !changed.stored.contains(text);
    }
    // Of `x.y` only `y` is read, unless `x` is what the block has found.
    if let Some(AnyNodeRef::ExprAttribute(_)) = facts.tree.parent(id).map(|parent| facts.tree.node(parent)) {
        return bindings.iter().all(|binding| !held.body.contains_range(binding.range));
    }
    let ty = facts.type_of(expr, id).ty;
    if ty.name().is_some_and(|name| IMMUTABLE.contains(&name)) {
        return true;
    }
    let [binding] = bindings else { return false };
    let index = facts.index();
    let mut inside = index
        .names(text)
        .iter()
        .filter(|read| held.body.contains_range(read.range) && read.range != name.range());
    match &binding.kind {
        BindingKind::Parameter(_) if facts.this(at).is_some_and(|(_, this)| this == text) => false,
        BindingKind::Assignment { value: Some(value), .. } if is_fresh(value) => inside.all(|read| {
            !matches!(read.usage, Usage::Passed { .. } | Usage::Escape(_) | Usage::Alias(_) | Usage::Read)
        }),
        BindingKind::Parameter(_) | BindingKind::Assignment { .. } => {
            if held.body.contains_range(binding.range) {
                return false;
            }
            match facts.class_ref(&ty) {
                Some(class) => {
                    let index = facts.view().index(class.file);
                    !changed.names.iter().any(|name| {
                        index.attributes(name).iter().any(|found| found.this == Some(class.class))
                            || declares(&index, name)
                    }) && inside.all(|read| !matches!(read.usage, Usage::Alias(_)))
                }
                // Of an object that nobody knows, nothing may be changed, and nothing but its own attributes be read.
                None => {
                    !changed.of_others
                        && !matches!(ty, Ty::Container { .. })
                        && inside.all(|read| {
                            matches!(read.usage, Usage::Test | Usage::Contains | Usage::Read)
                                || is_key(facts, read.range)
                        })
                }
            }
        }
        _ => false,
    }
}

/// Whether a name stands as a key: `x[name]`, `x.pop(name)`.
fn is_key(facts: &Facts<'_>, range: crate::syntax::TextRange) -> bool {
    let before = &facts.layout.text()[..range.start().to_usize()];
    let after = &facts.layout.text()[range.end().to_usize()..];
    before.ends_with('[') && after.starts_with(']')
        || [".pop(", ".get(", ".discard(", ".remove(", ".add("].iter().any(|call| before.ends_with(call))
}

/// Whether some class of the file declares an attribute of this name.
fn declares(index: &FileIndex, name: &str) -> bool {
    index.attributes(name).iter().any(|found| found.usage == Usage::Declare)
}

/// Whether a value belongs to nobody else: made here, or taken out of its container.
fn is_fresh(value: &Expr) -> bool {
    match value {
        Expr::ListComp(_)
        | Expr::SetComp(_)
        | Expr::DictComp(_)
        | Expr::List(_)
        | Expr::Dict(_)
        | Expr::Set(_) => true,
        Expr::FString(_) | Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::Compare(_) => true,
        Expr::Call(call) => match call.func.as_ref() {
            Expr::Name(name) => PURE.contains(&name.id.as_str()),
            Expr::Attribute(method) => {
                matches!(method.attr.as_str(), "pop" | "popleft" | "popitem" | "copy" | "monotonic" | "time")
            }
            _ => false,
        },
        _ => false,
    }
}
