//! The status of each finding: what the verdicts at its locations, and of all other sites of its class, make of it.
//! Nothing is confirmed because the audit says so.

use super::class::{Class, is_dead, quoted_nowhere};
use super::count::{Measured, measure};
use super::files::{Files, SiteRef};
use super::locate::locate;
use super::model::Claim;
use super::named::{Naming, naming};
use super::proposal::{Checks, Harm};
use super::spot::{Spot, State};
use super::ties::Tie;
use super::unknown::doubt;
use crate::report::summary::plural;
use crate::verdict::Verdict;

/// What a finding is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Every named location that exists holds an open site; or, where none is named, every site of the class is open.
    Confirmed,
    /// It holds at some locations and not at others.
    Partly,
    /// The code refutes it: every site is fine.
    Refuted,
    /// What it names is no longer as it says, and nothing is open there.
    AlreadyFixed,
    /// What it names does not exist.
    Stale,
    /// No transform judges it.
    NotJudged,
}

impl Status {
    /// All, in the order of summaries.
    pub const ALL: [Status; 6] = [
        Status::Confirmed,
        Status::Partly,
        Status::Refuted,
        Status::AlreadyFixed,
        Status::Stale,
        Status::NotJudged,
    ];

    /// In output.
    pub fn name(self) -> &'static str {
        match self {
            Status::Confirmed => "confirmed",
            Status::Partly => "partly",
            Status::Refuted => "refuted",
            Status::AlreadyFixed => "already fixed",
            Status::Stale => "stale",
            Status::NotJudged => "not judged",
        }
    }

    /// Whether somebody has to do something about it.
    pub fn is_open(self) -> bool {
        matches!(self, Status::Confirmed | Status::Partly | Status::NotJudged)
    }
}

/// A finding with all that is known of it.
#[derive(Clone, Debug)]
pub struct Judged<'c> {
    /// The finding.
    pub claim: &'c Claim,
    /// The transforms that judge it.
    pub ties: Vec<Tie>,
    /// What it is worth.
    pub status: Status,
    /// Why, in one sentence.
    pub why: String,
    /// Its locations.
    pub spots: Vec<Spot>,
    /// All other sites of its class.
    pub others: Vec<SiteRef>,
    /// Its numbers.
    pub counts: Vec<Measured>,
    /// What is wrong with what it proposes.
    pub harms: Vec<Harm>,
}

impl Judged<'_> {
    /// The codes of the ties that count and that this version has.
    pub fn codes(&self) -> Vec<String> {
        codes(&self.ties)
    }

    /// The sites at its locations, each once.
    pub fn named_sites(&self) -> Vec<SiteRef> {
        let mut sites: Vec<SiteRef> = self.spots.iter().flat_map(|spot| spot.sites.iter().copied()).collect();
        sites.sort();
        sites.dedup();
        sites
    }
}

/// The codes of ties that count and that this version has.
pub fn codes(ties: &[Tie]) -> Vec<String> {
    ties.iter().filter(|tie| tie.used && tie.known).map(|tie| tie.code.clone()).collect()
}

/// Judges a finding. Call it on a thread with a large stack.
pub fn judge<'c>(claim: &'c Claim, ties: Vec<Tie>, files: &Files<'_>, checks: &mut Checks<'_>) -> Judged<'c> {
    let codes = codes(&ties);
    let mut spots = locate(claim, &codes, files);
    doubt(claim, &codes, &mut spots, files);
    for spot in spots.iter_mut().filter(|spot| spot.state == State::Fine) {
        if let Some(site) = spot.sites.iter().find(|site| is_dead(**site, files)) {
            let message = &files.site(*site).finding.message;
            spot.state = State::Unjudged;
            spot.why = format!("{message}, which keeps it from being used and not from growing");
        }
    }
    let named: Vec<SiteRef> = spots.iter().flat_map(|spot| spot.sites.iter().copied()).collect();
    // A tool names each site; only people leave the others to be found.
    let is_single = claim.rule.is_some() && !spots.is_empty();
    let others: Vec<SiteRef> = if is_single {
        Vec::new()
    } else {
        files.sites_of(&codes).filter(|site| !named.contains(site)).collect()
    };
    let counts = measure(claim, files);
    let harms = checks.harms(claim, &spots, files);
    let class = Class { claim, ties: &ties, files };
    // What is named are examples; the claim is about all of its class.
    let examples = claim.several || counts.iter().any(|count| count.claimed.matches > spots.len());
    let (status, why) = if spots.is_empty() {
        let (status, why) = class.status(&others);
        let gone = quoted_nowhere(claim, files) && !why.contains("quotes");
        (status, if gone { format!("{why}; the code that it quotes is nowhere") } else { why })
    } else if (claim.several || !counts.is_empty()) && spots.iter().all(|spot| spot.state == State::Stale) {
        let (status, why) = class.status(&others);
        (status, format!("its {} named locations are stale; {why}", spots.len()))
    } else {
        match by_spots(&ties, &spots, files) {
            (status @ (Status::Refuted | Status::AlreadyFixed), why) if examples => {
                class.beyond(status, why, &others)
            }
            judged => judged,
        }
    };
    // Where no line is named, common words may tie a finding to sites that have nothing to do with it.
    let is_loose = spots.iter().all(|spot| spot.claimed.is_none() || spot.state == State::Stale);
    let judged = untied(&ties).is_none() && (spots.is_empty() || claim.several || !named.is_empty());
    let (status, why) = if is_loose && judged {
        let all: Vec<SiteRef> = if named.is_empty() { class.sites(&others) } else { named };
        let unknown = match (naming(claim, &ties, &all, files), status) {
            (Naming::Nothing, Status::Refuted | Status::Stale) => Some("it names no code"),
            (Naming::Other, Status::Refuted | Status::Stale | Status::Confirmed | Status::Partly) => {
                Some("none of them has the code that it names")
            }
            _ => None,
        };
        let doubted = unknown.map(|unknown| {
            let why = format!("{why}; but it is tied to them by words alone, and {unknown}");
            (Status::NotJudged, why)
        });
        doubted.unwrap_or((status, why))
    } else {
        (status, why)
    };
    let unread = claim.places.iter().find(|place| place.unread);
    let (status, why) = match (unread, status) {
        (Some(place), status) if !matches!(status, Status::Partly | Status::NotJudged) => {
            let shown = place.shown();
            (Status::NotJudged, format!("{why}; but a number behind {shown} may be one more line"))
        }
        _ => (status, why),
    };
    let why = match claim.more_places {
        0 => why,
        more => format!("{why}; {} more that it names were not looked at", plural(more, "location")),
    };
    Judged { claim, ties, status, why, spots, others, counts, harms }
}

/// Why nothing judges a finding.
pub(super) fn untied(ties: &[Tie]) -> Option<String> {
    if ties.iter().any(|tie| tie.used && tie.known) {
        return None;
    }
    let missing: Vec<&str> = ties.iter().filter(|tie| tie.used).map(|tie| tie.code.as_str()).collect();
    Some(if missing.is_empty() {
        "no transform is tied to it; `--tie` can say which one is".into()
    } else {
        format!(
            "no transform {} is at hand: this version has none, or it is not selected",
            missing.join(", ")
        )
    })
}

/// The status by named locations.
fn by_spots(ties: &[Tie], spots: &[Spot], files: &Files<'_>) -> (Status, String) {
    let count = |state: State| spots.iter().filter(|spot| spot.state == state).count();
    let [open, fine, fixed, stale, unjudged] =
        [State::Open, State::Fine, State::Fixed, State::Stale, State::Unjudged].map(count);
    let all = spots.len();
    let said = |number: usize, what: &str| match number {
        0 => None,
        1 if all == 1 => Some(format!("its one location is {what}")),
        number if number == all => Some(format!("its {all} locations are {what}")),
        1 => Some(format!("1 of {all} locations is {what}")),
        number => Some(format!("{number} of {all} locations are {what}")),
    };
    let parts = |pairs: &[(usize, &str)]| {
        pairs.iter().filter_map(|(number, what)| said(*number, what)).collect::<Vec<_>>().join("; ")
    };
    let whole = parts(&[
        (open, "open"),
        (fine, "fine"),
        (fixed, "no longer as the audit says"),
        (unjudged, "not judged"),
        (stale, "stale"),
    ]);
    let unreadable = |spot: &Spot| spot.file.is_some_and(|file| files.files[file].problem.is_some());
    if let Some(spot) = spots.iter().find(|spot| unreadable(spot))
        && open == 0
    {
        return (Status::NotJudged, spot.why.clone());
    }
    if stale == all {
        let exists = spots.iter().any(|spot| spot.file.is_some());
        let what =
            if exists { "nothing that it names is there" } else { "none of the files that it names exists" };
        return (Status::Stale, what.into());
    }
    if let Some(why) = untied(ties) {
        return (Status::NotJudged, why);
    }
    if open > 0 && fine + fixed + unjudged == 0 {
        return (Status::Confirmed, whole);
    }
    if open > 0 {
        return (Status::Partly, whole);
    }
    if unjudged > 0 {
        // The one reason that there is says more than that there is one.
        let mut reasons = spots.iter().filter(|spot| spot.state == State::Unjudged).map(|spot| &spot.why);
        let first = reasons.next().filter(|first| reasons.all(|other| other == *first));
        let why = first.filter(|why| !why.is_empty() && unjudged == all).cloned();
        return (Status::NotJudged, why.unwrap_or(whole));
    }
    // What was true at as many places as it was wrong was worth saying.
    if fine > fixed {
        let first = spots.iter().flat_map(|spot| &spot.sites).next().filter(|_| fixed == 0);
        let why = first.map_or(whole, |site| files.site(*site).finding.message.clone());
        return (Status::Refuted, why);
    }
    (Status::AlreadyFixed, whole)
}

/// How many sites have each verdict, in the order of [`Verdict::ALL`].
pub fn tally(sites: &[SiteRef], files: &Files<'_>) -> [usize; 4] {
    Verdict::ALL
        .map(|verdict| sites.iter().filter(|site| files.site(**site).finding.verdict == verdict).count())
}
