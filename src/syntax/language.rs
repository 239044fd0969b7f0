//! Python for ast-grep: the grammar, and how `$NAME` is spelled so that Python's lexer takes it.

use std::borrow::Cow;

use ast_grep_core::language::Language;
use ast_grep_core::matcher::{Pattern, PatternBuilder, PatternError};
use ast_grep_core::tree_sitter::{LanguageExt, StrDoc, TSLanguage};

/// A letter that is valid in Python identifiers and absent from real ones, in place of `$`.
const EXPANDO: char = 'µ';

/// The Python grammar as ast-grep wants it.
#[derive(Clone)]
pub(super) struct Python;

impl Language for Python {
    fn expando_char(&self) -> char {
        EXPANDO
    }

    fn pre_process_pattern<'q>(&self, query: &'q str) -> Cow<'q, str> {
        // Patterns are ours: `$` never stands for itself in them.
        Cow::Owned(query.replace('$', &EXPANDO.to_string()))
    }

    fn kind_to_id(&self, kind: &str) -> u16 {
        self.get_ts_language().id_for_node_kind(kind, true)
    }

    fn field_to_id(&self, field: &str) -> Option<u16> {
        self.get_ts_language().field_id_for_name(field).map(|id| id.get())
    }

    fn build_pattern(&self, builder: &PatternBuilder) -> Result<Pattern, PatternError> {
        builder.build(|text| StrDoc::try_new(text, self.clone()))
    }
}

impl LanguageExt for Python {
    fn get_ts_language(&self) -> TSLanguage {
        tree_sitter_python::LANGUAGE.into()
    }
}
