//! The contract of a project's task runner, read from the source of whichever given file has it. Owned, so that the
//! file can be let go; whether a task may be handed over is decided by the transform.

use super::callees::in_its_file;
use super::runner_key::{self, Keyed};
use super::runner_result::{self, Handle};
use super::spawn::last_name;
use crate::facts::{ClassRef, Facts};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange, walk};
use crate::verdict::Evidence;

/// A line of the runner's source.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// The file, if it is not the judged one.
    path: Option<String>,
    line: usize,
}

impl Spot {
    fn of(facts: &Facts<'_>, range: TextRange, judged: &str) -> Self {
        let path = (facts.path != judged).then(|| facts.path.to_string());
        Spot { path, line: facts.line(range.start()) }
    }

    /// Evidence that rests on it.
    pub(crate) fn evidence(&self, kind: &'static str, message: impl Into<String>) -> Evidence {
        Evidence { path: self.path.clone(), ..Evidence::at(kind, message, self.line) }
    }
}

/// What the method that runs functions asks for and does.
#[derive(Clone, Debug)]
pub(crate) struct Contract {
    /// Where the method is.
    pub method: Spot,
    /// Where the class is.
    pub class: Spot,
    /// Whether it has to be awaited.
    pub is_async: bool,
    /// Whether it is decorated.
    pub decorated: bool,
    /// Positional parameters, without the instance.
    pub positional: Vec<String>,
    /// Keyword-only parameters.
    pub keyword_only: Vec<String>,
    /// Whether a keyword-only parameter has no default.
    pub demands: bool,
    /// `*args`.
    pub variadic: bool,
    /// `**kwargs`.
    pub keywords: bool,
    /// What its first parameter is, and the place.
    pub takes: Takes,
    /// Where that is shown.
    pub takes_at: Spot,
    /// The first parameter's annotation, as it is written.
    pub annotation: Option<String>,
    /// `*args` or `**kwargs` that the body does not read, as it is written.
    pub drops: Vec<String>,
    /// Where it looks at the names of functions.
    pub by_name: Option<Spot>,
    /// What it does with them.
    pub keyed: Keyed,
    /// The keyword that is taken instead of the name.
    pub alias: Option<String>,
    /// Whether it knows that a `functools.partial` has no name.
    pub knows_partial: bool,
    /// Where it does otherwise with what is no coroutine function.
    pub asks_async: Option<Spot>,
    /// What it gives back.
    pub handle: Handle,
    /// Whether it looks something up by its first parameter.
    pub looks_up: bool,
    /// Whether it starts a task itself.
    pub starts: bool,
    /// Where it needs a running loop.
    pub needs_loop: Option<Spot>,
}

/// What the first parameter of a runner's method is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A function, which it calls.
    Function,
    /// A coroutine, which somebody has made already.
    Coroutine,
    /// Either.
    Either,
    /// The name of a function that it has been given before.
    Name,
    /// It is not shown that it runs it.
    Nothing,
}

/// Reads the contract of a method of a class of the judged file.
pub(crate) fn here(facts: &Facts<'_>, class: NodeId, method: &str) -> Option<Contract> {
    let method = facts.class(class)?.method(method)?;
    read(facts, method.id, &[class], facts.path)
}

/// Reads the contract of a method of a class of any given file, its own or inherited. `Err` says why it cannot be
/// relied on.
pub(crate) fn there(
    facts: &Facts<'_>,
    class: ClassRef,
    method: &str,
    exact: bool,
) -> Result<Contract, String> {
    let view = facts.view();
    let path = view.class_path(class);
    let function = view
        .method(class, method)
        .ok_or_else(|| format!("{path} has no method `{method}` in the given files"))?;
    let overriding = view
        .descendants(class)
        .into_iter()
        .find(|sub| view.index(sub.file).method(sub.class, method).is_some());
    if let Some(sub) = overriding.filter(|_| !exact) {
        return Err(format!("it may be a {}, which has a `{method}` of its own", view.class_path(sub)));
    }
    if let Some(place) = view.rebound(class, method, "") {
        return Err(format!("`{method}` may be replaced in {}", view.shown(place)));
    }
    let mut contract = in_its_file(facts, function, |other, id| {
        read(other, id, &[other.tree.class_of_method(id)?], facts.path)
    })
    .flatten()
    .ok_or_else(|| format!("the source of {path} cannot be read"))?;
    // Its other classes may look functions up, too.
    for member in std::iter::once(class).chain(view.ancestors(class)) {
        let index = view.index(member.file);
        let start = index.classes[member.class as usize].name_range.start();
        let found = || {
            facts.project.with_file(member.file, facts.settings, |other| {
                let class = other.classes().iter().find(|class| class.node.name.start() == start)?;
                runner_key::mentions(other, class.id).map(|range| Spot::of(other, range, facts.path))
            })
        };
        if contract.by_name.is_none() {
            contract.by_name = found().flatten();
            contract.keyed = if contract.by_name.is_some() { Keyed::Unknown } else { contract.keyed };
        }
    }
    let index = view.index(class.file);
    let entry = &index.classes[class.class as usize];
    let other = (Some(class.file) != facts.file).then(|| facts.project.path(class.file).to_string());
    contract.class = Spot { path: other, line: index.line(entry.name_range.start()) };
    Ok(contract)
}

fn read(facts: &Facts<'_>, method: NodeId, classes: &[NodeId], judged: &str) -> Option<Contract> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(method) else { return None };
    let spot = |range: TextRange| Spot::of(facts, range, judged);
    let parameters = &node.parameters;
    let name = |parameter: &ast::ParameterWithDefault| parameter.parameter.name.to_string();
    let class = classes.first().and_then(|&id| facts.class(id));
    let (takes, at) = takes(facts, node);
    let by_name = classes.iter().find_map(|&class| runner_key::mentions(facts, class));
    let (keyed, alias) = runner_key::read(node);
    Some(Contract {
        method: spot(node.name.range()),
        class: spot(class.map_or(node.name.range(), |class| class.node.name.range())),
        is_async: node.is_async,
        decorated: !node.decorator_list.is_empty(),
        positional: parameters.posonlyargs.iter().chain(&parameters.args).skip(1).map(name).collect(),
        keyword_only: parameters.kwonlyargs.iter().map(name).collect(),
        demands: parameters.kwonlyargs.iter().any(|parameter| parameter.default.is_none()),
        variadic: parameters.vararg.is_some(),
        keywords: parameters.kwarg.is_some(),
        takes,
        takes_at: spot(at),
        annotation: first_parameter(node)
            .and_then(|first| first.parameter.annotation.as_deref())
            .map(|annotation| facts.text(annotation).trim_matches(['"', '\'']).to_string()),
        drops: drops(node),
        keyed: if by_name.is_some() { keyed } else { Keyed::Labels },
        by_name: by_name.map(spot),
        alias,
        knows_partial: runner_key::knows_partial(node),
        asks_async: runner_key::asks_async(node).map(spot),
        handle: runner_result::read(facts, method, node),
        looks_up: looks_up(node),
        starts: classes.iter().any(|&class| starts(facts, class)),
        needs_loop: needs_loop(facts, method).map(spot),
    })
}

/// What the first parameter is: by its annotation, else by what the body does with it.
fn takes<'a>(facts: &Facts<'a>, node: &'a ast::StmtFunctionDef) -> (Takes, TextRange) {
    const PLAIN: &[&str] = &["str", "int", "float", "bytes", "bool", "dict", "list"];
    const LOOKS: &[&str] = &["get", "pop", "setdefault", "index", "count", "remove", "discard"];
    const STARTS: &[&str] =
        &["create_task", "ensure_future", "Task", "run_coroutine_threadsafe", "shield", "wait_for", "gather"];
    let Some(first) = first_parameter(node) else { return (Takes::Nothing, node.name.range()) };
    let name = first.parameter.name.as_str();
    if let Some(annotation) = first.parameter.annotation.as_deref() {
        let text = facts.text(annotation).trim_matches(['"', '\'']);
        let at = annotation.range();
        if PLAIN.contains(&text) {
            return (Takes::Name, at);
        }
        let coroutine = ["Coroutine", "Awaitable"].iter().any(|word| text.contains(word));
        match (text.contains("Callable"), coroutine) {
            (true, _)
                if text.contains('|')
                    && text.split('|').any(|part| !part.contains("Callable") && part.contains("outine")) =>
            {
                return (Takes::Either, at);
            }
            (true, _) => return (Takes::Function, at),
            (false, true) => return (Takes::Coroutine, at),
            (false, false) => {}
        }
    }
    let is_it = |expr: &Expr| matches!(expr, Expr::Name(read) if read.id.as_str() == name);
    let (mut function, mut coroutine) = (false, false);
    walk::expressions(&node.body, &mut |expr| match expr {
        Expr::Call(call) if is_it(&call.func) => function = true,
        Expr::Call(call) => {
            let last = last_name(&call.func).unwrap_or_default();
            // `x.get(name)` looks it up; `x.setdefault(key, call)` hands it on.
            let looks = call.func.is_attribute_expr() && LOOKS.contains(&last);
            let given = call.arguments.args.iter().skip(usize::from(looks)).any(is_it)
                || call.arguments.keywords.iter().any(|keyword| is_it(&keyword.value));
            match (given, STARTS.contains(&last), last) {
                (false, ..)
                | (true, false, "isinstance" | "iscoroutine" | "isawaitable" | "iscoroutinefunction") => {}
                (true, true, _) => coroutine = true,
                (true, false, _) => function = true,
            }
        }
        Expr::Await(node) => coroutine |= is_it(&node.value),
        Expr::Attribute(attribute) => {
            function |= attribute.attr.as_str() == "__name__" && is_it(&attribute.value);
        }
        _ => {}
    });
    let takes = match (function, coroutine) {
        (true, true) => Takes::Either,
        (true, false) => Takes::Function,
        (false, true) => Takes::Coroutine,
        (false, false) => Takes::Nothing,
    };
    (takes, first.range())
}

fn first_parameter(node: &ast::StmtFunctionDef) -> Option<&ast::ParameterWithDefault> {
    node.parameters.posonlyargs.iter().chain(&node.parameters.args).nth(1)
}

/// Whether the first parameter is a key: `self._tasks.get(name)`, `self._tasks[name]`.
fn looks_up(node: &ast::StmtFunctionDef) -> bool {
    let Some(first) = first_parameter(node) else { return false };
    let is_it = |expr: &Expr| matches!(expr, Expr::Name(read) if read.id == first.parameter.name.id);
    walk::any_expression(&node.body, |expr| match expr {
        Expr::Call(call) => {
            last_name(&call.func) == Some("get") && call.arguments.args.first().is_some_and(is_it)
        }
        Expr::Subscript(item) => item.ctx.is_load() && is_it(&item.slice),
        _ => false,
    })
}

/// `*args` and `**kwargs` that nothing reads.
fn drops(node: &ast::StmtFunctionDef) -> Vec<String> {
    let unread = |name: &str| {
        !walk::any_expression(&node.body, |expr| matches!(expr, Expr::Name(read) if read.id.as_str() == name))
    };
    let positional = node.parameters.vararg.as_deref().map(|parameter| ("*", parameter));
    let keywords = node.parameters.kwarg.as_deref().map(|parameter| ("**", parameter));
    let all = positional.into_iter().chain(keywords);
    all.filter(|(_, parameter)| unread(parameter.name.as_str()))
        .map(|(stars, parameter)| format!("{stars}{}", parameter.name))
        .collect()
}

/// Whether a class starts tasks.
fn starts(facts: &Facts<'_>, class: NodeId) -> bool {
    facts.tree.descendants(class).any(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprCall(call) => {
            matches!(last_name(&call.func), Some("create_task" | "ensure_future" | "start_soon"))
        }
        _ => false,
    })
}

fn needs_loop(facts: &Facts<'_>, method: NodeId) -> Option<TextRange> {
    const NEED: &[&str] = &["asyncio.create_task", "asyncio.get_running_loop"];
    let found = facts.tree.descendants(method).find(|&id| {
        matches!(facts.tree.node(id), AnyNodeRef::ExprCall(call) if facts.is_one_of(&call.func, id, NEED))
    })?;
    Some(facts.tree.node(found).range())
}
