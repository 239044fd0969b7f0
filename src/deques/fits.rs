//! What one use of a list means for a deque, by what stands around it. Arguments of calls are in [`super::arguments`],
//! loops in [`super::loops`].

use crate::edit::Edit;
use crate::facts::Facts;
use crate::syntax::ast::{self, CmpOp, ExprContext, Operator, UnaryOp};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange};

use super::{Adding, Creation, Fit, alike, arguments, as_list, beware, list_is_builtin, loops};

/// What becomes of the use of a list at `id`, an expression whose value (or target) it is, when it is a deque.
/// `bounded`: whether that has a `maxlen`.
pub(crate) fn fit<'a>(facts: &Facts<'a>, id: NodeId, bounded: bool) -> Fit {
    let node = facts.tree.node(id);
    let context = match node {
        AnyNodeRef::ExprAttribute(node) => node.ctx,
        AnyNodeRef::ExprName(node) => node.ctx,
        AnyNodeRef::ExprSubscript(node) => node.ctx,
        _ => ExprContext::Load,
    };
    let found = match context {
        ExprContext::Store => stored(facts, id),
        ExprContext::Del => Fit::Breaks("it is deleted".into()),
        _ => loaded(facts, id, bounded),
    };
    match found {
        // `list(…)` is what most rewritten uses are made of.
        Fit::Rewritten(edits) | Fit::Noticed(_, edits)
            if edits.iter().any(|edit| edit.text.starts_with("list(")) && !list_is_builtin(facts, id) =>
        {
            Fit::Breaks("it has to become a list there, where `list` is not the builtin".into())
        }
        found => found,
    }
}

/// The creation that an assigned value is, if it is one of a new list.
pub(crate) fn made<'a>(facts: &Facts<'a>, value: &'a Expr) -> Option<Creation> {
    Creation::of(facts, value)
}

fn stored<'a>(facts: &Facts<'a>, id: NodeId) -> Fit {
    let tree = facts.tree;
    let breaks = |why: &str| Fit::Breaks(why.into());
    let Some(parent) = tree.parent(id) else { return breaks("it is set in a way that is not followed") };
    match tree.node(parent) {
        AnyNodeRef::StmtAssign(assign) => match assign.targets.as_slice() {
            [target] if AnyNodeRef::from(target).ptr_eq(tree.node(id)) => value(facts, &assign.value),
            _ => breaks("it is set together with something else"),
        },
        AnyNodeRef::StmtAnnAssign(assign) => match assign.value.as_deref() {
            Some(assigned) => value(facts, assigned),
            None => Fit::Declared,
        },
        AnyNodeRef::StmtAugAssign(assign) if assign.op == Operator::Add => Fit::Adds(Adding::Many),
        AnyNodeRef::StmtAugAssign(_) => breaks("it is changed by an operator that is not followed"),
        _ => breaks("it is set in a way that is not followed"),
    }
}

fn value<'a>(facts: &Facts<'a>, value: &'a Expr) -> Fit {
    if value.is_none_literal_expr() {
        return Fit::Works;
    }
    match Creation::of(facts, value) {
        Some(creation) => Fit::Created(creation),
        None => Fit::Breaks(format!("it is set to `{}`", short(facts, value))),
    }
}

/// The text of an expression, if it is short.
fn short<'a>(facts: &Facts<'a>, expr: &Expr) -> &'a str {
    let text = facts.text(expr);
    if text.len() > 40 || text.contains('\n') { "another list" } else { text }
}

pub(super) fn loaded<'a>(facts: &Facts<'a>, id: NodeId, bounded: bool) -> Fit {
    let tree = facts.tree;
    let node = tree.node(id);
    let is = |expr: &Expr| AnyNodeRef::from(expr).ptr_eq(node);
    let range = node.range();
    let breaks = |why: &str| Fit::Breaks(why.into());
    let noticed = |why: &str| Fit::Noticed(why.into(), as_list(range));
    let Some(parent) = tree.parent(id) else { return breaks("it is used in a way that is not followed") };
    match tree.node(parent) {
        AnyNodeRef::ExprAttribute(outer) => method(facts, parent, outer, range, bounded),
        AnyNodeRef::ExprSubscript(subscript) if is(&subscript.value) => item(facts, parent, subscript, range),
        AnyNodeRef::ExprSubscript(_) => breaks("it is a key"),
        AnyNodeRef::ExprCall(_) => breaks("it is called"),
        AnyNodeRef::Arguments(_) => arguments::fit(facts, id, parent, bounded),
        AnyNodeRef::Keyword(keyword) => match keyword.arg {
            Some(_) => arguments::fit(facts, id, parent, bounded),
            None => breaks("it is unpacked as keywords"),
        },
        AnyNodeRef::ExprCompare(compare) => compared(compare, node, range),
        AnyNodeRef::StmtFor(node) if is(&node.iter) => loops::of_for(facts, id, node),
        AnyNodeRef::Comprehension(node) if is(&node.iter) => loops::of_comprehension(facts, id, parent, node),
        AnyNodeRef::Comprehension(_)
        | AnyNodeRef::StmtIf(_)
        | AnyNodeRef::StmtWhile(_)
        | AnyNodeRef::ElifElseClause(_)
        | AnyNodeRef::StmtExpr(_) => Fit::Works,
        AnyNodeRef::StmtAssert(assert) if is(&assert.test) => Fit::Works,
        AnyNodeRef::ExprUnaryOp(unary) if unary.op == UnaryOp::Not => Fit::Works,
        AnyNodeRef::ExprIf(outer) if is(&outer.test) => Fit::Works,
        AnyNodeRef::ExprIf(_) => alternative(facts, parent, range, bounded),
        AnyNodeRef::ExprBoolOp(operation) => {
            let last = operation.values.last().is_some_and(is);
            let tested = beware::is_test(facts, parent);
            // `x and y` is `x` only where that is empty.
            if operation.op == ast::BoolOp::And && !last {
                return if tested {
                    Fit::Works
                } else {
                    noticed("it is the value of `and` where it is empty")
                };
            }
            match alternative(facts, parent, range, bounded) {
                Fit::Works if !tested => {
                    Fit::Noticed("it may be the value of `and` or `or`, a deque then".into(), Vec::new())
                }
                Fit::Rewritten(edits) if !tested => {
                    Fit::Noticed("it may be the value of `and` or `or`".into(), edits)
                }
                found => found,
            }
        }
        AnyNodeRef::ExprNamed(named) if is(&named.value) => loaded(facts, parent, bounded),
        AnyNodeRef::ExprStarred(_) => match tree.parent(parent).map(|id| tree.node(id)) {
            Some(
                AnyNodeRef::Arguments(_)
                | AnyNodeRef::ExprList(_)
                | AnyNodeRef::ExprTuple(_)
                | AnyNodeRef::ExprSet(_),
            ) => Fit::Works,
            _ => breaks("it is unpacked in a way that is not followed"),
        },
        AnyNodeRef::InterpolatedElement(element) => {
            if element.debug_text.is_some() || !element.conversion.is_none() || element.format_spec.is_some()
            {
                Fit::Noticed("its text is shown, which is another one for a deque".into(), Vec::new())
            } else {
                noticed("its text is shown, which is another one for a deque")
            }
        }
        AnyNodeRef::StmtReturn(_) | AnyNodeRef::ExprLambda(_) => {
            noticed("it is returned, and whoever gets it has a copy from then on")
        }
        AnyNodeRef::ExprYield(_) => noticed("it is yielded, and whoever gets it has a copy from then on"),
        AnyNodeRef::ExprYieldFrom(_) => noticed("it may change while its entries are yielded"),
        AnyNodeRef::StmtAssign(assign) => assigned(&assign.targets),
        AnyNodeRef::StmtAnnAssign(assign) if assign.target.is_name_expr() => {
            Fit::Noticed("a name for it is annotated as a list".into(), Vec::new())
        }
        AnyNodeRef::StmtAnnAssign(_) => breaks("something else keeps it, too"),
        AnyNodeRef::StmtAugAssign(_) => Fit::Works,
        AnyNodeRef::ExprTuple(tuple) => in_tuple(facts, parent, tuple, node, range),
        AnyNodeRef::ExprList(_) | AnyNodeRef::ExprSet(_) | AnyNodeRef::ExprDict(_) => {
            noticed("it is put into a collection, which has a copy from then on")
        }
        AnyNodeRef::ExprBinOp(operation) => match operation.op {
            Operator::Add => noticed("it is joined to another list by `+`"),
            Operator::Mult => noticed("it is repeated by `*`"),
            Operator::Mod => breaks("it is formatted by `%`"),
            _ => breaks("it is used with an operator that is not followed"),
        },
        AnyNodeRef::StmtMatch(_) => breaks("it is matched against patterns"),
        _ => breaks("it is used in a way that is not followed"),
    }
}

/// `x or y`, `x if c else y`: what becomes of the whole at `outer`, written at the list alone.
fn alternative<'a>(facts: &Facts<'a>, outer: NodeId, range: TextRange, bounded: bool) -> Fit {
    let around = as_list(facts.tree.node(outer).range());
    match loaded(facts, outer, bounded) {
        Fit::Rewritten(edits) if edits == around => Fit::Rewritten(as_list(range)),
        Fit::Noticed(why, edits) if edits == around => Fit::Noticed(why, as_list(range)),
        Fit::TakesFirst { .. } => {
            Fit::Breaks("what loses its first entry there may also be another list".into())
        }
        other => other,
    }
}

/// `name = x`, `a, b = x`: a local name, or its entries.
fn assigned(targets: &[Expr]) -> Fit {
    let plain = |target: &Expr| target.is_name_expr() || target.is_tuple_expr() || target.is_list_expr();
    if targets.iter().all(plain) { Fit::Works } else { Fit::Breaks("something else keeps it, too".into()) }
}

fn in_tuple(
    facts: &Facts<'_>,
    tuple_id: NodeId,
    tuple: &ast::ExprTuple,
    node: AnyNodeRef<'_>,
    range: TextRange,
) -> Fit {
    let parent = facts.tree.parent(tuple_id).map(|parent| facts.tree.node(parent));
    let at = tuple.elts.iter().position(|element| AnyNodeRef::from(element).ptr_eq(node));
    if let (Some(at), Some(AnyNodeRef::StmtAssign(assign))) = (at, parent)
        && let [Expr::Tuple(targets)] = assign.targets.as_slice()
        && targets.elts.len() == tuple.elts.len()
    {
        return assigned(std::slice::from_ref(&targets.elts[at]));
    }
    if matches!(parent, Some(AnyNodeRef::ExprSubscript(_))) {
        return Fit::Breaks("it is a key".into());
    }
    if !matches!(parent, Some(AnyNodeRef::StmtReturn(_) | AnyNodeRef::ExprYield(_))) {
        // Whoever gets the tuple may count on it being the same object.
        return Fit::Noticed("it is put into a tuple, which holds a deque then".into(), Vec::new());
    }
    Fit::Noticed("it is put into a collection, which has a copy from then on".into(), as_list(range))
}

fn compared(compare: &ast::ExprCompare, node: AnyNodeRef<'_>, range: TextRange) -> Fit {
    let mut left = compare.left.as_ref();
    for (op, right) in compare.ops.iter().zip(&compare.comparators) {
        let (is_left, is_right) = (AnyNodeRef::from(left).ptr_eq(node), AnyNodeRef::from(right).ptr_eq(node));
        if is_left || is_right {
            match op {
                CmpOp::In | CmpOp::NotIn if is_right => {}
                CmpOp::Is | CmpOp::IsNot => {}
                CmpOp::In | CmpOp::NotIn => return Fit::Breaks("it is looked for in something".into()),
                _ => {
                    let why = "it is compared, and a deque equals no list";
                    return Fit::Noticed(why.into(), as_list(range));
                }
            }
        }
        left = right;
    }
    Fit::Works
}

/// `x.name(…)`, or `x.name` handed on.
fn method<'a>(
    facts: &Facts<'a>,
    id: NodeId,
    outer: &'a ast::ExprAttribute,
    range: TextRange,
    bounded: bool,
) -> Fit {
    let tree = facts.tree;
    let name = outer.attr.as_str();
    let call = tree.parent(id).and_then(|parent| match tree.node(parent) {
        AnyNodeRef::ExprCall(call) if AnyNodeRef::from(call.func.as_ref()).ptr_eq(tree.node(id)) => {
            Some((parent, call))
        }
        _ => None,
    });
    let Some((call_id, call)) = call else {
        return match name {
            "append" | "extend" if outer.ctx.is_load() => Fit::Adds(Adding::Handed),
            "clear" | "remove" | "count" | "index" if outer.ctx.is_load() => Fit::Works,
            _ => Fit::Breaks(format!("its `{name}` is handed on")),
        };
    };
    let (arguments, keywords) = (&call.arguments.args, &call.arguments.keywords);
    let simple = keywords.is_empty() && !arguments.iter().any(Expr::is_starred_expr);
    match (name, arguments.as_ref()) {
        _ if !simple => Fit::Breaks(format!("`{name}` is called in a way that is not followed")),
        ("append", [_]) => Fit::Adds(Adding::One),
        ("extend", [_]) => Fit::Adds(Adding::Many),
        ("insert", [_, _]) if bounded => Fit::Breaks("`insert` raises `IndexError` when it is full".into()),
        ("insert", [_, _]) => Fit::Adds(Adding::Inserted),
        ("clear" | "reverse", []) | ("remove" | "count", [_]) | ("index", _) => Fit::Works,
        ("pop", []) => Fit::Works,
        ("pop", [first]) if is_number(first, 0) => Fit::TakesFirst {
            edits: vec![Edit::replace(TextRange::new(outer.attr.start(), call.end()), "popleft()")],
            used: !matches!(tree.parent(call_id).map(|id| tree.node(id)), Some(AnyNodeRef::StmtExpr(_))),
        },
        ("pop", [last]) if is_minus_one(last) => Fit::Rewritten(vec![Edit::delete(last.range())]),
        ("pop", _) => Fit::Breaks("`pop` takes an index".into()),
        ("copy", []) => {
            let text = format!("list({})", facts.text(range));
            Fit::Rewritten(vec![Edit::replace(call.range(), text)])
        }
        ("sort", _) => Fit::Breaks("it is sorted in place".into()),
        _ => Fit::Breaks(format!("deques have no `{name}`, or another one")),
    }
}

/// `x[…]`, read, set or deleted.
fn item<'a>(facts: &Facts<'a>, id: NodeId, subscript: &'a ast::ExprSubscript, range: TextRange) -> Fit {
    let tree = facts.tree;
    let parent = tree.parent(id).map(|parent| tree.node(parent));
    let breaks = |why: &str| Fit::Breaks(why.into());
    let alone = match parent {
        Some(AnyNodeRef::StmtDelete(delete)) if delete.targets.len() == 1 => Some(delete.range()),
        _ => None,
    };
    match subscript.slice.as_ref() {
        Expr::Slice(slice) => match subscript.ctx {
            ExprContext::Load => Fit::Rewritten(sliced(facts, subscript, slice, range)),
            ExprContext::Del if slice.lower.is_none() && slice.upper.is_none() && slice.step.is_none() => {
                match alone {
                    Some(statement) => Fit::Rewritten(vec![Edit::replace(
                        statement,
                        format!("{}.clear()", facts.text(range)),
                    )]),
                    None => breaks("a slice of it is deleted"),
                }
            }
            ExprContext::Del => breaks("a slice of it is deleted"),
            _ => breaks("a slice of it is set"),
        },
        Expr::Tuple(_) | Expr::Starred(_) => breaks("it is indexed in a way that is not followed"),
        first if subscript.ctx == ExprContext::Del && is_number(first, 0) => match alone {
            Some(statement) => Fit::TakesFirst {
                edits: vec![Edit::replace(statement, format!("{}.popleft()", facts.text(range)))],
                used: false,
            },
            None => Fit::Works,
        },
        index if beware::is_index(facts, index) => Fit::Works,
        _ => Fit::Noticed("a slice of it may be asked for, which a deque does not give".into(), Vec::new()),
    }
}

/// `list(x)[a:b]`; `list(x)` for all of it.
fn sliced(
    facts: &Facts<'_>,
    subscript: &ast::ExprSubscript,
    slice: &ast::ExprSlice,
    range: TextRange,
) -> Vec<Edit> {
    let whole = slice.lower.is_none() && slice.upper.is_none() && slice.step.is_none();
    let behind = TextRange::new(range.end(), subscript.end());
    // `(x)[:]` keeps its parentheses, `x[:]` loses its brackets.
    if whole && facts.text(behind).starts_with('[') {
        return vec![Edit::insert(range.start(), "list("), Edit::replace(behind, ")")];
    }
    as_list(range)
}

/// Whether an expression is this integer.
pub(crate) fn is_number(expr: &Expr, wanted: i64) -> bool {
    matches!(expr, Expr::NumberLiteral(number) if matches!(&number.value, ast::Number::Int(value) if value.as_i64() == Some(wanted)))
}

fn is_minus_one(expr: &Expr) -> bool {
    matches!(expr, Expr::UnaryOp(unary) if unary.op == UnaryOp::USub && is_number(&unary.operand, 1))
}

/// Whether a call's argument is the list itself: `x.extend(x)`.
pub(super) fn is_itself(facts: &Facts<'_>, receiver: &Expr, range: TextRange) -> bool {
    alike(facts, receiver, range)
}
