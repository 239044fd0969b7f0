//! Whether names of a file may be bound where no statement of it shows that: through `globals()`, `exec`, star imports,
//! other files. For claims that a name is bound nowhere; does not say what is bound.

use crate::syntax::ast::{Expr, ExprCall};
use crate::syntax::{AnyNodeRef, NodeId};

use super::{Facts, Scopes};

/// What only reads a namespace that it is given. Source: "Built-in Functions" of the Python library reference.
const READERS: &[&str] =
    &["dict", "dir", "getattr", "hasattr", "len", "list", "print", "set", "sorted", "tuple"];
/// Methods of a namespace that leave it what it is. Source: "Mapping Types — dict" there.
const READING: &[&str] = &["copy", "get", "items", "keys", "values"];

impl Facts<'_> {
    /// Whether a name of the module that no statement binds may be bound all the same.
    pub fn may_be_bound_unseen(&self, name: &str) -> bool {
        // `gettext.install()` puts `_` into the builtins, from whichever file. Source: "gettext" there.
        name == "_"
            || !self.project.patched().files(name).is_empty()
            || self.tree.all().any(|id| self.binds_unseen(id))
    }

    fn binds_unseen(&self, id: NodeId) -> bool {
        match self.tree.node(id) {
            AnyNodeRef::StmtImportFrom(import) => import.names.iter().any(|alias| alias.name.as_str() == "*"),
            AnyNodeRef::ExprCall(call) => self.call_binds(call, id),
            AnyNodeRef::ExprName(name) => name.id.as_str() == "__builtins__" && !self.only_reads(id),
            AnyNodeRef::ExprAttribute(node) => {
                let builtins = node.attr.as_str() == "__dict__"
                    && self.qualified(&node.value, id).as_deref() == Some("builtins");
                (builtins || node.attr.as_str() == "f_globals") && !self.only_reads(id)
            }
            // `sys.modules[__name__]`
            AnyNodeRef::ExprSubscript(node) => {
                self.is_own_name(&node.slice)
                    && self.qualified(&node.value, id).as_deref() == Some("sys.modules")
                    && !self.only_reads(id)
            }
            _ => false,
        }
    }

    fn call_binds(&self, call: &ExprCall, id: NodeId) -> bool {
        let arguments = &call.arguments;
        let at_module_level = || Scopes::scope_of(self.tree, id) == self.tree.root();
        match self.qualified(&call.func, id).as_deref() {
            Some("builtins.globals") => !self.only_reads(id),
            Some("builtins.vars" | "builtins.locals") => {
                arguments.is_empty() && at_module_level() && !self.only_reads(id)
            }
            // With a namespace of its own it binds there.
            Some("builtins.exec") => arguments.len() < 2,
            Some("sys.modules.get" | "importlib.import_module") => {
                arguments.args.first().is_some_and(|first| self.is_own_name(first)) && !self.only_reads(id)
            }
            _ => false,
        }
    }

    fn is_own_name(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Name(name) if name.id.as_str() == "__name__")
    }

    /// Whether a namespace or module, as it is written at a place, is only looked at: an item of it, a test, a method
    /// that reads.
    fn only_reads(&self, id: NodeId) -> bool {
        let here = self.tree.node(id);
        let Some(outer) = self.tree.parent(id) else { return false };
        match self.tree.node(outer) {
            AnyNodeRef::ExprSubscript(node) => {
                node.ctx.is_load() && AnyNodeRef::from(node.value.as_ref()).ptr_eq(here)
            }
            AnyNodeRef::ExprAttribute(node) if READING.contains(&node.attr.as_str()) => true,
            AnyNodeRef::ExprAttribute(node) => node.ctx.is_load() && node.attr.as_str() == "__doc__",
            AnyNodeRef::ExprCompare(_) | AnyNodeRef::StmtExpr(_) => true,
            AnyNodeRef::StmtFor(node) => AnyNodeRef::from(node.iter.as_ref()).ptr_eq(here),
            AnyNodeRef::Arguments(_) => self.tree.parent(outer).is_some_and(|id| self.is_reader(id)),
            AnyNodeRef::ExprCall(_) => self.is_reader(outer),
            _ => false,
        }
    }

    fn is_reader(&self, id: NodeId) -> bool {
        let AnyNodeRef::ExprCall(call) = self.tree.node(id) else { return false };
        let name = self.qualified(&call.func, id);
        name.as_deref()
            .and_then(|name| name.strip_prefix("builtins."))
            .is_some_and(|name| READERS.contains(&name))
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Settings;
    use crate::facts::Facts;
    use crate::syntax::{Layout, Tree, parse};

    /// Whether `name` may be bound in a file of this text.
    fn may(text: &str) -> bool {
        let module = parse(text).expect("test input parses");
        let (tree, settings) = (Tree::new(module.syntax()), Settings::default());
        let layout = Layout::new(text, &module, 88);
        let project = crate::facts::Project::default();
        Facts::new("test.py", &module, &tree, &layout, &settings, &project).may_be_bound_unseen("name")
    }

    #[test]
    fn what_binds_names_without_a_statement() {
        for text in [
            "from shelf import *\n",
            "globals()[\"na\" + \"me\"] = 1\n",
            "def f(key):\n    globals()[key] = 1\n",
            "globals().update(load())\n",
            "here = globals()\n",
            "fill(globals())\n",
            "exec(code, globals())\n",
            "vars()[key] = 1\n",
            "locals().update(a=1)\n",
            "exec(code)\n",
            "import sys\nsetattr(sys.modules[__name__], key, 1)\n",
            "import sys\nthis = sys.modules[__name__]\n",
            "import sys\nsys.modules[__name__].__dict__[key] = 1\n",
            "import builtins\nbuiltins.__dict__[key] = 1\n",
            "import sys\nsys._getframe(1).f_globals[key] = 1\n",
        ] {
            assert!(may(text), "{text}");
        }
    }

    #[test]
    fn what_only_reads_a_namespace_binds_nothing() {
        for text in [
            "from shelf import book\n",
            "found = globals()[\"name\"]\n",
            "found = globals().get(\"name\")\n",
            "if \"name\" in globals():\n    pass\n",
            "for key in list(globals()):\n    pass\n",
            "def f(key):\n    vars()[key] = 1\n",
            "vars(thing)[key] = 1\n",
            "exec(code, {})\n",
            "import sys\nfound = getattr(sys.modules[__name__], \"name\")\n",
            "import sys\nsys.modules[other].name = 1\n",
            "def globals():\n    pass\nglobals()[key] = 1\n",
            "def __getattr__(name):\n    return 1\n",
        ] {
            assert!(!may(text), "{text}");
        }
    }
}
