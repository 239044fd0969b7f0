//! What can go wrong with a forge. No variant holds a token: [`super::http`] removes them from what a forge says.

use std::time::Duration;

/// Why a request did not do what it is for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForgeError {
    /// The forge answered, and said no.
    #[error("{request}: the forge says {status}: {message}")]
    Refused {
        /// `POST /repos/o/r/pulls`.
        request: String,
        /// The HTTP status.
        status: u16,
        /// What the forge says, with the fields that it names; printable.
        message: String,
    },
    /// It may have been carried out: nothing that can be done twice is sent again. Look first.
    #[error("{request}: {reason}; it is not known whether it was carried out")]
    Ambiguous {
        /// As above.
        request: String,
        /// What happened.
        reason: String,
    },
    /// It was not carried out, and trying again did not help.
    #[error("{request}: {reason}")]
    Unreachable {
        /// As above.
        request: String,
        /// What happened.
        reason: String,
    },
    /// The forge wants us to wait for longer than a run may.
    #[error("{request}: the forge limits requests and wants to be asked again in {} s: {message}", wait.as_secs())]
    Limited {
        /// As above.
        request: String,
        /// For how long.
        wait: Duration,
        /// What the forge says.
        message: String,
    },
    /// The answer is not what the forge's documentation promises.
    #[error("{request}: the answer makes no sense: {reason}")]
    Nonsense {
        /// As above.
        request: String,
        /// What is wrong.
        reason: String,
    },
    /// The branch is not where it was expected: somebody else was faster.
    #[error("the branch {branch} has moved meanwhile, so it was left alone")]
    Moved {
        /// The branch.
        branch: String,
    },
    /// What is asked for is not to be had there.
    #[error("{0}")]
    Unsupported(String),
}
