//! The files of a run with their findings, and which of them a written path means.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::content::Lines;
use super::count::inside;
use super::model::Claim;
use super::moves::Moves;
use crate::pipeline::{Located, Silenced};

/// A file of the run, with its findings.
#[derive(Debug)]
pub struct File<'f> {
    /// Its path in reports.
    pub path: &'f str,
    /// Its text.
    pub text: &'f str,
    /// All findings of the tied transforms; see [`Files::findings`].
    findings: &'f [Located],
    /// Whether it has not been judged, as it is outside of what the audit is about.
    pub unlooked: bool,
    /// Why it could not be judged.
    pub problem: Option<&'f str>,
    /// Its open sites that a comment silences.
    pub silenced: &'f [Silenced],
    lines: OnceCell<Lines>,
}

/// All files of the run.
#[derive(Debug, Default)]
pub struct Files<'f> {
    /// In order of their paths.
    pub files: Vec<File<'f>>,
    by_name: FxHashMap<&'f str, Vec<usize>>,
    /// The same in lower case.
    by_lower: OnceCell<FxHashMap<String, Vec<usize>>>,
    /// Where relative paths start, with forward slashes.
    start: String,
    /// The folders that the audit is about.
    scope: Vec<String>,
    /// The folders that it leaves out.
    pub(super) excluded: Vec<String>,
    /// Files of the project that were not given, from its folder, with forward slashes.
    beside: Vec<String>,
    /// Whether there may be more of them.
    more: bool,
    /// What has been counted so far; see [`super::count`].
    pub(super) counted: RefCell<FxHashMap<String, Vec<(String, usize)>>>,
    /// What has moved since the audit; see [`super::moves`].
    pub(super) moves: OnceCell<Moves>,
    /// Whether only the folders that the audit is about were judged, and what it leads to.
    pub limited: bool,
    /// The files that have not been judged and should be.
    wanted: RefCell<BTreeSet<usize>>,
}

/// A site: the numbers of its file and of its finding there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteRef {
    /// In [`Files::files`].
    pub file: usize,
    /// In [`File::findings`].
    pub finding: usize,
}

/// What a path means.
pub(super) enum Resolved {
    One(usize),
    /// No such path, but files of that name.
    Named(Vec<usize>),
    None,
}

impl<'f> Files<'f> {
    /// The files of a run: path, text, findings, and why one could not be judged.
    pub fn new(files: impl IntoIterator<Item = (&'f str, &'f str, &'f [Located], Option<&'f str>)>) -> Self {
        let make = |(path, text, findings, problem)| File {
            path,
            text,
            findings,
            unlooked: false,
            problem,
            silenced: &[],
            lines: OnceCell::new(),
        };
        let files: Vec<File<'f>> = files.into_iter().map(make).collect();
        let mut by_name: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (number, file) in files.iter().enumerate() {
            by_name.entry(last_part(file.path)).or_default().push(number);
        }
        Files { files, by_name, ..Files::default() }
    }

    /// With the silenced sites of each file, in the order of the files.
    #[must_use]
    pub fn with_silenced(mut self, silenced: impl IntoIterator<Item = &'f [Silenced]>) -> Self {
        for (file, silenced) in self.files.iter_mut().zip(silenced) {
            file.silenced = silenced;
        }
        self
    }

    /// With the folder that relative paths start at, the folders that the audit is about, and those that it leaves out.
    #[must_use]
    pub fn about(mut self, start: &str, scope: &[String], excluded: &[String]) -> Self {
        self.start = start.trim_end_matches('/').to_string();
        let place = |all: &[String]| placed(all, &self.start, || self.files.iter().map(|file| file.path));
        (self.scope, self.excluded) = (place(scope), place(excluded));
        self
    }

    /// The folders that the audit is about, from where paths start; some of them may not exist.
    pub fn scope(&self) -> &[String] {
        &self.scope
    }

    /// With files that exist and were not given, and whether there may be more.
    #[must_use]
    pub fn beside(mut self, beside: Vec<String>, more: bool) -> Self {
        (self.beside, self.more) = (beside, more);
        self
    }

    /// With whether each file has been judged, where only the folders that the audit is about were.
    #[must_use]
    pub fn limited_to(mut self, looked: &[bool]) -> Self {
        for (file, looked) in self.files.iter_mut().zip(looked) {
            file.unlooked = !looked;
        }
        self.limited = true;
        self
    }

    /// Notes that what stands in a file counts. If it has not been judged, that is to be done, and then all findings
    /// once more.
    pub(super) fn want(&self, file: usize) {
        if self.files[file].unlooked {
            self.wanted.borrow_mut().insert(file);
        }
    }

    /// The files that have not been judged and should be.
    pub fn wanted(&self) -> Vec<usize> {
        self.wanted.borrow().iter().copied().collect()
    }

    /// How many files have been judged, where that is not all of them.
    pub fn looked(&self) -> Option<usize> {
        self.limited.then(|| self.files.iter().filter(|file| !file.unlooked).count())
    }

    /// The folders that the audit is about and that exist.
    pub fn folders(&self) -> Vec<&str> {
        let exists = |folder: &&String| self.files.iter().any(|file| inside(file.path, folder));
        self.scope.iter().filter(exists).map(String::as_str).collect()
    }

    /// What has been found in a file so far.
    pub fn found(&self, file: usize) -> &'f [Located] {
        self.files[file].findings
    }

    /// The findings of a file that a finding of the audit leads to.
    pub fn findings(&self, file: usize) -> &'f [Located] {
        self.want(file);
        self.files[file].findings
    }

    /// The names of the files that findings name and that were not given.
    pub fn lacking<'c>(&self, claims: &'c [Claim]) -> Vec<&'c str> {
        let paths = claims.iter().flat_map(|claim| &claim.places).map(|place| place.path.as_str());
        let lacking = paths.filter(|path| !matches!(self.resolve(path), Resolved::One(_)));
        let mut names: Vec<&str> = lacking.map(last_part).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The file that a written path means and that was not given, if it is not known that there is none.
    pub(super) fn not_given(&self, written: &str) -> Option<String> {
        let as_written = written;
        let written = written.trim_start_matches("./");
        if self.more && matches!(self.resolve(written), Resolved::None) {
            return Some(format!("{written}, if it is there at all,"));
        }
        let name = last_part(written);
        let beside = self.beside.iter().find(|path| {
            last_part(path) == name
                && (ends_with(path, written) || path.contains('/') && ends_with(written, path))
        })?;
        let given =
            matches!(self.resolve(as_written), Resolved::One(_)) || !self.several(as_written).is_empty();
        (!given).then(|| beside.clone())
    }

    /// The files that a written path may mean, where it is not known which: several that end so, or one of which
    /// only the name does.
    pub(super) fn several(&self, written: &str) -> Vec<usize> {
        let candidates = self.candidates(written);
        if candidates.1 { Vec::new() } else { candidates.0 }
    }

    /// The files whose path ends with a written one where upper and lower case are the same, as some systems have it.
    fn in_other_case(&self, written: &str) -> Vec<usize> {
        let written = written.to_lowercase();
        let by_lower = self.by_lower.get_or_init(|| {
            let mut all: FxHashMap<String, Vec<usize>> = FxHashMap::default();
            for (number, file) in self.files.iter().enumerate() {
                all.entry(last_part(file.path).to_lowercase()).or_default().push(number);
            }
            all
        });
        let ends = |path: &str| ends_with(path, &written) || ends_with(&written, path);
        let is_meant = |file: &usize| ends(&self.files[*file].path.trim_start_matches("./").to_lowercase());
        by_lower
            .get(last_part(&written))
            .map_or_else(Vec::new, |named| named.iter().copied().filter(is_meant).collect())
    }

    /// Finds out what has moved since an audit, from all of its findings.
    pub fn compare(&self, claims: &[Claim]) {
        self.moves.get_or_init(|| Moves::new(claims, self));
    }

    /// A site's finding.
    pub fn site(&self, site: SiteRef) -> &'f Located {
        &self.files[site.file].findings[site.finding]
    }

    /// A file's lines, for comparing.
    pub fn lines(&self, file: usize) -> &Lines {
        let file = &self.files[file];
        file.lines.get_or_init(|| Lines::new(file.text))
    }

    /// All sites of some codes in the files that have been judged.
    pub fn sites_of<'s>(&'s self, codes: &'s [String]) -> impl Iterator<Item = SiteRef> + 's {
        self.files.iter().enumerate().flat_map(move |(file, of)| {
            let is_meant = move |located: &Located| codes.iter().any(|code| code == located.finding.code);
            let sites = of.findings.iter().enumerate().filter(move |(_, located)| is_meant(located));
            sites.map(move |(finding, _)| SiteRef { file, finding })
        })
    }

    /// The file that a written path means: the one whose path ends with it, or that it ends with.
    pub(super) fn resolve(&self, written: &str) -> Resolved {
        let Some(named) = self.by_name.get(last_part(written)) else { return Resolved::None };
        match self.candidates(written) {
            (one, true) if !one.is_empty() => Resolved::One(one[0]),
            _ => Resolved::Named(named.clone()),
        }
    }

    /// The files that a written path may mean, and whether it is certain: exactly one, and by more than its name where
    /// folders are written.
    fn candidates(&self, as_written: &str) -> (Vec<usize>, bool) {
        let written = as_written.trim_start_matches("./");
        let rooted = written.trim_start_matches('/');
        let Some(named) = self.by_name.get(last_part(written)) else {
            return (self.in_other_case(rooted), false);
        };
        let path = |file: usize| self.files[file].path.trim_start_matches("./");
        let whole = |file: usize| {
            let absolute = format!("{}/{}", self.start, path(file));
            path(file).trim_start_matches('/') == rooted
                || !self.start.is_empty()
                    && rooted.contains('/')
                    && absolute.trim_start_matches('/') == rooted
        };
        // Who writes a name alone may mean any file that has it.
        let alone = written.len() < as_written.len() || rooted.contains('/') || named.len() == 1;
        if let Some(file) = named.iter().copied().find(|&file| alone && whole(file)) {
            return (vec![file], true);
        }
        let common =
            |file: usize| path(file).rsplit('/').zip(rooted.rsplit('/')).take_while(|(a, b)| a == b).count();
        let ends = |file: &usize| ends_with(path(*file), rooted) || ends_with(rooted, path(*file));
        let ending: Vec<usize> = named.iter().copied().filter(ends).collect();
        // Where several end so, those that have most in common with it, then those that the audit is about.
        let most = ending.iter().map(|&file| common(file)).max().unwrap_or(0);
        let mut best: Vec<usize> = ending.into_iter().filter(|&file| common(file) == most).collect();
        let meant = |file: &usize| self.scope.iter().any(|folder| inside(path(*file), folder));
        if best.len() > 1 && best.iter().any(meant) {
            best.retain(meant);
        }
        let by_name_alone = most == 1 && rooted.contains('/');
        let above = |file: usize| {
            // The folder that relative paths start at may be written in front: `relay/server.py`.
            let absolute = format!("{}/{}", self.start, path(file));
            !self.start.is_empty() && ends_with(&absolute, rooted)
        };
        let certain = best.len() == 1 && (!by_name_alone || above(best[0]));
        (best, certain)
    }
}

/// Folders that an audit names, from where paths start: the name of the project or the way to it may stand in front of
/// them. What is not known to exist stays as it is; nothing, if one is the project itself.
pub fn placed<'p, I: Iterator<Item = &'p str>>(
    folders: &[String],
    start: &str,
    paths: impl Fn() -> I,
) -> Vec<String> {
    let mut all = Vec::new();
    for folder in folders {
        let exists = |folder: &str| paths().any(|path| inside(path, folder));
        let bare = folder.trim_start_matches('/');
        if folder == bare && exists(folder) {
            all.push(folder.clone());
            continue;
        }
        if ends_with(start, bare) {
            return Vec::new();
        }
        let ends = bare.match_indices('/').map(|(at, _)| at);
        let in_front = ends.filter(|at| ends_with(start, &bare[..*at])).map(|at| &bare[at + 1..]);
        let found = in_front.filter(|rest| exists(rest)).max_by_key(|rest| rest.len());
        all.push(found.map_or_else(|| folder.clone(), str::to_string));
    }
    all
}

/// Whether a path ends with whole parts of another one.
fn ends_with(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
