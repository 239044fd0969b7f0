//! Which object an expression is, as a path from something that is known: `self._pool._lock`. Two equal paths are one
//! object; two different ones may still be.

use crate::facts::FunctionRef;
use crate::facts::types::engine::Place;

/// Steps of a path; longer ones are not told apart.
const MAX_STEPS: usize = 6;

/// What a path starts at.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Root {
    /// The instance that the function at hand is a method of.
    This,
    /// A module's name, or a class: there is one.
    Module(Box<str>),
    /// A parameter or another local name of a function.
    Local(FunctionRef, Box<str>),
    /// A constant, as it is written.
    Constant(Box<str>),
    /// What a call in a function makes, told in that function's own terms.
    Made(FunctionRef, Place),
    /// Something that was made meanwhile: nobody had it before.
    Fresh,
    /// Not known.
    Unknown,
}

/// A step from an object to one that it has.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// An attribute.
    Attribute(Box<str>),
    /// An entry of a container, by its key.
    Item(Box<Object>),
}

/// A path to an object.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Object {
    /// Where it starts.
    pub root: Root,
    /// How it goes on.
    pub steps: Vec<Step>,
}

impl Object {
    /// The object that is a root.
    pub fn of(root: Root) -> Self {
        Object { root, steps: Vec::new() }
    }

    /// An object of which nothing is known.
    pub fn unknown() -> Self {
        Object::of(Root::Unknown)
    }

    /// One step on.
    #[must_use]
    pub fn then(mut self, step: Step) -> Self {
        if self.root == Root::Unknown || self.steps.len() >= MAX_STEPS {
            return Object::unknown();
        }
        self.steps.push(step);
        self
    }

    /// Whether the whole path is known, keys included.
    pub fn is_known(&self) -> bool {
        !matches!(self.root, Root::Unknown | Root::Fresh)
            && self.steps.iter().all(|step| match step {
                Step::Attribute(_) => true,
                Step::Item(key) => key.is_known(),
            })
    }

    /// Whether it is certainly the same object as another.
    pub fn is(&self, other: &Object) -> bool {
        self == other && self.is_known()
    }

    /// Whether the lock of an object that was made in the meantime is certainly not this one, of `self` or of a module.
    pub fn cannot_be_new(&self, other: &Object) -> bool {
        let new = matches!(other.root, Root::Fresh | Root::Made(..));
        let old = match &self.root {
            Root::This | Root::Made(..) => self.steps.len() == 1,
            Root::Module(_) => true,
            _ => false,
        };
        new && old && other.steps.len() == 1 && self != other
    }

    /// Whether both are entries of one container under two constants.
    pub fn differs_in_constant(&self, other: &Object) -> bool {
        let keys = |object: &Object| -> Vec<Object> {
            let items = object.steps.iter().filter_map(|step| match step {
                Step::Item(key) => Some(key.as_ref().clone()),
                Step::Attribute(_) => None,
            });
            items.collect()
        };
        let constant = |key: &Object| matches!(key.root, Root::Constant(_));
        self.differs_in_key(other)
            && keys(self)
                .iter()
                .zip(&keys(other))
                .any(|(one, two)| one != two && constant(one) && constant(two))
    }

    /// Whether both are entries of one container under keys of which nothing shows that they are equal.
    pub fn differs_in_key(&self, other: &Object) -> bool {
        self != other && self.without_keys() == other.without_keys()
    }

    /// The path with all keys taken for the same.
    pub fn without_keys(&self) -> Object {
        let step = |step: &Step| match step {
            Step::Attribute(_) => step.clone(),
            Step::Item(_) => Step::Item(Box::new(Object::of(Root::Constant("".into())))),
        };
        Object { root: self.root.clone(), steps: self.steps.iter().map(step).collect() }
    }

    /// The path with its roots replaced by what they are for somebody else.
    #[must_use]
    pub fn with_roots(&self, replace: &dyn Fn(&Root) -> Option<Object>) -> Object {
        let steps = self.steps.iter().map(|step| match step {
            Step::Attribute(_) => step.clone(),
            Step::Item(key) => Step::Item(Box::new(key.with_roots(replace))),
        });
        match replace(&self.root) {
            Some(start) => steps.fold(start, Object::then),
            None => Object { root: self.root.clone(), steps: steps.collect() },
        }
    }

    /// The path in words.
    pub fn words(&self) -> String {
        let mut text = match &self.root {
            Root::This => "self".to_string(),
            Root::Module(name) | Root::Local(_, name) | Root::Constant(name) => name.to_string(),
            Root::Unknown | Root::Fresh | Root::Made(..) => "…".to_string(),
        };
        for step in &self.steps {
            match step {
                Step::Attribute(name) => {
                    text.push('.');
                    text.push_str(name);
                }
                Step::Item(key) => {
                    text.push('[');
                    text.push_str(&key.words());
                    text.push(']');
                }
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Object, Root, Step};

    fn path(text: &str) -> Object {
        let step = |name: &str| Step::Attribute(name.into());
        text.split('.').skip(1).map(step).fold(Object::of(Root::This), Object::then)
    }

    #[test]
    fn a_path_is_the_same_object_only_where_all_of_it_is_known() {
        assert!(path("self.a.b").is(&path("self.a.b")));
        assert!(!path("self.a.b").is(&path("self.b")));
        assert!(!Object::unknown().is(&Object::unknown()));
        let long =
            (0..9).fold(Object::of(Root::This), |object, _| object.then(Step::Attribute("next".into())));
        assert!(!long.is_known());
    }

    #[test]
    fn roots_are_replaced_in_keys_too() {
        let item = path("self.locks").then(Step::Item(Box::new(path("self.key"))));
        let moved = item.with_roots(&|root| (*root == Root::This).then(|| path("self.pool")));
        assert_eq!(moved.words(), "self.pool.locks[self.pool.key]");
        assert!(item.differs_in_key(&path("self.locks").then(Step::Item(Box::new(Object::unknown())))));
    }
}
