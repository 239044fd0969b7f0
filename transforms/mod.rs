//! The built-in transforms, one folder each, and the one list of them.
//!
//! To add one: `amends new <name>`, then its two lines here. A test checks that every folder is listed.

use crate::transform::Transform;

pub mod acquire_as_context;
pub mod atomic_get_or_create;
pub mod await_under_lock;
pub mod bound_keyed_collection;
pub mod bound_sample_history;
pub mod bounded_wait;
pub mod cancel_in_finally;
pub mod classify_recorded_error;
pub mod deque_ring_buffer;
pub mod lock_order;
pub mod log_callback_failure;
pub mod log_swallowed_exception;
pub mod narrow_broad_except;
pub mod ordered_locks;
pub mod prune_lock_registry;
pub mod run_tracked_task;
pub mod runner_misuse;
pub mod snapshot_shared_iteration;
pub mod stoppable_loop;
pub mod tracked_task;
pub mod unread_task_result;

/// All transforms, by code.
pub static ALL: &[&dyn Transform] = &[
    &bound_keyed_collection::BoundKeyedCollection,
    &prune_lock_registry::PruneLockRegistry,
    &bound_sample_history::BoundSampleHistory,
    &deque_ring_buffer::DequeRingBuffer,
    &atomic_get_or_create::AtomicGetOrCreate,
    &snapshot_shared_iteration::SnapshotSharedIteration,
    &tracked_task::TrackedTask,
    &lock_order::LockOrder,
    &await_under_lock::AwaitUnderLock,
    &ordered_locks::OrderedLocks,
    &log_swallowed_exception::LogSwallowedException,
    &log_callback_failure::LogCallbackFailure,
    &classify_recorded_error::ClassifyRecordedError,
    &narrow_broad_except::NarrowBroadExcept,
    &unread_task_result::UnreadTaskResult,
    &stoppable_loop::StoppableLoop,
    &bounded_wait::BoundedWait,
    &cancel_in_finally::CancelInFinally,
    &run_tracked_task::RunTrackedTask,
    &acquire_as_context::AcquireAsContext,
    &runner_misuse::RunnerMisuse,
];
