//! Whether code that is no site any more looks mended: by what the audit proposes, or by what the fixes of the transforms
//! write. Code that only looks otherwise than the quoted one may be the same defect, written so that no transform knows it.

use super::content::{Hit, Quote, is_telling, names, normal};
use super::held::{MAX_AWAY, Own, near};
use super::layout::Layout;
use super::locate::Search;
use super::spot::Spot;

/// How many lines behind the quoted ones may belong to a repair: a task is put into its set there.
const BEHIND: usize = 3;

/// Names that a repair of a class has, by the start of its code.
const SIGNS: &[(&str, &[&str])] = &[
    ("AM101", &["maxlen", "WeakValueDictionary", "LRUCache", "TTLCache"]),
    ("AM102", &["WeakValueDictionary", "LRUCache", "TTLCache"]),
    ("AM103", &["maxlen", "islice"]),
    ("AM104", &["deque", "popleft", "maxlen"]),
    ("AM201", &["setdefault", "defaultdict"]),
    ("AM202", &["list", "tuple", "dict", "set", "sorted", "copy"]),
    ("AM203", &["add_done_callback", "discard", "TaskGroup"]),
    ("AM502", &["wait_for", "timeout", "timeout_at", "move_on_after", "fail_after"]),
    ("AM503", &["finally"]),
    ("AM504", &["add_done_callback", "add", "TaskGroup"]),
    ("AM505", &["with"]),
];

/// Names that say nothing of a proposal.
const WORDS: &[&str] = &[
    "self",
    "asyncio",
    "await",
    "async",
    "def",
    "try",
    "except",
    "finally",
    "pass",
    "return",
    "if",
    "else",
    "elif",
    "for",
    "in",
    "while",
    "with",
    "as",
    "not",
    "and",
    "or",
    "is",
    "None",
    "True",
    "False",
    "Exception",
    "import",
    "from",
    "continue",
    "break",
    "raise",
    "lambda",
    "del",
];

impl Search<'_, '_> {
    /// Whether some lines look mended.
    pub(super) fn is_mended(&self, file: usize, lines: (usize, usize), own: &Own<'_>) -> bool {
        let layout = Layout::new(self.files.files[file].text);
        let text = self.files.lines(file);
        let quoted = |line: &str| is_quoted(line, own);
        let around = layout.heads(lines.0);
        let inside = around.iter().take_while(|head| {
            let line = layout.line(**head);
            !["def ", "async def ", "class "].iter().any(|word| line.starts_with(word))
        });
        let inside: Vec<usize> = inside.copied().collect();
        let behind = (lines.1 + 1..=lines.1 + BEHIND)
            .take_while(|line| layout.depth(*line).is_none_or(|depth| Some(depth) >= layout.depth(lines.0)));
        let region: Vec<&str> = inside
            .iter()
            .copied()
            .chain(lines.0..=lines.1)
            .chain(behind)
            .map(|line| text.get(line))
            .filter(|line| !quoted(line))
            .collect();
        let has = |sign: &str| region.iter().any(|line| names(line).any(|name| name == sign));
        // Who is told to wait for ever has no timeout.
        let endless =
            region.iter().any(|line| line.contains("timeout=None") || line.contains("timeout(None"));
        let by_class = self.codes.iter().any(|code| {
            let signs = SIGNS.iter().find(|(of, _)| code == of).map_or(&[][..], |(_, signs)| signs);
            signs.iter().any(|sign| has(sign)) && !(endless && code == "AM502")
        });
        by_class
            || self.is_freed(&layout, lines, own)
            || self.reports(&layout, lines, own)
            || self.ends(&layout, lines, &region, own)
            || self.is_as_proposed(&region, own)
    }

    /// Whether every handler there reports, or the code stands in no `try` any more.
    fn reports(&self, layout: &Layout<'_>, lines: (usize, usize), own: &Own<'_>) -> bool {
        if !self.codes.iter().any(|code| code.starts_with("AM40")) {
            return false;
        }
        let handlers = layout.handlers(lines);
        if !handlers.is_empty() {
            return handlers.iter().all(|head| reported(layout, *head, own));
        }
        let caught = |head: &usize| {
            let line = layout.line(*head);
            line.starts_with("try:") || line.contains("suppress(")
        };
        let bare = (lines.0..=lines.1).all(|line| {
            let text = normal(layout.line(line));
            text.is_empty() || is_quoted(&text, own)
        });
        let was_tried = own.quotes.iter().any(|quote| quote.lines.iter().any(|line| line == "try:"));
        bare && was_tried
            && !layout.heads(lines.0).iter().any(caught)
            && !(lines.0..=lines.1).any(|line| caught(&line))
    }

    /// Whether what was awaited in a quoted `with` stands in none any more.
    fn is_freed(&self, layout: &Layout<'_>, lines: (usize, usize), own: &Own<'_>) -> bool {
        let holds = |line: &str| line.starts_with("async with ") || line.starts_with("with ");
        self.codes.iter().any(|code| code == "AM302")
            && own.quotes.iter().any(|quote| quote.lines.iter().any(|line| holds(line)))
            && !layout
                .heads(lines.0)
                .into_iter()
                .chain(lines.0..=lines.1)
                .any(|line| holds(layout.line(line)))
            && (lines.0..=lines.1).any(|line| layout.line(line).contains("await "))
    }

    /// Whether a loop there looks at something that others set, or leaves.
    fn ends(&self, layout: &Layout<'_>, lines: (usize, usize), region: &[&str], own: &Own<'_>) -> bool {
        if !self.codes.iter().any(|code| code == "AM501") {
            return false;
        }
        let looks = |line: &&str| {
            line.strip_prefix("while ")
                .is_some_and(|test| test.contains("self.") || test.contains(".is_set("))
        };
        let leaves = (lines.0..=layout.end(lines.0).max(lines.1)).any(|line| {
            let text = normal(layout.line(line));
            let word = text.split(' ').next().unwrap_or_default();
            ["break", "return"].contains(&word) && !is_quoted(&text, own)
        });
        leaves || region.iter().any(looks)
    }

    /// Whether at least half of the names that the proposed code adds to the quoted one are there.
    fn is_as_proposed(&self, region: &[&str], own: &Own<'_>) -> bool {
        let was: Vec<&str> =
            own.quotes.iter().flat_map(|quote| quote.lines.iter()).flat_map(|line| names(line)).collect();
        self.fixes.iter().any(|fix| {
            let added = fix.lines.iter().flat_map(|line| names(line));
            let added: Vec<&str> =
                added.filter(|name| !was.contains(name) && !WORDS.contains(name)).collect();
            let found = added
                .iter()
                .filter(|name| region.iter().any(|line| names(line).any(|other| other == **name)));
            let found = found.count();
            found > 0 && found * 2 >= added.len()
        })
    }

    /// Whether a log call or a `raise` stands in a quoted handler, and the audit does not quote it.
    pub(super) fn is_reported(&self, file: usize, hit: Hit, own: &Own<'_>) -> bool {
        if !own.certain || !self.codes.iter().any(|code| code.starts_with("AM40")) {
            return false;
        }
        let layout = Layout::new(self.files.files[file].text);
        let lines = self.files.lines(file);
        let mut heads = (hit.first..=hit.last).filter(|line| lines.get(*line).starts_with("except"));
        heads.any(|head| is_quoted(lines.get(head), own) && reported(&layout, head, own))
    }

    /// Where what the audit proposes stands, if that is where the claim is: not beside the quoted code, which still
    /// stands, and not in another function that always had it.
    pub(super) fn proposed(&self, spot: &Spot, file: usize, own: &Own<'_>, quoted: &[Hit]) -> Option<Hit> {
        let lines = self.files.lines(file);
        let whole: Vec<&Hit> = quoted.iter().filter(|hit| hit.whole).collect();
        let overlaps = |hit: &Hit| whole.iter().any(|of| hit.first <= of.last && of.first <= hit.last);
        let is_left = |hit: &Hit| {
            let wanted = own.quotes.iter().flat_map(|quote| quote.telling_lines());
            let mut wanted = wanted.flat_map(names).filter(|name| is_telling(name));
            wanted.any(|wanted| {
                let others = (1..=lines.len()).filter(|line| !(hit.first..=hit.last).contains(line));
                others.map(|line| lines.get(line)).any(|line| names(line).any(|name| name == wanted))
            })
        };
        let layout = Layout::new(self.files.files[file].text);
        let function = |line: usize| {
            let mut heads = layout.heads(line).into_iter();
            heads.find(|head| ["def ", "async def "].iter().any(|word| layout.line(*head).starts_with(word)))
        };
        let at = spot.lines.or(spot.expected);
        let is_there = |hit: &Hit| match at {
            _ if !whole.is_empty() => overlaps(hit),
            Some(at) if near(at, *hit, MAX_AWAY) && function(at.1) == function(hit.first) => true,
            _ => !is_left(hit),
        };
        let fixes = self.fixes.iter().filter(|fix: &&Quote| fix.is_telling());
        let hits = fixes.flat_map(|fix| fix.find(lines)).filter(|hit| hit.whole && is_there(hit));
        hits.min_by_key(|hit| at.map_or(0, |at| hit.first.abs_diff(at.0)))
    }

    /// A handler of all errors among the named lines that is no site and reports nothing: what is fine beside it does not refute a claim
    /// about all of them.
    pub(super) fn silent_beside(&self, spot: &Spot) -> Option<usize> {
        let (file, (first, last)) = spot.file.zip(spot.lines)?;
        if first == last || !self.codes.iter().any(|code| code.starts_with("AM40")) {
            return None;
        }
        let layout = Layout::new(self.files.files[file].text);
        let titled = |line: &usize| {
            let named: Vec<&str> = self.titled.iter().filter_map(|name| name.rsplit('.').next()).collect();
            let mut around =
                layout.heads(*line).into_iter().map(|head| layout.name(head)).filter(|name| !name.is_empty());
            !named.iter().any(|name| self.defines(file, name)) || around.any(|name| named.contains(&name))
        };
        let is_site = |line: &usize| {
            let mut sites = self.files.findings(file).iter();
            sites.any(|located| {
                (located.line..=located.end_line).contains(line) && located.finding.code.starts_with("AM40")
            })
        };
        let none = Own { quotes: Vec::new(), certain: false };
        (first..=last)
            .filter(|line| is_broad(layout.line(*line)))
            .find(|line| !is_site(line) && !reported(&layout, *line, &none) && titled(line))
    }
}

/// Whether a line catches everything.
fn is_broad(line: &str) -> bool {
    let all = |name| name == "Exception" || name == "BaseException";
    line.starts_with("except") && (names(line).nth(1).is_none() || names(line).any(all))
}

fn is_quoted(line: &str, own: &Own<'_>) -> bool {
    own.quotes.iter().any(|quote| quote.lines.iter().any(|other| other == line))
}

/// Whether something in a handler reports the error, and is not what the audit quotes.
fn reported(layout: &Layout<'_>, head: usize, own: &Own<'_>) -> bool {
    (head + 1..=layout.end(head)).map(|line| normal(layout.line(line))).any(|line| {
        let call =
            ["logger.", "log.", "logging.", "_logger.", "_log."].iter().any(|name| line.contains(name));
        (call || line.split(' ').next() == Some("raise")) && !is_quoted(&line, own)
    })
}
