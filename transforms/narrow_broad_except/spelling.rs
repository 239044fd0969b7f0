//! How exceptions are written at a handler, and the imports that this needs. Knows no verdict.

use std::collections::BTreeSet;

use super::hierarchy::{LOCAL, same_class_at};
use crate::edit::Edit;
use crate::facts::{BindingKind, Facts};
use crate::syntax::{NodeId, TextSize, imports};

/// The text of a handler's types, and the imports to add; or which name cannot be written.
pub(super) fn spell(
    facts: &Facts<'_>,
    exceptions: &BTreeSet<String>,
    handler: NodeId,
    before: TextSize,
) -> Result<(String, Vec<Edit>), String> {
    let mut names = BTreeSet::new();
    let mut edits: Vec<Edit> = Vec::new();
    for exception in exceptions {
        let (name, edit) = one(facts, exception, handler, before)
            .ok_or_else(|| exception.trim_start_matches(LOCAL).to_string())?;
        names.insert(name);
        if let Some(edit) = edit
            && !edits.contains(&edit)
        {
            edits.push(edit);
        }
    }
    let names: Vec<String> = names.into_iter().collect();
    let text = match names.as_slice() {
        [one] => one.clone(),
        _ => format!("({})", names.join(", ")),
    };
    Ok((text, edits))
}

fn one(
    facts: &Facts<'_>,
    exception: &str,
    handler: NodeId,
    before: TextSize,
) -> Option<(String, Option<Edit>)> {
    if let Some(local) = exception.strip_prefix(LOCAL) {
        return same_class_at(facts, local, handler).then(|| (local.to_string(), None));
    }
    let Some((module, name)) = exception.rsplit_once('.') else {
        let meant = facts.qualified_names(&[exception], handler)?;
        return (meant == format!("builtins.{exception}")).then(|| (exception.to_string(), None));
    };
    if let Some(spelled) = facts.spelled(module, name, handler).or_else(|| dotted(facts, exception, handler))
    {
        return Some((spelled, None));
    }
    let parts: Vec<&str> = exception.split('.').collect();
    if facts.qualified_names(&parts, handler).as_deref() == Some(exception)
        && imported_before(facts, parts[0], handler, before)
    {
        return Some((exception.to_string(), None));
    }
    let (tree, scopes) = (facts.tree, facts.scopes());
    let root = module.split('.').next()?;
    let free = scopes.is_free(tree, tree.root(), root) && scopes.lookup(tree, handler, root).is_none();
    if !free {
        return None;
    }
    let statement = format!("import {module}");
    let limit = facts.limit(handler);
    let edit = imports::add_import(facts.layout, facts.module.syntax(), module, &statement, limit);
    Some((exception.to_string(), Some(edit)))
}

/// `xml.etree.ElementTree.ParseError` through `import xml.etree.ElementTree`, which binds `xml`.
fn dotted(facts: &Facts<'_>, exception: &str, handler: NodeId) -> Option<String> {
    let module = exception.rsplit_once('.')?.0;
    let root = module.split('.').next()?;
    let (scope, bindings) = facts.scopes().lookup(facts.tree, handler, root)?;
    let whole = module != root
        && scope == facts.tree.root()
        && bindings.iter().all(|binding| matches!(&binding.kind, BindingKind::Import(_)))
        && bindings
            .iter()
            .any(|binding| facts.runs_at_import(binding.node) && imports_module(facts, binding.node, module));
    whole.then(|| exception.to_string())
}

fn imports_module(facts: &Facts<'_>, binding: NodeId, module: &str) -> bool {
    let statement = facts.tree.statement(binding);
    statement.is_some_and(|statement| match facts.tree.node(statement) {
        crate::syntax::AnyNodeRef::StmtImport(import) => {
            import.names.iter().any(|alias| alias.asname.is_none() && alias.name.as_str() == module)
        }
        _ => false,
    })
}

/// Whether one import in the handler's own function, which runs before the `try`, binds a name.
fn imported_before(facts: &Facts<'_>, root: &str, handler: NodeId, before: TextSize) -> bool {
    let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, handler, root) else { return false };
    let [binding] = bindings else { return false };
    let function = facts.tree.scope(handler);
    // A statement of the function's own block runs on every way to what stands below it.
    let straight =
        facts.tree.statement(binding.node).and_then(|import| facts.tree.parent(import)) == Some(function);
    scope == function && straight && binding.range.end() <= before
}
