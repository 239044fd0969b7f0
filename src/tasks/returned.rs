//! Tasks that a function returns: whether its callers keep them, in this file and in the other given ones. Follows
//! no names; [`super::flow`] does.

use super::flow::{Fate, Hold, RETURNED, held, other, trace};
use crate::facts::{Facts, FunctionRef};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, TextRange};
use crate::verdict::Evidence;

/// A call of the function that returns the task.
struct Site {
    /// The file, if it is another one.
    file: Option<u32>,
    /// The call.
    range: TextRange,
}

/// A task is returned at a statement: who calls the function?
pub(crate) fn returned<'a>(facts: &Facts<'a>, statement: NodeId, range: TextRange, depth: u8) -> Fate<'a> {
    let to_caller = || held(RETURNED, "it is returned to the caller", range);
    let Some(function) = facts.tree.function(statement) else { return to_caller() };
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return to_caller() };
    if !node.decorator_list.is_empty() {
        return to_caller();
    }
    let Some(sites) = callers(facts, function) else { return to_caller() };
    let (mut lines, mut files) = (Vec::new(), Vec::new());
    for site in &sites {
        let Some((shown, line, path, dropped)) = at(facts, site, node.is_async, depth) else {
            return to_caller();
        };
        if !dropped {
            let message = format!("it is returned to a caller in {shown}, which keeps it");
            let elsewhere = path.map(|path| Evidence {
                path: Some(path),
                ..Evidence::at("caller-keeps", format!("a caller of `{}` keeps it", node.name), line)
            });
            return Fate::Held(Hold { kind: RETURNED, message, range, elsewhere });
        }
        match path {
            None => lines.push(line.to_string()),
            Some(_) => files.push(shown),
        }
    }
    let plural = if lines.len() == 1 { "line" } else { "lines" };
    let here = (!lines.is_empty()).then(|| format!("{plural} {}", lines.join(", ")));
    let all: Vec<String> = here.into_iter().chain(files).collect();
    other(
        format!("`{}` returns it, but every caller drops it ({})", node.name, all.join(", ")),
        "keep the task in the function that starts it, in a set with a done callback that discards it and logs its exception",
        range,
    )
}

/// All calls of a function; `None` where there may be others, or there is none.
fn callers(facts: &Facts<'_>, function: NodeId) -> Option<Vec<Site>> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(function) else { return None };
    let here = facts.callers(function);
    // Nothing that this file shows is undone by another one.
    if here.public {
        return None;
    }
    let sites = match facts.file.filter(|_| facts.project.engine().is_some()) {
        Some(file) => {
            let function = facts.index().function_named_at(node.name.start())?;
            let callers = facts.view().callers(FunctionRef { file, function });
            if !callers.outside.is_empty() || !callers.possible.is_empty() {
                return None;
            }
            let site = |caller: crate::facts::Caller| {
                let elsewhere = (caller.place.file != file).then_some(caller.place.file);
                caller.call.map(|range| Site { file: elsewhere, range })
            };
            callers.certain.into_iter().map(site).collect::<Option<Vec<Site>>>()?
        }
        None if here.possible.is_empty() => {
            here.certain.iter().map(|site| Site { file: None, range: site.node.range() }).collect()
        }
        None => return None,
    };
    (!sites.is_empty()).then_some(sites)
}

/// What becomes of the task at a call: the place in words, its line, the path of another file, and whether the task
/// is dropped there.
fn at(
    facts: &Facts<'_>,
    site: &Site,
    awaited: bool,
    depth: u8,
) -> Option<(String, usize, Option<String>, bool)> {
    let dropped = |facts: &Facts<'_>| {
        let call = facts.tree.node_at(site.range, NodeKind::ExprCall)?;
        // The result of a coroutine is what its `await` gives.
        let result = if awaited { facts.tree.parent(call)? } else { call };
        Some(matches!(trace(facts, result, depth - 1), Fate::Dropped(_)))
    };
    match site.file {
        None => {
            let line = facts.line(site.range.start());
            Some((format!("line {line}"), line, None, dropped(facts)?))
        }
        Some(file) => facts
            .project
            .with_file(file, facts.settings, |other| {
                let line = other.line(site.range.start());
                Some((format!("{}:{line}", other.path), line, Some(other.path.to_string()), dropped(other)?))
            })
            .flatten(),
    }
}
