//! What keeps a tracked set from being `safe`: a loop known by name, somebody else's future, a callback that may
//! report too, an exception handler, objects that should go away. Makes no edits.

use super::elsewhere;
use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, Ranged, walk};
use crate::tasks::flow::Drop;
use crate::tasks::handed::is_weak;
use crate::tasks::report::{Reports, reports};
use crate::tasks::spawn::{Spawn, Starter, is_coroutine};
use crate::verdict::{Evidence, Verdict};

/// What makes a fix `review`.
#[derive(Default)]
pub(super) struct Doubts {
    /// What applying the fix changes besides.
    pub changes: Vec<String>,
    /// What shows it.
    pub evidence: Vec<Evidence>,
}

impl Doubts {
    /// What a fix is worth with them.
    pub(super) fn verdict(&self) -> Verdict {
        if self.changes.is_empty() { Verdict::Safe } else { Verdict::Review }
    }

    /// A module's set keeps the instance alive as long as its task runs; a file that counts on instances
    /// going away would notice.
    pub(super) fn about_the_lifetime<'a>(&mut self, facts: &Facts<'a>, spawn: &Spawn<'a>) {
        let Some((class, this)) = facts.this(spawn.id) else { return };
        let holds = spawn.call.arguments.args.iter().any(|argument| mentions(argument, this));
        let weak = facts.tree.all().find(|&id| match facts.tree.node(id) {
            AnyNodeRef::StmtImport(import) => {
                import.names.iter().any(|alias| alias.name.as_str() == "weakref")
            }
            AnyNodeRef::StmtImportFrom(import) => import.module.as_deref() == Some("weakref"),
            _ => false,
        });
        let at = class.method("__del__").map(|method| method.id).or(weak).filter(|_| holds);
        if let Some(at) = at {
            let message = format!("this file counts on objects such as {} going away", class.name());
            self.evidence.push(facts.evidence("lifetime", message, facts.tree.node(at)));
            self.changes.push(format!(
                "the {} lives as long as the task, because the module's set holds the task",
                class.name()
            ));
        }
    }

    /// A weak container that is shown the task loses it when nobody holds it; the program may count what is in it.
    pub(super) fn about_weak_containers<'a>(
        &mut self,
        facts: &Facts<'a>,
        spawn: &Spawn<'a>,
        drop: &Drop<'a>,
    ) {
        let Drop::Callbacks { target, .. } = drop else { return };
        let weak = facts.tree.descendants(facts.tree.scope(spawn.id)).find_map(|id| {
            let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
            let Expr::Attribute(method) = call.func.as_ref() else { return None };
            let given = call.arguments.args.iter().any(|argument| mentions(argument, target.id.as_str()));
            (given && is_weak(facts, &method.value, id)).then_some(&*method.value)
        });
        if let Some(container) = weak {
            let container_text = facts.text(container);
            let message = format!("`{container_text}` is weak and is shown the task");
            self.evidence.push(facts.evidence("weak", message, container.range()));
            self.changes.push(format!("`{container_text}` has the task in it until it has ended"));
        }
    }

    /// About how the task is started, and who looks at its exception so far.
    pub(super) fn about_the_spawn<'a>(&mut self, facts: &Facts<'a>, spawn: &Spawn<'a>) {
        if facts.is_test_code() {
            self.changes.push("in a test, which may drop the task on purpose".into());
            self.evidence.push(Evidence::general("test-code", "the file is test code, by its path"));
        }
        match spawn.starter {
            Starter::Loop { known: false } => self.changes.push(format!(
                "`{}` is taken for asyncio's by the name of its loop, whose type {}",
                facts.text(spawn.call.func.as_ref()),
                if facts.project.engine().is_some() {
                    "nothing in the given files shows"
                } else {
                    "this file does not show"
                }
            )),
            Starter::EnsureFuture => {
                let fresh =
                    spawn.call.arguments.args.first().is_some_and(|argument| is_coroutine(facts, argument));
                if !fresh {
                    self.changes.push(
                        "`ensure_future` may be given a future that somebody else awaits, whose exception would then be logged too".into(),
                    );
                }
            }
            _ => {}
        }
        if let Some((here, evidence)) = elsewhere::exception_handler(facts) {
            self.evidence.push(evidence);
            let file = if here { "this" } else { "another" };
            self.changes.push(format!(
                "the exception no longer reaches the loop's exception handler, which {file} file sets"
            ));
        }
    }
}

/// Whether a done callback that the task has takes its exception already, so that it is not logged twice.
pub(super) fn already_reported<'a>(facts: &Facts<'a>, drop: &Drop<'a>, doubts: &mut Doubts) -> bool {
    let callbacks: &[&Expr] = match drop {
        Drop::Callbacks { callbacks, .. } => callbacks,
        Drop::Chained { callback, .. } => std::slice::from_ref(callback),
        _ => &[],
    };
    // A callback may look at the task through its own name.
    let by_name = |callback: &Expr| match drop {
        Drop::Callbacks { target, .. } => mentions(callback, target.id.as_str()),
        _ => false,
    };
    let mut reported = false;
    for &callback in callbacks {
        let reports =
            if by_name(callback) { Reports::Unknown(callback.range()) } else { reports(facts, callback) };
        match reports {
            Reports::Yes(at) => {
                doubts.evidence.push(facts.evidence(
                    "reported",
                    "its done callback takes the exception already",
                    at,
                ));
                reported = true;
            }
            Reports::No(at) => {
                doubts.evidence.push(facts.evidence(
                    "callback-kept",
                    "its done callback stays, and does not look at the exception",
                    at,
                ));
            }
            Reports::Unknown(at) => {
                let text = facts.text(callback);
                let text = if text.contains('\n') { "the callback" } else { text };
                doubts.evidence.push(facts.evidence(
                    "callback-unknown",
                    format!("this file does not show whether `{text}` looks at the exception"),
                    at,
                ));
                doubts
                    .changes
                    .push(format!("where `{text}` reports the exception, it is now reported twice"));
            }
        }
    }
    // One callback that takes it is enough, whatever the others do.
    if reported {
        doubts.changes.clear();
    }
    reported
}

/// Whether a lambda's body, or anything else in the expression, reads a name.
fn mentions(expr: &Expr, name: &str) -> bool {
    let mut found = false;
    let mut each = |part: &Expr| found |= matches!(part, Expr::Name(read) if read.id.as_str() == name);
    match expr {
        Expr::Lambda(lambda) => walk::subexpressions(&lambda.body, &mut each),
        other => walk::subexpressions(other, &mut each),
    }
    found
}
