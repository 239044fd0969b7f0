//! One statement that drops a sibling's entry: whether this container's entry can be dropped right behind it.

use crate::facts::types::engine::Place;
use crate::facts::{BindingKind, Facts, FunctionRef};
use crate::keyed::behind::following;
use crate::keyed::calls::{calls_of, definition};
use crate::keyed::events::{Event, Events, What};
use crate::keyed::forms;
use crate::syntax::ast::{self, CmpOp};
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged, Stmt, TextRange, walk};

/// Where to insert.
pub(super) struct Spot {
    /// Behind this statement.
    pub anchor: TextRange,
    /// The block that it is in.
    pub block: u32,
    /// The object, as it is written.
    pub object: String,
}

/// Why there is no place.
pub(super) enum Stop {
    /// As a clause.
    Refused(String),
    /// The entry is dropped there already, on an object whose class is not known.
    Already,
}

impl From<String> for Stop {
    fn from(why: String) -> Self {
        Stop::Refused(why)
    }
}

impl From<&str> for Stop {
    fn from(why: &str) -> Self {
        Stop::Refused(why.to_string())
    }
}

/// What is asked about one drop.
struct Check<'f, 'a> {
    file: &'f Facts<'a>,
    function: NodeId,
    sibling: &'f str,
}

/// Where the entry of `name` can be dropped, behind a drop of `sibling`; or why not, as a clause. `facts` is the judged
/// file, `file` the one that the drop is in.
pub(super) fn of<'a>(
    facts: &Facts<'_>,
    file: &Facts<'a>,
    event: &Event,
    sibling: &str,
    name: &str,
    own: &Events,
) -> Result<Spot, Stop> {
    let tree = file.tree;
    let dropped = format!("this takes from `{sibling}`");
    let id = forms::node_of(file, event.place.range).ok_or("the place is not found")?;
    let AnyNodeRef::ExprAttribute(attribute) = tree.node(id) else {
        return Err(format!("{dropped} through another name").into());
    };
    if walk::dotted(&attribute.value).is_none() {
        return Err(format!("{dropped} of an object that is not named").into());
    }
    let statement = tree.statement(id).ok_or("the place is not found")?;
    let function = tree.function(id).ok_or_else(|| format!("{dropped} in a lambda"))?;
    if tree.class_of_method(function).is_none() && tree.function(function).is_some() {
        return Err(format!("{dropped} in a callback").into());
    }
    let check = Check { file, function, sibling };
    let key = check.key(statement, id).ok_or_else(|| format!("{dropped} in the middle of an expression"))?;
    if !is_plain(key) || file.text(key).contains('\n') {
        return Err(format!("{dropped} under a key that is computed there").into());
    }
    if check.rebinds(statement, key) {
        return Err(format!("{dropped} and gives the key's name another value").into());
    }
    let anchor = check.conditions(statement, file.text(key))?;
    let object = file.text(attribute.value.as_ref());
    if check.is_there(anchor, &format!("{object}.{name}.pop({}, None)", forms::key_text(file, key))) {
        return Err(Stop::Already);
    }
    check.used_after(facts, anchor, event, name, own)?;
    let block = super::block(file, anchor).ok_or("the place is not found")?;
    Ok(Spot { anchor: tree.node(anchor).range(), block, object: object.to_string() })
}

/// Whether evaluating it again gives the same.
fn is_plain(key: &Expr) -> bool {
    match key {
        Expr::Name(_) | Expr::StringLiteral(_) | Expr::NumberLiteral(_) => true,
        Expr::Attribute(_) => walk::dotted(key).is_some(),
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_plain),
        Expr::FString(_) => true,
        _ => false,
    }
}

impl<'a> Check<'_, 'a> {
    /// The key of a drop that is a statement of its own, or the value of an assignment.
    fn key(&self, statement: NodeId, id: NodeId) -> Option<&'a Expr> {
        let tree = self.file.tree;
        let node = tree.node(id);
        match tree.node(statement) {
            AnyNodeRef::StmtDelete(delete) => delete.targets.iter().find_map(|target| match target {
                Expr::Subscript(subscript) if AnyNodeRef::from(subscript.value.as_ref()).ptr_eq(node) => {
                    Some(subscript.slice.as_ref())
                }
                _ => None,
            }),
            AnyNodeRef::StmtExpr(stmt) => popped(&stmt.value, node),
            AnyNodeRef::StmtAssign(stmt) => popped(&stmt.value, node),
            AnyNodeRef::StmtAnnAssign(stmt) => popped(stmt.value.as_deref()?, node),
            _ => None,
        }
    }

    /// Whether a statement of this text stands behind another one in its block.
    fn is_there(&self, anchor: NodeId, text: &str) -> bool {
        self.file
            .tree
            .suite(anchor)
            .is_some_and(|(suite, index)| suite[index + 1..].iter().any(|stmt| self.file.text(stmt) == text))
    }

    /// Whether the statement binds a name of the key.
    fn rebinds(&self, statement: NodeId, key: &Expr) -> bool {
        let mut names = Vec::new();
        walk::subexpressions(key, &mut |part| {
            if let Expr::Name(name) = part {
                names.push(name.id.as_str().to_string());
            }
        });
        let targets: Vec<&Expr> = match self.file.tree.node(statement) {
            AnyNodeRef::StmtAssign(stmt) => stmt.targets.iter().collect(),
            AnyNodeRef::StmtAnnAssign(stmt) => vec![stmt.target.as_ref()],
            _ => Vec::new(),
        };
        let mut found = false;
        for target in targets {
            walk::subexpressions(target, &mut |part| {
                found |=
                    matches!(part, Expr::Name(name) if names.iter().any(|other| other == name.id.as_str()));
            });
        }
        found
    }

    /// The statement to insert behind: outside of a test whether the sibling has the key. Other tests of the sibling
    /// are about it alone.
    fn conditions(&self, statement: NodeId, key: &str) -> Result<NodeId, String> {
        let tree = self.file.tree;
        let mut anchor = statement;
        let mut inner = statement;
        while let Some(outer) = tree.parent(inner).filter(|_| inner != self.function) {
            self.before(inner)?;
            if outer == self.function {
                break;
            }
            let in_body =
                |suite: &[Stmt]| suite.iter().any(|stmt| AnyNodeRef::from(stmt).ptr_eq(tree.node(inner)));
            match tree.node(outer) {
                AnyNodeRef::StmtIf(node) if in_body(&node.body) => {
                    if self.is_present(&node.test, key) {
                        let alone = node.elif_else_clauses.is_empty() && node.body.len() == 1;
                        if anchor == inner && alone {
                            anchor = outer;
                        }
                    } else if self.about(&node.test) {
                        return Err(self.alone(&node.test));
                    }
                }
                AnyNodeRef::ElifElseClause(node) => {
                    if let Some(test) = node.test.as_ref().filter(|test| self.about(test)) {
                        return Err(self.alone(test));
                    }
                    if let Some(AnyNodeRef::StmtIf(first)) = tree.parent(outer).map(|id| tree.node(id))
                        && self.about(&first.test)
                    {
                        return Err(self.alone(&first.test));
                    }
                }
                AnyNodeRef::StmtFor(node) if self.about(&node.iter) => return Err(self.alone(&node.iter)),
                AnyNodeRef::StmtWhile(node) if self.about(&node.test) => return Err(self.alone(&node.test)),
                AnyNodeRef::ExceptHandlerExceptHandler(_) => {
                    return Err(format!("`{}` is only dropped in a handler there", self.sibling));
                }
                _ => {}
            }
            inner = outer;
        }
        Ok(anchor)
    }

    /// A way out before the drop that depends on what the sibling holds: it then only ends some keys.
    fn before(&self, statement: NodeId) -> Result<(), String> {
        let Some((suite, index)) = self.file.tree.suite(statement) else { return Ok(()) };
        for stmt in &suite[..index] {
            let Stmt::If(node) = stmt else { continue };
            if node.body.last().is_some_and(forms::leaves)
                && self.about(&node.test)
                && !self.is_absent(&node.test)
            {
                return Err(self.alone(&node.test));
            }
        }
        Ok(())
    }

    fn alone(&self, test: &Expr) -> String {
        format!(
            "`{}` loses an entry there under a condition of its own: `{}`",
            self.sibling,
            self.file.text(test)
        )
    }

    /// Whether an expression looks at the sibling, or at something that came out of it.
    fn about(&self, expr: &Expr) -> bool {
        let mut found = false;
        walk::subexpressions(expr, &mut |part| match part {
            Expr::Attribute(attribute) => found |= attribute.attr.as_str() == self.sibling,
            Expr::Name(name) => found |= self.came_out(name),
            _ => {}
        });
        found
    }

    /// Whether a local name holds something of the sibling.
    fn came_out(&self, name: &ast::ExprName) -> bool {
        let tree = self.file.tree;
        let at = tree.id(name);
        let Some((scope, bindings)) = self.file.scopes().lookup(tree, at, name.id.as_str()) else {
            return false;
        };
        if scope == tree.root() {
            return false;
        }
        let holds = |expr: &Expr| {
            let mut found = false;
            walk::subexpressions(expr, &mut |part| {
                found |=
                    matches!(part, Expr::Attribute(attribute) if attribute.attr.as_str() == self.sibling);
            });
            found
        };
        bindings.iter().any(|binding| match &binding.kind {
            BindingKind::Assignment { value: Some(value), .. } => holds(value),
            BindingKind::Loop(iterable) => holds(iterable),
            BindingKind::Other => tree.statement(binding.node).is_some_and(|id| match tree.node(id) {
                AnyNodeRef::StmtFor(node) => holds(&node.iter),
                AnyNodeRef::StmtAssign(node) => holds(&node.value),
                _ => false,
            }),
            _ => false,
        })
    }

    /// `key in self.sibling`, or that an entry of it is there.
    fn is_present(&self, test: &Expr, key: &str) -> bool {
        match test {
            Expr::Compare(compare) => match (&*compare.ops, &*compare.comparators) {
                ([CmpOp::In], [right]) => self.about(right) && self.file.text(compare.left.as_ref()) == key,
                ([CmpOp::IsNot], [Expr::NoneLiteral(_)]) => self.about(&compare.left),
                _ => false,
            },
            Expr::Name(name) => self.came_out(name),
            _ => false,
        }
    }

    /// The opposite.
    fn is_absent(&self, test: &Expr) -> bool {
        match test {
            Expr::Compare(compare) => {
                matches!(&*compare.ops, [CmpOp::NotIn])
                    || matches!((&*compare.ops, &*compare.comparators), ([CmpOp::Is], [Expr::NoneLiteral(_)]))
            }
            Expr::UnaryOp(unary) => unary.op == ast::UnaryOp::Not && unary.operand.is_name_expr(),
            _ => false,
        }
    }

    /// Whether the container is still used behind the place, here or by who calls this.
    fn used_after(
        &self,
        facts: &Facts<'_>,
        anchor: NodeId,
        event: &Event,
        name: &str,
        own: &Events,
    ) -> Result<(), String> {
        let view = facts.view();
        let filled = own.adds().find(|add| add.function == event.function && !add.read);
        if let Some(add) = filled {
            let line = self.file.line(add.place.range.start());
            return Err(format!("`{name}` gets an entry there, in line {line}"));
        }
        let users: Vec<FunctionRef> = own
            .list
            .iter()
            .filter(|used| !matches!(used.what, What::Make | What::Drop | What::Sweep | What::Clear))
            .filter_map(|used| used.function)
            .collect();
        if let Some(line) = self.used_behind(anchor, self.function, event.function, own, &users, 2) {
            return Err(format!("`{name}` is still used behind it, in line {line}"));
        }
        let Some(function) = event.function else { return Ok(()) };
        for caller in view.callers(function).certain {
            let (Some(call), Some(around)) = (caller.call, caller.function) else { continue };
            let around = FunctionRef { file: caller.place.file, function: around };
            let read = |other: &Facts<'_>| -> Option<usize> {
                let entry = other.view().function(around)?;
                let (id, _) = definition(other, &entry)?;
                let at = other.tree.node_at(call, crate::syntax::NodeKind::ExprCall)?;
                let check = Check { file: other, function: id, sibling: self.sibling };
                check.used_behind(other.tree.statement(at)?, id, Some(around), own, &users, 1)
            };
            let found = if Some(around.file) == facts.file {
                read(facts)
            } else {
                facts.project.with_file(around.file, facts.settings, read).flatten()
            };
            if let Some(line) = found {
                return Err(format!(
                    "`{name}` is still used in {}:{line}, after the call of it",
                    facts.project.path(around.file)
                ));
            }
        }
        Ok(())
    }

    /// The line behind a statement at which the container is used, itself or in what is called.
    fn used_behind(
        &self,
        statement: NodeId,
        function: NodeId,
        reference: Option<FunctionRef>,
        own: &Events,
        users: &[FunctionRef],
        depth: u8,
    ) -> Option<usize> {
        let reference = reference?;
        let later = following(self.file, statement, function);
        let inside = |range: TextRange| later.iter().any(|part| part.contains_range(range));
        let direct = own.list.iter().find(|used| {
            used.function == Some(reference)
                && !matches!(used.what, What::Drop | What::Sweep | What::Clear)
                && inside(used.place.range)
        });
        if let Some(used) = direct {
            return Some(self.file.line(used.place.range.start()));
        }
        let view = self.file.view();
        let calls = view.calls_in(reference).into_iter().filter(|call| inside(call.range));
        for call in calls {
            let called = calls_of(self.file, call.callee);
            let uses = called.iter().any(|function| {
                users.contains(function)
                    || depth > 1 && self.called_in(*function).iter().any(|inner| users.contains(inner))
            });
            if uses && called.iter().all(|function| Some(*function) != Some(reference)) {
                return Some(self.file.line(call.range.start()));
            }
        }
        None
    }

    /// What a function calls.
    fn called_in(&self, function: FunctionRef) -> Vec<FunctionRef> {
        let view = self.file.view();
        let calls = view.calls_in(function).into_iter();
        if Some(function.file) == self.file.file {
            return calls.flat_map(|call| calls_of(self.file, call.callee)).collect();
        }
        let place = |range| Place { file: function.file, range };
        let found = calls.flat_map(|call| view.callee_at(place(call.callee)).symbols);
        found.filter_map(|symbol| view.function_of(&symbol)).collect()
    }
}

/// `x.pop(key)` as the whole value.
fn popped<'a>(value: &'a Expr, container: AnyNodeRef<'a>) -> Option<&'a Expr> {
    let Expr::Call(call) = value else { return None };
    let Expr::Attribute(method) = call.func.as_ref() else { return None };
    let own = method.attr.as_str() == "pop" && AnyNodeRef::from(method.value.as_ref()).ptr_eq(container);
    own.then(|| call.arguments.args.first()).flatten()
}
