//! Which folders an introduction names as what was looked at, and which as what was left out. A folder that is only spoken
//! of is neither. Nothing is known of whether they exist.

use super::blocks::{Block, BlockKind};
use super::heading::label;
use super::markdown::Section;
use super::parts::plain;
use super::scope_words::{ABOUT, AFTER, ALONE, BEFORE, EXCEPT, LABELS, LEFT_OUT, UNCERTAIN};
use crate::audit::model::Report;

/// What an introduction says of folders.
#[derive(Debug, Default)]
pub(super) struct Scope {
    folders: Vec<String>,
    /// Files that are named in the same way: they count beside folders.
    files: Vec<String>,
    excluded: Vec<String>,
    /// Whether something was named that is not understood.
    unclear: bool,
}

/// What is known of the sentences of a list or of a section.
#[derive(Clone, Copy, Default)]
struct Context {
    about: bool,
    out: bool,
}

impl Scope {
    /// Notes the folders that a section names as what was looked at or left out; `intro` reads what stands before its
    /// first list or table.
    pub(super) fn read(&mut self, section: &Section, intro: bool) {
        let heading = section.heading.title.to_lowercase();
        let out = LEFT_OUT.iter().any(|word| heading.contains(word));
        let about = section.level() > 1 && ["scope", "umfang"].iter().any(|word| heading.contains(word));
        let whole = Context { about, out };
        let mut list = whole;
        let is_list = |block: &&Block| matches!(block.kind, BlockKind::Item { .. } | BlockKind::Row { .. });
        for block in section.body.iter().take_while(|block| !(intro && is_list(block))) {
            match &block.kind {
                BlockKind::Paragraph => list = self.paragraph(block, whole),
                BlockKind::Item { .. } => self.item(block, list),
                BlockKind::Row { header: false, cells, .. } => self.row(cells),
                _ => {}
            }
        }
    }

    /// Puts what is known into a report.
    pub(super) fn into_report(mut self, report: &mut Report) {
        if !self.folders.is_empty() {
            self.folders.append(&mut self.files);
        }
        for all in [&mut self.folders, &mut self.excluded] {
            all.sort();
            all.dedup();
        }
        // What is said to be both was hardly understood.
        let both = |folder: &String| self.folders.contains(folder) && self.excluded.contains(folder);
        let keep = |all: &[String]| all.iter().filter(|folder| !both(folder)).cloned().collect();
        if !self.unclear {
            report.scope = keep(&self.folders);
        }
        report.excluded = keep(&self.excluded);
    }

    /// What the items below a paragraph are, if it leads to a list.
    fn paragraph(&mut self, block: &Block, context: Context) -> Context {
        let mut of_last = context;
        for sentence in sentences(&block.text) {
            of_last = self.sentence(sentence, context);
        }
        if block.text.replace('*', "").trim_end().ends_with(':') { of_last } else { context }
    }

    fn item(&mut self, block: &Block, context: Context) {
        let labelled = block.text.lines().next().is_some_and(says_scope);
        if context.about || context.out || labelled {
            for sentence in sentences(&block.text) {
                self.sentence(sentence, context);
            }
        }
    }

    /// A row such as `| Scope | src/core |`.
    fn row(&mut self, cells: &[String]) {
        let [name, rest @ ..] = cells else { return };
        if says_scope(&format!("{}:", plain(name))) {
            let out = LEFT_OUT.iter().any(|word| name.to_lowercase().contains(word));
            for cell in rest {
                self.sentence(cell, Context { about: true, out });
            }
        }
    }

    /// Notes the folders of a sentence, and says what it is about.
    fn sentence(&mut self, sentence: &str, context: Context) -> Context {
        let lower = sentence.to_lowercase();
        let except = EXCEPT.iter().filter_map(|word| lower.find(word)).min();
        let out = context.out || LEFT_OUT.iter().any(|word| lower.contains(word));
        let mut words = lower.split(|letter: char| !letter.is_alphabetic() && letter != '\'');
        let uncertain = words.any(|word| UNCERTAIN.contains(&word) || word.ends_with("n't"));
        let prose = lower.split('`').step_by(2);
        let mut prose = prose.flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
        let alone = prose.all(|word| word.is_empty() || ALONE.contains(&word));
        let about = context.about
            || alone
            || says_scope(sentence)
            || ABOUT.iter().any(|word| starts_word(&lower, word));
        // Lower case may have other lengths: then it is not known on which side of a word a folder is.
        let unsided = except.is_some() && lower.len() != sentence.len();
        if unsided {
            self.unclear = true;
        }
        for (at, named) in if unsided { Vec::new() } else { named(sentence, context.about) } {
            let left_out = match except {
                Some(word) => context.out || at >= word,
                None => out,
            };
            let stays = about && (except.is_some() || !uncertain);
            match named {
                Named::Folder(folder) if left_out => self.excluded.push(folder),
                Named::Folder(folder) if stays => self.folders.push(folder),
                Named::File(file) if stays && !left_out => self.files.push(file),
                Named::Unclear => self.unclear |= stays && !left_out,
                _ => {}
            }
        }
        Context { about: about && !out, out }
    }
}

/// What a sentence names.
enum Named {
    Folder(String),
    File(String),
    /// Something like a path that is none: `src/{a,b}`.
    Unclear,
}

/// All that a sentence names, with where; `about` says that it stands among what was looked at.
fn named(sentence: &str, about: bool) -> Vec<(usize, Named)> {
    let mut all = Vec::new();
    let pieces: Vec<&str> = sentence.split('`').collect();
    let mut at = 0;
    // Whether nothing but "and" stands between a word and the folder before it: "invalid and/or wrong" names none.
    let mut follows = false;
    for (number, piece) in pieces.iter().enumerate() {
        let start = at;
        at += piece.len() + 1;
        if number % 2 == 1 {
            let after = pieces.get(number + 1).and_then(|text| first_word(text)).unwrap_or_default();
            let before = last_word(pieces[number - 1]);
            let found = of_code(piece, &before, &after, about && before.is_empty());
            follows = matches!(found, Some(Named::Folder(_)));
            all.extend(found.map(|named| (start, named)));
            continue;
        }
        let mut before = String::new();
        for word in piece.split_whitespace() {
            let bare = word.trim_matches(|letter: char| ".,;:()*".contains(letter));
            let joins = bare.is_empty() || ["and", "und"].contains(&bare);
            let led =
                follows || !["and", "und"].contains(&before.as_str()) && BEFORE.contains(&before.as_str());
            let found = folder(bare).filter(|_| led && word.contains('/'));
            follows = found.is_some() || follows && joins;
            if let Some(folder) = found {
                let offset = word.as_ptr() as usize - sentence.as_ptr() as usize;
                all.push((offset, Named::Folder(folder)));
            }
            before = bare.to_lowercase();
        }
    }
    all
}

/// What a piece of code between two words names; `leads` says that a list starts with it.
fn of_code(code: &str, before: &str, after: &str, leads: bool) -> Option<Named> {
    let code = code.replace('\\', "/");
    if code.ends_with(".py") && !code.contains(['*', '{', '[', '?']) {
        return Some(Named::File(code.trim_start_matches("./").to_string()));
    }
    if code.contains('/') {
        let is_path = !code.contains(char::is_whitespace) && !code.contains("://");
        return match folder(&code) {
            Some(folder) => Some(Named::Folder(folder)),
            None if is_path && code.contains(['*', '{', '[', '?']) => Some(Named::Unclear),
            None => None,
        };
    }
    let is_name = code.starts_with(|letter: char| letter.is_alphabetic())
        && code.chars().all(|letter| letter.is_lowercase() || letter.is_numeric() || "_-".contains(letter));
    (is_name && (leads || BEFORE.contains(&before) || AFTER.contains(&after))).then_some(Named::Folder(code))
}

/// A folder as it is written, without `./` and what stands for all that is in it: `src/**/*.py`.
fn folder(code: &str) -> Option<String> {
    let code = code.trim_start_matches("./");
    let all = code.split('/').position(|part| ["**", "*", "*.py", "..."].contains(&part));
    let kept: Vec<&str> = code.split('/').take(all.unwrap_or(usize::MAX)).collect();
    let rest = code.split('/').skip(all.unwrap_or(usize::MAX));
    if !rest.into_iter().all(|part| ["**", "*", "*.py", "..."].contains(&part)) {
        return None;
    }
    let kept = kept.join("/");
    let inner = kept.trim_end_matches('/');
    let is_folder = !inner.is_empty()
        && !inner.contains("..")
        && inner.chars().all(|letter| letter.is_alphanumeric() || "_-./".contains(letter))
        && !inner.rsplit('/').next().is_some_and(|name| name.contains('.'));
    is_folder.then(|| inner.to_string())
}

/// Whether a sentence starts with a label behind which folders stand.
fn says_scope(sentence: &str) -> bool {
    let named = label(sentence).map(|(label, _)| label);
    let named = named.or_else(|| sentence.split_once(':').map(|(label, _)| label.replace('*', "")));
    named.is_some_and(|label| {
        let lower = label.to_lowercase();
        label.split_whitespace().count() < 5 && LABELS.iter().any(|word| starts_word(&lower, word))
    })
}

/// Whether a word of a text starts so.
fn starts_word(text: &str, start: &str) -> bool {
    text.match_indices(start).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

fn first_word(text: &str) -> Option<String> {
    let word = text.split_whitespace().next()?;
    Some(word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase())
}

fn last_word(text: &str) -> String {
    let word = text.split_whitespace().next_back().unwrap_or_default();
    word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase()
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
