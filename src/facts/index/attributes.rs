//! Uses of attributes for the index: expressions, constant names in `getattr` and the like, fields of class bodies,
//! and looks at all attributes of an object.

use crate::facts::index::definitions::{is_dataclass, is_super};
use crate::syntax::ast::{self, ExprContext};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange};

use super::build::Builder;
use super::usage::{changes_entries, usage_of};
use super::{Occurrence, Reflection, Usage};

impl<'a> Builder<'_, 'a> {
    pub(super) fn attribute(&mut self, id: NodeId, node: &'a ast::ExprAttribute) {
        let mut usage = usage_of(self.facts, id);
        // A field of the instance that is annotated and never given a value here is only declared.
        if usage == Usage::Write && node.ctx == ExprContext::Load {
            usage = Usage::Read;
        }
        let mut found = self.occurrence(id, node.range(), usage);
        found.receiver = Some(node.value.range());
        found.this = self.this(&node.value, id);
        found.is_super = node.value.as_call_expr().is_some_and(is_super);
        if found.is_super {
            found.this = self.class_around(id);
        }
        let name = node.attr.as_str();
        if name == "__dict__" {
            let changes = changes_entries(&found.usage);
            self.reflect(&node.value, id, "all its attributes are looked at through `__dict__`", changes);
        }
        (found.fresh, found.annotated, found.creates, found.value) = self.assigned(id);
        let tree = self.facts.tree;
        let mut more = Vec::new();
        match tree.parent(id).map(|parent| (parent, tree.node(parent))) {
            // `(x := self.y) is None` tests it, too.
            Some((parent, AnyNodeRef::ExprNamed(_))) => {
                let outer = usage_of(self.facts, parent);
                if !matches!(outer, Usage::Read | Usage::Alias(_)) {
                    more.push(outer);
                }
            }
            // `x = self.y = []` gives the new value a local name.
            Some((_, AnyNodeRef::StmtAssign(assign))) if node.ctx == ExprContext::Store => {
                let names = assign.targets.iter().filter_map(|target| target.as_name_expr());
                more.extend(names.map(|name| Usage::Alias(Box::from(name.id.as_str()))));
            }
            _ => {}
        }
        let all = self.index.attributes.entry(Box::from(name)).or_default();
        all.extend(more.into_iter().map(|usage| Occurrence { usage, ..found.clone() }));
        all.push(found);
    }

    /// For an assignment's target: whether the value is made there, whether it is annotated, whether it adds what is
    /// only read, and the value.
    fn assigned(&self, id: NodeId) -> (bool, bool, bool, Option<TextRange>) {
        let tree = self.facts.tree;
        let (value, annotation) = match tree.parent(id).map(|parent| tree.node(parent)) {
            Some(AnyNodeRef::StmtAssign(assign)) => (Some(assign.value.as_ref()), None),
            Some(AnyNodeRef::StmtAnnAssign(assign)) => {
                (assign.value.as_deref(), Some(assign.annotation.as_ref()))
            }
            _ => (None, None),
        };
        let named = annotation.is_some_and(|annotation| self.is_defaultdict(annotation, id));
        let creates = named || value.is_some_and(|value| self.creates(value, id));
        let fresh = value.is_none_or(|value| {
            matches!(
                value,
                Expr::List(_)
                    | Expr::Dict(_)
                    | Expr::Set(_)
                    | Expr::ListComp(_)
                    | Expr::DictComp(_)
                    | Expr::SetComp(_)
                    | Expr::NoneLiteral(_)
                    | Expr::NumberLiteral(_)
                    | Expr::StringLiteral(_)
                    | Expr::BooleanLiteral(_)
                    | Expr::Tuple(_)
                    | Expr::FString(_)
                    | Expr::Call(_)
            )
        });
        (fresh, annotation.is_some(), creates, value.map(Ranged::range))
    }

    /// Whether an expression makes a `defaultdict`, or is a dataclass field whose factory does.
    fn creates(&self, value: &Expr, at: NodeId) -> bool {
        match value {
            Expr::Call(call) => {
                self.is_defaultdict(&call.func, at)
                    || call.arguments.find_keyword("default_factory").is_some_and(|factory| {
                        matches!(&factory.value, Expr::Lambda(lambda) if self.creates(&lambda.body, at))
                    })
            }
            Expr::If(node) => self.creates(&node.body, at) || self.creates(&node.orelse, at),
            Expr::BoolOp(node) => node.values.iter().any(|value| self.creates(value, at)),
            _ => false,
        }
    }

    /// `defaultdict`, `defaultdict[str, list]`.
    fn is_defaultdict(&self, class: &Expr, at: NodeId) -> bool {
        let class = class.as_subscript_expr().map_or(class, |subscript| subscript.value.as_ref());
        self.facts.is_one_of(class, at, &["collections.defaultdict"])
    }

    pub(super) fn reflect(&mut self, object: &Expr, id: NodeId, what: &'static str, writes: bool) {
        let reflection = Reflection { receiver: object.range(), this: self.this(object, id), what, writes };
        self.index.reflections.push(reflection);
    }

    /// `getattr(object, "name")` and its relatives.
    pub(super) fn named_attribute(&mut self, id: NodeId, node: &'a ast::ExprCall, object: &'a Expr) {
        let function = self.facts.text(node.func.as_ref());
        let Some(Expr::StringLiteral(name)) = node.arguments.args.get(1) else {
            self.reflect(object, id, "an attribute is named by a value", function == "setattr");
            return;
        };
        let usage = match function {
            "setattr" => Usage::Write,
            "delattr" => Usage::Delete,
            "hasattr" => Usage::Test,
            _ => usage_of(self.facts, id),
        };
        let mut found = self.occurrence(id, node.range(), usage);
        found.receiver = Some(object.range());
        found.this = self.this(object, id);
        found.by_string = true;
        self.index.attributes.entry(Box::from(name.value.to_str())).or_default().push(found);
    }

    /// Fields that the class body assigns or declares.
    pub(super) fn class_body(&mut self, id: NodeId, node: &'a ast::StmtClassDef) {
        let class = self.classes.get(&id).copied();
        let dataclass =
            node.decorator_list.iter().any(|decorator| is_dataclass(self.facts, &decorator.expression));
        for stmt in &node.body {
            let (targets, usage): (Vec<&Expr>, Usage) = match stmt {
                Stmt::Assign(assign) => (assign.targets.iter().collect(), Usage::Write),
                Stmt::AnnAssign(assign) if assign.value.is_none() || dataclass => {
                    (vec![assign.target.as_ref()], Usage::Declare)
                }
                Stmt::AnnAssign(assign) => (vec![assign.target.as_ref()], Usage::Write),
                _ => continue,
            };
            for target in targets {
                let Expr::Name(name) = target else { continue };
                let mut found = self.occurrence(self.facts.tree.id(target), target.range(), usage.clone());
                found.this = class;
                (found.fresh, found.annotated, found.creates, found.value) =
                    self.assigned(self.facts.tree.id(target));
                self.index.attributes.entry(Box::from(name.id.as_str())).or_default().push(found);
            }
        }
    }
}
