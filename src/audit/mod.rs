//! Audits: reads them, ties their findings to transforms, and holds each claim against the code.
//!
//! ```text
//! read → ties → (pipeline over the paths) → locate → reconcile → show
//! report  codes    sites with verdicts      places     statuses    text, JSON, Markdown
//! ```
//!
//! Pure, but for [`crate::cli`] that calls it. A claim is never confirmed because the audit says so: a status is made
//! of the verdicts of sites, or it says that nothing judges the claim.

pub mod assign;
mod attributes;
mod class;
pub mod content;
pub mod count;
pub mod files;
mod held;
mod layout;
pub mod locate;
mod meant;
pub mod model;
mod moves;
mod named;
pub mod notes;
pub mod proposal;
pub mod read;
pub mod recommend;
pub mod reconcile;
mod repair;
mod rivals;
pub mod show;
mod sites;
pub mod spot;
pub mod ties;
mod titles;
mod unknown;
mod within;
