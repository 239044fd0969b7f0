//! What an expression reads, where it is shown that it changes nothing and that only what it names decides its value.
//! Unknown calls, properties and iterators are no such expressions. Judges nothing.

use std::collections::BTreeSet;

use crate::facts::{BindingKind, Facts};
use crate::syntax::ast::{self, CmpOp};
use crate::syntax::{Expr, NodeId, TextRange, walk};

/// Something whose value lasts from one iteration to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Root<'a> {
    /// A local, a parameter.
    Name(&'a str),
    /// An attribute of the instance.
    Attribute(&'a str),
}

/// All that an expression's value depends on.
pub(super) type Roots<'a> = BTreeSet<Root<'a>>;

/// Builtins that only look at what they are given.
const LOOKING: &[&str] =
    &["abs", "bool", "callable", "chr", "id", "int", "isinstance", "issubclass", "len", "ord", "type"];
/// Builtins that go through what they are given, and so use up an iterator.
const GOING_THROUGH: &[&str] = &[
    "all",
    "any",
    "bytearray",
    "bytes",
    "frozenset",
    "list",
    "max",
    "min",
    "reversed",
    "set",
    "sorted",
    "sum",
    "tuple",
];
/// Containers that looking at does not change.
const CONTAINERS: &[&str] = &[
    "builtins.bytearray",
    "builtins.bytes",
    "builtins.dict",
    "builtins.frozenset",
    "builtins.list",
    "builtins.set",
    "builtins.str",
    "builtins.tuple",
    "collections.OrderedDict",
    "collections.deque",
];
/// Methods of those that change nothing.
const OF_CONTAINERS: &[&str] = &[
    "copy",
    "count",
    "decode",
    "encode",
    "endswith",
    "find",
    "get",
    "index",
    "isdigit",
    "items",
    "keys",
    "lower",
    "lstrip",
    "rfind",
    "rindex",
    "rstrip",
    "startswith",
    "strip",
    "upper",
    "values",
];
/// Methods of asyncio's own classes that only look, by class. Only the event loop's thread changes these.
const OF_ASYNCIO: &[(&str, &[&str])] = &[
    ("asyncio.Event", &["is_set"]),
    ("asyncio.Queue", &["empty", "full", "qsize"]),
    ("asyncio.LifoQueue", &["empty", "full", "qsize"]),
    ("asyncio.PriorityQueue", &["empty", "full", "qsize"]),
    ("asyncio.Future", &["done", "cancelled"]),
    ("asyncio.Task", &["done", "cancelled"]),
    ("asyncio.Lock", &["locked"]),
    ("asyncio.Semaphore", &["locked"]),
];
/// Steps of single assignments that are followed.
const STEPS: u8 = 4;

/// Reads the expressions of one loop.
pub(super) struct Reader<'f, 'a> {
    pub facts: &'f Facts<'a>,
    /// The loop.
    pub at: NodeId,
    /// What it spans.
    pub range: TextRange,
}

impl<'a> Reader<'_, 'a> {
    /// What an expression reads; `None` where it may change something, or change by itself.
    pub fn reads(&self, expr: &'a Expr) -> Option<Roots<'a>> {
        let mut roots = Roots::new();
        self.collect(expr, STEPS, &mut roots)?;
        Some(roots)
    }

    /// The attribute of the instance that an expression is, where nothing runs when it is read or set.
    pub fn plain_attribute(&self, expr: &Expr) -> Option<&'a str> {
        let (class, this) = self.facts.this(self.at)?;
        let name = walk::attribute_of(expr, this)?;
        let runs = [name, "__setattr__", "__getattribute__"]
            .iter()
            .any(|name| self.facts.method_of(class.id, name).is_some());
        if runs {
            return None;
        }
        let family = self.facts.family(class);
        // What a class body makes by a call may be a descriptor.
        let mut writes = family.iter().flat_map(|class| class.writes_of(name)).peekable();
        writes.peek()?;
        writes
            .all(|write| {
                write.method.is_some()
                    || write.annotation.is_some()
                    || !matches!(write.value, Some(Expr::Call(_)))
            })
            .then_some(())?;
        family.iter().flat_map(|class| class.writes_of(name)).next().map(|write| write.name)
    }

    /// The value of a local that is set once, before the loop.
    pub fn only_value(&self, name: &ast::ExprName) -> Option<&'a Expr> {
        let (_, bindings) = self.facts.scopes().lookup(self.facts.tree, self.at, name.id.as_str())?;
        let [binding] = bindings else { return None };
        match &binding.kind {
            BindingKind::Assignment { value, .. } if !self.range.contains_range(binding.range) => *value,
            _ => None,
        }
    }

    /// Whether an expression is a container that going through does not use up.
    pub fn is_container(&self, expr: &'a Expr) -> bool {
        match expr {
            Expr::List(_) | Expr::Tuple(_) | Expr::Set(_) | Expr::Dict(_) => true,
            Expr::StringLiteral(_) | Expr::BytesLiteral(_) => true,
            _ => {
                let typed = self.facts.type_of(expr, self.facts.tree.id(expr));
                typed.ty.name().is_some_and(|name| CONTAINERS.contains(&name))
            }
        }
    }

    fn collect(&self, expr: &'a Expr, steps: u8, roots: &mut Roots<'a>) -> Option<()> {
        let mut all = |parts: &mut dyn Iterator<Item = &'a Expr>| {
            for part in parts {
                self.collect(part, steps, roots)?;
            }
            Some(())
        };
        match expr {
            Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::EllipsisLiteral(_) => Some(()),
            Expr::Name(name) => self.name(name, steps, roots),
            Expr::Attribute(attribute) => match self.plain_attribute(expr) {
                Some(name) => {
                    roots.insert(Root::Attribute(name));
                    Some(())
                }
                None => self.is_constant(attribute).then_some(()),
            },
            Expr::UnaryOp(node) => self.collect(&node.operand, steps, roots),
            Expr::BinOp(node) => all(&mut [node.left.as_ref(), node.right.as_ref()].into_iter()),
            Expr::BoolOp(node) => all(&mut node.values.iter()),
            Expr::If(node) => {
                all(&mut [node.test.as_ref(), node.body.as_ref(), node.orelse.as_ref()].into_iter())
            }
            Expr::Compare(node) => {
                all(&mut std::iter::once(node.left.as_ref()).chain(&node.comparators))?;
                let looks_through = |(op, right): (&CmpOp, &'a Expr)| {
                    !matches!(op, CmpOp::In | CmpOp::NotIn) || self.is_container(right)
                };
                node.ops.iter().zip(&node.comparators).all(looks_through).then_some(())
            }
            Expr::Tuple(node) => all(&mut node.elts.iter()),
            Expr::List(node) => all(&mut node.elts.iter()),
            Expr::Set(node) => all(&mut node.elts.iter()),
            Expr::Subscript(node) if node.ctx.is_load() && self.is_container(&node.value) => {
                all(&mut [node.value.as_ref(), node.slice.as_ref()].into_iter())
            }
            Expr::Slice(node) => {
                let bounds = [&node.lower, &node.upper, &node.step];
                all(&mut bounds.into_iter().filter_map(|bound| bound.as_deref()))
            }
            Expr::Call(call) => self.call(call, steps, roots),
            _ => None,
        }
    }

    fn call(&self, call: &'a ast::ExprCall, steps: u8, roots: &mut Roots<'a>) -> Option<()> {
        if !call.arguments.keywords.is_empty() {
            return None;
        }
        let given = &call.arguments.args;
        match call.func.as_ref() {
            Expr::Name(name) => {
                let name = name.id.as_str();
                self.facts.scopes().lookup(self.facts.tree, self.at, name).is_none().then_some(())?;
                let looks = LOOKING.contains(&name)
                    || (GOING_THROUGH.contains(&name) && given.iter().all(|given| self.is_container(given)));
                looks.then_some(())?;
            }
            Expr::Attribute(method) => {
                let typed = self.facts.type_of(&method.value, self.facts.tree.id(method));
                let class = typed.ty.name()?;
                let name = method.attr.as_str();
                let looks = (CONTAINERS.contains(&class) && OF_CONTAINERS.contains(&name))
                    || OF_ASYNCIO.iter().any(|(of, names)| *of == class && names.contains(&name));
                looks.then_some(())?;
                self.collect(&method.value, steps, roots)?;
            }
            _ => return None,
        }
        given.iter().try_for_each(|given| self.collect(given, steps, roots))
    }

    /// `State.CLOSED`, `socket.SOCK_STREAM`: a constant by its name, of a class or a module.
    fn is_constant(&self, attribute: &ast::ExprAttribute) -> bool {
        let upper = !attribute.attr.as_str().chars().any(char::is_lowercase);
        let Some(root) = walk::dotted(&attribute.value).and_then(|names| names.first().copied()) else {
            return false;
        };
        upper
            && self.facts.scopes().lookup(self.facts.tree, self.at, root).is_some_and(|(_, bindings)| {
                bindings
                    .iter()
                    .all(|binding| matches!(binding.kind, BindingKind::Import(_) | BindingKind::Class(_)))
            })
    }

    fn name(&self, name: &'a ast::ExprName, steps: u8, roots: &mut Roots<'a>) -> Option<()> {
        let text = name.id.as_str();
        let tree = self.facts.tree;
        // Builtins, and names that a star import may bind.
        let Some((scope, bindings)) = self.facts.scopes().lookup(tree, self.at, text) else {
            return (!self.facts.is_unbound(text, self.at)).then_some(());
        };
        let named = |kind: &BindingKind<'_>| {
            matches!(kind, BindingKind::Function(_) | BindingKind::Class(_) | BindingKind::Import(_))
        };
        if bindings.iter().all(|binding| named(&binding.kind)) {
            return Some(());
        }
        match self.only_value(name) {
            Some(value) if is_literal(value) => return Some(()),
            // What it was made from decides.
            Some(value) if scope != tree.root() && steps > 0 => {
                let mut from = Roots::new();
                if self.collect(value, steps - 1, &mut from).is_some() && !self.is_display(value) {
                    roots.extend(from);
                    return Some(());
                }
            }
            _ => {}
        }
        // Others may set a name of a module: a signal handler, a thread.
        (scope != tree.root()).then_some(())?;
        roots.insert(Root::Name(text));
        Some(())
    }

    /// A new container, which may be filled later.
    fn is_display(&self, value: &Expr) -> bool {
        matches!(value, Expr::List(_) | Expr::Set(_) | Expr::Dict(_) | Expr::Call(_))
    }
}

/// Whether an expression may change something or suspend, by its form alone.
pub(super) fn may_change(expr: &Expr) -> bool {
    match expr {
        Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) => true,
        Expr::Call(call) => match call.func.as_ref() {
            Expr::Name(name) => {
                let name = name.id.as_str();
                !LOOKING.contains(&name) && !GOING_THROUGH.contains(&name)
            }
            Expr::Attribute(method) => {
                let name = method.attr.as_str();
                !OF_CONTAINERS.contains(&name) && !OF_ASYNCIO.iter().any(|(_, names)| names.contains(&name))
            }
            _ => true,
        },
        _ => false,
    }
}

/// Whether a value is a constant.
pub(super) fn is_literal(value: &Expr) -> bool {
    match value {
        Expr::NoneLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_) => true,
        Expr::UnaryOp(node) => is_literal(&node.operand),
        Expr::Tuple(node) => node.elts.iter().all(is_literal),
        _ => false,
    }
}
