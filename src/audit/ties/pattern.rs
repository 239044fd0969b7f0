//! The audit's own code as a small program that transforms can judge: dedented, completed, and put into a method where
//! it needs one. What does not parse even so has no tie.

use crate::choice::Apply;
use crate::config::Settings;
use crate::pipeline::process;
use crate::registry::Registry;
use crate::verdict::Verdict;

/// Longer code is no pattern.
const MAX_LINES: usize = 200;

/// The codes that take a piece of code for their site, each with the best verdict. Call it on a thread with a large
/// stack.
pub fn judged(code: &str, registry: &Registry, settings: &Settings) -> Vec<(&'static str, Verdict)> {
    if code.lines().count() > MAX_LINES {
        return Vec::new();
    }
    let code = completed(&dedented(code));
    for program in programs(&code) {
        let outcome = process("audit.py", &program, registry, settings, &Apply::Nothing.into());
        if outcome.problem.is_some() {
            continue;
        }
        let mut found: Vec<(&'static str, Verdict)> = Vec::new();
        for located in &outcome.findings {
            let (code, verdict) = (located.finding.code, located.finding.verdict);
            match found.iter_mut().find(|(known, _)| *known == code) {
                Some((_, best)) => *best = (*best).max(verdict),
                None => found.push((code, verdict)),
            }
        }
        return found;
    }
    Vec::new()
}

const IMPORTS: &str = "import asyncio\nimport contextlib\nimport threading\nimport time\nfrom collections import defaultdict, deque\n\n\n";

/// The programs that a piece of code may be a part of, the likeliest first.
fn programs(code: &str) -> Vec<String> {
    let method = format!("{IMPORTS}class Audited:\n    async def audited(self):\n{}", indented(code, 8));
    let class = format!("{IMPORTS}class Audited:\n{}", indented(code, 4));
    let module = format!("{IMPORTS}{code}");
    let first = code
        .lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with(['#', '@']))
        .unwrap_or_default();
    if first.starts_with("class ") || first.starts_with("import ") || first.starts_with("from ") {
        vec![module]
    } else if first.starts_with("def ") || first.starts_with("async def ") {
        if code.contains("self") { vec![class, module] } else { vec![module] }
    } else {
        vec![method, class, module]
    }
}

fn indented(code: &str, columns: usize) -> String {
    let line = |line: &str| {
        if line.trim().is_empty() { "\n".to_string() } else { format!("{}{line}\n", " ".repeat(columns)) }
    };
    code.lines().map(line).collect()
}

/// Without the indentation that all lines have.
pub(crate) fn dedented(code: &str) -> String {
    let code = code.replace('\t', "    ").replace('\r', "");
    let indent = |line: &str| line.len() - line.trim_start().len();
    let common = code.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    code.lines().map(|line| format!("{}\n", line.get(common..).unwrap_or_default())).collect()
}

/// With a `try` before a handler that stands alone, and a `pass` in blocks without a statement.
fn completed(code: &str) -> String {
    let first = code.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut out = String::new();
    if first.starts_with("except") || first.starts_with("finally") {
        out += "try:\n    await audited()\n";
    }
    let lines: Vec<&str> = code.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    for (at, line) in lines.iter().enumerate() {
        out += line;
        out.push('\n');
        let statement = line.split(" #").next().unwrap_or(line).trim_end();
        if !statement.ends_with(':') || statement.trim_start().starts_with('#') {
            continue;
        }
        let body = lines[at + 1..].iter().find(|line| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with('#')
        });
        if body.is_none_or(|body| indent(body) <= indent(line)) {
            out += &format!("{}    pass\n", " ".repeat(indent(line)));
        }
    }
    // A `try` without a handler.
    let tries = lines.iter().filter(|line| line.trim() == "try:").count();
    let ends =
        lines.iter().filter(|line| line.trim_start().starts_with("except") || line.trim() == "finally:");
    if tries > 0 && ends.count() == 0 {
        out += "except ZeroDivisionError:\n    raise\n";
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_completed() {
        assert_eq!(
            completed("except Exception:\n"),
            "try:\n    await audited()\nexcept Exception:\n    pass\n"
        );
        assert_eq!(
            completed("while True:  # for ever\n    # ...\n"),
            "while True:  # for ever\n    pass\n    # ...\n"
        );
        assert_eq!(dedented("    a\n      b\n"), "a\n  b\n");
    }
}
