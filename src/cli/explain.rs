//! `amends explain`: one transform's README.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Result, bail};

use super::printed;
use crate::transforms::ALL;

/// Explain a transform: what it finds, why it matters, when it is fine, what is safe
///
/// Examples:
///   amends explain AM401
///   amends explain bounded-wait
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// A code or a name, as `amends list` prints them
    code: String,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let wanted = args.code.trim();
    let found = ALL
        .iter()
        .map(|transform| transform.meta())
        .find(|meta| meta.code.eq_ignore_ascii_case(wanted) || meta.name.eq_ignore_ascii_case(wanted));
    let Some(meta) = found else {
        let known: Vec<String> = ALL
            .iter()
            .map(|transform| format!("{} {}", transform.meta().code, transform.meta().name))
            .collect();
        bail!("no transform is called `{wanted}`; there are {}", known.join(", "));
    };
    let mut stdout = printed::raw_stdout();
    stdout.write_all(meta.readme.as_bytes())?;
    stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}
