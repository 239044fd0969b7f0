//! Tracked sets that a class or the module has already, with their done callbacks. Makes none.

use super::elsewhere;
use super::home::after_assignments;
use super::tracked::SETS;
use crate::facts::{Class, Facts, Method, Ty, UseKind};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};
use crate::tasks::local;
use crate::tasks::spawn::last_name;

/// A set that is used for nothing but to keep tasks alive.
#[derive(Clone, Debug)]
pub(super) struct Existing {
    /// Its name, without the instance.
    pub set: String,
    /// The callback that discards a task and logs its exception, without the instance.
    pub callback: Option<String>,
    /// Where the set is made.
    pub range: TextRange,
}

const SET_METHODS: &[&str] = &["add", "discard", "remove"];
const LOGGERS: &[&str] = &["debug", "info", "warning", "error", "exception", "critical", "log", "opt"];

/// The set of a class, made by the assignments that `__init__` begins with.
pub(super) fn on_instance<'a>(facts: &Facts<'a>, class: &Class<'a>, init: &Method<'a>) -> Option<Existing> {
    let last = after_assignments(class, init).ok()?;
    class.writes.iter().find_map(|write| {
        let name = write.name;
        let value = write.value.filter(|value| is_new_set(facts, value))?;
        let first =
            write.method == Some(init.id) && value.end() <= last.end() && class.writes_of(name).count() == 1;
        if !first
            || !name.starts_with('_')
            || used_elsewhere(facts, class, name)
            || elsewhere::attribute_used(facts, class, name)
        {
            return None;
        }
        let only_tracks = class.uses_of(name).all(|used| match used.kind {
            UseKind::MethodCalled(method) => SET_METHODS.contains(&method),
            UseKind::Read => is_discard(facts, used.node_id),
            _ => false,
        });
        let callback = class.methods.iter().find(|method| {
            method
                .this
                .is_some_and(|this| is_callback(facts, method.id, method.node, 1, &format!("{this}.{name}")))
        });
        let in_callback = class.uses_of(name).any(|used| used.kind == UseKind::Read);
        (only_tracks && (callback.is_some() || (in_callback && is_ours(name)))).then(|| Existing {
            set: name.into(),
            callback: callback.map(|method| method.node.name.to_string()),
            range: write.range,
        })
    })
}

/// The set of the module.
pub(super) fn in_module(facts: &Facts<'_>) -> Option<Existing> {
    let (tree, root) = (facts.tree, facts.tree.root());
    let body = &facts.module.syntax().body;
    body.iter().find_map(|stmt| {
        let (target, value) = match stmt {
            Stmt::Assign(assign) => match assign.targets.as_slice() {
                [Expr::Name(name)] => (name, assign.value.as_ref()),
                _ => return None,
            },
            Stmt::AnnAssign(assign) => (assign.target.as_name_expr()?, assign.value.as_deref()?),
            _ => return None,
        };
        let name = target.id.as_str();
        let one = facts.scopes().bindings_in(root, name).len() == 1;
        if !one
            || !is_new_set(facts, value)
            || !name.starts_with('_')
            || elsewhere::module_name_used(facts, name)
        {
            return None;
        }
        let reads = local::reads(facts, root, name);
        let only_tracks =
            reads.iter().all(|&read| is_discard(facts, read) || is_method(facts, read, SET_METHODS));
        let callback = body.iter().find_map(|stmt| {
            let function = stmt.as_function_def_stmt()?;
            is_callback(facts, tree.id(function), function, 0, name).then_some(function)
        });
        let in_callback = reads.iter().any(|&read| is_discard(facts, read));
        (only_tracks && (callback.is_some() || (in_callback && is_ours(name)))).then(|| Existing {
            set: name.into(),
            callback: callback.map(|function| function.name.to_string()),
            range: target.range(),
        })
    })
}

/// A set without a callback that logs is joined only where this transform has made it: any other has a purpose
/// of its own.
fn is_ours(name: &str) -> bool {
    SETS.contains(&name)
}

fn is_new_set(facts: &Facts<'_>, value: &Expr) -> bool {
    let Expr::Call(call) = value else { return false };
    call.arguments.is_empty() && facts.is_one_of(&call.func, facts.tree.root(), &["builtins.set"])
}

/// `….discard`, not called: handed over as a callback.
fn is_discard(facts: &Facts<'_>, id: NodeId) -> bool {
    let parent = facts.tree.parent(id);
    let discard = matches!(parent.map(|id| facts.tree.node(id)), Some(AnyNodeRef::ExprAttribute(method)) if method.attr.as_str() == "discard");
    discard && !is_method(facts, id, SET_METHODS)
}

/// `….add(…)`.
fn is_method(facts: &Facts<'_>, id: NodeId, names: &[&str]) -> bool {
    let Some(parent) = facts.tree.parent(id) else { return false };
    let AnyNodeRef::ExprAttribute(method) = facts.tree.node(parent) else { return false };
    let call = facts.tree.parent(parent).map(|id| facts.tree.node(id));
    names.contains(&method.attr.as_str())
        && matches!(call, Some(AnyNodeRef::ExprCall(call)) if AnyNodeRef::from(call.func.as_ref()).ptr_eq(AnyNodeRef::from(method)))
}

/// Whether anything but the class's own methods may use the attribute.
fn used_elsewhere<'a>(facts: &Facts<'a>, class: &Class<'a>, name: &str) -> bool {
    let known: Vec<NodeId> = class.uses_of(name).map(|used| used.node_id).collect();
    let relatives: Vec<NodeId> = facts.family(class).iter().map(|member| member.id).collect();
    facts.tree.all().any(|id| {
        let AnyNodeRef::ExprAttribute(attribute) = facts.tree.node(id) else { return false };
        attribute.attr.as_str() == name
            && !attribute.ctx.is_store()
            && !known.contains(&id)
            && match facts.type_of(&attribute.value, id).ty {
                Ty::Local(other) => relatives.contains(&other),
                _ => true,
            }
    })
}

/// A function that discards the task from `set`, logs its exception, and does nothing else.
fn is_callback(
    facts: &Facts<'_>,
    id: NodeId,
    function: &ast::StmtFunctionDef,
    skip: usize,
    set: &str,
) -> bool {
    let parameters: Vec<&str> =
        function.parameters.iter_non_variadic_params().map(|parameter| parameter.name().as_str()).collect();
    let [.., task] = parameters.as_slice() else { return false };
    if function.is_async || !function.decorator_list.is_empty() || parameters.len() != skip + 1 {
        return false;
    }
    let (mut discards, mut asks, mut cancelled, mut logs, mut more) = (false, false, false, false, false);
    walk::expressions(&function.body, &mut |expr| {
        let Expr::Call(call) = expr else { return };
        let text = facts.text(call.func.as_ref());
        let name = last_name(&call.func).unwrap_or_default();
        if text == format!("{set}.discard") {
            discards = true;
        } else if text == format!("{task}.exception") {
            asks = true;
        } else if text == format!("{task}.cancelled") {
            cancelled = true;
        } else if LOGGERS.contains(&name) || name.trim_start_matches('_').starts_with("log") {
            logs = true;
        } else if text != format!("{task}.get_name") && text != format!("{task}.get_coro") {
            more = true;
        }
    });
    let unbound = facts.scopes().bindings_in(id, task).len() == 1;
    discards && asks && cancelled && logs && !more && unbound && !changes_state(&function.body)
}

/// Whether statements do more than call and branch: a callback that counts failures is the business of the
/// tasks that it was written for.
pub(super) fn changes_state(body: &[Stmt]) -> bool {
    walk::any_statement(body, |stmt| match stmt {
        Stmt::Expr(_) | Stmt::If(_) | Stmt::Return(_) | Stmt::Pass(_) => false,
        Stmt::Assign(assign) => !assign.targets.iter().all(Expr::is_name_expr),
        _ => true,
    })
}
