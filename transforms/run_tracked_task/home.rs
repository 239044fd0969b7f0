//! Where the tracked set of a site lives: on the instance where this file fully understands the class, else
//! in the module. Makes no edits.

use crate::facts::{Class, Facts, Method, UseKind};
use crate::syntax::{AnyNodeRef, Expr, NodeId, NodeKind, Ranged, Stmt, TextRange, walk};
use crate::verdict::Evidence;

/// Where the set lives.
pub(super) enum Home<'c, 'a> {
    /// An attribute that `__init__` sets.
    Instance {
        /// The class.
        class: &'c Class<'a>,
        /// Its `__init__`.
        init: &'c Method<'a>,
        /// What the site's method calls its instance.
        this: &'a str,
        /// Why it may be an attribute.
        evidence: Evidence,
    },
    /// A module-level set, and why.
    Module(Evidence),
}

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
const COPIERS: &[&str] = &["copy", "pickle", "cloudpickle", "dill", "weakref"];
const PLAIN_BASES: &[&str] = &["builtins.object", "abc.ABC", "typing.Generic"];

/// Decides for a site.
pub(super) fn of<'c, 'a>(facts: &'c Facts<'a>, site: NodeId) -> Home<'c, 'a> {
    let Some((class, this)) = facts.this(site) else {
        let at = facts.tree.function(site).map_or(TextRange::default(), |id| facts.tree.node(id).range());
        return Home::Module(facts.evidence(
            "module-set",
            "the set is the module's, as there is no instance here",
            at,
        ));
    };
    match instance(facts, class, this, site) {
        Ok((init, relied_on)) => Home::Instance { class, init, this, evidence: relied_on },
        Err((why, at)) => {
            let why = format!("the set is the module's, not the instance's, because {why}");
            Home::Module(facts.evidence("module-set", why, at))
        }
    }
}

type Refusal = (String, TextRange);

fn instance<'c, 'a>(
    facts: &'c Facts<'a>,
    class: &'c Class<'a>,
    this: &str,
    site: NodeId,
) -> Result<(&'c Method<'a>, Evidence), Refusal> {
    let tree = facts.tree;
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
    let family = family(facts, class);
    for &member in &family {
        understood(facts, member)?;
    }
    for sub in family.iter().filter(|sub| facts.inherits(sub.id, Some(class.id))) {
        calls_super(facts, sub)?;
    }
    reflection(facts)?;
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

/// The class, its bases and its subclasses, as far as this file has them.
pub(super) fn family<'c, 'a>(facts: &'c Facts<'a>, class: &Class<'a>) -> Vec<&'c Class<'a>> {
    facts
        .classes()
        .iter()
        .filter(|other| {
            other.id == class.id
                || facts.inherits(other.id, Some(class.id))
                || facts.inherits(class.id, Some(other.id))
        })
        .collect()
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
    let always = |write: &crate::facts::AttributeWrite<'a>| {
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

/// The statement of `__init__` that the set is made behind: the last of the plain assignments that it begins
/// with. `Err` holds the first statement, where nothing can go before it but the docstring.
pub(super) fn after_assignments<'a>(
    class: &Class<'a>,
    init: &Method<'a>,
) -> Result<&'a Stmt, Option<&'a Stmt>> {
    let this = init.this.unwrap_or_default();
    let plain = |stmt: &Stmt| {
        let (targets, value): (&[Expr], &Expr) = match stmt {
            Stmt::Assign(assign) => (&assign.targets, &assign.value),
            Stmt::AnnAssign(assign) => match &assign.value {
                Some(value) => (std::slice::from_ref(assign.target.as_ref()), value),
                None => return false,
            },
            _ => return false,
        };
        let to_attributes = targets
            .iter()
            .all(|target| walk::attribute_of(target, this).is_some_and(|name| class.method(name).is_none()));
        let mut uses_this = false;
        walk::subexpressions(value, &mut |expr| {
            uses_this |= matches!(expr, Expr::Name(name) if name.id.as_str() == this)
                || matches!(expr, Expr::Lambda(_) | Expr::Await(_));
        });
        to_attributes && !uses_this
    };
    let body = &init.node.body;
    let skip = usize::from(body.first().is_some_and(is_docstring));
    let run = body[skip..].iter().take_while(|stmt| plain(stmt)).last();
    match (run, body.get(skip)) {
        (Some(last), _) => Ok(last),
        (None, Some(first)) => Err(Some(first)),
        (None, None) => body.first().ok_or(None),
    }
}

fn is_docstring(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(expr) if expr.value.is_string_literal_expr())
}

/// Whether a name is an attribute of the family's instances, or of something that may be one.
pub(super) fn attribute_taken<'a>(facts: &Facts<'a>, class: &Class<'a>, name: &str) -> bool {
    let family = family(facts, class);
    let declared = family.iter().any(|member| {
        member.writes_of(name).next().is_some()
            || member.methods.iter().any(|method| method.node.name.as_str() == name)
    });
    declared
        || facts.tree.all().any(|id| {
            let AnyNodeRef::ExprAttribute(attribute) = facts.tree.node(id) else { return false };
            attribute.attr.as_str() == name
                && match facts.type_of(&attribute.value, id).ty {
                    crate::facts::Ty::Local(other) => family.iter().any(|member| member.id == other),
                    _ => true,
                }
        })
        || facts.tree.all().any(|id| {
            facts.tree.node(id).kind() == NodeKind::ExprStringLiteral
                && facts.text(facts.tree.node(id)).trim_matches(['"', '\'']) == name
        })
}
