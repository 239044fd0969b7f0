//! What the statements of a try body can raise: a walk that stops at the first thing that is not known. `with` and inner
//! `try` are in [`super::control`], expressions in [`super::expressions`], calls in [`super::calls`].

use super::hierarchy;
use super::kinds::kind;
use super::table::table;
use crate::facts::Facts;
use crate::syntax::ast;
use crate::syntax::{Expr, NodeId, Ranged, Stmt, TextRange, TextSize, imports};

/// An exception that can be raised, and by what.
pub(super) struct Raise {
    /// As the table names it.
    pub(super) exception: String,
    /// `json.loads()`, `a subscript of self._peers`.
    pub(super) by: String,
    /// A section of the documentation, or why.
    pub(super) why: String,
    pub(super) at: TextRange,
}

/// Something of which it is not known what it raises.
pub(super) struct Unknown {
    /// Ends a sentence that starts with "it cannot be narrowed mechanically:".
    pub(super) what: String,
    pub(super) at: TextRange,
}

pub(super) type Step = Result<(), Unknown>;

/// Collects what can be raised.
pub(super) struct Reader<'f, 'a> {
    pub(super) facts: &'f Facts<'a>,
    pub(super) raises: Vec<Raise>,
    /// Where the `try` starts.
    pub(super) start: TextSize,
    /// What the handlers around a bare `raise` have taken, innermost last; none: anything.
    pub(super) taken: Vec<Option<Vec<Raise>>>,
}

impl Clone for Raise {
    fn clone(&self) -> Self {
        Raise { exception: self.exception.clone(), by: self.by.clone(), why: self.why.clone(), at: self.at }
    }
}

impl<'f, 'a> Reader<'f, 'a> {
    pub(super) fn new(facts: &'f Facts<'a>, start: TextSize) -> Self {
        Reader { facts, raises: Vec::new(), start, taken: Vec::new() }
    }

    pub(super) fn id(&self, expr: &'a Expr) -> NodeId {
        self.facts.tree.id(expr)
    }

    /// Adds an exception, if the Pythons that are supported can raise it.
    pub(super) fn add(
        &mut self,
        exception: &str,
        by: impl Into<String>,
        why: impl Into<String>,
        at: impl Ranged,
    ) {
        if let Some(exception) = hierarchy::known_as(self.facts, exception) {
            self.raises.push(Raise { exception, by: by.into(), why: why.into(), at: at.range() });
        }
    }

    pub(super) fn unknown(&self, what: impl Into<String>, at: impl Ranged) -> Step {
        Err(Unknown { what: what.into(), at: at.range() })
    }

    pub(super) fn suite(&mut self, suite: &'a [Stmt]) -> Step {
        suite.iter().try_for_each(|stmt| self.statement(stmt))
    }

    fn statement(&mut self, stmt: &'a Stmt) -> Step {
        match stmt {
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::Global(_) | Stmt::Nonlocal(_) => {
                Ok(())
            }
            Stmt::Expr(node) => match node.value.as_ref() {
                // Who reads something and drops it asks whether it is there.
                Expr::Name(_) | Expr::Attribute(_) => {
                    self.unknown(format!("`{}` asks whether it exists", self.facts.text(stmt)), stmt)
                }
                value => self.expression(value),
            },
            Stmt::Return(node) => node.value.as_deref().map_or(Ok(()), |value| self.expression(value)),
            Stmt::Assign(node) => {
                self.expression(&node.value)?;
                node.targets.iter().try_for_each(|target| self.target(target, &node.value))
            }
            Stmt::AnnAssign(node) => match node.value.as_deref() {
                Some(value) => {
                    self.expression(value)?;
                    self.target(&node.target, value)
                }
                None => Ok(()),
            },
            Stmt::AugAssign(node) => {
                self.read_target(&node.target)?;
                self.expression(&node.value)?;
                self.operator(node.op, &node.target, &node.value, node.range)
            }
            Stmt::Delete(node) => node.targets.iter().try_for_each(|target| match target {
                Expr::Name(_) => Ok(()),
                Expr::Subscript(subscript) => self.subscript(subscript),
                other => self.unknown(format!("`del {}`", self.facts.text(other)), other),
            }),
            Stmt::If(node) => {
                self.truth(&node.test)?;
                self.suite(&node.body)?;
                node.elif_else_clauses.iter().try_for_each(|clause| {
                    clause.test.as_ref().map_or(Ok(()), |test| self.truth(test))?;
                    self.suite(&clause.body)
                })
            }
            Stmt::While(node) => {
                self.truth(&node.test)?;
                self.suite(&node.body)?;
                self.suite(&node.orelse)
            }
            Stmt::For(node) if !node.is_async => {
                self.iteration(&node.iter, &node.target)?;
                self.suite(&node.body)?;
                self.suite(&node.orelse)
            }
            Stmt::With(node) => self.with(node),
            Stmt::Try(node) if !node.is_star => self.inner_try(node),
            Stmt::Raise(node) => self.raise(node),
            Stmt::Assert(node) => {
                self.truth(&node.test)?;
                node.msg.as_deref().map_or(Ok(()), |message| self.expression(message))?;
                self.add("AssertionError", "`assert`", "an assertion that does not hold", node);
                Ok(())
            }
            Stmt::Import(node) => {
                let names: Vec<&str> = node.names.iter().map(|alias| alias.name.as_str()).collect();
                self.import(&names, node.range)
            }
            Stmt::ImportFrom(node) if node.level == 0 => {
                let names: Vec<&str> = node.module.as_deref().into_iter().collect();
                self.import(&names, node.range)
            }
            Stmt::FunctionDef(node) if node.decorator_list.is_empty() => {
                let mut parameters = node.parameters.iter_non_variadic_params();
                parameters
                    .try_for_each(|one| one.default().map_or(Ok(()), |default| self.expression(default)))
            }
            other => {
                let first = self.facts.text(other).lines().next().unwrap_or_default().trim_end();
                self.unknown(format!("`{first}` is not followed"), other)
            }
        }
    }

    fn import(&mut self, modules: &[&str], at: TextRange) -> Step {
        match modules.iter().find(|module| !imports::is_stdlib(module)) {
            Some(module) => self.unknown(format!("importing `{module}` runs it"), at),
            None => {
                let why = "a module of the standard library that may not be there";
                self.add("ImportError", "the import", why, at);
                Ok(())
            }
        }
    }

    fn raise(&mut self, node: &'a ast::StmtRaise) -> Step {
        if let Some(cause) = node.cause.as_deref()
            && !matches!(cause, Expr::Name(_) | Expr::NoneLiteral(_))
        {
            self.expression(cause)?;
        }
        let Some(raised) = node.exc.as_deref() else {
            return match self.taken.last().cloned() {
                Some(Some(taken)) => {
                    self.raises.extend(taken);
                    Ok(())
                }
                _ => self.unknown("`raise` lets out what it is given", node),
            };
        };
        let class = match raised {
            Expr::Call(call) => {
                // Exceptions of the standard library keep what they are given.
                call.arguments.args.iter().try_for_each(|value| self.expression(value))?;
                call.arguments.keywords.iter().try_for_each(|word| self.expression(&word.value))?;
                let local = self.facts.local_class(&call.func, self.id(raised));
                if local.is_some_and(|class| self.facts.method_of(class, "__init__").is_some()) {
                    return self
                        .unknown(format!("`{}` has its own __init__", self.facts.text(&*call.func)), raised);
                }
                call.func.as_ref()
            }
            other => other,
        };
        match hierarchy::named(self.facts, class, self.id(raised)) {
            Some(exception) => {
                self.add(&exception, "`raise`", "it is raised here", node);
                Ok(())
            }
            None => self.unknown(format!("it raises `{}`", self.facts.text(raised)), node),
        }
    }

    /// `for target in iterable`, or the same in a comprehension.
    pub(super) fn iteration(&mut self, iterable: &'a Expr, target: &'a Expr) -> Step {
        self.expression(iterable)?;
        match kind(self.facts, iterable).as_deref() {
            Some("io.TextIOWrapper" | "io.BufferedReader") => {
                let source = "library/io.html#io.IOBase";
                self.add("OSError", "reading lines", source, iterable);
                self.add("ValueError", "reading lines", source, iterable);
            }
            Some(known) if table().is_in(known, "iterable") => {}
            _ => {
                return self
                    .unknown(format!("what iterating over `{}` runs", self.facts.text(iterable)), iterable);
            }
        }
        let pairs = matches!(iterable, Expr::Call(call) if matches!(call.func.as_ref(), Expr::Attribute(attribute) if attribute.attr.as_str() == "items"));
        match target {
            Expr::Name(_) => Ok(()),
            Expr::Tuple(tuple)
                if pairs && tuple.elts.len() == 2 && tuple.elts.iter().all(Expr::is_name_expr) =>
            {
                Ok(())
            }
            other => {
                self.unknown(format!("`{}` unpacks items that are not known", self.facts.text(other)), other)
            }
        }
    }
}
