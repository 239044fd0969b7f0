//! Names that mean something in one function only. Not whether they may be renamed safely.

use ruff_python_ast::NodeKind;
use ruff_text_size::TextSize;
use rustc_hash::FxHashSet;

use super::{Binding, BindingKind, Scopes};
use crate::syntax::Tree;

impl Scopes<'_> {
    /// Where names stand that mean a parameter, a local or a target: what can be renamed without anybody noticing
    /// outside of the function. Not those of nested functions and classes, nor what a function imports.
    pub fn local_names(&self, tree: &Tree<'_>) -> FxHashSet<TextSize> {
        let mut starts = FxHashSet::default();
        for scope in self.by_node.values() {
            let is_local = |name: &str| {
                let Some((owner, bindings)) = self.lookup_from(tree, scope.node, name) else { return false };
                let in_function = matches!(
                    tree.node(owner).kind(),
                    NodeKind::StmtFunctionDef
                        | NodeKind::ExprLambda
                        | NodeKind::ExprListComp
                        | NodeKind::ExprSetComp
                        | NodeKind::ExprDictComp
                        | NodeKind::ExprGenerator
                );
                let is_named_elsewhere = |binding: &Binding<'_>| {
                    matches!(
                        binding.kind,
                        BindingKind::Import(_) | BindingKind::Function(_) | BindingKind::Class(_)
                    )
                };
                in_function && !bindings.iter().any(is_named_elsewhere)
            };
            for (name, ranges) in &scope.reads {
                if is_local(name) {
                    starts.extend(ranges.iter().map(|range| range.start()));
                }
            }
            for (name, bindings) in &scope.bindings {
                if is_local(name) {
                    starts.extend(bindings.iter().map(|binding| binding.range.start()));
                }
            }
        }
        starts
    }
}
