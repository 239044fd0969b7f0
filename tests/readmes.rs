//! The examples in the transforms' READMEs are run: the second Python block is what the first becomes.

use amends::config::Settings;
use amends::pipeline::{Apply, process};
use amends::registry::Registry;
use amends::transforms;

use crate::cases::{Failures, with_stack};

fn python_blocks(markdown: &str) -> Vec<&str> {
    let section = markdown.split("\n## Example\n").nth(1).unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    section.split("```python\n").skip(1).filter_map(|block| block.split("```").next()).collect()
}

#[test]
fn examples_are_what_comes_out() {
    with_stack(|| {
        let mut failures = Failures::new();
        let settings = Settings::from_toml("python = \"3.12\"", "amends.toml").expect("valid settings");
        for &transform in transforms::ALL {
            let meta = transform.meta();
            let blocks = python_blocks(meta.readme);
            let registry = Registry::of(vec![transform], true).expect("patterns compile");
            let [before, after] = blocks.as_slice() else {
                failures.check(false, || {
                    format!("{}: the example has {} Python blocks, not two", meta.code, blocks.len())
                });
                continue;
            };
            let outcome = process("example.py", before, &registry, &settings, Apply::Review);
            let actual = outcome.after.as_deref().unwrap_or(before);
            failures.check(actual == *after, || {
                let diff = similar::TextDiff::from_lines(*after, actual);
                format!("{}:\n{}", meta.code, diff.unified_diff().header("README", "actual"))
            });
        }
        failures.finish(transforms::ALL.len(), "examples");
    });
}

#[test]
fn the_diff_in_the_readme_is_printed() {
    let root = env!("CARGO_MANIFEST_DIR");
    let readme = std::fs::read_to_string(format!("{root}/README.md")).expect("README.md");
    let block =
        readme.split("```diff\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a diff block");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_amends"))
        .current_dir(root)
        .args(["diff", "examples/relay"])
        .output()
        .expect("amends runs");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(printed.contains(block), "README.md shows a diff that is not printed:\n{block}");
}
