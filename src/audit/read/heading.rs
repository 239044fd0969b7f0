//! Words of headings and labels: numbers, severities, what a section or a piece of one is for.

use crate::audit::model::Role;

/// What audits call severities.
pub(super) const SEVERITIES: &[&str] = &[
    "critical",
    "blocker",
    "high",
    "major",
    "medium",
    "moderate",
    "low",
    "minor",
    "info",
    "informational",
    "warning",
    "error",
    "note",
    "p0",
    "p1",
    "p2",
    "p3",
    "p4",
    "kritisch",
    "hoch",
    "mittel",
    "niedrig",
    "gering",
];

/// Labels by which parts of a finding are recognised without bold type, and as headings.
const LABELS: &[&str] = &[
    "file",
    "files",
    "location",
    "locations",
    "where",
    "affected files",
    "affected file",
    "path",
    "severity",
    "pattern",
    "code",
    "example",
    "examples",
    "issue",
    "problem",
    "description",
    "details",
    "impact",
    "risk",
    "observation",
    "evidence",
    "status",
    "fix",
    "suggested fix",
    "proposed fix",
    "recommendation",
    "suggestion",
    "remediation",
    "solution",
    "mitigation",
    "resolution",
    "line",
    "lines",
    "snippet",
    "current code",
    "vulnerable code",
    "root cause",
    "cause",
    "proof",
    "priority",
    "confidence",
    "category",
    "title",
    "datei",
    "dateien",
    "ort",
    "stelle",
    "zeile",
    "zeilen",
    "schwere",
    "schweregrad",
    "muster",
    "beschreibung",
    "auswirkung",
    "lösung",
    "vorschlag",
    "empfehlung",
];

/// Labels of code before and after a change. As headings they are parts of a finding, and they make none.
const COMPARING: &[&str] = &[
    "before",
    "after",
    "current",
    "should be",
    "instead",
    "bad",
    "better",
    "wrong",
    "incorrect",
    "good",
    "correct",
    "corrected",
    "actual",
    "expected",
    "replace with",
    "replace it with",
    "replace this with",
    "replacement",
    "use this",
    "use this instead",
    "use instead",
    "change to",
    "vorher",
    "nachher",
    "ist",
    "soll",
    "besser",
];

/// Words of labels of what is to be done.
const FIXED: &[&str] = &[
    "fix",
    "bugfix",
    "recommend",
    "suggest",
    "solution",
    "remed",
    "mitig",
    "resolution",
    "proposed",
    "proposal",
    "instead",
    "should be",
    "should look",
    "replace",
    "use this",
    "corrected",
    "improved",
    "preferred",
    "change to",
    "change it to",
];

/// Such words that only count where a label starts with them.
const FIXING: &[&str] = &["better", "expected", "desired", "nachher", "soll", "besser"];

/// How a sentence leads to what is to be done.
const LEADS_TO_FIX: &[&str] = &[
    "replace",
    "use this",
    "use the following",
    "instead",
    "should be",
    "should look",
    "should read",
    "change it to",
    "change this to",
    "change to",
    "rewrite",
    "fix it",
    "can be fixed",
    "would be",
    "better",
    "suggest",
    "recommend",
];

/// A heading, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) id: String,
    pub(super) severity: Option<String>,
    pub(super) title: String,
}

/// `1.2 [HIGH] Title`, `F-03: Title (medium)`, `Finding 3 — Title`.
pub(super) fn heading(text: &str) -> Heading {
    let text = text.replace("**", "").replace('\n', " ");
    let mut rest = text.trim();
    for word in ["Finding", "Issue", "Bug", "Item", "Problem", "Vulnerability"] {
        if let Some(after) = rest.strip_prefix(word)
            && after.trim_start().trim_start_matches('#').starts_with(|letter: char| letter.is_ascii_digit())
            && after.starts_with([' ', '#'])
        {
            rest = after.trim_start();
        }
    }
    let (id, after) = leading_id(rest);
    let (severity, title) = labelled_severity(after).unwrap_or_else(|| severity_of(after));
    // The number may stand behind the severity: `[HIGH] 1.2 Title`.
    let (id, title) = if id.is_empty() && severity.is_some() {
        let (id, after) = leading_id(title.trim());
        (id, after.to_string())
    } else {
        (id, title)
    };
    let title = title.trim().trim_start_matches([':', '-', '—', '–', '.', '|', ')']).trim().to_string();
    Heading { id, severity, title }
}

/// `Severity: major — Title`.
fn labelled_severity(text: &str) -> Option<(Option<String>, String)> {
    let (label, rest) = text.split_once(':')?;
    if !["severity", "priority", "schwere"].contains(&label.trim().to_lowercase().as_str()) {
        return None;
    }
    let rest = rest.trim_start();
    let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
    let severity = only_severity(&rest[..end])?;
    Some((
        Some(severity),
        rest[end..].trim_start_matches([' ', ',', ';', '-', '—', '–', ':', ')']).to_string(),
    ))
}

/// A number or identifier that a text starts with, and the rest.
pub(super) fn leading_id(text: &str) -> (String, &str) {
    let bare = text.trim_start_matches(['#', '[', '(']);
    let letters = bare.bytes().take_while(u8::is_ascii_uppercase).count();
    let mut end = letters;
    if letters > 0 && bare[letters..].starts_with(['-', '_']) {
        end += 1;
    }
    let digits = bare[end..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    if letters > 8 || !bare[end..].starts_with(|letter: char| letter.is_ascii_digit()) || digits > 12 {
        return (String::new(), text);
    }
    let id = bare[..end + digits].trim_end_matches('.');
    // `1.a` and the like are not known; `3D` is no number.
    let rest = &bare[end + digits..];
    if rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_') {
        return (String::new(), text);
    }
    // A priority is no number of a finding.
    if id.len() == 2 && only_severity(id).is_some() {
        return (String::new(), text);
    }
    // Years are no numbers of findings.
    if letters == 0 && id.len() == 4 && id.starts_with("20") && !id.contains('.') {
        return (String::new(), text);
    }
    let rest = rest.trim_start_matches([']', ')', ':', '.']).trim_start();
    (id.to_string(), rest.trim_start_matches(['-', '—', '–']).trim_start())
}

/// The severity that a text names as such, and the text without it.
fn severity_of(text: &str) -> (Option<String>, String) {
    for (open, close) in [('[', ']'), ('(', ')'), ('`', '`')] {
        let mut from = 0;
        while let Some(start) = text[from..].find(open).map(|at| from + at) {
            let Some(end) = text[start + 1..].find(close).map(|at| start + 1 + at) else { break };
            if let Some(severity) = only_severity(&text[start + 1..end]) {
                return (Some(severity), format!("{}{}", &text[..start], &text[end + 1..]));
            }
            from = end + 1;
        }
    }
    let (first, rest) = text.split_once([' ', ':']).unwrap_or((text, ""));
    let upper = |word: &str| !word.chars().any(char::is_lowercase);
    if let Some(severity) = only_severity(first)
        && (upper(first) || text[first.len()..].starts_with(':'))
    {
        return (Some(severity), rest.to_string());
    }
    for dash in [" - ", " — ", " – ", " | "] {
        if let Some((title, last)) = text.rsplit_once(dash)
            && let Some(severity) = only_severity(last)
        {
            return (Some(severity), title.to_string());
        }
    }
    (None, text.to_string())
}

/// A severity, if a text is nothing else: `HIGH`, `High severity`, `Severity: high`.
pub(super) fn only_severity(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .filter(|word| {
            !["severity", "priority", "risk", "findings", "issues", "level"].contains(&word.as_str())
        })
        .collect();
    match words.as_slice() {
        [word] if SEVERITIES.contains(&word.as_str()) => Some(text_of(text, word)),
        _ => None,
    }
}

/// A word as it is written in a text.
fn text_of(text: &str, word: &str) -> String {
    let found =
        text.split(|letter: char| !letter.is_alphanumeric()).find(|part| part.eq_ignore_ascii_case(word));
    found.unwrap_or(word).to_string()
}

/// Whether a heading or an unmarked start of a line is a label that parts of findings have.
pub(super) fn is_label(text: &str) -> bool {
    LABELS.contains(&text.trim().trim_end_matches(':').to_lowercase().as_str())
}

/// Whether a text is the label of code before or after a change.
pub(super) fn is_comparing(text: &str) -> bool {
    COMPARING.contains(&text.trim().trim_end_matches(':').to_lowercase().as_str())
}

/// The label that a line starts with, and what follows it.
pub(super) fn label(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start();
    if let Some(after) = line.strip_prefix("**")
        && let Some((inner, rest)) = after.split_once("**")
    {
        let marked = inner.trim_end().ends_with(':') || rest.starts_with(':');
        let short = inner.split_whitespace().count() <= 7;
        if short && (marked || is_label(inner) || is_comparing(inner)) {
            let rest = rest.trim_start_matches(':').trim_start();
            return Some((inner.trim().trim_end_matches(':').to_string(), rest));
        }
        return None;
    }
    let (first, rest) = line.split_once(':')?;
    let known = is_label(first) || is_comparing(first);
    (known && !rest.starts_with("//")).then(|| (first.trim().to_string(), rest.trim_start()))
}

/// What a labelled part is for.
pub(super) fn role(label: &str) -> Role {
    let lower = label.to_lowercase();
    // At the start of a word: "incorrect" is not "correct". German words are put together.
    let has = |words: &[&str]| words.iter().any(|word| starts_word(&lower, word));
    let german = ["lösung", "vorschlag", "empfehl"].iter().any(|word| lower.contains(word));
    let first = lower.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    let after = first == "after" && (lower == "after" || has(&["fix", "change", "patch", "("]));
    let no = has(&["not ", "isn't", "n't "]);
    if german || after || FIXING.contains(&first) || !no && has(FIXED) {
        Role::Fix
    } else if !no && has(&["good", "correct", "safe "]) {
        Role::Good
    } else {
        Role::Problem
    }
}

/// Whether a word of a text starts so.
fn starts_word(text: &str, start: &str) -> bool {
    text.match_indices(start).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
}

/// Whether a paragraph leads over to code that is to be put into the place of the quoted one: "Replace it with:".
pub(super) fn leads_to_fix(text: &str) -> bool {
    let Some(said) = text.replace("**", "").trim_end().strip_suffix(':').map(str::to_lowercase) else {
        return false;
    };
    let sentence = said.rsplit(['\n', '.', ';']).next().unwrap_or_default();
    LEADS_TO_FIX.iter().any(|word| starts_word(sentence, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_taken_apart() {
        let parts = |text: &str| {
            let Heading { id, severity, title } = heading(text);
            (id, severity.unwrap_or_default(), title)
        };
        let is = |text: &str, id: &str, severity: &str, title: &str| {
            assert_eq!(parts(text), (id.into(), severity.into(), title.into()), "{text}");
        };
        is("1.2 [HIGH] Lock dictionaries", "1.2", "HIGH", "Lock dictionaries");
        is("F-03: Silent failure (medium)", "F-03", "medium", "Silent failure");
        is("Finding 3 — Endless loop - LOW", "3", "LOW", "Endless loop");
        is("HIGH: no timeout", "", "HIGH", "no timeout");
        is("[HIGH] 2.1 no timeout", "2.1", "HIGH", "no timeout");
        is("High availability is lost", "", "", "High availability is lost");
        is("`list.pop(0)` is slow", "", "", "`list.pop(0)` is slow");
        is("2026 plans", "", "", "2026 plans");
        is("Severity: Major — lock order in a.py", "", "Major", "lock order in a.py");
        is("P0", "", "P0", "");
        is("P1: no timeout", "", "P1", "no timeout");
        is("1.1 [HOCH] Listen wachsen", "1.1", "HOCH", "Listen wachsen");
    }

    #[test]
    fn labels_say_what_follows() {
        assert_eq!(label("**Files:** a.py"), Some(("Files".into(), "a.py")));
        assert_eq!(
            label("**Good Pattern (with tracking):**"),
            Some(("Good Pattern (with tracking)".into(), ""))
        );
        assert_eq!(label("Fix: await it"), Some(("Fix".into(), "await it")));
        assert_eq!(label("**Immediate:** Add logging"), Some(("Immediate".into(), "Add logging")));
        assert_eq!(label("**Always** wrong"), None);
        assert_eq!(label("note this: it fails"), None);
        assert_eq!(
            (role("Fix Priority"), role("Good Pattern"), role("Issue")),
            (Role::Fix, Role::Good, Role::Problem)
        );
        for fix in ["After", "Should be", "Better", "Expected", "Replace it with", "After the fix", "Instead"]
        {
            assert_eq!(role(fix), Role::Fix, "{fix}");
        }
        for problem in ["Before", "Current", "Bad", "Actual", "After shutdown", "Incorrect", "Unsafe use"] {
            assert_eq!(role(problem), Role::Problem, "{problem}");
        }
    }

    #[test]
    fn sentences_lead_to_a_fix() {
        assert!(leads_to_fix("Replace it with:") && leads_to_fix("This hangs. Use this instead:"));
        assert!(!leads_to_fix("The wait that hangs:") && !leads_to_fix("Replace it."));
    }
}
