//! What stands at a location, held against what the finding says of it. A site speaks for or against a claim only if it
//! is the one that is meant: what the audit quotes stands there, or its names do. Where to look is said in
//! [`super::locate`], which sites stand there in [`super::sites`], which of them are meant in [`super::meant`], and what a
//! repair looks like in [`super::repair`].

use super::content::{Hit, Quote, is_telling, names};
use super::files::SiteRef;
use super::locate::Search;
use super::spot::{Spot, State};
use crate::verdict::Verdict;

/// How far away a line that is only like one of a quote may be the one that is named.
pub(super) const MAX_AWAY: usize = 3;

/// Of a range, no more lines are compared.
const MAX_LINES: usize = 200;

/// A private name of that length is one that no other attribute has by chance.
const MIN_OWN: usize = 7;

/// Lines that are everywhere and tell nothing.
const TRIVIAL: &[&str] = &[
    "try:",
    "pass",
    "else:",
    "finally:",
    "continue",
    "break",
    "return",
    "raise",
    "return None",
    ")",
    "]",
    "}",
];

/// The quotes that may be of a location.
pub(super) struct Own<'q> {
    pub(super) quotes: Vec<&'q Quote>,
    /// Whether one by which it can be told certainly is of it, and no example for several locations.
    pub(super) certain: bool,
}

impl Search<'_, '_> {
    /// What stands at a location, when it is known where that is.
    pub(super) fn judge(&self, spot: &mut Spot, own: &Own<'_>) {
        let Some(file) = spot.file else { return };
        self.files.want(file);
        if let Some(problem) = self.files.files[file].problem {
            spot.state = State::Unjudged;
            spot.why = format!("the file cannot be judged: {problem}");
            return;
        }
        let quotes = &own.quotes;
        // A line next to the named one is another one if that has the names of the quote itself.
        let changed = self.changed(spot.lines, file, quotes);
        let slack = usize::from(changed.is_none());
        let quoted: Vec<Hit> = quotes
            .iter()
            .flat_map(|quote| quote.find(self.files.lines(file)))
            .filter(|hit| spot.lines.is_none_or(|lines| near(lines, *hit, slack)))
            .collect();
        let others;
        (spot.sites, others) = match (spot.lines, spot.claimed) {
            (Some(lines), _) => self.there(file, lines, own, &quoted),
            (None, None) => self.in_file(file, own, &quoted),
            (None, Some(_)) => (Vec::new(), Vec::new()),
        };
        let mut head = None;
        if spot.sites.is_empty() && others.is_empty() && quoted.is_empty() && changed.is_none() {
            head = self.head_near(spot, quotes);
            if let Some(line) = head {
                (spot.sites, _) = self.there(file, (line, line), own, &[]);
                if !spot.sites.is_empty() {
                    (spot.lines, spot.moved) = (Some((line, line)), true);
                }
            }
        }
        if spot.sites.is_empty() && quoted.is_empty() {
            self.by_title(spot, file, own);
        }
        if !spot.sites.is_empty() {
            self.by_sites(spot, own, &quoted, head);
        } else {
            self.without_site(spot, file, own, &quoted, head, !others.is_empty());
        }
    }

    /// The line that has the names of a quoted one and is another one now.
    pub(super) fn changed(
        &self,
        lines: Option<(usize, usize)>,
        file: usize,
        quotes: &[&Quote],
    ) -> Option<usize> {
        let (first, last) = lines?;
        let lines = self.files.lines(file);
        let is_quoted =
            |line: &str| quotes.iter().any(|quote| quote.lines.iter().any(|quoted| quoted == line));
        let is_like = |line: &str| {
            quotes.iter().flat_map(|quote| quote.telling_lines()).any(|quoted| {
                shares(quoted, line).is_some_and(|(found, longest)| found > 1 || longest >= MIN_OWN)
            })
        };
        (first..=last.min(first.saturating_add(MAX_LINES)))
            .find(|&line| !is_quoted(lines.get(line)) && is_like(lines.get(line)))
    }

    /// The state of a location that has sites.
    fn by_sites(&self, spot: &mut Spot, own: &Own<'_>, quoted: &[Hit], head: Option<usize>) {
        let verdict = |site: &SiteRef| -> Verdict { self.files.site(*site).finding.verdict };
        if spot.sites.iter().any(|site| verdict(site).is_open()) {
            spot.state = State::Open;
            return;
        }
        let telling = own.quotes.iter().any(|quote| quote.is_telling());
        let changed = !quoted.is_empty()
            || own.certain && spot.claimed.is_some()
            || spot.sites.iter().any(|site| self.changed(spot.lines, site.file, &own.quotes).is_some());
        // An attribute that is made as it was made then has not changed, whatever has become of the others.
        let same = |site: &SiteRef| {
            let located = self.files.site(*site);
            let line = self.files.lines(site.file).get(located.line);
            located.finding.code.starts_with("AM1")
                && own.quotes.iter().any(|quote| quote.telling_lines().any(|quoted| quoted == line))
        };
        let same = spot.sites.iter().any(same);
        if telling && changed && !same && !quoted.iter().any(|hit| hit.whole) {
            spot.state = State::Fixed;
            spot.why = "what the audit quotes is no longer there".into();
        } else if head.is_some_and(|line| !claims(spot, line)) {
            // A line that is like one of the quote refutes nothing: it may be another one.
            spot.state = State::Unjudged;
            spot.why =
                "a line near it is like what the audit quotes, and it is not known whether it is meant"
                    .into();
        } else if let Some(line) = self.silent_beside(spot) {
            spot.state = State::Unjudged;
            spot.why =
                format!("{} is a handler, too, and the transforms take it for no site", shown((line, line)));
        } else {
            spot.state = State::Fine;
        }
    }

    /// The state of a location that has no site.
    fn without_site(
        &self,
        spot: &mut Spot,
        file: usize,
        own: &Own<'_>,
        quoted: &[Hit],
        head: Option<usize>,
        others: bool,
    ) {
        let fixed = self.proposed(spot, file, own, quoted);
        let has_lines = spot.lines.is_some();
        let changed = self.changed(spot.lines, file, &own.quotes);
        let (was_said, claimed) = (!spot.why.is_empty(), spot.expected);
        let mut set = |state: State, lines: Option<(usize, usize)>, why: String| {
            spot.state = state;
            spot.lines = lines.or(spot.lines);
            spot.why = why;
        };
        if let Some(hit) = fixed {
            let lines = (hit.first, hit.last);
            set(State::Fixed, Some(lines), format!("what the audit proposes stands in {}", shown(lines)));
        } else if let Some(hit) = quoted.iter().find(|hit| hit.whole && self.is_reported(file, **hit, own)) {
            let why = "what the audit quotes is there, and now reports the error";
            set(State::Fixed, Some((hit.first, hit.last)), why.into());
        } else if let Some(hit) = quoted.iter().find(|hit| hit.whole) {
            let why = if self.codes.is_empty() {
                "what the audit quotes is there, and no transform is there to judge it"
            } else if others {
                "what the audit quotes is there, and the sites beside it are not what it quotes or names"
            } else {
                "what the audit quotes is there, and the transforms that it is tied to take it for no site"
            };
            set(State::Unjudged, Some((hit.first, hit.last)), why.into());
        } else if self.codes.is_empty() && (has_lines || !quoted.is_empty()) {
            set(State::Unjudged, None, "the line is there, and no transform is there to judge it".into());
        } else if let Some(hit) = quoted.iter().max_by_key(|hit| hit.matched) {
            let lines = (hit.first, hit.last);
            let left = "is what is left of the code that the audit quotes, and it is no site";
            let (state, doubt) = self.if_mended(file, lines, own);
            set(state, Some(lines), format!("{} {left}{doubt}", shown(lines)));
        } else if let Some(line) = changed.filter(|_| quoted.is_empty() && !others) {
            let why = "has the names of what the audit quotes, is another line now, and is no site";
            let (state, doubt) = self.if_mended(file, (line, line), own);
            set(state, None, format!("{} {why}{doubt}", shown((line, line))));
        } else if others {
            let why = if has_lines && own.quotes.is_empty() {
                "what stands there is not what the title names"
            } else if has_lines {
                "another site stands there now than the one that the audit quotes"
            } else {
                "no site in the file is one that the audit names"
            };
            set(State::Unjudged, None, why.into());
        } else if let Some(line) = head {
            let like = "is like what the audit quotes, what follows is not, and it is no site";
            let is_named = claimed.is_some_and(|claimed| (claimed.0..=claimed.1).contains(&line));
            let (state, doubt) = self.if_mended(file, (line, line), own);
            let (state, doubt) = if is_named { (state, doubt) } else { (State::Unjudged, "") };
            set(state, Some((line, line)), format!("{} {like}{doubt}", shown((line, line))));
        } else if has_lines && (own.quotes.is_empty() || !self.alone && !own.certain) {
            // Without a quote of its own it is not known what stood there.
            let why = "the transforms that it is tied to take what stands there for no site";
            set(State::Unjudged, None, why.into());
        } else if let Some(found) = self.left_over(file, &own.quotes) {
            set(
                State::Unjudged,
                None,
                format!("{found} is in the file, and the rest of the quoted code is not"),
            );
        } else if !was_said {
            set(State::Stale, None, "nothing like what the audit speaks of stands there".into());
        }
    }

    /// What is no site any more has been mended only if it looks so: no transform knows all ways of writing a defect.
    fn if_mended(&self, file: usize, lines: (usize, usize), own: &Own<'_>) -> (State, &'static str) {
        if self.is_mended(file, lines, own) {
            (State::Fixed, "")
        } else {
            (State::Unjudged, "; it is not known whether that mends it")
        }
    }

    /// What is left of a quote anywhere in a file: a name that tells, a line if it has none; or a function of the title.
    fn left_over(&self, file: usize, quotes: &[&Quote]) -> Option<String> {
        let lines = self.files.lines(file);
        let all = || (1..=lines.len()).map(|line| lines.get(line));
        let names_of = |quote: &&Quote| -> Vec<String> {
            let names = quote.telling_lines().flat_map(names).filter(|name| is_telling(name));
            names.map(str::to_string).collect()
        };
        let mut wanted: Vec<String> = quotes.iter().flat_map(names_of).collect();
        wanted.sort_by_key(|name| std::cmp::Reverse(name.len()));
        if let Some(name) =
            wanted.iter().find(|wanted| all().any(|line| names(line).any(|name| name == wanted.as_str())))
        {
            return Some(format!("`{name}`"));
        }
        let heads = quotes.iter().filter(|quote| !quote.is_telling()).flat_map(|quote| heads(quote));
        if let Some(head) = heads.into_iter().find(|head| all().any(|line| line == *head)) {
            return Some(format!("`{head}`"));
        }
        self.titled.iter().find(|name| self.defines(file, name)).map(|name| format!("`{name}`"))
    }

    /// The line nearest to the named ones that is like one of the quoted code: `except Exception:`.
    fn head_near(&self, spot: &Spot, quotes: &[&Quote]) -> Option<usize> {
        let (first, last) = spot.lines.or(spot.claimed)?;
        let lines = self.files.lines(spot.file?);
        let heads: Vec<&str> = quotes.iter().flat_map(|quote| heads(quote)).collect();
        let away = |line: &usize| if *line < first { first - line } else { line.saturating_sub(last) };
        let around = first.saturating_sub(MAX_AWAY)..=last.saturating_add(MAX_AWAY).min(lines.len());
        around.filter(|&line| heads.contains(&lines.get(line))).min_by_key(away)
    }
}

/// How many telling names of a quoted line are in some code, if it is at least half of them; and the length of the longest
/// private one.
pub(super) fn shares(quoted: &str, code: &str) -> Option<(usize, usize)> {
    let (mut all, mut found, mut longest) = (0, 0, 0);
    for name in names(quoted).filter(|name| is_telling(name)) {
        all += 1;
        if names(code).any(|other| other == name) {
            found += 1;
            longest = longest.max(if name.starts_with('_') { name.len() } else { 0 });
        }
    }
    (found > 0 && found * 2 >= all).then_some((found, longest))
}

/// The lines of a quote that are not everywhere.
pub(super) fn heads(quote: &Quote) -> impl Iterator<Item = &str> {
    quote.lines.iter().map(String::as_str).filter(|line| !TRIVIAL.contains(line))
}

/// Whether a line is one of those that are named, wherever they are now.
fn claims(spot: &Spot, line: usize) -> bool {
    spot.expected.is_some_and(|(first, last)| (first..=last).contains(&line))
}

/// Whether a hit is at some lines, or at most `slack` lines away.
pub(super) fn near(claimed: (usize, usize), hit: Hit, slack: usize) -> bool {
    hit.first <= claimed.1.saturating_add(slack) && claimed.0 <= hit.last.saturating_add(slack)
}

/// In words.
pub(super) fn shown((first, last): (usize, usize)) -> String {
    if first == last { format!("line {first}") } else { format!("lines {first}-{last}") }
}
