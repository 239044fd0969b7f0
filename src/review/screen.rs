//! Keys to commands: questions, confirmations, help, scrolling. Draws nothing and knows no terminal.

use super::input::Input;
use super::item::Item;
use super::model::{Command, Effect, Model};
use crate::verdict::Verdict;

/// A key, as far as the review knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are called what they are")]
pub enum Key {
    Char(char),
    Ctrl(char),
    Enter,
    Escape,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// What the log call shall say.
    Reword,
    /// What the commit message shall say.
    Say,
    /// Why the finding is to be silenced.
    Ignore,
    /// What to look for.
    Search,
    /// Which fix to look at.
    Goto,
}

impl Asked {
    /// The question.
    pub fn title(self) -> &'static str {
        match self {
            Asked::Reword => "Log message (Enter accepts the fix with it, Esc gives up):",
            Asked::Say => "Commit message (Enter accepts the fix with it, Esc gives up):",
            Asked::Ignore => "Why ignore it for ever? (Enter writes the comment, Esc gives up)",
            Asked::Search => "Look for:",
            Asked::Goto => "Go to number:",
        }
    }

    /// The text that an answer starts from.
    pub fn start(self, item: Option<&Item>) -> String {
        match (self, item) {
            (Asked::Reword, Some(item)) => item.log_words().unwrap_or_default().to_string(),
            (Asked::Say, Some(item)) => item.commit_words().to_string(),
            _ => String::new(),
        }
    }

    /// The command that an answer makes.
    ///
    /// # Errors
    /// An answer that means nothing.
    pub fn command(self, answer: String) -> Result<Command, String> {
        Ok(match self {
            Asked::Reword => Command::Reword(answer),
            Asked::Say => Command::Say(answer),
            Asked::Ignore => Command::Ignore(answer),
            Asked::Search => Command::Search(answer),
            Asked::Goto => Command::Goto(answer.trim().parse().map_err(|_| "that is no number".to_string())?),
        })
    }
}

/// What keys mean right now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Commands.
    Browse,
    /// A line of text.
    Ask {
        /// What for.
        asked: Asked,
        /// The line so far.
        input: Input,
        /// What was wrong with the last try.
        error: Option<String>,
    },
    /// Yes or no.
    Confirm {
        /// What is done on yes.
        command: Command,
        /// The question.
        question: String,
    },
    /// The help is shown.
    Help,
}

/// What is on the screen.
#[derive(Debug)]
pub struct Screen {
    /// The review.
    pub model: Model,
    /// What keys mean.
    pub mode: Mode,
    /// The first line of the body that is shown. Drawing limits it to what there is.
    pub scroll: usize,
    /// How many lines of the body are shown; drawing sets it.
    pub page: usize,
}

impl Screen {
    /// The start of a review.
    pub fn new(model: Model) -> Self {
        Screen { model, mode: Mode::Browse, scroll: 0, page: 1 }
    }

    /// What a key does; and what it asks of the world.
    pub fn key(&mut self, key: Key) -> Option<Effect> {
        if key == Key::Ctrl('c') {
            return Some(Effect::Quit);
        }
        match std::mem::replace(&mut self.mode, Mode::Browse) {
            Mode::Help => {
                if self.scrolls(key) {
                    self.mode = Mode::Help;
                } else {
                    self.scroll = 0;
                }
                None
            }
            Mode::Confirm { command, .. } => match key {
                Key::Char('y' | 'Y') | Key::Enter => self.command(&command),
                _ => {
                    self.model.say("nothing done");
                    None
                }
            },
            Mode::Ask { asked, input, .. } => self.type_key(key, asked, input),
            Mode::Browse => self.browse(key),
        }
    }

    fn browse(&mut self, key: Key) -> Option<Effect> {
        if self.scrolls(key) {
            return None;
        }
        match key {
            Key::Char('?') => {
                self.mode = Mode::Help;
                self.scroll = 0;
            }
            Key::Char('e') => {
                let logs = self.model.current().is_some_and(|item| item.literal().is_some());
                self.ask(if logs { Asked::Reword } else { Asked::Say });
            }
            Key::Char('m') => self.ask(Asked::Say),
            Key::Char('i') => self.ask(Asked::Ignore),
            Key::Char('/') => self.ask(Asked::Search),
            Key::Char('g') => self.ask(Asked::Goto),
            Key::Char('a') => self.confirm(Command::AcceptFile),
            Key::Char('A') => self.confirm(Command::AcceptCode),
            Key::Char('y') | Key::Enter => return self.command(&Command::Accept),
            Key::Char('n') => return self.command(&Command::Skip),
            Key::Char('u') => return self.command(&Command::Undo),
            Key::Char('l' | ' ') | Key::Right => return self.command(&Command::Next),
            Key::Char('h' | 'p') | Key::Left => return self.command(&Command::Previous),
            Key::Char('q') => return Some(Effect::Quit),
            _ => {}
        }
        None
    }

    /// Scrolls, if the key is for that.
    fn scrolls(&mut self, key: Key) -> bool {
        self.scroll = match key {
            Key::Char('j') | Key::Down => self.scroll.saturating_add(1),
            Key::Char('k') | Key::Up => self.scroll.saturating_sub(1),
            Key::PageDown | Key::Ctrl('f' | 'd') => self.scroll.saturating_add(self.page),
            Key::PageUp | Key::Ctrl('b' | 'u') => self.scroll.saturating_sub(self.page),
            Key::Home => 0,
            Key::End => usize::MAX,
            _ => return false,
        };
        true
    }

    fn ask(&mut self, asked: Asked) {
        let decides = matches!(asked, Asked::Reword | Asked::Say | Asked::Ignore);
        if decides && let Err(reason) = self.model.may_decide() {
            self.model.say(reason);
        } else if self.model.current().is_some() {
            let input = Input::new(&asked.start(self.model.current()));
            self.mode = Mode::Ask { asked, input, error: None };
        }
    }

    fn confirm(&mut self, command: Command) {
        match question(&self.model, &command) {
            Some(question) => self.mode = Mode::Confirm { command, question },
            None => self.model.say("there is nothing undecided of that kind"),
        }
    }

    fn type_key(&mut self, key: Key, asked: Asked, mut input: Input) -> Option<Effect> {
        let mut error = None;
        match key {
            Key::Escape => return None,
            Key::Enter => {
                let command = asked.command(input.text());
                match command.and_then(|command| self.model.command(&command)) {
                    Ok(effect) => {
                        self.scroll = 0;
                        return effect;
                    }
                    // The next key is no part of a number.
                    Err(reason) if asked == Asked::Goto => {
                        self.model.say(reason);
                        return None;
                    }
                    Err(reason) => error = Some(reason),
                }
            }
            Key::Char(letter) => input.insert(letter),
            Key::Backspace | Key::Ctrl('h') => input.backspace(),
            Key::Delete | Key::Ctrl('d') => input.delete(),
            Key::Left | Key::Ctrl('b') => input.left(),
            Key::Right | Key::Ctrl('f') => input.right(),
            Key::Home | Key::Ctrl('a') => input.home(),
            Key::End | Key::Ctrl('e') => input.end(),
            Key::Ctrl('u') => input.clear_before(),
            Key::Ctrl('k') => input.clear_after(),
            Key::Ctrl('w') => input.clear_word(),
            _ => {}
        }
        self.mode = Mode::Ask { asked, input, error };
        None
    }

    fn command(&mut self, command: &Command) -> Option<Effect> {
        let at = self.model.at();
        let effect = self.model.command(command).unwrap_or_else(|reason| {
            self.model.say(reason);
            None
        });
        if self.model.at() != at || effect.is_some() {
            self.scroll = 0;
        }
        effect
    }
}

/// The question before a command that decides several fixes at once; `None` if there are none.
pub fn question(model: &Model, command: &Command) -> Option<String> {
    let current = model.current()?;
    let alike = model.alike(command);
    let safe = alike
        .iter()
        .filter(|item| item.located.finding.preferred().is_some_and(|fix| fix.verdict == Verdict::Safe))
        .count();
    let of = match command {
        Command::AcceptFile => &current.path,
        _ => current.located.finding.code,
    };
    let count = alike.len();
    (count > 0).then(|| {
        let fixes =
            if count == 1 { "the 1 undecided fix".into() } else { format!("all {count} undecided fixes") };
        format!("Accept {fixes} of {of} ({safe} safe, {} review)? y/n", count - safe)
    })
}

/// One line about how far the review is.
pub fn progress(model: &Model) -> String {
    let total = model.items().len();
    let decided = model.count(|state| !state.is_open());
    let at = if total == 0 { 0 } else { model.at() + 1 };
    format!("{at}/{total}  {decided} decided")
}

/// What the help says: keys, and what they do.
pub const HELP: &[(&str, &str)] = &[
    ("y Enter", "accept: the fix will be applied"),
    ("n", "skip: it will be left out"),
    ("e", "edit the log message that the fix writes, else the commit message"),
    ("m", "edit the commit message"),
    ("i", "ignore for ever: a comment with your reason goes into the code"),
    ("u", "undo the last decision"),
    ("l Space →", "next fix, nothing decided"),
    ("h p ←", "previous fix"),
    ("j k ↓ ↑", "scroll; PageDown, PageUp, Home, End too"),
    ("a", "accept all undecided fixes of this file"),
    ("A", "accept all undecided fixes of this code"),
    ("/", "search path, code, message, changed lines; Enter alone: again"),
    ("g", "go to a fix by its number"),
    ("q Ctrl-C", "quit; every decision is saved already"),
];

/// How a review ended, in a sentence.
pub fn farewell(model: &Model) -> String {
    use super::item::State;
    let count = |wanted: State| model.count(|state| state == wanted);
    format!(
        "{} accepted, {} skipped, {} ignored, {} undecided",
        count(State::Accepted),
        count(State::Skipped),
        count(State::Ignored),
        model.count(State::is_open),
    )
}
