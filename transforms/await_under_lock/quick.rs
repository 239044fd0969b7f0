//! What waits for others only as long as they run without waiting: a put on a queue that has no bound, or that is emptied
//! by a function that waits for nothing but the queue.

use crate::facts::index::{How, Usage};
use crate::facts::{BindingKind, Caller, Facts, FunctionRef, Ty, Wanted};
use crate::syntax::{AnyNodeRef, Expr, NodeId, ast, walk};
use crate::tasks::callees::in_its_file;

use super::outside::Kind;
use super::steps::Does;

const QUEUES: &[&str] = &["asyncio.Queue", "asyncio.PriorityQueue", "asyncio.LifoQueue"];

/// Why a put on a queue never waits for long, as a clause.
pub(super) fn put<'a>(facts: &Facts<'a>, queue: &'a Expr, at: NodeId) -> Option<String> {
    let typed = facts.type_of(queue, at);
    if !typed.ty.name().is_some_and(|name| QUEUES.contains(&name)) {
        return None;
    }
    match queue {
        Expr::Attribute(attribute) => {
            let owner = facts.type_of(&attribute.value, at).ty;
            let name = attribute.attr.as_str();
            if let Ty::Local(class) = owner {
                let class = facts.class(class)?;
                let mut made =
                    class.writes_of(name).filter_map(|write| Some((write.value?, write.node_id))).peekable();
                made.peek()?;
                if made.all(|(value, at)| is_unbounded(facts, value, at)) {
                    return Some("the queue has no bound, so a put never waits".into());
                }
            }
            emptied(facts, facts.class_ref(&owner)?, name)
        }
        Expr::Name(name) => {
            let (_, bindings) = facts.scopes().lookup(facts.tree, at, name.id.as_str())?;
            let [one] = bindings else { return None };
            let BindingKind::Assignment { value: Some(value), .. } = &one.kind else { return None };
            is_unbounded(facts, value, one.node)
                .then(|| "the queue has no bound, so a put never waits".into())
        }
        _ => None,
    }
}

fn is_unbounded(facts: &Facts<'_>, value: &Expr, at: NodeId) -> bool {
    let Expr::Call(call) = value else { return false };
    let call: &ast::ExprCall = call;
    let bound = call.arguments.find_argument_value("maxsize", 0);
    facts.is_one_of(&call.func, at, QUEUES)
        && bound.is_none_or(|bound| facts.text(bound) == "0")
        && !call.arguments.args.iter().any(Expr::is_starred_expr)
        && call.arguments.keywords.iter().all(|keyword| keyword.arg.is_some())
}

/// Whether the queue in an attribute is emptied by functions of the given files that wait for nothing but it.
fn emptied(facts: &Facts<'_>, class: crate::facts::ClassRef, name: &str) -> Option<String> {
    let view = facts.view();
    let uses = view.uses(class, name);
    if !uses.blind.is_empty() {
        return None;
    }
    let mut takers: Vec<FunctionRef> = Vec::new();
    for used in &uses.list {
        if let Usage::Method { name, .. } = &used.usage
            && &**name == "get"
        {
            takers.push(FunctionRef { file: used.place.file, function: used.function? });
        }
    }
    takers.sort();
    takers.dedup();
    let all_prompt = !takers.is_empty()
        && takers.iter().all(|taker| {
            let spawned = |caller: &Caller| caller.how == How::Spawned;
            view.find_caller(*taker, &Wanted::default(), &spawned).is_some() && is_prompt(facts, *taker, name)
        });
    let taker = takers.first()?;
    let entry = view.function(*taker)?;
    let place = crate::facts::types::engine::Place { file: taker.file, range: entry.name_range };
    all_prompt.then(|| {
        format!(
            "it waits only while the queue is full, and `{}` ({}) empties it and waits for nothing else",
            entry.qualified,
            view.shown(place)
        )
    })
}

/// Whether a function goes on taking from a queue and waits for nothing else.
fn is_prompt(facts: &Facts<'_>, function: FunctionRef, queue: &str) -> bool {
    in_its_file(facts, function, |facts, id| {
        let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(id) else { return false };
        let loops = walk::any_statement(&node.body, |stmt| matches!(stmt, crate::syntax::Stmt::While(_)));
        loops
            && super::steps::plainly_inside(facts, id, node.range).iter().all(|step| match &step.does {
                Does::Waits(Kind::Queue, _) => {
                    step.on.as_deref() == Some(queue) && step.shown.ends_with(".get()")
                }
                Does::Waits(Kind::Quick, _) => true,
                _ => false,
            })
    })
    .unwrap_or(false)
}
