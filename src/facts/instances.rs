//! Whether an instance is what its `__init__` made: that `__init__` has run before a method does, and that
//! nobody makes, copies or lends instances and methods otherwise. Unknown is no.

use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};
use crate::verdict::Evidence;

use super::{Class, Facts, Method, UseKind};

/// Methods that make an instance more than its `__dict__` filled by `__init__`.
const SPECIAL: &[&str] = &[
    "__new__",
    "__setattr__",
    "__getattr__",
    "__getattribute__",
    "__delattr__",
    "__getstate__",
    "__setstate__",
    "__reduce__",
    "__reduce_ex__",
    "__getnewargs__",
    "__getnewargs_ex__",
    "__copy__",
    "__deepcopy__",
    "__del__",
    "__init_subclass__",
    "__post_init__",
];
/// Names whose use anywhere in the file may make, copy or look through instances without `__init__`.
const REFLECTION: &[&str] = &["__dict__", "__new__", "__class__"];
const COPIERS: &[&str] = &["copy", "pickle", "cloudpickle", "dill", "weakref", "mock", "unittest.mock"];
const PLAIN_BASES: &[&str] = &["builtins.object", "abc.ABC", "typing.Generic"];

/// Why an instance is not proven to be what `__init__` makes, and the place that says so.
pub type Refusal = (String, TextRange);

impl<'a> Facts<'a> {
    /// The `__init__` that has certainly run before the method around a place does, and the evidence.
    ///
    /// # Errors
    /// Why that is not proven.
    pub fn init_ran(&self, site: NodeId) -> Result<(&Method<'a>, Evidence), Refusal> {
        init_ran(self, site)
    }

    /// Whether an attribute of the instance certainly exists in the method around a place: the class body
    /// sets it, or `__init__` does, on every path and before it lets anybody else at the instance.
    pub fn always_set(&self, site: NodeId, attribute: &str) -> bool {
        let Some((class, _)) = self.this(site) else { return false };
        let deleted = |class: &Class<'a>| class.uses_of(attribute).any(|used| used.kind == UseKind::Deleted);
        if self.family(class).into_iter().any(deleted) {
            return false;
        }
        if class.class_attribute(attribute).is_some_and(|write| write.value.is_some()) {
            return true;
        }
        self.init_ran(site).is_ok_and(|(init, _)| sets_first(self, class, init, attribute))
    }

    /// The class, its bases and its subclasses, as far as this file has them.
    pub fn family(&self, class: &Class<'a>) -> Vec<&Class<'a>> {
        self.classes()
            .iter()
            .filter(|other| {
                other.id == class.id
                    || self.inherits(other.id, Some(class.id))
                    || self.inherits(class.id, Some(other.id))
            })
            .collect()
    }
}

fn init_ran<'c, 'a>(facts: &'c Facts<'a>, site: NodeId) -> Result<(&'c Method<'a>, Evidence), Refusal> {
    let tree = facts.tree;
    // A method stands for what is inside it.
    let site = match tree.node(site) {
        AnyNodeRef::StmtFunctionDef(method) => method.body.first().map_or(site, |stmt| tree.id(stmt)),
        _ => site,
    };
    let Some((class, this)) = facts.this(site) else {
        return Err(("there is no instance here".into(), TextRange::default()));
    };
    let name = class.name();
    let here = class.node.name.range();
    let method = tree.ancestors(site).find_map(|id| class.methods.iter().find(|method| method.id == id));
    let Some(method) = method else { return Err(("no method of the class holds the place".into(), here)) };
    let means_this = |at| matches!(facts.scopes().lookup(tree, at, this), Some((scope, bindings)) if scope == method.id && bindings.len() == 1);
    if !means_this(site) {
        return Err((format!("`{this}` is not the instance here"), method.node.name.range()));
    }
    if !method
        .node
        .decorator_list
        .iter()
        .all(|decorator| keeps_instance(facts, &decorator.expression, method.id))
    {
        return Err((
            format!("a decorator of `{}` may pass something else than the instance", method.node.name),
            method.node.name.range(),
        ));
    }
    let inits: Vec<&Method<'a>> =
        class.methods.iter().filter(|method| method.node.name.as_str() == "__init__").collect();
    let init = match inits.as_slice() {
        [init] => *init,
        [] => return Err((format!("{name} has no `__init__` of its own"), here)),
        _ => return Err((format!("{name} has several `__init__`"), here)),
    };
    let direct = tree.parent(init.id) == Some(class.id);
    let own = init.this.is_some_and(|this| facts.scopes().bindings_in(init.id, this).len() == 1);
    if !direct || !own || init.node.is_async || !init.node.decorator_list.is_empty() {
        return Err((format!("`__init__` of {name} is not a plain one"), init.node.name.range()));
    }
    let family = facts.family(class);
    if let Some(path) = facts.project.subclassed_elsewhere(name, facts.path) {
        return Err((format!("{name} may have a subclass in {path}"), here));
    }
    for &member in &family {
        understood(facts, member)?;
    }
    for sub in family.iter().filter(|sub| facts.inherits(sub.id, Some(class.id))) {
        calls_super(facts, sub)?;
    }
    reflection(facts)?;
    borrowed(facts, &family)?;
    let relied_on = relied_on(class, init).ok_or_else(|| {
        (format!("a subclass of {name} elsewhere may skip `__init__`, and nothing in {name} relies on it so far"), init.node.name.range())
    })?;
    let evidence = facts.evidence(
        "init-always-runs",
        format!("{name} relies on `__init__` already: only it sets `{}`", relied_on.0),
        relied_on.1,
    );
    Ok((init, evidence))
}

/// Decorators that call the method with the instance.
fn keeps_instance(facts: &Facts<'_>, decorator: &Expr, at: NodeId) -> bool {
    const KNOWN: &[&str] = &[
        "builtins.property",
        "functools.cached_property",
        "functools.lru_cache",
        "functools.cache",
        "functools.wraps",
        "contextlib.asynccontextmanager",
        "contextlib.contextmanager",
        "abc.abstractmethod",
        "typing.override",
        "typing_extensions.override",
        "typing.final",
        "typing.no_type_check",
    ];
    let named = match decorator {
        Expr::Call(call) => call.func.as_ref(),
        other => other,
    };
    facts.is_one_of(named, at, KNOWN)
        || matches!(named, Expr::Attribute(attribute) if matches!(attribute.attr.as_str(), "setter" | "deleter" | "getter"))
}

fn understood(facts: &Facts<'_>, class: &Class<'_>) -> Result<(), Refusal> {
    let name = class.name();
    let here = class.node.name.range();
    if class.has_class_keywords() {
        return Err((format!("{name} has class keywords such as a metaclass"), here));
    }
    if let Some(decorator) = class.node.decorator_list.iter().find(|decorator| {
        !facts.is_one_of(&decorator.expression, class.id, &["typing.final", "typing_extensions.final"])
    }) {
        return Err((
            format!("{name} is decorated with `{}`", facts.text(&decorator.expression)),
            decorator.range(),
        ));
    }
    for base in class.bases() {
        let plain = match base {
            Expr::Subscript(subscript) => &subscript.value,
            other => other,
        };
        if facts.local_class(base, class.id).is_none() && !facts.is_one_of(plain, class.id, PLAIN_BASES) {
            return Err((
                format!("{name} inherits from `{}`, which is not in this file", facts.text(base)),
                base.range(),
            ));
        }
    }
    if let Some(slots) = class.class_attribute("__slots__") {
        return Err((format!("{name} has `__slots__`"), slots.range));
    }
    let special = class.methods.iter().find(|method| SPECIAL.contains(&method.node.name.as_str()));
    if let Some(method) = special {
        return Err((format!("{name} defines `{}`", method.node.name), method.node.name.range()));
    }
    if let Some(write) = class.writes.iter().find(|write| SPECIAL.contains(&write.name)) {
        return Err((format!("{name} sets `{}`", write.name), write.range));
    }
    Ok(())
}

/// A subclass of this file must reach the `__init__` that makes the set, before anything else.
fn calls_super(facts: &Facts<'_>, sub: &Class<'_>) -> Result<(), Refusal> {
    let name = sub.name();
    let real_bases = sub.bases().iter().filter(|base| facts.local_class(base, sub.id).is_some()).count();
    if real_bases > 1 {
        return Err((format!("its subclass {name} has several bases"), sub.node.name.range()));
    }
    let Some(init) = sub.method("__init__") else { return Ok(()) };
    let first = init.node.body.iter().find(|stmt| !is_docstring(stmt));
    let reaches = matches!(first, Some(Stmt::Expr(expr)) if expr.value.as_call_expr().is_some_and(|call| {
        matches!(call.func.as_ref(), Expr::Attribute(attribute) if attribute.attr.as_str() == "__init__"
            && matches!(attribute.value.as_ref(), Expr::Call(inner) if matches!(inner.func.as_ref(), Expr::Name(name) if name.id.as_str() == "super")))
    }));
    if reaches {
        Ok(())
    } else {
        Err((
            format!("its subclass {name} does not begin `__init__` with `super().__init__(…)`"),
            init.node.name.range(),
        ))
    }
}

/// Whether the file makes, copies or looks through instances behind the back of `__init__`.
fn reflection(facts: &Facts<'_>) -> Result<(), Refusal> {
    for id in facts.tree.all() {
        match facts.tree.node(id) {
            AnyNodeRef::ExprAttribute(attribute)
                if REFLECTION.contains(&attribute.attr.as_str())
                    && (attribute.attr.as_str() != "__class__" || attribute.ctx.is_store()) =>
            {
                return Err((format!("this file uses `.{}`", attribute.attr), attribute.range()));
            }
            AnyNodeRef::ExprCall(call) if matches!(call.func.as_ref(), Expr::Name(name) if matches!(name.id.as_str(), "vars" | "asdict")) =>
            {
                return Err(("this file looks through the attributes of its objects".into(), call.range()));
            }
            AnyNodeRef::StmtImport(import) => {
                if let Some(alias) = import.names.iter().find(|alias| COPIERS.contains(&alias.name.as_str()))
                {
                    return Err((format!("this file uses `{}`", alias.name), alias.range()));
                }
            }
            AnyNodeRef::StmtImportFrom(import)
                if import.module.as_deref().is_some_and(|module| COPIERS.contains(&module)) =>
            {
                return Err((
                    format!("this file uses `{}`", import.module.as_deref().unwrap_or_default()),
                    import.range(),
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// An attribute that only `__init__` sets, whatever happens in it, and that another method reads.
fn relied_on<'a>(class: &Class<'a>, init: &Method<'a>) -> Option<(&'a str, TextRange)> {
    let always = |write: &super::AttributeWrite<'a>| {
        init.node.body.iter().any(|stmt| {
            matches!(stmt, Stmt::Assign(_) | Stmt::AnnAssign(_)) && stmt.range().contains_range(write.range)
        })
    };
    class
        .writes
        .iter()
        .filter(|write| write.method == Some(init.id) && write.value.is_some() && always(write))
        .find_map(|write| {
            let only = class.writes_of(write.name).all(|other| other.method == Some(init.id));
            let method = class.method(write.name).is_some();
            let read = class
                .uses_of(write.name)
                .find(|used| used.method != init.id && used.kind != UseKind::Deleted);
            if only && !method { read.map(|used| (write.name, used.range)) } else { None }
        })
}

/// Whether `__init__` sets an attribute by a statement of its own, before the instance is used otherwise.
fn sets_first<'a>(facts: &Facts<'a>, class: &Class<'a>, init: &Method<'a>, attribute: &str) -> bool {
    for stmt in &init.node.body {
        let sets = class.writes_of(attribute).any(|write| {
            write.method == Some(init.id) && write.value.is_some() && stmt.range().contains_range(write.range)
        });
        if sets {
            return matches!(stmt, Stmt::Assign(_) | Stmt::AnnAssign(_));
        }
        if lets_out(facts, class, init, stmt) {
            return false;
        }
    }
    false
}

/// Whether a statement of `__init__` returns, or lets others at the instance: hands on `self` or a bound
/// method, calls a method, or a base's `__init__` that does.
fn lets_out<'a>(facts: &Facts<'a>, class: &Class<'a>, init: &Method<'a>, stmt: &'a Stmt) -> bool {
    let this = init.this.unwrap_or_default();
    let stmt = std::slice::from_ref(stmt);
    if walk::any_statement(stmt, |stmt| matches!(stmt, Stmt::Return(_))) {
        return true;
    }
    walk::any_expression(stmt, |expr| match expr {
        Expr::Name(name) if name.id.as_str() == this && name.ctx.is_load() => {
            let parent = facts.tree.parent(facts.tree.id(name)).map(|id| facts.tree.node(id));
            !matches!(parent, Some(AnyNodeRef::ExprAttribute(_)))
        }
        Expr::Call(call) => {
            let Expr::Attribute(function) = &*call.func else { return false };
            let receiver = facts.text(function.value.as_ref());
            if receiver == "super()" && function.attr.as_str() == "__init__" {
                return bases_let_out(facts, class);
            }
            receiver == this || receiver.starts_with("super(")
        }
        Expr::Attribute(read) if read.ctx.is_load() => {
            walk::attribute_of(expr, this).is_some_and(|name| class.method(name).is_some())
        }
        _ => false,
    })
}

/// Whether the `__init__` of any base does. All bases are in this file where `init_ran` holds.
fn bases_let_out<'a>(facts: &Facts<'a>, class: &Class<'a>) -> bool {
    let bases = facts
        .family(class)
        .into_iter()
        .filter(|base| base.id != class.id && facts.inherits(class.id, Some(base.id)));
    bases.filter_map(|base| Some((base, base.method("__init__")?))).any(|(base, init)| {
        init.node.body.iter().any(|stmt| {
            let above = matches!(stmt, Stmt::Expr(expr) if facts.text(expr.value.as_ref()).starts_with("super().__init__("));
            !above && lets_out(facts, base, init, stmt)
        })
    })
}

/// Whether a method of the family is taken from its class, or a class is made in a way that is not followed.
fn borrowed<'a>(facts: &Facts<'a>, family: &[&Class<'a>]) -> Result<(), Refusal> {
    for id in facts.tree.all() {
        match facts.tree.node(id) {
            AnyNodeRef::ExprAttribute(attribute) => {
                let name = attribute.attr.as_str();
                let Some(owner) = facts.local_class(&attribute.value, id) else { continue };
                let Some(class) = family.iter().find(|class| class.id == owner) else { continue };
                if attribute.ctx.is_store() && name == "__init__" {
                    return Err((format!("`__init__` of {} is replaced", class.name()), attribute.range()));
                }
                if class.method(name).is_some_and(|method| method.this.is_some()) && !name.starts_with("__") {
                    return Err((format!("`{name}` is taken from its class"), attribute.range()));
                }
            }
            AnyNodeRef::ExprCall(call) => {
                let makes_class = matches!(&*call.func, Expr::Name(name) if name.id.as_str() == "type")
                    && call.arguments.args.len() == 3;
                if makes_class {
                    return Err(("this file makes classes with `type(…)`".into(), call.range()));
                }
            }
            AnyNodeRef::StmtClassDef(class) => {
                let bases = class.arguments.as_deref().map_or(&[][..], |arguments| &arguments.args);
                if let Some(base) = bases.iter().find(|base| base.is_call_expr()) {
                    return Err(("a base class in this file is computed".into(), base.range()));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_docstring(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(expr) if expr.value.is_string_literal_expr())
}
