//! How many entries are kept: a constant that the class or the module has for it, or the number that is set.

use crate::deques::Holder;
use crate::facts::{BindingKind, Facts};
use crate::syntax::ast::Number;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};
use crate::verdict::Evidence;

use super::site::Site;

/// A bound.
pub(super) struct Bound {
    /// As the statement that makes the list writes it.
    pub text: String,
    /// As all other places of any file write it; `None`: they cannot.
    pub elsewhere: Option<String>,
    /// Where it comes from.
    pub evidence: Evidence,
}

/// Words of a name that says how many.
const LIMITING: &[&str] = &["max", "maximum", "limit", "keep", "cap", "maxlen", "retain", "window", "depth"];
/// Words of a name that says of what, besides those of the list's own name.
const ENTRIES: &[&str] = &["history", "sample", "entry", "entries", "record"];

/// The bound of the list that a statement makes.
pub(super) fn of(facts: &Facts<'_>, site: &Site<'_>) -> Bound {
    let number = facts.settings.history.maxlen.to_string();
    if let Some((text, range)) = constant(facts, site) {
        let evidence = facts.evidence("bound", format!("`{text}` says how many are kept"), range);
        return Bound { text, elsewhere: None, evidence };
    }
    let evidence = Evidence::general("bound", "[tool.amends.history] maxlen says how many are kept");
    Bound { elsewhere: Some(number.clone()), text: number, evidence }
}

fn constant(facts: &Facts<'_>, site: &Site<'_>) -> Option<(String, TextRange)> {
    let own = own_words(site.name);
    // What has the list's own name in it comes first.
    let of = |of_what: &dyn Fn(&String) -> bool| {
        let fits = |name: &str| {
            let words = own_words(name);
            words.iter().any(|word| LIMITING.contains(&word.as_str())) && words.iter().any(of_what)
        };
        of_class(facts, site, &fits).or_else(|| of_module(facts, site, &fits))
    };
    of(&|word| own.contains(word)).or_else(|| of(&|word| ENTRIES.contains(&word.as_str())))
}

fn own_words(name: &str) -> Vec<String> {
    walk::words(name).into_iter().map(|word| word.strip_suffix('s').unwrap_or(&word).to_string()).collect()
}

fn is_positive(value: &Expr) -> bool {
    matches!(value, Expr::NumberLiteral(number) if matches!(&number.value, Number::Int(int) if int.as_i64().is_some_and(|int| int > 0)))
}

/// `MAX_SAMPLES = 100` in the class, or `self._max_samples = max_samples` in front of the list.
fn of_class(facts: &Facts<'_>, site: &Site<'_>, fits: &dyn Fn(&str) -> bool) -> Option<(String, TextRange)> {
    let Holder::Attribute { class, .. } = &site.holder else { return None };
    let function = facts.tree.function(site.id)?;
    let (class, this) = facts.this(site.id).filter(|(own, _)| own.id == *class)?;
    class.writes.iter().find_map(|write| {
        if !fits(write.name) || class.writes_of(write.name).count() != 1 {
            return None;
        }
        let value = write.value?;
        let known = match write.method {
            None => is_positive(value),
            Some(method) => {
                method == function
                    && is_in_front(facts, write.node_id, site.id)
                    && (is_positive(value) || is_whole_parameter(facts, value, write.node_id))
            }
        };
        known.then(|| (format!("{this}.{}", write.name), write.range))
    })
}

/// Whether one statement stands in front of another in the same block.
fn is_in_front(facts: &Facts<'_>, first: NodeId, second: NodeId) -> bool {
    let Some(first) = facts.tree.statement(first) else { return false };
    facts
        .tree
        .suite(second)
        .is_some_and(|(suite, index)| suite[..index].iter().any(|stmt| facts.tree.id(stmt) == first))
}

/// A parameter that is a number by its annotation and by its default.
fn is_whole_parameter(facts: &Facts<'_>, value: &Expr, at: NodeId) -> bool {
    let Expr::Name(name) = value else { return false };
    let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, at, name.id.as_str()) else {
        return false;
    };
    let AnyNodeRef::StmtFunctionDef(function) = facts.tree.node(scope) else { return false };
    let [only] = bindings else { return false };
    let BindingKind::Parameter(parameter) = &only.kind else { return false };
    let annotated = parameter.annotation.as_deref().is_some_and(|annotation| facts.text(annotation) == "int");
    annotated
        && function
            .parameters
            .iter_non_variadic_params()
            .find(|with| with.parameter.name == parameter.name)
            .is_some_and(|with| with.default.as_deref().is_some_and(is_positive))
}

/// `MAX_SAMPLES = 100` in the module, in front of what makes the list where that is no function.
fn of_module(facts: &Facts<'_>, site: &Site<'_>, fits: &dyn Fn(&str) -> bool) -> Option<(String, TextRange)> {
    let body = &facts.module.syntax().body;
    let in_function = facts.tree.function(site.id).is_some();
    body.iter().find_map(|stmt| {
        let (name, value) = match stmt {
            Stmt::Assign(assign) => match assign.targets.as_slice() {
                [Expr::Name(name)] => (name, assign.value.as_ref()),
                _ => return None,
            },
            Stmt::AnnAssign(assign) => match assign.target.as_ref() {
                Expr::Name(name) => (name, assign.value.as_deref()?),
                _ => return None,
            },
            _ => return None,
        };
        let text = name.id.as_str();
        let (scope, bindings) = facts.scopes().lookup(facts.tree, site.id, text)?;
        let known = fits(text)
            && is_positive(value)
            && scope == facts.tree.root()
            && bindings.len() == 1
            && (in_function || stmt.end() < facts.tree.node(site.id).start());
        known.then(|| (text.to_string(), stmt.range()))
    })
}
