//! What becomes of a container's entries: the one answer that the events give.

use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef, is_test_path};

use super::closed::Closed;
use super::events::{Event, Events, What};
use super::flow::Miss;
use super::pairs;
use super::reach::{self, Reach};

/// The life of the keys.
#[derive(Clone, Debug)]
pub(crate) enum Life {
    /// Nothing that is followed puts a new key in.
    Unfilled,
    /// It is filled and never read.
    Dead(Place),
    /// Only keys of a closed set are put in.
    Closed(Closed),
    /// It is filled only while the object or module is made.
    Early(Place),
    /// Its size is bounded.
    Bounded(Place),
    /// Entries are taken out, and who runs that.
    Pruned {
        /// What takes them out.
        drop: Event,
        /// Who runs it.
        by: Reach,
        /// The function in which it always follows the entry, if there is one.
        always: Option<Place>,
    },
    /// There is a clean-up, and a way misses it.
    Missed {
        /// Where the entry is put in, in the function with both.
        add: Place,
        /// Where it is taken out there.
        drop: Place,
        /// What is called for that.
        through: Option<FunctionRef>,
        /// Which way.
        miss: Miss,
        /// Where that is.
        at: Option<Place>,
    },
    /// There is a clean-up that nobody is known to run.
    Uncalled {
        /// What takes entries out.
        drop: Event,
        /// Who may run it.
        reach: Reach,
    },
    /// Everything is taken out when all starts or stops, and nothing in between.
    AtTheEnd(Event),
    /// Nothing takes entries out.
    Grows,
}

/// The life of a container's keys.
pub(crate) fn of(facts: &Facts<'_>, events: &Events) -> Life {
    let Some(first) = events.adds().next() else { return Life::Unfilled };
    if events.dead == Some(true) {
        return Life::Dead(first.place);
    }
    let Some(growing) = events.growing().next() else {
        // Who cannot be followed may put other keys in.
        if !events.blind.is_empty() {
            return Life::Unfilled;
        }
        return match events.adds().find_map(|event| event.closed.clone()) {
            Some(closed) => Life::Closed(closed),
            None => Life::Early(first.place),
        };
    };
    // Each place that puts keys in has to be bounded.
    if events.blind.is_empty()
        && let Some(bound) = growing.bound
        && events.growing().all(|event| event.bound.is_some())
    {
        return Life::Bounded(bound);
    }
    let adders = fillers(events);
    // What a handler takes out where it was put in is only taken back.
    let back =
        |event: &Event| event.handler && event.function.is_some_and(|function| adders.contains(&function));
    let drops = events.drops().filter(|event| !makes_room(event, events) && !back(event));
    let (ending, running): (Vec<&Event>, Vec<&Event>) = drops.partition(|event| {
        let fills = adders.iter().any(|adder| Some(*adder) == event.function);
        let whole = event.what != What::Drop && reach::stops(facts, event.function);
        let anew = event.what == What::Clear && reach::starts_or_stops(facts, event.function);
        !fills && (whole || anew)
    });
    let reached: Vec<(&Event, Reach)> =
        running.iter().map(|event| (*event, reach::of(facts, event.function, &adders))).collect();
    let runs = |reach: &Reach| matches!(reach, Reach::Here | Reach::By(_));
    let whole = reached.iter().find(|(event, reach)| event.what != What::Drop && runs(reach));
    if let Some((event, reach)) = whole {
        return Life::Pruned { drop: (*event).clone(), by: *reach, always: None };
    }
    let Some((event, by)) = reached.iter().find(|(_, reach)| runs(reach)) else {
        // A mapping of its own: whoever uses the object decides what is in it.
        let mapping = reached.iter().any(|(event, _)| {
            let entry = event.function.and_then(|function| facts.view().function(function));
            entry.is_some_and(|entry| &*entry.name == "__delitem__")
        });
        if mapping {
            return Life::Unfilled;
        }
        return match (reached.first(), ending.first()) {
            (Some((event, reach)), _) => Life::Uncalled { drop: (*event).clone(), reach: *reach },
            (None, Some(event)) => Life::AtTheEnd((*event).clone()),
            (None, None) => Life::Grows,
        };
    };
    let pairs = pairs::of(facts, events, &adders);
    let always = pairs.iter().find(|pair| pair.miss.is_none());
    for pair in &pairs {
        let Some(miss) = pair.miss else { continue };
        // Who calls this, and always takes the entry out.
        let covered = pairs.iter().any(|other| other.miss.is_none() && other.adds == Some(pair.function));
        let elsewhere = reached.iter().any(|(event, reach)| {
            runs(reach) && event.function != Some(pair.function) && event.function != pair.through
        }) || pair.through.is_some_and(|clean| called_besides(facts, clean, pair.function));
        if covered || !miss.is_failure() && (elsewhere || always.is_some()) {
            continue;
        }
        let at = pairs::range(miss).map(|range| Place { file: pair.add.file, range });
        return Life::Missed { add: pair.add, drop: pair.drop, through: pair.through, miss, at };
    }
    Life::Pruned { drop: (*event).clone(), by: *by, always: always.map(|pair| pair.drop) }
}

/// The functions that fill it. One that reads an entry of a `defaultdict` and then takes it out is none, unless there
/// are no others.
fn fillers(events: &Events) -> Vec<FunctionRef> {
    let dropped = |add: &&Event| {
        events.drops().any(|drop| {
            drop.function == add.function
                && drop.place.range.start() > add.place.range.start()
                && (drop.what != What::Drop || drop.key == add.key)
        })
    };
    let left: Vec<FunctionRef> = events
        .growing()
        .filter(|add| !add.drains && !dropped(add))
        .filter_map(|event| event.function)
        .collect();
    if left.is_empty() { events.growing().filter_map(|event| event.function).collect() } else { left }
}

/// Whether another function calls a clean-up, too.
fn called_besides(facts: &Facts<'_>, clean: FunctionRef, function: FunctionRef) -> bool {
    facts.view().callers(clean).certain.iter().any(|caller| {
        let around = caller.function.map(|number| FunctionRef { file: caller.place.file, function: number });
        around != Some(function) && !is_test_path(facts.project.path(caller.place.file))
    })
}

/// Whether a removal only makes room for an entry of the same key, which the function puts in right after it.
fn makes_room(event: &Event, events: &Events) -> bool {
    let same = |add: &&Event| add.function == event.function && add.key == event.key;
    let mut adds = events.adds().filter(same).peekable();
    event.what == What::Drop
        && event.key.is_some()
        && adds.peek().is_some()
        && adds.all(|add| add.place.range.start() > event.place.range.start())
}
