//! AM301 lock-order: locks that are taken in a ring, or again by the task that holds them; and the comment that states a
//! class's order. The graph is made by [`crate::locks`]; what is awaited under a lock is AM302's.
//!
//! [`ring`] says what a cycle means, [`beside`] why a place that takes several locks is fine, [`order`] which order a
//! class has, and [`comment`] writes it.

mod beside;
mod comment;
mod order;
mod ring;

use crate::facts::types::engine::Place;
use crate::facts::{Facts, Project, View};
use crate::locks;
use crate::syntax::{AnyNodeRef, Expr, NodeKind, Ranged, TextRange};
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::Finding;

/// AM301.
pub struct LockOrder;

static META: Meta = Meta {
    code: "AM301",
    name: "lock-order",
    summary: "Locks that are taken in a ring, or again by the task that holds them; a class's order as a comment",
    subject: "State the order in which locks are taken",
    literals: &["with ", "with\t", "with(", "acquire", "Lock", "Semaphore", "Condition"],
    patterns: &[
        PatternSpec { code: "with $$$ITEMS:\n    $$$BODY", selector: None, claims: NodeKind::StmtWith },
        PatternSpec { code: "async with $$$ITEMS:\n    $$$BODY", selector: None, claims: NodeKind::StmtWith },
        PatternSpec { code: "$LOCK.acquire()", selector: None, claims: NodeKind::ExprCall },
        PatternSpec {
            code: "await $STACK.enter_async_context($LOCK)",
            selector: None,
            claims: NodeKind::ExprAwait,
        },
        PatternSpec { code: "class $NAME:\n    $$$BODY", selector: None, claims: NodeKind::StmtClassDef },
        // With its decorators a class is another node; more than two are not looked for.
        PatternSpec {
            code: "@$ONE\nclass $NAME:\n    $$$BODY",
            selector: None,
            claims: NodeKind::StmtClassDef,
        },
        PatternSpec {
            code: "@$ONE\nclass $NAME($$$BASES):\n    $$$BODY",
            selector: None,
            claims: NodeKind::StmtClassDef,
        },
        PatternSpec {
            code: "@$ONE\n@$TWO\nclass $NAME:\n    $$$BODY",
            selector: None,
            claims: NodeKind::StmtClassDef,
        },
        PatternSpec {
            code: "@$ONE\n@$TWO\nclass $NAME($$$BASES):\n    $$$BODY",
            selector: None,
            claims: NodeKind::StmtClassDef,
        },
        PatternSpec {
            code: "class $NAME($$$BASES):\n    $$$BODY",
            selector: None,
            claims: NodeKind::StmtClassDef,
        },
    ],
    readme: include_str!("README.md"),
};

impl Transform for LockOrder {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn prepare(&self, project: &Project) {
        locks::prepare(project);
    }

    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding> {
        if facts.is_test_code() {
            return None;
        }
        crate::keyed::with_project(facts, |facts| {
            let graph = locks::of(facts.project);
            if let AnyNodeRef::StmtClassDef(class) = facts.tree.node(site.node) {
                return comment::judge(facts, &graph, class);
            }
            let (range, contexts) = taken(facts.tree.node(site.node))?;
            let here = Here { facts, given: View::new(facts.project), range, contexts };
            ring::judge(&here, &graph).or_else(|| beside::judge(&here, &graph))
        })
    }
}

/// The statement or call, and the locks that it may take.
fn taken(node: AnyNodeRef<'_>) -> Option<(TextRange, Vec<TextRange>)> {
    match node {
        AnyNodeRef::StmtWith(node) => {
            let header = TextRange::new(node.start(), node.items.last()?.end());
            Some((header, node.items.iter().map(|item| item.context_expr.range()).collect()))
        }
        AnyNodeRef::ExprCall(node) => match node.func.as_ref() {
            Expr::Attribute(method) => Some((node.range(), vec![method.value.range()])),
            _ => None,
        },
        AnyNodeRef::ExprAwait(node) => {
            let entered = node.value.as_call_expr()?.arguments.args.first()?;
            Some((node.range(), vec![entered.range()]))
        }
        _ => None,
    }
}

/// A site, to be found in the graph, which speaks of the files as they were given.
struct Here<'h, 'a> {
    facts: &'h Facts<'a>,
    given: View<'a>,
    range: TextRange,
    contexts: Vec<TextRange>,
}

impl Here<'_, '_> {
    /// Whether a place of the graph is one of this site's.
    fn is_at(&self, place: Place) -> bool {
        if self.facts.file != Some(place.file) {
            return false;
        }
        let was = self.given.original(place);
        let view = self.facts.view();
        was.is_some()
            && self
                .contexts
                .iter()
                .any(|range| view.original(Place { file: place.file, range: *range }) == was)
    }
}
