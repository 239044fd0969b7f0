//! How a file names `deque`: through what it imports already, or by an import that is added once.

use crate::edit::Edit;
use crate::facts::Facts;
use crate::syntax::{Layout, NodeId, Ranged, Stmt, TextRange, TextSize, ast, imports};

/// How `deque` is written in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// `deque`, `collections.deque`.
    pub name: String,
    /// The import that it needs.
    pub import: Option<Edit>,
}

/// How `deque` is to be written at all these places of a file.
///
/// # Errors
/// Why it cannot be, as a clause.
pub(crate) fn spelling(facts: &Facts<'_>, places: &[NodeId]) -> Result<Spelling, String> {
    const NAME: &str = "deque";
    let mut known = places.iter().map(|&at| facts.spelled("collections", NAME, at));
    if let Some(Some(first)) = known.next()
        && known.all(|other| other.as_ref() == Some(&first))
    {
        return Ok(Spelling { name: first, import: None });
    }
    let (tree, scopes) = (facts.tree, facts.scopes());
    let taken = !scopes.is_free(tree, tree.root(), NAME)
        || places.iter().any(|&at| scopes.lookup(tree, at, NAME).is_some());
    if taken {
        return Err(format!("`{NAME}` means something else in {}", facts.path));
    }
    let Some(limit) = places.iter().map(|&at| facts.limit(at)).min() else {
        return Err("nothing names it".into());
    };
    let import = match extended(facts, limit) {
        Some(edit) => edit,
        None => added(facts, limit),
    };
    Ok(Spelling { name: NAME.into(), import: Some(import) })
}

/// An import of its own; two blank lines above a function or class, where it comes to stand right above one.
fn added(facts: &Facts<'_>, limit: TextSize) -> Edit {
    let (layout, module) = (facts.layout, facts.module.syntax());
    let statement = "from collections import deque";
    let mut edit = imports::add_import(layout, module, "collections", statement, limit);
    let defines = matches!(module.body.first(), Some(Stmt::ClassDef(_) | Stmt::FunctionDef(_)));
    if defines && edit.text == format!("{statement}{eol}{eol}", eol = layout.eol) {
        edit.text.push_str(layout.eol);
    }
    edit
}

/// `deque` among the names of a `from collections import …` that the module has.
fn extended(facts: &Facts<'_>, limit: TextSize) -> Option<Edit> {
    let body = &facts.module.syntax().body;
    let import = body.iter().filter(|stmt| stmt.end() <= limit).find_map(|stmt| match stmt {
        Stmt::ImportFrom(import) if import.level == 0 && import.module.as_deref() == Some("collections") => {
            Some(import)
        }
        _ => None,
    })?;
    let last = import.names.last()?;
    if last.name.as_str() == "*" {
        return None;
    }
    Some(inserted(facts.layout, import, last))
}

/// Sorted as isort does: constants, classes, then the others.
fn inserted(layout: &Layout<'_>, import: &ast::StmtImportFrom, last: &ast::Alias) -> Edit {
    let is_later = |alias: &&ast::Alias| {
        let name = alias.name.as_str();
        name.starts_with(|letter: char| letter.is_lowercase()) && name > "deque"
    };
    let own_line = |alias: &ast::Alias| layout.starts_line(alias.start());
    match import.names.iter().find(is_later) {
        Some(next) if own_line(next) => {
            Edit::insert(next.start(), format!("deque,{}{}", layout.eol, layout.indent(next.start())))
        }
        Some(next) => Edit::insert(next.start(), "deque, "),
        None if own_line(last) => {
            let text = format!(",{}{}deque", layout.eol, layout.indent(last.start()));
            Edit::insert(last.end(), text)
        }
        None => Edit::insert(TextRange::empty(last.end()).start(), ", deque"),
    }
}
