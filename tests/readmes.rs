//! The examples in the transforms' READMEs are run: the second Python block is what the first becomes.

use amends::config::Settings;
use amends::pipeline::{Apply, process};
use amends::registry::Registry;
use amends::transforms;

use crate::cases::{Failures, with_stack};

fn blocks<'m>(markdown: &'m str, language: &str) -> Vec<&'m str> {
    let section = markdown.split("\n## Example\n").nth(1).unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    let start = format!("```{language}\n");
    section.split(start.as_str()).skip(1).filter_map(|block| block.split("```").next()).collect()
}

#[test]
fn examples_are_what_comes_out() {
    with_stack(|| {
        let mut failures = Failures::new();
        for &transform in transforms::ALL {
            let meta = transform.meta();
            // Settings that the example needs stand with it.
            let options = blocks(meta.readme, "toml").concat();
            let settings = Settings::from_toml(&format!("python = \"3.12\"\n{options}"), "amends.toml")
                .expect("valid settings");
            let blocks = blocks(meta.readme, "python");
            let registry = Registry::of(vec![transform], true).expect("patterns compile");
            let [before, after] = blocks.as_slice() else {
                failures.check(false, || {
                    format!("{}: the example has {} Python blocks, not two", meta.code, blocks.len())
                });
                continue;
            };
            let outcome = process("example.py", before, &registry, &settings, &Apply::Review.into());
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
