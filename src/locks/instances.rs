//! Whether the locks that meet in a cycle are the same objects: two instances of one class are two locks.

use super::graph::Witness;
use super::object::{Object, Root, Step};
use super::value::Reader;
use crate::facts::index::Usage;
use crate::facts::types::engine::Place;
use crate::facts::{ClassRef, FunctionRef};
use crate::syntax::{Expr, Ranged};

/// Why a cycle is only possible, in words; empty if it is certain. `None` if it cannot be: the objects are of classes
/// that have nothing to do with each other.
pub fn doubts(reader: &Reader<'_>, cycle: &[&Witness]) -> Option<Vec<String>> {
    let next = |at: usize| (at + 1) % cycle.len();
    for (at, witness) in cycle.iter().enumerate() {
        let holder = cycle[next(at)];
        if !may_be_one(
            reader,
            receiver(witness.taken.value.lock.as_deref()),
            receiver(holder.held.lock.as_deref()),
        ) {
            return None;
        }
    }
    // Any of the functions may be the one in whose terms the others are put.
    let all = (0..cycle.len()).map(|from| from_base(reader, cycle, from));
    let mut best = all.min_by_key(Vec::len).unwrap_or_default();
    for witness in cycle {
        for doubt in &witness.taken.doubts {
            if !best.contains(doubt) {
                best.push(doubt.clone());
            }
        }
    }
    Some(best)
}

fn receiver(lock: Option<&super::identity::LockName>) -> Option<ClassRef> {
    lock.and_then(|lock| lock.receiver)
}

/// Whether an object may be an instance of both classes.
pub fn may_be_one(reader: &Reader<'_>, one: Option<ClassRef>, two: Option<ClassRef>) -> bool {
    let (Some(one), Some(two)) = (one, two) else { return true };
    let below = |class: ClassRef| {
        let mut all = reader.view.descendants(class);
        all.push(class);
        all
    };
    let (one, two) = (below(one), below(two));
    one.iter().any(|class| two.contains(class))
}

/// What stays open when the objects of all functions are put in terms of one of them.
fn from_base(reader: &Reader<'_>, cycle: &[&Witness], base: usize) -> Vec<String> {
    let mut open = Vec::new();
    let mut this = Object::of(Root::This);
    let base_class = reader.view.owner(cycle[base].terms);
    for step in 0..cycle.len() {
        let at = (base + step) % cycle.len();
        let next = (at + 1) % cycle.len();
        let (witness, holder) = (cycle[at], cycle[next]);
        let taken =
            witness.taken.value.object.with_roots(&|root| (*root == Root::This).then(|| this.clone()));
        let taken = shorten(reader, base_class, &taken);
        if next == base {
            compare(&taken, &holder.held.object, witness, holder, &mut open);
            break;
        }
        this = match start_of(&taken, &holder.held.object, &holder.terms) {
            Some(found) if fits(reader, &found, base_class, holder.terms) => found,
            _ => {
                compare(&taken, &holder.held.object, witness, holder, &mut open);
                Object::unknown()
            }
        };
        if keys(&taken) {
            push(&mut open, format!("only where both are for the same key of `{}`", short(holder)));
        }
    }
    open
}

/// What `self` of a holder must be, so that its lock is the one that is taken.
fn start_of(taken: &Object, held: &Object, terms: &FunctionRef) -> Option<Object> {
    let (taken_plain, held_plain) = (taken.without_keys(), held.without_keys());
    if held_plain.root != Root::This {
        // A module's lock is the same for all.
        let shared = match &held.root {
            Root::Module(_) => true,
            Root::Local(of, _) => *of != *terms,
            _ => false,
        };
        return (shared && taken_plain == held_plain).then(|| Object::of(Root::This));
    }
    if matches!(taken.root, Root::Unknown | Root::Fresh | Root::Made(..) | Root::Local(..)) {
        return None;
    }
    let rest = taken_plain.steps.strip_suffix(held_plain.steps.as_slice())?.len();
    Some(Object { root: taken.root.clone(), steps: taken.steps[..rest].to_vec() })
}

/// Whether an object may be what a method's `self` is.
fn fits(reader: &Reader<'_>, object: &Object, base: Option<ClassRef>, terms: FunctionRef) -> bool {
    let of_base = object.root == Root::This && object.steps.is_empty();
    !of_base || may_be_one(reader, base, reader.view.owner(terms))
}

fn compare(taken: &Object, held: &Object, from: &Witness, to: &Witness, open: &mut Vec<String>) {
    // A parameter or a local name is another one in every call, but for functions inside of the one that has it.
    let is_own = |of: &FunctionRef| *of == from.terms || *of == to.terms;
    let local =
        matches!(&taken.root, Root::Local(of, _) if is_own(of)) || matches!(taken.root, Root::Made(..));
    if taken.is(held) && !local {
        return;
    }
    if taken.differs_in_key(held) {
        push(open, format!("only where both are for the same key of `{}`", short(to)));
        return;
    }
    if taken.root == Root::Unknown && !open.is_empty() {
        return;
    }
    let reason = format!(
        "only where the `{}` that {} takes is the one that {} holds: nothing shows that it is",
        short(to),
        from.holder,
        to.holder
    );
    push(open, reason);
}

fn push(open: &mut Vec<String>, reason: String) {
    if !open.contains(&reason) {
        open.push(reason);
    }
}

fn short(witness: &Witness) -> String {
    witness.held.lock.as_ref().map_or_else(String::new, |lock| lock.short.clone())
}

fn keys(object: &Object) -> bool {
    object.steps.iter().any(|step| matches!(step, Step::Item(_)))
}

/// A path without detours: `self.pool.owner` is `self` where the class makes its pool with itself as the owner.
pub fn shorten(reader: &Reader<'_>, class: Option<ClassRef>, object: &Object) -> Object {
    let mut object = object.clone();
    if object.root != Root::This {
        return object;
    }
    let mut classes = vec![class];
    let mut at = 0;
    while at < object.steps.len() {
        let (Step::Attribute(name), Some(class)) = (&object.steps[at], classes[at]) else { break };
        let Some(made) = made_with_self(reader, class, name) else { break };
        if let Some(Step::Attribute(back)) = object.steps.get(at + 1)
            && only_set_from(reader, made.class, back, &made.parameter)
        {
            object.steps.drain(at..at + 2);
            continue;
        }
        classes.push(Some(made.class));
        at += 1;
    }
    object
}

/// A class that another one makes one instance of, and the parameter by which it is given its maker.
struct Made {
    class: ClassRef,
    parameter: String,
}

/// What an attribute is, where the only assignment to it is `self.x = C(…, self, …)`.
fn made_with_self(reader: &Reader<'_>, class: ClassRef, name: &str) -> Option<Made> {
    let value = only_value(reader, class, name)?;
    let Expr::Call(call) = reader.expression(value)? else { return None };
    let symbols = reader.view.callee_at(Place { range: call.func.range(), ..value }).symbols;
    let [symbol] = symbols.as_slice() else { return None };
    let made = reader.view.class_of(symbol)?;
    let init = reader.view.method(made, "__init__")?;
    let arguments = reader.arguments(value.file, &call, init, 2);
    let own = Object::of(Root::This);
    let (parameter, _) = arguments.into_iter().find(|(_, value)| value.object == own)?;
    Some(Made { class: made, parameter: parameter.to_string() })
}

/// Whether an attribute is only ever set in `__init__`, to one of its parameters.
fn only_set_from(reader: &Reader<'_>, class: ClassRef, name: &str, parameter: &str) -> bool {
    only_value(reader, class, name).is_some_and(|value| reader.view.text(value) == parameter)
}

/// The value of an attribute's only assignment, which stands in `__init__`.
fn only_value(reader: &Reader<'_>, class: ClassRef, name: &str) -> Option<Place> {
    if !reader.view.project.patched().files(name).is_empty() {
        return None;
    }
    let family =
        std::iter::once(class).chain(reader.view.ancestors(class)).chain(reader.view.descendants(class));
    let writes: Vec<_> = family
        .flat_map(|class| {
            let index = reader.view.index(class.file);
            let own = |found: &&crate::facts::index::Occurrence| {
                found.this == Some(class.class)
                    && matches!(found.usage, Usage::Write | Usage::Declare | Usage::Augment | Usage::Delete)
            };
            let found: Vec<_> =
                index.attributes(name).iter().filter(own).map(|found| (class.file, found.clone())).collect();
            found
        })
        .collect();
    let [(file, write)] = writes.as_slice() else { return None };
    let index = reader.view.index(*file);
    let in_init = write.function.is_some_and(|at| &*index.functions[at as usize].name == "__init__");
    in_init.then_some(Place { file: *file, range: write.value? })
}
