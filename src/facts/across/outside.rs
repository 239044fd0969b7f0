//! Who may call a function without being seen: by its public name, through a decorator or a base class, or from a file that
//! does not parse. Looks at no call.

use super::{Blind, FunctionRef, View};
use crate::facts::types::engine::Place;

impl View<'_> {
    /// Who may call it from outside of the given files, or from those that do not parse.
    pub(super) fn outside(&self, function: FunctionRef) -> Vec<Blind> {
        let mut outside = Vec::new();
        let Some(entry) = self.function(function) else { return outside };
        let place = Some(Place { file: function.file, range: entry.name_range });
        let mut add = |why: String| outside.push(Blind { place, why });
        let special = entry.name.starts_with("__") && entry.name.ends_with("__");
        if entry.parent.is_none() && (!entry.name.starts_with('_') || special) {
            add(format!("`{}` is public", entry.qualified));
        }
        if let Some(decorator) = entry.decorators.iter().find(|decorator| !is_transparent(decorator)) {
            add(format!("it is decorated with `{decorator}`"));
        }
        if let Some(class) = self.owner(function) {
            let mut classes = vec![class];
            classes.extend(self.ancestors(class));
            if let Some(other) = classes.into_iter().find(|class| self.bases(*class).1) {
                add(format!("{} has a base class outside of the given files", self.class_name(other)));
            }
        }
        for file in self.project.files_with(&entry.name) {
            if let Some(why) = &self.index(file).broken {
                let why = format!("{} does not parse ({why})", self.project.path(file));
                outside.push(Blind { place: None, why });
            }
        }
        outside
    }
}

/// Decorators that leave the function what it is for whoever calls it.
/// Source: the Python library reference, "Built-in Functions", `functools`, `contextlib`, `abc`, `typing`.
pub(crate) fn is_transparent(decorator: &str) -> bool {
    let name = decorator.split('(').next().unwrap_or_default();
    matches!(
        name.rsplit('.').next().unwrap_or_default(),
        "staticmethod"
            | "classmethod"
            | "property"
            | "override"
            | "abstractmethod"
            | "final"
            | "overload"
            | "setter"
            | "getter"
            | "deleter"
            | "cached_property"
            | "cache"
            | "lru_cache"
            | "wraps"
            | "contextmanager"
            | "asynccontextmanager"
            | "no_type_check"
            | "singledispatch"
            | "coroutine"
            | "deprecated"
    )
}
