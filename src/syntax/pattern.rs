//! Compiled patterns and the one walk that runs them all. Proposes places; knows no verdict.

use ast_grep_core::Node;
use ast_grep_core::matcher::{Matcher, MatcherExt, Pattern};
use ast_grep_core::tree_sitter::StrDoc;
use ruff_python_ast::NodeKind;
use ruff_text_size::{TextRange, TextSize};
use rustc_hash::FxHashSet;

use super::language::Python;
use super::tree::{NodeId, Tree};

/// A place that a pattern proposes and the typed tree confirms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The number that the pattern was added under (its owner).
    pub owner: usize,
    /// The pattern's index within its owner.
    pub pattern: usize,
    /// The typed node at the place.
    pub node: NodeId,
}

struct Compiled {
    owner: usize,
    index: usize,
    pattern: Pattern,
    claims: NodeKind,
}

/// Patterns of several owners, dispatched by the kind of the node they match.
#[derive(Default)]
pub struct PatternSet {
    patterns: Vec<Compiled>,
    /// For each tree-sitter kind, the patterns that can match it.
    by_kind: Vec<Vec<usize>>,
}

impl PatternSet {
    /// Compiles a pattern. `selector` names the tree-sitter kind that is meant inside `code`.
    ///
    /// # Errors
    /// Says why the pattern does not compile. Patterns are part of the program, so a test compiles all.
    pub fn add(
        &mut self,
        owner: usize,
        index: usize,
        code: &str,
        selector: Option<&str>,
        claims: NodeKind,
    ) -> Result<(), String> {
        let pattern = match selector {
            Some(kind) => Pattern::contextual(code, kind, Python),
            None => Pattern::try_new(code, Python),
        }
        .map_err(|error| error.to_string())?;
        if pattern.has_error() {
            return Err(format!("pattern `{code}` does not parse"));
        }
        let Some(kinds) = pattern.potential_kinds() else {
            return Err(format!("pattern `{code}` can match a node of any kind"));
        };
        for kind in &kinds {
            if self.by_kind.len() <= kind {
                self.by_kind.resize_with(kind + 1, Vec::new);
            }
            self.by_kind[kind].push(self.patterns.len());
        }
        self.patterns.push(Compiled { owner, index, pattern, claims });
        Ok(())
    }

    /// Runs all patterns over one region of `text` (whole top-level statements) in one walk.
    ///
    /// Returns the places that the typed tree confirms, and those that it does not, with their owner.
    pub fn scan(
        &self,
        text: &str,
        region: TextRange,
        tree: &Tree<'_>,
    ) -> (Vec<Candidate>, Vec<(usize, TextRange)>) {
        let mut found = Vec::new();
        let mut disputed = Vec::new();
        let Ok(document) = StrDoc::try_new(&text[region], Python) else {
            return (found, disputed);
        };
        let root = ast_grep_core::AstGrep::doc(document);
        let mut seen = FxHashSet::default();
        for node in root.root().dfs() {
            let Some(patterns) = self.by_kind.get(usize::from(node.kind_id())) else { continue };
            for compiled in patterns.iter().map(|&index| &self.patterns[index]) {
                if compiled.pattern.match_node(node.clone()).is_none() {
                    continue;
                }
                let range = absolute(&node, region.start());
                match tree.node_at(range, compiled.claims) {
                    Some(id) if seen.insert((compiled.owner, id)) => {
                        found.push(Candidate { owner: compiled.owner, pattern: compiled.index, node: id });
                    }
                    Some(_) => {}
                    None => disputed.push((compiled.owner, range)),
                }
            }
        }
        (found, disputed)
    }
}

fn absolute(node: &Node<'_, StrDoc<Python>>, base: TextSize) -> TextRange {
    let range = node.range();
    // The region lies inside a text of at most `source::MAX_BYTES`, so neither sum overflows.
    let at = |offset: usize| base + TextSize::try_from(offset).unwrap_or_default();
    TextRange::new(at(range.start), at(range.end))
}

/// How many error and missing nodes tree-sitter sees in `text`: for comparing before and after.
pub fn concrete_error_count(text: &str) -> usize {
    let Ok(document) = StrDoc::try_new(text, Python) else { return usize::MAX };
    let root = ast_grep_core::AstGrep::doc(document);
    let has_error = root.root().get_inner_node().has_error();
    if !has_error {
        return 0;
    }
    root.root().dfs().filter(|node| node.is_error() || node.is_missing()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_could_match_anything_is_refused() {
        let mut set = PatternSet::default();
        assert!(set.add(0, 0, "$ANY", None, NodeKind::ExprCall).is_err());
    }
}
