//! How much of the given files is resolved: calls, and waits for something. What is not, by reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rayon::prelude::*;

use crate::cli::given::Given;
use crate::facts::types::engine::Why;
use crate::facts::{Facts, Ty, View};
use crate::syntax::ast::ExprCall;
use crate::syntax::{Expr, Ranged, walk};

#[derive(Default)]
struct Counts {
    inside: usize,
    outside: usize,
    several: usize,
    unknown: BTreeMap<String, usize>,
    waits: Vec<String>,
    unresolved: Vec<String>,
}

/// The counts as text; with `list`, every call that is not resolved, too.
pub(super) fn count(given: &Given, list: bool) -> String {
    let project = &given.project;
    let progress = given.progress();
    let counted = (0..project.len()).into_par_iter().map(|file| {
        let counts = count_file(given, file);
        progress.inc(1);
        counts
    });
    let all: Vec<Counts> = counted.collect();
    progress.finish_and_clear();
    let mut total = Counts::default();
    for counts in all {
        total.inside += counts.inside;
        total.outside += counts.outside;
        total.several += counts.several;
        for (why, count) in counts.unknown {
            *total.unknown.entry(why).or_default() += count;
        }
        total.waits.extend(counts.waits);
        total.unresolved.extend(counts.unresolved);
    }
    let unknown: usize = total.unknown.values().sum();
    let calls = total.inside + total.outside + total.several + unknown;
    let share = |part: usize| if calls == 0 { 0.0 } else { 100.0 * part as f64 / calls as f64 };
    let mut text = String::new();
    let _ = writeln!(text, "{calls} calls in {} files", project.len());
    let mut line = |what: &str, count: usize| {
        let _ = writeln!(text, "  {count:>6}  {:5.1} %  {what}", share(count));
    };
    line("run a function or class of the given files", total.inside);
    line("run something outside of them", total.outside);
    line("run one of several", total.several);
    let mut reasons: Vec<(&String, &usize)> = total.unknown.iter().collect();
    reasons.sort_by_key(|(why, count)| (std::cmp::Reverse(**count), (*why).clone()));
    for (why, count) in reasons {
        line(&format!("not known: {why}"), *count);
    }
    if list {
        for call in &total.unresolved {
            let _ = writeln!(text, "  {call}");
        }
    }
    let _ = writeln!(text, "{} waits (`x.wait()`)", total.waits.len());
    for wait in total.waits {
        let _ = writeln!(text, "  {wait}");
    }
    text
}

fn count_file(given: &Given, file: u32) -> Counts {
    let mut counts = Counts::default();
    let project = &given.project;
    let view = View::new(project);
    let waits = project.with_file(file, &given.settings, |facts| {
        let mut waits = Vec::new();
        walk::all_expressions(&facts.module.syntax().body, &mut |expr| {
            let Expr::Call(call) = expr else { return };
            count_call(&mut counts, facts, &view, call);
            waits.extend(wait(facts, call));
        });
        waits
    });
    counts.waits = waits.unwrap_or_default();
    counts
}

fn count_call<'a>(counts: &mut Counts, facts: &Facts<'a>, view: &View<'_>, call: &'a ExprCall) {
    let found = facts.runs(&call.func, facts.tree.id(call.func.as_ref()));
    match (&found.why, found.symbols.as_slice()) {
        (_, [one]) if one.place.is_some() => counts.inside += 1,
        (_, [_]) => counts.outside += 1,
        (_, [_, ..]) => counts.several += 1,
        (why, []) => {
            let why = why.as_ref().map_or_else(|| "no reason".into(), Why::words);
            let shown = facts.place(call.func.as_ref()).map_or_else(String::new, |place| view.shown(place));
            counts.unresolved.push(format!("{shown}  {}  {why}", facts.text(call.func.as_ref())));
            *counts.unknown.entry(why).or_default() += 1;
        }
    }
}

/// `x.wait()` and what `x` is.
fn wait<'a>(facts: &Facts<'a>, call: &'a ExprCall) -> Option<String> {
    let Expr::Attribute(attribute) = call.func.as_ref() else { return None };
    if attribute.attr.as_str() != "wait" || !call.arguments.is_empty() {
        return None;
    }
    let typed = facts.type_of(&attribute.value, facts.tree.id(call));
    let what = match (&typed.ty, facts.type_name(&typed.ty)) {
        (Ty::Unknown(why), _) => format!("not known: {why}"),
        (_, Some(name)) => name,
        (_, None) => "not known".into(),
    };
    let line = facts.line(call.start());
    Some(format!("{}:{line}  {}  {what}", facts.path, facts.text(attribute.value.as_ref())))
}
