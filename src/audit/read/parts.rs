//! What stands in a finding: labelled prose, code, locations and numbers, each put where it belongs. Which blocks are a
//! finding is said in [`super::markdown`].

use super::apart::settle;
use super::blocks::{Block, BlockKind};
use super::heading::{is_comparing, is_label, label, leads_to_fix, role};
use super::patches::change;
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
                code_of(claim, &block.text, if leads { Role::Fix } else { purpose });
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
            let says_where = says_where(&current) || current.is_empty() && purpose == Role::Problem;
            claim.several |= !named.is_empty() && says_where && names_examples(line);
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
            let text = with_functions(&current, plain(line));
            match claim.parts.last_mut() {
                Some(part) if part.label == current => part.text += &format!("\n{text}"),
                _ => claim.parts.push(Part { label: current.clone(), role: purpose, text }),
            }
        }
    }
    settle(claim);
    for count in counts(&claim.title) {
        if !claim.counts.contains(&count) {
            claim.counts.push(count);
        }
    }
}

/// Labels behind which the name of a function stands.
const FUNCTIONS: &[&str] = &["function", "functions", "method", "methods", "func", "funktion", "methode"];

/// A text in which names of functions look like such: behind a label that says so, and in `a.py::name`.
pub(super) fn with_functions(label: &str, text: String) -> String {
    let is_name = |name: &str| {
        name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
            && name.chars().all(|letter| letter.is_alphanumeric() || "_.".contains(letter))
    };
    let bare = text.trim().trim_matches('`');
    if FUNCTIONS.contains(&label.to_lowercase().as_str()) && is_name(bare) {
        return format!("`{bare}()`");
    }
    let Some((_, rest)) = text.split_once(".py::") else { return text };
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':');
    let name = rest[..end.unwrap_or(rest.len())].replace("::", ".");
    let name = name.trim_matches(['.', ':']);
    if is_name(name) { format!("{text} `{name}()`") } else { text }
}

/// Whether a line says that there are many places.
fn claims_several(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["multiple", "several", "various", "many", "see ", "across"].iter().any(|word| lower.contains(word))
}

/// Whether a label says where.
pub(super) fn says_where(label: &str) -> bool {
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
        " u. a.",
        " u.a.",
        "unter anderem",
        " usw",
        "zum beispiel",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// Takes a code block: of a change, what it takes away is wrong, and what it puts in is to be done.
fn code_of(claim: &mut Claim, code: &str, role: Role) {
    let Some(change) = change(code) else { return pieces(claim, code, role) };
    if role != Role::Problem {
        return pieces(claim, &change.after, role);
    }
    claim.places.extend(change.place.filter(|_| claim.places.is_empty()));
    pieces(claim, &change.before, Role::Problem);
    pieces(claim, &change.after, Role::Fix);
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
    for line in ungutted(code).lines() {
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

/// Code without the marks that point at a line in the margin (`>   except Exception:`) and without prompts.
fn ungutted(code: &str) -> String {
    let prompts = code.lines().any(|line| line.starts_with(">>> "));
    let bare = |line: &str| -> String {
        if prompts {
            let rest = line.strip_prefix(">>> ").or_else(|| line.strip_prefix("... "));
            return rest.unwrap_or(line).to_string();
        }
        let mark = ["-->", "->", "=>", ">>", ">", "→", "▶"].iter().find(|mark| line.starts_with(**mark));
        let rest = mark.and_then(|mark| Some((mark.chars().count(), line.strip_prefix(*mark)?)));
        // In the margin, the code that follows is as deep as the mark is wide, or deeper.
        match rest.filter(|(_, rest)| rest.starts_with([' ', '\t'])) {
            Some((width, rest)) => format!("{}{rest}", " ".repeat(width)),
            None => line.to_string(),
        }
    };
    code.lines().map(|line| bare(line) + "\n").collect()
}

/// Text without the marks of strong type, on one line.
pub(super) fn plain(text: &str) -> String {
    let text = text.replace("**", "").replace("[ ] ", "").replace("[x] ", "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
