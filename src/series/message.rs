//! The message of a commit: what its fixes do, why, how much evidence they rest on, and a trailer for each finding.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::{Member, Per, folder};
use crate::report::printable;
use crate::report::summary::plural;
use crate::transform::Meta;
use crate::transforms;
use crate::verdict::Verdict;

/// Where lines are wrapped, as git's documentation asks.
const WIDTH: usize = 72;
/// Findings that the text names; the trailers name all.
const NAMED: usize = 20;

/// The message of a step. `said` are sentences that somebody has written in place of a finding's own, by
/// fingerprint.
pub fn message(fixes: &[Member<'_>], per: Per, said: &BTreeMap<String, String>) -> String {
    let mut text = subject(fixes, per);
    text += "\n\n";
    text += &what(fixes, said);
    let codes: BTreeSet<&str> = fixes.iter().map(|fix| fix.located.finding.code).collect();
    for meta in codes.iter().filter_map(|code| meta(code)) {
        let name = if codes.len() > 1 { format!("{}: ", meta.code) } else { String::new() };
        text += "\n";
        text += &wrapped(&format!("Why: {name}{}", meta.why()), "");
    }
    text += "\n";
    text += &wrapped(&evidence(fixes), "");
    text += "\n";
    for fix in fixes {
        let (located, path) = (fix.located, printable(fix.path));
        let finding = &located.finding;
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "Amends-Finding: {} {} {path}:{} {}",
            finding.code, finding.verdict, located.line, located.fingerprint
        );
    }
    text
}

fn subject(fixes: &[Member<'_>], per: Per) -> String {
    let Some(first) = fixes.first() else { return "Change nothing".into() };
    let codes: BTreeSet<&str> = fixes.iter().map(|fix| fix.located.finding.code).collect();
    let listed = codes.iter().copied().collect::<Vec<_>>().join(", ");
    let own = meta(first.located.finding.code).map_or("Mend what an audit found", |meta| meta.subject);
    let path = printable(first.path);
    let symbol = printable(&first.located.finding.symbol);
    let folder = folder(&path);
    let place = match per {
        Per::Transform => return format!("{own} ({listed})"),
        Per::Finding if !symbol.is_empty() => format!("{own} in {symbol}"),
        Per::Finding => format!("{own} in {path}"),
        Per::File if codes.len() == 1 => format!("{own} in {path}"),
        Per::File => format!("Mend {} in {path}", plural(fixes.len(), "finding")),
        Per::Directory => {
            let folder = if folder.is_empty() { "the top folder" } else { folder };
            format!("Mend {} in {folder}", plural(fixes.len(), "finding"))
        }
    };
    // What does not fit is in the text below.
    let full = format!("{place} ({listed})");
    match (full.len() <= WIDTH, place.len() <= WIDTH, codes.len()) {
        (true, ..) => full,
        (false, true, _) => place,
        (false, false, 1) => format!("{own} ({listed})"),
        (false, false, _) => format!("Mend {} ({listed})", plural(fixes.len(), "finding")),
    }
}

/// How many fixes, and each with its place and what it changes.
fn what(fixes: &[Member<'_>], said: &BTreeMap<String, String>) -> String {
    let files: BTreeSet<&str> = fixes.iter().map(|fix| fix.path).collect();
    let count = |verdict| fixes.iter().filter(|fix| fix.located.finding.verdict == verdict).count();
    let verdicts: Vec<String> = [Verdict::Safe, Verdict::Review]
        .into_iter()
        .filter(|&verdict| count(verdict) > 0)
        .map(|verdict| format!("{} {verdict}", count(verdict)))
        .collect();
    let fixed = if fixes.len() == 1 { "1 fix".into() } else { format!("{} fixes", fixes.len()) };
    let mut text =
        wrapped(&format!("What: {fixed} in {}: {}.", plural(files.len(), "file"), verdicts.join(", ")), "");
    for fix in fixes.iter().take(NAMED) {
        let finding = &fix.located.finding;
        let own = said.get(&fix.located.fingerprint).unwrap_or(&finding.message);
        let line = format!("- {}:{}: {}", fix.path, fix.located.line, own);
        text += &wrapped(&printable(&line), "  ");
        if let Some(change) = finding.change() {
            text += &wrapped(&printable(&format!("  Changes: {change}")), "  ");
        }
    }
    if fixes.len() > NAMED {
        text += &format!("- and {} more, named below\n", fixes.len() - NAMED);
    }
    text
}

/// How many lines of evidence of which kind.
fn evidence(fixes: &[Member<'_>]) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for evidence in fixes.iter().flat_map(|fix| fix.located.evidence()) {
        *kinds.entry(evidence.kind).or_default() += 1;
    }
    let total: usize = kinds.values().sum();
    let mut kinds: Vec<(&str, usize)> = kinds.into_iter().collect();
    kinds.sort_by_key(|&(kind, count)| (std::cmp::Reverse(count), kind));
    let listed: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    match total {
        0 => "Evidence: none beside the place itself.".into(),
        _ => format!("Evidence: {}: {}.", plural(total, "line"), listed.join(", ")),
    }
}

fn meta(code: &str) -> Option<&'static Meta> {
    transforms::ALL.iter().map(|transform| transform.meta()).find(|meta| meta.code == code)
}

/// Wrapped at [`WIDTH`], with a line end; lines after the first start with `indent`. What is longer than a line
/// stays whole.
fn wrapped(text: &str, indent: &str) -> String {
    let mut out = String::new();
    let lead: String = text.chars().take_while(|letter| *letter == ' ').collect();
    let mut line = lead;
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out += &line;
            out.push('\n');
            line = indent.into();
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line += word;
        empty = false;
    }
    out + &line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Fix;
    use crate::pipeline::Located;
    use crate::verdict::{Evidence, Finding, Severity};

    fn located(code: &'static str, symbol: &str, line: usize) -> Located {
        let fix = Fix::new(Verdict::Safe, "hold it", Vec::new()).changing("the task is held");
        let mut finding = Finding::new(Verdict::Safe, Severity::High, Default::default(), "nobody holds it")
            .because(Evidence::at("spawn", "here", line))
            .because(Evidence::at("type", "a Task", line))
            .because(Evidence::at("type", "a loop", line))
            .with_fixes(vec![fix]);
        finding.code = code;
        finding.symbol = symbol.into();
        Located {
            finding,
            line,
            column: 1,
            end_line: line,
            end_column: 2,
            fingerprint: format!("{line:016x}"),
        }
    }

    #[test]
    fn a_message_says_what_why_evidence_and_names_each_finding() {
        let found = [located("AM504", "Hub.start", 3), located("AM504", "", 40)];
        let fixes = [
            Member { path: "relay/hub.py", located: &found[0] },
            Member { path: "odd\nname.py", located: &found[1] },
        ];
        let said = BTreeMap::from([("0000000000000003".to_string(), "The hub lost its pump".to_string())]);
        let text = message(&fixes, Per::Transform, &said);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "Hold tasks that nobody holds, and log how they fail (AM504)");
        assert_eq!(lines[1], "");
        assert_eq!(lines[2], "What: 2 fixes in 2 files: 2 safe.");
        assert_eq!(lines[3], "- relay/hub.py:3: The hub lost its pump");
        assert_eq!(lines[4], "  Changes: the task is held");
        assert_eq!(lines[5], "- odd\\u{a}name.py:40: nobody holds it");
        assert!(text.contains("\n\nWhy: The event loop keeps only weak references to tasks."), "{text}");
        assert!(text.contains("\n\nEvidence: 6 lines: 4 type, 2 spawn.\n\n"), "{text}");
        assert!(
            text.ends_with(
                "\n\nAmends-Finding: AM504 safe relay/hub.py:3 0000000000000003\nAmends-Finding: AM504 safe odd\\u{a}name.py:40 0000000000000028\n"
            ),
            "{text}"
        );
        let body = lines.iter().filter(|line| !line.starts_with("Amends-Finding"));
        assert!(body.clone().all(|line| line.chars().count() <= 72), "{text}");
    }

    #[test]
    fn subjects_stay_short() {
        let found = [located("AM401", "Hub.start", 3), located("AM502", "Hub.wait", 4)];
        let of = |path: &'static str, per| {
            let fixes: Vec<Member> = found.iter().map(|located| Member { path, located }).collect();
            subject(&fixes, per)
        };
        assert_eq!(of("relay/hub.py", Per::File), "Mend 2 findings in relay/hub.py (AM401, AM502)");
        assert_eq!(of("relay/hub.py", Per::Directory), "Mend 2 findings in relay (AM401, AM502)");
        assert_eq!(of("hub.py", Per::Directory), "Mend 2 findings in the top folder (AM401, AM502)");
        let long = "a/very/long/path/that/goes/on/and/on/until/nobody/can/read/it/any/more/hub.py";
        assert_eq!(of(long, Per::File), "Mend 2 findings (AM401, AM502)");
        let one = [Member { path: "a.py", located: &found[0] }];
        assert_eq!(subject(&one, Per::Finding), "Log exceptions that handlers drop in Hub.start (AM401)");
    }
}
