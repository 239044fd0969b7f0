//! Questions to one database: the type at a range, and what a call there runs.

use ruff_db::files::system_path_to_file;
use ruff_db::parsed::parsed_module;
use ruff_db::system::SystemPathBuf;
use ruff_python_ast::find_node::covering_node;
use ruff_python_ast::{AnyNodeRef, Expr, ExprRef};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::FxHashMap;
use ty_python_core::definition::{Definition, DefinitionKind};
use ty_python_semantic::types::Type;
use ty_python_semantic::{
    Db as _, HasType, ImportAliasResolution, ResolvedDefinition, SemanticModel, definitions_for_attribute,
    definitions_for_name,
};

use super::database::Database;
use super::describe::Describer;
use super::{Definitions, Inferred, Why};

/// The type of the expression at exactly this range of a file.
pub(super) fn type_at(
    db: &Database,
    numbers: &FxHashMap<SystemPathBuf, u32>,
    path: &SystemPathBuf,
    range: TextRange,
) -> Inferred {
    at(db, path, range, |model, expr| {
        let describer = Describer { db, env: model.program_environment(), numbers };
        match expr.inferred_type(model) {
            // A call of a function without annotated result: what its `return` statements give.
            Some(ty) if is_open(ty) => match returned(db, model, expr) {
                Some(ty) => describer.describe(ty),
                None => Inferred::Unknown(Why::Untyped),
            },
            Some(ty) => describer.describe(ty),
            None => Inferred::Unknown(Why::Untyped),
        }
    })
    .unwrap_or(Inferred::Unknown(Why::NotGiven))
}

/// What the function position of a call runs.
pub(super) fn callee_at(
    db: &Database,
    numbers: &FxHashMap<SystemPathBuf, u32>,
    path: &SystemPathBuf,
    range: TextRange,
) -> Definitions {
    at(db, path, range, |model, expr| {
        let env = model.program_environment();
        let describer = Describer { db, env, numbers };
        let ty = expr.inferred_type(model);
        if matches!(ty, Some(Type::Never)) {
            return Definitions::unknown(Why::Unreachable);
        }
        let direct: Option<Definition<'_>> = match ty {
            Some(
                ty @ (Type::BoundMethod(_)
                | Type::FunctionLiteral(_)
                | Type::ClassLiteral(_)
                | Type::GenericAlias(_)),
            ) => ty.definition(db, &describer.env).and_then(|found| found.definition().copied()),
            _ => None,
        };
        let mut why = None;
        let definitions: Vec<Definition<'_>> = match direct {
            Some(definition) => vec![definition],
            None => {
                let found = match expr {
                    ExprRef::Name(name) => definitions_for_name(
                        model,
                        name.id.as_str(),
                        AnyNodeRef::from(name),
                        ImportAliasResolution::ResolveAliases,
                    ),
                    ExprRef::Attribute(attribute) => {
                        if open_receiver(attribute.value.inferred_type(model), db) {
                            why = Some(Why::Untyped);
                        }
                        definitions_for_attribute(model, attribute)
                    }
                    _ => Vec::new(),
                };
                found
                    .into_iter()
                    .filter_map(|found| match found {
                        ResolvedDefinition::Definition(definition) => Some(definition),
                        _ => None,
                    })
                    .collect()
            }
        };
        let mut symbols = Vec::new();
        for definition in definitions {
            if !describer.is_callable_definition(definition) {
                // A variable, a parameter, an attribute that holds something: what it holds is not followed.
                let outside = describer.number(definition.file(db)).is_none()
                    && !matches!(
                        definition.kind(db),
                        DefinitionKind::Import(_) | DefinitionKind::ImportFrom(_)
                    );
                if !outside {
                    why = Some(Why::Untyped);
                    continue;
                }
            }
            if direct.is_none() && describer.is_replaced(definition) {
                why = Some(Why::Untyped);
            }
            match describer.symbol_of(definition) {
                Some(symbol) => symbols.push(symbol),
                None => why = Some(Why::Untyped),
            }
        }
        symbols.sort();
        symbols.dedup();
        if symbols.is_empty() && why.is_none() {
            why = Some(Why::Untyped);
        }
        Definitions { symbols, why }
    })
    .unwrap_or_else(|| Definitions::unknown(Why::NotGiven))
}

/// Whether nothing is known of a type.
fn is_open(ty: Type<'_>) -> bool {
    ty.is_unknown()
}

/// Whether what an attribute is looked up on may be more than the checker shows.
fn open_receiver(ty: Option<Type<'_>>, db: &Database) -> bool {
    match ty {
        None | Some(Type::Dynamic(_)) => true,
        Some(Type::Union(union)) => {
            union.elements(db).iter().any(|element| matches!(element, Type::Dynamic(_)))
        }
        _ => false,
    }
}

/// Finds the expression at a range and asks about it.
fn at<'db, T>(
    db: &'db Database,
    path: &SystemPathBuf,
    range: TextRange,
    ask: impl FnOnce(&SemanticModel<'db>, ExprRef<'_>) -> T,
) -> Option<T> {
    let file = system_path_to_file(db, path).ok()?;
    let program_file = db.program_file(file);
    let parsed = parsed_module(db, program_file.python_file(db)).load(db);
    let root = AnyNodeRef::from(parsed.syntax());
    if !root.range().contains_range(range) {
        return None;
    }
    let covering = covering_node(root, range);
    // The outermost expression of exactly this range: `(x)` and `x` differ, `x` as a name and as an expression do not.
    let node = covering
        .ancestors()
        .take_while(|node| node.range() == range)
        .filter(|node| node.is_expression())
        .last()?;
    let expr = node.as_expr_ref()?;
    let model = SemanticModel::new(db, program_file);
    Some(ask(&model, expr))
}

/// The type that a call of an unannotated function of a given or imported file returns: the union of its `return`
/// expressions. The checker itself takes such results for unknown (astral-sh/ty#128).
fn returned<'db>(db: &'db Database, model: &SemanticModel<'db>, expr: ExprRef<'_>) -> Option<Type<'db>> {
    let (call, awaited) = match expr {
        ExprRef::Call(call) => (call, false),
        ExprRef::Await(node) => match node.value.as_ref() {
            Expr::Call(call) => (call, true),
            _ => return None,
        },
        _ => return None,
    };
    let function = call.func.inferred_type(model)?;
    let env = model.program_environment();
    if !matches!(function, Type::BoundMethod(_) | Type::FunctionLiteral(_)) {
        return None;
    }
    let definition = *function.definition(db, &env)?.definition()?;
    super::describe::returned_type(db, definition, awaited)
}
