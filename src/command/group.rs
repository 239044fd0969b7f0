//! A child process with all that it starts: waiting for it and ending it. Not what it prints.
//!
//! On Unix, that is a process group. Elsewhere it is the child alone.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often it is looked whether a group is empty; the system tells nobody.
const LOOK: Duration = Duration::from_millis(10);

/// A running child and its group. Clones mean the same one.
#[derive(Clone)]
pub(super) struct Group {
    child: Arc<Mutex<Child>>,
    /// The group's number, as long as it cannot mean another one.
    #[cfg(unix)]
    pid: Arc<Mutex<Option<rustix::process::Pid>>>,
}

impl Group {
    /// Starts the command in a group of its own.
    pub(super) fn start(command: &mut Command) -> io::Result<Group> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command.spawn()?;
        Ok(Group {
            #[cfg(unix)]
            pid: Arc::new(Mutex::new(Some(rustix::process::Pid::from_child(&child)))),
            child: Arc::new(Mutex::new(child)),
        })
    }

    /// Calls `ended` from another thread as soon as the child itself has ended; before that `asks_terminal`,
    /// each time that the system stops it because it asks the terminal from the background.
    pub(super) fn when_ended(
        &self,
        asks_terminal: impl Fn() + Send + 'static,
        ended: impl FnOnce() + Send + 'static,
    ) {
        let group = self.clone();
        thread::spawn(move || {
            group.wait_without_reaping(&asks_terminal);
            ended();
        });
    }

    /// The exit status of the child, which has ended.
    pub(super) fn status(&self) -> io::Result<ExitStatus> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner).wait()
    }

    /// Ends what is left of the group after the child: asks it to, and kills it after `grace`. Call it after
    /// [`Group::status`].
    pub(super) fn end_stragglers(&self, grace: Duration) {
        self.terminate();
        let start = Instant::now();
        while self.is_alive() && start.elapsed() < grace {
            thread::sleep(LOOK);
        }
        self.kill();
        self.forget();
    }
}

#[cfg(unix)]
impl Group {
    /// Asks all of the group to end.
    pub(super) fn terminate(&self) {
        self.signal(rustix::process::Signal::TERM);
        // Who is stopped hears nothing.
        self.signal(rustix::process::Signal::CONT);
    }

    /// Ends all of the group.
    pub(super) fn kill(&self) {
        self.signal(rustix::process::Signal::KILL);
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let pid = self.pid.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pid) = *pid {
            // It may have ended by itself.
            let _ = rustix::process::kill_process_group(pid, signal);
        }
    }

    fn is_alive(&self) -> bool {
        let pid = self.pid.lock().unwrap_or_else(PoisonError::into_inner);
        pid.is_some_and(|pid| rustix::process::test_kill_process_group(pid).is_ok())
    }

    fn forget(&self) {
        *self.pid.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The child stays a zombie, so that its number means nobody else while signals may be sent to it.
    fn wait_without_reaping(&self, asks_terminal: &dyn Fn()) {
        use rustix::process::{Signal, WaitId, WaitIdOptions, waitid};
        let pid = *self.pid.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(pid) = pid else { return };
        let id = || WaitId::Pid(pid);
        let options = WaitIdOptions::EXITED | WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
        loop {
            match waitid(id(), options) {
                Err(rustix::io::Errno::INTR) => {}
                Ok(Some(status)) if status.stopped() => {
                    let signal = status.stopping_signal();
                    if [Signal::TTIN, Signal::TTOU].iter().any(|asks| signal == Some(asks.as_raw())) {
                        asks_terminal();
                    }
                    // That it stopped has been heard; that it ends has not.
                    let _ = waitid(id(), WaitIdOptions::STOPPED | WaitIdOptions::NOHANG);
                }
                _ => return,
            }
        }
    }
}

#[cfg(not(unix))]
impl Group {
    /// There is no gentle way.
    pub(super) fn terminate(&self) {
        self.kill();
    }

    /// Ends the child.
    pub(super) fn kill(&self) {
        // It may have ended by itself.
        let _ = self.child.lock().unwrap_or_else(PoisonError::into_inner).kill();
    }

    fn is_alive(&self) -> bool {
        false
    }

    fn forget(&self) {}

    fn wait_without_reaping(&self, _asks_terminal: &dyn Fn()) {
        let running = || {
            let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
            matches!(child.try_wait(), Ok(None))
        };
        while running() {
            thread::sleep(LOOK);
        }
    }
}
