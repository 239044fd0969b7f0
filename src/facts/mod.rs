//! What a judgement may rest on: names, scopes, types, uses, calls, suspension points, locks, loggers; of one
//! file ([`Facts`]) and across all given files ([`View`]).
//!
//! Everything is computed when it is first asked for. What cannot be shown is unknown here, with the reason, and
//! unknown is never a reason for `safe`.

mod across;
mod bases;
mod calls;
mod classes;
mod computed;
mod context;
pub mod index;
mod instances;
pub mod lock_classes;
pub mod loggers;
mod memo;
mod names;
mod origin;
mod parsed;
mod patched;
mod project;
mod reading;
mod scopes;
mod starred;
mod suspension;
pub mod types;
mod unseen;

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::config::Settings;
use crate::syntax::{AnyNodeRef, Comment, Layout, Module, NodeId, NodeKind, Tree, comments};
use crate::verdict::Evidence;

use index::FileIndex;
use types::engine::Place;

pub(crate) use across::is_transparent;
pub use across::{
    Blind, Caller, CallersAcross, ClassRef, FunctionRef, KeyEvent, KeyKind, LockFact, Taken, Use, Uses, View,
    Wanted,
};
pub(crate) use across::{Passed, Receiver};
pub use calls::{CallSite, Callers};
pub use classes::{AttributeUse, AttributeWrite, Class, Method, UseKind};
pub(crate) use context::limit_by_name;
pub use context::{Catches, Held, Timeout};
pub use instances::Refusal;
pub(crate) use names::{canonical, is_standard};
pub use origin::Origin;
pub use project::{Changed, Counts, Input, Project};
pub use scopes::{Binding, BindingKind, Scopes};
pub use suspension::Suspends;
pub use types::{Ty, Typed};

/// Whether a file is test code, by its path.
pub(crate) fn is_test_path(path: &str) -> bool {
    path.split('/').any(|part| {
        matches!(part, "tests" | "test" | "_tests" | "testing" | "conftest.py")
            || part.starts_with("test_")
            || part.ends_with("_test.py")
            || part.ends_with("_tests.py")
    })
}

/// The origin of a text that is as it was read.
static UNCHANGED: Origin = Origin::new();

/// The facts of one file.
pub struct Facts<'a> {
    /// The path as reports show it, with forward slashes.
    pub path: &'a str,
    /// The typed parse.
    pub module: &'a Module,
    /// The typed tree with parents.
    pub tree: &'a Tree<'a>,
    /// Line ends, indentation, quotes.
    pub layout: &'a Layout<'a>,
    /// The project's settings for this file.
    pub settings: &'a Settings,
    /// All given files.
    pub project: &'a Project,
    /// This file's number in the project, if it is one of the given files.
    pub file: Option<u32>,
    /// Where places of the text were when it was read.
    origin: &'a Origin,
    index: OnceCell<Arc<FileIndex>>,
    scopes: OnceCell<Scopes<'a>>,
    classes: OnceCell<Vec<Class<'a>>>,
    comments: OnceCell<Vec<Comment>>,
    /// Steps of inference that are open, so that circular assignments end.
    steps: Cell<u32>,
    /// Types that have been inferred.
    known_types: types::Known,
}

impl<'a> Facts<'a> {
    /// Facts of a parsed file; nothing is computed yet.
    pub fn new(
        path: &'a str,
        module: &'a Module,
        tree: &'a Tree<'a>,
        layout: &'a Layout<'a>,
        settings: &'a Settings,
        project: &'a Project,
    ) -> Self {
        Facts {
            path,
            module,
            tree,
            layout,
            settings: settings.of(path),
            project,
            file: project.number(path),
            origin: &UNCHANGED,
            index: OnceCell::new(),
            scopes: OnceCell::new(),
            classes: OnceCell::new(),
            comments: OnceCell::new(),
            steps: Cell::new(0),
            known_types: types::Known::default(),
        }
    }

    /// The same facts of a text that has been changed since the project read it.
    #[must_use]
    pub fn changed(mut self, origin: &'a Origin) -> Self {
        self.origin = origin;
        self
    }

    /// This file's index, of the text as it is now.
    pub fn index(&self) -> Arc<FileIndex> {
        let made = self.index.get_or_init(|| match self.file {
            Some(file) if self.origin.is_unchanged() => self.project.index(file),
            _ => Arc::new(index::build(self)),
        });
        Arc::clone(made)
    }

    /// All given files, this one as it is now.
    pub fn view(&self) -> View<'a> {
        match self.file {
            Some(file) if !self.origin.is_unchanged() => {
                View::with_changed(self.project, file, self.index(), self.origin)
            }
            _ => View::new(self.project),
        }
    }

    /// The place of something in this file, if it is one of the given files.
    pub fn place(&self, ranged: impl Ranged) -> Option<Place> {
        Some(Place { file: self.file?, range: ranged.range() })
    }

    /// The source text of something.
    pub fn text(&self, ranged: impl Ranged) -> &'a str {
        &self.layout.text()[ranged.range()]
    }

    /// The line of an offset, from 1.
    pub fn line(&self, offset: TextSize) -> usize {
        self.module.line(offset)
    }

    /// Evidence that rests on the first line of something in this file.
    pub fn evidence(&self, kind: &'static str, message: impl Into<String>, at: impl Ranged) -> Evidence {
        Evidence::at(kind, message, self.line(at.start()))
    }

    /// Bindings and reads of names.
    pub fn scopes(&self) -> &Scopes<'a> {
        self.scopes.get_or_init(|| Scopes::new(self.tree))
    }

    /// All classes of the file.
    pub fn classes(&self) -> &[Class<'a>] {
        self.classes.get_or_init(|| classes::read(self))
    }

    /// All comments of the file, in order.
    pub fn comments(&self) -> &[Comment] {
        self.comments.get_or_init(|| comments(self.layout))
    }

    /// The comments that lie in a range, in order.
    pub fn comments_in(&self, range: TextRange) -> impl Iterator<Item = &Comment> {
        self.comments().iter().filter(move |comment| range.contains_range(comment.range))
    }

    /// The dotted name of the function or class around a node: `Hub.start.inner`; empty at module level.
    pub fn symbol(&self, id: NodeId) -> String {
        let mut names: Vec<&str> = std::iter::once(id)
            .chain(self.tree.ancestors(id))
            .filter_map(|id| match self.tree.node(id) {
                AnyNodeRef::StmtFunctionDef(node) => Some(node.name.as_str()),
                AnyNodeRef::StmtClassDef(node) => Some(node.name.as_str()),
                _ => None,
            })
            .collect();
        names.reverse();
        names.join(".")
    }

    /// The class whose method (or whose method's nested function) holds the node, and the name that the
    /// method gives to its instance (`self`). `None` outside methods and in static methods.
    pub fn this(&self, id: NodeId) -> Option<(&Class<'a>, &'a str)> {
        let method = std::iter::once(id).chain(self.tree.ancestors(id)).find(|&id| {
            self.tree.node(id).kind() == NodeKind::StmtFunctionDef && self.tree.class_of_method(id).is_some()
        })?;
        let class = self.class(self.tree.class_of_method(method)?)?;
        let method = class.methods.iter().find(|candidate| candidate.id == method)?;
        Some((class, method.this?))
    }

    /// Whether the file is test code, by its path. What keeps behaviour may still be noise there.
    pub fn is_test_code(&self) -> bool {
        is_test_path(self.path)
    }

    /// The class at a class statement.
    pub fn class(&self, id: NodeId) -> Option<&Class<'a>> {
        let classes = self.classes();
        // They are in source order, as node numbers are.
        classes.binary_search_by_key(&id, |class| class.id).ok().map(|index| &classes[index])
    }
}
