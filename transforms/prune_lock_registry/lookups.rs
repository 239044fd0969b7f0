//! Where locks are looked up, in the registry itself and through functions that return one, and what is done with each.

use crate::facts::types::engine::Place;
use crate::facts::{Facts, FunctionRef, Suspends};
use crate::keyed::{Events, What, calls_of, key_text, node_of};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, walk};
use crate::verdict::Evidence;

/// What is done with what a lookup gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// It is the context of a `with`: held as long as it is used.
    With,
    /// It gets a local name.
    Local,
    /// The function returns it.
    Returned,
    /// Only whether there is one matters.
    Tested,
    /// A method of it is called right there.
    Called(String),
    /// Something else.
    Other,
}

/// How it is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// `registry[key]`
    Item,
    /// `registry.get(key)`
    Get,
    /// `registry.setdefault(key, …)`
    SetDefault,
    /// `registry[key] = value`
    Store,
    /// A call of a function that returns a lock of it.
    Getter,
    /// Something else that takes none out of it: `in`, `len`.
    Look,
}

/// One lookup.
#[derive(Clone, Debug)]
pub(super) struct Lookup {
    /// The expression.
    pub place: Place,
    /// The use of the registry in it, for those that are not by a getter.
    pub used: Option<TextRange>,
    /// The function around it.
    pub function: Option<FunctionRef>,
    /// How.
    pub by: By,
    /// What becomes of it.
    pub then: Then,
    /// The arguments, as they are written.
    pub key: String,
    /// For stores: whether a local name holds what is stored.
    pub bound: bool,
}

/// All lookups.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookups {
    /// In order of files and places.
    pub list: Vec<Lookup>,
    /// The functions that return a lock.
    pub getters: Vec<FunctionRef>,
    /// Callers of these that are not certain, or hand them on.
    pub unsure: Vec<Place>,
    /// Whether some getter is public.
    pub public: bool,
}

impl Lookups {
    /// The lookups of a registry with these uses.
    pub(super) fn of(facts: &Facts<'_>, events: &Events) -> Lookups {
        let mut found = Lookups::default();
        let mut files: Vec<u32> = events.list.iter().map(|event| event.place.file).collect();
        files.dedup();
        for file in files {
            let here =
                events.list.iter().filter(|event| event.place.file == file && event.what != What::Make);
            let uses: Vec<_> = here.map(|event| (event.place, event.function)).collect();
            let read = |other: &Facts<'_>| -> Vec<Lookup> {
                uses.iter().filter_map(|(place, function)| direct(other, *place, *function)).collect()
            };
            found.list.extend(in_file(facts, file, read).unwrap_or_default());
        }
        let mut getters: Vec<FunctionRef> = found
            .list
            .iter()
            .filter(|each| each.then == Then::Returned)
            .filter_map(|each| each.function)
            .collect();
        getters.sort();
        getters.dedup();
        let view = facts.view();
        for getter in &getters {
            let callers = view.callers(*getter);
            found.public |= view.function(*getter).is_some_and(|entry| !entry.name.starts_with('_'));
            found.unsure.extend(callers.possible.iter().map(|caller| caller.place));
            for caller in callers.certain {
                let Some(call) = caller.call else { continue };
                let file = caller.place.file;
                let function = caller.function.map(|function| FunctionRef { file, function });
                let read = |other: &Facts<'_>| called(other, call, function);
                match in_file(facts, file, read).flatten() {
                    Some(lookup) => found.list.push(lookup),
                    None => found.unsure.push(caller.place),
                }
            }
        }
        found.getters = getters;
        found
    }

    /// A lookup that is followed by `acquire()` or `release()` right there: the lock of before is looked up again.
    pub(super) fn split(&self) -> Option<&Lookup> {
        self.list.iter().find(|lookup| {
            matches!(&lookup.then, Then::Called(name) if matches!(name.as_str(), "acquire" | "release"))
        })
    }

    /// Where a lock that somebody may have taken is looked up again, so that dropping it in between does harm.
    pub(super) fn again(&self, facts: &Facts<'_>, class: &str) -> Option<Evidence> {
        if class.ends_with("Event") {
            return None;
        }
        if let Some(split) = self.split() {
            let message =
                "the lock is looked up anew for this: one that is dropped in between is another one";
            return Some(facts.evidence_at("looked-up-again", message, split.place));
        }
        let counts = |lookup: &&Lookup| lookup.by != By::Store && lookup.then != Then::Tested;
        for (at, first) in self.list.iter().enumerate().filter(|(_, lookup)| counts(lookup)) {
            let second = self.list[at + 1..].iter().filter(counts).find(|second| {
                second.function == first.function && first.function.is_some() && second.key == first.key
            });
            let Some(second) = second.filter(|second| second.place.file == first.place.file) else {
                continue;
            };
            let waits = |other: &Facts<'_>| -> Option<bool> {
                let statement = |place: Place| {
                    let id = [NodeKind::ExprCall, NodeKind::ExprSubscript]
                        .into_iter()
                        .find_map(|kind| other.tree.node_at(place.range, kind))?;
                    other.tree.statement(id)
                };
                let (one, two) = (statement(first.place)?, statement(second.place)?);
                Some(one != two && matches!(other.suspends_between(one, two), Suspends::At(_)))
            };
            if in_file(facts, first.place.file, waits).flatten() == Some(true) {
                let message = "the lock is looked up again, after an await";
                return Some(facts.evidence_at("looked-up-again", message, second.place));
            }
        }
        None
    }
}

fn in_file<T>(facts: &Facts<'_>, file: u32, read: impl FnOnce(&Facts<'_>) -> T) -> Option<T> {
    if Some(file) == facts.file {
        return Some(read(facts));
    }
    facts.project.with_file(file, facts.settings, read)
}

/// The lookup at a use of the registry.
fn direct(facts: &Facts<'_>, place: Place, function: Option<FunctionRef>) -> Option<Lookup> {
    let tree = facts.tree;
    let id = node_of(facts, place.range)?;
    let node = tree.node(id);
    let parent = tree.parent(id)?;
    let mut lookup = Lookup {
        place,
        used: Some(place.range),
        function,
        by: By::Look,
        then: Then::Tested,
        key: String::new(),
        bound: false,
    };
    let expr = match tree.node(parent) {
        AnyNodeRef::ExprSubscript(subscript) if AnyNodeRef::from(subscript.value.as_ref()).ptr_eq(node) => {
            lookup.key = key_text(facts, &subscript.slice);
            match subscript.ctx {
                ast::ExprContext::Load => lookup.by = By::Item,
                ast::ExprContext::Store => {
                    lookup.by = By::Store;
                    lookup.bound = stores_a_local(facts, parent);
                    lookup.then = Then::Other;
                }
                _ => return None,
            }
            parent
        }
        AnyNodeRef::ExprAttribute(method) => {
            let call = tree.parent(parent)?;
            let AnyNodeRef::ExprCall(node) = tree.node(call) else { return None };
            lookup.by = match method.attr.as_str() {
                "get" => By::Get,
                "setdefault" => By::SetDefault,
                // What takes entries out is read where that is judged.
                _ => return None,
            };
            lookup.key = node.arguments.args.first().map_or("", |key| facts.text(key)).to_string();
            call
        }
        _ => return Some(lookup),
    };
    lookup.place.range = tree.node(expr).range();
    if lookup.by != By::Store {
        lookup.then = then(facts, expr);
    }
    Some(lookup)
}

/// The lookup by a call of a getter.
fn called(facts: &Facts<'_>, call: TextRange, function: Option<FunctionRef>) -> Option<Lookup> {
    let id = facts.tree.node_at(call, NodeKind::ExprCall)?;
    let AnyNodeRef::ExprCall(node) = facts.tree.node(id) else { return None };
    debug_assert!(!calls_of(facts, node.func.range()).is_empty() || facts.file.is_some());
    let whole = match facts.tree.parent(id) {
        Some(parent) if facts.tree.node(parent).kind() == NodeKind::ExprAwait => parent,
        _ => id,
    };
    Some(Lookup {
        place: Place { file: facts.file?, range: node.range() },
        used: None,
        function,
        by: By::Getter,
        then: then(facts, whole),
        key: facts.text(&node.arguments).to_string(),
        bound: false,
    })
}

/// What becomes of the value of an expression.
fn then(facts: &Facts<'_>, id: NodeId) -> Then {
    let tree = facts.tree;
    let node = tree.node(id);
    let Some(parent) = tree.parent(id) else { return Then::Other };
    match tree.node(parent) {
        AnyNodeRef::WithItem(item) if AnyNodeRef::from(&item.context_expr).ptr_eq(node) => Then::With,
        AnyNodeRef::StmtReturn(_) => Then::Returned,
        AnyNodeRef::StmtAssign(assign) => match assign.targets.as_slice() {
            [Expr::Name(name)] => named(facts, parent, name.id.as_str()),
            _ => Then::Other,
        },
        AnyNodeRef::StmtAnnAssign(assign) => match assign.target.as_ref() {
            Expr::Name(name) => named(facts, parent, name.id.as_str()),
            _ => Then::Other,
        },
        AnyNodeRef::ExprNamed(named_expr) => match named_expr.target.as_ref() {
            Expr::Name(name) => named(facts, parent, name.id.as_str()),
            _ => Then::Other,
        },
        AnyNodeRef::ExprAttribute(method) => match tree.parent(parent).map(|id| tree.node(id)) {
            Some(AnyNodeRef::ExprCall(_)) => Then::Called(method.attr.to_string()),
            _ => Then::Other,
        },
        AnyNodeRef::StmtIf(_) | AnyNodeRef::ExprCompare(_) | AnyNodeRef::StmtWhile(_) => Then::Tested,
        AnyNodeRef::ExprUnaryOp(_) => Then::Tested,
        AnyNodeRef::StmtExpr(_) => Then::Tested,
        _ => Then::Other,
    }
}

/// A local name: whether the function returns it. One that is acquired and not released there is held by nobody later.
fn named(facts: &Facts<'_>, at: NodeId, name: &str) -> Then {
    let tree = facts.tree;
    let Some(function) = tree.function(at) else { return Then::Other };
    let AnyNodeRef::StmtFunctionDef(node) = tree.node(function) else { return Then::Other };
    let is = |expr: &Expr| matches!(expr, Expr::Name(value) if value.id.as_str() == name);
    let returned = walk::any_statement(
        &node.body,
        |stmt| matches!(stmt, Stmt::Return(stmt) if stmt.value.as_deref().is_some_and(is)),
    );
    let calls = |method: &str| {
        walk::any_expression(
            &node.body,
            |expr| matches!(expr, Expr::Attribute(node) if node.attr.as_str() == method && is(&node.value)),
        )
    };
    match (returned, calls("acquire") && !calls("release")) {
        (true, _) => Then::Returned,
        (false, true) => Then::Other,
        (false, false) => Then::Local,
    }
}

/// `registry[key] = lock`, or `lock = registry[key] = Lock()`.
fn stores_a_local(facts: &Facts<'_>, subscript: NodeId) -> bool {
    let tree = facts.tree;
    let Some(statement) = tree.parent(subscript) else { return false };
    match tree.node(statement) {
        AnyNodeRef::StmtAssign(assign) => {
            assign.value.is_name_expr() || assign.targets.iter().any(Expr::is_name_expr)
        }
        _ => false,
    }
}
