//! The edits: an `OrderedLock` with its name in the place of a plain lock, and its import as the file writes those of its
//! own project.

use crate::edit::Edit;
use crate::facts::{BindingKind, Facts};
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, Stmt, TextSize, imports};

use super::helper::{Helper, Module, NAME};
use super::site::{Kind, Site};

/// The edits that make a site an `OrderedLock`.
pub(super) fn edits(facts: &Facts<'_>, site: &Site<'_>, helper: &Helper) -> Result<Vec<Edit>, String> {
    if site.kind == Kind::LockWithArguments {
        return Err("it is made with arguments, which Python 3.10 has removed".into());
    }
    let (class, import) = match helper {
        Helper::Here { .. } | Helper::Imported { .. } => (visible(facts, NAME, site.id)?, None),
        Helper::Module { module, .. } => spelled(facts, module, site.id)?,
    };
    let name = facts.layout.string(&site.name);
    let mut edits: Vec<Edit> = import.into_iter().collect();
    match site.call {
        Some(call) => {
            // What stands between the parentheses, a comment or nothing, stays.
            edits.push(Edit::replace(call.func.range(), class));
            edits.push(Edit::insert(call.arguments.start() + TextSize::from(1), name));
        }
        None => edits.push(Edit::replace(site.range, format!("lambda: {class}({name})"))),
    }
    Ok(edits)
}

/// A name of the module that is not shadowed at the site.
fn visible(facts: &Facts<'_>, name: &str, at: NodeId) -> Result<String, String> {
    let scopes = facts.scopes();
    let found = scopes.lookup(facts.tree, at, name);
    match found {
        Some((scope, [binding])) if scope == facts.tree.root() => {
            if bound_before(facts, binding.range.start(), at) {
                Ok(name.to_string())
            } else {
                Err(format!("`{name}` is not there yet when the class is made"))
            }
        }
        _ => Err(format!("`{name}` means something else there")),
    }
}

/// Whether what the module binds at an offset is there when a site runs: in the body of a class that is at once, in a
/// function when all of the module has run.
fn bound_before(facts: &Facts<'_>, bound: TextSize, at: NodeId) -> bool {
    let tree = facts.tree;
    let late = |id: NodeId| matches!(tree.node(id).kind(), NodeKind::StmtFunctionDef | NodeKind::ExprLambda);
    bound < tree.node(at).start() || tree.ancestors(at).any(late)
}

/// How the helper of another module is written at a site, and the import that it needs.
fn spelled(facts: &Facts<'_>, module: &str, at: NodeId) -> Result<(String, Option<Edit>), String> {
    let (tree, root) = (facts.tree, facts.tree.root());
    if let Some(known) = known(facts, module, at) {
        return Ok((known, None));
    }
    let statement = top_level(facts, at);
    if !facts.scopes().is_free(tree, root, NAME) || facts.scopes().lookup(tree, at, NAME).is_some() {
        return Err(format!("the name `{NAME}` is taken in this file"));
    }
    let own = facts.file.map(|file| Module::of(facts, file));
    let (layout, syntax) = (facts.layout, facts.module.syntax());
    let limit = tree.node(statement).start();
    // Seven dots are for nobody who writes three.
    let from = own.as_ref().and_then(|own| {
        let from = relative(own, module)?;
        let level = from.len() - from.trim_start_matches('.').len();
        (level <= dots(facts, own)).then_some(from)
    });
    if let Some(from) = from {
        let text = format!("from {from} import {NAME}");
        if let Some(edit) = imports::add_relative_import(layout, syntax, &from, &text, limit) {
            return Ok((NAME.to_string(), Some(edit)));
        }
    }
    let text = format!("from {module} import {NAME}");
    Ok((NAME.to_string(), Some(imports::add_import(layout, syntax, module, &text, limit))))
}

/// The name by which the file has imported the helper.
fn known(facts: &Facts<'_>, module: &str, at: NodeId) -> Option<String> {
    let tree = facts.tree;
    let own = facts.file.map(|file| Module::of(facts, file));
    let wanted = format!("{module}.{NAME}");
    for stmt in &facts.module.syntax().body {
        let bound: Vec<&str> = match AnyNodeRef::from(stmt) {
            AnyNodeRef::StmtImportFrom(import) => import
                .names
                .iter()
                .map(|alias| alias.asname.as_ref().unwrap_or(&alias.name).as_str())
                .collect(),
            AnyNodeRef::StmtImport(import) => import
                .names
                .iter()
                .map(|alias| match &alias.asname {
                    Some(name) => name.as_str(),
                    None => alias.name.split('.').next().unwrap_or(&alias.name),
                })
                .collect(),
            _ => continue,
        };
        for name in bound {
            let Some((scope, [binding])) = facts.scopes().lookup(tree, at, name) else { continue };
            let BindingKind::Import(means) = &binding.kind else { continue };
            let there = bound_before(facts, binding.range.start(), at) && facts.runs_at_import(binding.node);
            if scope != tree.root() || !there {
                continue;
            }
            let means = own.as_ref().map_or_else(|| Some(means.clone()), |own| absolute(own, means));
            // The class itself, or a module that leads to it.
            let means = means?;
            if wanted == means {
                return Some(name.to_string());
            }
            if let Some(rest) = wanted.strip_prefix(&format!("{means}."))
                && (means == module || imports_whole(stmt, module))
            {
                return Some(format!("{name}.{rest}"));
            }
        }
    }
    None
}

/// Whether `import a.b.c` names this very module.
fn imports_whole(stmt: &Stmt, module: &str) -> bool {
    matches!(stmt, Stmt::Import(import)
        if import.names.iter().any(|alias| alias.asname.is_none() && alias.name.as_str() == module))
}

/// The full name of what an import names. Source: the Python language reference, "Package Relative Imports".
fn absolute(own: &Module, means: &str) -> Option<String> {
    let rest = means.trim_start_matches('.');
    let dots = means.len() - rest.len();
    if dots == 0 {
        return Some(means.to_string());
    }
    let mut parts = own.package();
    parts.truncate((parts.len() + 1).checked_sub(dots)?);
    parts.push(rest);
    Some(parts.join("."))
}

/// How a module names another one of its package: `.locks`, `..tools.locks`.
fn relative(own: &Module, module: &str) -> Option<String> {
    let (package, wanted): (Vec<&str>, Vec<&str>) = (own.package(), module.split('.').collect());
    let shared = package.iter().zip(&wanted).take_while(|(own, other)| own == other).count();
    let rest = wanted[shared..].join(".");
    (shared > 0).then(|| format!("{}{rest}", ".".repeat(package.len() - shared + 1)))
}

/// How many dots a file's imports from its own package have at most; none where it names the package.
fn dots(facts: &Facts<'_>, own: &Module) -> usize {
    let package = own.package();
    let top = package.first().copied();
    let mut most = 0;
    for stmt in &facts.module.syntax().body {
        let Stmt::ImportFrom(import) = stmt else { continue };
        if import.level > 0 {
            most = most.max(import.level as usize);
        } else if top.is_some() && import.module.as_deref().and_then(|name| name.split('.').next()) == top {
            return 0;
        }
    }
    most
}

/// The statement of the module that a place is in.
fn top_level(facts: &Facts<'_>, at: NodeId) -> NodeId {
    let root = facts.tree.root();
    let mut inner = at;
    while let Some(outer) = facts.tree.parent(inner).filter(|outer| *outer != root) {
        inner = outer;
    }
    inner
}
