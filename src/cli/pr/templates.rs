//! Reads the templates of titles and bodies, which are files of the project. Renders none.

use std::path::Path;

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
    pub(super) fn of(settings: &PrSettings, top: &Path) -> Result<Self> {
        let title = settings.title.clone().unwrap_or_else(|| template::TITLE.into());
        let Some(name) = &settings.body else {
            return Ok(Templates { title, body: template::BODY.into(), body_name: "body".into() });
        };
        let place = top.join(name);
        let real =
            place.canonicalize().with_context(|| format!("cannot read the template {}", printable(name)))?;
        let meta = real.metadata()?;
        if !real.starts_with(top) || !meta.is_file() || meta.len() > MAX_TEMPLATE {
            bail!(
                "the template {} must be a file of the project of at most {} KiB",
                printable(name),
                MAX_TEMPLATE / 1024
            );
        }
        let body = std::fs::read_to_string(&real)
            .with_context(|| format!("cannot read the template {}", printable(name)))?;
        Ok(Templates { title, body, body_name: printable(name) })
    }
}
