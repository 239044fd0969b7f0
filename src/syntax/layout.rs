//! How a file is laid out: line ends, indentation, quotes, width. Reads text and tokens; writes nothing.

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::parse::Module;

/// The quote character that a file uses for plain strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// `"`, also where a file has no strings or both in equal number.
    Double,
    /// `'`
    Single,
}

/// Layout of one file. Offsets are text offsets.
pub struct Layout<'a> {
    text: &'a str,
    tokens: &'a Tokens,
    /// The line end of the first line; `\n` for a file of one line.
    pub eol: &'static str,
    /// One level of indentation as the file writes it first: four spaces where it writes none.
    pub unit: &'a str,
    /// The quote to write strings with.
    pub quote: Quote,
    /// The longest line that an inserted statement may make before it is broken, in columns.
    pub width: usize,
}

impl<'a> Layout<'a> {
    /// Reads the layout of a parsed file. `width` is the project's line length.
    pub fn new(text: &'a str, module: &'a Module, width: usize) -> Self {
        let tokens = module.tokens();
        let eol = match text.find('\n') {
            Some(at) if text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        };
        let unit = tokens
            .iter()
            .find(|token| token.kind() == TokenKind::Indent)
            .map_or("    ", |token| &text[token.range()]);
        let (mut single, mut double) = (0usize, 0usize);
        for token in tokens.iter().filter(|token| token.kind() == TokenKind::String) {
            let start = text[token.range()].trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
            if start.starts_with('\'') && !start.starts_with("'''") {
                single += 1;
            } else if start.starts_with('"') && !start.starts_with("\"\"\"") {
                double += 1;
            }
        }
        let quote = if single > double { Quote::Single } else { Quote::Double };
        Layout { text, tokens, eol, unit, quote, width }
    }

    /// The whole text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// All tokens.
    pub fn tokens(&self) -> &'a Tokens {
        self.tokens
    }

    /// The offset of the first byte of the line that holds `offset`.
    pub fn line_start(&self, offset: TextSize) -> TextSize {
        let at = offset.to_usize();
        size(self.text[..at].rfind('\n').map_or(0, |newline| newline + 1))
    }

    /// The offset of the line's end, before its `\r\n` or `\n`.
    pub fn line_end(&self, offset: TextSize) -> TextSize {
        let at = offset.to_usize();
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        let end = if self.text[at..end].ends_with('\r') { end - 1 } else { end };
        size(end)
    }

    /// The offset of the next line's first byte; the end of the text for the last line.
    pub fn next_line(&self, offset: TextSize) -> TextSize {
        let at = offset.to_usize();
        size(self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1))
    }

    /// The white space that the line of `offset` starts with.
    pub fn indent(&self, offset: TextSize) -> &'a str {
        let line = &self.text[self.line_start(offset).to_usize()..];
        &line[..line.len() - line.trim_start_matches([' ', '\t', '\x0c']).len()]
    }

    /// Whether nothing but white space stands before `offset` on its line.
    pub fn starts_line(&self, offset: TextSize) -> bool {
        let start = self.line_start(offset);
        self.text[TextRange::new(start, offset)].trim_matches([' ', '\t', '\x0c']).is_empty()
    }

    /// Whether nothing but white space and a comment follows `offset` on its line.
    pub fn ends_line(&self, offset: TextSize) -> bool {
        let rest =
            self.text[TextRange::new(offset, self.line_end(offset))].trim_start_matches([' ', '\t', '\x0c']);
        rest.is_empty() || rest.starts_with('#')
    }

    /// The columns that an indentation takes; a tab counts as four, so that a tab-indented file is
    /// laid out as its space-indented twin.
    pub fn columns(indent: &str) -> usize {
        indent.chars().map(|letter| if letter == '\t' { 4 } else { 1 }).sum()
    }

    /// A string literal of `text` in the file's quotes. Control characters and the quote are escaped.
    pub fn string(&self, text: &str) -> String {
        let quote = match self.quote {
            Quote::Double => '"',
            Quote::Single => '\'',
        };
        let mut literal = String::with_capacity(text.len() + 2);
        literal.push(quote);
        for letter in text.chars() {
            if letter == quote || letter == '\\' {
                literal.push('\\');
            }
            literal.push(letter);
        }
        literal.push(quote);
        literal
    }

    /// The colon that ends the header of the block whose first statement starts at `body`.
    pub fn header_colon(&self, body: TextSize) -> Option<TextRange> {
        let before = self.tokens.before(body);
        before.iter().rev().find(|token| token.kind() == TokenKind::Colon).map(Ranged::range)
    }

    /// Whether the bytes of a range lie inside a string that spans lines: its lines are never re-indented.
    pub fn inside_multiline_string(&self, offset: TextSize) -> bool {
        let mut depth = 0i32;
        for token in self.tokens.iter().take_while(|token| token.start() < offset) {
            match token.kind() {
                TokenKind::FStringStart | TokenKind::TStringStart => depth += 1,
                TokenKind::FStringEnd | TokenKind::TStringEnd => depth -= 1,
                TokenKind::String if token.end() > offset => return true,
                _ => {}
            }
        }
        depth > 0
    }
}

fn size(at: usize) -> TextSize {
    // Sources are limited to far less than 4 GiB (`source::MAX_BYTES`).
    TextSize::try_from(at).unwrap_or_default()
}
