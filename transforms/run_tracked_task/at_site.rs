//! AM504's lines at the place that starts the task: a name for it, and what follows the statement. The set and
//! the callback are made in `tracked`.

use crate::edit::Edit;
use crate::facts::{Facts, Scopes};
use crate::syntax::ast;
use crate::syntax::{Expr, Line, NodeId, NodeKind, Ranged, insert_after, line};
use crate::tasks::flow::{Drop, place, sees_its_locals};
use crate::tasks::insert;
use crate::tasks::spawn::Spawn;

/// The lines at the site.
pub(super) fn lines<'a>(
    facts: &Facts<'a>,
    spawn: &Spawn<'a>,
    drop: &Drop<'a>,
    set: &str,
    callback: &str,
) -> Result<Vec<Edit>, String> {
    let follow = |name: &str| {
        [line(0, format!("{set}.add({name})")), line(0, format!("{name}.add_done_callback({callback})"))]
    };
    match drop {
        Drop::Statement(stmt) => {
            let name = local_name(facts, spawn.id, &["task", "background_task"])?;
            let mut edits = vec![named(facts, stmt, &name)];
            edits.extend(lines_after(facts, stmt.range(), &follow(&name))?);
            Ok(edits)
        }
        Drop::Unread { stmt, target } if target.id.as_str() == "_" => {
            let name = local_name(facts, spawn.id, &["task", "background_task"])?;
            let mut edits = vec![Edit::replace(target.range(), name.clone())];
            edits.extend(lines_after(facts, stmt.range(), &follow(&name))?);
            Ok(edits)
        }
        Drop::Unread { stmt, target } | Drop::Callbacks { stmt, target, .. } => {
            lines_after(facts, stmt.range(), &follow(target.id.as_str()))
        }
        Drop::Chained { stmt, method, .. } => chained(facts, spawn, stmt, method, set, callback),
        Drop::Other { .. } => Err("nothing names the task".into()),
    }
}

/// A name for the task that is free in the function.
pub(super) fn local_name(facts: &Facts<'_>, site: NodeId, names: &[&str]) -> Result<String, String> {
    let scope = Scopes::scope_of(facts.tree, site);
    match facts.tree.node(scope).kind() {
        NodeKind::StmtClassDef => return Err("it runs in a class body".into()),
        NodeKind::ModModule => {
            let hidden: Vec<String> = names.iter().map(|name| format!("_{name}")).collect();
            let hidden: Vec<&str> = hidden.iter().map(String::as_str).collect();
            return Ok(facts.scopes().free_name(facts.tree, scope, &hidden));
        }
        _ => {}
    }
    if sees_its_locals(facts, site) {
        return Err(format!("{} looks through its own local names", place(facts, site)));
    }
    Ok(facts.scopes().free_name(facts.tree, scope, names))
}

/// Lines after a statement, inserted at the end of its last line, so that what goes before the next
/// statement is inserted elsewhere.
pub(super) fn lines_after(facts: &Facts<'_>, stmt: impl Ranged, lines: &[Line]) -> Result<Vec<Edit>, String> {
    let layout = facts.layout;
    let mut edits = insert_after(layout, stmt.range(), lines).map_err(|decline| decline.to_string())?;
    if let Some(last) = edits.last_mut() {
        *last = insert::at_line_end(layout, stmt.end(), &last.text);
    }
    Ok(edits)
}

/// `create_task(…).add_done_callback(…)` taken apart at the dot.
fn chained<'a>(
    facts: &Facts<'a>,
    spawn: &Spawn<'a>,
    stmt: &'a ast::StmtExpr,
    method: &'a ast::ExprAttribute,
    set: &str,
    callback: &str,
) -> Result<Vec<Edit>, String> {
    let layout = facts.layout;
    let dot = &layout.text()[spawn.call.end().to_usize()..method.attr.start().to_usize()];
    if dot != "." || stmt.start() != spawn.call.start() || !matches!(method.value.as_ref(), Expr::Call(_)) {
        return Err("the call and its method are not written as one piece".into());
    }
    // Only a statement on lines of its own can be taken apart.
    if insert_after(layout, stmt.range(), &[]).map_err(|decline| decline.to_string())?.len() != 1 {
        return Err("the statement shares its line with another".into());
    }
    let name = local_name(facts, spawn.id, &["task", "background_task"])?;
    let (eol, indent) = (layout.eol, layout.indent(stmt.start()));
    let between = format!(
        "{eol}{indent}{set}.add({name}){eol}{indent}{name}.add_done_callback({callback}){eol}{indent}{name}"
    );
    Ok(vec![named(facts, stmt, &name), Edit::insert(spawn.call.end(), between)])
}

/// Gives an expression statement's value a name. The first token is replaced by itself with the name before
/// it: an insertion would come between the statement and the comment above it.
pub(super) fn named(facts: &Facts<'_>, stmt: &ast::StmtExpr, name: &str) -> Edit {
    let first = facts.layout.tokens().iter().find(|token| token.start() == stmt.start());
    match first {
        Some(token) => Edit::replace(token.range(), format!("{name} = {}", facts.text(token.range()))),
        None => Edit::insert(stmt.start(), format!("{name} = ")),
    }
}
