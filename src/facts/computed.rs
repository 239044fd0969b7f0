//! Attributes that a class of the given files computes: reading or setting one runs its code. Goes by the name alone, and
//! so knows too many rather than too few.

use crate::syntax::NodeId;

use super::index::{FileIndex, Function};
use super::{Facts, Ty};

impl Facts<'_> {
    /// Whether a class of the given files has a property, or anything else that is decorated, of this name: then reading or
    /// setting it may run code.
    pub(crate) fn may_be_computed(&self, name: &str) -> bool {
        self.any_index(name, &mut |index| computed(index, name).next().is_some())
    }

    /// Whether such a property calls something when it is read.
    pub(crate) fn may_call_when_read(&self, name: &str) -> bool {
        self.any_index(name, &mut |index| {
            computed(index, name)
                .any(|function| index.calls.iter().any(|call| function.range.contains_range(call.range)))
        })
    }

    /// Whether a class of the family has a method or property of this name; in a text that is judged alone, any class.
    pub(crate) fn is_computed_in(&self, class: NodeId, name: &str) -> bool {
        let Some(class) = self.class_ref(&Ty::Local(class)) else {
            let index = self.index();
            return index
                .functions
                .iter()
                .any(|function| function.class.is_some() && &*function.name == name);
        };
        let view = self.view();
        view.family(class).into_iter().any(|member| {
            let index = view.index(member.file);
            index
                .functions
                .iter()
                .any(|function| function.class == Some(member.class) && &*function.name == name)
        })
    }

    fn any_index(&self, name: &str, test: &mut dyn FnMut(&FileIndex) -> bool) -> bool {
        test(&self.index())
            || self
                .project
                .files_with(name)
                .into_iter()
                .filter(|&file| self.file != Some(file))
                .any(|file| test(&self.project.index(file)))
    }
}

/// Methods of this name that are called by reading or setting an attribute.
fn computed<'i>(index: &'i FileIndex, name: &'i str) -> impl Iterator<Item = &'i Function> {
    let plain = |decorator: &str| {
        matches!(
            decorator.rsplit('.').next().unwrap_or_default(),
            "staticmethod" | "classmethod" | "abstractmethod" | "override" | "overload" | "final"
        )
    };
    index.functions.iter().filter(move |function| {
        function.class.is_some()
            && &*function.name == name
            && function.decorators.iter().any(|decorator| !plain(decorator))
    })
}
