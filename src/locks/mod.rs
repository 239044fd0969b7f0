//! Locks and their order: which lock is taken while which other is held, through calls, with the way from one to the
//! other; and the cycles in that. What AM301 and `amends locks` say rests on it.
//!
//! Locks are known by class and attribute ([`identity`]), and apart from that as objects, by their paths
//! ([`object`], [`value`]): two instances of a class have two locks, and [`instances`] says whether the locks of a
//! cycle are the same ones. [`held`] says what a function holds where, [`steps`] what it runs ([`implicit`], [`threads`], [`waits`]),
//! [`walk`] what it may take meanwhile ([`branches`]), [`graph`] puts that together, [`cycles`] finds the ways around.
//! [`reach`] leaves out what takes no lock by any name, and [`reader`] keeps answers.

mod branches;
mod cycles;
mod graph;
mod held;
mod identity;
mod implicit;
mod instances;
mod kind;
mod object;
mod reach;
mod reader;
mod steps;
mod threads;
mod value;
mod waits;
mod walk;

pub use branches::let_go;
pub use cycles::Cycle;
pub use graph::{Edge, Graph, Unseen, Witness, of, prepare};
pub use held::Hop;
pub use identity::LockName;
pub use kind::{Kind, Waiter};
pub use walk::Taken;
