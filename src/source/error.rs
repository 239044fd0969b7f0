//! Why a file is refused, in words. Not how that is found out.

use std::io;

/// Why a file is refused. [`Display`](std::fmt::Display) says what, [`SourceError::line`] where,
/// [`SourceError::hint`] what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// The file holds a NUL byte, which CPython refuses too.
    #[error("the file contains a NUL byte")]
    NulByte {
        /// Its line.
        line: usize,
    },
    /// All lines end in a lone CR.
    #[error("the file has classic Mac line ends (CR only)")]
    ClassicMac,
    /// A CR that is not part of CRLF, in a file with other line ends.
    #[error("a stray CR stands inside a line")]
    StrayCr {
        /// Its line, counted by LF.
        line: usize,
    },
    /// The declared encoding is not known here, or is not a superset of ASCII.
    #[error("the encoding `{name}` that the file declares is unknown or unsupported")]
    UnknownEncoding {
        /// The name as declared.
        name: String,
        /// The line of the declaration.
        line: usize,
    },
    /// The file starts with the UTF-8 BOM and declares another encoding. CPython wants exactly `utf-8` here.
    #[error("the file starts with a UTF-8 BOM but declares the encoding `{name}`")]
    BomMismatch {
        /// The name as declared.
        name: String,
        /// The line of the declaration.
        line: usize,
    },
    /// Bytes that mean nothing in the file's encoding.
    #[error("the file is not valid {encoding}")]
    InvalidBytes {
        /// The encoding, declared or by default.
        encoding: &'static str,
        /// The line of the first such byte.
        line: usize,
    },
    /// The text would be written back with other bytes: the encoding has several ways to write a character.
    #[error("the file cannot be kept byte for byte in {encoding}")]
    NotReversible {
        /// The declared encoding.
        encoding: &'static str,
        /// The line of the first byte that would change.
        line: usize,
    },
    /// Text that is to be written needs a character that the file's encoding lacks.
    #[error("{encoding}, the file's encoding, has no character {character:?}")]
    Unencodable {
        /// The character.
        character: char,
        /// The declared encoding.
        encoding: &'static str,
        /// The line of the character in the new text.
        line: usize,
    },
    /// The file is larger than [`MAX_BYTES`](super::MAX_BYTES).
    #[error("the file has {size} bytes, more than the limit of {limit}")]
    TooLarge {
        /// Its size.
        size: u64,
        /// The limit.
        limit: usize,
    },
    /// The path is something other than a regular file.
    #[error("this is {kind}, not a regular file")]
    NotAFile {
        /// What it is.
        kind: &'static str,
    },
    /// The operating system does not let us read it.
    #[error("the file cannot be read: {reason}")]
    Unreadable {
        /// The kind of failure.
        kind: io::ErrorKind,
        /// The failure in words.
        reason: String,
    },
}

impl SourceError {
    /// The line it is about, from 1.
    pub fn line(&self) -> Option<usize> {
        match self {
            SourceError::NulByte { line }
            | SourceError::StrayCr { line }
            | SourceError::UnknownEncoding { line, .. }
            | SourceError::BomMismatch { line, .. }
            | SourceError::InvalidBytes { line, .. }
            | SourceError::NotReversible { line, .. }
            | SourceError::Unencodable { line, .. } => Some(*line),
            SourceError::ClassicMac => Some(1),
            SourceError::TooLarge { .. } | SourceError::NotAFile { .. } | SourceError::Unreadable { .. } => {
                None
            }
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &str {
        match self {
            SourceError::NulByte { .. } => "remove it, or convert the file to UTF-8 if it is UTF-16",
            SourceError::ClassicMac => "convert the line ends to LF or CRLF",
            SourceError::StrayCr { .. } => r"remove it, or write it as \r inside a string",
            SourceError::UnknownEncoding { .. } => "convert the file to UTF-8 and correct the declaration",
            SourceError::BomMismatch { .. } => "remove the BOM, or declare `utf-8` in exactly these letters",
            SourceError::InvalidBytes { .. } => {
                "convert the file to UTF-8, or declare its encoding on line 1: # -*- coding: NAME -*-"
            }
            SourceError::NotReversible { .. } => "convert the file to UTF-8",
            SourceError::Unencodable { .. } => "convert the file to UTF-8, or make this change by hand",
            SourceError::TooLarge { .. } => "exclude it, or split it",
            SourceError::NotAFile { .. } => "name a Python file or a folder",
            SourceError::Unreadable { kind, .. } => match kind {
                io::ErrorKind::PermissionDenied => "give this user read access, or exclude the file",
                io::ErrorKind::NotFound => "check the path",
                _ => "check the file and its disk, or exclude it",
            },
        }
    }

    pub(super) fn unreadable(error: &io::Error) -> Self {
        // The kind reads better than the system's text with its error number.
        let reason = match error.kind() {
            io::ErrorKind::PermissionDenied => "permission denied".to_string(),
            io::ErrorKind::NotFound => "it does not exist".to_string(),
            _ => error.to_string(),
        };
        SourceError::Unreadable { kind: error.kind(), reason }
    }
}
