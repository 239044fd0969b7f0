//! Reads the templates of titles and bodies, which are files of the project. Renders none.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::config::PrSettings;
use crate::pr::template;
use crate::report::printable;

/// The templates to use.
pub(super) struct Templates {
    pub(super) title: String,
    pub(super) body: String,
    /// What errors call that of the body.
    pub(super) body_name: String,
}

/// More is not read as a template, in bytes.
const MAX_TEMPLATE: u64 = 64 * 1024;

impl Templates {
    /// Those of the settings, else our own. `top` is the project's.
    pub(super) fn of(settings: &PrSettings, top: &Path, is_audit: bool) -> Result<Self> {
        let own = if is_audit { template::AUDIT_TITLE } else { template::TITLE };
        let title = settings.title.clone().unwrap_or_else(|| own.into());
        let Some(name) = &settings.body else {
            return Ok(Templates { title, body: template::BODY.into(), body_name: "body".into() });
        };
        let real = project_file(top, name, "template", MAX_TEMPLATE)?;
        let body = std::fs::read_to_string(&real)
            .with_context(|| format!("cannot read the template {}", printable(name)))?;
        Ok(Templates { title, body, body_name: printable(name) })
    }
}

/// A file that the settings name: of the project, also behind links, and of at most `limit` bytes. `what` it is for people.
pub(super) fn project_file(top: &Path, name: &str, what: &str, limit: u64) -> Result<PathBuf> {
    let cannot = || format!("cannot read the {what} {}", printable(name));
    let real = top.join(name).canonicalize().with_context(cannot)?;
    let meta = real.metadata().with_context(cannot)?;
    if !real.starts_with(top) || !meta.is_file() || meta.len() > limit {
        bail!("the {what} {} must be a file of the project of at most {} KiB", printable(name), limit / 1024);
    }
    Ok(real)
}
