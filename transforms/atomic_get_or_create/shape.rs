//! The shapes of get-or-create: which entry of which mapping is looked at, what stores it where it is missing, and which
//! statements make up the whole. Knows neither types nor suspension points.

use super::certain::reads;
use super::creation::{End, created, present, takes_entry};
use super::look::{Look, Test, look_of};
use crate::facts::{Facts, Scopes};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, TextSize, walk};

/// A check, and the statement that stores what was missing.
pub(super) struct Site<'a> {
    /// The `if`, the `try`, or the assignment.
    pub anchor: NodeId,
    /// The statement that looks.
    pub check: NodeId,
    /// The mapping.
    pub dict: &'a Expr,
    /// The key, as the look-up writes it.
    pub key: &'a Expr,
    /// What counts as missing.
    pub test: Test,
    /// The statement that stores.
    pub set: NodeId,
    /// What it stores.
    pub value: &'a Expr,
    /// The statements that one `setdefault` can stand for, or the place that does more.
    pub whole: Result<Whole<'a>, More>,
}

/// Something in the way of one `setdefault`.
pub(super) struct More {
    /// Where.
    pub range: TextRange,
    /// What it does, as a clause.
    pub what: &'static str,
}

/// Statements of one suite that one `setdefault` can stand for.
pub(super) struct Whole<'a> {
    /// From the first to the last; in front of the rest of the last one for [`Outcome::Inside`].
    pub range: TextRange,
    /// What becomes of the entry.
    pub outcome: Outcome<'a>,
}

/// What becomes of the entry behind the statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome<'a> {
    /// Nothing.
    Nothing,
    /// It is bound to a local name.
    Bind(&'a str),
    /// It is returned.
    Return,
    /// The next statement starts with it.
    Inside {
        /// Where the statements in front of it end.
        end: TextSize,
        /// What stands in front of the entry in it.
        rest: TextRange,
    },
}

/// The site of what the patterns propose, if it is one.
pub(super) fn of<'a>(facts: &Facts<'a>, node: NodeId) -> Option<Site<'a>> {
    match facts.tree.node(node) {
        AnyNodeRef::ExceptHandlerExceptHandler(handler) => of_try(facts, node, handler),
        AnyNodeRef::ExprBoolOp(_) | AnyNodeRef::ExprCall(_) => of_assignment(facts, node),
        AnyNodeRef::StmtIf(stmt) if stmt.test.is_name_expr() => {
            of_if(facts, facts.tree.id(stmt.test.as_ref()))
        }
        AnyNodeRef::StmtIf(_) => None,
        _ => of_if(facts, node),
    }
}

/// `if k not in d:` and its kin. `node` is the test or a part of it.
fn of_if<'a>(facts: &Facts<'a>, node: NodeId) -> Option<Site<'a>> {
    let look = look_of(facts, node)?;
    let anchor = look.statement;
    let AnyNodeRef::StmtIf(stmt) = facts.tree.node(anchor) else { return None };
    let (suite, index) = facts.tree.suite(anchor)?;
    let following = &suite[index + 1..];
    let orelse = match stmt.elif_else_clauses.as_slice() {
        [] => None,
        [clause] if clause.test.is_none() => Some(clause.body.as_slice()),
        _ => {
            let set = look.missing_in_body.then(|| store(facts, &stmt.body, &look)).flatten()?;
            let more =
                More { range: stmt.elif_else_clauses[0].range(), what: "there are more ways than two" };
            return Some(site(&look, set, value_of(facts, set)?, Err(more)));
        }
    };
    let (creating, other): (&[Stmt], Option<&[Stmt]>) = match (look.missing_in_body, orelse) {
        (true, orelse) => (&stmt.body, orelse),
        (false, Some(orelse)) => (orelse, Some(&stmt.body)),
        (false, None) if leaves(&stmt.body) => (following, Some(&stmt.body)),
        (false, None) => return None,
    };
    let set = store(facts, creating, &look)?;
    let continued = !look.missing_in_body && orelse.is_none();
    let made = created(facts, creating, look.dict, look.key);
    let value = made.as_ref().ok().map(|made| made.value).or_else(|| value_of(facts, set))?;
    if look.conditions {
        let more = More { range: stmt.test.range(), what: "the check depends on more than the entry" };
        return Some(site(&look, set, value, Err(more)));
    }
    let whole = made.and_then(|made| {
        let start = look.start(facts)?;
        let tail = if continued { &following[following.len()..] } else { following };
        let last = if continued { made.last } else { stmt.range() };
        let range = TextRange::new(start, last.end());
        let other = match other {
            Some(other) => Some(present(facts, other, look.dict, look.key, look.name)?),
            None => None,
        };
        let joined =
            join(facts, anchor, range, look.name, &made.names, made.end, other, tail, &look, made.value)?;
        Ok(joined)
    });
    Some(site(&look, set, value, whole))
}

/// `try: v = d[k]` with `except KeyError:`.
fn of_try<'a>(
    facts: &Facts<'a>,
    id: NodeId,
    handler: &'a ast::ExceptHandlerExceptHandler,
) -> Option<Site<'a>> {
    let anchor = facts.tree.parent(id)?;
    let AnyNodeRef::StmtTry(stmt) = facts.tree.node(anchor) else { return None };
    if !handler.type_.as_deref().is_some_and(|caught| facts.is_one_of(caught, id, &["builtins.KeyError"])) {
        return None;
    }
    let (suite, index) = facts.tree.suite(anchor)?;
    let following = &suite[index + 1..];
    let first = stmt.body.first()?;
    let mut entry = None;
    walk::expressions(std::slice::from_ref(first), &mut |expr| {
        if let Expr::Subscript(item) = expr
            && item.ctx.is_load()
            && entry.is_none()
        {
            entry = Some(item);
        }
    });
    let entry = entry?;
    let look = Look {
        statement: anchor,
        check: facts.tree.id(first),
        dict: &entry.value,
        key: &entry.slice,
        test: Test::KeyError,
        name: None,
        missing_in_body: true,
        conditions: false,
        adjacent: true,
    };
    // `except KeyError: pass`, and what follows a `try` that returns.
    let passes = matches!(handler.body.as_slice(), [Stmt::Pass(_)]) && leaves(&stmt.body);
    let creating: &[Stmt] = if passes { following } else { &handler.body };
    let set = store(facts, creating, &look)?;
    let made = created(facts, creating, look.dict, look.key);
    let value = made.as_ref().ok().map(|made| made.value).or_else(|| value_of(facts, set))?;
    let whole = made.and_then(|made| {
        let more = |range, what| Err(More { range, what });
        match (stmt.body.as_slice(), stmt.handlers.as_slice()) {
            ([_], [_]) => {}
            ([_], handlers) => return more(handlers[1].range(), "another handler does something else"),
            (body, _) => return more(body[1].range(), "the `try` does more than look"),
        }
        if let Some(extra) = stmt.orelse.first().or(stmt.finalbody.first()) {
            return more(extra.range(), "the `try` does more than look");
        }
        let last = if passes { made.last } else { stmt.range() };
        let tail = if passes { &following[following.len()..] } else { following };
        let other = Some(present(facts, &stmt.body, look.dict, look.key, None)?);
        let range = TextRange::new(stmt.start(), last.end());
        join(facts, anchor, range, None, &made.names, made.end, other, tail, &look, made.value)
    });
    Some(site(&look, set, value, whole))
}

/// `d[k] = d.get(k) or V()` and `d[k] = d.get(k, V())`.
fn of_assignment<'a>(facts: &Facts<'a>, node: NodeId) -> Option<Site<'a>> {
    let parent = facts.tree.parent(node)?;
    let AnyNodeRef::StmtAssign(stmt) = facts.tree.node(parent) else { return None };
    let (get, value, test) = match facts.tree.node(node) {
        AnyNodeRef::ExprBoolOp(operation) => match operation.values.as_slice() {
            [Expr::Call(get), value] if operation.op == ast::BoolOp::Or => (get, value, Test::Falsy),
            _ => return None,
        },
        AnyNodeRef::ExprCall(get) => (get, get.arguments.args.get(1)?, Test::Missing),
        _ => return None,
    };
    let (dict, key) = super::look::get_of(get)?;
    let own = |target: &Expr| takes_entry(facts, target, dict, key);
    if !AnyNodeRef::from(stmt.value.as_ref()).ptr_eq(facts.tree.node(node)) || !stmt.targets.iter().any(own) {
        return None;
    }
    let names: Vec<&Expr> = stmt.targets.iter().filter(|target| !own(target)).collect();
    let whole = match names.as_slice() {
        [] => Ok(Whole { range: stmt.range(), outcome: Outcome::Nothing }),
        [Expr::Name(name)] => Ok(Whole { range: stmt.range(), outcome: Outcome::Bind(name.id.as_str()) }),
        [other, ..] => Err(More { range: other.range(), what: "it is stored elsewhere, too" }),
    };
    Some(Site { anchor: parent, check: parent, dict, key, test, set: parent, value, whole })
}

fn site<'a>(look: &Look<'a>, set: NodeId, value: &'a Expr, whole: Result<Whole<'a>, More>) -> Site<'a> {
    let Look { statement: anchor, check, dict, key, test, .. } = *look;
    Site { anchor, check, dict, key, test, set, value, whole }
}

/// The first statement that stores the entry, nested blocks included.
fn store<'a>(facts: &Facts<'a>, suite: &'a [Stmt], look: &Look<'a>) -> Option<NodeId> {
    let mut found = None;
    walk::statements(suite, &mut |stmt| {
        let Stmt::Assign(assign) = stmt else { return };
        if found.is_none()
            && assign.targets.iter().any(|target| takes_entry(facts, target, look.dict, look.key))
        {
            found = Some(facts.tree.id(stmt));
        }
    });
    found
}

/// What the storing statement stores: through a name, what that name was given last.
fn value_of<'a>(facts: &Facts<'a>, set: NodeId) -> Option<&'a Expr> {
    let AnyNodeRef::StmtAssign(assign) = facts.tree.node(set) else { return None };
    let Expr::Name(name) = assign.value.as_ref() else { return Some(&assign.value) };
    let (suite, index) = facts.tree.suite(set)?;
    let made = suite[..index].iter().rev().find_map(|stmt| match stmt {
        Stmt::Assign(made) => match made.targets.as_slice() {
            [Expr::Name(target)] if target.id == name.id => Some(made.value.as_ref()),
            _ => None,
        },
        _ => None,
    });
    Some(made.unwrap_or(&assign.value))
}

/// Whether the statements do not run to their end.
pub(super) fn leaves(suite: &[Stmt]) -> bool {
    matches!(suite.last(), Some(Stmt::Return(_) | Stmt::Raise(_) | Stmt::Continue(_) | Stmt::Break(_)))
}

/// Puts the two ways together, with what follows them.
#[allow(clippy::too_many_arguments)]
fn join<'a>(
    facts: &Facts<'a>,
    anchor: NodeId,
    range: TextRange,
    held: Option<&'a str>,
    names: &[&'a str],
    end: End,
    other: Option<Outcome<'a>>,
    following: &'a [Stmt],
    look: &Look<'a>,
    value: &'a Expr,
) -> Result<Whole<'a>, More> {
    let whole = |range, outcome| Ok(Whole { range, outcome });
    let differ = More { range, what: "its two ways end differently" };
    let to = |stmt: &Stmt| TextRange::new(range.start(), stmt.end());
    let entry = |expr: &Expr| takes_entry(facts, expr, look.dict, look.key);
    let next = following.first();
    let returned = match next {
        Some(Stmt::Return(stmt)) => stmt.value.as_deref(),
        _ => None,
    };
    // What the way of a present entry gives.
    let present = other.unwrap_or(held.map_or(Outcome::Nothing, Outcome::Bind));
    let made = match end {
        End::Return => Outcome::Return,
        End::Fall => match present {
            Outcome::Bind(name) if names.contains(&name) => Outcome::Bind(name),
            _ => Outcome::Nothing,
        },
    };
    let result = match (made, present) {
        (Outcome::Return, Outcome::Return) => whole(range, Outcome::Return),
        (Outcome::Return, _) => match (next, returned) {
            (Some(stmt), Some(value)) if entry(value) || is_name(value, held) => {
                whole(to(stmt), Outcome::Return)
            }
            _ => return Err(differ),
        },
        (_, Outcome::Return) => return Err(differ),
        (Outcome::Bind(name), _) => match (next, returned) {
            (Some(stmt), Some(Expr::Name(read))) if read.id.as_str() == name => {
                if outside(facts, anchor, name, to(stmt)) {
                    whole(range, Outcome::Bind(name))
                } else {
                    whole(to(stmt), Outcome::Return)
                }
            }
            _ => whole(range, Outcome::Bind(name)),
        },
        // The name that held what was found is not what was made.
        (_, Outcome::Bind(name)) if outside(facts, anchor, name, range) => {
            return Err(More { range, what: "what is made is not what is used behind it" });
        }
        _ => match next {
            Some(stmt @ Stmt::Return(_)) if returned.is_some_and(entry) => whole(to(stmt), Outcome::Return),
            Some(stmt @ Stmt::Assign(assign)) if entry(&assign.value) => match assign.targets.as_slice() {
                [Expr::Name(name)] => whole(to(stmt), Outcome::Bind(name.id.as_str())),
                _ => whole(range, Outcome::Nothing),
            },
            Some(stmt) => match leftmost(stmt).into_iter().find(|expr| entry(expr)) {
                Some(first) => {
                    let rest = TextRange::new(stmt.start(), first.start());
                    let outcome = Outcome::Inside { end: range.end(), rest };
                    whole(TextRange::new(range.start(), first.end()), outcome)
                }
                None => whole(range, Outcome::Nothing),
            },
            None => whole(range, Outcome::Nothing),
        },
    }?;
    let bound = match result.outcome {
        Outcome::Bind(name) => Some(name),
        _ => None,
    };
    let bound_here: Vec<&str> = names.iter().copied().chain(held).collect();
    if [look.dict, look.key, value].into_iter().any(|part| reads(part, &bound_here)) {
        return Err(More { range, what: "what it creates depends on a name that it binds" });
    }
    let gone = names.iter().copied().chain(held).filter(|name| Some(*name) != bound);
    for name in gone {
        if outside(facts, anchor, name, result.range) {
            return Err(More { range, what: "a name that it binds is used behind it" });
        }
    }
    Ok(result)
}

fn is_name(expr: &Expr, name: Option<&str>) -> bool {
    matches!((expr, name), (Expr::Name(read), Some(name)) if read.id.as_str() == name)
}

/// Whether a local name occurs in its function outside of a range, or is no local.
fn outside(facts: &Facts<'_>, at: NodeId, name: &str, range: TextRange) -> bool {
    let Some(function) = facts.tree.function(at) else { return true };
    let Some((scope, _)) = facts.scopes().lookup(facts.tree, at, name) else { return true };
    if scope != function || scope != Scopes::scope_of(facts.tree, at) {
        return true;
    }
    facts.tree.descendants(function).any(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprName(read) => read.id.as_str() == name && !range.contains_range(read.range()),
        AnyNodeRef::StmtNonlocal(node) => node.names.iter().any(|other| other.as_str() == name),
        AnyNodeRef::StmtGlobal(node) => node.names.iter().any(|other| other.as_str() == name),
        node => {
            node.kind() == NodeKind::Parameter
                && facts.text(node.range()).split([':', ' ']).next() == Some(name)
        }
    })
}

/// The expressions that a statement evaluates before everything else in it, outer ones first.
fn leftmost(stmt: &Stmt) -> Vec<&Expr> {
    let first = match stmt {
        Stmt::Expr(node) => Some(node.value.as_ref()),
        Stmt::Return(node) => node.value.as_deref(),
        Stmt::Assign(node) => Some(node.value.as_ref()),
        Stmt::With(node) => node.items.first().map(|item| &item.context_expr),
        Stmt::For(node) => Some(node.iter.as_ref()),
        _ => None,
    };
    let mut found = Vec::new();
    let mut open = first;
    while let Some(expr) = open {
        found.push(expr);
        open = match expr {
            Expr::Attribute(node) => Some(node.value.as_ref()),
            Expr::Call(node) => Some(node.func.as_ref()),
            Expr::Subscript(node) => Some(node.value.as_ref()),
            Expr::Await(node) => Some(node.value.as_ref()),
            Expr::BinOp(node) => Some(node.left.as_ref()),
            Expr::Compare(node) => Some(node.left.as_ref()),
            _ => None,
        };
    }
    found
}
