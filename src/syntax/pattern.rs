//! Compiled patterns and the one walk that runs them all. Proposes places; knows no verdict.

use ast_grep_core::Node;
use ast_grep_core::matcher::{Matcher, MatcherExt, Pattern};
use ast_grep_core::tree_sitter::StrDoc;
use ruff_python_ast::NodeKind;
use ruff_text_size::{TextRange, TextSize};

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
    /// The code with its variables numbered, and the selector: what is the same for several owners is matched once.
    shape: (String, Option<&'static str>),
    pattern: Pattern,
    /// Who wants to know: owner, index, and the typed node that must stand there.
    asked: Vec<(usize, usize, NodeKind)>,
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
        selector: Option<&'static str>,
        claims: NodeKind,
    ) -> Result<(), String> {
        let shape = (numbered(code), selector);
        if let Some(known) = self.patterns.iter_mut().find(|known| known.shape == shape) {
            known.asked.push((owner, index, claims));
            return Ok(());
        }
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
        self.patterns.push(Compiled { shape, pattern, asked: vec![(owner, index, claims)] });
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
        for node in root.root().dfs() {
            let Some(patterns) = self.by_kind.get(usize::from(node.kind_id())) else { continue };
            for compiled in patterns.iter().map(|&index| &self.patterns[index]) {
                if compiled.pattern.match_node(node.clone()).is_none() {
                    continue;
                }
                let range = absolute(&node, region.start());
                for &(owner, pattern, claims) in &compiled.asked {
                    match tree.node_at(range, claims) {
                        Some(id) => found.push(Candidate { owner, pattern, node: id }),
                        None => disputed.push((owner, range)),
                    }
                }
            }
        }
        // Of several patterns of an owner at one node, the first.
        found.sort_unstable_by_key(|one| (one.node, one.owner, one.pattern));
        found.dedup_by_key(|one| (one.node, one.owner));
        (found, disputed)
    }
}

/// A pattern's code with its variables named by their order, so that the same pattern is the same text.
fn numbered(code: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find('$') {
        let (before, variable) = rest.split_at(at);
        let sigils = variable.len() - variable.trim_start_matches('$').len();
        let name = &variable[sigils..];
        let end = name.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        let (name, after) = name.split_at(end.unwrap_or(name.len()));
        let number = names.iter().position(|known| *known == name).unwrap_or(names.len());
        if number == names.len() {
            names.push(name);
        }
        out += &format!("{before}{}{number}", &variable[..sigils]);
        rest = after;
    }
    out + rest
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

    #[test]
    fn patterns_are_the_same_whatever_their_variables_are_called() {
        assert_eq!(numbered("$A.get($K, $$$REST) or $A"), "$0.get($1, $$$2) or $0");
        assert_ne!(numbered("$A == $B"), numbered("$A == $A"), "what must be equal stays so");
        assert_ne!(numbered("f($A)"), numbered("f($$$A)"));
        assert_eq!(numbered("except:"), "except:");
    }

    #[test]
    fn what_several_ask_for_is_found_for_each() {
        let code = "x = make()\n";
        let module = crate::syntax::parse(code).unwrap_or_else(|problem| panic!("{problem:?}"));
        let tree = Tree::new(module.syntax());
        let mut set = PatternSet::default();
        for (owner, name) in [(3, "$T = $V"), (7, "$X = $Y")] {
            assert_eq!(set.add(owner, 1, name, None, NodeKind::StmtAssign), Ok(()));
        }
        assert_eq!(set.add(9, 0, "$X = $Y", None, NodeKind::ExprCall), Ok(()));
        assert_eq!(set.patterns.len(), 1);
        let (found, disputed) = set.scan(code, module.syntax().range, &tree);
        assert_eq!(found.iter().map(|one| (one.owner, one.pattern)).collect::<Vec<_>>(), [(3, 1), (7, 1)]);
        assert_eq!(disputed.iter().map(|(owner, _)| *owner).collect::<Vec<_>>(), [9]);
    }
}
