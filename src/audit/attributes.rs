//! Which sites of a class are about the attributes that a finding names, where it names no location. What the title names in
//! a file is said in [`super::titles`].

use super::content::{is_telling, names};
use super::files::{Files, SiteRef};
use super::model::{Claim, Role};
use super::sites::subject_of;
use super::titles::{OF_ATTRIBUTES, spoken, titled};

/// What becomes of the sites of a class.
pub(super) enum Spoken {
    /// The finding names no attribute of any.
    Nothing,
    /// These are meant.
    These(Vec<SiteRef>),
    /// Its text names attributes of which all is well, and others are open: it may also name what is right.
    Right,
}

/// The sites of the attributes that the title names, else of those that the text speaks of.
pub(super) fn of_attributes(claim: &Claim, sites: &[SiteRef], files: &Files<'_>) -> Spoken {
    let is_of_attributes =
        |site: &SiteRef| OF_ATTRIBUTES.iter().any(|code| files.site(*site).finding.code.starts_with(code));
    if sites.is_empty() || !sites.iter().all(is_of_attributes) {
        return Spoken::Nothing;
    }
    let of = |wanted: &[String]| -> Vec<SiteRef> {
        let has = |site: &SiteRef| wanted.iter().any(|name| has_attribute(*site, name, files));
        sites.iter().copied().filter(has).collect()
    };
    let by_title = of(&titled(&claim.title));
    if !by_title.is_empty() {
        return Spoken::These(by_title);
    }
    let by_text = of(&spoken(&claim.prose(Role::Problem)));
    let is_open = |site: &SiteRef| files.site(*site).finding.verdict.is_open();
    match (by_text.is_empty(), by_text.iter().any(is_open), sites.iter().any(is_open)) {
        (true, _, _) => Spoken::Nothing,
        (false, false, true) => Spoken::Right,
        _ => Spoken::These(by_text),
    }
}

/// Whether a site is about an attribute: `_cache`, or `Hub._cache` in that class alone.
fn has_attribute(site: SiteRef, wanted: &str, files: &Files<'_>) -> bool {
    let located = files.site(site);
    let (owner, name) = wanted.rsplit_once('.').map_or((None, wanted), |(owner, name)| (Some(owner), name));
    let class = owner.filter(|owner| owner.trim_start_matches('_').starts_with(char::is_uppercase));
    let of_class = class.is_none_or(|class| located.finding.symbol.split('.').any(|part| part == class));
    if !of_class || !(name.starts_with('_') || is_telling(name)) {
        return false;
    }
    let lines = files.lines(site.file);
    if located.finding.code.starts_with("AM1") {
        return subject_of(lines.get(located.line), located) == Some(name);
    }
    (located.line..=located.end_line).any(|line| names(lines.get(line)).any(|other| other == name))
}
