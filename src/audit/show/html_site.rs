//! A site in the page: its change or its source on one side, what it rests on beside it.

use std::fmt::Write as _;

use super::Audit;
use super::html::prose;
use super::python::{escaped, line};
use super::sides::{Row, Side, rows};
use crate::audit::files::SiteRef;
use crate::edit::Edit;
use crate::report::FileReport;
use crate::verdict::Evidence;

/// Lines of source around a site that has no fix.
const AROUND: usize = 3;

/// A line that something rests on, as an item of a list.
pub(super) fn because(evidence: &Evidence, own: &str) -> String {
    let path = evidence.path.as_deref().unwrap_or(own);
    let place =
        evidence.line.map_or_else(String::new, |line| format!(" <code>{}:{line}</code>", escaped(path)));
    format!("<li>{}{place}</li>", prose(&evidence.message))
}

/// A site: its verdict, its change or source, and what it rests on.
pub(super) fn site(out: &mut String, audit: &Audit<'_>, at: SiteRef) {
    let (file, located) = audit.site(at);
    let finding = &located.finding;
    let verdict = finding.verdict.name();
    let _ = writeln!(
        out,
        "<div class=\"site\"><p><b class=\"{verdict}\">{verdict}</b> {} {} <code>{}</code>: {}</p>\n<div class=\"split\"><div>",
        finding.code,
        finding.name,
        escaped(&audit.place(at)),
        prose(&finding.message)
    );
    let text = file.source.as_ref().map_or("", |source| source.text());
    match finding.preferred() {
        Some(fix) => {
            side_by_side(out, text, &fix.edits);
            for part in &fix.elsewhere {
                let other: Option<&&FileReport> = audit.reports.iter().find(|other| other.path == part.path);
                let text = other.and_then(|other| other.source.as_ref()).map_or("", |source| source.text());
                let _ = writeln!(out, "<p><code>{}</code></p>", escaped(&part.path));
                side_by_side(out, text, &part.edits);
            }
        }
        None => excerpt(out, text, located.line, located.end_line),
    }
    out.push_str("</div><div>");
    if let Some(fix) = finding.preferred() {
        let _ = write!(out, "<p>Fix: {}</p>", prose(&fix.title));
    }
    if let Some(change) = finding.change() {
        let _ = write!(out, "<p>Changes: {}</p>", prose(change));
    }
    let evidence: String = located.evidence().map(|evidence| because(evidence, &file.path)).collect();
    if !evidence.is_empty() {
        let _ = write!(out, "<p>Because:</p><ul class=\"plain\">{evidence}</ul>");
    }
    for other in finding.fixes.iter().skip(1) {
        let _ = write!(out, "<p class=\"dim\">Or: {} ({})</p>", prose(&other.title), other.verdict);
    }
    out.push_str("</div></div></div>\n");
}

fn cell(side: Option<&Side>, class: &str) -> String {
    match side {
        Some(Side { number, text, mark }) => {
            format!(
                "<div class=\"cell {class}\"><i>{number}</i><span>{}</span></div>",
                line(text, mark.clone())
            )
        }
        None => "<div class=\"cell none\"></div>".to_string(),
    }
}

fn side_by_side(out: &mut String, text: &str, edits: &[Edit]) {
    out.push_str("<div class=\"diff\">");
    for Row { old, new, same, gap } in rows(text, edits) {
        if gap {
            out.push_str("<div class=\"gap\" aria-hidden=\"true\">⋯</div>");
        }
        let (minus, plus, row) = if same { ("", "", "row same") } else { ("minus", "plus", "row") };
        let _ = write!(
            out,
            "<div class=\"{row}\">{}{}</div>",
            cell(old.as_ref(), minus),
            cell(new.as_ref(), plus)
        );
    }
    out.push_str("</div>");
}

/// Some lines of source, with those of the site marked.
fn excerpt(out: &mut String, text: &str, first: usize, last: usize) {
    let last = last.min(first + 2 * AROUND);
    out.push_str("<div class=\"diff\">");
    let from = first.saturating_sub(AROUND).max(1);
    for (number, text) in (1..).zip(text.lines()).skip(from - 1).take(last + AROUND + 1 - from) {
        let here = if (first..=last).contains(&number) { "here" } else { "" };
        let _ =
            write!(out, "<div class=\"cell {here}\"><i>{number}</i><span>{}</span></div>", line(text, None));
    }
    out.push_str("</div>");
}
