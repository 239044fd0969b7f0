//! amends reads asyncio Python, judges every site that an audit would complain about, and turns the provable
//! ones into reviewable unified diffs.
//!
//! The data flows through the modules in this order; [`pipeline`] shows it as one function:
//!
//! ```text
//! discover → source → prefilter → match → judge → plan → verify → diff → report
//!  files     text     literals    syntax  facts   edits  laws
//! ```
//!
//! Fixes that are chosen ([`choice`], [`decisions`]) are written by [`apply`], or become commits ([`series`],
//! [`git`]) and pull requests ([`pr`]). Only these modules touch anything outside of the process: [`discover`],
//! [`source`] and [`config`]'s `find` read, [`apply`], [`decisions`], [`baseline`] and [`scaffold`] write, [`git`],
//! [`command`] and [`formatter`] run programs, [`forge`] uses the network, [`review`] talks to the terminal, [`cli`]
//! puts them together.

pub mod apply;
pub mod audit;
pub mod baseline;
pub mod changed;
pub mod choice;
pub mod cli;
pub mod command;
pub mod config;
pub mod culprits;
pub mod decisions;
mod deques;
pub mod diff;
pub mod discover;
pub mod edit;
pub mod facts;
pub mod forge;
pub mod formatter;
pub mod git;
mod handlers;
pub mod interrupt;
mod kept;
mod keyed;
pub mod locks;
pub mod pipeline;
pub mod plan;
pub mod pr;
pub mod registry;
pub mod report;
pub mod review;
pub mod root;
pub mod scaffold;
pub mod series;
pub mod source;
pub mod suppress;
pub mod syntax;
mod tasks;
pub mod transform;
pub mod verdict;
pub mod verify;

// The transforms live beside `src`, one folder each; they are part of this crate.
#[path = "../transforms/mod.rs"]
pub mod transforms;
