//! [`TypeEngine`] on Astral's type checker: when a database is made, which thread uses which, what is remembered,
//! and what happens when the checker fails or takes too long.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use ruff_db::system::{SystemPath, SystemPathBuf};
use ruff_python_ast::PythonVersion as Version;
use rustc_hash::FxHashMap;
use ty_site_packages::PythonEnvironment;

use crate::config::PythonVersion;
use crate::syntax::deep_shape;

use super::database::{Database, Paths};
use super::overlay::{Given, Overlay};
use super::watchdog::Watchdog;
use super::{Definitions, Inferred, Place, Roots, TypeEngine, Why, ask};

/// One question may take this long. The slowest in real code take a tenth of a second.
const PATIENCE: Duration = Duration::from_secs(10);

/// The engine over the given files of a run. Nothing is set up before the first question.
pub struct Ty {
    files: Vec<Given>,
    numbers: FxHashMap<SystemPathBuf, u32>,
    roots: Roots,
    version: Version,
    /// By file: the module names at the top of the source roots that the file may mean one of several by.
    ambiguous: OnceLock<FxHashMap<String, Vec<usize>>>,
    shapes: Vec<OnceLock<Option<String>>>,
    idle: Mutex<Vec<Database>>,
    types: Mutex<FxHashMap<Place, Inferred>>,
    callees: Mutex<FxHashMap<Place, Definitions>>,
    failed: Mutex<BTreeMap<u32, Why>>,
    watchdog: Watchdog,
    asked: AtomicUsize,
}

impl Ty {
    /// An engine for files given as absolute path and text; `None` where a path is not UTF-8.
    ///
    /// `given` are the folders that the user named: source roots where nothing marks a project.
    pub fn new(files: Vec<(PathBuf, Arc<str>)>, given: &[PathBuf], version: PythonVersion) -> Option<Ty> {
        let paths: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
        let roots = Roots::of(&paths, given);
        let files = files
            .into_iter()
            .map(|(path, text)| Some(Given { path: SystemPathBuf::from_path_buf(path).ok()?, text }))
            .collect::<Option<Vec<Given>>>()?;
        let numbers = (0u32..).zip(&files).map(|(number, file)| (file.path.clone(), number)).collect();
        Some(Ty {
            shapes: files.iter().map(|_| OnceLock::new()).collect(),
            files,
            numbers,
            roots,
            // The checker knows no older library than that of 3.7.
            version: Version::PY37.max(Version {
                major: u8::try_from(version.major).unwrap_or(3),
                minor: u8::try_from(version.minor).unwrap_or(u8::MAX),
            }),
            ambiguous: OnceLock::new(),
            idle: Mutex::default(),
            types: Mutex::default(),
            callees: Mutex::default(),
            failed: Mutex::default(),
            watchdog: Watchdog::new(PATIENCE),
            asked: AtomicUsize::new(0),
        })
    }

    /// Runs a question on a database of this thread's own.
    fn ask<T>(&self, file: u32, unknown: impl Fn(Why) -> T, question: impl FnOnce(&Database) -> T) -> T {
        let Some(given) = self.files.get(file as usize) else { return unknown(Why::NotGiven) };
        self.asked.fetch_add(1, Ordering::Relaxed);
        let shape = self.shapes[file as usize].get_or_init(|| deep_shape(&given.text));
        if let Some(shape) = shape {
            return unknown(Why::Shape(shape.clone()));
        }
        if let Some(why) = lock(&self.failed).get(&file) {
            return unknown(why.clone());
        }
        let database = self.database();
        let watch = self.watchdog.watch(salsa::Database::cancellation_token(&database));
        let answer = ruff_db::panic::catch_unwind(AssertUnwindSafe(|| question(&database)));
        drop(watch);
        match answer {
            Ok(answer) => {
                lock(&self.idle).push(database);
                answer
            }
            Err(panic) => {
                // The database is not used again: what was being computed in it is in no known state.
                let why = match panic.payload.downcast_ref::<salsa::Cancelled>() {
                    Some(salsa::Cancelled::Local) => Why::Slow,
                    // Another thread failed on what this one waited for.
                    Some(_) => return unknown(Why::Failed("it failed on a file that this one uses".into())),
                    None => Why::Failed(panic.payload.to_string()),
                };
                lock(&self.failed).insert(file, why.clone());
                unknown(why)
            }
        }
    }

    fn database(&self) -> Database {
        let mut idle = lock(&self.idle);
        match idle.pop() {
            // The last one stays, so that clones share what it has computed.
            Some(last) if idle.is_empty() => {
                let copy = last.clone();
                idle.push(last);
                copy
            }
            Some(database) => database,
            None => {
                let first = self.set_up();
                let copy = first.clone();
                idle.push(first);
                copy
            }
        }
    }

    fn set_up(&self) -> Database {
        let sources: Vec<SystemPathBuf> = self
            .roots
            .sources
            .iter()
            .filter_map(|root| SystemPathBuf::from_path_buf(root.clone()).ok())
            .collect();
        let project = self.roots.project.clone().and_then(|path| SystemPathBuf::from_path_buf(path).ok());
        let base = project.clone().unwrap_or_else(|| SystemPathBuf::from("/"));
        let system = Overlay::new(&base, &self.files);
        let site_packages = site_packages(project.as_deref(), &system);
        let mut orders = vec![Paths { roots: sources.clone(), site_packages: site_packages.clone() }];
        let mut choice = FxHashMap::default();
        let mut own: FxHashMap<usize, u32> = FxHashMap::default();
        for file in &self.files {
            let Some(root) = self.own_program(file) else { continue };
            let number = *own.entry(root).or_insert_with(|| {
                let mut roots = sources.clone();
                let first = roots.remove(root);
                roots.insert(0, first);
                orders.push(Paths { roots, site_packages: site_packages.clone() });
                (orders.len() - 1) as u32
            });
            choice.insert(file.path.clone(), number);
        }
        Database::new(system, &orders, choice, self.version)
    }

    /// Names of modules at the top of several source roots, with those roots.
    fn ambiguous(&self) -> &FxHashMap<String, Vec<usize>> {
        self.ambiguous.get_or_init(|| {
            let mut tops: FxHashMap<String, Vec<usize>> = FxHashMap::default();
            for file in &self.files {
                let Some((root, top)) = self.top(file) else { continue };
                let roots = tops.entry(top).or_default();
                if !roots.contains(&root) {
                    roots.push(root);
                }
            }
            tops.retain(|_, roots| roots.len() > 1);
            tops
        })
    }

    /// The source root of a file, and the file's top-level module in it.
    fn top(&self, file: &Given) -> Option<(usize, String)> {
        let root = self.roots.of_file(file.path.as_std_path())?;
        let inside = file.path.as_std_path().strip_prefix(&self.roots.sources[root]).ok()?;
        let first = inside.components().next()?.as_os_str().to_str()?;
        Some((root, first.strip_suffix(".py").unwrap_or(first).to_string()))
    }

    /// The root whose modules come first for a file that names a module which several roots have.
    fn own_program(&self, file: &Given) -> Option<usize> {
        let ambiguous = self.ambiguous();
        if ambiguous.is_empty() {
            return None;
        }
        let root = self.roots.of_file(file.path.as_std_path())?;
        let imports = |name: &str| {
            ["import ", "from "].iter().any(|word| {
                file.text.match_indices(word).any(|(at, word)| {
                    let rest = &file.text[at + word.len()..];
                    rest.strip_prefix(name).is_some_and(|rest| {
                        !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_')
                    })
                })
            })
        };
        ambiguous.iter().any(|(name, roots)| roots.contains(&root) && imports(name)).then_some(root)
    }

    /// Whether a thing lies in a module that several roots have, and not in the root of the file that asked.
    fn mistaken(&self, asked: u32, found: Option<Place>) -> Option<Why> {
        let ambiguous = self.ambiguous();
        let place = found?;
        if ambiguous.is_empty() || place.file == asked {
            return None;
        }
        let (root, top) = self.top(self.files.get(place.file as usize)?)?;
        let own = self.roots.of_file(self.files.get(asked as usize)?.path.as_std_path());
        (ambiguous.contains_key(&top) && own != Some(root)).then_some(Why::Ambiguous(top))
    }
}

impl TypeEngine for Ty {
    fn type_at(&self, place: Place) -> Inferred {
        if let Some(known) = lock(&self.types).get(&place) {
            return known.clone();
        }
        let answer = self.ask(place.file, Inferred::Unknown, |database| {
            let given = &self.files[place.file as usize];
            ask::type_at(database, &self.numbers, &given.path, place.range)
        });
        let found = match &answer {
            Inferred::Instance { class, .. } | Inferred::Class(class) | Inferred::Function(class) => {
                class.place
            }
            _ => None,
        };
        let answer = self.mistaken(place.file, found).map_or(answer, Inferred::Unknown);
        lock(&self.types).insert(place, answer.clone());
        answer
    }

    fn callee_at(&self, place: Place) -> Definitions {
        if let Some(known) = lock(&self.callees).get(&place) {
            return known.clone();
        }
        let mut answer = self.ask(place.file, Definitions::unknown, |database| {
            let given = &self.files[place.file as usize];
            ask::callee_at(database, &self.numbers, &given.path, place.range)
        });
        if let Some(why) = answer.symbols.iter().find_map(|symbol| self.mistaken(place.file, symbol.place)) {
            answer = Definitions::unknown(why);
        }
        lock(&self.callees).insert(place, answer.clone());
        answer
    }

    fn problems(&self) -> Vec<(u32, String)> {
        let failed = lock(&self.failed);
        let mut problems: Vec<(u32, String)> =
            failed.iter().map(|(file, why)| (*file, why.words())).collect();
        for (number, shape) in (0u32..).zip(&self.shapes) {
            if let Some(Some(shape)) = shape.get() {
                problems.push((number, Why::Shape(shape.clone()).words()));
            }
        }
        problems.sort();
        problems
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

/// The packages of the project's virtual environment, or of the activated one.
fn site_packages(project: Option<&SystemPath>, system: &Overlay) -> Vec<SystemPathBuf> {
    let Ok(Some(environment)) = PythonEnvironment::discover(project, system) else { return Vec::new() };
    environment.site_packages_paths(system).map(|paths| paths.into_vec()).unwrap_or_default()
}

/// A lock whose owner may have panicked: what it guards is only ever replaced whole.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use salsa::Database as _;

    fn engine() -> Ty {
        let file = |name: &str| {
            (PathBuf::from("/nowhere").join(name), Arc::from("import asyncio\nx = asyncio.Event()\n"))
        };
        let version = PythonVersion { major: 3, minor: 11 };
        let mut engine =
            Ty::new(vec![file("a.py"), file("b.py")], &["/nowhere".into()], version).expect("UTF-8 paths");
        engine.watchdog = Watchdog::new(Duration::from_millis(300));
        engine
    }

    /// The type of `x` in a file.
    fn known(engine: &Ty, file: u32) -> bool {
        let range = crate::syntax::TextRange::at(15.into(), 1.into());
        matches!(engine.type_at(Place { file, range }), Inferred::Instance { .. })
    }

    fn with_stack(job: impl FnOnce() + Send) {
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(64 << 20).spawn_scoped(scope, job);
            thread.expect("a thread starts").join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        });
    }

    #[test]
    fn a_question_that_panics_costs_only_its_file() {
        with_stack(|| {
            let engine = engine();
            let answer = engine.ask(0, Some, |_| panic!("a defect of the checker"));
            assert!(matches!(answer, Some(Why::Failed(message)) if message.contains("a defect")));
            assert!(!known(&engine, 0), "the file is not asked again");
            assert!(known(&engine, 1), "others are");
            assert!(engine.problems()[0].1.contains("a defect of the checker"));
        });
    }

    #[test]
    fn a_question_that_never_ends_is_stopped() {
        with_stack(|| {
            let engine = engine();
            let answer = engine.ask(0, Some, |database| {
                loop {
                    database.unwind_if_revision_cancelled();
                    std::thread::sleep(Duration::from_millis(1));
                }
            });
            assert_eq!(answer, Some(Why::Slow));
            assert!(known(&engine, 1));
        });
    }
}
