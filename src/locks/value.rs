//! Which object and which lock an expression is, in the terms of the function it stands in. Reads names, attributes,
//! getters, properties and families; runs nothing and judges nothing.

use std::sync::Arc;

use super::identity::LockName;
use super::kind;
use super::object::{Object, Root};
pub use super::reader::Reader;
use crate::facts::index::FileIndex;
use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, FunctionRef, Receiver};
use crate::syntax::{Expr, Ranged, TextRange, TextSize, ast};

/// Getters that call getters: deeper ones are not followed.
pub(super) const MAX_DEPTH: usize = 6;

/// What an expression is.
#[derive(Clone, Debug)]
pub struct Value {
    /// The object.
    pub object: Object,
    /// The lock that it is, if it is one.
    pub lock: Option<Arc<LockName>>,
}

impl Value {
    pub(super) fn unknown() -> Self {
        Value { object: Object::unknown(), lock: None }
    }
}

impl Reader<'_> {
    /// Which object the expression at a place is, without a look whether it is a lock.
    pub(super) fn object(&self, place: Place) -> Value {
        match self.expression(place) {
            Some(Expr::Name(node)) => self.name(place, node.id.as_str(), MAX_DEPTH - 1, false),
            _ => self.value(place),
        }
    }

    pub(super) fn value_at(&self, place: Place, depth: usize) -> Value {
        if let Some(known) = self.known.borrow().get(&place) {
            return known.clone();
        }
        let Some(depth) = depth.checked_sub(1) else { return Value::unknown() };
        let value = match self.expression(place) {
            Some(expr) => self.read(place.file, &expr, depth),
            None => Value::unknown(),
        };
        self.known.borrow_mut().insert(place, value.clone());
        value
    }

    pub(super) fn read(&self, file: u32, expr: &Expr, depth: usize) -> Value {
        let place = Place { file, range: expr.range() };
        match expr {
            Expr::Name(node) => self.name(place, node.id.as_str(), depth, true),
            Expr::Attribute(node) => self.attribute(place, node, depth),
            Expr::Subscript(node) => self.item(place, &node.value, &node.slice, depth),
            Expr::Call(node) => self.call(place, node, depth),
            Expr::Await(node) => self.read(file, &node.value, depth),
            Expr::Named(node) => self.read(file, &node.value, depth),
            Expr::If(node) => self.either(file, [node.body.as_ref(), node.orelse.as_ref()], depth),
            Expr::BoolOp(node) => self.either(file, &node.values, depth),
            Expr::StringLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_) => {
                let text = self.view.text(place);
                Value { object: Object::of(Root::Constant(text.into())), lock: None }
            }
            _ => Value::unknown(),
        }
    }

    /// One of several expressions: what they agree about.
    fn either<'e>(&self, file: u32, all: impl IntoIterator<Item = &'e Expr>, depth: usize) -> Value {
        let values = all.into_iter().filter(|expr| !expr.is_none_literal_expr());
        agreed(values.map(|expr| self.read(file, expr, depth)))
    }

    fn name(&self, place: Place, name: &str, depth: usize, may_be_lock: bool) -> Value {
        let index = self.view.index(place.file);
        let Some(found) = index.names(name).iter().find(|found| found.range == place.range) else {
            return Value::unknown();
        };
        if found.this.is_some() {
            let entry = found.owner.and_then(|at| index.functions.get(at as usize));
            let of_class =
                entry.is_some_and(|entry| entry.decorators.iter().any(|by| &**by == "classmethod"));
            let root = match found.this.filter(|_| of_class) {
                Some(class) => {
                    Root::Module(self.view.class_path(ClassRef { file: place.file, class }).into())
                }
                None => Root::This,
            };
            return Value { object: Object::of(root), lock: None };
        }
        let Some(owner) = found.owner else { return self.of_module(place, name, depth, may_be_lock) };
        let function = FunctionRef { file: place.file, function: owner };
        // In a function inside of the one whose name it is, any of its values may be there.
        let here = found.function == Some(owner);
        let reaches = |at: TextSize| !here || index.still_holds(name, owner, Some(at), place.range);
        let all = index.stores.get(name).into_iter().flatten();
        let stores: Vec<Option<TextRange>> = all
            .filter(|store| store.function == Some(owner) && reaches(store.at))
            .map(|store| store.value)
            .collect();
        let is_parameter = index
            .functions
            .get(owner as usize)
            .is_some_and(|entry| entry.parameters.iter().any(|at| &**at == name));
        if stores.is_empty() && !is_parameter && index.imports.iter().any(|import| &*import.local == name) {
            return self.of_module(place, name, depth, may_be_lock);
        }
        if !stores.is_empty() && !is_parameter && stores.iter().all(Option::is_some) {
            let values = stores.iter().flatten().filter(|range| **range != place.range);
            let value = agreed(values.map(|range| self.value_at(Place { range: *range, ..place }, depth)));
            if value.lock.is_some() || value.object.is_known() {
                return value;
            }
        }
        let object = match stores.is_empty() || !is_parameter {
            true => Object::of(Root::Local(function, name.into())),
            false => Object::unknown(),
        };
        let lock = if may_be_lock { self.local_lock(place, function, name) } else { None };
        Value { object, lock }
    }

    fn of_module(&self, place: Place, name: &str, depth: usize, may_be_lock: bool) -> Value {
        let symbols = self.view.callee_at(place).symbols;
        let path = match symbols.as_slice() {
            [symbol] => symbol.name.clone(),
            _ => self.imported(place.file, name, depth),
        };
        let lock = if may_be_lock { self.module_lock(place, &path) } else { None };
        Value { object: Object::of(Root::Module(path.into())), lock }
    }

    /// Where a name of a module is from: through imports, to the module that has it.
    fn imported(&self, file: u32, name: &str, depth: usize) -> String {
        let project = self.view.project;
        let own = project.module(file);
        let index = self.view.index(file);
        let import = index.imports.iter().find(|import| &*import.local == name && !import.is_module);
        let (Some(import), Some(depth)) = (import, depth.checked_sub(1)) else {
            return format!("{own}.{name}");
        };
        let dots = import.module.len() - import.module.trim_start_matches('.').len();
        let rest = &import.module[dots..];
        let is_package = project.path(file).ends_with("__init__.py");
        let up = dots.saturating_sub(usize::from(is_package));
        let parents: Vec<&str> = own.split('.').collect();
        let base = parents[..parents.len().saturating_sub(up)].join(".");
        let module = match (dots, rest) {
            (0, rest) => rest.to_string(),
            (_, "") => base,
            (_, rest) => format!("{base}.{rest}"),
        };
        match project.file_of_module(&module).filter(|next| *next != file) {
            Some(next) => self.imported(next, &import.target, depth),
            None => format!("{module}.{}", import.target),
        }
    }

    fn attribute(&self, place: Place, node: &ast::ExprAttribute, depth: usize) -> Value {
        let index = self.view.index(place.file);
        let name = node.attr.as_str();
        let Some(found) = index.attributes(name).iter().find(|found| found.range == place.range) else {
            return Value::unknown();
        };
        let class = match self.view.receiver(place.file, found) {
            Receiver::Classes(classes) => classes.first().copied(),
            Receiver::Module => return self.of_module(place, name, depth, true),
            Receiver::Outside(_) | Receiver::Unknown(_) => self.class_named(place.file, &node.value),
        };
        let base = match node.value.as_ref() {
            Expr::Name(name) => {
                self.name(Place { range: name.range(), ..place }, name.id.as_str(), depth, false)
            }
            other => self.read(place.file, other, depth),
        };
        if let Some(class) = class
            && self.view.method(class, name).is_some()
        {
            // A property; of a method that is not called nothing is known.
            let Some(getter) = self.accessor(class, name, false) else { return Value::unknown() };
            let value = self.returned(getter, &base, &[], depth);
            // `@cached_property` makes what it returns once.
            let kept = self.view.function(getter).is_some_and(|entry| {
                entry.decorators.iter().any(|by| by.rsplit('.').next() == Some("cached_property"))
            });
            return match (&value.lock, kept) {
                (None, true) => self.attribute_lock(place, name, Some(class), base.object, depth),
                _ => value,
            };
        }
        self.attribute_lock(place, name, class, base.object, depth)
    }

    /// The class of the same file that a name is.
    fn class_named(&self, file: u32, expr: &Expr) -> Option<ClassRef> {
        let Expr::Name(name) = expr else { return None };
        let index = self.view.index(file);
        let found = index.names(name.id.as_str()).iter().find(|found| found.range == name.range())?;
        Some(ClassRef { file, class: index.class_named_at(found.means?)? })
    }

    fn call(&self, place: Place, node: &ast::ExprCall, depth: usize) -> Value {
        let callee = Place { range: node.func.range(), ..place };
        if let Expr::Attribute(method) = node.func.as_ref()
            && matches!(method.attr.as_str(), "setdefault" | "get" | "pop")
            && let Some(key) = node.arguments.args.first()
        {
            // A class of the project with a method of that name is read like any getter.
            let own = self.view.callee_at(callee).symbols.iter().any(|symbol| symbol.place.is_some());
            if !own && kind::at(&self.view, place).is_some() {
                return self.item(place, &method.value, key, depth);
            }
        }
        if let Expr::Name(name) = node.func.as_ref()
            && name.id.as_str() == "super"
        {
            return Value { object: Object::of(Root::This), lock: None };
        }
        let found = self.view.callee_at(callee);
        let [symbol] = found.symbols.as_slice() else { return Value::unknown() };
        if self.view.class_of(symbol).is_some() {
            return Value { object: self.made(place), lock: None };
        }
        let Some(function) = self.view.function_of(symbol) else { return Value::unknown() };
        let base = match node.func.as_ref() {
            Expr::Attribute(method) => self.read(place.file, &method.value, depth),
            _ => Value { object: Object::of(Root::This), lock: None },
        };
        let arguments = self.arguments(place.file, node, function, depth);
        self.returned(function, &base, &arguments, depth)
    }

    /// What the call's arguments are, by the callee's parameters.
    pub fn arguments(
        &self,
        file: u32,
        node: &ast::ExprCall,
        callee: FunctionRef,
        depth: usize,
    ) -> Vec<(Box<str>, Value)> {
        let Some(entry) = self.view.function(callee) else { return Vec::new() };
        let used = self.parameters_used(callee);
        let is_used = |name: &str, argument: &Expr| argument.is_literal_expr() || used.contains(name);
        let is_static = entry.decorators.iter().any(|by| &**by == "staticmethod");
        // On a class (`Pool.close(pool)`), the instance is given; that is rare, and then nothing is claimed.
        let skip = usize::from(entry.class.is_some() && !is_static);
        let mut found = Vec::new();
        for (at, argument) in node.arguments.args.iter().enumerate() {
            if argument.is_starred_expr() {
                break;
            }
            if let Some(name) = entry.parameters.get(at + skip)
                && is_used(name, argument)
            {
                found.push((name.clone(), self.read(file, argument, depth)));
            }
        }
        for keyword in &node.arguments.keywords {
            if let Some(name) = &keyword.arg
                && is_used(name.as_str(), &keyword.value)
            {
                found.push((Box::from(name.as_str()), self.read(file, &keyword.value, depth)));
            }
        }
        found
    }

    /// What a function returns, in its caller's terms.
    fn returned(
        &self,
        function: FunctionRef,
        this: &Value,
        arguments: &[(Box<str>, Value)],
        depth: usize,
    ) -> Value {
        let Some(entry) = self.view.function(function) else { return Value::unknown() };
        let values = entry.returns.iter().map(|range| {
            let value = self.value_at(Place { file: function.file, range: *range }, depth);
            bound(&value, function, &this.object, arguments)
        });
        agreed(values.filter(|value| value.lock.is_some() || value.object.is_known()))
    }

    /// The innermost function around an offset.
    pub fn function_around(&self, index: &FileIndex, at: TextSize) -> Option<u32> {
        index.function_at(TextRange::empty(at))
    }
}

/// A value of a function's terms in those of its caller.
pub fn bound(value: &Value, function: FunctionRef, this: &Object, arguments: &[(Box<str>, Value)]) -> Value {
    let argument =
        |name: &str| arguments.iter().find(|(parameter, _)| &**parameter == name).map(|(_, value)| value);
    // A lock that was a parameter is the lock that is given.
    if let (Root::Local(of, name), []) = (&value.object.root, value.object.steps.as_slice())
        && *of == function
        && let Some(given) = argument(name)
    {
        return given.clone();
    }
    let object = value.object.with_roots(&|root| match root {
        Root::This => Some(this.clone()),
        Root::Local(of, name) if *of == function => {
            Some(argument(name).map_or_else(Object::unknown, |value| value.object.clone()))
        }
        Root::Made(of, _) if *of == function => Some(Object::of(Root::Fresh)),
        _ => None,
    });
    Value { object, lock: value.lock.clone() }
}

/// What several values agree about.
fn agreed(values: impl Iterator<Item = Value>) -> Value {
    let none = Object::of(Root::Constant("None".into()));
    let mut all = values
        .filter(|value| value.lock.is_some() || (value.object != Object::unknown() && value.object != none));
    let Some(mut first) = all.next() else { return Value::unknown() };
    for other in all {
        let same = match (&first.lock, &other.lock) {
            (Some(one), Some(two)) => one.name == two.name,
            (None, Some(_)) => {
                first = other;
                continue;
            }
            (Some(_), None) => continue,
            (None, None) => true,
        };
        if !same {
            return Value::unknown();
        }
        if first.object != other.object {
            first.object = Object::unknown();
        }
    }
    first
}
