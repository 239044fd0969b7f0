//! The blocks of a Python text, as its indentation shows them. Knows nothing of syntax: a text in a string that looks like
//! a block is taken for one.

/// Words that open a block.
const OPENING: &[&str] = &[
    "def", "async", "class", "if", "elif", "else", "for", "while", "with", "try", "except", "finally",
    "match", "case",
];

/// The lines of a text with their indentation.
pub(super) struct Layout<'t> {
    lines: Vec<&'t str>,
}

impl<'t> Layout<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Layout { lines: text.lines().collect() }
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// A line without its indentation, from 1; empty beyond the end.
    pub(super) fn line(&self, line: usize) -> &'t str {
        line.checked_sub(1).and_then(|at| self.lines.get(at)).map_or("", |line| line.trim())
    }

    /// How far a line is indented; nothing for empty lines and comments.
    pub(super) fn depth(&self, line: usize) -> Option<usize> {
        let text = self.line(line);
        let raw = line.checked_sub(1).and_then(|at| self.lines.get(at))?;
        (!text.is_empty() && !text.starts_with('#')).then(|| raw.len() - raw.trim_start().len())
    }

    /// The lines that open the blocks that a line stands in, the innermost first.
    pub(super) fn heads(&self, line: usize) -> Vec<usize> {
        let mut depth = self.depth(line).unwrap_or(usize::MAX);
        let mut heads = Vec::new();
        for above in (1..line.min(self.lines.len() + 1)).rev() {
            if depth == 0 {
                break;
            }
            let text = self.line(above);
            let word = text.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
            if let Some(found) = self.depth(above).filter(|found| *found < depth && OPENING.contains(&word)) {
                depth = found;
                heads.push(above);
            }
        }
        heads
    }

    /// The last line of the block that a line opens; that line itself if it opens none.
    pub(super) fn end(&self, head: usize) -> usize {
        let Some(base) = self.depth(head) else { return head };
        let mut last = head;
        for line in head + 1..=self.lines.len() {
            match self.depth(line) {
                Some(depth) if depth > base || self.line(line).starts_with([')', ']', '}']) => last = line,
                Some(_) => break,
                None => {}
            }
        }
        last
    }

    /// The innermost class that a line stands in, as the line that opens it.
    pub(super) fn class(&self, line: usize) -> Option<usize> {
        self.heads(line).into_iter().find(|head| self.line(*head).starts_with("class "))
    }

    /// The name that a `class` or `def` line has.
    pub(super) fn name(&self, head: usize) -> &'t str {
        let line = self.line(head);
        let line = line.strip_prefix("async ").unwrap_or(line);
        let rest = line.strip_prefix("def ").or_else(|| line.strip_prefix("class ")).unwrap_or_default();
        super::content::names(rest).next().unwrap_or_default()
    }

    /// The `except` lines of the handlers that have to do with some lines: those that stand there or hold them, and those
    /// of the `try` that holds them.
    pub(super) fn handlers(&self, (first, last): (usize, usize)) -> Vec<usize> {
        let is_handler = |line: &usize| self.line(*line).starts_with("except");
        let mut found: Vec<usize> = (first..=last).filter(is_handler).collect();
        if found.is_empty() {
            let tried = |line: &usize| self.line(*line).starts_with("try:");
            let around = self.heads(first);
            match around.iter().find(|head| is_handler(head) || tried(head)) {
                Some(head) if is_handler(head) => found.push(*head),
                Some(head) => found = self.handlers_of(*head),
                None => {}
            }
            found.extend((first..=last).filter(tried).flat_map(|head| self.handlers_of(head)));
        }
        found
    }

    fn handlers_of(&self, tried: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut next = self.end(tried) + 1;
        while next <= self.lines.len() {
            if self.depth(next).is_none() {
                next += 1;
            } else if self.depth(next) == self.depth(tried) && self.line(next).starts_with("except") {
                found.push(next);
                next = self.end(next) + 1;
            } else {
                break;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_told_by_indentation() {
        let layout = Layout::new(
            "class A(B):\n    def f(\n        self,\n    ):\n        try:\n            go()\n\n        # why\n        except E:\n            x = 1\n        finally:\n            y = 2\n",
        );
        assert_eq!(layout.heads(6), [5, 2, 1]);
        assert_eq!((layout.class(10), layout.name(1), layout.name(2)), (Some(1), "A", "f"));
        assert_eq!((layout.end(1), layout.end(9), layout.end(6)), (12, 10, 6));
        assert_eq!(layout.handlers((6, 6)), [9]);
        assert_eq!(layout.handlers((10, 10)), [9]);
        assert_eq!(layout.handlers((2, 2)), Vec::<usize>::new());
    }
}
