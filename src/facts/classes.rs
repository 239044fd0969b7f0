//! Classes of one file: methods, bases, and every use of an instance's attributes inside the class.

use crate::syntax::ast::{self, ExprContext};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange};

use super::Facts;

/// A class statement.
pub struct Class<'a> {
    /// The statement.
    pub id: NodeId,
    /// The statement's node.
    pub node: &'a ast::StmtClassDef,
    /// Methods in source order. A name may occur twice (overloads, property setters).
    pub methods: Vec<Method<'a>>,
    /// Every assignment to an attribute of the instance, class-level declarations included.
    pub writes: Vec<AttributeWrite<'a>>,
    /// Every other use of an attribute of the instance.
    pub uses: Vec<AttributeUse<'a>>,
}

/// A method.
pub struct Method<'a> {
    /// The `def` statement.
    pub id: NodeId,
    /// Its node.
    pub node: &'a ast::StmtFunctionDef,
    /// The name of the first parameter where it is the instance; `None` for static and class methods.
    pub this: Option<&'a str>,
}

/// `self.name = value`, `self.name: annotation = value`, or the same in the class body without `self`.
pub struct AttributeWrite<'a> {
    /// The attribute.
    pub name: &'a str,
    /// The method; `None` in the class body.
    pub method: Option<NodeId>,
    /// What is assigned; `None` for a bare declaration and where it is not one value (unpacking, loops).
    pub value: Option<&'a Expr>,
    /// The annotation on this statement.
    pub annotation: Option<&'a Expr>,
    /// Whether the value is one that is not followed: unpacking, loops, `with`, augmented assignment.
    pub opaque: bool,
    /// The target.
    pub range: TextRange,
    /// The target's node.
    pub node_id: NodeId,
}

/// How an attribute of the instance is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseKind<'a> {
    /// `self.name(…)`.
    Called,
    /// `self.name.method(…)`.
    MethodCalled(&'a str),
    /// `self.name[…]`, in whatever position.
    Subscripted,
    /// `del self.name`.
    Deleted,
    /// Any other read.
    Read,
}

/// A use of `self.name`.
pub struct AttributeUse<'a> {
    /// The attribute.
    pub name: &'a str,
    /// The method it is in.
    pub method: NodeId,
    /// How.
    pub kind: UseKind<'a>,
    /// The attribute expression.
    pub range: TextRange,
    /// The attribute expression's node.
    pub node_id: NodeId,
}

impl<'a> Class<'a> {
    /// The class's name.
    pub fn name(&self) -> &'a str {
        self.node.name.as_str()
    }

    /// The last method of a name.
    pub fn method(&self, name: &str) -> Option<&Method<'a>> {
        self.methods.iter().rev().find(|method| method.node.name.as_str() == name)
    }

    /// All assignments to an attribute.
    pub fn writes_of<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s AttributeWrite<'a>> {
        self.writes.iter().filter(move |write| write.name == name)
    }

    /// All other uses of an attribute.
    pub fn uses_of<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s AttributeUse<'a>> {
        self.uses.iter().filter(move |used| used.name == name)
    }

    /// The base-class expressions, without keywords such as `metaclass=`.
    pub fn bases(&self) -> &'a [Expr] {
        self.node.arguments.as_deref().map_or(&[], |arguments| &arguments.args)
    }

    /// Whether the class has a keyword such as `metaclass=` or `total=`.
    pub fn has_class_keywords(&self) -> bool {
        self.node.arguments.as_deref().is_some_and(|arguments| !arguments.keywords.is_empty())
    }

    /// The class-level assignment to a name, such as `__slots__`.
    pub fn class_attribute(&self, name: &str) -> Option<&AttributeWrite<'a>> {
        self.writes.iter().find(|write| write.name == name && write.method.is_none())
    }
}

/// Reads all classes of a file.
pub(super) fn read<'a>(facts: &Facts<'a>) -> Vec<Class<'a>> {
    let tree = facts.tree;
    let mut classes: Vec<Class<'a>> = Vec::new();
    for id in tree.all() {
        if let AnyNodeRef::StmtClassDef(node) = tree.node(id) {
            classes.push(Class {
                id,
                node,
                methods: methods(facts, node),
                writes: Vec::new(),
                uses: Vec::new(),
            });
        }
    }
    for class in &mut classes {
        class_body(facts, class);
        let methods: Vec<(NodeId, Option<&'a str>)> =
            class.methods.iter().map(|method| (method.id, method.this)).collect();
        for (method, this) in methods {
            let Some(this) = this else { continue };
            for id in tree.descendants(method) {
                let AnyNodeRef::ExprAttribute(attribute) = tree.node(id) else { continue };
                let Expr::Name(name) = attribute.value.as_ref() else { continue };
                if name.id.as_str() == this && means_this(facts, id, this, method) {
                    attribute_at(facts, class, method, id, attribute);
                }
            }
        }
    }
    classes
}

/// Whether `self` at a place is still the method's first parameter (nested functions may have their own).
fn means_this(facts: &Facts<'_>, id: NodeId, this: &str, method: NodeId) -> bool {
    matches!(facts.scopes().lookup(facts.tree, id, this), Some((scope, bindings)) if scope == method && bindings.len() == 1)
}

fn methods<'a>(facts: &Facts<'a>, class: &'a ast::StmtClassDef) -> Vec<Method<'a>> {
    let mut found = Vec::new();
    let mut visit = |stmt: &'a Stmt| {
        let Stmt::FunctionDef(node) = stmt else { return };
        let is_static = node.decorator_list.iter().any(|decorator| {
            matches!(&decorator.expression, Expr::Name(name) if matches!(name.id.as_str(), "staticmethod" | "classmethod"))
        });
        let first = node.parameters.posonlyargs.first().or(node.parameters.args.first());
        let this = first
            .filter(|_| !is_static && node.name.as_str() != "__new__")
            .map(|parameter| parameter.parameter.name.as_str());
        found.push(Method { id: facts.tree.id(node), node, this });
    };
    for stmt in &class.body {
        visit(stmt);
        // `if TYPE_CHECKING:` and version checks inside classes.
        if let Stmt::If(node) = stmt {
            node.body.iter().for_each(&mut visit);
            node.elif_else_clauses.iter().flat_map(|clause| &clause.body).for_each(&mut visit);
        }
    }
    found
}

fn class_body<'a>(facts: &Facts<'a>, class: &mut Class<'a>) {
    let node = class.node;
    for stmt in &node.body {
        let (targets, value, annotation): (Vec<&'a Expr>, _, _) = match stmt {
            Stmt::Assign(assign) => (assign.targets.iter().collect(), Some(assign.value.as_ref()), None),
            Stmt::AnnAssign(assign) => {
                (vec![assign.target.as_ref()], assign.value.as_deref(), Some(assign.annotation.as_ref()))
            }
            _ => continue,
        };
        for target in targets {
            let Expr::Name(name) = target else { continue };
            class.writes.push(AttributeWrite {
                name: name.id.as_str(),
                method: None,
                value,
                annotation,
                opaque: false,
                range: target.range(),
                node_id: facts.tree.id(target),
            });
        }
    }
}

fn attribute_at<'a>(
    facts: &Facts<'a>,
    class: &mut Class<'a>,
    method: NodeId,
    id: NodeId,
    attribute: &'a ast::ExprAttribute,
) {
    let tree = facts.tree;
    let name = attribute.attr.as_str();
    let range = attribute.range();
    let parent = tree.parent(id).map(|parent| (parent, tree.node(parent)));
    let this = AnyNodeRef::from(attribute);
    match attribute.ctx {
        ExprContext::Store => {
            let (value, annotation, opaque) = match parent {
                Some((_, AnyNodeRef::StmtAssign(assign))) => (Some(assign.value.as_ref()), None, false),
                Some((_, AnyNodeRef::StmtAnnAssign(assign))) => {
                    (assign.value.as_deref(), Some(assign.annotation.as_ref()), false)
                }
                _ => (None, None, true),
            };
            class.writes.push(AttributeWrite {
                name,
                method: Some(method),
                value,
                annotation,
                opaque,
                range,
                node_id: id,
            });
        }
        ExprContext::Del => {
            class.uses.push(AttributeUse { name, method, kind: UseKind::Deleted, range, node_id: id })
        }
        _ => {
            let kind = match parent {
                Some((_, AnyNodeRef::ExprCall(call)))
                    if this.ptr_eq(AnyNodeRef::from(call.func.as_ref())) =>
                {
                    UseKind::Called
                }
                Some((_, AnyNodeRef::ExprSubscript(subscript)))
                    if this.ptr_eq(AnyNodeRef::from(subscript.value.as_ref())) =>
                {
                    UseKind::Subscripted
                }
                Some((parent, AnyNodeRef::ExprAttribute(outer))) => {
                    match tree.parent(parent).map(|id| tree.node(id)) {
                        Some(AnyNodeRef::ExprCall(call))
                            if AnyNodeRef::from(outer).ptr_eq(AnyNodeRef::from(call.func.as_ref())) =>
                        {
                            UseKind::MethodCalled(outer.attr.as_str())
                        }
                        _ => UseKind::Read,
                    }
                }
                _ => UseKind::Read,
            };
            class.uses.push(AttributeUse { name, method, kind, range, node_id: id });
        }
    }
    debug_assert!(tree.node(method).kind() == NodeKind::StmtFunctionDef);
}
