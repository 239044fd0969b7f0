//! `--save-audit`: notes are put in, and not one byte of the audit is touched.

use std::fs;
use std::path::Path;

use super::{audit, project, text};

const MARK: &str = "<!-- amends -->";

/// The audit that is left when the notes are taken out again by hand.
fn without_notes(saved: &str) -> String {
    let lines: Vec<&str> = saved.split_inclusive('\n').collect();
    let is_note = |line: &&str| line.trim_end().ends_with(MARK);
    let mut kept = String::new();
    for (at, line) in lines.iter().enumerate() {
        let opens = line.trim().is_empty()
            && lines.get(at + 1).is_some_and(|next| next.starts_with("- [") && is_note(next));
        if !is_note(line) && !opens {
            kept.push_str(line);
        }
    }
    kept
}

#[test]
fn the_audit_of_the_example_keeps_every_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let original = fs::read_to_string(root.join("examples/relay/AUDIT.md")).expect("the audit");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("saved.md");
    let file = file.to_str().expect("UTF-8");
    let run = |report: &str| {
        let output = audit(root, &[report, "examples/relay/relay", "--save-audit", file, "--quiet"]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        fs::read_to_string(file).expect("the saved audit")
    };
    let saved = run("examples/relay/AUDIT.md");
    assert_eq!(without_notes(&saved), original);
    assert_eq!(saved.matches(MARK).count(), original.matches("\n### ").count() - 3 + 14);
    assert!(saved.contains("- [x] **refuted**: the loop of `LeaseTable.settled` ends by time"), "{saved}");
    assert!(saved.contains("- [ ] **confirmed**"));
    assert!(
        saved.contains("1. **Log in every handler of 4.1 and 4.2**\n   - [ ] **partly in the patch**"),
        "{saved}"
    );
    // A second run replaces its notes.
    assert_eq!(run(file), saved);
}

#[test]
fn line_ends_ticks_lists_and_tables_are_kept() {
    let report = "# Audit\r\n\r\n## High\r\n\r\n- **Errors are swallowed** in `a.py:3`, which hides bugs\r\n- **Tasks are orphaned** in `a.py:9`, which loses tasks\r\n\r\n## Table\r\n\r\n| File | Issue |\r\n|---|---|\r\n| a.py:3 | errors are swallowed |\r\n| a.py:4 | errors are swallowed |\r\n\r\nEnd";
    let folder =
        project(&[("AUDIT.md", report), ("a.py", "try:\n    import x\nexcept Exception:\n    pass\n")]);
    let save = || {
        audit(folder.path(), &["AUDIT.md", "--save-audit", "AUDIT.md", "--no-types"]);
        fs::read_to_string(folder.path().join("AUDIT.md")).expect("the saved audit")
    };
    let saved = save();
    assert_eq!(saved.matches(MARK).count(), 4, "{saved}");
    assert!(!saved.replace("\r\n", "").contains('\n'));
    assert!(saved.contains("which hides bugs\r\n  - [ ] **"), "{saved}");
    assert!(saved.contains("errors are swallowed |\r\n\r\n- [ ] **3: "), "{saved}");
    // What a person ticks stays ticked.
    let ticked = saved.replacen("- [ ] **", "- [x] **", 1);
    fs::write(folder.path().join("AUDIT.md"), &ticked).expect("written");
    assert_eq!(save(), ticked);
}

#[test]
fn the_authors_own_lines_and_a_byte_order_mark_are_kept() {
    let report = "\u{feff}# Audit\n\n### 1.1 [HIGH] Errors are swallowed\n\n`a.py:3` as seen <!-- amends -->\n\nkept <!-- amends -->\n\n```\nsome text <!-- amends -->\n- [ ] **open** <!-- amends -->\n<!-- amends -->\n```\n\n<!-- amends -->\n";
    let folder = project(&[("AUDIT.md", report), ("a.py", "x = 1\n")]);
    let save = || {
        audit(folder.path(), &["AUDIT.md", "a.py", "--save-audit", "AUDIT.md"]);
        fs::read_to_string(folder.path().join("AUDIT.md")).expect("the saved audit")
    };
    let saved = save();
    let (head, rest) = report.split_at(report.find("\n`a.py").expect("it is there"));
    let note = saved.strip_prefix(head).and_then(|saved| saved.strip_suffix(rest)).expect("all is kept");
    assert!(note.starts_with("\n- [ ] **") && note.lines().count() == 2, "{note:?}");
    assert_eq!(save(), saved);
}

#[test]
fn the_audit_of_a_tool_becomes_markdown() {
    let report = r#"[{"code":"S110","filename":"a.py","location":{"row":3,"column":1},"end_location":{"row":4,"column":9},"message":"`try`-`except`-`pass` detected"}]"#;
    let folder = project(&[
        ("ruff.json", report),
        ("a.py", "def f(x):\n    try:\n        x.stop_it_now()\n    except Exception:\n        pass\n"),
    ]);
    audit(folder.path(), &["ruff.json", "--save-audit", "out.md", "--no-types"]);
    let saved = fs::read_to_string(folder.path().join("out.md")).expect("the saved audit");
    assert!(
        saved.starts_with(
            "# ruff report findings\n\n## 1 S110: `try`-`except`-`pass` detected\n\n- [ ] **confirmed**"
        ),
        "{saved}"
    );
}

#[cfg(unix)]
#[test]
fn the_file_is_replaced_whole_with_its_mode_and_through_links() {
    use std::os::unix::fs::PermissionsExt as _;
    let report = "# Audit\n\n### 1.1 [HIGH] Errors are swallowed\n\n**File:** `a.py:3`\n";
    let folder = project(&[("docs/AUDIT.md", report), ("a.py", "x = 1\n")]);
    let file = folder.path().join("docs/AUDIT.md");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("a mode");
    std::os::unix::fs::symlink("docs/AUDIT.md", folder.path().join("link.md")).expect("a link");
    audit(folder.path(), &["link.md", "a.py", "--save-audit", "link.md"]);
    assert!(fs::read_to_string(&file).expect("the audit").contains(MARK));
    assert_eq!(fs::metadata(&file).expect("it").permissions().mode() & 0o777, 0o640);
    assert!(folder.path().join("link.md").is_symlink());
    // Notes of findings that are left out would be lost.
    let both = audit(folder.path(), &["link.md", "--only", "1.1", "--save-audit", "x.md"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn what_is_somebody_elses_is_not_overwritten() {
    let report = "# Audit\n\n## High\n\n- **Errors are swallowed** in `a.py:3`, which hides bugs";
    let folder = project(&[("AUDIT.md", report), ("a.py", "x = 1\n")]);
    let source = audit(folder.path(), &["AUDIT.md", "a.py", "--save-audit", "a.py"]);
    assert_eq!(source.status.code(), Some(2));
    assert!(text(&source.stderr).contains("a.py is neither the audit"), "{}", text(&source.stderr));
    assert_eq!(fs::read_to_string(folder.path().join("a.py")).expect("it"), "x = 1\n");
    assert_eq!(audit(folder.path(), &["AUDIT.md", "a.py", "--save-audit", "-"]).status.code(), Some(2));
    assert!(!folder.path().join("-").exists());
    // What an earlier run has written may be replaced, and a capital tick counts.
    let save = || {
        audit(folder.path(), &["AUDIT.md", "a.py", "--save-audit", "out.md"]);
        fs::read_to_string(folder.path().join("out.md")).expect("the saved audit")
    };
    let saved = save();
    assert_eq!(save(), saved);
    let again = |from: &str| {
        fs::write(folder.path().join("out.md"), from).expect("written");
        audit(folder.path(), &["out.md", "a.py", "--save-audit", "out.md"]);
        fs::read_to_string(folder.path().join("out.md")).expect("the saved audit")
    };
    assert_eq!(again(&saved), saved);
    assert!(!saved.ends_with('\n'), "{saved}");
    let ticked = saved.replacen("- [ ] **", "- [X] **", 1);
    assert_eq!(again(&ticked), saved.replacen("- [ ] **", "- [x] **", 1));
}

#[cfg(unix)]
#[test]
fn links_of_both_kinds_are_kept() {
    let report = "# Audit\n\n### 1.1 [HIGH] Errors are swallowed\n\n**File:** `a.py:3`\n";
    let folder = project(&[("AUDIT.md", report), ("a.py", "x = 1\n")]);
    let at = |name: &str| folder.path().join(name);
    std::os::unix::fs::symlink("later.md", at("link.md")).expect("a link");
    fs::hard_link(at("AUDIT.md"), at("other.md")).expect("a link");
    audit(folder.path(), &["AUDIT.md", "a.py", "--save-audit", "link.md"]);
    assert!(at("link.md").is_symlink());
    assert!(fs::read_to_string(at("later.md")).expect("the audit").contains(MARK));
    audit(folder.path(), &["AUDIT.md", "a.py", "--save-audit", "AUDIT.md"]);
    assert!(fs::read_to_string(at("other.md")).expect("the audit").contains(MARK));
}
