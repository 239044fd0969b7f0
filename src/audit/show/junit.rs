//! JUnit XML of an audit: a test suite for each section, a test case for each finding. What holds fails, what is not judged
//! is skipped, what the code refutes passes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Audit;
use super::told::{Told, name, severity, status, told};
use crate::audit::reconcile::Status;
use crate::report::junit::escaped;

/// Sites that a failure names.
const MAX_SITES: usize = 50;

/// The whole document. An audit without findings is one test that passes: some readers refuse a report without any.
pub fn render(audit: &Audit<'_>) -> String {
    let told = told(audit);
    let mut suites: Vec<(&str, Vec<&Told<'_>>)> = Vec::new();
    for one in &told {
        let section = one.judged.claim.section.as_str();
        let section = if section.is_empty() { "Findings" } else { section };
        match suites.iter_mut().find(|(known, _)| *known == section) {
            Some((_, cases)) => cases.push(one),
            None => suites.push((section, vec![one])),
        }
    }
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string does not fail.
    if told.is_empty() {
        let counts = "tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\"";
        let _ = writeln!(text, "<testsuites name=\"amends audit\" {counts}>");
        let _ = writeln!(text, "  <testsuite name=\"Findings\" {counts}>");
        text += "    <testcase name=\"the audit has no findings\" classname=\"Findings\"/>\n";
        return text + "  </testsuite>\n</testsuites>\n";
    }
    let _ = writeln!(text, "<testsuites name=\"amends audit\" {}>", counts(told.iter()));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (section, cases) in &suites {
        let _ =
            writeln!(text, "  <testsuite name=\"{}\" {}>", escaped(section), counts(cases.iter().copied()));
        for one in cases {
            let name = name(one.judged);
            // Readers know a test of an earlier run by its name.
            let count = seen.entry(format!("{section}\0{name}")).or_default();
            *count += 1;
            let name = if *count > 1 { format!("{name} ({count})") } else { name };
            let _ = writeln!(
                text,
                "    <testcase name=\"{}\" classname=\"{}\">",
                escaped(&name),
                escaped(section)
            );
            text += &result(audit, one);
            text += "    </testcase>\n";
        }
        text += "  </testsuite>\n";
    }
    text + "</testsuites>\n"
}

fn result(audit: &Audit<'_>, told: &Told<'_>) -> String {
    let judged = told.judged;
    match judged.status {
        Status::Confirmed | Status::Partly => {
            let site = |&at: &_| {
                let (_, located) = audit.site(at);
                escaped(&format!("{} {}: {}", audit.place(at), located.finding.code, located.finding.message))
            };
            let mut lines: Vec<String> = told.about.iter().take(MAX_SITES).map(site).collect();
            if told.about.len() > MAX_SITES {
                lines.push(format!("and {} more", told.about.len() - MAX_SITES));
            }
            format!(
                "      <failure message=\"{}\" type=\"{}\">{}</failure>\n",
                escaped(&status(judged)),
                severity(judged, None).name(),
                lines.join("\n")
            )
        }
        Status::NotJudged => format!("      <skipped message=\"{}\"/>\n", escaped(&status(judged))),
        Status::Refuted | Status::AlreadyFixed | Status::Stale => {
            format!("      <system-out>{}</system-out>\n", escaped(&status(judged)))
        }
    }
}

fn counts<'t, 'a: 't>(cases: impl Iterator<Item = &'t Told<'a>> + Clone) -> String {
    let of = |statuses: &[Status]| cases.clone().filter(|one| statuses.contains(&one.judged.status)).count();
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"",
        cases.clone().count(),
        of(&[Status::Confirmed, Status::Partly]),
        of(&[Status::NotJudged])
    )
}
