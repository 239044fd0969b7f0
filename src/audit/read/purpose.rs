//! What a section of an audit is for, by its title: findings, recommendations, or what stands beside them.

/// What a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Findings,
    Recommendations,
    /// Introduction, summary, appendix: no findings in it.
    Aside,
}

/// Words of headings of what is recommended, and of what is beside the findings.
const RECOMMENDING: &[&str] = &[
    "recommendation",
    "recommendations",
    "action items",
    "action item",
    "next steps",
    "next step",
    "remediation plan",
    "todo",
    "todos",
    "action plan",
    "empfehlung",
    "empfehlungen",
    "maßnahmen",
    "nächste schritte",
];

const ASIDE: &[&str] = &[
    "summary",
    "appendix",
    "appendices",
    "methodology",
    "scope",
    "introduction",
    "conclusion",
    "conclusions",
    "reference",
    "references",
    "contents",
    "overview",
    "legend",
    "severity level",
    "severity levels",
    "requiring most attention",
    "background",
    "disclaimer",
    "positive",
    "positives",
    "what is good",
    "strengths",
    "changelog",
    "zusammenfassung",
    "anhang",
    "einleitung",
    "überblick",
];

/// Words that stand beside these without making a finding of them: "Executive summary of the audit".
const BESIDE: &[&str] = &[
    "executive",
    "audit",
    "report",
    "review",
    "code",
    "of",
    "the",
    "and",
    "for",
    "in",
    "by",
    "a",
    "an",
    "this",
    "our",
    "out",
    "table",
    "tables",
    "files",
    "file",
    "findings",
    "finding",
    "issues",
    "issue",
    "observations",
    "aspects",
    "patterns",
    "points",
    "notes",
    "note",
    "general",
    "overall",
    "final",
    "quick",
    "short",
    "brief",
    "key",
    "main",
    "approach",
    "methods",
    "statistics",
    "stats",
    "numbers",
    "severity",
    "severities",
    "levels",
    "level",
    "priority",
    "priorities",
    "prioritized",
    "proposed",
    "suggested",
    "immediate",
    "long-term",
    "short-term",
    "technical",
    "security",
    "risk",
    "risks",
    "results",
    "analysis",
    "definitions",
    "ratings",
    "limitations",
    "project",
    "und",
    "der",
    "die",
    "des",
    "related",
    "documents",
    "further",
    "reading",
    "change",
    "log",
    "architecture",
    "system",
    "fixes",
];

/// What a section is for, by its heading: what it says beside such a word must not be a title of its own, as in
/// "Background tasks" and "Lock scope".
pub(super) fn purpose(title: &str) -> Purpose {
    let lower = title.to_lowercase();
    // "Appendix A: Files", "Summary — what we found".
    let first = lower.split([':', '—', '–', '(']).next().unwrap_or_default().trim();
    let first = first.split(" - ").next().unwrap_or_default();
    let is = |phrases: &[&str]| {
        phrases.iter().any(|phrase| {
            let Some(at) = first.find(phrase) else { return false };
            let (before, after) = (&first[..at], &first[at + phrase.len()..]);
            let cut = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
            let rest = before.split_whitespace().chain(after.split_whitespace());
            let beside = |word: &str| {
                let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
                word.chars().count() < 2
                    || word.starts_with(|letter: char| letter.is_ascii_digit())
                    || BESIDE.contains(&word)
                    || RECOMMENDING.contains(&word)
                    || ASIDE.contains(&word)
            };
            cut(before.chars().next_back()) && cut(after.chars().next()) && rest.into_iter().all(beside)
        })
    };
    if is(RECOMMENDING) {
        Purpose::Recommendations
    } else if is(ASIDE) {
        Purpose::Aside
    } else {
        Purpose::Findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_aside_by_the_whole_of_their_title() {
        for title in [
            "Executive Summary",
            "Appendix A: Files",
            "Table of contents",
            "Scope and methodology",
            "Background",
        ] {
            assert_eq!(purpose(title), Purpose::Aside, "{title}");
        }
        for title in [
            "Background tasks",
            "Task reference is lost",
            "Cancel scope: it leaks",
            "Queue contents are lost",
        ] {
            assert_eq!(purpose(title), Purpose::Findings, "{title}");
        }
        for title in ["Recommendations", "Next Steps", "Recommendations Summary", "Empfehlungen"] {
            assert_eq!(purpose(title), Purpose::Recommendations, "{title}");
        }
        assert_eq!(purpose("TODO list is never emptied"), Purpose::Findings);
    }
}
