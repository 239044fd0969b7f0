//! Which files a command works on, and running the pipeline over them: discovery, settings, threads, progress.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use super::named::names;
use super::printed::{self, tell};
use super::run::{ReadFile, Run, inputs};
use crate::config::{self, Settings};
use crate::discover::{DiscoverOptions, Discovered, FoundFile, StandIn, discover};
use crate::facts::{Input, Project};
use crate::pipeline::{Outcome, STACK_BYTES};
use crate::registry::Registry;
use crate::report::{FileReport, Skipped, printable};
use crate::source::{self, Source, SourceError};
use crate::syntax;

/// Fewer files than this are done before a progress bar could be read.
const PROGRESS_FROM: usize = 200;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Selection {
    /// Files and directories; `-` reads one file from standard input [default: .]
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,

    /// Only these codes or names; the start of a code takes all that have it (AM5)
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    select: Vec<String>,

    /// Not these codes or names
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    ignore: Vec<String>,

    /// Only files that match one of these globs (as in .gitignore, from the current directory)
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,

    /// No files that match one of these globs (as in .gitignore, from the current directory)
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,

    /// Also take files that .gitignore and the like leave out
    #[arg(long)]
    no_ignore: bool,

    /// The settings file; the default is the nearest pyproject.toml or amends.toml
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Infer no types: faster, and verdicts are weaker, never wrong
    #[arg(long)]
    no_types: bool,

    /// Say on stderr how much was computed
    #[arg(short, long)]
    pub(super) verbose: bool,

    /// The path that a file from standard input is shown under
    #[arg(long, value_name = "PATH", default_value = "stdin.py")]
    stdin_filename: String,

    /// No summary and no progress; errors are still printed
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// What is looked at in place of the project; settings are the project's.
    #[arg(skip)]
    stand_in: Option<StandIn>,
}

impl Selection {
    /// Puts a path before the others; the default path gives way to it.
    pub(super) fn add_first(&mut self, path: &str) {
        self.paths.insert(0, PathBuf::from(path));
    }

    /// Sees to it that a file is among the given ones.
    pub(super) fn also(&mut self, file: &Path) {
        if self.paths.is_empty() {
            self.paths.push(".".into());
        }
        self.paths.push(file.to_path_buf());
    }

    pub(super) fn discover(&self, settings: &Settings, cwd: &Path) -> Result<Discovered> {
        let include = if self.include.is_empty() { settings.include.clone() } else { self.include.clone() };
        let exclude = self.exclude.iter().chain(&settings.exclude).cloned().collect();
        let options =
            DiscoverOptions { include, exclude, no_ignore: self.no_ignore, stand_in: self.stand_in.clone() };
        Ok(discover(self.paths(), cwd, &options)?)
    }

    /// Finds and reads the files, ready to be judged. `cwd` is the folder that relative paths start at.
    pub(super) fn open(&self, cwd: &Path) -> Result<Run> {
        let settings = self.settings(cwd)?;
        let registry = self.registry(&settings)?;
        self.open_with(cwd, settings, registry)
    }

    /// The same, for the transforms of the given codes alone, whatever the settings select.
    pub(super) fn open_for(&self, cwd: &Path, codes: &[String]) -> Result<Run> {
        let settings = self.settings(cwd)?;
        let mut chosen = Registry::new(&self.select, &self.ignore)?.transforms;
        chosen.retain(|transform| codes.iter().any(|code| code == transform.meta().code));
        let registry = Registry::of(chosen, true)?;
        self.open_with(cwd, settings, registry)
    }

    /// The codes that the command line selects.
    pub(super) fn asked_for(&self) -> Result<Vec<&'static str>> {
        let registry = Registry::new(&self.select, &self.ignore)?;
        Ok(registry.transforms.iter().map(|transform| transform.meta().code).collect())
    }

    /// The codes that the command line and the settings select.
    pub(super) fn selected(&self, settings: &Settings) -> Result<Vec<&'static str>> {
        let registry = self.registry(settings)?;
        Ok(registry.transforms.iter().map(|transform| transform.meta().code).collect())
    }

    /// Whether the command line leaves transforms out.
    pub(super) fn leaves_out_codes(&self) -> bool {
        !self.select.is_empty() || !self.ignore.is_empty()
    }

    /// The selected transforms.
    fn registry(&self, settings: &Settings) -> Result<Registry> {
        let select = if self.select.is_empty() { &settings.select } else { &self.select };
        let ignore = if self.ignore.is_empty() { &settings.ignore } else { &self.ignore };
        Registry::new(select, ignore)
    }

    fn open_with(&self, cwd: &Path, settings: Settings, mut registry: Registry) -> Result<Run> {
        let pool = pool()?;
        let (files, problems) = if self.reads_stdin() {
            (vec![self.standard_input(cwd)?], Vec::new())
        } else {
            let found = self.discover(&settings, cwd)?;
            named_once(&found)?;
            let read = |file: &FoundFile| {
                let absolute = cwd.join(&file.path);
                let source = source::read(&absolute);
                ReadFile { display: file.display.clone(), absolute, source }
            };
            (pool.install(|| found.files.par_iter().map(read).collect()), found.problems)
        };
        let named = files.iter().map(|file| (file.display.as_str(), file.absolute.as_path()));
        let settings = settings.of_files(names(self, cwd, named));
        // All are read before the first is judged: a judgement may rest on what other files name.
        registry.project = self.project(inputs(&files), cwd, &settings);
        Ok(Run { files, beside: Vec::new(), problems, registry, settings, pool, selection: self.clone() })
    }

    /// Whether the one file is standard input.
    pub(super) fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new("-"))
    }

    /// The same selection, of the files in another folder.
    pub(super) fn in_place_of(&self, stand_in: StandIn) -> Selection {
        Selection { stand_in: Some(stand_in), ..self.clone() }
    }

    /// Where the user has a file that is looked at, perhaps in place of that.
    pub(super) fn meant(&self, file: &Path) -> PathBuf {
        self.stand_in.as_ref().map_or_else(|| file.to_path_buf(), |other| other.real(file).into_owned())
    }

    /// The paths that are given, or the current folder.
    pub(super) fn paths(&self) -> &[PathBuf] {
        static HERE: LazyLock<[PathBuf; 1]> = LazyLock::new(|| [PathBuf::from(".")]);
        if self.paths.is_empty() { HERE.as_slice() } else { &self.paths }
    }

    /// Whether the user has said where to look.
    pub(super) fn has_paths(&self) -> bool {
        !self.paths.is_empty()
    }

    /// Whether options leave out files that the settings do not.
    pub(super) fn is_narrowed(&self) -> bool {
        !self.include.is_empty() || !self.exclude.is_empty()
    }

    fn standard_input(&self, cwd: &Path) -> Result<ReadFile> {
        if self.paths.len() > 1 {
            bail!("`-` reads one file from standard input and takes no other paths beside it");
        }
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .take(source::MAX_BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
        let display = self.stdin_filename.clone();
        Ok(ReadFile { absolute: cwd.join(&display), display, source: Source::decode(&bytes) })
    }

    /// The given files together, for what a judgement asks across them.
    pub(super) fn project(&self, inputs: Vec<Input>, cwd: &Path, settings: &Settings) -> Project {
        let place = |path: &PathBuf| match &self.stand_in {
            Some(other) => other.other(&cwd.join(path).canonicalize().ok()?),
            None => Some(cwd.join(path)),
        };
        let folders = self.paths().iter().filter_map(place).filter(|path| path.is_dir());
        Project::new(inputs, folders.collect(), settings, !self.no_types)
    }

    /// Says what the facts cost, and on which files types could not be had.
    pub(super) fn report_project(&self, project: &Project) {
        if self.verbose {
            let counts = project.counts();
            tell!(
                "facts: {} files given, {} indexed, {} questions about types, {} across files",
                project.len(),
                counts.indexed,
                counts.types,
                counts.across
            );
        }
        for (file, why) in project.engine().map(|engine| engine.problems()).unwrap_or_default() {
            tell!(
                "note: {}: {why}; its verdicts rest on text and scopes alone",
                printable(project.path(file))
            );
        }
    }

    /// The settings file that counts, if there is one.
    pub(super) fn settings_file(&self, cwd: &Path) -> Option<PathBuf> {
        self.config.clone().or_else(|| {
            let first = self.paths().first().filter(|path| path.as_path() != Path::new("-"));
            config::find(&first.map_or_else(|| cwd.to_path_buf(), |path| cwd.join(path)))
        })
    }

    /// What the command line says in place of settings, by their keys.
    pub(super) fn said(&self) -> Vec<(&'static str, &[String])> {
        let lists = [
            ("select", &self.select),
            ("ignore", &self.ignore),
            ("include", &self.include),
            ("exclude", &self.exclude),
        ];
        lists
            .into_iter()
            .filter(|(_, list)| !list.is_empty())
            .map(|(key, list)| (key, list.as_slice()))
            .collect()
    }

    /// The settings that hold for the given paths.
    pub(super) fn settings(&self, cwd: &Path) -> Result<Settings> {
        let Some(path) = self.settings_file(cwd) else { return Ok(Settings::default()) };
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read the settings in {}", path.display()))?;
        let settings = Settings::from_toml(&text, &path.to_string_lossy())?;
        for (key, expression) in settings.expressions() {
            if !syntax::is_expression(expression) {
                bail!("{}: `{key}` is no Python expression: {expression:?}", path.display());
            }
        }
        for code in settings.overrides.iter().flat_map(|rule| &rule.value.ignore) {
            Registry::check(code).with_context(|| format!("{}: `overrides.ignore`", path.display()))?;
        }
        Ok(settings)
    }

    pub(super) fn progress(&self, files: usize) -> ProgressBar {
        if self.quiet || files < PROGRESS_FROM || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::new(files as u64).with_style(style)
    }

    /// Says on stderr what was left out and what else the user should know.
    pub(super) fn report_skipped(&self, files: &[FileReport]) -> Result<()> {
        let mut stderr = printed::stderr();
        for file in files {
            if let Some(skipped) = &file.skipped {
                writeln!(stderr, "{}", skipped.sentence(&file.path))?;
            }
            for (line, notice) in &file.outcome.notices {
                writeln!(stderr, "note: {}:{line}: {notice}", printable(&file.path))?;
            }
        }
        Ok(())
    }
}

/// The folder that relative paths start at.
pub(super) fn current_folder() -> Result<PathBuf> {
    std::env::current_dir().context("cannot tell the current directory")
}

/// Two trees with a file of one name would give a patch that nobody can apply.
fn named_once(found: &Discovered) -> Result<()> {
    if let Some(pair) = found.files.windows(2).find(|pair| pair[0].display == pair[1].display) {
        bail!(
            "{} and {} would both be called {} in the patch; run on one of the trees at a time",
            pair[0].path.display(),
            pair[1].path.display(),
            pair[0].display
        );
    }
    Ok(())
}

/// Threads with a large stack.
pub(super) fn pool() -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES).build().context("cannot start threads")
}

/// A file that cannot be read.
pub(super) fn unread(path: String, error: &SourceError) -> FileReport {
    let skipped = Skipped::of_source(error);
    FileReport { path, source: None, outcome: Outcome::default(), skipped: Some(skipped) }
}
