//! The project's own task runner as an alternative to the tracked set. Who it is and what it takes is read in
//! [`crate::tasks`]; this puts it beside the set.

use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::syntax::Ranged;
use crate::tasks::flow::Drop;
use crate::tasks::runner::{Runner, on_instance, wanted};
use crate::tasks::runner_takes::Refusal;
use crate::tasks::spawn::Spawn;
use crate::verdict::{Evidence, Finding, Verdict};

/// Gives the finding its fixes: the tracked set, and the runner where its contract allows it.
pub(super) fn offer<'a>(
    facts: &Facts<'a>,
    spawn: &Spawn<'a>,
    drop: &Drop<'a>,
    finding: Finding,
    mut tracked: Fix,
) -> Finding {
    let wanted = wanted(facts.settings);
    let Some(found) = on_instance(facts, spawn.id, &wanted) else { return finding.with_fixes(vec![tracked]) };
    let runner = match found {
        Ok(runner) => runner,
        Err(why) => {
            tracked.evidence.push(why);
            return finding.with_fixes(vec![tracked]);
        }
    };
    match fix(&runner, facts, spawn, drop) {
        Ok(fix) if wanted.preferred => {
            let mut finding = finding.with_fixes(vec![fix]);
            finding.fixes.push(tracked);
            finding
        }
        Ok(fix) => finding.with_fixes(vec![tracked, fix]),
        Err(Refusal(why, at)) => {
            let message = format!("`{}` cannot take it: {why}", runner.text);
            tracked.evidence.push(Evidence { message, ..at });
            finding.with_fixes(vec![tracked])
        }
    }
}

/// Hands the call over: `run(f, args)` for `create_task(f(args))`.
fn fix<'a>(runner: &Runner, facts: &Facts<'a>, spawn: &Spawn<'a>, drop: &Drop<'a>) -> Result<Fix, Refusal> {
    let here = spawn.call.range();
    if !matches!(drop, Drop::Statement(_)) {
        let why = format!(
            "the task has a name here, or callbacks, and it gives back {}",
            runner.contract.handle.words()
        );
        return Err(Refusal(why, runner.contract.method.evidence("runner-not-eligible", "")));
    }
    let (text, evidence) = runner.takes(facts, spawn.call)?;
    let change = format!(
        "`{}` starts the task, by its own rules for naming, keeping and reporting tasks",
        runner.text
    );
    Ok(Fix::new(Verdict::Review, "hand it to the project's runner", vec![Edit::replace(here, text)])
        .changing(change)
        .because_all(evidence))
}
