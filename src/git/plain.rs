//! An empty bare repository that borrows the objects of the real one: in it, no setting and no attribute counts.

use std::path::Path;

use super::{Environment, Git, GitError};

/// Such a repository. It takes no part in the real one, and goes with its folder.
#[derive(Debug)]
pub(super) struct Plain {
    environment: Environment,
}

impl Plain {
    /// Makes it in a folder of ours.
    pub(super) fn new(git: &Git, folder: &Path) -> Result<Self, GitError> {
        let environment = git
            .environment
            .plumbing()
            .unconfigured()
            .with("HOME", folder)
            .with("XDG_CONFIG_HOME", folder)
            .with("GIT_CONFIG_GLOBAL", folder.join("none"))
            .with("GIT_CONFIG_NOSYSTEM", "1")
            .with("GIT_ATTR_NOSYSTEM", "1");
        let format =
            git.call("find the kind of its objects", ["rev-parse", "--show-object-format"]).output()?;
        let format = String::from_utf8_lossy(&format).trim().to_string();
        git.call("make a temporary repository", ["init", "--quiet", "--bare", "--template="])
            .args([format!("--object-format={format}")])
            .args([folder])
            .at(Path::new("/"))
            .within(&environment)
            .output()?;
        let environment = environment
            .with("GIT_DIR", folder)
            .with("GIT_OBJECT_DIRECTORY", git.common_dir.join("objects"))
            .with("GIT_SHALLOW_FILE", git.common_dir.join("shallow"));
        Ok(Plain { environment })
    }

    /// The variables that make git use it.
    pub(super) fn environment(&self) -> &Environment {
        &self.environment
    }
}
