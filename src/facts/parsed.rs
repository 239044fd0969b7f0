//! Typed parses of given files, kept for the run: an index, a judgement and the judgements of other files all need one.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use crate::syntax::{Module, SyntaxProblem, parse};

/// Bytes of text of which parses are kept; a parse is some twenty times as large. What goes beyond is parsed again where
/// it is needed.
const MAX_KEPT: usize = 16 << 20;

/// The parse of one text.
#[derive(Clone, Default)]
pub(super) struct Parsed(OnceLock<Result<Arc<Module>, SyntaxProblem>>);

impl Parsed {
    /// The parse of `text`, which is the same each time. Call it on a thread with a large stack.
    ///
    /// # Errors
    /// Those of [`parse`].
    pub(super) fn of(&self, text: &str, room: &Room) -> Result<Arc<Module>, SyntaxProblem> {
        if let Some(known) = self.0.get() {
            return known.clone();
        }
        let parsed = parse(text).map(Arc::new);
        if room.takes(text.len()) {
            // Another thread may have been faster; its parse is as good.
            let _ = self.0.set(parsed.clone());
        }
        parsed
    }
}

/// How much has been kept.
#[derive(Default)]
pub(super) struct Room(AtomicUsize);

impl Room {
    fn takes(&self, bytes: usize) -> bool {
        self.0.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes) <= MAX_KEPT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parse_is_kept_while_there_is_room() {
        let (kept, room) = (Parsed::default(), Room::default());
        let (one, two) = (kept.of("x = 1\n", &room), kept.of("x = 1\n", &room));
        assert!(one.is_ok_and(|one| two.is_ok_and(|two| Arc::ptr_eq(&one, &two))));
        let (full, not_kept) = (Room(AtomicUsize::new(MAX_KEPT)), Parsed::default());
        let (one, two) = (not_kept.of("x = 1\n", &full), not_kept.of("x = 1\n", &full));
        assert!(one.is_ok_and(|one| two.is_ok_and(|two| !Arc::ptr_eq(&one, &two))));
    }

    #[test]
    fn what_does_not_parse_is_known_too() {
        let (kept, room) = (Parsed::default(), Room::default());
        assert_eq!(kept.of("x = 1\ny = )\n", &room).err().map(|problem| problem.line), Some(2));
        assert!(kept.0.get().is_some_and(Result::is_err));
    }
}
