//! What is asked for wrongly, and what a person should be told.

use super::{audit, project, text};

const CLAIM: &str =
    "# Audit\n\n## 1. Errors\n\n### 1.1 [HIGH] Errors are silently swallowed\n\n**File:** `a.py:4`\n";
const CODE: &str = "def f(x):\n    try:\n        x.close()\n    except Exception:\n        pass\n";

#[test]
fn a_tie_of_no_finding_is_refused() {
    let folder = project(&[("AUDIT.md", CLAIM), ("a.py", CODE)]);
    let ran = audit(folder.path(), &["AUDIT.md", ".", "--tie", "9.9=AM401"]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(text(&ran.stderr).contains("no finding is 9.9; the audit has 1.1"), "{}", text(&ran.stderr));
    assert_eq!(audit(folder.path(), &["AUDIT.md", ".", "--tie", "1.1=AM401"]).status.code(), Some(1));
}

#[test]
fn without_code_there_is_nothing_to_say_of_an_audit() {
    let folder = project(&[("AUDIT.md", CLAIM), ("docs/readme.txt", "no code\n")]);
    for paths in [&["docs"][..], &["nowhere"], &[]] {
        let ran = audit(folder.path(), &[&["AUDIT.md"], paths].concat());
        assert_eq!((ran.status.code(), text(&ran.stdout).as_str()), (Some(2), ""), "{paths:?}");
        let said = text(&ran.stderr);
        assert!(said.contains("there is no Python file to hold the audit against"), "{said}");
    }
    let said = text(&audit(folder.path(), &["AUDIT.md", "nowhere"]).stderr);
    assert!(said.contains("nowhere"), "{said}");
}

#[test]
fn code_of_something_else_is_told() {
    let note = "no file that it names is under the given paths";
    let folder = project(&[("AUDIT.md", CLAIM), ("b.py", CODE)]);
    let ran = audit(folder.path(), &["AUDIT.md", "."]);
    assert!(text(&ran.stderr).contains(note), "{}", text(&ran.stderr));
    assert!(!text(&audit(folder.path(), &["AUDIT.md", ".", "--quiet"]).stderr).contains(note));
    let folder = project(&[("AUDIT.md", CLAIM), ("a.py", CODE)]);
    assert!(!text(&audit(folder.path(), &["AUDIT.md", "."]).stderr).contains(note));
}

#[test]
fn a_saved_audit_is_told() {
    let folder = project(&[("AUDIT.md", CLAIM), ("a.py", CODE)]);
    let ran = audit(folder.path(), &["AUDIT.md", ".", "--save-audit", "NEW.md"]);
    assert!(text(&ran.stderr).contains("wrote the audit with its notes to NEW.md"), "{}", text(&ran.stderr));
    assert!(folder.path().join("NEW.md").exists());
}
