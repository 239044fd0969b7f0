//! What a call raises, by its row and by the types of what it is given.

use super::body::{Reader, Step, Unknown};
use super::kinds::{alternatives, is_class, is_constant, is_literal, row};
use super::table::{Parameter, Row, table};
use crate::syntax::ast;
use crate::syntax::{Expr, Ranged};

impl<'a> Reader<'_, 'a> {
    /// A call; `awaited`: with the `await` in front of it.
    pub(super) fn call(&mut self, call: &'a ast::ExprCall, awaited: bool) -> Step {
        let said = self.said(call);
        let at = self.facts.tree.id(call);
        let Some(row) = row(self.facts, call, at, 0) else {
            return self.unknown(format!("`{said}` is not in the table"), call);
        };
        if row.awaited != awaited {
            let how = if row.awaited { "not awaited here" } else { "awaited here" };
            return self.unknown(format!("`{said}` is {how}"), call);
        }
        let method = self.facts.qualified(&call.func, at).is_none();
        let mut all_literal = true;
        if let (true, Expr::Attribute(attribute)) = (method, call.func.as_ref()) {
            self.expression(&attribute.value)?;
            // What is asked of text depends on the text; what is asked of a socket, on what it is given.
            all_literal = !row.name.starts_with("builtins.") || is_literal(&attribute.value);
        }
        let mut replaced = false;
        for (index, argument) in call.arguments.args.iter().enumerate() {
            let parameter = row.parameters.get(index).or(row.parameters.iter().find(|one| one.rest));
            let Some(parameter) = parameter.filter(|_| !argument.is_starred_expr()) else {
                return self.unknown(format!("`{said}` is given more than the table knows"), argument);
            };
            replaced |= row.unless.as_deref() == Some(parameter.name.as_str());
            all_literal &= is_constant(self.facts, argument);
            self.argument(row, parameter, argument, &said)?;
        }
        for word in &call.arguments.keywords {
            let name = word.arg.as_deref();
            let parameter = row.parameters.iter().find(|one| !one.rest && Some(one.name.as_str()) == name);
            let Some(parameter) = parameter else {
                let what = format!("`{said}` is given `{}`, which is not in the table", name.unwrap_or("**"));
                return self.unknown(what, word);
            };
            replaced |= row.unless.as_deref() == name;
            all_literal &= is_constant(self.facts, &word.value);
            self.argument(row, parameter, &word.value, &said)?;
        }
        if replaced {
            return Ok(());
        }
        for exception in row.raises.iter().filter(|raised| !(all_literal && row.literal.contains(raised))) {
            let note = row.note.as_deref().map_or(String::new(), |note| format!("; {note}"));
            self.add(exception, format!("`{said}`"), format!("{}{note}", row.source), call);
        }
        Ok(())
    }

    fn argument(&mut self, row: &Row, parameter: &Parameter, value: &'a Expr, said: &str) -> Step {
        if parameter.types.iter().any(|ty| ty == "awaitable") {
            return match value {
                Expr::Call(inner) => self.call(inner, true),
                other => Err(Unknown {
                    what: format!("`{said}` raises what `{}` does", self.facts.text(other)),
                    at: other.range(),
                }),
            };
        }
        self.expression(value)?;
        if parameter.types.is_empty() {
            return Ok(());
        }
        if parameter.types.iter().any(|ty| ty == "class") && is_class(self.facts, value) {
            return Ok(());
        }
        let constant = parameter.types.iter().any(|ty| ty == "literal") && is_literal(value);
        let kinds = alternatives(self.facts, value);
        let text = self.facts.text(value);
        let fits = |kind: &Option<String>| {
            kind.as_ref().is_some_and(|kind| table().is_one_of(kind, &parameter.types))
        };
        if constant || kinds.iter().all(fits) {
            // A constant is what somebody has looked at.
            let kinds = kinds.iter().flatten().filter(|_| !is_literal(value));
            for exception in kinds.filter_map(|kind| row.also.get(kind)).flatten() {
                self.add(exception, format!("`{said}`"), row.source.clone(), value);
            }
            return Ok(());
        }
        if parameter.required {
            return self.unknown(format!("what `{said}` does with `{text}` depends on its type"), value);
        }
        let wanted = parameter.types.join(", ");
        for exception in &row.otherwise {
            self.add(exception, format!("`{said}`"), format!("`{text}` is not shown to be {wanted}"), value);
        }
        Ok(())
    }

    /// A call in words: `json.loads()`.
    pub(super) fn said(&self, call: &ast::ExprCall) -> String {
        let text = self.facts.text(call.func.as_ref());
        let first = text.lines().next().unwrap_or(text);
        format!("{first}()")
    }
}
