//! Which folders an introduction names as what was looked at, and which as what was left out. Nothing is known of whether
//! they exist.

use super::blocks::BlockKind;
use super::markdown::Section;
use crate::audit::model::Report;

/// Words of sentences that say that something was left out.
const LEFT_OUT: &[&str] = &[
    "exclud",
    "not reviewed",
    "not audited",
    "not covered",
    "not looked at",
    "not analysed",
    "not analyzed",
    "not checked",
    "not included",
    "not part of",
    "not in scope",
    "out of scope",
    "outside the scope",
    "outside of the scope",
    "unreviewed",
    "omitted",
    "left out",
    "skipped",
    "ausgeschlossen",
    "ausgenommen",
    "nicht geprüft",
    "nicht betrachtet",
];

/// Words of which only what follows was left out: "`src`, except `src/old`".
const EXCEPT: &[&str] = &[
    "except",
    "excluding",
    "exclusive of",
    "without",
    "but not",
    ", not ",
    "(not ",
    "other than",
    "apart from",
    "ohne",
    "außer",
    "ausser",
];

/// Words that make it uncertain what a sentence says of a folder.
const UNCERTAIN: &[&str] =
    &["not", "no", "never", "isn't", "wasn't", "weren't", "nor", "nicht", "kein", "ignored"];

/// Notes the folders that stand as code in a section's paragraphs: `hyperscale/distributed`.
pub(super) fn folders(section: &Section, report: &mut Report) {
    let heading = section.heading.title.to_lowercase();
    let all_out = LEFT_OUT.iter().any(|word| heading.contains(word));
    for block in section.body.iter().filter(|block| block.kind == BlockKind::Paragraph) {
        for sentence in sentences(&block.text) {
            let lower = sentence.to_lowercase();
            let except = EXCEPT.iter().filter_map(|word| lower.find(word)).min();
            let left_out = all_out || LEFT_OUT.iter().any(|word| lower.contains(word));
            let mut words = lower.split(|letter: char| !letter.is_alphabetic() && letter != '\'');
            let uncertain = words.any(|word| UNCERTAIN.contains(&word));
            let mut at = 0;
            for (number, piece) in sentence.split('`').enumerate() {
                let start = at;
                at += piece.len() + 1;
                if number % 2 == 0 || !is_folder(piece) {
                    continue;
                }
                let folder = piece.trim_end_matches('/').to_string();
                match except {
                    // Lower case may have other lengths: then it is not known which side it is on.
                    Some(_) if lower.len() != sentence.len() => {}
                    Some(word) if !all_out && start < word => report.scope.push(folder),
                    Some(_) => report.excluded.push(folder),
                    None if left_out => report.excluded.push(folder),
                    None if uncertain => {}
                    None => report.scope.push(folder),
                }
            }
        }
    }
}

/// The sentences of a paragraph. A point between backticks ends none.
fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let (mut start, mut in_code) = (0, false);
    for (at, letter) in text.char_indices() {
        in_code ^= letter == '`';
        let next = text[at + letter.len_utf8()..].chars().next();
        let ends = matches!(letter, '.' | '!' | '?' | ';') && next.is_none_or(char::is_whitespace);
        if ends && !in_code {
            all.push(&text[start..=at]);
            start = at + 1;
        }
    }
    all.push(&text[start..]);
    all
}

fn is_folder(code: &str) -> bool {
    let inner = code.trim_end_matches('/');
    code.contains('/')
        && !inner.is_empty()
        && !inner.contains("..")
        && inner.chars().all(|letter| letter.is_alphanumeric() || "_-./".contains(letter))
        && !inner.rsplit('/').next().is_some_and(|name| name.contains('.'))
}
