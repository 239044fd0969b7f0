//! The checker's types and definitions as owned values. Decides what counts as known.

use ruff_db::files::File;
use ruff_db::parsed::parsed_module;
use ruff_db::system::SystemPathBuf;
use rustc_hash::FxHashMap;
use ty_module_resolver::file_to_module;
use ty_python_core::definition::{Definition, DefinitionKind};
use ty_python_core::semantic_index;
use ty_python_semantic::types::{DynamicType, Type, UnionType};
use ty_python_semantic::{HasType, ProgramEnvironment, SemanticModel};

use crate::syntax::{Expr, Stmt, walk};

use super::database::Database;
use super::{Inferred, Place, Symbol, Why};

/// Turns types of one database into owned values.
pub(super) struct Describer<'db> {
    pub(super) db: &'db Database,
    pub(super) env: ProgramEnvironment<'db>,
    /// The numbers of given files by path.
    pub(super) numbers: &'db FxHashMap<SystemPathBuf, u32>,
}

/// The parts of a type that matter, taken apart.
#[derive(Default)]
struct Parts {
    instances: Vec<Symbol>,
    others: Vec<Inferred>,
    none: bool,
    never: bool,
    unknown: bool,
}

impl<'db> Describer<'db> {
    /// A type as an owned value. A union with anything unknown in it is unknown.
    pub(super) fn describe(&self, ty: Type<'db>) -> Inferred {
        let mut parts = Parts::default();
        self.take_apart(ty, &mut parts, 0);
        if parts.unknown {
            return Inferred::Unknown(Why::Untyped);
        }
        parts.instances.sort();
        parts.instances.dedup();
        match (parts.instances.len(), parts.others.len()) {
            (0, 0) if parts.none => Inferred::None,
            (0, 0) if parts.never => Inferred::Unknown(Why::Unreachable),
            (1, 0) => match parts.instances.pop() {
                Some(class) => Inferred::Instance { class, optional: parts.none },
                None => Inferred::Unknown(Why::Untyped),
            },
            (0, 1) if !parts.none => parts.others.pop().unwrap_or(Inferred::Unknown(Why::Untyped)),
            (_, 0) => Inferred::Several(parts.instances),
            _ => Inferred::Unknown(Why::Untyped),
        }
    }

    fn take_apart(&self, ty: Type<'db>, parts: &mut Parts, depth: u8) {
        if depth > 8 {
            parts.unknown = true;
            return;
        }
        match ty {
            Type::Union(union) => {
                for element in union.elements(self.db) {
                    self.take_apart(*element, parts, depth + 1);
                }
            }
            // What narrowing leaves: the part that names a class decides, if there is exactly one.
            Type::Intersection(intersection) => {
                let mut inner = Parts::default();
                for element in intersection.iter_positive(self.db) {
                    self.take_apart(element, &mut inner, depth + 1);
                }
                inner.instances.dedup();
                match (inner.instances.len(), inner.others.is_empty()) {
                    (1, true) => parts.instances.append(&mut inner.instances),
                    _ => parts.unknown = true,
                }
            }
            Type::Never => parts.never = true,
            Type::Dynamic(DynamicType::Any | DynamicType::Unknown) => parts.unknown = true,
            ty if ty.is_none(self.db) => parts.none = true,
            Type::NominalInstance(_) => match self.symbol(ty) {
                Some(symbol) => parts.instances.push(symbol),
                None => parts.unknown = true,
            },
            Type::LiteralValue(_) => match self.literal_class(ty) {
                Some(symbol) => parts.instances.push(symbol),
                None => parts.unknown = true,
            },
            Type::ClassLiteral(_) | Type::GenericAlias(_) => {
                parts.others.push(self.symbol(ty).map_or(Inferred::Unknown(Why::Untyped), Inferred::Class));
            }
            Type::FunctionLiteral(_) | Type::BoundMethod(_) => {
                parts.others.push(self.symbol(ty).map_or(Inferred::Unknown(Why::Untyped), Inferred::Function))
            }
            Type::ModuleLiteral(module) => {
                parts.others.push(Inferred::Module(module.module(self.db).name(self.db).to_string()));
            }
            // `Callable[[int], str]` names no class; its instances go by the name of the annotation.
            Type::Callable(_) => {
                parts.instances.push(Symbol { name: "typing.Callable".into(), place: None });
            }
            _ => parts.unknown = true,
        }
    }

    /// `str` for a literal string, the enum for a member.
    fn literal_class(&self, ty: Type<'db>) -> Option<Symbol> {
        let shown = ty.display(self.db, &self.env).to_string();
        let inner = shown.strip_prefix("Literal[")?;
        let builtin = match inner.as_bytes().first()? {
            b'"' | b'\'' => "str",
            b'b' if matches!(inner.as_bytes().get(1), Some(b'"' | b'\'')) => "bytes",
            b'0'..=b'9' | b'-' => "int",
            _ if inner == "True]" || inner == "False]" => "bool",
            _ if shown == "LiteralString" => "str",
            _ => return None,
        };
        Some(Symbol { name: format!("builtins.{builtin}"), place: None })
    }

    /// The class of an instance, or the class, function or method itself.
    pub(super) fn symbol(&self, ty: Type<'db>) -> Option<Symbol> {
        let definition = *ty.definition(self.db, &self.env)?.definition()?;
        self.symbol_of(definition)
    }

    /// A definition's qualified name, and its place if it is in a given file.
    pub(super) fn symbol_of(&self, definition: Definition<'db>) -> Option<Symbol> {
        let db = self.db;
        let program_file = definition.program_file(db);
        let file = definition.file(db);
        let parsed = parsed_module(db, definition.python_file(db)).load(db);
        let module = file_to_module(db, program_file.resolver_file(db));
        let index = semantic_index(db, program_file);
        let mut names: Vec<String> = index
            .ancestor_scopes(definition.file_scope(db))
            .map(|(id, _)| id.to_scope_id(db, program_file).name(db, &parsed).to_string())
            .filter(|name| name != "<module>")
            .collect();
        names.push(module.map_or_else(|| self.stem(file), |module| module.name(db).to_string()));
        names.reverse();
        names.push(definition.name(db)?);
        let place = self.number(file).map(|file| Place {
            file,
            range: ruff_text_size::Ranged::range(&definition.focus_range(db, &parsed)),
        });
        Some(Symbol { name: names.join("."), place })
    }

    /// Whether a definition is a function, a class, or an import of a module: what names a thing once for all.
    pub(super) fn is_callable_definition(&self, definition: Definition<'db>) -> bool {
        matches!(definition.kind(self.db), DefinitionKind::Function(_) | DefinitionKind::Class(_))
    }

    /// Whether a decorator may have put something else in a function's or class's place.
    pub(super) fn is_replaced(&self, definition: Definition<'db>) -> bool {
        let parsed = parsed_module(self.db, definition.python_file(self.db)).load(self.db);
        let (decorators, known): (_, &[&str]) = match definition.kind(self.db) {
            DefinitionKind::Function(function) => (&function.node(&parsed).decorator_list, &[]),
            DefinitionKind::Class(class) => {
                (&class.node(&parsed).decorator_list, crate::facts::types::CLASS_DECORATORS)
            }
            _ => return false,
        };
        decorators.iter().any(|decorator| {
            let named = match &decorator.expression {
                Expr::Call(call) => call.func.as_ref(),
                other => other,
            };
            let name = walk::dotted(named).and_then(|names| names.last().copied()).unwrap_or_default();
            !crate::facts::is_transparent(name) && !known.contains(&name)
        })
    }

    /// The number of a given file.
    pub(super) fn number(&self, file: File) -> Option<u32> {
        self.numbers.get(file.path(self.db).as_system_path()?).copied()
    }

    fn stem(&self, file: File) -> String {
        let path = file.path(self.db).as_str().to_string();
        path.rsplit('/').next().unwrap_or_default().trim_end_matches(".py").to_string()
    }
}

/// The union of what an undecorated function without annotated result returns; `None` where it has no `return`
/// with a value, is a generator, or is annotated.
pub(super) fn returned_type<'db>(
    db: &'db Database,
    definition: Definition<'db>,
    awaited: bool,
) -> Option<Type<'db>> {
    let DefinitionKind::Function(function) = definition.kind(db) else { return None };
    let program_file = definition.program_file(db);
    let parsed = parsed_module(db, definition.python_file(db)).load(db);
    let function = function.node(&parsed);
    if function.returns.is_some() || function.is_async != awaited || !function.decorator_list.is_empty() {
        return None;
    }
    let mut values = Vec::new();
    let mut bare = false;
    walk::statements(&function.body, &mut |stmt| {
        if let Stmt::Return(node) = stmt {
            match &node.value {
                Some(value) => values.push(value.as_ref()),
                None => bare = true,
            }
        }
    });
    let yields =
        walk::any_expression(&function.body, |expr| matches!(expr, Expr::Yield(_) | Expr::YieldFrom(_)));
    if yields || values.is_empty() || bare || !ends_with_return(&function.body) {
        return None;
    }
    let model = SemanticModel::new(db, program_file);
    let env = model.program_environment();
    let types = values.iter().map(|value| value.inferred_type(&model).unwrap_or(Type::unknown()));
    Some(UnionType::from_elements(db, &env, types.collect::<Vec<_>>()))
}

/// Whether a body cannot fall off its end: then `None` is returned only where it says so.
fn ends_with_return(body: &[Stmt]) -> bool {
    match body.last() {
        Some(Stmt::Return(_) | Stmt::Raise(_)) => true,
        Some(Stmt::With(with)) => ends_with_return(&with.body),
        Some(Stmt::If(node)) => {
            ends_with_return(&node.body)
                && node.elif_else_clauses.last().is_some_and(|clause| clause.test.is_none())
                && node.elif_else_clauses.iter().all(|clause| ends_with_return(&clause.body))
        }
        _ => false,
    }
}
