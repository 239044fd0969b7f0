//! A run that speaks to a forge, from the topics on: asks, decides, and then prints what would be done or does it.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Result, anyhow};

use super::connect::{Connected, pace};
use super::deeds::{Deed, counted};
use super::said::{Line, Made, Said};
use super::topics::Topic;
use super::{Output, is_skipped};
use crate::cli::{EXIT_OPEN, EXIT_UNREADABLE};
use crate::config::Commits;
use crate::forge::Wishes;
use crate::forge::carry::{Carrier, Options, Outcome, Proposal};
use crate::forge::pusher::{ByApi, ByGit, Pusher, login};
use crate::forge::survey::Survey;
use crate::git::Drafts;
use crate::pr::model::{Rules, Wanted, branch};
use crate::pr::reconcile::Action;

/// All that is needed.
pub(super) struct Online<'o> {
    pub(super) said: Said<'o>,
    pub(super) connected: &'o mut Connected,
    pub(super) survey: &'o mut Survey,
    pub(super) drafts: &'o Drafts,
    pub(super) topics: &'o [Topic],
}

impl Online<'_> {
    pub(super) fn finish(mut self, wanted: &[Wanted], rules: &Rules) -> Result<ExitCode> {
        let actions = self.survey.decide(&mut *self.connected.forge, wanted, rules)?;
        let is_dry = self.said.args.dry_run;
        let outcomes = if is_dry { Vec::new() } else { self.carry(&actions)? };
        let mut counts = Vec::new();
        let mut failed = 0;
        for (number, action) in actions.iter().enumerate() {
            let outcome = outcomes.get(number);
            let deed = Deed::of(action, outcome, self.survey);
            if is_dry || self.said.args.format == Output::Json {
                self.print(action, &deed, outcome)?;
            }
            match outcome.and_then(|outcome| outcome.error.as_ref()) {
                Some(_) => failed += 1,
                None => counts.push(deed),
            }
        }
        if !self.said.args.selection.quiet {
            self.sum(&counts.iter().collect::<Vec<_>>(), failed)?;
        }
        let skipped = self.said.reports.iter().any(is_skipped);
        let something = actions.iter().any(|action| !matches!(action, Action::Leave { .. }));
        Ok(if skipped || failed > 0 {
            ExitCode::from(EXIT_UNREADABLE)
        } else if is_dry && something {
            ExitCode::from(EXIT_OPEN)
        } else {
            ExitCode::SUCCESS
        })
    }

    /// Does it, and says each thing as it is done.
    fn carry(&mut self, actions: &[Action]) -> Result<Vec<Outcome>> {
        let settings = self.said.settings;
        let creates = actions.iter().any(|action| matches!(action, Action::Create { .. }));
        let mut target = self.survey.target().clone();
        if creates && !target.exists {
            self.connected.say(&format!("making the fork {}", target.place));
            target = self.connected.forge.prepare(true)?;
        }
        let proposals: Vec<Proposal> = self.topics.iter().map(Topic::proposal).collect();
        let options = Options {
            target: self.said.base.branch.clone(),
            wishes: Wishes {
                labels: settings.labels.clone(),
                reviewers: settings.reviewers.clone(),
                team_reviewers: settings.team_reviewers.clone(),
                assignees: settings.assignees.clone(),
                milestone: settings.milestone.clone(),
            },
            draft: settings.draft,
            maintainer_can_modify: settings.maintainer_can_modify,
            max_open: settings.max_open,
        };
        let is_quiet = self.said.args.selection.quiet;
        let mut by_git = ByGit {
            drafts: self.drafts,
            url: target.push_url.clone(),
            login: Some(login(target.push_user, &self.connected.token)),
            clock: pace(is_quiet),
        };
        let mut by_api = ByApi;
        let pusher: &mut dyn Pusher =
            if settings.commits == Commits::Api { &mut by_api } else { &mut by_git };
        let is_text = self.said.args.format == Output::Text;
        let speaker = self.connected.speaker();
        let survey: &Survey = self.survey;
        let mut carrier = Carrier {
            forge: &mut *self.connected.forge,
            pusher,
            survey,
            proposals: &proposals,
            options: &options,
        };
        let mut broken = None;
        let outcomes = carrier.all(actions, |action, outcome| {
            let deed = Deed::of(action, outcome, survey);
            let Some(outcome) = outcome else {
                speaker.say(&format!("{} {}", deed.word, branch(&deed.topic)));
                return;
            };
            if !is_text {
                return;
            }
            let mut stdout = std::io::stdout().lock();
            let line = outcome
                .error
                .as_ref()
                .map_or_else(|| deed.line(false), |error| deed.failed(&error.to_string()));
            let notes =
                outcome.notes.iter().map(|note| format!("  note: {}\n", crate::report::printable(note)));
            let text = std::iter::once(line + "\n").chain(notes).collect::<String>();
            // What was begun is ended, whether anybody reads or not.
            if let Err(error) = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
                broken.get_or_insert(error);
            }
        });
        match broken {
            Some(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(anyhow!("all was done, but cannot write to standard output: {error}"))
            }
            _ => Ok(outcomes),
        }
    }

    /// One action: all of it where it would write a branch, or as JSON.
    fn print(&self, action: &Action, deed: &Deed, outcome: Option<&Outcome>) -> Result<()> {
        let mut stdout = std::io::stdout().lock();
        let topic = self.topics.iter().find(|topic| topic.topic == deed.topic);
        if self.said.args.format == Output::Json {
            let line = Line {
                action: deed.word,
                reason: deed.reason.clone(),
                topic: &deed.topic,
                branch: branch(&deed.topic),
                base: &self.said.base.branch,
                made: Some(Made {
                    number: deed.number,
                    url: deed.url.as_deref(),
                    done: outcome.is_some_and(|outcome| outcome.done),
                    error: outcome.and_then(|outcome| outcome.error.as_ref()).map(ToString::to_string),
                    notes: outcome.map_or(&[], |outcome| outcome.notes.as_slice()),
                }),
                details: topic.map(|topic| self.said.details(topic)),
            };
            writeln!(stdout, "{}", serde_json::to_string(&line)?)?;
            return Ok(());
        }
        let line = deed.line(true);
        match (action, topic) {
            (Action::Create { .. } | Action::Update { .. }, Some(topic)) => {
                stdout.write_all(&self.said.text(topic, &line))?;
            }
            _ => writeln!(stdout, "=== {line}\n")?,
        }
        Ok(())
    }

    fn sum(&self, deeds: &[&Deed], failed: usize) -> Result<()> {
        self.said.start_of_sum()?;
        let is_dry = self.said.args.dry_run;
        let mut stderr = anstream::stderr().lock();
        let mut sum = counted(deeds, is_dry);
        if failed > 0 {
            sum = if sum.is_empty() { format!("{failed} failed") } else { format!("{sum}; {failed} failed") };
        }
        if sum.is_empty() {
            sum = "nothing is open, and there is nothing to open".into();
        }
        writeln!(stderr, "{sum}")?;
        let asked = &self.said.args.again;
        for again in asked.iter().filter(|again| !self.topics.iter().any(|topic| topic.topic == **again)) {
            writeln!(
                stderr,
                "note: --again {}: there is no such topic now",
                crate::report::printable(again)
            )?;
        }
        if is_dry {
            writeln!(stderr, "dry run: the forge was asked, and nothing was written")?;
        }
        Ok(())
    }
}
