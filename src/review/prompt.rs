//! The review where there is no terminal control: it prints a fix, asks, and reads a line, as `git add -p` does.

use std::io::{self, BufRead, Write};

use super::model::{Command, Effect, Model};
use super::page::{self, Tone};
use super::screen::{Asked, HELP, progress, question};
use super::{Desk, Performed, look, perform};

/// The longest line that is read, in bytes; what is asked for is shorter.
const MAX_LINE: u64 = 64 << 10;

/// Reviews until everything is decided, somebody quits, or the input ends. `attended`: somebody sits at the other
/// end, who may see that a decision cannot be written and do something about it, once.
///
/// # Errors
/// The output cannot be written, the input cannot be read, or decisions cannot be written.
pub fn run(
    model: &mut Model,
    desk: &mut dyn Desk,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    coloured: bool,
    attended: bool,
) -> io::Result<()> {
    let mut shown = None;
    let mut failed_before = false;
    loop {
        look(model, desk);
        let notice = model.notice().map(page::harmless);
        let Some(item) = model.current() else {
            return writeln!(output, "There is no fix to review.");
        };
        if let Some(notice) = notice {
            writeln!(output, "{notice}")?;
        }
        // The same fix in the same state is not printed twice.
        let now = (model.at(), item.state, item.decision.clone(), item.text.len());
        if shown.as_ref() != Some(&now) {
            print(model, output, coloured)?;
            shown = Some(now);
        }
        write!(output, "[{}] accept this fix [y,n,e,i,u,q,?]? ", progress(model))?;
        output.flush()?;
        let Some(line) = read(input)? else {
            return writeln!(output);
        };
        let Some(command) = command(model, line.trim(), input, output)? else { continue };
        match model.command(&command) {
            Err(reason) => model.say(reason),
            Ok(None) => shown = None,
            Ok(Some(effect)) => {
                let decides = effect != Effect::Quit;
                match perform(model, desk, effect) {
                    Performed::Quit => return Ok(()),
                    Performed::GoesOn => failed_before = false,
                    // `yes` would go on for ever.
                    Performed::Unwritten(reason) if failed_before || !attended => {
                        writeln!(output)?;
                        return Err(io::Error::other(format!("{reason}; the review ends here")));
                    }
                    Performed::Unwritten(_) => {
                        failed_before = true;
                        continue;
                    }
                }
                if decides && model.count(|state| state.is_open()) == 0 && command != Command::Undo {
                    return writeln!(output, "all are decided");
                }
            }
        }
    }
}

/// Takes a line for a command; asks for more where that is needed. `None`: there is nothing to do.
fn command(
    model: &mut Model,
    line: &str,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<Option<Command>> {
    let (word, rest) = match line.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim()),
        None => (line, ""),
    };
    Ok(match word {
        "y" => Some(Command::Accept),
        "n" => Some(Command::Skip),
        "u" => Some(Command::Undo),
        "q" => Some(Command::Quit),
        "l" => Some(Command::Next),
        "h" | "p" => Some(Command::Previous),
        "e" if model.current().is_some_and(|item| item.literal().is_some()) => {
            ask(model, Asked::Reword, rest, input, output)?
        }
        "e" | "m" => ask(model, Asked::Say, rest, input, output)?,
        "i" => ask(model, Asked::Ignore, rest, input, output)?,
        "g" => ask(model, Asked::Goto, rest, input, output)?,
        "a" => confirmed(model, Command::AcceptFile, input, output)?,
        "A" => confirmed(model, Command::AcceptCode, input, output)?,
        _ if line.starts_with('/') => Some(Command::Search(line[1..].trim().to_string())),
        "?" => {
            for (keys, what) in HELP.iter().filter(|(keys, _)| !keys.starts_with('j')) {
                let key = keys.split(' ').next().unwrap_or(keys);
                writeln!(output, "{key}  {what}")?;
            }
            None
        }
        "" => None,
        _ => {
            writeln!(output, "{} means nothing here; ? lists what does", page::harmless(word))?;
            None
        }
    })
}

/// The rest of the line answers, else a line of its own. An empty one changes nothing.
fn ask(
    model: &mut Model,
    asked: Asked,
    rest: &str,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<Option<Command>> {
    let mut answer = rest.to_string();
    if answer.is_empty() {
        let start = asked.start(model.current());
        if !start.is_empty() {
            writeln!(output, "now: {}", page::harmless(&start))?;
        }
        write!(
            output,
            "{} (an empty line changes nothing): ",
            match asked {
                Asked::Reword => "log message",
                Asked::Say => "commit message",
                Asked::Ignore => "reason to ignore it for ever",
                Asked::Search => "look for",
                Asked::Goto => "number",
            }
        )?;
        output.flush()?;
        answer = read(input)?.unwrap_or_default().trim().to_string();
    }
    if answer.is_empty() {
        return Ok(None);
    }
    Ok(asked.command(answer).map_err(|reason| model.say(reason)).ok())
}

fn confirmed(
    model: &mut Model,
    command: Command,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<Option<Command>> {
    let Some(question) = question(model, &command) else { return Ok(Some(command)) };
    write!(output, "{} ", page::harmless(&question))?;
    output.flush()?;
    let yes = read(input)?.is_some_and(|line| matches!(line.trim(), "y" | "Y" | "yes"));
    Ok(yes.then_some(command))
}

/// A line without its end; `None` at the end of the input.
fn read(input: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let mut limited = io::Read::take(input, MAX_LINE);
    if limited.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

fn print(model: &Model, output: &mut dyn Write, coloured: bool) -> io::Result<()> {
    let Some(item) = model.current() else { return Ok(()) };
    writeln!(output, "\n{}\n{}", page::heading(item), page::place(item))?;
    for line in page::body(item) {
        let code = match line.tone {
            _ if !coloured => "",
            Tone::Message => "\x1b[1m",
            Tone::Place => "\x1b[36m",
            Tone::Added => "\x1b[32m",
            Tone::Removed => "\x1b[31m",
            Tone::Note | Tone::Plain => "",
        };
        let reset = if code.is_empty() { "" } else { "\x1b[0m" };
        writeln!(output, "{code}{}{reset}", line.text)?;
    }
    writeln!(output)
}
