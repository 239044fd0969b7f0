//! The alternative: a `WeakValueDictionary`, whose entries go when nobody holds the lock. Only where every use keeps the
//! lock that it has looked up for as long as it needs it.

use crate::edit::{Edit, Fix};
use crate::facts::Facts;
use crate::keyed::{Event, Events, Keyed, Make, Owner, What};
use crate::syntax::{Expr, Ranged, TextRange, imports};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use super::lookups::{By, Lookup, Lookups, Then};

/// Classes that can be referred to weakly and whose state nobody needs once nobody holds them. Not events: that one is
/// set is state. Sources: `Lib/asyncio/locks.py` of CPython 3.9 to 3.14, which give none of them `__slots__`.
const HELD: &[&str] = &["asyncio.Lock", "asyncio.Semaphore", "asyncio.BoundedSemaphore"];

/// A registry that is weak already.
pub(super) fn judge(facts: &Facts<'_>, keyed: &Keyed<'_>, lookups: &Lookups) -> Finding {
    let range = keyed.range(facts);
    let loses = lookups.list.iter().find(|lookup| {
        (lookup.by == By::Store && !lookup.bound)
            || matches!(&lookup.then, Then::Called(name) if matches!(name.as_str(), "acquire" | "release"))
    });
    match loses {
        Some(lookup) => {
            let message = format!(
                "entries of `{}` go when nobody holds them, and here nobody does: keep the lock in a name for as long as it is used",
                keyed.text
            );
            let evidence = facts.evidence_at(
                "not-held",
                "nothing holds the lock that this looks up or stores",
                lookup.place,
            );
            Finding::new(Verdict::Manual, Severity::High, range, message).because(evidence)
        }
        None => Finding::fine(
            range,
            format!("entries leave `{}` by themselves", keyed.text),
            facts.evidence("weak-values", "entries go when nobody else has the value", range),
        ),
    }
}

/// The fix.
///
/// # Errors
/// Why there is none; nothing is said where the class is no lock in the first place.
pub(super) fn fix(
    facts: &Facts<'_>,
    keyed: &Keyed<'_>,
    events: &Events,
    class: &str,
    lookups: &Lookups,
) -> Result<Fix, Option<Evidence>> {
    if !HELD.contains(&class) || !matches!(keyed.owner, Owner::Instance(_)) {
        return Err(None);
    }
    let refuse =
        |message: &str, range: TextRange| Err(Some(facts.evidence("not-weak", message.to_string(), range)));
    let elsewhere = |message: &str, lookup: &Lookup| {
        Err(Some(facts.evidence_at("not-weak", format!("no `WeakValueDictionary`: {message}"), lookup.place)))
    };
    let range = keyed.range(facts);
    if let Some(blind) = events.blind.first() {
        return Err(Some(Evidence::general("not-weak", format!("no `WeakValueDictionary`: {}", blind.why))));
    }
    if let Some(place) = lookups.unsure.first() {
        let message = "no `WeakValueDictionary`: what is done with the lock here is not known";
        return Err(Some(facts.evidence_at("not-weak", message, *place)));
    }
    let drops = |event: &&Event| !matches!(event.what, What::Look | What::Add | What::Make | What::Clear);
    if let Some(event) = events.list.iter().find(drops) {
        let message = "no `WeakValueDictionary`: the entry that this wants may be gone";
        return Err(Some(facts.evidence_at("not-weak", message, event.place)));
    }
    let mut held = 0;
    for lookup in &lookups.list {
        match (&lookup.by, &lookup.then) {
            (By::Look, _) => {}
            (By::Store, _) if lookup.bound => {}
            (By::Store, _) => {
                return elsewhere(
                    "nothing would hold a new lock between this and the next line; AM201's `setdefault` does",
                    lookup,
                );
            }
            (By::Item, Then::Returned | Then::Local) if keyed.make != Make::Default => {
                return elsewhere("the entry may be gone here; AM201's `setdefault` keeps it", lookup);
            }
            (By::Item, Then::With) if keyed.make != Make::Default => {
                return elsewhere("the entry may be gone here", lookup);
            }
            (_, Then::With | Then::Local) => held += 1,
            (By::Item | By::Get | By::SetDefault, Then::Returned) => {}
            (By::Get | By::Getter, Then::Tested) => {}
            (By::Get, Then::Called(name)) if name == "locked" => {}
            _ => return elsewhere("nothing holds the lock that is looked up here", lookup),
        }
    }
    if held == 0 {
        return refuse("no `WeakValueDictionary`: nothing is seen to hold a lock of it", range);
    }
    let edits = edits(facts, keyed, lookups).ok_or_else(|| {
        Some(facts.evidence(
            "not-weak",
            "no `WeakValueDictionary`: how it is made cannot be rewritten",
            range,
        ))
    })?;
    let change = format!(
        "a lock goes as soon as nobody holds it or waits for it, so `{}` holds those in use alone; iterating over it, or its size, says nothing of the others",
        keyed.text
    );
    let mut evidence: Vec<Evidence> = lookups
        .list
        .iter()
        .filter(|lookup| matches!(lookup.then, Then::With | Then::Local))
        .take(3)
        .map(|lookup| facts.evidence_at("held", "the lock is held here as long as it is used", lookup.place))
        .collect();
    if lookups.public {
        let message =
            "what returns the lock is public: a caller outside of the given files has to hold it, too";
        evidence.push(Evidence::general("public", message));
    }
    Ok(Fix::new(Verdict::Review, "keep the locks in a `WeakValueDictionary`", edits)
        .changing(change)
        .because_all(evidence))
}

/// The creation, its annotation, the import, and for a `defaultdict` each lookup.
fn edits(facts: &Facts<'_>, keyed: &Keyed<'_>, lookups: &Lookups) -> Option<Vec<Edit>> {
    let (spelled, import) = spelled(facts, keyed)?;
    let mut edits: Vec<Edit> = import.into_iter().collect();
    match keyed.annotation {
        Some(Expr::Subscript(subscript)) => {
            let base = facts.qualified(&subscript.value, keyed.statement)?;
            matches!(base.as_str(), "builtins.dict" | "collections.defaultdict").then_some(())?;
            edits.push(Edit::replace(subscript.value.range(), spelled.clone()));
        }
        Some(_) => return None,
        None => {}
    }
    edits.push(Edit::replace(keyed.value.range(), format!("{spelled}()")));
    match (keyed.value, &keyed.make) {
        (Expr::Dict(dict), Make::Plain) => dict.items.is_empty().then_some(())?,
        (Expr::Call(call), Make::Plain) => call.arguments.is_empty().then_some(())?,
        (Expr::Call(call), Make::Default) => {
            let [Expr::Name(_) | Expr::Attribute(_)] = &*call.arguments.args else { return None };
            let factory = facts.text(&call.arguments.args[0]);
            for lookup in lookups.list.iter().filter(|lookup| lookup.by == By::Item) {
                (Some(lookup.place.file) == facts.file).then_some(())?;
                let object = facts.text(lookup.used?);
                let text = format!("{object}.setdefault({}, {factory}())", lookup.key);
                edits.push(Edit::replace(lookup.place.range, text));
            }
        }
        _ => return None,
    }
    Some(edits)
}

/// How `weakref.WeakValueDictionary` is written at the creation, and the import that it needs.
fn spelled(facts: &Facts<'_>, keyed: &Keyed<'_>) -> Option<(String, Option<Edit>)> {
    if let Some(spelled) = facts.spelled("weakref", "WeakValueDictionary", keyed.statement) {
        return Some((spelled, None));
    }
    let free = facts.scopes().is_free(facts.tree, facts.tree.root(), "weakref")
        && facts.scopes().lookup(facts.tree, keyed.statement, "weakref").is_none();
    free.then_some(())?;
    let module = facts.module.syntax();
    let top = module.body.iter().find(|stmt| stmt.range().contains_range(keyed.range(facts)))?;
    let edit = imports::add_import(facts.layout, module, "weakref", "import weakref", top.start());
    Some(("weakref.WeakValueDictionary".into(), Some(edit)))
}
