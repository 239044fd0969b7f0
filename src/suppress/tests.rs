//! What comments silence and what is said of them, in whole files.

use crate::config::Settings;
use crate::pipeline::{Apply, Outcome, process};
use crate::registry::Registry;

/// A file with a silent handler for each of these comments: beside its `except`, or above its `try`.
fn judged(text: &str) -> Outcome {
    let registry = Registry::new(&[], &[]).expect("patterns compile");
    let outcome = process("a.py", text, &registry, &Settings::default(), &Apply::Nothing.into());
    assert!(outcome.problem.is_none(), "{:?}", outcome.problem);
    outcome
}

/// `$` stands for a silent handler in a function of its own.
fn with_handlers(text: &str) -> String {
    text.replace("$", "try:\n        x.close()\n    except Exception:\n        pass\n")
}

fn open(outcome: &Outcome) -> Vec<usize> {
    outcome.findings.iter().map(|located| located.line).collect()
}

fn said(outcome: &Outcome) -> Vec<String> {
    outcome.notices.iter().map(|(line, notice)| format!("{line}: {notice}")).collect()
}

#[test]
fn a_region_silences_what_starts_in_it() {
    let text = with_handlers(
        "def a(x):\n    $\n# amends: ignore-start[AM401] old code\ndef b(x):\n    $\ndef c(x):\n    $\n\
         # amends: ignore-end[AM401]\ndef d(x):\n    $",
    );
    let outcome = judged(&text);
    assert_eq!(open(&outcome), [4, 24]);
    let silenced: Vec<(usize, &str)> =
        outcome.silenced.iter().map(|silenced| (silenced.located.line, silenced.reason.as_str())).collect();
    assert_eq!(silenced, [(11, "old code"), (17, "old code")]);
    assert_eq!(said(&outcome), [""; 0]);
}

#[test]
fn a_region_that_is_left_open_hides_nothing() {
    let text = with_handlers("# amends: ignore-start[AM401] old code\ndef a(x):\n    $");
    let outcome = judged(&text);
    assert_eq!(open(&outcome), [5]);
    let [said] = &said(&outcome)[..] else { panic!("{:?}", outcome.notices) };
    assert!(said.starts_with("1: this suppression is not obeyed: its region is not closed"), "{said}");
    assert!(said.ends_with("put `# amends: ignore-end[AM401]` where it shall end"), "{said}");
}

#[test]
fn regions_end_code_by_code_and_the_inner_one_first() {
    let text = with_handlers(
        "# amends: ignore-start[AM401, AM402]\ndef a(x):\n    $\n# amends: ignore-start[AM401]\n\
         # amends: ignore-end[AM401]\n# amends: ignore-end[AM401]\ndef b(x):\n    $\n# amends: ignore-end[AM402]\n\
         # amends: ignore-end[AM402]\n",
    );
    let outcome = judged(&text);
    assert_eq!(open(&outcome), [14]);
    assert_eq!(
        said(&outcome),
        [
            "1: this suppression suppresses no AM402; remove the code from it",
            "8: this suppression suppresses nothing; remove it",
            "18: this suppression is not obeyed: no region of AM402 is open here; put `# amends: ignore-start[AM402]` \
             before it, or remove it",
        ]
    );
}

#[test]
fn the_next_line_is_the_next_that_holds_code() {
    let handler = "    try:\n        x.close()\n    # amends: ignore-next-line[log-swallowed-exception] gone\n\n    # why\n    except Exception:\n        pass\n";
    let text =
        format!("def a(x):\n{handler}\n\ndef b(x):\n{handler}").replacen("log-swallowed", "lug-swallowed", 1);
    let outcome = judged(&text);
    assert_eq!(open(&outcome), [7]);
    let [said] = &said(&outcome)[..] else { panic!("{:?}", outcome.notices) };
    assert!(said.starts_with("4: ") && said.ends_with("did you mean log-swallowed-exception?"), "{said}");
    let after_all = judged("import asyncio\n# amends: ignore-next-line[AM401]\n");
    assert!(said_all(&after_all).contains("no line of code follows it"), "{}", said_all(&after_all));
}

fn said_all(outcome: &Outcome) -> String {
    said(outcome).join("\n")
}

#[test]
fn a_file_may_be_silenced_for_a_code_and_not_for_all() {
    let body = with_handlers("def a(x):\n    $\ndef b(x):\n    $");
    let outcome = judged(&format!("\"\"\"Text.\"\"\"\n# amends: ignore-file[AM401] generated\n{body}"));
    assert_eq!((open(&outcome), outcome.silenced.len()), (vec![], 2));
    let outcome = judged(&format!("# amends: ignore-file generated\n{body}"));
    assert_eq!(open(&outcome).len(), 2);
    assert!(said_all(&outcome).contains("write `ignore-file[CODE] reason`"), "{}", said_all(&outcome));
}

#[test]
fn a_comment_without_codes_is_told_which_to_name() {
    let text =
        with_handlers("def a(x):\n    # amends: ignore AM401 the peer is gone\n    $\n# amends: ignore\n");
    let outcome = judged(&text);
    assert_eq!(open(&outcome), [0; 0]);
    assert_eq!(
        said(&outcome),
        [
            "2: this suppression names no code, so it silences whatever is found here; write `ignore[AM401]`",
            "8: this suppression suppresses nothing; remove it"
        ]
    );
}

#[test]
fn codes_are_whole_and_known() {
    let text = with_handlers("def a(x):\n    # amends: ignore[AM4]\n    $\n# amends: ignore[AM999]\n");
    let outcome = judged(&text);
    assert_eq!(open(&outcome), [5]);
    assert!(
        said_all(&outcome).contains("there is no code `AM4`; write whole codes"),
        "{}",
        said_all(&outcome)
    );
    assert!(
        said_all(&outcome)
            .contains("8: this suppression is not obeyed: there is no code `AM999`; `amends list`")
    );
}

#[test]
fn a_part_of_the_codes_says_nothing_of_the_others() {
    let text = with_handlers("def a(x):\n    # amends: ignore[AM401, AM502]\n    $");
    let some = Registry::new(&["AM401".into()], &[]).expect("patterns compile");
    let outcome = process("a.py", &text, &some, &Settings::default(), &Apply::Nothing.into());
    assert_eq!((open(&outcome), said(&outcome)), (vec![], vec![]));
    assert_eq!(said(&judged(&text)), ["2: this suppression suppresses no AM502; remove the code from it"]);
}

#[test]
fn silencing_one_of_two_equal_sites_does_not_rename_the_other() {
    let twice = |comment: &str| {
        let text = with_handlers("def a(x):\n    $\n    $").replacen(
            "Exception:",
            &format!("Exception:{comment}"),
            1,
        );
        judged(&text).findings.pop().expect("a finding").fingerprint
    };
    assert_eq!(twice(""), twice("  # amends: ignore[AM401] gone"));
}

#[test]
fn what_is_nearly_a_suppression_is_obeyed_or_told() {
    let text = with_handlers(
        "def a(x):\n    #amends:ignore[AM401] gone\n    $\
         def b(x):\n    # AMENDS: IGNORE[AM401] gone\n    $\
         def c(x):\n    # type: ignore[attr-defined]  amends: ignore[AM401] gone\n    $",
    );
    let outcome = judged(&text);
    assert_eq!(open(&outcome), [17]);
    let what = "a `#` must stand in front of it; write `# amends: ignore[AM401] gone`";
    assert_eq!(said(&outcome), [format!("14: this suppression is not obeyed: {what}")]);
}
