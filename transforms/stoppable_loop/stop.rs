//! The flag by which a loop can be ended: a stop method of its class gives it its last value, whoever starts the loop
//! has given it its first, and nobody else interferes. The edit is in [`super::fix`].

use crate::facts::{Class, Facts};
use crate::syntax::{AnyNodeRef, NodeId, Stmt};
use crate::verdict::Evidence;

use super::flag::{self, Flag, Value, Write};
use super::site::Loop;

/// A flag that the loop can look at.
pub(super) struct Stop {
    /// `self`.
    pub this: String,
    /// The attribute.
    pub name: String,
    /// Whether it is an event.
    pub event: bool,
    /// Whether it is true while the loop goes on.
    pub going: bool,
    /// The method that ends the loop, in words.
    pub by: String,
    /// What that method does to the flag.
    pub verb: &'static str,
    /// Whether somebody gives it its first value again before each start.
    pub again: bool,
    pub evidence: Vec<Evidence>,
}

/// Why no flag will do: the nearest miss, if there is one.
pub(super) struct Refusal {
    pub why: String,
    pub evidence: Option<Evidence>,
}

/// The flag of a loop.
pub(super) fn find<'a>(facts: &Facts<'a>, found: &Loop<'a>) -> Result<Stop, Option<Refusal>> {
    let Some((class, this)) = facts.this(found.id) else { return Err(None) };
    // A nested function may have a `self` of its own.
    let plain = facts.scopes().lookup(facts.tree, found.id, this).is_some_and(|(scope, bindings)| {
        bindings.len() == 1 && class.methods.iter().any(|method| method.id == scope)
    });
    if !plain {
        return Err(None);
    }
    let (mut good, mut refused) = (Vec::new(), None);
    for name in flag::candidates(facts, class) {
        match judge(facts, found, class, this, &name) {
            Ok(stop) => good.push(stop),
            Err(refusal) => {
                refused.get_or_insert(refusal);
            }
        }
    }
    // Where several would do, that which the start gives its first value is meant.
    if good.len() > 1 && good.iter().any(|stop| stop.again) {
        good.retain(|stop| stop.again);
    }
    match (good.len(), good.pop()) {
        (1, Some(stop)) => Ok(stop),
        (0, _) | (_, None) => Err(refused),
        (_, Some(last)) => {
            let names: Vec<String> =
                good.iter().chain([&last]).map(|stop| format!("`{}.{}`", stop.this, stop.name)).collect();
            Err(Some(Refusal { why: format!("{} could be meant", names.join(" or ")), evidence: None }))
        }
    }
}

fn judge<'a>(
    facts: &Facts<'a>,
    found: &Loop<'a>,
    class: &Class<'a>,
    this: &str,
    name: &str,
) -> Result<Stop, Refusal> {
    let shown = format!("`{this}.{name}`");
    let refuse = |why: String, evidence: Option<Evidence>| Err(Refusal { why, evidence });
    let Some(going) = flag::meaning(name) else {
        return refuse(format!("the name of {shown} does not say what it means"), None);
    };
    if facts.method_of(class.id, name).is_some() {
        return refuse(format!("{shown} is a property"), None);
    }
    let flag = flag::read(facts, class, name);
    let event =
        flag.writes.iter().any(|write| matches!(write.value, Value::Set | Value::Clear | Value::Event));
    let (last, first) = match (event, going) {
        (false, true) => (Value::False, Value::True),
        (false, false) => (Value::True, Value::False),
        (true, true) => (Value::Clear, Value::Set),
        (true, false) => (Value::Set, Value::Clear),
    };
    if let Some(other) = flag.writes.iter().find(|write| is_foreign(write, event)) {
        let why = format!("{} gives {shown} a value that is not followed", other.who);
        return refuse(why, Some(other.because("flag", "it is set here".into())));
    }
    let is_last = |write: &Write| write.value == last;
    let in_stop = |write: &Write| write.method.as_deref().is_some_and(flag::is_stop);
    let Some(stopper) = flag.writes.iter().find(|write| is_last(write) && in_stop(write)) else {
        return refuse(format!("no stop method gives {shown} its last value"), None);
    };
    // Where it starts as if it had ended, and after the loop itself, is no interference.
    let own =
        |write: &Write| write.node.is_some_and(|node| facts.tree.function(node) == Some(found.function));
    if let Some(other) =
        flag.writes.iter().find(|write| is_last(write) && !in_stop(write) && !write.is_first() && !own(write))
    {
        let why = format!("{} gives {shown} its last value, too, and is no stop", other.who);
        return refuse(why, Some(other.because("flag", "it is set here".into())));
    }
    let (ready, again) = readied(facts, found, &flag, event, last, first)?;
    let verb = if matches!(last, Value::Clear | Value::False) { "clears" } else { "sets" };
    let mut evidence = vec![stopper.because("stopped-by", format!("{} {verb} {shown}", stopper.who))];
    evidence.push(ready);
    evidence.extend(flag.blind.clone());
    Ok(Stop {
        this: this.to_string(),
        name: name.to_string(),
        event,
        going,
        by: stopper.who.clone(),
        verb,
        again,
        evidence,
    })
}

/// Whether a write is none that such a flag has.
fn is_foreign(write: &Write, event: bool) -> bool {
    match write.value {
        Value::Other => true,
        Value::True | Value::False => event,
        Value::Set | Value::Clear | Value::Event | Value::Nothing => false,
    }
}

/// What shows that the flag has its first value before the loop starts, and whether it gets it at every start.
fn readied<'a>(
    facts: &Facts<'a>,
    found: &Loop<'a>,
    flag: &Flag,
    event: bool,
    last: Value,
    first: Value,
) -> Result<(Evidence, bool), Refusal> {
    let shown = &flag.name;
    let ready = |write: &Write| {
        write.value == first
            || (event && first == Value::Clear && write.value == Value::Event && !write.is_first())
    };
    let statements: Vec<(NodeId, &Write)> = flag
        .writes
        .iter()
        .filter(|write| ready(write))
        .filter_map(|write| Some((facts.tree.statement(write.node?)?, write)))
        .collect();
    let before = |place: NodeId| {
        statements.iter().find(|(at, _)| precedes(facts, *at, place)).map(|(_, write)| *write)
    };
    let said = |write: &Write| {
        write.because("ready", format!("{} readies `{shown}` before the loop starts", write.who))
    };
    if let Some(write) = before(found.id) {
        return Ok((said(write), true));
    }
    let starts = starts(facts, found.function);
    let by_starts: Vec<Option<&Write>> = starts
        .iter()
        .map(|&start| before(start).or_else(|| through_callers(facts, start, &before)))
        .collect();
    if let Some(Some(write)) = by_starts.first()
        && by_starts.iter().all(Option::is_some)
    {
        return Ok((said(write), true));
    }
    // What the instance is made with holds for its first start.
    let made = flag.writes.iter().rfind(|write| write.is_first() && write.value != Value::Nothing);
    match made {
        Some(write)
            if write.value == first || (event && last == Value::Set && write.value == Value::Event) =>
        {
            Ok((write.because("ready", format!("`{shown}` is ready when the instance is made")), false))
        }
        made => {
            let after = statements.first().map(|(_, write)| *write);
            let why = match after {
                Some(write) => format!(
                    "{} readies `{shown}` only after the loop has been started, or not always before",
                    write.who
                ),
                None => format!("nothing readies `{shown}` before the loop starts"),
            };
            let line = after.or(made).map(|write| write.because("flag", "it gets its value here".into()));
            Err(Refusal { why, evidence: line })
        }
    }
}

/// The places of this file that start the loop's function, or hand it on.
fn starts(facts: &Facts<'_>, function: NodeId) -> Vec<NodeId> {
    let callers = facts.callers(function);
    let certain = callers.certain.iter().map(|site| site.id);
    let possible = callers.possible.iter().filter_map(|&range| facts.used_at(range));
    certain.chain(possible).collect()
}

/// The write that precedes every call of the function around a start.
fn through_callers<'w>(
    facts: &Facts<'_>,
    start: NodeId,
    before: &dyn Fn(NodeId) -> Option<&'w Write>,
) -> Option<&'w Write> {
    let callers = facts.callers(facts.tree.function(start)?);
    if !callers.possible.is_empty() || callers.public {
        return None;
    }
    let found: Option<Vec<&Write>> = callers.certain.iter().map(|site| before(site.id)).collect();
    found?.first().copied()
}

/// Whether a statement has certainly run when a place of the same function is reached: it stands before it in a suite
/// that holds the place, or in a `with` there.
fn precedes(facts: &Facts<'_>, statement: NodeId, place: NodeId) -> bool {
    let Some(mut current) = facts.tree.statement(place) else { return false };
    if facts.tree.function(statement) != facts.tree.function(place) {
        return false;
    }
    loop {
        if let Some((suite, index)) = facts.tree.suite(current)
            && suite[..index].iter().any(|stmt| runs(facts, stmt, statement))
        {
            return true;
        }
        match facts.tree.parent(current).and_then(|parent| facts.tree.statement(parent)) {
            Some(parent) if !matches!(facts.tree.node(parent), AnyNodeRef::StmtFunctionDef(_)) => {
                current = parent
            }
            _ => return false,
        }
    }
}

fn runs<'a>(facts: &Facts<'a>, stmt: &'a Stmt, statement: NodeId) -> bool {
    match stmt {
        Stmt::With(node) => node.body.iter().any(|inner| runs(facts, inner, statement)),
        _ => facts.tree.id(stmt) == statement,
    }
}
