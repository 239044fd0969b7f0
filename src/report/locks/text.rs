//! The lock graph for people.

use std::fmt::Write as _;

use super::{At, Picture, Way};
use crate::report::printable;

/// The locks, what is taken under what, the cycles, and how much is not followed.
pub fn text(picture: &Picture, styled: bool, with_unseen: bool) -> String {
    let (bold, plain) = if styled { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let mut out = String::new();
    if !picture.locks.is_empty() {
        let _ = writeln!(out, "{bold}Locks{plain}");
    }
    let labels: Vec<String> =
        picture.locks.iter().map(|lock| printable(&picture.label(&lock.name)).to_string()).collect();
    let width = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0).min(60);
    for (lock, label) in picture.locks.iter().zip(labels) {
        let kind = match (lock.waits, lock.family) {
            ("thread", true) => format!("{}s of threads, one for each key", lock.kind),
            ("thread", false) => format!("{} of threads", lock.kind),
            (_, true) => format!("{}s, one for each key", lock.kind),
            (_, false) => lock.kind.to_string(),
        };
        let permits = match lock.permits {
            Some(1) | None => String::new(),
            Some(several) => format!(", {several} permits"),
        };
        let made = lock.made.as_ref().map_or_else(String::new, |at| format!(", made at {}", shown(at)));
        let held = match lock.held_at {
            0 => "held nowhere".to_string(),
            1 => "held at 1 place".to_string(),
            several => format!("held at {several} places"),
        };
        let _ = writeln!(out, "  {label:<width$}  {kind}{permits}, {held}{made}");
    }
    if !picture.edges.is_empty() {
        let _ = writeln!(out, "\n{bold}Taken while another is held{plain}");
    }
    for ways in &picture.edges {
        let Some(first) = ways.first() else { continue };
        let mark = match picture.in_cycle(&first.held, &first.taken) {
            Some(certainty) => format!("  (part of a {certainty} cycle)"),
            None => String::new(),
        };
        let (held, taken) = (picture.label(&first.held), picture.label(&first.taken));
        let _ = writeln!(out, "  {} -> {}{mark}", printable(&held), printable(&taken));
        way(&mut out, picture, first);
        match ways.len() - 1 {
            0 => {}
            1 => out.push_str("      and in one other way\n"),
            more => {
                let _ = writeln!(out, "      and in {more} other ways");
            }
        }
    }
    if !picture.cycles.is_empty() {
        let _ = writeln!(out, "\n{bold}Cycles{plain}");
    }
    for cycle in &picture.cycles {
        let mut names: Vec<String> = cycle.ways.iter().map(|way| picture.label(&way.held)).collect();
        names.extend(cycle.ways.first().map(|way| picture.label(&way.held)));
        let _ = writeln!(out, "  {bold}{}{plain}: {}", cycle.certainty, printable(&names.join(" -> ")));
        for one in &cycle.ways {
            way(&mut out, picture, one);
        }
        for doubt in &cycle.doubts {
            let _ = writeln!(out, "      {}: {}", cycle.certainty, printable(doubt));
        }
    }
    if with_unseen && !picture.unseen.is_empty() {
        let _ = writeln!(out, "\n{bold}Calls under a lock that are not followed{plain}");
        for unseen in &picture.unseen {
            let call: String = unseen.call.split_whitespace().collect::<Vec<_>>().join(" ");
            let lock = picture.label(&unseen.lock);
            let _ = writeln!(
                out,
                "  {}  `{}` under {}: {}",
                shown(&unseen.at),
                printable(&call),
                printable(&lock),
                printable(&unseen.why)
            );
        }
    }
    out
}

fn way(out: &mut String, picture: &Picture, way: &Way) {
    let held = picture.label(&way.held);
    let _ = writeln!(
        out,
        "      {} holds {} ({})",
        printable(&way.holder),
        printable(&held),
        shown(&way.held_at)
    );
    for call in &way.calls {
        let runs = if call.by_other { "starts and waits for" } else { "runs" };
        let _ = writeln!(out, "      and {runs} {} ({})", printable(&call.runs), shown(&call.at));
    }
    let who =
        if way.taker == way.holder && way.calls.is_empty() { String::new() } else { "which ".to_string() };
    let taken = picture.label(&way.taken);
    let _ = writeln!(out, "      {who}takes {} ({})", printable(&taken), shown(&way.taken_at));
}

fn shown(at: &At) -> String {
    format!("{}:{}", printable(&at.path), at.line)
}
