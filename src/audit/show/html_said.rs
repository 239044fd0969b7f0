//! What an audit itself says of a finding, in the page: its prose, and the code that it quotes and proposes.

use std::fmt::Write as _;

use super::html::prose;
use super::python::{escaped, line};
use crate::audit::model::{Claim, Role};

/// Lines of a code block that are shown.
const MAX_LINES: usize = 60;

/// What is wrong first, then what to do, each with its code.
pub(super) fn said(out: &mut String, claim: &Claim) {
    let is_place = |label: &str| {
        let label = label.to_lowercase();
        label.starts_with("file") || label.starts_with("location") || label == "message"
    };
    for (role, of_code) in [
        (Role::Problem, "What it quotes"),
        (Role::Fix, "What it proposes"),
        (Role::Good, "How it should look"),
    ] {
        for part in claim.parts.iter().filter(|part| part.role == role && !is_place(&part.label)) {
            let label = if part.label.is_empty() { "The audit says" } else { &part.label };
            let _ = writeln!(out, "<p class=\"dim\"><b>{}</b>: {}</p>", escaped(label), prose(&part.text));
        }
        for code in claim.codes(role) {
            let from = code
                .place
                .and_then(|place| claim.places.get(place))
                .map_or_else(String::new, |place| format!(", from <code>{}</code>", escaped(&place.shown())));
            let _ = writeln!(out, "<p class=\"dim\"><b>{of_code}</b>{from}:</p>");
            let mut shown: Vec<String> =
                code.text.lines().take(MAX_LINES).map(|text| line(text, None)).collect();
            if code.text.lines().count() > MAX_LINES {
                shown.push("⋯".into());
            }
            let _ = writeln!(out, "<pre>{}</pre>", shown.join("\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::model::{Code, Part};

    #[test]
    fn what_is_wrong_stands_before_what_to_do_each_with_its_code() {
        let part = |label: &str, role, text: &str| Part { label: label.into(), role, text: text.into() };
        let code = |role, text: &str| Code { role, text: text.into(), place: None };
        let claim = Claim {
            parts: vec![
                part("File", Role::Problem, "a.py"),
                part("Fix", Role::Fix, "Take `lock`:"),
                part("Issue", Role::Problem, "It races"),
            ],
            codes: vec![code(Role::Fix, "with lock:\n    go()"), code(Role::Problem, "go() < 1")],
            ..Claim::default()
        };
        let mut out = String::new();
        said(&mut out, &claim);
        assert!(!out.contains("a.py"), "its place is shown with what stands there");
        let at = |text: &str| out.find(text).unwrap_or_else(|| panic!("{text} is not in {out}"));
        assert!(at("It races") < at("What it quotes"));
        assert!(at("What it quotes") < at("&lt;"));
        assert!(at("&lt;") < at("Take <code>lock</code>:"));
        assert!(at("Take <code>lock</code>:") < at("What it proposes"));
    }

    #[test]
    fn a_long_block_is_cut() {
        let codes = vec![Code { role: Role::Problem, text: "x = 1\n".repeat(1_000), place: None }];
        let mut out = String::new();
        said(&mut out, &Claim { codes, ..Claim::default() });
        assert_eq!(out.lines().count(), MAX_LINES + 2);
        assert!(out.contains("⋯"));
    }
}
