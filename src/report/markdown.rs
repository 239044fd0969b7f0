//! A comment for a pull request, in GitHub's Markdown, which GitLab, Gitea and Forgejo read too. Text from the code is
//! kept from being read as Markdown, HTML or somebody's name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::model::{Report, Shown};
use super::printable;
use super::summary::plural;
use crate::verdict::Verdict;

/// Comments of more characters are refused by GitHub (65,536); the rest is for what stands around it.
const LONGEST: usize = 60_000;

/// The whole comment.
pub fn render(report: Report<'_>) -> String {
    let files = report.by_file();
    let sites: usize = files.values().map(Vec::len).sum();
    let word = if report.all { "site" } else { "open site" };
    let new = if report.is_compared { "new " } else { "" };
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = match sites {
        0 => writeln!(text, "## amends: no {new}{word}s"),
        _ => writeln!(
            text,
            "## amends: {} in {}\n",
            plural(sites, &format!("{new}{word}")),
            plural(files.len(), "file")
        ),
    };
    if sites > 0 {
        text += &table(report);
    }
    let mut left = sites;
    for (path, sites) in &files {
        let section = section(path, sites);
        if text.len() + section.len() > LONGEST {
            break;
        }
        left -= sites.len();
        text += &section;
    }
    if left > 0 {
        let _ = writeln!(text, "\n{} more: `amends check` shows all.", plural(left, "site"));
    }
    let errors: Vec<_> = report.notes().into_iter().filter(|note| note.is_error).collect();
    if !errors.is_empty() {
        text += "\n**Not judged**\n\n";
        for note in errors {
            let line = note.line.map_or_else(String::new, |line| format!(":{line}"));
            let place = if note.path.is_empty() {
                String::new()
            } else {
                format!("{} ", code(&format!("{}{line}", note.path)))
            };
            let _ = writeln!(text, "- {place}{}", prose(&note.text));
        }
    }
    text
}

/// How many there are, by code and verdict.
fn table(report: Report<'_>) -> String {
    let verdicts: Vec<Verdict> =
        Verdict::ALL.into_iter().filter(|verdict| report.all || verdict.is_open()).collect();
    let mut rows: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for Shown { located, .. } in report.sites() {
        let row = rows
            .entry((located.finding.code, located.finding.name))
            .or_insert_with(|| vec![0; verdicts.len()]);
        if let Some(at) = verdicts.iter().position(|verdict| *verdict == located.finding.verdict) {
            row[at] += 1;
        }
    }
    let names: Vec<&str> = verdicts.iter().map(|verdict| verdict.name()).collect();
    let mut text = format!("| code | {} |\n|---|{}\n", names.join(" | "), "--:|".repeat(names.len()));
    for ((code, name), counts) in rows {
        let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
        // Writing to a string does not fail.
        let _ = writeln!(text, "| {code} {name} | {} |", counts.join(" | "));
    }
    text
}

fn section(path: &str, sites: &[Shown<'_>]) -> String {
    let count = plural(sites.len(), "site");
    let mut text = format!("\n<details><summary><code>{}</code>: {count}</summary>\n\n", html(path));
    for shown in sites {
        let finding = &shown.located.finding;
        let place =
            if finding.symbol.is_empty() { String::new() } else { format!(" in {}", code(&finding.symbol)) };
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "- **{}** {}, line {}{place}: {}",
            finding.code,
            finding.verdict,
            shown.located.line,
            prose(&finding.message)
        );
        if let Some(fix) = finding.preferred() {
            let _ = writeln!(text, "  - fix: {}", prose(&fix.title));
        }
        if let Some(change) = finding.change() {
            let _ = writeln!(text, "  - changes: {}", prose(change));
        }
        for (evidence, place) in shown.evidence() {
            let place = place
                .map_or_else(String::new, |(path, line)| format!(" ({})", code(&format!("{path}:{line}"))));
            let _ = writeln!(text, "  - because: {}{place}", prose(&evidence.message));
        }
    }
    text + "\n</details>\n"
}

/// A sentence in which what stands between backticks is code.
fn prose(text: &str) -> String {
    let text = printable(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped(&text);
    }
    let part = |(number, part): (usize, &&str)| if number % 2 == 0 { escaped(part) } else { code(part) };
    parts.iter().enumerate().map(part).collect()
}

/// Code in a line.
fn code(text: &str) -> String {
    let text = printable(text);
    // The fence must be longer than any run of backticks in it, and must not touch one.
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '!' => result.extend(['\\', letter]),
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            // Else somebody is told of it, or another issue is.
            '@' => result.push_str("&#64;"),
            '#' => result.push_str("&#35;"),
            letter => result.push(letter),
        }
    }
    result
}

fn html(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "&#64;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stays_code_and_prose_is_no_markup() {
        assert_eq!(
            prose("`_on_open` fails in a_b\n for <T> @all #1"),
            "`_on_open` fails in a\\_b for &lt;T&gt; &#64;all &#35;1"
        );
        assert_eq!(prose("an odd ` one"), "an odd \\` one");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(html("a<b>.py"), "a&lt;b&gt;.py");
    }
}
