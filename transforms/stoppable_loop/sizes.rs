//! Conditions that speak of the same number, such as `len(rows) > 3` and `rows`: whether one number fits them all. Nothing
//! else is calculated.

use crate::syntax::Expr;
use crate::syntax::ast::{CmpOp, Number};

use super::possible::{Asks, Condition};
use super::reads::Reader;

/// What a condition allows: a number from one bound to another.
struct Range<'a> {
    /// What the number is, as the source has it.
    of: &'a str,
    from: i64,
    to: i64,
}

/// Whether all conditions speak of one number, and one fits them all.
pub(super) fn fit<'a>(reader: &Reader<'_, 'a>, conditions: &[&Condition<'a>]) -> bool {
    let ranges: Option<Vec<Range<'a>>> =
        conditions.iter().map(|condition| range(reader, condition)).collect();
    let Some(ranges) = ranges else { return false };
    let same = ranges.windows(2).all(|pair| pair[0].of == pair[1].of);
    let from = ranges.iter().map(|range| range.from).max();
    let to = ranges.iter().map(|range| range.to).min();
    same && from <= to
}

fn range<'a>(reader: &Reader<'_, 'a>, condition: &Condition<'a>) -> Option<Range<'a>> {
    condition.fresh.then_some(())?;
    let Expr::Compare(node) = condition.test else {
        // A container is true if there is something in it.
        reader.is_container(condition.test).then_some(())?;
        let of = reader.facts.text(condition.test);
        let (from, to) = if condition.holds { (1, i64::MAX) } else { (0, 0) };
        return Some(Range { of, from, to });
    };
    let ([op], [right]) = (node.ops.as_ref(), node.comparators.as_ref()) else { return None };
    let (of, from) = size(reader, &node.left)?;
    let bound = number(right)?;
    let (from, to) = match (op, condition.holds && condition.asks == Asks::Truth) {
        (CmpOp::Lt, true) | (CmpOp::GtE, false) => (from, bound - 1),
        (CmpOp::LtE, true) | (CmpOp::Gt, false) => (from, bound),
        (CmpOp::Gt, true) | (CmpOp::LtE, false) => (from.max(bound + 1), i64::MAX),
        (CmpOp::GtE, true) | (CmpOp::Lt, false) => (from.max(bound), i64::MAX),
        (CmpOp::Eq, true) | (CmpOp::NotEq, false) => (from.max(bound), bound),
        _ => return None,
    };
    Some(Range { of, from, to })
}

/// The container of `len(…)`, whose size is never negative.
fn size<'a>(reader: &Reader<'_, 'a>, expr: &'a Expr) -> Option<(&'a str, i64)> {
    let Expr::Call(call) = expr else { return None };
    let (Expr::Name(name), [of]) = (call.func.as_ref(), call.arguments.args.as_ref()) else { return None };
    (name.id.as_str() == "len" && reader.is_container(of)).then(|| (reader.facts.text(of), 0))
}

fn number(expr: &Expr) -> Option<i64> {
    let Expr::NumberLiteral(literal) = expr else { return None };
    let Number::Int(value) = &literal.value else { return None };
    // Bounds that can be counted on from.
    value.as_i64().filter(|value| value.unsigned_abs() < 1 << 32)
}
