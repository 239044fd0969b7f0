//! AM202 snapshot-shared-iteration: loops that wait while they go over a container that others change. Judges whether the
//! size can change meanwhile, and whether a copy keeps everything else. And attributes that are used under one lock but for
//! some places; says there what taking it would do, and never takes it.

mod accesses;
mod behind;
mod case;
mod changes;
mod consistency;
mod emptied;
mod fix;
mod fresh;
mod guard;
mod inner;
mod item;
mod judge;
mod known;
mod shape;
mod site;
mod source;
mod taken;
mod when;

use crate::facts::{Facts, Input, Project};
use crate::syntax::NodeKind;
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::Finding;

/// AM202.
pub struct SnapshotSharedIteration;

const fn comprehension(code: &'static str, kind: &'static str, claims: NodeKind) -> PatternSpec {
    PatternSpec { code, selector: Some(kind), claims }
}

static META: Meta = Meta {
    code: "AM202",
    name: "snapshot-shared-iteration",
    summary: "Loops over shared dictionaries and sets that wait while others change them",
    subject: "Iterate over copies of containers that others change",
    literals: &["async"],
    patterns: &[
        PatternSpec {
            code: "for $X in $Y:\n    $$$BODY",
            selector: Some("for_statement"),
            claims: NodeKind::StmtFor,
        },
        PatternSpec {
            code: "for $X in $Y:\n    $$$BODY\nelse:\n    $$$ELSE",
            selector: Some("for_statement"),
            claims: NodeKind::StmtFor,
        },
        comprehension("[$E for $X in $Y]", "list_comprehension", NodeKind::ExprListComp),
        comprehension("[$E for $X in $Y if $C]", "list_comprehension", NodeKind::ExprListComp),
        comprehension("[$E for $X in $Y for $Z in $W]", "list_comprehension", NodeKind::ExprListComp),
        comprehension("{$E for $X in $Y}", "set_comprehension", NodeKind::ExprSetComp),
        comprehension("{$E for $X in $Y if $C}", "set_comprehension", NodeKind::ExprSetComp),
        comprehension("{$K: $V for $X in $Y}", "dictionary_comprehension", NodeKind::ExprDictComp),
        comprehension("{$K: $V for $X in $Y if $C}", "dictionary_comprehension", NodeKind::ExprDictComp),
        PatternSpec { code: "self.$A", selector: None, claims: NodeKind::ExprAttribute },
    ],
    readme: include_str!("README.md"),
};

impl Transform for SnapshotSharedIteration {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        if facts.file.is_some() {
            return judge(facts, site);
        }
        // A text that is no file of the run is a project of its own.
        let input =
            Input { path: facts.path.into(), absolute: facts.path.into(), text: facts.layout.text().into() };
        let project = Project::with_engine(vec![input], Vec::new(), None);
        let alone = Facts::new(facts.path, facts.module, facts.tree, facts.layout, facts.settings, &project);
        judge(&alone, site)
    }
}

fn judge(facts: &Facts<'_>, site: Site) -> Option<Finding> {
    if facts.is_test_code() {
        return None;
    }
    if facts.tree.node(site.node).kind() == NodeKind::ExprAttribute {
        return consistency::judge(facts, site.node);
    }
    let mut findings = Vec::new();
    for around in site::read(facts, site.node) {
        for source in source::sources(facts, around.iter) {
            findings.extend(judge::judge(facts, &around, &source));
        }
    }
    together(findings)
}

/// One finding for all containers of a loop: the least certain one that is open, with the edits of all.
fn together(mut findings: Vec<Finding>) -> Option<Finding> {
    findings.sort_by_key(|finding| (!finding.verdict.is_open(), finding.verdict));
    let mut findings = findings.into_iter();
    let mut first = findings.next()?;
    let Some(fix) = first.fixes.first_mut() else { return Some(first) };
    for other in findings.filter(|other| other.verdict.is_open()) {
        for edit in other.fixes.into_iter().flat_map(|fix| fix.edits) {
            if !fix.edits.contains(&edit) {
                fix.edits.push(edit);
            }
        }
        first.evidence.extend(other.evidence);
    }
    Some(first)
}
