//! The bound of a trim: what it is written as there, and whether it is known, and the same, where the list is made.

use crate::deques::{Holder, each_use, named_by_text};
use crate::facts::index::Usage;
use crate::facts::{BindingKind, Facts};
use crate::syntax::ast::{ExprContext, Number};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};
use crate::verdict::Evidence;

use super::config::{Value, of_class, positive, through};

/// The bound as a trim has it, in words that outlive its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A number.
    Number(i64),
    /// A name; and whether the scope that binds it is a function, by the start of its name.
    Name(String, Option<TextRange>),
    /// An attribute of the object that has the list.
    Own(String),
    /// An attribute of an attribute of the object that has the list: `self.config.size`.
    Through(String, String),
    /// A constant of a class of the file: `Window.SIZE`.
    OfClass(String, String),
    /// Anything else, by its text.
    Other(String),
}

/// A bound that the creation of the list can name.
#[derive(Debug)]
pub struct Known {
    /// As it is written there.
    pub text: String,
    /// The statement of the same block that the creation has to stand behind.
    pub behind: Option<NodeId>,
    /// Whether it is certainly at least one.
    pub positive: bool,
    /// What shows that it does not change.
    pub evidence: Option<Evidence>,
}

impl Bound {
    /// The bound that an expression is; `list` is the list that it bounds.
    pub fn of<'a>(facts: &Facts<'a>, limit: &'a Expr, list: NodeId) -> Self {
        let other = || Bound::Other(facts.text(limit).to_string());
        match limit {
            Expr::NumberLiteral(number) => match &number.value {
                Number::Int(value) => value.as_i64().map_or_else(other, Bound::Number),
                _ => other(),
            },
            Expr::Name(name) => {
                let found = facts.scopes().lookup(facts.tree, list, name.id.as_str());
                let Some((scope, _)) = found else { return other() };
                let function = match facts.tree.node(scope) {
                    AnyNodeRef::StmtFunctionDef(node) => Some(node.name.range()),
                    AnyNodeRef::ModModule(_) => None,
                    _ => return other(),
                };
                Bound::Name(name.id.to_string(), function)
            }
            Expr::Attribute(attribute) => {
                let name = attribute.attr.to_string();
                match attribute.value.as_ref() {
                    Expr::Name(object) if is_owner(facts, list, object.id.as_str()) => Bound::Own(name),
                    Expr::Name(object) if facts.local_class(&attribute.value, list).is_some() => {
                        Bound::OfClass(object.id.to_string(), name)
                    }
                    Expr::Attribute(outer) => match outer.value.as_ref() {
                        Expr::Name(object) if is_owner(facts, list, object.id.as_str()) => {
                            Bound::Through(outer.attr.to_string(), name)
                        }
                        _ => other(),
                    },
                    _ => other(),
                }
            }
            _ => other(),
        }
    }

    /// In words.
    pub fn shown(&self) -> String {
        match self {
            Bound::Number(number) => number.to_string(),
            Bound::Name(name, _) => name.clone(),
            Bound::Own(name) => format!("self.{name}"),
            Bound::Through(own, name) => format!("self.{own}.{name}"),
            Bound::OfClass(class, name) => format!("{class}.{name}"),
            Bound::Other(text) => text.clone(),
        }
    }

    /// How the creation at `made` (a statement) can name it.
    ///
    /// # Errors
    /// Why it cannot, as a clause, and the line that says so.
    pub fn at<'a>(
        &self,
        facts: &Facts<'a>,
        holder: &Holder,
        made: NodeId,
        same_file: bool,
        int: bool,
    ) -> Result<Known, (String, Option<TextRange>)> {
        self.stays(facts)?;
        match self {
            Bound::Number(number) if *number < 0 => Err(("the bound is negative".into(), None)),
            Bound::Number(number) => {
                Ok(Known { text: number.to_string(), behind: None, positive: *number > 0, evidence: None })
            }
            Bound::Name(..) | Bound::OfClass(..) if !same_file => {
                Err((format!("`{}` is a name of another file", self.shown()), None))
            }
            Bound::Name(name, _) => self.of_name(facts, name, made, int),
            Bound::Own(name) => own(facts, holder, name, made).and_then(|(known, value)| {
                let int = value.is_int(facts);
                int.then_some(known).ok_or_else(|| (no_int(&self.shown()), Some(value.range)))
            }),
            Bound::Through(outer, name) => {
                let (known, value) = own(facts, holder, outer, made)?;
                through(facts, &value, name)?;
                if !int {
                    return Err((no_int(&self.shown()), None));
                }
                Ok(Known { text: format!("{}.{name}", known.text), positive: false, ..known })
            }
            Bound::OfClass(class, name) => of_class(facts, class, name, made),
            Bound::Other(text) => Err((format!("`{text}` may be another value each time"), None)),
        }
    }

    /// Whether nobody sets it by its text, or, where it is a name of a module, as an attribute of that.
    fn stays(&self, facts: &Facts<'_>) -> Result<(), (String, Option<TextRange>)> {
        let (name, of_module) = match self {
            Bound::Name(name, None) => (name, true),
            Bound::Own(name) | Bound::Through(_, name) | Bound::OfClass(_, name) => (name, false),
            _ => return Ok(()),
        };
        let elsewhere = |file: Option<u32>| match file {
            Some(file) if facts.file != Some(file) => format!(" in {}", facts.project.path(file)),
            _ => String::new(),
        };
        if let Some((file, range)) = named_by_text(facts, name) {
            let at = (file == facts.file).then_some(range);
            return Err((
                format!("`{name}` is named by a string{}, and may be set by that", elsewhere(file)),
                at,
            ));
        }
        if !of_module {
            return Ok(());
        }
        let view = facts.view();
        let sets = |file: &u32| {
            view.index(*file).attributes(name).iter().any(|found| {
                found.this.is_none() && matches!(found.usage, Usage::Write | Usage::Augment | Usage::Delete)
            })
        };
        let patched = facts.project.patched().files(name).first().copied();
        match patched.or_else(|| facts.project.files_with(name).into_iter().find(sets)) {
            Some(file) => Err((format!("`{name}` may be set from elsewhere{}", elsewhere(Some(file))), None)),
            None => Ok(()),
        }
    }

    fn of_name<'a>(
        &self,
        facts: &Facts<'a>,
        name: &str,
        made: NodeId,
        is_int_there: bool,
    ) -> Result<Known, (String, Option<TextRange>)> {
        let changes = |at: TextRange| Err((format!("`{name}` changes"), Some(at)));
        let Some((scope, bindings)) = facts.scopes().lookup(facts.tree, made, name) else {
            return Err((format!("`{name}` is not known where the list is made"), None));
        };
        let function = match facts.tree.node(scope) {
            AnyNodeRef::StmtFunctionDef(node) => Some(node.name.range()),
            _ => None,
        };
        if !matches!(self, Bound::Name(_, trimmed) if *trimmed == function) {
            return Err((format!("`{name}` is not known where the list is made"), None));
        }
        let [binding] = bindings else {
            return changes(bindings.last().map_or_else(TextRange::default, |binding| binding.range));
        };
        let before = binding.range.end() <= facts.tree.node(made).start();
        let (int, positive) = match &binding.kind {
            BindingKind::Assignment { value: Some(value), annotation } => {
                let int = annotation
                    .map_or_else(|| is_int(facts, value), |annotation| names_int(facts, annotation, made));
                let top =
                    facts.tree.statement(binding.node).and_then(|at| facts.tree.parent(at)) == Some(scope);
                if !top {
                    return changes(binding.range);
                }
                (int, positive(value))
            }
            BindingKind::Parameter(parameter) => {
                let annotation = parameter.annotation.as_deref();
                (annotation.is_some_and(|annotation| names_int(facts, annotation, made)), false)
            }
            BindingKind::Import(_) => (is_int_there, false),
            _ => (false, false),
        };
        // A method runs when the module has been read; a function's own names have to come first.
        let runs_later = facts.tree.function(made).is_some() && function.is_none();
        if !before && !runs_later {
            return Err((format!("`{name}` is set behind it"), Some(binding.range)));
        }
        if !int {
            return Err((no_int(name), Some(binding.range)));
        }
        let message = format!("`{name}` is set once");
        Ok(Known {
            text: name.to_string(),
            behind: None,
            positive,
            evidence: Some(facts.evidence("bound", message, binding.range)),
        })
    }
}

fn no_int(name: &str) -> String {
    format!("nothing shows that `{name}` is an `int`")
}

/// Whether a name is the object that has the list, as far as its method is concerned.
fn is_owner(facts: &Facts<'_>, list: NodeId, object: &str) -> bool {
    match facts.tree.node(list) {
        AnyNodeRef::ExprAttribute(list) => {
            matches!(list.value.as_ref(), Expr::Name(name) if name.id.as_str() == object)
        }
        // A local name for the list of the method's own instance.
        _ => facts.this(list).is_some_and(|(_, this)| this == object),
    }
}

/// A place that sets the attribute that is the bound.
struct Set {
    own: bool,
    id: NodeId,
    range: TextRange,
}

/// An attribute of the same object, set once, in the same `__init__`, or in the class body.
fn own<'a>(
    facts: &Facts<'a>,
    holder: &Holder,
    name: &str,
    made: NodeId,
) -> Result<(Known, Value<'a>), (String, Option<TextRange>)> {
    let Holder::Attribute { class, .. } = holder else {
        return Err((format!("`self.{name}` is not known where the list is made"), None));
    };
    let bound = Holder::Attribute { class: *class, name: name.to_string() };
    let mut sets: Vec<Set> = Vec::new();
    let missed = each_use(facts, &bound, &mut |other, at| {
        let context = match other.tree.node(at.id) {
            AnyNodeRef::ExprAttribute(node) => node.ctx,
            AnyNodeRef::ExprName(node) => node.ctx,
            _ => ExprContext::Load,
        };
        let declared = matches!(
            other.tree.parent(at.id).map(|parent| other.tree.node(parent)),
            Some(AnyNodeRef::StmtAnnAssign(assign)) if assign.value.is_none()
        );
        if context != ExprContext::Load && !declared && !at.aliased {
            sets.push(Set {
                own: other.path == facts.path,
                id: at.id,
                range: other.tree.node(at.id).range(),
            });
        }
    });
    if facts.is_computed_in(*class, name) {
        return Err((format!("a class computes `self.{name}`"), None));
    }
    let patched = facts.project.patched().files(name);
    let by_others = missed.iter().find(|missed| {
        missed.why.contains("string")
            || missed.place.is_some_and(|place| patched.contains(&place.file))
            || missed.why.contains("named by a value")
    });
    if let Some(missed) = by_others {
        return Err((format!("`{name}` may be set from elsewhere: {}", missed.why), None));
    }
    let [set] = sets.as_slice() else {
        let at = sets.iter().rfind(|set| set.own).map(|set| set.range);
        let why = match sets.len() {
            0 => format!("nothing sets `self.{name}` in the given files"),
            _ => format!("`self.{name}` is set in more than one place"),
        };
        return Err((why, at));
    };
    if !set.own {
        return Err((format!("`self.{name}` is set in another file"), None));
    }
    let tree = facts.tree;
    let statement = tree.statement(set.id);
    let Some(statement) = statement else { return Err(("its bound is not followed".into(), None)) };
    let (value, annotation) = match tree.node(statement) {
        AnyNodeRef::StmtAssign(assign) if assign.targets.len() == 1 => (Some(assign.value.as_ref()), None),
        AnyNodeRef::StmtAnnAssign(assign) => (assign.value.as_deref(), Some(assign.annotation.as_ref())),
        _ => (None, None),
    };
    let Some(value) = value else {
        return Err((format!("`self.{name}` is set in a way that is not followed"), Some(set.range)));
    };
    let given = Value { value, annotation, statement, range: set.range };
    let evidence = facts.evidence("bound", format!("`self.{name}` is set once"), set.range);
    let known = |behind| Known {
        text: String::new(),
        behind,
        positive: positive(value),
        evidence: Some(evidence.clone()),
    };
    let Some((_, this)) = facts.this(made) else {
        return Err((format!("`self.{name}` is not known where the list is made"), Some(set.range)));
    };
    let text = format!("{this}.{name}");
    let home = tree.parent(statement);
    if home == Some(*class) {
        // A constant of the class; a dataclass would take it as an argument.
        return Ok((Known { text, ..known(None) }, given));
    }
    let Some(function) = tree.function(made) else {
        return Err((format!("`self.{name}` is not known where the list is made"), Some(set.range)));
    };
    let in_init = matches!(home.map(|home| tree.node(home)), Some(AnyNodeRef::StmtFunctionDef(node)) if node.name.as_str() == "__init__");
    if !in_init {
        return Err((format!("`self.{name}` is not set first"), Some(set.range)));
    }
    if home != Some(function) {
        let in_other_init = matches!(tree.node(function), AnyNodeRef::StmtFunctionDef(node) if node.name.as_str() == "__init__");
        if in_other_init {
            return Err((format!("`self.{name}` is set by another class"), Some(set.range)));
        }
        // Another method runs when `__init__` has.
        return Ok((Known { text, ..known(None) }, given));
    }
    if tree.node(statement).end() <= tree.node(made).start() {
        return Ok((Known { text, ..known(None) }, given));
    }
    if may_stand_behind(facts, made, statement, this) {
        return Ok((Known { text, ..known(Some(statement)) }, given));
    }
    Err((
        format!("`self.{name}` is set behind it, and what stands between may need the list"),
        Some(set.range),
    ))
}

/// Whether the creation can as well stand behind a later statement of its block: everything between, that one included,
/// sets attributes and names and lets nobody else at the object.
fn may_stand_behind<'a>(facts: &Facts<'a>, made: NodeId, statement: NodeId, this: &str) -> bool {
    let (Some((suite, from)), Some((_, to))) = (facts.tree.suite(made), facts.tree.suite(statement)) else {
        return false;
    };
    let Some(between) = suite.get(from + 1..=to) else { return false };
    let own = facts.tree.suite(statement).is_some_and(|(other, _)| std::ptr::eq(other, suite));
    let target = match facts.tree.node(made) {
        AnyNodeRef::StmtAssign(assign) => assign.targets.first(),
        AnyNodeRef::StmtAnnAssign(assign) => Some(assign.target.as_ref()),
        _ => None,
    };
    let name = target.and_then(|target| walk::attribute_of(target, this)).unwrap_or_default();
    own && between.iter().all(|stmt| {
        let plain = matches!(stmt, Stmt::Assign(_) | Stmt::AnnAssign(_));
        plain
            && !walk::any_expression(std::slice::from_ref(stmt), |expr| match expr {
                Expr::Attribute(_) => walk::attribute_of(expr, this) == Some(name),
                Expr::Name(read) if read.id.as_str() == this => {
                    let parent = facts.tree.parent(facts.tree.id(read)).map(|id| facts.tree.node(id));
                    !matches!(parent, Some(AnyNodeRef::ExprAttribute(_)))
                }
                Expr::Call(call) => {
                    // A method of its own may read the list.
                    matches!(call.func.as_ref(), Expr::Attribute(method) if matches!(method.value.as_ref(), Expr::Name(object) if object.id.as_str() == this))
                }
                Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_) | Expr::Lambda(_) => true,
                _ => false,
            })
    })
}

/// Whether a value certainly is an `int`.
pub fn is_int<'a>(facts: &Facts<'a>, value: &'a Expr) -> bool {
    if let Expr::NumberLiteral(number) = value {
        return matches!(number.value, Number::Int(_));
    }
    let typed = facts.type_of(value, facts.tree.id(value));
    typed.ty.is("builtins.int") && !typed.optional
}

/// Whether an annotation names `int`, and no `None`.
pub fn names_int(facts: &Facts<'_>, annotation: &Expr, at: NodeId) -> bool {
    let typed = facts.annotation(annotation, at);
    typed.ty.is("builtins.int") && !typed.optional
}
