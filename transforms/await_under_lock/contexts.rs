//! What loops and blocks wait for that are asynchronous: their special methods, and locks.

use crate::facts::{FunctionRef, Ty};
use crate::syntax::Expr;

use super::awaited::Reader;
use super::lock;
use super::outside;
use super::steps::{Callee, Does};

impl<'a> Reader<'_, 'a> {
    /// `async for … in expr`.
    pub fn iterated(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr {
            let qualified = self.facts.qualified(&call.func, self.at).unwrap_or_default();
            self.runs(expr, call, &qualified);
            return;
        }
        self.special(expr, &["__anext__"]);
    }

    /// `async with expr`.
    pub fn entered(&mut self, expr: &'a Expr) {
        /// Contexts that wait for nothing themselves.
        const STILL: &[&str] = &[
            "asyncio.timeout",
            "asyncio.timeout_at",
            "async_timeout.timeout",
            "contextlib.aclosing",
            "contextlib.nullcontext",
            "contextlib.AsyncExitStack",
        ];
        if let Some(lock) = lock::of(self.facts, expr, self.at) {
            let on = self.on(expr);
            self.push(lock.shown.clone(), on, Does::Takes(Box::new(lock)));
            return;
        }
        if let Expr::Call(call) = expr {
            let meanings = self.facts.meanings(&call.func, self.at);
            if !meanings.is_empty() && meanings.iter().all(|name| STILL.contains(&name.as_str())) {
                return;
            }
            if matches!(self.facts.type_of(expr, self.at).ty, Ty::Local(_) | Ty::Foreign(_)) {
                self.special(expr, &["__aenter__", "__aexit__"]);
                return;
            }
            let qualified = self.facts.qualified(&call.func, self.at).unwrap_or_default();
            self.runs(expr, call, &qualified);
            return;
        }
        self.special(expr, &["__aenter__", "__aexit__"]);
    }

    /// Special methods of an object.
    fn special(&mut self, expr: &'a Expr, methods: &[&str]) {
        let facts = self.facts;
        let typed = facts.type_of(expr, self.at);
        if let Some(class) = facts.class_ref(&typed.ty) {
            let view = facts.view();
            let own: Vec<FunctionRef> = methods.iter().filter_map(|name| view.method(class, name)).collect();
            if own.len() == methods.len() {
                // What subclasses put in their place may run as well.
                let below = view.descendants(class).into_iter().flat_map(|sub| {
                    let index = view.index(sub.file);
                    let found = methods.iter().filter_map(|name| index.method(sub.class, name));
                    found.map(|function| FunctionRef { file: sub.file, function }).collect::<Vec<_>>()
                });
                let mut all: Vec<Callee> = own.into_iter().chain(below).map(Callee::Given).collect();
                all.dedup();
                let on = self.on(expr);
                self.push(lock::shown(facts, expr), on, Does::Runs(all, false));
                return;
            }
        }
        match &typed.ty {
            Ty::Named(class) | Ty::Container { class, .. } => match outside::kind(class) {
                Some(kind) => self.waits(expr, kind),
                None => self.unknown(expr, format!("it is an instance of {class}")),
            },
            Ty::Unknown(why) => self.unknown(expr, *why),
            _ => self.unknown(expr, format!("no `{}` of it is found", methods[0])),
        }
    }
}
