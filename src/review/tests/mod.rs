//! The review from keys to files: what is decided, written, shown and taken back. Here: pressing keys.

mod comments;
mod deciding;
mod plain;
mod shown;

use super::fake::Fake;
use super::item::State;
use super::screen::{Key, Screen};
use super::{Performed, look, perform};
use crate::decisions::Choice;

pub(super) fn start(texts: &[&str]) -> (Fake, Screen) {
    let fake = Fake::new(texts);
    let screen = Screen::new(fake.model());
    (fake, screen)
}

/// Presses keys: `<Enter>`, `<C-u>` and the like in angle brackets. Whether the review goes on.
pub(super) fn press(fake: &mut Fake, screen: &mut Screen, keys: &str) -> bool {
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let (key, length) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((name, _)) => (named(name), name.len() + 2),
            None => (Key::Char(first), first.len_utf8()),
        };
        rest = &rest[length..];
        look(&mut screen.model, fake);
        if let Some(effect) = screen.key(key)
            && perform(&mut screen.model, fake, effect) == Performed::Quit
        {
            return false;
        }
    }
    true
}

pub(super) fn named(name: &str) -> Key {
    match name {
        "Enter" => Key::Enter,
        "Esc" => Key::Escape,
        "Down" => Key::Down,
        "End" => Key::End,
        "Home" => Key::Home,
        "Left" => Key::Left,
        "PageDown" => Key::PageDown,
        _ => Key::Ctrl(name.chars().last().expect("a key")),
    }
}

pub(super) fn states(screen: &Screen) -> Vec<State> {
    screen.model.items().iter().map(|item| item.state).collect()
}

pub(super) fn answers(fake: &Fake) -> Vec<(usize, Choice)> {
    fake.decisions.all().iter().map(|decision| (decision.line, decision.choice)).collect()
}
