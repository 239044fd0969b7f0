//! What keeps a fix from being `safe`: statements that leave the block, a lock that may be another one at its release, and who
//! else may release it. Each doubt says what changes, and the line that it rests on.

use crate::facts::{BindingKind, Facts};
use crate::syntax::{AnyNodeRef, Expr, Ranged, Stmt, TextRange};
use crate::verdict::Evidence;

use super::body;
use super::home::{self, Act, Use, Uses};
use super::ledger::Whose;
use super::site::Acquire;

/// A doubt: what changes besides, in a clause, and the line that it rests on.
pub struct Doubt {
    /// What changes besides.
    pub clause: String,
    /// The line.
    pub evidence: Evidence,
}

/// Doubts about statements that leave the block.
pub fn leaving(facts: &Facts<'_>, exits: &body::Exits<'_>, doubts: &mut Vec<Doubt>) {
    if let Some(held) = exits.held.first() {
        doubts.push(Doubt {
            clause: format!(
                "it is also released when {}, which leaves it held today",
                lines(facts, &exits.held, "leave")
            ),
            evidence: facts.evidence("leaves-held", "it leaves with the lock held today", *held),
        });
    }
    if let Some(released) = exits.released.first() {
        doubts.push(Doubt {
            clause: format!(
                "where {} before leaving, what is left runs with the lock still held",
                lines(facts, &exits.released, "release")
            ),
            evidence: facts.evidence("early-release", "it is released here before it leaves", *released),
        });
    }
    if let Some(raises) = exits.raises {
        let line = facts.line(raises.start());
        doubts.push(Doubt {
            clause: format!("it is also released when line {line} raises on purpose"),
            evidence: facts.evidence("raises", "it raises on purpose here", raises),
        });
    }
    if let Some(yields) = exits.yields {
        let line = facts.line(yields.start());
        doubts.push(Doubt {
            clause: format!("it is also released when nobody goes on behind the `yield` at line {line}"),
            evidence: facts.evidence("yields", "it yields here with the lock held", yields),
        });
    }
}

/// `line 3 leaves` or `lines 3, 5 leave`.
fn lines(facts: &Facts<'_>, stmts: &[&Stmt], verb: &str) -> String {
    let numbers: Vec<String> = stmts.iter().map(|stmt| facts.line(stmt.start()).to_string()).collect();
    match numbers.as_slice() {
        [only] => format!("line {only} {verb}s"),
        _ => format!("lines {} {verb}", numbers.join(", ")),
    }
}

/// Why the release may mean another lock than the acquire did.
pub fn unstable<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>) -> Option<Doubt> {
    let shown = acquire.shown(facts);
    let plain = match acquire.receiver {
        Expr::Name(_) => true,
        Expr::Attribute(node) => match (node.value.as_ref(), facts.this(acquire.id)) {
            (Expr::Name(object), Some((_, this))) => {
                let own = object.id.as_str() == this;
                own && facts
                    .scopes()
                    .lookup(facts.tree, acquire.id, this)
                    .is_some_and(|(_, bindings)| matches!(bindings, [only] if matches!(only.kind, BindingKind::Parameter(_))))
            }
            _ => false,
        },
        _ => false,
    };
    let clause = format!("`{shown}` is looked up once and no longer again for the release");
    if !plain {
        let message = format!("`{shown}` may be another lock at the release");
        return Some(Doubt { clause, evidence: facts.evidence("not-proven", message, acquire.receiver) });
    }
    let anew = made_anew(facts, acquire)?;
    let message = format!("`__init__` is called again here, which may make `{shown}` anew");
    Some(Doubt { clause, evidence: facts.evidence("not-proven", message, anew) })
}

/// `self.__init__()` outside of `__init__`: what that makes may be made a second time.
fn made_anew<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>) -> Option<TextRange> {
    if !acquire.receiver.is_attribute_expr() {
        return None;
    }
    facts.tree.all().find_map(|id| {
        let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
        let Expr::Attribute(method) = &*call.func else { return None };
        let outside = || {
            let function = facts.tree.function(id).map(|function| facts.tree.node(function));
            !matches!(function, Some(AnyNodeRef::StmtFunctionDef(node)) if node.name.as_str() == "__init__")
        };
        (method.attr.as_str() == "__init__" && outside()).then_some(call.range())
    })
}

/// The uses that release the lock without having taken it.
pub fn loose(uses: &Uses) -> impl Iterator<Item = &Use> {
    uses.list.iter().filter(|one| {
        matches!(one.act, Act::Releases { whose: Whose::Doubtful | Whose::Foreign, .. } | Act::Hands)
    })
}

/// A use of the lock because of which somebody else may release it, or be the one who holds it.
pub fn doubtful_use<'a>(facts: &Facts<'a>, acquire: &Acquire<'a>, uses: &Uses) -> Option<Doubt> {
    let shown = acquire.shown(facts);
    if let Some(one) = loose(uses).next() {
        let line = place_text(facts, one);
        return Some(Doubt {
            clause: format!(
                "{line} may release it without holding it, so that the release after a failure may be of what somebody else holds, or raise in place of the failure where nobody does"
            ),
            evidence: shown_use(
                facts,
                "released-by",
                format!("{} may release it without holding it", who(one)),
                one,
            ),
        });
    }
    let away = uses.list.iter().find(|one| matches!(one.act, Act::Away | Act::Sets));
    if let Some(one) = away {
        let message = match one.act {
            Act::Sets => format!("`{shown}` is set here, and who else has that lock is not known"),
            _ => format!("what becomes of `{shown}` here is not followed"),
        };
        return Some(Doubt {
            clause: "somebody else may release it, too".into(),
            evidence: shown_use(facts, "not-proven", message, one),
        });
    }
    if let Some((why, place)) = &uses.blind {
        let message = format!("not every use of `{shown}` can be followed: {why}");
        let evidence = match place {
            Some(place) => facts.evidence_at("not-proven", message, *place),
            None => facts.evidence("not-proven", message, acquire.receiver),
        };
        return Some(Doubt { clause: "somebody else may release it, too".into(), evidence });
    }
    let item = home::of(facts, acquire.receiver, acquire.id).is_none_or(|(_, itself)| !itself);
    let made = uses.list.iter().any(|one| one.act == Act::Makes);
    (item || !made).then(|| Doubt {
        clause: "somebody else may have the lock and release it, too".into(),
        evidence: facts.evidence(
            "not-proven",
            format!("nothing shows where `{shown}` is made"),
            acquire.receiver,
        ),
    })
}

pub fn who(one: &Use) -> String {
    if one.symbol.is_empty() { "the module".into() } else { format!("`{}`", one.symbol) }
}

fn place_text(facts: &Facts<'_>, one: &Use) -> String {
    match facts.file {
        Some(file) if file != one.place.file => facts.view().shown(one.place),
        _ => format!("line {}", facts.line(one.place.range.start())),
    }
}

pub fn shown_use(facts: &Facts<'_>, kind: &'static str, message: String, one: &Use) -> Evidence {
    if facts.file.is_some() {
        facts.evidence_at(kind, message, one.place)
    } else {
        facts.evidence(kind, message, one.place.range)
    }
}
