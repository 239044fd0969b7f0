//! What stands against a deque, by the uses of the list: what breaks, and what somebody may notice.

use crate::deques::{Adding, Fit, Form, Holder, named_by_text};
use crate::facts::Facts;
use crate::facts::types::engine::Place;
use crate::syntax::{AnyNodeRef, Expr, Ranged};
use crate::verdict::Evidence;

use super::gather::{Gathered, Used, line, shown};
use super::site::{Makes, Site};

/// A reason not to change it without asking.
pub struct Doubt {
    /// Why, as a clause.
    pub clause: String,
    /// What shows it.
    pub evidence: Option<Evidence>,
}

/// What stands against a deque.
#[derive(Default)]
pub struct Against {
    /// Uses that do not work with one.
    pub breaks: Vec<Doubt>,
    /// What somebody may notice.
    pub doubts: Vec<Doubt>,
}

impl Doubt {
    /// A doubt that rests on a use.
    pub fn at(facts: &Facts<'_>, used: &Used, clause: String) -> Self {
        let evidence = shown(facts, "use", clause.clone(), used.place);
        Doubt { clause: format!("{}: {clause}", line(facts, used.place)), evidence: Some(evidence) }
    }

    /// One that rests on nothing in particular.
    pub fn general(clause: impl Into<String>) -> Self {
        Doubt { clause: clause.into(), evidence: None }
    }
}

/// What stands against a deque. `taken_out`: whether the statements that trim go, with all uses in them; `bounded`:
/// whether the deque has a `maxlen`.
pub fn of<'a>(
    facts: &Facts<'a>,
    site: &Site<'a>,
    gathered: &Gathered,
    taken_out: &dyn Fn(&Used) -> bool,
    bounded: bool,
) -> Against {
    let mut against = Against::default();
    for used in gathered.uses.iter().filter(|used| !taken_out(used)) {
        if used.given {
            continue;
        }
        if used.parameter {
            against.doubts.push(Doubt::at(facts, used, "a function that it is passed to uses it".into()));
        }
        if let Some(why) = &used.lazy {
            against.doubts.push(Doubt::at(facts, used, why.clone()));
        }
        match &used.fit {
            Fit::Breaks(why) => against.breaks.push(Doubt::at(facts, used, why.clone())),
            Fit::Noticed(why, _) => against.doubts.push(Doubt::at(facts, used, why.clone())),
            Fit::Adds(Adding::Inserted) if bounded => {
                against.breaks.push(Doubt::at(
                    facts,
                    used,
                    "`insert` raises `IndexError` when it is full".into(),
                ));
            }
            Fit::Adds(Adding::Handed) if bounded => {
                against.doubts.push(Doubt::at(
                    facts,
                    used,
                    "whoever gets its method adds without a trim".into(),
                ));
            }
            Fit::Created(creation) if bounded && matches!(creation.form, Form::Filled | Form::Copied(_)) => {
                against.doubts.push(Doubt::at(
                    facts,
                    used,
                    "it holds something from the start, of which only the last entries would be kept".into(),
                ));
            }
            _ => {}
        }
    }
    let creations = gathered.creations();
    if bounded && creations.len() > 1 {
        against.doubts.push(Doubt::at(facts, creations[1], "it is made anew here".into()));
    }
    if let Makes::Given(value) = site.makes {
        against.doubts.push(Doubt {
            clause: "it comes in through the constructor, and would be a copy of what was given".into(),
            evidence: Some(facts.evidence("given", "it is what the caller has given", value)),
        });
    }
    if site.is_public(facts) {
        against.doubts.push(Doubt::general(format!(
            "`{}` is public, and code outside of the given files may use it as a list",
            site.name
        )));
    }
    for missed in &gathered.missed {
        let evidence = missed.place.map(|place| shown(facts, "not-followed", missed.why.clone(), place));
        let clause = match missed.place {
            Some(place) => format!("{}: {}", line(facts, place), missed.why),
            None => missed.why.clone(),
        };
        // What is taken out under that name is not rewritten.
        let named = missed.why.ends_with("extended by an operator");
        let list = if named { &mut against.breaks } else { &mut against.doubts };
        list.push(Doubt { clause, evidence });
    }
    let said = gathered.missed.iter().any(|missed| missed.why.contains("string"));
    if !said
        && !site.is_local(facts)
        && let Some((file, range)) = named_by_text(facts, site.name)
    {
        let place = Place { file: file.unwrap_or_default(), range };
        let why = format!("`{}` is named by a string, and may be set to a list by that", site.name);
        let evidence = Some(shown(facts, "not-followed", why.clone(), place));
        against.doubts.push(Doubt { clause: format!("{}: {why}", line(facts, place)), evidence });
    }
    against.doubts.extend(of_class(facts, site));
    against
}

/// What the class itself does with its attributes.
fn of_class<'a>(facts: &Facts<'a>, site: &Site<'a>) -> Vec<Doubt> {
    let Holder::Attribute { class, name } = &site.holder else { return Vec::new() };
    let Some(class) = facts.class(*class) else { return Vec::new() };
    let mut doubts = Vec::new();
    let in_body = facts.tree.parent(site.id) == Some(class.id);
    let decorators = class.node.decorator_list.iter();
    const OWN_WAYS: &[&str] =
        &["__setattr__", "__getattribute__", "__getstate__", "__reduce__", "__reduce_ex__", "__deepcopy__"];
    let special = class.methods.iter().find(|method| OWN_WAYS.contains(&method.node.name.as_str()));
    doubts.extend(special.map(|method| Doubt {
        clause: format!("the class defines `{}`", method.node.name),
        evidence: Some(facts.evidence("class", "this may look at all attributes", &method.node.name)),
    }));
    let mut dataclass = false;
    for decorator in decorators {
        let named = match &decorator.expression {
            Expr::Call(call) => call.func.as_ref(),
            other => other,
        };
        match facts.qualified(named, class.id).as_deref() {
            Some("dataclasses.dataclass") => dataclass = true,
            Some("typing.final" | "typing.runtime_checkable" | "functools.total_ordering") => {}
            _ => doubts.push(Doubt {
                clause: format!("the class is decorated with `{}`", facts.text(named)),
                evidence: Some(facts.evidence("class", "this decorator may look at its attributes", named)),
            }),
        }
    }
    let field = in_body.then(|| value(facts, site)).flatten().and_then(Expr::as_call_expr);
    if !dataclass {
        if in_body {
            doubts.push(Doubt {
                clause: "all instances share it".into(),
                evidence: Some(facts.evidence("class", "it is made once for the class", site.range(facts))),
            });
        }
        return doubts;
    }
    let Some(field) = field else { return doubts };
    let is_false = |word: &str| {
        field.arguments.find_keyword(word).is_some_and(|keyword| facts.text(&keyword.value) == "False")
    };
    if !is_false("init") {
        doubts.push(Doubt {
            clause: format!("the constructor of the dataclass takes `{name}`, too"),
            evidence: Some(facts.evidence("given", "it has no `init=False`", field.range())),
        });
    }
    let text_is_own = class.method("__repr__").is_some()
        || class
            .node
            .decorator_list
            .iter()
            .any(|decorator| facts.text(&decorator.expression).replace(' ', "").contains("repr=False"));
    if !is_false("repr") && !text_is_own {
        doubts.push(Doubt {
            clause: "the dataclass shows it in its `repr`".into(),
            evidence: Some(facts.evidence("shown", "it has no `repr=False`", field.range())),
        });
    }
    doubts
}

fn value<'a>(facts: &Facts<'a>, site: &Site<'a>) -> Option<&'a Expr> {
    match facts.tree.node(site.id) {
        AnyNodeRef::StmtAssign(assign) => Some(&assign.value),
        AnyNodeRef::StmtAnnAssign(assign) => assign.value.as_deref(),
        _ => None,
    }
}

/// A literal with entries that nothing is added to, and that is never set to another list.
pub fn is_fixed(gathered: &Gathered) -> bool {
    let creations = gathered.creations();
    let others = gathered.uses.iter().any(|used| match &used.fit {
        Fit::Adds(_) => true,
        // Whoever gets it may add to it.
        Fit::Noticed(why, _) => ["it is passed on", "it is returned", "it is yielded", "it is put"]
            .iter()
            .any(|away| why.starts_with(away)),
        Fit::Breaks(why) => why.starts_with("it is set") || why.starts_with("something else keeps"),
        _ => false,
    });
    !creations.is_empty() && creations.iter().all(|used| used.literal) && !others
}
