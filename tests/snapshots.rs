//! Output as users see it, kept in `snapshots/` (written by insta; read them before accepting).

use std::path::Path;
use std::process::Command;

pub fn amends(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_amends"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .output()
        .expect("amends runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!(
        "exit code {}\n--- stdout\n{}--- stderr\n{}",
        output.status.code().unwrap_or(-1),
        text(&output.stdout),
        text(&output.stderr)
    )
}

pub fn check(name: &str, output: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, output));
}

#[test]
fn the_example_service() {
    check("relay_diff", &amends(&["diff", "examples/relay"]));
    check("relay_diff_review", &amends(&["diff", "--review", "examples/relay"]));
    check("relay_check_all", &amends(&["check", "--all", "examples/relay"]));
    check("relay_stat", &amends(&["diff", "--review", "--stat", "examples/relay"]));
}

#[test]
fn the_audit_of_the_example_service() {
    let report = "examples/relay/AUDIT.md";
    check("relay_audit", &amends(&["audit", report, "examples/relay/relay"]));
    check(
        "relay_audit_markdown",
        &amends(&["audit", report, "examples/relay/relay", "--format", "markdown"]),
    );
    let page = amends(&["audit", report, "examples/relay/relay", "--only=1.5,2.3", "--format", "html"]);
    let (head, body) = page.split_once("<style>").expect("a style");
    let body = body.split_once("</style>").expect("its end").1.split_once("<script>").expect("a script").0;
    let head = head.lines().filter(|line| !line.contains("sha256-")).collect::<Vec<_>>().join("\n");
    check("relay_audit_html", &format!("{head}{body}"));
    let wrong = "--only=1.3,2.3,2.5,4.5,4.6,5.5,5.6,5.8";
    check("relay_audit_json", &amends(&["audit", report, "examples/relay/relay", wrong, "--format", "json"]));
}

#[test]
fn help_texts() {
    check("help", &amends(&["--help"]));
    check("help_diff", &amends(&["diff", "--help"]));
    check("help_pr", &amends(&["pr", "--help"]));
    check("help_check", &amends(&["check", "--help"]));
    check("help_scaffold", &amends(&["scaffold", "--help"]));
    check("help_baseline", &amends(&["baseline", "--help"]));
    check("help_audit", &amends(&["audit", "--help"]));
    check("list", &amends(&["list"]));
}
