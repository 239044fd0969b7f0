//! `amends scaffold`: writes small Python helpers, with their tests, into the user's project.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::files::current_folder;
use super::printed::{self, tell};
use super::{EXIT_OPEN, recovery};
use crate::diff;
use crate::report::printable;
use crate::scaffold::place::Places;
use crate::scaffold::write::{self, Wanted};
use crate::scaffold::{HELPERS, Helper, Part, Standing, helper};

/// Write a small Python helper and its tests into your project; without a name, list them
///
/// The helpers are typed, need nothing but Python 3.9 or newer, and are yours from then on: change
/// them as you like. --into is a folder, or for one helper its file. The tests (pytest runs them)
/// go to the nearest `tests` folder of the project, else beside the helper; they import it from
/// where it is.
///
/// Run it again after an update of amends: files that are as it wrote them are renewed. What you
/// have changed is never overwritten, and then the other file of that helper is left alone, too.
/// All files are written or none. `amends undo` does not take it back: remove the files, or use git.
///
/// Examples:
///   amends scaffold
///   amends scaffold ordered-lock --into relay
///   amends scaffold ordered-lock --into relay/locks.py --dry-run
///   amends scaffold task-set ttl-mapping --into src/relay --tests tests/unit
///
/// Exit codes: 0 all is there as it should be, 1 something was left alone because it is not as
/// amends wrote it, 2 wrong use, or a file that could not be read or written (nothing is, then).
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The helpers, as the list names them
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// The folder of your package that they go to; for a single helper, also the .py file
    #[arg(long, value_name = "PATH", requires = "names")]
    into: Option<PathBuf>,

    /// The folder for their tests
    #[arg(long, value_name = "DIR", requires = "names")]
    tests: Option<PathBuf>,

    /// Write nothing, and print what would be written as a patch
    #[arg(long, requires = "names")]
    dry_run: bool,
}

/// A file of a helper, what is there, and what should be.
struct File {
    shown: String,
    standing: Option<Standing>,
    wanted: Wanted,
}

/// A helper with its files.
struct Planned {
    helper: &'static Helper,
    places: Places,
    files: Vec<File>,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let Some(into) = &args.into else {
        if args.names.is_empty() {
            return list();
        }
        bail!("say where it goes: --into and a folder of your package, or for one helper a .py file in it");
    };
    let cwd = current_folder()?;
    let mut names: Vec<&str> = args.names.iter().map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let mut helpers = Vec::new();
    for name in names {
        let Some(found) = helper(name) else {
            let known: Vec<&str> = HELPERS.iter().map(|helper| helper.name).collect();
            bail!("no helper is called `{}`; there are {}", printable(name), known.join(", "));
        };
        helpers.push(found);
    }
    let plan = |helper: &&'static Helper| planned(helper, into, args.tests.as_deref(), helpers.len(), &cwd);
    let plans: Vec<Planned> = helpers.iter().map(plan).collect::<Result<_>>()?;
    if let Some(first) = plans.first() {
        recovery::before_reading(&first.places.root)?;
    }
    let files: Vec<&File> =
        plans.iter().filter(|plan| !plan.is_left()).flat_map(|plan| &plan.files).collect();
    let wanted: Vec<Wanted> =
        files.iter().filter(|file| file.is_open()).map(|file| file.wanted.clone()).collect();
    if args.dry_run {
        let mut stdout = printed::raw_stdout();
        files.iter().filter(|file| file.is_open()).try_for_each(|file| stdout.write_all(&patch(file)))?;
        stdout.flush()?;
    } else {
        write::all(&wanted)?;
    }
    // The patch has standard output for itself.
    let mut told = String::new();
    plans.iter().for_each(|plan| plan.tell(args.dry_run, &mut told));
    if args.dry_run {
        printed::stderr().write_all(told.as_bytes())?;
    } else {
        let mut stdout = printed::stdout();
        stdout.write_all(told.as_bytes())?;
        stdout.flush()?;
        plans.iter().filter(|plan| !plan.is_left()).for_each(Planned::advise);
    }
    Ok(if plans.iter().any(Planned::is_left) { ExitCode::from(EXIT_OPEN) } else { ExitCode::SUCCESS })
}

fn list() -> Result<ExitCode> {
    let mut stdout = printed::stdout();
    let width = HELPERS.iter().map(|helper| helper.name.len()).max().unwrap_or(0);
    for helper in HELPERS {
        writeln!(stdout, "{:width$}  {}", helper.name, helper.summary)?;
    }
    stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn planned(
    helper: &'static Helper,
    into: &Path,
    tests: Option<&Path>,
    count: usize,
    cwd: &Path,
) -> Result<Planned> {
    let places = Places::of(helper, into, tests, count, cwd)?;
    let file = |part: Part, path: &Path| -> Result<File> {
        let text = helper.text(part, &places.module);
        let before = write::read(path)?;
        let standing = before.as_ref().map(|found| helper.standing(part, &text, found));
        let wanted = Wanted { path: path.to_path_buf(), before, after: text.into_bytes() };
        Ok(File { shown: places.shown(path), standing, wanted })
    };
    let files = vec![file(Part::Code, &places.code)?, file(Part::Tests, &places.tests)?];
    Ok(Planned { helper, places, files })
}

impl File {
    /// Whether it is to be written.
    fn is_open(&self) -> bool {
        matches!(self.standing, None | Some(Standing::Earlier))
    }

    /// Whether it is somebody's.
    fn is_left(&self) -> bool {
        matches!(self.standing, Some(Standing::Changed | Standing::Foreign))
    }
}

impl Planned {
    /// Whether somebody has made one of the files their own: then neither is written, as the tests are those of the
    /// helper beside them.
    fn is_left(&self) -> bool {
        self.files.iter().any(File::is_left)
    }

    fn tell(&self, dry: bool, told: &mut String) {
        for file in &self.files {
            let said = match (file.standing, self.is_left(), dry) {
                (Some(Standing::Changed), ..) => "left alone: you have changed it",
                (Some(Standing::Foreign), ..) => {
                    "left alone: amends did not write it; choose another name with --into FILE.py"
                }
                (Some(Standing::Same), ..) => "unchanged",
                (_, true, _) => "left alone, as the other file is",
                (None, _, false) => "written",
                (None, _, true) => "would be written",
                (Some(Standing::Earlier), _, false) => "updated",
                (Some(Standing::Earlier), _, true) => "would be updated",
            };
            told.push_str(&format!("{}: {said}\n", printable(&file.shown)));
        }
    }

    /// What to do next.
    fn advise(&self) {
        let (module, class) = (&self.places.module, self.helper.class);
        if self.files.iter().all(|file| file.standing.is_some()) {
            return;
        }
        let tests = printable(&self.files[1].shown);
        match self.places.source_root() {
            // For a project that is not installed, and no harm for one that is.
            Some(source) => {
                tell!("test it: PYTHONPATH={} python -m pytest {tests}", printable(&quoted(&source)))
            }
            None => tell!("test it: python -m pytest {tests}"),
        }
        match self.helper.name {
            "ordered-lock" => tell!(
                "use it: `amends diff --review --select AM303` makes it of the locks of classes; it checks under `python -X dev`"
            ),
            "ttl-mapping" => tell!(
                "so that AM101 knows it, put into pyproject.toml:\n[tool.amends.collections]\nexpiring = \"{module}.{class}\""
            ),
            _ => tell!("use it: from {module} import {class}"),
        }
    }
}

/// A path as a shell takes it for one word.
fn quoted(path: &str) -> String {
    let is_plain = path.chars().all(|letter| letter.is_alphanumeric() || "_-./".contains(letter));
    if is_plain { path.to_string() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// What becomes of a file, as `git apply` takes it.
fn patch(file: &File) -> Vec<u8> {
    let before = file.wanted.before.as_deref().unwrap_or_default();
    let patch = diff::unified(&file.shown, before, &file.wanted.after, 3);
    if file.standing.is_some() {
        return patch;
    }
    // A new file has no old name.
    let mut lines: Vec<&[u8]> = patch.splitn(3, |byte| *byte == b'\n').collect();
    if lines.len() == 3 {
        lines[1] = b"new file mode 100644\n--- /dev/null";
    }
    lines.join(&b'\n')
}
