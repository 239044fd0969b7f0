//! One suppression comment as it is written: its form, codes and reason. Knows no line and no finding.

use super::TOOL;

/// What a comment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `ignore`: its own line, and alone on a line the statement below.
    Here,
    /// `ignore-next-line`: the next line that holds code.
    NextLine,
    /// `ignore-start`: all lines up to the `ignore-end` with the same code.
    Start,
    /// `ignore-end`.
    End,
    /// `ignore-file`: all lines of the file.
    File,
}

impl Form {
    const ALL: [Form; 5] = [Form::Here, Form::NextLine, Form::Start, Form::End, Form::File];

    /// As it is written.
    pub(super) fn word(self) -> &'static str {
        match self {
            Form::Here => "ignore",
            Form::NextLine => "ignore-next-line",
            Form::Start => "ignore-start",
            Form::End => "ignore-end",
            Form::File => "ignore-file",
        }
    }
}

/// A comment that says what it shall silence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Comment<'t> {
    pub(super) form: Form,
    /// The names in brackets; none only for [`Form::Here`], which then silences all.
    pub(super) codes: Vec<&'t str>,
    pub(super) reason: &'t str,
}

/// Reads a comment; `None` if it is not meant for us. Case and the blanks around the colon do not matter, as for `noqa`.
///
/// # Errors
/// What is wrong with one that is, or nearly is, and what to write.
pub(super) fn read(text: &str) -> Option<Result<Comment<'_>, String>> {
    // Other tools want their own comment to come first: `# noqa: BLE001  # amends: ignore[AM401] reason`.
    let Some(rest) = text.split('#').find_map(marked) else { return nearly(text).map(Err) };
    let (suffix, rest) = word(rest);
    let rest = rest.trim_start();
    let is_meant = |form: &Form| form.word()["ignore".len()..].eq_ignore_ascii_case(suffix);
    let Some(form) = Form::ALL.into_iter().find(is_meant) else {
        return Some(Err(unknown_word(&format!("ignore{suffix}"))));
    };
    let word = form.word();
    let Some(list) = rest.strip_prefix('[') else {
        if form == Form::Here {
            return Some(Ok(Comment { form, codes: Vec::new(), reason: reason(rest) }));
        }
        return Some(Err(format!("it names no code, so it silences nothing; write `{word}[CODE] reason`")));
    };
    let Some((list, after)) = list.split_once(']') else {
        return Some(Err(format!(
            "its bracket is not closed, so it silences nothing; write `{word}[CODE] reason`"
        )));
    };
    let codes: Vec<&str> = list.split(',').map(str::trim).filter(|code| !code.is_empty()).collect();
    if codes.is_empty() {
        return Some(Err(format!(
            "its brackets are empty, so it silences nothing; write `{word}[CODE] reason`"
        )));
    }
    Some(Ok(Comment { form, codes, reason: reason(after) }))
}

/// What follows the marker that a part of a comment starts with.
fn marked(part: &str) -> Option<&str> {
    let rest = part.trim_start();
    let rest = start(rest, TOOL)?.trim_start().strip_prefix(':')?;
    start(rest.trim_start(), "ignore")
}

/// What follows `word` in front, in whichever case.
fn start<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (front, rest) = text.split_at_checked(word.len())?;
    front.eq_ignore_ascii_case(word).then_some(rest)
}

/// The word in front, and what follows it.
fn word(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || "-_".contains(letter)));
    text.split_at(end.unwrap_or(text.len()))
}

/// What other tools call it.
const OTHERS: [&str; 7] = ["noqa", "nosec", "disable", "suppress", "skip", "allow", "off"];

/// What is wrong with a comment that somebody may take for a suppression.
fn nearly(text: &str) -> Option<String> {
    text.split('#').find_map(|part| {
        let part = part.trim();
        match start(part, TOOL) {
            Some(rest) => unlike(rest),
            None => behind(part).or_else(|| for_another(part)),
        }
    })
}

/// `amends ignore[AM401]`, `amends: noqa[AM401]`: what follows the tool's name.
fn unlike(rest: &str) -> Option<String> {
    let after = rest.trim_start();
    let (has_colon, after) = after.strip_prefix(':').map_or((false, after), |after| (true, after));
    // `amends-ignore`, `amends.ignore`, `amends=ignore`.
    let (verb, codes) = word(after.trim_start_matches(|letter: char| " -_.=".contains(letter)));
    let codes = codes.trim_start();
    let lower = verb.to_ascii_lowercase();
    let stem = lower.split(['-', '_']).next().unwrap_or_default();
    let is_ignore = !similar::get_close_matches(stem, &["ignore"], 1, 0.8).is_empty();
    let names_codes = codes.starts_with(['[', '=', '(', ':']) && names_a_code(codes);
    // What is prose else: "amends ignore this".
    let is_meant = if is_ignore { has_colon || names_codes } else { OTHERS.contains(&stem) && has_colon };
    (is_meant || (names_codes && has_colon)).then(|| {
        let form = if is_ignore { Form::ALL.into_iter().find(|form| form.word() == lower) } else { None };
        format!("write `# {TOOL}: {}[{}] reason`", form.unwrap_or(Form::Here).word(), listed(codes))
    })
}

/// `type: ignore[attr-defined]  amends: ignore[AM401]`: nobody looks there.
fn behind(part: &str) -> Option<String> {
    let at = part.to_ascii_lowercase().find(TOOL)?;
    let is_quoted = part[..at].ends_with(['`', '"', '\'']);
    let (_, codes) = word(marked(&part[at..])?);
    (!is_quoted && names_a_code(codes))
        .then(|| format!("a `#` must stand in front of it; write `# {}`", part[at..].trim()))
}

/// `noqa: AM401`, which the tools that look for it do not know.
fn for_another(part: &str) -> Option<String> {
    let codes = start(part, "noqa")?.trim_start().strip_prefix(':')?;
    names_a_code(codes)
        .then(|| format!("`noqa` is for other tools; write `# {TOOL}: ignore[{}] reason`", listed(codes)))
}

/// The words of a text that are codes in form.
fn codes_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| {
        let number = start(word, "AM").unwrap_or_default();
        number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn names_a_code(text: &str) -> bool {
    codes_in(text).next().is_some()
}

/// Codes as they are to be written.
fn listed(text: &str) -> String {
    let codes: Vec<String> = codes_in(text).map(str::to_ascii_uppercase).collect();
    if codes.is_empty() { "CODE".into() } else { codes.join(", ") }
}

fn reason(text: &str) -> &str {
    text.trim_start_matches(':').trim()
}

fn unknown_word(word: &str) -> String {
    let words: Vec<&str> = Form::ALL.into_iter().map(Form::word).collect();
    let plain = word.replace('_', "-");
    let near = similar::get_close_matches(plain.as_str(), &words, 1, 0.6);
    let advice = match near.first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", words.join(", ")),
    };
    format!("`{word}` is no suppression, so it silences nothing; {advice}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good(text: &str) -> (Form, Vec<&str>, &str) {
        let comment = read(text).expect(text).expect(text);
        (comment.form, comment.codes, comment.reason)
    }

    fn bad(text: &str) -> String {
        read(text).expect(text).expect_err(text)
    }

    #[test]
    fn forms_codes_and_reasons_are_read() {
        assert_eq!(
            good("# amends: ignore[AM401] the peer is gone"),
            (Form::Here, vec!["AM401"], "the peer is gone")
        );
        assert_eq!(good("#amends: ignore[AM401, AM502]"), (Form::Here, vec!["AM401", "AM502"], ""));
        assert_eq!(good("# amends: ignore"), (Form::Here, vec![], ""));
        assert_eq!(good("# amends: ignore: all of it"), (Form::Here, vec![], "all of it"));
        assert_eq!(
            good("# amends: ignore-next-line[bounded-wait]"),
            (Form::NextLine, vec!["bounded-wait"], "")
        );
        assert_eq!(
            good("# amends: ignore-start [AM401]: old code"),
            (Form::Start, vec!["AM401"], "old code")
        );
        assert_eq!(good("# amends: ignore-end[AM401,]"), (Form::End, vec!["AM401"], ""));
        assert_eq!(good("# amends: ignore-file[AM1] x"), (Form::File, vec!["AM1"], "x"));
    }

    #[test]
    fn it_may_stand_behind_the_comment_of_another_tool_and_before_one() {
        let both = "# noqa: BLE001  # amends: ignore[AM401] gone  # pragma: no cover";
        assert_eq!(good(both), (Form::Here, vec!["AM401"], "gone"));
    }

    #[test]
    fn comments_of_others_are_left_alone() {
        for other in [
            "# we should amend this",
            "# amends: lock order",
            "# see amends: ignore",
            "# noqa",
            "# noqa: BLE001",
            "# amends ignore rules of git",
            "# write `amends: ignore[AM401]` above it",
            "# amends: see AM401",
            "# amends the note[1] above",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn case_and_blanks_do_not_matter() {
        for text in ["#amends:ignore[AM504]", "# AMENDS: IGNORE[AM504]", "# Amends :ignore [AM504]"] {
            assert_eq!(good(text), (Form::Here, vec!["AM504"], ""), "{text}");
        }
        assert_eq!(good("#amends:Ignore-File[am504] x"), (Form::File, vec!["am504"], "x"));
    }

    #[test]
    fn what_is_nearly_a_suppression_is_told_what_to_write() {
        let write = "write `# amends: ignore[AM504] reason`";
        for text in [
            "# amends ignore[AM504] gone",
            "# amends-ignore[AM504]",
            "# amends: noqa[AM504]",
            "# amends: disable=AM504",
            "# amends: ingore[am504]",
            "# amends: [AM504]",
            "# x  # noqa: AM504",
        ] {
            assert!(bad(text).ends_with(write), "{text}: {}", bad(text));
        }
        assert!(bad("# amends: noqa").ends_with("write `# amends: ignore[CODE] reason`"));
        assert!(bad("# amends ignore-file[AM504]").ends_with("write `# amends: ignore-file[AM504] reason`"));
        assert_eq!(
            bad("# type: ignore[attr]  amends: ignore[AM504] gone"),
            "a `#` must stand in front of it; write `# amends: ignore[AM504] gone`"
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_what_to_write() {
        assert!(bad("# amends: ignore[AM401").contains("bracket is not closed"));
        assert!(bad("# amends: ignore[]").contains("brackets are empty"));
        assert!(bad("# amends: ignore-start the rest").contains("write `ignore-start[CODE] reason`"));
        assert!(bad("# amends: ignore_next_line[AM401]").ends_with("did you mean `ignore-next-line`?"));
        assert!(bad("# amends: ignored for now").ends_with("did you mean `ignore`?"));
        assert!(bad("# amends: ignore-qqqqqqqqqqqqqqq[AM401]").contains("there are ignore, "));
    }
}
