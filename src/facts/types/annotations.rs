//! Types from annotations: `X | None`, `Optional`, containers, strings. Not from values.

use ruff_python_parser::parse_expression;

use super::{Facts, MAPPINGS, SEQUENCES, Ty, Typed};
use crate::facts::names::canonical;
use crate::syntax::ast::Operator;
use crate::syntax::{Expr, NodeId, Ranged};

impl<'a> Facts<'a> {
    /// The type that an annotation names. `at` is a node in the scope where it stands.
    pub fn annotation(&self, annotation: &Expr, at: NodeId) -> Typed {
        let (ty, optional) = self.annotated(annotation, at, 0);
        Typed { optional, shown_at: Some(annotation.range()), ..Typed::of(ty) }
    }

    fn annotated(&self, annotation: &Expr, at: NodeId, depth: u8) -> (Ty, bool) {
        const WHY: &str = "the annotation is not followed";
        if depth > 8 {
            return (Ty::Unknown(WHY), false);
        }
        match annotation {
            Expr::NoneLiteral(_) => (Ty::Unknown("it is None"), true),
            Expr::StringLiteral(literal) => match parse_expression(literal.value.to_str()) {
                Ok(parsed) => self.annotated(parsed.expr(), at, depth + 1),
                Err(_) => (Ty::Unknown(WHY), false),
            },
            Expr::BinOp(union) if union.op == Operator::BitOr => self.union(
                [union.left.as_ref(), union.right.as_ref()]
                    .into_iter()
                    .map(|part| self.annotated(part, at, depth + 1)),
            ),
            Expr::Subscript(subscript) => {
                let arguments: Vec<&Expr> = match subscript.slice.as_ref() {
                    Expr::Tuple(tuple) => tuple.elts.iter().collect(),
                    one => vec![one],
                };
                let generic = self.qualified(&subscript.value, at).map(|name| canonical(&name));
                match generic.as_deref() {
                    Some("typing.Optional") => (self.annotated(arguments[0], at, depth + 1).0, true),
                    Some("typing.Union") => {
                        self.union(arguments.into_iter().map(|part| self.annotated(part, at, depth + 1)))
                    }
                    Some("typing.Annotated" | "typing.Final" | "typing.ClassVar") => {
                        self.annotated(arguments[0], at, depth + 1)
                    }
                    Some(name) if MAPPINGS.contains(&name) && arguments.len() == 2 => (
                        Ty::Container {
                            class: name.into(),
                            item: Box::new(self.annotated(arguments[1], at, depth + 1).0),
                        },
                        false,
                    ),
                    Some(name) if SEQUENCES.contains(&name) && !arguments.is_empty() => (
                        Ty::Container {
                            class: name.into(),
                            item: Box::new(self.annotated(arguments[0], at, depth + 1).0),
                        },
                        false,
                    ),
                    Some(name) => (Ty::Named(name.into()), false),
                    None => {
                        (self.local_class(&subscript.value, at).map_or(Ty::Unknown(WHY), Ty::Local), false)
                    }
                }
            }
            Expr::Name(_) | Expr::Attribute(_) => {
                if let Some(class) = self.local_class(annotation, at) {
                    return (Ty::Local(class), false);
                }
                match self.qualified(annotation, at) {
                    Some(name) if name == "typing.Any" || name == "builtins.object" => {
                        (Ty::Unknown("the annotation is Any"), false)
                    }
                    Some(name) => (Ty::Named(canonical(&name)), false),
                    None => (Ty::Unknown(WHY), false),
                }
            }
            _ => (Ty::Unknown(WHY), false),
        }
    }

    fn union(&self, parts: impl Iterator<Item = (Ty, bool)>) -> (Ty, bool) {
        let joined = self.join(parts.map(|(ty, optional)| Typed { optional, ..Typed::of(ty) }).collect());
        (joined.ty, joined.optional)
    }
}
