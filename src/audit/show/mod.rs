//! An audit held against the code, for people and for programs: one file per format. Decides nothing.

pub mod github;
pub mod gitlab;
pub mod html;
mod html_said;
mod html_site;
pub mod json;
pub mod junit;
pub mod markdown;
mod python;
pub mod sarif;
mod sides;
pub mod text;
mod told;

use super::files::{Files, SiteRef};
use super::model::Report;
use super::recommend::{Done, Mapped};
use super::reconcile::{Judged, Status};
use crate::pipeline::Located;
use crate::report::FileReport;
use crate::report::summary::plural;

/// Everything that is known of an audit.
#[derive(Debug)]
pub struct Audit<'a> {
    /// What it says.
    pub report: &'a Report,
    /// Its findings, in its order.
    pub claims: &'a [Judged<'a>],
    /// Its recommendations.
    pub recommendations: &'a [Mapped<'a>],
    /// The code.
    pub files: &'a Files<'a>,
    /// The same files as reports, in the same order.
    pub reports: &'a [&'a FileReport],
}

impl Audit<'_> {
    /// A site's finding, and the file that it is in.
    pub fn site(&self, site: SiteRef) -> (&FileReport, &Located) {
        (self.reports[site.file], self.files.site(site))
    }

    /// `path:line` of a site.
    pub fn place(&self, site: SiteRef) -> String {
        let (file, located) = self.site(site);
        format!("{}:{}", file.path, located.line)
    }

    /// `25 findings: 14 confirmed, 3 partly, …; 14 recommendations: …`.
    pub fn sentence(&self) -> String {
        let statuses = Status::ALL
            .into_iter()
            .map(|status| (status.name(), self.claims.iter().filter(|claim| claim.status == status).count()));
        let mut text = counted(self.claims.len(), "finding", statuses);
        if !self.recommendations.is_empty() {
            let all = [
                Done::InPatch,
                Done::InReview,
                Done::Partly,
                Done::ByHand,
                Done::NothingOpen,
                Done::NotJudged,
            ];
            let done = all.into_iter().map(|done| {
                (done.name(), self.recommendations.iter().filter(|mapped| mapped.done == done).count())
            });
            text += &format!("; {}", counted(self.recommendations.len(), "recommendation", done));
        }
        text
    }

    /// What was judged, where that is not all that there is.
    pub fn looked(&self) -> Option<String> {
        let looked = self.files.looked()?;
        let folders = self.files.folders().join(" and ");
        let all = plural(self.files.files.len(), "file");
        Some(format!(
            "judged {looked} of {all}: {folders}, which the audit is about, and what its findings lead to; name paths to \
             judge others"
        ))
    }

    /// What the audit says of its own numbers, where it is wrong.
    pub fn totals(&self) -> Vec<String> {
        let of = |name: &str| {
            let is = |claim: &&Judged<'_>| {
                claim.claim.severity.as_deref().is_some_and(|severity| severity.eq_ignore_ascii_case(name))
            };
            if name == "total" { self.report.claims.len() } else { self.claims.iter().filter(is).count() }
        };
        let wrong = self.report.totals.iter().filter(|(name, number)| of(name) != *number);
        wrong
            .map(|(name, number)| {
                format!("its summary says {number} of \"{name}\", and it lists {}", of(name))
            })
            .collect()
    }
}

fn counted<'n>(all: usize, noun: &str, parts: impl Iterator<Item = (&'n str, usize)>) -> String {
    let parts: Vec<String> =
        parts.filter(|(_, number)| *number > 0).map(|(name, number)| format!("{number} {name}")).collect();
    format!("{}: {}", plural(all, noun), if parts.is_empty() { "none".into() } else { parts.join(", ") })
}

/// `557 in 116 files claimed; 320 in 50 files counted`.
pub(super) fn numbers(measured: &super::count::Measured) -> String {
    let in_files = |files: usize| format!(" in {}", plural(files, "file"));
    let claimed =
        format!("{}{}", measured.claimed.matches, measured.claimed.files.map_or_else(String::new, in_files));
    if measured.of.is_empty() {
        return format!("claimed {claimed}; it is not known what was counted");
    }
    let within = measured.within.as_ref().map_or_else(String::new, |(folder, places, files)| {
        format!(", {places}{} of them under {folder}", in_files(*files))
    });
    format!(
        "claimed {claimed}; counted {}{}{within}, of {}",
        measured.places.len(),
        in_files(measured.files),
        measured.of
    )
}
