//! The lock graph as JSON lines. The fields are described in docs/json.md.

use serde::Serialize;

use super::{Lock, Picture, Round, Unseen, Way};

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Line<'p> {
    Lock { lock: &'p Lock },
    Edge { held: &'p str, taken: &'p str, ways: &'p [Way] },
    Cycle { cycle: &'p Round },
    Unfollowed { unfollowed: &'p Unseen },
}

/// One object per lock, edge, cycle and call that is not followed.
///
/// # Errors
/// None in practice: every field serialises.
pub fn json(picture: &Picture) -> serde_json::Result<String> {
    let locks = picture.locks.iter().map(|lock| Line::Lock { lock });
    let edges = picture.edges.iter().filter_map(|ways| {
        let first = ways.first()?;
        Some(Line::Edge { held: &first.held, taken: &first.taken, ways })
    });
    let cycles = picture.cycles.iter().map(|cycle| Line::Cycle { cycle });
    let unseen = picture.unseen.iter().map(|unfollowed| Line::Unfollowed { unfollowed });
    let mut out = String::new();
    for line in locks.chain(edges).chain(cycles).chain(unseen) {
        out.push_str(&serde_json::to_string(&line)?);
        out.push('\n');
    }
    Ok(out)
}
