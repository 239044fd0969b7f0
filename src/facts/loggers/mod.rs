//! Which log call to insert at a place, in the order of the catalogue's section 3. Chooses and words the
//! call; where it is inserted is the transform's business.
//!
//! That is: what the settings say, the class's own idiom ([`idiom`]), the module's logger, a new one
//! ([`module`]). Each step that is passed over says why.

mod exposed;
mod helper;
mod idiom;
mod inherited;
mod module;
mod writes;

use crate::edit::Edit;
use crate::syntax::{
    AnyNodeRef, Layout, Line, NodeId, Ranged, TextSize, call_lines, imports, indent_columns, line,
};
use crate::verdict::{Evidence, Verdict};

use super::{Class, Facts};

pub use writes::Writes;

/// How loud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// A failure that is expected on a clean-up path.
    Debug,
    /// Anything else.
    Warning,
    /// A callback or a state change was lost.
    Error,
}

impl Level {
    /// The method's name on every logger that is known here.
    pub fn method(self) -> &'static str {
        match self {
            Level::Debug => "debug",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// How the exception reaches the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exception {
    /// The one being handled where the call is inserted.
    Handled {
        /// The name that the handler binds it to, or could bind it to; `None` for a bare `except`.
        name: Option<String>,
    },
    /// The value of this expression.
    Value(String),
    /// There is none.
    None,
}

/// What is to be logged, and where.
#[derive(Clone, Debug)]
pub struct Request {
    /// The statement at whose place (and at whose depth) the call is inserted. A `def` stands for the body of
    /// a new sync function beside it with the same first parameter; the module, for that of a new function.
    pub at: NodeId,
    /// How loud.
    pub level: Level,
    /// The message, without the exception.
    pub message: String,
    /// Arguments for `%s` in the message, as source text.
    pub arguments: Vec<String>,
    /// The exception.
    pub exception: Exception,
}

/// A log call that fits a place.
#[derive(Clone, Debug)]
pub struct LogCall {
    /// What the call is worth: `safe` where the logger is known.
    pub verdict: Verdict,
    /// The statement.
    pub lines: Vec<Line>,
    /// Imports and a logger that must be added with it.
    pub edits: Vec<Edit>,
    /// What the choice rests on.
    pub evidence: Vec<Evidence>,
    /// What using it changes beside the log record, where it is not `safe`.
    pub change: Option<String>,
    /// What it goes through: `logger`, `self._logger`, `self._log_warning`.
    pub logger: String,
    /// Whether the logger is added with the call.
    pub is_new: bool,
    /// Whether the call is awaited.
    pub awaited: bool,
    /// Whether the logger may be `None`, and is asked first.
    pub guarded: bool,
    /// Whether the lines use the name in [`Exception::Handled`], which the handler must then bind.
    pub uses_name: bool,
}

/// Whether a class that its file shows whole neither has nor uses an attribute.
fn lacks(class: &Class<'_>, attribute: &str) -> bool {
    let whole = class.bases().is_empty()
        && !class.has_class_keywords()
        && class.node.decorator_list.is_empty()
        && ["__getattr__", "__getattribute__"].iter().all(|name| class.method(name).is_none());
    whole
        && class.method(attribute).is_none()
        && class.writes_of(attribute).next().is_none()
        && class.uses_of(attribute).next().is_none()
}

/// Whether an object's dotted name says that it logs: `self._logger`, `syslog`, but not `self.dialog` or `catalog`.
pub(crate) fn names_a_logger(receiver: &str) -> bool {
    let receiver = receiver.to_lowercase();
    const OTHER: &[&str] =
        &["analog", "backlog", "blog", "catalog", "changelog", "dialog", "epilog", "prolog", "weblog"];
    let mut words = receiver.split(|part: char| !part.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| {
        matches!(word, "logs" | "logging" | "loguru" | "structlog")
            || word.ends_with("logger")
            || word.ends_with("loggers")
            || (word.ends_with("log") && !OTHER.contains(&word))
    })
}

/// A family of loggers, by how the exception is handed to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// `logging` and what copies it, structlog included: `exc_info=…`.
    Stdlib,
    /// loguru: `logger.opt(exception=…)`.
    Loguru,
}

impl<'a> Facts<'a> {
    /// The log call for a place.
    pub fn log_call(&self, request: &Request) -> LogCall {
        let mut passed = Vec::new();
        let mut call = self
            .configured(request, &mut passed)
            .or_else(|| idiom::of_class(self, request, &mut passed))
            .or_else(|| module::existing(self, request, &mut passed))
            .unwrap_or_else(|| module::new(self, request));
        call.evidence.splice(0..0, passed);
        call
    }

    fn configured(&self, request: &Request, passed: &mut Vec<Evidence>) -> Option<LogCall> {
        let rule = self.settings.logger_for(self.path)?;
        let mut edits = Vec::new();
        let root = rule.logger.split('.').next().unwrap_or(&rule.logger);
        // `self.log` means nothing outside methods.
        if root == "self" {
            let (class, _) = self.this(request.at).filter(|(_, this)| *this == root)?;
            let attribute = rule.logger.split('.').nth(1).unwrap_or_default();
            if lacks(class, attribute) {
                let message =
                    format!("the settings name {}, but {} has no `{attribute}`", rule.logger, class.name());
                passed.push(self.evidence("logger-missing", message, class.node.name.range()));
                return None;
            }
        }
        let bound = self.scopes().lookup(self.tree, request.at, root).is_some();
        if let (Some(import), false) = (&rule.import, bound) {
            edits.push(imports::add_import(
                self.layout,
                self.module.syntax(),
                import_name(import),
                import,
                self.limit(request.at),
            ));
        }
        let evidence =
            vec![Evidence::general("logger", format!("the settings name {} for this path", rule.logger))];
        Some(self.plain(request, &rule.logger, Family::Stdlib, Verdict::Safe, edits, evidence))
    }

    /// `logger.warning("…", exc_info=True)` in the form of a family.
    fn plain(
        &self,
        request: &Request,
        logger: &str,
        family: Family,
        verdict: Verdict,
        edits: Vec<Edit>,
        evidence: Vec<Evidence>,
    ) -> LogCall {
        let message = match family {
            Family::Stdlib => request.message.clone(),
            Family::Loguru => request.message.replace("%s", "{}"),
        };
        let mut arguments = vec![self.layout.string(&message)];
        arguments.extend(request.arguments.iter().cloned());
        let exception = match &request.exception {
            Exception::Handled { .. } => Some("True"),
            Exception::Value(value) => Some(value.as_str()),
            Exception::None => None,
        };
        let head = match (family, exception) {
            (Family::Loguru, Some(value)) => {
                format!("{logger}.opt(exception={value}).{}", request.level.method())
            }
            _ => format!("{logger}.{}", request.level.method()),
        };
        if let (Family::Stdlib, Some(value)) = (family, exception) {
            arguments.push(format!("exc_info={value}"));
        }
        let lines = call_lines(self.layout, self.columns(request.at), &head, &arguments, "");
        let logger = logger.to_string();
        LogCall {
            verdict,
            lines,
            edits,
            evidence,
            change: None,
            logger,
            is_new: false,
            awaited: false,
            guarded: false,
            uses_name: false,
        }
    }

    /// The columns that the place's block is indented by.
    fn columns(&self, at: NodeId) -> usize {
        let unit = Layout::columns(self.layout.unit);
        match self.tree.node(at) {
            AnyNodeRef::ModModule(_) => unit,
            AnyNodeRef::StmtFunctionDef(node) => Layout::columns(self.layout.indent(node.start())) + unit,
            node => indent_columns(self.layout, node.range()),
        }
    }

    /// The start of the top-level statement that holds a place. What the place needs must stand before it:
    /// then it is there whenever the place can run.
    pub fn limit(&self, at: NodeId) -> TextSize {
        let end = TextSize::of(self.layout.text());
        let path = std::iter::once(at).chain(self.tree.ancestors(at));
        path.take_while(|&id| id != self.tree.root()).last().map_or(end, |id| self.tree.node(id).start())
    }

    /// Whether `name` at a place means the module's one.
    fn is_module_name(&self, name: &str, at: NodeId) -> bool {
        self.scopes().lookup(self.tree, at, name).is_some_and(|(scope, _)| scope == self.tree.root())
    }
}

/// The module that an import statement imports, for sorting.
fn import_name(statement: &str) -> &str {
    statement.split_whitespace().nth(1).unwrap_or(statement)
}

/// Puts a statement under `if <logger> is not None:`.
fn guarded(logger: &str, lines: Vec<Line>) -> Vec<Line> {
    let mut all = vec![line(0, format!("if {logger} is not None:"))];
    all.extend(lines.into_iter().map(|inner| line(inner.depth + 1, inner.text)));
    all
}
