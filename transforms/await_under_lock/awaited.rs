//! What one `await` waits for: the coroutine or task that is awaited, through what only passes it on, or what its call runs.
//! Loops and blocks are in [`super::contexts`].

use crate::facts::{BindingKind, Facts, Ty, canonical, is_test_path};
use crate::handlers::callbacks::is_callback;
use crate::syntax::{Expr, NodeId, TextRange, ast, walk};
use crate::tasks::callees::{Callees, callees};

use super::lock;
use super::outside::{self, Kind};
use super::quick;
use super::steps::{Bound, Callee, Does, GIVEN, Step, callee_of};

/// Reads the places of one function.
pub(super) struct Reader<'f, 'a> {
    pub facts: &'f Facts<'a>,
    pub steps: Vec<Step>,
    pub at: NodeId,
    pub range: TextRange,
    pub bound: Option<Bound>,
    /// Whether it is asked who empties a queue.
    pub queues: bool,
}

impl<'a> Reader<'_, 'a> {
    pub fn push(&mut self, shown: String, on: Option<String>, does: Does) {
        self.steps.push(Step {
            file: self.facts.file,
            range: self.range,
            line: self.facts.line(self.range.start()),
            shown,
            bound: self.bound.clone(),
            on,
            does,
        });
    }

    pub fn unknown(&mut self, expr: &'a Expr, why: impl Into<String>) {
        let on = self.on(expr);
        self.push(lock::shown(self.facts, expr), on, Does::Unknown(why.into()));
    }

    pub fn waits(&mut self, expr: &'a Expr, kind: Kind) {
        let on = self.on(expr);
        self.push(lock::shown(self.facts, expr), on, Does::Waits(kind, String::new()));
    }

    /// The attribute of `self` whose method a call is, or which an expression reads; local names stand for what they are
    /// bound to.
    pub fn on(&self, expr: &'a Expr) -> Option<String> {
        let mut inner = match expr {
            Expr::Call(call) => match call.func.as_ref() {
                Expr::Attribute(method) => method.value.as_ref(),
                _ => return None,
            },
            other => other,
        };
        let (_, this) = self.facts.this(self.at)?;
        for _ in 0..8 {
            if let Some(attribute) = walk::attribute_of(inner, this) {
                return Some(attribute.to_string());
            }
            inner = match inner {
                Expr::Attribute(node) => &node.value,
                Expr::Subscript(node) => &node.value,
                // What a method gives is not known to belong to one attribute.
                Expr::Call(call) if walk::attribute_of(&call.func, this).is_some() => return None,
                Expr::Call(call) => &call.func,
                Expr::Name(name) => {
                    let (_, bindings) =
                        self.facts.scopes().lookup(self.facts.tree, self.at, name.id.as_str())?;
                    match bindings {
                        [one] => match &one.kind {
                            BindingKind::Assignment { value: Some(value), .. } => value,
                            _ => return None,
                        },
                        _ => return None,
                    }
                }
                _ => return None,
            };
        }
        None
    }

    pub fn awaited(&mut self, expr: &'a Expr, bound: Option<Bound>) {
        let outer = self.bound.clone();
        self.bound = Bound::better(bound, &outer);
        match expr {
            Expr::Call(call) => self.call(expr, call),
            Expr::If(node) => {
                self.awaited(&node.body, None);
                self.awaited(&node.orelse, None);
            }
            Expr::Named(node) => self.awaited(&node.value, None),
            Expr::Starred(node) => self.awaited(&node.value, None),
            Expr::Generator(node) => self.awaited(&node.elt, None),
            Expr::ListComp(node) => self.awaited(&node.elt, None),
            Expr::List(node) => node.elts.iter().for_each(|one| self.awaited(one, None)),
            Expr::Tuple(node) => node.elts.iter().for_each(|one| self.awaited(one, None)),
            Expr::Name(name) => self.name(expr, name),
            _ => self.object(expr),
        }
        self.bound = outer;
    }

    /// A name that is awaited: the coroutine or task that it is bound to.
    fn name(&mut self, expr: &'a Expr, name: &ast::ExprName) {
        let bindings = self.facts.scopes().lookup(self.facts.tree, self.at, name.id.as_str());
        let value = match bindings {
            Some((_, [one])) => match &one.kind {
                BindingKind::Assignment { value: Some(value), .. } => Some(*value),
                BindingKind::Loop(_) => None,
                _ => None,
            },
            _ => None,
        };
        match value {
            Some(value @ Expr::Call(_)) if !matches!(self.facts.type_of(expr, self.at).ty, Ty::Named(_)) => {
                self.awaited(value, None)
            }
            _ => self.object(expr),
        }
    }

    /// Something that is awaited without a call.
    fn object(&mut self, expr: &'a Expr) {
        let typed = self.facts.type_of(expr, self.at);
        match &typed.ty {
            Ty::Named(class) if class.starts_with("typing.") || class.starts_with("collections.abc.") => {
                self.waits(expr, Kind::Callback);
            }
            Ty::Named(class) => match outside::kind(class) {
                Some(kind) => self.waits(expr, kind),
                None => self.unknown(expr, format!("it is an instance of {class}")),
            },
            Ty::Unknown(why) => self.unknown(expr, *why),
            _ => self.unknown(expr, "what its `__await__` does is not followed"),
        }
    }

    fn call(&mut self, expr: &'a Expr, call: &'a ast::ExprCall) {
        let facts = self.facts;
        let qualified = facts.qualified(&call.func, self.at).unwrap_or_default();
        let arguments = &call.arguments;
        match qualified.as_str() {
            "asyncio.wait_for" => {
                let limit = arguments.find_argument_value("timeout", 1);
                let bound = limit.and_then(|limit| Bound::of(&qualified, limit, self.at, facts));
                if let Some(inner) = arguments.find_argument_value("fut", 0) {
                    self.awaited(inner, bound);
                }
                return;
            }
            "asyncio.shield" | "asyncio.create_task" | "asyncio.ensure_future" => {
                match arguments.args.first() {
                    Some(inner @ Expr::Call(_)) => self.awaited(inner, None),
                    _ => self.waits(expr, Kind::Task),
                }
                return;
            }
            "asyncio.gather" => {
                arguments.args.iter().for_each(|inner| match inner {
                    Expr::Starred(starred)
                        if !matches!(&*starred.value, Expr::Generator(_) | Expr::ListComp(_)) =>
                    {
                        self.waits(expr, Kind::Task);
                    }
                    _ => self.awaited(inner, None),
                });
                return;
            }
            "asyncio.wait" => {
                let limit = arguments.find_keyword("timeout");
                let bound = limit.and_then(|limit| Bound::of(&qualified, &limit.value, self.at, facts));
                let outer = self.bound.clone();
                self.bound = Bound::better(bound, &outer);
                self.waits(expr, Kind::Task);
                self.bound = outer;
                return;
            }
            "asyncio.sleep" | "anyio.sleep" | "trio.sleep" => {
                let zero = arguments.args.first().is_some_and(|delay| facts.text(delay) == "0");
                self.waits(expr, if zero { Kind::Quick } else { Kind::Sleep });
                return;
            }
            _ => {}
        }
        if let Expr::Attribute(method) = call.func.as_ref()
            && self.method(expr, method)
        {
            return;
        }
        self.runs(expr, call, &qualified);
    }

    /// Methods of locks and queues.
    fn method(&mut self, expr: &'a Expr, method: &'a ast::ExprAttribute) -> bool {
        let facts = self.facts;
        let name = method.attr.as_str();
        match name {
            "acquire" | "wait" | "wait_for" => {
                let Some(lock) = lock::of(facts, &method.value, self.at) else { return false };
                let does = match (name, lock.sort) {
                    ("acquire", _) => Does::Takes(Box::new(lock)),
                    (_, lock::Sort::Condition | lock::Sort::Unknown) => Does::Notified(Box::new(lock)),
                    _ => return false,
                };
                let on = self.on(expr);
                self.push(lock::shown(facts, expr), on, does);
                true
            }
            "put" if self.queues => match quick::put(facts, &method.value, self.at) {
                Some(why) => {
                    self.push(lock::shown(facts, expr), None, Does::Waits(Kind::Quick, why));
                    true
                }
                None => false,
            },
            _ => false,
        }
    }

    /// A call of something that is not known by name.
    pub fn runs(&mut self, expr: &'a Expr, call: &'a ast::ExprCall, qualified: &str) {
        let facts = self.facts;
        match callees(facts, call, self.at) {
            Callees::Given(targets) => {
                let same =
                    matches!(call.func.as_ref(), Expr::Attribute(method) if self.is_this(&method.value));
                let all: Vec<Callee> = targets.into_iter().map(|target| callee_of(facts, target)).collect();
                // What only tests put in its place does not run elsewhere.
                let in_test = |callee: &Callee| match callee {
                    Callee::Given(function) => is_test_path(facts.project.path(function.file)),
                    Callee::Here(_) => false,
                };
                let elsewhere: Vec<Callee> = all.iter().copied().filter(|callee| !in_test(callee)).collect();
                let targets = if elsewhere.is_empty() { all } else { elsewhere };
                let on = if same { None } else { self.on(expr) };
                self.push(lock::shown(facts, expr), on, Does::Runs(targets, same));
            }
            Callees::Outside(names) => match self.of_names(&names) {
                Some(kind) => self.waits(expr, kind),
                None if is_callback(facts, &call.func, self.at) => self.waits(expr, Kind::Callback),
                None => self.unknown(expr, format!("what `{}` waits for is not known", canonical(&names[0]))),
            },
            Callees::Unknown(why) => {
                if is_callback(facts, &call.func, self.at) {
                    let given = if self.is_parameter(&call.func) { GIVEN } else { "" };
                    let on = self.on(expr);
                    self.push(lock::shown(facts, expr), on, Does::Waits(Kind::Callback, given.into()));
                    return;
                }
                let by_type = match call.func.as_ref() {
                    Expr::Attribute(method) => match facts.type_of(&method.value, self.at).ty {
                        Ty::Named(class) => outside::kind(&format!("{class}.{}", method.attr)),
                        Ty::Container { class, .. } => outside::kind(&format!("{class}.{}", method.attr)),
                        _ => None,
                    },
                    _ => None,
                };
                match by_type.or_else(|| outside::kind(qualified)) {
                    Some(kind) => self.waits(expr, kind),
                    None => {
                        let what = lock::shown(facts, call.func.as_ref());
                        let why = why.map_or_else(String::new, |why| format!(": {why}"));
                        self.unknown(expr, format!("what `{what}` runs is not known{why}"));
                    }
                }
            }
        }
    }

    fn is_parameter(&self, expr: &Expr) -> bool {
        let Expr::Name(name) = expr else { return false };
        let found = self.facts.scopes().lookup(self.facts.tree, self.at, name.id.as_str());
        found.is_some_and(
            |(_, bindings)| matches!(bindings, [one] if matches!(one.kind, BindingKind::Parameter(_))),
        )
    }

    fn is_this(&self, expr: &Expr) -> bool {
        let this = self.facts.this(self.at).map(|(_, this)| this);
        match expr {
            Expr::Name(name) => this == Some(name.id.as_str()),
            Expr::Call(call) => matches!(&*call.func, Expr::Name(name) if name.id.as_str() == "super"),
            _ => false,
        }
    }

    fn of_names(&self, names: &[String]) -> Option<Kind> {
        let kinds: Vec<Option<Kind>> = names.iter().map(|name| outside::kind(&canonical(name))).collect();
        kinds.first().copied().flatten().filter(|first| kinds.iter().all(|kind| *kind == Some(*first)))
    }
}
