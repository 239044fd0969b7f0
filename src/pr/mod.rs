//! Pull requests: which there should be, what they say, and what to do about those that exist. Pure: reads no file,
//! runs no git and speaks to no forge.
//!
//! ```text
//! fixes → split → topics → commits (git) → page → template → body + marker ─┐
//!           owners                         content hash ──→ Wanted ─────────┴→ reconcile ← Existing (a forge)
//! ```
//!
//! Nothing is remembered between runs. What a forge shows of an earlier run is read from the [`marker`] at the end of
//! a pull request's body, so that the same settings and the same code always lead to the same actions.
//!
//! Text of the repository (names, expressions, paths) is never trusted: it must not ping people, close issues, break
//! out of its place in Markdown, or look like a marker. [`escape`] sees to that, and [`template`] applies it to every
//! value that nobody has marked as safe.

pub mod content;
pub mod escape;
pub mod finding;
pub mod marker;
pub mod model;
pub mod owners;
pub mod page;
pub mod reconcile;
pub mod remote;
pub mod split;
pub mod template;

/// Where the branches of pull requests are: `amends/TOPIC`.
pub const BRANCHES: &str = "amends/";

/// The most characters of a body. GitHub takes 65,536, and people must be able to add to it.
pub const MAX_BODY: usize = 58_000;
