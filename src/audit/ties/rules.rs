//! Rules of other tools that look for what a transform looks for. Sources: the rule lists of ruff, bandit and pylint.

/// Rule and codes, by rule.
const RULES: &[(&str, &[&str])] = &[
    // bandit: try_except_pass, try_except_continue.
    ("B110", &["AM401"]),
    ("B112", &["AM401"]),
    // ruff: blind-except, bare-except, asyncio-dangling-task, try-except-pass, try-except-continue.
    ("BLE001", &["AM404", "AM401"]),
    ("E722", &["AM401", "AM404"]),
    ("RUF006", &["AM504"]),
    ("S110", &["AM401"]),
    ("S112", &["AM401"]),
    // suppressible-exception is about style: what it proposes drops the error all the same.
    ("SIM105", &[]),
    // pylint: bare-except, broad-exception-caught and its older name.
    ("W0702", &["AM401", "AM404"]),
    ("W0703", &["AM404", "AM401"]),
    ("W0718", &["AM404", "AM401"]),
];

/// The codes of a rule; a code of amends is its own rule.
pub(super) fn codes(rule: &str) -> Option<Vec<&str>> {
    let is_own =
        rule.len() == 5 && rule.starts_with("AM") && rule[2..].bytes().all(|byte| byte.is_ascii_digit());
    if is_own {
        return Some(vec![rule]);
    }
    RULES.iter().find(|(known, _)| *known == rule).map(|(_, codes)| codes.to_vec())
}
