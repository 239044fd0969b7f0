//! The files of a run with their findings, and which of them a written path means.

use std::cell::{OnceCell, RefCell};

use rustc_hash::FxHashMap;

use super::content::Lines;
use crate::pipeline::Located;

/// A file of the run, with its findings.
#[derive(Debug)]
pub struct File<'f> {
    /// Its path in reports.
    pub path: &'f str,
    /// Its text.
    pub text: &'f str,
    /// All findings of the tied transforms.
    pub findings: &'f [Located],
    /// Why it could not be judged.
    pub problem: Option<&'f str>,
    lines: OnceCell<Lines>,
}

/// All files of the run.
#[derive(Debug, Default)]
pub struct Files<'f> {
    /// In order of their paths.
    pub files: Vec<File<'f>>,
    by_name: FxHashMap<&'f str, Vec<usize>>,
    /// What has been counted so far; see [`super::count`].
    pub(super) counted: RefCell<FxHashMap<String, Vec<(String, usize)>>>,
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
        let make =
            |(path, text, findings, problem)| File { path, text, findings, problem, lines: OnceCell::new() };
        let files: Vec<File<'f>> = files.into_iter().map(make).collect();
        let mut by_name: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for (number, file) in files.iter().enumerate() {
            by_name.entry(last_part(file.path)).or_default().push(number);
        }
        Files { files, by_name, counted: RefCell::default() }
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

    /// All sites of some codes.
    pub fn sites_of<'s>(&'s self, codes: &'s [String]) -> impl Iterator<Item = SiteRef> + 's {
        self.files.iter().enumerate().flat_map(move |(file, of)| {
            let is_meant = move |located: &Located| codes.iter().any(|code| code == located.finding.code);
            let sites = of.findings.iter().enumerate().filter(move |(_, located)| is_meant(located));
            sites.map(move |(finding, _)| SiteRef { file, finding })
        })
    }

    /// The file that a written path means: the one whose path ends with it, or that it ends with.
    pub(super) fn resolve(&self, written: &str) -> Resolved {
        let written = written.trim_start_matches("./");
        let Some(named) = self.by_name.get(last_part(written)) else { return Resolved::None };
        let common = |file: usize| {
            let path = self.files[file].path.trim_start_matches("./");
            let parts = path.rsplit('/').zip(written.rsplit('/')).take_while(|(a, b)| a == b).count();
            (parts, parts == path.split('/').count() || parts == written.split('/').count())
        };
        let whole: Vec<usize> = named.iter().copied().filter(|&file| common(file).1).collect();
        // Where several end so, the one that has most in common, then the shortest.
        let best = whole
            .iter()
            .copied()
            .min_by_key(|&file| (std::cmp::Reverse(common(file).0), self.files[file].path.len(), file));
        best.map_or_else(|| Resolved::Named(named.clone()), Resolved::One)
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
