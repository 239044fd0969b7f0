//! The log message that a fix writes, and the fix with another one. The rest of a fix stays as it was judged.

use std::ops::Range;

use super::{Decision, MAX_TEXT};
use crate::edit::{self, Fix};
use crate::report::is_plain_line;
use crate::syntax::{AnyNodeRef, NodeId, Ranged, TextRange, Tree, parse};

/// The one plain string literal that a fix writes as a log message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogMessage {
    /// What it says.
    pub text: String,
    /// The placeholders (`%s`, `{}`) that the call fills in, in order; a new text needs the same. `None` if the
    /// call fills in nothing: then any text will do.
    pub placeholders: Option<Vec<String>>,
    /// The edit that writes it, and where in that edit's text the literal stands.
    edit: usize,
    range: Range<usize>,
}

/// Why a fix cannot log something else.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReworded {
    /// It writes no log message, or several.
    #[error("the fix does not write exactly one plain log message")]
    NoLiteral,
    /// The new text is empty, too long, or holds control or hidden characters.
    #[error("a log message is one line of 1 to {MAX_TEXT} characters, all of which can be seen")]
    Unfit,
    /// The call fills in other placeholders.
    #[error("the call fills in {}: keep them, in this order, and no others", if .0.is_empty() { "nothing".to_string() } else { .0.join(" ") })]
    Placeholders(Vec<String>),
    /// The result does not say what it should: a bug here.
    #[error("the new text cannot be written as a Python literal here")]
    Broken,
}

/// The log message that a fix of `text` writes, if it writes exactly one as a plain literal of one part.
///
/// Parses the result of the fix, so call it on a thread with a large stack (see [`parse`]).
pub fn log_message(text: &str, fix: &Fix) -> Option<LogMessage> {
    let after = edit::apply(text, &fix.edits).ok()?;
    let module = parse(&after).ok()?;
    let tree = Tree::new(module.syntax());
    let written = written_ranges(fix);
    let mut found = None;
    for id in tree.all() {
        let AnyNodeRef::ExprStringLiteral(literal) = tree.node(id) else { continue };
        let place = bytes(literal.range());
        let Some((edit, start)) = written
            .iter()
            .find(|(_, range)| range.start <= place.start && place.end <= range.end)
            .map(|(edit, range)| (*edit, range.start))
        else {
            continue;
        };
        let (said, source) = (literal.value.to_str(), &after[place.clone()]);
        // What the file says already has only been moved.
        let Some(filled) = filled_in(&tree, id, &written) else { continue };
        if !said.contains(' ') || text.contains(source) {
            continue;
        }
        if found.is_some() || !is_plain(source) || literal.value.is_implicit_concatenated() {
            return None;
        }
        found = Some(LogMessage {
            text: said.to_string(),
            placeholders: filled.then(|| placeholders(said)),
            edit,
            range: place.start - start..place.end - start,
        });
    }
    found
}

/// The fix with the log message that a decision wants; as it is, if the decision wants none. `text` is what the
/// fix was made for.
///
/// # Errors
/// The fix writes no such literal any more, or the new text does not fit into it.
pub fn reworded(text: &str, fix: &Fix, decision: &Decision) -> Result<Fix, NotReworded> {
    match &decision.log_message {
        Some(wanted) => reword(text, fix, wanted),
        None => Ok(fix.clone()),
    }
}

/// The fix with another log message.
///
/// # Errors
/// The fix writes no such literal (any more), or the new text does not fit into it.
pub fn reword(text: &str, fix: &Fix, wanted: &str) -> Result<Fix, NotReworded> {
    let message = log_message(text, fix).ok_or(NotReworded::NoLiteral)?;
    message.accepts(wanted)?;
    let mut reworded = fix.clone();
    let written = &mut reworded.edits[message.edit].text;
    let quote = if written[message.range.clone()].starts_with('\'') { '\'' } else { '"' };
    let new = literal(wanted, quote);
    written.replace_range(message.range.clone(), &new);
    // The parser has the last word: the same place must now say what is wanted.
    let start = written_ranges(&reworded)
        .into_iter()
        .find(|(edit, _)| *edit == message.edit)
        .map_or(0, |(_, range)| range.start + message.range.start);
    let after = edit::apply(text, &reworded.edits).map_err(|_| NotReworded::Broken)?;
    let module = parse(&after).map_err(|_| NotReworded::Broken)?;
    let tree = Tree::new(module.syntax());
    let says = tree.all().any(|id| match tree.node(id) {
        AnyNodeRef::ExprStringLiteral(literal) => {
            bytes(literal.range()) == (start..start + new.len()) && literal.value.to_str() == wanted
        }
        _ => false,
    });
    if says { Ok(reworded) } else { Err(NotReworded::Broken) }
}

impl LogMessage {
    /// Whether another text can take the place of this one.
    ///
    /// # Errors
    /// Why not.
    pub fn accepts(&self, wanted: &str) -> Result<(), NotReworded> {
        if wanted.trim().is_empty() || !is_plain_line(wanted) || wanted.chars().count() > MAX_TEXT {
            return Err(NotReworded::Unfit);
        }
        match &self.placeholders {
            Some(needed) if placeholders(wanted) != *needed => Err(NotReworded::Placeholders(needed.clone())),
            _ => Ok(()),
        }
    }
}

/// Where the text of each edit stands in the result, with the number of the edit.
fn written_ranges(fix: &Fix) -> Vec<(usize, Range<usize>)> {
    let mut order: Vec<usize> = (0..fix.edits.len()).collect();
    order.sort_by_key(|&index| (fix.edits[index].start, fix.edits[index].end));
    let (mut added, mut removed) = (0, 0);
    order
        .into_iter()
        .map(|index| {
            let edit = &fix.edits[index];
            let start = edit.start + added - removed;
            added += edit.text.len();
            removed += edit.end - edit.start;
            (index, start..start + edit.text.len())
        })
        .collect()
}

/// Whether the call that logs a literal fills in its placeholders; `None` if it is not the message of a log
/// call that a fix writes for its own site: a statement of calls and their arguments alone, and not in a
/// function that the fix adds, which other fixes may share.
fn filled_in(tree: &Tree<'_>, literal: NodeId, written: &[(usize, Range<usize>)]) -> Option<bool> {
    let mut filled = None;
    let mut statement = false;
    for id in tree.ancestors(literal) {
        match tree.node(id) {
            AnyNodeRef::ExprCall(call) => {
                filled.get_or_insert(call.arguments.args.len() > 1);
            }
            AnyNodeRef::Arguments(_) | AnyNodeRef::Keyword(_) | AnyNodeRef::ExprAwait(_) if !statement => {}
            AnyNodeRef::StmtExpr(_) => statement = true,
            node if statement => {
                let range = bytes(node.range());
                let added =
                    written.iter().any(|(_, edit)| edit.start <= range.start && range.end <= edit.end);
                if matches!(node, AnyNodeRef::StmtFunctionDef(_)) && added {
                    return None;
                }
            }
            _ => return None,
        }
    }
    filled
}

fn bytes(range: TextRange) -> Range<usize> {
    range.start().to_usize()..range.end().to_usize()
}

/// Whether a literal has no prefix and no triple quotes.
fn is_plain(source: &str) -> bool {
    ['"', '\''].into_iter().any(|quote| {
        source.strip_prefix(quote).is_some_and(|rest| rest.len() > 1 && !rest.starts_with(quote))
    })
}

/// A literal of one line. Text has no control characters here (see [`LogMessage::accepts`]).
fn literal(text: &str, quote: char) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push(quote);
    for letter in text.chars() {
        if letter == quote || letter == '\\' {
            literal.push('\\');
        }
        literal.push(letter);
    }
    literal.push(quote);
    literal
}

/// What formatting fills in: `%s`, `%(name)d`, `{}`, `{name}`; not `%%`.
fn placeholders(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['%', '{']) {
        let here = &rest[at..];
        let length = if here.starts_with("%%") || here.starts_with("{{") {
            2
        } else {
            let length =
                if here.starts_with('%') { conversion(here) } else { here.find('}').map(|end| end + 1) };
            // A sign that starts nothing is one more thing that formatting would stumble over.
            let length = length.unwrap_or(1);
            found.push(here[..length].to_string());
            length
        };
        rest = &here[length..];
    }
    found
}

/// The length of a printf-style conversion, as Python has them:
/// <https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting>.
fn conversion(text: &str) -> Option<usize> {
    let mut rest = text.strip_prefix('%')?;
    if let Some(key) = rest.strip_prefix('(') {
        rest = key.split_once(')')?.1;
    }
    rest = rest.trim_start_matches(['#', '0', '-', ' ', '+']);
    rest = rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '*' | '.'));
    rest = rest.trim_start_matches(['h', 'l', 'L']);
    rest.starts_with(|letter: char| "diouxXeEfFgGcrsa".contains(letter)).then(|| text.len() - rest.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decisions::{Choice, Unknown};
    use crate::edit::Edit;
    use crate::verdict::Verdict;

    const TEXT: &str = "try:\n    go(\"some words\")\nexcept E:\n    pass\n";

    /// A fix that puts `call` in the place of `pass`, and `more` at the top.
    fn fix(more: &str, call: &str) -> Fix {
        let at = TEXT.find("pass").expect("it is there");
        let edits = vec![
            Edit { start: at, end: at + 4, text: call.into() },
            Edit { start: 0, end: 0, text: more.into() },
        ];
        Fix::new(Verdict::Safe, "test", edits)
    }

    fn to(fix: &Fix, wanted: &str) -> Result<String, NotReworded> {
        let decision = Decision {
            fingerprint: String::new(),
            code: String::new(),
            path: String::new(),
            line: 1,
            choice: Choice::Accept,
            message: None,
            log_message: Some(wanted.into()),
            reason: None,
            context: String::new(),
            unknown: Unknown::default(),
        };
        reworded(TEXT, fix, &decision).map(|fix| edit::apply(TEXT, &fix.edits).expect("it applies"))
    }

    fn says(call: &str) -> Option<String> {
        log_message(TEXT, &fix("import logging\n", call)).map(|message| message.text)
    }

    #[test]
    fn finds_the_message_of_calls_that_log() {
        assert_eq!(says("logger.error(\"go failed\", exc_info=True)").as_deref(), Some("go failed"));
        let helper = "self.log(Event(message='go failed', level=\"error\"))";
        assert_eq!(says(helper).as_deref(), Some("go failed"));
        assert_eq!(says("raise E(\"go failed\")"), None, "an exception's text is no log message");
        assert_eq!(says("log(f\"go failed {x}\")"), None);
        assert_eq!(says("log(\"go \" \"failed\")"), None);
        assert_eq!(says("log(\"go failed\", \"in a test\")"), None, "there are two");
        assert_eq!(says("go(\"some words\")"), None, "it was in the file");
        assert_eq!(says("x = log(\"go failed\")"), None);
        let shared = fix("def done(t):\n    log(\"a task failed\")\n\n", "pass");
        assert_eq!(log_message(TEXT, &shared), None, "others may use the function too");
    }

    #[test]
    fn writes_the_new_text_in_the_same_quotes() {
        let double = fix("import logging\n", "log.error(\n        \"go failed\",\n    )");
        let after = to(&double, r#"it "went" \ füñf 漢字 100 %"#).expect("it fits");
        assert!(
            after.contains("log.error(\n        \"it \\\"went\\\" \\\\ füñf 漢字 100 %\",\n    )"),
            "{after}"
        );
        assert!(after.starts_with("import logging\ntry:\n"), "{after}");
        let single = fix("", "log.error('go failed')");
        assert!(to(&single, "it's so").expect("it fits").contains(r"log.error('it\'s so')"));
        assert!(to(&single, "short").expect("one word will do").contains("log.error('short')"));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let plain = fix("", "log.error(\"go failed\")");
        for unfit in ["", "  ", "a\nb", "\x1b[31m", &"x".repeat(MAX_TEXT + 1)] {
            assert_eq!(to(&plain, unfit), Err(NotReworded::Unfit), "{unfit:?}");
        }
        let filled = fix("", "log.error(\"go %s failed: %r\", a, b)");
        let needed = || NotReworded::Placeholders(vec!["%s".into(), "%r".into()]);
        assert_eq!(to(&filled, "no, %s"), Err(needed()));
        assert_eq!(to(&filled, "%r before %s"), Err(needed()));
        assert_eq!(to(&filled, "100% of %s: %r"), Err(needed()));
        assert!(to(&filled, "100%% of %s, that is %r").is_ok());
        assert_eq!(to(&fix("", "pass"), "x y"), Err(NotReworded::NoLiteral));
    }

    #[test]
    fn placeholders_are_those_of_python() {
        assert_eq!(
            placeholders("%s %(a b)-05.2f %% {x!r} {{ %*d %"),
            ["%s", "%(a b)-05.2f", "{x!r}", "%*d", "%"]
        );
    }
}
