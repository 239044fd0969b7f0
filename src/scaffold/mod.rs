//! Small Python helpers that amends writes into a project, each with its own tests: what there is, the text of a file at
//! its place, and whose a file is that is there already. Does not write ([`mod@write`] does), nor choose places
//! ([`place`] does).
//!
//! The Python lies beside this file, as it is tested. What is written has one line more, which holds a digest of the
//! rest, so that a later run can tell a file that is as amends wrote it from one that somebody has made their own.

pub mod place;
pub mod write;

use crate::pipeline::fnv1a;

/// A helper and its tests.
#[derive(Debug)]
pub struct Helper {
    /// As the command line names it.
    pub name: &'static str,
    /// One line for the list.
    pub summary: &'static str,
    /// The module that it is in, where nobody says otherwise; the tests import it by this name.
    pub stem: &'static str,
    /// The class that it defines.
    pub class: &'static str,
    code: &'static str,
    tests: &'static str,
}

/// All helpers, by name.
pub const HELPERS: &[Helper] = &[
    Helper {
        name: "ordered-lock",
        summary: "OrderedLock: an asyncio.Lock that checks in development mode in which order locks are taken",
        stem: "ordered_lock",
        class: "OrderedLock",
        code: include_str!("python/ordered_lock.py"),
        tests: include_str!("python/test_ordered_lock.py"),
    },
    Helper {
        name: "task-set",
        summary: "TaskSet: tasks that are held until they end, and are cancelled when their owner stops",
        stem: "task_set",
        class: "TaskSet",
        code: include_str!("python/task_set.py"),
        tests: include_str!("python/test_task_set.py"),
    },
    Helper {
        name: "ttl-mapping",
        summary: "TTLMapping: a mapping that drops entries some time after they were set, without a task",
        stem: "ttl_mapping",
        class: "TTLMapping",
        code: include_str!("python/ttl_mapping.py"),
        tests: include_str!("python/test_ttl_mapping.py"),
    },
];

/// The helper of a name.
pub fn helper(name: &str) -> Option<&'static Helper> {
    HELPERS.iter().find(|helper| helper.name == name)
}

/// One of the two files of a helper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The helper itself.
    Code,
    /// Its tests.
    Tests,
}

/// Longest line of what is written, as the default of formatters is.
const WIDTH: usize = 88;

const HEAD: &str = "# Written by amends scaffold (";
const TAIL: &str = "); it is yours now.";

impl Helper {
    /// The text of a part, the helper being the module `module`.
    pub fn text(&self, part: Part, module: &str) -> String {
        let body = match part {
            Part::Code => self.code.to_string(),
            Part::Tests => self.tests.replace(&self.import(self.stem), &self.import(module)),
        };
        format!("{HEAD}{} {:016x}{TAIL}\n{body}", self.label(part), digest(&body))
    }

    /// The import of the tests, wrapped as formatters do where it is too long for a line.
    fn import(&self, module: &str) -> String {
        let start = format!("from {} import ", self.stem);
        let line = self.tests.lines().find(|line| line.starts_with(&start));
        let names = line.map_or("", |line| &line[start.len()..]);
        let line = format!("from {module} import {names}\n");
        if line.len() <= WIDTH + 1 {
            return line;
        }
        let names: String = names.split(", ").map(|name| format!("    {name},\n")).collect();
        format!("from {module} import (\n{names})\n")
    }

    fn label(&self, part: Part) -> String {
        match part {
            Part::Code => self.name.to_string(),
            Part::Tests => format!("{}, tests", self.name),
        }
    }

    /// Whose the file is that has this content where a part belongs.
    pub fn standing(&self, part: Part, wanted: &str, found: &[u8]) -> Standing {
        let Ok(found) = std::str::from_utf8(found) else { return Standing::Foreign };
        // Git may have given it other line ends.
        let found = found.replace("\r\n", "\n");
        if found == wanted {
            return Standing::Same;
        }
        let (first, body) = found.split_once('\n').unwrap_or((&found, ""));
        match first.strip_prefix(HEAD).and_then(|rest| rest.strip_suffix(TAIL)) {
            Some(rest) if rest == format!("{} {:016x}", self.label(part), digest(body)) => Standing::Earlier,
            Some(rest) if rest.starts_with(&format!("{} ", self.label(part))) => Standing::Changed,
            _ => Standing::Foreign,
        }
    }
}

/// Whether a text is a helper's, by a line of the comments that it starts with; somebody may have changed the rest, and
/// put a licence or a comment for some tool before it.
pub fn is_written(text: &str, name: &str) -> bool {
    let mut comments = text.lines().take_while(|line| line.starts_with('#') || line.trim().is_empty());
    comments.any(|line| line.strip_prefix(HEAD).is_some_and(|rest| rest.starts_with(&format!("{name} "))))
}

/// Tells changes, not attacks: who edits a file may edit this, too.
fn digest(body: &str) -> u64 {
    fnv1a(body.as_bytes())
}

/// Whose a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is what would be written.
    Same,
    /// It is as an earlier run wrote it, for another release or another module.
    Earlier,
    /// It was written by amends, and somebody has changed it.
    Changed,
    /// It is somebody else's.
    Foreign,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_known_again_until_somebody_changes_it() {
        for helper in HELPERS {
            for part in [Part::Code, Part::Tests] {
                let text = helper.text(part, "relay.tools");
                let standing = |found: &str| helper.standing(part, &text, found.as_bytes());
                assert_eq!(standing(&text), Standing::Same);
                assert_eq!(standing(&text.replace('\n', "\r\n")), Standing::Same);
                assert_eq!(standing(&format!("{text}#\n")), Standing::Changed);
                assert_eq!(standing(&text.replacen("; it is yours", "; it was yours", 1)), Standing::Foreign);
                assert_eq!(standing(""), Standing::Foreign);
                assert_eq!(helper.standing(part, &text, b"\xff"), Standing::Foreign);
                let other = helper.text(part, "relay.other");
                let expected = if part == Part::Code { Standing::Same } else { Standing::Earlier };
                assert_eq!(standing(&other), expected, "{} {part:?}", helper.name);
                let swapped = if part == Part::Code { Part::Tests } else { Part::Code };
                assert_eq!(helper.standing(swapped, "", text.as_bytes()), Standing::Foreign);
                for another in HELPERS.iter().filter(|another| another.name != helper.name) {
                    assert_eq!(another.standing(part, "", text.as_bytes()), Standing::Foreign);
                }
                assert_eq!(is_written(&text, helper.name), part == Part::Code);
            }
        }
    }

    #[test]
    fn tests_import_the_helper_from_where_it_is_in_lines_that_formatters_keep() {
        for helper in HELPERS {
            let own = format!("from {} import ", helper.stem);
            assert!(helper.tests.contains(&own), "{}", helper.name);
            for module in
                ["tools", "relay.tools", &format!("relay.{}.tools", "deep.".repeat(14).trim_end_matches('.'))]
            {
                let text = helper.text(Part::Tests, module);
                assert!(text.contains(&format!("from {module} import ")) && !text.contains(&own));
                assert!(
                    text.lines().all(|line| line.len() <= WIDTH || line.starts_with("from relay.deep")),
                    "{text}"
                );
            }
        }
    }
}
