//! Where an import or a module-level definition goes. Says positions and edits; whether a name is free is
//! for `facts::scopes`.

use std::sync::LazyLock;

use ruff_python_ast::{Expr, ModModule, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustc_hash::FxHashSet;

use super::layout::Layout;
use crate::edit::Edit;

static STDLIB: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("stdlib_modules.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// Whether a dotted module name is of the standard library.
pub fn is_stdlib(module: &str) -> bool {
    STDLIB.contains(module.split('.').next().unwrap_or(module))
}

/// Whether a condition is `TYPE_CHECKING` or `typing.TYPE_CHECKING`: its block does not run.
pub fn is_type_checking(test: &Expr) -> bool {
    match test {
        Expr::Name(name) => name.id.as_str() == "TYPE_CHECKING",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "TYPE_CHECKING",
        _ => false,
    }
}

/// The statements at the top of a module that PEP 8 keeps together: docstring, `__future__`, imports, and
/// the conditional imports and dunder assignments between them; only those that end before `limit`.
fn leading_section(module: &ModModule, limit: TextSize) -> Vec<&Stmt> {
    let mut section = Vec::new();
    for (index, stmt) in module.body.iter().enumerate() {
        let belongs = match stmt {
            Stmt::Import(_) | Stmt::ImportFrom(_) => true,
            Stmt::Expr(expr) => index == 0 && expr.value.is_string_literal_expr(),
            Stmt::Try(node) => node.body.iter().all(|stmt| matches!(stmt, Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::Assign(_))),
            Stmt::If(node) => is_type_checking(&node.test) || is_version_check(&node.test),
            Stmt::Assign(node) => {
                node.targets.iter().all(|target| matches!(target, Expr::Name(name) if name.id.starts_with("__") && name.id.ends_with("__")))
            }
            _ => false,
        };
        if !belongs || stmt.end() > limit {
            break;
        }
        section.push(stmt);
    }
    while section.last().is_some_and(|stmt| matches!(stmt, Stmt::Assign(_))) {
        section.pop();
    }
    section
}

fn is_version_check(test: &Expr) -> bool {
    let Expr::Compare(compare) = test else { return false };
    matches!(compare.left.as_ref(), Expr::Attribute(attribute) if matches!(attribute.attr.as_str(), "version_info" | "platform"))
}

fn is_future(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::ImportFrom(import) if import.module.as_deref() == Some("__future__"))
}

fn is_docstring(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(_))
}

fn root_modules(stmt: &Stmt) -> Vec<&str> {
    match stmt {
        Stmt::Import(import) => import.names.iter().map(|alias| alias.name.as_str()).collect(),
        Stmt::ImportFrom(import) if import.level == 0 => import.module.as_deref().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The edit that adds `import <module>` (`statement` is the whole line) where isort's default profile puts
/// it: sorted among the plain imports of the standard-library block, or into that of other packages. Statements at
/// or after `limit` are not preceded by it, so pass the start of the top-level statement that needs the name.
pub fn add_import(
    layout: &Layout<'_>,
    module: &ModModule,
    module_name: &str,
    statement: &str,
    limit: TextSize,
) -> Edit {
    let eol = layout.eol;
    let section = leading_section(module, limit);
    let groups = groups(layout, &section);
    if !is_stdlib(module_name)
        && let Some(edit) = among_packages(layout, &groups, module_name, statement)
    {
        return edit;
    }
    let stdlib = groups
        .iter()
        .find(|group| group.iter().any(|stmt| root_modules(stmt).iter().any(|name| is_stdlib(name))));
    if let Some(group) = stdlib {
        // Plain imports stand before the others, each kind sorted.
        let is_from = statement.starts_with("from ");
        let standard = |stmt: &Stmt| root_modules(stmt).iter().any(|name| is_stdlib(name));
        let plain: Vec<&&Stmt> = group
            .iter()
            .filter(|stmt| matches!(stmt, Stmt::ImportFrom(_)) == is_from && (!is_from || standard(stmt)))
            .collect();
        let key = module_name.to_lowercase();
        let next = plain
            .iter()
            .find(|stmt| root_modules(stmt).first().is_some_and(|name| name.to_lowercase() > key));
        return match (next, plain.last()) {
            (Some(next), _) => Edit::insert(above(layout, next.start()), format!("{statement}{eol}")),
            (None, Some(last)) => after(layout, last.end(), statement),
            (None, None) if is_from => {
                let last = group.iter().rfind(|stmt| standard(stmt)).unwrap_or(&group[0]);
                after(layout, last.end(), statement)
            }
            (None, None) => Edit::insert(above(layout, group[0].start()), format!("{statement}{eol}")),
        };
    }
    if let Some(first) = groups.first().and_then(|group| group.first()) {
        return Edit::insert(above(layout, first.start()), format!("{statement}{eol}{eol}"));
    }
    match section.iter().rfind(|stmt| is_future(stmt) || is_docstring(stmt)) {
        Some(last) => {
            after(layout, last.end(), &format!("{eol}{statement}{}", blank_after(layout, last.end())))
        }
        None => Edit::insert(first_line(layout, module), format!("{statement}{eol}{eol}")),
    }
}

/// The edit that adds an import of a package: into the block that imports of the same package are in, or of others,
/// else as a block of its own between the standard library and relative imports. `None` where nothing is imported.
fn among_packages(
    layout: &Layout<'_>,
    groups: &[Vec<&Stmt>],
    module_name: &str,
    statement: &str,
) -> Option<Edit> {
    let eol = layout.eol;
    let package = |stmt: &Stmt| root_modules(stmt).iter().any(|name| !is_stdlib(name));
    let root = |name: &str| name.split('.').next().unwrap_or_default().to_string();
    let same = |group: &&Vec<&Stmt>| {
        group.iter().any(|stmt| root_modules(stmt).iter().any(|name| root(name) == root(module_name)))
    };
    let own = groups.iter().find(same);
    if let Some(group) = own.or_else(|| groups.iter().rfind(|group| group.iter().any(|stmt| package(stmt)))) {
        // Plain imports stand before the others, each kind sorted.
        let is_from = statement.starts_with("from ");
        let key = module_name.to_lowercase();
        let mut kind =
            group.iter().filter(|stmt| matches!(stmt, Stmt::ImportFrom(_)) == is_from && package(stmt));
        let later = |stmt: &&&Stmt| root_modules(stmt).first().is_some_and(|name| name.to_lowercase() > key);
        return Some(match (kind.clone().find(later), kind.next_back()) {
            (Some(next), _) => Edit::insert(above(layout, next.start()), format!("{statement}{eol}")),
            (None, Some(last)) => after(layout, last.end(), statement),
            (None, None) if is_from => after(layout, group.last()?.end(), statement),
            (None, None) => Edit::insert(above(layout, group.first()?.start()), format!("{statement}{eol}")),
        });
    }
    let relative = |group: &&Vec<&Stmt>| {
        group.iter().any(|stmt| matches!(stmt, Stmt::ImportFrom(import) if import.level > 0))
    };
    if let Some(last) = groups.iter().rfind(|group| !relative(group)).and_then(|group| group.last()) {
        let text = format!("{eol}{statement}{}", blank_after(layout, last.end()));
        return Some(after(layout, last.end(), &text));
    }
    let first = groups.first()?.first()?;
    Some(Edit::insert(above(layout, first.start()), format!("{statement}{eol}{eol}")))
}

/// The edit that adds an import by dots (`target` is `.locks`) among others of that kind, those of outer packages first,
/// as isort's default profile sorts them. `None` where the file has no such block before `limit`.
pub fn add_relative_import(
    layout: &Layout<'_>,
    module: &ModModule,
    target: &str,
    statement: &str,
    limit: TextSize,
) -> Option<Edit> {
    let section = leading_section(module, limit);
    let groups = groups(layout, &section);
    let dotted = |stmt: &Stmt| match stmt {
        Stmt::ImportFrom(import) if import.level > 0 => {
            let name = import.module.as_deref().unwrap_or_default();
            Some(format!("{}{name}", ".".repeat(import.level as usize)))
        }
        _ => None,
    };
    let key = |dotted: &str| {
        let name = dotted.trim_start_matches('.');
        (std::cmp::Reverse(dotted.len() - name.len()), name.to_lowercase())
    };
    let group = groups.iter().rfind(|group| group.iter().any(|stmt| dotted(stmt).is_some()))?;
    let mut others = group.iter().filter_map(|stmt| Some((stmt, dotted(stmt)?)));
    let next = others.clone().find(|(_, other)| key(other) > key(target));
    match (next, others.next_back()) {
        (Some((next, _)), _) => {
            Some(Edit::insert(above(layout, next.start()), format!("{statement}{}", layout.eol)))
        }
        (None, Some((last, _))) => Some(after(layout, last.end(), statement)),
        (None, None) => None,
    }
}

/// The edit that adds a module-level statement after the imports, with a blank line around it.
pub fn add_after_imports(layout: &Layout<'_>, module: &ModModule, statement: &str, limit: TextSize) -> Edit {
    let eol = layout.eol;
    let section = leading_section(module, limit);
    match section.iter().rfind(|stmt| !matches!(stmt, Stmt::Assign(_))) {
        Some(last) => {
            after(layout, last.end(), &format!("{eol}{statement}{}", blank_after(layout, last.end())))
        }
        None => Edit::insert(first_line(layout, module), format!("{statement}{eol}{eol}{eol}")),
    }
}

/// A further line end where the line after `end` holds text, so that a blank line follows what is inserted.
fn blank_after<'l>(layout: &Layout<'l>, end: TextSize) -> &'l str {
    let next = layout.next_line(end);
    let text = &layout.text()[TextRange::new(next, layout.line_end(next))];
    if next.to_usize() < layout.text().len() && !text.trim().is_empty() { layout.eol } else { "" }
}

/// Runs of plain imports with no blank line between them, without `__future__`.
fn groups<'a>(layout: &Layout<'_>, section: &[&'a Stmt]) -> Vec<Vec<&'a Stmt>> {
    let mut groups: Vec<Vec<&Stmt>> = Vec::new();
    let mut previous: Option<TextSize> = None;
    for &stmt in section {
        if !matches!(stmt, Stmt::Import(_) | Stmt::ImportFrom(_))
            || is_future(stmt)
            || !layout.starts_line(stmt.start())
            || !layout.ends_line(stmt.end())
        {
            previous = None;
            continue;
        }
        let joined = previous.is_some_and(|end| {
            let between =
                &layout.text()[TextRange::new(layout.next_line(end), layout.line_start(stmt.start()))];
            between.lines().all(|line| !line.trim().is_empty())
        });
        match groups.last_mut() {
            Some(group) if joined => group.push(stmt),
            _ => groups.push(vec![stmt]),
        }
        previous = Some(stmt.end());
    }
    groups
}

fn after(layout: &Layout<'_>, end: TextSize, text: &str) -> Edit {
    let next = layout.next_line(end);
    if layout.text()[..next.to_usize()].ends_with('\n') {
        Edit::insert(next, format!("{text}{}", layout.eol))
    } else {
        Edit::insert(next, format!("{}{text}", layout.eol))
    }
}

/// The line of a statement, or of the comments directly above it, unless those start the file.
fn above(layout: &Layout<'_>, stmt: TextSize) -> TextSize {
    let mut start = layout.line_start(stmt);
    while start > TextSize::from(0) {
        let previous = layout.line_start(start - TextSize::from(1));
        if !layout.text()[previous.to_usize()..].trim_start_matches([' ', '\t']).starts_with('#') {
            return start;
        }
        if previous == TextSize::from(0) {
            return layout.line_start(stmt);
        }
        start = previous;
    }
    start
}

/// Where a file without imports and docstring gets its first line: behind the comments that head the file.
fn first_line(layout: &Layout<'_>, module: &ModModule) -> TextSize {
    module.body.first().map_or(TextSize::from(0), |stmt| above(layout, stmt.start()))
}
