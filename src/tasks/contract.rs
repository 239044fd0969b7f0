//! The contract of a project's task runner, read from the source of whichever given file has it. Owned, so that the
//! file can be let go; whether a task may be handed over is decided by the transform.

use super::callees::in_its_file;
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
    /// Whether it has to be awaited, or is decorated.
    pub special: bool,
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
    /// Why its first parameter is no function, and the place.
    pub not_a_function: Option<(String, Spot)>,
    /// Where it looks functions up by their names.
    pub by_name: Option<Spot>,
    /// Whether it returns anything.
    pub returns: bool,
    /// Where it needs a running loop.
    pub needs_loop: Option<Spot>,
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
                key(other, class.id).map(|range| Spot::of(other, range, facts.path))
            })
        };
        if contract.by_name.is_none() {
            contract.by_name = found().flatten();
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
    Some(Contract {
        method: spot(node.name.range()),
        class: spot(class.map_or(node.name.range(), |class| class.node.name.range())),
        special: node.is_async || !node.decorator_list.is_empty(),
        positional: parameters.posonlyargs.iter().chain(&parameters.args).skip(1).map(name).collect(),
        keyword_only: parameters.kwonlyargs.iter().map(name).collect(),
        demands: parameters.kwonlyargs.iter().any(|parameter| parameter.default.is_none()),
        variadic: parameters.vararg.is_some(),
        keywords: parameters.kwarg.is_some(),
        not_a_function: not_a_function(facts, node).map(|(why, at)| (why, spot(at))),
        by_name: classes.iter().find_map(|&class| key(facts, class)).map(spot),
        returns: walk::any_statement(&node.body, |stmt| {
            stmt.as_return_stmt().is_some_and(|stmt| stmt.value.is_some())
        }),
        needs_loop: needs_loop(facts, method).map(spot),
    })
}

/// Where a class looks at the names of functions.
fn key(facts: &Facts<'_>, class: NodeId) -> Option<TextRange> {
    const NAMES: &[&str] = &["__name__", "__qualname__"];
    let found = facts.tree.descendants(class).find(|&id| match facts.tree.node(id) {
        AnyNodeRef::ExprAttribute(attribute) => NAMES.contains(&attribute.attr.as_str()),
        AnyNodeRef::ExprStringLiteral(literal) => NAMES.contains(&literal.value.to_str()),
        _ => false,
    })?;
    Some(facts.tree.node(found).range())
}

/// Why the first parameter is no function that is run: it is annotated as something else, or only looked up.
fn not_a_function(facts: &Facts<'_>, node: &ast::StmtFunctionDef) -> Option<(String, TextRange)> {
    const PLAIN: &[&str] = &["str", "int", "float", "bytes", "bool", "dict", "list"];
    const LOOKS: &[&str] = &["get", "pop", "setdefault", "index", "count", "remove", "discard"];
    let first = node.parameters.posonlyargs.iter().chain(&node.parameters.args).nth(1)?;
    let name = first.parameter.name.as_str();
    if let Some(annotation) = first.parameter.annotation.as_deref() {
        let text = facts.text(annotation).trim_matches(['"', '\'']);
        if PLAIN.contains(&text) {
            return Some((format!("its `{name}` is a {text}, not a function"), annotation.range()));
        }
    }
    let is_it = |expr: &Expr| matches!(expr, Expr::Name(read) if read.id.as_str() == name);
    let runs = walk::any_expression(&node.body, |expr| match expr {
        Expr::Call(call) => {
            // `x.get(name)` looks it up; `x.setdefault(key, call)` hands it on.
            let looks = call.func.is_attribute_expr()
                && last_name(&call.func).is_some_and(|name| LOOKS.contains(&name));
            is_it(&call.func)
                || call.arguments.args.iter().skip(usize::from(looks)).any(is_it)
                || call.arguments.keywords.iter().any(|keyword| is_it(&keyword.value))
        }
        Expr::Attribute(attribute) => attribute.attr.as_str() == "__name__" && is_it(&attribute.value),
        _ => false,
    });
    (!runs).then(|| (format!("nothing shows that it runs its `{name}`"), first.range()))
}

fn needs_loop(facts: &Facts<'_>, method: NodeId) -> Option<TextRange> {
    const NEED: &[&str] = &["asyncio.create_task", "asyncio.get_running_loop"];
    let found = facts.tree.descendants(method).find(|&id| {
        matches!(facts.tree.node(id), AnyNodeRef::ExprCall(call) if facts.is_one_of(&call.func, id, NEED))
    })?;
    Some(facts.tree.node(found).range())
}
