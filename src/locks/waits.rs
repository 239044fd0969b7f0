//! Where a function waits for what one of its calls makes: the coroutine, the task or the future. By names inside of that
//! function; what leaves it in another way than by `return` is not followed.

use rustc_hash::FxHashSet;

use crate::syntax::ast::{self, Stmt};
use crate::syntax::{Expr, Ranged, TextRange, walk};

/// Functions that, when awaited, wait for what they are given.
const WAITERS: &[&str] =
    &["gather", "wait_for", "shield", "wait", "as_completed", "run_until_complete", "run"];
/// Functions that make a task of a coroutine, or run a function elsewhere, and return what can be waited for.
const STARTERS: &[&str] = &["create_task", "ensure_future", "run_coroutine_threadsafe", "wrap_future"];
/// Calls and methods that hand on what is in a collection.
const COLLECTIONS: &[&str] = &["list", "tuple", "set", "values", "copy"];
/// Contexts that wait at their end for all tasks that were started in them.
const GROUPS: &[&str] = &["TaskGroup", "create_task_group", "open_nursery"];

/// Where a call's result is waited for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// The `await`s, `.result()`s, loops, and whole `with` statements of task groups.
    pub at: Vec<TextRange>,
    /// Whether the function returns it, so that the caller may wait.
    pub returned: bool,
}

/// Where a function waits for what the call at a range makes.
pub fn waits(text: &str, def: &ast::StmtFunctionDef, call: TextRange) -> Waits {
    let mut keys: FxHashSet<&str> = FxHashSet::default();
    let slice = |range: TextRange| &text[range.start().to_usize()..range.end().to_usize()];
    // Names that hold it, until there are no more.
    for _ in 0..4 {
        let before = keys.len();
        let target = Target { text, call, keys: keys.clone() };
        let mut found = Vec::new();
        walk::statements(&def.body, &mut |stmt| target.bound_by(stmt, &mut found));
        walk::expressions(&def.body, &mut |expr| target.kept_by(expr, &mut found));
        keys.extend(found.into_iter().map(slice));
        if keys.len() == before {
            break;
        }
    }
    let target = Target { text, call, keys };
    let mut waits = Waits::default();
    let mut cancelled = false;
    // The result of a task is there or not; that of another thread is waited for.
    let threaded = walk::any_expression(&def.body, |expr| {
        let Expr::Call(node) = expr else { return false };
        match node.func.as_ref() {
            Expr::Attribute(method) if method.attr.as_str() == "submit" => node.range() == call,
            Expr::Attribute(method) if method.attr.as_str() == "run_coroutine_threadsafe" => {
                node.arguments.args.first().is_some_and(|first| first.range() == call)
            }
            Expr::Name(name) if name.id.as_str() == "run_coroutine_threadsafe" => {
                node.arguments.args.first().is_some_and(|first| first.range() == call)
            }
            _ => false,
        }
    });
    walk::expressions(&def.body, &mut |expr| match expr {
        Expr::Await(node) if target.is_in(&node.value) => waits.at.push(node.range()),
        Expr::Call(node) => match node.func.as_ref() {
            Expr::Attribute(method)
                if threaded && method.attr.as_str() == "result" && target.is_in(&method.value) =>
            {
                waits.at.push(node.range());
            }
            Expr::Attribute(method) if method.attr.as_str() == "cancel" => {
                cancelled |= target.keys.contains(slice(method.value.range()));
            }
            _ => {}
        },
        _ => {}
    });
    walk::statements(&def.body, &mut |stmt| match stmt {
        Stmt::Return(node) => {
            waits.returned |= node.value.as_deref().is_some_and(|value| target.is_in(value))
        }
        Stmt::For(node) if node.is_async && target.is_in(&node.iter) => waits.at.push(node.iter.range()),
        Stmt::With(node) if node.items.iter().any(|item| target.is_started_in(item, &node.body)) => {
            waits.at.push(node.range());
        }
        _ => {}
    });
    // One that is cancelled ends, whatever it waits for.
    if cancelled {
        return Waits::default();
    }
    waits
}

/// What is waited for: a call, or a name that holds its result.
struct Target<'t> {
    text: &'t str,
    call: TextRange,
    keys: FxHashSet<&'t str>,
}

impl<'t> Target<'t> {
    fn slice(&self, expr: &Expr) -> &'t str {
        &self.text[expr.start().to_usize()..expr.end().to_usize()]
    }

    /// Whether waiting for an expression waits for the target.
    fn is_in(&self, expr: &Expr) -> bool {
        if expr.range() == self.call || self.keys.contains(self.slice(expr)) {
            return true;
        }
        let any = |all: &[Expr]| all.iter().any(|one| self.is_in(one));
        let made = |elt: &Expr, generators: &[ast::Comprehension]| {
            self.is_in(elt)
                || generators
                    .iter()
                    .any(|each| self.slice(&each.target) == self.slice(elt) && self.is_in(&each.iter))
        };
        match expr {
            Expr::Starred(node) => self.is_in(&node.value),
            Expr::Named(node) => self.is_in(&node.value),
            Expr::List(node) => any(&node.elts),
            Expr::Tuple(node) => any(&node.elts),
            Expr::Set(node) => any(&node.elts),
            Expr::ListComp(node) => made(&node.elt, &node.generators),
            Expr::SetComp(node) => made(&node.elt, &node.generators),
            Expr::Generator(node) => made(&node.elt, &node.generators),
            Expr::If(node) => self.is_in(&node.body) || self.is_in(&node.orelse),
            Expr::Call(node) => {
                let last = match node.func.as_ref() {
                    Expr::Attribute(method) => method.attr.as_str(),
                    Expr::Name(name) => name.id.as_str(),
                    _ => return false,
                };
                let hands_on = [WAITERS, STARTERS, COLLECTIONS].iter().any(|names| names.contains(&last));
                let of_values = || match node.func.as_ref() {
                    Expr::Attribute(method) => COLLECTIONS.contains(&last) && self.is_in(&method.value),
                    _ => false,
                };
                hands_on && (any(&node.arguments.args) || of_values())
            }
            _ => false,
        }
    }

    /// The names that a statement binds to it.
    fn bound_by(&self, stmt: &Stmt, found: &mut Vec<TextRange>) {
        match stmt {
            Stmt::Assign(node) if self.is_in(&node.value) => {
                for target in &node.targets {
                    match target {
                        // `tasks[name] = …` is found where `tasks` is waited for.
                        Expr::Subscript(item) => found.push(item.value.range()),
                        other => found.push(other.range()),
                    }
                }
            }
            Stmt::AnnAssign(node) if node.value.as_deref().is_some_and(|value| self.is_in(value)) => {
                found.push(node.target.range());
            }
            Stmt::For(node) if self.is_in(&node.iter) => found.push(node.target.range()),
            _ => {}
        }
    }

    /// The collection that a call puts it into, and names bound by `:=`.
    fn kept_by(&self, expr: &Expr, found: &mut Vec<TextRange>) {
        match expr {
            Expr::Call(node) => {
                if let Expr::Attribute(method) = node.func.as_ref()
                    && matches!(method.attr.as_str(), "append" | "add" | "extend" | "update")
                    && node.arguments.args.iter().any(|argument| self.is_in(argument))
                {
                    found.push(method.value.range());
                }
            }
            Expr::Named(node) if self.is_in(&node.value) => found.push(node.target.range()),
            _ => {}
        }
    }

    /// Whether it is started in a task group, which is left when all of its tasks are done.
    fn is_started_in(&self, item: &ast::WithItem, body: &[Stmt]) -> bool {
        let Expr::Call(call) = &item.context_expr else { return false };
        let last = match call.func.as_ref() {
            Expr::Attribute(method) => method.attr.as_str(),
            Expr::Name(name) => name.id.as_str(),
            _ => return false,
        };
        let Some(group) = item.optional_vars.as_deref().filter(|_| GROUPS.contains(&last)) else {
            return false;
        };
        let group = self.slice(group);
        walk::any_expression(body, |expr| {
            let Expr::Call(node) = expr else { return false };
            let Expr::Attribute(method) = node.func.as_ref() else { return false };
            let starts = matches!(method.attr.as_str(), "create_task" | "start_soon");
            let given = || {
                node.range() == self.call
                    || node.arguments.args.iter().any(|argument| argument.range() == self.call)
            };
            starts && self.slice(&method.value) == group && given()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Waits, waits};
    use crate::syntax::{Ranged, Stmt, TextRange, TextSize, parse};

    /// The texts of the places that wait for `g()`.
    fn places(body: &str) -> (Vec<String>, bool) {
        let text = format!(
            "async def f():\n{}",
            body.lines().map(|line| format!("    {line}\n")).collect::<String>()
        );
        let module = parse(&text).expect("test input parses");
        let [Stmt::FunctionDef(def)] = module.syntax().body.as_slice() else { panic!("one function") };
        let start = TextSize::try_from(text.find("g()").expect("a call")).expect("small");
        let Waits { at, returned } = waits(&text, def, TextRange::at(start, 3.into()));
        let _ = def.range();
        (
            at.iter()
                .map(|range| text[range.start().to_usize()..range.end().to_usize()].to_string())
                .collect(),
            returned,
        )
    }

    #[test]
    fn names_and_collections_are_followed() {
        assert_eq!(places("t = create_task(g())\nawait t"), (vec!["await t".to_string()], false));
        assert_eq!(
            places("all = []\nt = create_task(g())\nall.append(t)\nawait gather(*all)").0,
            ["await gather(*all)"]
        );
        assert_eq!(
            places("all = [create_task(g()) for _ in x]\nfor one in all:\n    await one").0,
            ["await one"]
        );
        assert_eq!(places("return create_task(g())"), (Vec::new(), true));
    }

    #[test]
    fn what_is_cancelled_or_only_started_is_not_waited_for() {
        assert_eq!(places("t = create_task(g())\nt.cancel()\nawait t"), (Vec::new(), false));
        assert_eq!(places("t = create_task(g())\nawait other"), (Vec::new(), false));
        assert_eq!(places("await keep(create_task(g()))"), (Vec::new(), false));
    }

    #[test]
    fn a_group_waits_at_its_end() {
        let body = "async with TaskGroup() as tg:\n    tg.create_task(g())";
        assert_eq!(places(body).0.len(), 1);
        assert_eq!(places("async with TaskGroup() as tg:\n    other.create_task(g())").0.len(), 0);
    }
}
