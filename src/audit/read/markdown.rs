//! An audit in Markdown: which sections, list items and table rows are findings, and what stands in them.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::MAX_CLAIMS;
use super::apart::inherit;
use super::blocks::{Block, BlockKind, blocks};
use super::heading::{Heading, heading, is_comparing, is_label, label, leading_id, only_severity};
use super::items::{finding_items, item_claim, item_groups, label_their_items, names_lines, started};
use super::parts::{fill, plain};
use super::places::places;
use super::purpose::{Purpose, purpose};
use super::scope::Scope;
use super::tables::{Row, Table};
use crate::audit::model::{
    Anchor, Claim, Indexed, Kind, Place, Recommendation, Report, line_end, without_line_ends,
};

/// A heading and what stands between it and the next one.
#[derive(Default)]
pub(super) struct Section {
    level: usize,
    pub(super) heading: Heading,
    range: Range<usize>,
    pub(super) body: Vec<Block>,
    /// The sections around it, outermost first.
    parents: Vec<usize>,
}

impl Section {
    /// The level of its heading; 0 for what stands before the first one.
    pub(super) fn level(&self) -> usize {
        self.level
    }
}

/// Reads an audit. What has no finding in it is a report without claims.
pub(super) fn read(text: &str) -> Report {
    let indexed = Indexed::new(text);
    let sections = sections(text);
    let mut report = Report { kind: Kind::Markdown, ..Report::default() };
    report.title = sections.iter().find(|section| section.level > 0).map_or_else(String::new, |section| {
        let Heading { id, title, .. } = &section.heading;
        if id.is_empty() { title.clone() } else { format!("{id} {title}") }
    });
    let mut has_children = vec![false; sections.len()];
    for parent in sections.iter().flat_map(|section| &section.parents) {
        has_children[*parent] = true;
    }
    let mut scope = Scope::default();
    for (index, section) in sections.iter().enumerate() {
        if report.claims.len() > MAX_CLAIMS {
            break;
        }
        match purpose_of(&sections, section) {
            Purpose::Recommendations => recommendations(&indexed, &sections, section, &mut report),
            Purpose::Aside => {
                scope.read(section, false);
                report.totals.extend(super::tables::totals(section));
                leave_out(&indexed, &section.body, &mut report);
            }
            Purpose::Findings => {
                let before = report.claims.len();
                findings(&indexed, &sections, section, has_children[index], &mut report);
                // A finding speaks of folders, too, and so does what leads to some of them.
                let made = !report.claims.is_empty();
                let own = indexed.line(section.range.start);
                let is_one = report.claims.first().is_some_and(|first| first.line == own);
                if before == 0 && !is_one && (section.level < 2 || !made && !has_children[index]) {
                    scope.read(section, made);
                }
            }
        }
    }
    if report.claims.is_empty() {
        // Some reports are no more than their summary.
        report.left_out.clear();
        for section in &sections {
            if Table::all(&section.body).is_empty() {
                leave_out(&indexed, &section.body, &mut report);
            } else {
                findings(&indexed, &sections, section, false, &mut report);
            }
        }
    }
    scope.into_report(&mut report);
    let mut number = 0;
    for claim in &mut report.claims {
        number += 1;
        if claim.id.is_empty() {
            claim.id = number.to_string();
            claim.running = true;
        }
    }
    report
}

fn sections(text: &str) -> Vec<Section> {
    let mut all: Vec<Section> = vec![Section::default()];
    for block in blocks(text) {
        let BlockKind::Heading { level } = block.kind else {
            if let Some(last) = all.last_mut() {
                last.body.push(block);
            }
            continue;
        };
        let open = all.len() > 1;
        let bare = block.text.replace("**", "");
        if open && (is_label(&bare) || is_comparing(&bare)) {
            let kind = BlockKind::Paragraph;
            let text = format!("**{}:**", block.text.trim().trim_end_matches(':'));
            if let Some(last) = all.last_mut() {
                last.body.push(Block { kind, text, range: block.range });
            }
            continue;
        }
        let mut parents: Vec<usize> = all.last().map(|last| last.parents.clone()).unwrap_or_default();
        parents.push(all.len() - 1);
        parents.retain(|&parent| all[parent].level > 0 && all[parent].level < level);
        all.push(Section {
            level,
            heading: heading(&block.text),
            range: block.range,
            body: Vec::new(),
            parents,
        });
    }
    all
}

/// What a section is for: what the innermost heading around it says that says anything.
fn purpose_of(sections: &[Section], section: &Section) -> Purpose {
    let own = purpose(&section.heading.title);
    // What is marked as a finding and says where is one, whatever its title is; what is recommended has severities too.
    let marked = section.heading.severity.is_some() || section.body.iter().any(is_labelled);
    let says_where = section.body.iter().any(names_place);
    let parents = section.parents.iter().map(|&parent| purpose(&sections[parent].heading.title));
    if marked
        && says_where
        && own != Purpose::Recommendations
        && !parents.into_iter().any(|found| found == Purpose::Recommendations)
    {
        return Purpose::Findings;
    }
    let around = section.parents.iter().filter(|&&parent| sections[parent].level > 1);
    let titles = around.map(|&parent| purpose(&sections[parent].heading.title));
    // A title such as "Security review: summary" is no aside for all that follows.
    if section.level == 1 && own == Purpose::Aside {
        return Purpose::Findings;
    }
    std::iter::once(own).chain(titles).find(|found| *found != Purpose::Findings).unwrap_or(Purpose::Findings)
}

fn recommendations(index: &Indexed<'_>, sections: &[Section], section: &Section, report: &mut Report) {
    let of = |section: &Section| {
        let Heading { title, severity, .. } = &section.heading;
        match severity {
            Some(severity) if title.is_empty() => severity.clone(),
            Some(severity) => format!("{title} ({severity})"),
            None => title.clone(),
        }
    };
    let mut priority = of(section);
    if purpose(&priority) == Purpose::Recommendations
        && let Some(parent) = section.parents.last()
        && purpose(&sections[*parent].heading.title) == Purpose::Recommendations
    {
        priority = of(&sections[*parent]);
    }
    for block in &section.body {
        match &block.kind {
            BlockKind::Paragraph if block.text.trim_end().trim_end_matches("**").ends_with(':') => {
                priority = block.text.replace("**", "").trim().trim_end_matches(':').to_string();
            }
            BlockKind::Item { number, depth: 1, column } => report.recommendations.push(Recommendation {
                number: number.unwrap_or(report.recommendations.len() + 1),
                priority: priority.clone(),
                text: plain(&block.text),
                line: index.line(block.range.start),
                anchor: item_anchor(index.text, &block.range, *column),
            }),
            _ => {}
        }
    }
}

fn findings(
    index: &Indexed<'_>,
    sections: &[Section],
    section: &Section,
    has_children: bool,
    report: &mut Report,
) {
    let text = index.text;
    let inherited = std::iter::once(section)
        .chain(section.parents.iter().rev().map(|&parent| &sections[parent]))
        .find_map(|section| {
            section.heading.severity.clone().or_else(|| only_severity(&section.heading.title))
        });
    let above =
        section.parents.iter().rev().map(|&parent| &sections[parent]).find(|section| section.level > 1);
    let name =
        |section: &Section| format!("{} {}", section.heading.id, section.heading.title).trim().to_string();
    let groups = item_groups(&section.body);
    let own_labels = section.body.iter().any(is_labelled) && !label_their_items(&section.body, &groups);
    let marked = section.heading.severity.is_some() || own_labels;
    let has_code = section.body.iter().any(|block| block.kind == BlockKind::Code);
    let named = section.body.iter().any(names_place);
    let in_title = places(&section.heading.title);
    let file = file_above(sections, section);
    let items: Vec<&[Block]> = groups.iter().flat_map(|group| finding_items(group, file.as_ref())).collect();
    let named = named || !in_title.is_empty();
    let tables = Table::all(&section.body);
    let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
    if rows > 0 && !own_labels {
        let rows = tables.iter().flat_map(|table| &table.rows);
        let of_row = |row: &Row| Claim {
            line: index.line(row.range.start),
            anchor: Anchor { at: row.table_end, apart: true, ..Anchor::default() },
            ..row.claim.clone()
        };
        let items = items.iter().filter(|item| names_lines(item));
        let mut claims: Vec<Claim> =
            rows.clone().map(of_row).chain(items.clone().map(|item| item_claim(index, item, None))).collect();
        claims.sort_by_key(|claim| claim.line);
        for claim in &mut claims {
            claim.section = name(section);
            claim.severity = claim.severity.take().or_else(|| inherited.clone());
        }
        report.claims.append(&mut claims);
        let of_items = items.flat_map(|item| item.iter()).map(|block| block.range.start);
        let read: FxHashSet<usize> = rows.map(|row| row.range.start).chain(of_items).collect();
        leave_out(index, section.body.iter().filter(|block| !read.contains(&block.range.start)), report);
    } else if !marked && !has_code && !items.is_empty() && section.level > 0 {
        for group in groups.iter().filter(|group| finding_items(group, file.as_ref()).is_empty()) {
            report.left_out.push((index.line(group[0].range.start), started(&group[0].text)));
        }
        for item in items {
            let mut claim = item_claim(index, item, file.as_ref());
            claim.section = name(section);
            claim.severity = claim.severity.or_else(|| inherited.clone());
            report.claims.push(claim);
        }
        let read: FxHashSet<usize> =
            groups.iter().flat_map(|group| group.iter()).map(|block| block.range.start).collect();
        leave_out(index, section.body.iter().filter(|block| !read.contains(&block.range.start)), report);
    } else if section.level > 0 && (marked || !has_children && (has_code || named)) {
        let mut claim = Claim {
            id: section.heading.id.clone(),
            severity: inherited,
            title: plain(&section.heading.title),
            section: above.map_or_else(String::new, name),
            line: index.line(section.range.start),
            ..Claim::default()
        };
        let end = without_line_ends(text, section.range.clone()).end;
        claim.anchor = Anchor { at: line_end(text, end), apart: true, ..Anchor::default() };
        claim.places.extend(in_title);
        fill(&mut claim, &section.body);
        inherit(&mut claim, file.as_ref());
        report.claims.push(claim);
        leave_out(index, section.body.iter().filter(|block| block.kind == BlockKind::Html), report);
    } else {
        leave_out(index, &section.body, report);
    }
}

/// The file that the innermost heading which names any is about, if that is one.
fn file_above(sections: &[Section], section: &Section) -> Option<Place> {
    let around = section.parents.iter().rev().map(|&parent| &sections[parent]);
    let named = |section: &Section| Some(places(&section.heading.title)).filter(|all| !all.is_empty());
    let mut all = std::iter::once(section).chain(around).find_map(named)?;
    all.pop().filter(|last| all.is_empty() && last.lines.is_empty())
}

/// Whether a block says where: HTML is not read.
fn names_place(block: &Block) -> bool {
    block.kind != BlockKind::Html && !places(&block.text).is_empty()
}

/// Notes what some blocks name that is read as no finding.
fn leave_out<'b>(index: &Indexed<'_>, blocks: impl IntoIterator<Item = &'b Block>, report: &mut Report) {
    for block in blocks {
        let text = match &block.kind {
            BlockKind::Row { cells, .. } => cells.join(" | "),
            _ => block.text.clone(),
        };
        if !places(&text).is_empty() {
            report.left_out.push((index.line(block.range.start), started(&text)));
        }
    }
}

pub(super) fn is_labelled(block: &Block) -> bool {
    let prose = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item { .. });
    prose && block.text.lines().any(|line| label(line).is_some_and(|(label, _)| is_label(&label)))
}

pub(super) fn item_anchor(text: &str, range: &Range<usize>, column: usize) -> Anchor {
    let end = without_line_ends(text, range.clone()).end;
    Anchor { at: line_end(text, end), indent: " ".repeat(column), ..Anchor::default() }
}

/// A heading or cell as number, severity and title.
pub(super) fn cell_id(text: &str) -> Option<String> {
    let (id, rest) = leading_id(text.trim());
    (!id.is_empty() && rest.is_empty()).then_some(id)
}
