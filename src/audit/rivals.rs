//! Which of several places that look like the quoted code is the one that a finding speaks of, and what becomes of it
//! where that is not known: a location is then only judged if it makes no difference. How places are found is said in
//! [`super::locate`].

use super::content::{Hit, Quote, names};
use super::held::{Own, near, shown};
use super::locate::{Search, whole_hits};
use super::spot::{Spot, State};
use super::within::{around, defines, function_of, is_in};

/// More places that may be meant instead are not judged.
const MAX_RIVALS: usize = 8;

/// Where the code of a location is, or may be.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// It is there.
    pub(super) here: Option<Hit>,
    /// Whether nothing else at the named lines, which are more, looks like it.
    pub(super) only: bool,
    /// It has moved to one of these, if no other location has.
    pub(super) moved: Vec<Hit>,
    /// It may be at one of these instead.
    pub(super) rivals: Vec<Rival>,
}

/// Another place that may be meant.
#[derive(Clone, Debug)]
pub(super) struct Rival {
    pub(super) file: usize,
    pub(super) lines: (usize, usize),
    /// What looks like the quoted code there; nothing where only the line is the same.
    pub(super) hit: Option<Hit>,
}

/// The functions that a finding is about.
struct Meant<'n> {
    /// Those that the file has.
    names: Vec<&'n str>,
    /// Whether it is about one that the file no longer has.
    gone: bool,
}

impl Search<'_, '_> {
    /// Chooses among the places that look like a quote, `free` of them.
    pub(super) fn choose(
        &self,
        spot: &Spot,
        found: &[(&Quote, Vec<Hit>)],
        free: impl Fn(&Hit) -> bool,
    ) -> Choice {
        let (Some(file), Some(expected)) = (spot.file, spot.expected) else { return Choice::default() };
        let quotes: Vec<&Quote> = found.iter().map(|(quote, _)| *quote).collect();
        let slack = usize::from(self.changed(Some(expected), file, &quotes).is_none());
        let all = || found.iter().flat_map(|(_, hits)| hits).copied().filter(|hit| free(hit));
        let at_lines = || all().filter(|hit| near(expected, *hit, slack));
        let here = at_lines().find(|hit| hit.whole).or_else(|| at_lines().next());
        let text = self.files.files[file].text;
        let meant = self.meant_functions(text, &quotes);
        let inside = |line: usize| meant.names.iter().any(|name| is_in(text, line, name));
        let of_another = |hit: &Hit| {
            self.files.moves.get().is_some_and(|moves| {
                let mut found = found.iter().filter(|(_, hits)| hits.contains(hit));
                found.any(|(quote, _)| moves.is_of_another(self.claim, quote, file, *hit))
            })
        };
        let telling = found.iter().filter(|(quote, _)| quote.is_telling()).flat_map(|(_, hits)| hits);
        let whole: Vec<Hit> = telling
            .copied()
            .filter(|hit| hit.whole && free(hit) && !near(expected, *hit, slack) && !of_another(hit))
            .collect();
        let rivals = |hits: Vec<Hit>| -> Vec<Rival> {
            hits.into_iter().map(|hit| Rival { file, lines: (hit.first, hit.last), hit: Some(hit) }).collect()
        };
        let in_meant: Vec<Hit> = whole.iter().copied().filter(|hit| inside(hit.last)).collect();
        if let Some(hit) = here.filter(|hit| hit.whole) {
            let others = if inside(hit.last) { Vec::new() } else { in_meant };
            let is_within = expected.0 <= hit.first && hit.last <= expected.1;
            let only = is_within && at_lines().all(|other| other == hit);
            return Choice { here, only, rivals: rivals(others), ..Choice::default() };
        }
        let at_home = inside(expected.1) || here.is_some_and(|hit| inside(hit.last));
        if !at_home && !in_meant.is_empty() {
            return Choice { moved: in_meant.clone(), rivals: rivals(in_meant), ..Choice::default() };
        }
        if here.is_some() || slack == 0 {
            // A block that stands in the function that the line is in is a few lines off; of a single line there may be
            // two, one of which has changed.
            let functions = around(text, expected.0);
            let same = |hit: &Hit| hit.matched > 1 && around(text, hit.last) == functions;
            let moved: Vec<Hit> = whole.iter().copied().filter(same).collect();
            if here.is_none() && !functions.is_empty() && !moved.is_empty() {
                return Choice { moved: moved.clone(), rivals: rivals(moved), ..Choice::default() };
            }
            // In the function that is meant, what is left of the quote is what has become of it.
            let others = if at_home { in_meant } else { whole };
            return Choice { here, rivals: rivals(others), ..Choice::default() };
        }
        let anywhere = meant.names.is_empty() && !meant.gone;
        let (moved, others): (Vec<Hit>, Vec<Hit>) = self
            .moved(spot, found)
            .into_iter()
            .filter(|hit| free(hit))
            .partition(|hit| !of_another(hit) && (anywhere || inside(hit.last)));
        if !moved.is_empty() {
            let whole = whole.into_iter().filter(|hit| anywhere || inside(hit.last)).collect();
            return Choice { moved, rivals: rivals(whole), ..Choice::default() };
        }
        let stays = (anywhere || at_home) && self.is_left(file, expected, &quotes);
        Choice { rivals: if stays { Vec::new() } else { rivals(others) }, ..Choice::default() }
    }

    /// The functions of a file that a finding of one location is about: that its title names or its quote starts, and
    /// that its quote does not call.
    fn meant_functions<'n>(&'n self, text: &str, quotes: &[&'n Quote]) -> Meant<'n> {
        let lines = || quotes.iter().flat_map(|quote| &quote.lines);
        let last = |name: &'n str| name.rsplit('.').next().unwrap_or(name);
        let calls = |name: &'n str| {
            let mut code = lines().filter(|line| function_of(line).is_none());
            code.any(|line| names(line).any(|other| other == last(name)))
        };
        if !self.alone {
            return Meant { names: Vec::new(), gone: false };
        }
        let titled = self.titled.iter().map(String::as_str).filter(|name| !calls(name));
        let heads = lines().filter_map(|line| function_of(line));
        let names: Vec<&str> = titled.clone().chain(heads).filter(|name| defines(text, name)).collect();
        // A name that leads the title is what the finding is about: `P.stop()` swallows errors.
        let title = self.claim.title.trim_start_matches('`');
        let leads = |name: &str| {
            let rest = title.strip_prefix(name);
            let class = name.split_once('.').map(|(class, _)| format!("class {class}"));
            match class {
                Some(class) => {
                    rest.is_some() && text.lines().any(|line| line.trim_start().starts_with(&class))
                }
                None => rest.is_some_and(|rest| rest.starts_with("()")),
            }
        };
        let gone = names.is_empty() && titled.into_iter().any(leads);
        Meant { names, gone }
    }

    /// Whether something of the quoted code, or what is proposed instead, stands at some lines.
    fn is_left(&self, file: usize, expected: (usize, usize), quotes: &[&Quote]) -> bool {
        let lines = self.files.lines(file);
        let proposed = self
            .fixes
            .iter()
            .filter(|fix| fix.is_telling())
            .any(|fix| fix.find(lines).into_iter().any(|hit| hit.whole && near(expected, hit, 1)));
        let near_by = expected.0.saturating_sub(1)..=expected.1.saturating_add(1).min(lines.len());
        let mut telling = quotes.iter().flat_map(|quote| quote.telling_lines());
        proposed || telling.any(|quoted| near_by.clone().any(|line| lines.get(line) == quoted))
    }

    /// Where it is not certain that the lines of a location have moved with the code around them, those that the audit
    /// says count if they alone hold what is quoted, or a site; if both do, they are a rival.
    pub(super) fn unshifted(&self, spot: &mut Spot, found: &[(&Quote, Vec<Hit>)]) -> Option<Rival> {
        let (Some(file), Some(expected), Some(claimed)) = (spot.file, spot.expected, spot.claimed) else {
            return None;
        };
        if spot.certain || expected == claimed {
            return None;
        }
        let holds =
            |lines: (usize, usize)| found.iter().flat_map(|(_, hits)| hits).any(|hit| near(lines, *hit, 1));
        match (holds(expected), holds(claimed)) {
            (true, false) => return None,
            (false, true) => {
                spot.expected = Some(claimed);
                return None;
            }
            _ => {}
        }
        let has_site = |lines| !self.at(file, lines).is_empty();
        match (has_site(expected), has_site(claimed)) {
            (_, false) => None,
            (false, true) => {
                spot.expected = Some(claimed);
                None
            }
            (true, true) => Some(Rival { file, lines: claimed, hit: None }),
        }
    }

    /// Where all of the quoted code stands in other files, if nothing of it is left in its own.
    pub(super) fn in_other_files<'q>(
        &self,
        spot: &Spot,
        quotes: impl Iterator<Item = &'q Quote>,
        taken: &[(usize, Hit)],
    ) -> Vec<Rival> {
        let Some(file) = spot.file.filter(|_| {
            self.claim.rule.is_none()
                && spot.sites.is_empty()
                && matches!(spot.state, State::Stale | State::Fixed)
        }) else {
            return Vec::new();
        };
        let lines = self.files.lines(file);
        let quotes: Vec<&Quote> = quotes.filter(|quote| quote.is_telling()).collect();
        let is_here = quotes.iter().any(|quote| !quote.find(lines).is_empty())
            || self.changed(spot.lines, file, &quotes).is_some()
            || self.fixes.iter().any(|fix| fix.is_telling() && fix.find(lines).iter().any(|hit| hit.whole));
        if is_here {
            return Vec::new();
        }
        let mut rivals = Vec::new();
        for quote in quotes {
            // In its new place it may be in a function of another name.
            let body = quote.lines.iter().skip_while(|line| function_of(line).is_some());
            let body = Quote::new(&body.cloned().collect::<Vec<_>>().join("\n"));
            let moved = if body.is_telling() { &body } else { quote };
            let hits = whole_hits(moved, self.files).filter(|(of, hit)| {
                let other = self.files.moves.get();
                *of != file
                    && !taken.contains(&(*of, *hit))
                    && !other.is_some_and(|moves| moves.is_of_another(self.claim, quote, *of, *hit))
            });
            rivals.extend(hits.take(MAX_RIVALS).map(|(file, hit)| Rival {
                file,
                lines: (hit.first, hit.last),
                hit: Some(hit),
            }));
        }
        rivals
    }

    /// Takes back the state of a location where it is not known to be the one that is meant, and another one says
    /// something else. `blank` is the location before it was judged.
    pub(super) fn contest(&self, spot: &mut Spot, blank: &Spot, own: &Own<'_>, rivals: &[Rival]) {
        let is_closed = |state: State| matches!(state, State::Fine | State::Fixed | State::Stale);
        for rival in rivals.iter().take(MAX_RIVALS) {
            let lines = Some(rival.lines);
            let mut other = Spot { file: Some(rival.file), lines, expected: lines, ..blank.clone() };
            other.why.clear();
            self.judge(&mut other, own);
            if spot.state == other.state
                || is_closed(other.state) && spot.state != State::Open
                || is_closed(spot.state) && is_closed(other.state)
            {
                continue;
            }
            let there = match blank.file == Some(rival.file) {
                true => shown(rival.lines),
                false => format!("{}, {}", self.files.files[rival.file].path, shown(rival.lines)),
            };
            spot.why = match rival.hit {
                Some(hit) if hit.whole => {
                    format!(
                        "all of what the audit quotes stands in {there}, and it is not known whether that is meant"
                    )
                }
                Some(_) => format!(
                    "what is like the quoted code stands in {there}, and it is not known whether that is meant"
                ),
                None => {
                    format!(
                        "code near it has moved, {there} has a site as well, and it is not known which is meant"
                    )
                }
            };
            spot.state = State::Unjudged;
            spot.sites.clear();
            return;
        }
    }
}
