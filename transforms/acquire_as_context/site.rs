//! Reads a proposed site: what is acquired, with which bound, and in which statement. Names one lock in the same way
//! wherever a function spells it. Judges nothing.

use crate::facts::{BindingKind, Facts};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, ast};

/// How far a name is followed to what it is bound to.
const MAX_STEPS: u8 = 3;

/// `await x.acquire()`, or `await asyncio.wait_for(x.acquire(), …)`.
pub struct Acquire<'a> {
    /// The `await`.
    pub id: NodeId,
    /// Its range.
    pub range: TextRange,
    /// `x`.
    pub receiver: &'a Expr,
    /// The call of `acquire`.
    pub call: &'a ast::ExprCall,
    /// Whether a time limit is given with it.
    pub limited: bool,
    /// The statement that it stands in.
    pub statement: NodeId,
    /// The `def` around it.
    pub function: NodeId,
}

impl<'a> Acquire<'a> {
    /// `x` on one line, for messages.
    pub fn shown(&self, facts: &Facts<'a>) -> String {
        shown(facts, self.receiver)
    }

    /// What names the lock in its function; see [`key`].
    pub fn key(&self, facts: &Facts<'a>) -> String {
        key(facts, self.receiver, self.id)
    }

    /// The statement, if it does nothing but acquire.
    pub fn alone(&self, facts: &Facts<'a>) -> Option<&'a Stmt> {
        let (suite, index) = facts.tree.suite(self.statement)?;
        matches!(&suite[index], Stmt::Expr(node) if node.value.range() == self.range).then_some(&suite[index])
    }

    /// The name that its result is bound to.
    pub fn bound(&self, facts: &Facts<'a>) -> Option<&'a str> {
        match facts.tree.node(self.statement) {
            AnyNodeRef::StmtAssign(node) if node.value.range() == self.range => match node.targets.as_slice()
            {
                [Expr::Name(name)] => Some(name.id.as_str()),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The acquire at an `await`; `None` where it awaits something else.
pub fn read<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Acquire<'a>> {
    let AnyNodeRef::ExprAwait(node) = facts.tree.node(id) else { return None };
    let Expr::Call(outer) = node.value.as_ref() else { return None };
    let (call, limited) = match acquires(outer) {
        Some(_) => (outer, false),
        None => {
            let inner = outer.arguments.find_argument_value("fut", 0)?.as_call_expr()?;
            acquires(inner)?;
            if facts.qualified(&outer.func, id)? != "asyncio.wait_for" {
                return None;
            }
            (inner, true)
        }
    };
    Some(Acquire {
        id,
        range: node.range(),
        receiver: acquires(call)?,
        call,
        limited,
        statement: facts.tree.statement(id)?,
        function: facts.tree.function(id)?,
    })
}

fn acquires(call: &ast::ExprCall) -> Option<&Expr> {
    let Expr::Attribute(function) = call.func.as_ref() else { return None };
    (function.attr.as_str() == "acquire").then_some(function.value.as_ref())
}

/// The receiver of `x.release()`.
pub fn released(call: &ast::ExprCall) -> Option<&Expr> {
    let Expr::Attribute(function) = call.func.as_ref() else { return None };
    (function.attr.as_str() == "release").then_some(function.value.as_ref())
}

/// An expression on one line, for messages.
pub fn shown(facts: &Facts<'_>, expr: &Expr) -> String {
    let text = facts.text(expr);
    if text.contains(['\n', '#']) { "…".into() } else { text.into() }
}

/// What names a lock in its function: its text without white space, a local name by what it is bound to.
pub fn key(facts: &Facts<'_>, expr: &Expr, at: NodeId) -> String {
    key_within(facts, expr, at, MAX_STEPS)
}

fn key_within(facts: &Facts<'_>, expr: &Expr, at: NodeId, steps: u8) -> String {
    let plain = |expr: &Expr| -> String { facts.text(expr).split_whitespace().collect() };
    if let Expr::Name(name) = expr
        && steps > 0
        && let Some((_, bindings)) = facts.scopes().lookup(facts.tree, at, name.id.as_str())
    {
        let mut keys = bindings.iter().map(|binding| match &binding.kind {
            BindingKind::Assignment { value: Some(value), .. } if leads_on(value) => {
                Some(key_within(facts, value, binding.node, steps - 1))
            }
            _ => None,
        });
        if let Some(Some(first)) = keys.next()
            && keys.all(|other| other.as_ref() == Some(&first))
        {
            return first;
        }
    }
    plain(expr)
}

/// Whether a name that is bound to an expression is another name of the same object each time it is evaluated, as far as
/// its form shows; a constructor's call is not.
fn leads_on(value: &Expr) -> bool {
    match value {
        Expr::Name(_) | Expr::Attribute(_) => true,
        Expr::Subscript(node) => leads_on(&node.value),
        Expr::Call(call) => match call.func.as_ref() {
            Expr::Attribute(function) => {
                !function.attr.starts_with(|letter: char| letter.is_ascii_uppercase())
                    && leads_on(&function.value)
            }
            _ => false,
        },
        _ => false,
    }
}
