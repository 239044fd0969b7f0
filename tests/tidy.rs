//! Keeps the project in the shape that docs/architecture.md describes.

use std::fs;
use std::path::{Path, PathBuf};

use amends::registry::Registry;
use amends::transform::MAX_SUBJECT;
use amends::transforms;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut open = vec![root().join(folder)];
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                fs::read_dir(&path)
                    .expect("a folder can be listed")
                    .map(|entry| entry.expect("an entry").path()),
            );
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]").next().unwrap_or(text)
}

#[test]
fn modules_say_what_they_are_and_stay_small() {
    for path in rust_files("src").into_iter().chain(rust_files("transforms")) {
        let text = fs::read_to_string(&path).expect("a source file");
        assert!(text.starts_with("//! "), "{} does not say what it is", path.display());
        let lines = without_tests(&text).lines().count();
        assert!(lines <= 400, "{} has {lines} lines without tests", path.display());
    }
}

#[test]
fn every_transform_is_listed_complete_and_in_order() {
    let mut folders: Vec<String> = fs::read_dir(root().join("transforms"))
        .expect("the transforms")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().expect("a name").to_string_lossy().replace('_', "-"))
        .collect();
    folders.sort();
    let mut listed: Vec<&str> = transforms::ALL.iter().map(|transform| transform.meta().name).collect();
    let codes: Vec<&str> = transforms::ALL.iter().map(|transform| transform.meta().code).collect();
    assert!(codes.is_sorted(), "transforms::ALL is ordered by code: {codes:?}");
    listed.sort_unstable();
    assert_eq!(folders, listed, "folders and transforms::ALL differ");
    for transform in transforms::ALL {
        let meta = transform.meta();
        let mut at = 0;
        for heading in ["What it finds", "Why it matters", "Example", "When it is fine", "Safety", "Options"]
        {
            let found = meta.readme[at..].find(&format!("\n## {heading}\n"));
            assert!(found.is_some(), "{}: README.md has no heading `## {heading}` in its place", meta.code);
            at += found.unwrap_or(0);
        }
        let subject = meta.subject;
        assert!(
            subject.starts_with(char::is_uppercase)
                && !subject.ends_with('.')
                && subject.len() <= MAX_SUBJECT,
            "{}: `{subject}` is no first line of a commit",
            meta.code
        );
        assert!(
            !meta.literals.is_empty() && !meta.patterns.is_empty(),
            "{}: no literals or patterns",
            meta.code
        );
    }
}

#[test]
fn patterns_compile() {
    Registry::of(transforms::ALL.to_vec(), true).expect("all patterns compile");
}

#[test]
fn a_transform_names_only_the_layers_below_it() {
    for path in rust_files("transforms") {
        let text = fs::read_to_string(&path).expect("a source file");
        for (_, rest) in text.match_indices("crate::").map(|(at, _)| text[at..].split_at("crate::".len())) {
            let layer: String =
                rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            let allowed = [
                "transform",
                "transforms",
                "verdict",
                "edit",
                "facts",
                "handlers",
                "keyed",
                "locks",
                "tasks",
                "syntax",
                "config",
                "deques",
                "scaffold",
                "locks",
            ];
            assert!(
                layer.is_empty() || allowed.contains(&layer.as_str()),
                "{} names crate::{layer}",
                path.display()
            );
        }
        for parser in ["ruff_python", "tree_sitter", "ast_grep"] {
            assert!(!text.contains(parser), "{} names {parser}; go through crate::syntax", path.display());
        }
    }
}

#[test]
fn every_transform_has_cases_both_ways() {
    for transform in transforms::ALL {
        let folder = root().join("transforms").join(transform.meta().name.replace('-', "_")).join("cases");
        let names: Vec<String> = fs::read_dir(folder)
            .expect("cases")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        let changing = names.iter().filter(|name| name.ends_with(".out.py")).count();
        let inputs = names.iter().filter(|name| name.ends_with(".in.py")).count();
        let code = transform.meta().code;
        assert!(
            changing >= 8 && inputs - changing >= 8,
            "{code}: {changing} cases change something, {} must not",
            inputs - changing
        );
        assert!(inputs - changing >= changing, "{code}: as many cases must not change as do");
    }
}

#[test]
fn the_top_level_holds_what_belongs_there() {
    const KNOWN: &[&str] = &[
        "Cargo.lock",
        "Cargo.toml",
        "Makefile",
        "README.md",
        "action.yml",
        "corpus",
        "docs",
        "examples",
        "rust-toolchain.toml",
        "rustfmt.toml",
        "schemas",
        "scripts",
        "snapshots",
        "src",
        "target",
        "templates",
        "tests",
        "transforms",
    ];
    for entry in fs::read_dir(root()).expect("the checkout") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(
            name.starts_with('.') || KNOWN.contains(&name.as_str()),
            "{name} at the top level belongs somewhere else"
        );
    }
}
