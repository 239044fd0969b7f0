//! Match and judge: the findings of one text, and how a site is known again. Applies nothing.

use rustc_hash::FxHashMap;

use super::fingerprint::{fnv1a, number};
use super::{Context, Located, Problem, Silenced};
use crate::facts::{Facts, Origin};
use crate::suppress::{self, Suppressions};
use crate::syntax::{Layout, Module, TextRange, TextSize, Tree};
use crate::transform::{Meta, Site};
use crate::verdict::Finding;

/// More open sites of one transform in one file than real code has: judging them takes time that grows with
/// their square. Found in real code: fewer than 60.
const MAX_OPEN_SITES: usize = 300;

/// What a judgement of a whole file says.
pub(super) struct Judged {
    pub(super) findings: Vec<Located>,
    pub(super) silenced: Vec<Silenced>,
    pub(super) notices: Vec<(usize, String)>,
}

/// Match and judge: every site of every selected transform gets its verdict.
pub(super) fn judge(
    path: &str,
    text: &str,
    module: &Module,
    origin: &Origin,
    context: Context<'_>,
) -> Result<Judged, Problem> {
    let Context { registry, project, settings, .. } = context;
    let mut open = vec![0; registry.transforms.len()];
    let tree = Tree::new(module.syntax());
    let layout = Layout::new(text, module, settings.of(path).line_length);
    let facts = Facts::new(path, module, &tree, &layout, settings, project).changed(origin);
    let scan = registry.scan(text, module, &tree);
    let leaves_out = |meta: &Meta| settings.leaves_out(path, meta.code, meta.name);
    let left_out: Vec<bool> =
        registry.transforms.iter().map(|transform| leaves_out(transform.meta())).collect();
    let mut suppressions = Suppressions::read(&facts, &registry.codes());
    let mut notices = Vec::new();
    // All sites, with the reason of those that a comment silences.
    let mut sites: Vec<(Located, Option<String>)> = Vec::new();
    for candidate in scan.candidates {
        let transform = registry.transforms[candidate.owner];
        if left_out[candidate.owner] {
            continue;
        }
        let site = Site { node: candidate.node, pattern: candidate.pattern };
        let Some(mut finding) = transform.judge(site, &facts) else { continue };
        let meta = transform.meta();
        (finding.code, finding.name) = (meta.code, meta.name);
        finding.symbol = facts.symbol(candidate.node);
        let lines = suppress::lines(&facts, candidate.node, finding.range);
        let silenced = suppressions.silences(meta.code, &lines);
        if silenced.is_none() {
            open[candidate.owner] += usize::from(finding.verdict.is_open());
            if open[candidate.owner] > MAX_OPEN_SITES {
                return Err(Problem::TooMany { code: meta.code, limit: MAX_OPEN_SITES });
            }
        }
        sites.push((locate(finding, &facts), silenced));
    }
    for offset in scan.disputed {
        notices.push((facts.line(offset), "skipped: the two parsers read this place differently".into()));
    }
    let complete = registry.complete && !left_out.contains(&true);
    let selected = |code: &str| {
        let mut transforms = registry.transforms.iter().zip(&left_out);
        transforms.any(|(transform, left_out)| transform.meta().code == code && !left_out)
    };
    notices.extend(suppressions.notices(selected, complete));
    sites.sort_by(|(a, _), (b, _)| {
        (a.line, a.column, a.finding.code).cmp(&(b.line, b.column, b.finding.code))
    });
    number(&facts, &mut sites);
    let mut judged = Judged { findings: Vec::new(), silenced: Vec::new(), notices };
    for (located, silenced) in sites {
        match silenced {
            None => judged.findings.push(located),
            Some(reason) if located.finding.verdict.is_open() => {
                judged.silenced.push(Silenced { located, reason });
            }
            Some(_) => {}
        }
    }
    Ok(judged)
}

fn locate(finding: Finding, facts: &Facts<'_>) -> Located {
    let text = facts.layout.text();
    let (line, column) = facts.module.position(finding.range.start(), text);
    let (end_line, end_column) = facts.module.position(finding.range.end(), text);
    Located { finding, line, column, end_line, end_column, fingerprint: String::new() }
}

/// The findings of a file as it was read, to know them again after a pass. Without that, a site would take the
/// number of the one before it that a fix has removed, and a choice made for one would hit the other.
pub(super) struct Known {
    /// By code and first byte of the construct.
    places: FxHashMap<(&'static str, TextSize), (String, String)>,
}

impl Known {
    pub(super) fn new(findings: &[Located]) -> Self {
        let place = |located: &Located| (located.finding.code, located.finding.range.start());
        let names =
            |located: &Located| (located.fingerprint.clone(), located.finding.former_fingerprint.clone());
        Known { places: findings.iter().map(|located| (place(located), names(located))).collect() }
    }

    /// Gives the findings of a changed text the fingerprints they had. What was not there before gets one that
    /// no finding of the original has.
    pub(super) fn recognise(&self, findings: &mut [Located], origin: &Origin) {
        for located in findings {
            let start = located.finding.range.start();
            let was = origin.of(TextRange::empty(start)).map(TextRange::start);
            let known = was.and_then(|start| self.places.get(&(located.finding.code, start)));
            (located.fingerprint, located.finding.former_fingerprint) = known.cloned().unwrap_or_else(|| {
                let later = format!("{}\0later", located.fingerprint);
                (format!("{:016x}", fnv1a(later.as_bytes())), String::new())
            });
        }
    }
}
