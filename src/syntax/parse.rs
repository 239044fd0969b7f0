//! The typed parse of one file, and its errors in words. Not for finding anything.

use ruff_python_ast::token::Tokens;
use ruff_python_ast::{Expr, ModModule};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};
use ruff_source_file::LineIndex;
use ruff_text_size::{Ranged, TextRange, TextSize};

/// CPython's limit on nested brackets (`MAXLEVEL` in `Parser/lexer/state.h`); deeper files do not run.
const MAX_BRACKETS: usize = 200;
/// CPython's limit on nested blocks (`MAXINDENT` in `Parser/lexer/state.h`).
const MAX_INDENTS: usize = 100;
/// Operators, unary operators or chained attributes in one logical line. Every one is a level of the tree,
/// which is walked recursively; real code stays below a few thousand even where it is generated.
const MAX_CHAIN: usize = 20_000;

/// Comment lines in a row. The concrete parser looks through a run once for each of its lines.
const MAX_COMMENT_RUN: usize = 10_000;

/// A file that the typed parser accepts.
pub struct Module {
    parsed: Parsed<ModModule>,
    lines: LineIndex,
}

impl Module {
    /// The syntax tree.
    pub fn syntax(&self) -> &ModModule {
        self.parsed.syntax()
    }

    /// All tokens, comments and non-logical newlines included.
    pub fn tokens(&self) -> &Tokens {
        self.parsed.tokens()
    }

    /// The line of an offset, from 1.
    pub fn line(&self, offset: TextSize) -> usize {
        self.lines.line_index(offset).get()
    }

    /// Line and column of an offset, both from 1; the column counts characters.
    pub fn position(&self, offset: TextSize, text: &str) -> (usize, usize) {
        let position = self.lines.line_column(offset, text);
        (position.line.get(), position.column.get())
    }
}

/// Why a file is not parsed, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxProblem {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong, in words.
    pub message: String,
}

/// Parses `text` (without a BOM). Call it on a thread with a large stack: the tree is walked recursively.
///
/// # Errors
/// Returns the first syntax error, or the limit that the file exceeds. Syntax newer than any known Python
/// version is an error; syntax that is merely newer than the project's version is not.
pub fn parse(text: &str) -> Result<Module, SyntaxProblem> {
    let lines = LineIndex::from_source_text(text);
    if let Some((offset, message)) = too_deep(text).or_else(|| too_many_comments(text)) {
        return Err(problem(&lines, text, offset, message));
    }
    let parsed = parse_unchecked(text, ParseOptions::from(Mode::Module)).try_into_module();
    let Some(parsed) = parsed else {
        return Err(SyntaxProblem { line: 1, column: 1, message: "not a module".into() });
    };
    if let Some(error) = parsed.errors().first() {
        // Conflict markers often show as an odd error elsewhere: name them instead.
        return Err(match conflict_marker(text) {
            Some((offset, marker)) => {
                problem(&lines, text, offset, format!("merge-conflict marker `{marker}` left in the file"))
            }
            None => problem(&lines, text, error.start(), error.error.to_string()),
        });
    }
    Ok(Module { parsed, lines })
}

/// Whether a text is one Python expression.
pub fn is_expression(text: &str) -> bool {
    too_deep(text).is_none() && ruff_python_parser::parse_expression(text).is_ok()
}

/// The expression at a range of a text that parsed as a whole, with ranges of that text. `None` if there is none.
pub fn expression_at(text: &str, range: TextRange) -> Option<Expr> {
    text.get(range.start().to_usize()..range.end().to_usize())?;
    let parsed = ruff_python_parser::parse_parenthesized_expression_range(text, range).ok()?;
    Some(*parsed.into_syntax().body)
}

fn problem(lines: &LineIndex, text: &str, offset: TextSize, message: String) -> SyntaxProblem {
    let position = lines.line_column(offset, text);
    SyntaxProblem { line: position.line.get(), column: position.column.get(), message }
}

/// Whether a text has a line that starts as git's conflict markers do. It may stand in a string.
pub fn may_hold_conflict(text: &str) -> bool {
    text.starts_with("<<<<<<< ") || text.contains("\n<<<<<<< ")
}

/// The first line that starts as git's conflict markers do, and the marker.
fn conflict_marker(text: &str) -> Option<(TextSize, &'static str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let found = ["<<<<<<<", ">>>>>>>"].into_iter().find(|marker| {
            line.strip_prefix(marker).is_some_and(|rest| rest.starts_with(' ') || rest.trim().is_empty())
        });
        if let Some(marker) = found {
            return Some((offset(at), marker));
        }
        at += line.len();
    }
    None
}

/// Operators in one expression up to which types are inferred.
const MAX_TYPED_CHAIN: usize = 1_500;
/// Blocks in each other up to which types are inferred.
const MAX_TYPED_INDENTS: usize = 60;
/// `elif` arms in a row up to which types are inferred: narrowing takes time that grows with their square.
const MAX_TYPED_ARMS: usize = 150;

/// What about a file's shape would take a type checker, which recurses, too deep or too long. `None` for files
/// that it can take. In words, as a clause.
pub fn deep_shape(text: &str) -> Option<String> {
    if let Some((at, message)) = deeper_than(text, MAX_TYPED_CHAIN, MAX_TYPED_INDENTS) {
        return Some(format!("{message} (line {})", line_of(text, at)));
    }
    // By indentation: the arms of the chain that is open there.
    let mut chains: Vec<(usize, usize)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.trim_start();
        if code.is_empty() || code.starts_with('#') {
            continue;
        }
        let width = line.len() - code.len();
        chains.retain(|(at, _)| *at <= width);
        if code.starts_with("elif ") || code.starts_with("elif(") || code.starts_with("case ") {
            match chains.last_mut().filter(|(at, _)| *at == width) {
                Some((_, arms)) => *arms += 1,
                None => chains.push((width, 1)),
            }
        } else if !code.starts_with(['}', ')', ']']) && !code.starts_with("else") {
            chains.retain(|(at, _)| *at < width);
        }
        if chains.iter().any(|(_, arms)| *arms > MAX_TYPED_ARMS) {
            return Some(format!(
                "more than {MAX_TYPED_ARMS} `elif` or `case` arms in a row (line {})",
                number + 1
            ));
        }
    }
    None
}

fn line_of(text: &str, at: TextSize) -> usize {
    1 + text.as_bytes().iter().take(at.to_usize()).filter(|&&byte| byte == b'\n').count()
}

/// A scan without recursion that refuses what would overflow a recursive parser or walker.
fn too_deep(text: &str) -> Option<(TextSize, String)> {
    deeper_than(text, MAX_CHAIN, MAX_INDENTS)
}

/// It over-counts inside strings and comments, by as little as keeps it one pass: a bracket in a string
/// counts only until the next line end at bracket depth zero, and the limits are far above real code.
fn deeper_than(text: &str, max_chain: usize, max_indents: usize) -> Option<(TextSize, String)> {
    let mut scan = Scan::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'#' => at += text[at..].find('\n').unwrap_or(text.len() - at).saturating_sub(1),
            quote @ (b'"' | b'\'') => at = end_of_string(bytes, at, quote),
            b'(' | b'[' | b'{' => {
                scan.levels.push((scan.chain, bytes[at] == b'{'));
                if scan.levels.len() > MAX_BRACKETS {
                    return Some((
                        offset(at),
                        format!("more than {MAX_BRACKETS} nested brackets; Python itself refuses this"),
                    ));
                }
            }
            // Behind a bracket, the chain goes on that began before it.
            b')' | b']' | b'}' => scan.chain = 1 + scan.levels.pop().map_or(0, |(chain, _)| chain),
            // What commas part, and keys and values, is not nested.
            b',' => scan.chain = scan.levels.last().map_or(0, |(chain, _)| *chain),
            b':' if scan.levels.last().is_some_and(|(_, in_braces)| *in_braces) => {
                scan.chain = scan.levels.last().map_or(0, |(chain, _)| *chain);
            }
            b'\n' if scan.levels.is_empty() => {
                scan.chain = 0;
                if scan.indent(&bytes[at + 1..]) > max_indents {
                    return Some((
                        offset(at + 1),
                        if max_indents == MAX_INDENTS {
                            format!("more than {MAX_INDENTS} nested blocks; Python itself refuses this")
                        } else {
                            format!("more than {max_indents} nested blocks")
                        },
                    ));
                }
            }
            b'.' | b'+' | b'-' | b'*' | b'/' | b'~' | b'%' | b'@' | b'&' | b'|' | b'^' | b'<' | b'>'
            | b'=' | b' ' => {
                scan.chain += usize::from(bytes[at] != b' ');
                // `not not not …`, `await await …` and `x if y else …` are chains of words.
                if bytes[at] == b' '
                    && matches!(bytes.get(at + 1), Some(b'n' | b'e' | b'a' | b'l' | b'o'))
                    && text[at + 1..].split([' ', ':']).next().is_some_and(|word| {
                        matches!(word, "not" | "else" | "await" | "lambda" | "and" | "or")
                    })
                {
                    scan.chain += 1;
                }
                if scan.chain > max_chain {
                    return Some((offset(at), format!("more than {max_chain} operators in one expression")));
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn too_many_comments(text: &str) -> Option<(TextSize, String)> {
    let mut run = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let code = line.trim_start();
        if code.starts_with('#') {
            run += 1;
        } else if !code.is_empty() {
            run = 0;
        }
        if run > MAX_COMMENT_RUN {
            return Some((offset(at), format!("more than {MAX_COMMENT_RUN} comment lines in a row")));
        }
        at += line.len();
    }
    None
}

fn offset(at: usize) -> TextSize {
    // Sources are limited to far less than 4 GiB (`source::MAX_BYTES`).
    TextSize::try_from(at).unwrap_or_default()
}

#[derive(Default)]
struct Scan {
    /// For each open bracket, the chain that it stands in, and whether it is a brace.
    levels: Vec<(usize, bool)>,
    chain: usize,
    indents: Vec<usize>,
}

impl Scan {
    /// Pushes and pops the indentation of the line that starts at `line`; gives the depth.
    fn indent(&mut self, line: &[u8]) -> usize {
        let width = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if !matches!(line.get(width), None | Some(b'\n' | b'\r' | b'#')) {
            while self.indents.last().is_some_and(|&last| last >= width) {
                self.indents.pop();
            }
            if width > 0 {
                self.indents.push(width);
            }
        }
        self.indents.len()
    }
}

/// The offset of the last byte of the string that starts at `at`; an unterminated one ends with its line.
fn end_of_string(bytes: &[u8], at: usize, quote: u8) -> usize {
    let triple = bytes[at..].starts_with(&[quote; 3]);
    let mut i = at + if triple { 3 } else { 1 };
    while i < bytes.len() {
        match bytes[i] {
            b'\\' => i += 1,
            b'\n' if !triple => return i - 1,
            byte if byte == quote && !triple => return i,
            byte if byte == quote && bytes[i..].starts_with(&[quote; 3]) => return i + 2,
            _ => {}
        }
        i += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        parse(text).err().map_or_else(String::new, |problem| format!("{}: {}", problem.line, problem.message))
    }

    #[test]
    fn conflict_markers_are_named() {
        let text = "x = 1\n<<<<<<< HEAD\ny = 2\n=======\ny = 3\n>>>>>>> topic\n";
        assert_eq!(message(text), "2: merge-conflict marker `<<<<<<<` left in the file");
        assert_eq!(message("HELP = '''\n<<<<<<< HEAD\n'''\n"), "", "a marker in a string is no conflict");
    }

    #[test]
    fn depth_is_limited_before_any_recursion() {
        assert!(
            message(&format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000))).contains("nested brackets")
        );
        let blocks: String = (0..10_000).map(|depth| format!("{}if x:\n", " ".repeat(depth))).collect();
        assert!(message(&blocks).contains("nested blocks"));
        assert!(message(&format!("x = {}1", "-".repeat(50_000))).contains("operators"));
        assert!(message(&format!("x = {}1", "not ".repeat(50_000))).contains("operators"));
        assert!(message(&format!("x = a{}", ".b".repeat(50_000))).contains("operators"));
    }

    #[test]
    fn runs_of_comments_are_limited() {
        assert!(message(&format!("x = 1\n{}", "# c\n".repeat(10_001))).contains("comment lines"));
        assert_eq!(message(&"# c\nx = 1\n".repeat(10_001)), "");
    }

    #[test]
    fn what_only_looks_deep_is_parsed() {
        assert_eq!(message(&format!("x = [{}]", "1, ".repeat(50_000))), "");
        assert_eq!(message(&format!("x = '{}'", "(".repeat(10_000))), "");
        assert_eq!(message(&format!("# {}\n", "(".repeat(10_000))), "");
        assert_eq!(message(&format!("\"\"\"{}\n\"\"\"\n", "[".repeat(10_000))), "");
        let flat: String = (0..2_000).map(|i| format!("x = x + {i} - y.z\n")).collect();
        assert_eq!(message(&flat), "");
    }
}
