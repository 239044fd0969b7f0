//! What an index says of functions and classes themselves. Not of what uses them.

use std::ops::Deref;
use std::sync::Arc;

use super::FileIndex;
use crate::syntax::TextRange;

/// A function, method or lambda.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name; empty for lambdas.
    pub name: Box<str>,
    /// Its name with those of the classes and functions around it, with dots.
    pub qualified: Box<str>,
    /// Where its name stands; the whole of a lambda.
    pub name_range: TextRange,
    /// All of it.
    pub range: TextRange,
    /// The class whose body it stands in, by number.
    pub class: Option<u32>,
    /// The function around it, by number.
    pub parent: Option<u32>,
    /// `async def`.
    pub is_async: bool,
    /// Whether it has a `yield`.
    pub is_generator: bool,
    /// The decorators, as they are written.
    pub decorators: Vec<Box<str>>,
    /// All parameters in order, the instance included; `*args` and `**kwargs` left out.
    pub parameters: Vec<Box<str>>,
    /// How many of them must be given.
    pub required: usize,
    /// Whether it takes `*args` or `**kwargs`.
    pub variadic: bool,
    /// Where it can suspend.
    pub suspensions: Vec<Suspension>,
    /// The values of its `return` statements.
    pub returns: Vec<TextRange>,
}

/// A place at which a function can suspend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// The `await`, the `async for` or `async with` header, the `yield`.
    pub range: TextRange,
    /// The function position of the call that is awaited, if one is.
    pub callee: Option<TextRange>,
}

/// What code at module level stands in, for those who ask for its function.
pub static MODULE: std::sync::LazyLock<Function> = std::sync::LazyLock::new(|| Function {
    name: Box::from(""),
    qualified: Box::from(""),
    name_range: TextRange::default(),
    range: TextRange::default(),
    class: None,
    parent: None,
    is_async: false,
    is_generator: false,
    decorators: Vec::new(),
    parameters: Vec::new(),
    required: 0,
    variadic: false,
    suspensions: Vec::new(),
    returns: Vec::new(),
});

/// A class statement.
#[derive(Clone, Debug)]
pub struct ClassEntry {
    /// Its name.
    pub name: Box<str>,
    /// Its name with those of the classes and functions around it, with dots.
    pub qualified: Box<str>,
    /// Where its name stands.
    pub name_range: TextRange,
    /// The base-class expressions: last name and range. Subscripts (`Base[int]`) are taken off.
    pub bases: Vec<(Box<str>, TextRange)>,
    /// Whether it has keywords such as `metaclass=`.
    pub keywords: bool,
    /// The decorators, as they are written.
    pub decorators: Vec<Box<str>>,
    /// The methods, by number. A name may occur twice.
    pub methods: Vec<u32>,
}

/// A function of an index, kept for as long as it is asked.
#[derive(Clone, Debug)]
pub struct FunctionEntry {
    index: Arc<FileIndex>,
    number: usize,
}

impl FunctionEntry {
    /// The function of this number; `None` if there is none.
    pub fn of(index: Arc<FileIndex>, number: u32) -> Option<Self> {
        let number = number as usize;
        (number < index.functions.len()).then_some(FunctionEntry { index, number })
    }
}

impl Deref for FunctionEntry {
    type Target = Function;

    fn deref(&self) -> &Function {
        &self.index.functions[self.number]
    }
}
