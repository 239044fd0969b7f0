//! Names of lists from whose front something may be taken off, by the texts alone: too many rather than too few. Asked
//! before anything is followed.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::facts::Facts;

/// The names of a run.
#[derive(Clone, Default)]
struct Names(Arc<FxHashSet<Box<str>>>);

/// Whether something may be taken off the front of a list of this name.
pub fn may_be_trimmed(facts: &Facts<'_>, name: &str) -> bool {
    if facts.project.is_empty() {
        return in_text(facts.layout.text()).contains(name);
    }
    let names = facts.project.memo().get_or((0, 0, 104), || {
        let mut all = FxHashSet::default();
        for file in 0..facts.project.len() {
            all.extend(in_text(facts.project.text(file)).into_iter().map(Box::from));
        }
        Names(Arc::new(all))
    });
    names.0.contains(name)
}

fn in_text(text: &str) -> FxHashSet<&str> {
    let mut found = FxHashSet::default();
    for (at, _) in text.match_indices(".pop(0)") {
        found.insert(word_before(text, end_of_receiver(&text[..at])));
    }
    // `if full: x = x[1:]; return`
    for code in text.lines().flat_map(|line| line.split([';']).chain(line.split(": ").skip(1))) {
        let code = code.trim_start();
        if let Some(rest) = code.strip_prefix("del ")
            && let Some(at) = rest.find('[')
        {
            found.insert(word_before(rest, at));
        }
        // `x = x[-n:]`, `x[:] = x[-n:]`
        if let Some((target, value)) = code.split_once(" = ")
            && value.contains('[')
            && value.contains(':')
        {
            let target = target.split([':', '[']).next().unwrap_or_default().trim();
            let name = word_before(target, target.len());
            if value.contains(name) {
                found.insert(name);
            }
        }
    }
    // `recent = self._recent` makes another name for it.
    for line in text.lines() {
        let Some((target, value)) = line.trim().split_once(" = ") else { continue };
        let value = value.split('#').next().unwrap_or_default().trim();
        if found.contains(target) && value.contains('.') {
            found.insert(word_before(value, value.len()));
        }
    }
    found.remove("");
    found
}

/// Where what stands in front of a `.` ends, in front of parentheses, broken lines and comments.
fn end_of_receiver(text: &str) -> usize {
    let mut head = text;
    loop {
        let end =
            head.trim_end_matches(|letter: char| letter.is_whitespace() || matches!(letter, ')' | '\\'));
        let line = end.rfind('\n').map_or(0, |at| at + 1);
        // Only a comment that ends its line: it has something behind it.
        let comment =
            if head.len() > end.len() || end.len() < text.len() { end[line..].find('#') } else { None };
        match comment {
            Some(at) => head = &end[..line + at],
            None => return end.len(),
        }
    }
}

/// The identifier that ends at an offset.
fn word_before(text: &str, end: usize) -> &str {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let head = &text[..end];
    let start = head.trim_end_matches(part).len();
    &head[start..]
}

#[cfg(test)]
mod tests {
    use super::in_text;

    #[test]
    fn names_of_what_is_cut_off_at_its_front() {
        let text = "self._a.pop(0)\n    del self.b[0]\nc.d = c.d[-n:]\nself.e: list = self.e[1:]\nx = self._f\nx.pop(0)\nself.g.pop(1)\nh = i[0]\nif j: k = k[1:]; return\n(self.l).pop(0)\nself.m \\\n  .pop(0)\n(self.n  # why\n .pop(0))\n";
        let found = in_text(text);
        for name in ["_a", "b", "d", "e", "x", "_f", "k", "l", "m", "n"] {
            assert!(found.contains(name), "{name}");
        }
        for name in ["g", "h", "i"] {
            assert!(!found.contains(name), "{name}");
        }
    }
}
