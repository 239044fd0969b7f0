//! Which statements are clean-up: resets of state, and calls that let go of something. Knows no control flow.

use crate::facts::{BindingKind, Facts};
use crate::syntax::ast::{self, ExprContext, Operator};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Stmt, walk};

use super::vocabulary::{ENDED, VERBS, callee_name, is_awaited_cleanup, is_neutral, path, state_word};

/// What a clean-up step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Sets an attribute to `False` or zero, or counts it down.
    Reset,
    /// Sets an attribute to `None` or an empty container: what it held is gone.
    Forget,
    /// Says that something has ended: `self._closed = True`, `self.status = Status.CLOSED`.
    Mark,
    /// Wakes those who wait: `.set()`, `.set_result(None)`, `.notify_all()`.
    Wake,
    /// Empties a container, or clears an event.
    Clear,
    /// Removes one entry, or an attribute.
    Drop,
    /// Calls something that lets go.
    Call,
}

/// One clean-up step: a simple statement, perhaps inside an `if` or `for`.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// The simple statement.
    pub stmt: &'a Stmt,
    /// What it does.
    pub kind: Kind,
    /// The dotted thing it is done to: `self._task`.
    pub target: Option<String>,
    /// Whether it may raise an exception of its own.
    pub may_raise: bool,
}

/// What a statement is, as clean-up.
pub enum Class<'a> {
    /// Clean-up that does not suspend.
    Quiet(Vec<Step<'a>>),
    /// Clean-up that awaits what it lets go of, as `await self._writer.close()` does.
    Awaited,
    /// Clean-up that also leaves its function or loop, so it cannot stand in a `finally`.
    Leaving,
    /// Anything else.
    Other,
}

/// Decides what a statement is. `function` is the `def` it runs in.
pub fn classify<'a>(facts: &Facts<'a>, function: NodeId, stmt: &'a Stmt) -> Class<'a> {
    match stmt {
        Stmt::Assign(node) => {
            let targets: Vec<&Expr> = node.targets.iter().collect();
            assignment(facts, function, stmt, &targets, &node.value)
        }
        Stmt::AnnAssign(node) => match node.value.as_deref() {
            Some(value) => assignment(facts, function, stmt, &[&node.target], value),
            None => Class::Other,
        },
        Stmt::AugAssign(node)
            if node.op == Operator::Sub
                && is_state(facts, function, &node.target)
                && is_literal(&node.value) =>
        {
            one(stmt, Kind::Reset, path(&node.target), false)
        }
        Stmt::Delete(node) if node.targets.iter().all(|target| is_state(facts, function, target)) => {
            one(stmt, Kind::Drop, node.targets.first().and_then(path), true)
        }
        Stmt::Expr(node) => match node.value.as_ref() {
            Expr::Call(call) => call_step(facts, function, stmt, call),
            Expr::Await(awaited) if is_awaited_cleanup(&awaited.value) => Class::Awaited,
            _ => Class::Other,
        },
        Stmt::If(node) => {
            let tests = std::iter::once(node.test.as_ref())
                .chain(node.elif_else_clauses.iter().filter_map(|clause| clause.test.as_ref()));
            if !tests.into_iter().all(is_plain) {
                return Class::Other;
            }
            let suites: Vec<&[Stmt]> = std::iter::once(node.body.as_slice())
                .chain(node.elif_else_clauses.iter().map(|clause| clause.body.as_slice()))
                .collect();
            block(facts, function, &suites)
        }
        Stmt::For(node) if !node.is_async && node.orelse.is_empty() && is_plain(&node.iter) => {
            block(facts, function, &[&node.body])
        }
        Stmt::With(node)
            if !node.is_async && node.items.iter().all(|item| is_suppress(facts, item, function)) =>
        {
            block(facts, function, &[&node.body])
        }
        Stmt::Try(node) if node.orelse.is_empty() && node.finalbody.is_empty() => {
            try_block(facts, function, node)
        }
        _ => Class::Other,
    }
}

/// The clean-up steps of a statement that is clean-up and does not suspend.
pub fn quiet<'a>(facts: &Facts<'a>, function: NodeId, stmt: &'a Stmt) -> Option<Vec<Step<'a>>> {
    match classify(facts, function, stmt) {
        Class::Quiet(steps) => Some(steps),
        _ => None,
    }
}

fn one<'a>(stmt: &'a Stmt, kind: Kind, target: Option<String>, may_raise: bool) -> Class<'a> {
    Class::Quiet(vec![Step { stmt, kind, target, may_raise }])
}

fn assignment<'a>(
    facts: &Facts<'a>,
    function: NodeId,
    stmt: &'a Stmt,
    targets: &[&'a Expr],
    value: &'a Expr,
) -> Class<'a> {
    let mut pairs: Vec<(&Expr, &Expr)> = Vec::new();
    for &target in targets {
        match (target, value) {
            (Expr::Tuple(left), Expr::Tuple(right)) if left.elts.len() == right.elts.len() => {
                pairs.extend(left.elts.iter().zip(&right.elts));
            }
            _ => pairs.push((target, value)),
        }
    }
    let mut kinds =
        pairs.iter().map(
            |(target, value)| {
                if is_state(facts, function, target) { ending_value(target, value) } else { None }
            },
        );
    let Some(Some(mut kind)) = kinds.next() else { return Class::Other };
    for other in kinds {
        match other {
            Some(Kind::Reset) => {}
            Some(other) => kind = other,
            None => return Class::Other,
        }
    }
    one(stmt, kind, pairs.first().and_then(|(target, _)| path(target)), false)
}

/// What it means to give this value to this state, if it means an end.
fn ending_value(target: &Expr, value: &Expr) -> Option<Kind> {
    match value {
        Expr::NoneLiteral(_) => Some(Kind::Forget),
        Expr::BooleanLiteral(literal) if !literal.value => Some(Kind::Reset),
        Expr::BooleanLiteral(_) => {
            let name = path(target)?;
            let words = walk::words(name.rsplit('.').next()?);
            words.iter().any(|word| ENDED.contains(&word.as_str())).then_some(Kind::Mark)
        }
        Expr::NumberLiteral(literal) => {
            matches!(&literal.value, ast::Number::Int(number) if *number == ast::Int::ZERO)
                .then_some(Kind::Reset)
        }
        Expr::StringLiteral(literal) if literal.value.is_empty() => Some(Kind::Reset),
        Expr::BytesLiteral(literal) if literal.value.is_empty() => Some(Kind::Reset),
        Expr::List(node) if node.elts.is_empty() => Some(Kind::Forget),
        Expr::Tuple(node) if node.elts.is_empty() => Some(Kind::Forget),
        Expr::Dict(node) if node.items.is_empty() => Some(Kind::Forget),
        Expr::Call(call) if call.arguments.is_empty() => {
            let empty = ["set", "dict", "list", "deque", "bytearray", "OrderedDict", "bytes", "tuple"];
            callee_name(call).is_some_and(|name| empty.contains(&name)).then_some(Kind::Forget)
        }
        _ => is_neutral(&state_word(value)?).then_some(Kind::Mark),
    }
}

/// Whether assigning to it changes what outlives the function: an attribute, an item of one, a global.
fn is_state(facts: &Facts<'_>, function: NodeId, target: &Expr) -> bool {
    match target {
        Expr::Attribute(_) => {
            walk::dotted(target).is_some_and(|names| !is_context(facts, function, names[0]))
        }
        Expr::Subscript(node) => {
            is_plain(&node.slice)
                && matches!(node.value.as_ref(), Expr::Attribute(_))
                && path(target).is_some()
        }
        Expr::Name(name) => declares_outer(facts, function, name.id.as_str()),
        _ => false,
    }
}

/// Whether a name is bound by a `with` of this function: what is set on it ends with the block anyway.
fn is_context(facts: &Facts<'_>, function: NodeId, name: &str) -> bool {
    let bindings = facts.scopes().bindings_in(function, name);
    bindings.iter().any(|binding| matches!(binding.kind, BindingKind::With { .. }))
}

fn declares_outer(facts: &Facts<'_>, function: NodeId, name: &str) -> bool {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return false };
    walk::any_statement(&node.body, |stmt| match stmt {
        Stmt::Global(node) => node.names.iter().any(|declared| declared.as_str() == name),
        Stmt::Nonlocal(node) => node.names.iter().any(|declared| declared.as_str() == name),
        _ => false,
    })
}

fn call_step<'a>(facts: &Facts<'a>, function: NodeId, stmt: &'a Stmt, call: &'a ast::ExprCall) -> Class<'a> {
    let arguments = &call.arguments;
    if !arguments.args.iter().chain(arguments.keywords.iter().map(|keyword| &keyword.value)).all(is_plain) {
        return Class::Other;
    }
    let (name, target) = match call.func.as_ref() {
        Expr::Attribute(attribute) if is_plain(&attribute.value) => {
            (attribute.attr.as_str(), path(&attribute.value))
        }
        Expr::Name(name) => (name.id.as_str(), None),
        _ => return Class::Other,
    };
    let count = arguments.len();
    let all_constant = arguments.args.iter().all(is_literal);
    match (name, count) {
        ("set", 0) => return one(stmt, Kind::Wake, target, false),
        ("set_result", 1) if all_constant => return one(stmt, Kind::Wake, target, true),
        ("clear", 0) => return one(stmt, Kind::Clear, target, false),
        ("discard", 1) | ("pop", 2) => return one(stmt, Kind::Drop, target, false),
        ("remove" | "pop", _) => return one(stmt, Kind::Drop, target, true),
        // Where the lock is taken here too, the `try` belongs behind the acquire: that is AM505's.
        ("release", _) if acquires(facts, function, target.as_deref()) => return Class::Other,
        ("cancel", _) => return one(stmt, Kind::Call, target, false),
        ("close", _) if target.is_none() && count == 0 => return Class::Other,
        _ => {}
    }
    let words = walk::words(name);
    let Some(first) = words.first() else { return Class::Other };
    let wakes = first == "notify";
    // A class is no verb, and `stopwatch` is none either.
    if !VERBS.contains(&first.as_str()) || name.starts_with(|letter: char| letter.is_ascii_uppercase()) {
        return Class::Other;
    }
    if wakes && !matches!(name, "notify" | "notify_all") {
        return Class::Other;
    }
    one(stmt, if wakes { Kind::Wake } else { Kind::Call }, target, true)
}

/// Whether the function calls `<target>.acquire()`.
fn acquires(facts: &Facts<'_>, function: NodeId, target: Option<&str>) -> bool {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return false };
    walk::any_expression(&node.body, |expr| {
        matches!(expr, Expr::Attribute(method)
            if method.attr.as_str() == "acquire" && path(&method.value).as_deref() == target)
    })
}

/// Suites that are clean-up together. One that also leaves is only clean-up if it does anything before.
fn block<'a>(facts: &Facts<'a>, function: NodeId, suites: &[&'a [Stmt]]) -> Class<'a> {
    let mut steps = Vec::new();
    let (mut awaits, mut leaves) = (false, false);
    for stmt in suites.iter().copied().flatten() {
        match stmt {
            Stmt::Pass(_) => continue,
            Stmt::Return(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::Raise(_) => {
                leaves = true;
                continue;
            }
            _ => {}
        }
        match classify(facts, function, stmt) {
            Class::Quiet(more) => steps.extend(more),
            Class::Awaited => awaits = true,
            Class::Leaving => leaves = true,
            Class::Other => return Class::Other,
        }
    }
    match (awaits, leaves, steps.is_empty()) {
        (true, false, _) => Class::Awaited,
        (false, true, false) => Class::Leaving,
        (false, false, false) => Class::Quiet(steps),
        _ => Class::Other,
    }
}

/// `try: <clean-up>` whose handlers only pass, log or clean up.
fn try_block<'a>(facts: &Facts<'a>, function: NodeId, node: &'a ast::StmtTry) -> Class<'a> {
    let Class::Quiet(mut steps) = block(facts, function, &[&node.body]) else { return Class::Other };
    let mut broad = false;
    for handler in &node.handlers {
        let ast::ExceptHandler::ExceptHandler(handler) = handler;
        let harmless = handler.body.iter().all(|stmt| match stmt {
            Stmt::Pass(_) => true,
            Stmt::Expr(expr) => {
                !walk::any_expression(std::slice::from_ref(stmt), suspends) && !expr.value.is_yield_expr()
            }
            other => quiet(facts, function, other).is_some(),
        });
        if !harmless {
            return Class::Other;
        }
        broad |= facts.catches(handler, function).broad;
    }
    for step in &mut steps {
        step.may_raise &= !broad;
    }
    Class::Quiet(steps)
}

/// Whether a `with` item is `contextlib.suppress(…)`.
pub fn is_suppress(facts: &Facts<'_>, item: &ast::WithItem, at: NodeId) -> bool {
    matches!(&item.context_expr, Expr::Call(call) if facts.is_one_of(&call.func, at, &["contextlib.suppress"]))
}

fn is_literal(expr: &Expr) -> bool {
    expr.is_literal_expr()
}

fn suspends(expr: &Expr) -> bool {
    matches!(expr, Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_))
}

/// Whether evaluating it neither suspends nor binds: it may stand in a `finally`.
fn is_plain(expr: &Expr) -> bool {
    let mut plain = true;
    walk::subexpressions(expr, &mut |inner| {
        plain &= !suspends(inner)
            && !matches!(inner, Expr::Named(_) | Expr::Lambda(_))
            && !matches!(inner, Expr::Attribute(node) if node.ctx != ExprContext::Load)
            && !comprehends_async(inner);
    });
    plain
}

fn comprehends_async(expr: &Expr) -> bool {
    let generators = match expr {
        Expr::ListComp(node) => &node.generators,
        Expr::SetComp(node) => &node.generators,
        Expr::DictComp(node) => &node.generators,
        Expr::Generator(node) => &node.generators,
        _ => return false,
    };
    generators.iter().any(|generator| generator.is_async)
}
