//! The known uses of an attribute that holds a list, and what can be told of them without reading their files.

use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, Facts, Ty, Uses};

use super::Holder;
use super::uses::{Missed, text_now};

/// Whether anything may be taken out of what holds a list: whether one of its uses goes on with a subscript or a `pop`, or
/// hands it on under another name. Says so by the text behind each use, without reading the files: most lists only grow.
pub(crate) fn may_lose(facts: &Facts<'_>, holder: &Holder) -> bool {
    let Holder::Attribute { class, name } = holder else { return true };
    let Some(class) = facts.class_ref(&Ty::Local(*class)) else { return true };
    let (_, found, _) = known(facts, class, name);
    let behind =
        |place: Place| text_now(facts, place.file).get(place.range.end().to_usize()..).unwrap_or_default();
    found.list.iter().any(|found| found.aliased || goes_on(behind(found.place)))
}

/// Whether a text behind a use goes on with a subscript or a `pop`, or with what is not looked at: a comment, a broken line,
/// an `or` or `if` whose value may be the list.
fn goes_on(after: &str) -> bool {
    let next = after.trim_start_matches(|letter: char| letter.is_whitespace() || letter == ')');
    let word = next.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    next.starts_with(['[', '#', '\\'])
        || next.strip_prefix('.').is_some_and(|method| method.trim_start().starts_with(['p', '#', '\\']))
        || matches!(word, "or" | "and" | "if" | "else") && may_close(next)
}

/// Whether a bracket that was opened before is closed on the way, so that what goes on may be about the whole.
fn may_close(text: &str) -> bool {
    let line = text.split("\n\n").next().unwrap_or_default();
    let mut open = 0_i32;
    line.chars().any(|letter| {
        open += match letter {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        open < 0
    })
}

/// All known uses of an attribute, with the class of its family that they are told for, and what was missed on the way.
pub(super) fn known(facts: &Facts<'_>, class: ClassRef, name: &str) -> (ClassRef, Uses, Vec<Missed>) {
    let view = facts.view();
    // What a base class does with it concerns all classes below that.
    let named = |class: &ClassRef| {
        let index = view.index(class.file);
        index.attributes(name).iter().any(|at| at.this == Some(class.class))
    };
    let class = view.ancestors(class).into_iter().rfind(named).unwrap_or(class);
    let mut found = view.uses(class, name);
    let mut missed = Vec::new();
    // A protocol that names the attribute stands for classes that have it.
    for protocol in protocols(facts, name) {
        if view.family(class).contains(&protocol) {
            continue;
        }
        let more = view.uses(protocol, name);
        missed.push(Missed {
            why: format!(
                "the protocol `{}` has `{name}`, too, so that others may use it",
                view.class_name(protocol)
            ),
            place: more.list.first().map(|found| found.place),
        });
        found.list.extend(more.list);
        found.blind.extend(more.blind);
    }
    found.list.sort_by_key(|found| (found.place, found.aliased));
    found.list.dedup_by_key(|found| found.place);
    (class, found, missed)
}

/// Classes with the base `Protocol` that have an attribute of this name.
fn protocols(facts: &Facts<'_>, name: &str) -> Vec<ClassRef> {
    let view = facts.view();
    let mut found = Vec::new();
    for file in facts.project.files_with(name) {
        let index = view.index(file);
        for class in index.attributes(name).iter().filter_map(|at| at.this) {
            let is_protocol = index
                .classes
                .get(class as usize)
                .is_some_and(|entry| entry.bases.iter().any(|(last, _)| &**last == "Protocol"));
            let class = ClassRef { file, class };
            if is_protocol && !found.contains(&class) {
                found.push(class);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::goes_on;

    #[test]
    fn what_may_be_taken_out_of_is_seen_behind_parentheses_comments_and_broken_lines() {
        for after in [
            ".pop(0)",
            "[0]",
            "[:] = kept",
            ").pop(0)",
            "  ) . pop(0)",
            ")[-3:]",
            "\n        .pop(0)\n    )",
            "  # the oldest\n        .pop(0)\n    )",
            " \\\n        .pop(0)",
            ". \\\n        pop(0)",
            ".  # the oldest\n        pop(0)\n    )",
            ")  # the oldest\n[0]",
            " or spare).pop(0)",
            " if full else spare).pop(0)",
            " else self._spare)[0]",
        ] {
            assert!(goes_on(after), "{after:?}");
        }
    }

    #[test]
    fn other_uses_take_nothing_out() {
        for after in [
            ".append(1)",
            ").append(1)",
            ") > 3:\n        return",
            ": list[int] = []",
            " = []",
            "\n\n    def other(self):\n        self.queue.pop(0)",
            " if full else None\n\n",
            ", key=str)",
        ] {
            assert!(!goes_on(after), "{after:?}");
        }
    }
}
