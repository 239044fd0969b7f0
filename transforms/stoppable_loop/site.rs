//! Reads a proposed loop: whether it goes on by itself or has a condition, and whether a coroutine, an async generator or
//! a thread runs it. Judges nothing.

use crate::facts::Facts;
use crate::syntax::ast::{self, Number, UnaryOp};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};
use crate::verdict::Evidence;

use super::thread;

/// What runs the function that a loop stands in.
pub(super) enum Runs {
    /// A task, its own or that of whoever awaits it.
    Coroutine,
    /// Whoever iterates over it.
    Generator,
    /// A thread, and the line that starts it.
    Thread(Evidence),
}

/// A loop: one whose condition never ends it, unless it comes from [`conditioned`].
pub(super) struct Loop<'a> {
    /// The `while` or `for`.
    pub id: NodeId,
    /// The function that it stands in.
    pub function: NodeId,
    /// Its node.
    pub definition: &'a ast::StmtFunctionDef,
    /// What is reported: the header.
    pub range: TextRange,
    /// The condition; `None` for a `for`.
    pub test: Option<&'a Expr>,
    /// The name that a `for` counts with.
    pub counter: Option<&'a str>,
    /// What is repeated.
    pub body: &'a [Stmt],
    /// The `else` clause.
    pub orelse: &'a [Stmt],
    /// Who runs it.
    pub runs: Runs,
}

/// Whether a condition is always true.
pub(super) fn is_endless(test: &Expr) -> bool {
    match test {
        Expr::BooleanLiteral(literal) => literal.value,
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(value) => value.as_u64() != Some(0),
            _ => false,
        },
        Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => match unary.operand.as_ref() {
            Expr::BooleanLiteral(literal) => !literal.value,
            Expr::NumberLiteral(literal) => {
                matches!(&literal.value, Number::Int(value) if value.as_u64() == Some(0))
            }
            _ => false,
        },
        _ => false,
    }
}

/// The endless loop at a node that a pattern proposes; `None` where it is none, and where nothing shows that a thread
/// runs a plain function.
pub(super) fn read<'a>(id: NodeId, facts: &Facts<'a>) -> Option<Loop<'a>> {
    let (test, counter, body, orelse, end) = match facts.tree.node(id) {
        AnyNodeRef::StmtWhile(node) if is_endless(&node.test) => {
            (Some(node.test.as_ref()), None, &node.body, &node.orelse, node.test.end())
        }
        AnyNodeRef::StmtFor(node) if !node.is_async => {
            let Expr::Call(call) = node.iter.as_ref() else { return None };
            facts.is_one_of(&call.func, id, &["itertools.count"]).then_some(())?;
            let counter = node.target.as_name_expr().map(|name| name.id.as_str());
            (None, counter, &node.body, &node.orelse, node.iter.end())
        }
        _ => return None,
    };
    let function = facts.tree.function(id)?;
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return None };
    let runs = if !definition.is_async {
        Runs::Thread(thread::started(facts, function, definition)?)
    } else if walk::any_expression(&definition.body, |expr| matches!(expr, Expr::Yield(_))) {
        Runs::Generator
    } else {
        Runs::Coroutine
    };
    let range = TextRange::new(facts.tree.node(id).start(), end);
    Some(Loop { id, function, definition, range, test, counter, body, orelse, runs })
}

/// The loop with a condition at a node of an async function; `None` for other loops.
pub(super) fn conditioned<'a>(id: NodeId, facts: &Facts<'a>) -> Option<Loop<'a>> {
    let AnyNodeRef::StmtWhile(node) = facts.tree.node(id) else { return None };
    let function = facts.tree.function(id)?;
    let AnyNodeRef::StmtFunctionDef(definition) = facts.tree.node(function) else { return None };
    (definition.is_async && !is_endless(&node.test)).then(|| Loop {
        id,
        function,
        definition,
        range: TextRange::new(node.start(), node.test.end()),
        test: Some(&node.test),
        counter: None,
        body: &node.body,
        orelse: &node.orelse,
        runs: Runs::Coroutine,
    })
}

impl Loop<'_> {
    /// The function in words.
    pub fn place(&self, facts: &Facts<'_>) -> String {
        format!("`{}`", facts.symbol(self.id))
    }

    /// Whether the loop can suspend its task.
    pub fn is_async(&self) -> bool {
        !matches!(self.runs, Runs::Thread(_))
    }
}

/// An expression on one line, for messages.
pub(super) fn shown(facts: &Facts<'_>, ranged: impl Ranged) -> String {
    let text = facts.text(ranged);
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains('#') || line.chars().count() > 60 {
        return format!("{}…", line.chars().take(40).take_while(|letter| *letter != '#').collect::<String>());
    }
    line
}
