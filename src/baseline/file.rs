//! The form of the baseline: JSON with one finding on each line, and `null` at the end, so that each of these lines ends in
//! a comma and none changes where another comes or goes. Touches no file; see docs/living.md.

use serde::{Deserialize, Serialize};

use super::{Baseline, Entry};

/// The form that this version reads and writes. Fields may be added without a new number.
const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
struct Line<'a> {
    path: std::borrow::Cow<'a, str>,
    code: std::borrow::Cow<'a, str>,
    #[serde(default)]
    symbol: std::borrow::Cow<'a, str>,
    fingerprint: std::borrow::Cow<'a, str>,
}

#[derive(Deserialize)]
struct Whole<'a> {
    version: u64,
    #[serde(borrow)]
    findings: Vec<Option<Line<'a>>>,
}

impl From<Line<'_>> for Entry {
    fn from(line: Line<'_>) -> Self {
        Entry {
            path: line.path.into_owned(),
            code: line.code.into_owned(),
            symbol: line.symbol.into_owned(),
            fingerprint: line.fingerprint.into_owned(),
        }
    }
}

/// The text of a baseline with these entries.
pub(super) fn write(entries: &[&Entry]) -> String {
    let mut text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [\n");
    for entry in entries {
        let line = Line {
            path: entry.path.as_str().into(),
            code: entry.code.as_str().into(),
            symbol: entry.symbol.as_str().into(),
            fingerprint: entry.fingerprint.as_str().into(),
        };
        // Four strings always serialise.
        text += &format!("    {},\n", serde_json::to_string(&line).unwrap_or_default());
    }
    text + "    null\n  ]\n}\n"
}

/// Reads a baseline.
///
/// # Errors
/// The line, from 1, what is wrong with it, and what to do.
pub(super) fn parse(text: &str) -> Result<Baseline, (usize, String)> {
    if let Some(line) =
        text.lines().position(|line| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>"))
    {
        let reason = "resolve the merge conflict in it: the lines of both sides can stay";
        return Err((line + 1, reason.into()));
    }
    let whole: Whole<'_> = match serde_json::from_str(text) {
        Ok(whole) => whole,
        // Who keeps the lines of both sides of a merge need not count commas.
        Err(error) => {
            let mended = with_commas(text);
            return match serde_json::from_str::<Whole<'_>>(&mended) {
                Ok(whole) => checked(whole),
                Err(_) => {
                    let reason =
                        format!("this is no baseline: {error}; write it again with `amends baseline`");
                    Err((error.line().max(1), reason))
                }
            };
        }
    };
    checked(whole)
}

fn checked(whole: Whole<'_>) -> Result<Baseline, (usize, String)> {
    match whole.version {
        VERSION => Ok(whole.findings.into_iter().flatten().map(Entry::from).collect()),
        version if version > VERSION => {
            Err((1, format!("version {version} of this file needs a newer amends")))
        }
        version => Err((
            1,
            format!("there is no version {version} of this file; write it again with `amends baseline`"),
        )),
    }
}

/// The text with a comma behind each line that holds an object, but for the last.
fn with_commas(text: &str) -> String {
    let is_entry = |line: &str| line.starts_with('{') && line.ends_with('}') || line == "null";
    let lines: Vec<&str> = text.lines().map(|line| line.trim().trim_end_matches(',')).collect();
    let mut result = String::new();
    for (number, line) in lines.iter().enumerate() {
        result.push_str(line);
        let next = lines[number + 1..].iter().find(|line| !line.is_empty());
        let between = is_entry(line) && next.is_some_and(|next| is_entry(next));
        if between || line.starts_with("\"version\"") && next.is_some_and(|next| next.starts_with('"')) {
            result.push(',');
        }
        result.push('\n');
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, fingerprint: &str) -> Entry {
        Entry {
            path: path.into(),
            code: "AM401".into(),
            symbol: "Hub.run".into(),
            fingerprint: fingerprint.into(),
        }
    }

    #[test]
    fn what_is_written_is_read_again_in_order() {
        let baseline: Baseline =
            [entry("b.py", "1"), entry("a \"ü\".py", "2"), entry("a.py", "0")].into_iter().collect();
        let text = write(&baseline.all());
        assert_eq!(parse(&text), Ok(baseline));
        let order: Vec<&str> =
            text.lines().filter_map(|line| line.split("fingerprint\":\"").nth(1)?.get(..1)).collect();
        assert_eq!(order, ["2", "0", "1"]);
        assert_eq!(write(&[]), "{\n  \"version\": 1,\n  \"findings\": [\n    null\n  ]\n}\n");
        assert_eq!(parse(&write(&[])), Ok(Baseline::default()));
    }

    #[test]
    fn the_lines_of_both_sides_of_a_merge_may_stay() {
        let both: Baseline =
            [entry("a.py", "1"), entry("b.py", "2"), entry("c.py", "3")].into_iter().collect();
        let text = write(&both.all());
        let doubled = text.replace("\"2\"},", "\"2\"},\n    {\"path\":\"b.py\",\"code\":\"AM401\",\"symbol\":\"Hub.run\",\"fingerprint\":\"2\"}");
        assert_eq!(parse(&doubled), Ok(both.clone()), "{doubled}");
        assert_eq!(parse(&text.replace("null", "null,").replace("\"1\"},", "\"1\"}")), Ok(both));
        let conflict = text.replace("  \"findings\"", "<<<<<<< ours\n  \"findings\"");
        assert_eq!(parse(&conflict).expect_err("a conflict").0, 3);
    }

    #[test]
    fn other_files_are_refused_with_what_to_do() {
        for (text, line, part) in [
            ("", 1, "no baseline"),
            ("{\n\"version\": 1\n}", 3, "missing field `findings`"),
            ("{\"version\": 9, \"findings\": []}", 1, "needs a newer amends"),
            ("{\"version\": 0, \"findings\": []}", 1, "no version 0"),
            ("{\"version\": 1, \"findings\": [{\"path\": 3}]}", 1, "amends baseline"),
        ] {
            let (at, reason) = parse(text).expect_err(text);
            assert!(at == line && reason.contains(part), "{text}: {at} {reason}");
        }
    }
}
