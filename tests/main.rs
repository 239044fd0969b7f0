//! One binary for all integration tests, so that they link once.

mod apply;
mod audit;
mod cases;
#[cfg(unix)]
mod ci;
mod cli;
#[cfg(unix)]
mod commands;
mod elsewhere;
mod engine;
mod execute;
mod facts;
#[cfg(unix)]
mod forge;
mod formats;
#[cfg(unix)]
mod formatting;
mod git;
mod living;
mod locks;
mod paths;
#[cfg(unix)]
mod pr;
mod readmes;
mod review;
mod scaffold;
mod settings;
mod snapshots;
mod tasks;
mod tidy;
mod unheard;
mod writing;
