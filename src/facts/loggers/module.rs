//! The module's logger, or a new one. Not for loggers on instances.

use crate::syntax::{Expr, Ranged, Stmt, TextSize, imports, walk};
use crate::verdict::{Evidence, Verdict};

use super::writes::LOGGERS;
use super::{Facts, Family, LogCall, Request, exposed};
use crate::facts::types::engine::Place;
use crate::facts::{Binding, BindingKind};

/// Names that modules give to a logger.
const NAMES: &[&str] = &["logger", "log", "_logger", "_log", "LOGGER", "LOG", "_LOGGER", "_LOG"];

/// The logger that the module already has, if it is visible at the place.
pub(super) fn existing(facts: &Facts<'_>, request: &Request, passed: &mut Vec<Evidence>) -> Option<LogCall> {
    let body = &facts.module.syntax().body;
    let mut bound: Vec<(&Stmt, &str)> =
        body.iter().flat_map(|stmt| bound_names(stmt).into_iter().map(move |name| (stmt, name))).collect();
    // A module may have several loggers; the one with the plainest name is for everything.
    bound.sort_by_key(|(_, name)| NAMES.iter().position(|plain| plain == name).unwrap_or(NAMES.len()));
    let mut unknown = None;
    for (stmt, name) in bound {
        let [binding] = facts.scopes().bindings_in(facts.tree.root(), name) else { continue };
        let Some(kind) = logger_kind(facts, binding, name) else { continue };
        if !facts.is_module_name(name, request.at) {
            let message = format!("`{name}` means something else here than the module's logger");
            passed.push(facts.evidence("logger-shadowed", message, binding.range));
            continue;
        }
        if may_run_before(facts, request, stmt) {
            let message = format!("`{name}` may not be bound yet when this runs");
            passed.push(facts.evidence("logger-late", message, binding.range));
            continue;
        }
        let kind = match kind {
            Kind::Imported => known_import(facts, name).map_or(Kind::Imported, Kind::Known),
            known => known,
        };
        match kind {
            Kind::Known(family) => {
                let message = format!("`{name}` is the module's logger");
                let evidence = vec![facts.evidence("logger", message, binding.range)];
                let replaced = replaced(facts, name);
                let change = match &replaced {
                    _ if implements_logging(facts.path) => Some(RECURSION.to_string()),
                    Some(place) => Some(format!(
                        "it logs through `{name}`, which {} replaces, by something that may not take `exc_info`",
                        facts.view().shown(*place)
                    )),
                    None if family == Family::Stdlib => of_a_narrow_class(facts),
                    None => None,
                };
                let verdict = if change.is_some() { Verdict::Review } else { Verdict::Safe };
                let mut call = facts.plain(request, name, family, verdict, Vec::new(), evidence);
                if may_be_none(facts, binding) {
                    call.guarded = true;
                    call.lines = super::guarded(name, call.lines);
                }
                call.change = change;
                return Some(call);
            }
            Kind::Imported => {
                unknown.get_or_insert((name, binding.range));
            }
        }
    }
    let (name, range) = unknown?;
    let message = format!("`{name}` is imported and used as a logger in this file");
    let evidence = vec![facts.evidence("logger", message, range)];
    let mut call = facts.plain(request, name, Family::Stdlib, Verdict::Review, Vec::new(), evidence);
    call.change = Some(format!(
        "it logs through `{name}`, whose class is defined in another file and may not take `exc_info`"
    ));
    Some(call)
}

/// Where another given file gives the module's name another value: `relay.logger = Quiet()`.
fn replaced(facts: &Facts<'_>, name: &str) -> Option<Place> {
    let file = facts.file?;
    facts.view().module_patched(&facts.project.module(file), name)
}

/// What is to be said where the project gives all loggers a class of its own whose methods take less.
fn of_a_narrow_class(facts: &Facts<'_>) -> Option<String> {
    let place = exposed::narrow_logger_class(facts)?;
    let shown = facts.view().shown(place);
    Some(format!("the project's own class of loggers takes no `exc_info`, as {shown} shows"))
}

/// The family of a logger that is imported from another given or installed file, by its type.
fn known_import(facts: &Facts<'_>, name: &str) -> Option<Family> {
    let index = facts.index();
    let read = index.names(name).first()?;
    let typed = facts.typed_at(read.range);
    let class = typed.ty.name().filter(|class| LOGGERS.contains(class) && !typed.optional)?;
    Some(if class.starts_with("loguru") { Family::Loguru } else { Family::Stdlib })
}

/// Whether the place can run before a later statement binds the logger: at import itself, or because
/// something between the two is called while the module is imported.
fn may_run_before(facts: &Facts<'_>, request: &Request, logger: &Stmt) -> bool {
    let limit = facts.limit(request.at);
    if logger.end() <= limit {
        return false;
    }
    if facts.tree.function(request.at).is_none() {
        return true;
    }
    let body = &facts.module.syntax().body;
    body.iter().skip_while(|stmt| stmt.start() < limit).take_while(|stmt| stmt.start() < logger.start()).any(
        |stmt| {
            let decorated = match stmt {
                Stmt::FunctionDef(node) => !node.decorator_list.is_empty(),
                Stmt::ClassDef(node) => !node.decorator_list.is_empty(),
                _ => false,
            };
            let runs = |expr: &Expr| matches!(expr, Expr::Call(_) | Expr::Subscript(_) | Expr::BinOp(_));
            decorated || walk::any_expression(std::slice::from_ref(stmt), runs)
        },
    )
}

fn may_be_none<'a>(facts: &Facts<'a>, binding: &Binding<'a>) -> bool {
    matches!(&binding.kind, BindingKind::Assignment { value: Some(value), .. } if facts.type_of(value, facts.tree.id(*value)).optional)
}

/// What a module-level name is to somebody who wants to log.
enum Kind {
    /// A logger whose class is known.
    Known(Family),
    /// Imported from a file that is not read, and used as a logger.
    Imported,
}

fn logger_kind<'a>(facts: &Facts<'a>, binding: &Binding<'a>, name: &str) -> Option<Kind> {
    match &binding.kind {
        BindingKind::Assignment { value: Some(value), .. } => {
            let ty = facts.type_of(value, facts.tree.id(*value)).ty;
            let known = matches!(
                ty.name(),
                Some("logging.Logger" | "logging.LoggerAdapter" | "structlog.BoundLogger")
            );
            known.then_some(Kind::Known(Family::Stdlib))
        }
        BindingKind::Import(means) if means == "loguru.logger" => Some(Kind::Known(Family::Loguru)),
        BindingKind::Import(means) if is_logger_import(means, name) && used_as_logger(facts, name) => {
            Some(Kind::Imported)
        }
        _ => None,
    }
}

/// What makes a log call in a logging package a matter for a reviewer.
const RECURSION: &str = "the file belongs to a package that implements logging, which would then log through the standard library";

/// `import logging` and `logger = logging.getLogger(__name__)`, under names that are free.
pub(super) fn new(facts: &Facts<'_>, request: &Request) -> LogCall {
    let scopes = facts.scopes();
    let (tree, root) = (facts.tree, facts.tree.root());
    let module = facts.module.syntax();
    let limit = facts.limit(request.at);
    let mut edits = Vec::new();
    let shown = exposed::names_are_seen(facts);
    let alias: &[&str] =
        if shown { &["_logging", "_stdlib_logging"] } else { &["stdlib_logging", "std_logging"] };
    let logging = match facts.spelled("logging", "getLogger", root).filter(|_| imported_before(facts, limit))
    {
        Some(spelled) => spelled,
        None if scopes.is_free(tree, root, "logging") && !shown => {
            edits.push(imports::add_import(facts.layout, module, "logging", "import logging", limit));
            "logging.getLogger".to_string()
        }
        None => {
            let alias = scopes.free_name(tree, root, alias);
            edits.push(imports::add_import(
                facts.layout,
                module,
                "logging",
                &format!("import logging as {alias}"),
                limit,
            ));
            format!("{alias}.getLogger")
        }
    };
    // Free in the module, and not hidden by a local of the same name at the place.
    let visible =
        |name: &&str| scopes.is_free(tree, root, name) && scopes.lookup(tree, request.at, name).is_none();
    let name = ["logger", "_logger", "log", "module_logger"]
        .into_iter()
        .filter(|name| !shown || name.starts_with('_'))
        .find(visible);
    let last = if shown { "_amends_logger" } else { "amends_logger" };
    let name = name.map_or_else(|| scopes.free_name(tree, root, &[last]), str::to_string);
    edits.push(imports::add_after_imports(
        facts.layout,
        module,
        &format!("{name} = {logging}(__name__)"),
        limit,
    ));
    let evidence = vec![Evidence::general(
        "logger",
        format!("the file has no logger that can be used here; `{name}` is added"),
    )];
    let change = if implements_logging(facts.path) {
        Some(RECURSION.to_string())
    } else {
        let other = |path| format!("`logging` may be {path}, and then it is not the standard library's");
        of_a_narrow_class(facts).or_else(|| exposed::other_logging(facts).map(other))
    };
    let verdict = if change.is_some() { Verdict::Review } else { Verdict::Safe };
    let mut call = facts.plain(request, &name, Family::Stdlib, verdict, edits, evidence);
    call.is_new = true;
    call.change = change;
    call
}

/// Whether a path belongs to the part of a project that does the logging: a record there may recurse.
pub fn implements_logging(path: &str) -> bool {
    path.split('/').any(|part| {
        let part = part.trim_end_matches(".py").to_lowercase();
        matches!(part.trim_matches('_'), "logging" | "logger" | "loggers" | "log" | "logs")
    })
}

/// `logging` itself is imported by a statement that runs before `limit`.
fn imported_before(facts: &Facts<'_>, limit: TextSize) -> bool {
    let logging = |name: &str| name == "logging";
    facts.module.syntax().body.iter().take_while(|stmt| stmt.end() <= limit).any(|stmt| match stmt {
        Stmt::Import(import) => import.names.iter().any(|alias| logging(alias.name.as_str())),
        Stmt::ImportFrom(import) => import.module.as_deref().is_some_and(logging),
        _ => false,
    })
}

fn bound_names(stmt: &Stmt) -> Vec<&str> {
    match stmt {
        Stmt::Assign(assign) => assign
            .targets
            .iter()
            .filter_map(|target| target.as_name_expr())
            .map(|name| name.id.as_str())
            .collect(),
        Stmt::AnnAssign(assign) => {
            assign.target.as_name_expr().map(|name| name.id.as_str()).into_iter().collect()
        }
        Stmt::ImportFrom(import) => {
            import.names.iter().map(|alias| alias.asname.as_ref().unwrap_or(&alias.name).as_str()).collect()
        }
        _ => Vec::new(),
    }
}

fn is_logger_import(means: &str, name: &str) -> bool {
    let last = means.rsplit('.').next().unwrap_or(means);
    NAMES.contains(&name)
        || NAMES.contains(&last)
        || name.ends_with("_log")
        || last.ends_with("_logger")
        || last.ends_with("_log")
}

/// Whether the file calls `name.warning(…)` or the like.
fn used_as_logger(facts: &Facts<'_>, name: &str) -> bool {
    const METHODS: &[&str] = &["debug", "info", "warning", "error", "exception", "critical"];
    facts.tree.all().any(|id| {
        let crate::syntax::AnyNodeRef::ExprAttribute(attribute) = facts.tree.node(id) else { return false };
        METHODS.contains(&attribute.attr.as_str())
            && attribute.value.as_name_expr().is_some_and(|read| read.id.as_str() == name)
    })
}
