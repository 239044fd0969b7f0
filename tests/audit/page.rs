//! `--format html`: one file that needs nothing else, and in which nothing of a report or a repository is markup.

use std::fmt::Write as _;

use super::{audit, project, text};

#[test]
fn nothing_that_is_read_becomes_markup() {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\u{202e}";
    let report = format!(
        "# Audit {evil}\n\n## 1. {evil}\n\n### 1.1 [HIGH] Errors are swallowed `{evil}`\n\n**File:** `app/a\"'&.py:4`, `a.py:4`\n\n**Issue:** {evil} \"quoted\" 'too'\n\n**Fix:** `{evil}`\n\n## 2. Next steps\n\n1. Do {evil}\n"
    );
    let code = format!(
        "def f(x):\n    try:\n        x.stop_it_now('</script>{evil}')\n    except Exception:\n        pass  # {evil}\n"
    );
    let folder = project(&[("AUDIT.md", &report), ("a.py", &code)]);
    let page = text(&audit(folder.path(), &["AUDIT.md", "a.py", "--format", "html", "--no-types"]).stdout);
    assert_eq!(page.matches("<script").count(), 1, "only the page's own");
    assert_eq!(page.matches("</script").count(), 1);
    assert!(!page.contains("<img") && !page.contains('\u{202e}'));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    // Nothing is loaded, and nothing but the page's own script may run.
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    for outside in ["src=\"", "href=\"http", "url(", "@import", " style=", "onclick"] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn it_holds_two_thousand_findings() {
    let mut report = String::from("[");
    let mut code = String::new();
    for number in 0..250 {
        let _ = writeln!(
            code,
            "def f{number}(x):\n    try:\n        x.stop_it_now()\n    except Exception:\n        pass\n"
        );
    }
    for number in 0..2000 {
        let line = number % 250 * 6 + 4;
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            report,
            "{comma}{{\"code\":\"S110\",\"filename\":\"a.py\",\"location\":{{\"row\":{line}}},\"end_location\":{{\"row\":{line}}},\"message\":\"no\"}}"
        );
    }
    report.push(']');
    let folder = project(&[("ruff.json", &report), ("a.py", &code)]);
    let output = audit(folder.path(), &["ruff.json", ".", "--format", "html", "--no-types"]);
    let page = text(&output.stdout);
    assert_eq!(page.matches("<details class=\"finding\"").count(), 2000, "{}", text(&output.stderr));
    assert!(page.len() < 12_000_000, "{}", page.len());
}
