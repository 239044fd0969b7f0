//! What operators, comparisons and questions for truth can raise, by the types of what they are applied to.

use super::body::{Reader, Step};
use super::kinds::{is_literal, kind};
use super::table::table;
use crate::syntax::ast::{self, CmpOp, Operator};
use crate::syntax::{Expr, TextRange};

impl<'a> Reader<'_, 'a> {
    /// Something of which it is asked whether it is true.
    pub(super) fn truth(&mut self, expr: &'a Expr) -> Step {
        self.expression(expr)?;
        if matches!(expr, Expr::Compare(_) | Expr::UnaryOp(_) | Expr::BoolOp(_) | Expr::BooleanLiteral(_)) {
            // Their parts have been looked at; the last one of `a and b` has not.
            if let Expr::BoolOp(node) = expr
                && let Some(last) = node.values.last()
            {
                return self.truth(last);
            }
            return Ok(());
        }
        match kind(self.facts, expr) {
            Some(kind) if table().is_in(&kind, "plain") || table().is_in(&kind, "sized") => Ok(()),
            _ => self.unknown(
                format!("the type of `{}` decides what its truth runs", self.facts.text(expr)),
                expr,
            ),
        }
    }

    pub(super) fn comparison(&mut self, node: &'a ast::ExprCompare) -> Step {
        let mut left = node.left.as_ref();
        self.expression(left)?;
        for (op, right) in node.ops.iter().zip(&node.comparators) {
            self.expression(right)?;
            let kinds = (kind(self.facts, left), kind(self.facts, right));
            let both = |group: &str| matches!(&kinds, (Some(a), Some(b)) if table().is_in(a, group) && table().is_in(b, group));
            let same_text =
                matches!(&kinds, (Some(a), Some(b)) if a == b && matches!(a.as_str(), "str" | "bytes"));
            let known = match op {
                CmpOp::Is | CmpOp::IsNot => true,
                CmpOp::Eq | CmpOp::NotEq => {
                    let plain = |kind: &Option<String>| {
                        kind.as_ref().is_some_and(|kind| kind == "json" || table().is_in(kind, "hashable"))
                    };
                    plain(&kinds.0) && plain(&kinds.1)
                }
                CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE => both("number") || same_text,
                CmpOp::In | CmpOp::NotIn => match &kinds {
                    (Some(item), Some(container)) => match container.as_str() {
                        "str" | "bytes" => same_text,
                        "dict" | "set" | "frozenset" => table().is_in(item, "hashable"),
                        "tuple" | "list" => is_literal(right) && table().is_in(item, "hashable"),
                        _ => false,
                    },
                    _ => false,
                },
            };
            if !known {
                let text = self.facts.text(node);
                return self.unknown(format!("`{text}` compares objects of unknown types"), node);
            }
            left = right;
        }
        Ok(())
    }

    pub(super) fn operator(&mut self, op: Operator, left: &'a Expr, right: &'a Expr, at: TextRange) -> Step {
        let kinds = (kind(self.facts, left), kind(self.facts, right));
        let text = format!("`{}`", self.facts.text(at));
        let (Some(one), Some(other)) = kinds else {
            return self.unknown(format!("{text} runs an operator of an unknown type"), at);
        };
        let numbers = table().is_in(&one, "number") && table().is_in(&other, "number");
        let known = match op {
            Operator::Add => {
                numbers || (one == other && matches!(one.as_str(), "str" | "bytes" | "list" | "tuple"))
            }
            Operator::Sub => numbers,
            Operator::Mult => numbers || (matches!(one.as_str(), "str" | "bytes" | "list") && other == "int"),
            Operator::Div | Operator::FloorDiv | Operator::Mod if numbers => {
                if !is_other_than_zero(right) {
                    let source = "library/exceptions.html#ZeroDivisionError";
                    self.add("ZeroDivisionError", text.clone(), source, at);
                }
                true
            }
            Operator::Div => one == "pathlib.Path" && matches!(other.as_str(), "str" | "pathlib.Path"),
            Operator::BitAnd | Operator::BitOr | Operator::BitXor => one == "int" && other == "int",
            _ => false,
        };
        if !known {
            return self.unknown(format!("{text} runs an operator that is not followed"), at);
        }
        // An integer may be too large to be made a float.
        let floats = (one == "float", other == "float");
        if numbers && floats != (true, true) && (op == Operator::Div || floats != (false, false)) {
            self.add("OverflowError", text, "library/exceptions.html#OverflowError", at);
        }
        Ok(())
    }
}

fn is_other_than_zero(expr: &Expr) -> bool {
    match expr {
        Expr::NumberLiteral(number) => match &number.value {
            ast::Number::Int(int) => int.as_u64() != Some(0),
            ast::Number::Float(float) => *float != 0.0,
            ast::Number::Complex { .. } => false,
        },
        _ => false,
    }
}
