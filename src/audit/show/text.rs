//! For people: each finding with its status, its locations, the sites there with their source, and what else is known.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{Audit, numbers};
use crate::audit::files::SiteRef;
use crate::audit::recommend::Mapped;
use crate::audit::reconcile::{Judged, Status, tally};
use crate::audit::spot::{Spot, State};
use crate::audit::ties::{How, Tie};
use crate::report::{printable, text};
use crate::verdict::{Evidence, Verdict};

/// Other sites of a class that are shown without `--all`.
const MAX_OTHERS: usize = 5;

/// Places of a wrong number that are shown without `--all`.
const MAX_PLACES: usize = 20;

/// How it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// In colour.
    pub styled: bool,
    /// Everything, also long lists.
    pub all: bool,
}

impl Look {
    fn paint(self, style: Style, words: &str) -> String {
        if self.styled { format!("{style}{words}{style:#}") } else { words.to_string() }
    }

    fn strong(self, words: &str) -> String {
        self.paint(Style::new().bold(), words)
    }
}

fn of_status(status: Status) -> Style {
    let color = match status {
        Status::Confirmed => AnsiColor::Red,
        Status::Partly => AnsiColor::Yellow,
        Status::Refuted | Status::AlreadyFixed => AnsiColor::Green,
        Status::Stale => AnsiColor::Magenta,
        Status::NotJudged => AnsiColor::Blue,
    };
    color.on_default().bold()
}

/// The title of an audit, and what it was read as.
pub fn head(audit: &Audit<'_>, look: Look) -> String {
    let title = if audit.report.title.is_empty() { "Audit" } else { &audit.report.title };
    let mut out = format!("{} ({})\n", look.strong(&printable(title)), audit.report.kind.name());
    for note in audit.looked().into_iter().chain(audit.totals()) {
        let _ = writeln!(out, "note: {}", printable(&note));
    }
    out.push('\n');
    out
}

/// The heading of a section of the audit.
pub fn section(name: &str, look: Look) -> String {
    if name.is_empty() {
        String::new()
    } else {
        format!("{}\n\n", look.paint(Style::new().underline(), &printable(name)))
    }
}

/// One finding.
pub fn claim(audit: &Audit<'_>, judged: &Judged<'_>, look: Look) -> String {
    let claim = judged.claim;
    let severity = claim.severity.as_ref().map_or_else(String::new, |severity| format!("[{severity}] "));
    let rule = claim.rule.as_ref().map_or_else(String::new, |rule| format!("{rule} "));
    let name = printable(&format!("{} {severity}{rule}{}", claim.id, claim.title));
    let status = look.paint(of_status(judged.status), judged.status.name());
    let mut out = format!("{}\n  {status}: {}\n", look.strong(&name), printable(&judged.why));
    ties(&mut out, &judged.ties);
    let mut shown: Vec<SiteRef> = Vec::new();
    for spot in &judged.spots {
        location(&mut out, audit, spot, &mut shown, look);
    }
    for measured in &judged.counts {
        let verdict = match measured.agrees() {
            Some(true) => "right",
            Some(false) => "wrong",
            None => "open",
        };
        let _ = writeln!(out, "  number ({verdict}): {}", printable(&numbers(measured)));
        let shown = if look.all { measured.places.len() } else { MAX_PLACES };
        if measured.agrees() == Some(false) {
            let places: Vec<String> =
                measured.places.iter().take(shown).map(|(path, line)| format!("{path}:{line}")).collect();
            let more = measured.places.len().saturating_sub(shown);
            let more = if more > 0 { format!(", and {more} more (--all)") } else { String::new() };
            if !places.is_empty() {
                let _ = writeln!(out, "    {}{more}", printable(&places.join(", ")));
            }
        }
    }
    for harm in &judged.harms {
        let words = look.paint(AnsiColor::Red.on_default().bold(), "harmful fix");
        let _ = writeln!(out, "  {words}: {}", printable(&harm.message));
        for evidence in &harm.evidence {
            let _ = writeln!(out, "    because {}", because(evidence, ""));
        }
    }
    others(&mut out, audit, judged, look);
    out.push('\n');
    out
}

fn ties(out: &mut String, ties: &[Tie]) {
    for tie in ties.iter().filter(|tie| tie.used && tie.how != How::Kin) {
        let unknown = if tie.known { "" } else { " (not at hand)" };
        let _ = writeln!(out, "  tied to {}{unknown}: {}", printable(&tie.code), printable(&tie.why));
    }
    let kin: Vec<&str> =
        ties.iter().filter(|tie| tie.used && tie.how == How::Kin).map(|tie| tie.code.as_str()).collect();
    if !kin.is_empty() {
        let _ = writeln!(out, "  and to {}, for the special cases that they take", kin.join(" and "));
    }
    for tie in ties.iter().filter(|tie| !tie.used) {
        let _ = writeln!(
            out,
            "  not tied to {}: {}, but its words say more",
            printable(&tie.code),
            printable(&tie.why)
        );
    }
}

fn lines(lines: Option<(usize, usize)>) -> String {
    match lines {
        None => String::new(),
        Some((first, last)) if first == last => format!(":{first}"),
        Some((first, last)) => format!(":{first}-{last}"),
    }
}

fn location(out: &mut String, audit: &Audit<'_>, spot: &Spot, shown: &mut Vec<SiteRef>, look: Look) {
    let state = match spot.state {
        State::Open => look.paint(AnsiColor::Red.on_default(), "open"),
        State::Fine => look.paint(AnsiColor::Green.on_default(), "fine"),
        State::Fixed => look.paint(AnsiColor::Green.on_default(), "already fixed"),
        State::Stale => look.paint(AnsiColor::Magenta.on_default(), "stale"),
        State::Unjudged => look.paint(AnsiColor::Blue.on_default(), "not judged"),
    };
    let claimed = printable(&format!("{}{}", spot.path, lines(spot.claimed)));
    let moved = match spot.file.filter(|_| spot.moved) {
        Some(file) => {
            let path = audit.files.files[file].path;
            format!(", which is {} now", printable(&format!("{path}{}", lines(spot.lines))))
        }
        None => String::new(),
    };
    let why = if spot.why.is_empty() { String::new() } else { format!(": {}", printable(&spot.why)) };
    let _ = writeln!(out, "  at {claimed}{moved}: {state}{why}");
    for site in &spot.sites {
        let (file, located) = audit.site(*site);
        if shown.contains(site) {
            let _ =
                writeln!(out, "    {} at {}, as above", located.finding.code, printable(&audit.place(*site)));
            continue;
        }
        shown.push(*site);
        for line in text::finding(file, located, look.styled).trim_end().lines() {
            let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        }
    }
}

fn because(evidence: &Evidence, own: &str) -> String {
    let path = evidence.path.as_deref().unwrap_or(own);
    let place = evidence.line.map_or_else(String::new, |line| format!(" ({path}:{line})"));
    printable(&format!("{}{place}", evidence.message))
}

fn others(out: &mut String, audit: &Audit<'_>, judged: &Judged<'_>, look: Look) {
    if judged.others.is_empty() {
        return;
    }
    let _ = writeln!(out, "  other sites of its class: {}", verdicts(tally(&judged.others, audit.files)));
    let mut sorted = judged.others.clone();
    // What decides comes first.
    let refuted = judged.status == Status::Refuted;
    sorted.sort_by_key(|site| audit.site(*site).1.finding.verdict.is_open() == refuted);
    let shown = if look.all { sorted.len() } else { MAX_OTHERS };
    for site in sorted.iter().take(shown) {
        let (_, located) = audit.site(*site);
        let finding = &located.finding;
        let what =
            format!("{} {}: {}: {}", finding.code, finding.verdict, audit.place(*site), finding.message);
        let _ = writeln!(out, "    {}", printable(&what));
        if !finding.verdict.is_open()
            && let Some(evidence) = located.evidence().find(|evidence| evidence.line.is_some())
        {
            let _ = writeln!(out, "      because {}", because(evidence, &audit.site(*site).0.path));
        }
    }
    if sorted.len() > shown {
        let _ = writeln!(out, "    and {} more (--all)", sorted.len() - shown);
    }
}

/// `3 safe, 1 review, 0 manual, 2 fine`.
fn verdicts(tally: [usize; 4]) -> String {
    let parts = Verdict::ALL.iter().zip(tally).filter(|(_, number)| *number > 0);
    let parts: Vec<String> = parts.map(|(verdict, number)| format!("{number} {verdict}")).collect();
    if parts.is_empty() { "none".into() } else { parts.join(", ") }
}

/// One recommendation.
pub fn recommendation(audit: &Audit<'_>, mapped: &Mapped<'_>, look: Look) -> String {
    let text = printable(&mapped.recommendation.text);
    let mut out = format!("{}\n", look.strong(&format!("{}. {text}", mapped.recommendation.number)));
    let _ = write!(out, "  {}", look.strong(mapped.done.name()));
    if !mapped.codes.is_empty() {
        let _ = write!(out, ": {} {}", mapped.codes.join(", "), verdicts(mapped.tally));
    }
    if !mapped.unknown.is_empty() {
        let _ = write!(out, "; {}", mapped.unknown);
    }
    out.push('\n');
    if !mapped.claims.is_empty() {
        let of = |&at: &usize| format!("{} ({})", audit.claims[at].claim.id, audit.claims[at].status.name());
        let claims: Vec<String> = mapped.claims.iter().map(of).collect();
        let _ = writeln!(out, "  about {}, {}", printable(&claims.join(", ")), mapped.how);
    }
    out
}
