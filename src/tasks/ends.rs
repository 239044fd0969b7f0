//! Who ends a task: cancels it, or waits for it. Follows the task from where it starts, or from an attribute that keeps
//! it, through names, containers, attributes and the parameters of given functions. Says what it has seen; that nobody
//! cancels a task is proven only where [`Ends::is_closed`] holds.

use super::follow::Follower;
use crate::facts::{Facts, FunctionRef};
use crate::syntax::NodeId;
use crate::verdict::Evidence;

/// What is known of how a task ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// Where it is cancelled.
    pub cancelled: Vec<Evidence>,
    /// Where it is waited for: cancelling whoever waits there cancels it too, but for `shield` and `asyncio.wait`.
    pub awaited: Vec<Evidence>,
    /// Where it is told to end in a way that a task refuses: `set_result` and `set_exception` raise `RuntimeError`.
    /// Source: the Python library reference, "Coroutines and Tasks", `asyncio.Task`.
    pub refused: Vec<Evidence>,
    /// Where attributes, containers or the module keep it.
    pub kept: Vec<Evidence>,
    /// Where it goes and is not followed.
    pub open: Vec<Evidence>,
}

impl Ends {
    /// Whether everything that has the task is followed.
    pub fn is_closed(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether something cancels it, or waits for it.
    pub fn is_ended(&self) -> bool {
        !self.cancelled.is_empty() || !self.awaited.is_empty()
    }

    /// Gives evidence of a file that was read its path, and takes that of the judged file away.
    pub(crate) fn seen_from(&mut self, judged: &str, read: &str) {
        let Ends { cancelled, awaited, refused, kept, open } = self;
        for evidence in [cancelled, awaited, refused, kept, open].into_iter().flatten() {
            let path = evidence.path.take().unwrap_or_else(|| read.to_string());
            evidence.path = (path != judged).then_some(path);
        }
    }

    /// Takes in what is known in another way of the same task.
    pub fn join(&mut self, other: Ends) {
        let lists = [
            (&mut self.cancelled, other.cancelled),
            (&mut self.awaited, other.awaited),
            (&mut self.refused, other.refused),
            (&mut self.kept, other.kept),
            (&mut self.open, other.open),
        ];
        for (list, more) in lists {
            for evidence in more {
                if !list.contains(&evidence) {
                    list.push(evidence);
                }
            }
        }
    }
}

/// Who ends the task that the expression at `start` gives: a call that starts one, or any other.
pub fn of_task(facts: &Facts<'_>, start: NodeId) -> Ends {
    let mut follower = Follower::new(facts);
    follower.value(facts, start);
    follower.ends
}

/// The same for a task that a spawner starts at `start` for whoever calls it: what it returns is not followed.
pub fn of_spawned(facts: &Facts<'_>, start: NodeId) -> Ends {
    let mut follower = Follower::new(facts);
    follower.follows_returns = false;
    follower.value(facts, start);
    follower.ends
}

/// How the runs of a coroutine function are started and ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs {
    /// How the tasks that run it end.
    pub ends: Ends,
    /// Where a task of it is started that nobody keeps.
    pub dropped: Vec<Evidence>,
    /// Where a task of it is started and kept, and nothing cancels it or waits for it.
    pub unended: Vec<Evidence>,
    /// Where it is awaited in a function that is itself run in a way that is not known.
    pub awaited_by: Vec<Evidence>,
}

/// How the runs of a coroutine function of the given files end from outside, through the functions that await it.
pub fn of_function(facts: &Facts<'_>, function: FunctionRef) -> Runs {
    let mut runs = Runs::default();
    super::starts::collect(facts, function, &mut Vec::new(), &mut runs);
    // The judged file needs no path, whichever file was read on the way.
    let Runs { ends, dropped, unended, awaited_by } = &mut runs;
    ends.seen_from(facts.path, facts.path);
    for evidence in [dropped, unended, awaited_by].into_iter().flatten() {
        evidence.path.take_if(|path| path == facts.path);
    }
    runs
}
