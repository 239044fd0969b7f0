//! How far the lines of an audit have moved, and which files have other names now: told by the code that its findings
//! quote, where that stands once. A single finding may be a few lines off; what several agree on is an edit.

use rustc_hash::{FxHashMap, FxHashSet};

use super::content::Quote;
use super::files::{Files, Resolved};
use super::locate::whole_hits;
use super::model::{Claim, Code, Role};

/// More findings of files that do not exist are not searched for in all files.
const MAX_LOST: usize = 200;

/// More quotes of one file tell nothing new.
const MAX_ANCHORS: usize = 500;

/// What has moved since an audit was written.
#[derive(Debug, Default)]
pub(super) struct Moves {
    anchors: FxHashMap<usize, Vec<Anchor>>,
    /// How far all of a file has moved, where that is known.
    agreed: FxHashMap<usize, isize>,
    renamed: FxHashMap<String, usize>,
}

/// Quoted code that stands once in a file, and the locations that may be meant by it.
#[derive(Debug, PartialEq, Eq)]
struct Anchor {
    /// The lines that are named, and the least, the likeliest and the greatest shift that puts them there.
    may_be: Vec<(usize, [isize; 3])>,
    /// Two for all of a quote, one for a part.
    weight: usize,
}

impl Anchor {
    fn allows(&self, shift: isize) -> bool {
        self.may_be.iter().any(|(_, [least, _, most])| (*least..=*most).contains(&shift))
    }

    fn is_likely(&self, shift: isize) -> bool {
        self.may_be.iter().any(|(_, [_, likely, _])| *likely == shift)
    }
}

impl Moves {
    pub(super) fn new(claims: &[Claim], files: &Files<'_>) -> Moves {
        let claims: Vec<&Claim> = claims.iter().filter(|claim| claim.rule.is_none()).collect();
        let mut moves = Moves { renamed: renamed(&claims, files), ..Moves::default() };
        for claim in claims {
            for code in claim.codes(Role::Problem) {
                moves.anchor(claim, code, files);
            }
        }
        let agreed = |(file, anchors): (&usize, &Vec<Anchor>)| Some((*file, agreed(anchors)?));
        moves.agreed = moves.anchors.iter().filter_map(agreed).collect();
        moves
    }

    fn anchor(&mut self, claim: &Claim, code: &Code, files: &Files<'_>) {
        let quote = Quote::new(&code.text);
        if !quote.is_telling() {
            return;
        }
        let mut of_file: FxHashMap<usize, Vec<(usize, usize)>> = FxHashMap::default();
        for (number, place) in claim.places.iter().enumerate() {
            if code.place.is_some_and(|of| of != number) {
                continue;
            }
            let file = match files.resolve(&place.path) {
                Resolved::One(file) => Some(file),
                _ => self.renamed(&place.path),
            };
            if let Some(file) = file {
                of_file.entry(file).or_default().extend(&place.lines);
            }
        }
        for (file, lines) in of_file {
            let hits = quote.find(files.lines(file));
            let &[hit] = hits.as_slice() else { continue };
            let shift = |from: usize, to: usize| to as isize - from as isize;
            let may_be =
                lines.into_iter().filter(|(first, last)| first <= last && *last < isize::MAX as usize);
            let may_be: Vec<_> = may_be
                .map(|(first, last)| {
                    (first, [shift(last, hit.first), shift(first, hit.first), shift(first, hit.last)])
                })
                .collect();
            let of_file = self.anchors.entry(file).or_default();
            if !may_be.is_empty() && of_file.len() < MAX_ANCHORS {
                let weight = if hit.whole { 2 } else { 1 };
                of_file.push(Anchor { may_be, weight });
            }
        }
    }

    /// The file that one which no longer exists has become.
    pub(super) fn renamed(&self, path: &str) -> Option<usize> {
        self.renamed.get(path).copied()
    }

    /// Where some lines of an audit are now; the same where that is not known.
    pub(super) fn now(&self, file: usize, lines: (usize, usize)) -> (usize, usize) {
        let anchors = self.anchors.get(&file).map_or(&[][..], Vec::as_slice);
        let agreed = self.agreed.get(&file).copied();
        let shift = agreed.or_else(|| shift(anchors, lines.0)).unwrap_or(0);
        let moved = |line: usize| line.checked_add_signed(shift).filter(|line| *line > 0);
        moved(lines.0).zip(moved(lines.1)).unwrap_or(lines)
    }
}

/// How far nearly all of a file has moved, if that is one distance.
fn agreed(anchors: &[Anchor]) -> Option<isize> {
    let mut likely: Vec<isize> =
        anchors.iter().flat_map(|anchor| anchor.may_be.iter().map(|(_, [_, likely, _])| *likely)).collect();
    likely.sort_unstable();
    likely.dedup();
    let weight = |shift: isize| -> usize {
        anchors.iter().filter(|anchor| anchor.allows(shift)).map(|anchor| anchor.weight).sum()
    };
    let exact = |shift: isize| anchors.iter().filter(|anchor| anchor.is_likely(shift)).count();
    let best = likely
        .into_iter()
        .max_by_key(|&shift| (weight(shift), exact(shift), std::cmp::Reverse(shift.unsigned_abs())))?;
    let all: usize = anchors.iter().map(|anchor| anchor.weight).sum();
    let is_agreed =
        weight(best) >= 2 && (weight(best) == all || weight(best) >= 6 && weight(best) * 4 >= all * 3);
    is_agreed.then_some(best)
}

/// How far a line has moved, by what stands before and after it.
fn shift(anchors: &[Anchor], line: usize) -> Option<isize> {
    // Edits in between: what is before and after a line says how far it has moved if both say the same.
    let whole: Vec<(usize, &Anchor)> = anchors
        .iter()
        .filter(|anchor| anchor.weight > 1 && anchor.may_be.len() == 1)
        .map(|anchor| (anchor.may_be[0].0, anchor))
        .collect();
    let before = whole.iter().filter(|(at, _)| *at <= line).max_by_key(|(at, _)| *at)?.1;
    let after = whole.iter().filter(|(at, _)| *at >= line).min_by_key(|(at, _)| *at)?.1;
    let likely = [before, after].map(|anchor| anchor.may_be[0].1[1]);
    likely.into_iter().find(|&shift| before.allows(shift) && after.allows(shift))
}

/// Files of an audit that do not exist, and where the code that is quoted from them stands: once in all files, in one that
/// the audit does not name, and the same for all findings.
fn renamed(claims: &[&Claim], files: &Files<'_>) -> FxHashMap<String, usize> {
    let one = |path: &str| match files.resolve(path) {
        Resolved::One(file) => Some(file),
        _ => None,
    };
    let paths = || claims.iter().flat_map(|claim| claim.places.iter().map(|place| place.path.as_str()));
    let known: FxHashSet<usize> = paths().filter_map(one).collect();
    let lost: FxHashSet<&str> = paths().filter(|path| one(path).is_none()).collect();
    let mut votes: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut left = MAX_LOST;
    for claim in claims {
        let Some(first) = claim.places.first() else { continue };
        let alike = claim.places.iter().all(|place| place.path == first.path);
        for code in claim.codes(Role::Problem) {
            let place = code.place.and_then(|place| claim.places.get(place)).or(alike.then_some(first));
            let Some(path) = place.map(|place| place.path.as_str()).filter(|path| lost.contains(path)) else {
                continue;
            };
            let quote = Quote::new(&code.text);
            if left == 0 || !quote.is_telling() {
                continue;
            }
            left -= 1;
            let mut hits = whole_hits(&quote, files).filter(|(file, _)| !known.contains(file));
            if let (Some((file, _)), None) = (hits.next(), hits.next()) {
                votes.entry(path).or_default().push(file);
            }
        }
    }
    let agree = |(path, of): (&str, Vec<usize>)| {
        let same_name = matches!(files.resolve(path), Resolved::Named(_));
        let enough = of.len() > 1 || same_name;
        (enough && of.iter().all(|file| *file == of[0])).then(|| (path.to_string(), of[0]))
    };
    votes.into_iter().filter_map(agree).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(line: usize, shifts: [isize; 3]) -> Anchor {
        Anchor { may_be: vec![(line, shifts)], weight: 2 }
    }

    #[test]
    fn what_nearly_all_agree_on_is_the_shift() {
        assert_eq!(agreed(&[]), None);
        assert_eq!(agreed(&[anchor(10, [48, 50, 52])]), Some(50));
        let outlier = [anchor(10, [50; 3]), anchor(20, [50; 3]), anchor(30, [50; 3]), anchor(25, [46; 3])];
        assert_eq!(agreed(&outlier), Some(50));
    }

    #[test]
    fn edits_in_between_are_not_guessed() {
        let edited = [anchor(10, [0; 3]), anchor(20, [0; 3]), anchor(30, [4; 3])];
        assert_eq!(agreed(&edited), None);
        assert_eq!(shift(&edited, 15), Some(0));
        assert_eq!(shift(&edited, 25), None);
        assert_eq!(shift(&edited, 35), None);
    }
}
