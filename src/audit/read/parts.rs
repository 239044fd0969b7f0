//! What stands in a finding: labelled prose, code, locations and numbers, each put where it belongs. Which blocks are a
//! finding is said in [`super::markdown`].

use super::blocks::{Block, BlockKind};
use super::heading::{is_comparing, is_label, label, leads_to_fix, role};
use super::places::{counts, places};
use crate::audit::model::{Claim, Code, Part, Place, Role};

/// More locations of one finding are counted and not looked at; people name a few.
const MAX_PLACES: usize = 500;

/// More numbers of one finding are not looked at.
const MAX_COUNTS: usize = 10;

/// Puts the blocks of a finding where they belong.
pub(super) fn fill(claim: &mut Claim, body: &[Block]) {
    let (mut current, mut purpose) = (String::new(), Role::Problem);
    let mut leads = false;
    for block in body {
        match block.kind {
            BlockKind::Code => {
                pieces(claim, &block.text, if leads { Role::Fix } else { purpose });
                leads = false;
                continue;
            }
            BlockKind::Html => continue,
            _ => leads = leads_to_fix(&block.text),
        }
        let cells =
            if let BlockKind::Row { cells, .. } = &block.kind { cells.join(" | ") } else { String::new() };
        let whole = if cells.is_empty() { &block.text } else { &cells };
        for line in whole.lines() {
            let mut line = line;
            if let Some((found, rest)) = label(line) {
                // What is urgent in a list of fixes is still a fix.
                let known = is_label(&found) || is_comparing(&found);
                if purpose != Role::Fix || known || !matches!(block.kind, BlockKind::Item { .. }) {
                    purpose = role(&found);
                    current = found;
                }
                line = rest;
            }
            if line.trim().is_empty() {
                continue;
            }
            if current.eq_ignore_ascii_case("severity") && claim.severity.is_none() {
                claim.severity = Some(line.replace("**", "").trim().to_string());
                continue;
            }
            let mut named = places(line);
            claim.several |= !named.is_empty() && says_where(&current) && names_examples(line);
            if claims_several(line) {
                // "Multiple state.py files" names none of them.
                let vague = |place: &Place| place.lines.is_empty() && !place.path.contains('/');
                claim.several |= named.iter().any(vague);
                named.retain(|place| !vague(place));
            }
            if named.is_empty() && current.to_lowercase().starts_with("file") {
                claim.several |= claims_several(line);
            }
            for place in named {
                if claim.places.contains(&place) {
                    continue;
                }
                if claim.places.len() < MAX_PLACES {
                    claim.places.push(place);
                } else {
                    claim.more_places += 1;
                }
            }
            if claim.counts.len() < MAX_COUNTS {
                claim.counts.extend(counts(line));
            }
            let text = plain(line);
            match claim.parts.last_mut() {
                Some(part) if part.label == current => part.text += &format!("\n{text}"),
                _ => claim.parts.push(Part { label: current.clone(), role: purpose, text }),
            }
        }
    }
    for count in counts(&claim.title) {
        if !claim.counts.contains(&count) {
            claim.counts.push(count);
        }
    }
}

/// Whether a line says that there are many places.
fn claims_several(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["multiple", "several", "various", "many", "see ", "across"].iter().any(|word| lower.contains(word))
}

/// Whether a label says where.
fn says_where(label: &str) -> bool {
    let lower = label.to_lowercase();
    ["file", "location", "where", "path", "affected", "datei", "ort", "stelle"]
        .iter()
        .any(|word| lower.starts_with(word))
}

/// Whether the places of a line are examples of more: "many, e.g. `a.py:4`".
fn names_examples(line: &str) -> bool {
    let lower = format!(" {} ", line.to_lowercase());
    [
        " e.g",
        "(e.g",
        " eg ",
        "for example",
        "for instance",
        "such as",
        "among other",
        "including",
        "and others",
        "and more",
        " etc",
        "z. b.",
        "z.b.",
        "zum beispiel",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// Cuts a code block where a comment names a path.
fn pieces(claim: &mut Claim, code: &str, role: Role) {
    let mut place: Option<usize> = None;
    let mut text = String::new();
    let end = |text: &mut String, place: Option<usize>, claim: &mut Claim| {
        let piece = std::mem::take(text);
        if !piece.trim().is_empty() {
            claim.codes.push(Code { role, text: piece, place });
        }
    };
    for line in code.lines() {
        let comment = line.trim_start().strip_prefix('#').or_else(|| line.trim_start().strip_prefix("//"));
        let named: Vec<Place> = comment.map(places).unwrap_or_default();
        if let Some(found) = named.into_iter().next() {
            end(&mut text, place, claim);
            let known = claim.places.iter().position(|known| *known == found);
            if known.is_none() && claim.places.len() < MAX_PLACES {
                claim.places.push(found);
            }
            place = known.or_else(|| claim.places.len().checked_sub(1));
            continue;
        }
        text += line;
        text.push('\n');
    }
    end(&mut text, place, claim);
}

/// Text without the marks of strong type, on one line.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("**", "").replace("[ ] ", "").replace("[x] ", "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
