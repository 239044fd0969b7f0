//! What a lock guards: the blocks that hold it, in whatever given file, and the attributes that are changed in them.

use std::collections::HashSet;
use std::sync::Arc;

use crate::facts::Facts;
use crate::facts::index::{FileIndex, How, Occurrence, RegionKind, Usage};
use crate::facts::types::engine::Place;
use crate::syntax::{TextRange, TextSize};
use crate::verdict::Evidence;

use super::lock::Lock;

/// A range in which a lock is held.
pub(super) struct Block {
    /// The file's number, if it is one of the given files.
    pub file: Option<u32>,
    pub index: Arc<FileIndex>,
    /// What takes it.
    pub context: TextRange,
    pub range: TextRange,
    /// The function, by number.
    pub function: Option<u32>,
}

impl Block {
    /// Evidence at what takes the lock.
    pub fn line(&self, facts: &Facts<'_>, kind: &'static str, says: String) -> Evidence {
        match self.file {
            Some(file) => facts.evidence_at(kind, says, Place { file, range: self.context }),
            None => facts.evidence(kind, says, self.context),
        }
    }
}

/// How far methods of the same object are followed.
const MAX_STEPS: u8 = 3;
/// Methods that change a container, or a flag or event.
const CHANGING: &[&str] = &[
    "add",
    "append",
    "appendleft",
    "clear",
    "discard",
    "extend",
    "insert",
    "move_to_end",
    "pop",
    "popitem",
    "popleft",
    "put_nowait",
    "remove",
    "reverse",
    "rotate",
    "set",
    "setdefault",
    "sort",
    "update",
];

/// Methods that only look, or tell somebody.
const LOOKING: &[&str] = &[
    "copy",
    "count",
    "critical",
    "debug",
    "decode",
    "done",
    "empty",
    "encode",
    "endswith",
    "error",
    "exception",
    "format",
    "full",
    "get",
    "index",
    "info",
    "is_set",
    "items",
    "join",
    "keys",
    "locked",
    "log",
    "qsize",
    "split",
    "startswith",
    "strip",
    "values",
    "warning",
];

/// All blocks that hold a lock.
pub(super) fn blocks(facts: &Facts<'_>, lock: &Lock) -> Vec<Block> {
    let last = lock.last();
    let view = facts.view();
    let files: Vec<Option<u32>> = match facts.file {
        Some(_) => facts.project.files_with(last).into_iter().map(Some).collect(),
        None => vec![None],
    };
    let mut found = Vec::new();
    for file in files {
        let index = match file {
            Some(file) => view.index(file),
            None => facts.index(),
        };
        for region in &index.regions {
            let RegionKind::With(context) = region.kind else { continue };
            let takes = match file {
                Some(file) => {
                    let place = Place { file, range: context };
                    let text = view.text(place);
                    let head = text.split(['[', '(']).next().unwrap_or_default();
                    head.rsplit('.').next() == Some(last) && view.lock_name(place) == lock.name
                }
                None => facts.text(context).split_whitespace().collect::<String>() == lock.means,
            };
            if takes {
                found.push(Block {
                    file,
                    index: Arc::clone(&index),
                    context,
                    range: region.range,
                    function: region.function,
                });
            }
        }
    }
    found
}

/// Whether a use changes what it is made of, or lets somebody else change it.
pub(super) fn changes(usage: &Usage) -> bool {
    match usage {
        Usage::Write
        | Usage::Augment
        | Usage::Delete
        | Usage::SetItem(_)
        | Usage::DelItem(_)
        | Usage::Alias(_) => true,
        Usage::Method { name, .. } => CHANGING.contains(&&**name),
        _ => false,
    }
}

/// What is changed while a lock is held.
#[derive(Default)]
pub(super) struct Changed {
    /// The names of attributes, on whatever object, methods of the same object included.
    pub names: HashSet<String>,
    /// Names that get a new value, in whatever function.
    pub stored: HashSet<String>,
    /// Whether attributes of other objects are set.
    pub of_others: bool,
}

impl Changed {
    /// Whether an attribute of this name is.
    pub fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

/// What is changed in these blocks.
pub(super) fn changed(blocks: &[Block]) -> Changed {
    let mut changed = Changed::default();
    for block in blocks {
        changed_in(&block.index, block.range, MAX_STEPS, &mut changed);
    }
    changed
}

fn changed_in(index: &FileIndex, range: TextRange, steps: u8, changed: &mut Changed) {
    for (name, found) in &index.attributes {
        for found in found.iter().filter(|found| range.contains_range(found.range)) {
            if changes(&found.usage) || may_change(index, found) {
                changed.names.insert(name.to_string());
                changed.of_others |= found.this.is_none()
                    && matches!(found.usage, Usage::Write | Usage::Augment | Usage::Delete);
            }
        }
    }
    // Names of the module.
    for (name, found) in &index.names {
        let mut here =
            found.iter().filter(|found| found.owner.is_none() && range.contains_range(found.range));
        if here.any(|found| changes(&found.usage)) {
            changed.names.insert(name.to_string());
        }
    }
    for (name, stores) in &index.stores {
        if stores.iter().any(|store| range.contains(store.at) || range.end() == store.at) {
            changed.stored.insert(name.to_string());
        }
    }
    for method in methods(index, range, steps) {
        changed_in(index, method, steps - 1, changed);
    }
}

/// Whether a method of an object may change it: it is called as it is, and its name does not say that it only looks.
fn may_change(index: &FileIndex, found: &Occurrence) -> bool {
    let Usage::Method { name, .. } = &found.usage else { return false };
    let start = index.calls.partition_point(|call| call.range.start() < found.range.start());
    let mut calls = index.calls[start..].iter().take_while(|call| call.range.start() == found.range.start());
    let end = found.range.end() + TextSize::of('.') + TextSize::of(&**name);
    let awaited = calls.any(|call| call.callee.end() == end && call.how == How::Awaited);
    !awaited && !LOOKING.contains(&&**name)
}

/// The methods of the same object, and the functions of the file, that are called in a range.
fn methods(index: &FileIndex, range: TextRange, steps: u8) -> Vec<TextRange> {
    if steps == 0 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (name, uses) in &index.attributes {
        let called = uses.iter().find(|used| {
            range.contains_range(used.range) && used.usage == Usage::Called && used.this.is_some()
        });
        if let Some(method) = called.and_then(|used| index.method(used.this?, name)) {
            found.push(index.functions[method as usize].range);
        }
    }
    for uses in index.names.values() {
        let called = uses.iter().find(|used| range.contains_range(used.range) && used.usage == Usage::Called);
        if let Some(function) = called.and_then(|used| index.function_named_at(used.means?)) {
            found.push(index.functions[function as usize].range);
        }
    }
    found
}

/// Whether an attribute is named in a range, or in methods of the same object that are called there.
pub(super) fn names(index: &FileIndex, range: TextRange, name: &str) -> bool {
    named_within(index, range, name, MAX_STEPS)
}

fn named_within(index: &FileIndex, range: TextRange, name: &str, steps: u8) -> bool {
    index.attributes(name).iter().any(|found| range.contains_range(found.range))
        || methods(index, range, steps).into_iter().any(|method| named_within(index, method, name, steps - 1))
}
