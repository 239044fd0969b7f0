//! AM203's edit, on demand: a second done callback that logs what a tracked task failed with.

use super::site::Site;
use crate::edit::{self, Edit, Fix};
use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, Line, NodeId, Ranged, Stmt, insert_after, line, walk};
use crate::tasks::insert::{self, Annotation, at_line_end, callback_lines, request};
use crate::verdict::Verdict;

const NAMES: &[&str] = &["_log_task_failure", "_log_tracked_task_failure", "_log_failure_of_task"];
const LEVELS: &[&str] = &["error", "exception", "warning", "critical"];

/// Gives the task a callback that logs, behind the one that discards it. `Err` says why it cannot be done mechanically.
pub(super) fn fix<'a>(facts: &Facts<'a>, site: &Site<'a>, discarding: NodeId) -> Result<Fix, String> {
    let (task, _) = site.name.ok_or("nothing names the task")?;
    let (tree, layout) = (facts.tree, facts.layout);
    let mut made = Made::default();
    let callback = match facts.this(site.id) {
        Some(_) => on_class(facts, site, &mut made)?,
        None => in_module(facts, site, &mut made)?,
    };
    let statement = tree.node(discarding).range();
    let added = line(0, format!("{}.add_done_callback({callback})", task.id));
    let mut edits = insert_after(layout, statement, &[added]).map_err(|decline| decline.to_string())?;
    if let Some(last) = edits.last_mut() {
        *last = at_line_end(layout, statement.end(), &last.text);
    }
    edits.extend(made.edits);
    edit::apply(layout.text(), &edits).map_err(|_| "its edits would overlap".to_string())?;
    let mut change =
        "what the task fails with is logged here, at error level, and no longer reported by asyncio"
            .to_string();
    if let Some(more) = made.change {
        change.push_str("; ");
        change.push_str(&more);
    }
    Ok(Fix::new(Verdict::Review, "log what the task fails with", edits)
        .changing(change)
        .because_all(made.evidence))
}

#[derive(Default)]
struct Made {
    edits: Vec<Edit>,
    evidence: Vec<crate::verdict::Evidence>,
    change: Option<String>,
}

impl Made {
    fn logging(&mut self, call: &crate::facts::loggers::LogCall) {
        self.edits.extend(call.edits.iter().cloned());
        self.evidence.extend(call.evidence.iter().cloned());
        self.change.clone_from(&call.change);
    }
}

/// A method that logs, of the class or made for it.
fn on_class<'a>(facts: &Facts<'a>, site: &Site<'a>, made: &mut Made) -> Result<String, String> {
    let (class, this) = facts.this(site.id).ok_or("there is no instance here")?;
    let there = class.methods.iter().find(|method| method.this.is_some() && only_logs(facts, method.node, 1));
    if let Some(method) = there {
        let name = method.node.name.as_str();
        made.evidence.push(facts.evidence(
            "reused",
            format!("`{name}` logs and does nothing else"),
            &method.node.name,
        ));
        return Ok(format!("{this}.{name}"));
    }
    let family = facts.family(class);
    let taken = |name: &str| {
        let used = |id| matches!(facts.tree.node(id), AnyNodeRef::ExprAttribute(attribute) if attribute.attr.as_str() == name);
        family.iter().any(|member| member.method(name).is_some() || member.writes_of(name).next().is_some())
            || facts.tree.all().any(used)
            || facts.project.files_with(name).into_iter().any(|file| Some(file) != facts.file)
    };
    let name = NAMES.iter().find(|name| !taken(name)).ok_or("no name is free for the callback")?;
    let method = class
        .methods
        .iter()
        .find(|method| facts.tree.contains(method.id, site.id) && method.this.is_some())
        .ok_or("no method of the class holds it")?;
    let own = method.this.unwrap_or(this);
    let message = format!("A background task of {} failed", class.name());
    let call = facts.log_call(&request(method.id, message, "task"));
    made.logging(&call);
    let mut annotation = Annotation::of(facts, method.id, class.node.start());
    let head = format!("def {name}({own}, task{}) -> None:", annotation.task());
    let body: Vec<Line> = callback_lines(&head, None, "task", &call.lines);
    made.edits.extend(insert::as_last_method(facts, class, &body)?);
    made.edits.splice(0..0, annotation.edits());
    Ok(format!("{this}.{name}"))
}

/// A function of the module that logs.
fn in_module<'a>(facts: &Facts<'a>, site: &Site<'a>, made: &mut Made) -> Result<String, String> {
    let (tree, root) = (facts.tree, facts.tree.root());
    let body = &facts.module.syntax().body;
    let visible =
        |name: &str| facts.scopes().lookup(tree, site.id, name).is_none_or(|(scope, _)| scope == root);
    let there = body.iter().filter_map(Stmt::as_function_def_stmt).find(|function| {
        let name = function.name.as_str();
        only_logs(facts, function, 0) && facts.scopes().bindings_in(root, name).len() == 1 && visible(name)
    });
    if let Some(function) = there {
        let name = function.name.as_str();
        made.evidence.push(facts.evidence(
            "reused",
            format!("`{name}` logs and does nothing else"),
            &function.name,
        ));
        return Ok(name.to_string());
    }
    let free = |name: &&&str| {
        facts.scopes().is_free(tree, root, name) && facts.scopes().lookup(tree, site.id, name).is_none()
    };
    let name = NAMES.iter().find(free).ok_or("no name is free for the callback")?;
    let call = facts.log_call(&request(root, "A background task failed".into(), "task"));
    made.logging(&call);
    let spot = insert::module_spot(facts, site.id)?;
    let mut annotation = Annotation::of(facts, root, spot.offset);
    let head = format!("def {name}(task{}) -> None:", annotation.task());
    made.edits.push(insert::in_module(facts, &spot, &callback_lines(&head, None, "task", &call.lines)));
    made.edits.splice(0..0, annotation.edits());
    Ok((*name).to_string())
}

/// Whether a function of `skip` + 1 parameters asks the task for its exception, logs it, and does nothing else.
fn only_logs(facts: &Facts<'_>, function: &ast::StmtFunctionDef, skip: usize) -> bool {
    let parameters: Vec<&str> =
        function.parameters.iter_non_variadic_params().map(|parameter| parameter.name().as_str()).collect();
    let Some(task) = parameters.get(skip).filter(|_| parameters.len() == skip + 1) else { return false };
    let (mut asks, mut cancelled, mut logs, mut more) = (false, false, false, false);
    walk::expressions(&function.body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let text = facts.text(call.func.as_ref());
        if text == format!("{task}.exception") {
            asks = true;
        } else if text == format!("{task}.cancelled") {
            cancelled = true;
        } else if LEVELS.iter().any(|level| text.ends_with(&format!(".{level}"))) {
            logs = true;
        } else if text != format!("{task}.get_name") {
            more = true;
        }
    });
    let plain = !function.is_async && function.decorator_list.is_empty();
    let branches = walk::any_statement(&function.body, |stmt| {
        !matches!(stmt, Stmt::Expr(_) | Stmt::If(_) | Stmt::Return(_) | Stmt::Pass(_))
    });
    plain && asks && cancelled && logs && !more && !branches
}
