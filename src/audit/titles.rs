//! What the title of a finding names in a file, functions and attributes, and which sites have it. Names that the file
//! does not have, such as those of a library, say nothing.

use super::content::{called, is_telling, names, normal};
use super::files::SiteRef;
use super::layout::Layout;
use super::locate::Search;
use crate::pipeline::Located;

/// Classes of findings that are about an attribute: a container, a lock, what is waited for.
pub(super) const OF_ATTRIBUTES: &[&str] = &["AM1", "AM2", "AM302", "AM502", "AM505"];

/// Something of a file that a title names.
struct Named<'t> {
    class: Option<&'t str>,
    name: &'t str,
    is_function: bool,
}

impl Search<'_, '_> {
    /// The sites that have what the title names. Others that are fine refute nothing; those that are open count where the
    /// named lines have nothing of what it names.
    pub(super) fn named_by_title(
        &self,
        file: usize,
        lines: (usize, usize),
        sites: Vec<SiteRef>,
    ) -> (Vec<SiteRef>, Vec<SiteRef>) {
        let layout = Layout::new(self.files.files[file].text);
        let named = self.own_of_title(file);
        if named.is_empty() {
            return (sites, Vec::new());
        }
        let last = lines.1.min(self.files.lines(file).len());
        let is_there = (lines.0..=last).any(|line| {
            let text = self.files.lines(file).get(line);
            named.iter().any(|named| names(text).any(|name| name == named.name))
                || self.is_inside(&layout, line, &named)
        });
        sites.into_iter().partition(|site| {
            let is_open = self.files.site(*site).finding.verdict.is_open();
            is_open && !is_there || self.has_any(&layout, *site, &named)
        })
    }

    /// Of the sites of a file, those of the attributes that the title names; else of those that the text does. Nothing if
    /// neither names one.
    pub(super) fn of_attributes(&self, file: usize, all: &[SiteRef]) -> Option<(Vec<SiteRef>, Vec<SiteRef>)> {
        let layout = Layout::new(self.files.files[file].text);
        let mut titled = self.own_of_title(file);
        titled.retain(|named| !named.is_function);
        let part = |named: &[Named<'_>]| -> (Vec<SiteRef>, Vec<SiteRef>) {
            all.iter().copied().partition(|site| self.has_any(&layout, *site, named))
        };
        if !titled.is_empty() {
            let (kept, others) = part(&titled);
            let others = if kept.is_empty() { others } else { Vec::new() };
            return Some((kept, others));
        }
        let spoken = self.spoken.iter().filter(|name| self.makes(file, name));
        let spoken: Vec<Named<'_>> =
            spoken.map(|name| Named { class: None, name, is_function: false }).collect();
        let (kept, others) = part(&spoken);
        if kept.is_empty() {
            return None;
        }
        let is_open = |site: &SiteRef| self.files.site(*site).finding.verdict.is_open();
        // A text may also name what is right.
        if !kept.iter().any(is_open) && others.iter().any(is_open) {
            return Some((Vec::new(), all.to_vec()));
        }
        Some((kept, Vec::new()))
    }

    fn own_of_title(&self, file: usize) -> Vec<Named<'_>> {
        let of_one = |title: &'_ String| -> Option<(Option<usize>, usize)> {
            // Where the class ends, and where the name starts, in bytes.
            let at = title.find('.');
            let owner = at.map(|at| &title[..at]);
            let start = at.map_or(0, |at| at + 1);
            match owner {
                Some("self" | "cls") | None => Some((None, start)),
                Some(owner) if owner.trim_start_matches('_').starts_with(char::is_uppercase) => {
                    Some((at, start))
                }
                Some(owner) if self.makes(file, owner) => None,
                Some(_) => Some((None, start)),
            }
        };
        let named = self.titled.iter().filter_map(|title| {
            let (class, name) = match of_one(title) {
                Some((class, start)) => (class.map(|end| &title[..end]), &title[start..]),
                None => (None, title.split('.').next().unwrap_or_default()),
            };
            // A class of a library has methods that the file may have, too.
            if class.is_some_and(|class| !self.has_class(file, class)) {
                return None;
            }
            let is_function = self.defines(file, name);
            let is_attribute = (name.starts_with('_') || is_telling(name)) && self.makes(file, name);
            (is_function || is_attribute).then_some(Named { class, name, is_function })
        });
        named.collect()
    }

    /// Whether a file has an attribute or a variable of that name.
    fn makes(&self, file: usize, name: &str) -> bool {
        let lines = self.files.lines(file);
        (1..=lines.len()).any(|line| is_made(lines.get(line), name) || has_attribute(lines.get(line), name))
    }

    fn has_class(&self, file: usize, name: &str) -> bool {
        let lines = self.files.lines(file);
        let is_it =
            |line: &str| line.strip_prefix("class ").and_then(|rest| names(rest).next()) == Some(name);
        (1..=lines.len()).any(|line| is_it(lines.get(line)))
    }

    fn is_inside(&self, layout: &Layout<'_>, line: usize, named: &[Named<'_>]) -> bool {
        let heads = layout.heads(line);
        heads.iter().any(|head| {
            let of = |named: &&Named<'_>| named.is_function && layout.name(*head) == named.name;
            named.iter().filter(of).any(|named| self.is_of(layout, line, named))
        })
    }

    /// Whether a line stands in the class that a name is said to be of.
    fn is_of(&self, layout: &Layout<'_>, line: usize, named: &Named<'_>) -> bool {
        named.class.is_none_or(|class| layout.heads(line).iter().any(|head| layout.name(*head) == class))
    }

    /// Whether a site has one of some names: it stands in the function, or the name is in it or in its evidence.
    fn has_any(&self, layout: &Layout<'_>, site: SiteRef, named: &[Named<'_>]) -> bool {
        let located = self.files.site(site);
        let path = self.files.files[site.file].path;
        let evidence: Vec<usize> = located
            .evidence()
            .filter(|evidence| evidence.path.as_deref().is_none_or(|of| of == path))
            .filter_map(|evidence| evidence.line)
            .filter(|line| !(located.line..=located.end_line).contains(line))
            .collect();
        let has = |line: usize, name: &str| names(&normal(layout.line(line))).any(|other| other == name);
        named.iter().any(|named| {
            let of_attributes = OF_ATTRIBUTES.iter().any(|code| located.finding.code.starts_with(code));
            if !named.is_function && !of_attributes {
                return true;
            }
            if let Some(subject) = self.subject(site.file, located).filter(|_| !named.is_function) {
                return subject == named.name && self.is_of(layout, located.line, named);
            }
            let inside = |line: usize| self.is_inside(layout, line, std::slice::from_ref(named));
            inside(located.line)
                || self.is_of(layout, located.line, named)
                    && names(&self.code_of(layout, site, located)).any(|name| name == named.name)
                || evidence
                    .iter()
                    .any(|line| inside(*line) || self.is_of(layout, *line, named) && has(*line, named.name))
        })
    }

    /// The code of a site; that of a handler with its `try`.
    fn code_of(&self, layout: &Layout<'_>, site: SiteRef, located: &Located) -> String {
        if !layout.line(located.line).starts_with("except") {
            return self.code(site);
        }
        let depth = layout.depth(located.line);
        let tried =
            (1..located.line).rev().take_while(|line| layout.depth(*line).is_none_or(|at| Some(at) >= depth));
        let mut lines = Vec::new();
        for line in tried {
            lines.push(layout.line(line));
            if layout.depth(line) == depth && layout.line(line).starts_with("try:") {
                break;
            }
        }
        lines.extend((located.line..=layout.end(located.line)).map(|line| layout.line(line)));
        lines.into_iter().map(normal).collect::<Vec<_>>().join("\n")
    }
}

/// Names that stand as code in a title: `wait()`, `Hub.wait`. Of dotted ones, the last two parts.
pub(super) fn titled(title: &str) -> Vec<String> {
    let is_name = |part: &str| {
        part.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
            && part.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    let spans = title.split('`').skip(1).step_by(2).filter_map(|span| {
        let span = span.split('(').next().unwrap_or(span).trim();
        let parts: Vec<&str> = span.split('.').collect();
        let all = !span.is_empty() && parts.iter().all(|part| is_name(part));
        all.then(|| parts[parts.len().saturating_sub(2)..].join("."))
    });
    let mut all: Vec<String> = spans.collect();
    for name in called(title) {
        if !all.iter().any(|known| known.rsplit('.').next() == Some(name.as_str())) {
            all.push(name);
        }
    }
    all
}

/// Attributes that a text speaks of in its code: `self._ready.wait()`, `_ready`.
pub(super) fn spoken(text: &str) -> Vec<String> {
    let codes = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let private = codes.flat_map(names).filter(|name| name.starts_with('_') && !name.starts_with("__"));
    private.map(str::to_string).collect()
}

/// Whether a line gives a name its first value, on an object or not: `self.name: T = x`, `name = x`.
pub(super) fn is_made(line: &str, name: &str) -> bool {
    let rest = line.strip_prefix("self.").or_else(|| line.strip_prefix("cls.")).unwrap_or(line);
    let rest = rest.strip_prefix(name).map(str::trim_start);
    rest.is_some_and(|rest| rest.starts_with(':') || rest.starts_with('=') && !rest.starts_with("=="))
}

/// Whether a line uses an attribute of its object that is no method of it.
pub(super) fn has_attribute(line: &str, name: &str) -> bool {
    let uses = |start: &str| {
        line.match_indices(start).any(|(at, _)| {
            let rest = line[at + start.len()..].strip_prefix(name);
            rest.is_some_and(|rest| {
                !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == '(')
            })
        })
    };
    uses("self.") || uses("cls.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_told_from_methods_and_longer_names() {
        assert!(is_made("self._cache: dict[str, int] = {}", "_cache") && is_made("_cache = {}", "_cache"));
        assert!(!is_made("self._cache == x", "_cache") && !is_made("self._caches = x", "_cache"));
        assert!(has_attribute("x = self._cache.get(1)", "_cache") && !has_attribute("self.go()", "go"));
        assert_eq!(spoken("Waits: `self._ready.wait()` and _not this, `__init__`"), ["_ready"]);
    }

    #[test]
    fn titles_name_functions() {
        assert_eq!(titled("`Hub.wait_ready` never times out"), ["Hub.wait_ready"]);
        assert_eq!(titled("`relay.hub.Hub.wait()` and close() `a b`"), ["Hub.wait", "close"]);
        assert!(titled("Nothing is named").is_empty());
    }
}
