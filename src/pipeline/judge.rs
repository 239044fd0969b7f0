//! Match and judge: the findings of one text, and how a site is known again. Applies nothing.

use rustc_hash::FxHashMap;

use super::{Context, Located, Problem};
use crate::facts::{Facts, Origin};
use crate::suppress;
use crate::syntax::{Layout, Module, NodeId, Ranged, TextRange, TextSize, Tree};
use crate::transform::Site;
use crate::verdict::Finding;

/// More open sites of one transform in one file than real code has: judging them takes time that grows with
/// their square. Found in real code: fewer than 60.
const MAX_OPEN_SITES: usize = 300;

/// What a judgement of a whole file says.
pub(super) struct Judged {
    pub(super) findings: Vec<Located>,
    pub(super) suppressed: usize,
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
    let layout = Layout::new(text, module, settings.line_length);
    let facts = Facts::new(path, module, &tree, &layout, settings, project).changed(origin);
    let scan = registry.scan(text, module, &tree);
    let mut suppressions = suppress::read(&facts);
    let mut judged = Judged { findings: Vec::new(), suppressed: 0, notices: Vec::new() };
    for candidate in scan.candidates {
        let transform = registry.transforms[candidate.owner];
        let site = Site { node: candidate.node, pattern: candidate.pattern };
        let Some(mut finding) = transform.judge(site, &facts) else { continue };
        let meta = transform.meta();
        (finding.code, finding.name) = (meta.code, meta.name);
        finding.symbol = facts.symbol(candidate.node);
        let lines = covered_lines(&facts, candidate.node, finding.range);
        if suppress::suppresses(&mut suppressions, meta.code, &lines) {
            judged.suppressed += usize::from(finding.verdict.is_open());
            continue;
        }
        open[candidate.owner] += usize::from(finding.verdict.is_open());
        if open[candidate.owner] > MAX_OPEN_SITES {
            return Err(Problem::TooMany { code: meta.code, limit: MAX_OPEN_SITES });
        }
        judged.findings.push(locate(finding, &facts));
    }
    for offset in scan.disputed {
        judged
            .notices
            .push((facts.line(offset), "skipped: the two parsers read this place differently".into()));
    }
    for unused in suppressions.iter().filter(|suppression| !suppression.used && registry.complete) {
        judged.notices.push((unused.line, "this suppression suppresses nothing; remove it".into()));
    }
    judged
        .findings
        .sort_by(|a, b| (a.line, a.column, a.finding.code).cmp(&(b.line, b.column, b.finding.code)));
    number_fingerprints(path, text, &mut judged.findings);
    Ok(judged)
}

/// The lines on which a suppression counts for a site: those of its construct, the first line of its
/// statement, and for a handler the line of its `try`.
fn covered_lines(facts: &Facts<'_>, node: NodeId, construct: TextRange) -> Vec<(usize, usize)> {
    let first = |id: NodeId| {
        let line = facts.line(facts.tree.node(id).start());
        (line, line)
    };
    let mut lines = vec![(facts.line(construct.start()), facts.line(construct.end()))];
    if facts.tree.node(node).is_except_handler() {
        lines.extend(facts.tree.parent(node).map(first));
    } else {
        lines.extend(facts.tree.statement(node).map(first));
    }
    lines
}

fn locate(finding: Finding, facts: &Facts<'_>) -> Located {
    let text = facts.layout.text();
    let (line, column) = facts.module.position(finding.range.start(), text);
    let (end_line, end_column) = facts.module.position(finding.range.end(), text);
    Located { finding, line, column, end_line, end_column, fingerprint: String::new() }
}

/// Fingerprints: code, path, symbol and the construct's first line, and a number where those are equal.
fn number_fingerprints(path: &str, text: &str, findings: &mut [Located]) {
    let mut seen: FxHashMap<String, usize> = FxHashMap::default();
    for located in findings {
        let construct = text[located.finding.range].lines().next().unwrap_or_default().trim();
        let key = format!("{}\0{path}\0{}\0{construct}", located.finding.code, located.finding.symbol);
        let ordinal = seen.entry(key.clone()).or_default();
        located.fingerprint = format!("{:016x}", fnv1a(format!("{key}\0{ordinal}").as_bytes()));
        *ordinal += 1;
    }
}

/// FNV-1a, 64 bits: stable across releases, which the standard hasher does not promise.
/// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The findings of a file as it was read, to know them again after a pass. Without that, a site would take the
/// number of the one before it that a fix has removed, and a choice made for one would hit the other.
pub(super) struct Known {
    /// By code and first byte of the construct.
    places: FxHashMap<(&'static str, TextSize), String>,
}

impl Known {
    pub(super) fn new(findings: &[Located]) -> Self {
        let place = |located: &Located| (located.finding.code, located.finding.range.start());
        Known {
            places: findings.iter().map(|located| (place(located), located.fingerprint.clone())).collect(),
        }
    }

    /// Gives the findings of a changed text the fingerprints they had. What was not there before gets one that
    /// no finding of the original has.
    pub(super) fn recognise(&self, findings: &mut [Located], origin: &Origin) {
        for located in findings {
            let start = located.finding.range.start();
            let was = origin.of(TextRange::empty(start)).map(TextRange::start);
            let known = was.and_then(|start| self.places.get(&(located.finding.code, start)));
            located.fingerprint = known.cloned().unwrap_or_else(|| {
                format!("{:016x}", fnv1a(format!("{}\0later", located.fingerprint).as_bytes()))
            });
        }
    }
}
