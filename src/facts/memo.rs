//! Answers that are kept for the run, by their type and what they are about. For answers of transforms that read other
//! files; not for what changes while files are rewritten.

use std::any::{Any, TypeId};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

/// What an answer is about: a file, a function's number in it, and a detail of the question.
pub type Key = (u32, u32, u8);

/// Kept answers. The default has none.
#[derive(Default)]
pub struct Memo {
    answers: Mutex<FxHashMap<(TypeId, Key), Box<dyn Any + Send>>>,
}

impl Memo {
    /// The kept answer to a question, or the one that is made now. Two threads may make it at the same time; then the
    /// later one is kept, which is the same.
    pub fn get_or<T: Clone + Send + 'static>(&self, key: Key, make: impl FnOnce() -> T) -> T {
        let slot = (TypeId::of::<T>(), key);
        let answers = || self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = answers().get(&slot).and_then(|answer| answer.downcast_ref::<T>()) {
            return kept.clone();
        }
        let answer = make();
        answers().insert(slot, Box::new(answer.clone()));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::Memo;

    #[test]
    fn answers_are_made_once_for_each_question_and_type() {
        let memo = Memo::default();
        assert_eq!(memo.get_or((1, 2, 0), || "first".to_string()), "first");
        assert_eq!(memo.get_or((1, 2, 0), || "second".to_string()), "first");
        assert_eq!(memo.get_or((1, 2, 1), || "second".to_string()), "second");
        assert_eq!(memo.get_or((1, 2, 0), || 3_u8), 3);
    }
}
