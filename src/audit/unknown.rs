//! What is not known of a location: a file that was not given, a path that means several files, a site that a comment
//! silences. Such a location is neither fine nor stale, and it says so. Opens no file.

use super::content::{Quote, called};
use super::files::{File, Files, SiteRef};
use super::model::{Claim, Role};
use super::spot::{Spot, State};
use crate::pipeline::Located;
use crate::report::summary::plural;

/// Takes back what is not known of the locations of a finding.
pub(super) fn doubt(claim: &Claim, codes: &[String], spots: &mut [Spot], files: &Files<'_>) {
    for (number, spot) in with_places(claim, spots) {
        if let Some(given) = files.not_given(&spot.path) {
            let why = format!("{given} is not among the given files");
            unjudged(spot, why);
            (spot.file, spot.lines, spot.moved) = (None, spot.claimed, false);
            spot.sites.clear();
            continue;
        }
        let meant = files.several(&spot.path);
        if meant.len() > 1 {
            one_of_several(claim, number, &meant, spot, files);
        } else if meant.len() == 1 && spot.file.is_none() {
            let why = format!("it is not known whether {} is meant", files.files[meant[0]].path);
            unjudged(spot, why);
        }
        if spot.file.is_some() && !spot.moved && spot.claimed.is_some_and(|(first, _)| first == 0) {
            spot.state = State::Stale;
            spot.why = "there is no line 0".into();
            spot.sites.clear();
            continue;
        }
        silenced(codes, spot, files);
        outside_of_the_named(claim, spot, files);
        // Without a quote and a line there is nothing that could be gone.
        let is_whole = spot.file.is_some() && spot.claimed.is_none() && spot.state == State::Stale;
        if is_whole && claim.codes(Role::Problem).next().is_none() {
            unjudged(
                spot,
                "the file is there, and the transforms that it is tied to find no site in it".into(),
            );
        }
    }
}

/// The spots with the number of the place that each is of; a place has one for each of its ranges of lines.
fn with_places<'s>(claim: &Claim, spots: &'s mut [Spot]) -> impl Iterator<Item = (usize, &'s mut Spot)> {
    let numbers: Vec<usize> = claim
        .places
        .iter()
        .enumerate()
        .flat_map(|(number, place)| std::iter::repeat_n(number, place.lines.len().max(1)))
        .collect();
    spots.iter_mut().enumerate().map(move |(at, spot)| (numbers.get(at).copied().unwrap_or(usize::MAX), spot))
}

fn unjudged(spot: &mut Spot, why: String) {
    spot.state = State::Unjudged;
    spot.why = why;
}

/// A path that several files end with is that of the one that holds what is quoted, if there is only one.
fn one_of_several(claim: &Claim, number: usize, meant: &[usize], spot: &mut Spot, files: &Files<'_>) {
    let quotes = claim.codes(Role::Problem).filter(|code| code.place.is_none_or(|place| place == number));
    let quotes: Vec<Quote> =
        quotes.map(|code| Quote::new(&code.text)).filter(|quote| quote.is_telling()).collect();
    let holds = |file: &&usize| {
        quotes.iter().any(|quote| quote.find(files.lines(**file)).iter().any(|hit| hit.whole))
    };
    let holding: Vec<usize> = meant.iter().filter(holds).copied().collect();
    if holding.len() == 1 && spot.file == Some(holding[0]) {
        return;
    }
    let named: Vec<&str> = meant.iter().take(3).map(|&file| files.files[file].path).collect();
    unjudged(spot, format!("it is not known which is meant: {}", named.join(", ")));
    (spot.file, spot.lines, spot.moved) = (None, spot.claimed, false);
    spot.sites.clear();
}

/// What a comment silences is no proof that all is well there.
fn silenced(codes: &[String], spot: &mut Spot, files: &Files<'_>) {
    let Some(file) = spot.file else { return };
    let all: Vec<&Located> = silenced_of(&files.files[file], codes).collect();
    if all.is_empty() {
        return;
    }
    let Some((first, last)) = spot.lines.or(spot.claimed) else {
        // A whole file: what is open in it holds all the same.
        if spot.state != State::Open {
            unjudged(spot, format!("{} there", comments(all.len())));
        }
        return;
    };
    let stands = |located: &Located| (first..=last).contains(&located.line);
    let around = |located: &Located| located.line <= last && first <= located.end_line;
    let here = all.iter().find(|located| stands(located));
    let here = here.or_else(|| all.iter().find(|located| spot.sites.is_empty() && around(located)));
    let held = |site: &SiteRef| {
        let located = files.site(*site);
        located.finding.verdict.is_open() && stands(located)
    };
    match here {
        Some(_) if spot.sites.iter().any(held) => {}
        Some(located) => {
            let (code, line) = (located.finding.code, located.line);
            unjudged(spot, format!("a comment silences the {code} site in line {line}"));
        }
        None if spot.state == State::Stale => {
            let why = if spot.why.is_empty() { "nothing like it stands there" } else { &spot.why };
            let why = format!("{why}; {} in this file", comments(all.len()));
            unjudged(spot, why);
        }
        None => {}
    }
}

/// What is not known of files, in words; empty if all is.
pub(super) fn unknown_of<'f, 'a: 'f>(
    codes: &[String],
    files: impl IntoIterator<Item = &'f File<'a>>,
) -> String {
    let (mut unread, mut silenced) = (0, 0);
    for file in files {
        unread += usize::from(file.problem.is_some());
        silenced += silenced_of(file, codes).count();
    }
    let mut unknown: Vec<String> = Vec::new();
    if unread > 0 {
        unknown.push(format!("{} cannot be judged", plural(unread, "file")));
    }
    if silenced > 0 {
        unknown.push(comments(silenced));
    }
    unknown.join(", and ")
}

/// In words.
fn comments(number: usize) -> String {
    let verb = if number == 1 { "a comment silences" } else { "comments silence" };
    format!("{verb} {} of its class", plural(number, "site"))
}

/// The silenced sites of a file.
pub(super) fn silenced_of<'f>(file: &File<'f>, codes: &[String]) -> impl Iterator<Item = &'f Located> {
    let all = file.silenced.iter().map(|silenced| &silenced.located);
    all.filter(|located| codes.iter().any(|code| code == located.finding.code))
}

/// A file of which no line is named, in a finding about a function: the sites of other functions are not the ones
/// that are meant, be they open or fine.
fn outside_of_the_named(claim: &Claim, spot: &mut Spot, files: &Files<'_>) {
    let (Some(file), None, None) = (spot.file, spot.claimed, spot.lines) else { return };
    if spot.sites.is_empty() {
        return;
    }
    let text = files.files[file].text;
    let defined = |name: &String| {
        let heads = [format!("def {name}("), format!("def {name}[")];
        heads.iter().any(|head| text.contains(head.as_str()))
    };
    let named: Vec<String> = called(&claim.title).filter(defined).collect();
    let inside = |site: &SiteRef| {
        let symbol = &files.site(*site).finding.symbol;
        named.iter().any(|name| symbol.split('.').any(|part| part == name))
    };
    if !named.is_empty() && !spot.sites.iter().any(inside) {
        unjudged(spot, format!("`{}` is there, and the transforms find no site in it", named.join("`, `")));
        spot.sites.clear();
    }
}
