//! How far the lines of an audit have moved, and which files have other names now: told by the code that its findings
//! quote, where that stands once. A single finding may be a few lines off; what several agree on is an edit.

use rustc_hash::{FxHashMap, FxHashSet};

use super::content::{Hit, Quote};
use super::files::{Files, Resolved};
use super::held::near;
use super::locate::whole_hits;
use super::model::{Claim, Code, Role};

/// More findings of files that do not exist are not searched for in all files.
const MAX_LOST: usize = 200;

/// More quotes of one file tell nothing new.
const MAX_ANCHORS: usize = 500;

/// A quote that may stand anywhere in more lines than that does not tell how far a line has moved.
const MAX_VAGUE: isize = 10;

/// What has moved since an audit was written.
#[derive(Debug, Default)]
pub(super) struct Moves {
    anchors: FxHashMap<usize, Vec<Anchor>>,
    /// How far all of a file has moved, where that is known.
    agreed: FxHashMap<usize, isize>,
    renamed: FxHashMap<String, usize>,
    /// Where the findings that quote some code say that it is now: the line of the finding in the report, file, lines.
    quoted: FxHashMap<Vec<String>, Vec<Quoted>>,
}

/// The line of a finding in the report, the file, and the lines there that it speaks of.
type Quoted = (usize, usize, (usize, usize));

/// Where some lines of an audit are now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Now {
    pub(super) lines: (usize, usize),
    /// Whether code before and after them has moved as far, so that nothing else can have happened in between.
    pub(super) certain: bool,
}

/// Quoted code that stands once in a file, and the locations that may be meant by it.
#[derive(Debug, PartialEq, Eq)]
struct Anchor {
    /// The lines that are named, and the least, the likeliest and the greatest shift that puts them there.
    may_be: Vec<(usize, [isize; 3])>,
    /// Two for all of a quote, one for a part.
    weight: usize,
    /// The line in the report of the finding that quotes it.
    of: usize,
}

impl Anchor {
    fn allows(&self, shift: isize) -> bool {
        self.may_be.iter().any(|(_, [least, _, most])| (*least..=*most).contains(&shift))
    }

    fn is_likely(&self, shift: isize) -> bool {
        self.may_be.iter().any(|(_, [_, likely, _])| *likely == shift)
    }

    /// The named lines that have moved that far, if it says so with some precision.
    fn tells(&self, shift: isize) -> impl Iterator<Item = usize> + '_ {
        let tells = move |[least, likely, most]: &[isize; 3]| {
            *likely == shift || (*least..=*most).contains(&shift) && most - least <= MAX_VAGUE
        };
        self.may_be.iter().filter(move |(_, shifts)| tells(shifts)).map(|(line, _)| *line)
    }
}

impl Moves {
    pub(super) fn new(claims: &[Claim], files: &Files<'_>) -> Moves {
        let claims: Vec<&Claim> = claims.iter().filter(|claim| claim.rule.is_none()).collect();
        let mut moves = Moves { renamed: renamed(&claims, files), ..Moves::default() };
        for claim in &claims {
            for code in claim.codes(Role::Problem) {
                moves.anchor(claim, code, files);
            }
        }
        let agreed = |(file, anchors): (&usize, &Vec<Anchor>)| Some((*file, agreed(anchors)?));
        moves.agreed = moves.anchors.iter().filter_map(agreed).collect();
        for claim in &claims {
            for code in claim.codes(Role::Problem) {
                moves.note(claim, code, files);
            }
        }
        moves
    }

    /// Notes where a finding says that the code that it quotes is.
    fn note(&mut self, claim: &Claim, code: &Code, files: &Files<'_>) {
        let mut all = Vec::new();
        for (number, place) in claim.places.iter().enumerate() {
            let file = self.file(&place.path, files).filter(|_| code.place.is_none_or(|of| of == number));
            let Some(file) = file else { continue };
            let now = |lines: &(usize, usize)| self.now(claim, file, *lines, files.lines(file).len()).lines;
            all.extend(place.lines.iter().map(|lines| (claim.line, file, now(lines))));
        }
        if !all.is_empty() {
            self.quoted.entry(Quote::new(&code.text).lines).or_default().extend(all);
        }
    }

    /// Whether quoted code is what another finding speaks of that quotes the same.
    pub(super) fn is_of_another(&self, claim: &Claim, quote: &Quote, file: usize, hit: Hit) -> bool {
        let all = self.quoted.get(&quote.lines).map_or(&[][..], Vec::as_slice);
        all.iter().any(|(line, of, lines)| *line != claim.line && *of == file && near(*lines, hit, 0))
    }

    fn file(&self, path: &str, files: &Files<'_>) -> Option<usize> {
        match files.resolve(path) {
            Resolved::One(file) => Some(file),
            _ => self.renamed(path),
        }
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
            if let Some(file) = self.file(&place.path, files) {
                of_file.entry(file).or_default().extend(&place.lines);
            }
        }
        for (file, lines) in of_file {
            let hits = quote.find(files.lines(file));
            let &[hit] = hits.as_slice() else { continue };
            let length = files.lines(file).len();
            let may_be =
                lines.into_iter().filter(|(first, last)| first <= last && *last < isize::MAX as usize);
            let may_be: Vec<_> =
                may_be.map(|lines| (lines.0, shifts(lines, (hit.first, hit.last), length))).collect();
            let of_file = self.anchors.entry(file).or_default();
            if !may_be.is_empty() && of_file.len() < MAX_ANCHORS {
                let weight = if hit.whole { 2 } else { 1 };
                of_file.push(Anchor { may_be, weight, of: claim.line });
            }
        }
    }

    /// The file that one which no longer exists has become.
    pub(super) fn renamed(&self, path: &str) -> Option<usize> {
        self.renamed.get(path).copied()
    }

    /// Where some lines of a finding are now, in a file of some length; the same where that is not known.
    pub(super) fn now(&self, claim: &Claim, file: usize, lines: (usize, usize), length: usize) -> Now {
        let anchors = self.anchors.get(&file).map_or(&[][..], Vec::as_slice);
        let agreed = self.agreed.get(&file).copied();
        let shift = agreed.or_else(|| shift(anchors, lines.0)).unwrap_or(0);
        // What is quoted for these lines themselves may be another place: it is searched for, and tells no shift.
        let of_others = |anchor: &&Anchor| {
            anchor.of != claim.line || anchor.may_be.iter().all(|(line, _)| *line != lines.0)
        };
        let others = || anchors.iter().filter(of_others);
        if !others().any(|anchor| anchor.allows(shift)) {
            return Now { lines, certain: true };
        }
        let moved = |line: usize| line.checked_add_signed(shift).filter(|line| *line > 0);
        let now = moved(lines.0).zip(moved(lines.1)).unwrap_or(lines);
        // What was below the end of the file is no longer there.
        let now = if lines.1 <= length && now.0 <= length { (now.0, now.1.min(length)) } else { now };
        let told = || others().flat_map(|anchor| anchor.tells(shift));
        let certain = told().any(|line| line <= lines.0) && told().any(|line| line >= lines.0);
        Now { lines: now, certain }
    }
}

/// The least, the likeliest and the greatest shift of some lines of which a part, or more than they, stands at others now.
fn shifts(lines: (usize, usize), now: (usize, usize), length: usize) -> [isize; 3] {
    let shift = |from: usize, to: usize| to as isize - from as isize;
    let (least, most) = (shift(lines.1, now.0), shift(lines.0, now.1));
    let alike = lines.1 - lines.0 == now.1 - now.0;
    // What is quoted from within a range stands where it stood as long as it is in the range.
    if !alike && (least..=most).contains(&0) {
        return [least, 0, most];
    }
    // Nor does a range move beyond the end of its file.
    let fits = if lines.1 <= length { shift(lines.1, length) } else { isize::MAX };
    [least, shift(lines.0, now.0).min(fits).max(least), most]
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
        Anchor { may_be: vec![(line, shifts)], weight: 2, of: 1 }
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

    #[test]
    fn a_part_of_a_range_that_is_still_in_it_has_not_moved() {
        assert_eq!(shifts((1, 30), (20, 20), 60), [-10, 0, 19]);
        assert_eq!(shifts((13, 13), (73, 73), 80), [60; 3]);
        assert_eq!(shifts((10, 12), (11, 13), 80), [-1, 1, 3]);
        // Line 50 is the last: lines 1-12 are then at most 39-50.
        assert_eq!(shifts((1, 12), (45, 45), 50), [33, 38, 44]);
    }

    #[test]
    fn what_moves_is_certain_between_anchors_and_ends_with_the_file() {
        let mut moves = Moves::default();
        moves.anchors.insert(0, vec![anchor(10, [20; 3]), anchor(30, [20; 3])]);
        moves.agreed.insert(0, 20);
        let claim = |line: usize| Claim { line, ..Claim::default() };
        let now = |lines: (usize, usize), length: usize| moves.now(&claim(9), 0, lines, length);
        assert_eq!(now((15, 16), 90), Now { lines: (35, 36), certain: true });
        assert_eq!(now((5, 5), 90), Now { lines: (25, 25), certain: false });
        assert_eq!(now((40, 50), 65), Now { lines: (60, 65), certain: false });
        assert_eq!(now((60, 61), 65), Now { lines: (80, 81), certain: false });
    }

    #[test]
    fn a_finding_does_not_move_itself() {
        let mut moves = Moves::default();
        moves.anchors.insert(0, vec![anchor(10, [20; 3])]);
        moves.agreed.insert(0, 20);
        let now = |line: usize| {
            let claim = Claim { line, ..Claim::default() };
            moves.now(&claim, 0, (10, 10), 90).lines
        };
        assert_eq!((now(1), now(9)), ((10, 10), (30, 30)));
    }
}
