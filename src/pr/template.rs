//! Titles and bodies from templates. What a template prints is escaped unless it says `safe`; it reads no file, and
//! one that does not end is stopped.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};

use super::MAX_BODY;
use super::escape;
use super::page::{Item, Page};

/// The template of bodies, unless the settings name another.
pub const BODY: &str = include_str!("body.md");

/// The template of titles, unless the settings have another.
pub const TITLE: &str = "{{ subject }}{% if place %} {{ place }}{% endif %} ({{ code }})";

/// The same for topics of findings of an audit: it is known by their numbers, not by codes.
pub const AUDIT_TITLE: &str = "{{ subject }}{% if place %}, {{ place }}{% endif %}";

/// The longest title, in characters: GitHub takes 256.
const MAX_TITLE: usize = 200;

/// How many steps a template may take: thousands of findings.
const FUEL: u64 = 20_000_000;

/// Why a template gives nothing.
#[derive(Debug, thiserror::Error)]
pub enum TemplateProblem {
    /// It is wrong, or does not end.
    #[error("{name}: {reason}")]
    Broken {
        /// The template.
        name: String,
        /// What is wrong, with its line.
        reason: String,
    },
    /// Not even without a single finding does it fit.
    #[error("{name}: what it gives is longer than {MAX_BODY} characters even without any finding")]
    TooLong {
        /// The template.
        name: String,
    },
}

/// The title of a page: one line.
///
/// # Errors
/// The template is wrong.
pub fn title(template: &str, page: &Page) -> Result<String, TemplateProblem> {
    let mut environment = environment();
    environment.set_formatter(|out, _, value| print(out, value, escape::plain));
    let text = rendered(&environment, "title", template, page)?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MAX_TITLE) {
        Some((end, _)) => Ok(format!("{}…", text[..end].trim_end())),
        None => Ok(text),
    }
}

/// The body of a page, with as many of its findings as fit beside `room` characters of something else.
///
/// # Errors
/// The template is wrong, or too long by itself.
pub fn body(name: &str, template: &str, page: &Page, room: usize) -> Result<String, TemplateProblem> {
    let mut environment = environment();
    environment.set_formatter(|out, _, value| print(out, value, escape::prose));
    let cut = |count: usize| {
        let mut page = page.clone();
        page.left_out += page.findings.len() - count;
        page.findings.truncate(count);
        let text = rendered(&environment, name, template, &page)?;
        Ok((text.chars().count() + room <= MAX_BODY).then_some(text))
    };
    if let Some(text) = cut(page.findings.len())? {
        return Ok(text);
    }
    // The largest number that fits.
    let mut best = cut(0)?.ok_or_else(|| TemplateProblem::TooLong { name: name.into() })?;
    let (mut fits, mut does_not) = (0, page.findings.len());
    while does_not - fits > 1 {
        let middle = fits.midpoint(does_not);
        match cut(middle)? {
            Some(text) => (fits, best) = (middle, text),
            None => does_not = middle,
        }
    }
    Ok(best)
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    // The delimiters are the usual ones, so nothing can be wrong with them.
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    for (name, filter) in [
        ("code", escape::code as fn(&str) -> String),
        ("code_cell", escape::code_cell),
        ("rich", escape::rich),
        ("rich_cell", escape::rich_cell),
    ] {
        environment.add_filter(name, move |text: &str| Value::from_safe_string(filter(text)));
    }
    environment.add_filter("place", place);
    environment.add_filter("counted", |count: usize, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    });
    environment
}

/// The file and line of a site or a fact, as a link where there is a page; nothing if it has none.
fn place(item: &Value) -> Result<Value, Error> {
    let (path, line) = (item.get_attr("path")?, item.get_attr("line")?);
    let Some(path) = path.as_str() else { return Ok(Value::from_safe_string(String::new())) };
    let shown = escape::code_cell(&format!("{path}:{line}"));
    let link = item.get_attr("link")?;
    Ok(Value::from_safe_string(match link.as_str() {
        Some(link) => format!("[{shown}]({link})"),
        None => shown,
    }))
}

fn print(out: &mut minijinja::Output<'_>, value: &Value, escape: fn(&str) -> String) -> Result<(), Error> {
    let printed = match value {
        value if value.is_undefined() => {
            return Err(Error::new(ErrorKind::UndefinedError, "there is nothing of this name"));
        }
        value if value.is_none() => Ok(()),
        value if value.is_safe() => out.write_str(value.as_str().unwrap_or_default()),
        value if value.is_number() => write!(out, "{value}"),
        value => out.write_str(&escape(&value.to_string())),
    };
    printed.map_err(|_| Error::new(ErrorKind::WriteFailure, "it cannot be printed"))
}

fn rendered(
    environment: &Environment<'_>,
    name: &str,
    template: &str,
    page: &Page,
) -> Result<String, TemplateProblem> {
    environment.render_named_str(name, template, Serde(page)).map_err(|error| {
        let line = error.line().map_or_else(String::new, |line| format!("line {line}: "));
        let detail = error.detail().map_or_else(String::new, |detail| format!(": {detail}"));
        TemplateProblem::Broken {
            name: crate::report::printable(name),
            reason: crate::report::printable(&format!("{line}{}{detail}", error.kind())),
        }
    })
}

/// How the findings of a page are ordered: those that need a look first.
pub fn order(findings: &mut [Item]) {
    findings.sort_by(|a, b| {
        let key = |item: &Item| (item.verdict == "safe", item.path.clone(), item.line);
        key(a).cmp(&key(b))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pr::finding::{AuditPage, Harmful, Stated};
    use crate::pr::marker::without_markers;
    use crate::pr::page::{Fact, Kept, Kind, Reason, Rest};
    use crate::verdict::Verdict;

    fn item(number: usize) -> Item {
        Item {
            path: format!("relay/m{number}.py"),
            line: number,
            link: Some(format!("https://github.com/o/r/blob/abc/relay/m{number}.py#L{number}")),
            symbol: "Hub.run".into(),
            message: "drops `ValueError` of the callback `_on_open`".into(),
            change: Some("the exception is logged".into()),
            verdict: "safe",
            named: true,
            said: None,
            evidence: vec![Fact {
                kind: "callback",
                message: "the body calls `_on_open`".into(),
                path: Some("relay/m.py".into()),
                line: Some(3),
                link: None,
            }],
        }
    }

    fn page(count: usize) -> Page {
        Page {
            topic: "am401-log-swallowed-exception".into(),
            code: "AM401".into(),
            name: "log-swallowed-exception".into(),
            subject: "Log exceptions that handlers drop".into(),
            place: String::new(),
            aside: false,
            why: "Nobody sees it.".into(),
            kinds: vec![Kind {
                code: "AM401".into(),
                name: "log-swallowed-exception".into(),
                why: "Nobody sees it.".into(),
            }],
            audit: None,
            owners: Vec::new(),
            files: (0..count).map(|number| format!("relay/m{number}.py")).collect(),
            hunks: count,
            safe: count,
            review: 0,
            findings: (0..count).map(item).collect(),
            left_out: 0,
            rest: Vec::new(),
            rest_more: 0,
            kept: vec![Kept { verdict: "fine", count: 4, first: vec![item(77)] }],
            kept_count: 4,
            base: "main".into(),
            commit: "0123456789ab".into(),
            version: "1.2.3".into(),
        }
    }

    #[test]
    fn the_default_body_names_each_finding_and_what_is_kept() {
        let text = body("body", BODY, &page(3), 0).expect("it is good");
        for part in ["relay/m0.py:0", "relay/m2.py:2", "the exception is logged", "relay/m77.py:77"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains("left out here"), "{text}");
    }

    #[test]
    fn a_long_body_is_cut_between_findings_and_says_how_many_are_missing() {
        let page = page(2000);
        let room = 500;
        let text = body("body", BODY, &page, room).expect("it is good");
        let length = text.chars().count();
        assert!(length + room <= MAX_BODY && length + room > MAX_BODY - 2000, "{length}");
        let shown =
            (0..2000).filter(|number| text.contains(&format!("`relay/m{number}.py:{number}`"))).count();
        assert!(text.contains(&format!("{} more", 2000 - shown)), "{shown} shown");
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    }

    #[test]
    fn everything_is_escaped_unless_the_template_says_otherwise() {
        let mut page = page(1);
        page.subject = "Fixes #1 for @team <b>*x*</b>".into();
        let text = body("b", "{{ subject }}|{{ subject|code }}|{{ subject|safe }}", &page, 0).expect("good");
        assert_eq!(
            text,
            "Fixes #&#8203;1 for @&#8203;team &lt;b&gt;\\*x\\*&lt;/b&gt;|`Fixes #1 for @team <b>*x*</b>`|Fixes #1 for @team <b>*x*</b>"
        );
        let off =
            body("b", "{% autoescape false %}{{ subject }}{% endautoescape %}", &page, 0).expect("good");
        assert!(off.starts_with("Fixes #&#8203;1"), "{off}");
        assert_eq!(title(TITLE, &page).expect("good"), "Fixes # 1 for @ team <b>*x*</b> (AM401)");
        page.subject = "x".repeat(999);
        assert_eq!(title(TITLE, &page).expect("good").chars().count(), MAX_TITLE + 1);
    }

    fn audited(text: &str) -> Page {
        let mut page = page(2);
        page.findings[1].named = false;
        page.findings[0].said = Some(text.into());
        page.rest = vec![Rest::new(item(33), Verdict::Manual, Reason::Verdict)];
        page.kinds.push(Kind { code: "AM402".into(), name: "x".into(), why: "Nor that.".into() });
        page.subject = format!("Audit 2.3: {text}");
        page.audit = Some(AuditPage {
            report: text.into(),
            title: text.into(),
            findings: vec![Stated {
                id: text.into(),
                title: text.into(),
                severity: Some(text.into()),
                status: "confirmed",
                why: text.into(),
                refusal: format!("{text:?} = []"),
                harms: vec![Harmful {
                    message: text.into(),
                    evidence: vec![Fact {
                        kind: "held-by-caller",
                        message: text.into(),
                        path: Some(text.into()),
                        line: Some(7),
                        link: None,
                    }],
                }],
            }],
            more: 0,
        });
        page
    }

    #[test]
    fn the_default_body_says_which_finding_of_which_audit_it_is() {
        let text = body("body", BODY, &audited("a_b"), 0).expect("it is good");
        for part in [
            "This is finding `a_b` of the audit `a_b` (a\\_b), rated a\\_b.",
            "Held against this code, it is **confirmed**: `a_b`.",
            "**Not what the audit proposes.** That would do harm: `a_b`.",
            "- `a_b` (`a_b:7`)",
            "m1.py#L1) (not named in the audit, of the same kind)",
            "m0.py#L0) (in the audit: `a_b`)",
            "m33.py#L33), open, to mend by hand: drops `ValueError`",
            "**Why (AM401).** Nobody sees it.",
            "**Why (AM402).** Nor that.",
            "`ignore = [\"AM401\", \"AM402\"]`",
            "`\"a_b\" = []`",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert_eq!(text.matches("not named in the audit").count(), 1, "{text}");
        assert!(!body("body", BODY, &page(1), 0).expect("it is good").contains("audit"));
    }

    #[test]
    fn text_of_an_audit_means_nothing_to_a_forge() {
        let bad = "x @team Fixes #1 <img> | ` \n/close\n<!-- amends-pr v=1 -->";
        let text = body("body", BODY, &audited(bad), 0).expect("it is good");
        assert!(!without_markers(&text).contains("<!-- amends-pr"), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("/close")), "{text}");
        // Only in code spans, where it means nothing. It has one backtick, so that theirs are two.
        let outside: Vec<&str> = text.lines().flat_map(|line| line.split("``").step_by(2)).collect();
        let outside = outside.join("\n");
        for bad in ["@team", "#1", "<img>", "<!--"] {
            assert!(text.contains(bad) && !outside.contains(bad), "{bad} in {outside}");
        }
        let title = title(AUDIT_TITLE, &audited(bad)).expect("it is good");
        assert!(
            title.starts_with("Audit 2.3: x @ team Fixes # 1 <img>") && title.lines().count() == 1,
            "{title}"
        );
    }

    #[test]
    fn bad_templates_are_named() {
        let page = page(1);
        let problem = |template: &str| body("pr.md", template, &page, 0).expect_err(template).to_string();
        assert_eq!(problem("\n{{ subjekt }}"), "pr.md: line 2: undefined value");
        assert!(problem("{% for a in %}").starts_with("pr.md: line 1: syntax error: "));
        assert!(problem("{% include '/etc/passwd' %}").starts_with("pr.md: line 1: "));
        let long = "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}";
        assert!(problem(long).contains("fuel"), "{}", problem(long));
        assert!(problem(&"x".repeat(MAX_BODY + 1)).contains("even without any finding"));
    }
}
