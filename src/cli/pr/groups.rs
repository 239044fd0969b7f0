//! Which fixes are about the same thing: those of one transform, or those of one finding of an audit. Cuts nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::{Finding, Findings};
use crate::cli::states::States;
use crate::transform::Meta;
use crate::transforms;

/// What topics are cut from.
pub(super) struct Group<'g> {
    /// How the names of its topics start.
    pub(super) start: String,
    /// The fixes of each file.
    pub(super) files: BTreeMap<String, Vec<usize>>,
    /// The finding that it is about, if it is about one.
    pub(super) finding: Option<&'g Finding>,
}

/// All groups. `suffix` tells runs for other paths apart.
pub(super) fn groups<'g>(states: &States, findings: Option<&'g Findings>, suffix: &str) -> Vec<Group<'g>> {
    let fixes = 0..states.len();
    let Some(findings) = findings else {
        let mut by_code: BTreeMap<&'static str, BTreeMap<String, Vec<usize>>> = BTreeMap::new();
        for fix in fixes {
            let member = states.committed(fix);
            let files = by_code.entry(member.located.finding.code).or_default();
            files.entry(member.path.to_string()).or_default().push(fix);
        }
        let group = |(code, files): (&str, _)| {
            let meta = meta(code)?;
            let start = format!("{}-{}{suffix}", code.to_lowercase(), meta.name);
            Some(Group { start, files, finding: None })
        };
        return by_code.into_iter().filter_map(group).collect();
    };
    let group = |finding: &'g Finding| {
        let mut files: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for fix in fixes.clone() {
            let member = states.committed(fix);
            if finding.fixes.contains(&member.located.fingerprint) {
                files.entry(member.path.to_string()).or_default().push(fix);
            }
        }
        Group { start: format!("{}{suffix}", finding.topic), files, finding: Some(finding) }
    };
    findings.all.iter().map(group).collect()
}

/// The transforms of some codes, in the order of these.
pub(super) fn metas(codes: &BTreeSet<&str>) -> Vec<&'static Meta> {
    codes.iter().filter_map(|code| meta(code)).collect()
}

fn meta(code: &str) -> Option<&'static Meta> {
    transforms::ALL.iter().map(|transform| transform.meta()).find(|meta| meta.code == code)
}
