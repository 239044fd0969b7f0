//! JUnit XML: a test suite for each file, a test case for each site; open ones fail. There is no standard; this keeps
//! to what Jenkins' schema allows.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::model::{Note, Report, Shown};
use super::printable;

/// The whole document. A run with nothing to show is one test that passes: some readers refuse a report without any.
pub fn render(report: Report<'_>) -> String {
    let mut suites: Vec<(String, Vec<Case>)> = Vec::new();
    let mut add = |path: &str, case: Case| match suites.iter_mut().find(|(known, _)| known == path) {
        Some((_, cases)) => cases.push(case),
        None => suites.push((path.to_string(), vec![case])),
    };
    for shown in report.sites() {
        add(&shown.file.path, Case::of(shown, None));
    }
    for (shown, reason) in report.silenced() {
        add(&shown.file.path, Case::of(shown, Some(reason)));
    }
    for note in report.notes().iter().filter(|note| note.is_error) {
        add(if note.path.is_empty() { "amends" } else { note.path }, Case::unread(note));
    }
    if suites.is_empty() {
        let case =
            Case { name: "nothing is open".into(), line: None, result: String::new(), kind: Kind::Passed };
        suites.push(("amends".into(), vec![case]));
    }
    suites.sort_by(|(a, _), (b, _)| a.cmp(b));
    suites.iter_mut().for_each(|(_, cases)| number(cases));
    let all = || suites.iter().flat_map(|(_, cases)| cases);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string does not fail.
    let _ = writeln!(text, "<testsuites name=\"amends\" {}>", counts(all()));
    for (path, cases) in &suites {
        let _ = writeln!(text, "  <testsuite name=\"{}\" {}>", escaped(path), counts(cases.iter()));
        for case in cases {
            text += &case.element(path);
        }
        text += "  </testsuite>\n";
    }
    text + "</testsuites>\n"
}

/// Tells cases of one name apart. Not by line: readers know a test of an earlier run by its name.
fn number(cases: &mut [Case]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases {
        let count = seen.entry(case.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            case.name = format!("{} ({count})", case.name);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Passed,
    Failed,
    Skipped,
    Error,
}

struct Case {
    name: String,
    line: Option<usize>,
    /// The element in it, with its line end.
    result: String,
    kind: Kind,
}

impl Case {
    fn of(shown: Shown<'_>, silenced: Option<&str>) -> Self {
        let finding = &shown.located.finding;
        let place = if finding.symbol.is_empty() { String::new() } else { format!(" {}", finding.symbol) };
        let name = format!("{}{place}", shown.title());
        let (kind, result) = match silenced {
            Some(reason) => {
                let reason = if reason.is_empty() { "silenced by a comment" } else { reason };
                (Kind::Skipped, format!("      <skipped message=\"{}\"/>\n", escaped(reason)))
            }
            None if finding.verdict.is_open() => {
                let mut lines = vec![format!("{}:{}", shown.file.path, shown.located.line)];
                lines.extend(shown.details());
                let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
                let element = format!(
                    "      <failure message=\"{}\" type=\"{}\">{}</failure>\n",
                    escaped(&finding.message),
                    finding.severity.name(),
                    lines.join("\n")
                );
                (Kind::Failed, element)
            }
            None => {
                let lines: Vec<String> = std::iter::once(&finding.message)
                    .chain(&shown.details())
                    .map(|line| escaped(line))
                    .collect();
                (Kind::Passed, format!("      <system-out>{}</system-out>\n", lines.join("\n")))
            }
        };
        Case { name, line: Some(shown.located.line), result, kind }
    }

    fn unread(note: &Note<'_>) -> Self {
        let result = format!("      <error message=\"{}\"/>\n", escaped(&note.text));
        Case { name: "can be judged".into(), line: note.line, result, kind: Kind::Error }
    }

    fn element(&self, path: &str) -> String {
        let line = self.line.map_or_else(String::new, |line| format!(" line=\"{line}\""));
        let (name, path) = (escaped(&self.name), escaped(path));
        let head = format!("    <testcase name=\"{name}\" classname=\"{path}\" file=\"{path}\"{line}");
        if self.result.is_empty() {
            return format!("{head}/>\n");
        }
        format!("{head}>\n{}    </testcase>\n", self.result)
    }
}

fn counts<'c>(cases: impl Iterator<Item = &'c Case> + Clone) -> String {
    let of = |kind: Kind| cases.clone().filter(|case| case.kind == kind).count();
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
        cases.clone().count(),
        of(Kind::Failed),
        of(Kind::Error),
        of(Kind::Skipped)
    )
}

/// Text of one line for XML 1.0, which cannot hold all characters even if they are escaped.
pub(crate) fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for letter in printable(text).chars() {
        match letter {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => result.push('\u{fffd}'),
            letter => result.push(letter),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn all_that_xml_cannot_hold_is_written_out() {
        assert_eq!(
            escaped("a<b> & \"c\"\n\x1b\0\u{ffff}"),
            "a&lt;b&gt; &amp; &quot;c&quot;\\u{a}\\u{1b}\\u{0}\u{fffd}"
        );
    }
}
