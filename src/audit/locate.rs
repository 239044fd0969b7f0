//! Where the locations that an audit names are in the code now. A location that is not where it is said to be is searched
//! for by the code that the audit quotes, and by how far what stands around it has moved ([`super::moves`]). What stands
//! there is said in [`super::held`].

use memchr::memmem;
use rustc_hash::FxHashSet;

use super::content::{Hit, Quote, called, is_telling, names};
use super::files::{Files, Resolved, SiteRef};
use super::held::{Own, near};
use super::model::{Claim, Role};
use super::rivals::Rival;
use super::spot::{Spot, State};
use super::titles::{spoken, titled};

/// More locations of one finding are not searched for in all files.
const MAX_LOST: usize = 20;

/// A quote that is everywhere is only looked for so many lines around.
const MAX_AROUND: usize = 40;

/// Holds the named locations of a finding against the code. `codes` are those of the tied transforms.
pub fn locate(claim: &Claim, codes: &[String], files: &Files<'_>) -> Vec<Spot> {
    let quotes: Vec<(Option<usize>, Quote)> =
        claim.codes(Role::Problem).map(|code| (code.place, Quote::new(&code.text))).collect();
    let named: usize = claim.places.iter().map(|place| place.lines.len().max(1)).sum();
    let one_path = claim.places.windows(2).all(|two| two[0].path == two[1].path);
    let search = Search::new(claim, codes, files, quotes.iter().map(|(_, quote)| quote), named == 1);
    let mut spots: Vec<(usize, Spot)> = Vec::new();
    let mut rivals: Vec<Vec<Rival>> = Vec::new();
    for (number, place) in claim.places.iter().enumerate() {
        let ranges = place.lines.iter().copied().map(Some);
        let ranges: Vec<_> = if place.lines.is_empty() { vec![None] } else { ranges.collect() };
        for claimed in ranges {
            spots.push((number, search.blank(&place.path, claimed)));
            rivals.push(Vec::new());
        }
    }
    let mut taken: Vec<(usize, Hit)> = Vec::new();
    let of_place =
        |number: usize| quotes.iter().filter(move |(place, _)| place.is_none_or(|place| place == number));
    // What is quoted and stands at the named lines is there; what is left may have moved, the nearest first.
    let mut near_by: Vec<(usize, usize, Hit)> = Vec::new();
    for (at, (number, spot)) in spots.iter_mut().enumerate() {
        let Some(file) = spot.file else { continue };
        let found: Vec<(&Quote, Vec<Hit>)> =
            of_place(*number).map(|(_, quote)| (quote, quote.find(files.lines(file)))).collect();
        let unshifted = search.unshifted(spot, &found);
        let Some(expected) = spot.expected else { continue };
        let choice = search.choose(spot, &found, |hit| !taken.contains(&(file, *hit)));
        rivals[at] = choice.rivals;
        if let Some(hit) = choice.here {
            taken.push((file, hit));
            search.settle(spot, hit);
            if choice.only {
                search.narrow(spot, hit);
            }
        } else {
            near_by.extend(choice.moved.iter().map(|hit| (expected.0.abs_diff(hit.first), at, *hit)));
        }
        rivals[at].extend(unshifted.filter(|_| choice.moved.is_empty()));
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
    // Who found it with a tool has run it on these files: there is no other place to look for. And one example of code
    // for locations in several files does not say which of them it is from.
    let lost = spots.iter_mut().filter(|(_, spot)| spot.file.is_none() && claim.rule.is_none());
    for (number, spot) in lost.take(MAX_LOST) {
        let own = of_place(*number).filter(|(place, _)| one_path || place.is_some());
        search.elsewhere(spot, own.map(|(_, quote)| quote), &mut taken);
    }
    let mut lost = MAX_LOST;
    for ((number, spot), mut rivals) in spots.iter_mut().zip(rivals) {
        let is_certain =
            |(place, quote): &(Option<usize>, Quote)| quote.is_telling() && (named == 1 || place.is_some());
        let own = Own {
            certain: of_place(*number).any(is_certain),
            quotes: of_place(*number).map(|(_, quote)| quote).collect(),
        };
        search.stay(spot);
        let blank = spot.clone();
        search.judge(spot, &own);
        // What another location is, is not this one; its own place is among them.
        rivals.retain(|rival| rival.hit.is_none_or(|hit| !taken.contains(&(rival.file, hit))));
        if lost > 0 && matches!(spot.state, State::Stale | State::Fixed) {
            lost -= 1;
            let own = of_place(*number).filter(|(place, _)| one_path || place.is_some());
            rivals.extend(search.in_other_files(spot, own.map(|(_, quote)| quote), &taken));
        }
        search.contest(spot, &blank, &own, &rivals);
    }
    spots.into_iter().map(|(_, spot)| spot).collect()
}

/// What is looked for, and where.
pub(super) struct Search<'s, 'f> {
    pub(super) claim: &'s Claim,
    pub(super) codes: &'s [String],
    pub(super) files: &'s Files<'f>,
    pub(super) fixes: Vec<Quote>,
    /// Functions that the finding names.
    pub(super) functions: Vec<String>,
    /// Names in its title, those of functions among them.
    pub(super) titled: Vec<String>,
    /// Attributes that its text names.
    pub(super) spoken: Vec<String>,
    /// Names in its title and in what it quotes.
    pub(super) words: FxHashSet<String>,
    /// Whether it names one location only.
    pub(super) alone: bool,
}

impl<'s, 'f> Search<'s, 'f> {
    fn new<'q>(
        claim: &'s Claim,
        codes: &'s [String],
        files: &'s Files<'f>,
        quotes: impl Iterator<Item = &'q Quote>,
        alone: bool,
    ) -> Self {
        let titled = titled(&claim.title);
        let telling = |line: &str| names(line).filter(|name| is_telling(name)).map(str::to_string).collect();
        let of_quotes =
            quotes.flat_map(|quote| quote.lines.iter()).flat_map(|line| -> Vec<String> { telling(line) });
        let words =
            of_quotes.chain(titled.iter().flat_map(|name| -> Vec<String> { telling(name) })).collect();
        Search {
            claim,
            codes,
            files,
            fixes: claim.codes(Role::Fix).map(|code| Quote::new(&code.text)).collect(),
            functions: called(&claim.prose(Role::Problem)).collect(),
            spoken: spoken(&claim.prose(Role::Problem)),
            titled,
            words,
            alone,
        }
    }

    fn blank(&self, path: &str, claimed: Option<(usize, usize)>) -> Spot {
        let mut spot = Spot {
            path: path.to_string(),
            claimed,
            expected: claimed,
            certain: true,
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
        let Some(moves) = self.files.moves.get() else { return spot };
        if spot.file.is_none()
            && let Some(file) = moves.renamed(path)
        {
            (spot.file, spot.moved) = (Some(file), true);
            spot.why = format!("{}; its code is in another file now", spot.why);
        }
        if let Some((file, claimed)) = spot.file.zip(claimed) {
            let now = moves.now(self.claim, file, claimed, self.files.lines(file).len());
            (spot.expected, spot.certain) = (Some(now.lines), now.certain);
        }
        spot
    }

    fn settle(&self, spot: &mut Spot, hit: Hit) {
        // A quote may be of more than the named lines: those count where they hold a site.
        let named = spot.expected.filter(|expected| near(*expected, hit, 0)).zip(spot.file);
        let named = named.filter(|(expected, file)| !self.at(*file, *expected).is_empty());
        spot.lines = Some(named.map_or((hit.first, hit.last), |(expected, _)| expected));
        spot.moved |= match named {
            Some((expected, _)) => spot.claimed != Some(expected),
            None => spot.claimed.is_some_and(|claimed| !near(claimed, hit, 0)),
        };
    }

    /// A range in which one site is quoted that is fine is not refuted or confirmed by the others in it.
    fn narrow(&self, spot: &mut Spot, hit: Hit) {
        let Some(file) = spot.file.filter(|_| self.alone) else { return };
        let quoted = self.at(file, (hit.first, hit.last));
        let is_open = |site: &SiteRef| self.files.site(*site).finding.verdict.is_open();
        let others = spot.lines.map_or_else(Vec::new, |lines| self.at(file, lines));
        if !quoted.is_empty() && !quoted.iter().any(is_open) && others.iter().any(is_open) {
            spot.lines = Some((hit.first, hit.last));
        }
    }

    /// What is not found elsewhere is where it is said to be, or as far from there as what stands around it.
    fn stay(&self, spot: &mut Spot) {
        let (Some(file), Some(expected), None) = (spot.file, spot.expected, spot.lines) else { return };
        let length = self.files.lines(file).len();
        if expected.0 > length {
            spot.why = format!("the file has only {length} lines");
            return;
        }
        spot.lines = Some(expected);
        spot.moved |= spot.claimed != Some(expected);
    }

    /// Finds the code of a file that does not exist in another file: all of it, and only if it is telling.
    fn elsewhere<'q>(
        &self,
        spot: &mut Spot,
        quotes: impl Iterator<Item = &'q Quote>,
        taken: &mut Vec<(usize, Hit)>,
    ) {
        for quote in quotes.filter(|quote| quote.is_telling()) {
            for (file, hit) in whole_hits(quote, self.files) {
                if taken.contains(&(file, hit)) {
                    continue;
                }
                taken.push((file, hit));
                (spot.file, spot.lines, spot.moved) = (Some(file), Some((hit.first, hit.last)), true);
                spot.why = format!("{}; its code is in another file now", spot.why);
                return;
            }
        }
    }

    /// The places that a location may have moved to, from among those that look like a quote: telling or not.
    pub(super) fn moved(&self, spot: &Spot, found: &[(&Quote, Vec<Hit>)]) -> Vec<Hit> {
        let (Some(file), Some(expected)) = (spot.file, spot.expected) else { return Vec::new() };
        // Where a site stands at the named lines, only all of a telling quote says that it is not the one; but where
        // it is known that the lines have moved, that site has come there with them.
        let has_site = !self.at(file, expected).is_empty();
        let mut all = Vec::new();
        for (quote, hits) in found {
            let telling = quote.is_telling();
            // A handler such as `except Exception: pass` is everywhere: far away it is another one.
            let may_be = |hit: &&Hit| {
                if has_site {
                    telling && (hit.whole || self.alone)
                } else {
                    telling || near(expected, **hit, MAX_AROUND)
                }
            };
            let best = hits.iter().filter(may_be).map(|hit| hit.matched).max();
            all.extend(hits.iter().filter(may_be).filter(|hit| Some(hit.matched) == best));
        }
        all
    }
}

/// Where all of a telling quote stands, in all files.
pub(super) fn whole_hits<'h>(
    quote: &'h Quote,
    files: &'h Files<'_>,
) -> impl Iterator<Item = (usize, Hit)> + 'h {
    let name = quote.telling_lines().next().and_then(|line| names(line).max_by_key(|name| name.len()));
    let name = name.map(|name| memmem::Finder::new(name.as_bytes()));
    let files_with = files
        .files
        .iter()
        .enumerate()
        .filter(move |(_, of)| name.as_ref().is_some_and(|name| name.find(of.text.as_bytes()).is_some()));
    files_with.flat_map(move |(file, _)| {
        let hits = quote.find(files.lines(file)).into_iter().filter(|hit| hit.whole);
        hits.map(move |hit| (file, hit))
    })
}
