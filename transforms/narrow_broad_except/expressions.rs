//! What expressions can raise: subscripts, attributes, displays, targets. Operators are in [`super::operators`], calls in
//! [`super::calls`].

use super::body::{Reader, Step};
use super::kinds::{is_literal, kind};
use super::reads::{is_plain_attribute, is_surely_bound};
use super::table::table;
use crate::syntax::ast;
use crate::syntax::{Expr, Ranged};

impl<'a> Reader<'_, 'a> {
    pub(super) fn expression(&mut self, expr: &'a Expr) -> Step {
        match expr {
            Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::Lambda(_) => Ok(()),
            Expr::Name(name) => {
                if self.facts.is_unbound(name.id.as_str(), self.id(expr)) {
                    return self.unknown(format!("`{}` is not bound in this file", name.id), expr);
                }
                if !is_surely_bound(self.facts, name.id.as_str(), self.id(expr), self.start) {
                    return self.unknown(format!("`{}` may not be bound yet", name.id), expr);
                }
                Ok(())
            }
            Expr::Attribute(attribute) => self.attribute(attribute, expr),
            Expr::Call(call) => self.call(call, false),
            Expr::Await(node) => match node.value.as_ref() {
                Expr::Call(call) => self.call(call, true),
                other => self.unknown(
                    format!("`await {}` raises what it waits for does", self.facts.text(other)),
                    expr,
                ),
            },
            Expr::Named(node) => self.expression(&node.value),
            Expr::If(node) => {
                self.truth(&node.test)?;
                self.expression(&node.body)?;
                self.expression(&node.orelse)
            }
            Expr::BoolOp(node) => {
                let last = node.values.len().saturating_sub(1);
                node.values[..last].iter().try_for_each(|value| self.truth(value))?;
                node.values.last().map_or(Ok(()), |value| self.expression(value))
            }
            Expr::UnaryOp(node) if node.op == ast::UnaryOp::Not => self.truth(&node.operand),
            Expr::UnaryOp(node) => {
                self.expression(&node.operand)?;
                match kind(self.facts, &node.operand) {
                    Some(kind) if table().is_in(&kind, "number") => Ok(()),
                    _ => self.unknown(
                        format!("`{}` runs an operator of an unknown type", self.facts.text(expr)),
                        expr,
                    ),
                }
            }
            Expr::BinOp(node) => {
                self.expression(&node.left)?;
                self.expression(&node.right)?;
                self.operator(node.op, &node.left, &node.right, node.range)
            }
            Expr::Compare(node) => self.comparison(node),
            Expr::Subscript(node) => self.subscript(node),
            Expr::Tuple(node) => self.elements(&node.elts),
            Expr::List(node) => self.elements(&node.elts),
            Expr::Set(node) => {
                self.elements(&node.elts)?;
                node.elts.iter().for_each(|key| self.key(key));
                Ok(())
            }
            Expr::Dict(node) => node.items.iter().try_for_each(|item| {
                let Some(key) = &item.key else {
                    return self.unknown("`**` unpacks a mapping", item.value.range());
                };
                self.expression(key)?;
                self.key(key);
                self.expression(&item.value)
            }),
            Expr::FString(node) => {
                node.value.elements().filter_map(|element| element.as_interpolation()).try_for_each(|part| {
                    self.expression(&part.expression)?;
                    match kind(self.facts, &part.expression) {
                        Some(kind) if table().is_in(&kind, "plain") && part.format_spec.is_none() => Ok(()),
                        _ => self.unknown(
                            format!("`{}` formats an object of an unknown type", self.facts.text(part)),
                            part,
                        ),
                    }
                })
            }
            Expr::ListComp(node) => {
                self.generators(&node.generators)?;
                self.expression(&node.elt)
            }
            Expr::SetComp(node) => {
                self.generators(&node.generators)?;
                self.expression(&node.elt)?;
                self.key(&node.elt);
                Ok(())
            }
            Expr::DictComp(node) => {
                self.generators(&node.generators)?;
                let Some(key) = node.key.as_deref() else {
                    return self.unknown("`**` unpacks a mapping", node.value.range());
                };
                self.expression(key)?;
                self.key(key);
                self.expression(&node.value)
            }
            other => self.unknown(format!("`{}` is not followed", self.facts.text(other)), other),
        }
    }

    fn generators(&mut self, generators: &'a [ast::Comprehension]) -> Step {
        generators.iter().try_for_each(|generator| {
            if generator.is_async {
                return self.unknown("`async for` runs code that is not known", generator);
            }
            self.iteration(&generator.iter, &generator.target)?;
            generator.ifs.iter().try_for_each(|test| self.truth(test))
        })
    }

    fn elements(&mut self, elements: &'a [Expr]) -> Step {
        elements.iter().try_for_each(|element| self.expression(element))
    }

    fn attribute(&mut self, attribute: &'a ast::ExprAttribute, expr: &'a Expr) -> Step {
        if let Some(name) = self.facts.qualified(expr, self.id(expr)) {
            let standard = crate::syntax::imports::is_stdlib(&name);
            if !standard || table().constant(&name).is_some() || table().row(&name).is_some() {
                return Ok(());
            }
            if table().bases(table().canonical(&name)).is_some() {
                return Ok(());
            }
            return self.unknown(format!("`{name}` may not be there on every platform"), expr);
        }
        self.expression(&attribute.value)?;
        if is_plain_attribute(self.facts, attribute) {
            return Ok(());
        }
        self.unknown(format!("`{}` may run a property, or be missing", self.facts.text(expr)), expr)
    }

    /// Adds what a key that cannot be hashed raises.
    fn key(&mut self, key: &'a Expr) {
        let hashable = is_literal(key) && !key.is_list_expr()
            || kind(self.facts, key).is_some_and(|kind| table().is_in(&kind, "hashable"));
        if !hashable {
            let why = "its type is not known, so it may not be hashable";
            self.add("TypeError", format!("the key `{}`", self.facts.text(key)), why, key);
        }
    }

    pub(super) fn subscript(&mut self, node: &'a ast::ExprSubscript) -> Step {
        let whole = self.facts.text(node);
        // `os.environ` is no dict, but behaves as one for text.
        if self.facts.is_one_of(&node.value, self.id(&node.value), &["os.environ"]) {
            self.expression(&node.slice)?;
            self.text_key(&node.slice);
            self.add("KeyError", format!("`{whole}`"), "library/os.html#os.environ", node);
            return Ok(());
        }
        self.expression(&node.value)?;
        if let Expr::Slice(slice) = node.slice.as_ref() {
            let bounds = [&slice.lower, &slice.upper, &slice.step];
            for bound in bounds.into_iter().flatten() {
                self.expression(bound)?;
                if !kind(self.facts, bound).is_some_and(|kind| matches!(kind.as_str(), "int" | "None")) {
                    self.add("TypeError", format!("`{whole}`"), "a bound may be no number", &**bound);
                }
            }
            return match kind(self.facts, &node.value).as_deref() {
                Some("list" | "tuple" | "str" | "bytes" | "bytearray") => Ok(()),
                _ => self
                    .unknown(format!("the type of `{}` is not known", self.facts.text(&*node.value)), node),
            };
        }
        self.expression(&node.slice)?;
        let source = "library/stdtypes.html";
        match kind(self.facts, &node.value).as_deref() {
            Some("dict" | "collections.OrderedDict") => {
                self.key(&node.slice);
                if node.ctx.is_load() || node.ctx.is_del() {
                    self.add("KeyError", format!("`{whole}`"), format!("{source}#mapping-types-dict"), node);
                }
                Ok(())
            }
            Some("json") => {
                let source = "library/json.html#json-to-py-table";
                if kind(self.facts, &node.slice).as_deref() != Some("str") {
                    self.add("IndexError", format!("`{whole}`"), source, node);
                }
                self.add("KeyError", format!("`{whole}`"), source, node);
                self.add("TypeError", format!("`{whole}`"), format!("{source}; it may be no object"), node);
                Ok(())
            }
            // Its factory is called.
            Some("collections.defaultdict") if node.ctx.is_store() => {
                self.key(&node.slice);
                Ok(())
            }
            Some("list" | "tuple" | "str" | "bytes" | "bytearray" | "collections.deque") => {
                if kind(self.facts, &node.slice).as_deref() != Some("int") {
                    self.add("TypeError", format!("`{whole}`"), "the index may be no number", node);
                }
                self.add(
                    "IndexError",
                    format!("`{whole}`"),
                    format!("{source}#common-sequence-operations"),
                    node,
                );
                Ok(())
            }
            _ => self.unknown(format!("the type of `{}` is not known", self.facts.text(&*node.value)), node),
        }
    }

    fn text_key(&mut self, key: &'a Expr) {
        if kind(self.facts, key).as_deref() != Some("str") {
            let why = "its type is not known";
            self.add("TypeError", format!("the key `{}`", self.facts.text(key)), why, key);
        }
    }

    /// The target of an augmented assignment is read first.
    pub(super) fn read_target(&mut self, target: &'a Expr) -> Step {
        match target {
            Expr::Name(_) => Ok(()),
            Expr::Attribute(attribute) => self.attribute(attribute, target),
            other => self.unknown(format!("`{}` is read and set", self.facts.text(other)), other),
        }
    }

    /// What assigning to a target raises.
    pub(super) fn target(&mut self, target: &'a Expr, value: &'a Expr) -> Step {
        match target {
            Expr::Name(_) => Ok(()),
            Expr::Attribute(attribute) => self.attribute(attribute, target),
            Expr::Subscript(subscript) => self.subscript(subscript),
            Expr::Tuple(tuple) => {
                let plain = tuple.elts.iter().all(Expr::is_name_expr);
                match kind(self.facts, value).as_deref() {
                    Some("tuple" | "list" | "str" | "bytes") if plain => {
                        let same =
                            matches!(value, Expr::Tuple(given) if given.elts.len() == tuple.elts.len());
                        if !same {
                            let why = "the number of items may differ";
                            self.add("ValueError", "unpacking", why, target);
                        }
                        Ok(())
                    }
                    _ => {
                        self.unknown(format!("`{}` unpacks an unknown type", self.facts.text(target)), target)
                    }
                }
            }
            other => self.unknown(format!("`{}` is not followed", self.facts.text(other)), other),
        }
    }
}
