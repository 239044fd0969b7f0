//! Light types that have been inferred in one file, so that each is inferred once. Knows nothing of how.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use crate::facts::Facts;
use crate::syntax::{Expr, NodeId};

use super::Typed;

/// The address of an expression, the place for which it is asked, and the steps that were open. Nodes live as long as the
/// facts, so an address is that of one expression.
type Question = (usize, NodeId, u32);

/// Types that have been inferred. The default has none.
#[derive(Default)]
pub(in crate::facts) struct Known(RefCell<FxHashMap<Question, Typed>>);

impl<'a> Facts<'a> {
    /// The light type of an expression. It is kept by the number of open steps too, on which it depends: names that are
    /// made of each other would else be followed on all ways from one to the next, whose number grows with every step.
    pub(super) fn type_of_inner(&self, expr: &'a Expr, at: NodeId) -> Typed {
        let steps = self.steps.get();
        let question = (std::ptr::from_ref(expr).addr(), at, steps);
        if let Some(known) = self.known_types.0.borrow().get(&question) {
            return known.clone();
        }
        self.steps.set(steps + 1);
        let typed = self.infer(expr, at);
        self.steps.set(steps);
        self.known_types.0.borrow_mut().insert(question, typed.clone());
        typed
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::config::Settings;
    use crate::facts::{Facts, Ty};
    use crate::syntax::{AnyNodeRef, Layout, Tree, parse};

    /// The light type of the last expression statement of a text, and how many types that has taken.
    fn last(text: &str) -> (Ty, usize) {
        let module = parse(text).expect("test input parses");
        let (tree, settings) = (Tree::new(module.syntax()), Settings::default());
        let layout = Layout::new(text, &module, 88);
        let project = crate::facts::Project::default();
        let facts = Facts::new("test.py", &module, &tree, &layout, &settings, &project);
        let asked = tree.all().filter_map(|id| match tree.node(id) {
            AnyNodeRef::StmtExpr(node) => Some((node.value.as_ref(), id)),
            _ => None,
        });
        let (expr, id) = asked.last().expect("an expression statement");
        let ty = facts.type_of(expr, id).ty;
        let count = facts.known_types.0.borrow().len();
        (ty, count)
    }

    #[test]
    fn names_that_are_made_of_each_other_are_not_followed_on_all_ways() {
        // Each of 12 names is bound to a copy of each of the others: 12 names and 11 ways on from each make over a
        // million ways of six names.
        let mut text = String::new();
        for name in 0..12 {
            for other in (0..12).filter(|other| *other != name) {
                let _ = writeln!(text, "n{name} = n{other}.copy()");
            }
        }
        text.push_str("n0\n");
        let (ty, count) = last(&text);
        assert!(!ty.is_known());
        // 132 calls and their receivers, for each of 12 steps at most.
        assert!(count <= 132 * 2 * 12 + 1, "{count} types");
    }

    #[test]
    fn what_names_are_made_of_is_still_found() {
        let text = "n = {}\nm = n.copy()\nk = m.copy().copy()\nk\n";
        assert!(last(text).0.is("builtins.dict"));
        let text = "n = {}\nn = n.copy()\nn\n";
        assert!(!last(text).0.is_known(), "it is made of itself, which says nothing");
    }
}
