//! Whether a runner can take what `create_task(f(x))` starts: every condition of its contract, as evidence where it holds
//! and as the reason where it does not. Edits nothing.

use super::contract::Takes;
use super::runner::Runner;
use super::runner_key::Keyed;
use super::spawn::{is_coroutine, last_name};
use crate::facts::{BindingKind, Facts, is_transparent};
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, is_simple_text, walk};
use crate::verdict::Evidence;

/// Why a runner does not take the task, and the place that shows it.
pub(crate) struct Refusal(pub String, pub Evidence);

const INELIGIBLE: &str = "runner-not-eligible";

impl Runner {
    /// The call that hands a started coroutine over, and what each condition rests on.
    pub(crate) fn takes<'a>(
        &self,
        facts: &Facts<'a>,
        call: &'a ast::ExprCall,
    ) -> Result<(String, Vec<Evidence>), Refusal> {
        let here = call.range();
        let refused = |why: String| Refusal(why, facts.evidence(INELIGIBLE, "", here));
        let [argument @ Expr::Call(inner)] = &*call.arguments.args else {
            return Err(refused("the task is not started with a direct call".into()));
        };
        if let Some(keyword) = call.arguments.keywords.first() {
            return Err(refused(format!("`{}` would be lost", facts.text(keyword))));
        }
        if !is_simple_text(facts.layout, &Expr::Call(call.clone())) {
            return Err(refused("the call spans several lines".into()));
        }
        let mut evidence = self.evidence.clone();
        self.runs(&mut evidence)?;
        let text = if self.contract.takes == Takes::Coroutine {
            self.coroutine(&mut evidence)?;
            format!("{}({})", self.text, facts.text(argument))
        } else {
            self.arguments(&inner.arguments, &mut evidence)?;
            self.function(facts, inner, &mut evidence)?;
            self.name(facts, inner, &mut evidence)?;
            let arguments = facts.text(&inner.arguments);
            let arguments =
                arguments.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or_default();
            let comma = if arguments.trim().is_empty() { "" } else { ", " };
            format!("{}({}{comma}{arguments})", self.text, facts.text(inner.func.as_ref()))
        };
        if let Some(at) = &self.contract.needs_loop {
            evidence.push(at.evidence("runner-loop", "it needs a running loop, as the start of a task does"));
        }
        let given = format!("it gives back {}; nothing uses that here", self.contract.handle.words());
        evidence.push(self.contract.method.evidence("runner-returns", given));
        Ok((text, evidence))
    }

    fn refused<T>(&self, why: impl Into<String>) -> Result<T, Refusal> {
        Err(Refusal(why.into(), self.contract.method.evidence(INELIGIBLE, "")))
    }

    /// Whether the method runs what it is given, by itself.
    fn runs(&self, evidence: &mut Vec<Evidence>) -> Result<(), Refusal> {
        let contract = &self.contract;
        if contract.is_async {
            return self.refused("it must be awaited, and nothing awaits it here");
        }
        if contract.decorated {
            return self.refused("it is decorated, which may change what it does");
        }
        let Some(first) = contract.positional.first() else {
            return self.refused("it takes no function to run");
        };
        if contract.demands {
            return self.refused("it has parameters of its own that must be given");
        }
        let says = |what: &str| contract.takes_at.evidence("runner-runs", format!("its `{first}` is {what}"));
        let why = match contract.takes {
            Takes::Function | Takes::Either => {
                evidence.push(says("a function, which it runs"));
                return Ok(());
            }
            Takes::Coroutine => {
                evidence.push(says("a coroutine, which it runs"));
                return Ok(());
            }
            Takes::Name => {
                format!(
                    "its `{first}` is a {}, not a function",
                    contract.annotation.as_deref().unwrap_or("name")
                )
            }
            Takes::Nothing => format!("nothing shows that it runs its `{first}`"),
        };
        Err(Refusal(why, contract.takes_at.evidence(INELIGIBLE, "")))
    }

    /// A runner of coroutines: no argument or name goes through it.
    fn coroutine(&self, evidence: &mut Vec<Evidence>) -> Result<(), Refusal> {
        if self.contract.by_name.is_some() && self.contract.keyed != Keyed::Labels {
            return self.refused("it looks coroutines up by name");
        }
        let message = "the coroutine is made here, so that all arguments reach it";
        evidence.push(self.contract.method.evidence("runner-keywords", message));
        Ok(())
    }

    /// Whether the coroutine's arguments reach it: positional ones through `*args`, keywords through
    /// `**kwargs`, and none that `run` has a parameter for.
    fn arguments(&self, arguments: &ast::Arguments, evidence: &mut Vec<Evidence>) -> Result<(), Refusal> {
        let contract = &self.contract;
        if contract.positional.len() > 1 || (!arguments.args.is_empty() && !contract.variadic) {
            return self.refused("the coroutine's positional arguments would become its own");
        }
        if !arguments.args.is_empty()
            && let Some(name) = contract.drops.iter().find(|name| !name.starts_with("**"))
        {
            return self.refused(format!("it takes `{name}` and does nothing with it"));
        }
        let reserved: Vec<&str> =
            contract.positional.iter().chain(&contract.keyword_only).map(String::as_str).collect();
        for keyword in &arguments.keywords {
            match keyword.arg.as_deref() {
                Some(name) if reserved.contains(&name) => {
                    return self.refused(format!("it takes the keyword `{name}` for itself"));
                }
                None => {
                    return self.refused("what is unpacked may hold a keyword that it takes for itself");
                }
                Some(_) if !contract.keywords => return self.refused("it does not pass keywords on"),
                Some(_) => {}
            }
        }
        if !arguments.keywords.is_empty()
            && let Some(name) = contract.drops.iter().find(|name| name.starts_with("**"))
        {
            return self.refused(format!("it takes `{name}` and does nothing with it"));
        }
        let message = format!(
            "it keeps the keywords {} for itself, and none of them is given here",
            reserved.join(", ")
        );
        evidence.push(contract.method.evidence("runner-keywords", message));
        Ok(())
    }

    /// Whether what is handed over is a function that the runner takes for one.
    fn function<'a>(
        &self,
        facts: &Facts<'a>,
        inner: &'a ast::ExprCall,
        evidence: &mut Vec<Evidence>,
    ) -> Result<(), Refusal> {
        if !matches!(inner.func.as_ref(), Expr::Name(_) | Expr::Attribute(_)) {
            let at = facts.evidence(INELIGIBLE, "", inner.func.range());
            return Err(Refusal("the coroutine function is an expression".into(), at));
        }
        let Some(asks) = &self.contract.asks_async else { return Ok(()) };
        let sure = facts.callee(inner, facts.tree.id(inner)).is_some_and(|id| match facts.tree.node(id) {
            AnyNodeRef::StmtFunctionDef(node) => node.is_async && node.decorator_list.is_empty(),
            _ => false,
        });
        if !sure {
            let why = format!(
                "it does otherwise with what is no coroutine function, and it is not shown that `{}` is one",
                facts.text(inner.func.as_ref())
            );
            return Err(Refusal(why, asks.evidence(INELIGIBLE, "")));
        }
        evidence.push(asks.evidence("runner-async", "it asks for a coroutine function, and this is one"));
        Ok(())
    }

    /// Where the runner finds tasks by name, two functions of one name would be one.
    fn name<'a>(
        &self,
        facts: &Facts<'a>,
        inner: &'a ast::ExprCall,
        evidence: &mut Vec<Evidence>,
    ) -> Result<(), Refusal> {
        let contract = &self.contract;
        let Some(key) = &contract.by_name else {
            evidence.push(contract.class.evidence("runner-key", "it does not look functions up by name"));
            return Ok(());
        };
        if contract.keyed == Keyed::Labels {
            evidence.push(key.evidence("runner-key", "the function's name is only a label"));
            return Ok(());
        }
        let refused = |why: String| Err(Refusal(why, key.evidence(INELIGIBLE, "")));
        let function = inner.func.as_ref();
        let text = facts.text(function);
        if contract.keyed == Keyed::Replaces {
            return refused(format!(
                "a second run of `{text}` takes the place of the first under its name, which then nobody holds"
            ));
        }
        let Some(definition) = own_definition(facts, inner) else {
            return refused(format!(
                "it looks functions up by name, and `{text}` may share its name with another"
            ));
        };
        if let Some(decorator) = decorator(facts, definition) {
            return refused(format!(
                "it looks functions up by name, and `{decorator}` may give `{text}` another"
            ));
        }
        if !self.own {
            return refused(
                "it looks functions up by name, and other objects may hand it functions of the same name"
                    .into(),
            );
        }
        if let Some(other) = namesake(facts, inner) {
            let why = format!(
                "it looks functions up by name, and `{}` has the same name as `{text}`",
                facts.text(other)
            );
            return Err(Refusal(why, facts.evidence(INELIGIBLE, "", other.range())));
        }
        let message = format!(
            "it looks functions up by name; the instance has a runner of its own, and no other `{}` is started in this class",
            last_name(function).unwrap_or(text)
        );
        evidence.push(key.evidence("runner-key", message));
        Ok(())
    }
}

/// The method of the instance or the function of the module that a call names.
fn own_definition<'a>(facts: &Facts<'a>, inner: &'a ast::ExprCall) -> Option<NodeId> {
    let at = facts.tree.id(inner);
    match inner.func.as_ref() {
        Expr::Name(name) => match facts.scopes().lookup(facts.tree, at, name.id.as_str()) {
            Some((scope, [binding])) if scope == facts.tree.root() => {
                matches!(binding.kind, BindingKind::Function(_)).then_some(binding.node)
            }
            _ => None,
        },
        function => {
            let (class, this) = facts.this(at)?;
            facts.method_of(class.id, walk::attribute_of(function, this)?)
        }
    }
}

/// A decorator that may give a function another name.
fn decorator<'a>(facts: &Facts<'a>, definition: NodeId) -> Option<&'a str> {
    let AnyNodeRef::StmtFunctionDef(node) = facts.tree.node(definition) else { return None };
    let mut all = node.decorator_list.iter().map(|decorator| facts.text(&decorator.expression));
    all.find(|decorator| !is_transparent(decorator))
}

/// Another coroutine function of the same name that the class starts, or hands to anything.
fn namesake<'a>(facts: &Facts<'a>, inner: &'a ast::ExprCall) -> Option<&'a Expr> {
    let name = last_name(&inner.func)?;
    let (class, _) = facts.this(facts.tree.id(inner))?;
    let text = facts.text(inner.func.as_ref());
    let other = |expr: &'a Expr| {
        let function = match expr {
            Expr::Call(call) if is_coroutine(facts, expr) || call.func.is_name_expr() => call.func.as_ref(),
            other => other,
        };
        (last_name(function) == Some(name) && facts.text(function) != text).then_some(function)
    };
    facts.tree.descendants(class.id).find_map(|id| match facts.tree.node(id) {
        AnyNodeRef::ExprCall(call) => call.arguments.args.first().and_then(other),
        _ => None,
    })
}
