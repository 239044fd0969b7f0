//! The contract between the pipeline and a transform. Holds no judgement and no edit of its own.

use crate::facts::{Facts, Project};
use crate::syntax::{NodeId, NodeKind};
use crate::verdict::Finding;

/// What the catalogue says about a transform; all of it is static.
#[derive(Debug)]
pub struct Meta {
    /// `AM` and three digits; the first is the audit section.
    pub code: &'static str,
    /// Kebab-case name; the folder's name with hyphens for underscores.
    pub name: &'static str,
    /// One line for `amends list`.
    pub summary: &'static str,
    /// What its fixes do, as the first line of a commit message says it: imperative, without a full stop, at most
    /// [`MAX_SUBJECT`] characters.
    pub subject: &'static str,
    /// Literals of which every site contains at least one, byte for byte. They decide which files are
    /// parsed at all, so a literal that is too narrow loses sites.
    pub literals: &'static [&'static str],
    /// The patterns that propose sites.
    pub patterns: &'static [PatternSpec],
    /// The folder's README.md, which `amends explain` prints.
    pub readme: &'static str,
}

impl Meta {
    /// Why it matters: the first paragraph of the README's section on that, on one line.
    pub fn why(&self) -> String {
        let section = self.readme.split("\n## Why it matters\n").nth(1).unwrap_or_default();
        let paragraph = section.trim_start().split("\n\n").next().unwrap_or_default();
        paragraph.replace('\n', " ")
    }
}

/// Longest [`Meta::subject`], so that a first line with the code behind it stays under the 72 characters that
/// git's documentation asks for.
pub const MAX_SUBJECT: usize = 60;

/// A pattern, written as Python with `$NAME` and `$$$NAME` for holes.
#[derive(Debug)]
pub struct PatternSpec {
    /// The Python. Where a fragment does not parse by itself, give a context that does, and the
    /// tree-sitter node kind in it that is meant (`selector`).
    pub code: &'static str,
    /// The tree-sitter kind to match inside `code`; `None` takes the whole.
    pub selector: Option<&'static str>,
    /// The typed node that must stand at the same range for the match to count.
    pub claims: NodeKind,
}

/// A place that a pattern proposes and at which the typed AST has the claimed node.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    /// The claimed node.
    pub node: NodeId,
    /// Index into [`Meta::patterns`].
    pub pattern: usize,
}

/// A transform: finds nothing and writes nothing by itself; it judges sites and says the edits.
pub trait Transform: Sync {
    /// The static description.
    fn meta(&self) -> &'static Meta;

    /// Judges a site. `None` means that the pattern matched something that is not this finding's
    /// construct at all (say, a handler that raises); it is not reported, not even as `fine`.
    fn judge(&self, site: Site, facts: &Facts<'_>) -> Option<Finding>;

    /// Works out what its judgements share of all files, before any of them is judged and on all threads: a judgement
    /// that needs it finds it there. Called only if a file of the run may hold a site; nothing needs it to be called.
    fn prepare(&self, _project: &Project) {}
}
