//! What a pull request says, as data for its templates: every string in it is text that is escaped when it is printed.

use std::collections::BTreeSet;

use serde::Serialize;

use super::finding::AuditPage;
use super::remote::Remote;
use super::split::{self, Step};
use crate::pipeline::Located;
use crate::verdict::{Evidence, Verdict};

/// How many sites that are not changed are named, for each reason.
const NAMED: usize = 3;

/// Everything that templates see.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// The topic, as in the branch's name.
    pub topic: String,
    /// `AM401`; all of them, with commas, where there are several.
    pub code: String,
    /// `log-swallowed-exception`; likewise.
    pub name: String,
    /// What the fixes do, as an imperative.
    pub subject: String,
    /// Which part of the project, if it is not all: `in relay/gateway`.
    pub place: String,
    /// Whether it is about tests, examples and docs.
    pub aside: bool,
    /// Why it matters.
    pub why: String,
    /// The transforms one by one: more than one only where it is about a finding of an audit.
    pub kinds: Vec<Kind>,
    /// The audit and its finding, where it is about one.
    pub audit: Option<AuditPage>,
    /// Who owns the files.
    pub owners: Vec<String>,
    /// The files that change.
    pub files: Vec<String>,
    /// How many hunks change.
    pub hunks: usize,
    /// How many fixes keep behaviour.
    pub safe: usize,
    /// How many change behaviour.
    pub review: usize,
    /// The fixes: as many as fit.
    pub findings: Vec<Item>,
    /// How many fixes do not fit.
    pub left_out: usize,
    /// What else the finding of an audit names, and why it is not changed.
    pub rest: Vec<Rest>,
    /// How many more that is.
    pub rest_more: usize,
    /// Other sites of the same kind that are not changed.
    pub kept: Vec<Kept>,
    /// How many these are.
    pub kept_count: usize,
    /// The branch that it is for.
    pub base: String,
    /// The commit that it starts at, cut short.
    pub commit: String,
    /// The version of amends.
    pub version: String,
}

/// A transform.
#[derive(Clone, Debug, Serialize)]
pub struct Kind {
    /// `AM401`.
    pub code: String,
    /// `log-swallowed-exception`.
    pub name: String,
    /// Why it matters.
    pub why: String,
}

/// A site.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// Its file.
    pub path: String,
    /// Its line.
    pub line: usize,
    /// The page of the line on the forge, if that is known.
    pub link: Option<String>,
    /// The function or class around it.
    pub symbol: String,
    /// What is wrong, or why nothing is.
    pub message: String,
    /// What the fix changes.
    pub change: Option<String>,
    /// `safe`, `review`, `manual` or `fine`.
    pub verdict: &'static str,
    /// Whether the audit names it, if it is about one; else it is of the same kind as those that it names.
    pub named: bool,
    /// Where the audit says that it is, if that is another place.
    pub said: Option<String>,
    /// What that rests on.
    pub evidence: Vec<Fact>,
}

/// A line of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// `type`, `callback`.
    pub kind: &'static str,
    /// What is so.
    pub message: String,
    /// The file.
    pub path: Option<String>,
    /// The line.
    pub line: Option<usize>,
    /// Its page.
    pub link: Option<String>,
}

/// Sites that are left as they are for one reason.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    /// Their verdict, or `left out` for fixes that somebody or something has left out; where it is about a finding of an
    /// audit, `elsewhere` for those of other findings, and `unnamed` for what is open and not named by it.
    pub verdict: &'static str,
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: Vec<Item>,
}

/// Where pages of lines are: a repository on a forge, and a commit.
#[derive(Clone, Copy)]
pub struct Links<'r> {
    /// The repository.
    pub remote: Option<&'r Remote>,
    /// The commit.
    pub commit: &'r str,
}

impl Links<'_> {
    fn line(&self, path: &str, line: usize) -> Option<String> {
        self.remote?.line(self.commit, path, line)
    }
}

impl Item {
    /// A site of a file, whose path is relative to the top of the repository, as that of its evidence.
    pub fn new(path: &str, located: &Located, links: Links<'_>) -> Self {
        let finding = &located.finding;
        let fact = |evidence: &Evidence| Fact::new(Some(path), evidence, links);
        Item {
            path: path.into(),
            line: located.line,
            link: links.line(path, located.line),
            symbol: finding.symbol.clone(),
            message: finding.message.clone(),
            change: finding.change().map(str::to_string),
            verdict: finding.verdict.name(),
            named: true,
            said: None,
            evidence: located.evidence().map(fact).collect(),
        }
    }
}

impl Fact {
    /// A line of evidence; what names no file is of the one of the site.
    pub fn new(path: Option<&str>, evidence: &Evidence, links: Links<'_>) -> Self {
        let path = evidence.path.as_deref().or(path);
        let place = path.zip(evidence.line);
        Fact {
            kind: evidence.kind,
            message: evidence.message.clone(),
            path: place.map(|(path, _)| path.to_string()),
            line: evidence.line,
            link: place.and_then(|(path, line)| links.line(path, line)),
        }
    }
}

/// Why a site is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// What its verdict says.
    Verdict,
    /// It has a fix that would have been applied.
    LeftOut,
    /// It has one that is in another part of the same topic.
    Part,
    /// It has one that belongs to another finding of the audit.
    Elsewhere,
    /// It is open, and the finding does not name it.
    Unnamed,
}

/// A site that the finding of an audit is about.
#[derive(Clone, Debug, Serialize)]
pub struct Rest {
    /// The site.
    pub item: Item,
    /// Why it is not changed here, after a comma.
    pub reason: &'static str,
}

impl Rest {
    /// How many are named.
    pub const NAMED: usize = 20;

    /// Of a site and why it is not changed.
    pub fn new(item: Item, verdict: Verdict, reason: Reason) -> Self {
        let reason = match (reason, verdict) {
            (Reason::Part, _) => "in another pull request for the same finding",
            (Reason::Elsewhere, _) => "in the pull request for another finding",
            (Reason::LeftOut, _) | (_, Verdict::Safe) => "left out",
            (_, Verdict::Review) => "open, for a person to decide",
            (_, Verdict::Manual) => "open, to mend by hand",
            (_, Verdict::Fine) => "fine",
        };
        Rest { item, reason }
    }
}

/// Groups sites that are not changed by why they are not.
pub fn kept<'l>(sites: impl Iterator<Item = (&'l str, &'l Located, Reason)>, links: Links<'_>) -> Vec<Kept> {
    let mut groups: Vec<Kept> = ["elsewhere", "left out", "review", "manual", "unnamed", "fine"]
        .into_iter()
        .map(|verdict| Kept { verdict, count: 0, first: Vec::new() })
        .collect();
    for (path, located, reason) in sites {
        let verdict = match reason {
            Reason::Elsewhere => "elsewhere",
            Reason::Unnamed => "unnamed",
            Reason::LeftOut | Reason::Part => "left out",
            Reason::Verdict if located.finding.verdict == Verdict::Safe => "left out",
            Reason::Verdict => located.finding.verdict.name(),
        };
        let Some(group) = groups.iter_mut().find(|group| group.verdict == verdict) else { continue };
        group.count += 1;
        if group.first.len() < NAMED {
            group.first.push(Item::new(path, located, links));
        }
    }
    groups.retain(|group| group.count > 0);
    groups
}

/// How a title calls a part of a project: `in relay: gateway, hub.py and 2 more`, `in files of @org/core, in src`.
/// `paths` are those that are in it.
pub fn place<'p>(steps: &[Step], paths: impl Iterator<Item = &'p str>) -> String {
    let aside = steps.contains(&Step::Aside).then(|| "in tests, examples and docs".to_string());
    let owners = steps.iter().find_map(|step| match step {
        Step::Owners(owners) if owners.is_empty() => Some("in files without an owner".to_string()),
        Step::Owners(owners) => Some(format!("in files of {}", owners.join(", "))),
        _ => None,
    });
    let folder = split::folder(steps);
    let inside = match steps.last() {
        Some(Step::Part(_)) => {
            let entries: BTreeSet<&str> = paths.map(|path| split::entry(folder, path)).collect();
            let start = if folder.is_empty() { 0 } else { folder.len() + 1 };
            let names: Vec<&str> = entries.iter().map(|entry| entry.get(start..).unwrap_or(entry)).collect();
            match (names.as_slice(), entries.first()) {
                ([_], Some(entry)) => Some(format!("in {entry}")),
                (names, _) if folder.is_empty() => Some(format!("in {}", listed(names))),
                (names, _) => Some(format!("in {folder}: {}", listed(names))),
            }
        }
        _ => (!folder.is_empty()).then(|| format!("in {folder}")),
    };
    aside.into_iter().chain(owners).chain(inside).collect::<Vec<_>>().join(", ")
}

/// `a, b and c`, `a, b, c and 4 more`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).into(),
        [first @ .., last] if names.len() <= NAMED + 1 => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} more", names[..NAMED].join(", "), names.len() - NAMED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_said_in_words() {
        let place = |steps: &[Step], paths: &[&'static str]| place(steps, paths.iter().copied());
        let owners = Step::Owners(vec!["@org/core".into(), "@ada".into()]);
        let steps = [owners, Step::Folder("src".into()), Step::Folder("src/relay".into())];
        assert_eq!(place(&steps, &[]), "in files of @org/core, @ada, in src/relay");
        assert_eq!(place(&[], &["a.py"]), "");
        assert_eq!(place(&[Step::Aside], &["tests/a.py"]), "in tests, examples and docs");
        let part = [Step::Folder("a".into()), Step::Part("01".into())];
        assert_eq!(place(&part, &["a/b/c.py", "a/b/d.py", "a/e.py"]), "in a: b and e.py");
        assert_eq!(place(&part, &["a/b/c.py"]), "in a/b");
        assert_eq!(place(&part[1..], &["a/b/c.py", "d.py"]), "in a and d.py");
        let many = ["a/1/x", "a/2/x", "a/3/x", "a/4/x", "a/5/x"];
        assert_eq!(place(&part, &many), "in a: 1, 2, 3 and 2 more");
    }
}
