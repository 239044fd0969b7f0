//! What files are called in settings, baselines and decisions, where reports call them otherwise: a patch names files
//! from where the user stands, and what is judged must not depend on that. Looks at no file.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The names of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName {
    /// What globs of the settings match.
    pub in_settings: String,
    /// What fingerprints and baselines go by.
    pub in_project: String,
}

/// Names of files by those that reports show; a file that is not in it has that one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileNames(Arc<BTreeMap<String, FileName>>);

impl FromIterator<(String, FileName)> for FileNames {
    fn from_iter<I: IntoIterator<Item = (String, FileName)>>(names: I) -> Self {
        FileNames(Arc::new(names.into_iter().collect()))
    }
}

impl FileNames {
    /// What globs of the settings match.
    pub fn in_settings<'p>(&'p self, path: &'p str) -> &'p str {
        self.0.get(path).map_or(path, |name| &name.in_settings)
    }

    /// What fingerprints and baselines go by.
    pub fn in_project<'p>(&'p self, path: &'p str) -> &'p str {
        self.0.get(path).map_or(path, |name| &name.in_project)
    }
}
