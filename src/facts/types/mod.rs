//! Light types of one file: annotations, constructor calls, containers' items. Unknown stays unknown.
//!
//! A name or attribute has a type only if everything that is ever assigned to it in this file agrees.

mod annotations;
pub mod engine;
mod entered;
mod known;
pub(crate) use results::CLASS_DECORATORS;
mod lifted;
mod results;

use crate::syntax::ast;
use crate::syntax::{Expr, NodeId, Ranged, TextRange};
use crate::verdict::Evidence;

use super::{Binding, BindingKind, ClassRef, Facts};

pub(super) use known::Known;

/// What an expression evaluates to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// An instance of an imported or builtin class, in canonical spelling: `asyncio.Event`.
    Named(String),
    /// An instance of a class of this file.
    Local(NodeId),
    /// An instance of a class of another given file.
    Foreign(ClassRef),
    /// A container of this class, and the type of its items (of a mapping: its values).
    Container {
        /// Canonical name, such as `builtins.dict`.
        class: String,
        /// Items or values.
        item: Box<Ty>,
    },
    /// Not known, and why.
    Unknown(&'static str),
}

/// A type, whether `None` is possible too, and what says so.
#[derive(Clone, Debug)]
pub struct Typed {
    /// The type, without `None`.
    pub ty: Ty,
    /// Whether the value may be `None`.
    pub optional: bool,
    /// The line that shows it.
    pub shown_at: Option<TextRange>,
    /// The class, if it was found by its name alone because its import does not resolve.
    pub by_name: Option<ClassRef>,
    /// Whether `None` is assigned although the annotation does not allow it: then nothing rules it out.
    pub contradicts: bool,
    /// Whether the class is known only by an import that does not resolve.
    pub unresolved: bool,
}

impl Ty {
    /// The canonical class name of an imported class, a builtin or a container.
    pub fn name(&self) -> Option<&str> {
        match self {
            Ty::Named(name) | Ty::Container { class: name, .. } => Some(name),
            Ty::Local(_) | Ty::Foreign(_) | Ty::Unknown(_) => None,
        }
    }

    /// Whether it is an instance of exactly this class (canonical spelling).
    pub fn is(&self, name: &str) -> bool {
        self.name() == Some(name)
    }

    /// Whether two types are of one class, whatever is known of items.
    fn same_class(&self, other: &Ty) -> bool {
        match (self.name(), other.name()) {
            (Some(one), Some(two)) => one == two,
            _ => self == other,
        }
    }

    /// Whether anything is known.
    pub fn is_known(&self) -> bool {
        !matches!(self, Ty::Unknown(_))
    }
}

impl Typed {
    fn unknown(why: &'static str) -> Self {
        Typed::of(Ty::Unknown(why))
    }

    fn of(ty: Ty) -> Self {
        Typed { ty, optional: false, shown_at: None, by_name: None, contradicts: false, unresolved: false }
    }

    /// Whether nothing is known only because somebody else sets it, to something else.
    pub fn is_replaced(&self) -> bool {
        matches!(self.ty, Ty::Unknown(SET_ELSEWHERE | BOUND_ELSEWHERE))
    }

    /// Whether it is the constant `None`.
    fn is_literal_none(&self) -> bool {
        self.ty == Ty::Unknown("it is None")
    }

    fn new(ty: Ty, shown_at: TextRange) -> Self {
        Typed { shown_at: Some(shown_at), ..Typed::of(ty) }
    }

    fn or_none(mut self) -> Self {
        self.optional = true;
        self
    }
}

const DIFFER: &str = "its assignments differ in type";
const SET_ELSEWHERE: &str = "it is also set from elsewhere, to something else";
const BOUND_ELSEWHERE: &str = "the name is also bound from elsewhere";
const TOO_DEEP: &str = "it is assigned through too many steps";
/// Steps of assignments and attributes that are followed. Real chains are shorter than five.
const MAX_STEPS: u32 = 12;

/// Mapping classes, whose item type is the last type argument.
const MAPPINGS: &[&str] = &[
    "builtins.dict",
    "collections.defaultdict",
    "collections.OrderedDict",
    "typing.Mapping",
    "typing.MutableMapping",
    "collections.abc.Mapping",
    "collections.abc.MutableMapping",
    "weakref.WeakValueDictionary",
    "weakref.WeakKeyDictionary",
];
/// Iterable classes, whose item type is the first type argument.
const SEQUENCES: &[&str] = &[
    "builtins.list",
    "builtins.set",
    "builtins.frozenset",
    "collections.deque",
    "typing.Sequence",
    "typing.Iterable",
    "collections.abc.Sequence",
    "collections.abc.Iterable",
    "asyncio.Queue",
    "weakref.WeakSet",
    "typing.Iterator",
];
impl<'a> Facts<'a> {
    /// The type of an expression that stands in this file; `at` is its node or one inside it.
    pub fn type_of(&self, expr: &'a Expr, at: NodeId) -> Typed {
        if self.steps.get() >= MAX_STEPS {
            return Typed::unknown(TOO_DEEP);
        }
        let outermost = self.steps.get() == 0;
        let typed = self.type_of_inner(expr, at);
        if outermost { self.lifted(expr, typed) } else { typed }
    }

    /// The type that this file alone shows, at no cost: for names that only suggest something.
    pub fn light_type(&self, expr: &'a Expr, at: NodeId) -> Ty {
        self.type_of_inner(expr, at).ty
    }

    /// Evidence that says where a type comes from: `self._ready is asyncio.Event`.
    pub fn type_evidence(&self, subject: &str, typed: &Typed) -> Option<Evidence> {
        let name = self.type_name(&typed.ty)?;
        let optional = if typed.optional { " or None" } else { "" };
        Some(self.evidence("type", format!("{subject} is {name}{optional}"), typed.shown_at?))
    }

    /// A type's name in words, if it is known.
    pub fn type_name(&self, ty: &Ty) -> Option<String> {
        match ty {
            Ty::Named(name) => Some(name.strip_prefix("builtins.").unwrap_or(name).to_string()),
            Ty::Local(class) => Some(self.class(*class)?.name().to_string()),
            Ty::Foreign(class) => Some(self.view().class_path(*class)),
            Ty::Container { class, item } => {
                let class = class.strip_prefix("builtins.").unwrap_or(class);
                Some(match self.type_name(item) {
                    Some(item) => format!("{class} of {item}"),
                    None => class.to_string(),
                })
            }
            Ty::Unknown(_) => None,
        }
    }

    fn infer(&self, expr: &'a Expr, at: NodeId) -> Typed {
        let here = expr.range();
        let builtin = |name: &str| Typed::new(Ty::Named(format!("builtins.{name}")), here);
        match expr {
            Expr::Name(name) => self.type_of_name(name.id.as_str(), at),
            Expr::Attribute(attribute) => self.type_of_attribute_expr(attribute, at),
            Expr::Call(call) => self.type_of_call(call, at),
            Expr::Await(node) => self.type_of_await(&node.value, at),
            Expr::Named(node) => self.type_of(&node.value, at),
            Expr::Subscript(node) => match self.type_of(&node.value, at) {
                Typed { ty: Ty::Container { item, .. }, shown_at, .. } if !node.slice.is_slice_expr() => {
                    Typed { shown_at, ..Typed::of(*item) }
                }
                _ => Typed::unknown("it is an item of something whose type this file does not show"),
            },
            Expr::If(node) => self.join(vec![self.type_of(&node.body, at), self.type_of(&node.orelse, at)]),
            Expr::BoolOp(node) if node.op == ast::BoolOp::Or => {
                let mut parts: Vec<Typed> = node.values.iter().map(|value| self.type_of(value, at)).collect();
                let last_optional = parts.last().is_some_and(|last| last.optional);
                for part in &mut parts {
                    // `a or b` is never a falsy `a`.
                    part.optional = false;
                }
                let mut joined = self.join(parts);
                joined.optional = last_optional;
                joined
            }
            Expr::NoneLiteral(_) => {
                Typed { optional: true, shown_at: Some(here), ..Typed::unknown("it is None") }
            }
            Expr::StringLiteral(_) | Expr::FString(_) => builtin("str"),
            Expr::BytesLiteral(_) => builtin("bytes"),
            Expr::BooleanLiteral(_) | Expr::Compare(_) => builtin("bool"),
            Expr::NumberLiteral(number) => match number.value {
                ast::Number::Int(_) => builtin("int"),
                ast::Number::Float(_) => builtin("float"),
                ast::Number::Complex { .. } => builtin("complex"),
            },
            Expr::Dict(node) => {
                let items = node.items.iter().map(|item| self.type_of(&item.value, at)).collect();
                self.container("builtins.dict", items, here)
            }
            Expr::DictComp(node) => {
                let item = self.type_of(&node.value, self.tree.id(node.value.as_ref()));
                self.container("builtins.dict", vec![item], here)
            }
            Expr::List(node) => self.container(
                "builtins.list",
                node.elts.iter().map(|item| self.type_of(item, at)).collect(),
                here,
            ),
            Expr::Set(node) => self.container(
                "builtins.set",
                node.elts.iter().map(|item| self.type_of(item, at)).collect(),
                here,
            ),
            Expr::ListComp(node) => {
                let item = self.type_of(&node.elt, self.tree.id(node.elt.as_ref()));
                self.container("builtins.list", vec![item], here)
            }
            Expr::Tuple(_) => builtin("tuple"),
            _ => Typed::unknown("the expression is not followed"),
        }
    }

    fn container(&self, class: &str, items: Vec<Typed>, here: TextRange) -> Typed {
        let item = if items.is_empty() {
            Ty::Unknown("the container is created empty")
        } else {
            self.join(items).ty
        };
        Typed::new(Ty::Container { class: class.into(), item: Box::new(item) }, here)
    }

    /// One type for several possible values: theirs if they agree. `None` and empty containers agree with all.
    fn join(&self, parts: Vec<Typed>) -> Typed {
        let optional = parts.iter().any(|part| part.optional);
        let mut result: Option<Typed> = None;
        for part in parts {
            if part.ty == Ty::Unknown("it is None") {
                continue;
            }
            result = Some(match result {
                None => part,
                Some(so_far) => match (&so_far.ty, &part.ty) {
                    (a, b) if a == b => so_far,
                    (Ty::Container { class: a, item }, Ty::Container { class: b, item: other }) if a == b => {
                        if item.is_known() && other.is_known() {
                            Typed::unknown(DIFFER)
                        } else if item.is_known() {
                            so_far
                        } else {
                            part
                        }
                    }
                    (Ty::Unknown(_), _) => so_far,
                    (_, Ty::Unknown(_)) => part,
                    _ => Typed::unknown(DIFFER),
                },
            });
        }
        let mut joined = result.unwrap_or_else(|| Typed::unknown("it is None"));
        joined.optional |= optional;
        joined
    }

    fn type_of_name(&self, name: &str, at: NodeId) -> Typed {
        if let Some((class, this)) = self.this(at)
            && this == name
            && matches!(
                self.scopes().lookup(self.tree, at, name),
                Some((_, [Binding { kind: BindingKind::Parameter(_), .. }]))
            )
        {
            return Typed::new(Ty::Local(class.id), class.node.name.range());
        }
        let Some((_, bindings)) = self.scopes().lookup(self.tree, at, name) else {
            return Typed::unknown("the name is not bound in this file");
        };
        // A declaration with an annotation decides, as it does for type checkers.
        let annotated = bindings.iter().find_map(|binding| match &binding.kind {
            BindingKind::Assignment { annotation: Some(annotation), .. } => Some((*annotation, binding)),
            BindingKind::Parameter(parameter) => {
                parameter.annotation.as_deref().map(|annotation| (annotation, binding))
            }
            _ => None,
        });
        if let Some((annotation, binding)) = annotated {
            return self.annotation(annotation, binding.node);
        }
        self.join(bindings.iter().map(|binding| self.type_of_binding(binding)).collect())
    }

    fn type_of_binding(&self, binding: &Binding<'a>) -> Typed {
        match &binding.kind {
            BindingKind::Assignment { value: Some(value), .. } => self.type_of(value, self.tree.id(*value)),
            BindingKind::Loop(iterable) => match self.type_of(iterable, self.tree.id(*iterable)) {
                // Iterating over a mapping gives its keys, whose type is not kept.
                Typed { ty: Ty::Container { class, item }, shown_at, .. }
                    if !MAPPINGS.contains(&class.as_str()) =>
                {
                    Typed { shown_at, ..Typed::of(*item) }
                }
                _ => Typed::unknown("it comes from an iterable whose items this file does not show"),
            },
            BindingKind::With { context, is_async } => self.entered(context, *is_async),
            BindingKind::Parameter(_) => Typed::unknown("the parameter has no annotation"),
            BindingKind::Import(_) => Typed::unknown("it is imported from a file that is not read"),
            _ => Typed::unknown("the binding is not followed"),
        }
    }

    fn type_of_attribute_expr(&self, attribute: &'a ast::ExprAttribute, at: NodeId) -> Typed {
        match self.type_of(&attribute.value, at).ty {
            Ty::Local(class) => self.type_of_attribute(class, attribute.attr.as_str()),
            Ty::Foreign(class) => self.attribute_of_foreign(class, attribute.attr.as_str()),
            _ => Typed::unknown("it is an attribute of something whose class is not in this file"),
        }
    }

    /// The type of an attribute of an instance of a class of this file, inherited ones included.
    pub fn type_of_attribute(&self, class: NodeId, name: &str) -> Typed {
        let mut open = vec![class];
        let mut seen = Vec::new();
        while let Some(current) = open.pop() {
            if seen.contains(&current) {
                continue;
            }
            seen.push(current);
            let Some(class) = self.class(current) else { continue };
            let writes: Vec<_> = class.writes_of(name).collect();
            if let Some(write) = writes.iter().find(|write| write.annotation.is_some())
                && let Some(annotation) = write.annotation
            {
                let typed = self.annotation(annotation, write.node_id);
                let none = writes.iter().any(|write| write.value.is_some_and(Expr::is_none_literal_expr));
                let contradicts = none && !typed.optional;
                return Typed { optional: typed.optional || none, contradicts, ..typed };
            }
            if writes.iter().any(|write| write.opaque) {
                return Typed::unknown("the attribute is assigned in a way that is not followed");
            }
            if !writes.is_empty() {
                return self.join(
                    writes
                        .iter()
                        .map(|write| match write.value {
                            Some(value) => self.type_of(value, self.tree.id(value)),
                            None => Typed::unknown("the attribute is assigned in a way that is not followed"),
                        })
                        .collect(),
                );
            }
            if let Some(method) = class.method(name)
                && let Some(returns) = &method.node.returns
                && method.node.decorator_list.iter().any(|decorator| matches!(&decorator.expression, Expr::Name(name) if name.id.contains("property")))
            {
                return self.annotation(returns, method.id);
            }
            open.extend(self.local_bases(current).into_iter().rev());
        }
        Typed::unknown("the attribute is not assigned in this file")
    }
}
