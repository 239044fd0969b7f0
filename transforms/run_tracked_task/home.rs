//! Where the tracked set of a site lives: on the instance where this file fully understands the class, else
//! in the module. Makes no edits.

use super::elsewhere;
use crate::facts::{Class, Facts, Method};
use crate::syntax::{AnyNodeRef, Expr, NodeKind, Ranged, Stmt, TextRange, walk};
use crate::tasks::spawn::Spawn;
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

/// Decides for a site.
pub(super) fn of<'c, 'a>(facts: &'c Facts<'a>, spawn: &Spawn<'a>) -> Home<'c, 'a> {
    let site = spawn.id;
    let Some((class, this)) = facts.this(site) else {
        let at = facts.tree.function(site).map_or(TextRange::default(), |id| facts.tree.node(id).range());
        return Home::Module(facts.evidence(
            "module-set",
            "the set is the module's, as there is no instance here",
            at,
        ));
    };
    match facts.init_ran(site) {
        Ok((init, relied_on)) => {
            let against =
                elsewhere::looked_through(facts, class).or_else(|| pickled_here(facts)).or_else(|| {
                    elsewhere::counts_on_lifetimes(facts).filter(|_| !holds(facts, class, spawn, this))
                });
            match against {
                Some(why) => Home::Module(Evidence {
                    kind: "module-set",
                    message: format!("the set is the module's, not the instance's, because {}", why.message),
                    ..why
                }),
                None => Home::Instance { class, init, this, evidence: relied_on },
            }
        }
        Err((why, at)) => {
            let why = format!("the set is the module's, not the instance's, because {why}");
            Home::Module(facts.evidence("module-set", why, at))
        }
    }
}

/// Whether the coroutine of a task holds the instance as long as it runs: it is a coroutine method of the class, or gets
/// the instance itself. Else a callback of the instance would hold it longer than before.
fn holds<'a>(facts: &Facts<'a>, class: &Class<'a>, spawn: &Spawn<'a>, this: &str) -> bool {
    let Some(Expr::Call(coroutine)) = spawn.call.arguments.args.first() else { return false };
    let own = walk::attribute_of(&coroutine.func, this).and_then(|name| class.method(name));
    own.is_some_and(|method| method.node.is_async && method.this.is_some())
        || coroutine.arguments.args.iter().any(|argument| facts.text(argument) == this)
}

/// Where this file gives work to other processes, for which arguments and instances are pickled.
fn pickled_here(facts: &Facts<'_>) -> Option<Evidence> {
    const PROCESSES: &[&str] = &["ProcessPoolExecutor", "multiprocessing", "joblib"];
    facts.tree.all().find_map(|id| {
        let (found, range) = match facts.tree.node(id) {
            AnyNodeRef::Alias(alias) => {
                (alias.name.split('.').any(|part| PROCESSES.contains(&part)), alias.range())
            }
            AnyNodeRef::StmtImportFrom(import) => (
                import
                    .module
                    .as_deref()
                    .is_some_and(|module| module.split('.').any(|part| PROCESSES.contains(&part))),
                import.range(),
            ),
            AnyNodeRef::ExprAttribute(attribute) => {
                (PROCESSES.contains(&attribute.attr.as_str()), attribute.range())
            }
            _ => return None,
        };
        found.then(|| {
            facts.evidence(
                "pickled",
                "this file gives work to other processes, for which instances are pickled",
                range,
            )
        })
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
    let family = facts.family(class);
    let declared = family.iter().any(|member| {
        member.writes_of(name).next().is_some()
            || member.methods.iter().any(|method| method.node.name.as_str() == name)
    });
    declared
        || elsewhere::attribute_used(facts, class, name)
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
