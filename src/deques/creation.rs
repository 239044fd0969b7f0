//! Expressions that make a list, and the deque that stands in their place.

use crate::edit::Edit;
use crate::facts::Facts;
use crate::syntax::{Expr, Ranged, TextRange, ast};

/// How a list is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `[]`, `list()`.
    Empty,
    /// `[a, b]`, a comprehension: it holds something from the start.
    Filled,
    /// `list(items)`: the same. Holds where the function's name ends.
    Copied(TextRange),
    /// `default_factory=list`, `defaultdict(list)`, or a lambda that makes an empty list: the factory is replaced.
    Factory,
}

/// An expression that makes a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Creation {
    /// What is replaced: the expression, or the factory in it.
    pub value: TextRange,
    /// How it is made.
    pub form: Form,
    /// Whether its only argument is a generator without parentheses of its own.
    generator: bool,
}

impl Creation {
    /// The creation that an expression is, if it is one of a new list (or, for a field or a `defaultdict`, of what makes
    /// them).
    pub(crate) fn of<'a>(facts: &Facts<'a>, value: &'a Expr) -> Option<Self> {
        let new = |form, value: TextRange| Some(Creation { value, form, generator: false });
        match value {
            Expr::List(list) if list.elts.is_empty() => new(Form::Empty, value.range()),
            Expr::List(_) | Expr::ListComp(_) => new(Form::Filled, value.range()),
            Expr::Call(call) => Self::of_call(facts, call),
            _ => None,
        }
    }

    fn of_call<'a>(facts: &Facts<'a>, call: &'a ast::ExprCall) -> Option<Self> {
        let id = facts.tree.id(call);
        let (arguments, keywords) = (&call.arguments.args, &call.arguments.keywords);
        let new = |form, value: TextRange| Some(Creation { value, form, generator: false });
        match facts.qualified(&call.func, id).as_deref()? {
            "builtins.list" if keywords.is_empty() => match arguments.as_ref() {
                [] => new(Form::Empty, call.range()),
                [Expr::Starred(_)] => None,
                [items] => Some(Creation {
                    value: call.range(),
                    form: Form::Copied(call.func.range()),
                    generator: items.is_generator_expr(),
                }),
                _ => None,
            },
            "dataclasses.field" | "attr.field" | "attrs.field" | "attr.ib" => {
                let factory = call
                    .arguments
                    .find_keyword("default_factory")
                    .or_else(|| call.arguments.find_keyword("factory"))?;
                makes_list(facts, &factory.value).then(|| new(Form::Factory, factory.value.range()))?
            }
            "collections.defaultdict" => {
                let factory = arguments.first()?;
                makes_list(facts, factory).then(|| new(Form::Factory, factory.range()))?
            }
            _ => None,
        }
    }

    /// The edit that makes a deque of it, with this bound; the dots of `deque` are as [`super::spelling`] says. `None`
    /// where that cannot be written.
    pub(crate) fn edit(&self, facts: &Facts<'_>, deque: &str, maxlen: Option<&str>) -> Option<Vec<Edit>> {
        let bound = maxlen.map(|bound| format!("maxlen={bound}"));
        Some(match (self.form, bound) {
            (Form::Empty, bound) => {
                vec![Edit::replace(self.value, format!("{deque}({})", bound.unwrap_or_default()))]
            }
            (Form::Factory, None) => vec![Edit::replace(self.value, deque)],
            (Form::Factory, Some(bound)) => {
                vec![Edit::replace(self.value, format!("lambda: {deque}({bound})"))]
            }
            (Form::Filled, bound) => {
                let rest = bound.map_or_else(String::new, |bound| format!(", {bound}"));
                vec![
                    Edit::insert(self.value.start(), format!("{deque}(")),
                    Edit::insert(self.value.end(), format!("{rest})")),
                ]
            }
            (Form::Copied(function), None) => vec![Edit::replace(function, deque)],
            (Form::Copied(_), Some(_)) if self.generator => return None,
            (Form::Copied(function), Some(bound)) => {
                let text = facts.text(self.value);
                let close = self.value.end() - crate::syntax::TextSize::from(1);
                let inner = text.strip_suffix(')')?.trim_end();
                if inner.ends_with(',') || text.contains('\n') {
                    return None;
                }
                vec![Edit::replace(function, deque), Edit::insert(close, format!(", {bound}"))]
            }
        })
    }
}

/// `list`, or `lambda: []`.
fn makes_list<'a>(facts: &Facts<'a>, factory: &'a Expr) -> bool {
    match factory {
        Expr::Lambda(lambda) => {
            lambda.parameters.is_none()
                && Creation::of(facts, &lambda.body).is_some_and(|made| made.form == Form::Empty)
        }
        Expr::Name(_) => facts.qualified(factory, facts.tree.id(factory)).as_deref() == Some("builtins.list"),
        _ => false,
    }
}
