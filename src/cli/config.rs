//! `amends config`: what is set and where, and the schema of settings.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::Subcommand;

use super::files::{Selection, current_folder};
use super::named::names;
use super::printed;
use crate::config::{self, Origin, Shown};
use crate::discover::display_path;
use crate::report::printable;

/// Show settings and where they come from, or their schema
///
/// Settings are in pyproject.toml under [tool.amends], or in amends.toml at the top level.
///
/// Examples:
///   amends config show                    every setting, its value, and who says so
///   amends config show tests/test_hub.py  what holds for one file, overrides included
///   amends config schema > amends.json    the JSON schema, for editors
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    Show(Box<ShowArgs>),
    /// Print the JSON schema of the settings, for editors
    ///
    /// It is that of amends.toml, and of the table [tool.amends]; schemas/amends.json in the package is
    /// the same.
    Schema,
}

/// Print every setting, its value, and where that comes from
///
/// A value comes from a line of the settings file, from another tool's settings there (ruff's line
/// length, the project's requires-python), from an override for the given path, from an option of
/// this command, or is what holds without any setting.
///
/// Examples:
///   amends config show
///   amends config show src/relay/hub.py
///   amends config show --select AM4 --json
///
/// Exit codes: 0 shown, 2 the settings cannot be read.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ShowArgs {
    #[command(flatten)]
    selection: Selection,

    /// Print one JSON object per line
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let mut stdout = printed::stdout();
    match &args.what {
        What::Show(args) => stdout.write_all(shown(args)?.as_bytes())?,
        What::Schema => stdout.write_all(config::schema().as_bytes())?,
    }
    stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn shown(args: &ShowArgs) -> Result<String> {
    let cwd = current_folder()?;
    let selection = &args.selection;
    // Refuses what a run would refuse.
    selection.settings(&cwd)?;
    let file = selection.settings_file(&cwd);
    let (text, origin) = match &file {
        Some(file) => {
            let text = std::fs::read_to_string(file).with_context(|| {
                format!("cannot read the settings in {}", printable(&file.to_string_lossy()))
            })?;
            (text, file.to_string_lossy().into_owned())
        }
        None => (String::new(), "amends.toml".into()),
    };
    let path = selection.paths().first().filter(|path| !cwd.join(path).is_dir());
    let path = path.map(|path| {
        let shown = display_path(path, path, &cwd);
        let names = names(selection, &cwd, std::iter::once((shown.as_str(), path.as_path())));
        names.in_settings(&shown).to_string()
    });
    let mut settings = config::show(&text, &origin, path.as_deref())?;
    for (key, list) in selection.said() {
        for setting in settings.iter_mut().filter(|setting| setting.key == key) {
            let words: Vec<String> = list.iter().map(|word| format!("{word:?}")).collect();
            // Globs that are excluded add up, and so does what an override leaves out; all others take the place of
            // what is set.
            let before = match &setting.origin {
                Origin::Override { beside: Some(beside), .. } => Some(beside.own.as_str()),
                Origin::Override { .. } if key == "ignore" => setting.value.as_deref(),
                Origin::File { .. } if key == "exclude" => setting.value.as_deref(),
                _ => None,
            };
            let before = before.map_or_else(String::new, |before| format!("{before} + "));
            setting.value = Some(format!("{before}[{}]", words.join(", ")));
            setting.origin = Origin::CommandLine;
        }
    }
    let name = file.as_deref().map(|file| named(file, &cwd)).unwrap_or_default();
    let lines: Vec<(String, String)> =
        settings.iter().map(|setting| (left(setting), from(&setting.origin, &name))).collect();
    if args.json {
        let object = |(setting, (_, from)): (&Shown, &(String, String))| {
            serde_json::json!({ "key": setting.key, "value": setting.value, "from": from }).to_string() + "\n"
        };
        return Ok(settings.iter().zip(&lines).map(object).collect());
    }
    let width =
        lines.iter().map(|(left, _)| left.chars().count()).filter(|&width| width <= 48).max().unwrap_or(0);
    Ok(lines.iter().map(|(left, from)| format!("{left:width$}  # {from}\n")).collect())
}

fn left(setting: &Shown) -> String {
    match &setting.value {
        Some(value) => printable(&format!("{} = {value}", setting.key)),
        None => printable(&format!("{} is not set", setting.key)),
    }
}

fn from(origin: &Origin, file: &str) -> String {
    match origin {
        Origin::Default => "default".into(),
        Origin::CommandLine => "command line".into(),
        Origin::File { line, key: None } => format!("{file}:{line}"),
        Origin::File { line, key: Some(key) } => format!("{file}:{line} ({key})"),
        Origin::Override { line, paths, beside } => {
            let beside =
                beside.as_ref().map_or_else(String::new, |beside| format!("{file}:{} and ", beside.line));
            printable(&format!("{beside}{file}:{line} (override for {paths})"))
        }
    }
}

/// The settings file, from where the user stands if it is below that.
fn named(file: &Path, cwd: &Path) -> String {
    let near = cwd.canonicalize().ok().and_then(|cwd| file.strip_prefix(cwd).ok().map(Path::to_path_buf));
    printable(&near.as_deref().unwrap_or(file).to_string_lossy())
}
