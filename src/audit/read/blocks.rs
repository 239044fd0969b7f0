//! Markdown as a flat list of blocks with their places in the text. Knows nothing of audits.

use std::ops::Range;

use super::patches::HEADER;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A piece of a Markdown text. Inline code stands between backticks, strong text between `**`.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) text: String,
    /// Its bytes; those of a list item without the items in it.
    pub(super) range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    Heading {
        level: usize,
    },
    Paragraph,
    Code,
    /// HTML, which is not taken apart; without comments.
    Html,
    Item {
        /// The number of an ordered list.
        number: Option<usize>,
        /// How many lists it is in.
        depth: usize,
        /// The column at which its text stands.
        column: usize,
    },
    Row {
        header: bool,
        cells: Vec<String>,
        /// Where its table ends.
        table_end: usize,
    },
}

/// All blocks of a text, in order.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader { source: text, ..Reader::default() };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.take(event, range);
    }
    reader.blocks
}

#[derive(Default)]
struct Reader<'t> {
    source: &'t str,
    blocks: Vec<Block>,
    /// The text of the block that is read, and its bytes so far.
    text: String,
    range: Option<Range<usize>>,
    in_code: bool,
    /// The next number of each list around, innermost last.
    lists: Vec<Option<u64>>,
    /// The items around that have not been pushed yet.
    open_items: Vec<Option<BlockKind>>,
    cells: Vec<String>,
    in_cell: bool,
    table_end: usize,
    links: Vec<String>,
    html: String,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) | Event::InlineHtml(text) => self.push(&text, range),
            Event::Html(text) => self.html.push_str(&text),
            Event::Code(code) => self.push(&format!("`{code}`"), range),
            Event::SoftBreak | Event::HardBreak => self.push("\n", range),
            Event::TaskListMarker(ticked) => self.push(if ticked { "[x] " } else { "[ ] " }, range),
            _ => {}
        }
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        self.text.push_str(text);
        let whole = self.range.get_or_insert_with(|| range.clone());
        whole.end = whole.end.max(range.end);
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Strong => self.push("**", range.start..range.start),
            Tag::Link { dest_url, .. } => self.links.push(dest_url.to_string()),
            Tag::Heading { .. } | Tag::Paragraph => {
                self.flush();
                if self.open_items.is_empty() {
                    self.range = Some(range);
                }
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.in_code = true;
                self.range = Some(range);
                if let CodeBlockKind::Fenced(info) = kind {
                    if info.contains(".py") {
                        self.text = format!("# {info}\n");
                    } else if ["diff", "patch"].contains(&info.split_whitespace().next().unwrap_or_default())
                    {
                        self.text = HEADER.to_string();
                    }
                }
            }
            Tag::HtmlBlock => self.flush(),
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                let number = match self.lists.last_mut() {
                    Some(Some(next)) => {
                        let number = *next;
                        *next = next.saturating_add(1);
                        usize::try_from(number).ok()
                    }
                    _ => None,
                };
                let column = self.column(&range);
                self.open_items.push(Some(BlockKind::Item { number, depth: self.lists.len(), column }));
                self.range = Some(range.start..range.start);
            }
            Tag::Table(_) => {
                self.flush();
                self.table_end = range.end;
            }
            Tag::TableCell => {
                self.text.clear();
                self.in_cell = true;
            }
            _ => {}
        }
    }

    /// The column at which an item's text starts: behind its marker.
    fn column(&self, range: &Range<usize>) -> usize {
        let start = self.source[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let line = self.source[start..].lines().next().unwrap_or_default();
        let indent = range.start - start;
        let item = line.get(indent..).unwrap_or_default();
        let marker = item.find(' ').map_or(2, |at| at + 1);
        let spaces = item.get(marker..).unwrap_or_default();
        indent + marker + spaces.len().min(spaces.len() - spaces.trim_start().len()).min(3)
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Strong => self.push("**", range.end..range.end),
            TagEnd::Link => {
                // A link to a place in a file says where, not its words.
                let link = self.links.pop().unwrap_or_default();
                if link.contains(".py") && !self.text.contains(link.as_str()) {
                    self.push(&format!(" <{link}>"), range);
                }
            }
            TagEnd::Heading(level) => {
                let kind = BlockKind::Heading { level: number_of(level) };
                self.close(kind, range);
            }
            TagEnd::Paragraph => self.flush(),
            TagEnd::HtmlBlock => {
                let text = without_comments(&std::mem::take(&mut self.html));
                if !text.trim().is_empty() {
                    self.blocks.push(Block { kind: BlockKind::Html, text, range });
                }
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.close(BlockKind::Code, range);
            }
            TagEnd::Item => {
                self.flush();
                self.open_items.pop();
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::TableCell => {
                self.in_cell = false;
                self.cells.push(std::mem::take(&mut self.text));
                self.range = None;
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let cells = std::mem::take(&mut self.cells);
                let header = tag == TagEnd::TableHead;
                let kind = BlockKind::Row { header, cells, table_end: self.table_end };
                self.blocks.push(Block { kind, text: String::new(), range });
            }
            _ => {}
        }
    }

    /// Ends the paragraph or the text of an item that is read.
    fn flush(&mut self) {
        if self.in_code || self.in_cell {
            return;
        }
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() {
            return;
        }
        let range = self.range.take();
        let kind = match self.open_items.last_mut() {
            Some(item) => item.take().unwrap_or(BlockKind::Paragraph),
            None => BlockKind::Paragraph,
        };
        self.blocks.push(Block { kind, text, range: range.unwrap_or_default() });
    }

    fn close(&mut self, kind: BlockKind, range: Range<usize>) {
        let text = std::mem::take(&mut self.text);
        self.range = None;
        self.blocks.push(Block { kind, text, range });
    }
}

/// HTML without what is between `<!--` and `-->`, nor its tags.
fn without_comments(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        kept.push_str(&rest[..start]);
        let end = if rest[start..].starts_with("<!--") { "-->" } else { ">" };
        rest = rest[start..].find(end).map_or("", |at| &rest[start + at + end.len()..]);
        kept.push(' ');
    }
    kept + rest
}

fn number_of(level: HeadingLevel) -> usize {
    level as usize
}
