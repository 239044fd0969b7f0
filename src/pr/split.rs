//! Cuts what one transform changes into topics that somebody can review: tests, examples and docs apart from the code;
//! by owner, then by folder, where it is larger than the caps. Knows no fix.
//!
//! The cut is a walk down a tree that does not depend on what is found: owners, then for each folder halves of what is
//! in it, by a hash of the names, and then the folders in it. A branch of it is one topic if it fits, else it is cut
//! further. So a finding more or less touches the topic that it is in, and no other, and small folders are not topics
//! of their own. Branches that are cut stay so while a topic below is open, or each merged pull request would shuffle
//! those that wait.

use std::collections::{BTreeMap, BTreeSet};

use super::content;
use crate::facts::is_test_path;

/// What one transform changes on account of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The file.
    pub path: String,
    /// Who owns it.
    pub owners: Vec<String>,
    /// Files that change; more than one if a fix edits others too.
    pub files: BTreeSet<String>,
    /// Hunks in them.
    pub hunks: usize,
}

/// How large a topic may be. One file is never cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Files.
    pub files: usize,
    /// Hunks.
    pub hunks: usize,
}

/// A step down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Only tests, examples and docs; without it, none of them.
    Aside,
    /// Only files of these owners.
    Owners(Vec<String>),
    /// Only what is in this folder.
    Folder(String),
    /// Only files and folders, of those that stand directly in the folder before, whose hashes start with these digits.
    Part(String),
}

/// A topic: a place in the tree, and the units there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The way to it.
    pub steps: Vec<Step>,
    /// The units, as numbers in the list given.
    pub units: Vec<usize>,
}

/// The parts of units. `by_owner` says whether the project has a CODEOWNERS file; `open` are suffixes (see
/// [`suffix`]) of topics that are open on the forge.
pub fn split(units: &[Unit], caps: Caps, by_owner: bool, open: &BTreeSet<String>) -> Vec<Part> {
    let mut parts = Vec::new();
    let (aside, code): (Vec<usize>, Vec<usize>) =
        (0..units.len()).partition(|&unit| is_aside(&units[unit].path));
    let tree = Tree { units, caps, by_owner, open };
    for (steps, units) in [(Vec::new(), code), (vec![Step::Aside], aside)] {
        if !units.is_empty() {
            tree.cut(steps, units, &mut parts);
        }
    }
    parts.sort_by(|a, b| a.steps.cmp(&b.steps));
    parts
}

/// What a topic's name has behind that of its transform. Letters, digits, `_` and dashes; no two places give the same.
pub fn suffix(steps: &[Step]) -> String {
    let kind = steps.iter().take_while(|step| matches!(step, Step::Aside | Step::Owners(_)));
    // The last folder and the last part say where it is: the others lead there.
    let folder = steps.iter().rposition(|step| matches!(step, Step::Folder(_)));
    let part = steps.last().filter(|step| matches!(step, Step::Part(_)));
    let piece = |step: &Step| match step {
        Step::Aside => "-tests".into(),
        Step::Owners(owners) if owners.is_empty() => "-for-no-owner".into(),
        Step::Owners(owners) => format!("-for-{}", slug(&owners.join(" "))),
        Step::Folder(folder) => format!("-in-{}", slug(folder)),
        Step::Part(digits) => format!("-part-{digits}"),
    };
    kind.chain(folder.map(|at| &steps[at])).chain(part).map(piece).collect()
}

/// The folder that a place is in; empty at the top.
pub fn folder(steps: &[Step]) -> &str {
    let last = steps.iter().rev().find_map(|step| match step {
        Step::Folder(folder) => Some(folder.as_str()),
        _ => None,
    });
    last.unwrap_or_default()
}

impl Part {
    /// Whether a file would be in this part if something were to be changed in it.
    pub fn covers(&self, path: &str, owners: &[String]) -> bool {
        let is_aside = is_aside(path);
        let is_kind = self.is_aside() == is_aside;
        is_kind
            && self.steps.iter().enumerate().all(|(number, step)| match step {
                Step::Aside => is_aside,
                Step::Owners(own) => own == owners,
                Step::Folder(folder) => is_in(path, folder),
                Step::Part(digits) => {
                    digits_of(entry(folder(&self.steps[..number]), path)).starts_with(digits)
                }
            })
    }
}

impl Part {
    /// Whether it holds tests, examples and docs.
    pub fn is_aside(&self) -> bool {
        self.steps.first() == Some(&Step::Aside)
    }
}

/// Whether a path is that of a test, an example or docs: what is asked of code is not asked of these, and other people
/// look at them.
pub fn is_aside(path: &str) -> bool {
    let is_folder =
        |folder: &str| matches!(folder, "example" | "examples" | "doc" | "docs" | "benchmark" | "benchmarks");
    is_test_path(path) || path.rsplit_once('/').is_some_and(|(folders, _)| folders.split('/').any(is_folder))
}

struct Tree<'u> {
    units: &'u [Unit],
    caps: Caps,
    by_owner: bool,
    open: &'u BTreeSet<String>,
}

impl Tree<'_> {
    fn cut(&self, steps: Vec<Step>, units: Vec<usize>, parts: &mut Vec<Part>) {
        let is_small = units.len() < 2 || self.fits(&units);
        // A topic that is open keeps its name, also if it is the last one here.
        let single = self.single(&steps, &units);
        if let Some(step) = single.and_then(|entry| self.open_part(&steps, entry)) {
            return self.cut([steps, vec![step]].concat(), units, parts);
        }
        let below = self.below(&steps, &units);
        if below.is_empty() || (is_small && !self.is_open_below(&below)) {
            parts.push(Part { steps, units });
            return;
        }
        for (steps, units) in below {
            self.cut(steps, units, parts);
        }
    }

    fn fits(&self, units: &[usize]) -> bool {
        let units = || units.iter().map(|&unit| &self.units[unit]);
        let files: BTreeSet<&String> = units().flat_map(|unit| &unit.files).collect();
        files.len() <= self.caps.files && units().map(|unit| unit.hunks).sum::<usize>() <= self.caps.hunks
    }

    fn is_open_below(&self, below: &[(Vec<Step>, Vec<usize>)]) -> bool {
        !self.open.is_empty()
            && below.iter().any(|(steps, units)| {
                let single = self.single(steps, units);
                self.open.contains(&suffix(steps))
                    || single.is_some_and(|entry| self.open_part(steps, entry).is_some())
                    || self.is_open_below(&self.below(steps, units))
            })
    }

    /// The part of an open topic that holds an entry and is smaller than this place.
    fn open_part(&self, steps: &[Step], entry: &str) -> Option<Step> {
        if self.open.is_empty() {
            return None;
        }
        let digits = digits_of(entry);
        let part = |length: usize| Step::Part(digits[..length].into());
        let is_open =
            |step: &Step| self.open.contains(&suffix(&[steps, std::slice::from_ref(step)].concat()));
        (digits_at(steps) + 1..=DIGITS).map(part).find(is_open)
    }

    /// Whether the next cut of a place is by owner.
    fn is_by_owner(&self, steps: &[Step]) -> bool {
        self.by_owner && !steps.iter().any(|step| matches!(step, Step::Owners(_)))
    }

    /// The file or folder that is all there is at a place.
    fn single(&self, steps: &[Step], units: &[usize]) -> Option<&str> {
        let folder = folder(steps);
        let mut entries = units.iter().map(|&unit| entry(folder, &self.units[unit].path));
        let first = entries.next()?;
        (!self.is_by_owner(steps) && entries.all(|other| other == first)).then_some(first)
    }

    /// What a place is cut into; nothing if it cannot be.
    fn below(&self, steps: &[Step], units: &[usize]) -> Vec<(Vec<Step>, Vec<usize>)> {
        let mut groups: BTreeMap<Step, Vec<usize>> = BTreeMap::new();
        let by_owner = self.is_by_owner(steps);
        match self.single(steps, units) {
            Some(entry) if units.iter().any(|&unit| self.units[unit].path == entry) => return Vec::new(),
            Some(entry) => drop(groups.insert(Step::Folder(entry.into()), units.to_vec())),
            None => {
                let (folder, known) = (folder(steps), digits_at(steps));
                if !by_owner && known == DIGITS {
                    return Vec::new();
                }
                for &unit in units {
                    let Unit { path, owners, .. } = &self.units[unit];
                    let step = match by_owner {
                        true => Step::Owners(owners.clone()),
                        false => Step::Part(digits_of(entry(folder, path))[..=known].into()),
                    };
                    groups.entry(step).or_default().push(unit);
                }
            }
        }
        let group = |(step, units)| ([steps, &[step]].concat(), units);
        groups.into_iter().map(group).collect()
    }
}

/// How many digits of its folder's entries a place has chosen.
fn digits_at(steps: &[Step]) -> usize {
    match steps.last() {
        Some(Step::Part(digits)) => digits.len(),
        _ => 0,
    }
}

/// The file or folder, directly in a folder, that a path in it leads to first: `a/b` of `a/b/c.py` in `a`.
pub fn entry<'p>(folder: &str, path: &'p str) -> &'p str {
    let start = if folder.is_empty() { 0 } else { (folder.len() + 1).min(path.len()) };
    let inner = path.get(start..).unwrap_or_default();
    inner.find('/').map_or(path, |end| &path[..start + end])
}

fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// As many halves as can be made.
const DIGITS: usize = 64;

fn digits_of(path: &str) -> String {
    format!("{:0width$b}", content::spread(path), width = DIGITS)
}

/// The longest readable part of a name.
const LONGEST: usize = 32;

/// A text as a part of a branch's name. Texts that are not kept whole get their hash, and no other has a dash.
pub fn slug(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if !text.is_empty() && text.len() <= LONGEST && text.bytes().all(is_plain) {
        return text.into();
    }
    let mut slug = String::new();
    for letter in text.to_ascii_lowercase().chars() {
        if letter.is_ascii() && is_plain(letter as u8) {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    // The end of a path says most.
    let start = slug.len().saturating_sub(LONGEST);
    let slug = slug[start..].trim_matches('-');
    let dash = if slug.is_empty() { "" } else { "-" };
    format!("{slug}{dash}{}", content::short(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unit(path: &str, hunks: usize) -> Unit {
        Unit { path: path.into(), owners: Vec::new(), files: [path.to_string()].into(), hunks }
    }

    fn names(units: &[Unit], caps: Caps, open: &[&str]) -> Vec<(String, Vec<String>)> {
        let open = open.iter().map(ToString::to_string).collect();
        let by_owner = units.iter().any(|unit| !unit.owners.is_empty());
        let name = |part: &Part| {
            (suffix(&part.steps), part.units.iter().map(|&unit| units[unit].path.clone()).collect())
        };
        split(units, caps, by_owner, &open).iter().map(name).collect()
    }

    const CAPS: Caps = Caps { files: 2, hunks: 10 };

    #[test]
    fn what_fits_is_one_topic_and_what_does_not_is_cut() {
        let units = [unit("a/x.py", 1), unit("b/y.py", 1)];
        assert_eq!(names(&units, CAPS, &[]), [(String::new(), vec!["a/x.py".into(), "b/y.py".into()])]);
        // Small folders stay together, and one that is too large is cut by what is in it.
        let paths = ["src/big/a.py", "src/big/b.py", "src/big/c.py", "src/x/d.py", "src/y/e.py", "src/z.py"];
        let units: Vec<Unit> = paths.iter().map(|path| unit(path, 1)).collect();
        let cut = names(&units, CAPS, &[]);
        assert!(cut.iter().all(|(_, paths)| (1..=2).contains(&paths.len())), "{cut:?}");
        let (big, rest): (Vec<_>, Vec<_>) =
            cut.iter().partition(|(_, paths)| paths[0].starts_with("src/big"));
        assert!(
            big.iter().all(|(name, _)| name.starts_with("-in-src-big-") && name.contains("-part-")),
            "{cut:?}"
        );
        assert!(rest.iter().all(|(name, _)| name.starts_with("-in-src-part-")), "{cut:?}");
        let heavy = [unit("a/x.py", 11), unit("a/y.py", 1)];
        assert_eq!(names(&heavy, CAPS, &[]).len(), 2);
        assert_eq!(names(&heavy[..1], CAPS, &[])[0].0, "", "one file is never cut");
    }

    #[test]
    fn tests_examples_and_docs_are_apart() {
        let paths = ["a.py", "tests/b.py", "pkg/conftest.py", "pkg/test_c.py", "docs/d.py", "latest/e.py"];
        let units: Vec<Unit> = paths.iter().map(|path| unit(path, 1)).collect();
        let cut = names(&units, Caps { files: 9, hunks: 9 }, &[]);
        assert_eq!(cut.len(), 2);
        assert_eq!(cut[0], (String::new(), vec!["a.py".into(), "latest/e.py".into()]));
        assert_eq!((cut[1].0.as_str(), cut[1].1.len()), ("-tests", 4));
    }

    #[test]
    fn owners_come_first_and_open_topics_keep_the_cut() {
        let mut units = [unit("a/x.py", 1), unit("a/y.py", 1), unit("b/y.py", 1)];
        units[0].owners = vec!["@org/core".into()];
        let cut = names(&units, CAPS, &[]);
        let suffixes: Vec<&str> = cut.iter().map(|(name, _)| name.as_str()).collect();
        assert!(suffixes[0] == "-for-no-owner" && suffixes[1].starts_with("-for-org-core-"), "{suffixes:?}");
        let left = [unit("a/y.py", 1), unit("b/y.py", 1)];
        assert_eq!(names(&left, CAPS, &["-in-other"]).len(), 1);
        let kept = names(&left, CAPS, &["-in-b"]);
        assert!(kept.len() == 2 && kept.iter().any(|(name, _)| name == "-in-b"), "{kept:?}");
    }

    #[test]
    fn slugs_are_good_names_and_differ() {
        assert_eq!(slug("relay_2"), "relay_2");
        let texts =
            ["a/b", "a-b", "a b", "A/b", "../x.lock", "ü", "", "-", "a/b-", "x".repeat(99).leak(), "@{-1}"];
        let slugs: BTreeSet<String> = texts.iter().map(|text| slug(text)).collect();
        assert_eq!(slugs.len(), texts.len());
        for slug in &slugs {
            assert!(slug.len() <= LONGEST + 9 && !slug.starts_with('-') && slug.is_ascii(), "{slug}");
        }
        assert!(slug("src/relay").starts_with("src-relay-"));
    }

    fn tree() -> impl Strategy<Value = Vec<Unit>> {
        let path = (0..4usize, 0..4usize, 0..9usize, 0..3usize).prop_map(|(a, b, file, depth)| match depth {
            0 => format!("f{file}.py"),
            1 if b == 0 => format!("tests/f{file}.py"),
            1 => format!("a{a}/f{file}.py"),
            _ => format!("a{a}/b{b}/f{file}.py"),
        });
        let one = (path, 1..6usize).prop_map(|(path, hunks)| unit(&path, hunks));
        prop::collection::vec(one, 1..40).prop_map(|mut units| {
            units.sort_by(|a, b| a.path.cmp(&b.path));
            units.dedup_by(|a, b| a.path == b.path);
            for unit in &mut units {
                if unit.path.starts_with("a1") {
                    unit.owners = vec!["@one".into()];
                }
            }
            units
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_unit_is_in_one_part_that_covers_it_and_names_differ(units in tree(), by_owner: bool) {
            let parts = split(&units, Caps { files: 3, hunks: 9 }, by_owner, &BTreeSet::new());
            let mut seen: Vec<usize> = parts.iter().flat_map(|part| part.units.clone()).collect();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..units.len()).collect::<Vec<_>>());
            let names: BTreeSet<String> = parts.iter().map(|part| suffix(&part.steps)).collect();
            prop_assert_eq!(names.len(), parts.len());
            for (number, unit) in units.iter().enumerate() {
                for part in &parts {
                    prop_assert_eq!(part.covers(&unit.path, &unit.owners), part.units.contains(&number));
                }
            }
        }

        #[test]
        fn one_more_finding_touches_one_topic(units in tree(), more in tree(), by_owner: bool) {
            let more = more[0].clone();
            prop_assume!(units.iter().all(|unit| unit.path != more.path));
            let caps = Caps { files: 3, hunks: 9 };
            let of = |units: &[Unit]| -> BTreeMap<String, Vec<String>> {
                let paths = |part: &Part| part.units.iter().map(|&unit| units[unit].path.clone()).collect();
                let parts = split(units, caps, by_owner, &BTreeSet::new());
                parts.iter().map(|part| (suffix(&part.steps), paths(part))).collect()
            };
            let before = of(&units);
            let mut units = units;
            units.push(more);
            units.sort_by(|a, b| a.path.cmp(&b.path));
            let after = of(&units);
            let touched = before.iter().filter(|(name, paths)| after.get(*name) != Some(*paths)).count();
            prop_assert!(touched <= 1, "{:?} became {:?}", before, after);
        }

        #[test]
        fn one_merged_topic_leaves_the_others(units in tree(), which: prop::sample::Index, by_owner: bool) {
            let caps = Caps { files: 3, hunks: 9 };
            let parts = split(&units, caps, by_owner, &BTreeSet::new());
            let merged = which.index(parts.len());
            let others = || parts.iter().enumerate().filter(|(number, _)| *number != merged).map(|(_, part)| part);
            let open: BTreeSet<String> = others().map(|part| suffix(&part.steps)).collect();
            let left: Vec<Unit> =
                others().flat_map(|part| part.units.iter().map(|&unit| units[unit].clone())).collect();
            let again: BTreeSet<String> =
                split(&left, caps, by_owner, &open).iter().map(|part| suffix(&part.steps)).collect();
            prop_assert_eq!(again, open);
        }
    }
}
