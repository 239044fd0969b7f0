//! The findings of an audit as topics: reads the audit, holds it against the base, and says which fixes belong to which
//! finding. Makes no pull request.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Args;
use super::templates::project_file;
use crate::audit::assign::{Admission, Share, Without, assign};
use crate::audit::files::{Files, SiteRef};
use crate::audit::model::{Claim, Report};
use crate::audit::read::MAX_BYTES;
use crate::audit::reconcile::{Judged, codes};
use crate::audit::spot::Spot;
use crate::audit::ties::{Setting, Tie};
use crate::choice::Choice;
use crate::cli::audited::{Holding, opened, settled, ties};
use crate::cli::files::Selection;
use crate::cli::run::Run;
use crate::config::{Group, PrSettings, Settings};
use crate::decisions::Choice as Decided;
use crate::discover::files_named_in;
use crate::pipeline::Located;
use crate::pr::content::short;
use crate::pr::finding::{self, AuditPage, Harmful, Stated};
use crate::pr::page::{Fact, Links};
use crate::report::summary::plural;
use crate::report::{FileReport, printable};
use crate::verdict::{Evidence, Verdict};

/// How many findings of one topic are named on its page: the results of a tool that one rule has may be thousands.
const NAMED: usize = 10;

/// The audit that a run is for.
pub(super) struct Audit {
    report: Report,
    /// The file as pull requests call it: nothing of this machine.
    shown: String,
    /// What tells it from other audits.
    identity: String,
}

/// A topic: one finding, or the results of a tool that one rule has.
pub(super) struct Finding {
    /// Its name, without what cuts add.
    pub(super) topic: String,
    pub(super) subject: String,
    pub(super) severity: Option<String>,
    /// Its place in the audit.
    pub(super) order: usize,
    /// The fixes that belong to it, by fingerprint.
    pub(super) fixes: FxHashSet<String>,
    /// All sites at its locations, and where the audit says that they are if that is elsewhere.
    pub(super) named: FxHashMap<String, Option<String>>,
    /// And those of its class, where it is about that.
    pub(super) class: FxHashSet<String>,
    pub(super) page: AuditPage,
}

impl Finding {
    /// Whether it is about a site.
    pub(super) fn is_about(&self, fingerprint: &str) -> bool {
        self.named.contains_key(fingerprint) || self.class.contains(fingerprint)
    }
}

/// What an audit gives.
pub(super) struct Findings {
    pub(super) all: Vec<Finding>,
    /// What became of the others, for people.
    pub(super) sum: String,
}

impl Audit {
    /// The one that the command line or the settings name; none where pull requests are about transforms. `top` is the
    /// project's.
    pub(super) fn of(args: &Args, settings: &PrSettings, top: &Path, cwd: &Path) -> Result<Option<Self>> {
        let path: PathBuf = match (&args.audit, settings.group, &settings.audit) {
            (Some(path), ..) if path == Path::new("-") => path.clone(),
            (Some(path), ..) => cwd.join(path),
            (None, Group::Transform, _) => return Ok(None),
            (None, Group::Audit, Some(name)) => project_file(top, name, "audit", MAX_BYTES as u64)?,
            (None, Group::Audit, None) => {
                bail!("`group = \"audit\"` needs an audit: name it with `audit` beside it, or with --audit")
            }
        };
        let named = args.audit.as_ref().unwrap_or(&path);
        let report = opened(&path, None).with_context(|| printable(&named.to_string_lossy()))?.report;
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        // Elsewhere, its folders are nobody's business.
        let inner = real.strip_prefix(top).ok().or_else(|| real.file_name().map(Path::new));
        let place = inner.map_or_else(|| "-".into(), |inner| inner.to_string_lossy().replace('\\', "/"));
        let identity = format!("{} {place}", report.kind.name());
        let shown = if place == "-" { "standard input".into() } else { place };
        Ok(Some(Audit { report, shown, identity }))
    }

    /// What tells runs for it from other runs, in markers: letters, digits and dashes.
    pub(super) fn marker(&self) -> String {
        format!("audit-{}", short(&self.identity))
    }

    /// The ties of its findings, and the files to be judged by the transforms that these name.
    pub(super) fn opened(
        &self,
        selection: &Selection,
        settings: &Settings,
        cwd: &Path,
    ) -> Result<(Run, Vec<Vec<Tie>>)> {
        let overrides: Vec<Setting> = settled(settings).collect();
        let ties = ties(&self.report, &overrides, settings, selection)?;
        let wanted: Vec<String> = ties.iter().flat_map(|ties| codes(ties)).collect();
        Ok((selection.open_for(cwd, &wanted)?, ties))
    }

    /// Judges the findings and then applies in memory the fixes that belong to them, and no others: the reports of all
    /// files, that choice, and the findings. `tree` is the folder that is judged, `chosen` are the codes whose fixes are
    /// wanted at all.
    pub(super) fn held(
        &self,
        run: &Run,
        ties: Vec<Vec<Tie>>,
        choice: &Choice,
        chosen: &[&str],
        (tree, cwd): (&Path, &Path),
        links: Links<'_>,
    ) -> Result<(Vec<FileReport>, Choice, Findings)> {
        let beside = |lacking: &[&str]| files_named_in(lacking, tree);
        let (report, all) = (&self.report, self.report.claims.as_slice());
        let holding = Holding { report, all, run, cwd, beside: &beside };
        let (mut reports, findings) = holding.judged(&ties, |files, claims, _| {
            let admissions = admissions(files, choice, chosen);
            let shares = assign(claims, files, |site| admissions[site.file][site.finding]);
            Ok(self.findings(claims, &shares, files, links))
        })?;
        let fixes: FxHashSet<String> =
            findings.all.iter().flat_map(|finding| finding.fixes.iter().cloned()).collect();
        let choice = choice.among(fixes);
        // Only what changes is looked at once more.
        let changing = changing(&reports, &choice);
        let numbers: Vec<usize> =
            (0..run.files.len()).filter(|&file| changing.contains(&run.files[file].display)).collect();
        for (number, report) in numbers.iter().zip(run.process_some(&numbers, &choice)) {
            reports[*number] = report;
        }
        Ok((reports, choice, findings))
    }

    fn findings(
        &self,
        claims: &[Judged<'_>],
        shares: &[Share],
        files: &Files<'_>,
        links: Links<'_>,
    ) -> Findings {
        let mut all: Vec<Finding> = Vec::new();
        for (order, (judged, share)) in claims.iter().zip(shares).enumerate() {
            if share.fixes.is_empty() {
                continue;
            }
            let topic = finding::topic(&self.identity, judged.claim);
            let at = all.iter().position(|known| known.topic == topic).unwrap_or_else(|| {
                all.push(self.finding(topic, judged.claim, order));
                all.len() - 1
            });
            let of = |sites: &[SiteRef]| -> Vec<String> {
                sites.iter().map(|site| files.site(*site).fingerprint.clone()).collect()
            };
            let one = &mut all[at];
            one.fixes.extend(of(&share.fixes));
            for site in judged.named_sites() {
                let located = files.site(site);
                let spots = judged.spots.iter().filter(|spot| spot.sites.contains(&site));
                let said = said(&spots.collect::<Vec<_>>(), files.files[site.file].path, located);
                one.named.entry(located.fingerprint.clone()).or_insert(said);
            }
            one.class.extend(of(&share.class));
            if one.page.findings.len() < NAMED {
                one.page.findings.push(stated(judged, links));
            } else {
                one.page.more += 1;
            }
        }
        Findings { sum: self.sum(shares, &all), all }
    }

    fn finding(&self, topic: String, claim: &Claim, order: usize) -> Finding {
        Finding {
            topic,
            subject: finding::subject(claim),
            severity: claim.severity.clone(),
            order,
            fixes: FxHashSet::default(),
            named: FxHashMap::default(),
            class: FxHashSet::default(),
            page: AuditPage {
                report: self.shown.clone(),
                title: self.report.title.clone(),
                findings: Vec::new(),
                more: 0,
            },
        }
    }

    /// `AUDIT.md: 25 findings, 11 with a pull request; without one 4 refuted, 10 to mend by hand`.
    fn sum(&self, shares: &[Share], all: &[Finding]) -> String {
        let with = shares.iter().filter(|share| share.without.is_none()).count();
        let mut counts: BTreeMap<Without, usize> = BTreeMap::new();
        for without in shares.iter().filter_map(|share| share.without) {
            *counts.entry(without).or_default() += 1;
        }
        let mut text =
            format!("{}: {}, {with} with fixes", printable(&self.shown), plural(shares.len(), "finding"));
        if all.len() < with {
            text += &format!(" (by rule, {})", plural(all.len(), "topic"));
        }
        if !counts.is_empty() {
            let parts = counts.iter().map(|(without, count)| format!("{count} {}", without.explain()));
            let parts: Vec<String> = parts.collect();
            text += &format!("; without: {}; `amends audit` says why", parts.join(", "));
        }
        text
    }
}

/// Where the audit says that a site is, unless it says what is so: where the code is now.
fn said(spots: &[&Spot], path: &str, located: &Located) -> Option<String> {
    let is_there = |spot: &&Spot| {
        spot.claimed.is_none_or(|(first, last)| first <= located.end_line && located.line <= last)
            && path.ends_with(spot.path.trim_start_matches("./"))
    };
    if spots.iter().all(is_there) {
        return None;
    }
    let one = |spot: &&Spot| match spot.claimed {
        None => spot.path.clone(),
        Some((first, last)) if first == last => format!("{}:{first}", spot.path),
        Some((first, last)) => format!("{}:{first}-{last}", spot.path),
    };
    Some(spots.iter().map(one).collect::<Vec<_>>().join(", "))
}

fn stated(judged: &Judged<'_>, links: Links<'_>) -> Stated {
    let fact = |evidence: &Evidence| Fact::new(None, evidence, links);
    let harm = |harm: &crate::audit::proposal::Harm| Harmful {
        message: harm.message.clone(),
        evidence: harm.evidence.iter().map(fact).collect(),
    };
    let harms = judged.harms.iter().map(harm).collect();
    Stated::new(judged.claim, judged.status, &judged.why, harms)
}

/// Whether the fix of each site of each file is wanted.
fn admissions(files: &Files<'_>, choice: &Choice, chosen: &[&str]) -> Vec<Vec<Admission>> {
    let of = |file: usize| {
        let found = files.found(file);
        let settled = choice.settle(files.files[file].text, found);
        let one = |located: &Located| {
            let verdict = located.finding.preferred().map(|fix| fix.verdict);
            if !matches!(verdict, Some(Verdict::Safe | Verdict::Review)) {
                return Admission::NoFix;
            }
            let is_skipped =
                choice.decisions.of(located).is_some_and(|decision| decision.choice == Decided::Skip);
            if is_skipped || !chosen.contains(&located.finding.code) {
                Admission::LeftOut
            } else if settled.takes(located) {
                Admission::Yes
            } else {
                Admission::Review
            }
        };
        found.iter().map(one).collect()
    };
    (0..files.files.len()).map(of).collect()
}

/// The files that the chosen fixes change.
fn changing(reports: &[FileReport], choice: &Choice) -> BTreeSet<String> {
    let is_chosen =
        |located: &&Located| choice.only.as_ref().is_some_and(|only| only.contains(&located.fingerprint));
    let mut changing = BTreeSet::new();
    for report in reports {
        for located in report.outcome.findings.iter().filter(is_chosen) {
            changing.insert(report.path.clone());
            let fix = located.finding.preferred();
            changing.extend(fix.into_iter().flat_map(|fix| &fix.elsewhere).map(|part| part.path.clone()));
        }
    }
    changing
}
