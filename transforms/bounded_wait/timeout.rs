//! The timeout to write at a place, and how asyncio is spelled there. What the settings say, made to fit.

use crate::config::{TimeoutExpr, Timeouts};
use crate::edit::Edit;
use crate::facts::{BindingKind, Facts};
use crate::syntax::{Expr, NodeId, Stmt, imports, parse, walk};
use crate::verdict::Evidence;

/// The timeout to write.
pub(super) struct Bound {
    /// The expression.
    pub text: String,
    /// When it passes, in words: `after 30.0 seconds`.
    pub after: String,
    /// The constant, where it must be added.
    pub edits: Vec<Edit>,
    /// What chose it.
    pub evidence: Evidence,
    /// Whether it is a number for certain, and not an expression that may fail or be None.
    pub certain: bool,
}

/// The timeout for a place.
///
/// # Errors
/// Says why what the settings name cannot be used there.
pub(super) fn bound(at: NodeId, facts: &Facts<'_>) -> Result<Bound, String> {
    match facts.settings.timeout_for(facts.path) {
        TimeoutExpr::Literal(text) => Ok(Bound {
            text: text.clone(),
            after: format!("after {text} seconds"),
            edits: Vec::new(),
            evidence: Evidence::general("timeout", given(text, facts)),
            certain: true,
        }),
        TimeoutExpr::Constant { name, value } => Ok(constant(name, value, at, facts)),
        TimeoutExpr::Expression(text) => {
            usable(text, at, facts)?;
            Ok(Bound {
                text: text.clone(),
                after: format!("after `{text}` seconds"),
                edits: Vec::new(),
                evidence: Evidence::general("timeout", format!("the settings give the expression `{text}`")),
                certain: false,
            })
        }
    }
}

/// Where the number comes from.
fn given(seconds: &str, facts: &Facts<'_>) -> String {
    if facts.settings.timeouts == Timeouts::default() {
        format!("{seconds} seconds is the default; [tool.amends.timeouts] sets another")
    } else {
        format!("the settings give {seconds} seconds")
    }
}

/// The constant under its own name, or under the first numbered one that is free or already that constant.
fn constant(name: &str, value: &str, at: NodeId, facts: &Facts<'_>) -> Bound {
    let scopes = facts.scopes();
    let root = facts.tree.root();
    let mut candidate = name.to_string();
    let mut number = 1;
    loop {
        let bindings = scopes.bindings_in(root, &candidate);
        let visible = scopes.lookup(facts.tree, at, &candidate).is_none_or(|(scope, _)| scope == root);
        if let ([binding], true) = (bindings, visible)
            && facts.runs_at_import(binding.node)
            && is_constant(&binding.kind)
        {
            let message = format!("`{candidate}` is there already");
            return Bound {
                after: format!("after `{candidate}` seconds"),
                edits: Vec::new(),
                evidence: facts.evidence("timeout", message, binding.range),
                certain: matches!(binding.kind, BindingKind::Assignment { .. }),
                text: candidate,
            };
        }
        if scopes.is_free(facts.tree, root, &candidate) {
            let statement = format!("{candidate} = {value}");
            let edit =
                imports::add_after_imports(facts.layout, facts.module.syntax(), &statement, facts.limit(at));
            return Bound {
                after: format!("after {value} seconds"),
                edits: vec![edit],
                evidence: Evidence::general(
                    "timeout",
                    format!("the settings name `{candidate}`, which is added"),
                ),
                certain: true,
                text: candidate,
            };
        }
        number += 1;
        candidate = format!("{name}_{number}");
    }
}

/// A number of the module's own, or something imported under the constant's name.
fn is_constant(kind: &BindingKind<'_>) -> bool {
    match kind {
        BindingKind::Assignment { value: Some(value), .. } => value.is_number_literal_expr(),
        BindingKind::Import(_) => true,
        _ => false,
    }
}

/// Whether every name of an expression means something at a place, and its attributes of `self` exist.
fn usable(text: &str, at: NodeId, facts: &Facts<'_>) -> Result<(), String> {
    let parsed = parse(&format!("({text})\n"))
        .map_err(|_| format!("the timeout `{text}` of the settings is no expression"))?;
    let [Stmt::Expr(stmt)] = parsed.syntax().body.as_slice() else {
        return Err(format!("the timeout `{text}` of the settings is no expression"));
    };
    let mut problem = None;
    walk::subexpressions(&stmt.value, &mut |expr| {
        let missing = match expr {
            Expr::Name(name) => {
                let name = name.id.as_str();
                facts.scopes().lookup(facts.tree, at, name).is_none().then(|| name.to_string())
            }
            Expr::Attribute(attribute) => {
                missing_attribute(&attribute.value, attribute.attr.as_str(), at, facts)
            }
            _ => None,
        };
        problem = problem.take().or(missing);
    });
    match problem {
        Some(name) => {
            Err(format!("the timeout `{text}` of the settings needs `{name}`, which is not known here"))
        }
        None => Ok(()),
    }
}

/// `self.x` where the class around the place, all of it in this file, never sets `x`.
fn missing_attribute(value: &Expr, attribute: &str, at: NodeId, facts: &Facts<'_>) -> Option<String> {
    let (class, this) = facts.this(at)?;
    if !matches!(value, Expr::Name(name) if name.id.as_str() == this) {
        return None;
    }
    let mut open = vec![class.id];
    let mut seen = Vec::new();
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let class = facts.class(id)?;
        if class.writes_of(attribute).next().is_some() || class.method(attribute).is_some() {
            return None;
        }
        let local = facts.local_bases(id);
        if local.len() < class.bases().len() {
            return None;
        }
        open.extend(local);
    }
    Some(format!("{this}.{attribute}"))
}

/// How `asyncio.<name>` is written at a place, with the import that it needs.
pub(super) fn asyncio(name: &str, at: NodeId, facts: &Facts<'_>) -> (String, Option<Edit>) {
    if let Some(spelled) = facts.spelled("asyncio", name, at) {
        return (spelled, None);
    }
    let scopes = facts.scopes();
    let root = facts.tree.root();
    let (module, statement) = if scopes.is_free(facts.tree, root, "asyncio") {
        ("asyncio".to_string(), "import asyncio".to_string())
    } else {
        let alias = scopes.free_name(facts.tree, root, &["aio", "stdlib_asyncio"]);
        let statement = format!("import asyncio as {alias}");
        (alias, statement)
    };
    let edit =
        imports::add_import(facts.layout, facts.module.syntax(), "asyncio", &statement, facts.limit(at));
    (format!("{module}.{name}"), Some(edit))
}
