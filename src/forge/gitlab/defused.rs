//! Keeps GitLab from reading commands ("quick actions", such as `/merge`) in what is written there.

/// The text with a backslash before each slash that starts a line and a word. In Markdown that is a slash; in code it
/// can be seen, which is better than a command that is carried out.
pub(super) fn defused(text: &str) -> String {
    text.split_inclusive('\n').map(line).collect()
}

fn line(line: &str) -> String {
    let command = line.trim_start();
    let is_command =
        command.strip_prefix('/').is_some_and(|word| word.starts_with(|c: char| c.is_alphabetic()));
    if !is_command {
        return line.into();
    }
    let indent = &line[..line.len() - command.len()];
    format!("{indent}\\{command}")
}

#[cfg(test)]
mod tests {
    use super::defused;

    #[test]
    fn no_line_starts_with_a_command() {
        let text = "/merge\nA/b /close\r\n  /label ~x\n\n\u{a0}/close";
        assert_eq!(defused(text), "\\/merge\nA/b /close\r\n  \\/label ~x\n\n\u{a0}\\/close");
    }

    #[test]
    fn everything_else_stays() {
        for text in ["", "\n", "One.\n\n- a\n", "// no\n/ no\n/* no */\n/1", "\\/close\n<!-- amends -->\n"] {
            assert_eq!(defused(text), text);
        }
    }
}
