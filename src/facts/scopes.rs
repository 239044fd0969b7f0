//! Scopes and bindings of one file: what a name means at a place, and whether a name is free there.
//!
//! Follows the language reference, "Naming and binding": class scopes are not seen from nested functions,
//! comprehensions are scopes of their own, `global` and `nonlocal` move a binding.

mod locals;

use ruff_python_ast::visitor::{Visitor, walk_pattern};
use ruff_python_ast::{self as ast, AnyNodeRef, Expr, ExprContext, NodeKind, Pattern};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::syntax::{NodeId, Tree};

/// How a name gets its value.
#[derive(Clone, Debug)]
pub enum BindingKind<'a> {
    /// By an import, of this dotted name. Relative imports start with dots.
    Import(String),
    /// A parameter.
    Parameter(&'a ast::Parameter),
    /// `def`.
    Function(&'a ast::StmtFunctionDef),
    /// `class`.
    Class(&'a ast::StmtClassDef),
    /// `name = value`, `name: annotation = value`, `(name := value)`.
    Assignment {
        /// The value, if there is one.
        value: Option<&'a Expr>,
        /// The annotation, if there is one.
        annotation: Option<&'a Expr>,
    },
    /// The target of `for` or of a comprehension, over this iterable.
    Loop(&'a Expr),
    /// `with context as name`.
    With {
        /// The context expression.
        context: &'a Expr,
        /// `async with`.
        is_async: bool,
    },
    /// Anything else: unpacking, `except … as`, `del`, augmented assignment, `match`.
    Other,
}

/// One place that binds a name.
#[derive(Clone, Debug)]
pub struct Binding<'a> {
    /// How.
    pub kind: BindingKind<'a>,
    /// The name's own range.
    pub range: TextRange,
    /// The node that binds (the statement's or the name's).
    pub node: NodeId,
}

/// One scope.
pub struct Scope<'a> {
    /// The function, lambda, class, comprehension or module.
    pub node: NodeId,
    bindings: FxHashMap<&'a str, Vec<Binding<'a>>>,
    reads: FxHashMap<&'a str, Vec<TextRange>>,
    outer: FxHashMap<&'a str, Outer>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outer {
    Global,
    Nonlocal,
}

/// All scopes of a file.
pub struct Scopes<'a> {
    by_node: FxHashMap<NodeId, Scope<'a>>,
    empty: Vec<Binding<'a>>,
}

impl<'a> Scopes<'a> {
    /// Reads all bindings and all reads of names.
    pub fn new(tree: &Tree<'a>) -> Self {
        let mut scopes = Scopes { by_node: FxHashMap::default(), empty: Vec::new() };
        for id in tree.all() {
            scopes.read_node(tree, id);
        }
        scopes
    }

    /// The scope in which the node is evaluated: decorators, defaults, annotations and base classes are
    /// evaluated outside the function or class that they stand on.
    pub fn scope_of(tree: &Tree<'_>, id: NodeId) -> NodeId {
        let mut child = id;
        for ancestor in tree.ancestors(id) {
            let inside = match tree.node(ancestor).kind() {
                NodeKind::StmtFunctionDef | NodeKind::StmtClassDef => tree.node(child).is_statement(),
                NodeKind::ExprLambda => tree.node(child).is_expression(),
                NodeKind::ExprListComp
                | NodeKind::ExprSetComp
                | NodeKind::ExprDictComp
                | NodeKind::ExprGenerator
                | NodeKind::ModModule => true,
                _ => false,
            };
            if inside {
                return ancestor;
            }
            child = ancestor;
        }
        tree.root()
    }

    /// The scope that holds the bindings of a name used at `id`, and those bindings. `None` for builtins
    /// and for names that the file does not bind.
    pub fn lookup(&self, tree: &Tree<'_>, id: NodeId, name: &str) -> Option<(NodeId, &[Binding<'a>])> {
        self.lookup_from(tree, Self::scope_of(tree, id), name)
    }

    /// [`Scopes::lookup`], starting in a scope.
    pub fn lookup_from(
        &self,
        tree: &Tree<'_>,
        scope: NodeId,
        name: &str,
    ) -> Option<(NodeId, &[Binding<'a>])> {
        let mut current = scope;
        let mut first = true;
        loop {
            let is_class = tree.node(current).kind() == NodeKind::StmtClassDef;
            if let Some(found) = self.by_node.get(&current)
                && (first || !is_class)
            {
                match found.outer.get(name) {
                    Some(Outer::Global) => {
                        return self.own(tree.root(), name).map(|bindings| (tree.root(), bindings));
                    }
                    Some(Outer::Nonlocal) => {}
                    None => {
                        if let Some(bindings) = found.bindings.get(name) {
                            return Some((current, bindings));
                        }
                    }
                }
            }
            if current == tree.root() {
                return None;
            }
            current = Self::scope_of(tree, current);
            first = false;
        }
    }

    fn own(&self, scope: NodeId, name: &str) -> Option<&[Binding<'a>]> {
        Some(self.by_node.get(&scope)?.bindings.get(name)?)
    }

    /// The bindings that a scope itself has for a name.
    pub fn bindings_in(&self, scope: NodeId, name: &str) -> &[Binding<'a>] {
        self.own(scope, name).unwrap_or(&self.empty)
    }

    /// Whether one of a module name's bindings is a `global` statement of a function that also sets the name: one
    /// that only reads it, or changes what it holds, leaves it what it is.
    pub fn is_set_as_global(&self, tree: &Tree<'_>, name: &str, bindings: &[Binding<'a>]) -> bool {
        bindings.iter().any(|binding| {
            matches!(tree.node(binding.node), AnyNodeRef::StmtGlobal(_))
                && !self.bindings_in(Self::scope_of(tree, binding.node), name).is_empty()
        })
    }

    /// Whether a name can be bound in `scope` without capturing or shadowing anything: the scope itself does
    /// not bind or declare it, and no read inside it would come to mean the new binding.
    pub fn is_free(&self, tree: &Tree<'_>, scope: NodeId, name: &str) -> bool {
        let own = self.by_node.get(&scope);
        if own.is_some_and(|own| own.bindings.contains_key(name) || own.outer.contains_key(name)) {
            return false;
        }
        self.by_node
            .values()
            .filter(|inner| tree.contains(scope, inner.node))
            .filter(|inner| inner.reads.contains_key(name) || inner.outer.contains_key(name))
            .all(|inner| {
                let found = self.lookup_from(tree, inner.node, name);
                found.is_some_and(|(at, _)| at != scope && tree.contains(scope, at))
            })
    }

    /// The first of `names` that [`Scopes::is_free`] in `scope`; else the first with a number behind it.
    pub fn free_name(&self, tree: &Tree<'_>, scope: NodeId, names: &[&str]) -> String {
        if let Some(name) = names.iter().find(|name| self.is_free(tree, scope, name)) {
            return (*name).to_string();
        }
        let stem = names.first().copied().unwrap_or("value");
        (2..)
            .map(|number| format!("{stem}_{number}"))
            .find(|name| self.is_free(tree, scope, name))
            .unwrap_or_default()
    }

    fn scope_mut(&mut self, node: NodeId) -> &mut Scope<'a> {
        self.by_node.entry(node).or_insert_with(|| Scope {
            node,
            bindings: FxHashMap::default(),
            reads: FxHashMap::default(),
            outer: FxHashMap::default(),
        })
    }

    fn bind(&mut self, tree: &Tree<'a>, at: NodeId, name: &'a str, range: TextRange, kind: BindingKind<'a>) {
        let scope = Self::scope_of(tree, at);
        self.bind_in(scope, at, name, range, kind);
    }

    fn bind_in(&mut self, scope: NodeId, at: NodeId, name: &'a str, range: TextRange, kind: BindingKind<'a>) {
        self.scope_mut(scope).bindings.entry(name).or_default().push(Binding { kind, range, node: at });
    }

    fn read_node(&mut self, tree: &Tree<'a>, id: NodeId) {
        match tree.node(id) {
            AnyNodeRef::StmtFunctionDef(node) => {
                self.bind(tree, id, node.name.as_str(), node.name.range(), BindingKind::Function(node));
                for parameter in node.parameters.iter().map(|parameter| parameter.as_parameter()) {
                    self.bind_in(
                        id,
                        id,
                        parameter.name.as_str(),
                        parameter.name.range(),
                        BindingKind::Parameter(parameter),
                    );
                }
                self.scope_mut(id);
            }
            AnyNodeRef::ExprLambda(node) => {
                for parameter in node.parameters.iter().flat_map(|parameters| parameters.iter()) {
                    let parameter = parameter.as_parameter();
                    self.bind_in(
                        id,
                        id,
                        parameter.name.as_str(),
                        parameter.name.range(),
                        BindingKind::Parameter(parameter),
                    );
                }
                self.scope_mut(id);
            }
            AnyNodeRef::StmtClassDef(node) => {
                self.bind(tree, id, node.name.as_str(), node.name.range(), BindingKind::Class(node));
                self.scope_mut(id);
            }
            AnyNodeRef::StmtImport(node) => {
                for alias in &node.names {
                    let (bound, means) = match &alias.asname {
                        Some(asname) => (asname.as_str(), alias.name.as_str()),
                        None => {
                            let root = alias.name.split('.').next().unwrap_or(&alias.name);
                            (root, root)
                        }
                    };
                    self.bind(tree, id, bound, alias.range(), BindingKind::Import(means.to_string()));
                }
            }
            AnyNodeRef::StmtImportFrom(node) => {
                for alias in &node.names {
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name);
                    let module = node.module.as_deref().unwrap_or_default();
                    let dots = ".".repeat(node.level as usize);
                    let separator = if module.is_empty() { "" } else { "." };
                    let means = format!("{dots}{module}{separator}{}", alias.name);
                    self.bind(tree, id, bound.as_str(), alias.range(), BindingKind::Import(means));
                }
            }
            AnyNodeRef::StmtGlobal(node) => self.outer(tree, id, &node.names, Outer::Global),
            AnyNodeRef::StmtNonlocal(node) => self.outer(tree, id, &node.names, Outer::Nonlocal),
            AnyNodeRef::ExceptHandlerExceptHandler(node) => {
                if let Some(name) = &node.name {
                    self.bind(tree, id, name.as_str(), name.range(), BindingKind::Other);
                }
            }
            AnyNodeRef::MatchCase(node) => {
                let mut captures = Captures(Vec::new());
                captures.visit_pattern(&node.pattern);
                for identifier in captures.0 {
                    self.bind(tree, id, identifier.as_str(), identifier.range(), BindingKind::Other);
                }
            }
            AnyNodeRef::ExprName(node) => match node.ctx {
                ExprContext::Load => {
                    let scope = Self::scope_of(tree, id);
                    self.scope_mut(scope).reads.entry(node.id.as_str()).or_default().push(node.range());
                }
                _ => {
                    let kind = binding_of_name(tree, id);
                    let mut scope = Self::scope_of(tree, id);
                    if tree.parent(id).is_some_and(|parent| tree.node(parent).kind() == NodeKind::ExprNamed) {
                        // PEP 572: `:=` in a comprehension binds in the enclosing function.
                        while is_comprehension(tree.node(scope).kind()) {
                            scope = Self::scope_of(tree, scope);
                        }
                    }
                    if matches!(
                        tree.parent(id).map(|parent| tree.node(parent).kind()),
                        Some(NodeKind::StmtAugAssign)
                    ) {
                        self.scope_mut(scope).reads.entry(node.id.as_str()).or_default().push(node.range());
                    }
                    self.bind_in(scope, id, node.id.as_str(), node.range(), kind);
                }
            },
            _ => {}
        }
    }

    fn outer(&mut self, tree: &Tree<'a>, id: NodeId, names: &'a [ast::Identifier], outer: Outer) {
        let scope = Self::scope_of(tree, id);
        for name in names {
            self.scope_mut(scope).outer.insert(name.as_str(), outer);
            if outer == Outer::Global {
                // The module's name is bound from here, in a way that is not followed.
                self.bind_in(tree.root(), id, name.as_str(), name.range(), BindingKind::Other);
            }
        }
    }

    /// The names that a range binds, in whatever scope, without those of nested functions.
    pub fn bound_in_range(&self, range: TextRange) -> FxHashSet<&'a str> {
        let mut names = FxHashSet::default();
        for scope in self.by_node.values() {
            for (name, bindings) in &scope.bindings {
                if bindings.iter().any(|binding| range.contains_range(binding.range)) {
                    names.insert(*name);
                }
            }
        }
        names
    }
}

fn is_comprehension(kind: NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::ExprListComp | NodeKind::ExprSetComp | NodeKind::ExprDictComp | NodeKind::ExprGenerator
    )
}

/// How a name in a storing position is bound, from what stands around it.
fn binding_of_name<'a>(tree: &Tree<'a>, id: NodeId) -> BindingKind<'a> {
    let Some(parent) = tree.parent(id) else { return BindingKind::Other };
    let name = tree.node(id);
    match tree.node(parent) {
        AnyNodeRef::StmtAssign(node) => {
            BindingKind::Assignment { value: Some(&node.value), annotation: None }
        }
        AnyNodeRef::StmtAnnAssign(node) => {
            BindingKind::Assignment { value: node.value.as_deref(), annotation: Some(&node.annotation) }
        }
        AnyNodeRef::ExprNamed(node) => BindingKind::Assignment { value: Some(&node.value), annotation: None },
        AnyNodeRef::StmtFor(node) if name.ptr_eq(AnyNodeRef::from(node.target.as_ref())) => {
            BindingKind::Loop(&node.iter)
        }
        AnyNodeRef::Comprehension(node) if name.ptr_eq(AnyNodeRef::from(&node.target)) => {
            BindingKind::Loop(&node.iter)
        }
        AnyNodeRef::WithItem(node) => {
            let is_async = tree
                .parent(parent)
                .is_some_and(|with| matches!(tree.node(with), AnyNodeRef::StmtWith(with) if with.is_async));
            BindingKind::With { context: &node.context_expr, is_async }
        }
        _ => BindingKind::Other,
    }
}

struct Captures<'a>(Vec<&'a ast::Identifier>);

impl<'a> Visitor<'a> for Captures<'a> {
    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchAs(node) => self.0.extend(&node.name),
            Pattern::MatchStar(node) => self.0.extend(&node.name),
            Pattern::MatchMapping(node) => self.0.extend(&node.rest),
            _ => {}
        }
        walk_pattern(self, pattern);
    }
}
