//! Whether sites are those that a finding speaks of, where nothing but common words ties it to their class: then the
//! code that it names has to be in them.

use super::content::names;
use super::files::{Files, SiteRef};
use super::model::{Claim, Role};
use super::ties::{How, Tie};

/// The lines before a site that are looked at, for the head of its block.
const BEFORE: usize = 3;

/// The lines of a site that are looked at.
const LINES: usize = 30;

/// How sites answer to what a finding names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// Another tie than words, or one of them is named.
    Meant,
    /// The finding names no code.
    Nothing,
    /// It names code, and none of them has it.
    Other,
}

/// Whether some sites are meant.
pub(super) fn naming(claim: &Claim, ties: &[Tie], sites: &[SiteRef], files: &Files<'_>) -> Naming {
    if ties.iter().any(|tie| tie.used && !matches!(tie.how, How::Words | How::Kin)) {
        return Naming::Meant;
    }
    let prose = claim.prose(Role::Problem);
    let codes = codes_of(&claim.title, &prose);
    if codes.is_empty() {
        return Naming::Nothing;
    }
    let meant = sites.iter().any(|site| {
        let has = names_of(*site, files);
        codes.iter().any(|code| names(code).all(|name| has.contains(&name)))
    });
    if meant { Naming::Meant } else { Naming::Other }
}

/// Whether all the code that a finding names is files: that says nothing of what is in them.
pub(super) fn names_files_alone(claim: &Claim) -> bool {
    codes_of(&claim.title, &claim.prose(Role::Problem)).iter().all(|code| code.contains(".py"))
}

/// The code in a title; where it has none, that in the text.
fn codes_of<'t>(title: &'t str, prose: &'t str) -> Vec<&'t str> {
    let codes = codes_in(title);
    if codes.is_empty() { codes_in(prose) } else { codes }
}

/// The names in a site, in the lines before it, and those of what it is in.
pub(super) fn names_of<'f>(site: SiteRef, files: &'f Files<'_>) -> Vec<&'f str> {
    let located = files.site(site);
    let lines = files.lines(site.file);
    let last = located.end_line.min(located.line + LINES);
    let mut has: Vec<&str> = located.finding.symbol.split('.').collect();
    for line in located.line.saturating_sub(BEFORE)..=last {
        has.extend(names(lines.get(line)));
    }
    has
}

/// The code that a text names: what is between backticks, and `Class.name()`.
pub(super) fn codes_in(text: &str) -> Vec<&str> {
    let between = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let plain = text.split_whitespace().filter(|word| word.contains("()") && !word.contains('`'));
    between.chain(plain).filter(|code| names(code).next().is_some()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_in_a_sentence() {
        assert_eq!(
            codes_in("`wait_ready` and Condition.wait() hang (`1`)"),
            ["wait_ready", "Condition.wait()"]
        );
        assert_eq!(codes_in("Waits hang"), Vec::<&str>::new());
    }
}
