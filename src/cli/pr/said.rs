//! What is printed of topics: each with its body and diff on stdout, the sum on stderr. `deeds` says what is done with them.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;

use super::base::Base;
use super::topics::{CONTEXT, Topic};
use super::{Args, Output, is_skipped};
use crate::cli::{EXIT_OPEN, EXIT_UNREADABLE};
use crate::config::PrSettings;
use crate::diff;
use crate::pr::finding::AuditPage;
use crate::pr::model::branch;
use crate::pr::reconcile::Action;
use crate::report::summary::{Summary, plural};
use crate::report::{FileReport, printable};

/// What is printed of all of them.
pub(super) struct Said<'s> {
    pub(super) args: &'s Args,
    pub(super) base: &'s Base,
    pub(super) settings: &'s PrSettings,
    pub(super) reports: &'s [FileReport],
    /// What became of the findings of an audit, if topics are these.
    pub(super) audit: Option<&'s str>,
}

/// A line of `--format json`.
#[derive(Serialize)]
pub(super) struct Line<'l> {
    pub(super) action: &'l str,
    pub(super) reason: Option<String>,
    pub(super) topic: &'l str,
    pub(super) branch: String,
    pub(super) base: &'l str,
    /// What a forge has made of it, where one was asked.
    #[serde(flatten)]
    pub(super) made: Option<Made<'l>>,
    /// What it is, where it is wanted.
    #[serde(flatten)]
    pub(super) details: Option<Details<'l>>,
}

#[derive(Serialize)]
pub(super) struct Made<'l> {
    pub(super) number: Option<u64>,
    pub(super) url: Option<&'l str>,
    pub(super) done: bool,
    pub(super) error: Option<String>,
    pub(super) notes: &'l [String],
}

#[derive(Serialize)]
pub(super) struct Details<'l> {
    base_commit: &'l str,
    commit: &'l str,
    content: &'l str,
    title: &'l str,
    body: &'l str,
    audit: Option<&'l AuditPage>,
    labels: &'l [String],
    reviewers: &'l [String],
    team_reviewers: &'l [String],
    assignees: &'l [String],
    milestone: Option<&'l str>,
    draft: bool,
    fixes: usize,
    hunks: usize,
    files: Vec<&'l str>,
    commits: Vec<CommitLine<'l>>,
    diff: String,
}

#[derive(Serialize)]
struct CommitLine<'l> {
    oid: &'l str,
    message: &'l str,
}

impl Said<'_> {
    pub(super) fn all(&self, topics: &[Topic], actions: &[Action]) -> Result<ExitCode> {
        let mut stdout = std::io::stdout().lock();
        for (number, topic) in topics.iter().enumerate() {
            let waits = actions.iter().find_map(|action| match action {
                Action::Leave { topic: other, why, .. } if *other == topic.topic => Some(*why),
                _ => None,
            });
            match self.args.format {
                Output::Text => {
                    let when = match waits {
                        None => "it would be opened now".into(),
                        Some(why) => format!("it would wait: {}", why.explain()),
                    };
                    let heading = format!("pull request {} of {}: {when}", number + 1, topics.len());
                    stdout.write_all(&self.text(topic, &heading))?;
                }
                Output::Json => {
                    let line = Line {
                        action: if waits.is_some() { "wait" } else { "create" },
                        reason: waits.map(|why| why.explain().to_string()),
                        topic: &topic.topic,
                        branch: branch(&topic.topic),
                        base: &self.base.branch,
                        made: None,
                        details: Some(self.details(topic)),
                    };
                    stdout.write_all(serde_json::to_string(&line)?.as_bytes())?;
                    stdout.write_all(b"\n")?;
                }
            }
        }
        stdout.flush()?;
        if !self.args.selection.quiet {
            self.sum(topics, actions)?;
        }
        let skipped = self.reports.iter().any(is_skipped);
        Ok(match (skipped, topics.is_empty()) {
            (true, _) => ExitCode::from(EXIT_UNREADABLE),
            (false, false) => ExitCode::from(EXIT_OPEN),
            (false, true) => ExitCode::SUCCESS,
        })
    }

    /// What was judged, and from where.
    pub(super) fn start_of_sum(&self) -> Result<()> {
        let mut stderr = anstream::stderr().lock();
        writeln!(stderr, "{}", Summary::of(self.reports).sentence())?;
        writeln!(stderr, "base: {}; {}", self.base.shown(), self.base.forge())?;
        if let Some(audit) = self.audit {
            writeln!(stderr, "{audit}")?;
        }
        if let Some(note) = self.base.note() {
            writeln!(stderr, "note: {note}")?;
        }
        Ok(())
    }

    fn sum(&self, topics: &[Topic], actions: &[Action]) -> Result<()> {
        self.start_of_sum()?;
        let mut stderr = anstream::stderr().lock();
        let now = actions.iter().filter(|action| matches!(action, Action::Create { .. })).count();
        let later = match topics.len() - now {
            0 => String::new(),
            later => format!(", {now} now and {later} in later runs, as the limits allow"),
        };
        let would = plural(topics.len(), "pull request");
        writeln!(stderr, "there would be {would}{later}")?;
        if !topics.is_empty() {
            writeln!(
                stderr,
                "dry run: nothing was written, and no forge was asked, so those that are open already are among them"
            )?;
        }
        Ok(())
    }

    /// All of one, for people.
    pub(super) fn text(&self, topic: &Topic, heading: &str) -> Vec<u8> {
        let mut text = format!("=== {heading}\n");
        let mut row = |name: &str, value: &str| {
            if !value.is_empty() {
                text += &format!("{name:<10} {}\n", printable(value));
            }
        };
        row("title", &topic.title);
        row("branch", &branch(&topic.topic));
        row("into", &format!("{} ({})", self.base.branch, self.base.shown()));
        row(
            "changes",
            &format!(
                "{} in {}, {}",
                if topic.fixes == 1 { "1 fix".into() } else { format!("{} fixes", topic.fixes) },
                plural(topic.changes.len(), "file"),
                plural(topic.hunks, "hunk")
            ),
        );
        let settings = self.settings;
        row("labels", &settings.labels.join(", "));
        row("reviewers", &settings.reviewers.join(", "));
        row("teams", &settings.team_reviewers.join(", "));
        row("assignees", &settings.assignees.join(", "));
        row("milestone", settings.milestone.as_deref().unwrap_or_default());
        row("draft", if settings.draft { "yes" } else { "" });
        for commit in &topic.commits {
            let subject = commit.message.lines().next().unwrap_or_default();
            row("commit", &format!("{} {subject}", commit.oid));
        }
        text += "--- body\n";
        text += &topic.body;
        text += "--- diff\n";
        let mut text = text.into_bytes();
        text.extend(patch(topic));
        text.push(b'\n');
        text
    }

    /// All of one, for tools.
    pub(super) fn details<'l>(&'l self, topic: &'l Topic) -> Details<'l> {
        let settings = self.settings;
        let commit = |commit: &'l super::topics::Commit| CommitLine {
            oid: commit.oid.as_str(),
            message: &commit.message,
        };
        Details {
            base_commit: self.base.commit.as_str(),
            commit: topic.tip().as_str(),
            content: &topic.content,
            title: &topic.title,
            body: &topic.body,
            audit: topic.audit.as_ref(),
            labels: &settings.labels,
            reviewers: &settings.reviewers,
            team_reviewers: &settings.team_reviewers,
            assignees: &settings.assignees,
            milestone: settings.milestone.as_deref(),
            draft: settings.draft,
            fixes: topic.fixes,
            hunks: topic.hunks,
            files: topic.changes.iter().map(|change| change.path.as_str()).collect(),
            commits: topic.commits.iter().map(commit).collect(),
            diff: String::from_utf8_lossy(&patch(topic)).into_owned(),
        }
    }
}

/// What the branch changes.
fn patch(topic: &Topic) -> Vec<u8> {
    let section = |change: &crate::pr::content::FileChange| {
        diff::unified(&change.path, &change.before, &change.after, CONTEXT)
    };
    topic.changes.iter().flat_map(section).collect()
}
