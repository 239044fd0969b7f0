//! Workflow commands, which GitHub shows as annotations beside the code. Source: GitHub's documentation, "Workflow
//! commands for GitHub Actions", and the escaping of its toolkit.

use super::model::{Report, Shown};
use super::printable;
use crate::verdict::Severity;

/// All annotations, one on each line.
pub fn render(report: Report<'_>) -> String {
    let mut text = String::new();
    for shown in report.sites() {
        text += &site(shown);
    }
    for note in report.notes() {
        let command = if note.is_error { "error" } else { "notice" };
        let mut properties = Vec::new();
        if !note.path.is_empty() {
            properties.push(("file", note.path.to_string()));
        }
        properties.extend(note.line.map(|line| ("line", line.to_string())));
        properties.push(("title", "amends".into()));
        text += &line(command, &properties, &note.text);
    }
    text
}

fn site(shown: Shown<'_>) -> String {
    let located = shown.located;
    let command = match shown.severity() {
        Some(Severity::High) => "error",
        Some(Severity::Medium) => "warning",
        Some(Severity::Low) | None => "notice",
    };
    let mut properties = vec![
        ("file", shown.file.path.clone()),
        ("line", located.line.to_string()),
        ("endLine", located.end_line.to_string()),
    ];
    // Columns are refused where there is more than one line.
    if located.line == located.end_line {
        properties.push(("col", located.column.to_string()));
        properties.push(("endColumn", located.end_column.to_string()));
    }
    properties.push(("title", shown.title()));
    let message: Vec<String> =
        std::iter::once(located.finding.message.clone()).chain(shown.details()).collect();
    line(command, &properties, &message.join("\n"))
}

/// One command with its properties.
pub(crate) fn line(command: &str, properties: &[(&str, String)], message: &str) -> String {
    let properties: Vec<String> =
        properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    let message: Vec<String> = message.lines().map(|line| data(&printable(line))).collect();
    format!("::{command} {}::{}\n", properties.join(","), message.join("%0A"))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn nothing_in_a_text_is_read_as_a_command() {
        let shown = line("error", &[("file", "a,b:c%\n.py".into())], "100%\n::set-env name=x::y\r\x1b[2J");
        assert_eq!(shown, "::error file=a%2Cb%3Ac%25%0A.py::100%25%0A::set-env name=x::y\\u{d}\\u{1b}[2J\n");
    }
}
