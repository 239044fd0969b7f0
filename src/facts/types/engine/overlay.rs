//! The file system as the type engine sees it: given files from memory, other files with limits, and nothing
//! that runs a program. Files whose shape would take a recursive checker too deep or too long look empty.

use std::io;
use std::sync::Arc;

use ruff_db::file_revision::FileRevision;
use ruff_db::system::walk_directory::WalkDirectoryBuilder;
use ruff_db::system::{
    DirectoryEntry, FileType, Metadata, OsSystem, Result, System, SystemPath, SystemPathBuf,
    SystemVirtualPath, WhichError, WhichResult, WritableSystem,
};
use rustc_hash::FxHashMap;

use crate::source::{MAX_BYTES, Source};
use crate::syntax::deep_shape;

/// A file that is given, as the run has read it.
#[derive(Clone, Debug)]
pub struct Given {
    /// The absolute path.
    pub path: SystemPathBuf,
    /// The decoded text.
    pub text: Arc<str>,
}

/// Given files by path over the operating system's files.
#[derive(Clone, Debug)]
pub(super) struct Overlay {
    os: OsSystem,
    given: Arc<FxHashMap<SystemPathBuf, Arc<str>>>,
}

impl Overlay {
    pub(super) fn new(root: &SystemPath, given: &[Given]) -> Self {
        let given = given.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
        Overlay { os: OsSystem::new(root), given: Arc::new(given) }
    }

    fn denied() -> io::Error {
        io::Error::from(io::ErrorKind::Unsupported)
    }
}

impl System for Overlay {
    fn path_metadata(&self, path: &SystemPath) -> Result<Metadata> {
        match self.os.path_metadata(path) {
            // From standard input: it needs not exist.
            Err(_) if self.given.contains_key(path) => {
                Ok(Metadata::new(FileRevision::new(0), None, FileType::File))
            }
            other => other,
        }
    }

    fn canonicalize_path(&self, path: &SystemPath) -> Result<SystemPathBuf> {
        self.os.canonicalize_path(path)
    }

    fn is_same_file(&self, first: &SystemPath, second: &SystemPath) -> Result<bool> {
        self.os.is_same_file(first, second)
    }

    fn which(&self, _binary_name: &str) -> WhichResult {
        // An interpreter on the PATH is not the project's.
        Err(WhichError::CannotFindBinaryPath)
    }

    fn read_to_string(&self, path: &SystemPath) -> Result<String> {
        let text = match self.given.get(path) {
            Some(text) => text.to_string(),
            None => {
                let metadata = path.as_std_path().metadata()?;
                if !metadata.is_file() || metadata.len() > MAX_BYTES as u64 {
                    return Ok(String::new());
                }
                let bytes = std::fs::read(path.as_std_path())?;
                match Source::decode(&bytes) {
                    Ok(source) => source.text().to_string(),
                    Err(_) => return Ok(String::new()),
                }
            }
        };
        Ok(if deep_shape(&text).is_some() { String::new() } else { text })
    }

    fn read_to_notebook(
        &self,
        _path: &SystemPath,
    ) -> std::result::Result<ruff_notebook::Notebook, ruff_notebook::NotebookError> {
        Err(ruff_notebook::NotebookError::Io(Self::denied()))
    }

    fn read_virtual_path_to_string(&self, _path: &SystemVirtualPath) -> Result<String> {
        Err(Self::denied())
    }

    fn read_virtual_path_to_notebook(
        &self,
        _path: &SystemVirtualPath,
    ) -> std::result::Result<ruff_notebook::Notebook, ruff_notebook::NotebookError> {
        Err(ruff_notebook::NotebookError::Io(Self::denied()))
    }

    fn current_directory(&self) -> &SystemPath {
        self.os.current_directory()
    }

    fn user_config_directory(&self) -> Option<SystemPathBuf> {
        None
    }

    fn cache_dir(&self) -> Option<SystemPathBuf> {
        None
    }

    fn read_directory<'a>(
        &'a self,
        path: &SystemPath,
    ) -> Result<Box<dyn Iterator<Item = Result<DirectoryEntry>> + 'a>> {
        self.os.read_directory(path)
    }

    fn walk_directory(&self, path: &SystemPath) -> WalkDirectoryBuilder {
        self.os.walk_directory(path)
    }

    fn env_var(&self, name: &str) -> std::result::Result<String, std::env::VarError> {
        // What tells of an activated virtual environment, and nothing else.
        match name {
            "VIRTUAL_ENV" | "CONDA_PREFIX" | "CONDA_DEFAULT_ENV" => std::env::var(name),
            _ => Err(std::env::VarError::NotPresent),
        }
    }

    fn as_writable(&self) -> Option<&dyn WritableSystem> {
        None
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn std::any::Any {
        self
    }

    fn dyn_clone(&self) -> Box<dyn System> {
        Box::new(self.clone())
    }
}
