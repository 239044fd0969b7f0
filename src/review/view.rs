//! Draws the screen. Changes nothing but how far the body can be scrolled.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use super::page::{self, Tone};
use super::screen::{Mode, Screen, progress};

/// Fewer columns or lines show nothing that could be decided on.
const SMALLEST: (u16, u16) = (40, 10);

const KEYS: &[&str] = &[
    "y accept",
    "n skip",
    "e edit",
    "i ignore",
    "u undo",
    "h/l other fix",
    "? help",
    "q quit",
    "j/k scroll",
    "a/A accept many",
    "/ search",
];

/// Draws everything. Without `coloured`, bold and reverse and the signs of the hunk carry the meaning.
pub(super) fn draw(frame: &mut Frame<'_>, screen: &mut Screen, coloured: bool) {
    let area = frame.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let (width, height) = SMALLEST;
        let text = format!("too small: the review needs {width}x{height}; q quits");
        frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: true }), area);
        return;
    }
    let rows = [1, 1, 0, 1, 1]
        .map(|height| if height == 0 { Constraint::Min(1) } else { Constraint::Length(height) });
    let [top, place, body, status, keys] = Layout::vertical(rows).areas(area);
    let theme = Theme { coloured };
    head(frame, screen, top, place);
    draw_body(frame, screen, body, &theme);
    foot(frame, screen, status, keys);
}

struct Theme {
    coloured: bool,
}

impl Theme {
    fn of(&self, tone: Tone) -> Style {
        let plain = Style::new();
        match (tone, self.coloured) {
            (Tone::Message, _) => plain.add_modifier(Modifier::BOLD),
            (Tone::Note | Tone::Plain, _) => plain,
            (Tone::Place, true) => plain.fg(Color::Cyan),
            (Tone::Added, true) => plain.fg(Color::Green),
            (Tone::Removed, true) => plain.fg(Color::Red),
            (Tone::Place | Tone::Removed, false) => plain,
            (Tone::Added, false) => plain.add_modifier(Modifier::BOLD),
        }
    }
}

fn width(text: &str) -> usize {
    Span::raw(text).width()
}

fn head(frame: &mut Frame<'_>, screen: &Screen, top: Rect, place: Rect) {
    let item = screen.model.current();
    let heading = item.map(page::heading).unwrap_or_default();
    let text = format!(" {}  {heading}", progress(&screen.model));
    let reverse = Style::new().add_modifier(Modifier::REVERSED);
    frame.render_widget(Paragraph::new(fitted(&text, top.width)).style(reverse), top);
    let text = item.map(page::place).unwrap_or_default();
    let bold = Style::new().add_modifier(Modifier::BOLD);
    frame.render_widget(Paragraph::new(fitted(&format!(" {text}"), place.width)).style(bold), place);
}

fn draw_body(frame: &mut Frame<'_>, screen: &mut Screen, area: Rect, theme: &Theme) {
    // One column stays free on each side, and one before the marks, which would read as a letter of the text.
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(3), ..area };
    let content = match screen.model.current() {
        _ if screen.mode == Mode::Help => page::help(),
        Some(item) => page::body(item),
        None => Vec::new(),
    };
    let mut lines: Vec<Line<'_>> = Vec::new();
    for line in content {
        let rows = page::wrap(&line, usize::from(inner.width), width);
        lines.extend(rows.into_iter().map(|row| Line::styled(row, theme.of(line.tone))));
    }
    let height = usize::from(inner.height);
    screen.page = height.saturating_sub(1).max(1);
    screen.scroll = screen.scroll.min(lines.len().saturating_sub(height));
    let above = screen.scroll > 0;
    let below = screen.scroll + height < lines.len();
    let shown: Vec<Line<'_>> = lines.into_iter().skip(screen.scroll).take(height).collect();
    frame.render_widget(Paragraph::new(shown), inner);
    // Marks at the right edge say that there is more.
    let edge = area.right().saturating_sub(1);
    let buffer = frame.buffer_mut();
    if above {
        buffer.set_string(edge, area.y, "^", Style::new().add_modifier(Modifier::BOLD));
    }
    if below {
        buffer.set_string(edge, area.bottom() - 1, "v", Style::new().add_modifier(Modifier::BOLD));
    }
}

fn foot(frame: &mut Frame<'_>, screen: &Screen, status: Rect, keys: Rect) {
    let bold = Style::new().add_modifier(Modifier::BOLD);
    match &screen.mode {
        Mode::Ask { asked, input, error } => {
            // What is asked for stays to be seen beside what was wrong.
            let title = match error {
                Some(error) => format!("{error}. {}", asked.title()),
                None => asked.title().to_string(),
            };
            frame.render_widget(
                Paragraph::new(fitted(&format!(" {title}"), status.width)).style(bold),
                status,
            );
            let (before, after) = input.parts();
            let room = usize::from(keys.width).saturating_sub(4);
            let before = tail(&page::harmless(&before), room);
            let column = width(&before);
            let text = fitted(&format!("> {before}{}", page::harmless(&after)), keys.width);
            frame.render_widget(Paragraph::new(text), keys);
            let column = u16::try_from(column).unwrap_or(u16::MAX).saturating_add(2);
            frame.set_cursor_position(Position::new((keys.x + column).min(keys.right() - 1), keys.y));
        }
        Mode::Confirm { question, .. } => {
            let question = fitted(&format!(" {}", page::harmless(question)), status.width);
            frame.render_widget(Paragraph::new(question).style(bold), status);
            frame.render_widget(Paragraph::new(" y yes  any other key no"), keys);
        }
        Mode::Browse | Mode::Help => {
            let notice = match screen.mode {
                Mode::Help => "j and k scroll, any other key goes back".to_string(),
                _ => screen.model.notice().map(page::harmless).unwrap_or_default(),
            };
            frame.render_widget(
                Paragraph::new(fitted(&format!(" {notice}"), status.width)).style(bold),
                status,
            );
            let mut text = String::from(" ");
            for key in KEYS {
                if width(&text) + width(key) > usize::from(keys.width) {
                    break;
                }
                text.push_str(key);
                text.push_str("  ");
            }
            let reverse = Style::new().add_modifier(Modifier::REVERSED);
            frame.render_widget(Paragraph::new(text).style(reverse), keys);
        }
    }
}

/// The text, cut with a mark where it is wider than the screen.
fn fitted(text: &str, columns: u16) -> String {
    let columns = usize::from(columns);
    if width(text) <= columns {
        return text.to_string();
    }
    let mut cut = String::new();
    let mut buffer = [0; 4];
    let mut used = 0;
    for letter in text.chars() {
        used += width(letter.encode_utf8(&mut buffer));
        if used + 1 > columns {
            break;
        }
        cut.push(letter);
    }
    cut.push('…');
    cut
}

/// The end of a text that fits.
fn tail(text: &str, columns: usize) -> String {
    let mut start = text.len();
    let mut used = 0;
    for (at, letter) in text.char_indices().rev() {
        used += width(letter.encode_utf8(&mut [0; 4]));
        if used > columns {
            break;
        }
        start = at;
    }
    text[start..].to_string()
}
