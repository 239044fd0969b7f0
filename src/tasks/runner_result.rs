//! What a runner's method gives back for a function that it runs. Owned, so that the file can be let go; judges nothing.

use crate::facts::{Facts, Ty};
use crate::syntax::ast;
use crate::syntax::{Expr, NodeId, Ranged, Stmt, walk};

/// What a run gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Handle {
    /// Nothing.
    Nothing,
    /// A task or future of asyncio.
    Task,
    /// A plain value, such as a token: its type.
    Plain(String),
    /// An object of a class of a given file: its name, and the names that it has; `None` where it may have more.
    Object(String, Option<Vec<String>>),
    /// It is not known.
    Unknown,
}

const TASKS: &[&str] = &["asyncio.Task", "asyncio.Future"];
const PLAIN: &[&str] = &["str", "int", "float", "bool", "bytes", "tuple", "list", "dict", "uuid.UUID"];

/// What the method at a node gives back.
pub(crate) fn read<'a>(facts: &Facts<'a>, id: NodeId, method: &'a ast::StmtFunctionDef) -> Handle {
    if let Some(annotation) = method.returns.as_deref() {
        let found = annotated(facts, id, annotation);
        if found != Handle::Unknown {
            return found;
        }
    }
    let mut values: Vec<&'a Expr> = Vec::new();
    walk::statements(&method.body, &mut |stmt| {
        if let Stmt::Return(node) = stmt
            && let Some(value) = node.value.as_deref()
            && !value.is_none_literal_expr()
        {
            values.push(value);
        }
    });
    let mut all = values.into_iter().map(|value| of_value(facts, value));
    let Some(first) = all.next() else { return Handle::Nothing };
    if all.all(|other| other == first) { first } else { Handle::Unknown }
}

fn annotated<'a>(facts: &Facts<'a>, id: NodeId, annotation: &'a Expr) -> Handle {
    let bare = match annotation {
        Expr::Subscript(generic) => generic.value.as_ref(),
        other => other,
    };
    // What is not imported at run time is written in quotes.
    let text = facts.text(bare).trim_matches(['"', '\'']);
    let last = text.split('[').next().unwrap_or(text);
    if annotation.is_none_literal_expr() {
        return Handle::Nothing;
    }
    if facts.is_one_of(bare, id, TASKS) || matches!(last, "asyncio.Task" | "asyncio.Future") {
        return Handle::Task;
    }
    if PLAIN.contains(&last) {
        return Handle::Plain(last.to_string());
    }
    match facts.local_class(bare, id) {
        Some(class) => object(facts, class),
        None => Handle::Unknown,
    }
}

fn of_value<'a>(facts: &Facts<'a>, value: &'a Expr) -> Handle {
    let at = facts.tree.id(value);
    if let Expr::Call(call) = value
        && facts.is_one_of(&call.func, at, &["asyncio.create_task", "asyncio.ensure_future"])
    {
        return Handle::Task;
    }
    if let Expr::Name(name) = value
        && let Some((_, [binding])) = facts.scopes().lookup(facts.tree, at, name.id.as_str())
        && let crate::facts::BindingKind::Assignment { value: Some(assigned @ Expr::Call(_)), .. } =
            &binding.kind
    {
        let found = of_value(facts, assigned);
        if found != Handle::Unknown {
            return found;
        }
    }
    match facts.type_of(value, at).ty {
        Ty::Local(class) => object(facts, class),
        Ty::Foreign(class) => {
            let view = facts.view();
            let index = view.index(class.file);
            let start = index.classes[class.class as usize].name_range.start();
            facts
                .in_file(class.file, |other| {
                    let class = other.classes().iter().find(|class| class.node.name.start() == start)?;
                    Some(object(other, class.id))
                })
                .flatten()
                .unwrap_or(Handle::Unknown)
        }
        ty => match ty.name() {
            Some(name) if TASKS.contains(&name) => Handle::Task,
            Some(name) => {
                let short = name.strip_prefix("builtins.").unwrap_or(name);
                if PLAIN.contains(&short) { Handle::Plain(short.to_string()) } else { Handle::Unknown }
            }
            None => Handle::Unknown,
        },
    }
}

/// An object of a class, with everything that it has.
fn object(facts: &Facts<'_>, id: NodeId) -> Handle {
    let Some(class) = facts.class(id) else { return Handle::Unknown };
    let mut names = Vec::new();
    let mut open = vec![id];
    let mut whole = true;
    while let Some(current) = open.pop() {
        let Some(member) = facts.class(current) else { continue };
        names.extend(member.methods.iter().map(|method| method.node.name.to_string()));
        names.extend(member.writes.iter().map(|write| write.name.to_string()));
        let bases = facts.local_bases(current);
        let plain = |base: &&Expr| {
            facts.is_one_of(strip(base), current, &["typing.Generic", "builtins.object", "abc.ABC"])
        };
        whole &= bases.len() + member.bases().iter().filter(plain).count() == member.bases().len();
        open.extend(bases);
    }
    whole &= !names.iter().any(|name| name == "__getattr__" || name == "__getattribute__");
    Handle::Object(class.name().to_string(), whole.then_some(names))
}

fn strip(base: &Expr) -> &Expr {
    match base {
        Expr::Subscript(generic) => generic.value.as_ref(),
        other => other,
    }
}

impl Handle {
    /// What it is, as the end of a sentence: `a str`, `nothing`.
    pub(crate) fn words(&self) -> String {
        match self {
            Handle::Nothing => "nothing".into(),
            Handle::Task => "a task".into(),
            Handle::Plain(name) => format!("a {name}, which is no task"),
            Handle::Object(name, _) => format!("a {name}, which is no task"),
            Handle::Unknown => "something of which the type is not known".into(),
        }
    }

    /// Whether it certainly lacks an attribute; `__await__` for awaiting it.
    pub(crate) fn lacks(&self, name: &str) -> bool {
        match self {
            Handle::Nothing => true,
            Handle::Plain(_) => {
                const OF_TASKS: &[&str] = &[
                    "__await__",
                    "cancel",
                    "done",
                    "result",
                    "exception",
                    "cancelled",
                    "add_done_callback",
                    "get_name",
                    "set_name",
                    "cancelling",
                ];
                OF_TASKS.contains(&name)
            }
            Handle::Object(_, Some(names)) => !names.iter().any(|own| own == name),
            Handle::Task | Handle::Object(_, None) | Handle::Unknown => false,
        }
    }
}
