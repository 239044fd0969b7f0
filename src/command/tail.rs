//! The end of a long output, in bounded memory. Not for whole outputs.

use std::collections::VecDeque;

/// The last bytes of what was written to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Tail {
    kept: VecDeque<u8>,
    limit: usize,
    total: u64,
}

impl Tail {
    /// Keeps the last `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Tail { kept: VecDeque::new(), limit, total: 0 }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        let bytes = &bytes[bytes.len().saturating_sub(self.limit)..];
        let over = (self.kept.len() + bytes.len()).saturating_sub(self.limit);
        self.kept.drain(..over);
        self.kept.extend(bytes);
    }

    /// What is kept, and how many bytes before it are not.
    pub(super) fn take(&mut self) -> (Vec<u8>, u64) {
        let kept: Vec<u8> = std::mem::take(&mut self.kept).into();
        let dropped = self.total - kept.len() as u64;
        (kept, dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bytes_are_kept_however_they_come() {
        let text: Vec<u8> = (0..=255).cycle().take(1000).collect();
        for chunk in [1, 3, 7, 10, 11, 999, 1000] {
            for limit in [0, 1, 10, 256, 999, 1000, 1001] {
                let mut tail = Tail::new(limit);
                for bytes in text.chunks(chunk) {
                    tail.push(bytes);
                }
                let kept = limit.min(1000);
                let expected = (text[1000 - kept..].to_vec(), (1000 - kept) as u64);
                assert_eq!(tail.take(), expected, "{chunk} {limit}");
            }
        }
    }
}
