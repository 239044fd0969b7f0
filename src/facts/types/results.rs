//! Types of what calls and awaits return: constructors, known functions, containers' methods, functions of
//! this file.

use super::{Facts, MAPPINGS, SEQUENCES, Ty, Typed};
use crate::facts::Class;
use crate::syntax::ast;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, TextRange};

/// Functions of known result. Sources: the asyncio and logging chapters of the Python documentation.
const RESULTS: &[(&str, &str)] = &[
    ("asyncio.create_task", "asyncio.Task"),
    ("asyncio.ensure_future", "asyncio.Future"),
    ("asyncio.get_event_loop", "asyncio.AbstractEventLoop"),
    ("asyncio.get_running_loop", "asyncio.AbstractEventLoop"),
    ("asyncio.new_event_loop", "asyncio.AbstractEventLoop"),
    ("asyncio.current_task", "asyncio.Task"),
    ("asyncio.gather", "asyncio.Future"),
    ("asyncio.run_coroutine_threadsafe", "concurrent.futures.Future"),
    ("logging.getLogger", "logging.Logger"),
    ("structlog.get_logger", "structlog.BoundLogger"),
    ("structlog.stdlib.get_logger", "structlog.BoundLogger"),
];
/// Coroutines of known result.
const AWAITED_RESULTS: &[(&str, &str)] = &[
    ("asyncio.create_subprocess_exec", "asyncio.subprocess.Process"),
    ("asyncio.create_subprocess_shell", "asyncio.subprocess.Process"),
    ("asyncio.start_server", "asyncio.Server"),
];

/// Class decorators that give back the class. Sources: `dataclasses`, `functools`, `enum`, `typing`, and attrs.
pub(crate) const CLASS_DECORATORS: &[&str] = &[
    "dataclass",
    "define",
    "attrs",
    "attributes",
    "frozen",
    "mutable",
    "s",
    "total_ordering",
    "runtime_checkable",
    "unique",
    "dataclass_transform",
];

impl<'a> Facts<'a> {
    pub(super) fn type_of_call(&self, call: &'a ast::ExprCall, at: NodeId) -> Typed {
        let here = call.range();
        if let Some(class) = self.local_class(&call.func, at) {
            if let Some(decorator) = self.class(class).and_then(|class| self.replacing_decorator(class)) {
                return Typed {
                    shown_at: Some(decorator),
                    ..Typed::unknown("a decorator may replace the class")
                };
            }
            return Typed::new(Ty::Local(class), here);
        }
        if let Some(name) = self.qualified(&call.func, at) {
            if let Some((_, result)) = RESULTS.iter().find(|(function, _)| *function == name) {
                let typed = Typed::new(Ty::Named((*result).into()), here);
                // Outside of a task there is none.
                return if name == "asyncio.current_task" { typed.or_none() } else { typed };
            }
            if MAPPINGS.contains(&name.as_str()) || SEQUENCES.contains(&name.as_str()) {
                let item = match (name.as_str(), call.arguments.args.first()) {
                    ("collections.defaultdict", Some(factory)) => self.factory(factory, at),
                    _ => Ty::Unknown("the container is created empty"),
                };
                return Typed::new(Ty::Container { class: name, item: Box::new(item) }, here);
            }
            if name == "dataclasses.field" || name == "attr.ib" || name == "attrs.field" {
                let factory =
                    call.arguments.keywords.iter().find(|keyword| {
                        matches!(keyword.arg.as_deref(), Some("default_factory" | "factory"))
                    });
                return factory.map_or_else(
                    || Typed::unknown("the field has no factory"),
                    |factory| Typed::new(self.factory(&factory.value, at), here),
                );
            }
            // A capital letter is how classes are named; anything else returns something not known here.
            let class_like = name
                .rsplit('.')
                .next()
                .is_some_and(|last| last.starts_with(|letter: char| letter.is_ascii_uppercase()));
            return if class_like {
                Typed::new(Ty::Named(name), here)
            } else {
                Typed::unknown("it is returned by a function of another file")
            };
        }
        if let Expr::Attribute(attribute) = call.func.as_ref()
            && let Typed { ty: Ty::Container { class, item }, shown_at, .. } =
                self.type_of(&attribute.value, at)
        {
            let mapping = MAPPINGS.contains(&class.as_str());
            let typed = Typed { shown_at, ..Typed::of(*item) };
            match (attribute.attr.as_str(), mapping, call.arguments.args.len()) {
                ("get", true, 1) => return typed.or_none(),
                ("get" | "pop", true, 2) => {
                    let default = self.type_of(&call.arguments.args[1], at);
                    return self.join(vec![typed, default]);
                }
                ("pop", true, 1) | ("setdefault", true, _) | ("pop" | "popleft", false, _) => return typed,
                ("copy", ..) => return self.type_of(&attribute.value, at),
                ("values", true, 0) => {
                    return Typed {
                        ty: Ty::Container {
                            class: "collections.abc.Iterable".into(),
                            item: Box::new(typed.ty),
                        },
                        ..typed
                    };
                }
                _ => {}
            }
        }
        match self.callee(call, at) {
            Some(function) => self.returned(function, false),
            None => Typed::unknown("it is returned by a function that this file does not show"),
        }
    }

    /// A decorator of a class that is not known to leave it what it is.
    fn replacing_decorator(&self, class: &Class<'a>) -> Option<TextRange> {
        let known = |decorator: &ast::Decorator| {
            let named = match &decorator.expression {
                Expr::Call(call) => call.func.as_ref(),
                other => other,
            };
            let name = crate::syntax::walk::dotted(named).and_then(|names| names.last().copied());
            name.is_some_and(|name| crate::facts::is_transparent(name) || CLASS_DECORATORS.contains(&name))
        };
        class.node.decorator_list.iter().find(|decorator| !known(decorator)).map(Ranged::range)
    }

    /// What a function without arguments makes: `asyncio.Event` makes one, so does `lambda: asyncio.Event()`.
    fn factory(&self, factory: &'a Expr, at: NodeId) -> Ty {
        match factory {
            Expr::Lambda(lambda) => self.type_of(&lambda.body, self.tree.id(lambda.body.as_ref())).ty,
            other => self.class_named(other, at),
        }
    }

    fn class_named(&self, expr: &Expr, at: NodeId) -> Ty {
        if let Some(class) = self.local_class(expr, at) {
            return Ty::Local(class);
        }
        match self.qualified(expr, at) {
            Some(name) if MAPPINGS.contains(&name.as_str()) || SEQUENCES.contains(&name.as_str()) => {
                Ty::Container { class: name, item: Box::new(Ty::Unknown("the container is created empty")) }
            }
            Some(name) => Ty::Named(name),
            None => Ty::Unknown("the class is not named in this file"),
        }
    }

    pub(super) fn type_of_await(&self, value: &'a Expr, at: NodeId) -> Typed {
        let Expr::Call(call) = value else { return Typed::unknown("the awaited value is not followed") };
        if let Some(name) = self.qualified(&call.func, at)
            && let Some((_, result)) = AWAITED_RESULTS.iter().find(|(function, _)| *function == name)
        {
            return Typed::new(Ty::Named((*result).into()), call.range());
        }
        self.callee(call, at).map_or_else(
            || Typed::unknown("the awaited function is not in this file"),
            |function| self.returned(function, true),
        )
    }

    fn returned(&self, function: NodeId, awaited: bool) -> Typed {
        let AnyNodeRef::StmtFunctionDef(node) = self.tree.node(function) else {
            return Typed::unknown("it is returned by something that is not a function");
        };
        match &node.returns {
            Some(annotation) if node.is_async == awaited && node.decorator_list.is_empty() => {
                self.annotation(annotation, function)
            }
            _ => Typed::unknown("the function's return type is not annotated"),
        }
    }
}
