//! Asks the facts layer what the comments in `tests/facts/*` expect; see `tests/facts/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use amends::config::Settings;
use amends::discover::{DiscoverOptions, discover};
use amends::facts::index::{How, RegionKind, Usage};
use amends::facts::loggers::{Exception, Level, Request, Writes};
use amends::facts::types::engine::Place;
use amends::facts::{ClassRef, Facts, FunctionRef, Input, KeyKind, LockFact, Project, Suspends, Ty, View};
use amends::syntax::{Expr, Layout, NodeId, Ranged, Tree, parse, walk};

use crate::cases::with_stack;

/// What a statement came to.
enum Outcome {
    Right,
    /// Not known, though it should be.
    Unknown(String),
    Wrong(String),
}

/// A statement and the line that it speaks of.
struct Statement {
    line: usize,
    text: String,
}

struct FileUnderTest {
    number: u32,
    path: String,
    text: String,
    statements: Vec<Statement>,
}

struct ProjectUnderTest {
    name: String,
    project: Project,
    files: Vec<FileUnderTest>,
    labels: BTreeMap<String, (u32, usize)>,
    keys: BTreeMap<String, String>,
    settings: Settings,
    _folder: tempfile::TempDir,
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts");
    let mut folders: Vec<PathBuf> = fs::read_dir(root)
        .expect("tests/facts can be listed")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be listed") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

/// Copies the project to a folder of its own, so that what lies around it here has no say.
fn load(folder: &Path, types: bool) -> ProjectUnderTest {
    let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let root = scratch.path().canonicalize().expect("a real path").join(&name);
    copy(folder, &root);
    let settings = fs::read_to_string(root.join("pyproject.toml"))
        .map(|text| Settings::from_toml(&text, "pyproject.toml").expect("settings"))
        .unwrap_or_else(|_| Settings::from_toml("python = \"3.11\"\n", "amends.toml").expect("settings"));
    let found = discover(std::slice::from_ref(&root), &root, &DiscoverOptions::default()).expect("no globs");
    let mut files = Vec::new();
    let mut inputs = Vec::new();
    let (mut labels, mut keys) = (BTreeMap::new(), BTreeMap::new());
    for (number, file) in (0u32..).zip(&found.files) {
        let text = fs::read_to_string(&file.path).expect("UTF-8");
        let mut statements = Vec::new();
        for statement in read(&text) {
            if let Some(label) = statement.text.strip_prefix('@') {
                let old = labels.insert(label.trim().to_string(), (number, statement.line));
                assert!(old.is_none(), "{name}: label @{label} twice");
            } else if let Some(rest) = statement.text.strip_prefix("key @") {
                let (label, key) = rest.split_once('=').expect("key @label = text");
                keys.insert(label.trim().to_string(), key.trim().trim_matches('`').to_string());
            } else {
                statements.push(statement);
            }
        }
        inputs.push(Input {
            path: file.display.clone(),
            absolute: file.path.clone(),
            text: text.as_str().into(),
        });
        files.push(FileUnderTest { number, path: file.display.clone(), text, statements });
    }
    let project = Project::new(inputs, vec![root], &settings, types);
    ProjectUnderTest { name, project, files, labels, keys, settings, _folder: scratch }
}

/// The statements of a text, each with the line that it speaks of.
fn read(text: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut waiting: Vec<String> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line_number = number + 1;
        let code = line.trim();
        if let Some(statement) = code.strip_prefix("#:") {
            waiting.push(statement.trim().to_string());
            continue;
        }
        if code.is_empty() || code.starts_with('#') {
            continue;
        }
        statements.extend(waiting.drain(..).map(|text| Statement { line: line_number, text }));
        if let Some((_, comments)) = line.split_once("#:") {
            for statement in comments.split("#:") {
                statements.push(Statement { line: line_number, text: statement.trim().to_string() });
            }
        }
    }
    assert!(waiting.is_empty(), "statements without a line: {waiting:?}");
    statements
}

#[test]
fn facts_are_as_the_comments_say() {
    let mut wrong = Vec::new();
    let mut unknown = Vec::new();
    let mut total = 0;
    with_stack(|| {
        for folder in folders() {
            let project = load(&folder, true);
            for file in &project.files {
                check(&project, file, &mut total, &mut unknown, &mut wrong);
            }
        }
    });
    println!("{total} statements, {} not known though expected:\n{}", unknown.len(), unknown.join("\n"));
    assert!(total >= 250, "only {total} statements");
    assert!(wrong.is_empty(), "{} of {total} facts are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn without_types_nothing_is_wrong_either() {
    let mut wrong = Vec::new();
    let (mut unknown, mut total) = (Vec::new(), 0);
    with_stack(|| {
        for folder in folders() {
            let project = load(&folder, false);
            for file in &project.files {
                check(&project, file, &mut total, &mut unknown, &mut wrong);
            }
            assert_eq!(project.project.counts().types, 0);
        }
    });
    println!("{total} statements, {} not known without types", unknown.len());
    assert!(wrong.is_empty(), "{} of {total} facts are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_only_callers_are_all_callers_where_nobody_else_may_call() {
    let (mut known, mut open, mut outside, mut possible) = (0, 0, 0, 0);
    with_stack(|| {
        for (folder, types) in folders().iter().flat_map(|folder| [(folder, true), (folder, false)]) {
            let under = load(folder, types);
            let view = View::new(&under.project);
            let count = |file| view.index(file).functions.len() as u32;
            let all = (0..under.project.len()).flat_map(|file| (0..count(file)).map(move |at| (file, at)));
            for (file, function) in all {
                let function = FunctionRef { file, function };
                let callers = view.callers(function);
                let none = callers.possible.is_empty() && callers.outside.is_empty();
                let expected = none.then_some(callers.certain);
                assert_eq!(view.only_callers(function), expected, "{}", view.function_path(function));
                known += usize::from(expected.is_some_and(|certain| !certain.is_empty()));
                open += usize::from(!none);
                outside += usize::from(!callers.outside.is_empty());
                possible += usize::from(callers.outside.is_empty() && !callers.possible.is_empty());
            }
        }
    });
    assert!(
        known >= 20 && open >= 20 && outside >= 20 && possible >= 5,
        "{known} {open} {outside} {possible}"
    );
}

fn check(
    project: &ProjectUnderTest,
    file: &FileUnderTest,
    total: &mut usize,
    unknown: &mut Vec<String>,
    wrong: &mut Vec<String>,
) {
    let module = parse(&file.text).unwrap_or_else(|problem| panic!("{}: {problem:?}", file.path));
    let tree = Tree::new(module.syntax());
    let layout = Layout::new(&file.text, &module, 100);
    let facts = Facts::new(&file.path, &module, &tree, &layout, &project.settings, &project.project);
    let asker = Asker {
        under: project,
        file,
        facts: &facts,
        view: View::new(&project.project),
        types: project.project.engine().is_some(),
    };
    for statement in &file.statements {
        *total += 1;
        let place = format!("{}/{}:{}: {}", project.name, file.path, statement.line, statement.text);
        match asker.ask(statement) {
            Outcome::Right => {}
            Outcome::Unknown(found) => unknown.push(format!("{place}  ({found})")),
            Outcome::Wrong(found) => wrong.push(format!("{place}  BUT {found}")),
        }
    }
}

struct Asker<'q, 'a> {
    under: &'q ProjectUnderTest,
    file: &'q FileUnderTest,
    facts: &'q Facts<'a>,
    view: View<'q>,
    types: bool,
}

impl<'a> Asker<'_, 'a> {
    fn ask(&self, statement: &Statement) -> Outcome {
        let (head, expected) =
            statement.text.split_once(" = ").unwrap_or_else(|| panic!("{}", statement.text));
        let expected = expected.trim();
        let (kind, rest) = head.split_once(' ').unwrap_or((head, ""));
        let subject = rest.trim().trim_matches('`');
        let line = statement.line;
        match kind {
            "type" => self.ty(line, subject, expected),
            "callee" => self.callee(line, subject, expected),
            "callers" | "possible" => self.callers(line, kind, expected),
            "context" => self.context(line, subject, expected),
            "held" => self.held(line, expected),
            "lock" => self.lock(line, subject, expected),
            "takes" => self.takes(line, subject, expected),
            "suspends" => self.suspends(line, rest.trim_start_matches("from ").trim(), expected),
            "uses" => self.uses(line, subject, expected),
            "followed" => self.followed(line, subject, expected),
            "dead" => self.dead(line, subject, expected),
            "keys" => self.keys(line, subject, expected),
            "logger" => self.logger(line, expected),
            "logs" => self.logs(line, subject, expected),
            other => panic!("{}:{line}: no statement is called {other}", self.file.path),
        }
    }

    fn expression(&self, line: usize, text: &str) -> &'a Expr {
        let mut found = None;
        walk::all_expressions(&self.facts.module.syntax().body, &mut |expr| {
            if found.is_none() && self.facts.line(expr.start()) == line && self.facts.text(expr) == text {
                found = Some(expr);
            }
        });
        found.unwrap_or_else(|| panic!("{}:{line}: there is no expression `{text}`", self.file.path))
    }

    fn place(&self, expr: &Expr) -> Place {
        Place { file: self.file.number, range: expr.range() }
    }

    /// The first statement that starts on a line.
    fn statement(&self, line: usize) -> NodeId {
        let tree = self.facts.tree;
        tree.all()
            .find(|&id| tree.node(id).is_statement() && self.facts.line(tree.node(id).start()) == line)
            .unwrap_or_else(|| panic!("{}:{line}: no statement starts here", self.file.path))
    }

    fn label(&self, place: Place) -> String {
        let line = self.view.line(place);
        let label = self.under.labels.iter().find(|(_, at)| **at == (place.file, line));
        label.map_or_else(|| self.view.shown(place), |(label, _)| label.clone())
    }

    fn ty(&self, line: usize, text: &str, expected: &str) -> Outcome {
        let expr = self.expression(line, text);
        let typed = self.facts.type_of(expr, self.facts.tree.id(expr));
        let name = match &typed.ty {
            Ty::Unknown(why) => return unknown(expected, why),
            Ty::Named(name) | Ty::Container { class: name, .. } => name.clone(),
            Ty::Local(class) => {
                let start = self.facts.class(*class).expect("a class").node.name.start();
                let index = self.facts.index();
                let class = index.class_named_at(start).expect("an entry");
                self.view.class_path(ClassRef { file: self.file.number, class })
            }
            Ty::Foreign(class) => self.view.class_path(*class),
        };
        if typed.unresolved || (!self.types && !is_standard(&name) && matches!(typed.ty, Ty::Named(_))) {
            return unknown(expected, "its class is known only by an import that does not resolve");
        }
        if typed.optional && expected == name {
            return Outcome::Unknown("it may be None".into());
        }
        let found = if typed.optional { format!("{name} | None") } else { name };
        same(expected, &found)
    }

    fn callee(&self, line: usize, text: &str, expected: &str) -> Outcome {
        let expr = self.expression(line, text);
        let found = self.facts.runs(expr, self.facts.tree.id(expr));
        if let Some(why) = &found.why {
            return unknown(expected, &why.words());
        }
        let mut names: Vec<String> = found
            .symbols
            .iter()
            .map(|symbol| if symbol.place.is_some() { symbol.name.clone() } else { "external".into() })
            .collect();
        names.sort();
        names.dedup();
        let mut wanted: Vec<&str> = expected.split(" | ").collect();
        wanted.sort_unstable();
        same(&wanted.join(" | "), &names.join(" | "))
    }

    fn function(&self, line: usize) -> FunctionRef {
        let index = self.facts.index();
        let function = index
            .functions
            .iter()
            .position(|function| index.line(function.name_range.start()) == line && !function.name.is_empty())
            .unwrap_or_else(|| panic!("{}:{line}: no function is defined here", self.file.path));
        FunctionRef { file: self.file.number, function: function as u32 }
    }

    fn callers(&self, line: usize, kind: &str, expected: &str) -> Outcome {
        let found = self.view.callers(self.function(line));
        let labels = |callers: &[amends::facts::Caller]| -> Vec<String> {
            let mut labels: Vec<String> = callers.iter().map(|caller| self.label(caller.place)).collect();
            labels.sort();
            labels.dedup();
            labels
        };
        let (certain, possible) = (labels(&found.certain), labels(&found.possible));
        let wanted = list(expected);
        // What is expected beside this statement.
        let other = self.file.statements.iter().find(|other| {
            other.line == line
                && other.text.starts_with(if kind == "callers" { "possible" } else { "callers" })
        });
        let other = other.map_or(Vec::new(), |other| list(other.text.split_once(" = ").expect("a value").1));
        let (own, rest) = if kind == "callers" { (&certain, &possible) } else { (&possible, &certain) };
        if kind == "callers" {
            if let Some(extra) = own.iter().find(|found| !wanted.contains(found)) {
                return Outcome::Wrong(format!("{extra} is no certain caller"));
            }
            if let Some(lost) = wanted.iter().find(|wanted| !own.contains(wanted) && !rest.contains(wanted)) {
                return Outcome::Wrong(format!("{lost} is not found at all"));
            }
            if let Some(extra) = rest.iter().find(|found| !wanted.contains(found) && !other.contains(found)) {
                return Outcome::Unknown(format!("{extra} is no possible caller"));
            }
            return match wanted.iter().find(|wanted| !own.contains(wanted)) {
                Some(weak) => Outcome::Unknown(format!("{weak} is only possible")),
                None => Outcome::Right,
            };
        }
        match wanted.iter().find(|wanted| !own.contains(wanted)) {
            Some(lost) => Outcome::Wrong(format!("{lost} is not possible; certain: {rest:?}")),
            None => Outcome::Right,
        }
    }

    fn context(&self, line: usize, text: &str, expected: &str) -> Outcome {
        let expr = self.expression(line, text);
        let index = self.facts.index();
        let call =
            index.call_at(expr.range()).unwrap_or_else(|| panic!("{}:{line}: no call", self.file.path));
        let mut words = vec![match call.how {
            How::Awaited => "awaited",
            How::Spawned => "spawned",
            How::Called => "called",
        }];
        for region in index.regions_at(call.range) {
            match region.kind {
                RegionKind::Loop => words.push("loop"),
                RegionKind::Try => words.push("try"),
                RegionKind::Finally => words.push("finally"),
                RegionKind::Timeout => words.push("timeout"),
                RegionKind::With(context) => {
                    match self.view.is_lock(Place { file: self.file.number, range: context }) {
                        LockFact::Yes => words.push("lock"),
                        LockFact::No => {}
                        LockFact::Unknown => return unknown(expected, "the context may be a lock"),
                    }
                }
            }
        }
        words.sort_unstable();
        words.dedup();
        let mut wanted = list(expected);
        wanted.sort();
        same(&wanted.join(", "), &words.join(", "))
    }

    fn held(&self, line: usize, expected: &str) -> Outcome {
        let statement = self.statement(line);
        let held = self.facts.held_at(statement);
        let texts: Vec<&str> = held.locks.iter().map(|range| self.facts.text(*range)).collect();
        let found = if texts.is_empty() { "none".to_string() } else { texts.join(", ") };
        if found != expected && !held.doubtful.is_empty() {
            return Outcome::Unknown("a context may be a lock".into());
        }
        same(expected, &found)
    }

    fn lock(&self, line: usize, text: &str, expected: &str) -> Outcome {
        let expr = self.expression(line, text);
        match self.view.is_lock(self.place(expr)) {
            LockFact::Yes => same(expected, "yes"),
            LockFact::No => same(expected, "no"),
            LockFact::Unknown => unknown(expected, "its type is not known"),
        }
    }

    fn takes(&self, line: usize, text: &str, expected: &str) -> Outcome {
        let Expr::Call(call) = self.expression(line, text) else {
            panic!("{}:{line}: no call", self.file.path)
        };
        let taken = self.view.taken_by(self.place(&call.func));
        let mut names: Vec<String> = taken.locks.iter().map(|(name, _)| name.clone()).collect();
        names.sort();
        let mut wanted = list(expected);
        let open = wanted.iter().any(|name| name == "?");
        wanted.retain(|name| name != "?");
        if let Some(extra) = names.iter().find(|name| !wanted.contains(name)) {
            return Outcome::Wrong(format!("{extra} is taken"));
        }
        let blind = taken.blind.iter().map(|blind| blind.why.as_str()).next();
        match (wanted.iter().find(|name| !names.contains(name)), blind) {
            (Some(lost), None) => Outcome::Wrong(format!("{lost} is not taken")),
            (Some(lost), Some(why)) => Outcome::Unknown(format!("{lost}: {why}")),
            (None, None) if open => Outcome::Wrong("all of it is followed".into()),
            (None, Some(why)) if !open => Outcome::Unknown(why.to_string()),
            _ => Outcome::Right,
        }
    }

    fn suspends(&self, line: usize, label: &str, expected: &str) -> Outcome {
        let (_, from) = *self.under.labels.get(label).unwrap_or_else(|| panic!("no label @{label}"));
        let found = match self.facts.suspends_between(self.statement(from), self.statement(line)) {
            Suspends::No => "no",
            Suspends::Latent(_) => "latent",
            Suspends::At(_) => "yes",
        };
        // `yes` is what is not known to be otherwise.
        if expected == "latent" && found == "yes" {
            return Outcome::Unknown("it may suspend".into());
        }
        same(expected, found)
    }

    /// The class and name of the attribute that a line creates.
    fn attribute(&self, line: usize, text: &str) -> (ClassRef, String) {
        let index = self.facts.index();
        let name = text.rsplit('.').next().expect("a name").to_string();
        let occurrence = index
            .attributes(&name)
            .iter()
            .find(|found| found.this.is_some() && index.line(found.range.start()) == line)
            .unwrap_or_else(|| panic!("{}:{line}: no attribute {text}", self.file.path));
        let class = occurrence.this.expect("just asked");
        (ClassRef { file: self.file.number, class }, name)
    }

    fn uses(&self, line: usize, text: &str, expected: &str) -> Outcome {
        let (class, name) = self.attribute(line, text);
        let uses = self.view.uses(class, &name);
        let mut found: Vec<String> = uses
            .list
            .iter()
            .map(|found| format!("{}@{}", kind(&found.usage), self.label(found.place)))
            .collect();
        found.sort();
        found.dedup();
        let wanted = list(expected);
        if let Some(extra) = found.iter().find(|found| !wanted.contains(found)) {
            // Where it goes is not followed: less than could be known.
            if extra.starts_with("escape@") && !uses.blind.is_empty() {
                return Outcome::Unknown(extra.clone());
            }
            return Outcome::Wrong(format!("{extra} is found; all: {found:?}"));
        }
        match wanted.iter().find(|wanted| !found.contains(wanted)) {
            Some(lost) if uses.blind.is_empty() => {
                Outcome::Wrong(format!("{lost} is not found; all: {found:?}"))
            }
            Some(lost) => Outcome::Unknown(format!("{lost}: {}", uses.blind[0].why)),
            None => Outcome::Right,
        }
    }

    fn followed(&self, line: usize, text: &str, expected: &str) -> Outcome {
        let (class, name) = self.attribute(line, text);
        let uses = self.view.uses(class, &name);
        match (expected, uses.blind.first()) {
            ("yes", Some(blind)) => Outcome::Unknown(blind.why.clone()),
            ("no", None) => Outcome::Wrong("all uses are followed".into()),
            _ => Outcome::Right,
        }
    }

    fn dead(&self, line: usize, text: &str, expected: &str) -> Outcome {
        let (class, name) = self.attribute(line, text);
        let uses = self.view.uses(class, &name);
        match uses.dead() {
            Some(true) => same(expected, "yes"),
            Some(false) => same(expected, "no"),
            None => unknown(
                expected,
                uses.blind.first().map_or("the value is shared", |blind| blind.why.as_str()),
            ),
        }
    }

    fn keys(&self, line: usize, text: &str, expected: &str) -> Outcome {
        let (class, name) = self.attribute(line, text);
        let uses = self.view.uses(class, &name);
        let mut found = Vec::new();
        for event in self.view.keys(&uses) {
            let label = self.label(event.place);
            if let (Some(wanted), Some(key)) = (self.under.keys.get(&label), &event.key)
                && **key != **wanted
            {
                return Outcome::Wrong(format!("the key at {label} is `{key}`, not `{wanted}`"));
            }
            let word = match event.kind {
                KeyKind::Add => "add",
                KeyKind::Remove => "remove",
                KeyKind::Clear => "clear",
            };
            found.push(format!("{word}@{label}"));
        }
        found.sort();
        found.dedup();
        let mut wanted = list(expected);
        wanted.sort();
        if found == wanted {
            return Outcome::Right;
        }
        let lost = wanted.iter().any(|wanted| !found.contains(wanted));
        let extra = found.iter().any(|found| !wanted.contains(found));
        if lost && !extra && !uses.blind.is_empty() {
            return Outcome::Unknown(uses.blind[0].why.clone());
        }
        Outcome::Wrong(format!("{found:?}"))
    }

    fn logger(&self, line: usize, expected: &str) -> Outcome {
        let request = Request {
            at: self.statement(line),
            level: Level::Warning,
            message: "it failed".into(),
            arguments: Vec::new(),
            exception: Exception::None,
        };
        let call = self.facts.log_call(&request);
        let mut found = if call.is_new { "new".to_string() } else { call.logger.clone() };
        if call.awaited {
            found.push_str(" awaited");
        }
        if call.guarded {
            found.push_str(" optional");
        }
        // Another logger is a worse choice, not a wrong one.
        if found != expected && (call.verdict < amends::verdict::Verdict::Safe || !self.types) {
            return Outcome::Unknown(format!("{found}, in doubt"));
        }
        same(expected, &found)
    }

    fn logs(&self, line: usize, text: &str, expected: &str) -> Outcome {
        let index = self.facts.index();
        let by_line = index.functions.iter().position(|function| {
            index.line(function.name_range.start()) == line && !function.name.is_empty()
        });
        let function = match by_line {
            Some(function) => FunctionRef { file: self.file.number, function: function as u32 },
            None => {
                let expr = self.expression(line, text);
                let found = self.view.callee_at(self.place(expr));
                match found.symbols.first().and_then(|symbol| self.view.function_of(symbol)) {
                    Some(function) => function,
                    None => return unknown(expected, "what it runs is not known"),
                }
            }
        };
        match self.view.writes(function) {
            Writes::Always => same(expected, "yes"),
            Writes::Never => same(expected, "no"),
            Writes::Unknown => unknown(expected, "it may"),
        }
    }
}

/// Whether a class is of the standard library, by what the projects here use.
fn is_standard(name: &str) -> bool {
    let root = name.split('.').next().unwrap_or_default();
    ["asyncio", "builtins", "threading", "logging", "collections", "functools", "concurrent", "queue"]
        .contains(&root)
}

/// An answer that nothing is known.
fn unknown(expected: &str, why: &str) -> Outcome {
    if expected == "?" { Outcome::Right } else { Outcome::Unknown(why.to_string()) }
}

fn same(expected: &str, found: &str) -> Outcome {
    if expected == found { Outcome::Right } else { Outcome::Wrong(found.to_string()) }
}

fn list(text: &str) -> Vec<String> {
    if text == "none" { Vec::new() } else { text.split(',').map(|part| part.trim().to_string()).collect() }
}

fn kind(usage: &Usage) -> String {
    match usage {
        Usage::Write => "write".into(),
        Usage::Declare => "declare".into(),
        Usage::Augment => "augment".into(),
        Usage::Delete => "delete".into(),
        Usage::Method { name, .. } => format!("{name}()"),
        Usage::Called => "call".into(),
        Usage::Item(_) => "item".into(),
        Usage::SetItem(_) => "set-item".into(),
        Usage::DelItem(_) => "del-item".into(),
        Usage::Iterate => "iterate".into(),
        Usage::Contains => "contains".into(),
        Usage::Size => "size".into(),
        Usage::Test => "test".into(),
        Usage::Escape(_) => "escape".into(),
        Usage::Alias(_) | Usage::Passed { .. } => "alias".into(),
        Usage::Read => "read".into(),
    }
}
