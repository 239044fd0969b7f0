//! One binary for all integration tests, so that they link once.

mod cases;
mod cli;
mod execute;
mod paths;
mod readmes;
mod snapshots;
mod tidy;
