//! Runs the git program once: null or given stdin, bounded output, no shell. Knows no command of git's.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use super::{Environment, GitError};
use crate::report::printable;

/// How much of what git and hooks write to stderr is kept: the end of it, in bytes.
pub const MAX_SAID: usize = 16 * 1024;

/// How much output is read, in bytes: the names of a million files.
const MAX_OUTPUT: usize = 64 * 1024 * 1024;

/// The oldest version that takes settings from `GIT_CONFIG_COUNT`, on which the hardening rests.
const OLDEST: (u32, u32) = (2, 31);

/// The git binary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Program {
    path: PathBuf,
    version: (u32, u32),
}

/// One run of it.
pub(super) struct Run<'a> {
    /// What it is for, as in "cannot …".
    pub(super) doing: &'static str,
    pub(super) folder: &'a Path,
    pub(super) environment: &'a Environment,
    pub(super) arguments: &'a [OsString],
    pub(super) input: Option<&'a [u8]>,
}

/// What came of it.
pub(super) struct Ended {
    /// The exit code; `None` if a signal ended it.
    pub(super) code: Option<i32>,
    pub(super) stdout: Vec<u8>,
    /// The end of stderr, printable.
    pub(super) said: String,
}

impl Program {
    /// Finds the binary. Relative folders in PATH do not count: they would mean folders of the repository.
    pub(super) fn find(environment: &Environment) -> Result<Self, GitError> {
        let name = format!("git{}", std::env::consts::EXE_SUFFIX);
        let path = environment.get("PATH").unwrap_or_default();
        let path = std::env::split_paths(path)
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(&name))
            .find(|file| is_program(file))
            .ok_or(GitError::Missing)?;
        let mut program = Program { path, version: (0, 0) };
        let run = Run {
            doing: "ask git for its version",
            folder: Path::new("/"),
            environment: &environment.plumbing(),
            arguments: &["version".into()],
            input: None,
        };
        let found = String::from_utf8_lossy(&program.run(&run)?.stdout).trim().to_string();
        program.version = version(&found)
            .ok_or(GitError::Nonsense { doing: "say its version", place: program.path.clone() })?;
        if program.version < OLDEST {
            return Err(GitError::TooOld { found: printable(found.trim_start_matches("git version ")) });
        }
        Ok(program)
    }

    pub(super) fn is_at_least(&self, version: (u32, u32)) -> bool {
        self.version >= version
    }

    /// Runs it to its end.
    pub(super) fn run(&self, run: &Run) -> Result<Ended, GitError> {
        let system = |error: io::Error| GitError::System {
            doing: run.doing,
            place: run.folder.to_path_buf(),
            reason: error.to_string(),
        };
        let temporary = |error: io::Error| GitError::System {
            doing: "keep what git says, in the folder for temporary files",
            place: std::env::temp_dir(),
            reason: error.to_string(),
        };
        // A file, not a pipe: a hook may leave a process behind that holds stderr open for ever.
        let mut stderr = tempfile::tempfile().map_err(temporary)?;
        let mut child = Command::new(&self.path)
            .current_dir(run.folder)
            .env_clear()
            .envs(run.environment.vars())
            .arg("--no-pager")
            .args(run.arguments)
            .stdin(if run.input.is_some() { Stdio::piped() } else { Stdio::null() })
            .stdout(Stdio::piped())
            .stderr(stderr.try_clone().map_err(system)?)
            .spawn()
            .map_err(system)?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let mut output = Vec::new();
        let read = thread::scope(|scope| {
            scope.spawn(|| {
                if let (Some(mut stdin), Some(input)) = (stdin, run.input) {
                    // Who does not read its input to the end says why in another way.
                    let _ = stdin.write_all(input);
                }
            });
            let mut read = Ok(0);
            if let Some(stdout) = stdout {
                read = stdout.take(MAX_OUTPUT as u64 + 1).read_to_end(&mut output);
            }
            if read.is_err() || output.len() > MAX_OUTPUT {
                let _ = child.kill();
            }
            read
        });
        let status = child.wait().map_err(system)?;
        read.map_err(system)?;
        if output.len() > MAX_OUTPUT {
            let place = run.folder.to_path_buf();
            return Err(GitError::TooMuch { doing: run.doing, place, limit: MAX_OUTPUT });
        }
        let said = end_of(&mut stderr).map_err(temporary)?;
        if !status.success() && said.is_empty() {
            // Perhaps it did say why, and there was no space for it.
            stderr.write_all(b"\n").map_err(temporary)?;
        }
        Ok(Ended { code: status.code(), stdout: output, said })
    }
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

/// The last lines that were written, with control characters other than line ends written out.
fn end_of(file: &mut File) -> io::Result<String> {
    let size = file.seek(SeekFrom::End(0))?;
    let start = size.saturating_sub(MAX_SAID as u64);
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(MAX_SAID as u64).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    // A progress bar rewrites its line; only what it shows last counts. git indents with tabs.
    let last = |line: &str| printable(&line.rsplit('\r').next().unwrap_or(line).replace('\t', "    "));
    let lines: Vec<String> = text.lines().map(last).collect();
    let text = lines.join("\n");
    let cut = if start > 0 { "[…]\n" } else { "" };
    Ok(format!("{cut}{}", text.strip_prefix("fatal: ").unwrap_or(&text)))
}

/// The first two numbers of `git version 2.47.3 (Apple Git-1)`.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.strip_prefix("git version ")?.split(|letter: char| !letter.is_ascii_digit());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{Program, version};
    use crate::git::{Environment, GitError};

    #[test]
    fn versions_are_read() {
        for (said, expected) in [
            ("git version 2.47.3", Some((2, 47))),
            ("git version 2.39.5 (Apple Git-154)", Some((2, 39))),
            ("git version 2.31.GIT", Some((2, 31))),
            ("hub version 2", None),
        ] {
            assert_eq!(version(said), expected, "{said}");
        }
    }

    #[test]
    fn without_git_that_is_what_is_said() {
        for path in ["", ".", "bin:./tools"] {
            let environment = Environment::default().with("PATH", path);
            assert_eq!(Program::find(&environment), Err(GitError::Missing), "{path}");
        }
    }
}
