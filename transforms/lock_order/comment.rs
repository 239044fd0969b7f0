//! The comment above the locks of a class that states their order: written, brought up to date, never doubled.

use crate::edit::{Edit, Fix};
use crate::facts::{ClassRef, Facts};
use crate::locks::Graph;
use crate::syntax::{AnyNodeRef, Comment, Layout, Ranged, TextRange, ast, insert_before, line};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use super::order::Order;

/// How the comment starts; what starts so is kept up to date.
const HEAD: &str = "# Lock order: ";
/// How its further lines start.
const MORE: &str = "#     ";
/// Calls that are shown where the order is not certain.
const MAX_SHOWN: usize = 3;

/// Judges a class statement.
pub(super) fn judge(facts: &Facts<'_>, graph: &Graph, node: &ast::StmtClassDef) -> Option<Finding> {
    let view = facts.view();
    let index = facts.index();
    let class = ClassRef { file: facts.file?, class: index.class_named_at(node.name.start())? };
    let order = Order::of(graph, &view.class_path(class), class, &index)?;
    if order.in_cycle {
        return None;
    }
    let statement = facts.tree.all().find(|&id| facts.tree.node(id).range() == order.first)?;
    let statement = facts.tree.node(facts.tree.statement(statement)?);
    let name = node.name.as_str();
    let range = statement.range();
    let block = above(facts, statement);
    let words = order.words();
    if let Some(theirs) = block.iter().find(|comment| is_theirs(facts, comment)) {
        let evidence = facts.evidence("stated", "a comment speaks of the lock order", theirs.range);
        return Some(Finding::fine(
            range,
            format!("{name} states the order of its locks in its own words"),
            evidence,
        ));
    }
    let ours = ours(facts, &block);
    let indent = facts.layout.indent(range.start());
    let lines = wrapped(&words, facts.settings.line_length.saturating_sub(Layout::columns(indent)));
    let (message, edits) = match ours {
        Some(old) => {
            let text = lines.join(&format!("\n{indent}"));
            let now: Vec<&str> = facts.text(old).lines().map(str::trim).collect();
            if now == lines {
                let evidence = facts.evidence("stated", "the comment says what the code does", old);
                return Some(Finding::fine(range, format!("{name} states the order of its locks"), evidence));
            }
            (
                format!("the order that {name} states for its locks is no longer what the code does"),
                vec![Edit::replace(old, text)],
            )
        }
        None => {
            let lines: Vec<_> = lines.into_iter().map(|text| line(0, text)).collect();
            let edits = insert_before(facts.layout, range, &lines).ok()?;
            (format!("{name} has {} locks, and nothing states their order", order.locks.len()), edits)
        }
    };
    let (verdict, evidence) = certainty(facts, graph, &order);
    let fix = Fix::new(verdict, "state the order of the locks", edits).because_all(evidence);
    let fix = match verdict {
        Verdict::Safe => fix.changing(format!("a comment states the order: {words}")),
        _ => fix.changing(format!("a comment states the order as far as it is seen: {words}")),
    };
    Some(Finding::new(verdict, Severity::Low, range, message).with_fixes(vec![fix]))
}

/// What the order rests on, and whether that is all there is.
fn certainty(facts: &Facts<'_>, graph: &Graph, order: &Order<'_>) -> (Verdict, Vec<Evidence>) {
    let view = crate::facts::View::new(facts.project);
    let mut evidence = Vec::new();
    for edge in &graph.edges {
        let (Some(witness), true) = (edge.witnesses.first(), edge.from != edge.to) else { continue };
        if order.numbered.contains(&(edge.from, edge.to)) {
            let message = format!(
                "{} takes `{}` under `{}`",
                witness.holder,
                super::ring::taken(witness),
                super::ring::held(witness)
            );
            evidence.push(view.evidence("takes", message, witness.taken.place));
        }
    }
    if evidence.is_empty() {
        // What shows that none is taken under another is what is not there: the places that hold them.
        for name in order.names.iter().take(MAX_SHOWN) {
            if let Some((place, _, lock)) = graph.held.iter().find(|(.., lock)| lock.name == *name) {
                let message = format!("`{}` is held, and no other lock of the class is taken", lock.short);
                evidence.push(view.evidence("held", message, *place));
            }
        }
    }
    let open = order
        .unseen
        .iter()
        .take(MAX_SHOWN)
        .map(|unseen| view.evidence("not-followed", unseen.words(view.text(unseen.call)), unseen.call));
    evidence.extend(open);
    if facts.project.engine().is_none() {
        evidence.push(Evidence::general("no-types", "types are off, so calls are not followed"));
        return (Verdict::Review, evidence);
    }
    (if order.unseen.is_empty() { Verdict::Safe } else { Verdict::Review }, evidence)
}

/// The comments that stand directly above a statement, from the first line on.
fn above(facts: &Facts<'_>, statement: AnyNodeRef<'_>) -> Vec<Comment> {
    let text = facts.layout.text();
    let mut start = facts.layout.line_start(statement.start());
    let mut found = Vec::new();
    for comment in facts.comments().iter().rev().filter(|comment| comment.own_line) {
        if comment.range.end() > start {
            continue;
        }
        let between = &text[comment.range.end().to_usize()..start.to_usize()];
        if between.matches('\n').count() != 1 || !between.trim().is_empty() {
            break;
        }
        start = facts.layout.line_start(comment.range.start());
        found.push(*comment);
    }
    found.reverse();
    found
}

/// Whether a comment speaks of the order in words of its own.
fn is_theirs(facts: &Facts<'_>, comment: &Comment) -> bool {
    let text = facts.text(comment.range);
    !text.starts_with(HEAD) && {
        let lower = text.to_lowercase();
        ["lock order", "locking order", "order of locks", "order of the locks", "acquisition order"]
            .iter()
            .any(|words| lower.contains(words))
    }
}

/// The comment that an earlier run wrote, with its further lines.
fn ours(facts: &Facts<'_>, block: &[Comment]) -> Option<TextRange> {
    let at = block.iter().position(|comment| facts.text(comment.range).starts_with(HEAD))?;
    let more = block[at + 1..].iter().take_while(|comment| facts.text(comment.range).starts_with(MORE));
    let last = more.last().unwrap_or(&block[at]);
    Some(TextRange::new(block[at].range.start(), last.range.end()))
}

/// The comment's lines, none longer than `width` where a word allows that.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines = vec![HEAD.trim_end().to_string()];
    for word in words.split(' ') {
        match lines.last_mut() {
            Some(last)
                if last.chars().count() + 1 + word.chars().count() <= width || last.len() <= MORE.len() =>
            {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(format!("{MORE}{word}")),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn long_orders_go_on_in_further_lines() {
        assert_eq!(wrapped("_a, then _b.", 80), ["# Lock order: _a, then _b."]);
        assert_eq!(wrapped("_first, then _second.", 24), ["# Lock order: _first,", "#     then _second."]);
    }
}
