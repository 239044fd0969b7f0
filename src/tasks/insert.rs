//! Where sets of tasks and done callbacks go in a file, how they are annotated, and what a callback that logs looks like.
//! Judges nothing.

use crate::edit::Edit;
use crate::facts::loggers::{Exception, Level, Request};
use crate::facts::{Class, Facts};
use crate::syntax::{Layout, Line, NodeId, NodeKind, Ranged, Stmt, TextRange, TextSize, imports, line};

/// Moves what is to be inserted below a line to the end of that line, behind its comment.
pub(crate) fn at_line_end(layout: &Layout<'_>, offset: TextSize, text: &str) -> Edit {
    let (eol, end) = (layout.eol, layout.line_end(offset));
    let lines = text.strip_suffix(eol).unwrap_or(text);
    let lines = lines.strip_prefix(eol).unwrap_or(lines);
    Edit::insert(end, format!("{eol}{lines}"))
}

/// Adds a method behind the last one of a class; further up where comments of that method's block follow it,
/// which would be cut off.
pub(crate) fn as_last_method(
    facts: &Facts<'_>,
    class: &Class<'_>,
    lines: &[Line],
) -> Result<Vec<Edit>, String> {
    let layout = facts.layout;
    let last = class.node.body.iter().rev().filter_map(|stmt| stmt.as_function_def_stmt()).find(|method| {
        layout.starts_line(method.start())
            && layout.ends_line(method.end())
            && !comments_follow(layout, method.end(), layout.indent(method.start()))
    });
    let Some(last) = last else { return Err("the class has no method that another can follow".into()) };
    let indent = layout.indent(last.start());
    let next = layout.next_line(last.end());
    let lines: Vec<String> = lines.iter().map(|line| rendered(layout, indent, line)).collect();
    let (eol, text) = (layout.eol, lines.join(layout.eol));
    // A blank line before it; a file without a final line end gets none.
    let ended = layout.text()[..next.to_usize()].ends_with('\n');
    Ok(vec![Edit::insert(
        next,
        if ended { format!("{eol}{text}{eol}") } else { format!("{eol}{eol}{text}") },
    )])
}

fn rendered(layout: &Layout<'_>, indent: &str, line: &Line) -> String {
    if line.text.is_empty() {
        String::new()
    } else {
        format!("{indent}{}{}", layout.unit.repeat(line.depth), line.text)
    }
}

/// Whether comments that are indented deeper than `indent` follow a block before any code does.
fn comments_follow(layout: &Layout<'_>, end: TextSize, indent: &str) -> bool {
    let mut at = layout.next_line(end);
    while at.to_usize() < layout.text().len() {
        let text = &layout.text()[TextRange::new(at, layout.line_end(at))];
        let code = text.trim_start_matches([' ', '\t']);
        if code.starts_with('#') && text.len() - code.len() > indent.len() {
            return true;
        }
        if !code.trim().is_empty() && !code.starts_with('#') {
            return false;
        }
        at = layout.next_line(at);
    }
    false
}

/// Where module-level definitions go: before the first statement that can start a task or define what does.
pub(crate) struct Spot {
    /// The start of a line.
    pub offset: TextSize,
}

/// Finds the one place of a module; it is the same for every site.
pub(crate) fn module_spot(facts: &Facts<'_>, site: NodeId) -> Result<Spot, String> {
    const WORDS: &[&str] = &["create_task", "ensure_future", "run_coroutine_threadsafe"];
    let tree = facts.tree;
    let body = &facts.module.syntax().body;
    let begins = |stmt: &&Stmt| {
        let imports = matches!(stmt, Stmt::Import(_) | Stmt::ImportFrom(_));
        let id = tree.id(*stmt);
        let defines = std::iter::once(id).chain(tree.descendants(id)).any(|id| {
            matches!(
                tree.node(id).kind(),
                NodeKind::StmtFunctionDef | NodeKind::StmtClassDef | NodeKind::ExprLambda
            )
        });
        !imports && (defines || WORDS.iter().any(|word| facts.text(*stmt).contains(word)))
    };
    let Some(first) = body.iter().find(begins) else {
        return Err("the module has no place for the set".into());
    };
    if site_runs_before(facts, site, first.start()) || !facts.layout.starts_line(first.start()) {
        return Err("the module's code starts it before a set could be made".into());
    }
    Ok(Spot { offset: with_comments_above(facts.layout, first.start()) })
}

fn site_runs_before(facts: &Facts<'_>, site: NodeId, offset: TextSize) -> bool {
    facts.tree.node(site).start() < offset
}

/// The start of a top-level statement's line, or of the comments directly above it, unless they head the file.
fn with_comments_above(layout: &Layout<'_>, start: TextSize) -> TextSize {
    let line = layout.line_start(start);
    let mut top = line;
    while top > TextSize::from(0) {
        let above = layout.line_start(top - TextSize::from(1));
        if !layout.text()[above.to_usize()..].trim_start_matches([' ', '\t']).starts_with('#') {
            return top;
        }
        if above == TextSize::from(0) {
            return line;
        }
        top = above;
    }
    line
}

/// Definitions at the module's place, with two blank lines behind them.
pub(crate) fn in_module(facts: &Facts<'_>, spot: &Spot, lines: &[Line]) -> Edit {
    let layout = facts.layout;
    let eol = layout.eol;
    let mut text = String::new();
    let before = &layout.text()[..spot.offset.to_usize()];
    if !before.is_empty() && !before.ends_with("\n\n") && !before.ends_with("\n\r\n") {
        text.push_str(eol);
    }
    for line in lines {
        text.push_str(&rendered(layout, "", line));
        text.push_str(eol);
    }
    text.push_str(eol);
    text.push_str(eol);
    Edit::insert(spot.offset, text)
}

/// How the set and the callback's parameter are annotated: as asyncio is spelled in the file, and quoted
/// where the annotation is evaluated before it can be.
pub(crate) struct Annotation {
    task: Option<String>,
    quoted: bool,
    import: Option<Edit>,
    used: bool,
}

impl Annotation {
    /// `at` is where it stands; `before` is the offset by which asyncio must be imported.
    pub(crate) fn of(facts: &Facts<'_>, at: NodeId, before: TextSize) -> Self {
        Annotation::named(facts, ("asyncio", "Task"), at, before)
    }

    /// The same for another generic class.
    pub(crate) fn named(
        facts: &Facts<'_>,
        (module, class): (&str, &str),
        at: NodeId,
        before: TextSize,
    ) -> Self {
        let (tree, root) = (facts.tree, facts.tree.root());
        let old = facts.settings.python.major == 3 && facts.settings.python.minor < 9;
        let dotted: Vec<&str> = module.split('.').chain([class]).collect();
        let whole = || {
            facts
                .qualified_names(&dotted, at)
                .filter(|_| !facts.scopes().bindings_in(root, dotted[0]).is_empty())
        };
        let spelled = facts.spelled(module, class, at).or_else(whole);
        if let Some(spelled) = spelled {
            let bound = spelled.split('.').next().unwrap_or(&spelled);
            let late =
                facts.scopes().bindings_in(root, bound).iter().any(|binding| binding.range.start() > before);
            return Annotation {
                task: Some(format!("{spelled}[object]")),
                quoted: late || old,
                import: None,
                used: false,
            };
        }
        if facts.scopes().is_free(tree, root, dotted[0])
            && facts.scopes().lookup(tree, at, dotted[0]).is_none()
        {
            let end = TextSize::of(facts.layout.text());
            let edit = imports::add_import(
                facts.layout,
                facts.module.syntax(),
                module,
                &format!("import {module}"),
                end,
            );
            let quoted = old || edit.start > before.to_usize();
            return Annotation {
                task: Some(format!("{module}.{class}[object]")),
                quoted,
                import: Some(edit),
                used: false,
            };
        }
        Annotation { task: None, quoted: false, import: None, used: false }
    }

    fn text(&mut self, wrap: impl Fn(&str) -> String) -> String {
        let Some(task) = &self.task else { return String::new() };
        self.used = true;
        let ty = wrap(task);
        if self.quoted { format!(": \"{ty}\"") } else { format!(": {ty}") }
    }

    /// `: set[asyncio.Task[object]]`.
    pub(crate) fn set(&mut self) -> String {
        self.text(|task| format!("set[{task}]"))
    }

    /// `: asyncio.Task[object]`.
    pub(crate) fn task(&mut self) -> String {
        self.text(str::to_string)
    }

    /// The import, where it is used.
    pub(crate) fn edits(self) -> Option<Edit> {
        self.import.filter(|_| self.used)
    }
}

/// What the callback logs.
pub(crate) fn request(at: NodeId, message: String, parameter: &str) -> Request {
    Request {
        at,
        level: Level::Error,
        message,
        arguments: Vec::new(),
        exception: Exception::Value(format!("{parameter}.exception()")),
    }
}

/// The callback: `exception()` raises on a cancelled task, so that is asked first.
pub(crate) fn callback_lines(head: &str, first: Option<String>, parameter: &str, log: &[Line]) -> Vec<Line> {
    let mut lines = vec![line(0, head)];
    lines.extend(first.map(|first| line(1, first)));
    lines.push(line(1, format!("if {parameter}.cancelled() or {parameter}.exception() is None:")));
    lines.push(line(2, "return"));
    lines.extend(log.iter().map(|inner| line(inner.depth + 1, inner.text.clone())));
    lines
}
