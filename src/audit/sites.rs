//! Which sites stand at lines that an audit names. Not what they make of the claim: that is said in [`super::held`].

use std::cell::OnceCell;
use std::ops::Range;

use super::content::{is_telling, names, normal};
use super::files::SiteRef;
use super::layout::Layout;
use super::locate::Search;
use super::titles::{has_attribute, is_made};
use crate::pipeline::Located;

/// What is further below a construct is not taken to stand in its block.
const MAX_BLOCK: usize = 200;

/// More classes that one inherits from are not looked at.
const MAX_BASES: usize = 20;

impl Search<'_, '_> {
    /// The sites at some lines of a file: those that stand there; else those of what is named there; else those
    /// whose fix is there, or whose evidence is: in their own block, or on lines that the finding itself speaks of, as
    /// evidence also rests on lines that have nothing to do with the claim, such as `logger = ...`.
    pub(super) fn at(&self, file: usize, lines: (usize, usize)) -> Vec<SiteRef> {
        let of = &self.files.files[file];
        let near = || lines.0..=lines.1.min(lines.0.saturating_add(MAX_BLOCK));
        let layout = OnceCell::new();
        let within = |line: usize| (lines.0..=lines.1).contains(&line);
        let stands = |located: &Located| within(located.line);
        let around = |located: &Located| located.line <= lines.0 && lines.1 <= located.end_line;
        let named = |located: &Located| {
            let subject = self.subject(file, located);
            let is_named = |subject: &str, line: usize| {
                names(self.files.lines(file).get(line)).any(|name| name == subject)
                    && of_its_class(layout.get_or_init(|| Layout::new(of.text)), located, subject, line)
            };
            subject.is_some_and(|subject| near().any(|line| is_named(&subject, line)))
        };
        let bytes = OnceCell::new();
        let edited =
            |located: &Located| edits_within(located, bytes.get_or_init(|| bytes_of(of.text, lines)).clone());
        let evident = |located: &Located| {
            located.evidence().any(|evidence| {
                evidence.path.as_deref().is_none_or(|path| path == of.path)
                    && evidence.line.is_some_and(|line| {
                        within(line) && (encloses(of.text, located, line) || self.speaks_of(file, line))
                    })
            })
        };
        let ranks: [&dyn Fn(&Located) -> bool; 5] = [&stands, &around, &named, &edited, &evident];
        for rank in ranks {
            let is_meant = |located: &Located| {
                self.codes.iter().any(|code| code == located.finding.code) && rank(located)
            };
            let found = self.files.findings(file).iter().enumerate().filter(|(_, located)| is_meant(located));
            let found: Vec<SiteRef> = found.map(|(finding, _)| SiteRef { file, finding }).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// All sites of a file.
    pub(super) fn sites_of(&self, file: usize) -> Vec<SiteRef> {
        let is_meant = |located: &Located| self.codes.iter().any(|code| code == located.finding.code);
        let all = self.files.findings(file).iter().enumerate().filter(|(_, located)| is_meant(located));
        all.map(|(finding, _)| SiteRef { file, finding }).collect()
    }

    /// The sites of a file that stand in one of some functions.
    pub(super) fn in_functions(&self, file: usize, functions: &[String]) -> Vec<SiteRef> {
        let mut sites = self.sites_of(file);
        sites.retain(|site| self.is_in(*site, functions));
        sites
    }

    /// Whether a site stands in one of some functions; `Hub.wait` is only that of `Hub`.
    pub(super) fn is_in(&self, site: SiteRef, functions: &[String]) -> bool {
        let symbol = self.files.site(site).finding.symbol.as_str();
        functions.iter().any(|name| {
            symbol.strip_suffix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }

    /// Whether the finding quotes or names something that stands on a line.
    fn speaks_of(&self, file: usize, line: usize) -> bool {
        names(self.files.lines(file).get(line)).any(|name| is_telling(name) && self.words.contains(name))
    }

    /// The attribute that a finding of the memory classes is about: it stands where it is made, and audits name where
    /// it is used.
    pub(super) fn subject(&self, file: usize, located: &Located) -> Option<String> {
        subject_of(self.files.lines(file).get(located.line), located).map(str::to_string)
    }
}

/// The same, by the line that a site starts with.
pub(super) fn subject_of<'l>(line: &'l str, located: &Located) -> Option<&'l str> {
    if !located.finding.code.starts_with("AM1") {
        return None;
    }
    let target = line.split([':', '=']).next().unwrap_or_default().trim();
    let name = target.rsplit('.').next().unwrap_or_default();
    (!name.is_empty()).then_some(name)
}

/// Whether a line is in the block below a construct.
fn encloses(text: &str, located: &Located, line: usize) -> bool {
    if line <= located.end_line || line - located.end_line > MAX_BLOCK {
        return false;
    }
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.lines().skip(located.line.saturating_sub(1));
    let Some(base) = lines.next().map(depth) else { return false };
    let block = lines.skip(located.end_line - located.line).take(line - located.end_line);
    block.filter(|line| !line.trim().is_empty()).all(|line| depth(line) > base)
}

/// Whether an attribute that a line uses may be that of a site: of the same class, or of one that it inherits from.
fn of_its_class(layout: &Layout<'_>, located: &Located, subject: &str, line: usize) -> bool {
    if !has_attribute(layout.line(line), subject) {
        return true;
    }
    let (Some(user), Some(owner)) = (layout.class(line), layout.class(located.line)) else { return false };
    if user == owner {
        return true;
    }
    let makes = (user..=layout.end(user)).any(|line| is_made(&normal(layout.line(line)), subject));
    !makes && (inherits(layout, user, owner) || inherits(layout, owner, user))
}

/// Whether a class names another one among its bases, or one that does.
fn inherits(layout: &Layout<'_>, class: usize, from: usize) -> bool {
    let mut classes = vec![class];
    let mut at = 0;
    while at < classes.len().min(MAX_BASES) {
        let head = layout.line(classes[at]);
        let bases: Vec<&str> = names(head.split_once('(').map_or("", |(_, bases)| bases)).collect();
        let others = (1..).take(layout.len()).filter(|line| layout.line(*line).starts_with("class "));
        let others: Vec<usize> = others.filter(|line| bases.contains(&layout.name(*line))).collect();
        for other in others {
            if other == from {
                return true;
            }
            if !classes.contains(&other) {
                classes.push(other);
            }
        }
        at += 1;
    }
    false
}

/// The bytes of some lines.
fn bytes_of(text: &str, lines: (usize, usize)) -> Range<usize> {
    let mut ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    let start = if lines.0 < 2 { 0 } else { ends.nth(lines.0 - 2).unwrap_or(text.len()) };
    start..ends.nth(lines.1 - lines.0).unwrap_or(text.len())
}

/// Whether the preferred fix takes something away between some bytes. Edits that only add, such as an import or an
/// attribute, are not where the site is.
fn edits_within(located: &Located, bytes: Range<usize>) -> bool {
    let edits = located.finding.preferred().into_iter().flat_map(|fix| &fix.edits);
    edits.filter(|edit| edit.start < edit.end).any(|edit| edit.start < bytes.end && bytes.start < edit.end)
}
