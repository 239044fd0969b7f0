//! Whether the keys of an entry are a closed set: written out, members of an enum, names that the program fixes. Grows
//! is what is not shown to be closed.

use crate::facts::types::engine::{Inferred, Place};
use crate::facts::{Binding, BindingKind, Facts, FunctionRef, Ty};
use crate::syntax::ast::{self, Operator};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange};

use super::calls;
use super::forms;
use super::names::{configured, constant_name, enum_name, is_enum};
use super::site::Owner;

/// Why a key is one of a few.
#[derive(Clone, Debug)]
pub(crate) struct Closed {
    /// In words, as a clause.
    pub why: String,
    /// Where it is seen.
    pub place: Place,
}

/// Callers that are looked at for one parameter.
const MAX_CALLERS: usize = 12;
/// Steps through names, loops and callers.
const MAX_STEPS: u8 = 4;

/// What the search for one key knows.
struct Search<'f, 'a> {
    file: &'f Facts<'a>,
    owner: Owner,
}

/// Why the key at a use adds no new one, or one of a few.
pub(super) fn of<'a>(
    facts: &Facts<'_>,
    file: &Facts<'a>,
    key: &'a Expr,
    id: NodeId,
    container: &str,
    owner: Owner,
) -> Option<Closed> {
    let number = file.file?;
    let at = |range: TextRange| Place { file: number, range };
    if let Some(range) = forms::existing(file, id, key, container) {
        return Some(Closed { why: "only keys that are there already are written".into(), place: at(range) });
    }
    let function = file.tree.function(id).and_then(|id| file.function_ref(id));
    if let Some(place) = function.and_then(|function| only_from_init(facts, function, owner)) {
        return Some(Closed { why: "this runs only while the object is made".into(), place });
    }
    let search = Search { file, owner };
    let why = search.key(key, id, MAX_STEPS)?;
    Some(Closed { why, place: at(key.range()) })
}

/// Where the only callers of a private method are, if all of them are `__init__`.
fn only_from_init(facts: &Facts<'_>, function: FunctionRef, owner: Owner) -> Option<Place> {
    let view = facts.view();
    let entry = view.function(function)?;
    if !matches!(owner, Owner::Instance(_)) || !entry.name.starts_with('_') || entry.name.starts_with("__") {
        return None;
    }
    let callers = view.only_callers(function)?;
    let from_init = callers.iter().all(|caller| {
        let around = caller.function.map(|function| FunctionRef { file: caller.place.file, function });
        let around = around.and_then(|around| view.function(around));
        around.is_some_and(|around| matches!(&*around.name, "__init__" | "__post_init__"))
    });
    callers.first().filter(|_| from_init).map(|caller| caller.place)
}

impl<'a> Search<'_, 'a> {
    fn text(&self, ranged: impl Ranged) -> &'a str {
        self.file.text(ranged)
    }

    /// Why the value of an expression is one of a few.
    fn key(&self, key: &'a Expr, at: NodeId, steps: u8) -> Option<String> {
        let next = steps.checked_sub(1)?;
        match key {
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => Some("the key is written out".into()),
            Expr::Compare(_) => Some("the key is a truth value".into()),
            Expr::UnaryOp(unary) if unary.op == ast::UnaryOp::Not => Some("the key is a truth value".into()),
            Expr::Tuple(tuple) => self.all(&tuple.elts, at, next),
            Expr::FString(string) => {
                let mut parts = Vec::new();
                for element in string.value.elements() {
                    if let ast::InterpolatedStringElement::Interpolation(part) = element {
                        parts.push(part.expression.as_ref());
                    }
                }
                let mut why = Some("the key is written out".to_string());
                for part in parts {
                    why = Some(self.key(part, at, next)?);
                }
                why
            }
            Expr::If(node) => {
                self.key(&node.body, at, next)?;
                self.key(&node.orelse, at, next)
            }
            Expr::BoolOp(node) => self.all(&node.values, at, next),
            Expr::BinOp(node) if node.op == Operator::Mod && !node.left.is_string_literal_expr() => {
                let fixed = self.count(&node.right, at);
                fixed.then(|| format!("`{}` has few values", self.text(key)))
            }
            Expr::BinOp(node) if node.op == Operator::Add => {
                self.key(&node.left, at, next)?;
                self.key(&node.right, at, next)
            }
            Expr::Call(call) => self.call(call, at, next),
            Expr::Attribute(attribute) => self.attribute(attribute, at, next),
            Expr::Name(name) => self.name(name.id.as_str(), at, next),
            _ => None,
        }
    }

    fn all(&self, keys: &'a [Expr], at: NodeId, steps: u8) -> Option<String> {
        let mut why = None;
        for key in keys {
            why = Some(self.key(key, at, steps)?);
        }
        why
    }

    fn call(&self, call: &'a ast::ExprCall, at: NodeId, steps: u8) -> Option<String> {
        let first = call.arguments.args.first();
        if let Some(name) = self.file.qualified(&call.func, at) {
            return match (name.as_str(), first) {
                ("builtins.type", Some(_)) if call.arguments.len() == 1 => {
                    Some("the keys are classes".into())
                }
                ("builtins.bool" | "builtins.isinstance" | "builtins.callable", _) => {
                    Some("the key is a truth value".into())
                }
                ("builtins.str" | "builtins.int" | "builtins.repr" | "sys.intern", Some(first)) => {
                    self.key(first, at, steps)
                }
                _ => None,
            };
        }
        let Expr::Attribute(method) = call.func.as_ref() else { return None };
        let plain = matches!(
            method.attr.as_str(),
            "lower" | "upper" | "strip" | "title" | "casefold" | "encode" | "decode"
        );
        plain.then(|| self.key(&method.value, at, steps)).flatten()
    }

    fn attribute(&self, attribute: &'a ast::ExprAttribute, at: NodeId, steps: u8) -> Option<String> {
        let name = attribute.attr.as_str();
        if name == "__class__" {
            return Some("the keys are classes".into());
        }
        if self.is_enum_class(&attribute.value, at) {
            return Some(format!("`{}` is a member of an enum", self.text(attribute)));
        }
        if matches!(name, "value" | "name") && self.enum_of(&attribute.value, at, steps).is_some() {
            return Some("the keys are the members of an enum".into());
        }
        if self.holds_enum(attribute) {
            return Some("the keys are the members of an enum".into());
        }
        if constant_name(name) {
            return Some(format!("`{}` is a constant", self.text(attribute)));
        }
        // An attribute that the object gets once is one key for each object.
        let (class, this) = self.file.this(at)?;
        // Of the object that has the container: another one brings a key of its own.
        let class_ref = self.file.class_ref(&Ty::Local(class.id))?;
        let owner = self.owner.class()?;
        let same = class_ref == owner || self.file.view().ancestors(class_ref).contains(&owner);
        let own =
            same && matches!(attribute.value.as_ref(), Expr::Name(object) if object.id.as_str() == this);
        let once = own
            && matches!(self.owner, Owner::Instance(_))
            && class.writes_of(name).next().is_some()
            && class.writes_of(name).all(|write| {
                !write.opaque
                    && write.method.is_none_or(|method| {
                        matches!(self.file.tree.node(method), AnyNodeRef::StmtFunctionDef(node) if node.name.as_str() == "__init__")
                    })
            });
        once.then(|| format!("`{}` is set once for each object", self.text(attribute)))
    }

    /// Whether an attribute is known to hold a member of an enum.
    fn holds_enum(&self, attribute: &ast::ExprAttribute) -> bool {
        let Some(place) = self.file.place(attribute) else { return false };
        let view = self.file.view();
        match view.type_at(place) {
            Inferred::Instance { class, .. } => {
                view.class_of(&class).is_some_and(|class| is_enum(&view, class))
            }
            _ => false,
        }
    }

    fn name(&self, name: &'a str, at: NodeId, steps: u8) -> Option<String> {
        let (scope, bindings) = self.file.scopes().lookup(self.file.tree, at, name)?;
        if scope == self.file.tree.root() && constant_name(name) {
            let fixed = bindings.iter().all(|binding| {
                matches!(&binding.kind, BindingKind::Assignment { .. } | BindingKind::Import(_))
            });
            return fixed.then(|| format!("`{name}` is a constant"));
        }
        let mut why = None;
        for binding in bindings {
            why = Some(self.binding(binding, name, steps)?);
        }
        why
    }

    fn binding(&self, binding: &Binding<'a>, name: &str, steps: u8) -> Option<String> {
        match &binding.kind {
            BindingKind::Assignment { annotation: Some(annotation), .. }
                if self.closed_annotation(annotation, binding.node).is_some() =>
            {
                self.closed_annotation(annotation, binding.node)
            }
            BindingKind::Assignment { value: Some(value), .. } => self.key(value, binding.node, steps),
            BindingKind::Loop(iterable) => self.items(iterable, binding.node, steps),
            BindingKind::Parameter(parameter) => {
                if let Some(annotation) = parameter.annotation.as_deref()
                    && let Some(why) = self.closed_annotation(annotation, binding.node)
                {
                    return Some(why);
                }
                self.given(binding.node, name, steps)
            }
            _ => None,
        }
    }

    /// Why what an iterable gives is one of a few.
    fn items(&self, iterable: &'a Expr, at: NodeId, steps: u8) -> Option<String> {
        let next = steps.checked_sub(1)?;
        match iterable {
            Expr::Tuple(node) => self.all(&node.elts, at, next),
            Expr::List(node) => self.all(&node.elts, at, next),
            Expr::Set(node) => self.all(&node.elts, at, next),
            Expr::Dict(node) => {
                let mut why = None;
                for item in &node.items {
                    why = Some(self.key(item.key.as_ref()?, at, next)?);
                }
                why
            }
            Expr::Call(call) => {
                if let Expr::Attribute(method) = call.func.as_ref()
                    && matches!(method.attr.as_str(), "keys" | "items")
                {
                    return self.items(&method.value, at, next);
                }
                match self.file.qualified(&call.func, at)?.as_str() {
                    "builtins.range" => {
                        let fixed = call.arguments.args.iter().all(|argument| self.count(argument, at));
                        fixed.then(|| format!("`{}` has a fixed number of values", self.text(iterable)))
                    }
                    "builtins.list" | "builtins.tuple" | "builtins.set" | "builtins.sorted"
                    | "builtins.reversed" | "builtins.frozenset" => {
                        self.items(call.arguments.args.first()?, at, next)
                    }
                    _ => None,
                }
            }
            Expr::Name(name) => {
                if self.is_enum_class(iterable, at) {
                    return Some("the keys are the members of an enum".into());
                }
                let (scope, bindings) = self.file.scopes().lookup(self.file.tree, at, name.id.as_str())?;
                if scope == self.file.tree.root() && constant_name(&name.id) {
                    return Some(format!("`{}` is a constant", name.id));
                }
                match bindings {
                    [Binding { kind: BindingKind::Assignment { value: Some(value), .. }, node, .. }] => {
                        self.items(value, *node, next)
                    }
                    _ => None,
                }
            }
            Expr::Attribute(attribute) => {
                if self.is_enum_class(iterable, at) {
                    return Some("the keys are the members of an enum".into());
                }
                if constant_name(&attribute.attr) {
                    return Some(format!("`{}` is a constant", self.text(iterable)));
                }
                configured(self.text(iterable)).then(|| format!("`{}` is configuration", self.text(iterable)))
            }
            _ => None,
        }
    }

    /// Whether a number does not grow while the program runs.
    fn count(&self, expr: &Expr, at: NodeId) -> bool {
        match expr {
            Expr::NumberLiteral(_) => true,
            Expr::Name(name) => constant_name(&name.id),
            Expr::Attribute(attribute) => {
                constant_name(&attribute.attr)
                    || configured(self.text(expr))
                    || self.file.this(at).is_some_and(|(class, this)| {
                        matches!(attribute.value.as_ref(), Expr::Name(object) if object.id.as_str() == this)
                            && class.writes_of(attribute.attr.as_str()).count() == 1
                    })
            }
            Expr::BinOp(node) => self.count(&node.left, at) && self.count(&node.right, at),
            _ => false,
        }
    }

    /// Whether an expression is an enum class.
    fn is_enum_class(&self, expr: &Expr, at: NodeId) -> bool {
        if let Some(class) = self.file.local_class(expr, at) {
            return self
                .file
                .class(class)
                .is_some_and(|class| class.bases().iter().any(|base| enum_name(self.text(base))));
        }
        let Some(place) = self.file.place(expr) else { return false };
        let view = self.file.view();
        match view.type_at(place) {
            Inferred::Class(symbol) => view.class_of(&symbol).is_some_and(|class| is_enum(&view, class)),
            _ => false,
        }
    }

    /// Whether an expression is a member of an enum, by what binds it.
    fn enum_of(&self, expr: &'a Expr, at: NodeId, steps: u8) -> Option<String> {
        self.key(expr, at, steps).filter(|why| why.contains("enum"))
    }

    /// Why an annotation allows few values: an enum, `Literal[…]`, `bool`, a class.
    fn closed_annotation(&self, annotation: &'a Expr, at: NodeId) -> Option<String> {
        if self.is_enum_class(annotation, at) {
            return Some(format!("the keys are the members of the enum `{}`", self.text(annotation)));
        }
        if let Expr::Name(name) = annotation
            && let Some((scope, [binding])) = self.file.scopes().lookup(self.file.tree, at, name.id.as_str())
            && scope == self.file.tree.root()
            && let BindingKind::Assignment { value: Some(value @ Expr::Subscript(_)), .. } = &binding.kind
        {
            return self.closed_annotation(value, binding.node);
        }
        if self.file.is_one_of(annotation, at, &["builtins.bool"]) {
            return Some("the key is a truth value".into());
        }
        let Expr::Subscript(subscript) = annotation else { return None };
        let generic = self.file.qualified(&subscript.value, at)?;
        match generic.as_str() {
            "typing.Literal" | "typing_extensions.Literal" => Some("the annotation names the keys".into()),
            "builtins.type" | "typing.Type" => Some("the keys are classes".into()),
            _ => None,
        }
    }

    /// Why every caller of a private function gives a key of a few.
    fn given(&self, function: NodeId, parameter: &str, steps: u8) -> Option<String> {
        let next = steps.checked_sub(1)?;
        let facts = self.file;
        let reference = facts.function_ref(function)?;
        let view = facts.view();
        let callers = view.only_callers(reference)?;
        if callers.is_empty() || callers.len() > MAX_CALLERS {
            return None;
        }
        let entry = view.function(reference)?;
        let mut why = None;
        for caller in &callers {
            let file = caller.place.file;
            let read = |other: &Facts<'_>| -> Option<String> {
                let call = other.tree.node_at(caller.call?, crate::syntax::NodeKind::ExprCall)?;
                let AnyNodeRef::ExprCall(node) = other.tree.node(call) else { return None };
                let argument = calls::argument(node, &entry, parameter)?;
                Search { file: other, owner: self.owner }.key(argument, call, next)
            };
            let found = if Some(file) == facts.file {
                read(facts)
            } else {
                facts.project.with_file(file, facts.settings, read).flatten()
            };
            why = Some(format!("every caller names one of a few keys: {}", found?));
        }
        why
    }
}
