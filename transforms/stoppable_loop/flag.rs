//! A flag or event of a class: who sets it to what, in all given files. Says where; which flag a loop can be ended by is
//! decided in [`super::stop`].

use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{Class, Facts, Ty, UseKind};
use crate::syntax::ast::UnaryOp;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange, walk};
use crate::verdict::Evidence;

use super::condition::{ENDING, GOING, says};

/// What is given to a flag, or done to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// `True`.
    True,
    /// `False`.
    False,
    /// `.set()`.
    Set,
    /// `.clear()`.
    Clear,
    /// A new event, which is not set.
    Event,
    /// `None`, or a declaration without a value.
    Nothing,
    /// Anything else.
    Other,
}

/// A place that gives the flag a value.
#[derive(Clone, Debug)]
pub(super) struct Write {
    pub value: Value,
    /// The method's last name; `None` in the class body or the module.
    pub method: Option<String>,
    /// The function in words.
    pub who: String,
    /// The attribute expression, where it is in the judged file.
    pub node: Option<NodeId>,
    /// The line.
    pub line: Evidence,
}

/// A flag, with all that gives it a value.
#[derive(Clone, Debug)]
pub(super) struct Flag {
    pub name: String,
    pub writes: Vec<Write>,
    /// What could not be followed.
    pub blind: Option<Evidence>,
}

/// Events, by the class that is called.
const EVENTS: &[&str] =
    &["asyncio.Event", "threading.Event", "multiprocessing.Event", "anyio.Event", "trio.Event"];
/// Words of methods that end something.
const STOPS: &[&str] = &[
    "abort",
    "aclose",
    "aexit",
    "cancel",
    "close",
    "dispose",
    "exit",
    "halt",
    "kill",
    "quit",
    "shutdown",
    "stop",
    "teardown",
    "terminate",
];
/// First words of methods that only look, or that something else calls when it has ended.
const NO_STOPS: &[&str] =
    &["is", "has", "on", "handle", "check", "wait", "was", "not", "start", "run", "auto"];

/// Whether a method ends something, by its name.
pub(super) fn is_stop(name: &str) -> bool {
    let words = walk::words(name);
    words.first().is_some_and(|first| !NO_STOPS.contains(&first.as_str()))
        && (words.iter().any(|word| STOPS.contains(&word.as_str()))
            || words.windows(2).any(|pair| pair[0] == "shut" && pair[1] == "down"))
}

/// Whether a flag says that something goes on (`Some(true)`) or has come to its end (`Some(false)`) when it is true.
pub(super) fn meaning(name: &str) -> Option<bool> {
    let negated = walk::words(name).iter().any(|word| matches!(word.as_str(), "not" | "no" | "un"));
    match (says(name, GOING, &[]), says(name, ENDING, &[])) {
        _ if negated => None,
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// The value of a constant or a new event.
pub(super) fn value_of<'a>(facts: &Facts<'a>, value: Option<&'a Expr>, at: NodeId) -> Value {
    match value {
        Some(Expr::BooleanLiteral(literal)) if literal.value => Value::True,
        Some(Expr::BooleanLiteral(_)) => Value::False,
        Some(Expr::NoneLiteral(_)) | None => Value::Nothing,
        Some(Expr::Call(call)) if facts.is_one_of(&call.func, at, EVENTS) => Value::Event,
        // `field(default_factory=asyncio.Event)`
        Some(Expr::Call(call)) => match call.arguments.find_keyword("default_factory") {
            Some(word) if facts.is_one_of(&word.value, at, EVENTS) => Value::Event,
            _ => Value::Other,
        },
        Some(_) => Value::Other,
    }
}

/// Reads a flag of the instances of a class of this file.
pub(super) fn read<'a>(facts: &Facts<'a>, class: &Class<'a>, name: &str) -> Flag {
    let mut flag = Flag { name: name.to_string(), writes: Vec::new(), blind: None };
    let mut seen: Vec<TextRange> = Vec::new();
    for other in facts.family(class) {
        for write in other.writes_of(name) {
            seen.push(write.range);
            let value = if write.opaque { Value::Other } else { value_of(facts, write.value, write.node_id) };
            flag.writes.push(here(facts, value, write.node_id, write.range));
        }
        for used in other.uses_of(name) {
            let value = match used.kind {
                UseKind::MethodCalled("set") => Value::Set,
                UseKind::MethodCalled("clear") => Value::Clear,
                UseKind::Deleted => Value::Other,
                _ => continue,
            };
            seen.push(used.range);
            flag.writes.push(here(facts, value, used.node_id, used.range));
        }
    }
    if let (Some(own), Some(class)) = (facts.file, facts.class_ref(&Ty::Local(class.id))) {
        let uses = facts.view().uses(class, name);
        for found in &uses.list {
            if found.place.file == own && seen.contains(&found.place.range) {
                continue;
            }
            let value = match &found.usage {
                Usage::Write => written(facts, found.place),
                Usage::Declare => Value::Nothing,
                Usage::Augment | Usage::Delete => Value::Other,
                Usage::Method { name, .. } if &**name == "set" => Value::Set,
                Usage::Method { name, .. } if &**name == "clear" => Value::Clear,
                _ => continue,
            };
            flag.writes.push(there(facts, value, found.place, found.function));
        }
        flag.blind = uses.blind.first().map(|blind| match blind.place {
            Some(place) => facts.evidence_at("not-followed", blind.why.clone(), place),
            None => Evidence::general("not-followed", blind.why.clone()),
        });
    }
    flag
}

fn here(facts: &Facts<'_>, value: Value, node: NodeId, range: TextRange) -> Write {
    let function = facts.tree.function(node).map(|id| facts.tree.node(id));
    let method = match function {
        Some(AnyNodeRef::StmtFunctionDef(node)) => Some(node.name.to_string()),
        _ => None,
    };
    let symbol = facts.symbol(node);
    let who = if symbol.is_empty() { "the module".into() } else { format!("`{symbol}`") };
    let line = Evidence::at("flag", "", facts.line(range.start()));
    Write { value, method, who, node: Some(node), line }
}

fn there(facts: &Facts<'_>, value: Value, place: Place, function: Option<u32>) -> Write {
    let index = facts.view().index(place.file);
    let function = function.and_then(|function| index.functions.get(function as usize));
    let method = function.map(|function| function.name.to_string());
    let who = function.map_or_else(|| "the module".into(), |function| format!("`{}`", function.qualified));
    Write { value, method, who, node: None, line: facts.evidence_at("flag", "", place) }
}

/// What is assigned at a place.
fn written(facts: &Facts<'_>, place: Place) -> Value {
    facts
        .in_file(place.file, |other| {
            let Some(target) = other.used_at(place.range) else { return Value::Other };
            match other.tree.parent(target).map(|parent| other.tree.node(parent)) {
                Some(AnyNodeRef::StmtAssign(assign)) => value_of(other, Some(assign.value.as_ref()), target),
                Some(AnyNodeRef::StmtAnnAssign(assign)) => value_of(other, assign.value.as_deref(), target),
                _ => Value::Other,
            }
        })
        .unwrap_or(Value::Other)
}

impl Write {
    /// Whether it stands where the instance is made.
    pub fn is_first(&self) -> bool {
        self.method.as_deref().is_none_or(|name| matches!(name, "__init__" | "__post_init__"))
    }

    /// The line as evidence.
    pub fn because(&self, kind: &'static str, message: String) -> Evidence {
        Evidence { kind, message, ..self.line.clone() }
    }
}

/// What the flag of a test in a loop is tied to.
pub(super) enum Tie {
    /// Who sets it.
    Set(Vec<Evidence>),
    /// Nobody does; the line that gives it its only value.
    Never(String, Evidence),
    /// It is not known.
    Unknown,
}

/// Ties the flag of a test to those who set it.
pub(super) fn tie<'a>(facts: &Facts<'a>, test: &'a Expr, holds: bool, at: NodeId) -> Tie {
    let Some((class, this)) = facts.this(at) else { return Tie::Unknown };
    let mut name = None;
    walk::subexpressions(test, &mut |expr| {
        if let Some(found) = walk::attribute_of(expr, this) {
            name.get_or_insert(found);
        }
    });
    let Some(name) = name else { return Tie::Unknown };
    if facts.method_of(class.id, name).is_some() {
        return Tie::Unknown;
    }
    let flag = read(facts, class, name);
    let wanted = wanted(test, this, name).map(|positive| positive == holds);
    let may_end = |write: &&Write| match (wanted, write.value) {
        (Some(true), Value::False | Value::Clear | Value::Nothing) => false,
        (Some(false), Value::True | Value::Set) => false,
        _ => !write.is_first(),
    };
    let later: Vec<&Write> = flag.writes.iter().filter(may_end).collect();
    let shown = |write: &&Write| {
        let verb = match write.value {
            Value::Clear | Value::False => "clears",
            _ => "sets",
        };
        write.because("flag", format!("{} {verb} `{this}.{name}`", write.who))
    };
    if !later.is_empty() {
        return Tie::Set(later.iter().take(3).map(shown).collect());
    }
    let plain = |write: &Write| !matches!(write.value, Value::Other | Value::Nothing);
    let inherited = class.bases().iter().any(|base| facts.local_class(base, class.id).is_none());
    match flag.writes.first() {
        Some(only)
            if name.starts_with('_')
                && flag.writes.iter().all(plain)
                && flag.blind.is_none()
                && (!inherited || facts.file.is_some()) =>
        {
            let message = format!("`{this}.{name}` gets its value here, and none that ends the loop later");
            Tie::Never(format!("{this}.{name}"), only.because("never-set", message))
        }
        _ => Tie::Unknown,
    }
}

/// Whether a test is true when the flag is, or when it is not; `None` where it asks more.
fn wanted(test: &Expr, this: &str, name: &str) -> Option<bool> {
    match test {
        Expr::UnaryOp(node) if node.op == UnaryOp::Not => {
            wanted(&node.operand, this, name).map(|found| !found)
        }
        Expr::Attribute(_) => (walk::attribute_of(test, this) == Some(name)).then_some(true),
        Expr::Call(call) => {
            let method = call.func.as_attribute_expr().filter(|method| method.attr.as_str() == "is_set")?;
            wanted(&method.value, this, name)
        }
        _ => None,
    }
}

/// The attributes of a class that a method which ends something gives its last value: candidates, by name.
pub(super) fn candidates<'a>(facts: &Facts<'a>, class: &Class<'a>) -> Vec<String> {
    let mut names = Vec::new();
    for other in facts.family(class) {
        let stops = |method: Option<NodeId>| {
            method.is_some_and(|method| match facts.tree.node(method) {
                AnyNodeRef::StmtFunctionDef(node) => is_stop(node.name.as_str()),
                _ => false,
            })
        };
        let writes = other.writes.iter().filter(|write| stops(write.method)).map(|write| write.name);
        let uses = other
            .uses
            .iter()
            .filter(|used| {
                stops(Some(used.method))
                    && matches!(used.kind, UseKind::MethodCalled("set") | UseKind::MethodCalled("clear"))
            })
            .map(|used| used.name);
        // `self.__open` is another attribute in each class.
        let own = |name: &&str| other.id == class.id || !is_mangled(name);
        let told = writes.chain(uses).filter(own).filter(|name| meaning(name).is_some());
        names.extend(told.map(str::to_string));
    }
    names.extend(inherited(facts, class).into_iter().filter(|name| !is_mangled(name)));
    names.sort();
    names.dedup();
    names
}

/// Whether the class's name becomes a part of an attribute's.
/// Source: the language reference, "Identifiers (Names)", "Private name mangling".
fn is_mangled(name: &str) -> bool {
    name.starts_with("__") && !name.ends_with("__")
}

/// The same of base classes in other given files.
fn inherited<'a>(facts: &Facts<'a>, class: &Class<'a>) -> Vec<String> {
    let Some(class) = facts.class_ref(&Ty::Local(class.id)) else { return Vec::new() };
    let view = facts.view();
    let mut names = Vec::new();
    for base in view.ancestors(class).into_iter().filter(|base| Some(base.file) != facts.file) {
        let index = view.index(base.file);
        let Some(entry) = index.classes.get(base.class as usize) else { continue };
        let start = entry.name_range.start();
        let found = facts.in_file(base.file, |other| {
            let class = other.classes().iter().find(|class| class.node.name.start() == start);
            class.map(|class| candidates(other, class)).unwrap_or_default()
        });
        names.extend(found.unwrap_or_default());
    }
    names
}
