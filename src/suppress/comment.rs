//! One suppression comment as it is written: its form, codes and reason. Knows no line and no finding.

use super::MARKER;

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

/// Reads a comment; `None` if it is not meant for us.
///
/// # Errors
/// What is wrong with one that is, and what to write.
pub(super) fn read(text: &str) -> Option<Result<Comment<'_>, String>> {
    // Other tools want their own comment to come first: `# noqa: BLE001  # amends: ignore[AM401] reason`.
    let rest = text.split('#').find_map(|part| part.trim_start().strip_prefix(MARKER))?;
    let end = rest.find(|letter: char| !(letter.is_alphanumeric() || "-_".contains(letter)));
    let (suffix, rest) = rest.split_at(end.unwrap_or(rest.len()));
    let rest = rest.trim_start();
    let Some(form) = Form::ALL.into_iter().find(|form| form.word().strip_prefix("ignore") == Some(suffix))
    else {
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
        for other in ["# we should amend this", "# amends: lock order", "# see amends: ignore", "# noqa"] {
            assert_eq!(read(other), None, "{other}");
        }
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
