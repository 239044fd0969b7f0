//! The checker's database: storage, files, settings. One instance per thread, sharing what is computed.

use std::sync::Arc;

use ruff_db::Db as SourceDb;
use ruff_db::diagnostic::Diagnostic;
use ruff_db::files::{File, FileRootKind, Files};
use ruff_db::system::{System, SystemPathBuf};
use ruff_db::vendored::VendoredFileSystem;
use ruff_python_ast::PythonVersion;
use ty_module_resolver::{SearchPathSettings, UseDefaultStrategy};
use ty_python_core::platform::PythonPlatform;
use ty_python_core::program::ProgramSettings;
use ty_python_core::{Program, ProgramFile};
use ty_python_semantic::lint::{LintRegistry, RuleSelection};
use ty_python_semantic::{
    AnalysisSettings, PythonVersionSource, PythonVersionWithSource, check_file_unwrap, default_lint_registry,
};

use super::overlay::Overlay;

/// Where modules are looked for, in order.
#[derive(Clone, Debug)]
pub(super) struct Paths {
    pub(super) roots: Vec<SystemPathBuf>,
    pub(super) site_packages: Vec<SystemPathBuf>,
}

/// One program: a search order and a Python version.
#[salsa::db]
#[derive(Clone)]
pub(super) struct Database {
    storage: salsa::Storage<Self>,
    files: Files,
    system: Overlay,
    /// The shared program first; then those whose own root comes first.
    programs: Arc<Vec<ProgramSettings>>,
    /// By file: which program it belongs to. Files that are not listed belong to the first.
    choice: Arc<rustc_hash::FxHashMap<SystemPathBuf, u32>>,
    rules: Arc<RuleSelection>,
    analysis: Arc<AnalysisSettings>,
}

#[salsa::db]
trait ProgramDb: ty_python_core::Db {
    fn settings(&self, number: u32) -> &ProgramSettings;
}

#[salsa::tracked(returns(copy))]
fn program(db: &dyn ProgramDb, number: u32, _only: ()) -> Program<'_> {
    Program::from_settings(db, db.settings(number))
}

#[salsa::db]
impl ProgramDb for Database {
    fn settings(&self, number: u32) -> &ProgramSettings {
        // Numbers come from `choice` and are checked there; the first program always exists.
        self.programs.get(number as usize).unwrap_or(&self.programs[0])
    }
}

#[salsa::db]
impl salsa::Database for Database {}

#[salsa::db]
impl SourceDb for Database {
    fn vendored(&self) -> &VendoredFileSystem {
        ty_vendored::file_system()
    }

    fn system(&self) -> &dyn System {
        &self.system
    }

    fn files(&self) -> &Files {
        &self.files
    }
}

#[salsa::db]
impl ty_module_resolver::Db for Database {}

#[salsa::db]
impl ty_python_core::Db for Database {
    fn should_check_file(&self, _file: File) -> bool {
        // Nothing is checked: types are asked for, diagnostics are not.
        false
    }
}

#[salsa::db]
impl ty_python_semantic::Db for Database {
    fn check_file(&self, file: File) -> Vec<Diagnostic> {
        check_file_unwrap(self, self.program_file(file))
    }

    fn program_file(&self, file: File) -> ProgramFile<'_> {
        let path = file.path(self).as_system_path();
        let number = path.and_then(|path| self.choice.get(path)).copied().unwrap_or(0);
        program(self, number, ()).program_file(self, file)
    }

    fn python_version_with_source(&self, _file: File) -> &PythonVersionWithSource {
        &self.programs[0].python_version
    }

    fn rule_selection(&self, _file: File) -> &RuleSelection {
        &self.rules
    }

    fn lint_registry(&self) -> &LintRegistry {
        default_lint_registry()
    }

    fn analysis_settings(&self, _file: File) -> &AnalysisSettings {
        &self.analysis
    }

    fn verbose(&self) -> bool {
        false
    }

    fn is_open_file(&self, _file: File) -> bool {
        false
    }

    fn dyn_clone(&self) -> Box<dyn ty_python_semantic::Db> {
        Box::new(self.clone())
    }
}

impl Database {
    /// A database over search orders, the first of which serves all files that `choice` does not list.
    pub(super) fn new(
        system: Overlay,
        orders: &[Paths],
        choice: rustc_hash::FxHashMap<SystemPathBuf, u32>,
        version: PythonVersion,
    ) -> Self {
        let settings = |paths: &Paths| {
            let mut wanted = SearchPathSettings::new(paths.roots.clone());
            wanted.site_packages_paths.clone_from(&paths.site_packages);
            let search_paths =
                match wanted.to_search_paths(&system, ty_vendored::file_system(), &UseDefaultStrategy) {
                    Ok(paths) => paths,
                    Err(never) => match never {},
                };
            ProgramSettings {
                python_version: PythonVersionWithSource { version, source: PythonVersionSource::default() },
                python_platform: PythonPlatform::All,
                search_paths,
            }
        };
        let programs: Vec<ProgramSettings> = orders.iter().map(settings).collect();
        let database = Database {
            storage: salsa::Storage::new(None),
            files: Files::default(),
            system: system.clone(),
            programs: Arc::new(programs),
            choice: Arc::new(choice),
            rules: Arc::new(RuleSelection::from_registry(default_lint_registry())),
            analysis: Arc::new(AnalysisSettings::default()),
        };
        // Nothing changes during a run, so nobody need note what rests on what. With the allocator in `main.rs`, an
        // audit of a thousand files takes a quarter less processor time.
        database.files().freeze();
        for root in orders.iter().flat_map(|paths| &paths.roots) {
            database.files().try_add_root(&database, root, FileRootKind::Project);
        }
        for settings in database.programs.iter() {
            settings.search_paths.try_register_static_roots(&database);
        }
        database
    }
}
