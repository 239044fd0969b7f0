//! Settings as users write them: the published schema, overrides in a run, and `amends config`.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use amends::config::Settings;
use serde_json::Value;

use crate::execute::run;
use crate::snapshots::{amends, check};
use crate::writing::world::{SILENT, World};

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/amends.json");

#[test]
fn the_published_schema_is_that_of_the_settings() {
    let published = fs::read_to_string(SCHEMA).unwrap_or_default();
    if published != amends::config::schema() {
        fs::write(SCHEMA, amends::config::schema()).expect("a file");
        panic!("schemas/amends.json was not current; it is written again: look at the change and commit it");
    }
    let printed = World::new().amends(&["config", "schema"]);
    assert_eq!((printed.code, printed.stdout), (0, published));
}

/// The examples of `[tool.amends]` in the README, as JSON.
fn example() -> Value {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("the README");
    let mut blocks = readme.split("```toml\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let (block, _) = blocks.find(|(block, _)| block.starts_with("[tool.amends]")).expect("an example");
    Settings::from_toml(block, "pyproject.toml").expect("the example is read");
    let table: toml::Table = block.parse().expect("TOML");
    serde_json::to_value(&table["tool"]["amends"]).expect("JSON")
}

fn validated(documents: &[Value]) -> (Output, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut arguments = vec![PathBuf::from(SCHEMA)];
    for (number, document) in documents.iter().enumerate() {
        let file = folder.path().join(format!("{number}.json"));
        fs::write(&file, document.to_string()).expect("a file");
        arguments.push(file);
    }
    let output = run("validate.py", &arguments);
    let lines = String::from_utf8_lossy(&output.stdout).lines().map(str::to_string).collect();
    (output, lines)
}

#[test]
fn the_schema_takes_what_is_read_and_refuses_what_is_not() {
    let json = |text: &str| -> Value {
        let table: toml::Table = text.parse().expect("TOML");
        serde_json::to_value(table).expect("JSON")
    };
    let good = [
        "",
        "line-length = 320\npython = '3.14'\nselect = []\nexclude = ['a/']",
        "[timeouts]\ndefault = 5\n'src/' = { constant = 'A', value = 2.5 }\n'*.py' = { expression = 'self.t' }",
        "[logging]\nlogger = 'LOG'\nimport = 'from app import LOG'\n[[logging.paths]]\nmatch = 'a/'\nlogger = 'x'",
        "[runner]\nclass = 'a.B'\n[AM504]\nprefer = 'set'\n[AM502]\nalso = ['queue']",
        "[[overrides]]\npaths = ['tests/']\nignore = ['AM4']\n[overrides.AM401]\nnarrow = true",
    ];
    let bad = [
        "line-lenght = 9",
        "line-length = 0",
        "python = '3'",
        "select = ['']",
        "timeouts = { defualt = 5 }",
        "timeouts = { default = 0 }",
        "timeouts = { default = { constant = 'A' } }",
        "logging = { import = 'import a' }",
        "logging = { logger = 'a', import = 'a' }",
        "runner = {}",
        "runner = { attribute = 'a.b' }",
        "AM401 = { narrow = 1 }",
        "AM999 = {}",
        "AM502 = { on-timeout = 'log' }",
        "AM502 = { also = ['event'] }",
        "overrides = [{ ignore = [] }]",
        "overrides = [{ paths = [] }]",
        "overrides = [{ paths = ['a'], python = '3.11' }]",
        "history = { maxlen = 0 }",
    ];
    for text in good {
        Settings::from_toml(text, "amends.toml").unwrap_or_else(|error| panic!("{text}: {error}"));
    }
    for text in bad {
        Settings::from_toml(text, "amends.toml").expect_err(text);
    }
    let mut documents: Vec<Value> = good.iter().map(|text| json(text)).collect();
    documents.push(example());
    let (output, lines) = validated(&documents);
    assert!(output.status.success(), "{lines:#?}{}", String::from_utf8_lossy(&output.stderr));
    let bad: Vec<Value> = bad.iter().map(|text| json(text)).collect();
    let (_, lines) = validated(&bad);
    assert_eq!(lines.last(), Some(&format!("0 of {} documents are valid", bad.len())), "{lines:#?}");
}

#[test]
fn overrides_hold_for_their_paths() {
    let world = World::with(&[
        ("src/a.py", SILENT),
        ("tests/b.py", SILENT),
        ("tests/c.py", &SILENT.replace("Exception:", "Exception:  # amends: ignore[AM401] gone")),
        ("amends.toml", "[[overrides]]\npaths = ['tests/']\nignore = ['log-swallowed-exception']\n"),
    ]);
    let check = world.amends(&["check", "--format", "json"]);
    assert_eq!((check.code, check.stdout.lines().count()), (1, 1), "{}{}", check.stdout, check.stderr);
    assert!(check.stdout.contains("src/a.py"), "{}", check.stdout);
    assert!(
        !check.stderr.contains("suppress"),
        "nobody looked for what the comment silences: {}",
        check.stderr
    );
    assert!(!world.amends(&["diff"]).stdout.contains("tests/"));
    world.write("amends.toml", "[[overrides]]\npaths = ['tests/']\nignore = ['AM999']\n");
    let refused = world.amends(&["check"]);
    assert!(
        refused.code == 2 && refused.stderr.contains("no transform has the code `AM999`"),
        "{}",
        refused.stderr
    );
}

#[test]
fn config_show_says_where_values_come_from() {
    let world = World::new();
    world.write(
        "pyproject.toml",
        "[project]\nrequires-python = '>=3.12'\n\n[tool.amends]\nselect = [\"AM4\"]\nexclude = [\"gen/\"]\n\n\
         [[tool.amends.overrides]]\npaths = [\"tests/\"]\nline-length = 120\n",
    );
    world.write("tests/a.py", "x = 1\n");
    let lines = |arguments: &[&str]| -> Vec<String> {
        let ran = world.amends(&[&["config", "show"], arguments].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    let shown = lines(&[]);
    for expected in [
        "line-length = 88 # default",
        "python = \"3.12\" # pyproject.toml:2 (project.requires-python)",
        "select = [\"AM4\"] # pyproject.toml:5",
        "logging.logger is not set # default",
        "AM502.on-timeout = \"raise\" # default",
    ] {
        assert!(shown.iter().any(|line| line == expected), "{expected}: {shown:#?}");
    }
    let shown = lines(&["tests/a.py", "--select", "AM5,AM4", "--exclude", "x/"]);
    for expected in [
        "line-length = 120 # pyproject.toml:10 (override for [\"tests/\"])",
        "select = [\"AM5\", \"AM4\"] # command line",
        "exclude = [\"gen/\"] + [\"x/\"] # command line",
    ] {
        assert!(shown.iter().any(|line| line == expected), "{expected}: {shown:#?}");
    }
    let json = lines(&["--json"]);
    let first: Value = serde_json::from_str(&json[0]).expect("JSON");
    assert_eq!(first, serde_json::json!({ "key": "line-length", "value": "88", "from": "default" }));
    world.write("pyproject.toml", "[tool.amends]\nselct = []\n");
    let refused = world.amends(&["config", "show"]);
    assert!(refused.code == 2 && refused.stderr.contains("did you mean `select`?"), "{}", refused.stderr);
}

#[test]
fn config_show_names_all_that_is_ignored_for_a_path() {
    let world = World::new();
    let text = "ignore = [\"AM504\"]\n[[overrides]]\npaths = [\"tests/\"]\nignore = [\"AM4\"]\n";
    world.write("amends.toml", text);
    world.write("tests/a.py", "import asyncio\n\n\ndef f(x):\n    asyncio.create_task(x())\n");
    let ignored = |arguments: &[&str]| -> String {
        let shown = world.amends(&[&["config", "show", "tests/a.py"], arguments].concat()).stdout;
        let line = shown.lines().find(|line| line.starts_with("ignore = ")).unwrap_or_default();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        ignored(&[]),
        "ignore = [\"AM504\"] + [\"AM4\"] # amends.toml:1 and amends.toml:4 (override for [\"tests/\"])"
    );
    // As it is: what the option says takes the place of what holds everywhere alone.
    assert_eq!(ignored(&["--ignore", "AM502"]), "ignore = [\"AM4\"] + [\"AM502\"] # command line");
    assert_eq!(world.amends(&["check", "tests"]).code, 0);
    assert_eq!(world.amends(&["check", "--ignore", "AM502", "tests"]).code, 1);
}

#[test]
fn help_texts() {
    check("help_config", &amends(&["config", "--help"]));
    check("help_config_show", &amends(&["config", "show", "--help"]));
}
