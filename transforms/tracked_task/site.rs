//! The place that starts a task and puts it into a container that outlives the function. Judges nothing.

use super::container::Container;
use crate::facts::{Facts, Scopes};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged};
use crate::tasks::local;
use crate::tasks::spawn::{Call, Starter, recognise};
use crate::tasks::wrapper::{self, Does};
use crate::verdict::Evidence;

/// A task that is put into a container.
pub(super) struct Site<'a> {
    /// The call that starts it.
    pub call: &'a ast::ExprCall,
    /// Its node.
    pub id: NodeId,
    /// What shows that it starts a task.
    pub evidence: Evidence,
    /// Where the task goes.
    pub container: Container<'a>,
    /// Under which key, for a dictionary.
    pub key: Option<&'a Expr>,
    /// The local name of the task, with its scope.
    pub name: Option<(&'a ast::ExprName, NodeId)>,
    /// The statement that puts it in.
    pub added: NodeId,
    /// The statements that give it done callbacks, with the callbacks.
    pub callbacks: Vec<(NodeId, &'a Expr)>,
}

const ADDERS: &[&str] = &["add", "append", "appendleft"];

/// The site of a call, if it is one.
pub(super) fn of<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Site<'a>> {
    let AnyNodeRef::ExprCall(call) = facts.tree.node(id) else { return None };
    // Most calls start nothing.
    let evidence = match recognise(facts, id)? {
        Call::Spawn(spawn) if spawn.starter != Starter::Threadsafe => spawn.evidence,
        Call::Own(targets) => match wrapper::does(facts, &targets)? {
            Does::Returns(evidence) => evidence,
            _ => return None,
        },
        _ => return None,
    };
    let statement = facts.tree.statement(id)?;
    let site = |container, key, name, added, callbacks| Site {
        call,
        id,
        evidence: evidence.clone(),
        container,
        key,
        name,
        added,
        callbacks,
    };
    let Some(target) = target(facts, statement, call) else {
        let (container, key) = put_into(facts, id)?;
        return Some(site(container, key, None, statement, Vec::new()));
    };
    let scope = Scopes::scope_of(facts.tree, facts.tree.id(target));
    let reads = local::reads(facts, scope, target.id.as_str());
    // `self._tasks[key] = task = create_task(…)` puts it in at once.
    let direct = put_into(facts, id).map(|(container, key)| (container, key, statement));
    let (container, key, added) = direct.or_else(|| {
        reads.iter().find_map(|&read| {
            let (container, key) = put_into(facts, read)?;
            Some((container, key, facts.tree.statement(read)?))
        })
    })?;
    let callbacks = reads.iter().filter_map(|&read| {
        let callback = callback_of(facts, read)?;
        Some((facts.tree.statement(read)?, callback))
    });
    Some(site(container, key, Some((target, scope)), added, callbacks.collect()))
}

/// `name = call`.
fn target<'a>(facts: &Facts<'a>, statement: NodeId, call: &ast::ExprCall) -> Option<&'a ast::ExprName> {
    let is_call = |value: &Expr| value.range() == call.range();
    match facts.tree.node(statement) {
        AnyNodeRef::StmtAssign(assign) if is_call(&assign.value) => {
            assign.targets.iter().find_map(|target| target.as_name_expr())
        }
        AnyNodeRef::StmtAnnAssign(assign) if assign.value.as_deref().is_some_and(is_call) => {
            assign.target.as_name_expr()
        }
        _ => None,
    }
}

/// The container that the expression at a node is put into, and the key: `tasks.add(…)`, `tasks[key] = …`.
fn put_into<'a>(facts: &Facts<'a>, id: NodeId) -> Option<(Container<'a>, Option<&'a Expr>)> {
    let tree = facts.tree;
    let node = tree.node(id);
    let parent = tree.parent(id)?;
    match tree.node(parent) {
        AnyNodeRef::Arguments(_) => {
            let AnyNodeRef::ExprCall(call) = tree.node(tree.parent(parent)?) else { return None };
            let Expr::Attribute(method) = call.func.as_ref() else { return None };
            let [argument] = &*call.arguments.args else { return None };
            let adds = ADDERS.contains(&method.attr.as_str()) && AnyNodeRef::from(argument).ptr_eq(node);
            adds.then(|| Container::of(facts, &method.value, parent)).flatten().map(|found| (found, None))
        }
        AnyNodeRef::StmtAssign(assign) if AnyNodeRef::from(assign.value.as_ref()).ptr_eq(node) => {
            assign.targets.iter().find_map(|target| {
                let item = target.as_subscript_expr()?;
                let container = Container::of(facts, &item.value, parent)?;
                Some((container, Some(item.slice.as_ref())))
            })
        }
        _ => None,
    }
}

/// `task.add_done_callback(callback)`, of the read of its name.
fn callback_of<'a>(facts: &Facts<'a>, read: NodeId) -> Option<&'a Expr> {
    let tree = facts.tree;
    let parent = tree.parent(read)?;
    let AnyNodeRef::ExprAttribute(method) = tree.node(parent) else { return None };
    let AnyNodeRef::ExprCall(call) = tree.node(tree.parent(parent)?) else { return None };
    (method.attr.as_str() == "add_done_callback").then(|| call.arguments.args.first()).flatten()
}

impl<'a> Site<'a> {
    /// Whether an expression is the task's name.
    pub(super) fn is_task(&self, expr: &Expr) -> bool {
        matches!((expr, self.name), (Expr::Name(name), Some((own, _))) if name.id == own.id)
    }

    /// Whether a name that is bound in a scope is the task's.
    pub(super) fn named(&self, name: &str, scope: Option<NodeId>) -> bool {
        self.name.is_some_and(|(own, of)| own.id.as_str() == name && Some(of) == scope)
    }

    /// Whether it is started in a loop of its own function.
    pub(super) fn in_loop(&self, facts: &Facts<'a>) -> bool {
        let scope = facts.tree.scope(self.id);
        facts.loops_around(self.id).iter().any(|&around| facts.tree.scope(around) == scope)
    }

    /// The coroutine function that it runs, if it is one of this file.
    pub(super) fn coroutine(&self, facts: &Facts<'a>) -> Option<NodeId> {
        let Some(Expr::Call(inner)) = self.call.arguments.args.first() else { return None };
        facts.callee(inner, facts.tree.id(inner))
    }

    /// The function that starts it.
    pub(super) fn function(&self, facts: &Facts<'a>) -> Option<(NodeId, &'a ast::StmtFunctionDef)> {
        let id = facts.tree.function(self.id)?;
        match facts.tree.node(id) {
            AnyNodeRef::StmtFunctionDef(node) => Some((id, node)),
            _ => None,
        }
    }

    /// Whether it is started inside a `while` or an `async for`, which may go on for ever.
    pub(super) fn in_endless_loop(&self, facts: &Facts<'a>) -> bool {
        facts.loops_around(self.id).iter().any(|&around| match facts.tree.node(around) {
            AnyNodeRef::StmtFor(node) => node.is_async,
            node => node.kind() == NodeKind::StmtWhile,
        })
    }
}
