//! `--changed`: only findings in lines that are not as in a commit. Which lines changed is said by [`crate::changed`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::files::Selection;
use super::git_error;
use super::run::{ReadFile, Run};
use crate::changed::ChangedLines;
use crate::choice::Choice;
use crate::git::{Git, GitError, Oid};
use crate::report::{FileReport, printable};
use crate::root::root;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Changed {
    /// Only findings in lines that differ from the last commit, or with REF, from where this branch left it
    ///
    /// Staged or not; all lines of files that git does not track count. A finding counts if one of its lines is
    /// changed, or some between them are gone. Judgements still rest on all given files.
    #[arg(long, value_name = "REF", num_args = 0..=1, require_equals = true)]
    changed: Option<Option<String>>,
}

/// Since when lines count as changed, and where.
pub(super) struct Within {
    git: Git,
    /// The commit that lines are compared with; `None` before the first one, when all are new.
    base: Option<Oid>,
    /// The commit that is judged; `None` if it is the work tree.
    to: Option<Oid>,
    /// The folder that the judged files are in.
    top: PathBuf,
}

impl Changed {
    /// What is meant in the work tree of the selected paths; `None` if the user does not ask for it.
    pub(super) fn within(&self, selection: &Selection, cwd: &Path) -> Result<Option<Within>> {
        let Some(since) = &self.changed else { return Ok(None) };
        if selection.reads_stdin() {
            bail!("`--changed` compares files with a commit, and standard input is in none");
        }
        let root = root(selection.paths(), cwd)?;
        let git = Git::at(&root).map_err(git_error)?;
        let git = git.with_context(|| {
            let root = printable(&root.to_string_lossy());
            format!("{root} is in no git work tree, so nothing says what has changed; leave `--changed` out")
        })?;
        let head = match git.head() {
            Ok(head) => Some(head),
            Err(GitError::Unborn { .. }) => None,
            Err(error) => return Err(git_error(error)),
        };
        let base = match (since, head) {
            (Some(since), Some(head)) => Some(base(&git, since, &head)?),
            (Some(since), None) => Some(git.commit_of(since).map_err(git_error)?),
            (None, head) => head,
        };
        let top = git.top().to_path_buf();
        Ok(Some(Within { git, base, to: None, top }))
    }

    /// What is meant where a commit is judged, in a work tree of its own with this top.
    pub(super) fn within_commit(&self, git: &Git, commit: &Oid, top: &Path) -> Result<Option<Within>> {
        let Some(since) = &self.changed else { return Ok(None) };
        let Some(since) = since else {
            bail!(
                "what is committed does not differ from the last commit; say since when, as in `--changed=main`"
            );
        };
        let base = Some(base(git, since, commit)?);
        let top = top.canonicalize().context("the temporary work tree is gone")?;
        Ok(Some(Within { git: git.clone(), base, to: Some(commit.clone()), top }))
    }
}

fn base(git: &Git, since: &str, head: &Oid) -> Result<Oid> {
    let named = git.commit_of(since).map_err(git_error)?;
    git.merge_base(&named, head).map_err(git_error)
}

impl Within {
    /// Judges nothing but files that have changed, from now on, and says which of their lines have.
    pub(super) fn narrow(&self, run: &mut Run) -> Result<Lines> {
        run.leave_out_nested(&self.top);
        let lines = self.lines(&run.files)?;
        let files: BTreeSet<usize> = lines.by_number.keys().copied().collect();
        let by_path =
            lines.by_number.into_iter().map(|(number, lines)| (run.files[number].display.clone(), lines));
        let lines = Lines { by_path: by_path.collect() };
        run.judge_only(|number| files.contains(&number));
        Ok(lines)
    }

    /// The choice among the fixes of findings in changed lines. Nothing but the files of these is judged from now on.
    pub(super) fn choose(&self, run: &mut Run, choice: Choice) -> Result<Choice> {
        run.leave_out_nested(&self.top);
        let numbered = self.lines(&run.files)?;
        let numbers: Vec<usize> = numbered.by_number.keys().copied().collect();
        let reports = run.process_some(&numbers, &Choice::default());
        let mut only = rustc_hash::FxHashSet::default();
        let mut reached: BTreeSet<String> = BTreeSet::new();
        for (report, lines) in reports.iter().zip(numbered.by_number.values()) {
            reached.insert(report.path.clone());
            for located in &report.outcome.findings {
                if lines.touch(located.line, located.end_line) {
                    only.insert(located.fingerprint.clone());
                    let elsewhere = located.finding.preferred().into_iter().flat_map(|fix| &fix.elsewhere);
                    reached.extend(elsewhere.map(|part| part.path.clone()));
                }
            }
        }
        let wanted: Vec<bool> = run.files.iter().map(|file| reached.contains(&file.display)).collect();
        run.judge_only(|number| wanted[number]);
        Ok(choice.among(only))
    }

    fn lines(&self, files: &[ReadFile]) -> Result<Numbered> {
        let mut places: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for (number, file) in files.iter().enumerate() {
            let real = file.absolute.canonicalize().unwrap_or_else(|_| file.absolute.clone());
            if let Ok(inner) = real.strip_prefix(&self.top) {
                places.insert(inner.to_path_buf(), number);
            }
        }
        let mut by_number: BTreeMap<usize, ChangedLines> = BTreeMap::new();
        let Some(base) = &self.base else {
            by_number.extend(places.into_values().map(|number| (number, ChangedLines::All)));
            return Ok(Numbered { by_number });
        };
        let changed = self.git.changed_since(base, self.to.as_ref()).map_err(git_error)?;
        let mut compared: Vec<(usize, Oid)> = Vec::new();
        for file in changed {
            match (places.get(&file.path), file.was) {
                (None, _) => {}
                (Some(&number), None) => drop(by_number.insert(number, ChangedLines::All)),
                (Some(&number), Some(was)) => compared.push((number, was)),
            }
        }
        let objects: Vec<&Oid> = compared.iter().map(|(_, was)| was).collect();
        let contents = self.git.contents(&objects).map_err(git_error)?;
        for ((number, _), was) in compared.iter().zip(contents) {
            let now =
                files[*number].source.as_ref().ok().and_then(|source| source.encode(source.text()).ok());
            // What cannot be read is named as any other such file.
            let lines = now.map_or(ChangedLines::All, |now| ChangedLines::between(&was, &now));
            if !lines.is_empty() {
                by_number.insert(*number, lines);
            }
        }
        if self.to.is_none() {
            let given: Vec<PathBuf> = places.keys().cloned().collect();
            for path in self.git.untracked(&given).map_err(git_error)? {
                by_number.insert(places[&path], ChangedLines::All);
            }
        }
        Ok(Numbered { by_number })
    }
}

/// The changed lines of files, by their places in [`Run::files`].
struct Numbered {
    by_number: BTreeMap<usize, ChangedLines>,
}

/// The changed lines of files, by the paths that reports have.
pub(super) struct Lines {
    by_path: BTreeMap<String, ChangedLines>,
}

impl Lines {
    /// Leaves out findings in other lines, and returns how many of them are open.
    pub(super) fn leave_out_others(&self, reports: &mut [FileReport]) -> usize {
        let mut open = 0;
        for report in reports {
            let lines = self.by_path.get(&report.path);
            report.outcome.findings.retain(|located| {
                let touched = lines.is_some_and(|lines| lines.touch(located.line, located.end_line));
                open += usize::from(!touched && located.finding.verdict.is_open());
                touched
            });
        }
        open
    }
}
