//! How a test looks at an entry: `k not in d`, `d.get(k) is None`, a name that holds `d.get(k)`. Not what follows it.

use super::creation::same;
use super::shape::More;
use crate::facts::Facts;
use crate::syntax::ast::{self, CmpOp, UnaryOp};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, TextSize};

/// What counts as missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Test {
    /// No entry: `not in`.
    Missing,
    /// No entry, by the `KeyError`.
    KeyError,
    /// No entry, or `None` in it.
    None,
    /// No entry, or something falsy in it.
    Falsy,
}

/// A look at an entry.
pub(super) struct Look<'a> {
    /// The `if` or `try` that decides by it.
    pub statement: NodeId,
    /// The statement that looks; the same, or `v = d.get(k)`.
    pub check: NodeId,
    /// The mapping.
    pub dict: &'a Expr,
    /// The key.
    pub key: &'a Expr,
    /// What counts as missing.
    pub test: Test,
    /// The name that holds what was found.
    pub name: Option<&'a str>,
    /// Whether the body runs for a missing entry, not for one that is there.
    pub missing_in_body: bool,
    /// Whether the test has further conditions.
    pub conditions: bool,
    /// Whether nothing stands between the look and the decision.
    pub adjacent: bool,
}

impl Look<'_> {
    /// Where the statements start that a `setdefault` stands for.
    pub(super) fn start(&self, facts: &Facts<'_>) -> Result<TextSize, More> {
        let (check, statement) =
            (facts.tree.node(self.check).range(), facts.tree.node(self.statement).range());
        if self.adjacent {
            return Ok(check.start().min(statement.start()));
        }
        let range = TextRange::new(check.end(), statement.start());
        Err(More { range, what: "something stands between the look-up and the check" })
    }
}

/// `d` and `k` of `d.get(k)`, `d.get(k, None)` and `d.get(k, other)`.
pub(super) fn get_of(call: &ast::ExprCall) -> Option<(&Expr, &Expr)> {
    let Expr::Attribute(method) = call.func.as_ref() else { return None };
    if method.attr.as_str() != "get" || !call.arguments.keywords.is_empty() || call.arguments.args.len() > 2 {
        return None;
    }
    let key = call.arguments.args.first()?;
    (!key.is_starred_expr()).then_some((method.value.as_ref(), key))
}

/// `d.get(k)`, which gives `None` for a missing entry.
fn plain_get(call: &ast::ExprCall) -> Option<(&Expr, &Expr)> {
    let default = call.arguments.args.get(1);
    default.is_none_or(Expr::is_none_literal_expr).then(|| get_of(call)).flatten()
}

/// The look of a test, or of a part of a test, if it decides by an entry.
pub(super) fn look_of<'a>(facts: &Facts<'a>, node: NodeId) -> Option<Look<'a>> {
    let tree = facts.tree;
    // `not`, and further conditions, up to the `if`.
    let (mut at, mut negated, mut conditions) = (node, false, false);
    let statement = loop {
        let parent = tree.parent(at)?;
        match tree.node(parent) {
            AnyNodeRef::StmtIf(stmt) if AnyNodeRef::from(stmt.test.as_ref()).ptr_eq(tree.node(at)) => {
                break parent;
            }
            AnyNodeRef::ExprUnaryOp(unary) if unary.op == UnaryOp::Not && !conditions => negated = !negated,
            AnyNodeRef::ExprBoolOp(operation) if operation.op == ast::BoolOp::And && !negated => {
                conditions = true
            }
            _ => return None,
        }
        at = parent;
    };
    let (seen, test, is_missing) = match tree.node(node) {
        AnyNodeRef::ExprCompare(compare) => match (&*compare.ops, &*compare.comparators) {
            ([op @ (CmpOp::In | CmpOp::NotIn)], [dict]) => {
                let missing = (*op == CmpOp::NotIn) != negated;
                return Some(Look {
                    statement,
                    check: statement,
                    dict,
                    key: &compare.left,
                    test: Test::Missing,
                    name: None,
                    missing_in_body: missing,
                    conditions,
                    adjacent: true,
                });
            }
            ([op @ (CmpOp::Is | CmpOp::IsNot)], [Expr::NoneLiteral(_)]) => {
                (compare.left.as_ref(), Test::None, (*op == CmpOp::Is) != negated)
            }
            _ => return None,
        },
        // The patterns propose the `not` itself.
        AnyNodeRef::ExprUnaryOp(unary) if unary.op == UnaryOp::Not => {
            (unary.operand.as_ref(), Test::Falsy, !negated)
        }
        AnyNodeRef::ExprName(_) => match tree.node(statement) {
            AnyNodeRef::StmtIf(stmt) if at == node => (stmt.test.as_ref(), Test::Falsy, negated),
            _ => return None,
        },
        _ => return None,
    };
    let look = |check, dict, key, name, adjacent| Look {
        statement,
        check,
        dict,
        key,
        test,
        name,
        missing_in_body: is_missing,
        conditions,
        adjacent,
    };
    match seen {
        Expr::Call(get) => {
            let (dict, key) = plain_get(get)?;
            Some(look(statement, dict, key, None, true))
        }
        Expr::Named(named) => {
            let (Expr::Name(name), Expr::Call(get)) = (named.target.as_ref(), named.value.as_ref()) else {
                return None;
            };
            let (dict, key) = plain_get(get)?;
            Some(look(statement, dict, key, Some(name.id.as_str()), true))
        }
        Expr::Name(name) => {
            let (check, get, adjacent) = looked_up(facts, statement, name.id.as_str())?;
            let (dict, key) = plain_get(get)?;
            Some(look(check, dict, key, Some(name.id.as_str()), adjacent))
        }
        _ => None,
    }
}

/// The assignment `name = d.get(k)` in front of a statement, and whether it is right in front of it.
fn looked_up<'a>(
    facts: &Facts<'a>,
    statement: NodeId,
    name: &str,
) -> Option<(NodeId, &'a ast::ExprCall, bool)> {
    let tree = facts.tree;
    let mut at = statement;
    let mut adjacent = true;
    loop {
        let (suite, index) = tree.suite(at)?;
        for stmt in suite[..index].iter().rev() {
            if let Some(value) = assigned(stmt, name) {
                let Expr::Call(get) = value else { return None };
                return Some((tree.id(stmt), get, adjacent));
            }
            let id = tree.id(stmt);
            let binds = |id: NodeId| matches!(tree.node(id), AnyNodeRef::ExprName(node) if node.id.as_str() == name && !node.ctx.is_load());
            if tree.descendants(id).any(binds) {
                return None;
            }
            adjacent = false;
        }
        at = tree.parent(at)?;
        adjacent = false;
        if !tree.node(at).is_statement() {
            at = tree.statement(at)?;
        }
        if matches!(tree.node(at).kind(), NodeKind::StmtFunctionDef | NodeKind::StmtClassDef) {
            return None;
        }
    }
}

/// What a statement assigns to a name, and to nothing else.
pub(super) fn assigned<'a>(stmt: &'a Stmt, name: &str) -> Option<&'a Expr> {
    let is_it = |target: &Expr| matches!(target, Expr::Name(node) if node.id.as_str() == name);
    match stmt {
        Stmt::Assign(assign) => match assign.targets.as_slice() {
            [target] if is_it(target) => Some(&assign.value),
            _ => None,
        },
        Stmt::AnnAssign(assign) if is_it(&assign.target) => assign.value.as_deref(),
        _ => None,
    }
}

/// Whether an expression looks at the same entry: `k in d`, `d.get(k)`, `d[k]`.
pub(super) fn looks_at(facts: &Facts<'_>, expr: &Expr, dict: &Expr, key: &Expr) -> bool {
    let own =
        |other_dict: &Expr, other_key: &Expr| same(facts, other_dict, dict) && same(facts, other_key, key);
    match expr {
        Expr::Compare(compare) => {
            let right = compare.comparators.first();
            matches!(&*compare.ops, [CmpOp::In | CmpOp::NotIn])
                && right.is_some_and(|right| own(right, &compare.left))
        }
        Expr::Call(call) => get_of(call).is_some_and(|(other, its_key)| own(other, its_key)),
        _ => false,
    }
}

/// The range that stands for a look in evidence.
pub(super) fn shown(facts: &Facts<'_>, id: NodeId) -> TextRange {
    TextRange::empty(facts.tree.node(id).start())
}
