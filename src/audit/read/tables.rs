//! Findings in tables: which column is what. Also the tables of numbers that summaries have.

use std::ops::Range;

use super::apart::lines_of_cell;
use super::blocks::{Block, BlockKind};
use super::heading::only_severity;
use super::markdown::{Section, cell_id};
use super::parts::{fill, plain, with_functions};
use super::places::places;
use crate::audit::model::{Claim, Part, Role};

/// A table whose rows are findings.
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

/// A row, and the finding in it.
pub(super) struct Row {
    pub(super) claim: Claim,
    pub(super) range: Range<usize>,
    pub(super) table_end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Severity,
    Place,
    Line,
    Title,
    Fix,
    Function,
    Other,
}

fn column(header: &str) -> Column {
    let lower = plain(header).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if ["#", "id", "no", "no.", "number", "ref", "nr", "nr."].contains(&lower.as_str()) {
        Column::Id
    } else if has(&["severity", "priority", "risk", "level", "schwere", "priorität"]) {
        Column::Severity
    } else if lower
        .split(|letter: char| !letter.is_alphabetic())
        .any(|word| ["line", "lines", "ln", "lns", "zeile", "zeilen"].contains(&word))
        && !has(&["file", "datei"])
    {
        Column::Line
    } else if ["function", "method", "funktion", "methode"].contains(&lower.as_str()) {
        Column::Function
    } else if has(&["file", "location", "path", "where", "module", "datei", "stelle"]) || lower == "ort" {
        Column::Place
    } else if has(&["fix", "recommend", "suggest", "remed", "action", "vorschlag", "lösung", "empfehlung"]) {
        Column::Fix
    } else if has(&[
        "issue",
        "finding",
        "title",
        "description",
        "problem",
        "what",
        "pattern",
        "befund",
        "beschreibung",
    ]) {
        Column::Title
    } else {
        Column::Other
    }
}

impl Table {
    /// The tables among some blocks that have a column of places and one that says what is wrong.
    pub(super) fn all(body: &[Block]) -> Vec<Table> {
        let mut tables = Vec::new();
        let mut columns: Vec<Column> = Vec::new();
        for block in body {
            let BlockKind::Row { header, cells, table_end } = &block.kind else { continue };
            if *header {
                columns = cells.iter().map(|cell| column(cell)).collect();
                tables.push(Table { rows: Vec::new() });
                continue;
            }
            if !(columns.contains(&Column::Place) && columns.contains(&Column::Title)) {
                continue;
            }
            if let Some(table) = tables.last_mut() {
                let claim = of_row(&columns, cells);
                table.rows.push(Row { claim, range: block.range.clone(), table_end: *table_end });
            }
        }
        tables.retain(|table| !table.rows.is_empty());
        tables
    }
}

fn of_row(columns: &[Column], cells: &[String]) -> Claim {
    let mut claim = Claim::default();
    let mut line = String::new();
    for (column, cell) in columns.iter().zip(cells) {
        match column {
            Column::Id => claim.id = cell_id(cell).unwrap_or_else(|| plain(cell)),
            Column::Severity => claim.severity = only_severity(cell).or_else(|| Some(plain(cell))),
            Column::Place => claim.places.extend(places(cell)),
            Column::Line => line.push_str(&plain(cell)),
            Column::Title if claim.title.is_empty() => claim.title = plain(cell),
            Column::Title | Column::Other => {
                claim.parts.push(Part { label: String::new(), role: Role::Problem, text: plain(cell) });
            }
            Column::Function => {
                let text = with_functions("function", plain(cell));
                claim.parts.push(Part { label: String::new(), role: Role::Problem, text });
            }
            Column::Fix => claim.parts.push(Part { label: "Fix".into(), role: Role::Fix, text: plain(cell) }),
        }
    }
    // The column of lines may stand before that of files.
    if let Some(place) = claim.places.last_mut().filter(|place| place.lines.is_empty()) {
        (place.lines, place.unread) = lines_of_cell(&line);
    }
    let title = Block { kind: BlockKind::Paragraph, text: claim.title.clone(), range: 0..0 };
    fill(&mut claim, std::slice::from_ref(&title));
    claim
}

/// How many findings of each severity a table of a summary states.
pub(super) fn totals(section: &Section) -> Vec<(String, usize)> {
    let mut totals = Vec::new();
    for block in &section.body {
        let BlockKind::Row { header: false, cells, .. } = &block.kind else { continue };
        let Some(name) = cells.first().map(|cell| plain(cell)) else { continue };
        let is_total = name.to_lowercase().starts_with("total");
        let Some(name) = only_severity(&name).or_else(|| is_total.then(|| "total".into())) else { continue };
        if let Some(number) = cells.iter().skip(1).find_map(|cell| plain(cell).parse().ok()) {
            totals.push((name.to_lowercase(), number));
        }
    }
    totals
}
