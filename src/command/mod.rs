//! Runs a command of the user (`--verify 'make test'`, a formatter) so that it can neither hang nor outlive us: a
//! time limit, bounded output, interruption, and its whole process group ended. Not what the result means.
//!
//! The command has the user's environment, an empty standard input, and its standard output and error together
//! in one pipe. If it asks the terminal all the same, the system stops it, and that ends the run. When it has ended, whatever it left running in its process group is ended too, since that would
//! work on files that are changed for the next run. A daemon in a session of its own stays.

mod group;
mod tail;

use std::ffi::OsString;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use self::group::Group;
use self::tail::Tail;
use crate::interrupt::{Interrupt, Press};
use crate::report::printable;

/// How much of the end of the output is kept, in bytes, unless said otherwise.
pub const KEPT_OUTPUT: usize = 64 << 10;
/// How long a process may take to end after it was asked to, unless said otherwise.
pub const GRACE: Duration = Duration::from_secs(5);
/// How long output is waited for that somebody else than the command may still write.
const DRAIN: Duration = Duration::from_secs(1);

/// A command to run, as often as needed.
#[derive(Clone, Debug)]
pub struct Job {
    program: PathBuf,
    arguments: Vec<OsString>,
    /// The command line, if a shell runs it.
    line: Option<String>,
    folder: PathBuf,
    limit: Option<Duration>,
    grace: Duration,
    kept_output: usize,
}

impl Job {
    /// A command line for the shell (`sh`; `cmd` on Windows), to be run in `folder`.
    pub fn shell(line: &str, folder: &Path) -> Job {
        let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
        let job = Job::program(Path::new(shell), [flag.into(), line.into()], folder);
        Job { line: Some(line.to_string()), ..job }
    }

    /// A program with arguments, to be run in `folder` without a shell. A bare name is looked up as the system
    /// does; a relative path with a folder in it is for the caller to make absolute.
    pub fn program(program: &Path, arguments: impl IntoIterator<Item = OsString>, folder: &Path) -> Job {
        Job {
            program: program.to_path_buf(),
            arguments: arguments.into_iter().collect(),
            line: None,
            folder: folder.to_path_buf(),
            limit: None,
            grace: GRACE,
            kept_output: KEPT_OUTPUT,
        }
    }

    /// With a limit to the time that one run may take. There is none by default.
    pub fn limit(self, limit: Duration) -> Job {
        Job { limit: Some(limit), ..self }
    }

    /// With another time between asking to end and killing than [`GRACE`].
    pub fn grace(self, grace: Duration) -> Job {
        Job { grace, ..self }
    }

    /// With another number of bytes kept of the end of the output than [`KEPT_OUTPUT`].
    pub fn kept_output(self, bytes: usize) -> Job {
        Job { kept_output: bytes, ..self }
    }

    /// Runs it to its end, or until its time is up or `interrupt` is raised.
    ///
    /// # Errors
    /// The command cannot be started, or was interrupted. One that runs and fails is no error, nor is a command
    /// line whose shell finds no such program (see [`End::explain`]).
    pub fn run(&self, interrupt: &Interrupt) -> Result<Ran, RunError> {
        if interrupt.is_raised() {
            return Err(RunError::Interrupted);
        }
        let start = Instant::now();
        let (reader, writer) = io::pipe().map_err(|error| self.not_started(error))?;
        // From before there is anything to kill: a second Ctrl-C right then must not leave the command behind.
        let hold = interrupt.hold();
        let group = self.start(writer).map_err(|error| self.not_started(error))?;
        let (sender, events) = mpsc::channel();
        let tail = Arc::new(Mutex::new(Tail::new(self.kept_output)));
        read(reader, Arc::clone(&tail), sender.clone());
        let (ended, asks) = (sender.clone(), sender.clone());
        // Nobody listens any more once the run is over.
        group
            .when_ended(move || drop(asks.send(Event::AsksTerminal)), move || drop(ended.send(Event::Ended)));
        let watched = group.clone();
        // Killed at the second Ctrl-C, it ends, and so does this run.
        let watch = interrupt.watch(move |press| match press {
            Press::First => drop(sender.send(Event::Interrupted)),
            Press::Again | Press::Leaving => watched.kill(),
        });
        let mut waiting =
            Waiting { events, ended: false, drained: false, interrupted: false, asks_terminal: false };
        waiting.until(self.limit, |now| now.ended || now.interrupted || now.asks_terminal);
        let stopped = !waiting.ended;
        if stopped {
            group.terminate();
            waiting.until(Some(self.grace), |now| now.ended);
            group.kill();
            waiting.until(None, |now| now.ended);
        }
        let status = group.status().map_err(|error| self.not_started(error))?;
        let took = start.elapsed();
        // A filter behind the command may have the last words.
        waiting.until(Some(if stopped { Duration::ZERO } else { DRAIN }), |now| now.drained);
        group.end_stragglers(self.grace);
        waiting.until(Some(DRAIN), |now| now.drained);
        drop(watch);
        drop(hold);
        if interrupt.is_raised() {
            return Err(RunError::Interrupted);
        }
        let end = match stopped {
            true if waiting.asks_terminal => End::AskedTerminal,
            true => End::TimedOut(self.limit.unwrap_or_default()),
            false => End::of(status),
        };
        let (output, dropped) = tail.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(Ran { end, output, dropped, took })
    }

    fn start(&self, output: io::PipeWriter) -> io::Result<Group> {
        // The command holds ends of the pipe and is dropped here, or its end would never come.
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stderr(output.try_clone()?)
            .stdout(output);
        Group::start(&mut command)
    }

    fn not_started(&self, error: io::Error) -> RunError {
        let program = printable(&self.program.display().to_string());
        let folder = printable(&self.folder.display().to_string());
        if !self.folder.is_dir() {
            return RunError::NoFolder { program, folder };
        }
        match error.kind() {
            io::ErrorKind::NotFound => RunError::NotFound { program },
            _ => RunError::NotStarted { program, folder, reason: error.to_string() },
        }
    }

    /// The command as its user wrote it, on one line.
    pub fn display(&self) -> String {
        let words = || {
            let arguments = self.arguments.iter().map(|argument| argument.to_string_lossy().into_owned());
            let words: Vec<String> =
                [self.program.display().to_string()].into_iter().chain(arguments).collect();
            words.join(" ")
        };
        printable(&self.line.clone().unwrap_or_else(words))
    }
}

/// A run that has ended.
#[derive(Clone, Debug)]
pub struct Ran {
    /// How it ended.
    pub end: End,
    /// The end of what it printed, standard output and error as they came.
    pub output: Vec<u8>,
    /// How many bytes were printed before that.
    pub dropped: u64,
    /// How long it took.
    pub took: Duration,
}

impl Ran {
    /// Whether the command succeeded.
    pub fn passed(&self) -> bool {
        self.end == End::Exited(0)
    }

    /// The last lines of the output, at most `count`, fit to be shown: without terminal codes.
    pub fn last_lines(&self, count: usize) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.output);
        let text = anstream::adapter::strip_str(&text).to_string();
        let shown = |line: &str| printable(&line.replace('\t', "    "));
        let mut lines: Vec<String> = text.lines().rev().take(count).map(shown).collect();
        lines.reverse();
        lines
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, with this exit status.
    Exited(i32),
    /// By this signal.
    Signal(i32),
    /// Its time was up, so it was ended. This was its limit.
    TimedOut(Duration),
    /// It wanted to read from the terminal, or to set it up. The system stops it then, so it was ended.
    AskedTerminal,
}

impl End {
    fn of(status: ExitStatus) -> End {
        #[cfg(unix)]
        if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
            return End::Signal(signal);
        }
        End::Exited(status.code().unwrap_or(-1))
    }

    /// In words, as what comes after the command: "ended with exit status 2".
    pub fn explain(&self) -> String {
        match self {
            End::Exited(0) => "passed".to_string(),
            // What shells say, and nobody else should.
            End::Exited(126) => "ended with exit status 126: a command in it cannot be executed".to_string(),
            End::Exited(127) => "ended with exit status 127: a command in it was not found".to_string(),
            End::Exited(code) => format!("ended with exit status {code}"),
            End::Signal(signal) => format!("was killed by signal {signal}"),
            End::TimedOut(limit) => format!("was stopped after its time limit of {limit:?}"),
            End::AskedTerminal => {
                "was stopped, because it asks the terminal, and nobody answers there".to_string()
            }
        }
    }
}

/// Why there is no result of a run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// There is no such program.
    #[error("{program}: command not found; check its name, or give its path")]
    NotFound {
        /// The program.
        program: String,
    },
    /// The folder to run it in is not there.
    #[error("cannot run {program} in {folder}: there is no such folder")]
    NoFolder {
        /// The program.
        program: String,
        /// The folder.
        folder: String,
    },
    /// The operating system refuses.
    #[error("cannot run {program} in {folder}: {reason}")]
    NotStarted {
        /// The program.
        program: String,
        /// The folder.
        folder: String,
        /// What the system says.
        reason: String,
    },
    /// The user interrupted it; it was ended.
    #[error("interrupted")]
    Interrupted,
}

enum Event {
    /// The command itself has ended.
    Ended,
    /// Nobody can write output any more.
    Drained,
    Interrupted,
    /// It is stopped, because it asks the terminal.
    AsksTerminal,
}

/// What has happened to a run.
struct Waiting {
    events: Receiver<Event>,
    ended: bool,
    drained: bool,
    interrupted: bool,
    asks_terminal: bool,
}

impl Waiting {
    /// Waits until `done`, for at most `limit`.
    fn until(&mut self, limit: Option<Duration>, done: impl Fn(&Self) -> bool) {
        let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        while !done(self) {
            let event = match deadline {
                None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(deadline) => {
                    self.events.recv_timeout(deadline.saturating_duration_since(Instant::now()))
                }
            };
            match event {
                Ok(Event::Ended) => self.ended = true,
                Ok(Event::Drained) => self.drained = true,
                Ok(Event::Interrupted) => self.interrupted = true,
                Ok(Event::AsksTerminal) => self.asks_terminal = true,
                Err(_) => return,
            }
        }
    }
}

/// Reads all output on a thread of its own, also when nobody is interested any more: whoever still holds the
/// pipe must not block on it.
fn read(mut from: io::PipeReader, tail: Arc<Mutex<Tail>>, events: mpsc::Sender<Event>) {
    thread::spawn(move || {
        let mut buffer = vec![0; 64 << 10];
        loop {
            match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => tail.lock().unwrap_or_else(PoisonError::into_inner).push(&buffer[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        // The run may be over.
        let _ = events.send(Event::Drained);
    });
}
