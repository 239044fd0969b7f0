//! Which finding of an audit each fix belongs to, for those who make one change of each finding. Applies nothing.
//!
//! A fix belongs to the first finding that names its site; where none does, to the first that is about all of its class.
//! Findings that do not hold have none, and sites of no finding belong to nobody.

use rustc_hash::FxHashMap;

use super::class::Class;
use super::files::{Files, SiteRef};
use super::reconcile::{Judged, Status};
use super::spot::State;

/// Whether the fix of a site may be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It may.
    Yes,
    /// It changes behaviour, and nobody has asked for such fixes.
    Review,
    /// Somebody has decided against it, or the settings leave its transform out.
    LeftOut,
    /// There is none.
    NoFix,
}

/// Why nothing is changed for a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Without {
    /// It does not hold, or it is not known whether it does.
    Status(Status),
    /// All its fixes belong to other findings.
    Others,
    /// It has a fix that changes behaviour.
    Review,
    /// It has a fix that somebody has decided against.
    LeftOut,
    /// It has no mechanical fix.
    ByHand,
}

impl Without {
    /// For people, after a number of findings.
    pub fn explain(self) -> &'static str {
        match self {
            Without::Status(status) => status.name(),
            Without::Others => "mended with another finding",
            Without::Review => "with fixes that change behaviour (--review)",
            Without::LeftOut => "left out by decisions, settings or comments",
            Without::ByHand => "to mend by hand",
        }
    }
}

/// What a finding gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The sites whose fixes belong to it, in their order.
    pub fixes: Vec<SiteRef>,
    /// All the sites that it is about: those at its locations that are open.
    pub named: Vec<SiteRef>,
    /// And the open ones of its class, where it is about the class.
    pub class: Vec<SiteRef>,
    /// Why it has no fix, if it has none.
    pub without: Option<Without>,
}

/// What each finding gets, in their order. `admits` says it of a site.
pub fn assign(claims: &[Judged<'_>], files: &Files<'_>, admits: impl Fn(SiteRef) -> Admission) -> Vec<Share> {
    let mut shares: Vec<Share> = claims.iter().map(|judged| about(judged, files)).collect();
    // Named by any comes before the class of the first.
    let mut owners: FxHashMap<SiteRef, usize> = FxHashMap::default();
    for sites in [|share: &Share| share.named.clone(), |share: &Share| share.class.clone()] {
        for (number, share) in shares.iter().enumerate() {
            for site in sites(share) {
                owners.entry(site).or_insert(number);
            }
        }
    }
    for (number, (share, judged)) in shares.iter_mut().zip(claims).enumerate() {
        let all = || share.named.iter().chain(&share.class).copied();
        let mut fixes: Vec<SiteRef> = all()
            .filter(|site| owners.get(site) == Some(&number) && admits(*site) == Admission::Yes)
            .collect();
        fixes.sort_unstable();
        fixes.dedup();
        let has = |admission: Admission| all().any(|site| admits(site) == admission);
        share.without = if !holds(judged) {
            Some(Without::Status(judged.status))
        } else if !fixes.is_empty() {
            None
        } else if has(Admission::Yes) {
            Some(Without::Others)
        } else if has(Admission::Review) {
            Some(Without::Review)
        } else if has(Admission::LeftOut) {
            Some(Without::LeftOut)
        } else {
            Some(Without::ByHand)
        };
        share.fixes = fixes;
    }
    shares
}

fn holds(judged: &Judged<'_>) -> bool {
    matches!(judged.status, Status::Confirmed | Status::Partly)
}

/// The open sites that a finding is about.
fn about(judged: &Judged<'_>, files: &Files<'_>) -> Share {
    let mut share = Share { fixes: Vec::new(), named: Vec::new(), class: Vec::new(), without: None };
    if !holds(judged) {
        return share;
    }
    let is_open = |site: &SiteRef| files.site(*site).finding.verdict.is_open();
    // A location that is not judged may be about another site than the one that stands there.
    let spots = judged.spots.iter().filter(|spot| spot.state == State::Open);
    share.named = spots.flat_map(|spot| spot.sites.iter().copied()).filter(is_open).collect();
    share.named.sort_unstable();
    share.named.dedup();
    // Where all that is named is gone and it holds all the same, it was judged by its class.
    let is_class = judged.claim.several || share.named.is_empty();
    if is_class {
        // As in its status: an audit of one folder says nothing of the others.
        let class = Class { claim: judged.claim, ties: &judged.ties, files };
        share.class = class.sites(&judged.others).into_iter().filter(is_open).collect();
    }
    share
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::model::Claim;
    use crate::audit::spot::Spot;
    use crate::audit::ties::{How, Tie};
    use crate::pipeline::Located;
    use crate::verdict::{Finding, Severity, Verdict};

    fn located(line: usize, verdict: Verdict) -> Located {
        let mut finding = Finding::new(verdict, Severity::Low, Default::default(), "");
        finding.code = "AM401";
        let fingerprint = line.to_string();
        Located { finding, line, column: 1, end_line: line, end_column: 2, fingerprint }
    }

    fn site(file: usize, finding: usize) -> SiteRef {
        SiteRef { file, finding }
    }

    fn judged<'c>(
        claim: &'c Claim,
        status: Status,
        spots: &[(State, &[SiteRef])],
        others: &[SiteRef],
    ) -> Judged<'c> {
        let tie = Tie { code: "AM401".into(), how: How::Words, why: String::new(), used: true, known: true };
        let spot = |(state, sites): &(State, &[SiteRef])| Spot {
            path: "a.py".into(),
            claimed: Some((1, 1)),
            expected: None,
            certain: false,
            file: Some(0),
            lines: Some((1, 1)),
            moved: false,
            state: *state,
            why: String::new(),
            sites: sites.to_vec(),
        };
        Judged {
            claim,
            ties: vec![tie],
            status,
            why: String::new(),
            spots: spots.iter().map(spot).collect(),
            others: others.to_vec(),
            counts: Vec::new(),
            harms: Vec::new(),
        }
    }

    /// Two files: three open sites and a fine one in `relay/a.py`, one open site in `tests/b.py`.
    fn with_files<T>(then: impl FnOnce(&Files<'_>) -> T) -> T {
        with_scope(&[], then)
    }

    /// The same in an audit of some folders.
    fn with_scope<T>(scope: &[String], then: impl FnOnce(&Files<'_>) -> T) -> T {
        let first = [
            located(1, Verdict::Safe),
            located(2, Verdict::Safe),
            located(3, Verdict::Review),
            located(4, Verdict::Fine),
        ];
        let second = [located(5, Verdict::Safe)];
        let files = [("relay/a.py", "", &first[..], None), ("tests/b.py", "", &second[..], None)];
        then(&Files::new(files).about("", scope, &[]))
    }

    #[test]
    fn named_comes_before_class_and_the_first_before_the_second() {
        let (named, several) = (Claim::default(), Claim { several: true, ..Claim::default() });
        let open = |sites: &'static [SiteRef]| [(State::Open, sites)];
        const A: SiteRef = SiteRef { file: 0, finding: 0 };
        const B: SiteRef = SiteRef { file: 0, finding: 1 };
        with_files(|files| {
            let all = [site(0, 0), site(0, 1), site(0, 2), site(0, 3), site(1, 0)];
            let claims = [
                // About all, and first: what others name is theirs.
                judged(&several, Status::Confirmed, &[], &all),
                judged(&named, Status::Confirmed, &open(&[A]), &all[1..]),
                judged(&named, Status::Partly, &open(&[A, B]), &all[2..]),
                judged(&named, Status::Confirmed, &open(&[B]), &all[2..]),
            ];
            let shares = assign(&claims, files, |_| Admission::Yes);
            let fixes: Vec<&[SiteRef]> = shares.iter().map(|share| share.fixes.as_slice()).collect();
            assert_eq!(fixes, [&[site(0, 2), site(1, 0)][..], &[A], &[B], &[]]);
            assert_eq!(shares[3].without, Some(Without::Others));
            assert!(shares[..3].iter().all(|share| share.without.is_none()));
            // The folder that the audit is about bounds a class, and no named site.
            let within = with_scope(&["relay".into()], |files| assign(&claims, files, |_| Admission::Yes));
            assert_eq!(within[0].fixes, [site(0, 2)]);
            assert_eq!(within[1].fixes, [A]);
        });
    }

    #[test]
    fn what_does_not_hold_gets_nothing_and_says_why() {
        let (named, several) = (Claim::default(), Claim { several: true, ..Claim::default() });
        with_files(|files| {
            let here = [site(0, 0)];
            for status in [Status::Refuted, Status::AlreadyFixed, Status::Stale, Status::NotJudged] {
                let claims = [
                    judged(&several, status, &[(State::Open, &here)], &[site(0, 1)]),
                    judged(&named, Status::Confirmed, &[(State::Open, &here)], &[]),
                ];
                let shares = assign(&claims, files, |_| Admission::Yes);
                assert_eq!((shares[0].fixes.len(), shares[0].without), (0, Some(Without::Status(status))));
                assert_eq!(shares[1].fixes, here, "what does not hold takes no fix from others");
            }
            // Nor does a location of which it is not known what is meant.
            let doubted = [(State::Open, &here[..]), (State::Unjudged, &[site(0, 1)][..])];
            let claims = [judged(&named, Status::Partly, &doubted, &[site(0, 2)])];
            assert_eq!(assign(&claims, files, |_| Admission::Yes)[0].fixes, here);
            for (admission, without) in [
                (Admission::Review, Without::Review),
                (Admission::LeftOut, Without::LeftOut),
                (Admission::NoFix, Without::ByHand),
            ] {
                let shares = assign(&claims, files, |_| admission);
                assert_eq!((shares[0].fixes.len(), shares[0].without), (0, Some(without)));
            }
        });
    }

    #[test]
    fn a_finding_of_a_place_takes_nothing_else_of_its_class() {
        let named = Claim::default();
        with_files(|files| {
            let here = [site(0, 0)];
            let claims =
                [judged(&named, Status::Confirmed, &[(State::Open, &here)], &[site(0, 1), site(1, 0)])];
            let shares = assign(&claims, files, |_| Admission::Yes);
            assert_eq!((shares[0].fixes.as_slice(), shares[0].class.len()), (&here[..], 0));
        });
    }
}
