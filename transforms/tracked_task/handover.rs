//! AM203's other edit: hands a tracked task over to the project's runner, where the settings name one and its contract
//! allows it, as for AM504.

use super::container::{Kind, Used};
use super::site::Site;
use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, NodeId, Ranged, Stmt, TextRange};
use crate::tasks::runner::{on_instance, wanted};
use crate::tasks::runner_takes::Refusal;
use crate::verdict::{Evidence, Verdict};

/// `run(f, args)` for the start, the `add` and the callback. `None` where no runner is preferred; `Err` says, as
/// evidence, why the one there is cannot take it.
pub(super) fn fix<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    taker: NodeId,
    uses: &[Used<'a>],
) -> Option<Result<Fix, Evidence>> {
    let wanted = wanted(facts.settings);
    if !wanted.preferred {
        return None;
    }
    let runner = match on_instance(facts, site.id, &wanted)? {
        Ok(runner) => runner,
        Err(why) => return Some(Err(why)),
    };
    let refused = |why: String, at: TextRange| {
        Some(Err(facts.evidence(
            "runner-not-eligible",
            format!("`{}` cannot take it: {why}", runner.text),
            at,
        )))
    };
    let held = site.container.text;
    if let Some(used) = uses
        .iter()
        .find(|used| !matches!(used.kind, Kind::Made | Kind::Add | Kind::Remove("discard" | "remove", _)))
    {
        let at = facts.tree.node(used.id).range();
        return refused(
            format!("`{held}` is used for more than to keep tasks, which would not see this one"),
            at,
        );
    }
    if let Some((evidence, _)) = site.container.elsewhere(facts) {
        return Some(Err(evidence));
    }
    let Some(range) = together(facts, site, taker) else {
        return refused(
            "more is done with the task, or between the lines that start and keep it".into(),
            site.call.range(),
        );
    };
    let (text, evidence) = match runner.takes(facts, site.call) {
        Ok(found) => found,
        Err(Refusal(why, at)) => {
            return Some(Err(Evidence { message: format!("`{}` cannot take it: {why}", runner.text), ..at }));
        }
    };
    let change = format!(
        "`{}` starts the task, by its own rules for naming, keeping and reporting tasks, and `{held}` no longer has it",
        runner.text
    );
    Some(Ok(Fix::new(Verdict::Review, "hand it to the project's runner", vec![Edit::replace(range, text)])
        .changing(change)
        .because_all(evidence)))
}

/// The lines that start, add and discard, where they stand together and nothing else uses the task.
fn together(facts: &Facts<'_>, site: &Site<'_>, taker: NodeId) -> Option<TextRange> {
    let (name, scope) = site.name?;
    let tree = facts.tree;
    let start = tree.statement(site.id)?;
    let (suite, index) = tree.suite(start)?;
    let [first, second, third] = suite.get(index..index + 3)? else { return None };
    let assigns = matches!(first, Stmt::Assign(assign) if assign.targets.len() == 1);
    let ids = [tree.id(second), tree.id(third)];
    let same = ids.contains(&site.added) && ids.contains(&taker) && site.added != taker;
    let reads = crate::tasks::local::reads(facts, scope, name.id.as_str());
    let range = TextRange::new(first.start(), third.end());
    let only = reads.iter().all(|&read| range.contains_range(tree.node(read).range()));
    let once = facts.scopes().bindings_in(scope, name.id.as_str()).len() == 1;
    let function = matches!(tree.node(scope), AnyNodeRef::StmtFunctionDef(_));
    let plain = facts.comments_in(range).next().is_none()
        && !facts.text(range).contains(';')
        && facts.layout.starts_line(first.start());
    (assigns && same && only && once && function && plain && site.callbacks.len() == 1).then_some(range)
}
