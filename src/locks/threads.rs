//! Functions that are handed to another thread or to a task group without being called: `to_thread(self.load)`.

use super::object::{Object, Root};
use super::steps::{On, Outcome, Run, Step, Target};
use super::value::{Reader, Value};
use crate::facts::index::{Call, FileIndex, How};
use crate::facts::types::engine::Place;
use crate::facts::{FunctionRef, Receiver};
use crate::syntax::{Expr, Ranged};

/// Functions that run one of their arguments elsewhere. Sources: the asyncio documentation, "Running in Threads" and
/// `loop.run_in_executor`; `concurrent.futures`, "Executor Objects"; trio and anyio on nurseries, task groups and threads.
pub(super) const RUNNERS: &[&str] =
    &["to_thread", "run_in_executor", "submit", "run_sync", "start_soon", "to_thread_run_sync"];

impl Reader<'_> {
    /// The step that hands a function on; `None` if it is none of the project.
    pub(super) fn handed_on(
        &self,
        function: FunctionRef,
        index: &FileIndex,
        call: &Call,
        callee: Place,
    ) -> Option<Step> {
        let file = function.file;
        let Some(Expr::Call(node)) = self.expression(Place { file, range: call.range }) else { return None };
        let name = self.view.text(callee).rsplit('.').next().unwrap_or_default().to_string();
        let skip = usize::from(name == "run_in_executor");
        let handed = node.arguments.args.get(skip)?;
        let place = Place { file, range: handed.range() };
        let symbols = match handed {
            Expr::Name(_) => self.view.callee_at(place).symbols,
            Expr::Attribute(method) => {
                let all = index.attributes(method.attr.as_str());
                self.callees(place, all.iter().find(|at| at.range == handed.range())).symbols
            }
            _ => return None,
        };
        let [symbol] = symbols.as_slice() else { return None };
        let run = self.view.function_of(symbol).filter(|_| self.view.class_of(symbol).is_none())?;
        let (this, on) = match handed {
            Expr::Attribute(method) => {
                let found =
                    index.attributes(method.attr.as_str()).iter().find(|at| at.range == handed.range());
                let own = found.is_some_and(|found| found.this.is_some());
                let on = match found.map(|found| self.view.receiver(file, found)) {
                    _ if own => On::Own,
                    Some(Receiver::Classes(classes)) if classes.len() == 1 => On::Of(classes[0]),
                    _ => On::Fixed,
                };
                (self.value(Place { file, range: method.value.range() }), on)
            }
            _ => (Value { object: Object::of(Root::This), lock: None }, On::Fixed),
        };
        let entry = self.view.function(run)?;
        let first =
            usize::from(entry.class.is_some() && !entry.decorators.iter().any(|by| &**by == "staticmethod"));
        let given =
            node.arguments.args.iter().skip(skip + 1).take_while(|argument| !argument.is_starred_expr());
        let arguments = given
            .zip(entry.parameters.iter().skip(first))
            .map(|(argument, name)| (name.clone(), self.value(Place { file, range: argument.range() })))
            .collect();
        let in_task = name == "start_soon";
        let result = match call.how {
            How::Awaited => Outcome::Waited,
            How::Spawned | How::Called => Outcome::Kept(self.waits(function, call.range)),
        };
        let run_by = if in_task { Run::Started } else { Run::Thread };
        let target = Target { function: run, this, arguments, on, run: run_by, doubt: None };
        Some(Step {
            range: call.range,
            shown: place,
            targets: vec![target],
            result,
            spawned: false,
            blind: None,
        })
    }
}
