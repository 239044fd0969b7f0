//! `--include` and `--exclude`: globs as lines of a .gitignore, relative to the current directory.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::DiscoverOptions;
use super::problem::BadGlob;

/// Checked globs, not yet tied to a folder.
pub(super) struct Globs {
    include: Vec<String>,
    exclude: Vec<String>,
}

/// Globs for the files below a folder.
pub(super) struct Below {
    include: Option<Gitignore>,
    exclude: Gitignore,
}

impl Globs {
    /// Checks the globs.
    pub(super) fn new(options: &DiscoverOptions) -> Result<Self, BadGlob> {
        build(Path::new(""), &options.include)?;
        build(Path::new(""), &options.exclude)?;
        Ok(Globs { include: options.include.clone(), exclude: options.exclude.clone() })
    }

    /// The globs for what lies below `folder`. They are relative to `cwd` where that holds the folder, else
    /// to the folder itself.
    pub(super) fn below(&self, folder: &Path, cwd: &Path) -> Below {
        let base = if folder.starts_with(cwd) { cwd } else { folder };
        // `new` has checked them, so building them again cannot fail.
        let built = |globs: &[String]| build(base, globs).unwrap_or_else(|_| Gitignore::empty());
        let include = (!self.include.is_empty()).then(|| built(&self.include));
        Below { include, exclude: built(&self.exclude) }
    }
}

impl Below {
    /// Whether a file or folder is left out.
    pub(super) fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        self.exclude.matched_path_or_any_parents(path, is_folder).is_ignore()
    }

    /// Whether a file is among those that are wanted.
    pub(super) fn includes(&self, path: &Path) -> bool {
        self.include
            .as_ref()
            .is_none_or(|include| include.matched_path_or_any_parents(path, false).is_ignore())
    }
}

fn build(base: &Path, globs: &[String]) -> Result<Gitignore, BadGlob> {
    let mut builder = GitignoreBuilder::new(base);
    for glob in globs {
        builder
            .add_line(None, glob)
            .map_err(|error| BadGlob { glob: glob.clone(), reason: error.to_string() })?;
    }
    builder.build().map_err(|error| BadGlob { glob: globs.join(", "), reason: error.to_string() })
}
