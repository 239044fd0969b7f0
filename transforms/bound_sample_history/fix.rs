//! The edits that make deques of lists, in all files that need them.

use crate::deques::{Annotated, Creation, Fit, annotation, spelling};
use crate::edit::{self, Edit, Fix};
use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, NodeId};
use crate::verdict::Verdict;

use super::acts::Act;
use super::bound::Bound;
use super::gather::{Gathered, Used, in_file};
use super::site::Site;

/// Edits, by file.
pub(super) struct Edits {
    by_file: Vec<(u32, Vec<Edit>)>,
    own: u32,
    /// Annotations that are not rewritten, as clauses.
    pub unclear: Vec<String>,
}

/// All edits.
///
/// # Errors
/// Why they cannot be made, as a clause.
pub(super) fn edits(
    facts: &Facts<'_>,
    site: &Site<'_>,
    gathered: &Gathered,
    bound: &Bound,
) -> Result<Edits, String> {
    let own = facts.file.unwrap_or_default();
    let mut all = Edits { by_file: Vec::new(), own, unclear: Vec::new() };
    for uses in gathered.all.chunk_by(|one, next| one.place.file == next.place.file) {
        let Some(first) = uses.first() else { continue };
        let file = first.place.file;
        let primary = (file == own).then_some(site.id);
        let read = in_file(facts, file, |facts| of_file(facts, primary, uses, bound));
        let (edits, unclear) = read.ok_or("a file cannot be read again")??;
        all.by_file.push((file, edits));
        all.unclear.extend(unclear);
    }
    Ok(all)
}

impl Edits {
    /// The fix that they make.
    pub(super) fn fix(self, facts: &Facts<'_>, title: String) -> Fix {
        let mut fix = Fix::new(Verdict::Review, title, Vec::new());
        for (file, edits) in self.by_file {
            if file == self.own {
                fix.edits = edits;
            } else {
                fix = fix.with_elsewhere(facts.project.path(file), edits);
            }
        }
        fix
    }
}

type Made = (Vec<Edit>, Vec<String>);

fn of_file(facts: &Facts<'_>, primary: Option<NodeId>, uses: &[Used], bound: &Bound) -> Result<Made, String> {
    let (mut edits, mut unclear): Made = Default::default();
    let mut places: Vec<(NodeId, &[Creation])> = Vec::new();
    for used in uses {
        if let Some(Fit::Rewritten(new) | Fit::Noticed(_, new)) = &used.done.fit {
            edits.extend(new.iter().cloned());
        }
        let made: &[Creation] = match &used.done.act {
            Act::Made(made) => made,
            Act::Declared => &[],
            _ => continue,
        };
        let statement = facts.used_at(used.place.range).and_then(|id| facts.tree.statement(id));
        places.push((statement.ok_or("it is made in a way that is not followed")?, made));
    }
    if places.is_empty() {
        return checked(facts, edits, unclear);
    }
    let statements: Vec<NodeId> = places.iter().map(|(statement, _)| *statement).collect();
    let spelled = spelling(facts, &statements)?;
    let mut named = false;
    for (statement, made) in places {
        if let AnyNodeRef::StmtAnnAssign(assign) = facts.tree.node(statement) {
            match annotation(facts, &assign.annotation, statement, &spelled.name) {
                Annotated::Edited(new) => {
                    named = true;
                    edits.extend(new);
                }
                Annotated::Fits => {}
                Annotated::Unknown => {
                    let text = facts.text(assign.annotation.as_ref());
                    unclear.push(format!("its annotation `{text}` is not rewritten"));
                }
            }
        }
        let text = match (&bound.elsewhere, primary == Some(statement)) {
            (_, true) => Some(bound.text.as_str()),
            (elsewhere, false) => elsewhere.as_deref(),
        };
        for creation in made {
            if facts.comments_in(creation.value).next().is_some() {
                return Err("a comment stands in what makes it".into());
            }
            let text = text.ok_or("its bound is not known at each place that makes one")?;
            let new = creation.edit(facts, &spelled.name, Some(text));
            edits.extend(new.ok_or("it is made in a way that takes no `maxlen`")?);
            named = true;
        }
    }
    edits.extend(spelled.import.filter(|_| named));
    checked(facts, edits, unclear)
}

fn checked(facts: &Facts<'_>, mut edits: Vec<Edit>, unclear: Vec<String>) -> Result<Made, String> {
    let mut seen: Vec<Edit> = Vec::new();
    edits.retain(|edit| {
        // Two insertions that close and open at one place are two edits.
        let new = !seen.contains(edit);
        seen.push(edit.clone());
        new
    });
    match edit::apply(facts.layout.text(), &edits) {
        Ok(_) => Ok((edits, unclear)),
        Err(_) => Err("its edits overlap".into()),
    }
}
