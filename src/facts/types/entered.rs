//! What `with … as name` binds: what `__enter__` or `__aenter__` of the context's class returns.

use crate::facts::{ClassRef, Facts};
use crate::syntax::{AnyNodeRef, Expr, Ranged, Stmt, TextSize, walk};

use super::Typed;

const WHY: &str = "what entering the context gives is not known";

impl<'a> Facts<'a> {
    /// The type that a context manager gives to the name behind `as`.
    pub(super) fn entered(&self, context: &'a Expr, is_async: bool) -> Typed {
        let at = self.tree.id(context);
        let light = self.type_of_inner(context, at);
        let typed = self.lifted(context, light);
        let method = if is_async { "__aenter__" } else { "__enter__" };
        match self.class_ref(&typed.ty) {
            Some(class) => match self.gives(class, method) {
                Some(Given::Itself) => Typed { optional: false, ..typed },
                Some(Given::Attribute(name)) => self.attribute_of_foreign(class, &name),
                None => Typed::unknown(WHY),
            },
            // Sources: the asyncio documentation, "Task Groups", "Timeouts".
            None if matches!(typed.ty.name(), Some("asyncio.TaskGroup" | "asyncio.Timeout")) => {
                Typed { optional: false, ..typed }
            }
            None => Typed::unknown(WHY),
        }
    }

    /// What a method of a class of the given files returns, if every `return` in it says the same: the instance, or
    /// one attribute of it.
    fn gives(&self, class: ClassRef, method: &str) -> Option<Given> {
        let view = self.view();
        let function = view.method(class, method)?;
        let overridden = view
            .descendants(class)
            .iter()
            .any(|sub| view.index(sub.file).method(sub.class, method).is_some());
        let start = view.function(function)?.name_range.start();
        if overridden {
            return None;
        }
        if Some(function.file) == self.file {
            returned(self, start)
        } else {
            self.project.with_file(function.file, self.settings, |facts| returned(facts, start)).flatten()
        }
    }
}

/// What a method gives back of its instance.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Given {
    Itself,
    Attribute(String),
}

/// What the method whose name starts here returns.
fn returned(facts: &Facts<'_>, start: TextSize) -> Option<Given> {
    let method = facts.tree.all().find_map(|id| match facts.tree.node(id) {
        AnyNodeRef::StmtFunctionDef(node) if node.name.start() == start => Some(node),
        _ => None,
    })?;
    let this = method.parameters.args.first()?.parameter.name.as_str();
    let mut all = Vec::new();
    walk::statements(&method.body, &mut |stmt| {
        if let Stmt::Return(node) = stmt {
            all.push(node.value.as_deref().and_then(|value| match value {
                Expr::Name(name) if name.id.as_str() == this => Some(Given::Itself),
                value => walk::attribute_of(value, this).map(|name| Given::Attribute(name.to_string())),
            }));
        }
    });
    let first = all.first()?.clone()?;
    all.iter().all(|other| other.as_ref() == Some(&first)).then_some(first)
}
