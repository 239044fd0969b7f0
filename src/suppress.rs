//! `# amends: ignore[AM401] reason` and its other forms: which lines comments silence for which codes, and what is
//! wrong with those that silence nothing. Judges nothing.
//!
//! | comment | silences |
//! |---|---|
//! | `ignore[AM401]` | its own line; alone on a line, the statement below too |
//! | `ignore-next-line[AM401]` | the next line that holds code |
//! | `ignore-start[AM401]` … `ignore-end[AM401]` | findings that start between the two |
//! | `ignore-file[AM401]` | the file |
//!
//! A comment that cannot be meant so silences nothing: a region that is left open must not hide what comes after it.

mod comment;

use self::comment::Form;
use crate::facts::Facts;
use crate::syntax::{NodeId, Ranged, TextRange};

/// How every suppression starts.
pub const MARKER: &str = "amends: ignore";

/// The name that a suppression starts with.
const TOOL: &str = "amends";

/// A code that comments may name, with the transform's name.
pub type Code = (&'static str, &'static str);

/// What the comments of a file silence.
#[derive(Debug, Default)]
pub struct Suppressions {
    rules: Vec<Rule>,
    /// What is wrong with comments, each with its line.
    problems: Vec<(usize, String)>,
}

/// One code of one comment.
#[derive(Debug)]
struct Rule {
    /// `None` is all codes.
    code: Option<&'static str>,
    form: Form,
    /// The comment's line, from 1.
    line: usize,
    /// The lines that it covers.
    covers: (usize, usize),
    reason: String,
    /// The codes that it has silenced.
    used: Vec<&'static str>,
}

impl Rule {
    /// See [`lines`]: what covers whole lines goes by where a finding starts, what stands beside it by all of it.
    fn covers(&self, lines: &[(usize, usize)]) -> bool {
        let (first, last) = self.covers;
        match self.form {
            Form::Here | Form::NextLine => lines.iter().any(|&(from, to)| first <= to && from <= last),
            Form::Start | Form::End | Form::File => {
                lines.first().is_some_and(|&(from, _)| first <= from && from <= last)
            }
        }
    }
}

impl Suppressions {
    /// Reads the comments of a file. `known` are all codes that there are.
    pub fn read(facts: &Facts<'_>, known: &[Code]) -> Self {
        let mut found = Suppressions::default();
        if !may_hold_any(facts.layout.text()) {
            return found;
        }
        let mut open: Vec<Rule> = Vec::new();
        for comment in facts.comments() {
            let line = facts.line(comment.range.start());
            let read = match comment::read(facts.text(comment.range)) {
                None => continue,
                Some(Ok(read)) => read,
                Some(Err(problem)) => {
                    found.problem(line, problem);
                    continue;
                }
            };
            let next = next_code_line(facts, comment.range);
            let covers = match read.form {
                Form::Here if comment.own_line => Some((line, next.unwrap_or(line))),
                Form::Here => Some((line, line)),
                Form::NextLine => next.map(|next| (next, next)),
                Form::Start | Form::End => Some((line, usize::MAX)),
                Form::File => Some((1, usize::MAX)),
            };
            let Some(covers) = covers else {
                found.problem(line, "no line of code follows it, so it silences nothing; remove it".into());
                continue;
            };
            let rule = |code| Rule {
                code,
                form: read.form,
                line,
                covers,
                reason: read.reason.to_string(),
                used: Vec::new(),
            };
            if read.codes.is_empty() {
                found.rules.push(rule(None));
            }
            for written in read.codes {
                let Some(code) = code_of(written, known) else {
                    found.problem(line, unknown_code(written, known));
                    continue;
                };
                match read.form {
                    Form::Start => open.push(rule(Some(code))),
                    Form::End => match open.iter().rposition(|rule| rule.code == Some(code)) {
                        Some(at) => {
                            let mut rule = open.remove(at);
                            rule.covers.1 = line;
                            found.rules.push(rule);
                        }
                        None => found.problem(
                            line,
                            format!("no region of {code} is open here; put `# {MARKER}-start[{code}]` before it, or remove it"),
                        ),
                    },
                    Form::Here | Form::NextLine | Form::File => found.rules.push(rule(Some(code))),
                }
            }
        }
        for rule in open {
            let code = rule.code.unwrap_or_default();
            let problem = format!(
                "its region is not closed, so it silences nothing; put `# {MARKER}-end[{code}]` where it shall end"
            );
            found.problem(rule.line, problem);
        }
        found
    }

    /// Whether a site is silenced, and the reason that is given, which may be empty. `lines` are those of [`lines`].
    pub fn silences(&mut self, code: &'static str, lines: &[(usize, usize)]) -> Option<String> {
        let mut reason: Option<String> = None;
        for rule in &mut self.rules {
            if rule.code.is_none_or(|own| own == code) && rule.covers(lines) {
                if !rule.used.contains(&code) {
                    rule.used.push(code);
                }
                let reason = reason.get_or_insert_default();
                if reason.is_empty() {
                    reason.clone_from(&rule.reason);
                }
            }
        }
        reason
    }

    /// What is to be said of the comments when all sites have been asked about, with lines: those that silenced
    /// nothing, as far as the `selected` codes can tell (`complete`: they are all that there are), and those that
    /// are not as they should be.
    pub fn notices(self, selected: impl Fn(&str) -> bool, complete: bool) -> Vec<(usize, String)> {
        let mut notices = self.problems;
        let unused = |rule: &&Rule| rule.used.is_empty() && rule.code.map_or(complete, &selected);
        for rule in self.rules.iter().filter(unused) {
            let others = self.rules.iter().filter(|other| other.line == rule.line && other.form == rule.form);
            let all = others.clone().all(|other| unused(&other));
            if all && others.clone().next().is_some_and(|first| first.code == rule.code) {
                notices.push((rule.line, "this suppression suppresses nothing; remove it".into()));
            } else if let (false, Some(code)) = (all, rule.code) {
                notices.push((
                    rule.line,
                    format!("this suppression suppresses no {code}; remove the code from it"),
                ));
            }
        }
        for rule in self.rules.iter().filter(|rule| rule.code.is_none() && !rule.used.is_empty()) {
            let codes = rule.used.join(", ");
            let what = "this suppression names no code, so it silences whatever is found here";
            notices.push((rule.line, format!("{what}; write `ignore[{codes}]`")));
        }
        notices.sort();
        notices.dedup();
        notices
    }

    fn problem(&mut self, line: usize, problem: String) {
        self.problems.push((line, format!("this suppression is not obeyed: {problem}")));
    }
}

/// The lines on which a suppression counts for a site: those of its construct, the first line of its statement, and
/// for a handler the line of its `try`.
pub fn lines(facts: &Facts<'_>, node: NodeId, construct: TextRange) -> Vec<(usize, usize)> {
    let first = |id: NodeId| {
        let line = facts.line(facts.tree.node(id).start());
        (line, line)
    };
    let mut lines = vec![(facts.line(construct.start()), facts.line(construct.end()))];
    if facts.tree.node(node).is_except_handler() {
        lines.extend(facts.tree.parent(node).map(first));
    } else {
        lines.extend(facts.tree.statement(node).map(first));
    }
    lines
}

/// Whether a text may hold a suppression, or what somebody takes for one: comments are not looked at for nothing.
fn may_hold_any(text: &str) -> bool {
    let (first, rest) = ([b'a', b'A'], &TOOL.as_bytes()[1..]);
    let has_name = memchr::memchr2_iter(first[0], first[1], text.as_bytes()).any(|at| {
        text.as_bytes()[at + 1..].get(..rest.len()).is_some_and(|word| word.eq_ignore_ascii_case(rest))
    });
    has_name || text.contains("noqa: AM")
}

/// The code that is meant, by itself or by its transform's name.
fn code_of(written: &str, known: &[Code]) -> Option<&'static str> {
    let is_meant =
        |(code, name): &&Code| code.eq_ignore_ascii_case(written) || name.eq_ignore_ascii_case(written);
    known.iter().find(is_meant).map(|(code, _)| *code)
}

fn unknown_code(written: &str, known: &[Code]) -> String {
    let words: Vec<&str> = known.iter().flat_map(|(code, name)| [*code, *name]).collect();
    let upper = written.to_uppercase();
    let starts = words.iter().any(|word| !upper.is_empty() && word.starts_with(&upper));
    let near = similar::get_close_matches(written, &words, 1, 0.6);
    let advice = match near.first() {
        _ if starts => "write whole codes".to_string(),
        Some(near) => format!("did you mean {near}?"),
        None => "`amends list` prints them".to_string(),
    };
    format!("there is no code `{}`; {advice}", crate::report::printable(written))
}

/// The first line after a comment that holds code.
fn next_code_line(facts: &Facts<'_>, comment: TextRange) -> Option<usize> {
    let mut at = facts.layout.next_line(comment.end());
    let end = facts.layout.text().len();
    while at.to_usize() < end {
        let line = facts.layout.text()[TextRange::new(at, facts.layout.line_end(at))].trim();
        if !line.is_empty() && !line.starts_with('#') {
            return Some(facts.line(at));
        }
        at = facts.layout.next_line(at);
    }
    None
}

#[cfg(test)]
mod tests;
