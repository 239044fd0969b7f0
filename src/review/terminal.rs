//! The screen on a real terminal: raw mode, keys, redrawing, and leaving it as it was whatever happens. Decides
//! nothing.

use std::io;
use std::time::Duration;

use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::screen::{Key, Screen};
use super::{Desk, Performed, look, perform, view};
use crate::interrupt::{Interrupt, Press};

/// How long a signal to end may wait for its answer.
const TICK: Duration = Duration::from_millis(200);

/// Reviews on the terminal until somebody quits or a signal ends it. The terminal is as before afterwards, also
/// after an error or a panic.
///
/// # Errors
/// The terminal cannot be controlled or is gone.
pub fn run(screen: &mut Screen, desk: &mut dyn Desk, coloured: bool) -> io::Result<()> {
    // Ctrl-C is a key here; other programs and a lost connection send signals. Without a watch on them, a signal
    // ends the program as ever.
    let interrupt = Interrupt::of_process().unwrap_or_default();
    // This also restores the terminal before a panic prints its message.
    let mut terminal = ratatui::try_init()?;
    // A second signal ends the program at once, and must not leave the terminal behind in this mode.
    let _watched = interrupt.watch(|press| {
        if press != Press::First {
            ratatui::restore();
        }
    });
    let done = turn(&mut terminal, screen, desk, &interrupt, coloured);
    let restored = ratatui::try_restore();
    done.and(restored)
}

fn turn(
    terminal: &mut DefaultTerminal,
    screen: &mut Screen,
    desk: &mut dyn Desk,
    interrupt: &Interrupt,
    coloured: bool,
) -> io::Result<()> {
    loop {
        look(&mut screen.model, desk);
        terminal.draw(|frame| view::draw(frame, screen, coloured))?;
        let Some(event) = next(interrupt)? else { return Ok(()) };
        let Event::Key(pressed) = event else { continue };
        match key(pressed) {
            Some(Key::Ctrl('z')) => {
                ratatui::try_restore()?;
                suspend();
                *terminal = ratatui::try_init()?;
                terminal.clear()?;
            }
            Some(Key::Ctrl('l')) => terminal.clear()?,
            Some(key) => {
                if let Some(effect) = screen.key(key)
                    && perform(&mut screen.model, desk, effect) == Performed::Quit
                {
                    return Ok(());
                }
            }
            None => {}
        }
    }
}

/// The next event; `None` if a signal asks to end, or the terminal is gone: its window was closed or the
/// connection lost.
fn next(interrupt: &Interrupt) -> io::Result<Option<Event>> {
    while !interrupt.is_raised() {
        // Keys that came together are read together, and wait in crossterm, where no new input tells of them.
        if wait(Duration::ZERO) == Terminal::Gone {
            break;
        }
        if event::poll(Duration::ZERO)? {
            return event::read().map(Some);
        }
        if wait(TICK) == Terminal::Gone {
            break;
        }
    }
    Ok(None)
}

#[derive(PartialEq, Eq)]
enum Terminal {
    There,
    Gone,
}

/// Waits for input, but not longer than `longest`, which is below a second. crossterm 0.29 would wait, too, but reads a terminal that is gone
/// for ever, at full speed, and sees no signal.
#[cfg(unix)]
fn wait(longest: Duration) -> Terminal {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let stdin = io::stdin();
    let mut input = [PollFd::new(&stdin, PollFlags::IN)];
    let tick = Timespec { tv_sec: 0, tv_nsec: longest.subsec_nanos().into() };
    // An error is a signal that came meanwhile, such as that of a resize.
    let _ = poll(&mut input, Some(&tick));
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    if input[0].revents().intersects(gone) { Terminal::Gone } else { Terminal::There }
}

#[cfg(not(unix))]
fn wait(longest: Duration) -> Terminal {
    // Whatever comes is fetched by whoever asked.
    match event::poll(longest) {
        Ok(_) => Terminal::There,
        Err(_) => Terminal::Gone,
    }
}

/// Stops this process and its group, as the shell expects of Ctrl-Z, until it is continued.
#[cfg(unix)]
fn suspend() {
    use rustix::process::{Signal, kill_current_process_group};
    // If that is not possible, the review just goes on.
    let _ = kill_current_process_group(Signal::TSTP);
}

#[cfg(not(unix))]
fn suspend() {}

fn key(pressed: KeyEvent) -> Option<Key> {
    if pressed.kind == KeyEventKind::Release {
        return None;
    }
    let control = pressed.modifiers.contains(KeyModifiers::CONTROL);
    Some(match pressed.code {
        KeyCode::Char(letter) if control => Key::Ctrl(letter.to_ascii_lowercase()),
        KeyCode::Char(_) if pressed.modifiers.contains(KeyModifiers::ALT) => return None,
        KeyCode::Char(letter) => Key::Char(letter),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => return None,
    })
}
