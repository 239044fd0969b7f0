//! `amends pr`: brings a forge to the pull requests that there should be, or shows what it would do.

mod base;
mod connect;
mod deeds;
mod findings;
mod groups;
mod online;
mod pages;
mod said;
mod templates;
mod topics;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use self::base::Base;
use self::findings::Audit;
use self::online::Online;
use self::said::Said;
use self::templates::Templates;
use self::topics::{Maker, Topic};
use super::apply::branch::link_environment;
use super::files::{Selection, current_folder};
use super::states::States;
use super::{decided, git_error};
use crate::choice::{Apply, Choice};
use crate::discover::StandIn;
use crate::forge::survey::Survey;
use crate::git::Git;
use crate::pr::model::{Existing, Rules, Scope, Sought};
use crate::pr::owners::{self, Owners};
use crate::pr::page::Links;
use crate::pr::reconcile::reconcile;
use crate::pr::remote::ForgeKind;
use crate::pr::split;
use crate::report::{FileReport, printable};
use crate::root::root;

/// Open pull requests, and keep them up to date
///
/// One for each transform, or with --audit for each finding of an audit that holds and has fixes; cut
/// by CODEOWNERS and folders where it would be too large to review. Each is a branch `amends/TOPIC` at
/// the last commit of the base with one commit for each transform, and a description that says what
/// changes, why, on what evidence, what was left as it is, and how to reject it. The same input gives
/// the same commits. What is judged is the base branch as this clone has last seen it, not your files;
/// settings, decisions and audits are those of your files.
///
/// Run it as often as you like: what is as it should be is not written to. What has new content is
/// brought up to date, and what has nothing left to do is closed with the reason. What people have
/// closed stays closed, and what they have pushed is never overwritten. GitHub, GitLab, Gitea and
/// Forgejo are known; where the token may not push, branches go to a fork of its user.
///
/// The token comes from AMENDS_TOKEN, GITHUB_TOKEN, GH_TOKEN, GITLAB_TOKEN, GITEA_TOKEN or
/// FORGEJO_TOKEN (each but the first only for its own host), from AMENDS_APP_ID and
/// AMENDS_APP_PRIVATE_KEY of a GitHub app, or from git's credential helpers. It is never printed.
///
/// `--dry-run` asks the forge, writes nothing anywhere, and prints what would be done, with every body
/// and diff. With `--offline`, or without a token, it asks nobody.
///
/// Examples:
///   amends pr                                      open, update and close what is due
///   amends pr --dry-run                            what that would do, with bodies and diffs
///   amends pr --dry-run --offline --review src     what there would be, for one folder
///   amends pr --audit AUDIT.md                     one for each finding of an audit (docs/audit.md)
///   amends pr --base develop --remote upstream
///   amends pr --only am401-log-swallowed-exception
///   amends pr --again am502-bounded-wait           although somebody has closed it
///   amends pr --forge gitea                        where the host's name does not tell
///   amends pr --format json                        for other tools (docs/pull-requests.md)
///
/// Exit codes: 0 all is as it should be, 2 wrong use, something failed, or a file could not be read or
/// parsed. With `--dry-run`: 0 there is nothing to do, 1 there is something.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,

    /// Print what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,

    /// Ask no forge: all that there would be (with --dry-run)
    #[arg(long, requires = "dry_run")]
    offline: bool,

    /// Add the fixes that change behaviour in the way they say
    #[arg(long)]
    review: bool,

    /// One for each finding of this audit, in place of one for each transform; `-` reads it from standard input
    #[arg(long, value_name = "REPORT")]
    audit: Option<PathBuf>,

    /// The remote that pull requests are for [default: origin, or the only one]
    #[arg(long, value_name = "NAME")]
    remote: Option<String>,

    /// The branch that they are for [default: the remote's main branch, else the current one]
    #[arg(long, value_name = "BRANCH")]
    base: Option<String>,

    /// Only this topic
    #[arg(long, value_name = "TOPIC")]
    only: Option<String>,

    /// Open this topic again although it was closed and has changed, or was merged (can be repeated)
    #[arg(long, value_name = "TOPIC", conflicts_with = "offline")]
    again: Vec<String>,

    /// What runs on the remote's host, if its name does not tell
    #[arg(long, value_enum, value_name = "KIND")]
    forge: Option<Kind>,

    /// How to print them
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    Text,
    /// One JSON object for each pull request and line
    Json,
}

/// What `--forge` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// GitHub, or GitHub Enterprise
    Github,
    /// GitLab
    Gitlab,
    /// Gitea, or Forgejo
    Gitea,
}

impl From<Kind> for ForgeKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Github => ForgeKind::GitHub,
            Kind::Gitlab => ForgeKind::GitLab,
            Kind::Gitea => ForgeKind::Gitea,
        }
    }
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    if args.selection.reads_stdin() {
        bail!("standard input is in no repository; name files or folders");
    }
    let cwd = current_folder()?;
    let root = root(args.selection.paths(), &cwd)?;
    let git = Git::at(&root).map_err(git_error)?;
    let git = git.with_context(|| {
        format!("{} is in no git work tree, so there is nothing to branch off", shown(&root))
    })?;
    let mut base = Base::of(&git, args.remote.as_deref(), args.base.as_deref())?;
    let drafts = git.drafts().map_err(git_error)?;
    let given = inner_paths(args.selection.paths(), &cwd, &git)?;
    let tree = drafts.export(&base.commit, |path| is_needed(path, &given)).map_err(git_error)?;
    if let Some(missing) = given.iter().find(|path| !tree.join(path).exists()) {
        bail!("{} is not in {}; commit and push it first", shown(missing), base.shown());
    }
    link_environment(git.top(), &tree);
    let owners = owners::PLACES.iter().find_map(|place| std::fs::read_to_string(tree.join(place)).ok());
    let owners = owners.map(|text| Owners::parse(&text));

    let selection = args.selection.in_place_of(StandIn::new(git.top(), &tree));
    let decisions = decided::decisions(args.selection.paths(), &cwd)?;
    let apply = if args.review { Apply::Review } else { Apply::Safe };
    let choice = Choice { apply, decisions: Arc::clone(&decisions), only: None };
    let all_settings = selection.settings(&cwd)?;
    let settings = all_settings.pr.clone();
    let audit = Audit::of(args, &settings, git.top(), &cwd)?;
    let templates = Templates::of(&settings, git.top(), audit.is_some())?;
    let (run, ties) = match &audit {
        None => (selection.open(&cwd)?, Vec::new()),
        Some(audit) => audit.opened(&selection, &all_settings, &cwd)?,
    };
    let sought = match &audit {
        None => Sought::Transforms(
            run.registry.transforms.iter().map(|transform| transform.meta().code.to_lowercase()).collect(),
        ),
        Some(_) => Sought::Audit { whole: !selection.leaves_out_codes() },
    };
    base.known_as(args.forge.map(ForgeKind::from).or(settings.forge));
    // Before the long part: what is missing should be said at once.
    let mut connected = connect::connect(args, &git, &base, &settings)?;
    let (mut reports, choice, findings) = match &audit {
        None => (run.process(&choice), choice, None),
        Some(audit) => {
            let chosen = selection.selected(&all_settings)?;
            let links = Links { remote: base.remote(), commit: base.commit.as_str() };
            let held = audit.held(&run, ties, &choice, &chosen, (&tree, &cwd), links)?;
            (held.0, held.1, Some(held.2))
        }
    };
    run.report();
    let states = States::new(run, choice, &mut reports, &tree, None)?;
    selection.report_skipped(&reports)?;
    decided::say_outdated(&reports, &decisions, selection.quiet);
    let all = decisions.all().into_iter();
    let worded: BTreeMap<String, String> =
        all.filter_map(|decision| Some((decision.fingerprint.clone(), decision.message.clone()?))).collect();

    let paths = scope_of(&given, audit.as_ref());
    let mut maker = Maker {
        base: &base,
        drafts: &drafts,
        settings: &settings,
        templates: &templates,
        owners: owners.as_ref(),
        reports: &reports,
        worded: &worded,
        states,
        findings: findings.as_ref(),
        scope: &paths,
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let mut survey = match &mut connected {
        Some(connected) => Some(connected.survey(&settings, now)?),
        None => None,
    };
    let open = survey.as_ref().map(Survey::open_topics).unwrap_or_default();
    let topics = maker.topics(&open, args.only.as_deref())?;
    let scope = Scope {
        paths: paths.marker.clone(),
        sought,
        only: args.only.clone(),
        complete: !selection.is_narrowed() && !reports.iter().any(is_skipped),
    };
    let rules = Rules {
        target: base.branch.clone(),
        now,
        max_new_per_hour: settings.max_new_per_hour,
        max_open: settings.max_open,
        again: args.again.clone(),
        scope,
    };
    let wanted: Vec<_> = topics.iter().map(Topic::wanted).collect();
    let sum = findings.as_ref().map(|findings| findings.sum.as_str());
    let said = Said { args, base: &base, settings: &settings, reports: &reports, audit: sum };
    match (&mut connected, &mut survey) {
        (Some(connected), Some(survey)) => {
            let run = Online { said, connected, survey, drafts: &drafts, topics: &topics };
            run.finish(&wanted, &rules)
        }
        // All that there would be: nothing is open as far as anybody has told.
        _ => said.all(&topics, &reconcile(&wanted, &Existing::default(), &rules)),
    }
}

/// Which paths a run is for, in names and in markers.
struct PathScope {
    marker: String,
    suffix: String,
    place: String,
}

/// Runs for different paths know nothing of each other, so their topics have different names. Those for an audit have
/// them anyhow, and markers of their own.
fn scope_of(given: &BTreeSet<PathBuf>, audit: Option<&Audit>) -> PathScope {
    let scope = scope_of_paths(given);
    match audit {
        None => scope,
        Some(audit) => PathScope { marker: format!("{}-{}", scope.marker, audit.marker()), ..scope },
    }
}

fn scope_of_paths(given: &BTreeSet<PathBuf>) -> PathScope {
    if given.iter().any(|path| path.as_os_str().is_empty()) {
        return PathScope { marker: "all".into(), suffix: String::new(), place: String::new() };
    }
    let names: Vec<String> = given.iter().map(|path| path.to_string_lossy().replace('\\', "/")).collect();
    let joined = names.join(" ");
    PathScope {
        marker: crate::pr::content::short(&joined),
        suffix: format!("-within-{}", split::slug(&joined)),
        place: format!("within {}", names.join(", ")),
    }
}

/// The given paths, relative to the top; the top itself is empty.
fn inner_paths(paths: &[PathBuf], cwd: &Path, git: &Git) -> Result<BTreeSet<PathBuf>> {
    let inner = |path: &PathBuf| {
        let real = cwd.join(path).canonicalize().with_context(|| shown(path))?;
        let inner = real.strip_prefix(git.top());
        let inner = inner.with_context(|| format!("{} is not in {}", shown(path), shown(git.top())))?;
        Ok(inner.to_path_buf())
    };
    paths.iter().map(inner).collect()
}

/// Whether a judgement may look at a file of the commit.
fn is_needed(path: &Path, given: &BTreeSet<PathBuf>) -> bool {
    let has = |known: &[&str], part: Option<&std::ffi::OsStr>| {
        part.is_some_and(|part| known.iter().any(|known| part == *known))
    };
    has(&["py", "pyi", "toml", "cfg", "typed"], path.extension())
        || has(&[".gitignore", ".ignore", "CODEOWNERS"], path.file_name())
        || given.contains(path)
}

fn is_skipped(report: &FileReport) -> bool {
    report.skipped.as_ref().is_some_and(|skipped| !skipped.is_warning)
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy())
}
