//! What a dotted expression means: `aio.create_task` is `asyncio.create_task`. Follows imports, nothing else.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::syntax::{Expr, NodeId, TextSize, walk};

use super::across::absolute;
use super::{BindingKind, Facts};

/// Modules whose public names `asyncio` and others re-export: the private home and the public name.
/// Source: `Lib/asyncio/__init__.py` of CPython 3.9 to 3.14, which star-imports these submodules.
const ASYNCIO_SUBMODULES: &[&str] = &[
    "base_events",
    "coroutines",
    "events",
    "exceptions",
    "futures",
    "locks",
    "protocols",
    "queues",
    "runners",
    "streams",
    "taskgroups",
    "tasks",
    "threads",
    "timeouts",
    "transports",
];

pub(super) static BUILTINS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    include_str!("builtin_names.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// One spelling for each thing: `asyncio.locks.Event` is `asyncio.Event`.
pub(crate) fn canonical(qualified: &str) -> String {
    if let Some(rest) = qualified.strip_prefix("asyncio.")
        && let Some((module, name)) = rest.split_once('.')
        && ASYNCIO_SUBMODULES.contains(&module)
    {
        return format!("asyncio.{name}");
    }
    match qualified {
        // Where typeshed defines what other modules re-export.
        "_asyncio.Task" => "asyncio.Task".into(),
        "_asyncio.Future" => "asyncio.Future".into(),
        "_thread.lock" | "_thread.LockType" => "threading.Lock".into(),
        "_thread.RLock" | "threading._RLock" => "threading.RLock".into(),
        "concurrent.futures._base.Future" => "concurrent.futures.Future".into(),
        "concurrent.futures.thread.ThreadPoolExecutor" => "concurrent.futures.ThreadPoolExecutor".into(),
        "concurrent.futures.process.ProcessPoolExecutor" => "concurrent.futures.ProcessPoolExecutor".into(),
        "_contextvars.ContextVar" => "contextvars.ContextVar".into(),
        "_queue.SimpleQueue" => "queue.SimpleQueue".into(),
        "loguru._logger.Logger" => "loguru.Logger".into(),
        "structlog._config.BoundLoggerLazyProxy" => "structlog.BoundLogger".into(),
        // PEP 585 and typing's aliases of builtin containers.
        "typing.Dict" => "builtins.dict".into(),
        "typing.List" => "builtins.list".into(),
        "typing.Set" => "builtins.set".into(),
        "typing.Deque" => "collections.deque".into(),
        "typing.DefaultDict" => "collections.defaultdict".into(),
        "typing_extensions.Optional" => "typing.Optional".into(),
        "async_timeout.timeout_at" => "async_timeout.timeout".into(),
        _ => qualified.to_string(),
    }
}

/// Whether a name is one of the builtins or of the standard library. Source: `sys.stdlib_module_names`.
pub(crate) fn is_standard(qualified: &str) -> bool {
    let root = qualified.split('.').next().unwrap_or_default();
    root == "builtins" || crate::syntax::imports::is_stdlib(root)
}

/// Whether a module's text binds a name at its top level to anything but what it means elsewhere. Reads lines, so that
/// files that import each other can be asked.
fn binds_otherwise(text: &str, name: &str, means: &str) -> bool {
    let rest_of =
        |line: &'_ str, start: &str| -> Option<String> { line.strip_prefix(start).map(str::to_string) };
    let is_name = |word: &str| word == name;
    let word = |text: &str| {
        text.split(|part: char| !(part.is_alphanumeric() || part == '_')).next().map(str::to_string)
    };
    let renamed = |item: &str| -> (String, String) {
        let (target, local) = item.split_once(" as ").unwrap_or((item, item));
        (target.trim().to_string(), local.trim().to_string())
    };
    text.lines().any(|line| {
        let defined = ["class ", "def ", "async def "].iter().find_map(|start| rest_of(line, start));
        if let Some(rest) = defined {
            return word(&rest).as_deref().is_some_and(is_name);
        }
        if let Some(items) = line.strip_prefix("import ") {
            return items.split(',').map(renamed).any(|(target, local)| local == name && target != means);
        }
        if let Some((module, items)) = line.strip_prefix("from ").and_then(|rest| rest.split_once(" import "))
        {
            let items = items.trim_matches(['(', ')', ' ']);
            return items
                .split(',')
                .map(renamed)
                .any(|(target, local)| local == name && format!("{}.{target}", module.trim()) != means);
        }
        word(line).as_deref().is_some_and(is_name)
            && line[name.len()..].trim_start().starts_with(['=', ':'])
            && !line[name.len()..].trim_start().starts_with("==")
    })
}

impl<'a> Facts<'a> {
    /// The imported thing or builtin that an expression names, in its canonical spelling:
    /// `asyncio.create_task`, `builtins.Exception`. `None` for anything bound in this file otherwise, also by
    /// a star import of a given module, and where two imports compete for the name.
    pub fn qualified(&self, expr: &Expr, at: NodeId) -> Option<String> {
        let names = walk::dotted(expr)?;
        self.qualified_names(&names, at)
    }

    /// [`Facts::qualified`] for names that are already taken apart.
    pub fn qualified_names(&self, names: &[&str], at: NodeId) -> Option<String> {
        let (&root, rest) = names.split_first()?;
        let base = match self.scopes().lookup(self.tree, at, root) {
            None if rest.is_empty() && BUILTINS.contains(root) => {
                let means = format!("builtins.{root}");
                if self.hidden_by_a_star(root, &means, None) || self.is_starred(root) {
                    return None;
                }
                means
            }
            None => return None,
            Some((scope, bindings)) => {
                let mut meanings = bindings.iter().map(|binding| match &binding.kind {
                    BindingKind::Import(means) => Some(means.as_str()),
                    _ => None,
                });
                let first = meanings.next()??;
                if meanings.any(|other| {
                    other.is_none_or(|other| {
                        other.split('.').next() != first.split('.').next() || other != first
                    })
                }) {
                    return None;
                }
                let last = bindings.last().map(|binding| binding.range.end());
                if scope == self.tree.root() && self.hidden_by_a_star(root, first, last) {
                    return None;
                }
                first.to_string()
            }
        };
        let mut qualified = base;
        for name in rest {
            qualified.push('.');
            qualified.push_str(name);
        }
        Some(canonical(&qualified))
    }

    /// Whether a star import behind `last` brings a name of another given file that means something else than `means`.
    /// What that file imports with a star itself is not followed.
    fn hidden_by_a_star(&self, name: &str, means: &str, last: Option<TextSize>) -> bool {
        let stars = self.scopes().bindings_in(self.tree.root(), "*");
        let Some(own) = self.file.filter(|_| !stars.is_empty() && !name.starts_with('_')) else {
            return false;
        };
        let behind = stars.iter().filter(|star| last.is_none_or(|last| star.range.start() > last));
        behind.into_iter().any(|star| {
            let BindingKind::Import(all) = &star.kind else { return false };
            let named = all.strip_suffix('*').unwrap_or(all);
            let dots = named.len() - named.trim_start_matches('.').len();
            let named = if named.len() == dots { named } else { named.trim_end_matches('.') };
            let package = self.path.rsplit('/').next() == Some("__init__.py");
            let module = absolute(&self.project.module(own), package, named);
            let file = module.and_then(|module| self.project.file_of_module(&module));
            file.is_some_and(|file| file != own && binds_otherwise(self.project.text(file), name, means))
        })
    }

    /// Everything that an expression can name where several imports compete for its first name, as in
    /// `if sys.version_info >= (3, 11): import asyncio as async_timeout`. Empty if anything else binds it.
    pub fn meanings(&self, expr: &Expr, at: NodeId) -> Vec<String> {
        let Some(names) = walk::dotted(expr) else { return Vec::new() };
        let Some((root, rest)) = names.split_first() else { return Vec::new() };
        let Some((_, bindings)) = self.scopes().lookup(self.tree, at, root) else { return Vec::new() };
        let means = bindings.iter().map(|binding| match &binding.kind {
            BindingKind::Import(means) => {
                let parts: Vec<&str> = std::iter::once(means.as_str()).chain(rest.iter().copied()).collect();
                Some(canonical(&parts.join(".")))
            }
            _ => None,
        });
        means.collect::<Option<Vec<String>>>().unwrap_or_default()
    }

    /// Whether an expression names one of these things (canonical spellings).
    pub fn is_one_of(&self, expr: &Expr, at: NodeId, things: &[&str]) -> bool {
        self.qualified(expr, at).is_some_and(|name| things.contains(&name.as_str()))
    }

    /// How `module.name` is to be written at a place: through an import that the whole module already has
    /// and that is not shadowed there (`aio.wait_for`, or `wait_for` itself). `None` if an import must be added.
    pub fn spelled(&self, module: &str, name: &str, at: NodeId) -> Option<String> {
        let scopes = self.scopes();
        let usable = |bound: &str, means: &str| {
            let bindings = scopes.bindings_in(self.tree.root(), bound);
            let one = matches!(bindings, [binding] if matches!(&binding.kind, BindingKind::Import(meaning) if meaning == means) && self.runs_at_import(binding.node));
            let visible =
                scopes.lookup(self.tree, at, bound).is_some_and(|(scope, _)| scope == self.tree.root());
            one && visible
        };
        let mut candidates: Vec<(&str, String)> = Vec::new();
        for id in self.tree.all() {
            match self.tree.node(id) {
                crate::syntax::AnyNodeRef::StmtImport(import) => {
                    for alias in &import.names {
                        let bound = alias.asname.as_ref().map_or(alias.name.as_str(), |name| name.as_str());
                        if alias.name.as_str() == module && !bound.contains('.') {
                            candidates.push((bound, module.to_string()));
                        }
                    }
                }
                crate::syntax::AnyNodeRef::StmtImportFrom(import)
                    if import.level == 0 && import.module.as_deref() == Some(module) =>
                {
                    for alias in import.names.iter().filter(|alias| alias.name.as_str() == name) {
                        candidates.push((
                            alias.asname.as_ref().unwrap_or(&alias.name).as_str(),
                            format!("{module}.{name}"),
                        ));
                    }
                }
                _ => {}
            }
        }
        candidates
            .into_iter()
            .find(|(bound, means)| usable(bound, means))
            .map(|(bound, means)| if means == module { format!("{bound}.{name}") } else { bound.to_string() })
    }

    /// Whether a statement runs unconditionally when the module is imported: it stands at module level, in
    /// no `if`, `try` or function.
    pub fn runs_at_import(&self, node: NodeId) -> bool {
        self.tree.statement(node).and_then(|statement| self.tree.parent(statement)) == Some(self.tree.root())
    }

    /// Whether nothing in this file binds a name that is used at a place, and it is no builtin. What
    /// [`Facts::may_be_bound_unseen`] asks about is not looked for.
    pub fn is_unbound(&self, name: &str, at: NodeId) -> bool {
        !BUILTINS.contains(name) && self.scopes().lookup(self.tree, at, name).is_none()
    }
}
