//! Reads a parsed file into its index, in one walk over the tree.

use rustc_hash::FxHashMap;

use crate::facts::{BindingKind, Facts};
use crate::syntax::ast::{self, ExprContext};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, TextSize};

use super::definitions::{class, function, lambda};
use super::usage::{changes_entries, usage_of};
use super::{Call, FileIndex, Import, Occurrence, Store, Suspension, Usage, regions};

/// The index of a file.
pub fn build(facts: &Facts<'_>) -> FileIndex {
    let mut builder = Builder {
        facts,
        index: FileIndex::default(),
        functions: FxHashMap::default(),
        classes: FxHashMap::default(),
    };
    builder.definitions();
    let unseen = builder.type_checking();
    for id in facts.tree.all() {
        let at = facts.tree.node(id).range();
        if !unseen.iter().any(|block| block.contains_range(at)) {
            builder.node(id);
        }
    }
    builder.index.calls.sort_by_key(|call| call.range.start());
    let text = facts.layout.text();
    let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| size(at + 1));
    builder.index.lines = std::iter::once(TextSize::default()).chain(starts).collect();
    builder.index
}

fn size(at: usize) -> TextSize {
    // Sources are limited to far less than 4 GiB (`source::MAX_BYTES`).
    TextSize::try_from(at).unwrap_or_default()
}

pub(super) struct Builder<'f, 'a> {
    pub(super) facts: &'f Facts<'a>,
    pub(super) index: FileIndex,
    functions: FxHashMap<NodeId, u32>,
    pub(super) classes: FxHashMap<NodeId, u32>,
}

impl<'a> Builder<'_, 'a> {
    /// Numbers functions and classes before anything refers to them.
    fn definitions(&mut self) {
        let facts = self.facts;
        let tree = facts.tree;
        for id in tree.all() {
            match tree.node(id) {
                AnyNodeRef::StmtFunctionDef(node) => {
                    let number = self.index.functions.len() as u32;
                    let class = tree.class_of_method(id).and_then(|class| self.classes.get(&class)).copied();
                    if let Some(class) = class {
                        self.index.classes[class as usize].methods.push(number);
                    }
                    self.functions.insert(id, number);
                    let parent = self.outer_function(id);
                    self.index.functions.push(function(facts, id, node, class, parent));
                }
                AnyNodeRef::ExprLambda(node) => {
                    let number = self.index.functions.len() as u32;
                    let parent = self.outer_function(id);
                    self.functions.insert(id, number);
                    self.index.functions.push(lambda(facts, id, node, parent));
                }
                AnyNodeRef::StmtClassDef(node) => {
                    self.classes.insert(id, self.index.classes.len() as u32);
                    self.index.classes.push(class(facts, id, node));
                }
                _ => {}
            }
        }
    }

    /// The bodies of `if TYPE_CHECKING:`, which never run; their imports count all the same.
    fn type_checking(&mut self) -> Vec<TextRange> {
        let tree = self.facts.tree;
        let mut blocks = Vec::new();
        for id in tree.all() {
            let AnyNodeRef::StmtIf(node) = tree.node(id) else { continue };
            let checks = self.facts.text(node.test.as_ref());
            if !matches!(checks, "TYPE_CHECKING" | "typing.TYPE_CHECKING" | "t.TYPE_CHECKING") {
                continue;
            }
            for stmt in &node.body {
                match stmt {
                    Stmt::Import(_) | Stmt::ImportFrom(_) => self.node(tree.id(stmt)),
                    _ => {}
                }
            }
            if let (Some(first), Some(last)) = (node.body.first(), node.body.last()) {
                blocks.push(TextRange::new(first.start(), last.end()));
            }
        }
        blocks
    }

    fn outer_function(&self, id: NodeId) -> Option<u32> {
        self.facts.tree.ancestors(id).find_map(|outer| self.functions.get(&outer).copied())
    }

    /// The function in which a node is evaluated: decorators, defaults and annotations stand outside of theirs.
    pub(super) fn function_of(&self, id: NodeId) -> Option<u32> {
        let mut scope = super::super::Scopes::scope_of(self.facts.tree, id);
        loop {
            if let Some(number) = self.functions.get(&scope) {
                return Some(*number);
            }
            if scope == self.facts.tree.root() {
                return None;
            }
            scope = super::super::Scopes::scope_of(self.facts.tree, scope);
        }
    }

    fn node(&mut self, id: NodeId) {
        let tree = self.facts.tree;
        match tree.node(id) {
            AnyNodeRef::ExprAttribute(node) => self.attribute(id, node),
            AnyNodeRef::ExprName(node) => self.name(id, node),
            AnyNodeRef::ExprCall(node) => self.call(id, node),
            AnyNodeRef::StmtImport(node) => {
                for alias in &node.names {
                    let last = alias.name.rsplit('.').next().unwrap_or_default();
                    let first = alias.name.split('.').next().unwrap_or_default();
                    let local = alias.asname.as_ref().map_or(first, |name| name.as_str());
                    // `import a.b` binds `a`.
                    let module = if alias.asname.is_some() { alias.name.as_str() } else { first };
                    self.import(local, last, module.to_string(), true);
                }
            }
            AnyNodeRef::StmtImportFrom(node) => {
                for alias in &node.names {
                    let module = format!(
                        "{}{}",
                        ".".repeat(node.level as usize),
                        node.module.as_deref().unwrap_or_default()
                    );
                    self.import(alias.asname.as_ref().unwrap_or(&alias.name), &alias.name, module, false);
                }
            }
            AnyNodeRef::StmtClassDef(node) => self.class_body(id, node),
            AnyNodeRef::StmtReturn(node) => {
                if let (Some(value), Some(function)) = (&node.value, self.function_of(id)) {
                    self.index.functions[function as usize].returns.push(value.range());
                }
            }
            AnyNodeRef::ExprAwait(node) => {
                let callee = node.value.as_call_expr().map(|call| call.func.range());
                self.suspension(id, node.range(), callee);
            }
            AnyNodeRef::ExprYield(node) => self.suspension(id, node.range(), None),
            AnyNodeRef::ExprYieldFrom(node) => self.suspension(id, node.range(), None),
            AnyNodeRef::Comprehension(node) if node.is_async => self.suspension(id, node.range(), None),
            AnyNodeRef::StmtFor(node) => {
                if node.is_async {
                    self.suspension(id, node.iter.range(), None);
                }
                regions::of_loop(self, id, &node.body);
            }
            AnyNodeRef::StmtWhile(node) => regions::of_loop(self, id, &node.body),
            AnyNodeRef::StmtTry(node) => regions::of_try(self, id, node),
            AnyNodeRef::StmtWith(node) => {
                if node.is_async {
                    let header =
                        TextRange::new(node.start(), node.items.last().map_or(node.start(), Ranged::end));
                    self.suspension(id, header, None);
                }
                regions::of_with(self, id, node);
            }
            _ => {}
        }
        for suite in crate::syntax::suites(tree.node(id)) {
            regions::of_acquired(self, id, suite);
        }
    }

    fn import(&mut self, local: &str, target: &str, module: String, is_module: bool) {
        let module = module.into_boxed_str();
        self.index.imports.push(Import {
            local: Box::from(local),
            target: Box::from(target),
            module,
            is_module,
        });
    }

    fn suspension(&mut self, id: NodeId, range: TextRange, callee: Option<TextRange>) {
        // A generator expression runs when somebody iterates over it, not where it stands.
        let lazy = self
            .facts
            .tree
            .ancestors(id)
            .take_while(|&outer| !opens_function(self.facts.tree.node(outer).kind()))
            .any(|outer| self.facts.tree.node(outer).kind() == NodeKind::ExprGenerator);
        if let Some(function) = self.function_of(id).filter(|_| !lazy) {
            self.index.functions[function as usize].suspensions.push(Suspension { range, callee });
        }
    }

    pub(super) fn occurrence(&self, id: NodeId, range: TextRange, usage: Usage) -> Occurrence {
        Occurrence {
            range,
            receiver: None,
            this: None,
            is_super: false,
            function: self.function_of(id),
            owner: None,
            means: None,
            rebound: false,
            fresh: false,
            value: None,
            annotated: false,
            creates: false,
            by_string: false,
            usage,
        }
    }

    /// The class that an expression is certainly an instance of (or is itself): `self`, `cls`.
    pub(super) fn this(&self, expr: &Expr, id: NodeId) -> Option<u32> {
        self.this_name(expr.as_name_expr()?.id.as_str(), id)
    }

    fn this_name(&self, name: &str, id: NodeId) -> Option<u32> {
        let tree = self.facts.tree;
        let (scope, bindings) = self.facts.scopes().lookup(tree, id, name)?;
        let AnyNodeRef::StmtFunctionDef(method) = tree.node(scope) else { return None };
        let [binding] = bindings else { return None };
        let first = method.parameters.posonlyargs.first().or(method.parameters.args.first())?;
        if binding.range != first.parameter.name.range() {
            return None;
        }
        let is_static = method.decorator_list.iter().any(|decorator| {
            matches!(&decorator.expression, Expr::Name(name) if name.id.as_str() == "staticmethod")
        });
        let class = tree.class_of_method(scope).filter(|_| !is_static)?;
        self.classes.get(&class).copied()
    }

    /// A name gets a value.
    fn store(&mut self, id: NodeId, node: &'a ast::ExprName) {
        let tree = self.facts.tree;
        let statement = tree.statement(id).unwrap_or(tree.root());
        let within =
            tree.parent(statement).map_or(tree.node(tree.root()).range(), |parent| tree.node(parent).range());
        // Loop targets and `with` names hold from the header on.
        let simple = matches!(
            tree.node(statement),
            AnyNodeRef::StmtAssign(_)
                | AnyNodeRef::StmtAnnAssign(_)
                | AnyNodeRef::StmtAugAssign(_)
                | AnyNodeRef::StmtExpr(_)
        );
        let at = if simple { tree.node(statement).end() } else { node.end() };
        let function = self.function_of(id);
        let stores = self.index.stores.entry(Box::from(node.id.as_str())).or_default();
        let value = match tree.parent(id).map(|parent| tree.node(parent)) {
            Some(AnyNodeRef::ExprNamed(named)) => Some(named.value.range()),
            _ => bound_to(tree.node(statement), node),
        };
        stores.push(Store { at, within, function, value });
    }

    pub(super) fn class_around(&self, id: NodeId) -> Option<u32> {
        self.facts.tree.ancestors(id).find_map(|outer| self.classes.get(&outer).copied())
    }

    fn name(&mut self, id: NodeId, node: &'a ast::ExprName) {
        if node.ctx != ExprContext::Load {
            self.store(id, node);
            return;
        }
        let usage = usage_of(self.facts, id);
        let mut found = self.occurrence(id, node.range(), usage);
        let tree = self.facts.tree;
        found.this = self.this_name(node.id.as_str(), id);
        if let Some((scope, bindings)) = self.facts.scopes().lookup(self.facts.tree, id, node.id.as_str()) {
            found.owner = self.functions.get(&scope).copied();
            found.rebound = self.facts.scopes().is_set_as_global(tree, node.id.as_str(), bindings);
            if let [binding] = bindings {
                found.means = match &binding.kind {
                    BindingKind::Function(function) => Some(function.name.start()),
                    BindingKind::Class(class) => Some(class.name.start()),
                    _ => None,
                };
            }
        }
        self.index.names.entry(Box::from(node.id.as_str())).or_default().push(found);
    }

    fn call(&mut self, id: NodeId, node: &'a ast::ExprCall) {
        let how = regions::how(self.facts, id);
        let function = self.function_of(id);
        let always = regions::always(self.facts, id);
        let dropped = regions::dropped(self.facts, id);
        self.index.calls.push(Call {
            range: node.range(),
            callee: node.func.range(),
            function,
            how,
            dropped,
            always,
        });
        regions::of_call(self, id, node);
        regions::of_entered(self, id, node);
        let qualified = match node.func.as_ref() {
            Expr::Name(_) | Expr::Attribute(_) => self.facts.qualified(&node.func, id),
            _ => None,
        };
        let Some(object) = node.arguments.args.first() else { return };
        match qualified.as_deref() {
            Some("builtins.getattr" | "builtins.setattr" | "builtins.hasattr" | "builtins.delattr") => {
                self.named_attribute(id, node, object);
            }
            Some("builtins.vars") => {
                let changes = changes_entries(&usage_of(self.facts, id));
                self.reflect(object, id, "all its attributes are looked at through `vars`", changes);
            }
            Some("dataclasses.asdict" | "dataclasses.astuple" | "attr.asdict" | "attrs.asdict") => {
                self.reflect(object, id, "all its fields are read", false);
            }
            Some(
                "copy.copy"
                | "copy.deepcopy"
                | "dataclasses.replace"
                | "pickle.dumps"
                | "pickle.dump"
                | "attrs.evolve"
                | "attr.evolve",
            ) => self.reflect(object, id, "it is copied with all its attributes", false),
            Some("operator.attrgetter" | "operator.methodcaller") => {
                for argument in &node.arguments.args {
                    let Expr::StringLiteral(name) = argument else { continue };
                    let mut found = self.occurrence(id, argument.range(), Usage::Read);
                    found.receiver = Some(argument.range());
                    found.by_string = true;
                    let first = name.value.to_str().split('.').next().unwrap_or_default();
                    self.index.attributes.entry(Box::from(first)).or_default().push(found);
                }
            }
            _ => {}
        }
    }
}

/// What a name is bound to by its statement, if that is a plain assignment.
fn bound_to(statement: AnyNodeRef<'_>, name: &ast::ExprName) -> Option<TextRange> {
    match statement {
        AnyNodeRef::StmtAssign(assign) => {
            let plain = |target: &&Expr| target.is_attribute_expr() || target.is_subscript_expr();
            let own = |target: &Expr| target.is_name_expr() && target.range() == name.range;
            assign
                .targets
                .iter()
                .any(own)
                .then(|| assign.targets.iter().find(plain).map_or(assign.value.range(), Ranged::range))
        }
        AnyNodeRef::StmtAnnAssign(assign) if assign.target.range() == name.range => {
            assign.value.as_ref().map(|value| value.range())
        }
        _ => None,
    }
}

/// The statement kinds that open a scope of their own.
pub(super) fn opens_function(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::StmtFunctionDef | NodeKind::ExprLambda | NodeKind::StmtClassDef)
}

/// How a call's place is used by what surrounds it, outwards; see [`regions::how`].
pub(super) fn parents<'f, 'a>(
    facts: &'f Facts<'a>,
    id: NodeId,
) -> impl Iterator<Item = (NodeId, AnyNodeRef<'a>)> + 'f {
    facts
        .tree
        .ancestors(id)
        .take_while(|&outer| !opens_function(facts.tree.node(outer).kind()))
        .map(|outer| (outer, facts.tree.node(outer)))
}
