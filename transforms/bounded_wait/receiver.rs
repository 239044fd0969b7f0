//! What is waited for: an asyncio primitive, something with a `wait` of its own, or something unknown.

use crate::config::WaitKind;
use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, Facts, Ty};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged};
use crate::verdict::Evidence;

use super::site::Wait;

/// A primitive of asyncio whose wait can be bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Event,
    Condition,
    Queue,
    Lock,
    Process,
}

impl Kind {
    /// What keeps the waiter waiting.
    pub fn never(self) -> &'static str {
        match self {
            Kind::Event => "the event is never set",
            Kind::Condition => "nobody notifies the condition",
            Kind::Queue => "nothing is put into the queue",
            Kind::Lock => "it is never released",
            Kind::Process => "the process never ends",
        }
    }

    /// The kind that a class and a method stand for, as far as the settings ask for it.
    fn of(class: &str, method: &str, also: &[WaitKind]) -> Option<Self> {
        let (kind, asked) = match (class, method) {
            ("asyncio.Event", "wait") => (Kind::Event, true),
            ("asyncio.Condition", "wait" | "wait_for") => (Kind::Condition, true),
            ("asyncio.Queue" | "asyncio.PriorityQueue" | "asyncio.LifoQueue", "get") => {
                (Kind::Queue, also.contains(&WaitKind::Queue))
            }
            (
                "asyncio.Lock" | "asyncio.Semaphore" | "asyncio.BoundedSemaphore" | "asyncio.Condition",
                "acquire",
            ) => (Kind::Lock, also.contains(&WaitKind::Lock)),
            ("asyncio.subprocess.Process", "wait") => (Kind::Process, also.contains(&WaitKind::Process)),
            _ => return None,
        };
        asked.then_some(kind)
    }
}

/// What is waited for.
pub(super) enum Receiver {
    /// A primitive, and what shows it.
    Primitive(Kind, Vec<Evidence>),
    /// An instance of a class of the given files that defines the method.
    Own(Vec<Evidence>),
    /// Not known, why, and a line of another file that says more.
    Unknown(&'static str, Option<Evidence>),
}

impl Receiver {
    /// What shows the type.
    pub fn evidence(&self) -> &[Evidence] {
        match self {
            Receiver::Primitive(_, evidence) | Receiver::Own(evidence) => evidence,
            Receiver::Unknown(..) => &[],
        }
    }
}

/// What a wait's receiver is; `None` where it is known to be nothing that this finding is about.
pub(super) fn of<'a>(wait: &Wait<'a>, facts: &Facts<'a>) -> Option<Receiver> {
    let also = &facts.settings.am502.also;
    if let Some(class) = class_of_super(wait, facts) {
        return inherited(class, wait, facts);
    }
    let typed = facts.type_of(wait.receiver, wait.call_id);
    let by_name = facts.by_name_evidence(&typed);
    match &typed.ty {
        // Of the project, and nobody can say what it is: `from .compat import Event`.
        Ty::Named(class) if typed.unresolved && class.starts_with('.') => (wait.method == "wait")
            .then_some(Receiver::Unknown("its class is imported from a module that is not given", None)),
        Ty::Named(class)
            if typed.unresolved && wait.method == "wait" && protocol_named(class, facts).is_some() =>
        {
            Some(Receiver::Unknown(PROTOCOL, protocol_named(class, facts)))
        }
        Ty::Named(class) | Ty::Container { class, .. } => {
            let kind = Kind::of(class, wait.method, also)?;
            let subject = format!("`{}`", wait.subject(facts));
            let shown = facts.type_evidence(&subject, &typed);
            Some(Receiver::Primitive(kind, shown.into_iter().chain(by_name).collect()))
        }
        Ty::Local(class) => match facts.class(*class).and_then(|class| class.method(wait.method)) {
            Some(method) => own(method.id, wait, facts),
            None => inherited(*class, wait, facts),
        },
        Ty::Foreign(class) => foreign(*class, by_name, wait, facts),
        // Much else has a `get` or an `acquire`, and `wait_for` is a name that many libraries use.
        Ty::Unknown(why) => (wait.method == "wait").then_some(Receiver::Unknown(why, None)),
    }
}

/// A class of another given file: its own method, or the one that it inherits.
fn foreign(
    class: ClassRef,
    by_name: Option<Evidence>,
    wait: &Wait<'_>,
    facts: &Facts<'_>,
) -> Option<Receiver> {
    let view = facts.view();
    let name = view.class_name(class);
    let entry = view.index(class.file).classes.get(class.class as usize)?.name_range;
    let here = Place { file: class.file, range: entry };
    let unknown = |why| {
        let message = format!("`{name}` is defined here");
        (wait.method == "wait")
            .then(|| Receiver::Unknown(why, Some(facts.evidence_at("class", message, here))))
    };
    // A class that only looks like a primitive of asyncio may be one.
    if by_name.is_some() && matches!(name.as_str(), "Event" | "Condition") {
        return unknown("only the name of its class is known, and asyncio has one of that name");
    }
    if let Some(method) = view.method(class, wait.method) {
        if view.owner(method).is_some_and(|owner| is_protocol(owner, facts)) {
            return unknown(PROTOCOL);
        }
        let place = Place { file: method.file, range: view.function(method)?.name_range };
        let evidence = facts.evidence_at("own-wait", format!("`{name}` defines `{}`", wait.method), place);
        let evidence = std::iter::once(evidence).chain(by_name).collect();
        return (wait.method == "wait").then_some(Receiver::Own(evidence));
    }
    let outside = view.outside_bases(class);
    let primitive = outside
        .iter()
        .flatten()
        .find_map(|base| Some((Kind::of(base, wait.method, &facts.settings.am502.also)?, base)));
    if let Some((kind, base)) = primitive {
        let evidence = facts.evidence_at("type", format!("`{name}` is a kind of {base}"), here);
        return Some(Receiver::Primitive(kind, std::iter::once(evidence).chain(by_name).collect()));
    }
    // A base that is known and is no primitive has a `wait` of its own.
    if outside.is_empty() || outside.iter().any(Option::is_none) {
        return unknown("its class defines no `wait` in the given files");
    }
    None
}

/// Why the `wait` of a protocol says nothing.
const PROTOCOL: &str = "its class is a protocol, which an asyncio.Event may fit";

/// The line of the protocol that a name of a class stands for: no object is of that class, so that nothing resolves it.
fn protocol_named(name: &str, facts: &Facts<'_>) -> Option<Evidence> {
    let view = facts.view();
    let class = view.only_class(name.rsplit('.').next()?).filter(|class| is_protocol(*class, facts))?;
    let range = view.index(class.file).classes.get(class.class as usize)?.name_range;
    let message = format!("`{}` is defined here", view.class_name(class));
    Some(facts.evidence_at("class", message, Place { file: class.file, range }))
}

/// Whether a class only declares what others implement.
fn is_protocol(class: ClassRef, facts: &Facts<'_>) -> bool {
    let index = facts.view().index(class.file);
    index
        .classes
        .get(class.class as usize)
        .is_some_and(|entry| entry.bases.iter().any(|(last, _)| &**last == "Protocol"))
}

/// The class that a class of this file gets the method from, where it does not define it itself.
fn inherited<'a>(class: NodeId, wait: &Wait<'a>, facts: &Facts<'a>) -> Option<Receiver> {
    // A base class of another given file.
    if let Some(known) = facts.class_ref(&Ty::Local(class))
        && facts.view().ancestors(known).iter().any(|base| base.file != known.file)
    {
        return foreign(known, None, wait, facts);
    }
    let mut family = vec![class];
    let mut next = 0;
    let (mut outside, mut unresolved) = (false, false);
    while let Some(&current) = family.get(next) {
        next += 1;
        let Some(current) = facts.class(current) else { continue };
        for base in current.bases() {
            if let Some(local) = facts.local_class(base, current.id) {
                if let Some(method) = facts.class(local)?.method(wait.method) {
                    return own(method.id, wait, facts);
                }
                if !family.contains(&local) {
                    family.push(local);
                }
                continue;
            }
            match facts.qualified(base, current.id) {
                Some(name) => {
                    if let Some(kind) = Kind::of(&name, wait.method, &facts.settings.am502.also) {
                        let message = format!("`{}` is a kind of {name}", facts.class(class)?.name());
                        return Some(Receiver::Primitive(kind, vec![facts.evidence("type", message, base)]));
                    }
                    outside = true;
                }
                None => unresolved = true,
            }
        }
    }
    // A base of another file that is no primitive has a `wait` of its own.
    ((unresolved || !outside) && wait.method == "wait")
        .then_some(Receiver::Unknown("its class defines no `wait` in this file", None))
}

/// A method of this file, which is a site of its own if it waits.
fn own<'a>(method: NodeId, wait: &Wait<'a>, facts: &Facts<'a>) -> Option<Receiver> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(method) else { return None };
    let class = facts.class(facts.tree.class_of_method(method)?)?;
    if class.bases().iter().any(|base| facts.is_one_of(base, class.id, &["typing.Protocol"])) {
        return (wait.method == "wait").then_some(Receiver::Unknown(PROTOCOL, None));
    }
    let class = class.name();
    (wait.method == "wait").then(|| {
        Receiver::Own(vec![facts.evidence(
            "own-wait",
            format!("`{class}` defines `wait`"),
            node.name.range(),
        )])
    })
}

/// The class around `super().wait()`.
fn class_of_super<'a>(wait: &Wait<'a>, facts: &Facts<'a>) -> Option<NodeId> {
    let Expr::Call(call) = wait.receiver else { return None };
    let plain = call.arguments.is_empty() && facts.qualified(&call.func, wait.call_id)? == "builtins.super";
    let (class, _) = facts.this(wait.call_id).filter(|_| plain)?;
    // The class's own method is the one that asks for the inherited one.
    Some(class.id)
}
