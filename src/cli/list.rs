//! `amends list`: the transforms.

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Result;

use super::printed;
use crate::transforms::ALL;

/// List the transforms: code, name, what they do
///
/// `amends explain CODE` says more about one.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Print one JSON object per line
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let mut stdout = printed::stdout();
    let width = ALL.iter().map(|transform| transform.meta().name.len()).max().unwrap_or(0);
    for transform in ALL {
        let meta = transform.meta();
        if args.json {
            let object = serde_json::json!({ "code": meta.code, "name": meta.name, "summary": meta.summary });
            writeln!(stdout, "{object}")?;
        } else {
            writeln!(stdout, "{}  {:width$}  {}", meta.code, meta.name, meta.summary)?;
        }
    }
    stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}
