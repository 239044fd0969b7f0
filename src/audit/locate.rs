//! Where the locations that an audit names are in the code now, and which sites stand there. A location that is not
//! where it is said to be is searched for by the code that the audit quotes.

use std::cell::OnceCell;
use std::ops::{Range, RangeInclusive};

use memchr::memmem;

use super::content::{Hit, Quote, called, names};
use super::files::{Files, Resolved, SiteRef};
use super::model::{Claim, Role};
use super::spot::{Spot, State};
use crate::pipeline::Located;
use crate::verdict::Verdict;

/// More locations of one finding are not searched for in all files.
const MAX_LOST: usize = 20;

/// How far away a line that is only like the first one of a quote may be the one that is named.
const MAX_AWAY: usize = 3;

/// Holds the named locations of a finding against the code. `codes` are those of the tied transforms.
pub fn locate(claim: &Claim, codes: &[String], files: &Files<'_>) -> Vec<Spot> {
    let quotes: Vec<(Option<usize>, Quote)> =
        claim.codes(Role::Problem).map(|code| (code.place, Quote::new(&code.text))).collect();
    let fixes: Vec<Quote> = claim.codes(Role::Fix).map(|code| Quote::new(&code.text)).collect();
    let functions = called(&format!("{}\n{}", claim.title, claim.prose(Role::Problem))).collect();
    let search = Search { codes, files, fixes, functions };
    let mut spots: Vec<(usize, Spot)> = Vec::new();
    for (number, place) in claim.places.iter().enumerate() {
        let ranges = place.lines.iter().copied().map(Some);
        let ranges: Vec<_> = if place.lines.is_empty() { vec![None] } else { ranges.collect() };
        for claimed in ranges {
            spots.push((number, search.blank(&place.path, claimed)));
        }
    }
    let mut taken: Vec<(usize, Hit)> = Vec::new();
    let of_place =
        |number: usize| quotes.iter().filter(move |(place, _)| place.is_none_or(|place| place == number));
    // What is quoted and stands at the named lines is there; what is left may have moved, the nearest first.
    let mut near_by: Vec<(usize, usize, Hit)> = Vec::new();
    for (at, (number, spot)) in spots.iter_mut().enumerate() {
        let (Some(file), Some(claimed)) = (spot.file, spot.claimed) else { continue };
        let quotes: Vec<&Quote> = of_place(*number).map(|(_, quote)| quote).collect();
        let hits: Vec<(bool, Hit)> = quotes
            .iter()
            .flat_map(|quote| quote.find(files.lines(file)).into_iter().map(|hit| (quote.is_telling(), hit)))
            .collect();
        match hits.iter().find(|(_, hit)| near(claimed, *hit, 1) && !taken.contains(&(file, *hit))) {
            Some((_, hit)) => {
                taken.push((file, *hit));
                search.settle(spot, *hit);
            }
            None => near_by.extend(
                search.moved(spot, &hits).into_iter().map(|hit| (claimed.0.abs_diff(hit.first), at, hit)),
            ),
        }
    }
    near_by.sort_by_key(|(distance, at, hit)| (!hit.whole, *distance, *at));
    for (_, at, hit) in near_by {
        let (_, spot) = &mut spots[at];
        if let Some(file) = spot.file.filter(|_| spot.lines.is_none())
            && !taken.contains(&(file, hit))
        {
            taken.push((file, hit));
            search.settle(spot, hit);
        }
    }
    // Who found it with a tool has run it on these files: there is no other place to look for.
    let lost = spots.iter_mut().filter(|(_, spot)| spot.file.is_none() && claim.rule.is_none());
    for (number, spot) in lost.take(MAX_LOST) {
        search.elsewhere(spot, of_place(*number).map(|(_, quote)| quote), &mut taken);
    }
    for (number, spot) in &mut spots {
        let own: Vec<&Quote> = of_place(*number).map(|(_, quote)| quote).collect();
        search.judge(spot, &own, claim.places.len() == 1);
    }
    spots.into_iter().map(|(_, spot)| spot).collect()
}

/// Whether a hit is at some lines, or at most `slack` lines away.
fn near(claimed: (usize, usize), hit: Hit, slack: usize) -> bool {
    hit.first <= claimed.1 + slack && claimed.0 <= hit.last + slack
}

struct Search<'s, 'f> {
    codes: &'s [String],
    files: &'s Files<'f>,
    fixes: Vec<Quote>,
    /// Functions that the finding names.
    functions: Vec<String>,
}

impl Search<'_, '_> {
    fn blank(&self, path: &str, claimed: Option<(usize, usize)>) -> Spot {
        let mut spot = Spot {
            path: path.to_string(),
            claimed,
            file: None,
            lines: None,
            moved: false,
            state: State::Stale,
            why: String::new(),
            sites: Vec::new(),
        };
        match self.files.resolve(path) {
            Resolved::One(file) => spot.file = Some(file),
            Resolved::Named(files) => {
                let named: Vec<&str> =
                    files.iter().take(3).map(|&file| self.files.files[file].path).collect();
                spot.why =
                    format!("there is no such file; {} has its name and not its path", named.join(", "));
            }
            Resolved::None => spot.why = "there is no such file".into(),
        }
        spot
    }

    fn settle(&self, spot: &mut Spot, hit: Hit) {
        spot.moved = spot.claimed.is_some_and(|claimed| !near(claimed, hit, 0));
        // A quote may be of more than the named lines: those count where they hold a site.
        let named = spot.claimed.filter(|_| !spot.moved).zip(spot.file);
        let named = named.filter(|(claimed, file)| !self.at(*file, *claimed).is_empty());
        spot.lines = Some(named.map_or((hit.first, hit.last), |(claimed, _)| claimed));
    }

    /// Finds the code of a file that does not exist in another file: all of it, and only if it is telling.
    fn elsewhere<'q>(
        &self,
        spot: &mut Spot,
        quotes: impl Iterator<Item = &'q Quote>,
        taken: &mut Vec<(usize, Hit)>,
    ) {
        for quote in quotes.filter(|quote| quote.is_telling()) {
            let Some(telling) = quote.telling_lines().next() else { continue };
            let Some(name) = names(telling).max_by_key(|name| name.len()) else { continue };
            let name = memmem::Finder::new(name.as_bytes());
            for (file, of) in self.files.files.iter().enumerate() {
                if name.find(of.text.as_bytes()).is_none() {
                    continue;
                }
                let hits = quote.find(self.files.lines(file));
                let Some(hit) = hits.into_iter().find(|hit| hit.whole && !taken.contains(&(file, *hit)))
                else {
                    continue;
                };
                taken.push((file, hit));
                (spot.file, spot.lines, spot.moved) = (Some(file), Some((hit.first, hit.last)), true);
                spot.why = format!("{}; its code is in another file now", spot.why);
                return;
            }
        }
    }

    /// The places that a location may have moved to, from among those that look like a quote: telling or not.
    fn moved(&self, spot: &Spot, hits: &[(bool, Hit)]) -> Vec<Hit> {
        let (Some(file), Some(claimed)) = (spot.file, spot.claimed) else { return Vec::new() };
        let has_site = !self.at(file, claimed).is_empty();
        // A handler such as `except Exception: pass` is everywhere: far away it is another one. And where a site stands
        // at the named lines, only all of a telling quote says that it is not the one.
        let may_be = |(telling, hit): &&(bool, Hit)| {
            if has_site { *telling && hit.whole } else { *telling || near(claimed, *hit, 40) }
        };
        let best = hits.iter().filter(may_be).map(|(_, hit)| hit.matched).max();
        hits.iter().filter(may_be).map(|(_, hit)| *hit).filter(|hit| Some(hit.matched) == best).collect()
    }

    /// The sites at some lines of a file: those that stand there; else those of what is named there; else those
    /// whose fix or evidence is there.
    fn at(&self, file: usize, lines: (usize, usize)) -> Vec<SiteRef> {
        let of = &self.files.files[file];
        let text: Vec<&str> =
            (lines.0..=lines.1.min(lines.0 + 200)).map(|line| self.files.lines(file).get(line)).collect();
        let within = |line: usize| (lines.0..=lines.1).contains(&line);
        let stands = |located: &Located| within(located.line);
        let around = |located: &Located| located.line <= lines.0 && lines.1 <= located.end_line;
        let named = |located: &Located| {
            let subject = self.subject(file, located);
            subject.is_some_and(|subject| text.iter().any(|line| names(line).any(|name| name == subject)))
        };
        let bytes = OnceCell::new();
        let edited =
            |located: &Located| edits_within(located, bytes.get_or_init(|| bytes_of(of.text, lines)).clone());
        let evident = |located: &Located| {
            located.evidence().any(|evidence| {
                evidence.path.as_deref().is_none_or(|path| path == of.path)
                    && evidence.line.is_some_and(within)
            })
        };
        let ranks: [&dyn Fn(&Located) -> bool; 5] = [&stands, &around, &named, &edited, &evident];
        for rank in ranks {
            let is_meant = |located: &Located| {
                self.codes.iter().any(|code| code == located.finding.code) && rank(located)
            };
            let found = of.findings.iter().enumerate().filter(|(_, located)| is_meant(located));
            let found: Vec<SiteRef> = found.map(|(finding, _)| SiteRef { file, finding }).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The sites of a file of which no line is named: those in the functions that the finding names, if there are any.
    fn in_file(&self, file: usize) -> Vec<SiteRef> {
        let all: Vec<SiteRef> = self.files.sites_of(self.codes).filter(|site| site.file == file).collect();
        let is_named = |site: &&SiteRef| {
            let symbol = &self.files.site(**site).finding.symbol;
            self.functions.iter().any(|name| symbol.rsplit('.').next() == Some(name))
        };
        let named: Vec<SiteRef> = all.iter().filter(is_named).copied().collect();
        if named.is_empty() { all } else { named }
    }

    /// The attribute that a finding of the memory classes is about: it stands where it is made, and audits name where
    /// it is used.
    fn subject(&self, file: usize, located: &Located) -> Option<String> {
        if !located.finding.code.starts_with("AM1") {
            return None;
        }
        let line = self.files.lines(file).get(located.line);
        let target = line.split([':', '=']).next().unwrap_or_default().trim();
        let name = target.rsplit('.').next().unwrap_or_default();
        (!name.is_empty()).then(|| name.to_string())
    }

    /// What stands at a location, when it is known where that is.
    fn judge(&self, spot: &mut Spot, quotes: &[&Quote], alone: bool) {
        let Some(file) = spot.file else { return };
        if let Some(problem) = self.files.files[file].problem {
            spot.state = State::Unjudged;
            spot.why = format!("the file cannot be judged: {problem}");
            return;
        }
        let length = self.files.lines(file).len();
        let whole = |hit: &Hit| hit.whole;
        if spot.lines.is_none() {
            match spot.claimed {
                Some((first, _)) if first > length => {
                    spot.why = format!("the file has only {length} lines");
                }
                claimed => spot.lines = claimed,
            }
        }
        let quoted: Vec<Hit> = quotes
            .iter()
            .flat_map(|quote| quote.find(self.files.lines(file)))
            .filter(|hit| spot.lines.is_none_or(|lines| near(lines, *hit, 1)))
            .collect();
        spot.sites = match (spot.lines, spot.claimed) {
            (Some(lines), _) => self.at(file, lines),
            (None, None) => self.in_file(file),
            (None, Some(_)) => Vec::new(),
        };
        let head = self.head_near(spot, quotes).filter(|_| spot.sites.is_empty() && quoted.is_empty());
        if let Some(line) = head {
            spot.sites = self.at(file, (line, line));
            if !spot.sites.is_empty() {
                (spot.lines, spot.moved) = (Some((line, line)), true);
            }
        }
        let verdicts: Vec<Verdict> =
            spot.sites.iter().map(|site| self.files.site(*site).finding.verdict).collect();
        let telling = quotes.iter().any(|quote| quote.is_telling());
        if verdicts.iter().any(|verdict| verdict.is_open()) {
            spot.state = State::Open;
            return;
        }
        if !verdicts.is_empty() {
            let changed = !quoted.is_empty() || alone && spot.claimed.is_some();
            let gone = telling && changed && !quoted.iter().any(whole);
            spot.state = if gone { State::Fixed } else { State::Fine };
            if gone {
                spot.why = "what the audit quotes is no longer there".into();
            }
            return;
        }
        let fixed = self
            .fixes
            .iter()
            .filter(|fix| fix.is_telling())
            .find_map(|fix| fix.find(self.files.lines(file)).into_iter().find(|hit| hit.whole));
        let shown = |lines: RangeInclusive<usize>| {
            if lines.start() == lines.end() {
                format!("line {}", lines.start())
            } else {
                format!("lines {}-{}", lines.start(), lines.end())
            }
        };
        if let Some(hit) = fixed {
            spot.state = State::Fixed;
            spot.lines = Some((hit.first, hit.last));
            spot.why = format!("what the audit proposes stands in {}", shown(hit.first..=hit.last));
        } else if let Some(hit) = quoted.iter().copied().find(whole) {
            spot.state = State::Unjudged;
            spot.lines = Some((hit.first, hit.last));
            spot.why = if self.codes.is_empty() {
                "what the audit quotes is there, and no transform is there to judge it".into()
            } else {
                "what the audit quotes is there, and the transforms that it is tied to take it for no site"
                    .into()
            };
        } else if let Some(hit) = quoted.iter().max_by_key(|hit| hit.matched) {
            spot.state = State::Fixed;
            spot.lines = Some((hit.first, hit.last));
            spot.why = format!(
                "{} is what is left of the code that the audit quotes, and it is no site",
                shown(hit.first..=hit.last)
            );
        } else if let Some(line) = head {
            spot.state = State::Fixed;
            spot.lines = Some((line, line));
            spot.why = format!(
                "{} is like what the audit quotes, what follows is not, and it is no site",
                shown(line..=line)
            );
        } else if self.codes.is_empty() && spot.lines.is_some() {
            spot.state = State::Unjudged;
            spot.why = "the line is there, and no transform is there to judge it".into();
        } else if quotes.is_empty() && spot.lines.is_some() {
            // Without a quote it is not known what stood there.
            spot.state = State::Unjudged;
            spot.why = "the transforms that it is tied to take what stands there for no site".into();
        } else if spot.why.is_empty() {
            spot.why = "nothing like what the audit speaks of stands there".into();
        }
    }

    /// The line nearest to the named ones that starts like the quoted code: `except Exception:`.
    fn head_near(&self, spot: &Spot, quotes: &[&Quote]) -> Option<usize> {
        let (first, last) = spot.claimed?;
        let lines = self.files.lines(spot.file?);
        let heads: Vec<&str> =
            quotes.iter().filter_map(|quote| quote.lines.first()).map(String::as_str).collect();
        let away = |line: &usize| if *line < first { first - line } else { line.saturating_sub(last) };
        let around = first.saturating_sub(MAX_AWAY)..=last + MAX_AWAY;
        around.filter(|&line| heads.contains(&lines.get(line))).min_by_key(away)
    }
}

/// The bytes of some lines.
fn bytes_of(text: &str, lines: (usize, usize)) -> Range<usize> {
    let mut ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    let start = if lines.0 < 2 { 0 } else { ends.nth(lines.0 - 2).unwrap_or(text.len()) };
    start..ends.nth(lines.1 - lines.0).unwrap_or(text.len())
}

/// Whether the preferred fix takes something away between some bytes. Edits that only add, such as an import or an
/// attribute, are not where the site is.
fn edits_within(located: &Located, bytes: Range<usize>) -> bool {
    let edits = located.finding.preferred().into_iter().flat_map(|fix| &fix.edits);
    edits.filter(|edit| edit.start < edit.end).any(|edit| edit.start < bytes.end && bytes.start < edit.end)
}
