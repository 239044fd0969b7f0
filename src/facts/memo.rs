//! Answers that are kept for the run, by their type and what they are about. For answers of transforms that read other
//! files; not for what changes while files are rewritten.

use std::any::{Any, TypeId};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

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

    /// The one answer of a type that is about all files. Others wait while one thread makes it, so `make` must not wait
    /// for other threads of the pool.
    pub fn once<T: Clone + Send + Sync + 'static>(&self, make: impl FnOnce() -> T) -> T {
        let slot = (TypeId::of::<OnceLock<T>>(), Key::default());
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = answers.entry(slot).or_insert_with(|| Box::new(Arc::new(OnceLock::<T>::new())));
        let kept = kept.downcast_ref::<Arc<OnceLock<T>>>().map(Arc::clone);
        drop(answers);
        // Nothing else is kept under the type of a slot.
        match kept {
            Some(kept) => kept.get_or_init(make).clone(),
            None => make(),
        }
    }

    /// The answer of [`Memo::once`], if there is one.
    pub fn known<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = answers.get(&(TypeId::of::<OnceLock<T>>(), Key::default()))?;
        kept.downcast_ref::<Arc<OnceLock<T>>>()?.get().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::Memo;

    #[test]
    fn the_answer_about_all_files_is_made_once_though_many_ask() {
        assert_eq!(Memo::default().known::<usize>(), None);
        let (memo, made) = (Memo::default(), std::sync::atomic::AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| memo.once(|| made.fetch_add(1, std::sync::atomic::Ordering::Relaxed)));
            }
        });
        assert_eq!((memo.once(|| 7_usize), made.into_inner()), (0, 1));
        assert_eq!(memo.known::<usize>(), Some(0));
    }

    #[test]
    fn answers_are_made_once_for_each_question_and_type() {
        let memo = Memo::default();
        assert_eq!(memo.get_or((1, 2, 0), || "first".to_string()), "first");
        assert_eq!(memo.get_or((1, 2, 0), || "second".to_string()), "first");
        assert_eq!(memo.get_or((1, 2, 1), || "second".to_string()), "second");
        assert_eq!(memo.get_or((1, 2, 0), || 3_u8), 3);
    }
}
