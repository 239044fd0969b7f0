//! Lists of the interpreter: `sys.path`, `sys.argv`. They are short, and nobody else may replace them.

use crate::facts::Facts;
use crate::syntax::{AnyNodeRef, Expr, NodeId, Ranged};
use crate::verdict::Finding;

const SHORT: &[&str] = &["sys.path", "sys.argv", "sys.meta_path", "sys.path_hooks", "sys.warnoptions"];

/// The finding for what takes the first entry out of a list of the interpreter.
pub fn judge<'a>(facts: &Facts<'a>, id: NodeId) -> Option<Finding> {
    let (list, range): (&'a Expr, _) = match facts.tree.node(id) {
        AnyNodeRef::ExprCall(call) => match call.func.as_ref() {
            Expr::Attribute(method) => (method.value.as_ref(), call.range()),
            _ => return None,
        },
        AnyNodeRef::StmtDelete(delete) => match delete.targets.as_slice() {
            [Expr::Subscript(subscript)] => (subscript.value.as_ref(), delete.range()),
            _ => return None,
        },
        _ => return None,
    };
    let name = facts.qualified(list, id)?;
    SHORT.contains(&name.as_str()).then(|| {
        let evidence = facts.evidence("short", format!("`{name}` is a list of the interpreter"), list);
        Finding::fine(range, format!("`{name}` is short, and has to stay a list"), evidence)
    })
}
