//! A line of text that is edited. Knows nothing of keys' codes or of the terminal.

/// Text with a cursor. The cursor counts characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    letters: Vec<char>,
    cursor: usize,
}

impl Input {
    /// A line with the cursor at its end.
    pub fn new(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        Input { cursor: letters.len(), letters }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.letters.iter().collect()
    }

    /// The text before the cursor, and that from the cursor on.
    pub fn parts(&self) -> (String, String) {
        (self.letters[..self.cursor].iter().collect(), self.letters[self.cursor..].iter().collect())
    }

    /// Puts a character in. Control characters are dropped: nothing that is asked for holds them.
    pub fn insert(&mut self, letter: char) {
        if !letter.is_control() {
            self.letters.insert(self.cursor, letter);
            self.cursor += 1;
        }
    }

    /// One to the left.
    pub fn left(&mut self) {
        self.cursor = self.cursor.saturating_sub(1);
    }

    /// One to the right.
    pub fn right(&mut self) {
        self.cursor = (self.cursor + 1).min(self.letters.len());
    }

    /// To the start.
    pub fn home(&mut self) {
        self.cursor = 0;
    }

    /// To the end.
    pub fn end(&mut self) {
        self.cursor = self.letters.len();
    }

    /// Removes the character before the cursor.
    pub fn backspace(&mut self) {
        if self.cursor > 0 {
            self.cursor -= 1;
            self.letters.remove(self.cursor);
        }
    }

    /// Removes the character at the cursor.
    pub fn delete(&mut self) {
        if self.cursor < self.letters.len() {
            self.letters.remove(self.cursor);
        }
    }

    /// Removes all before the cursor.
    pub fn clear_before(&mut self) {
        self.letters.drain(..self.cursor);
        self.cursor = 0;
    }

    /// Removes all from the cursor on.
    pub fn clear_after(&mut self) {
        self.letters.truncate(self.cursor);
    }

    /// Removes the word before the cursor, and the spaces after that word.
    pub fn clear_word(&mut self) {
        let before = &self.letters[..self.cursor];
        let spaces = before.iter().rev().take_while(|letter| letter.is_whitespace()).count();
        let word =
            before[..self.cursor - spaces].iter().rev().take_while(|letter| !letter.is_whitespace()).count();
        let start = self.cursor - spaces - word;
        self.letters.drain(start..self.cursor);
        self.cursor = start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_by_characters_not_bytes() {
        let mut input = Input::new("añ漢");
        input.left();
        input.backspace();
        input.insert('ü');
        input.insert('\n');
        assert_eq!(input.parts(), ("aü".into(), "漢".into()));
        input.delete();
        input.delete();
        assert_eq!(input.text(), "aü");
        input.home();
        input.left();
        input.delete();
        input.end();
        input.right();
        input.insert('!');
        assert_eq!(input.text(), "ü!");
    }

    #[test]
    fn words_and_halves_go_at_once() {
        let mut input = Input::new("one two  three");
        input.clear_word();
        assert_eq!(input.text(), "one two  ");
        input.clear_word();
        assert_eq!(input.text(), "one ");
        input.left();
        input.clear_after();
        assert_eq!(input.text(), "one");
        input.left();
        input.clear_before();
        assert_eq!(input.parts(), (String::new(), "e".into()));
        Input::default().clear_word();
    }
}
