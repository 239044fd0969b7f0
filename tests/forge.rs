//! Forges: what amends says to them, against small stateful ones behind their real contracts. `make test-forge` runs
//! these; they need Node. See `forge/harness.rs`.

mod bench;
mod client;
mod clients;
mod command;
mod elsewhere;
mod faults;
mod harness;
mod rig_itself;
