//! Who sees the names of a module besides itself: star imports, and code that lists them. A logger that is added must
//! not come between them. And who gives `logging` another meaning than the standard library's.

use crate::facts::Facts;
use crate::facts::types::engine::Place;
use crate::syntax::AnyNodeRef;

use super::writes::METHODS;

/// Files that import all names of something, by the last part of its dotted name; empty for `from . import *`.
#[derive(Clone)]
struct StarImports(std::sync::Arc<[Box<str>]>);

/// Whether public names that are added to the module may be seen where nobody expects them.
pub(super) fn names_are_seen(facts: &Facts<'_>) -> bool {
    let body = &facts.module.syntax().body;
    let listed = facts.scopes().bindings_in(facts.tree.root(), "__all__").len() == 1
        && body.iter().any(|stmt| {
            stmt.as_assign_stmt().is_some_and(|assign| {
                facts.text(&assign.targets[0]) == "__all__"
                    && (assign.value.is_list_expr() || assign.value.is_tuple_expr())
            })
        });
    (!listed && star_imported(facts)) || lists_its_names(facts)
}

/// The code itself asks for the names, all of them or one that is missing.
fn lists_its_names(facts: &Facts<'_>) -> bool {
    let root = facts.tree.root();
    if !facts.scopes().bindings_in(root, "__getattr__").is_empty() {
        return true;
    }
    facts.tree.all().any(|id| {
        let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return false };
        let at_module_level = facts.tree.function(id).is_none();
        call.arguments.is_empty()
            && (facts.is_one_of(&call.func, id, &["builtins.globals"])
                || at_module_level
                    && facts.is_one_of(&call.func, id, &["builtins.dir", "builtins.vars", "builtins.locals"]))
    })
}

/// Whether another given file may import all names of this one.
fn star_imported(facts: &Facts<'_>) -> bool {
    let Some(file) = facts.file else { return false };
    let StarImports(imported) = facts.project.memo().once(|| {
        let mut found: Vec<Box<str>> = Vec::new();
        for file in 0..facts.project.len() {
            for line in facts.project.text(file).lines().filter(|line| line.contains("import *")) {
                let module =
                    line.trim_start().strip_prefix("from ").and_then(|rest| rest.split_whitespace().next());
                found.extend(module.map(|module| Box::from(module.rsplit('.').next().unwrap_or_default())));
            }
        }
        StarImports(found.into())
    });
    let module = facts.project.module(file);
    let own = module.rsplit('.').next().unwrap_or_default();
    let package = facts.path.rsplit('/').next() == Some("__init__.py");
    imported.iter().any(|name| &**name == own || package && name.is_empty())
}

/// The path of a given file that `import logging` may find before the standard library's.
pub(super) fn other_logging(facts: &Facts<'_>) -> Option<String> {
    facts.file?;
    let folder = facts.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |name: &str| if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
    let is_package = facts.project.number(&beside("__init__.py")).is_some();
    let near = ["logging.py", "logging/__init__.py"]
        .into_iter()
        .map(beside)
        .find(|path| !is_package && facts.project.number(path).is_some());
    near.or_else(|| facts.project.file_of_module("logging").map(|file| facts.project.path(file).to_string()))
}

/// A method of a class in a file that sets the class of all loggers, which takes no `exc_info`.
pub(super) fn narrow_logger_class(facts: &Facts<'_>) -> Option<Place> {
    facts.file?;
    let view = facts.view();
    facts.project.files_with("setLoggerClass").into_iter().find_map(|file| {
        let index = view.index(file);
        let text = facts.project.text(file);
        let narrow = index.functions.iter().find(|function| {
            let signature = text.get(function.name_range.end().to_usize()..).unwrap_or_default();
            let signature = signature.split_once("):").or_else(|| signature.split_once(") ->"));
            let signature = signature.map_or("", |(signature, _)| signature);
            function.class.is_some()
                && METHODS.contains(&&*function.name)
                && !signature.contains("**")
                && !signature.contains("exc_info")
        })?;
        Some(Place { file, range: narrow.name_range })
    })
}
