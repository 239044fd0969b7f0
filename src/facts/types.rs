//! Light types of one file: annotations, constructor calls, containers' items. Unknown stays unknown.
//!
//! A name or attribute has a type only if everything that is ever assigned to it in this file agrees.

use ruff_python_parser::parse_expression;

use crate::syntax::ast::{self, Operator};
use crate::syntax::{Expr, NodeId, Ranged, TextRange};
use crate::verdict::Evidence;

use super::names::canonical;
use super::{Binding, BindingKind, Facts};

/// What an expression evaluates to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// An instance of an imported or builtin class, in canonical spelling: `asyncio.Event`.
    Named(String),
    /// An instance of a class of this file.
    Local(NodeId),
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
}

impl Ty {
    /// The canonical class name of an imported class, a builtin or a container.
    pub fn name(&self) -> Option<&str> {
        match self {
            Ty::Named(name) | Ty::Container { class: name, .. } => Some(name),
            Ty::Local(_) | Ty::Unknown(_) => None,
        }
    }

    /// Whether it is an instance of exactly this class (canonical spelling).
    pub fn is(&self, name: &str) -> bool {
        self.name() == Some(name)
    }

    /// Whether anything is known.
    pub fn is_known(&self) -> bool {
        !matches!(self, Ty::Unknown(_))
    }
}

impl Typed {
    fn unknown(why: &'static str) -> Self {
        Typed { ty: Ty::Unknown(why), optional: false, shown_at: None }
    }

    fn new(ty: Ty, shown_at: TextRange) -> Self {
        Typed { ty, optional: false, shown_at: Some(shown_at) }
    }

    fn or_none(mut self) -> Self {
        self.optional = true;
        self
    }
}

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
/// Functions of known result. Sources: the asyncio and logging chapters of the Python documentation.
const RESULTS: &[(&str, &str)] = &[
    ("asyncio.create_task", "asyncio.Task"),
    ("asyncio.ensure_future", "asyncio.Future"),
    ("asyncio.get_event_loop", "asyncio.AbstractEventLoop"),
    ("asyncio.get_running_loop", "asyncio.AbstractEventLoop"),
    ("asyncio.new_event_loop", "asyncio.AbstractEventLoop"),
    ("asyncio.current_task", "asyncio.Task"),
    ("asyncio.gather", "asyncio.Future"),
    ("asyncio.run_coroutine_threadsafe", "concurrent.futures.Future"),
    ("logging.getLogger", "logging.Logger"),
    ("structlog.get_logger", "structlog.BoundLogger"),
    ("structlog.stdlib.get_logger", "structlog.BoundLogger"),
];
/// Coroutines of known result.
const AWAITED_RESULTS: &[(&str, &str)] = &[
    ("asyncio.create_subprocess_exec", "asyncio.subprocess.Process"),
    ("asyncio.create_subprocess_shell", "asyncio.subprocess.Process"),
    ("asyncio.start_server", "asyncio.Server"),
];

impl<'a> Facts<'a> {
    /// The type of an expression that stands in this file; `at` is its node or one inside it.
    pub fn type_of(&self, expr: &'a Expr, at: NodeId) -> Typed {
        if self.steps.get() >= MAX_STEPS {
            return Typed::unknown(TOO_DEEP);
        }
        self.steps.set(self.steps.get() + 1);
        let typed = self.infer(expr, at);
        self.steps.set(self.steps.get() - 1);
        typed
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
                    Typed { ty: *item, optional: false, shown_at }
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
                Typed { ty: Ty::Unknown("it is None"), optional: true, shown_at: Some(here) }
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
                            Typed::unknown("its assignments differ in type")
                        } else if item.is_known() {
                            so_far
                        } else {
                            part
                        }
                    }
                    (Ty::Unknown(_), _) => so_far,
                    (_, Ty::Unknown(_)) => part,
                    _ => Typed::unknown("its assignments differ in type"),
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
                    Typed { ty: *item, optional: false, shown_at }
                }
                _ => Typed::unknown("it comes from an iterable whose items this file does not show"),
            },
            BindingKind::Parameter(_) => Typed::unknown("the parameter has no annotation"),
            BindingKind::Import(_) => Typed::unknown("it is imported from a file that is not read"),
            _ => Typed::unknown("the binding is not followed"),
        }
    }

    fn type_of_attribute_expr(&self, attribute: &'a ast::ExprAttribute, at: NodeId) -> Typed {
        match self.type_of(&attribute.value, at).ty {
            Ty::Local(class) => self.type_of_attribute(class, attribute.attr.as_str()),
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
                return self.annotation(annotation, write.node_id);
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

    fn type_of_call(&self, call: &'a ast::ExprCall, at: NodeId) -> Typed {
        let here = call.range();
        if let Some(class) = self.local_class(&call.func, at) {
            return Typed::new(Ty::Local(class), here);
        }
        if let Some(name) = self.qualified(&call.func, at) {
            if let Some((_, result)) = RESULTS.iter().find(|(function, _)| *function == name) {
                return Typed::new(Ty::Named((*result).into()), here);
            }
            if MAPPINGS.contains(&name.as_str()) || SEQUENCES.contains(&name.as_str()) {
                let item = match (name.as_str(), call.arguments.args.first()) {
                    ("collections.defaultdict", Some(factory)) => self.factory(factory, at),
                    _ => Ty::Unknown("the container is created empty"),
                };
                return Typed::new(Ty::Container { class: name, item: Box::new(item) }, here);
            }
            if name == "dataclasses.field" || name == "attr.ib" || name == "attrs.field" {
                let factory =
                    call.arguments.keywords.iter().find(|keyword| {
                        matches!(keyword.arg.as_deref(), Some("default_factory" | "factory"))
                    });
                return factory.map_or_else(
                    || Typed::unknown("the field has no factory"),
                    |factory| Typed::new(self.factory(&factory.value, at), here),
                );
            }
            // A capital letter is how classes are named; anything else returns something not known here.
            let class_like = name
                .rsplit('.')
                .next()
                .is_some_and(|last| last.starts_with(|letter: char| letter.is_ascii_uppercase()));
            return if class_like {
                Typed::new(Ty::Named(name), here)
            } else {
                Typed::unknown("it is returned by a function of another file")
            };
        }
        if let Expr::Attribute(attribute) = call.func.as_ref()
            && let Typed { ty: Ty::Container { class, item }, shown_at, .. } =
                self.type_of(&attribute.value, at)
        {
            let mapping = MAPPINGS.contains(&class.as_str());
            let typed = Typed { ty: *item, optional: false, shown_at };
            match (attribute.attr.as_str(), mapping, call.arguments.args.len()) {
                ("get", true, 1) => return typed.or_none(),
                ("get" | "pop", true, 2) => {
                    let default = self.type_of(&call.arguments.args[1], at);
                    return self.join(vec![typed, default]);
                }
                ("pop", true, 1) | ("setdefault", true, _) | ("pop" | "popleft", false, _) => return typed,
                ("copy", ..) => return self.type_of(&attribute.value, at),
                ("values", true, 0) => {
                    return Typed {
                        ty: Ty::Container {
                            class: "collections.abc.Iterable".into(),
                            item: Box::new(typed.ty),
                        },
                        ..typed
                    };
                }
                _ => {}
            }
        }
        match self.callee(call, at) {
            Some(function) => self.returned(function, false),
            None => Typed::unknown("it is returned by a function that this file does not show"),
        }
    }

    /// What a function without arguments makes: `asyncio.Event` makes one, so does `lambda: asyncio.Event()`.
    fn factory(&self, factory: &'a Expr, at: NodeId) -> Ty {
        match factory {
            Expr::Lambda(lambda) => self.type_of(&lambda.body, self.tree.id(lambda.body.as_ref())).ty,
            other => self.class_named(other, at),
        }
    }

    fn class_named(&self, expr: &Expr, at: NodeId) -> Ty {
        if let Some(class) = self.local_class(expr, at) {
            return Ty::Local(class);
        }
        match self.qualified(expr, at) {
            Some(name) if MAPPINGS.contains(&name.as_str()) || SEQUENCES.contains(&name.as_str()) => {
                Ty::Container { class: name, item: Box::new(Ty::Unknown("the container is created empty")) }
            }
            Some(name) => Ty::Named(name),
            None => Ty::Unknown("the class is not named in this file"),
        }
    }

    fn type_of_await(&self, value: &'a Expr, at: NodeId) -> Typed {
        let Expr::Call(call) = value else { return Typed::unknown("the awaited value is not followed") };
        if let Some(name) = self.qualified(&call.func, at)
            && let Some((_, result)) = AWAITED_RESULTS.iter().find(|(function, _)| *function == name)
        {
            return Typed::new(Ty::Named((*result).into()), call.range());
        }
        self.callee(call, at).map_or_else(
            || Typed::unknown("the awaited function is not in this file"),
            |function| self.returned(function, true),
        )
    }

    fn returned(&self, function: NodeId, awaited: bool) -> Typed {
        let crate::syntax::AnyNodeRef::StmtFunctionDef(node) = self.tree.node(function) else {
            return Typed::unknown("it is returned by something that is not a function");
        };
        match &node.returns {
            Some(annotation) if node.is_async == awaited && node.decorator_list.is_empty() => {
                self.annotation(annotation, function)
            }
            _ => Typed::unknown("the function's return type is not annotated"),
        }
    }

    /// The type that an annotation names. `at` is a node in the scope where it stands.
    pub fn annotation(&self, annotation: &Expr, at: NodeId) -> Typed {
        let (ty, optional) = self.annotated(annotation, at, 0);
        Typed { ty, optional, shown_at: Some(annotation.range()) }
    }

    fn annotated(&self, annotation: &Expr, at: NodeId, depth: u8) -> (Ty, bool) {
        const WHY: &str = "the annotation is not followed";
        if depth > 8 {
            return (Ty::Unknown(WHY), false);
        }
        match annotation {
            Expr::NoneLiteral(_) => (Ty::Unknown("it is None"), true),
            Expr::StringLiteral(literal) => match parse_expression(literal.value.to_str()) {
                Ok(parsed) => self.annotated(parsed.expr(), at, depth + 1),
                Err(_) => (Ty::Unknown(WHY), false),
            },
            Expr::BinOp(union) if union.op == Operator::BitOr => self.union(
                [union.left.as_ref(), union.right.as_ref()]
                    .into_iter()
                    .map(|part| self.annotated(part, at, depth + 1)),
            ),
            Expr::Subscript(subscript) => {
                let arguments: Vec<&Expr> = match subscript.slice.as_ref() {
                    Expr::Tuple(tuple) => tuple.elts.iter().collect(),
                    one => vec![one],
                };
                let generic = self.qualified(&subscript.value, at).map(|name| canonical(&name));
                match generic.as_deref() {
                    Some("typing.Optional") => (self.annotated(arguments[0], at, depth + 1).0, true),
                    Some("typing.Union") => {
                        self.union(arguments.into_iter().map(|part| self.annotated(part, at, depth + 1)))
                    }
                    Some("typing.Annotated" | "typing.Final" | "typing.ClassVar") => {
                        self.annotated(arguments[0], at, depth + 1)
                    }
                    Some(name) if MAPPINGS.contains(&name) && arguments.len() == 2 => (
                        Ty::Container {
                            class: name.into(),
                            item: Box::new(self.annotated(arguments[1], at, depth + 1).0),
                        },
                        false,
                    ),
                    Some(name) if SEQUENCES.contains(&name) && !arguments.is_empty() => (
                        Ty::Container {
                            class: name.into(),
                            item: Box::new(self.annotated(arguments[0], at, depth + 1).0),
                        },
                        false,
                    ),
                    Some(name) => (Ty::Named(name.into()), false),
                    None => {
                        (self.local_class(&subscript.value, at).map_or(Ty::Unknown(WHY), Ty::Local), false)
                    }
                }
            }
            Expr::Name(_) | Expr::Attribute(_) => {
                if let Some(class) = self.local_class(annotation, at) {
                    return (Ty::Local(class), false);
                }
                match self.qualified(annotation, at) {
                    Some(name) if name == "typing.Any" || name == "builtins.object" => {
                        (Ty::Unknown("the annotation is Any"), false)
                    }
                    Some(name) => (Ty::Named(canonical(&name)), false),
                    None => (Ty::Unknown(WHY), false),
                }
            }
            _ => (Ty::Unknown(WHY), false),
        }
    }

    fn union(&self, parts: impl Iterator<Item = (Ty, bool)>) -> (Ty, bool) {
        let joined = self.join(parts.map(|(ty, optional)| Typed { ty, optional, shown_at: None }).collect());
        (joined.ty, joined.optional)
    }
}
