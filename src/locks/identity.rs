//! By which name a lock is known, where it is made, and what it is: so that all users of it agree. Follows aliases and
//! the lock inside a condition; judges nothing.

use std::sync::Arc;

use super::kind::{self, Kind, Waiter};
use super::object::{Object, Root, Step};
use super::value::{Reader, Value, bound};
use crate::facts::index::Usage;
use crate::facts::types::engine::{Inferred, Place};
use crate::facts::{ClassRef, FunctionRef, Receiver};
use crate::syntax::{Expr, Ranged, TextRange};

/// A lock, or a family of locks that one container or getter holds.
#[derive(Clone, Debug)]
pub struct LockName {
    /// Module, class and attribute, with dots; families end with `[]`.
    pub name: String,
    /// Class and attribute; what people call it.
    pub short: String,
    /// What it is.
    pub kind: Kind,
    /// Who waits for it.
    pub waiter: Waiter,
    /// Whether there is one for every key.
    pub is_family: bool,
    /// The class that has it.
    pub class: Option<ClassRef>,
    /// The class of the object that it was read from, where it is read.
    pub receiver: Option<ClassRef>,
    /// Where it, or the container of its family, is made.
    pub made: Option<Place>,
    /// How many may hold it; `None` where that is not a constant.
    pub permits: Option<u64>,
    /// Whether it is made elsewhere and handed to the class.
    pub is_given: bool,
    /// Where another lock is put in its place while others may hold it.
    pub replaced: Option<Place>,
}

impl Reader<'_> {
    /// The lock that an attribute is.
    pub(super) fn attribute_lock(
        &self,
        place: Place,
        name: &str,
        class: Option<ClassRef>,
        base: Object,
        depth: usize,
    ) -> Value {
        let own = base.clone().then(Step::Attribute(name.into()));
        let of_mixin = || {
            let setter = self.setter(class?, name);
            (Some(setter) != class).then(|| self.kind_by_making(setter, name))?
        };
        let Some((kind, waiter)) = self.attribute_kind(place, name, class).or_else(of_mixin) else {
            return Value { object: own, lock: None };
        };
        let Some(class) = class else {
            // Somebody else's attribute: known by what is written.
            let text = self.view.text(place).to_string();
            let short = text.clone();
            let lock = LockName {
                short,
                permits: None,
                ..blank(format!("{}:{text}", self.view.project.module(place.file)), kind, waiter)
            };
            return Value { object: own, lock: Some(Arc::new(lock)) };
        };
        let setter = self.setter(class, name);
        let writes = self.writes(setter, name);
        let values: Vec<TextRange> = writes.iter().filter_map(|write| write.value).collect();
        for range in &values {
            if let Some(alias) = self.alias(Place { file: setter.file, range: *range }, &base, depth) {
                return alias;
            }
        }
        // One for the class, not one for each instance.
        let of_class = !writes.is_empty()
            && writes.iter().all(|write| write.function.is_none() && write.usage == Usage::Write);
        // A subclass may have one of its own.
        let sets = |at: &ClassRef| !self.writes(*at, name).is_empty();
        let nearest = std::iter::once(class).chain(self.view.ancestors(class)).find(sets).unwrap_or(setter);
        let below = base.root == Root::This && self.view.descendants(class).iter().any(sets);
        let object =
            match of_class && !below && matches!(base.root, Root::This | Root::Local(..) | Root::Made(..)) {
                true => Object::of(Root::Module(self.view.class_path(nearest).into()))
                    .then(Step::Attribute(name.into())),
                false => own,
            };
        let made = writes.iter().find(|write| write.value.is_some()).or(writes.first());
        let lock = LockName {
            short: format!("{}.{name}", self.view.class_name(setter)),
            class: Some(setter),
            receiver: Some(class),
            made: made.map(|write| Place { file: setter.file, range: write.range }),
            permits: self.permits(kind, setter.file, &values),
            is_given: !writes.is_empty() && writes.iter().all(|write| !write.fresh),
            replaced: self.replaced(setter, &writes),
            ..blank(format!("{}.{name}", self.view.class_path(setter)), kind, waiter)
        };
        Value { object, lock: Some(Arc::new(lock)) }
    }

    /// The lock of a module.
    pub(super) fn module_lock(&self, place: Place, path: &str) -> Option<Arc<LockName>> {
        let (module, name) = path.rsplit_once('.').unwrap_or(("", path));
        let store = self.view.project.file_of_module(module).and_then(|file| {
            let index = self.view.index(file);
            let stores = index.stores.get(name)?;
            let value = stores.iter().find(|store| store.function.is_none())?.value?;
            Some(Place { file, range: value })
        });
        let (kind, waiter) = kind::at(&self.view, place)
            .or_else(|| kind::made(&self.view, store.filter(|_| self.is_untyped())?))?;
        let permits = store.and_then(|value| self.permits(kind, value.file, &[value.range]));
        let short = name.to_string();
        let made = store;
        Some(Arc::new(LockName { short, made, permits, ..blank(path.to_string(), kind, waiter) }))
    }

    /// The lock that a local name is.
    pub(super) fn local_lock(
        &self,
        place: Place,
        function: FunctionRef,
        name: &str,
    ) -> Option<Arc<LockName>> {
        let (kind, waiter) = kind::at(&self.view, place).or_else(|| {
            let index = self.view.index(function.file);
            let mut stores =
                index.stores.get(name)?.iter().filter(|store| store.function == Some(function.function));
            let value = stores.next().filter(|_| self.is_untyped())?.value?;
            kind::made(&self.view, Place { file: function.file, range: value })
        })?;
        let path = format!("{}.{name}", self.view.function_path(function));
        let entry = self.view.function(function)?;
        let short = format!("{}.{name}", entry.qualified);
        let is_given = entry.parameters.iter().any(|parameter| &**parameter == name);
        Some(Arc::new(LockName { short, is_given, ..blank(path, kind, waiter) }))
    }

    /// An entry of a container, at the place where it is taken out.
    pub(super) fn item(&self, place: Place, container: &Expr, key: &Expr, depth: usize) -> Value {
        let base = self.read(place.file, container, depth);
        let key = self.read(place.file, key, depth).object;
        let object = base.object.then(Step::Item(Box::new(key)));
        let Some((kind, waiter)) = kind::at(&self.view, place) else { return Value { object, lock: None } };
        // `self._locks[a][b]` and `self._locks[a].get(b)` are one family.
        let mut container = container;
        loop {
            container = match container {
                Expr::Subscript(node) => &node.value,
                Expr::Call(node) => match node.func.as_ref() {
                    Expr::Attribute(method) => &method.value,
                    _ => break,
                },
                _ => break,
            };
        }
        let at = Place { file: place.file, range: container.range() };
        let owner = match container {
            Expr::Attribute(node) => {
                let index = self.view.index(place.file);
                let found = index.attributes(node.attr.as_str()).iter().find(|found| found.range == at.range);
                found.and_then(|found| match self.view.receiver(place.file, found) {
                    Receiver::Classes(classes) => Some((*classes.first()?, node.attr.to_string())),
                    _ => None,
                })
            }
            _ => None,
        };
        let mut lock = match owner {
            Some((class, name)) => {
                let setter = self.setter(class, &name);
                let made = self
                    .writes(setter, &name)
                    .first()
                    .map(|write| Place { file: setter.file, range: write.range });
                LockName {
                    short: format!("{}.{name}[]", self.view.class_name(setter)),
                    class: Some(setter),
                    receiver: Some(class),
                    made,
                    ..blank(format!("{}.{name}[]", self.view.class_path(setter)), kind, waiter)
                }
            }
            None => {
                let path = match &object.root {
                    Root::Module(path) => path.to_string(),
                    Root::Local(function, name) => format!("{}.{name}", self.view.function_path(*function)),
                    _ => format!("{}:{}", self.view.project.module(place.file), self.view.text(at)),
                };
                let short = format!("{}[]", path.rsplit('.').next().unwrap_or(&path));
                LockName { short, ..blank(format!("{path}[]"), kind, waiter) }
            }
        };
        lock.is_family = true;
        Value { object, lock: Some(Arc::new(lock)) }
    }

    /// Whether no types are known at all: then a lock is known by what makes it.
    fn is_untyped(&self) -> bool {
        self.view.project.engine().is_none()
    }

    /// The kind of an attribute; asked once for each class.
    fn attribute_kind(&self, place: Place, name: &str, class: Option<ClassRef>) -> Option<(Kind, Waiter)> {
        let Some(class) = class else { return kind::at(&self.view, place) };
        let key = (class, Box::from(name));
        if let Some(known) = self.kinds.borrow().get(&key) {
            return *known;
        }
        let found = match self.is_untyped() {
            true => self.kind_by_making(class, name),
            false => kind::at(&self.view, place),
        };
        // What is `None` or not known here may be a lock elsewhere.
        let is_final = found.is_some()
            || self.is_untyped()
            || matches!(self.view.type_at(place), Inferred::Instance { .. } | Inferred::Function(_));
        if is_final {
            self.kinds.borrow_mut().insert(key, found);
        }
        found
    }

    /// The kind of the lock that all assignments to an attribute make.
    fn kind_by_making(&self, class: ClassRef, name: &str) -> Option<(Kind, Waiter)> {
        let setter = self.setter(class, name);
        let values = self.writes(setter, name).into_iter().filter_map(|write| write.value);
        let mut kinds = values.filter_map(|range| {
            let place = Place { file: setter.file, range };
            (self.view.text(place) != "None").then(|| kind::made(&self.view, place))
        });
        let first = kinds.next()??;
        kinds.all(|kind| kind == Some(first)).then_some(first)
    }

    /// Where a class replaces a lock: it makes one when the object is made, and another one later, without a look whether
    /// there is one.
    fn replaced(&self, class: ClassRef, writes: &[crate::facts::index::Occurrence]) -> Option<Place> {
        let index = self.view.index(class.file);
        let makes = |range: TextRange| self.view.text(Place { file: class.file, range }).ends_with(')');
        let made: Vec<_> = writes.iter().filter(|write| write.value.is_some_and(makes)).collect();
        let later = made.iter().find(|write| {
            let entry = write.function.and_then(|at| index.functions.get(at as usize));
            entry.is_some_and(|entry| {
                let text = self.view.text(Place { file: class.file, range: entry.range });
                let looks =
                    ["is None", "if not ", "hasattr", "getattr"].iter().any(|words| text.contains(words));
                !matches!(&*entry.name, "__init__" | "__new__" | "__post_init__" | "__setstate__") && !looks
            })
        })?;
        (made.len() > 1).then_some(Place { file: class.file, range: later.range })
    }

    /// What an attribute is that is set to another lock's attribute, or to a condition of one.
    fn alias(&self, value: Place, base: &Object, depth: usize) -> Option<Value> {
        let inner = match self.expression(value)? {
            Expr::Attribute(node) => node.range(),
            Expr::Call(call) => {
                let name = self.view.text(Place { range: call.func.range(), ..value }).to_string();
                let argument = call
                    .arguments
                    .args
                    .first()
                    .or_else(|| call.arguments.find_keyword("lock").map(|keyword| &keyword.value))?;
                name.ends_with("Condition").then(|| argument.range())?
            }
            _ => return None,
        };
        let place = Place { range: inner, ..value };
        let read = self.value_at(place, depth);
        read.lock.as_ref()?;
        // The names of the function that makes the alias mean nothing to others.
        let index = self.view.index(value.file);
        let function = self.function_around(&index, inner.start());
        Some(match function {
            Some(function) => bound(&read, FunctionRef { file: value.file, function }, base, &[]),
            None => read,
        })
    }

    /// The class nearest to the root of the hierarchy that sets an attribute.
    fn setter(&self, class: ClassRef, name: &str) -> ClassRef {
        let sets = |at: &ClassRef| !self.writes(*at, name).is_empty();
        let own = std::iter::once(class).chain(self.view.ancestors(class));
        let found = own.filter(sets).last();
        // A mixin uses what the classes that it is mixed into have.
        found.or_else(|| self.view.descendants(class).into_iter().find(sets)).unwrap_or(class)
    }

    /// How many may hold a lock that is made by one of these expressions.
    fn permits(&self, kind: Kind, file: u32, values: &[TextRange]) -> Option<u64> {
        if kind != Kind::Semaphore {
            return Some(1);
        }
        let [value] = values else { return None };
        let Expr::Call(call) = self.expression(Place { file, range: *value })? else { return None };
        let given = call.arguments.args.first().or_else(|| {
            let keyword =
                call.arguments.find_keyword("value").or_else(|| call.arguments.find_keyword("initial_value"));
            keyword.map(|keyword| &keyword.value)
        });
        match given {
            None => Some(1),
            Some(Expr::NumberLiteral(number)) => number.value.as_int()?.as_u64(),
            Some(_) => None,
        }
    }
}

fn blank(name: String, kind: Kind, waiter: Waiter) -> LockName {
    LockName {
        short: name.clone(),
        name,
        kind,
        waiter,
        is_family: false,
        class: None,
        receiver: None,
        made: None,
        permits: (kind != Kind::Semaphore).then_some(1),
        is_given: false,
        replaced: None,
    }
}
