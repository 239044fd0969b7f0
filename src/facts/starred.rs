//! Builtins that a star import hides: `from .shapes import *` may bring another `list` along. Looks at modules of the
//! given files only; what other modules export is not known, and taken not to hide any.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::syntax::ast::ExceptHandler;
use crate::syntax::{Expr, Stmt};

use super::across::{absolute, is_package};
use super::names::BUILTINS;
use super::project::Project;
use super::{BindingKind, Facts};

/// Star imports that are followed one behind the other.
const MAX_STEPS: usize = 4;

/// The names of builtins that a module binds at its top, and its own star imports.
#[derive(Clone, Default)]
struct Bound(Arc<(FxHashSet<&'static str>, Vec<String>)>);

impl Facts<'_> {
    /// Whether a star import of a given module binds a builtin's name anew in this file.
    pub(super) fn is_starred(&self, name: &str) -> bool {
        let stars = self.scopes().bindings_in(self.tree.root(), "*");
        let Some(own) = self.file.filter(|_| !stars.is_empty()) else { return false };
        stars.iter().any(|star| match &star.kind {
            BindingKind::Import(means) => {
                let module = means.strip_suffix('*').unwrap_or(means);
                // Dots alone are a package: `from . import *`.
                let named = module.strip_suffix('.').filter(|module| !module.trim_matches('.').is_empty());
                hides(self.project, own, named.unwrap_or(module), name, MAX_STEPS)
            }
            _ => false,
        })
    }
}

/// Whether a module that `own` imports everything from has a name of the builtins.
fn hides(project: &Project, own: u32, module: &str, name: &str, steps: usize) -> bool {
    let Some(steps) = steps.checked_sub(1) else { return false };
    let Some(file) = absolute(&project.module(own), is_package(project, own), module)
        .and_then(|module| project.file_of_module(&module))
        .filter(|&file| file != own)
    else {
        return false;
    };
    let bound = project.memo().get_or((file, u32::MAX, 0), || {
        let (mut names, mut stars) = (FxHashSet::default(), Vec::new());
        if let Ok(module) = project.parsed(file) {
            read(&module.syntax().body, &mut names, &mut stars);
        }
        Bound(Arc::new((names, stars)))
    });
    let (names, stars) = &*bound.0;
    names.contains(name) || stars.iter().any(|module| hides(project, file, module, name, steps))
}

/// What statements at the top of a module bind; those of an `if`, `try`, `with` or loop may. Bodies of classes and
/// functions bind names of their own.
fn read(body: &[Stmt], names: &mut FxHashSet<&'static str>, stars: &mut Vec<String>) {
    for stmt in body {
        let mut add = |name: &str| names.extend(BUILTINS.get(name).copied());
        match stmt {
            Stmt::FunctionDef(node) => add(&node.name),
            Stmt::ClassDef(node) => add(&node.name),
            Stmt::Assign(assign) => {
                for name in assign.targets.iter().filter_map(Expr::as_name_expr) {
                    add(&name.id);
                }
            }
            Stmt::AnnAssign(assign) if assign.value.is_some() => {
                if let Expr::Name(name) = assign.target.as_ref() {
                    add(&name.id);
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    if alias.name.as_str() == "*" {
                        let module = import.module.as_deref().unwrap_or_default();
                        stars.push(format!("{}{module}", ".".repeat(import.level as usize)));
                    }
                    add(alias.asname.as_ref().unwrap_or(&alias.name));
                }
            }
            Stmt::If(node) => {
                read(&node.body, names, stars);
                node.elif_else_clauses.iter().for_each(|clause| read(&clause.body, names, stars));
            }
            Stmt::Try(node) => {
                for handler in &node.handlers {
                    let ExceptHandler::ExceptHandler(handler) = handler;
                    read(&handler.body, names, stars);
                }
                for body in [&node.body, &node.orelse, &node.finalbody] {
                    read(body, names, stars);
                }
            }
            Stmt::With(node) => read(&node.body, names, stars),
            Stmt::For(node) => read(&node.body, names, stars),
            Stmt::While(node) => read(&node.body, names, stars),
            _ => {}
        }
    }
}
