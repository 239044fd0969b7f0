//! `# amends: ignore[AM401] reason`: reading suppressions and saying which suppress nothing.

use crate::facts::Facts;
use crate::syntax::TextRange;

/// The text that every suppression contains.
pub const MARKER: &str = "amends: ignore";

/// One suppression comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The codes in brackets; empty means all.
    pub codes: Vec<String>,
    /// Its line, from 1.
    pub line: usize,
    /// Lines that it covers: its own, and for a comment alone on its line, that of the next statement.
    covers: (usize, usize),
    /// Whether a finding was suppressed by it.
    pub used: bool,
}

/// All suppressions of a file.
pub fn read(facts: &Facts<'_>) -> Vec<Suppression> {
    if !facts.layout.text().contains(MARKER) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for comment in facts.comments() {
        let Some(codes) = codes(facts.text(comment.range)) else { continue };
        let line = facts.line(comment.range.start());
        let last = if comment.own_line { next_code_line(facts, comment.range) } else { line };
        found.push(Suppression { codes, line, covers: (line, last), used: false });
    }
    found
}

/// Marks the suppressions that cover a site and says whether there are any. `lines` are pairs of first and
/// last line on which a suppression counts for the site.
pub fn suppresses(suppressions: &mut [Suppression], code: &str, lines: &[(usize, usize)]) -> bool {
    let mut any = false;
    for suppression in suppressions {
        let named = suppression.codes.is_empty()
            || suppression.codes.iter().any(|known| known.eq_ignore_ascii_case(code));
        let (first, last) = suppression.covers;
        if named && lines.iter().any(|&(from, to)| first <= to && from <= last) {
            suppression.used = true;
            any = true;
        }
    }
    any
}

fn codes(comment: &str) -> Option<Vec<String>> {
    let rest = comment.trim_start_matches('#').trim_start().strip_prefix(MARKER)?;
    match rest.trim_start().strip_prefix('[') {
        Some(list) => {
            let (list, _) = list.split_once(']')?;
            Some(
                list.split(',').map(|code| code.trim().to_string()).filter(|code| !code.is_empty()).collect(),
            )
        }
        None => Some(Vec::new()),
    }
}

fn next_code_line(facts: &Facts<'_>, comment: TextRange) -> usize {
    let mut at = facts.layout.next_line(comment.end());
    let end = facts.layout.text().len();
    while at.to_usize() < end {
        let line = facts.layout.text()[TextRange::new(at, facts.layout.line_end(at))].trim();
        if !line.is_empty() && !line.starts_with('#') {
            break;
        }
        at = facts.layout.next_line(at);
    }
    facts.line(at)
}

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn reads_codes_and_reason() {
        assert_eq!(codes("# amends: ignore[AM401] the peer is gone"), Some(vec!["AM401".into()]));
        assert_eq!(codes("#amends: ignore[AM401, AM502]"), Some(vec!["AM401".into(), "AM502".into()]));
        assert_eq!(codes("# amends: ignore"), Some(vec![]));
        assert_eq!(codes("# amends: ignore[AM401"), None, "an unclosed bracket suppresses nothing");
        assert_eq!(codes("# we should amend this"), None);
    }
}
