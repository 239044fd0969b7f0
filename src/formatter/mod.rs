//! `--format-with CMD`: has the user's formatter format the new contents of changed files, on a copy of the
//! project, and refuses its work if it touches anything else. Never runs it on the project, and writes nothing
//! there.
//!
//! The copy lies in a scratch folder and has the project's files that nothing ignores, so that the formatter
//! finds its configuration and knows which packages are the project's own. The files are its last arguments.

mod error;
mod mirror;
mod program;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

pub use self::error::FormatError;
use self::error::shown;
use self::mirror::Mirror;
use crate::command::Job;
use crate::interrupt::Interrupt;
use crate::pipeline::STACK_BYTES;
use crate::source::Source;
use crate::syntax;

/// How long one run of a formatter may take, unless said otherwise.
pub const TIME_LIMIT: Duration = Duration::from_secs(300);

/// A formatter and the copy of the project that it works on.
pub struct Formatter {
    root: PathBuf,
    words: Vec<String>,
    limit: Duration,
    interrupt: Interrupt,
    /// None after a failure: then nobody knows what is in it, and the next call makes another one.
    mirror: Option<Mirror>,
    program: PathBuf,
}

impl Formatter {
    /// Finds the program of `command` and copies the project in the folder `root`, which should be the whole of
    /// it: formatters look for their configuration in the folders above a file.
    ///
    /// # Errors
    /// The command means nothing, its program is not there, or the copy cannot be made.
    pub fn new(root: &Path, command: &str, interrupt: &Interrupt) -> Result<Formatter, FormatError> {
        let words = program::words(command)?;
        let root = root.canonicalize().map_err(|error| FormatError::scratch(root, &error))?;
        let mirror = Mirror::of(&root)?;
        let program = program::resolve(&words[0], &root, mirror.folder())?;
        let (mirror, interrupt) = (Some(mirror), interrupt.clone());
        Ok(Formatter { root, words, limit: TIME_LIMIT, interrupt, mirror, program })
    }

    /// With another limit to the time of one run than [`TIME_LIMIT`].
    pub fn limit(self, limit: Duration) -> Formatter {
        Formatter { limit, ..self }
    }

    /// The program that is run. A script of the project is run in the copy.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// What the formatter makes of files, in their order. Each is given by its path relative to the project's
    /// folder, and its new contents.
    ///
    /// # Errors
    /// The formatter cannot be run, fails, touches other files, or makes something of a file that is not Python.
    pub fn format(&mut self, files: &[(PathBuf, Vec<u8>)]) -> Result<Vec<Vec<u8>>, FormatError> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let mut mirror = match self.mirror.take() {
            Some(mirror) => mirror,
            None => Mirror::of(&self.root)?,
        };
        self.program = program::resolve(&self.words[0], &self.root, mirror.folder())?;
        let placed = mirror.place(files)?;
        self.run(mirror.folder(), files)?;
        if let Some(files) = mirror.touched(&placed) {
            return Err(FormatError::Touched { program: shown(&self.program), files });
        }
        let mut formatted = Vec::new();
        for ((path, _), placed) in files.iter().zip(&placed) {
            let lost = || FormatError::Lost { program: shown(&self.program), path: shown(path) };
            formatted.push(mirror.contents(placed)?.ok_or_else(lost)?);
        }
        mirror.restore(placed)?;
        self.mirror = Some(mirror);
        self.check(files, &formatted)?;
        Ok(formatted)
    }

    fn run(&self, folder: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), FormatError> {
        let paths: Vec<OsString> = files.iter().map(|(path, _)| program::argument(path)).collect();
        for batch in program::batches(&paths) {
            let words = self.words[1..].iter().map(OsString::from);
            let arguments = words.chain(paths[batch].iter().cloned());
            let job = Job::program(&self.program, arguments, folder).limit(self.limit);
            let ran = job.run(&self.interrupt).map_err(FormatError::run)?;
            if !ran.passed() {
                return Err(FormatError::failed(&self.program, &ran));
            }
        }
        Ok(())
    }

    /// Refuses what is no Python any more.
    fn check(&self, files: &[(PathBuf, Vec<u8>)], formatted: &[Vec<u8>]) -> Result<(), FormatError> {
        let check = || {
            let changed = files.iter().zip(formatted).filter(|((_, before), after)| before != *after);
            changed.map(|((path, _), after)| (path, wrong(after))).find(|(_, wrong)| wrong.is_some())
        };
        // The parser recurses.
        let found = thread::scope(|scope| {
            let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, check);
            thread.map(|thread| thread.join())
        });
        let refused = |path: &Path, reason| FormatError::Refused {
            program: shown(&self.program),
            path: shown(path),
            reason,
        };
        match found {
            Ok(Ok(None)) => Ok(()),
            Ok(Ok(Some((path, wrong)))) => Err(refused(path, wrong.unwrap_or_default())),
            Ok(Err(_)) => Err(refused(Path::new("a file"), "the parser failed".to_string())),
            Err(error) => Err(FormatError::scratch(&self.root, &error)),
        }
    }
}

/// Why these bytes are no Python file.
fn wrong(bytes: &[u8]) -> Option<String> {
    match Source::decode(bytes) {
        Err(error) => Some(error.to_string()),
        Ok(source) => syntax::parse(source.text())
            .err()
            .map(|problem| format!("line {}: {}", problem.line, problem.message)),
    }
}
