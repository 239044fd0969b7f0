//! The `git` binary as a hardened subprocess: the state of a work tree, branches, temporary work trees, commits
//! and patches. Judges nothing, and writes no message; which fixes go into which commit is decided elsewhere.
//!
//! # What is trusted
//!
//! A repository may be hostile, its `.git/config` and `.gitattributes` too. So there are two kinds of steps.
//!
//! **Our own steps** are everything but the two below: finding the work tree, its state, questions about
//! branches, making and filling a temporary work tree, staging, writing patches. They run no program that a
//! configuration file names, whichever file it is: hooks, `core.fsmonitor`, pagers, editors, ssh, credential
//! helpers and `diff` drivers are off, nothing is fetched (no protocol is allowed), and every configured
//! *content filter* (`filter.NAME.clean`, `smudge`, `process`) is replaced by nothing. Variables that tie git
//! to another repository are removed from the environment; repositories that lie in another one's files as if
//! they were data (bare ones) are not used; a work tree that the configuration puts elsewhere is refused.
//! What the user sets in the environment (`GIT_CONFIG_COUNT`, `GIT_AUTHOR_NAME`, PATH) counts; relative
//! folders in PATH do not.
//!
//! **Steps that the user asks for by name**, [`Worktree::commit`], [`Git::create_branch`] and
//! [`Git::move_branch`], do what the user's own `git commit` and `git branch` would: hooks run (also those of
//! the repository; with `no_verify` without `pre-commit` and `commit-msg`) and commits are signed if they are
//! set to be, with the program that is set. Filters, `core.fsmonitor` and automatic maintenance stay off.
//! Whoever does not trust `.git` should not commit in it, with or without this tool. Hooks see the user's
//! locale and an empty stdin.
//!
//! # What follows from filters being off
//!
//! In a temporary work tree, files have the bytes of the commit after git's own conversions (line ends, `ident`,
//! `working-tree-encoding`). Files of Git LFS are pointers, nothing is downloaded, and those of `git-crypt`
//! are encrypted. As a commit stages the given files alone, others keep exactly what they have. In
//! the user's tree, [`Dirty::unsure`] names files that only their filter could compare.
//!
//! [`Git::credential`] is a step that the user asks for, too: it runs the credential helpers of the user and of the
//! machine, and none that the repository names.
//!
//! [`Drafts`] makes commits in a temporary repository that borrows the objects of the real one: nothing of the user's
//! is written, no hook runs, and no identity, time or setting of the user counts. [`Drafts::push`] alone speaks to a
//! network: one protocol, one URL, the token in a variable, no helper, no redirect.
//!
//! # Other shapes of repositories
//!
//! Sparse checkouts: a temporary work tree has the same patterns; files outside of them are not there, and
//! commits leave them as they are. Submodules are not filled in; see [`Git::nested_repository`]. In shallow and
//! partial clones nothing is fetched: what is not there and is needed is an error. git 2.31 or newer is needed.

mod branch;
mod changes;
mod commit;
mod credential;
mod drafts;
mod environment;
mod error;
mod names;
mod patches;
mod plain;
mod push;
mod remotes;
mod run;
mod state;
mod worktree;

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

use self::run::{Ended, Program, Run};

pub use self::branch::{BranchUse, check_branch_name};
pub use self::changes::ChangedFile;
pub use self::commit::{CommitOptions, Committed};
pub use self::drafts::{Author, Drafts};
pub use self::environment::Environment;
pub use self::error::GitError;
pub use self::patches::{Series, existing_patches};
pub use self::push::Login;
pub use self::run::MAX_SAID;
pub use self::state::Dirty;
pub use self::worktree::Worktree;

/// The name of an object: 40 or 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Oid(String);

impl Oid {
    /// From its digits, all of them; `None` if it is not a full name.
    pub fn parse(digits: &str) -> Option<Self> {
        let is_full = [40, 64].contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_full.then(|| Oid(digits.to_ascii_lowercase()))
    }

    /// Its digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A git work tree.
#[derive(Clone, Debug)]
pub struct Git {
    program: Program,
    /// As the user has it.
    environment: Environment,
    /// For our own steps.
    plumbing: Environment,
    /// For steps that the user asks for by name.
    users: Environment,
    top: PathBuf,
    /// What errors call the top: that of the user's work tree, where this is a temporary one.
    named: PathBuf,
    git_dir: PathBuf,
    common_dir: PathBuf,
    /// The content filters that are configured, all of which are off.
    filters: Vec<OsString>,
}

impl Git {
    /// The work tree that holds a folder; `None` if it lies outside of one.
    ///
    /// # Errors
    /// There is no usable git, the repository is bare or its configuration puts the work tree elsewhere, git
    /// refuses it (another user owns it, or it is broken).
    pub fn at(folder: &Path) -> Result<Option<Self>, GitError> {
        Git::with_environment(folder, Environment::of_process(), &[])
    }

    /// Like [`Git::at`] with other variables than those of this process.
    ///
    /// # Errors
    /// As [`Git::at`].
    pub fn at_with(folder: &Path, environment: Environment) -> Result<Option<Self>, GitError> {
        Git::with_environment(folder, environment, &[])
    }

    fn with_environment(
        folder: &Path,
        environment: Environment,
        settings: &[(OsString, OsString)],
    ) -> Result<Option<Self>, GitError> {
        let program = Program::find(&environment)?;
        let folder = folder.canonicalize().map_err(|error| GitError::System {
            doing: "find the folder",
            place: folder.to_path_buf(),
            reason: error.to_string(),
        })?;
        let mut always = environment::always();
        always.extend_from_slice(settings);
        let quiet = [always.as_slice(), &environment::no_programs()].concat();
        let mut git = Git {
            program,
            plumbing: environment.plumbing().configured(&quiet),
            users: environment.users().configured(&always),
            environment,
            top: folder.clone(),
            named: PathBuf::new(),
            git_dir: PathBuf::new(),
            common_dir: PathBuf::new(),
            filters: Vec::new(),
        };
        let ended = git.call("find the work tree", ["rev-parse", "--show-toplevel"]).end()?;
        if ended.code != Some(0) {
            return refused(folder, ended);
        }
        git.top = names::single(&ended.stdout);
        // A configuration that says `core.worktree = /` must not make us look there.
        let strange = |git: &Git| GitError::StrangeWorkTree { place: folder.clone(), top: git.top.clone() };
        git.top = git.top.canonicalize().map_err(|_| strange(&git))?;
        if !folder.starts_with(&git.top) || git.top.join(".git").symlink_metadata().is_err() {
            return Err(strange(&git));
        }
        git.named.clone_from(&git.top);
        let within = git.folder("find the repository", &folder, "--absolute-git-dir")?;
        git.git_dir = git.folder("find the repository", &git.top, "--absolute-git-dir")?;
        if within != git.git_dir {
            return Err(strange(&git));
        }
        git.common_dir = git.folder("find the repository", &git.top, "--git-common-dir")?;
        git.filters = git.configured_filters()?;
        let off: Vec<_> = git.filters.iter().flat_map(|name| environment::no_filter(name)).collect();
        git.plumbing = git.plumbing.configured(&off);
        git.users = git.users.configured(&off);
        Ok(Some(git))
    }

    /// The top of the work tree: absolute, without symbolic links.
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// Where the objects, branches and configuration are that all work trees of the repository share.
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// Where temporary files go.
    fn scratch(&self) -> PathBuf {
        self.environment.get("TMPDIR").map_or_else(std::env::temp_dir, PathBuf::from)
    }

    fn folder(&self, doing: &'static str, from: &Path, which: &str) -> Result<PathBuf, GitError> {
        let output = self.call(doing, ["rev-parse", which]).at(from).output()?;
        let place = from.join(names::single(&output));
        place.canonicalize().map_err(|error| GitError::System { doing, place, reason: error.to_string() })
    }

    /// The names of all filters in all configuration files that count here.
    fn configured_filters(&self) -> Result<Vec<OsString>, GitError> {
        let call = self
            .call("read its configuration", ["config", "-z", "--includes", "--name-only"])
            .args(["--get-regexp", "^filter\\."]);
        let ended = call.end()?;
        if ended.code != Some(0) && ended.code != Some(1) {
            return Err(call.failed(ended));
        }
        let mut filters: Vec<OsString> = names::records(&ended.stdout)
            .filter_map(|key| {
                let name = key.strip_prefix(b"filter.")?;
                let end = name.iter().rposition(|&byte| byte == b'.')?;
                Some(names::path(&name[..end]).into_os_string())
            })
            .collect();
        filters.sort();
        filters.dedup();
        Ok(filters)
    }

    fn call<const N: usize>(&self, doing: &'static str, arguments: [&str; N]) -> Call<'_> {
        let arguments = arguments.into_iter().map(OsString::from).collect();
        Call { git: self, doing, folder: &self.top, environment: &self.plumbing, arguments, input: None }
    }
}

/// Why there is no work tree here: outside of any, or a real error.
fn refused(folder: PathBuf, ended: Ended) -> Result<Option<Git>, GitError> {
    let said = ended.said;
    // Warnings may stand before it.
    let says = |text| said.lines().any(|line| line.trim_start_matches("fatal: ").starts_with(text));
    // What follows the parenthesis names parents; `not a git repository: PATH` is a broken link to one.
    if says("not a git repository (") {
        return Ok(None);
    }
    if says("this operation must be run in a work tree") || says("cannot use bare repository") {
        return Err(GitError::NoWorkTree { place: folder });
    }
    Err(GitError::Failed { doing: "find the work tree", place: folder, said })
}

/// A run of git that is being put together.
struct Call<'a> {
    git: &'a Git,
    doing: &'static str,
    folder: &'a Path,
    environment: &'a Environment,
    arguments: Vec<OsString>,
    input: Option<&'a [u8]>,
}

impl<'a> Call<'a> {
    fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(|argument| argument.as_ref().to_os_string()));
        self
    }

    fn at(mut self, folder: &'a Path) -> Self {
        self.folder = folder;
        self
    }

    fn input(mut self, input: &'a [u8]) -> Self {
        self.input = Some(input);
        self
    }

    /// With the user's hooks and signing.
    fn by_user(mut self) -> Self {
        self.environment = &self.git.users;
        self
    }

    fn within(mut self, environment: &'a Environment) -> Self {
        self.environment = environment;
        self
    }

    fn end(&self) -> Result<Ended, GitError> {
        self.git.program.run(&Run {
            doing: self.doing,
            folder: self.folder,
            environment: self.environment,
            arguments: &self.arguments,
            input: self.input,
        })
    }

    /// What it prints, if it succeeds.
    fn output(&self) -> Result<Vec<u8>, GitError> {
        let ended = self.end()?;
        if ended.code == Some(0) { Ok(ended.stdout) } else { Err(self.failed(ended)) }
    }

    /// The object that it names, if it succeeds.
    fn oid(&self) -> Result<Oid, GitError> {
        let output = self.output()?;
        let digits = std::str::from_utf8(&output).unwrap_or_default().trim_end();
        Oid::parse(digits).ok_or_else(|| self.nonsense())
    }

    fn failed(&self, ended: Ended) -> GitError {
        GitError::Failed { doing: self.doing, place: self.place(), said: ended.said }
    }

    fn nonsense(&self) -> GitError {
        GitError::Nonsense { doing: self.doing, place: self.place() }
    }

    /// Where it runs, as users know it.
    fn place(&self) -> PathBuf {
        let is_top = self.folder == self.git.top && !self.git.named.as_os_str().is_empty();
        if is_top { self.git.named.clone() } else { self.folder.to_path_buf() }
    }
}
