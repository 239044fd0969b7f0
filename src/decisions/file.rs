//! The form of the decisions file: TOML to [`Decisions`] and back. Touches no file; see docs/decisions.md.

use std::fmt::Write as _;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::error::DecisionsError;
use super::{Choice, Decision, Decisions, MAX_TEXT};
use crate::report::{is_hidden, is_plain_line};

/// The form that this version reads and writes. Fields may be added without a new number.
const VERSION: i64 = 1;

const HEADING: &str = "\
# Decisions about fixes: `amends review` writes them; `amends diff` and `amends apply` obey them.
# Commit this file to share them. Comments are not kept when it is written again.
";

const KNOWN: [&str; 9] =
    ["fingerprint", "code", "path", "line", "decision", "message", "log-message", "reason", "context"];

/// Fields that this version does not know, written back as they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unknown(Table);

/// Reads the text of a decisions file; `path` is for errors.
///
/// # Errors
/// Text that is not TOML, lacks a field, or has one that means nothing.
pub(super) fn parse(text: &str, path: &Path) -> Result<Decisions, DecisionsError> {
    let reader = Reader { text, path };
    let root = DeTable::parse(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        reader.syntax(start, error.message().replace('\n', ", "))
    })?;
    // The same once more as plain values: what is not known is kept in this form.
    let plain: Table = text.parse().map_err(|error: toml::de::Error| {
        reader.syntax(error.span().map_or(0, |span| span.start), error.message().replace('\n', ", "))
    })?;
    let root = root.get_ref();
    if let Some((offset, value)) = get(root, "version") {
        match number(value) {
            Some(VERSION) => {}
            Some(version) if version > VERSION => {
                return Err(DecisionsError::Version {
                    path: path.to_path_buf(),
                    line: reader.line(offset),
                    version,
                });
            }
            _ => return Err(reader.field(offset, "`version` must be 1")),
        }
    }
    let mut decisions =
        Decisions { unknown: without(plain.clone(), &["version", "decision"]), ..Decisions::default() };
    let Some((offset, list)) = get(root, "decision") else { return Ok(decisions) };
    let none = Vec::new();
    let (Some(list), values) =
        (list.as_array(), plain.get("decision").and_then(Value::as_array).unwrap_or(&none))
    else {
        return Err(reader.field(offset, "`decision` must be a list of tables, [[decision]]"));
    };
    for (item, value) in list.iter().zip(values) {
        let (Some(table), Some(plain)) = (item.get_ref().as_table(), value.as_table()) else {
            return Err(reader.field(item.span().start, "a decision must be a table, [[decision]]"));
        };
        let place = item.span().start;
        let decision = reader.decision(table, plain, place)?;
        match decisions.get(&decision.fingerprint) {
            Some(other) if *other != decision => {
                let reason = format!(
                    "there is another decision about {} ({}, line {}); keep one of them",
                    decision.fingerprint, decision.code, decision.line
                );
                let (offset, _) = get(table, "fingerprint").unwrap_or((place, item.get_ref()));
                return Err(reader.field(offset, reason));
            }
            _ => decisions.set(decision),
        }
    }
    Ok(decisions)
}

/// The text of a decisions file, in the same order whatever was decided first.
pub(super) fn write(decisions: &Decisions) -> String {
    let mut text = HEADING.to_string();
    // Writing to a string does not fail.
    let _ = writeln!(text, "version = {VERSION}");
    unknown(&mut text, &decisions.unknown);
    for decision in decisions.all() {
        let mut string = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                let _ = writeln!(text, "{key} = {}", quoted(value));
            }
        };
        string("\n[[decision]]\nfingerprint", Some(&decision.fingerprint));
        string("code", Some(&decision.code));
        string("path", Some(&decision.path));
        let _ = writeln!(text, "line = {}", decision.line);
        let mut string = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                let _ = writeln!(text, "{key} = {}", quoted(value));
            }
        };
        string("decision", Some(decision.choice.name()));
        string("message", decision.message.as_deref());
        string("log-message", decision.log_message.as_deref());
        string("reason", decision.reason.as_deref());
        string("context", Some(&decision.context));
        unknown(&mut text, &decision.unknown);
    }
    text
}

fn unknown(text: &mut String, unknown: &Unknown) {
    for (key, value) in &unknown.0 {
        let _ = writeln!(text, "{} = {value}", quoted(key));
    }
}

/// A TOML string on one line. What a terminal would obey is escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() || is_hidden(letter) => {
                let number = u32::from(letter);
                let _ = if number > 0xffff {
                    write!(quoted, "\\U{number:08X}")
                } else {
                    write!(quoted, "\\u{number:04X}")
                };
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

fn without(mut table: Table, known: &[&str]) -> Unknown {
    table.retain(|key, _| !known.contains(&key));
    Unknown(table)
}

fn get<'t>(table: &'t DeTable<'t>, key: &str) -> Option<(usize, &'t DeValue<'t>)> {
    let (_, value): (_, &Spanned<DeValue<'t>>) = table.iter().find(|(name, _)| name.get_ref() == key)?;
    Some((value.span().start, value.get_ref()))
}

fn number(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

struct Reader<'t> {
    text: &'t str,
    path: &'t Path,
}

impl Reader<'_> {
    fn decision(&self, table: &DeTable<'_>, plain: &Table, place: usize) -> Result<Decision, DecisionsError> {
        let required = |key: &str| match self.string(table, key)? {
            Some(text) => Ok(text),
            None => Err(self.field(place, format!("this decision has no `{key}`"))),
        };
        let choice = match required("decision")?.as_str() {
            "accept" => Choice::Accept,
            "skip" => Choice::Skip,
            other => {
                let (offset, _) = get(table, "decision").unwrap_or((place, &DeValue::Boolean(false)));
                return Err(self.field(offset, format!("`decision` is `accept` or `skip`, not `{other}`")));
            }
        };
        let line = match get(table, "line") {
            None => 0,
            Some((offset, value)) => number(value)
                .and_then(|line| usize::try_from(line).ok())
                .ok_or_else(|| self.field(offset, "`line` must be a whole number"))?,
        };
        Ok(Decision {
            fingerprint: required("fingerprint")?,
            code: required("code")?,
            path: required("path")?,
            line,
            choice,
            message: self.sentence(table, "message")?,
            log_message: self.sentence(table, "log-message")?,
            reason: self.sentence(table, "reason")?,
            context: self.string(table, "context")?.unwrap_or_default(),
            unknown: without(plain.clone(), &KNOWN),
        })
    }

    fn string(&self, table: &DeTable<'_>, key: &str) -> Result<Option<String>, DecisionsError> {
        let Some((offset, value)) = get(table, key) else { return Ok(None) };
        match value.as_str() {
            Some(text) => Ok(Some(text.to_string())),
            None => Err(self.field(offset, format!("`{key}` must be a string"))),
        }
    }

    /// Text that goes into commits, code and reports: one line that no terminal obeys, and not endless.
    fn sentence(&self, table: &DeTable<'_>, key: &str) -> Result<Option<String>, DecisionsError> {
        let Some(text) = self.string(table, key)? else { return Ok(None) };
        let (offset, _) = get(table, key).unwrap_or((0, &DeValue::Boolean(false)));
        if !is_plain_line(&text) {
            let what = "must be one line without control and hidden characters";
            return Err(self.field(offset, format!("`{key}` {what}")));
        }
        if text.chars().count() > MAX_TEXT {
            return Err(self.field(offset, format!("`{key}` is longer than {MAX_TEXT} characters")));
        }
        Ok(Some(text))
    }

    fn syntax(&self, offset: usize, reason: String) -> DecisionsError {
        let conflict = ["<<<<<<<", ">>>>>>>"]
            .iter()
            .any(|marker| self.text.lines().any(|line| line.starts_with(marker)));
        let hint = if conflict {
            "resolve the merge conflict in it: the decisions of both sides can stay"
        } else {
            "mend it, or move it away to start afresh"
        };
        let reason = crate::report::printable(&reason);
        DecisionsError::Syntax { path: self.path.to_path_buf(), line: self.line(offset), reason, hint }
    }

    fn field(&self, offset: usize, reason: impl AsRef<str>) -> DecisionsError {
        let reason = crate::report::printable(reason.as_ref());
        DecisionsError::Field { path: self.path.to_path_buf(), line: self.line(offset), reason }
    }

    fn line(&self, offset: usize) -> usize {
        1 + self.text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Decisions, String> {
        parse(text, Path::new("d.toml")).map_err(|error| error.to_string())
    }

    fn block(fingerprint: &str, path: &str, line: usize, more: &str) -> String {
        format!(
            "[[decision]]\nfingerprint = \"{fingerprint}\"\ncode = \"AM401\"\npath = \"{path}\"\nline = {line}\n{more}\n"
        )
    }

    #[test]
    fn what_is_written_is_read_again_and_the_order_is_that_of_the_code() {
        let mut decisions = Decisions::default();
        for (fingerprint, path, line, message) in [
            ("b", "z.py", 1, None),
            ("c", "a.py", 10, Some("say \"hä\" \\ 漢字")),
            ("a", "a.py\nx", 9, None),
            ("d", "a.py", 2, Some("100 %")),
        ] {
            decisions.set(Decision {
                fingerprint: fingerprint.into(),
                code: "AM401".into(),
                path: path.into(),
                line,
                choice: if message.is_some() { Choice::Accept } else { Choice::Skip },
                message: message.map(str::to_string),
                log_message: None,
                reason: None,
                context: "77".into(),
                unknown: Unknown::default(),
            });
        }
        let text = write(&decisions);
        assert_eq!(read(&text).as_ref(), Ok(&decisions), "{text}");
        let order: Vec<&str> = text.lines().filter(|line| line.starts_with("fingerprint")).collect();
        assert_eq!(
            order,
            [r#"fingerprint = "d""#, r#"fingerprint = "c""#, r#"fingerprint = "a""#, r#"fingerprint = "b""#]
        );
        assert!(text.contains("path = \"a.py\\u000Ax\"\n"), "{text}");
        assert!(text.contains(
            "\n[[decision]]\nfingerprint = \"d\"\ncode = \"AM401\"\npath = \"a.py\"\nline = 2\n\
             decision = \"accept\"\nmessage = \"100 %\"\ncontext = \"77\"\n\n[[decision]]\n"
        ));
    }

    #[test]
    fn fields_of_a_newer_version_are_written_back() {
        let more = "decision = \"skip\"\nby = \"Ann\"\nvotes = [1, 2]\n[decision.seen]\nat = 2026-01-01\n";
        let text = format!("project = \"x\"\nversion = 1\n{}", block("a", "a.py", 1, more));
        let once = write(&read(&text).expect("it is read"));
        for kept in [
            "\"project\" = \"x\"",
            "\"by\" = \"Ann\"",
            "\"votes\" = [1, 2]",
            "\"seen\" = { at = 2026-01-01 }",
        ] {
            assert!(once.contains(kept), "{kept}: {once}");
        }
        assert_eq!(write(&read(&once).expect("it is read again")), once);
    }

    #[test]
    fn garbage_is_named_by_its_line() {
        let fails = |text: &str, expected: &str| {
            let error = read(text).expect_err(text);
            assert!(error.starts_with(expected), "{error}");
        };
        let good = block("a", "a.py", 1, "decision = \"skip\"");
        fails("[[decision]\n", "d.toml:1: this is not TOML: ");
        fails(&format!("{good}<<<<<<< ours\n{good}"), "d.toml:7: this is not TOML: ");
        assert!(read("<<<<<<< ours\n").expect_err("a conflict").contains("both sides"));
        fails("version = 2\n", "d.toml:1: version 2 of this file needs a newer amends");
        fails("version = \"1\"\n", "d.toml:1: `version` must be 1");
        fails("decision = 3\n", "d.toml:1: `decision` must be a list");
        fails("decision = [3]\n", "d.toml:1: a decision must be a table");
        fails(&block("a", "a.py", 1, ""), "d.toml:1: this decision has no `decision`");
        fails(
            &block("a", "a.py", 1, "decision = \"no\""),
            "d.toml:6: `decision` is `accept` or `skip`, not `no`",
        );
        fails(&good.replace("\"a\"", "7"), "d.toml:2: `fingerprint` must be a string");
        fails(&good.replace("= 1", "= -1"), "d.toml:5: `line` must be a whole number");
        let control = format!("{good}reason = \"a\\u001B[31m\"\n");
        fails(&control, "d.toml:7: `reason` must be one line without control and hidden characters");
        for key in ["reason", "message", "log-message"] {
            let turned = format!("{good}{key} = \"\\u202Erev\"\n");
            let expected =
                format!("d.toml:7: `{key}` must be one line without control and hidden characters");
            fails(&turned, &expected);
        }
        let long = format!("{good}message = \"{}\"\n", "x".repeat(MAX_TEXT + 1));
        fails(&long, "d.toml:7: `message` is longer than 1000 characters");
    }

    #[test]
    fn what_a_merge_doubles_is_one_decision_and_what_contradicts_is_refused() {
        let good = block("a", "a.py", 1, "decision = \"skip\"");
        assert_eq!(read(&format!("{good}{good}")).map(|decisions| decisions.len()), Ok(1));
        let other = good.replace("skip", "accept");
        let error = read(&format!("{good}{other}")).expect_err("a contradiction");
        assert!(error.starts_with("d.toml:8: there is another decision about a (AM401, line 1)"), "{error}");
    }
}
