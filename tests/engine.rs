//! A file that makes the type engine fail, loop or overflow cannot stop a run; and nothing is computed that nobody
//! asks for.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use amends::config::Settings;
use amends::facts::{Counts, Input, Project};
use amends::pipeline::{Apply, process};
use amends::registry::Registry;
use amends::transform::{Meta, PatternSpec, Site, Transform};
use amends::verdict::Finding;

use crate::cases::with_stack;

/// A site whose judgement asks for the type of a thing that another file defines.
const SITE: &str = "import asyncio\nfrom other import Thing\n\n\nclass Waiter:\n    def __init__(self, thing: Thing) -> None:\n        self._thing = thing\n\n    async def go(self) -> None:\n        await self._thing.ready.wait()\n";
const OTHER: &str = "import asyncio\n\n\nclass Thing:\n    def __init__(self) -> None:\n        self.ready = asyncio.Event()\n";

/// The shapes that are known to take recursive checkers too deep or too long.
fn shapes() -> Vec<(&'static str, String)> {
    let arms: String = (0..2_000).map(|arm| format!("    elif x == {arm}:\n        y = {arm}\n")).collect();
    let nested: String = (0..90).map(|depth| format!("{}if x:\n", "    ".repeat(depth))).collect();
    let cases: String =
        (0..2_000).map(|case| format!("        case {case}:\n            y = {case}\n")).collect();
    vec![
        ("elif", format!("x = 1\nif True:\n    if x == -1:\n        y = 0\n{arms}")),
        ("match", format!("x = 1\ndef f():\n    match x:\n{cases}")),
        ("nesting", format!("x = 1\n{nested}{}y = x\n", "    ".repeat(90))),
        ("sum", format!("y = {}1\n", "1 + ".repeat(19_999))),
        ("calls", format!("y = x{}\n", ".a()".repeat(9_000))),
        ("brackets", format!("y = {}1{}\n", "[".repeat(190), "]".repeat(190))),
        ("lambdas", format!("y = {}1\n", "lambda: ".repeat(2_000))),
        ("cycle", "from other import *\nimport other\nclass A(other.A): ...\nother = other.other\n".into()),
    ]
}

fn amends(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_amends"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("amends runs")
}

#[test]
fn hostile_shapes_cost_only_their_own_types() {
    for (name, text) in shapes() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |file: &str, text: &str| fs::write(folder.path().join(file), text).expect("a file");
        write("site.py", SITE);
        write("other.py", &format!("{text}\n{OTHER}"));
        // The same shape in a file that has a site itself.
        write("own.py", &format!("{text}\n{}", SITE.replace("from other", "from plain")));
        write("plain.py", OTHER);
        write("good.py", &SITE.replace("from other", "from plain"));
        let output = amends(folder.path(), &["check", "--all", "--select", "AM502", "--format", "json", "."]);
        let (stdout, stderr) =
            (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(1), "{name}: {stderr}");
        // A finding's evidence names other files, too: only its own path counts.
        let findings: Vec<serde_json::Value> =
            stdout.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
        let verdict = |file: &str| {
            let own = findings.iter().find(|finding| finding["path"] == file);
            let own = own.unwrap_or_else(|| panic!("{name}: {file} has no finding: {stdout}{stderr}"));
            own["verdict"].as_str().unwrap_or_default().to_string()
        };
        assert_eq!(verdict("good.py"), "review", "{name}: other files keep their types");
        if !["cycle", "brackets"].contains(&name) {
            assert_eq!(verdict("site.py"), "manual", "{name}: what cannot be inferred is not known");
            assert_eq!(verdict("own.py"), "manual", "{name}: nor in the file itself");
            let note = "own.py: types are not inferred in this file";
            assert!(stderr.contains(note), "{name}: it is said: {stderr}");
        }
    }
}

/// Classes that are their own bases: as Python cannot run them, or as they look where no type says which is meant.
#[test]
fn classes_that_seem_to_be_their_own_bases_end() {
    const CYCLES: &[&str] = &[
        "from . import outer\n\n\nclass Hub(outer.Hub):",
        "class Hub(Hub):",
        "class Mast(Hub): ...\n\n\nclass Hub(Mast):",
    ];
    for cycle in CYCLES {
        let text = format!(
            "import asyncio\n\n{cycle}\n    async def stop(self):\n        await self._link.stop()\n        self._link = None\n        self._ready.clear()\n\n    async def wait(self):\n        await self._ready.wait()\n"
        );
        for more in [&["--no-types"][..], &[]] {
            let folder = tempfile::tempdir().expect("a folder");
            fs::write(folder.path().join("hub.py"), &text).expect("a file");
            let arguments = [&["check", "--all", "--format", "json", "."], more].concat();
            let output = amends(folder.path(), &arguments);
            let stdout = String::from_utf8_lossy(&output.stdout);
            assert!(stdout.contains("AM503") && stdout.contains("AM502"), "{cycle}: {stdout}");
        }
    }
}

/// A transform that asks for no fact.
struct Incurious;

static META: Meta = Meta {
    code: "AM998",
    name: "incurious",
    summary: "",
    subject: "Ask",
    literals: &["await"],
    patterns: &[PatternSpec {
        code: "await $X",
        selector: None,
        claims: amends::syntax::NodeKind::ExprAwait,
    }],
    readme: "",
};

impl Transform for Incurious {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, _site: Site, _facts: &amends::facts::Facts<'_>) -> Option<Finding> {
        None
    }
}

fn counts(transform: &'static dyn Transform) -> Counts {
    let input = |path: &str, text: &str| Input {
        path: path.into(),
        absolute: Path::new("/nowhere").join(path),
        text: text.into(),
    };
    let settings = Settings::default();
    let mut registry = Registry::of(vec![transform], true).expect("patterns compile");
    let inputs = vec![input("site.py", SITE), input("other.py", OTHER)];
    registry.project = Project::new(inputs, vec!["/nowhere".into()], &settings, true);
    with_stack(|| {
        process("site.py", SITE, &registry, &settings, &Apply::Review.into());
    });
    registry.project.counts()
}

#[test]
fn facts_that_nobody_asks_for_cost_nothing() {
    assert_eq!(counts(&Incurious), Counts::default(), "nothing is indexed, inferred or searched");
    let curious = amends::transforms::ALL.iter().find(|transform| transform.meta().code == "AM502");
    let asked = counts(*curious.expect("AM502 is there"));
    assert!(asked.types > 0, "the counter counts: {asked:?}");
}
