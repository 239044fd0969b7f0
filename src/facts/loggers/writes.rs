//! Whether calling a helper certainly writes a log record, through calls and across files. A coroutine that is not
//! awaited writes nothing.

use crate::facts::index::How;
use crate::facts::names::canonical;
use crate::facts::types::engine::{Inferred, Place};
use crate::facts::{FunctionRef, View};

/// Logger classes whose methods write at once.
/// Sources: the `logging` documentation, and those of loguru and structlog.
pub(crate) const LOGGERS: &[&str] = &[
    "logging.Logger",
    "logging.RootLogger",
    "logging.LoggerAdapter",
    "loguru.Logger",
    "structlog.BoundLogger",
    "structlog.stdlib.BoundLogger",
    "structlog._generic.BoundLogger",
];

/// Methods that write a record.
pub(crate) const METHODS: &[&str] =
    &["debug", "info", "warning", "warn", "error", "exception", "critical", "log", "success", "trace"];

/// Whether a function writes a log record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Writes {
    /// It certainly writes none.
    Never,
    /// It may.
    Unknown,
    /// It does, whenever it returns.
    Always,
}

impl View<'_> {
    /// Whether a call of a function writes a log record, whatever its arguments.
    pub fn writes(&self, function: FunctionRef) -> Writes {
        self.project.count_question();
        self.writes_below(function, 0)
    }

    fn writes_below(&self, function: FunctionRef, depth: u8) -> Writes {
        let Some(entry) = self.function(function) else { return Writes::Unknown };
        if depth > 6 || entry.is_generator || !entry.decorators.is_empty() {
            return Writes::Unknown;
        }
        let overridden = self.owner(function).is_some_and(|owner| {
            self.descendants(owner)
                .iter()
                .any(|sub| self.index(sub.file).method(sub.class, &entry.name).is_some())
        });
        let mut best = Writes::Never;
        for call in self.calls_in(function) {
            let callee = Place { file: function.file, range: call.callee };
            let found = self.written_by(callee, call.how, depth);
            let found = if call.always { found } else { found.min(Writes::Unknown) };
            best = best.max(found);
        }
        if overridden { best.min(Writes::Unknown).max(Writes::Unknown) } else { best }
    }

    /// What one call writes.
    fn written_by(&self, callee: Place, how: How, depth: u8) -> Writes {
        if let Some(known) = self.logger_method(callee) {
            return known;
        }
        let found = self.callee_at(callee);
        if found.symbols.is_empty() {
            return Writes::Unknown;
        }
        let each = found.symbols.iter().map(|symbol| match self.function_of(symbol) {
            Some(function) => {
                let is_async = self.function(function).is_some_and(|entry| entry.is_async);
                match (is_async, how) {
                    // A coroutine that nobody awaits does nothing.
                    (true, How::Called) => Writes::Never,
                    (true, How::Spawned) => self.writes_below(function, depth + 1).min(Writes::Unknown),
                    _ => self.writes_below(function, depth + 1),
                }
            }
            None if symbol.name.starts_with("logging.") => Writes::Unknown,
            None => Writes::Never,
        });
        let all: Vec<Writes> = each.collect();
        let lowest = all.iter().copied().min().unwrap_or(Writes::Unknown);
        let highest = all.iter().copied().max().unwrap_or(Writes::Unknown);
        let one = if lowest == highest { lowest } else { Writes::Unknown };
        if found.why.is_some() { Writes::Unknown } else { one }
    }

    /// `logger.warning` on a logger of a known class, `logging.warning`.
    fn logger_method(&self, callee: Place) -> Option<Writes> {
        let index = self.index(callee.file);
        let text = self.text(callee);
        let method = text.rsplit('.').next().filter(|method| METHODS.contains(method))?;
        let occurrence = index.attributes(method).iter().find(|found| found.range == callee.range)?;
        match self.type_at(Place { file: callee.file, range: occurrence.receiver? }) {
            Inferred::Instance { class, optional } if LOGGERS.contains(&canonical(&class.name).as_str()) => {
                Some(if optional { Writes::Unknown } else { Writes::Always })
            }
            Inferred::Module(name) if name == "logging" => Some(Writes::Always),
            _ => None,
        }
    }
}
