//! Tasks: which calls start one, who holds it, who cancels it, and what projects' own spawners and runners do.
//! Shared by the transforms that judge tasks, and by the inventory; judges nothing, and edits nothing
//! but for the places and texts of [`insert`].

pub(crate) mod callees;
pub(crate) mod contract;
pub(crate) mod ends;
pub(crate) mod flow;
mod follow;
pub(crate) mod handed;
pub(crate) mod insert;
pub(crate) mod inventory;
pub(crate) mod local;
mod onward;
mod reach;
pub(crate) mod report;
mod returned;
pub(crate) mod runner;
pub(crate) mod runner_key;
pub(crate) mod runner_result;
pub(crate) mod runner_takes;
pub(crate) mod spawn;
mod starts;
pub(crate) mod wrapper;
