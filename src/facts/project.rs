//! All given files of a run together: their texts, their indices (made when first asked for), the type engine.
//!
//! Holds and finds; [`super::across`] answers questions with it. Nothing is parsed and no type is inferred before
//! somebody asks, and [`Project::counts`] can show it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::Settings;
use crate::syntax::{Layout, Module, SyntaxProblem, Tree, parse};

use super::Facts;
use super::bases::Bases;
use super::index::{self, FileIndex};
use super::memo::Memo;
use super::origin::Origin;
use super::parsed::{Parsed, Room};
use super::patched::Patched;
use super::types::engine::{Roots, Ty, TypeEngine};

/// A file of the run.
#[derive(Clone)]
struct Given {
    path: String,
    absolute: PathBuf,
    /// As it was read: what the type engine knows.
    read: Arc<str>,
    /// As it is now; the same, unless fixes have changed it.
    text: Arc<str>,
    /// Where places of `text` were in `read`.
    origin: Origin,
    parsed: Parsed,
    index: OnceLock<Arc<FileIndex>>,
}

/// What fixes have made of a given file.
pub struct Changed {
    /// The file's number.
    pub file: u32,
    /// Its text now.
    pub text: Arc<str>,
    /// All edits since it was read.
    pub origin: Origin,
}

/// The given files. The default has none: then nothing is known but the judged file itself.
#[derive(Default)]
pub struct Project {
    files: Vec<Given>,
    numbers: Arc<FxHashMap<String, u32>>,
    roots: OnceLock<Roots>,
    named: Vec<PathBuf>,
    bases: OnceLock<Bases>,
    patched: OnceLock<Patched>,
    tops: OnceLock<FxHashSet<String>>,
    modules: OnceLock<FxHashMap<Box<str>, Option<u32>>>,
    holders: Mutex<FxHashMap<Box<str>, Vec<u32>>>,
    memo: Memo,
    engine: Option<Arc<dyn TypeEngine>>,
    counters: Arc<Counters>,
}

/// What has been computed; changed copies of a project go on counting.
#[derive(Default)]
struct Counters {
    indexed: AtomicUsize,
    asked: AtomicUsize,
    room: Room,
}

/// How much has been computed so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files parsed for an index.
    pub indexed: usize,
    /// Questions that went to the type engine (and were not remembered).
    pub types: usize,
    /// Questions across files: uses, callers, locks.
    pub across: usize,
}

/// A given file as a run hands it over.
pub struct Input {
    /// As reports show it.
    pub path: String,
    /// Where it is.
    pub absolute: PathBuf,
    /// Its decoded text.
    pub text: Arc<str>,
}

impl Project {
    /// The project of given files. `named` are the folders that the user named (absolute). With `types`, the type
    /// engine takes part.
    pub fn new(mut inputs: Vec<Input>, named: Vec<PathBuf>, settings: &Settings, types: bool) -> Self {
        // The engine knows files by their real paths: `..` and links on the way to a folder are resolved once.
        let mut real: FxHashMap<PathBuf, PathBuf> = FxHashMap::default();
        let mut resolve = |folder: &Path| {
            let found = real.entry(folder.to_path_buf());
            found.or_insert_with(|| folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf())).clone()
        };
        for input in &mut inputs {
            if let (Some(folder), Some(name)) = (input.absolute.parent(), input.absolute.file_name()) {
                input.absolute = resolve(folder).join(name);
            }
        }
        let named: Vec<PathBuf> = named.iter().map(|folder| resolve(folder)).collect();
        let engine = types
            .then(|| {
                let files = inputs.iter().map(|file| (file.absolute.clone(), file.text.clone())).collect();
                Ty::new(files, &named, settings.python)
            })
            .flatten()
            .map(|engine| Box::new(engine) as Box<dyn TypeEngine>);
        Self::with_engine(inputs, named, engine)
    }

    /// A project with an engine of the caller's own, or none.
    pub fn with_engine(inputs: Vec<Input>, named: Vec<PathBuf>, engine: Option<Box<dyn TypeEngine>>) -> Self {
        let numbers = (0u32..).zip(&inputs).map(|(number, file)| (file.path.clone(), number)).collect();
        let files = inputs.into_iter().map(|file| Given {
            path: file.path,
            absolute: file.absolute,
            read: Arc::clone(&file.text),
            text: file.text,
            origin: Origin::new(),
            parsed: Parsed::default(),
            index: OnceLock::new(),
        });
        let (numbers, engine) = (Arc::new(numbers), engine.map(Arc::from));
        Project { files: files.collect(), numbers, named, engine, ..Project::default() }
    }

    /// The same files, some of them as fixes have changed them. What was found out about the others' texts stays;
    /// answers across files are found anew.
    #[must_use]
    pub fn with_changes(&self, changes: Vec<Changed>) -> Project {
        let mut files = self.files.clone();
        for change in changes {
            if let Some(given) = files.get_mut(change.file as usize) {
                (given.text, given.origin) = (change.text, change.origin);
                (given.parsed, given.index) = (Parsed::default(), OnceLock::new());
            }
        }
        Project {
            files,
            numbers: Arc::clone(&self.numbers),
            roots: self.roots.clone(),
            named: self.named.clone(),
            tops: self.tops.clone(),
            modules: self.modules.clone(),
            engine: self.engine.clone(),
            counters: Arc::clone(&self.counters),
            ..Project::default()
        }
    }

    /// The number of a file, by its path in reports.
    pub fn number(&self, path: &str) -> Option<u32> {
        self.numbers.get(path).copied()
    }

    /// How many files are given.
    pub fn len(&self) -> u32 {
        self.files.len() as u32
    }

    /// Whether no file is given.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// A file's path in reports.
    pub fn path(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |given| &given.path)
    }

    /// A file's text.
    pub fn text(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |given| &given.text)
    }

    /// A file's text as it was read, before any fix.
    pub(super) fn read(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |given| &given.read)
    }

    /// Where places of a file were when it was read; `None` if it is as it was read.
    pub(super) fn origin(&self, file: u32) -> Option<&Origin> {
        self.files.get(file as usize).map(|given| &given.origin).filter(|origin| !origin.is_unchanged())
    }

    /// The type engine, if one takes part.
    pub fn engine(&self) -> Option<&dyn TypeEngine> {
        self.engine.as_deref()
    }

    /// The dotted name of a file's module, from its source root.
    pub fn module(&self, file: u32) -> String {
        let Some(given) = self.files.get(file as usize) else { return String::new() };
        let roots = self.roots.get_or_init(|| {
            let paths: Vec<PathBuf> = self.files.iter().map(|file| file.absolute.clone()).collect();
            Roots::of(&paths, &self.named)
        });
        let inside = roots
            .of_file(&given.absolute)
            .and_then(|root| given.absolute.strip_prefix(&roots.sources[root]).ok())
            .unwrap_or(&given.absolute);
        let mut parts: Vec<String> =
            inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        if let Some(last) = parts.last_mut() {
            *last = last.trim_end_matches(".py").to_string();
        }
        if parts.len() > 1 && parts.last().is_some_and(|last| last == "__init__") {
            parts.pop();
        }
        parts.join(".")
    }

    /// A file's typed parse. Call it on a thread with a large stack.
    ///
    /// # Errors
    /// Returns why it does not parse. A file that is not given is empty.
    pub fn parsed(&self, file: u32) -> Result<Arc<Module>, SyntaxProblem> {
        match self.files.get(file as usize) {
            Some(given) => given.parsed.of(&given.text, &self.counters.room),
            None => parse("").map(Arc::new),
        }
    }

    /// Reads a given file, for a judgement that must see its source: a runner's contract, a callee's body.
    /// `None` if it does not parse. Call it on a thread with a large stack.
    pub fn with_file<T>(
        &self,
        file: u32,
        settings: &Settings,
        read: impl FnOnce(&Facts<'_>) -> T,
    ) -> Option<T> {
        let given = self.files.get(file as usize)?;
        let module = given.parsed.of(&given.text, &self.counters.room).ok()?;
        let tree = Tree::new(module.syntax());
        let layout = Layout::new(&given.text, &module, settings.of(&given.path).line_length);
        let facts = Facts::new(&given.path, &module, &tree, &layout, settings, self);
        Some(read(&facts.changed(&given.origin)))
    }

    /// Answers that are kept for the run, where reading a file again for each asker would cost too much.
    pub fn memo(&self) -> &Memo {
        &self.memo
    }

    /// Whether a given file belongs to a top-level module of this name.
    pub fn has_module(&self, top: &str) -> bool {
        let tops = self.tops.get_or_init(|| {
            let names = (0..self.len()).map(|file| self.module(file));
            names.map(|name| name.split('.').next().unwrap_or_default().to_string()).collect()
        });
        tops.contains(top)
    }

    /// A file's index, made now if nobody has asked before. Call it on a thread with a large stack.
    pub fn index(&self, file: u32) -> Arc<FileIndex> {
        let Some(given) = self.files.get(file as usize) else {
            return Arc::new(FileIndex::of_broken("it is not given".into()));
        };
        let made = given.index.get_or_init(|| {
            self.counters.indexed.fetch_add(1, Ordering::Relaxed);
            let module = match given.parsed.of(&given.text, &self.counters.room) {
                Ok(module) => module,
                Err(problem) => {
                    return Arc::new(FileIndex::of_broken(format!(
                        "line {}: {}",
                        problem.line, problem.message
                    )));
                }
            };
            let (tree, settings) = (Tree::new(module.syntax()), Settings::default());
            let layout = Layout::new(&given.text, &module, settings.line_length);
            let alone = Project::default();
            let facts = Facts::new(&given.path, &module, &tree, &layout, &settings, &alone);
            Arc::new(index::build(&facts))
        });
        Arc::clone(made)
    }

    /// The files that hold an identifier, in order. Found once: all texts are searched.
    pub fn files_with(&self, identifier: &str) -> Vec<u32> {
        let mut known = self.holders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(files) = known.get(identifier) {
            return files.clone();
        }
        drop(known);
        let finder = memmem::Finder::new(identifier);
        let files = (0u32..).zip(&self.files).filter(|(_, file)| holds(&finder, &file.text, identifier));
        let files: Vec<u32> = files.map(|(number, _)| number).collect();
        known = self.holders.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(Box::from(identifier), files.clone());
        files
    }

    /// The given file that is a module, if exactly one is.
    pub fn file_of_module(&self, module: &str) -> Option<u32> {
        let modules = self.modules.get_or_init(|| {
            let mut modules: FxHashMap<Box<str>, Option<u32>> = FxHashMap::default();
            for file in 0..self.len() {
                let entry = modules.entry(self.module(file).into_boxed_str());
                entry.and_modify(|known| *known = None).or_insert(Some(file));
            }
            modules
        });
        modules.get(module).copied().flatten()
    }

    /// Another file in which a class of this name may be a base.
    pub fn subclassed_elsewhere(&self, class: &str, path: &str) -> Option<&str> {
        self.bases().subclassed_elsewhere(class, path)
    }

    /// Which class names are bases in which files.
    pub fn bases(&self) -> &Bases {
        self.bases
            .get_or_init(|| Bases::read(self.files.iter().map(|file| (file.path.as_str(), &*file.text))))
    }

    /// Which attributes are set from outside, by which files.
    pub fn patched(&self) -> &Patched {
        self.patched.get_or_init(|| Patched::read(self.files.iter().map(|file| &*file.text)))
    }

    /// How much has been computed so far.
    pub fn counts(&self) -> Counts {
        Counts {
            indexed: self.counters.indexed.load(Ordering::Relaxed),
            types: self.engine.as_ref().map_or(0, |engine| engine.asked()),
            across: self.counters.asked.load(Ordering::Relaxed),
        }
    }

    pub(super) fn count_question(&self) {
        self.counters.asked.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whether a text holds an identifier as a whole word.
fn holds(finder: &memmem::Finder<'_>, text: &str, identifier: &str) -> bool {
    let bytes = text.as_bytes();
    let part = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80)
    };
    finder
        .find_iter(bytes)
        .any(|at| (at == 0 || !part(bytes.get(at - 1))) && !part(bytes.get(at + identifier.len())))
}
