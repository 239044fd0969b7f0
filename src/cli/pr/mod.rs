//! `amends pr --dry-run`: the pull requests that there would be. Opens none: this version speaks to no forge.

mod base;
mod said;
mod topics;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use self::base::Base;
use self::said::Said;
use self::topics::{Maker, Topic};
use super::apply::branch::link_environment;
use super::files::{Selection, current_folder};
use super::states::States;
use super::{decided, git_error};
use crate::choice::{Apply, Choice};
use crate::config::PrSettings;
use crate::discover::StandIn;
use crate::git::Git;
use crate::pr::model::{Existing, Rules, Scope};
use crate::pr::owners::{self, Owners};
use crate::pr::reconcile::reconcile;
use crate::pr::{split, template};
use crate::report::{FileReport, printable};
use crate::root::root;

/// Show the pull requests that there would be
///
/// One for each transform, cut by CODEOWNERS and folders where it would be too large to review. Each
/// is a branch `amends/TOPIC` at the last commit of the base with one commit for each transform, and a
/// description that says what changes, why, on what evidence, what was left as it is, and how to
/// reject it. The same input gives the same commits. What is judged is the base branch as this clone
/// has last seen it, not your files; settings and decisions are those of your files.
///
/// This version has `--dry-run` only: it asks no forge and opens nothing. It prints every title, body
/// and diff, and writes nothing to your repository, not even objects or branches.
///
/// Examples:
///   amends pr --dry-run                            all of them
///   amends pr --dry-run --review src               with the fixes that change behaviour, of one folder
///   amends pr --dry-run --base develop --remote upstream
///   amends pr --dry-run --only am401-log-swallowed-exception
///   amends pr --dry-run --format json              for other tools (docs/pull-requests.md)
///
/// Exit codes: 0 there would be none, 1 there would be some, 2 wrong use, or a file that could not be
/// read or parsed.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,

    /// Print what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,

    /// Add the fixes that change behaviour in the way they say
    #[arg(long)]
    review: bool,

    /// The remote that pull requests are for [default: origin, or the only one]
    #[arg(long, value_name = "NAME")]
    remote: Option<String>,

    /// The branch that they are for [default: the remote's main branch, else the current one]
    #[arg(long, value_name = "BRANCH")]
    base: Option<String>,

    /// Only this topic
    #[arg(long, value_name = "TOPIC")]
    only: Option<String>,

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

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    if !args.dry_run {
        bail!(
            "this version of amends cannot open pull requests yet; `amends pr --dry-run` prints those that there \
             would be"
        );
    }
    if args.selection.reads_stdin() {
        bail!("standard input is in no repository; name files or folders");
    }
    let cwd = current_folder()?;
    let root = root(args.selection.paths(), &cwd)?;
    let git = Git::at(&root).map_err(git_error)?;
    let git = git.with_context(|| {
        format!("{} is in no git work tree, so there is nothing to branch off", shown(&root))
    })?;
    let base = Base::of(&git, args.remote.as_deref(), args.base.as_deref())?;
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
    let run = selection.open(&cwd)?;
    let settings = run.settings.pr.clone();
    let codes =
        run.registry.transforms.iter().map(|transform| transform.meta().code.to_lowercase()).collect();
    let templates = templates(&settings, git.top())?;
    let mut reports = run.process(&choice);
    run.report();
    let states = States::new(run, choice, &mut reports, &tree, None)?;
    selection.report_skipped(&reports)?;
    decided::say_outdated(&reports, &decisions, selection.quiet);
    let all = decisions.all().into_iter();
    let worded: BTreeMap<String, String> =
        all.filter_map(|decision| Some((decision.fingerprint.clone(), decision.message.clone()?))).collect();

    let paths = scope_of(&given);
    let mut maker = Maker {
        base: &base,
        drafts: &drafts,
        settings: &settings,
        templates: &templates,
        owners: owners.as_ref(),
        reports: &reports,
        worded: &worded,
        states,
        scope: &paths,
    };
    // Nothing is open as far as this version knows.
    let topics = maker.topics(&BTreeSet::new(), args.only.as_deref())?;
    let scope = Scope {
        paths: paths.marker.clone(),
        codes,
        only: args.only.clone(),
        complete: !selection.is_narrowed() && !reports.iter().any(is_skipped),
    };
    let rules = Rules {
        target: base.branch.clone(),
        now: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs()),
        max_new_per_hour: settings.max_new_per_hour,
        max_open: settings.max_open,
        again: Vec::new(),
        scope,
    };
    let wanted: Vec<_> = topics.iter().map(Topic::wanted).collect();
    let actions = reconcile(&wanted, &Existing::default(), &rules);
    Said { args, base: &base, settings: &settings, reports: &reports }.all(&topics, &actions)
}

/// The templates to use.
struct Templates {
    title: String,
    body: String,
    /// What errors call that of the body.
    body_name: String,
}

/// More is not read as a template, in bytes.
const MAX_TEMPLATE: u64 = 64 * 1024;

fn templates(settings: &PrSettings, top: &Path) -> Result<Templates> {
    let title = settings.title.clone().unwrap_or_else(|| template::TITLE.into());
    let Some(name) = &settings.body else {
        return Ok(Templates { title, body: template::BODY.into(), body_name: "body".into() });
    };
    let place = top.join(name);
    let real =
        place.canonicalize().with_context(|| format!("cannot read the template {}", printable(name)))?;
    let meta = real.metadata()?;
    if !real.starts_with(top) || !meta.is_file() || meta.len() > MAX_TEMPLATE {
        bail!(
            "the template {} must be a file of the project of at most {} KiB",
            printable(name),
            MAX_TEMPLATE / 1024
        );
    }
    let body = std::fs::read_to_string(&real)
        .with_context(|| format!("cannot read the template {}", printable(name)))?;
    Ok(Templates { title, body, body_name: printable(name) })
}

/// Which paths a run is for, in names and in markers.
struct PathScope {
    marker: String,
    suffix: String,
    place: String,
}

/// Runs for different paths know nothing of each other, so their topics have different names.
fn scope_of(given: &BTreeSet<PathBuf>) -> PathScope {
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
