//! The status of a finding that names no location, or only examples: by the sites of its class that it speaks of. What it
//! quotes and the functions that its title names say which these are.

use memchr::memmem;

use super::attributes::{Spoken, of_attributes};
use super::content::{Hit, Quote, is_telling, names};
use super::count::inside;
use super::files::{File, Files, SiteRef};
use super::model::{Claim, Role};
use super::named::{Naming, codes_in, names_files_alone, names_of, naming};
use super::reconcile::{Status, codes, untied};
use super::ties::Tie;
use super::unknown::{silenced_of, unknown_of};
use crate::report::summary::plural;

/// A finding whose class is looked at.
pub(super) struct Class<'c, 'f> {
    pub(super) claim: &'c Claim,
    pub(super) ties: &'c [Tie],
    pub(super) files: &'c Files<'f>,
}

/// Which sites of its class a finding speaks of.
enum Meant {
    /// All of them.
    All,
    /// These.
    These(Vec<SiteRef>),
    /// None of them, or it is not known which, and why.
    Unknown(String),
}

impl Class<'_, '_> {
    /// The status by the sites that are meant: of the folders that the audit is about, if there are any there.
    pub(super) fn status(&self, sites: &[SiteRef]) -> (Status, String) {
        if let Some(why) = untied(self.ties) {
            return (Status::NotJudged, why);
        }
        let (status, why) = self.of(sites, "of all", true);
        match self.meant(sites) {
            Meant::All => (status, why),
            Meant::These(these) if these.len() == sites.len() => (status, why),
            Meant::These(these) => self.of(&these, "of those that it speaks of,", false),
            Meant::Unknown(reason) if status != Status::NotJudged => {
                (Status::NotJudged, format!("{why}; but {reason}"))
            }
            Meant::Unknown(_) => (status, why),
        }
    }

    /// The status of a finding whose named examples say that it is over: also by all the others.
    pub(super) fn beyond(&self, status: Status, why: String, others: &[SiteRef]) -> (Status, String) {
        let (rest, rest_why) = self.status(others);
        let named = names_files_alone(self.claim)
            || naming(self.claim, self.ties, others, self.files) != Naming::Other;
        match rest {
            Status::Confirmed | Status::Partly if named => {
                (Status::Partly, format!("its examples: {why}; {rest_why}"))
            }
            Status::NotJudged => (Status::NotJudged, format!("its examples: {why}; {rest_why}")),
            _ => (status, why),
        }
    }

    /// The sites that are meant, in the folders that the audit is about.
    pub(super) fn sites(&self, sites: &[SiteRef]) -> Vec<SiteRef> {
        let files = self.files;
        let (these, whole) = match self.meant(sites) {
            Meant::All => (sites.to_vec(), true),
            Meant::These(these) => (these, false),
            Meant::Unknown(_) => (Vec::new(), false),
        };
        let folders = self.folders(&these, whole);
        let meant = |site: &SiteRef| {
            let path = files.files[site.file].path;
            (folders.is_empty() || folders.iter().any(|folder| inside(path, folder)))
                && !files.excluded.iter().any(|folder| inside(path, folder))
        };
        these.into_iter().filter(meant).collect()
    }

    /// The folders that the audit is about and in which there is something of the class. `whole` says that all of it is
    /// meant, and not what the finding leads to.
    fn folders(&self, sites: &[SiteRef], whole: bool) -> Vec<&str> {
        let (files, codes) = (self.files, codes(self.ties));
        let silenced = |file: &&File<'_>| silenced_of(file, &codes).count();
        let doubtful = |file: &&File<'_>| file.problem.is_some() || silenced(file) > 0;
        let holds = |folder: &&String| {
            sites.iter().any(|site| inside(files.files[site.file].path, folder))
                || whole && files.files.iter().any(|file| doubtful(&file) && inside(file.path, folder))
        };
        // Where nothing else was judged, nothing else counts.
        if files.limited && whole {
            return files.folders();
        }
        files.scope().iter().filter(holds).map(String::as_str).collect()
    }

    fn of(&self, sites: &[SiteRef], of_all: &str, whole: bool) -> (Status, String) {
        let files = self.files;
        let codes = codes(self.ties);
        let path_of = |site: &SiteRef| files.files[site.file].path;
        let folders = self.folders(sites, whole);
        let left_out = |path: &str| files.excluded.iter().any(|folder| inside(path, folder));
        let meant = |path: &str| {
            (folders.is_empty() || folders.iter().any(|folder| inside(path, folder))) && !left_out(path)
        };
        let is_open = |site: &&SiteRef| files.site(**site).finding.verdict.is_open();
        let all: Vec<&SiteRef> = sites.iter().filter(|site| meant(path_of(site))).collect();
        // What is not known may hold what the claim is about: it is refuted only where all is.
        let mut unknown = unknown_of(&codes, files.files.iter().filter(|file| whole && meant(file.path)));
        let mut add = |number: usize, what: &str| {
            if number > 0 {
                let and = if unknown.is_empty() { "" } else { ", and " };
                unknown += &format!("{and}{} {what}", plural(number, "site"));
            }
        };
        let open_outside = sites.iter().filter(|site| left_out(path_of(site))).filter(is_open).count();
        let open = all.iter().copied().filter(is_open).count();
        if open == 0 {
            add(open_outside, "that is open stands in a folder that the audit leaves out");
            let dead = all.iter().filter(|site| is_dead(***site, files)).count();
            add(dead, "is filled and never read, which keeps nothing from growing");
        }
        let codes = codes.join(", ");
        let named = format!("{}, which the audit is about", folders.join(" and "));
        if all.is_empty() {
            let place = if folders.is_empty() { "the given paths".into() } else { format!("{named},") };
            let why = format!("nothing under {place} is a site of {codes}");
            return if unknown.is_empty() {
                (Status::Stale, why)
            } else {
                (Status::NotJudged, format!("{why}; but {unknown}"))
            };
        }
        let be = if open == 1 { "is" } else { "are" };
        let narrowed = !folders.is_empty() && (files.limited && whole || all.len() < sites.len());
        let place = if narrowed { &named } else { "the given paths" };
        let number = plural(all.len(), &format!("{codes} site"));
        let why = format!("{of_all} {number} under {place}, {open} {be} open");
        let status = match open {
            0 if unknown.is_empty() => Status::Refuted,
            0 => return (Status::NotJudged, format!("{why}; but {unknown}")),
            open if open == all.len() => Status::Confirmed,
            _ => Status::Partly,
        };
        (status, if unknown.is_empty() { why } else { format!("{why}; {unknown}") })
    }

    /// Which sites the finding speaks of.
    fn meant(&self, sites: &[SiteRef]) -> Meant {
        let files = self.files;
        let codes = self.claim.codes(Role::Problem);
        let quotes: Vec<Quote> = codes.map(|code| Quote::new(&code.text)).collect();
        let quotes: Vec<&Quote> = quotes.iter().filter(|quote| quote.is_telling()).collect();
        let is_open = |site: &SiteRef| files.site(*site).finding.verdict.is_open();
        let hits = best_hits(&quotes, files);
        hits.iter().for_each(|(file, _)| files.want(*file));
        let at_hits: Vec<SiteRef> = sites.iter().copied().filter(|site| self.is_at(*site, &hits)).collect();
        let unseen = |(file, hit): &&(usize, Hit)| {
            !sites.iter().any(|site| self.is_at(*site, std::slice::from_ref(&(*file, *hit))))
        };
        if self.claim.several || !self.claim.counts.is_empty() {
            // A quote is an example of the class; what no transform sees is no proof that there is none.
            return match hits.iter().filter(|(_, hit)| hit.whole).find(unseen) {
                Some(found) if !sites.iter().any(is_open) => Meant::Unknown(self.not_seen(found)),
                _ => Meant::All,
            };
        }
        let functions: Vec<&str> =
            codes_in(&self.claim.title).into_iter().filter(|code| code.ends_with("()")).collect();
        let named = of_functions(sites, &functions, files);
        if !functions.is_empty() && named.is_empty() {
            self.want_functions(&functions);
            let there = !sites.is_empty() || functions.iter().any(|code| is_written(code, files));
            return if there {
                Meant::Unknown("none of them has the code that it names".into())
            } else {
                Meant::All
            };
        }
        if quotes.is_empty() && functions.is_empty() {
            return match of_attributes(self.claim, sites, files) {
                Spoken::Nothing => Meant::All,
                Spoken::These(these) => Meant::These(these),
                Spoken::Right => Meant::Unknown(
                    "what it names is fine, and others are open: it may name what is right".into(),
                ),
            };
        }
        if quotes.is_empty() {
            return Meant::These(named);
        }
        let among = |found: Vec<SiteRef>| -> Vec<SiteRef> {
            found.into_iter().filter(|site| functions.is_empty() || named.contains(site)).collect()
        };
        let there = among(at_hits);
        if !there.is_empty() {
            let whole = hits.iter().any(|(_, hit)| hit.whole);
            return if whole || there.iter().any(is_open) {
                Meant::These(there)
            } else {
                Meant::Unknown("not all of the code that it quotes is still there".into())
            };
        }
        // What is about attributes, locks and tasks has its site elsewhere than where it is used.
        let elsewhere = |site: &&SiteRef| {
            let code = files.site(**site).finding.code;
            !code.starts_with("AM4") && !code.starts_with("AM5") && shares_names(**site, &quotes, files)
        };
        let elsewhere = among(sites.iter().filter(elsewhere).copied().collect());
        if !elsewhere.is_empty() {
            return Meant::These(elsewhere);
        }
        if let Some(found) = hits.first() {
            return Meant::Unknown(self.not_seen(found));
        }
        if named.iter().any(is_open) && !functions.is_empty() {
            return Meant::These(named);
        }
        let written = quotes.iter().flat_map(|quote| quote.telling_lines()).flat_map(names);
        let written = written.filter(|name| is_telling(name)).any(|name| is_written(name, files));
        match (sites.is_empty(), written) {
            (true, false) => Meant::All,
            (_, true) => Meant::Unknown("none of them is the code that it quotes".into()),
            (false, false) => Meant::Unknown("the code that it quotes is nowhere".into()),
        }
    }

    /// The files that have a named function count, wherever they are.
    fn want_functions(&self, functions: &[&str]) {
        let heads = functions.iter().filter_map(|code| names(code).last()).map(|name| format!("def {name}("));
        for head in heads {
            let finder = memmem::Finder::new(head.as_bytes());
            let has = |file: &File<'_>| finder.find(file.text.as_bytes()).is_some();
            let with = self.files.files.iter().enumerate().filter(|(_, file)| has(file));
            with.for_each(|(number, _)| self.files.want(number));
        }
    }

    fn not_seen(&self, (file, hit): &(usize, Hit)) -> String {
        let path = self.files.files[*file].path;
        let what = if hit.whole { "the code" } else { "a part of the code" };
        format!(
            "{what} that it quotes stands at {path}:{}, and the transforms that it is tied to take it for no site",
            hit.first
        )
    }

    /// Whether a site stands at one of some places.
    fn is_at(&self, site: SiteRef, hits: &[(usize, Hit)]) -> bool {
        let located = self.files.site(site);
        hits.iter().any(|(file, hit)| {
            *file == site.file && located.line <= hit.last && hit.first <= located.end_line
        })
    }
}

/// Whether a site is fine because it is filled and never read. That refutes no claim that it grows.
pub(super) fn is_dead(site: SiteRef, files: &Files<'_>) -> bool {
    let located = files.site(site);
    !located.finding.verdict.is_open() && located.evidence().any(|evidence| evidence.kind == "dead")
}

/// Whether a finding quotes code by which it could be told, and no file has any of it.
pub(super) fn quoted_nowhere(claim: &Claim, files: &Files<'_>) -> bool {
    let quotes: Vec<Quote> = claim.codes(Role::Problem).map(|code| Quote::new(&code.text)).collect();
    let mut telling = quotes.iter().flat_map(Quote::telling_lines).peekable();
    if telling.peek().is_none() {
        return false;
    }
    // The longest name of each line, as a search for whole lines would cost more.
    !telling.filter_map(longest_name).any(|name| is_written(name, files))
}

fn longest_name(line: &str) -> Option<&str> {
    names(line).max_by_key(|name| name.len())
}

/// Whether a file has a name.
fn is_written(code: &str, files: &Files<'_>) -> bool {
    let Some(name) = names(code).last() else { return false };
    let finder = memmem::Finder::new(name.as_bytes());
    files.files.iter().any(|file| finder.find(file.text.as_bytes()).is_some())
}

/// Where quotes stand: all of one if there is such a place, else the most of it.
fn best_hits(quotes: &[&Quote], files: &Files<'_>) -> Vec<(usize, Hit)> {
    let mut all: Vec<(usize, Hit)> = Vec::new();
    for quote in quotes {
        let finders: Vec<_> = quote
            .telling_lines()
            .filter_map(longest_name)
            .map(|name| memmem::Finder::new(name.as_bytes()))
            .collect();
        for (number, file) in files.files.iter().enumerate() {
            if !finders.iter().any(|finder| finder.find(file.text.as_bytes()).is_some()) {
                continue;
            }
            let hits = quote.find(files.lines(number)).into_iter();
            all.extend(hits.map(|hit| (number, within_block(hit, quote, number, files))));
        }
    }
    let best = all.iter().map(|(_, hit)| (hit.whole, hit.matched)).max();
    all.retain(|(_, hit)| Some((hit.whole, hit.matched)) == best);
    all
}

/// A hit that does not go on in the next function: what stands there is other code.
fn within_block(mut hit: Hit, quote: &Quote, file: usize, files: &Files<'_>) -> Hit {
    let lines = files.lines(file);
    let begins = |line: &str| ["def ", "async def ", "class "].iter().any(|start| line.starts_with(start));
    let other = |line: &usize| {
        let line = lines.get(*line);
        begins(line) && !quote.lines.iter().any(|quoted| quoted == line)
    };
    if let Some(next) = (hit.first + 1..=hit.last).find(other) {
        (hit.last, hit.whole) = (next - 1, false);
        hit.matched = (hit.first..=hit.last)
            .filter(|line| quote.lines.iter().any(|quoted| quoted == lines.get(*line)))
            .count();
    }
    hit
}

/// The sites in some functions; else those whose code has their names.
fn of_functions(sites: &[SiteRef], functions: &[&str], files: &Files<'_>) -> Vec<SiteRef> {
    let last = |code: &&&str| names(code).last().map(str::to_string);
    let wanted: Vec<String> = functions.iter().filter_map(|code| last(&code)).collect();
    let is_in = |site: &&SiteRef| {
        let symbol = files.site(**site).finding.symbol.as_str();
        symbol.split('.').any(|part| wanted.iter().any(|name| name == part))
    };
    let inside: Vec<SiteRef> = sites.iter().filter(is_in).copied().collect();
    if !inside.is_empty() {
        return inside;
    }
    let has = |site: &&SiteRef| {
        let has = names_of(**site, files);
        wanted.iter().any(|name| has.contains(&name.as_str()))
    };
    sites.iter().filter(has).copied().collect()
}

/// Whether at least half of the telling names of a quoted line stand in a site.
fn shares_names(site: SiteRef, quotes: &[&Quote], files: &Files<'_>) -> bool {
    let has = names_of(site, files);
    quotes.iter().flat_map(|quote| quote.telling_lines()).any(|line| {
        let wanted: Vec<&str> = names(line).filter(|name| is_telling(name)).collect();
        let found = wanted.iter().filter(|name| has.contains(name)).count();
        found > 0 && found * 2 >= wanted.len()
    })
}
