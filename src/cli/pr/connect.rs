//! Finds the forge of a run, and a token for it, and asks what the repository is like. Opens nothing.

use std::io::IsTerminal as _;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};

use super::Args;
use super::base::Base;
use super::topics::author;
use crate::cli::printed::tell;
use crate::config::{Commits, PrSettings};
use crate::forge::address::api_address;
use crate::forge::http::{Clock, Secret};
use crate::forge::survey::{Own, Survey};
use crate::forge::token::{self, Credentials, Vars};
use crate::forge::{Forge, ForkRule, Target, app, client, pace as clocks};
use crate::git::Git;
use crate::pr::remote::{ForgeKind, Remote};
use crate::report::printable;

/// Shorter waits are not worth a line in a log.
const LONG_WAIT: Duration = Duration::from_secs(5);

/// A forge that answers.
pub(super) struct Connected {
    pub(super) forge: Box<dyn Forge>,
    pub(super) token: Secret,
    target: Target,
    name: String,
    speaker: Speaker,
}

/// Says what is going on, where somebody looks.
#[derive(Clone, Copy)]
pub(super) struct Speaker {
    is_quiet: bool,
}

impl Speaker {
    /// Only on a terminal.
    pub(super) fn say(self, what: &str) {
        if !self.is_quiet && std::io::stderr().is_terminal() {
            tell!("{}", printable(what));
        }
    }

    /// What users should know.
    fn note(self, what: &str) {
        if !self.is_quiet {
            tell!("note: {}", printable(what));
        }
    }

    fn wait(self, time: Duration, why: &str) {
        let what = format!("waiting {:.0} s: {why}", time.as_secs_f64().ceil());
        if time >= LONG_WAIT && !self.is_quiet {
            tell!("{}", printable(&what));
        } else if time > Duration::from_secs(1) {
            self.say(&what);
        }
    }
}

/// A clock that says what is waited for.
pub(super) fn pace(is_quiet: bool) -> Box<dyn Clock> {
    let speaker = Speaker { is_quiet };
    clocks::clock(move |time, why| speaker.wait(time, why))
}

/// The forge; `None` if none is to be asked. A dry run for which something is missing asks none, and says why.
pub(super) fn connect(
    args: &Args,
    git: &Git,
    base: &Base,
    settings: &PrSettings,
) -> Result<Option<Connected>> {
    if args.offline {
        return Ok(None);
    }
    match prepared(git, base, settings) {
        Ok((kind, remote, found)) => {
            let connected = open(args, settings, kind, &remote, found)?;
            match base.refused(&connected.target.default_branch) {
                Some(why) if args.dry_run => {
                    connected.speaker.note(&format!("without --dry-run, this ends here: {why}"))
                }
                Some(why) => bail!("{why}"),
                None => {}
            }
            Ok(Some(connected))
        }
        Err(missing) if args.dry_run => {
            Speaker { is_quiet: args.selection.quiet }.note(&format!("no forge is asked: {missing}"));
            Ok(None)
        }
        Err(missing) => Err(anyhow!("{missing:#}; `amends pr --dry-run` shows what there would be")),
    }
}

/// What can be known without asking anybody.
fn prepared(git: &Git, base: &Base, settings: &PrSettings) -> Result<(ForgeKind, Remote, Credentials)> {
    let Some(remote) = base.remote() else { bail!("{}", base.forge()) };
    let kind = remote.kind.ok_or_else(|| {
        anyhow!(
            "what runs on {} is not known: say it with --forge, or with `forge` under [tool.amends.pr] (github, gitlab, \
             or gitea, which stands for Forgejo, too)",
            remote.host
        )
    })?;
    if settings.commits == Commits::Api && kind != ForgeKind::GitHub {
        bail!("`commits = \"api\"` is for GitHub: {kind} signs no commits that are made that way");
    }
    let helper = || token::from_helper(git, remote);
    let found = token::find(&Vars::of_process(), remote, kind, helper)?;
    let is_bot = match &found {
        Credentials::App(_) => true,
        Credentials::Token(found) => found.is_actions,
    };
    if settings.commits == Commits::Api && !is_bot {
        bail!(
            "`commits = \"api\"` needs a GitHub app, or the token of GitHub Actions: commits that a person's token makes \
             are that person's, and could not be told from those that the person made by hand"
        );
    }
    Ok((kind, remote.clone(), found))
}

fn open(
    args: &Args,
    settings: &PrSettings,
    kind: ForgeKind,
    remote: &Remote,
    found: Credentials,
) -> Result<Connected> {
    let speaker = Speaker { is_quiet: args.selection.quiet };
    let address = api_address(&Vars::of_process(), remote, kind);
    let (found, login) = match found {
        Credentials::Token(found) => {
            let login = found.is_actions.then(|| "github-actions[bot]".to_string());
            (found, login)
        }
        Credentials::App(key) => {
            speaker.say(&format!("asking {remote} for a token of the app {}", key.id));
            let clock = pace(speaker.is_quiet);
            let installed = app::install(&key, remote, &address, client::headers(kind), clock)?;
            (installed.found, Some(installed.login))
        }
    };
    speaker.say(&format!("asking {remote}, with {}", found.source));
    if found.is_actions && !args.dry_run && !speaker.is_quiet {
        tell!(
            "WARNING: pull requests that are opened with the token of GitHub Actions start no workflows, so no checks \
             run on them until somebody closes and opens them again. Use a GitHub app (AMENDS_APP_ID and \
             AMENDS_APP_PRIVATE_KEY) or a personal token (AMENDS_TOKEN) if you want checks."
        );
    }
    let fork = if settings.fork { ForkRule::Auto } else { ForkRule::Never };
    let api = client::api(kind, &address, &found.secret, pace(speaker.is_quiet))?;
    let mut forge = client::connect(kind, api, remote, login, fork);
    // A fork is made when there is something to push to it.
    let target = forge.prepare(false)?;
    if target.is_fork {
        let there = if target.exists { "" } else { ", which is made if there is something to open" };
        speaker.note(&format!(
            "the token may not push to {remote}, so branches go to the fork {}{there}",
            target.place
        ));
    }
    Ok(Connected { forge, token: found.secret, target, name: remote.to_string(), speaker })
}

impl Connected {
    pub(super) fn speaker(&self) -> Speaker {
        self.speaker
    }

    pub(super) fn say(&self, what: &str) {
        self.speaker.say(what);
    }

    /// What there is of the bot's.
    pub(super) fn survey(&mut self, settings: &PrSettings, now: u64) -> Result<Survey> {
        self.say(&format!("looking at the pull requests of {}", self.name));
        let author = author(settings);
        let own = Own {
            author: format!("{} <{}>", author.name, author.mail),
            by_api: settings.commits == Commits::Api,
        };
        Ok(Survey::open(&mut *self.forge, self.target.clone(), own, now)?)
    }
}
