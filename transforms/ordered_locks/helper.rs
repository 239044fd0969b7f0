//! The class `OrderedLock` that `amends scaffold` has written into the project, or that has its shape: where it is, and
//! from where it can be imported.

use crate::facts::{BindingKind, Facts};
use crate::scaffold;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt};
use crate::verdict::Evidence;

use super::site::Site;

/// The class's name.
pub(super) const NAME: &str = "OrderedLock";

/// The helper that a site can use.
#[derive(Clone, Debug)]
pub(super) enum Helper {
    /// A class of the judged file.
    Here {
        /// Its line.
        line: usize,
    },
    /// A class of another given file.
    Module {
        /// The module.
        module: String,
        /// The file, as reports show it.
        path: String,
        /// Its line there.
        line: usize,
    },
    /// The file imports it from a module that is not given, and uses it already.
    Imported {
        /// The line of the import.
        line: usize,
    },
}

/// Whether the judged file is what `amends scaffold` has written.
pub(super) fn is_own_file(facts: &Facts<'_>) -> bool {
    scaffold::is_written(facts.layout.text(), "ordered-lock")
}

/// Finds the helper for a site: in its own file, in its project, the nearest first, or imported already.
pub(super) fn find(facts: &Facts<'_>, site: &Site<'_>) -> Option<Helper> {
    if let Some(line) = line_in(facts) {
        return Some(Helper::Here { line });
    }
    let project = facts.project;
    let own = facts.file.map(|file| Module::of(facts, file));
    let others = project.files_with(NAME).into_iter().filter(|file| Some(*file) != facts.file);
    let others = others.filter(|file| !crate::facts::is_test_path(project.path(*file)));
    let mut known: Vec<(std::cmp::Reverse<usize>, Module, usize)> = Vec::new();
    for file in others {
        let module = Module::of(facts, file);
        let Some(own) = own.as_ref().filter(|own| own.can_import(&module, facts)) else { continue };
        // Many files use it; few define it, and only those are read.
        if !project.text(file).contains("class OrderedLock") {
            continue;
        }
        let Some(Some(line)) = project.with_file(file, facts.settings, line_in) else { continue };
        known.push((std::cmp::Reverse(own.shared(&module)), module, line));
    }
    known.sort_by(|(near, one, _), (far, other, _)| (near, &one.name).cmp(&(far, &other.name)));
    match known.into_iter().next() {
        Some((_, module, line)) => Some(Helper::Module { module: module.name, path: module.path, line }),
        None => imported(facts, site.id),
    }
}

impl Helper {
    /// Where it is.
    pub(super) fn evidence(&self) -> Evidence {
        match self {
            Helper::Here { line } => Evidence::at("helper", "this file has an OrderedLock", *line),
            Helper::Module { module, path, line } => Evidence {
                path: Some(path.clone()),
                ..Evidence::at("helper", format!("`{module}` has an OrderedLock"), *line)
            },
            Helper::Imported { line } => {
                Evidence::at("helper", "this file uses an OrderedLock already, which is not given", *line)
            }
        }
    }
}

/// Whether the file itself defines the helper.
pub(super) fn is_in(facts: &Facts<'_>) -> bool {
    line_in(facts).is_some()
}

/// The line of the helper in its own file: a class of the module by its name that is an `asyncio.Lock` and is made with
/// the name of the lock alone.
fn line_in(facts: &Facts<'_>) -> Option<usize> {
    let class = facts
        .classes()
        .iter()
        .find(|class| class.name() == NAME && facts.tree.parent(class.id) == Some(facts.tree.root()))?;
    let is_lock =
        class.bases().iter().any(|base| facts.qualified(base, class.id).as_deref() == Some("asyncio.Lock"));
    let init = class.method("__init__")?;
    let parameters = &init.node.parameters;
    let needed =
        parameters.iter_non_variadic_params().filter(|parameter| parameter.default.is_none()).count();
    let positional = parameters.posonlyargs.len() + parameters.args.len();
    (is_lock && needed == 2 && positional >= 2).then(|| facts.line(class.node.name.start()))
}

/// Whether the file imports an `OrderedLock` that is not given, and makes one by its name.
fn imported(facts: &Facts<'_>, at: NodeId) -> Option<Helper> {
    let tree = facts.tree;
    let (scope, bindings) = facts.scopes().lookup(tree, at, NAME)?;
    let [binding] = bindings else { return None };
    let from = matches!(&binding.kind, BindingKind::Import(means) if means.rsplit('.').next() == Some(NAME));
    let used = tree.all().any(|id| {
        let AnyNodeRef::ExprCall(call) = tree.node(id) else { return false };
        matches!(call.func.as_ref(), Expr::Name(name) if name.id.as_str() == NAME)
            && matches!(&*call.arguments.args, [Expr::StringLiteral(_)])
            && call.arguments.keywords.is_empty()
    });
    let runs = facts.runs_at_import(binding.node);
    (scope == tree.root() && from && used && runs)
        .then(|| Helper::Imported { line: facts.line(binding.range.start()) })
}

/// A file as a module.
pub(super) struct Module {
    /// Dotted.
    pub name: String,
    /// As reports show it.
    pub path: String,
}

impl Module {
    /// The module of a given file.
    pub(super) fn of(facts: &Facts<'_>, file: u32) -> Module {
        Module { name: facts.project.module(file), path: facts.project.path(file).to_string() }
    }

    /// What comes before the module in the path: its source root. `None` where the path does not say.
    fn root(&self) -> Option<&str> {
        let inner = self.name.replace('.', "/");
        let path = self.path.strip_suffix(".py")?;
        let path = path.strip_suffix("/__init__").unwrap_or(path);
        path.strip_suffix(inner.as_str())
    }

    fn top(&self) -> &str {
        self.name.split('.').next().unwrap_or(&self.name)
    }

    /// Whether code of this module can import another: both have one root, or it imports that package already.
    fn can_import(&self, other: &Module, facts: &Facts<'_>) -> bool {
        let same = match (self.root(), other.root()) {
            (Some(own), Some(other)) => own == other,
            _ => self.package().first().is_some_and(|own| *own == other.top()),
        };
        let names_it = || {
            facts.module.syntax().body.iter().any(|stmt| match stmt {
                Stmt::ImportFrom(import) => {
                    import.level == 0
                        && import
                            .module
                            .as_deref()
                            .is_some_and(|name| name.split('.').next() == Some(other.top()))
                }
                Stmt::Import(import) => {
                    import.names.iter().any(|alias| alias.name.split('.').next() == Some(other.top()))
                }
                _ => false,
            })
        };
        same || names_it()
    }

    /// How many packages two modules share.
    fn shared(&self, other: &Module) -> usize {
        let others: Vec<&str> = other.name.split('.').collect();
        self.package().iter().zip(&others).take_while(|(own, other)| own == other).count()
    }

    /// The packages around the module.
    pub(super) fn package(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = self.name.split('.').collect();
        if !self.path.ends_with("/__init__.py") && self.path != "__init__.py" {
            parts.pop();
        }
        parts
    }
}
