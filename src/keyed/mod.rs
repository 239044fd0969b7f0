//! The life of a key: the containers in attributes, where they get an entry and lose it, which path misses the clean-up,
//! who calls that, and where siblings with the same key are dropped. Says what is so; verdicts are for the transforms.

mod behind;
mod calls;
mod closed;
mod events;
mod flow;
mod forms;
mod life;
mod names;
mod pairs;
mod picked;
mod raising;
mod reach;
mod sibling;
mod site;
mod values;
mod wording;

use std::path::PathBuf;

use crate::facts::{Facts, Input, Project};

pub(crate) use calls::calls_of;
pub(crate) use events::{Event, Events, What};
pub(crate) use flow::Miss;
pub(crate) use forms::{key_text, node_of};
pub(crate) use life::{Life, of as life_of};
pub(crate) use reach::{Reach, is_stop};
pub(crate) use sibling::{Found, Sibling, find as siblings, fix as sibling_fix};
pub(crate) use site::{Keyed, Make, Owner, may_be, of as site_of};
pub(crate) use values::Values;
pub(crate) use wording::{fine, grows, not_pruned, place_name};

/// Judges with the given files, or, where a text is judged alone, with a project of that one text.
pub(crate) fn with_project<T>(facts: &Facts<'_>, judge: impl FnOnce(&Facts<'_>) -> Option<T>) -> Option<T> {
    if facts.file.is_some() {
        return judge(facts);
    }
    let input = Input {
        path: facts.path.to_string(),
        absolute: PathBuf::from(facts.path),
        text: facts.layout.text().into(),
    };
    let alone = Project::with_engine(vec![input], Vec::new(), None);
    alone.with_file(0, facts.settings, judge)?
}
