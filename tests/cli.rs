//! The program as users run it: output, exit codes, and what bad input gets.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const SILENT: &str = "import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef f(x):\n    try:\n        x.close()\n    except Exception:\n        pass\n";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a directory")
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
    fs::write(&path, bytes).expect("a file");
    path
}

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let ran = Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    };
    assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
    ran
}

fn amends(folder: &Path, arguments: &[&str]) -> Ran {
    ran(&Command::new(env!("CARGO_BIN_EXE_amends"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("amends runs"))
}

fn with_input(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_amends"))
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("amends runs");
    child.stdin.take().expect("stdin").write_all(input).expect("input is read");
    ran(&child.wait_with_output().expect("amends ends"))
}

fn git_apply(folder: &Path, patch: &str) {
    write(folder, "../patch.diff", patch);
    let output =
        Command::new("git").current_dir(folder).args(["apply", "../patch.diff"]).output().expect("git runs");
    assert!(output.status.success(), "{}\n{patch}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_diff_applies_explains_itself_and_is_empty_the_second_time() {
    let root = folder();
    let tree = root.path().join("tree");
    write(&tree, "pkg/link.py", SILENT);
    write(&tree, "pkg/crlf.py", SILENT.replace('\n', "\r\n"));
    write(&tree, "pkg/open end.py", SILENT.trim_end());
    let first = amends(&tree, &["diff", "."]);
    assert_eq!(first.code, 1, "{}", first.stderr);
    assert!(
        first.stdout.contains("# AM401 safe pkg/link.py:9: f drops Exception without a trace\n"),
        "{}",
        first.stdout
    );
    assert!(
        first.stdout.contains("#   because: ") && first.stdout.contains("(pkg/link.py:3)"),
        "{}",
        first.stdout
    );
    assert!(first.stdout.contains("\\ No newline at end of file"), "{}", first.stdout);
    assert!(
        first.stderr.contains("3 sites in 3 files: 3 safe, 0 review, 0 manual, 0 fine"),
        "{}",
        first.stderr
    );
    git_apply(&tree, &first.stdout);
    assert!(fs::read_to_string(tree.join("pkg/crlf.py")).expect("a file").contains("exc_info=True)\r\n"));
    let second = amends(&tree, &["diff", "."]);
    assert_eq!((second.code, second.stdout.as_str()), (0, ""), "{}", second.stderr);
}

#[test]
fn diff_is_the_default_and_paths_are_those_of_the_work_tree() {
    let root = folder();
    write(root.path(), "a/b/link.py", SILENT);
    fs::create_dir(root.path().join(".git")).expect("a folder");
    let ran = amends(&root.path().join("a"), &["b"]);
    assert!(ran.stdout.contains("--- a/a/b/link.py\n+++ b/a/b/link.py\n"), "{}", ran.stdout);
}

#[test]
fn review_fixes_wait_for_the_flag() {
    let root = folder();
    let text = SILENT.replace("def f(x)", "def __del__(x)");
    write(root.path(), "link.py", text);
    let safe = amends(root.path(), &["diff"]);
    assert_eq!((safe.code, safe.stdout.as_str()), (0, ""));
    assert!(safe.stderr.contains("1 fix changes behaviour: `--review` adds it"), "{}", safe.stderr);
    let review = amends(root.path(), &["diff", "--review"]);
    assert!(review.code == 1 && review.stdout.contains("# AM401 review link.py:9"), "{}", review.stdout);
    assert!(review.stdout.contains("#   changes: "), "{}", review.stdout);
}

#[test]
fn selection_stat_and_quiet() {
    let root = folder();
    write(root.path(), "link.py", SILENT);
    assert_eq!(amends(root.path(), &["diff", "--ignore", "AM4"]).code, 0);
    assert_eq!(amends(root.path(), &["diff", "--select", "AM502"]).code, 0);
    let stat = amends(root.path(), &["diff", "--stat", "--quiet"]);
    assert!(stat.stdout.contains("link.py | 2 +-"), "{}", stat.stdout);
    assert_eq!(stat.stderr, "");
    let wrong = amends(root.path(), &["diff", "--select", "XX1"]);
    assert!(
        wrong.code == 2 && wrong.stderr.contains("known codes are AM") && wrong.stderr.contains("AM401"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn check_prints_text_and_json() {
    let root = folder();
    write(root.path(), "link.py", format!("\u{feff}{SILENT}"));
    let text = amends(root.path(), &["check"]);
    assert_eq!(text.code, 1);
    assert!(text.stdout.contains("safe[AM401]: f drops Exception without a trace"), "{}", text.stdout);
    assert!(text.stdout.contains("link.py:9:5") && !text.stdout.contains('\u{1b}'), "{}", text.stdout);
    let json = amends(root.path(), &["check", "--format", "json"]);
    let site: serde_json::Value = serde_json::from_str(json.stdout.trim()).expect("one object on one line");
    for (key, value) in [("code", "AM401"), ("verdict", "safe"), ("path", "link.py"), ("symbol", "f")] {
        assert_eq!(site[key], value, "{site}");
    }
    assert_eq!((&site["line"], &site["end_line"]), (&9.into(), &10.into()));
    let edit = &site["fix"]["edits"][0];
    let bytes = fs::read(root.path().join("link.py")).expect("a file");
    let (start, end) =
        (edit["start"].as_u64().expect("start") as usize, edit["end"].as_u64().expect("end") as usize);
    assert_eq!(&bytes[start..end], b"pass", "offsets count bytes on disk, BOM included");
}

#[test]
fn standard_input_is_one_file() {
    let root = folder();
    let ran = with_input(root.path(), &["diff", "-", "--stdin-filename", "relay/hub.py"], SILENT.as_bytes());
    assert!(ran.code == 1 && ran.stdout.contains("+++ b/relay/hub.py"), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(with_input(root.path(), &["diff", "-"], b"x = (  # except").code, 2);
    assert_eq!(with_input(root.path(), &["check", "-", "other.py"], b"").code, 2);
}

#[test]
fn settings_are_found_and_errors_in_them_named() {
    let root = folder();
    write(root.path(), "pyproject.toml", "[tool.amends]\nignore = [\"AM401\"]\n");
    write(root.path(), "link.py", SILENT);
    assert_eq!(amends(root.path(), &["diff"]).code, 0);
    write(root.path(), "pyproject.toml", "[tool.amends]\nignored = [\"AM401\"]\n");
    let wrong = amends(root.path(), &["diff"]);
    assert!(
        wrong.code == 2 && wrong.stderr.contains("ignored") && wrong.stderr.contains("pyproject.toml"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn python_2_is_refused_and_what_still_allows_it_is_judged_as_the_oldest_that_is_known() {
    let root = folder();
    write(root.path(), "link.py", SILENT);
    write(root.path(), "amends.toml", "python = \"2.7\"\n");
    let wrong = amends(root.path(), &["diff"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("must be a version of Python 3"), "{}", wrong.stderr);
    fs::remove_file(root.path().join("amends.toml")).expect("it is there");
    write(
        root.path(),
        "pyproject.toml",
        "[project]\nname = \"old\"\nversion = \"1\"\nrequires-python = \">=2.7\"\n",
    );
    let old = amends(root.path(), &["check", "--all"]);
    assert!(old.code == 1 && !old.stderr.contains("type engine"), "{}", old.stderr);
}

#[test]
fn a_command_that_is_misspelt_is_named() {
    let root = folder();
    write(root.path(), "link.py", SILENT);
    let wrong = amends(root.path(), &["chek", "link.py"]);
    assert!(
        wrong.code == 2 && wrong.stdout.is_empty() && wrong.stderr.contains("did you mean `amends check`?"),
        "{}",
        wrong.stderr
    );
    // What is there is a path, whatever it is called; what is like no command is a path that is missing.
    write(root.path(), "chek/link.py", SILENT);
    assert_eq!(amends(root.path(), &["chek"]).code, 1);
    assert!(amends(root.path(), &["nowhere"]).stderr.contains("nowhere: there is no such file"));
}

#[test]
fn list_and_explain() {
    let root = folder();
    let list = amends(root.path(), &["list"]);
    assert!(list.code == 0 && list.stdout.contains("AM401  log-swallowed-exception"), "{}", list.stdout);
    for name in ["AM401", "am401", "log-swallowed-exception"] {
        let explained = amends(root.path(), &["explain", name]);
        assert!(
            explained.code == 0 && explained.stdout.contains("## When it is fine"),
            "{}",
            explained.stdout
        );
    }
    let wrong = amends(root.path(), &["explain", "AM999"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("AM401 log-swallowed-exception"), "{}", wrong.stderr);
}

/// Bad files are named with what to do, the rest of the run goes on, and the exit code is 2.
#[test]
fn bad_files_are_named_and_the_rest_goes_on() {
    let root = folder();
    let tree = root.path();
    write(tree, "good.py", SILENT);
    write(tree, "broken.py", format!("{SILENT}\nx = (\n"));
    write(tree, "conflict.py", format!("{SILENT}<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> topic\n"));
    write(tree, "plain.py", "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> topic\n");
    write(tree, "nul.py", format!("{SILENT}\0"));
    write(tree, "classic.py", SILENT.replace('\n', "\r"));
    write(tree, "stray.py", format!("{SILENT}x = 1\rtail\n"));
    write(tree, "invalid.py", [SILENT.as_bytes(), b"# \xff\xfe\n"].concat());
    write(tree, "cookie.py", format!("# coding: klingon\n{SILENT}"));
    write(tree, "huge.py", vec![b'#'; 20 << 20]);
    write(tree, "deep.py", format!("{SILENT}\nx = {}1{}\n", "(".repeat(10_000), ")".repeat(10_000)));
    let ran = amends(tree, &["diff", ".", "missing.py"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.contains("+++ b/good.py"), "{}", ran.stdout);
    assert!(ran.stderr.lines().count() >= 10, "{}", ran.stderr);
    for (file, words) in [
        ("broken.py:13", "unexpected EOF"),
        ("conflict.py:11", "conflict marker `<<<<<<<`"),
        ("plain.py:1", "conflict marker `<<<<<<<`"),
        ("nul.py:11", "NUL"),
        ("classic.py:1", "classic Mac line ends"),
        ("stray.py:11", "stray CR"),
        ("invalid.py:11", "UTF-8"),
        ("cookie.py:1", "klingon"),
        ("huge.py", "more than the limit"),
        ("deep.py:12", "nested brackets"),
        ("missing.py", "no such file"),
    ] {
        let line = ran.stderr.lines().find(|line| line.starts_with(&format!("skipped: {file}: ")));
        let line = line.unwrap_or_else(|| panic!("nothing about {file} in:\n{}", ran.stderr));
        assert!(line.to_lowercase().contains(&words.to_lowercase()), "{line}");
        assert!(line.contains("; "), "what to do is missing: {line}");
    }
}

#[test]
fn latin_1_is_kept_byte_for_byte() {
    let root = folder();
    let tree = root.path().join("tree");
    let text = [b"# coding: latin-1\nNAME = 'caf\xe9'\n".as_slice(), SILENT.as_bytes()].concat();
    write(&tree, "cafe.py", &text);
    let output = Command::new(env!("CARGO_BIN_EXE_amends"))
        .current_dir(&tree)
        .arg("diff")
        .output()
        .expect("amends runs");
    let patch = root.path().join("p.diff");
    fs::write(&patch, &output.stdout).expect("a file");
    let applied = Command::new("git").current_dir(&tree).arg("apply").arg(&patch).status().expect("git runs");
    assert!(applied.success());
    let after = fs::read(tree.join("cafe.py")).expect("a file");
    assert!(after.windows(5).any(|window| window == b"caf\xe9'"));
    assert!(String::from_utf8_lossy(&after).contains("Failed to close x in f"));
}

#[test]
fn directories_without_python_and_symlink_loops() {
    let root = folder();
    fs::create_dir(root.path().join("empty")).expect("a folder");
    let empty = amends(root.path(), &["diff", "empty"]);
    assert!(empty.stderr.contains("no Python files"), "{}", empty.stderr);
    #[cfg(unix)]
    {
        write(root.path(), "tree/link.py", SILENT);
        std::os::unix::fs::symlink("..", root.path().join("tree/loop")).expect("a link");
        std::os::unix::fs::symlink("self.py", root.path().join("tree/self.py")).expect("a link");
        let looped = amends(root.path(), &["diff", "tree"]);
        assert!(looped.stdout.matches("+++ b/").count() == 1, "{}{}", looped.stdout, looped.stderr);
        assert_eq!(amends(root.path(), &["diff", "tree/self.py"]).code, 2);
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let root = folder();
    for number in 0..200 {
        write(root.path(), &format!("link{number}.py"), SILENT);
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_amends"))
        .current_dir(root.path())
        .args(["diff", "--quiet"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("amends runs");
    drop(child.stdout.take());
    let ran = ran(&child.wait_with_output().expect("amends ends"));
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "the patch is not empty");
}

#[test]
fn long_chains_do_not_overflow() {
    let root = folder();
    let sum = vec!["a"; 19_000].join(" + ");
    let elifs: String =
        (0..5_000).map(|number| format!("    elif x == {number}:\n        y = {number}\n")).collect();
    let chain = ".b".repeat(15_000);
    let nested = "not ".repeat(15_000);
    let text = format!(
        "{SILENT}\ntotal = {sum}\nvalue = a{chain}\nnegated = {nested}x\nif x:\n    pass\n    if x == -1:\n        pass\n{elifs}"
    );
    write(root.path(), "long.py", text);
    let ran = amends(root.path(), &["diff", "long.py"]);
    assert!(ran.code == 1 && ran.stdout.contains("+++ b/long.py"), "{} {}", ran.code, ran.stderr);
}

#[test]
fn a_subclass_in_another_given_file_counts() {
    let root = folder();
    let base = "import asyncio\n\n\nclass Worker:\n    def __init__(self, name):\n        self._name = name\n\n    def kick(self):\n        print(self._name)\n        asyncio.create_task(self.run())\n\n    async def run(self):\n        pass\n";
    write(root.path(), "base.py", base);
    let alone = amends(root.path(), &["diff", "base.py"]);
    assert!(alone.stdout.contains("+        self._background_tasks"), "{}", alone.stdout);
    write(
        root.path(),
        "sub.py",
        "from base import Worker\n\n\nclass Quiet(Worker):\n    def __init__(self):\n        self._name = \"q\"\n",
    );
    let both = amends(root.path(), &["diff"]);
    assert!(both.stdout.contains("\n+_background_tasks"), "{}", both.stdout);
    assert!(both.stdout.contains("Worker may have a subclass in sub.py"), "{}", both.stdout);
}

#[test]
fn hostile_names_stay_in_their_line() {
    let root = folder();
    write(root.path(), "x\n--- a\n+++ b\n\u{1b}[31m.py", SILENT);
    for arguments in [&["diff"][..], &["check"]] {
        let ran = amends(root.path(), arguments);
        assert!(!ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
        assert_eq!(ran.stdout.lines().filter(|line| line.starts_with("--- a")).count(), 0, "{}", ran.stdout);
    }
}

/// The first glob that matches says the timeout; the rest of the tree has the default.
#[test]
fn timeouts_are_set_by_path() {
    let root = folder();
    let waits = "import asyncio\n\n\nclass Gate:\n    def __init__(self, config):\n        self._config = config\n        self.open = asyncio.Event()\n\n    async def passed(self):\n        await self.open.wait()\n";
    for path in ["app/net/fast.py", "app/net/gate.py", "app/jobs/gate.py", "app/core.py", "tool.py"] {
        write(root.path(), path, waits);
    }
    let settings = "[project]\nname = 'x'\nrequires-python = '>=3.12'\n[tool.amends.timeouts]\ndefault = 60\n\"app/net/fast.py\" = 0.5\n\"app/net/\" = { expression = \"self._config.wait_timeout\" }\n\"**/jobs/*.py\" = { constant = \"JOB_TIMEOUT\", value = 900 }\n";
    write(root.path(), "pyproject.toml", settings);
    let diff = amends(root.path(), &["diff", "--review", "--select", "AM502"]).stdout;
    let of = |path: &str| {
        let part = diff.split("diff --git ").find(|part| part.starts_with(&format!("a/{path} ")));
        let part = part.unwrap_or_else(|| panic!("{path} is not in {diff}"));
        let added = part.lines().filter(|line| line.starts_with('+') && !line.starts_with("+++"));
        added.map(|line| line[1..].trim()).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
    };
    let bound = |by: &str| format!("await asyncio.wait_for(self.open.wait(), timeout={by})");
    assert_eq!(of("app/net/fast.py"), bound("0.5"));
    assert_eq!(of("app/net/gate.py"), bound("self._config.wait_timeout"));
    assert_eq!(of("app/jobs/gate.py"), format!("JOB_TIMEOUT = 900; {}", bound("JOB_TIMEOUT")));
    assert_eq!(of("app/core.py"), bound("60"));
    assert_eq!(of("tool.py"), bound("60"));

    let json = amends(root.path(), &["check", "--select", "AM502", "--format", "json"]).stdout;
    let fast = json.lines().find(|line| line.contains("app/net/fast.py")).expect("it is reported");
    assert!(fast.contains("TimeoutError can now leave `Gate.passed` after 0.5 seconds"), "{fast}");
    let gate = json.lines().find(|line| line.contains("app/net/gate.py")).expect("it is reported");
    assert!(gate.contains("after `self._config.wait_timeout` seconds"), "{gate}");

    let wrong = settings.replace("= 0.5", "= \"soon\"");
    write(root.path(), "pyproject.toml", wrong);
    let ran = amends(root.path(), &["check"]);
    let why = "pyproject.toml:6: `tool.amends.timeouts.app/net/fast.py` must be a positive number of seconds";
    assert!(ran.code == 2 && ran.stderr.contains(why), "{}", ran.stderr);
}

#[test]
fn expressions_in_settings_must_parse() {
    let root = folder();
    write(root.path(), "link.py", SILENT);
    write(root.path(), "amends.toml", "[logging]\nlogger = \"1 +\"\n");
    let ran = amends(root.path(), &["diff"]);
    assert!(ran.code == 2 && ran.stderr.contains("`logger` is no Python expression"), "{}", ran.stderr);
}

#[test]
fn files_with_endless_sites_or_comments_end_soon() {
    let root = folder();
    let spawns = format!(
        "import asyncio\n\n\nasync def g(work):\n{}",
        "    asyncio.create_task(work())\n".repeat(5_000)
    );
    write(root.path(), "spawns.py", spawns);
    write(root.path(), "comments.py", format!("{SILENT}{}", "# c\n".repeat(100_000)));
    let ran = amends(root.path(), &["diff", "--review"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("more than 300 open sites of AM504"), "{}", ran.stderr);
    assert!(ran.stderr.contains("comment lines in a row"), "{}", ran.stderr);
}

#[test]
fn a_class_named_like_its_base_is_not_its_own_base() {
    let root = folder();
    let text = "import argparse\n\n\nclass Formatter(argparse.Formatter):\n    def read(self, link):\n        try:\n            link.open()\n        except Exception:\n            pass\n";
    write(root.path(), "tool.py", text);
    let ran = amends(root.path(), &["check", "--no-types", "tool.py"]);
    assert!(ran.stdout.contains("[AM401]"), "{}", ran.stdout);
}

#[test]
fn locks_lists_the_order_and_the_cycles() {
    const DESK: &str = "import asyncio\n\n\nclass Desk:\n    def __init__(self):\n        self._in = asyncio.Lock()\n        self._out = asyncio.Lock()\n\n    async def file(self):\n        async with self._in:\n            async with self._out:\n                await asyncio.sleep(0)\n";
    const BACK: &str = "\n    async def recall(self):\n        async with self._out:\n            async with self._in:\n                await asyncio.sleep(0)\n";
    let root = folder();
    write(root.path(), "desk.py", DESK);
    let listed = amends(root.path(), &["locks"]);
    assert_eq!(listed.code, 0, "{}", listed.stderr);
    assert!(!listed.stdout.contains('\u{1b}'), "no colour in a pipe");
    let pair = "  Desk._in -> Desk._out\n      Desk.file holds Desk._in (desk.py:10)\n      takes Desk._out (desk.py:11)\n";
    assert!(listed.stdout.contains(pair), "{}", listed.stdout);
    assert!(listed.stderr.contains("2 locks, 1 pair taken together, 0 certain cycles"), "{}", listed.stderr);
    assert_eq!(amends(root.path(), &["locks", "--cycles"]).code, 0, "there is none");
    write(root.path(), "desk.py", format!("{DESK}{BACK}"));
    let cycles = amends(root.path(), &["locks", "--cycles"]);
    assert_eq!(cycles.code, 1, "{}", cycles.stderr);
    assert!(cycles.stdout.contains("certain: Desk._in -> Desk._out -> Desk._in"), "{}", cycles.stdout);
    let drawn = amends(root.path(), &["locks", "--format", "mermaid", "-q"]);
    assert!(drawn.stdout.contains("    lock0 ==>|\"desk.py:11\"| lock1\n"), "{}", drawn.stdout);
    assert!(drawn.stderr.is_empty(), "{}", drawn.stderr);
    let drawn = amends(root.path(), &["locks", "--format", "dot", "--class", "Desk"]);
    assert!(
        drawn.stdout.starts_with("digraph locks {\n") && drawn.stdout.ends_with("}\n"),
        "{}",
        drawn.stdout
    );
    let other = amends(root.path(), &["locks", "--class", "Chair"]);
    assert_eq!(other.code, 2);
    assert!(other.stderr.contains("no lock of a class `Chair`"), "{}", other.stderr);
    write(root.path(), "broken.py", "with lock:\n");
    let broken = amends(root.path(), &["locks"]);
    assert_eq!(broken.code, 2);
    assert!(
        broken.stderr.contains("skipped: broken.py:") && broken.stdout.contains("Desk._in"),
        "{}",
        broken.stderr
    );
}

#[test]
fn files_that_no_transform_looks_at_are_not_parsed_as_the_readme_says() {
    let root = folder();
    write(root.path(), "a.py", "x = (\n");
    let ran = amends(root.path(), &["check"]);
    assert!(ran.code == 0 && ran.stderr.contains("0 sites in 1 file"), "{}", ran.stderr);
    write(root.path(), "a.py", "x = (\nasyncio.create_task(y())\n");
    assert_eq!(amends(root.path(), &["check"]).code, 2);
    write(root.path(), "a.py", "<<<<<<< ours\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n");
    assert_eq!(amends(root.path(), &["check"]).code, 2);
    let readme = include_str!("../README.md");
    assert!(readme.contains("are not parsed at all, so a syntax error\nin one of those is not noticed"));
}

#[test]
fn without_a_cycle_the_calls_that_are_not_followed_are_still_counted() {
    let root = folder();
    let text = "import asyncio\n\n\nclass Desk:\n    def __init__(self, clerk):\n        self._in = asyncio.Lock()\n        self._clerk = clerk\n\n    async def file(self):\n        async with self._in:\n            await self._clerk()\n";
    write(root.path(), "desk.py", text);
    for arguments in [&["locks"][..], &["locks", "--cycles"]] {
        let listed = amends(root.path(), arguments);
        assert!(
            listed.stderr.contains("; 1 call under locks not followed (--unfollowed"),
            "{}",
            listed.stderr
        );
        assert!(!listed.stdout.contains("self._clerk"), "{}", listed.stdout);
    }
    let json = amends(root.path(), &["locks", "--cycles", "--format", "json"]);
    assert_eq!((json.code, json.stdout.as_str()), (0, ""));
    let named = amends(root.path(), &["locks", "--cycles", "--unfollowed"]);
    assert!(
        named.stdout.contains("`self._clerk` under desk.Desk._in") && named.code == 0,
        "{}",
        named.stdout
    );
}

#[test]
fn tasks_lists_owners_and_ends() {
    const HUB: &str = "import asyncio\n\n\nclass Hub:\n    def start(self):\n        self._beat = asyncio.create_task(self.beat())\n        asyncio.create_task(self.beat())\n\n    async def beat(self):\n        pass\n\n    def stop(self):\n        self._beat.cancel()\n";
    let root = folder();
    write(root.path(), "hub.py", HUB);
    let listed = amends(root.path(), &["tasks"]);
    assert_eq!(listed.code, 0, "an inventory is no gate: {}", listed.stderr);
    assert!(!listed.stdout.contains('\u{1b}'), "no colour in a pipe");
    for line in [
        "hub.py:6:22  Hub.start starts `self.beat`\n  owner      `self._beat` keeps it\n  cancelled  `Hub.stop` cancels it (line 13)\n",
        "hub.py:7:9  Hub.start starts `self.beat`\n  owner      nobody holds it\n  finding    AM504 safe: ",
    ] {
        assert!(listed.stdout.contains(line), "{}", listed.stdout);
    }
    assert!(listed.stderr.contains("2 places start tasks: 1 with an owner, 1 finding;"), "{}", listed.stderr);
    let unended = amends(root.path(), &["tasks", "--unended", "-q"]);
    assert!(!unended.stdout.contains("hub.py:6") && unended.stdout.contains("hub.py:7"));
    assert!(unended.stderr.is_empty(), "{}", unended.stderr);
    write(root.path(), "broken.py", "asyncio.create_task(\n");
    let broken = amends(root.path(), &["tasks"]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.contains("skipped: broken.py:"), "{}", broken.stderr);
    assert!(broken.stdout.contains("hub.py:6"), "the rest goes on");
    assert!(amends(root.path(), &["tasks", "missing"]).stderr.contains("missing"));
}
