//! What `amends apply --verify` says when the check itself is of no use: it fails anyway, or changes files. Runs nothing.

use std::process::ExitCode;

use super::said::{NOTHING, OUTPUT_LINES};
use super::verify::Edits;
use crate::apply::TakenBack;
use crate::cli::printed::tell;
use crate::cli::recovery::listed;
use crate::cli::{EXIT_UNREADABLE, EXIT_UNVERIFIED};
use crate::command::Ran;

/// The check fails without any fix.
pub(super) fn fails_without(check: &str, ran: &Ran) -> ExitCode {
    let how = ran.end.explain();
    let text = format!("without any fix, `{check}` {how}. So it cannot tell what a fix breaks; {NOTHING}");
    failed(&text, ran)
}

/// The check failed with every fix, and now it fails without any.
pub(super) fn fails_by_now(check: &str, ran: &Ran) -> ExitCode {
    let how = ran.end.explain();
    let text = format!(
        "`{check}` does not pass without any fix either any more: it {how}. It cannot tell what a fix breaks; {NOTHING}"
    );
    failed(&text, ran)
}

fn failed(text: &str, ran: &Ran) -> ExitCode {
    let lines = ran.last_lines(OUTPUT_LINES);
    let output = if lines.is_empty() { "It printed nothing" } else { "Its output ends with:" };
    tell!("error: {text}. {output}");
    for line in lines {
        tell!("  | {line}");
    }
    ExitCode::from(EXIT_UNVERIFIED)
}

/// The check changes files that fixes are in.
pub(super) fn edits(check: &str, edits: &Edits, back: &TakenBack) -> ExitCode {
    let files = listed(&edits.files);
    let what = match edits.on_trial {
        true => format!("files that fixes are on trial in: {files}; {back}"),
        false => format!("files that fixes are in, even without any fix: {files}; {NOTHING}"),
    };
    tell!(
        "error: `{check}` itself changes {what}. A check must leave them as they are; what formats files \
         belongs into `--format-with`"
    );
    ExitCode::from(EXIT_UNREADABLE)
}
