//! `amends audit`: holds every claim of an audit against the code.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;

use super::audit_file::{check, save};
use super::audited::{Holding, opened, settled, ties};
use super::decided;
use super::files::{Selection, current_folder};
use super::printed::{self, styled, tell};
use super::{EXIT_OPEN, EXIT_UNREADABLE};
use crate::audit::model::{Kind, Report};
use crate::audit::read::Read;
use crate::audit::recommend::{Mapped, codes_of, map};
use crate::audit::reconcile::{Judged, codes};
use crate::audit::show::text::Look;
use crate::audit::show::{Audit, github, gitlab, html, json, junit, markdown, sarif, text};
use crate::audit::spot::State;
use crate::audit::ties::{How, Setting, is_meant};
use crate::discover::files_named;
use crate::registry::Registry;
use crate::report::printable;

/// Hold every claim of an audit against the code
///
/// REPORT is Markdown (headings, lists or tables of findings with files, lines and code),
/// SARIF 2.1.0, or the JSON of ruff, bandit, semgrep or pylint. Each finding is tied to the
/// transforms that judge it: by its own code, by its words, or by the rule of the tool; `--tie` and
/// `[tool.amends.audit]` say otherwise. Its locations are searched for in PATHS, also where they
/// have moved; without PATHS, all files are searched, and those of the folders that the audit is
/// about are judged, with those that its findings lead to. Each finding gets a status:
///   confirmed      the sites at its locations are open
///   partly         it holds at some of them
///   refuted        they are fine, and the lines shown say why
///   already fixed  what it quotes has changed, and nothing is open there
///   stale          what it names does not exist
///   not judged     no transform is for it
///
/// Examples:
///   amends audit AUDIT.md src
///   amends audit AUDIT.md src --only 2.3 --tie 2.3=AM202
///   amends audit AUDIT.md src --save-audit AUDIT.md     put status and checkbox into the audit
///   amends audit AUDIT.md src --format html > audit.html
///   amends audit AUDIT.md src --format sarif > audit.sarif   a result for each open site
///   ruff check --output-format json src | amends audit - src
///
/// Exit codes: 0 nothing is left to do, 1 a finding is confirmed, partly so, or not judged,
/// 2 wrong use, or a report or file that could not be read.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The audit; `-` reads it from standard input
    report: PathBuf,

    #[command(flatten)]
    selection: Selection,

    /// What the report is; the default is told by its content
    #[arg(long, value_enum, value_name = "KIND")]
    from: Option<From>,

    /// Tie a finding (number, rule, or a part of its title) to codes; none means that no transform judges it
    #[arg(long, value_name = "FINDING=CODES")]
    tie: Vec<String>,

    /// Only these findings (number, rule, or a part of the title)
    #[arg(long, value_delimiter = ',', value_name = "FINDINGS")]
    only: Vec<String>,

    /// Show all other sites of each class, and all places of wrong numbers
    #[arg(long)]
    all: bool,

    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Write the audit as Markdown with a status and a checkbox for each finding; its own text stays as it is
    #[arg(long, value_name = "FILE", conflicts_with = "only")]
    save_audit: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum From {
    Markdown,
    Sarif,
    Ruff,
    Bandit,
    Semgrep,
    Pylint,
}

impl From {
    fn kind(self) -> Kind {
        match self {
            From::Markdown => Kind::Markdown,
            From::Sarif => Kind::Sarif,
            From::Ruff => Kind::Ruff,
            From::Bandit => Kind::Bandit,
            From::Semgrep => Kind::Semgrep,
            From::Pylint => Kind::Pylint,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: source excerpts, colour on terminals
    Text,
    /// One JSON object per finding and line
    Json,
    /// One self-contained page: filters, changes side by side, evidence
    Html,
    /// The audit itself, with a status and a checkbox for each finding
    Markdown,
    /// SARIF 2.1.0: a rule for each finding, a result for each open site, with the fixes
    Sarif,
    /// Workflow commands, which GitHub shows beside the code
    Github,
    /// A code quality report, for merge requests in GitLab
    Gitlab,
    /// JUnit XML: findings that hold are tests that fail
    Junit,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let Read { mut report, text } = opened(&args.report, args.from.map(From::kind))?;
    if let Some(file) = &args.save_audit {
        check(file, &args.report, &text)?;
    }
    let cwd = current_folder()?;
    let mut overrides: Vec<Setting> = args.tie.iter().map(|tie| setting(tie)).collect::<Result<_>>()?;
    decided::recover(args.selection.paths(), &cwd)?;
    let settings = args.selection.settings(&cwd)?;
    for asked in &overrides {
        known(&report, &asked.finding)?;
    }
    overrides.extend(settled(&settings));
    let partial = !args.only.is_empty();
    // Findings that are left out tell what has moved all the same.
    let claims = report.claims.clone();
    if partial {
        only(&mut report, &args.only)?;
    }
    let ties = ties(&report, &overrides, &settings, &args.selection)?;
    let mut wanted: Vec<String> = ties.iter().flat_map(|ties| codes(ties)).collect();
    wanted.extend(codes_of(&report.recommendations));
    let run = args.selection.open_for(&cwd, &wanted)?;
    if run.files.is_empty() {
        // Everything would be stale, which says nothing of the audit.
        let missing: Vec<String> = run.problems.iter().map(ToString::to_string).collect();
        let why = if missing.is_empty() { String::new() } else { format!(" ({})", missing.join("; ")) };
        bail!(
            "there is no Python file to hold the audit against{why}; name the folder of the code it is about"
        );
    }
    // Names alone: what a report names is not opened, and nothing but what is found is looked for.
    let beside = |lacking: &[&str]| files_named(lacking, args.selection.paths(), &cwd);
    let holding = Holding { report: &report, all: &claims, run: &run, cwd: &cwd, beside: &beside };
    let (reports, (status, sentence, elsewhere)) = holding.judged(&ties, |files, claims, named| {
        let recommendations: Vec<Mapped<'_>> =
            report.recommendations.iter().map(|one| map(one, claims, files)).collect();
        let audit = Audit {
            report: &report,
            claims,
            recommendations: if partial { &[] } else { &recommendations },
            files,
            reports: named,
        };
        if let Some(file) = &args.save_audit {
            save(file, &markdown::noted(&audit, &text))
                .with_context(|| format!("cannot write the audit to {}", file.display()))?;
            if !args.selection.quiet {
                tell!("wrote the audit with its notes to {}", file.display());
            }
        }
        print(args, &audit, &text)?;
        let is_open = claims.iter().any(|claim| claim.status.is_open());
        Ok((is_open, audit.sentence(), is_elsewhere(claims)))
    })?;
    run.report();
    args.selection.report_skipped(&reports)?;
    if !args.selection.quiet {
        if let Some(note) = left_out(&report) {
            writeln!(printed::stderr(), "{note}")?;
        }
        if elsewhere {
            tell!("note: no file that it names is under the given paths; is this the code that it is about?");
        }
        writeln!(printed::stderr(), "{sentence}")?;
    }
    let unread = reports.iter().any(|file| file.skipped.as_ref().is_some_and(|skipped| !skipped.is_warning));
    // The end of the program frees what is known of all files, at no cost.
    std::mem::forget(run);
    Ok(match (unread, status) {
        (true, _) => ExitCode::from(EXIT_UNREADABLE),
        (false, true) => ExitCode::from(EXIT_OPEN),
        (false, false) => ExitCode::SUCCESS,
    })
}

fn print(args: &Args, audit: &Audit<'_>, source: &str) -> Result<()> {
    let mut stdout = printed::stdout();
    match args.format {
        Format::Json => {
            stdout.write_all(json::head(audit).as_bytes())?;
            for judged in audit.claims {
                stdout.write_all(json::claim(audit, judged)?.as_bytes())?;
            }
            for mapped in audit.recommendations {
                stdout.write_all(json::recommendation(audit, mapped).as_bytes())?;
            }
        }
        Format::Html => stdout.write_all(html::page(audit).as_bytes())?,
        Format::Sarif => stdout.write_all(sarif::render(audit, args.all)?.as_bytes())?,
        Format::Github => stdout.write_all(github::render(audit, args.all).as_bytes())?,
        Format::Gitlab => stdout.write_all(gitlab::render(audit)?.as_bytes())?,
        Format::Junit => stdout.write_all(junit::render(audit).as_bytes())?,
        Format::Markdown => stdout.write_all(markdown::noted(audit, source).as_bytes())?,
        Format::Text => {
            let look = Look { styled: styled(), all: args.all };
            stdout.write_all(text::head(audit, look).as_bytes())?;
            let mut section = "";
            for judged in audit.claims {
                if judged.claim.section != section {
                    section = &judged.claim.section;
                    stdout.write_all(text::section(section, look).as_bytes())?;
                }
                stdout.write_all(text::claim(audit, judged, look).as_bytes())?;
            }
            if !audit.recommendations.is_empty() {
                stdout.write_all(text::section("Recommendations", look).as_bytes())?;
            }
            for mapped in audit.recommendations {
                stdout.write_all(text::recommendation(audit, mapped, look).as_bytes())?;
            }
        }
    }
    stdout.flush()?;
    Ok(())
}

/// Whether locations are named, and the file of none of them exists.
fn is_elsewhere(claims: &[Judged<'_>]) -> bool {
    let mut spots = claims.iter().flat_map(|judged| &judged.spots).peekable();
    spots.peek().is_some() && spots.all(|spot| spot.file.is_none() && spot.state == State::Stale)
}

/// What names a file and is read as no finding, so that nothing is lost unseen.
fn left_out(report: &Report) -> Option<String> {
    let all = &report.left_out;
    if all.is_empty() {
        return None;
    }
    let shown: Vec<String> =
        all.iter().take(3).map(|(line, text)| format!("line {line} ({})", printable(text))).collect();
    let more = if all.len() > shown.len() { ", ..." } else { "" };
    let what = if all.len() == 1 { "part" } else { "parts" };
    let be = if all.len() == 1 { "is" } else { "are" };
    Some(format!(
        "note: {} {what} of the audit that may be findings {be} read as none: {}{more}",
        all.len(),
        shown.join(", ")
    ))
}

/// `1.2=AM102,AM201`.
fn setting(text: &str) -> Result<Setting> {
    let Some((finding, codes)) = text.rsplit_once('=') else {
        bail!("`--tie {text}` ties nothing; write a finding and its codes, such as `--tie 1.2=AM102`");
    };
    let codes: Vec<String> =
        codes.split(',').map(|code| code.trim().to_uppercase()).filter(|code| !code.is_empty()).collect();
    Registry::new(&codes, &[])?;
    Ok(Setting { finding: finding.trim().to_string(), codes, how: How::Asked })
}

/// Refuses what means no finding.
fn known(report: &Report, one: &str) -> Result<()> {
    if !report.claims.iter().any(|claim| is_meant(claim, one)) {
        let known: Vec<&str> = report.claims.iter().take(40).map(|claim| claim.id.as_str()).collect();
        let known = if known.is_empty() { "none".into() } else { known.join(", ") };
        bail!("no finding is {one}; the audit has {known}");
    }
    Ok(())
}

/// Leaves the findings that are meant.
fn only(report: &mut Report, wanted: &[String]) -> Result<()> {
    for one in wanted {
        known(report, one)?;
    }
    report.claims.retain(|claim| wanted.iter().any(|one| is_meant(claim, one)));
    Ok(())
}
