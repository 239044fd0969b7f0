//! Callers of a function inside one file. What other files call is unknown here, and said so.

use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, TextRange};

use super::{Binding, BindingKind, Facts, FunctionRef, Ty};

/// A call of a known function.
#[derive(Clone, Copy, Debug)]
pub struct CallSite<'a> {
    /// The call.
    pub id: NodeId,
    /// Its node.
    pub node: &'a ast::ExprCall,
}

/// Who calls a function, as far as this file shows.
pub struct Callers<'a> {
    /// Calls that are certainly of this function.
    pub certain: Vec<CallSite<'a>>,
    /// Places that may call it or hand it on: a method of that name on an object of unknown type, or the
    /// function named without being called.
    pub possible: Vec<TextRange>,
    /// Whether other files may call it: its name has no leading underscore, or is special.
    pub public: bool,
}

impl<'a> Facts<'a> {
    /// The callers of the function at `function` (a `def` statement).
    pub fn callers(&self, function: NodeId) -> Callers<'a> {
        let mut callers = Callers { certain: Vec::new(), possible: Vec::new(), public: true };
        let AnyNodeRef::StmtFunctionDef(definition) = self.tree.node(function) else { return callers };
        let name = definition.name.as_str();
        let nested = self.tree.function(function).is_some();
        callers.public = !nested && (!name.starts_with('_') || name.ends_with("__"));
        let class = self.tree.class_of_method(function);
        for id in self.tree.all() {
            match self.tree.node(id) {
                AnyNodeRef::ExprAttribute(attribute)
                    if class.is_some() && attribute.attr.as_str() == name =>
                {
                    let receiver = self.type_of(&attribute.value, id).ty;
                    match receiver {
                        Ty::Local(other) if Some(other) == class || self.inherits(other, class) => {
                            self.call_or_reference(&mut callers, id)
                        }
                        // A base class or a mixin may mean this method by a name that it leaves to others.
                        Ty::Local(other)
                            if class.is_some_and(|class| self.inherits(class, Some(other)))
                                || self.method_of(other, name).is_none() =>
                        {
                            callers.possible.push(attribute.range());
                        }
                        Ty::Local(_) | Ty::Foreign(_) | Ty::Named(_) | Ty::Container { .. } => {}
                        Ty::Unknown(_) => callers.possible.push(attribute.range()),
                    }
                }
                AnyNodeRef::ExprName(read)
                    if class.is_none() && read.id.as_str() == name && read.ctx.is_load() =>
                {
                    let bound = self.scopes().lookup(self.tree, id, name);
                    if bound
                        .is_some_and(|(_, bindings)| bindings.iter().any(|binding| binding.node == function))
                    {
                        self.call_or_reference(&mut callers, id);
                    }
                }
                _ => {}
            }
        }
        callers
    }

    /// A function of this file, among those of the given files.
    pub fn function_ref(&self, function: NodeId) -> Option<FunctionRef> {
        let AnyNodeRef::StmtFunctionDef(definition) = self.tree.node(function) else { return None };
        let number = self.index().function_named_at(definition.name.start())?;
        Some(FunctionRef { file: self.file?, function: number })
    }

    fn call_or_reference(&self, callers: &mut Callers<'a>, reference: NodeId) {
        let node = self.tree.node(reference);
        match self.tree.parent(reference).map(|parent| (parent, self.tree.node(parent))) {
            Some((id, AnyNodeRef::ExprCall(call))) if node.ptr_eq(AnyNodeRef::from(call.func.as_ref())) => {
                callers.certain.push(CallSite { id, node: call });
            }
            _ => callers.possible.push(node.range()),
        }
    }

    /// Whether class `sub` has class `base` among its bases in this file, at any distance.
    pub fn inherits(&self, sub: NodeId, base: Option<NodeId>) -> bool {
        let Some(base) = base else { return false };
        let mut open = vec![sub];
        let mut seen = Vec::new();
        while let Some(current) = open.pop() {
            if seen.contains(&current) {
                continue;
            }
            seen.push(current);
            for parent in self.local_bases(current) {
                if parent == base {
                    return true;
                }
                open.push(parent);
            }
        }
        false
    }

    /// The base classes of a class that are defined in this file.
    pub fn local_bases(&self, class: NodeId) -> Vec<NodeId> {
        let Some(class) = self.class(class) else { return Vec::new() };
        class.bases().iter().filter_map(|base| self.local_class(base, class.id)).collect()
    }

    /// The class statement of this file that an expression names, if it names exactly one.
    pub fn local_class(&self, expr: &Expr, at: NodeId) -> Option<NodeId> {
        let expr = match expr {
            // `Base[int]` is a kind of `Base`.
            Expr::Subscript(subscript) => subscript.value.as_ref(),
            other => other,
        };
        let Expr::Name(name) = expr else { return None };
        let (_, bindings) = self.scopes().lookup(self.tree, at, name.id.as_str())?;
        match bindings {
            [binding] if self.tree.node(binding.node).kind() == NodeKind::StmtClassDef => Some(binding.node),
            _ => None,
        }
    }

    /// The function of this file that a call certainly runs: a module or nested function by name, or a
    /// method of `self` that no class of this file overrides below.
    pub fn callee(&self, call: &'a ast::ExprCall, at: NodeId) -> Option<NodeId> {
        match call.func.as_ref() {
            Expr::Name(name) => {
                let (_, bindings) = self.scopes().lookup(self.tree, at, name.id.as_str())?;
                match bindings {
                    // A parameter is bound by its function's node, too.
                    [Binding { kind: BindingKind::Function(_), node, .. }] => Some(*node),
                    _ => None,
                }
            }
            Expr::Attribute(attribute) => {
                let Ty::Local(class) = self.type_of(&attribute.value, at).ty else { return None };
                self.method_of(class, attribute.attr.as_str())
            }
            _ => None,
        }
    }

    /// The method of a class of this file, its own or inherited from a class of this file.
    pub fn method_of(&self, class: NodeId, name: &str) -> Option<NodeId> {
        let mut open = vec![class];
        let mut seen = Vec::new();
        while let Some(current) = open.pop() {
            if seen.contains(&current) {
                continue;
            }
            seen.push(current);
            if let Some(method) = self.class(current).and_then(|class| class.method(name)) {
                return Some(method.id);
            }
            open.extend(self.local_bases(current).into_iter().rev());
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::facts::Facts;
    use crate::syntax::{AnyNodeRef, Layout, Tree, parse};

    #[test]
    fn a_base_class_or_mixin_that_names_a_method_may_call_it() {
        let text = "class Base:\n    def a(self): self._m()\n    def _m(self): pass\nclass Mixin:\n    def b(self): self._m()\nclass Other:\n    def c(self): self._m()\n    def _m(self): pass\nclass Sub(Mixin, Base):\n    def d(self): self._m()\n    def _m(self): pass\n";
        let module = parse(text).expect("test input parses");
        let (tree, settings) = (Tree::new(module.syntax()), Settings::default());
        let layout = Layout::new(text, &module, 88);
        let project = crate::facts::Project::default();
        let facts = Facts::new("test.py", &module, &tree, &layout, &settings, &project);
        let method = tree
            .all()
            .filter(
                |&id| matches!(tree.node(id), AnyNodeRef::StmtFunctionDef(node) if node.name.as_str() == "_m"),
            )
            .last()
            .expect("the method of Sub");
        let callers = facts.callers(method);
        assert_eq!(callers.certain.len(), 1, "its own class calls it");
        let lines: Vec<usize> = callers.possible.iter().map(|range| facts.line(range.start())).collect();
        assert_eq!(lines, [2, 5], "its bases may, a class with a method of its own does not");
    }
}
