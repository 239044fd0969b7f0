//! Parsing and layout: the typed tree, the concrete tree, patterns, statement regions, imports.
//!
//! Two parsers, in these roles. **tree-sitter** (through ast-grep) finds places by patterns written as
//! code. **ruff's parser** is the oracle: a candidate counts only where its typed AST has the node that the
//! pattern claims, every judgement is made on it, and a file that it rejects is not touched. Nothing outside
//! this folder names either parser's crate, but for the AST types that judgements match on ([`ast`]).

mod blocks;
mod comments;
mod language;
mod layout;
mod parse;
mod pattern;
mod region;
mod tree;

pub mod imports;
pub mod walk;

pub use blocks::{enclose, move_behind, move_out};
pub use comments::{Comment, comments, reason};
pub use layout::{Layout, Quote};
pub use parse::{Module, SyntaxProblem, deep_shape, expression_at, is_expression, may_hold_conflict, parse};
pub use pattern::{Candidate, PatternSet, concrete_error_count};
pub use region::{
    Decline, Line, call_lines, indent_columns, insert_after, insert_before, insert_method, is_simple_text,
    line, replace_statement, wrap_in_block, wrap_in_finally,
};
pub use tree::{NodeId, Tree, suites};

pub use ruff_python_ast as ast;
pub use ruff_python_ast::{AnyNodeRef, Expr, NodeKind, Stmt};
pub use ruff_text_size::{Ranged, TextRange, TextSize};
