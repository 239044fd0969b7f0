//! The edits that make a deque of a list, in all files that need them.

use rustc_hash::FxHashMap;

use crate::deques::{Annotated, Creation, Fit, annotation, spelling};
use crate::edit::{self, Edit, Fix};
use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange};
use crate::verdict::Verdict;

use super::bound::{Bound, Known};
use super::gather::{Gathered, Used, in_file};
use super::site::{self, Makes, Site};
use super::trim::Kind;

/// What the deque gets.
pub struct Plan<'p> {
    /// Its `maxlen`, and the trim statements go; `None`: they stay, with `popleft()`.
    pub maxlen: Option<(&'p Bound, &'p Known)>,
}

/// Edits, by file.
pub struct Edits {
    by_file: FxHashMap<u32, Vec<Edit>>,
    own: u32,
    /// Annotations that are not rewritten, as clauses.
    pub unclear: Vec<String>,
}

/// All edits.
///
/// # Errors
/// Why they cannot be made, as a clause.
pub fn edits(
    facts: &Facts<'_>,
    site: &Site<'_>,
    gathered: &Gathered,
    plan: &Plan<'_>,
) -> Result<Edits, String> {
    let own = facts.file.unwrap_or_default();
    let mut all = Edits { by_file: FxHashMap::default(), own, unclear: Vec::new() };
    let mut files: Vec<u32> = gathered.uses.iter().map(|used| used.place.file).collect();
    files.dedup();
    for file in files {
        let uses: Vec<&Used> = gathered.uses.iter().filter(|used| used.place.file == file).collect();
        let primary = (file == own).then_some(site.id);
        let read = in_file(facts, file, |facts| of_file(facts, primary, &uses, plan));
        let (edits, unclear) = read.ok_or("a file cannot be read again")??;
        all.by_file.insert(file, edits);
        all.unclear.extend(unclear);
    }
    Ok(all)
}

impl Edits {
    /// The fix that they make.
    pub fn fix(mut self, facts: &Facts<'_>, verdict: Verdict, title: String) -> Fix {
        let own = self.by_file.remove(&self.own).unwrap_or_default();
        let mut fix = Fix::new(verdict, title, own);
        let mut others: Vec<(u32, Vec<Edit>)> = self.by_file.into_iter().collect();
        others.sort_by_key(|(file, _)| *file);
        for (file, edits) in others {
            fix = fix.with_elsewhere(facts.project.path(file), edits);
        }
        fix
    }
}

type Made = (Vec<Edit>, Vec<String>);

fn of_file<'a>(
    facts: &Facts<'a>,
    primary: Option<NodeId>,
    uses: &[&Used],
    plan: &Plan<'_>,
) -> Result<Made, String> {
    let (mut edits, mut unclear): Made = Default::default();
    let removed: Vec<TextRange> = match plan.maxlen {
        None => Vec::new(),
        Some(_) => uses
            .iter()
            .filter_map(|used| used.trim.as_ref())
            .filter(|trim| matches!(trim.kind, Kind::Bounded(_)))
            .map(|trim| trim.statement)
            .collect(),
    };
    let mut statements = Vec::new();
    for used in uses {
        if let Some(trim) = used.trim.as_ref().filter(|trim| removed.contains(&trim.statement)) {
            if let Kind::Bounded(bounded) = &trim.kind {
                edits.extend(bounded.removal.clone().map_err(|why| format!("the trim has to stay: {why}"))?);
            }
            continue;
        }
        if removed.iter().any(|range| range.contains_range(used.place.range)) {
            continue;
        }
        let Some(id) = facts.used_at(used.place.range) else { continue };
        match &used.fit {
            Fit::TakesFirst { edits: new, .. } | Fit::Rewritten(new) | Fit::Noticed(_, new) => {
                edits.extend(new.iter().cloned());
            }
            Fit::Created(_) | Fit::Declared => statements.extend(facts.tree.statement(id)),
            _ if used.given => statements.extend(facts.tree.statement(id)),
            // `_x: list[int] | None = None`
            Fit::Works if declares(facts, id) => statements.extend(facts.tree.statement(id)),
            _ => {}
        }
    }
    if statements.is_empty() {
        return Ok((edits, unclear));
    }
    let spelled = spelling(facts, &statements)?;
    let mut named = false;
    for &statement in &statements {
        let (new, unknown) = of_statement(facts, statement, primary == Some(statement), plan, &spelled.name)?;
        named |= new.iter().any(|edit| edit.text.contains(&spelled.name));
        unclear.extend(unknown);
        let behind = match plan.maxlen {
            Some((_, known)) if primary == Some(statement) => known.behind,
            _ => None,
        };
        match behind {
            Some(behind) => edits.extend(moved(facts, statement, behind, new)?),
            None => edits.extend(new),
        }
    }
    edits.extend(spelled.import.filter(|_| named));
    edits.dedup();
    Ok((edits, unclear))
}

/// Whether a node is the target of a statement with an annotation.
fn declares(facts: &Facts<'_>, id: NodeId) -> bool {
    let parent = facts.tree.parent(id).map(|parent| facts.tree.node(parent));
    matches!(parent, Some(AnyNodeRef::StmtAnnAssign(assign))
        if AnyNodeRef::from(assign.target.as_ref()).ptr_eq(facts.tree.node(id)))
}

/// The edits of a statement that makes or declares the list; an annotation that is not followed.
fn of_statement<'a>(
    facts: &Facts<'a>,
    statement: NodeId,
    primary: bool,
    plan: &Plan<'_>,
    deque: &str,
) -> Result<(Vec<Edit>, Option<String>), String> {
    let (value, annotated): (Option<&'a Expr>, _) = match facts.tree.node(statement) {
        AnyNodeRef::StmtAssign(assign) => (Some(assign.value.as_ref()), None),
        AnyNodeRef::StmtAnnAssign(assign) => (assign.value.as_deref(), Some(assign.annotation.as_ref())),
        _ => return Err("it is made in a way that is not followed".into()),
    };
    let mut edits = Vec::new();
    let mut unclear = None;
    if let Some(annotated) = annotated {
        match annotation(facts, annotated, statement, deque) {
            Annotated::Edited(new) => edits.extend(new),
            Annotated::Fits => {}
            Annotated::Unknown => {
                unclear = Some(format!("its annotation `{}` is not rewritten", facts.text(annotated)));
            }
        }
    }
    let Some(value) = value else { return Ok((edits, unclear)) };
    let bound = match plan.maxlen {
        None => None,
        Some((_, known)) if primary => Some(known.text.clone()),
        Some((bound, known)) => Some(elsewhere(facts, statement, bound, known)?),
    };
    match site::makes(facts, value, statement) {
        Some(Makes::List(creation) | Makes::Constants(creation)) => {
            edits.extend(created(facts, &creation, deque, bound.as_deref())?);
        }
        Some(Makes::Given(given)) => {
            let rest = bound.map_or_else(String::new, |bound| format!(", maxlen={bound}"));
            edits.push(Edit::insert(given.start(), format!("{deque}(")));
            edits.push(Edit::insert(given.end(), format!("{rest})")));
        }
        Some(Makes::Bytes) => return Err("it is a `bytearray`".into()),
        // `None`, until it is made.
        None => {}
    }
    Ok((edits, unclear))
}

fn created(
    facts: &Facts<'_>,
    creation: &Creation,
    deque: &str,
    bound: Option<&str>,
) -> Result<Vec<Edit>, String> {
    if facts.comments_in(creation.value).next().is_some() {
        return Err("a comment stands in what makes it".into());
    }
    creation.edit(facts, deque, bound).ok_or_else(|| "it is made in a way that takes no `maxlen`".into())
}

/// The bound at another creation than the first one.
fn elsewhere(facts: &Facts<'_>, statement: NodeId, bound: &Bound, known: &Known) -> Result<String, String> {
    let function = facts.tree.function(statement).map(|function| facts.tree.node(function));
    match bound {
        Bound::Number(_) => Ok(known.text.clone()),
        Bound::Own(_) | Bound::Through(..) => match (function, facts.this(statement)) {
            (Some(AnyNodeRef::StmtFunctionDef(node)), Some((_, this)))
                if node.name.as_str() != "__init__" =>
            {
                let shown = bound.shown();
                let rest = shown.strip_prefix("self").unwrap_or(&shown);
                Ok(format!("{this}{rest}"))
            }
            _ => Err("it is made in more than one class".into()),
        },
        Bound::Name(name, None) => {
            let root = facts.scopes().lookup(facts.tree, statement, name);
            let visible = root.is_some_and(|(scope, _)| scope == facts.tree.root());
            if visible {
                Ok(known.text.clone())
            } else {
                Err(format!("`{name}` is not known at each creation"))
            }
        }
        Bound::Name(..) | Bound::OfClass(..) | Bound::Other(_) => {
            Err("its bound is not known at each creation".into())
        }
    }
}

/// The statement, edited, behind a later one of its block.
fn moved(
    facts: &Facts<'_>,
    statement: NodeId,
    behind: NodeId,
    edits: Vec<Edit>,
) -> Result<Vec<Edit>, String> {
    let layout = facts.layout;
    let (range, last) = (facts.tree.node(statement).range(), facts.tree.node(behind).range());
    let alone = |range: TextRange| layout.starts_line(range.start()) && layout.ends_line(range.end());
    if !alone(range) || !alone(last) {
        return Err("the bound is set behind it, and one of the two shares its line".into());
    }
    let lines = TextRange::new(layout.line_start(range.start()), layout.next_line(range.end()));
    let above = layout.text()[..lines.start().to_usize()].trim_end_matches(['\r', '\n']);
    let comment_above = above.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('#'));
    if facts.comments_in(lines).next().is_some() || comment_above {
        return Err("the bound is set behind it, and a comment stands at it".into());
    }
    let offset = lines.start().to_usize();
    let shifted: Vec<Edit> = edits
        .into_iter()
        .map(|edit| Edit { start: edit.start - offset, end: edit.end - offset, text: edit.text })
        .collect();
    let text = edit::apply(facts.text(lines), &shifted).map_err(|_| "its edits overlap".to_string())?;
    let next = layout.next_line(last.end());
    let text = if layout.text()[..next.to_usize()].ends_with('\n') {
        text
    } else {
        format!("{}{}", layout.eol, text.trim_end_matches(['\r', '\n']))
    };
    Ok(vec![Edit::delete(lines), Edit::insert(next, text)])
}
