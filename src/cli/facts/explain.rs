//! The facts of one place, as text.

use std::fmt::Write as _;

use anyhow::{Result, bail};

use crate::cli::given::Given;
use crate::facts::index::{How, RegionKind, Usage};
use crate::facts::loggers::{Exception, Level, Request, Writes};
use crate::facts::types::engine::Place;
use crate::facts::{Caller, ClassRef, Facts, FunctionRef, KeyKind, LockFact, Suspends, Ty, View};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, walk};

/// More of one kind than anybody reads.
const MAX_LISTED: usize = 40;

/// Everything known of a place.
pub(super) fn place(given: &Given, file: u32, line: usize, column: Option<usize>) -> Result<String> {
    let text = given.project.text(file);
    let Some(source) = text.lines().nth(line - 1) else {
        bail!("{} has only {} lines", given.project.path(file), text.lines().count());
    };
    if column.is_some_and(|column| column > source.chars().count() + 1) {
        bail!("line {line} of {} has only {} columns", given.project.path(file), source.chars().count());
    }
    let answer = given.project.with_file(file, &given.settings, |facts| {
        let printer = Printer { facts, view: facts.view(), out: String::new(), file };
        printer.print(line, column)
    });
    match answer {
        Some(text) => Ok(text),
        None => bail!("{} does not parse; `amends check` says where", given.project.path(file)),
    }
}

struct Printer<'p, 'a> {
    facts: &'p Facts<'a>,
    view: View<'a>,
    out: String,
    file: u32,
}

impl<'a> Printer<'_, 'a> {
    fn print(mut self, line: usize, column: Option<usize>) -> String {
        let facts = self.facts;
        let mut exprs: Vec<&'a Expr> = Vec::new();
        walk::all_expressions(&facts.module.syntax().body, &mut |expr| {
            let (start_line, start) = facts.module.position(expr.start(), facts.layout.text());
            let (end_line, end) = facts.module.position(expr.end(), facts.layout.text());
            let here = match column {
                Some(column) => (start_line, start) <= (line, column) && (line, column) < (end_line, end),
                None => start_line == line,
            };
            if here {
                exprs.push(expr);
            }
        });
        let statement = facts.tree.all().find(|&id| {
            facts.tree.node(id).is_statement() && facts.line(facts.tree.node(id).start()) == line
        });
        if let Some(statement) = statement {
            self.statement(statement);
        }
        match column {
            // The innermost expression that is more than a part of a name, and what calls it.
            Some(_) => {
                for expr in exprs.iter().rev().take(2) {
                    self.expression(expr);
                }
            }
            None => {
                for expr in exprs {
                    if matches!(expr, Expr::Name(_) | Expr::Attribute(_) | Expr::Call(_) | Expr::Subscript(_))
                    {
                        self.expression(expr);
                    }
                }
            }
        }
        if self.out.is_empty() {
            let _ = writeln!(self.out, "nothing stands here but blank lines or comments");
        }
        self.out
    }

    fn say(&mut self, label: &str, text: &str) {
        let _ = writeln!(self.out, "  {label:<10} {text}");
    }

    fn shown(&self, place: Place) -> String {
        self.view.shown(place)
    }

    fn statement(&mut self, id: NodeId) {
        let facts = self.facts;
        let node = facts.tree.node(id);
        let first = facts.text(node).lines().next().unwrap_or_default();
        let _ = writeln!(self.out, "statement  {first}");
        let symbol = facts.symbol(id);
        if !symbol.is_empty() {
            self.say("in", &symbol);
        }
        match node {
            AnyNodeRef::StmtFunctionDef(function) => return self.function(function.name.start()),
            AnyNodeRef::StmtClassDef(class) => return self.class(class.name.start()),
            _ => {}
        }
        let held = facts.held_at(id);
        for lock in &held.locks {
            self.say("holds", &format!("{} (line {})", facts.text(*lock), facts.line(lock.start())));
        }
        for lock in &held.doubtful {
            let line = facts.line(lock.start());
            self.say("may hold", &format!("{} (line {line}): its type is not known", facts.text(*lock)));
        }
        let around: Vec<String> = facts
            .index()
            .regions_at(node.range())
            .iter()
            .filter_map(|region| {
                let word = match region.kind {
                    RegionKind::Loop => "loop",
                    RegionKind::Try => "try",
                    RegionKind::Finally => "finally",
                    RegionKind::Timeout => "timeout",
                    RegionKind::With(_) => return None,
                };
                Some(format!("{word} (line {})", facts.line(region.range.start())))
            })
            .collect();
        if !around.is_empty() {
            self.say("inside", &around.join(", "));
        }
        self.next_statement(id);
        let request = Request {
            at: id,
            level: Level::Warning,
            message: "…".into(),
            arguments: Vec::new(),
            exception: Exception::None,
        };
        let call = facts.log_call(&request);
        let name =
            if call.is_new { "a new logger of the module".into() } else { format!("`{}`", call.logger) };
        let awaited = if call.awaited { ", awaited" } else { "" };
        let optional = if call.guarded { ", if it is not None" } else { "" };
        let doubt = call.change.map(|change| format!(" ({change})")).unwrap_or_default();
        self.say("logs via", &format!("{name}{awaited}{optional}{doubt}"));
    }

    /// Whether another task can run before the statement that follows in the same block.
    fn next_statement(&mut self, id: NodeId) {
        let Some((suite, at)) = self.facts.tree.suite(id) else { return };
        let Some(next) = suite.get(at + 1) else { return };
        if self.facts.tree.function(id).is_none() {
            return;
        }
        let next = self.facts.tree.id(next);
        let first = self.facts.suspends_between(id, next);
        let inside = self.facts.suspends_in(id);
        let words = |found: &Suspends| match found {
            Suspends::No => "no other task can run".to_string(),
            Suspends::Latent(at) => format!(
                "no other task can run yet: what is awaited on line {} never suspends",
                self.facts.line(at.start())
            ),
            Suspends::At(at) => format!("another task can run (line {})", self.facts.line(at.start())),
        };
        let (during, after) = (words(&inside), words(&first));
        self.say("during it", &during);
        self.say("after it", &format!("{after} before the next statement"));
    }

    fn function(&mut self, name: crate::syntax::TextSize) {
        let index = self.facts.index();
        let Some(number) = index.function_named_at(name) else { return };
        let function = FunctionRef { file: self.file, function: number };
        let callers = self.view.callers(function);
        self.callers("called", &callers.certain);
        self.callers("may call", &callers.possible);
        if callers.certain.is_empty() && callers.possible.is_empty() {
            self.say("called", "by nobody in the given files");
        }
        for outside in &callers.outside {
            self.say("outside", &format!("others may call it: {}", outside.why));
        }
        let entry = &index.functions[number as usize];
        if entry.is_async && entry.suspensions.is_empty() {
            self.say("suspends", "never: awaiting it runs nothing else");
        }
        match self.view.writes(function) {
            Writes::Always => self.say("logs", "whenever it is called"),
            Writes::Unknown => self.say("logs", "perhaps"),
            Writes::Never => {}
        }
    }

    fn callers(&mut self, label: &str, callers: &[Caller]) {
        for caller in callers.iter().take(MAX_LISTED) {
            let mut words = vec![match caller.how {
                How::Awaited => "awaited",
                How::Spawned => "as a task",
                How::Called => "called",
            }];
            for (holds, word) in [
                (caller.in_loop, "in a loop"),
                (caller.in_try, "in a try"),
                (caller.in_finally, "in a finally"),
                (caller.timeout, "under a timeout"),
            ] {
                if holds {
                    words.push(word);
                }
            }
            let contexts: Vec<String> = caller
                .contexts
                .iter()
                .map(|range| Place { file: caller.place.file, range: *range })
                .filter(|place| self.view.is_lock(*place) == LockFact::Yes)
                .map(|place| format!("holding {}", self.view.text(place)))
                .collect();
            let contexts = contexts.iter().map(String::as_str);
            let how = if caller.call.is_some() {
                words.into_iter().chain(contexts).collect::<Vec<_>>().join(", ")
            } else {
                String::new()
            };
            let doubt = caller.doubt.as_deref().unwrap_or_default();
            let both = [how.as_str(), doubt].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            self.say(label, &format!("{}  {}", self.shown(caller.place), both.join("; ")));
        }
        if callers.len() > MAX_LISTED {
            self.say(label, &format!("and {} more", callers.len() - MAX_LISTED));
        }
    }

    fn class(&mut self, name: crate::syntax::TextSize) {
        let index = self.facts.index();
        let Some(number) = index.class_named_at(name) else { return };
        let class = ClassRef { file: self.file, class: number };
        for base in self.view.ancestors(class) {
            self.say("base", &self.view.class_path(base));
        }
        for outside in self.view.outside_bases(class) {
            self.say("base", &outside.unwrap_or_else(|| "one that is not known".into()));
        }
        for sub in self.view.descendants(class) {
            self.say("subclass", &self.view.class_path(sub));
        }
    }

    fn expression(&mut self, expr: &'a Expr) {
        let facts = self.facts;
        let text = facts.text(expr);
        let head = text.lines().next().unwrap_or_default();
        let more = if text.contains('\n') { " …" } else { "" };
        let _ = writeln!(self.out, "expression {head}{more}");
        let id = facts.tree.id(expr);
        let typed = facts.type_of(expr, id);
        match (&typed.ty, facts.type_name(&typed.ty)) {
            (Ty::Unknown("it is None"), _) => self.say("type", "None"),
            // What is no instance is told by `runs` and the like.
            (Ty::Unknown(why), _) if why.starts_with("it is a") => self.say("type", why),
            (Ty::Unknown(why), _) => self.say("type", &format!("not known: {why}")),
            (_, Some(name)) => {
                let optional = if typed.optional { " or None" } else { "" };
                let shown = typed
                    .shown_at
                    .map(|at| format!(" (line {})", facts.line(at.start())))
                    .unwrap_or_default();
                self.say("type", &format!("{name}{optional}{shown}"));
            }
            _ => {}
        }
        if let Some(evidence) = facts.by_name_evidence(&typed) {
            self.say("type", &evidence.message);
        }
        match expr {
            Expr::Call(call) => self.call(call),
            Expr::Attribute(attribute) => self.attribute(attribute),
            _ => {}
        }
    }

    fn call(&mut self, call: &'a crate::syntax::ast::ExprCall) {
        let facts = self.facts;
        let found = facts.runs(&call.func, facts.tree.id(call.func.as_ref()));
        for symbol in &found.symbols {
            let at = symbol.place.map_or("outside of the given files".to_string(), |place| self.shown(place));
            self.say("runs", &format!("{} ({at})", symbol.name));
        }
        if let Some(why) = &found.why {
            self.say("runs", &format!("not all is known: {}", why.words()));
        }
        let inside = found.symbols.iter().any(|symbol| symbol.place.is_some());
        if let (true, Some(place)) = (inside, facts.place(call.func.as_ref())) {
            let taken = self.view.taken_by(place);
            for (name, at) in &taken.locks {
                self.say("may lock", &format!("{name} ({})", self.shown(*at)));
            }
            for blind in taken.blind.iter().take(3) {
                self.say("may lock", &format!("more, perhaps: {}", blind.why));
            }
        }
    }

    fn attribute(&mut self, attribute: &'a crate::syntax::ast::ExprAttribute) {
        let facts = self.facts;
        let receiver = facts.type_of(&attribute.value, facts.tree.id(attribute.value.as_ref()));
        let Some(class) = facts.class_ref(&receiver.ty) else { return };
        let name = attribute.attr.as_str();
        if self.view.method(class, name).is_some() {
            return;
        }
        let uses = self.view.uses(class, name);
        for found in uses.list.iter().take(MAX_LISTED) {
            let through = if found.aliased { " (through another name)" } else { "" };
            self.say("used", &format!("{}  {}{through}", self.shown(found.place), words(&found.usage)));
        }
        if uses.list.len() > MAX_LISTED {
            self.say("used", &format!("and {} more times", uses.list.len() - MAX_LISTED));
        }
        for blind in uses.blind.iter().take(MAX_LISTED) {
            let at = blind.place.map(|place| format!("{}  ", self.shown(place))).unwrap_or_default();
            self.say("may use", &format!("{at}{}", blind.why));
        }
        for event in self.view.keys(&uses) {
            let word = match event.kind {
                KeyKind::Add => "gets",
                KeyKind::Remove => "loses",
                KeyKind::Clear => "loses all",
            };
            let key = event.key.map(|key| format!(" under `{key}`")).unwrap_or_default();
            self.say(word, &format!("{}{key}", self.shown(event.place)));
        }
        match uses.dead() {
            Some(true) => self.say("dead", "nobody ever reads it"),
            None => self.say("dead", "not known: somebody who cannot be followed may read it"),
            Some(false) => {}
        }
    }
}

fn words(usage: &Usage) -> String {
    match usage {
        Usage::Write => "set".into(),
        Usage::Declare => "declared".into(),
        Usage::Augment => "changed in place".into(),
        Usage::Delete => "deleted".into(),
        Usage::Method { name, .. } => format!(".{name}()"),
        Usage::Called => "called".into(),
        Usage::Item(key) => format!("[{key}] read"),
        Usage::SetItem(key) => format!("[{key}] set"),
        Usage::DelItem(key) => format!("[{key}] deleted"),
        Usage::Iterate => "iterated over".into(),
        Usage::Contains => "looked into (`in`)".into(),
        Usage::Size => "its length".into(),
        Usage::Test => "its truth or identity".into(),
        Usage::Alias(name) => format!("bound to `{name}`"),
        Usage::Passed { .. } => "passed on".into(),
        Usage::Escape(how) => format!("not followed: {how}"),
        Usage::Read => "read".into(),
    }
}
