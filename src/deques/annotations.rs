//! Annotations of what holds a list, for a deque.

use crate::edit::Edit;
use crate::facts::Facts;
use crate::syntax::ast::Operator;
use crate::syntax::{Expr, NodeId, Ranged, TextRange, TextSize};

/// What becomes of an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Annotated {
    /// It names `list`, and is edited.
    Edited(Vec<Edit>),
    /// It is true of a deque, too: `Sequence`, `Any`.
    Fits,
    /// It is not followed.
    Unknown,
}

/// Annotations that a deque satisfies, with or without arguments.
const FITTING: &[&str] = &[
    "typing.Any",
    "builtins.object",
    "typing.Sequence",
    "typing.MutableSequence",
    "typing.Iterable",
    "typing.Collection",
    "typing.Container",
    "typing.Reversible",
    "typing.Sized",
    "collections.abc.Sequence",
    "collections.abc.MutableSequence",
    "collections.abc.Iterable",
    "collections.abc.Collection",
    "collections.abc.Container",
    "collections.abc.Reversible",
    "collections.abc.Sized",
];
/// Annotations around the one that is meant.
const AROUND: &[&str] =
    &["typing.Optional", "typing.Final", "typing.ClassVar", "typing.Annotated", "typing.Union"];
/// Mappings, whose values are meant.
const MAPPINGS: &[&str] = &[
    "builtins.dict",
    "collections.defaultdict",
    "collections.OrderedDict",
    "typing.Mapping",
    "typing.MutableMapping",
    "collections.abc.Mapping",
    "collections.abc.MutableMapping",
];

/// What becomes of the annotation of a list (or of a dictionary of lists), where `deque` is spelled so. `at` is a node
/// in the scope where it stands.
pub(crate) fn annotation(facts: &Facts<'_>, annotation: &Expr, at: NodeId, deque: &str) -> Annotated {
    let mut edits = Vec::new();
    let python = facts.settings.python;
    // `deque[int]` is evaluated outside of functions, and can be from 3.9 on (PEP 585).
    if python.major == 3 && python.minor < 9 && facts.tree.function(at).is_none() {
        return Annotated::Unknown;
    }
    match read(facts, annotation, at, deque, &mut edits) {
        true if edits.is_empty() => Annotated::Fits,
        true => Annotated::Edited(edits),
        false => Annotated::Unknown,
    }
}

fn is_list(name: &str) -> bool {
    matches!(name, "builtins.list" | "typing.List")
}

fn read(facts: &Facts<'_>, part: &Expr, at: NodeId, deque: &str, edits: &mut Vec<Edit>) -> bool {
    match part {
        Expr::NoneLiteral(_) => true,
        Expr::Name(_) | Expr::Attribute(_) => match facts.qualified(part, at).as_deref() {
            Some(name) if is_list(name) => {
                edits.push(Edit::replace(part.range(), deque));
                true
            }
            Some("typing.Final") => true,
            Some(name) => FITTING.contains(&name),
            None => false,
        },
        Expr::BinOp(union) if union.op == Operator::BitOr => {
            read(facts, &union.left, at, deque, edits) && read(facts, &union.right, at, deque, edits)
        }
        Expr::Subscript(subscript) => {
            let arguments: Vec<&Expr> = match subscript.slice.as_ref() {
                Expr::Tuple(tuple) => tuple.elts.iter().collect(),
                one => vec![one],
            };
            match facts.qualified(&subscript.value, at).as_deref() {
                Some(name) if is_list(name) => {
                    edits.push(Edit::replace(subscript.value.range(), deque));
                    true
                }
                Some("typing.Annotated") => {
                    arguments.first().is_some_and(|first| read(facts, first, at, deque, edits))
                }
                Some(name) if AROUND.contains(&name) => {
                    arguments.into_iter().all(|argument| read(facts, argument, at, deque, edits))
                }
                Some(name) if MAPPINGS.contains(&name) => {
                    arguments.len() == 2 && read(facts, arguments[1], at, deque, edits)
                }
                Some(name) => FITTING.contains(&name),
                None => false,
            }
        }
        Expr::StringLiteral(literal) => quoted(facts, literal.range(), deque, edits),
        _ => false,
    }
}

/// `"list[int]"`, `"Optional[List[int]]"`, `"list[int] | None"`: the one word `list` that heads it.
fn quoted(facts: &Facts<'_>, range: TextRange, deque: &str, edits: &mut Vec<Edit>) -> bool {
    let text = facts.text(range);
    let mut inner = text.trim_start_matches(['"', '\'']);
    if text.len() - inner.len() != 1 || inner.contains('\\') {
        return false;
    }
    for head in ["typing.Optional[", "Optional[", "typing.Final[", "Final["] {
        inner = inner.strip_prefix(head).unwrap_or(inner);
    }
    let start = text.len() - inner.len();
    let word = ["typing.List", "list", "List"]
        .iter()
        .find(|word| inner.strip_prefix(**word).is_some_and(|rest| rest.starts_with(['[', '"', '\''])));
    let Some(word) = word else { return false };
    let rest = &inner[word.len()..];
    // Nothing but `None` stands beside it.
    let beside: Vec<&str> = rest.trim_end_matches(['"', '\'']).split('|').skip(1).collect();
    if beside.iter().any(|part| part.trim() != "None") && !rest.contains('[') {
        return false;
    }
    let size = |at: usize| TextSize::try_from(at).unwrap_or_default();
    let at = range.start() + size(start);
    edits.push(Edit::replace(TextRange::at(at, size(word.len())), deque));
    true
}
