//! The lock graph for programs that draw: Mermaid and Graphviz. Sources: the Mermaid documentation, "Flowcharts - Basic
//! Syntax"; the Graphviz documentation, "DOT Language".

use std::fmt::Write as _;

use super::{Lock, Picture, Way};

/// A Mermaid flowchart. Edges of certain cycles are thick, those of possible ones are dotted.
pub fn mermaid(picture: &Picture) -> String {
    let mut out = String::from("flowchart TD\n");
    for (number, lock) in picture.locks.iter().enumerate() {
        let label = escaped(&picture.label(&lock.name), mermaid_character);
        let (open, close) = if lock.kind == "semaphore" { ("([\"", "\"])") } else { ("[\"", "\"]") };
        let _ = writeln!(out, "    lock{number}{open}{label}{close}");
    }
    for ways in &picture.edges {
        let Some((from, to, way)) = ends(picture, ways) else { continue };
        let arrow = match picture.in_cycle(&way.held, &way.taken) {
            Some("certain") => "==>",
            Some(_) => "-.->",
            None => "-->",
        };
        let at = escaped(&format!("{}:{}", way.taken_at.path, way.taken_at.line), mermaid_character);
        let _ = writeln!(out, "    lock{from} {arrow}|\"{at}\"| lock{to}");
    }
    out
}

/// A Graphviz digraph. Edges of certain cycles are red, those of possible ones are red and dashed.
pub fn dot(picture: &Picture) -> String {
    let mut out =
        String::from("digraph locks {\n    rankdir=TB;\n    node [shape=box, fontname=\"Helvetica\"];\n");
    for (number, lock) in picture.locks.iter().enumerate() {
        let label = escaped(&picture.label(&lock.name), dot_character);
        let _ = writeln!(out, "    lock{number} [label=\"{label}\"{}];", shape(lock));
    }
    for ways in &picture.edges {
        let Some((from, to, way)) = ends(picture, ways) else { continue };
        let style = match picture.in_cycle(&way.held, &way.taken) {
            Some("certain") => ", color=red, penwidth=2",
            Some(_) => ", color=red, style=dashed",
            None => "",
        };
        let at = escaped(&format!("{}:{}", way.taken_at.path, way.taken_at.line), dot_character);
        let _ = writeln!(out, "    lock{from} -> lock{to} [label=\"{at}\", fontsize=9{style}];");
    }
    out.push_str("}\n");
    out
}

fn shape(lock: &Lock) -> &'static str {
    if lock.kind == "semaphore" { ", shape=oval" } else { "" }
}

fn ends<'w>(picture: &Picture, ways: &'w [Way]) -> Option<(usize, usize, &'w Way)> {
    let way = ways.first()?;
    let number = |name: &str| picture.locks.iter().position(|lock| lock.name == name);
    Some((number(&way.held)?, number(&way.taken)?, way))
}

fn escaped(text: &str, one: fn(char) -> Option<String>) -> String {
    text.chars().map(|character| one(character).unwrap_or_else(|| character.to_string())).collect()
}

/// Inside of quotes, Mermaid takes entity codes; brackets and the like are then plain text.
fn mermaid_character(character: char) -> Option<String> {
    match character {
        '"' | '#' | ';' | '<' | '>' | '&' | '`' | '\\' => Some(format!("#{};", u32::from(character))),
        other if other.is_control() => Some(" ".into()),
        _ => None,
    }
}

fn dot_character(character: char) -> Option<String> {
    match character {
        '"' | '\\' => Some(format!("\\{character}")),
        other if other.is_control() => Some(" ".into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{dot, mermaid};
    use crate::report::locks::{At, Lock, Picture, Round, Way};

    fn picture() -> Picture {
        let lock = |name: &str, kind| Lock {
            name: name.into(),
            short: name.into(),
            kind,
            waits: "task",
            family: false,
            permits: Some(1),
            made: None,
            held_at: 1,
        };
        let way = |held: &str, taken: &str| Way {
            held: held.into(),
            holder: "f".into(),
            held_at: At { path: "a.py".into(), line: 1 },
            calls: Vec::new(),
            taken: taken.into(),
            taker: "f".into(),
            taken_at: At { path: "a \"b\".py".into(), line: 2 },
            doubts: Vec::new(),
        };
        Picture {
            locks: vec![lock("A.x", "lock"), lock("B.y[]", "semaphore"), lock("C.z", "lock")],
            edges: vec![vec![way("A.x", "B.y[]")], vec![way("B.y[]", "A.x")], vec![way("A.x", "C.z")]],
            cycles: vec![Round {
                certainty: "possible",
                doubts: Vec::new(),
                ways: vec![way("A.x", "B.y[]"), way("B.y[]", "A.x")],
            }],
            unseen: Vec::new(),
        }
    }

    #[test]
    fn mermaid_marks_cycles_and_escapes_quotes() {
        let expected = "flowchart TD\n    lock0[\"A.x\"]\n    lock1([\"B.y[]\"])\n    lock2[\"C.z\"]\n    \
                        lock0 -.->|\"a #34;b#34;.py:2\"| lock1\n    lock1 -.->|\"a #34;b#34;.py:2\"| lock0\n    \
                        lock0 -->|\"a #34;b#34;.py:2\"| lock2\n";
        assert_eq!(mermaid(&picture()), expected);
    }

    #[test]
    fn dot_marks_cycles_and_escapes_quotes() {
        let drawn = dot(&picture());
        assert!(
            drawn.contains(
                "lock0 -> lock1 [label=\"a \\\"b\\\".py:2\", fontsize=9, color=red, style=dashed];"
            ),
            "{drawn}"
        );
        assert!(drawn.contains("lock0 -> lock2 [label=\"a \\\"b\\\".py:2\", fontsize=9];"), "{drawn}");
        assert!(drawn.contains("lock1 [label=\"B.y[]\", shape=oval];"), "{drawn}");
    }
}
