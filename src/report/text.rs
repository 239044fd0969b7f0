//! Findings for people: what, where, the source, what it rests on.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{FileReport, printable};
use crate::pipeline::Located;
use crate::verdict::Verdict;

/// Lines of source shown for one finding; the rest of a longer construct is left out.
const MAX_LINES: usize = 6;

/// One finding, in colour if `styled`, with its line ends.
pub fn finding(file: &FileReport, located: &Located, styled: bool) -> String {
    let finding = &located.finding;
    let level = match finding.verdict {
        Verdict::Safe => Level::HELP.with_name("safe"),
        Verdict::Review => Level::WARNING.with_name("review"),
        Verdict::Manual => Level::ERROR.with_name("manual"),
        Verdict::Fine => Level::NOTE.with_name("fine"),
    };
    let mut notes: Vec<(&str, String)> = Vec::new();
    if let Some(fix) = finding.preferred() {
        notes.push(("fix", fix.title.clone()));
    }
    notes.extend(finding.change().map(|change| ("changes", change.to_string())));
    for evidence in located.evidence() {
        let path = printable(evidence.path.as_deref().unwrap_or(&file.path));
        let place = evidence.line.map_or_else(String::new, |line| format!(" ({path}:{line})"));
        notes.push(("because", format!("{}{place}", evidence.message)));
    }
    for alternative in finding.fixes.iter().skip(1) {
        notes.push(("or", format!("{} ({})", alternative.title, alternative.verdict)));
    }
    let text = file.source.as_ref().map_or("", |source| source.text());
    let (excerpt, span) = excerpt(text, finding.range.start().to_usize()..finding.range.end().to_usize());
    let snippet = Snippet::source(excerpt)
        .path(printable(&file.path))
        .line_start(located.line)
        .fold(false)
        .annotation(AnnotationKind::Primary.span(span));
    let title = level.primary_title(finding.message.as_str()).id(finding.code);
    let notes = notes.into_iter().map(|(name, text)| Level::NOTE.with_name(name).message(text));
    let report = [Group::with_title(title).element(snippet).elements(notes)];
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&report) + "\n\n"
}

/// Whole lines around the start of a construct, and the construct's place in them.
fn excerpt(text: &str, construct: Range<usize>) -> (&str, Range<usize>) {
    let start = text[..construct.start].rfind('\n').map_or(0, |at| at + 1);
    let mut end = start;
    for line in text[start..].split_inclusive('\n').take(MAX_LINES) {
        end += line.len();
        if end >= construct.end {
            break;
        }
    }
    let shown = &text[start..end];
    let shown = shown.trim_end_matches(['\n', '\r']);
    let first = construct.start - start;
    let last = (construct.end - start).min(shown.len());
    (shown, first..last.max(first))
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn shows_whole_lines_and_cuts_long_constructs() {
        assert_eq!(excerpt("a\n  bc\nd\n", 4..6), ("  bc", 2..4));
        assert_eq!(excerpt("x = 1\r\ny", 0..5), ("x = 1", 0..5));
        let long = "f(\n".to_string() + &"1,\n".repeat(20) + ")\n";
        let (shown, span) = excerpt(&long, 0..long.len() - 1);
        assert_eq!(shown.lines().count(), 6);
        assert_eq!(span, 0..shown.len());
    }
}
