//! AM201 atomic-get-or-create: an entry of a dictionary that is looked for and then created. Judges whether another task
//! can come between, and writes `setdefault` where that does the same. Does not judge how the entry is used.

mod certain;
mod creation;
mod dictionary;
mod fix;
mod guard;
mod holds;
mod keys;
mod look;
mod made;
mod plain;
mod shape;
mod stored;
mod value;

use crate::edit::Fix;
use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, NodeId, NodeKind, Ranged, TextRange};
use crate::transform::{Meta, PatternSpec, Site as Proposed, Transform};
use crate::verdict::{Evidence, Finding, Severity, Verdict};

use dictionary::Kind;
use guard::Between;
use look::Test;
use shape::{More, Site, Whole};
use stored::Stored;
use value::Value;

/// AM201.
pub struct AtomicGetOrCreate;

static META: Meta = Meta {
    code: "AM201",
    name: "atomic-get-or-create",
    summary: "Entries of dictionaries that are looked for and then created in a second step",
    subject: "Get or create entries in one step",
    literals: &["] =", "]="],
    patterns: &[
        PatternSpec { code: "$K not in $D", selector: None, claims: NodeKind::ExprCompare },
        PatternSpec { code: "$K in $D", selector: None, claims: NodeKind::ExprCompare },
        PatternSpec { code: "$V is None", selector: None, claims: NodeKind::ExprCompare },
        PatternSpec { code: "$V is not None", selector: None, claims: NodeKind::ExprCompare },
        PatternSpec { code: "not $V", selector: None, claims: NodeKind::ExprUnaryOp },
        PatternSpec { code: "if $V:\n    $$$BODY", selector: None, claims: NodeKind::StmtIf },
        PatternSpec { code: "$D.get($K) or $V", selector: None, claims: NodeKind::ExprBoolOp },
        PatternSpec { code: "$D.get($K, $V)", selector: None, claims: NodeKind::ExprCall },
        PatternSpec {
            code: "try:\n    $$$BODY\nexcept $E:\n    $$$HANDLER",
            selector: Some("except_clause"),
            claims: NodeKind::ExceptHandlerExceptHandler,
        },
    ],
    readme: include_str!("README.md"),
};

impl Transform for AtomicGetOrCreate {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, proposed: Proposed, facts: &Facts<'_>) -> Option<Finding> {
        let site = shape::of(facts, proposed.node)?;
        // What runs once, at import, meets nobody.
        facts.tree.function(site.anchor)?;
        Some(judge(facts, &site))
    }
}

fn judge<'a>(facts: &Facts<'a>, site: &Site<'a>) -> Finding {
    let range = header(facts, site.anchor);
    let entry = format!("{}[{}]", facts.text(site.dict), facts.text(site.key));
    let fine = |why: &str, evidence: Vec<Evidence>| {
        let message = format!("`{entry}` is created where it is missing: {why}");
        Finding::new(Verdict::Fine, Severity::Low, range, message).because_all(evidence)
    };
    let (kind, optional) = dictionary::kind(facts, site.dict, site.anchor);
    let between = guard::between(facts, site);
    if let Kind::Own(evidence) = &kind
        && (matches!(between, Between::Nothing) || !dictionary::is_handed_on(facts, site.dict, site.anchor))
    {
        return fine("no other task has the dictionary", vec![evidence.clone()]);
    }
    match between {
        Between::Nothing => {}
        Between::Covered(why, evidence) => return fine(&why, evidence),
        Between::Latent(at) => return latent(facts, site, range, &entry, at),
        Between::Race(at, doubt) => return race(facts, site, range, &entry, at, doubt),
    }
    let unbroken =
        facts.evidence("no-suspension", "nothing suspends between the check and this", set_at(facts, site));
    let what = value::classify(facts, site.value, site.anchor);
    if let Value::Running(why) = &what {
        let evidence = facts.evidence("running", why.clone(), site.value);
        return fine("`setdefault` is not for what starts something", vec![evidence, unbroken]);
    }
    let whole = match &site.whole {
        Ok(whole) => whole,
        Err(More { range: at, what }) => {
            let evidence = facts.evidence("does-more", *what, *at);
            return fine("this is more than one `setdefault`", vec![evidence, unbroken]);
        }
    };
    if let Value::Computed(why) = &what {
        let evidence = facts.evidence("computed", why.clone(), site.value);
        return fine(
            "the check avoids the work, and `setdefault` would do it on every call",
            vec![evidence, unbroken],
        );
    }
    let mut evidence = vec![unbroken];
    let mut doubts: Vec<String> = Vec::new();
    match kind {
        Kind::Own(shown) => evidence.push(shown),
        Kind::Dict(shown) => {
            doubts.extend(plain::unseen(facts, site.dict));
            evidence.push(shown);
        }
        Kind::Special(why, shown) => {
            doubts.push(why);
            evidence.push(shown);
        }
        Kind::Custom(name, shown) => {
            let why = format!("`setdefault` of {name} may be something else");
            evidence.push(shown);
            return fine(&why, evidence);
        }
        Kind::Unknown(why) => doubts.push(format!("whether it is a dictionary is not known ({why})")),
    }
    if optional {
        doubts.push("the dictionary may be None, which then fails in another way".into());
    }
    if let Value::Doubtful(why) = what {
        doubts.push(why);
    } else {
        let message = format!("`{}` is cheap and does nothing else", first_line(facts.text(site.value)));
        evidence.push(facts.evidence("cheap", message, site.value));
    }
    match asked(facts, site) {
        Asked::Nothing => {}
        Asked::Shown(shown) => evidence.push(shown),
        Asked::Replaced(shown) => {
            evidence.push(shown);
            return fine("the check also replaces a stored None, which `setdefault` would keep", evidence);
        }
        Asked::Doubt(why) => doubts.push(why),
    }
    doubts.extend(dictionary::unsteady(facts, site.dict, site.anchor));
    let computed = dictionary::unsteady(facts, site.key, site.anchor);
    doubts.extend(computed.or_else(|| keys::unknown(facts, site.key, site.anchor)));
    if site.test == Test::KeyError && dictionary::may_raise_key_error(site.key) {
        doubts.push("a `KeyError` of the key itself is no longer caught".into());
    }
    fixed(facts, site, whole, range, &entry, doubts).because_all(evidence)
}

/// The finding with its fix.
fn fixed<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    whole: &Whole<'a>,
    range: TextRange,
    entry: &str,
    doubts: Vec<String>,
) -> Finding {
    let message = format!(
        "`{entry}` is looked for and created in two steps, which only stay together as long as nobody puts an `await` between them"
    );
    let edit = match fix::edit(facts, site, whole) {
        Ok(edit) => edit,
        Err(why) => {
            let message = format!("{message}; use `setdefault` by hand: not rewritten because {why}");
            return Finding::new(Verdict::Manual, Severity::Low, range, message);
        }
    };
    let (verdict, change) = match doubts.is_empty() {
        true => (
            Verdict::Safe,
            "the entry is looked for and created in one step, in which no other task can come between"
                .to_string(),
        ),
        false => (Verdict::Review, doubts.join("; ")),
    };
    let fix = Fix::new(verdict, "use setdefault", vec![edit]).changing(change);
    Finding::new(verdict, Severity::Medium, range, message).with_fixes(vec![fix])
}

/// What a check for more than an entry asks.
enum Asked {
    Nothing,
    Shown(Evidence),
    Replaced(Evidence),
    Doubt(String),
}

fn asked<'a>(facts: &Facts<'a>, site: &Site<'a>) -> Asked {
    match site.test {
        Test::Missing | Test::KeyError => Asked::Nothing,
        Test::None => match stored::none(facts, site) {
            Stored::Never(evidence) => Asked::Shown(evidence),
            Stored::Sometimes(evidence) => Asked::Replaced(evidence),
            Stored::Unknown(why) => {
                Asked::Doubt(format!("a stored None is kept, which is replaced now ({why})"))
            }
        },
        // Falsy is only None, then.
        Test::Falsy
            if value::always_true(facts, site.value, site.anchor)
                && dictionary::holds(facts, site.dict, value::is_always_true) =>
        {
            match stored::none(facts, site) {
                Stored::Never(_) => {
                    let message =
                        "an object of this class is always true, and the dictionary holds no others";
                    Asked::Shown(facts.evidence("always-true", message, site.value))
                }
                Stored::Sometimes(evidence) => Asked::Replaced(evidence),
                Stored::Unknown(why) => {
                    Asked::Doubt(format!("a stored None is kept, which is replaced now ({why})"))
                }
            }
        }
        Test::Falsy => {
            Asked::Doubt("a stored entry that is empty or falsy is kept, which is replaced now".into())
        }
    }
}

fn race<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    range: TextRange,
    entry: &str,
    at: TextRange,
    doubt: Option<Evidence>,
) -> Finding {
    let line = facts.line(at.start());
    let severity = match &doubt {
        Some(_) => Severity::Low,
        None if value::is_plain_data(facts, site.value) => Severity::Medium,
        None => Severity::High,
    };
    let message = format!(
        "another task can find `{entry}` missing, too, while this one waits in line {line}: both create one, and the later replaces the earlier; hold a lock from the check to the storing, look again after the wait, or store a future before it"
    );
    Finding::new(Verdict::Manual, severity, range, message)
        .because(facts.evidence("suspends", "this waits between the check and the storing", at))
        .because(facts.evidence("stored", "the entry is stored here", set_at(facts, site)))
        .because_all(doubt)
}

fn latent<'a>(facts: &Facts<'a>, site: &Site<'a>, range: TextRange, entry: &str, at: TextRange) -> Finding {
    let message = format!(
        "`{entry}` is created across an `await` that never suspends today; once it does, two tasks create one each: store first, or look again after it"
    );
    Finding::new(Verdict::Manual, Severity::Low, range, message)
        .because(facts.evidence("latent", "nothing behind this await suspends", at))
        .because(facts.evidence("stored", "the entry is stored here", set_at(facts, site)))
}

fn set_at(facts: &Facts<'_>, site: &Site<'_>) -> TextRange {
    facts.tree.node(site.set).range()
}

/// The `if` with its test, the `try`, or the assignment.
fn header(facts: &Facts<'_>, anchor: NodeId) -> TextRange {
    let node = facts.tree.node(anchor);
    match node {
        AnyNodeRef::StmtIf(stmt) => TextRange::new(stmt.start(), stmt.test.end()),
        AnyNodeRef::StmtTry(stmt) => TextRange::at(stmt.start(), 3.into()),
        _ => node.range(),
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
