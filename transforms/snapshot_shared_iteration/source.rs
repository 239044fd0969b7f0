//! What a loop really iterates over: the shared containers behind wrappers, views, local names and outer loops, and whether
//! they are copied on the way. Judges nothing.

use crate::facts::{Binding, BindingKind, ClassRef, Facts, Ty};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, ast, walk};

use super::shape::{self, Shape};
use super::taken::{is_iterator, replaced, taken_out};

/// Whose a container is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// An attribute of the instances of a class.
    Attribute(ClassRef, String),
    /// A name of this module.
    Module(String),
}

/// What of a container is looped over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The container itself, or its keys.
    Itself,
    /// Its values.
    Values,
    /// Keys and values.
    Items,
}

/// How the loop gets at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// It goes over the container while that may change.
    Live,
    /// It goes over a copy that is made here.
    Copied(TextRange),
    /// It goes over something that has been taken out of the container here, so that nobody else has it.
    TakenOut(TextRange),
}

/// A shared container that a loop iterates over.
#[derive(Clone, Debug)]
pub(super) struct Source<'a> {
    /// Whose it is.
    pub home: Home,
    /// The expression that names the container: `self._peers`.
    pub container: &'a Expr,
    /// What stands in the loop for it, and is to be copied: `peers.values()`.
    pub live: &'a Expr,
    /// What of it.
    pub part: Part,
    /// Whether it is something that the container holds: `self._links[key]`.
    pub inner: bool,
    /// How.
    pub reach: Reach,
    /// The loop whose target it is, for something that the container holds.
    pub outer: Option<NodeId>,
}

/// How far names are followed.
const MAX_STEPS: u8 = 8;
/// Builtins that copy what they are given. Source: the Python library reference, "Built-in Functions".
const COPIERS: &[&str] = &[
    "builtins.list",
    "builtins.tuple",
    "builtins.sorted",
    "builtins.set",
    "builtins.frozenset",
    "builtins.dict",
    "copy.copy",
    "copy.deepcopy",
    "collections.deque",
];
/// Functions that go over their (first, or all) arguments as they are asked. Sources: "Built-in Functions", `itertools`.
pub(super) const LAZY_FIRST: &[&str] = &[
    "builtins.enumerate",
    "builtins.reversed",
    "builtins.iter",
    "itertools.islice",
    "itertools.pairwise",
    "itertools.batched",
    "itertools.accumulate",
    "itertools.groupby",
];
pub(super) const LAZY_ALL: &[&str] = &["builtins.zip", "itertools.chain", "itertools.zip_longest"];
pub(super) const LAZY_SECOND: &[&str] = &[
    "builtins.filter",
    "builtins.map",
    "itertools.filterfalse",
    "itertools.takewhile",
    "itertools.dropwhile",
    "itertools.starmap",
];

/// The shared containers behind the iterable of a loop.
pub(super) fn sources<'a>(facts: &Facts<'a>, iter: &'a Expr) -> Vec<Source<'a>> {
    follow(facts, iter, MAX_STEPS)
}

fn follow<'a>(facts: &Facts<'a>, expr: &'a Expr, steps: u8) -> Vec<Source<'a>> {
    let at = facts.tree.id(expr);
    let Some(steps) = steps.checked_sub(1) else { return Vec::new() };
    match expr {
        Expr::Attribute(node) => attribute(facts, expr, node, at).into_iter().collect(),
        Expr::Name(name) => named(facts, expr, name.id.as_str(), at, steps),
        Expr::Call(call) => called(facts, expr, call, at, steps),
        Expr::Subscript(node) if node.slice.is_slice_expr() => {
            copied(follow(facts, &node.value, steps), expr.range())
        }
        Expr::Subscript(node) => held(follow(facts, &node.value, steps), expr, None),
        Expr::BoolOp(node) if node.op == ast::BoolOp::Or => {
            whole(node.values.iter().flat_map(|value| follow(facts, value, steps)), expr)
        }
        Expr::If(node) => {
            whole([&node.body, &node.orelse].into_iter().flat_map(|value| follow(facts, value, steps)), expr)
        }
        Expr::Named(node) => whole(follow(facts, &node.value, steps).into_iter(), expr),
        Expr::List(node) => spread(facts, &node.elts, expr, steps),
        Expr::Tuple(node) => spread(facts, &node.elts, expr, steps),
        Expr::Set(node) => spread(facts, &node.elts, expr, steps),
        Expr::ListComp(node) => comprehended(facts, &node.generators, expr, steps),
        Expr::SetComp(node) => comprehended(facts, &node.generators, expr, steps),
        Expr::DictComp(node) => comprehended(facts, &node.generators, expr, steps),
        Expr::Generator(node) => {
            node.generators.first().map_or(Vec::new(), |first| follow(facts, &first.iter, steps))
        }
        _ => Vec::new(),
    }
}

/// `self.x`, `self._state.x`, `Class.x`.
fn attribute<'a>(
    facts: &Facts<'a>,
    expr: &'a Expr,
    node: &'a ast::ExprAttribute,
    at: NodeId,
) -> Option<Source<'a>> {
    let class = match facts.local_class(&node.value, at) {
        Some(class) => facts.class_ref(&Ty::Local(class)),
        None if is_own_class(facts, &node.value, at) => {
            facts.this(at).and_then(|(class, _)| facts.class_ref(&Ty::Local(class.id)))
        }
        None => facts.class_ref(&facts.type_of(&node.value, at).ty),
    }?;
    let view = facts.view();
    let mut name = node.attr.to_string();
    if view.method(class, &name).is_some() {
        // A property is what it returns; only a plain attribute is the same container each time.
        name = property(facts, class, &name)?;
    }
    let home = Home::Attribute(class, name);
    Some(Source {
        home,
        container: expr,
        live: expr,
        part: Part::Itself,
        inner: false,
        reach: Reach::Live,
        outer: None,
    })
}

/// The attribute that a property of a class of this file returns, if that is all that it does.
fn property(facts: &Facts<'_>, class: ClassRef, name: &str) -> Option<String> {
    let own = facts.classes().iter().find(|own| facts.class_ref(&Ty::Local(own.id)) == Some(class))?;
    let method = own.method(name)?;
    let is_property = |decorator: &ast::Decorator| matches!(&decorator.expression, Expr::Name(name) if name.id.as_str() == "property");
    let [decorator] = method.node.decorator_list.as_slice() else { return None };
    let (Stmt::Return(returned), true) = (method.node.body.last()?, is_property(decorator)) else {
        return None;
    };
    let found = walk::attribute_of(returned.value.as_deref()?, method.this?)?;
    let plain = method
        .node
        .body
        .iter()
        .rev()
        .skip(1)
        .all(|stmt| matches!(stmt, Stmt::Expr(node) if node.value.is_string_literal_expr()));
    (plain && own.method(found).is_none()).then(|| found.to_string())
}

/// `cls` of a class method.
fn is_own_class(facts: &Facts<'_>, expr: &Expr, at: NodeId) -> bool {
    matches!(expr, Expr::Name(name) if name.id.as_str() == "cls" && facts.this(at).is_some_and(|(_, this)| this == "cls"))
}

fn named<'a>(facts: &Facts<'a>, expr: &'a Expr, name: &str, at: NodeId, steps: u8) -> Vec<Source<'a>> {
    let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, at, name) else { return Vec::new() };
    if scope == facts.tree.root() {
        let assigned = |binding: &Binding<'_>| {
            matches!(binding.kind, BindingKind::Assignment { value: Some(_), .. })
                || matches!(facts.tree.node(binding.node), AnyNodeRef::StmtGlobal(_))
        };
        if !bindings.iter().all(assigned) {
            return Vec::new();
        }
        let home = Home::Module(name.to_string());
        let reach = Reach::Live;
        return vec![Source {
            home,
            container: expr,
            live: expr,
            part: Part::Itself,
            inner: false,
            reach,
            outer: None,
        }];
    }
    if let Some((outer, iter, position)) = around(facts, bindings, at) {
        return follow(facts, iter, steps)
            .into_iter()
            .filter(|source| match (source.part, position) {
                (Part::Values, None) | (Part::Items, Some(1)) => true,
                // The keys of a mapping cannot change; the items of a list or set of lists can.
                (Part::Itself, None) => !is_mapping(facts, source.container),
                _ => false,
            })
            .flat_map(|source| {
                let source = taken_out(facts, iter, source);
                held(vec![source], expr, Some(outer))
            })
            .collect();
    }
    match bindings {
        // An iterator under a name is used up by what goes over it: a copy would take all of it.
        [Binding { kind: BindingKind::Assignment { value: Some(value), .. }, .. }]
            if is_iterator(facts, value) =>
        {
            Vec::new()
        }
        [Binding { kind: BindingKind::Assignment { value: Some(value), .. }, node, .. }] => {
            let found = follow(facts, value, steps).into_iter();
            let found = found.map(|source| replaced(facts, value, *node, source));
            // A copy that is made before the loop stays one; a view is as live as what it shows.
            whole(found, expr)
        }
        _ => Vec::new(),
    }
}

/// The loop around a place whose target a name is, what that iterates over, and the name's place in its target.
fn around<'a>(
    facts: &Facts<'a>,
    bindings: &[Binding<'a>],
    at: NodeId,
) -> Option<(NodeId, &'a Expr, Option<usize>)> {
    let tree = facts.tree;
    let mut found: Option<(NodeId, &'a Expr, Option<usize>)> = None;
    for binding in bindings {
        let target = tree.parent(binding.node)?;
        let (holder, position) = match tree.node(target) {
            AnyNodeRef::ExprTuple(tuple) => {
                let position = tuple.elts.iter().position(|element| element.range() == binding.range)?;
                (tree.parent(target)?, Some(position))
            }
            _ => (target, None),
        };
        let iter = match tree.node(holder) {
            AnyNodeRef::StmtFor(node) if !node.is_async => node.iter.as_ref(),
            AnyNodeRef::Comprehension(node) if !node.is_async => &node.iter,
            _ => {
                // Bound in another way: only a loop that stands further inside decides.
                continue;
            }
        };
        // A comprehension's names hold in all of it.
        let reach = if matches!(tree.node(holder), AnyNodeRef::Comprehension(_)) {
            tree.parent(holder)?
        } else {
            holder
        };
        if tree.contains(reach, at) && !iter.range().contains_range(tree.node(at).range()) {
            found = match found {
                // Nodes are numbered from the outside in.
                Some(inner) if inner.0 > reach => Some(inner),
                _ => Some((reach, iter, position)),
            };
        }
    }
    let (reach, ..) = found?;
    // Nothing else in that loop may bind it.
    let inside = bindings.iter().filter(|binding| tree.contains(reach, binding.node)).count();
    found.filter(|_| inside == 1)
}

fn called<'a>(
    facts: &Facts<'a>,
    expr: &'a Expr,
    call: &'a ast::ExprCall,
    at: NodeId,
    steps: u8,
) -> Vec<Source<'a>> {
    let arguments = &call.arguments.args;
    let argument =
        |index: usize| arguments.get(index).map_or(Vec::new(), |argument| follow(facts, argument, steps));
    if let Some(name) = facts.qualified(&call.func, at) {
        let name = name.as_str();
        if COPIERS.contains(&name) || name == "asyncio.as_completed" {
            return copied(argument(0), expr.range());
        }
        if LAZY_FIRST.contains(&name) || name == "itertools.chain.from_iterable" {
            return argument(0);
        }
        if LAZY_SECOND.contains(&name) {
            return argument(1);
        }
        if LAZY_ALL.contains(&name) {
            return arguments.iter().flat_map(|argument| follow(facts, argument, steps)).collect();
        }
    }
    let Expr::Attribute(method) = call.func.as_ref() else { return Vec::new() };
    let receiver = || follow(facts, &method.value, steps);
    let viewed = |part: Part| {
        let found = receiver().into_iter().map(|source| Source { part, ..source });
        whole(found, expr)
    };
    match (method.attr.as_str(), arguments.len()) {
        ("keys", 0) => viewed(Part::Itself),
        ("values", 0) => viewed(Part::Values),
        ("items", 0) => viewed(Part::Items),
        ("copy", 0) | ("union" | "difference" | "intersection" | "symmetric_difference", _) => {
            copied(receiver(), expr.range())
        }
        ("get" | "setdefault", 1 | 2) => held(receiver(), expr, None),
        _ => Vec::new(),
    }
}

/// `[*self.x]`.
fn spread<'a>(facts: &Facts<'a>, elements: &'a [Expr], expr: &'a Expr, steps: u8) -> Vec<Source<'a>> {
    let spread = elements.iter().filter_map(|element| element.as_starred_expr());
    copied(spread.flat_map(|element| follow(facts, &element.value, steps)).collect(), expr.range())
}

/// `[x for x in self.x]`.
fn comprehended<'a>(
    facts: &Facts<'a>,
    generators: &'a [ast::Comprehension],
    expr: &'a Expr,
    steps: u8,
) -> Vec<Source<'a>> {
    let found = generators.first().map_or(Vec::new(), |first| follow(facts, &first.iter, steps));
    copied(found, expr.range())
}

fn copied(sources: Vec<Source<'_>>, here: TextRange) -> Vec<Source<'_>> {
    let copy = |source: Source<'_>| match source.reach {
        Reach::Live => Reach::Copied(here),
        other => other,
    };
    sources.into_iter().map(|source| Source { reach: copy(source.clone()), ..source }).collect()
}

fn whole<'a>(sources: impl Iterator<Item = Source<'a>>, expr: &'a Expr) -> Vec<Source<'a>> {
    sources.map(|source| Source { live: expr, ..source }).collect()
}

/// What the containers hold; no deeper than one level.
fn held<'a>(sources: Vec<Source<'a>>, expr: &'a Expr, outer: Option<NodeId>) -> Vec<Source<'a>> {
    let held = |source: Source<'a>| {
        // A copy of the container holds the same things.
        let reach = if let Reach::TakenOut(_) = source.reach { source.reach } else { Reach::Live };
        Source { live: expr, part: Part::Itself, inner: true, reach, outer, ..source }
    };
    sources.into_iter().filter(|source| !source.inner).map(held).collect()
}

/// Whether going over the container gives keys, or may.
fn is_mapping<'a>(facts: &Facts<'a>, container: &'a Expr) -> bool {
    !matches!(shape::of(facts, container).0, Shape::Set | Shape::Deque | Shape::List | Shape::Fixed)
}
