//! Which function of a Python text a line is in, told by indentation. Knows no syntax: a text that cannot be parsed has
//! functions, too.

/// The classes and functions around a line (from 1), the outermost first; the one whose head the line is among them.
pub(super) fn around(text: &str, line: usize) -> Vec<&str> {
    let before: Vec<&str> = text.lines().take(line).collect();
    let mut names = Vec::new();
    let mut depth = usize::MAX;
    for line in before.into_iter().rev() {
        let code = line.trim_start();
        // The end of a head over several lines is no deeper than its start.
        if code.is_empty() || code.starts_with(['#', ')', ']', '}']) {
            continue;
        }
        let own = line.len() - code.len();
        if own < depth {
            depth = own;
            names.extend(head(code));
        }
        if depth == 0 {
            break;
        }
    }
    names.reverse();
    names
}

/// Whether a line is in a function: `wait` is in any of that name, `Hub.wait` only in that of `Hub`.
pub(super) fn is_in(text: &str, line: usize, function: &str) -> bool {
    let wanted: Vec<&str> = function.split('.').collect();
    around(text, line).windows(wanted.len()).any(|names| names == wanted)
}

/// Whether a text has a function.
pub(super) fn defines(text: &str, function: &str) -> bool {
    let last = function.rsplit('.').next();
    let heads = text.lines().enumerate().filter(|(_, line)| last.is_some() && function_of(line) == last);
    heads.into_iter().any(|(at, _)| is_in(text, at + 1, function))
}

/// The name of a function of which a line is the head.
pub(super) fn function_of(line: &str) -> Option<&str> {
    let code = line.trim_start();
    head(code).filter(|_| !code.starts_with("class "))
}

/// The name of a class or function of which some code is the head.
fn head(code: &str) -> Option<&str> {
    let code = code.strip_prefix("async ").map_or(code, str::trim_start);
    let rest = code.strip_prefix("def ").or_else(|| code.strip_prefix("class "))?.trim_start();
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "class Hub:\n    async def wait(\n        self,\n    ) -> None:\n        if self:\n            # why\n            pass\n\n    def stop(self): ...\n\nx = 1\n";

    #[test]
    fn the_functions_around_a_line() {
        assert_eq!(around(CODE, 7), ["Hub", "wait"]);
        assert_eq!(around(CODE, 8), ["Hub", "wait"]);
        assert_eq!(around(CODE, 9), ["Hub", "stop"]);
        assert!(around(CODE, 11).is_empty());
        assert!(around(CODE, 0).is_empty());
    }

    #[test]
    fn a_method_is_one_of_its_class() {
        assert!(is_in(CODE, 7, "wait") && is_in(CODE, 7, "Hub.wait") && !is_in(CODE, 7, "Pool.wait"));
        assert!(defines(CODE, "Hub.stop") && !defines(CODE, "Pool.stop") && !defines(CODE, "Hub"));
    }
}
