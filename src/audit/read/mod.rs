//! Reads an audit: Markdown, or what other tools print. Tells which by content. Opens no file.

mod apart;
mod blocks;
mod heading;
mod items;
mod lines;
mod markdown;
mod parts;
mod patches;
mod places;
mod purpose;
mod sarif;
mod scope;
mod scope_words;
mod tables;
mod tools;

use super::model::{Kind, Report};
use super::notes;

/// The largest report that is read: that of a scanner with 100,000 findings is smaller.
pub const MAX_BYTES: usize = 64 << 20;

/// More findings than this are not looked at: nobody reads them, and each costs.
pub const MAX_CLAIMS: usize = 20_000;

/// Why a report cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Too large.
    #[error("it is larger than {} MiB; cut it into parts", MAX_BYTES >> 20)]
    TooLarge,
    /// No text.
    #[error("it is not UTF-8: byte {at} cannot be read; convert it, for example with `iconv -t utf-8`")]
    NotUtf8 {
        /// The first bad byte.
        at: usize,
    },
    /// Binary data, or nothing.
    #[error("it is empty; if it is what ruff printed as json-lines and it found nothing, say `--from ruff`")]
    Empty,
    /// JSON that cannot be parsed.
    #[error("line {line}: it is no valid JSON: {reason}; if it is Markdown, say `--from markdown`")]
    BadJson {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// JSON of a shape that is not known, or not the shape that `--from` names.
    #[error("it is no {wanted}: {reason}")]
    WrongShape {
        /// What was looked for.
        wanted: &'static str,
        /// What is missing.
        reason: String,
    },
    /// Too many findings.
    #[error("it holds more than {MAX_CLAIMS} findings; narrow it in the tool that wrote it")]
    TooMany,
    /// Nothing that looks like a finding.
    #[error(
        "no finding is in it: a finding is a heading with a number, a severity, a file or code below it, a list item or a table row that names a file; docs/audit.md says more"
    )]
    NoFindings,
}

/// A report, with the text that it was read from.
#[derive(Debug)]
pub struct Read {
    /// What it says.
    pub report: Report,
    /// Its text, without the notes that an earlier run has put in.
    pub text: String,
}

/// Reads a report; `from` overrides what its content tells.
///
/// # Errors
/// What cannot be read, and why.
pub fn read(bytes: &[u8], from: Option<Kind>) -> Result<Read, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 { at: error.valid_up_to() })?;
    let whole = text;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        // `ruff --output-format json-lines` prints nothing where it finds nothing.
        return if from == Some(Kind::Ruff) {
            let report = Report { kind: Kind::Ruff, title: "ruff report".into(), ..Report::default() };
            Ok(Read { report, text: String::new() })
        } else {
            Err(ReadError::Empty)
        };
    }
    let kind = match from {
        Some(kind) => kind,
        None => tools::detect(text)?,
    };
    let mut ticks = Vec::new();
    let mut plain = text.to_string();
    let mut report = match kind {
        Kind::Markdown => {
            (plain, ticks) = notes::strip(text);
            markdown::read(&plain)
        }
        Kind::Sarif => sarif::read(text)?,
        Kind::Ruff | Kind::Bandit | Kind::Semgrep | Kind::Pylint => tools::read(text, kind)?,
    };
    if report.claims.len() > MAX_CLAIMS {
        return Err(ReadError::TooMany);
    }
    if report.claims.is_empty() && kind == Kind::Markdown {
        return Err(ReadError::NoFindings);
    }
    // A mark at the start is no part of the Markdown, and stays where it is.
    let mark = &whole[..whole.len() - text.len()];
    let anchors = report
        .claims
        .iter_mut()
        .map(|claim| &mut claim.anchor)
        .chain(report.recommendations.iter_mut().map(|recommendation| &mut recommendation.anchor));
    for anchor in anchors {
        anchor.ticked = ticks.iter().any(|(at, ticked)| *ticked && *at == anchor.at);
        anchor.at += mark.len();
    }
    let text = format!("{mark}{plain}");
    Ok(Read { report, text })
}
