//! Numbers that an audit states, and the same numbers counted here: what the audit counted, by its own words or code,
//! and nothing else. How many of them are sites is said by the transforms, not here.

use memchr::memmem;

use super::content::Quote;
use super::files::Files;
use super::model::{Claim, Count, Role};

/// More different things of one audit are not counted.
const MAX_COUNTED: usize = 100;

/// A stated number beside the counted one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// What the audit says.
    pub claimed: Count,
    /// What was counted, as it is searched for; empty if it is not known what the audit has counted.
    pub of: String,
    /// All places, as path and line.
    pub places: Vec<(String, usize)>,
    /// In how many files.
    pub files: usize,
    /// The same inside of the folders that the audit says it is about: folder, places, files.
    pub within: Option<(String, usize, usize)>,
}

impl Measured {
    /// Whether the stated number is the counted one; `None` where nothing could be counted.
    pub fn agrees(&self) -> Option<bool> {
        let is = |places: usize, files: usize| {
            self.claimed.matches == places && self.claimed.files.is_none_or(|claimed| claimed == files)
        };
        let within = self.within.as_ref().is_some_and(|(_, places, files)| is(*places, *files));
        (!self.of.is_empty()).then(|| within || is(self.places.len(), self.files))
    }
}

/// Counts what a finding has counted.
pub fn measure(claim: &Claim, files: &Files<'_>) -> Vec<Measured> {
    // "Each of the 47 calls" after "47 matches across 19 files" says it once more.
    let again = |at: usize, count: &Count| {
        let same = |other: &Count| other.matches == count.matches;
        count.files.is_none() && claim.counts[..at].iter().any(same)
    };
    let said = claim.counts.iter().enumerate().filter(|(at, count)| !again(*at, count));
    said.map(|(_, count)| one(claim, count, files)).collect()
}

fn one(claim: &Claim, count: &Count, files: &Files<'_>) -> Measured {
    let (of, places) = if let Some(code) = &count.of {
        (format!("`{code}`"), written(code, files))
    } else if let Some(found) = quoted(claim, files) {
        found
    } else if let Some(call) = common_call(claim) {
        (format!("`{call}(`"), written(&format!("{call}("), files))
    } else {
        (String::new(), Vec::new())
    };
    let within = files.folders().first().map(|folder| {
        let kept: Vec<_> = places.iter().filter(|(path, _)| inside(path, folder)).cloned().collect();
        (folder.to_string(), kept.len(), number_of_files(&kept))
    });
    let all = within.as_ref().is_some_and(|(_, count, _)| *count == places.len());
    Measured {
        claimed: count.clone(),
        of,
        files: number_of_files(&places),
        places,
        within: within.filter(|_| !all),
    }
}

fn number_of_files(places: &[(String, usize)]) -> usize {
    let mut files: Vec<&str> = places.iter().map(|(path, _)| path.as_str()).collect();
    files.dedup();
    files.len()
}

/// Whether a path is in a folder that an audit names, or is the named file.
pub fn inside(path: &str, folder: &str) -> bool {
    path.starts_with(&format!("{folder}/"))
        || path.contains(&format!("/{folder}/"))
        || path.strip_suffix(folder).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// What has been counted under a name, or is counted now. All files are searched, so each is searched for once.
fn once(name: &str, files: &Files<'_>, count: impl FnOnce() -> Vec<(String, usize)>) -> Vec<(String, usize)> {
    if let Some(known) = files.counted.borrow().get(name) {
        return known.clone();
    }
    if files.counted.borrow().len() >= MAX_COUNTED {
        return Vec::new();
    }
    let places = count();
    files.counted.borrow_mut().insert(name.to_string(), places.clone());
    places
}

/// Where a piece of code stands as it is written, not as a part of a longer name.
fn written(code: &str, files: &Files<'_>) -> Vec<(String, usize)> {
    once(code, files, || search(code, files))
}

fn search(code: &str, files: &Files<'_>) -> Vec<(String, usize)> {
    let code = code.trim_end_matches("()");
    let finder = memmem::Finder::new(code.as_bytes());
    let part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let (open, close) = (
        code.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_'),
        code.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_'),
    );
    let mut places = Vec::new();
    for file in &files.files {
        let bytes = file.text.as_bytes();
        let (mut line, mut counted) = (1, 0);
        for at in finder.find_iter(bytes) {
            let before = open && at > 0 && part(bytes.get(at - 1));
            if before || close && part(bytes.get(at + code.len())) {
                continue;
            }
            line += memchr::memchr_iter(b'\n', &bytes[counted..at]).count();
            counted = at;
            places.push((file.path.to_string(), line));
        }
    }
    places
}

/// Where the quoted code stands, if it is of a kind that is everywhere: `except Exception:` and `pass`.
fn quoted(claim: &Claim, files: &Files<'_>) -> Option<(String, Vec<(String, usize)>)> {
    let mut quotes: Vec<Quote> = claim.codes(Role::Problem).map(|code| Quote::new(&code.text)).collect();
    quotes.retain(|quote| !quote.is_telling() && quote.lines.len() > 1);
    quotes.dedup_by(|a, b| a.lines == b.lines);
    if quotes.is_empty() {
        return None;
    }
    let shown: Vec<String> = quotes.iter().map(|quote| format!("`{}`", quote.lines.join(" "))).collect();
    let shown = shown.join(" and ");
    let places = once(&shown, files, || lines_of(&quotes, files));
    Some((shown, places))
}

fn lines_of(quotes: &[Quote], files: &Files<'_>) -> Vec<(String, usize)> {
    let mut places: Vec<(String, usize)> = Vec::new();
    for (number, file) in files.files.iter().enumerate() {
        let holds = |quote: &&Quote| {
            quote.lines.iter().all(|line| memmem::find(file.text.as_bytes(), line.as_bytes()).is_some())
        };
        for quote in quotes.iter().filter(holds) {
            let hits = quote.find(files.lines(number)).into_iter();
            places.extend(hits.map(|hit| (file.path.to_string(), hit.first)));
        }
    }
    places.sort();
    places.dedup();
    places
}

/// The dotted call that all quoted code has, or that the title names: `asyncio.create_task`.
fn common_call(claim: &Claim) -> Option<String> {
    let codes: Vec<&str> =
        claim.codes.iter().filter(|code| code.role != Role::Fix).map(|code| code.text.as_str()).collect();
    let first = codes.first().copied().unwrap_or_default();
    let shared = dotted_calls(first).into_iter().find(|call| {
        !call.starts_with("self.") && codes.iter().all(|code| code.contains(&format!("{call}(")))
    });
    shared.or_else(|| dotted_calls(&claim.title).into_iter().next())
}

fn dotted_calls(code: &str) -> Vec<String> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
    let mut calls = Vec::new();
    for (at, _) in code.match_indices('(') {
        let start = code[..at].rfind(|letter| !is_name(letter)).map_or(0, |start| start + 1);
        let call = code.get(start..at).unwrap_or_default();
        if call.contains('.') && !call.starts_with('.') {
            calls.push(call.to_string());
        }
    }
    calls
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_and_words_are_counted_as_they_are_written() {
        assert_eq!(dotted_calls("x = asyncio.create_task(self.f())"), ["asyncio.create_task", "self.f"]);
        let text = "asyncio.create_task(a)\nmy_asyncio.create_task(b)\nasyncio.create_tasks(c)\n";
        let files = Files::new([("a.py", text, [].as_slice(), None)]);
        assert_eq!(written("asyncio.create_task()", &files), [("a.py".to_string(), 1)]);
    }
}
