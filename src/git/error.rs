//! What can go wrong with git, in words. Not how it is found out.

use std::path::PathBuf;

use crate::report::printable;

/// Why git could not do what was asked. [`Display`](std::fmt::Display) says what and where,
/// [`GitError::hint`] what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GitError {
    /// There is no `git` in the folders of PATH.
    #[error("there is no `git` program in the folders of PATH")]
    Missing,
    /// The program is older than what the hardening needs.
    #[error("git {found} is too old")]
    TooOld {
        /// What `git version` says.
        found: String,
    },
    /// The program, or a file that it needs, could not be started, read or written.
    #[error("cannot {doing} ({}): {reason}", shown(place))]
    System {
        /// What was tried.
        doing: &'static str,
        /// On what.
        place: PathBuf,
        /// The failure in words.
        reason: String,
    },
    /// The folder belongs to a bare repository or lies in a `.git` folder.
    #[error(
        "{} is in a bare repository or in a `.git` folder; there are no files of a work tree",
        shown(place)
    )]
    NoWorkTree {
        /// The folder.
        place: PathBuf,
    },
    /// The repository's configuration puts the work tree where its `.git` is not.
    #[error(
        "the configuration of the repository around {} says that its work tree is {}, which has no `.git` of this repository",
        shown(place),
        shown(top)
    )]
    StrangeWorkTree {
        /// The folder that was asked about.
        place: PathBuf,
        /// What git calls the top of the work tree.
        top: PathBuf,
    },
    /// Nothing was committed yet.
    #[error("the repository in {} has no commit yet", shown(top))]
    Unborn {
        /// The top of the work tree.
        top: PathBuf,
    },
    /// A name that means no commit here.
    #[error("`{}` is no commit of this repository", printable(name))]
    NoCommit {
        /// The name.
        name: String,
    },
    /// Two commits have no history in common that this clone knows.
    #[error("the histories of {one} and {other} have nothing in common here")]
    NoMergeBase {
        /// One of them.
        one: String,
        /// The other one.
        other: String,
    },
    /// An object that is not in this clone.
    #[error("the object {oid} is not in this clone")]
    NoObject {
        /// Its name.
        oid: String,
    },
    /// git ended with an error.
    #[error("git could not {doing} in {}: {}", shown(place), one_line(said))]
    Failed {
        /// What was tried.
        doing: &'static str,
        /// Where.
        place: PathBuf,
        /// What git wrote to stderr: at most [`MAX_SAID`](super::MAX_SAID) bytes, control characters written out.
        said: String,
    },
    /// git said something that does not have the form that its documentation promises.
    #[error("git was asked to {doing} in {} and gave an answer that makes no sense", shown(place))]
    Nonsense {
        /// What was asked.
        doing: &'static str,
        /// Where.
        place: PathBuf,
    },
    /// git printed more than any sensible repository makes it print.
    #[error("git printed more than {limit} bytes when asked to {doing} in {}", shown(place))]
    TooMuch {
        /// What was asked.
        doing: &'static str,
        /// Where.
        place: PathBuf,
        /// The limit.
        limit: usize,
    },
    /// A name that no branch may have, or that git would read as something else.
    #[error("`{}` cannot be the name of a branch: {reason}", printable(name))]
    BranchName {
        /// The name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A branch that was to be created exists.
    #[error("the branch `{}` exists", printable(name))]
    BranchExists {
        /// Its name.
        name: String,
    },
    /// A branch that was to be moved is checked out, or being rebased or bisected.
    #[error("the branch `{}` is {state} in {}", printable(name), shown(place))]
    BranchInUse {
        /// Its name.
        name: String,
        /// What happens with it: `checked out`, `being rebased`.
        state: &'static str,
        /// The work tree.
        place: PathBuf,
    },
    /// A branch that was to be moved is not where it was when that was decided.
    #[error("the branch `{}` was at {expected} and is now {found}", printable(name))]
    BranchMoved {
        /// Its name.
        name: String,
        /// Where it was.
        expected: String,
        /// Where it is: a commit, or `gone`.
        found: String,
    },
    /// A URL that is not pushed to. The URL is not kept: there may be a token in it.
    #[error("the URL to push to is of a kind that is not used: {reason}")]
    PushUrl {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A branch on a forge is not where it was when it was decided to push to it.
    #[error("the branch `{}` has moved there meanwhile", printable(branch))]
    PushStale {
        /// The branch.
        branch: String,
    },
    /// The forge does not let this login push there.
    #[error("the push to `{}` was refused: {}", printable(branch), one_line(said))]
    PushRefused {
        /// The branch.
        branch: String,
        /// What git and the forge say, without the token.
        said: String,
    },
    /// A path that cannot be committed.
    #[error("cannot commit {}: {reason}", shown(path))]
    BadPath {
        /// The path, relative to the top.
        path: PathBuf,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A message that git cannot store, or that does not survive as a mail.
    #[error("the commit message does not fit{}: {reason}", place_in(*line))]
    Message {
        /// The line, from 1, if it is about one.
        line: Option<usize>,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// git does not know who commits.
    #[error("git does not know who commits: {}", one_line(said))]
    NoIdentity {
        /// What git says.
        said: String,
    },
    /// The given files are as they are in the commit before.
    #[error("none of the given files changed, so there is nothing to commit")]
    NothingToCommit,
    /// The index of the temporary work tree holds changes of other files.
    #[error("other files than the given ones are staged: {}", list(files))]
    OthersStaged {
        /// These.
        files: Vec<PathBuf>,
    },
    /// The commit would change the line ends of lines that nobody touched.
    #[error(
        "a commit would rewrite the line ends of {}: the files are stored with other line ends than their attributes ask for",
        list(files)
    )]
    LineEnds {
        /// The files.
        files: Vec<PathBuf>,
    },
    /// `git commit` failed: a hook refused, or the signing did.
    #[error("git commit refused:\n{said}")]
    CommitRefused {
        /// What git and the hooks wrote.
        said: String,
    },
    /// A hook put something into the commit that nobody judged. The commit was taken back.
    #[error("a commit hook changed what was to be committed: {}; the commit was taken back", list(files))]
    ChangedByHook {
        /// The files that differ from what was given. Empty if it is the history that differs.
        files: Vec<PathBuf>,
        /// What git and the hooks wrote.
        said: String,
    },
    /// A folder for temporary files lies inside the user's work tree.
    #[error("the folder for temporary files, {}, lies in the work tree {}", shown(place), shown(top))]
    ScratchInside {
        /// The folder.
        place: PathBuf,
        /// The work tree.
        top: PathBuf,
    },
    /// A patch file that was to be written exists.
    #[error("{} exists", shown(path))]
    PatchExists {
        /// The file.
        path: PathBuf,
    },
}

impl GitError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            GitError::Missing => "install git, or put its folder into PATH as an absolute path",
            GitError::TooOld { .. } => "install git 2.31 or newer",
            GitError::System { .. } => "check the folder, its permissions and the free space",
            GitError::NoWorkTree { .. } => "go to a work tree: `git clone` or `git worktree add` make one",
            GitError::StrangeWorkTree { .. } => {
                "check core.worktree with `git config --show-origin core.worktree`"
            }
            GitError::Unborn { .. } => "commit first: `git add` and `git commit`",
            GitError::NoCommit { .. } => "check the name with `git log`, or fetch it first",
            GitError::NoMergeBase { .. } | GitError::NoObject { .. } => {
                "a shallow or partial clone lacks it: fetch more, as with `git fetch --unshallow`"
            }
            GitError::Failed { .. } => "mend what git says, then try again",
            GitError::Nonsense { .. } => "check that `git` in PATH is git itself and not a wrapper",
            GitError::TooMuch { .. } => "check the repository with `git status`",
            GitError::BranchName { .. } => "choose another name, such as amends/safe-fixes",
            GitError::BranchExists { .. } => {
                "choose another name, or go on from its last commit with `--update`"
            }
            GitError::BranchInUse { .. } => "switch to another branch there, or choose another name",
            GitError::BranchMoved { .. } => "look at what came to the branch, then try again",
            GitError::PushUrl { .. } => "check the remote's URL with `git remote -v`",
            GitError::PushStale { .. } => "look at what came to the branch, then try again",
            GitError::PushRefused { .. } => {
                "check what the token may do, and the repository's rules for branches"
            }
            GitError::BadPath { .. } => "leave the file out",
            GitError::Message { .. } => "change the message",
            GitError::NoIdentity { .. } => {
                "tell git: `git config --global user.name NAME` and `git config --global user.email MAIL`"
            }
            GitError::NothingToCommit => "check that the changes were written to the temporary work tree",
            GitError::OthersStaged { .. } => "name these files too, or leave them alone",
            GitError::LineEnds { .. } => {
                "commit the line ends first: `git add --renormalize FILE` and `git commit`, or leave the files out"
            }
            GitError::CommitRefused { .. } => "mend what it says, or skip the hooks with --no-hooks",
            GitError::ChangedByHook { .. } => {
                "let the formatter run before the fixes are judged with --format-with CMD, or skip the hooks with --no-hooks"
            }
            GitError::ScratchInside { .. } => "set TMPDIR to a folder outside of the work tree",
            GitError::PatchExists { .. } => "name a folder without patches, or remove the old ones",
        }
    }
}

/// A path for people.
fn shown(path: &std::path::Path) -> String {
    printable(&path.to_string_lossy())
}

/// How many names a sentence lists.
const LISTED: usize = 5;

fn list(files: &[PathBuf]) -> String {
    if files.is_empty() {
        return "its history".into();
    }
    let names: Vec<String> = files.iter().take(LISTED).map(|path| shown(path)).collect();
    let more = files.len().saturating_sub(LISTED);
    if more == 0 { names.join(", ") } else { format!("{} and {more} more", names.join(", ")) }
}

fn one_line(said: &str) -> String {
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() { "it did not say why".into() } else { lines.join(" ") }
}

fn place_in(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(" (line {line})"))
}

#[cfg(test)]
mod tests {
    use super::GitError;

    #[test]
    fn who_lost_a_race_for_a_branch_is_told_the_option() {
        assert!(GitError::BranchExists { name: "fixes".into() }.hint().contains("`--update`"));
    }

    #[test]
    fn names_in_sentences_are_bounded_and_cannot_speak_to_a_terminal() {
        let files = (0..7).map(|number| format!("a\n\x1b{number}").into()).collect();
        assert_eq!(
            GitError::OthersStaged { files }.to_string(),
            "other files than the given ones are staged: a\\u{a}\\u{1b}0, a\\u{a}\\u{1b}1, a\\u{a}\\u{1b}2, \
             a\\u{a}\\u{1b}3, a\\u{a}\\u{1b}4 and 2 more"
        );
    }
}
