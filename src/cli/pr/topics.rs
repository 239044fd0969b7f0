//! Makes the topics of a run: cuts fixes, computes files, stores commits, writes titles and bodies.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Result, bail};

use super::PathScope;
use super::base::Base;
use super::findings::{Finding, Findings};
use super::groups::{Group, groups};
use super::templates::Templates;
use crate::cli::git_error;
use crate::cli::states::{States, Version};
use crate::config::{Commits, PrSettings, split_author};
use crate::diff;
use crate::forge::carry::Proposal;
use crate::forge::{CommitDraft, FileDraft};
use crate::git::{Author, Drafts, Oid};
use crate::pr::content::{self, FileChange};
use crate::pr::finding::{AuditPage, own_rank, rank};
use crate::pr::marker::Marker;
use crate::pr::model::Wanted;
use crate::pr::owners::Owners;
use crate::pr::split::{Caps, Part, Unit, split, suffix};
use crate::pr::{escape, template};
use crate::report::FileReport;
use crate::series::{self, Member, Per};
use crate::verdict::Severity;

/// Lines of context in a diff, as git has them.
pub(super) const CONTEXT: usize = 3;

/// A pull request as it should be.
pub(super) struct Topic {
    pub(super) topic: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) content: String,
    /// That of the body.
    pub(super) marker: Marker,
    pub(super) commits: Vec<Commit>,
    pub(super) changes: Vec<FileChange>,
    pub(super) hunks: usize,
    pub(super) fixes: usize,
    /// The finding that it is about, if it is about one of an audit.
    pub(super) audit: Option<AuditPage>,
    is_aside: bool,
    /// How urgent it is.
    rank: u8,
    /// The place of its finding in the audit.
    order: usize,
}

/// A commit of its branch.
pub(super) struct Commit {
    pub(super) oid: Oid,
    pub(super) message: String,
    /// What changes, where the forge makes the commit.
    files: Vec<FileDraft>,
}

impl Topic {
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            topic: self.topic.clone(),
            content: self.content.clone(),
            commit: self.tip().clone(),
            base: self.marker.base.clone(),
        }
    }

    /// What is carried out.
    pub(super) fn proposal(&self) -> Proposal {
        let draft =
            |commit: &Commit| CommitDraft { message: commit.message.clone(), files: commit.files.clone() };
        Proposal {
            wanted: self.wanted(),
            title: self.title.clone(),
            body: self.body.clone(),
            marker: self.marker.clone(),
            commits: self.commits.iter().map(draft).collect(),
        }
    }

    pub(super) fn tip(&self) -> &Oid {
        // A topic is made with its first commit.
        &self.commits[self.commits.len() - 1].oid
    }
}

/// What topics are made of.
pub(super) struct Maker<'m> {
    pub(super) base: &'m Base,
    pub(super) drafts: &'m Drafts,
    pub(super) settings: &'m PrSettings,
    pub(super) templates: &'m Templates,
    pub(super) owners: Option<&'m Owners>,
    pub(super) reports: &'m [FileReport],
    /// What commits say of a finding in place of its message, by fingerprint.
    pub(super) worded: &'m BTreeMap<String, String>,
    pub(super) states: States,
    /// The findings of an audit, if topics are these.
    pub(super) findings: Option<&'m Findings>,
    pub(super) scope: &'m PathScope,
}

impl Maker<'_> {
    /// All topics, the most severe first and tests last; or only one, by its name. `open` are topics that are open on the forge.
    pub(super) fn topics(&mut self, open: &BTreeSet<String>, only: Option<&str>) -> Result<Vec<Topic>> {
        let caps = Caps { files: self.settings.max_files, hunks: self.settings.max_hunks };
        let (mut topics, mut names) = (Vec::new(), Vec::new());
        for group in groups(&self.states, self.findings, &self.scope.suffix) {
            let Group { start, files, finding } = group;
            let open: BTreeSet<String> =
                open.iter().filter_map(|topic| topic.strip_prefix(&start).map(str::to_string)).collect();
            let mut units = Vec::new();
            for (path, fixes) in &files {
                units.push(self.unit(path, fixes));
            }
            let fixes: Vec<Vec<usize>> = files.into_values().collect();
            for part in split(&units, caps, self.owners.is_some(), &open) {
                let name = format!("{start}{}", suffix(&part.steps));
                names.push(name.clone());
                if only.is_some_and(|only| only != name) {
                    continue;
                }
                let fixes = part.units.iter().flat_map(|&unit| fixes[unit].iter().copied()).collect();
                topics.extend(self.topic(name, finding, &part, fixes)?);
            }
        }
        if let Some(only) = only
            && topics.is_empty()
            // What is open and no longer wanted can be named, too.
            && !open.contains(only)
        {
            let only = crate::report::printable(only);
            match names.as_slice() {
                [] => bail!("there is no topic `{only}`, nor any other"),
                _ => bail!("there is no topic `{only}`; there are {}", names.join(", ")),
            }
        }
        topics.sort_by(|a, b| {
            let key = |topic: &Topic| (topic.is_aside, Reverse(topic.rank), topic.order, topic.topic.clone());
            key(a).cmp(&key(b))
        });
        Ok(topics)
    }

    pub(super) fn owners_of(&self, path: &str) -> Vec<String> {
        self.owners.map(|owners| owners.of(path)).unwrap_or_default()
    }

    /// Files and hunks as the edits tell, without applying them: that would judge every file once more.
    fn unit(&self, path: &str, fixes: &[usize]) -> Unit {
        let mut lines: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        let members: Vec<Member<'_>> = fixes.iter().map(|&fix| self.states.committed(fix)).collect();
        for fix in members.iter().filter_map(|member| member.located.finding.preferred()) {
            let elsewhere = fix.elsewhere.iter().map(|part| (part.path.as_str(), &part.edits));
            for (file, edits) in elsewhere.chain([(path, &fix.edits)]) {
                let text = self.text(file);
                let line = |offset: usize| {
                    text.as_bytes()[..offset.min(text.len())].iter().filter(|&&byte| byte == b'\n').count()
                };
                lines
                    .entry(file)
                    .or_default()
                    .extend(edits.iter().map(|edit| (line(edit.start), line(edit.end))));
            }
        }
        let hunks = lines.values_mut().map(|lines| hunks_of(lines)).sum();
        let files = lines.keys().map(ToString::to_string).collect();
        Unit { path: path.into(), owners: self.owners_of(path), files, hunks }
    }

    fn text(&self, path: &str) -> &str {
        let file = self.reports.iter().find(|file| file.path == path);
        file.and_then(|file| file.source.as_ref()).map_or("", |source| source.text())
    }

    /// A topic; `None` if nothing of it can be applied without fixes of others.
    fn topic(
        &mut self,
        topic: String,
        finding: Option<&Finding>,
        part: &Part,
        fixes: Vec<usize>,
    ) -> Result<Option<Topic>> {
        let (commits, versions) = self.commits(&fixes)?;
        if commits.is_empty() {
            return Ok(None);
        }
        let applied: BTreeSet<usize> =
            versions.iter().flat_map(|version| version.applied.iter().copied()).collect();
        let changes: Vec<FileChange> = versions
            .into_iter()
            .map(|version| {
                let (before, after) = (version.change.before, version.change.after);
                FileChange { path: version.change.path, before, after }
            })
            .collect();
        let hunks = changes.iter().map(|change| hunks(&change.before, &change.after)).sum();
        let content = content::hash(&changes);
        let page = self.page(&topic, finding, part, &applied, &changes, hunks);
        let marker = Marker {
            topic: topic.clone(),
            scope: self.scope.marker.clone(),
            base: self.base.commit.clone(),
            content: content.clone(),
            commit: commits[commits.len() - 1].oid.clone(),
            is_undressed: false,
            closed: None,
        };
        // What it may get for a time must fit, too.
        let room = marker.to_string().chars().count() + 32;
        let title = template::title(&self.templates.title, &page)?;
        if title.is_empty() {
            bail!("the template of titles (`title` under [tool.amends.pr]) gives nothing");
        }
        let body = template::body(&self.templates.body_name, &self.templates.body, &page, room)?;
        let severity = applied.iter().map(|&fix| self.states.committed(fix).located.finding.severity).max();
        let severity = severity.unwrap_or(Severity::Low);
        Ok(Some(Topic {
            topic,
            title,
            body: marker.closing(&body),
            content,
            marker,
            commits,
            changes,
            hunks,
            fixes: applied.len(),
            is_aside: part.is_aside(),
            rank: finding.map_or(own_rank(severity), |finding| rank(finding.severity.as_deref(), severity)),
            order: finding.map_or(0, |finding| finding.order),
            audit: page.audit,
        }))
    }

    /// One commit for each transform, and the files after the last.
    fn commits(&mut self, fixes: &[usize]) -> Result<(Vec<Commit>, Vec<Version>)> {
        let author = author(self.settings);
        let members: Vec<Member<'_>> = fixes.iter().map(|&fix| self.states.committed(fix)).collect();
        let steps = series::steps(&members, Per::Transform);
        let (mut commits, mut chosen, mut done) = (Vec::<Commit>::new(), Vec::new(), BTreeSet::new());
        let mut held: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut versions = Vec::new();
        for step in steps {
            chosen.extend(step.into_iter().map(|place| fixes[place]));
            versions = self.states.at(&chosen)?;
            let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
            for change in versions.iter().map(|version| &version.change) {
                if held.get(&change.path).unwrap_or(&change.before) != &change.after {
                    files.push((PathBuf::from(&change.path), change.after.clone()));
                    held.insert(change.path.clone(), change.after.clone());
                }
            }
            let new: Vec<usize> = versions
                .iter()
                .flat_map(|version| version.applied.iter().copied())
                .filter(|&fix| done.insert(fix))
                .collect();
            if files.is_empty() {
                continue;
            }
            let members: Vec<Member<'_>> = new.iter().map(|&fix| self.states.committed(fix)).collect();
            // Forges look for mentions and closing words in commits, too.
            let message = escape::plain_lines(&series::message(&members, Per::Transform, self.worded));
            let parent = commits.last().map_or(&self.base.commit, |commit: &Commit| &commit.oid);
            let parent = parent.clone();
            let oid = self.drafts.commit(&parent, &files, &message, &author).map_err(git_error)?;
            let files = self.files(&parent, files)?;
            commits.push(Commit { oid, message, files });
        }
        Ok((commits, versions))
    }

    /// Files for a forge that makes the commits; none where git does.
    fn files(&self, parent: &Oid, files: Vec<(PathBuf, Vec<u8>)>) -> Result<Vec<FileDraft>> {
        if self.settings.commits == Commits::Git {
            return Ok(Vec::new());
        }
        let paths: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
        let modes = self.drafts.modes(parent, &paths).map_err(git_error)?;
        let file = |((path, content), mode): ((PathBuf, Vec<u8>), String)| FileDraft {
            path: path.to_string_lossy().into_owned(),
            mode,
            content,
        };
        Ok(files.into_iter().zip(modes).map(file).collect())
    }
}

/// Who the commits are by.
pub(super) fn author(settings: &PrSettings) -> Author {
    let given = settings.author.as_deref().and_then(split_author);
    // Nobody can have this address.
    let (name, mail) = given.unwrap_or(("amends", "bot@amends.invalid"));
    Author { name: name.into(), mail: mail.into() }
}

/// How many hunks edits of these lines give: those whose context meets are one.
fn hunks_of(lines: &mut [(usize, usize)]) -> usize {
    lines.sort_unstable();
    let mut last: Option<usize> = None;
    let mut count = 0;
    for &(start, end) in lines.iter() {
        count += usize::from(last.is_none_or(|last| start > last + 2 * CONTEXT));
        last = last.max(Some(end));
    }
    count
}

fn hunks(before: &[u8], after: &[u8]) -> usize {
    diff::hunks(before, after, CONTEXT)
}
