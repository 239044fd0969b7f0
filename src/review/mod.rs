//! The review: hunk after hunk with evidence, and what people decide about each. Judges nothing itself, and touches
//! files only through a [`Desk`].
//!
//! ```text
//! key or line → screen / prompt → model → effect → perform (here) → desk: decisions file, source files
//! ```

pub mod ignore;
pub mod input;
pub mod item;
pub mod model;
pub mod page;
pub mod prompt;
pub mod screen;
pub mod terminal;
mod view;

#[cfg(test)]
mod fake;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::decisions::{Decision, Decisions, Standing, context};
use crate::report::{FileReport, printable};

use self::item::Item;
use self::model::{Change, Effect, Model, Rewrite};

/// The world, as the review needs it. Files are numbered as in the run. Errors are words for people.
pub trait Desk {
    /// A file as it was last judged.
    fn report(&self, file: usize) -> &FileReport;

    /// Whether the file on disk still is what was judged.
    fn is_unchanged(&self, file: usize) -> bool;

    /// Reads and judges a file again.
    ///
    /// # Errors
    /// Judging is not possible at all; a file that cannot be read is a report that says so.
    fn reread(&mut self, file: usize) -> Result<(), String>;

    /// Judges a file as if it held this text. Writes nothing.
    ///
    /// # Errors
    /// The text cannot be written in the file's encoding, or cannot be judged.
    fn judged_as(&mut self, file: usize, text: &str) -> Result<FileReport, String>;

    /// Writes a file whole or not at all, and only if it holds what the rewrite starts from.
    ///
    /// # Errors
    /// It was not written.
    fn write(&mut self, rewrite: &Rewrite) -> Result<(), String>;

    /// Writes decisions, and says what is now in the decisions file. No changes: only says it.
    ///
    /// # Errors
    /// They were not written.
    fn record(&mut self, changes: &[Change]) -> Result<Decisions, String>;

    /// The project's line length, in columns.
    fn line_length(&self) -> usize;

    /// The text of a file of the run, by its path in reports.
    fn text(&self, path: &str) -> Option<Arc<str>>;
}

/// What came of an [`Effect`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Performed {
    /// The review ends.
    Quit,
    /// It goes on; the model says if there was a reason to do nothing.
    GoesOn,
    /// What was decided could not be written, for this reason; the model says it, too.
    Unwritten(String),
}

/// Why nothing was done.
enum Trouble {
    /// It has to be looked at again, or cannot be done here. The next try may do.
    Look(String),
    /// It cannot be written or read.
    Unwritten(String),
}

impl From<String> for Trouble {
    fn from(reason: String) -> Self {
        Trouble::Unwritten(reason)
    }
}

/// Does what a command asks of the world, and tells the model.
pub fn perform(model: &mut Model, desk: &mut dyn Desk, effect: Effect) -> Performed {
    let done = match &effect {
        Effect::Quit => return Performed::Quit,
        Effect::Record(changes) => fresh(model, desk, changes).and_then(|()| {
            let decisions = desk.record(changes)?;
            model.recorded(&effect, &decisions);
            Ok(())
        }),
        Effect::TakeBack(changes) => desk
            .record(changes)
            .map(|decisions| model.recorded(&effect, &decisions))
            .map_err(Trouble::Unwritten),
        Effect::Ignore { item, reason } => silence(model, desk, *item, reason),
        Effect::Restore(rewrite, decided) => {
            restore(model, desk, rewrite, decided).map_err(Trouble::Unwritten)
        }
    };
    match done {
        Ok(()) => Performed::GoesOn,
        Err(Trouble::Look(reason)) => {
            model.say(reason);
            Performed::GoesOn
        }
        Err(Trouble::Unwritten(reason)) => {
            model.say(reason.clone());
            Performed::Unwritten(reason)
        }
    }
}

/// Reads the file of the current item again if it has changed on disk. Call it before an item is shown.
pub fn look(model: &mut Model, desk: &mut dyn Desk) {
    let Some(file) = model.current().map(|item| item.file) else { return };
    if let Err(Trouble::Look(reason) | Trouble::Unwritten(reason)) = unchanged(model, desk, file) {
        model.say(reason);
    }
}

/// Refuses to decide about files that are no longer what was shown.
fn fresh(model: &mut Model, desk: &mut dyn Desk, changes: &[Change]) -> Result<(), Trouble> {
    let decided = |item: &&Item| changes.iter().any(|change| change.fingerprint == item.located.fingerprint);
    let mut files: Vec<usize> = model.items().iter().filter(decided).map(|item| item.file).collect();
    files.dedup();
    files.into_iter().try_for_each(|file| unchanged(model, desk, file))
}

fn unchanged(model: &mut Model, desk: &mut dyn Desk, file: usize) -> Result<(), Trouble> {
    if desk.is_unchanged(file) {
        return Ok(());
    }
    reload(model, desk, file)?;
    let path = printable(&desk.report(file).path);
    Err(Trouble::Look(format!("{path} has changed on disk, so it was read again: look once more")))
}

fn reload(model: &mut Model, desk: &mut dyn Desk, file: usize) -> Result<(), String> {
    desk.reread(file)?;
    let decisions = desk.record(&[])?;
    model.reload(file, items(desk, file, desk.report(file), &decisions), None, &[]);
    Ok(())
}

/// The same after a comment of ours came or went: what is decided about other findings stays decided.
fn reload_commented(
    model: &mut Model,
    desk: &mut dyn Desk,
    file: usize,
    silenced: Option<usize>,
) -> Result<(), String> {
    let before = desk.report(file).clone();
    desk.reread(file)?;
    let after = desk.report(file).clone();
    let twins = ignore::same(&before, &after);
    let (old_text, new_text) = (text_of(&before), text_of(&after));
    let decisions = desk.record(&[])?;
    // First all go, then all come: one may take the fingerprint of another.
    let (mut changes, mut coming) = (Vec::new(), Vec::new());
    if let Some(item) = silenced.and_then(|at| model.items().get(at)) {
        changes.push(Change { fingerprint: item.located.fingerprint.clone(), decision: None });
    }
    for (old, new) in &twins {
        let (Standing::Accepted(decision) | Standing::Skipped(decision)) = decisions.standing(&old_text, old)
        else {
            continue;
        };
        let decision = Decision {
            fingerprint: new.fingerprint.clone(),
            line: new.line,
            context: context(&new_text, new),
            ..decision.clone()
        };
        changes.push(Change { fingerprint: old.fingerprint.clone(), decision: None });
        coming.push(Change { fingerprint: new.fingerprint.clone(), decision: Some(decision) });
    }
    changes.extend(coming);
    let decisions = desk.record(&changes)?;
    let renamed: Vec<(String, String)> =
        twins.iter().map(|(old, new)| (old.fingerprint.clone(), new.fingerprint.clone())).collect();
    model.reload(file, items(desk, file, &after, &decisions), silenced, &renamed);
    Ok(())
}

fn items(desk: &dyn Desk, file: usize, report: &FileReport, decisions: &Decisions) -> Vec<Item> {
    Item::of_file(file, report, decisions, |path| desk.text(path))
}

fn text_of(report: &FileReport) -> Arc<str> {
    report.source.as_ref().map_or_else(|| "".into(), |source| source.shared_text())
}

/// Writes the comment that silences a finding, if there is a place where it silences that one alone.
fn silence(model: &mut Model, desk: &mut dyn Desk, at: usize, reason: &str) -> Result<(), Trouble> {
    let Some(item) = model.items().get(at).cloned() else { return Ok(()) };
    unchanged(model, desk, item.file)?;
    let mut objection = "no line can take a comment".to_string();
    for text in ignore::candidates(&item.text, &item.located, reason, desk.line_length()) {
        let after = desk.judged_as(item.file, &text)?;
        if let Some(found) = ignore::objection(desk.report(item.file), &after, &item.located) {
            objection = found;
            continue;
        }
        let Some(source) = &desk.report(item.file).source else { break };
        let bytes = |text: &str| source.encode(text).map_err(|error| error.to_string());
        let back = Rewrite { file: item.file, before: bytes(&text)?, after: bytes(&item.text)? };
        let rewrite = Rewrite { file: item.file, before: back.after.clone(), after: back.before.clone() };
        desk.write(&rewrite)?;
        let reloaded = reload_commented(model, desk, item.file, Some(at));
        model.ignored(at, back);
        return reloaded.map_err(Trouble::Unwritten);
    }
    Err(Trouble::Look(format!("not ignored: {}", printable(&objection))))
}

fn restore(
    model: &mut Model,
    desk: &mut dyn Desk,
    rewrite: &Rewrite,
    decided: &[Change],
) -> Result<(), String> {
    desk.write(rewrite)?;
    let reloaded = reload_commented(model, desk, rewrite.file, None);
    model.restored();
    model.stand(&desk.record(decided)?);
    reloaded
}
