//! Other locks that are never held for long: every block that holds one awaits own quick code at most. Waiting for such a
//! lock is quick, whatever AM301 says of the order.

use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef};
use crate::tasks::callees::in_its_file;
use crate::verdict::Evidence;

use super::guarded;
use super::lock::{Lock, Sort};
use super::reach;
use super::steps;

/// Blocks that are read; a lock that is held in more is not brief.
const MAX_BLOCKS: usize = 40;

/// Why a lock is never held for long.
pub(super) fn held(facts: &Facts<'_>, lock: &Lock) -> Option<Evidence> {
    if lock.keyed.is_some() || !lock.own || !matches!(lock.sort, Sort::Lock | Sort::Condition) {
        return None;
    }
    let blocks = guarded::blocks(facts, lock);
    if blocks.is_empty() || blocks.len() > MAX_BLOCKS {
        return None;
    }
    let brief = blocks.iter().all(|block| {
        let (Some(file), Some(function)) = (block.file, block.function) else { return false };
        in_its_file(facts, FunctionRef { file, function }, |facts, id| {
            steps::plainly_inside(facts, id, block.range)
                .into_iter()
                .flat_map(|step| reach::from(facts, vec![step]))
                .all(|found| found.is_quick())
        })
        .unwrap_or(false)
    });
    let first = blocks.first().filter(|_| brief)?;
    let place = Place { file: first.file?, range: first.context };
    let says = format!(
        "`{}` is only ever held for a short time: this is the first of {} blocks",
        lock.title(),
        blocks.len()
    );
    Some(facts.evidence_at("held-briefly", says, place))
}
