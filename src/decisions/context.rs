//! What a person had before them when they accepted a fix, as a hash.

use std::fmt::Write as _;

use crate::pipeline::{Located, fnv1a};

/// Lines before and after the construct that belong to what was looked at; as many as a diff shows.
const AROUND: usize = 3;

/// A hash over the construct's lines, those around it, what its fix is said to be worth and to change, and what it
/// writes into other files.
/// Line ends do not count, so that a checkout with other ones keeps its decisions.
///
/// `text` is the text that the finding was found in.
pub fn context(text: &str, located: &Located) -> String {
    let first = located.line.saturating_sub(1 + AROUND);
    let count = located.end_line.max(located.line) + AROUND - first;
    let mut seen = String::new();
    if let Some(fix) = located.finding.preferred() {
        // Writing to a string does not fail.
        let _ = writeln!(seen, "{}\0{}\0{}", fix.verdict, fix.title, fix.change.as_deref().unwrap_or(""));
    }
    for part in located.finding.preferred().into_iter().flat_map(|fix| &fix.elsewhere) {
        let written: Vec<&str> = part.edits.iter().map(|edit| edit.text.trim_end()).collect();
        let _ = writeln!(seen, "{}\0{}", part.path, written.join("\0"));
    }
    for line in text.lines().skip(first).take(count) {
        seen.push_str(line);
        seen.push('\n');
    }
    format!("{:016x}", fnv1a(seen.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::{Evidence, Finding};

    fn at(line: usize, end_line: usize) -> Located {
        Located {
            finding: Finding::fine(Default::default(), "", Evidence::general("test", "")),
            line,
            column: 1,
            end_line,
            end_column: 1,
            fingerprint: String::new(),
        }
    }

    #[test]
    fn three_lines_around_count_and_no_more() {
        let text: String = (1..=12).map(|line| format!("{line}\n")).collect();
        let same = |line: usize| {
            let changed = text.replace(&format!("{line}\n"), &format!("{line}!\n"));
            context(&text, &at(6, 7)) == context(&changed, &at(6, 7))
        };
        let counting: Vec<usize> = (3..=12).filter(|&line| !same(line)).collect();
        assert_eq!(counting, [3, 4, 5, 6, 7, 8, 9, 10]);
    }

    #[test]
    fn line_ends_and_shifts_do_not_count() {
        let text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        assert_eq!(context(text, &at(5, 5)), context(&text.replace('\n', "\r\n"), &at(5, 5)));
        assert_eq!(context(text, &at(5, 5)), context(&format!("0\n{text}"), &at(6, 6)));
        // At the ends of a file there are fewer lines.
        assert_ne!(context("1\n", &at(1, 1)), context("1\n2\n", &at(1, 1)));
    }
}
