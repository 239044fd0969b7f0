//! `amends pr` on real repositories, as users run it, as far as it needs no forge. Bodies of the example are in `snapshots/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::writing::world::{Ran, SILENT, World};

/// Everything that is in a folder, byte for byte, with modes and times of change of files.
fn whole(folder: &Path) -> BTreeMap<String, (Vec<u8>, std::time::SystemTime)> {
    let mut open = vec![folder.to_path_buf()];
    let mut files = BTreeMap::new();
    while let Some(path) = open.pop() {
        let meta = path.symlink_metadata().expect("a file");
        if meta.is_dir() {
            open.extend(fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
            files.insert(path.display().to_string(), (Vec::new(), std::time::UNIX_EPOCH));
        } else {
            let bytes = fs::read(&path).expect("a file");
            files.insert(path.display().to_string(), (bytes, meta.modified().expect("a time")));
        }
    }
    files
}

fn json(ran: &Ran) -> Vec<serde_json::Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn text<'j>(line: &'j serde_json::Value, key: &str) -> &'j str {
    line[key].as_str().unwrap_or_else(|| panic!("{key} in {line}"))
}

const JSON: [&str; 5] = ["pr", "--dry-run", "--offline", "--format", "json"];

/// What tokens are read from: none of it may be the machine's.
const TOKENS: [&str; 16] = [
    "AMENDS_TOKEN",
    "AMENDS_APP_ID",
    "AMENDS_APP_PRIVATE_KEY",
    "AMENDS_APP_PRIVATE_KEY_FILE",
    "AMENDS_API_URL",
    "GH_TOKEN",
    "GITHUB_TOKEN",
    "GH_ENTERPRISE_TOKEN",
    "GITHUB_ENTERPRISE_TOKEN",
    "GITLAB_TOKEN",
    "GITEA_TOKEN",
    "FORGEJO_TOKEN",
    "GITHUB_ACTIONS",
    "GITHUB_SERVER_URL",
    "CI_SERVER_HOST",
    "GH_HOST",
];

/// Without tokens, but for these variables.
fn with(world: &World, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = world.amends_command(arguments);
    for name in TOKENS {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    crate::writing::world::ran(&command.output().expect("amends runs"))
}

/// Nobody listens there, so whoever asks is refused at once.
const NOWHERE: (&str, &str) = ("AMENDS_API_URL", "http://127.0.0.1:9");

#[test]
fn what_is_missing_is_said_at_once_and_a_dry_run_goes_on_without() {
    let world = World::with(&[("a.py", SILENT)]);
    let refused = |expected: &str| {
        let ran = with(&world, &["pr"], &[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
        let dry = with(&world, &["pr", "--dry-run", "--format", "json"], &[]);
        assert_eq!((dry.code, json(&dry).len()), (1, 1), "{}", dry.stderr);
        assert!(
            dry.stderr.contains("note: no forge is asked: ") && dry.stderr.contains(expected),
            "{}",
            dry.stderr
        );
        let quiet = with(&world, &["pr", "--dry-run", "--quiet"], &[]);
        assert_eq!((quiet.code, quiet.stderr.as_str()), (1, ""));
    };
    refused("there is no remote");
    world.git(&["remote", "add", "origin", "/srv/relay"]);
    refused("the URL of the remote origin is a folder of this machine");
    world.git(&["remote", "set-url", "origin", "https://ada:ghp_secret@code.example.org/acme/relay"]);
    refused("what runs on code.example.org is not known: say it with --forge");
    world.git(&["remote", "set-url", "origin", "git@github.com:acme/relay.git"]);
    refused("there is no token for github.com: AMENDS_TOKEN, GH_TOKEN, GITHUB_TOKEN are not set");
    // The word of the user, and that of the settings.
    world.git(&["remote", "set-url", "origin", "https://ada:ghp_secret@code.example.org/acme/relay"]);
    let said = with(&world, &["pr", "--forge", "gitlab"], &[]);
    assert!(
        said.code == 2 && said.stderr.contains("there is no token for code.example.org"),
        "{}",
        said.stderr
    );
    assert!(!said.stderr.contains("ghp_secret"));
    world.write("amends.toml", "[pr]\nforge = 'gitea'\n");
    refused("there is no token for code.example.org");
    let offline = with(&world, &["pr", "--offline"], &[]);
    assert!(offline.code == 2 && offline.stderr.contains("--dry-run"), "{}", offline.stderr);
}

#[test]
fn commits_through_the_api_need_a_token_that_is_no_persons() {
    let world = World::with(&[("a.py", SILENT), ("amends.toml", "[pr]\ncommits = 'api'\n")]);
    world.git(&["remote", "add", "origin", "git@github.com:acme/relay.git"]);
    let person = with(&world, &["pr"], &[("AMENDS_TOKEN", "ghp_0123456789"), NOWHERE]);
    assert!(person.code == 2 && person.stderr.contains("needs a GitHub app"), "{}", person.stderr);
    world.git(&["remote", "set-url", "origin", "git@gitlab.com:acme/relay.git"]);
    let other = with(&world, &["pr"], &[("AMENDS_TOKEN", "glpat-0123456789"), NOWHERE]);
    assert!(other.code == 2 && other.stderr.contains("is for GitHub"), "{}", other.stderr);
    for ran in [person, other] {
        assert!(!ran.stderr.contains("0123456789"), "{}", ran.stderr);
    }
}

#[test]
fn a_forge_that_does_not_answer_is_named_without_the_token() {
    let world = World::with(&[("a.py", SILENT)]);
    world.git(&["remote", "add", "origin", "git@github.com:acme/relay.git"]);
    let fast = ("AMENDS_FORGE_CLOCK", "fast");
    let variables = [("GITHUB_TOKEN", "ghs_0123456789"), ("GITHUB_ACTIONS", "true"), NOWHERE, fast];
    let ran = with(&world, &["pr"], &variables);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("GET /repos/acme/relay"), "{}", ran.stderr);
    assert!(ran.stderr.contains("start no workflows"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("ghs_0123456789"), "{}", ran.stderr);
    // Asked for, it is no dry run without a forge: what that says would not be what would be done.
    let dry = with(&world, &["pr", "--dry-run"], &variables);
    assert_eq!((dry.code, dry.stdout.as_str()), (2, ""), "{}", dry.stderr);
    // Only this machine is spoken to without encryption.
    let plain = [("AMENDS_TOKEN", "ghp_0123456789"), ("AMENDS_API_URL", "http://api.example.org")];
    let plain = with(&world, &["pr"], &plain);
    assert!(plain.code == 2 && plain.stderr.contains("without encryption"), "{}", plain.stderr);
}

#[test]
fn a_dry_run_leaves_the_repository_byte_for_byte() {
    let world = World::with(&[("a.py", SILENT), ("pkg/b.py", SILENT)]);
    world.write("a.py", "x = 1\n");
    world.git(&["stash", "--quiet"]);
    world.write("pkg/b.py", format!("{SILENT}# edited\n"));
    world.write("new.py", SILENT);
    world.git(&["add", "new.py"]);
    // It may refresh what it knows of files, which no command of ours may do.
    world.git(&["status"]);
    let before = whole(&world.project());
    for arguments in
        [&JSON[..], &["pr", "--dry-run", "--offline"], &["pr", "--dry-run", "--offline", "--review", "pkg"]]
    {
        let ran = world.amends(arguments);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert!(whole(&world.project()) == before, "{arguments:?} changed something");
    }
    let left = world.project().parent().expect("a folder").join("tmp");
    assert_eq!(fs::read_dir(left).expect("a folder").count(), 0, "temporary files are left");
}

#[test]
fn the_last_commit_is_judged_and_gives_the_same_commit_again() {
    let world = World::with(&[("a.py", SILENT), ("pkg/b.py", &SILENT.replace('\n', "\r\n"))]);
    world.write("a.py", "x = 1\n");
    let first = json(&world.amends(&JSON));
    assert_eq!(first.len(), 1);
    let topic = &first[0];
    assert_eq!(text(topic, "branch"), "amends/am401-log-swallowed-exception");
    assert_eq!(text(topic, "base"), "main");
    assert_eq!(text(topic, "base_commit"), world.git(&["rev-parse", "HEAD"]));
    assert_eq!(topic["files"], serde_json::json!(["a.py", "pkg/b.py"]));
    assert_eq!(text(topic, "title"), "Log exceptions that handlers drop (AM401)");
    // What the diff shows is what `apply` would commit.
    fs::write(world.path(".git/patch"), text(topic, "diff")).expect("a file");
    world.git(&["checkout", "--quiet", "a.py"]);
    world.git(&["apply", ".git/patch"]);
    let by_patch = (world.read("a.py"), world.read("pkg/b.py"));
    world.git(&["checkout", "--quiet", "."]);
    assert_eq!(world.amends(&["apply"]).code, 0);
    assert_eq!((world.read("a.py"), world.read("pkg/b.py")), by_patch);
    world.git(&["checkout", "--quiet", "."]);
    // Neither who runs it nor when or how matters.
    let mut again = world.amends_command(&JSON);
    again
        .env("GIT_AUTHOR_NAME", "Eve")
        .env("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")
        .env("TZ", "Asia/Tokyo");
    again
        .env("GIT_CONFIG_COUNT", "2")
        .env("GIT_CONFIG_KEY_0", "commit.gpgSign")
        .env("GIT_CONFIG_VALUE_0", "true");
    again.env("GIT_CONFIG_KEY_1", "core.autocrlf").env("GIT_CONFIG_VALUE_1", "true");
    let again = crate::writing::world::ran(&again.output().expect("amends runs"));
    assert_eq!(json(&again), first, "{}", again.stderr);
    // The identity and the base are part of a commit, and nothing of them is part of the content.
    world.write(
        "pyproject.toml",
        "[tool.amends.pr]\nauthor = 'A Bot <bot@example.org>'\nlabels = ['asyncio']\ndraft = true\n",
    );
    world.write("a.py", format!("# one line more\n{SILENT}"));
    world.git(&["commit", "--quiet", "--all", "--message", "more"]);
    let moved = json(&world.amends(&JSON));
    assert_ne!(text(&moved[0], "commit"), text(topic, "commit"));
    assert_eq!(text(&moved[0], "content"), text(topic, "content"));
    assert_eq!((&moved[0]["labels"], &moved[0]["draft"]), (&serde_json::json!(["asyncio"]), &true.into()));
}

#[test]
fn the_commit_that_is_named_is_the_one_that_git_would_make() {
    let world = World::with(&[("a.py", SILENT)]);
    world.write("run.sh", "#!/bin/sh\n");
    world.git(&["add", "run.sh"]);
    world.git(&["update-index", "--chmod=+x", "run.sh"]);
    world.git(&["commit", "--quiet", "--message", "more"]);
    let topic = json(&world.amends(&JSON)).remove(0);
    let message = text(&topic["commits"][0], "message");
    assert!(
        message.starts_with("Log exceptions that handlers drop (AM401)\n\nWhat: 1 fix in 1 file"),
        "{message}"
    );
    fs::write(world.path(".git/patch"), text(&topic, "diff")).expect("a file");
    fs::write(world.path(".git/message"), message).expect("a file");
    world.git(&["apply", "--index", ".git/patch"]);
    let (parent, time) =
        (world.git(&["rev-parse", "HEAD"]), world.git(&["show", "-s", "--format=%ct", "HEAD"]));
    let tree = world.git(&["write-tree"]);
    let mut commit = world.command("git", &["commit-tree", "-p", &parent, "-F", ".git/message", &tree]);
    for who in ["AUTHOR", "COMMITTER"] {
        commit.env(format!("GIT_{who}_NAME"), "amends").env(format!("GIT_{who}_EMAIL"), "bot@amends.invalid");
        commit.env(format!("GIT_{who}_DATE"), format!("{time} +0000"));
    }
    let made = commit.output().expect("git runs");
    assert_eq!(String::from_utf8_lossy(&made.stdout).trim(), text(&topic, "commit"));
}

#[test]
fn the_base_is_the_remotes_branch_as_this_clone_has_seen_it() {
    let world = World::with(&[("a.py", SILENT)]);
    let first = world.git(&["rev-parse", "HEAD"]);
    world.git(&["remote", "add", "origin", "https://ada:ghp_secret@github.com/acme/relay.git"]);
    world.write("b.py", SILENT);
    world.commit_all();
    let local = world.amends(&["pr", "--dry-run", "--offline", "--format", "json"]);
    assert!(local.stderr.contains("this clone has not seen the branch main of origin"), "{}", local.stderr);
    assert_eq!(json(&local)[0]["files"].as_array().map(Vec::len), Some(2));
    world.git(&["update-ref", "refs/remotes/origin/trunk", &first]);
    world.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk"]);
    let seen = world.amends(&JSON);
    let topic = json(&seen).remove(0);
    assert_eq!((text(&topic, "base"), text(&topic, "base_commit")), ("trunk", first.as_str()));
    assert_eq!(topic["files"], serde_json::json!(["a.py"]));
    let link = format!("https://github.com/acme/relay/blob/{first}/a.py#L");
    assert!(text(&topic, "body").contains(&link), "{}", text(&topic, "body"));
    assert!(
        seen.stderr.contains("remote origin is github.com/acme/relay (probably GitHub)"),
        "{}",
        seen.stderr
    );
    let all = world.amends(&["pr", "--dry-run", "--offline", "--base", "main"]);
    assert!(all.stdout.contains("main (main at "), "{}", all.stdout);
    for ran in [&local, &seen, &all] {
        assert!(!ran.stdout.contains("ghp_secret") && !ran.stderr.contains("ghp_secret"));
    }
    world.git(&["remote", "set-url", "origin", "ftp://ada:ghp_secret@x/y"]);
    let odd = world.amends(&JSON);
    assert!(
        odd.stderr.contains("the URL of the remote origin is of a kind that no forge has"),
        "{}",
        odd.stderr
    );
    assert!(!odd.stderr.contains("ghp_secret"));
    for (arguments, expected) in [
        (
            ["--base", "nope"],
            "there is no branch `nope`, neither here nor, as far as this clone has seen, at origin",
        ),
        (["--remote", "up"], "there is no remote `up`; there are origin"),
        (["--base", "a..b"], "`a..b` cannot be the name of a branch"),
    ] {
        let ran = world.amends(&["pr", "--dry-run", "--offline", arguments[0], arguments[1]]);
        assert!(ran.code == 2 && ran.stderr.contains(expected), "{arguments:?}: {}", ran.stderr);
    }
    world.git(&["remote", "add", "up", "/srv/x"]);
    world.git(&["remote", "rename", "origin", "fork"]);
    let which = world.amends(&JSON);
    assert!(
        which.code == 2 && which.stderr.contains("Name one of fork, up with --remote"),
        "{}",
        which.stderr
    );
}

#[test]
fn large_topics_are_cut_by_owner_and_folder_and_wait_for_the_limits() {
    let world = World::with(&[
        ("amends.toml", "[pr]\nmax-files = 2\nmax-new-per-hour = 1\n"),
        (".github/CODEOWNERS", "/core/ @acme/core\n"),
        ("core/a.py", SILENT),
        ("core/b.py", SILENT),
        ("other/c.py", SILENT),
        ("other/d.py", SILENT),
        ("third/e.py", SILENT),
    ]);
    let ran = world.amends(&JSON);
    let lines = json(&ran);
    let of = |key: &'static str| lines.iter().map(move |line| text(line, key)).collect::<Vec<_>>();
    let start = "am401-log-swallowed-exception-for";
    let topics = of("topic");
    assert_eq!(topics[0].strip_prefix(start).map(|rest| &rest[..11]), Some("-acme-core-"), "{topics:?}");
    assert!(
        topics[1..].iter().all(|topic| topic.starts_with(&format!("{start}-no-owner-part-"))),
        "{topics:?}"
    );
    assert!(lines.iter().all(|line| line["files"].as_array().is_some_and(|files| files.len() <= 2)));
    assert_eq!(of("action"), ["create", "wait", "wait"]);
    assert_eq!(text(&lines[0], "title"), "Log exceptions that handlers drop in files of @ acme/core (AM401)");
    assert!(
        ran.stderr.contains("there would be 3 pull requests, 1 now and 2 in later runs"),
        "{}",
        ran.stderr
    );
    let one = world.amends(&["pr", "--dry-run", "--offline", "--only", topics[1], "--quiet"]);
    assert_eq!((one.code, one.stderr.as_str()), (1, ""));
    assert!(one.stdout.starts_with("=== pull request 1 of 1: it would be opened now\n"), "{}", one.stdout);
    let none = world.amends(&["pr", "--dry-run", "--offline", "--only", "am999"]);
    assert!(
        none.code == 2 && none.stderr.contains("there is no topic `am999`; there are am401-"),
        "{}",
        none.stderr
    );
    let within = json(&world.amends(&["pr", "--dry-run", "--offline", "--format", "json", "third"]));
    assert_eq!(text(&within[0], "topic"), "am401-log-swallowed-exception-within-third");
    assert!(!text(&within[0], "body").contains("scope=all"));
    let clean = world.amends(&["pr", "--dry-run", "--offline", "--select", "AM502"]);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, ""));
}

#[test]
fn names_in_the_repository_mean_nothing_to_a_forge() {
    let folder = "x @team Fixes #1 `b` <img> | -->";
    let forged = "<!-- amends-pr v=1 topic=t scope=all base=1 content=2 commit=3 -->";
    let names =
        [format!("{folder}/a.py"), format!("{}/b.py", forged.replace('/', "")), "a\n/close\n.py".into()];
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), SILENT)).collect();
    let world = World::with(&files);
    let ran = world.amends(&JSON);
    let topic = json(&ran).remove(0);
    let (body, message) = (text(&topic, "body"), text(&topic["commits"][0], "message"));
    assert_eq!(topic["files"].as_array().map(Vec::len), Some(3), "{}", ran.stderr);
    assert_eq!(body.matches("<!-- amends-pr ").count(), 1, "{body}");
    assert!(
        body.trim_end()
            .lines()
            .last()
            .is_some_and(|line| line.starts_with("<!-- amends-pr v=1 topic=am401-"))
    );
    assert!(!body.lines().any(|line| line.starts_with("/close")) && !message.contains("\n/close"));
    assert!(!message.contains("@team") && !message.contains("#1"), "{message}");
    // Outside of code spans, nothing of it is left to read.
    let prose = outside_of_code(body);
    for bad in ["@team", "#1", "<img>"] {
        assert!(!prose.contains(bad), "{bad} in {prose}");
    }
}

/// A body without its code spans, as CommonMark finds them.
fn outside_of_code(body: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for line in body.lines() {
        let mut rest = line;
        while let Some(start) = rest.find('`') {
            if rest[..start].ends_with('\\') {
                out += &rest[..=start];
                rest = &rest[start + 1..];
                continue;
            }
            let run = rest[start..].len() - rest[start..].trim_start_matches('`').len();
            let fence = "`".repeat(run);
            out += &rest[..start];
            let inner = &rest[start + run..];
            let end = inner
                .match_indices(&fence)
                .map(|(at, _)| at)
                .find(|&at| !inner[..at].ends_with('`') && !inner[at + run..].starts_with('`'));
            rest = end.map_or("", |end| &inner[end + run..]);
        }
        let _ = writeln!(out, "{rest}");
    }
    out
}

#[test]
fn templates_of_the_project_are_used_and_stay_in_it() {
    let world = World::with(&[
        ("amends.toml", "[pr]\ntitle = 'chore: {{ subject }}'\nbody = '.github/amends.md'\n"),
        (".github/amends.md", "{% for item in findings %}{{ item|place }}: {{ item.message }}\n{% endfor %}"),
        ("a.py", SILENT),
    ]);
    let topic = json(&world.amends(&JSON)).remove(0);
    assert_eq!(text(&topic, "title"), "chore: Log exceptions that handlers drop");
    assert!(text(&topic, "body").starts_with("`a.py:9`: "), "{}", text(&topic, "body"));
    assert!(text(&topic, "body").contains("<!-- amends-pr v=1"));
    let error = |settings: &str| {
        world.write("amends.toml", settings);
        let ran = world.amends(&JSON);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
        ran.stderr
    };
    world.write(".github/amends.md", "{{ nothing.x }}");
    assert!(
        error("[pr]\nbody = '.github/amends.md'\n").contains(".github/amends.md: line 1: undefined value")
    );
    assert!(error("[pr]\nbody = '../home/gitconfig'\n").contains("must be a file of the project"));
    assert!(error("[pr]\nbody = 'none.md'\n").contains("cannot read the template none.md"));
    assert!(error("[pr]\nlabel = 'x'\n").contains("did you mean `labels`?"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../home/gitconfig", world.path("link.md")).expect("a link");
        assert!(error("[pr]\nbody = 'link.md'\n").contains("must be a file of the project"));
    }
}

#[test]
fn other_shapes_of_repositories() {
    let empty = World::new();
    empty.write("a.py", SILENT);
    let outside = empty.amends(&JSON);
    assert!(outside.code == 2 && outside.stderr.contains("is in no git work tree"), "{}", outside.stderr);
    empty.git(&["init", "--quiet"]);
    let unborn = empty.amends(&JSON);
    assert!(unborn.code == 2 && unborn.stderr.contains("has no commit yet"), "{}", unborn.stderr);
    let world = World::with(&[("a.py", SILENT), ("broken.py", "try:\n    x\nexcept Exception:\n")]);
    world.write("new/b.py", SILENT);
    let missing = world.amends(&["pr", "--dry-run", "--offline", "new"]);
    assert!(missing.code == 2 && missing.stderr.contains("new is not in main at "), "{}", missing.stderr);
    let broken = world.amends(&JSON);
    assert_eq!((broken.code, json(&broken).len()), (2, 1), "{}", broken.stderr);
    world.git(&["checkout", "--quiet", "--detach"]);
    let detached = world.amends(&JSON);
    assert!(detached.stderr.contains("name it with --base"), "{}", detached.stderr);
    assert_eq!(
        json(&world.amends(&["pr", "--dry-run", "--offline", "--format", "json", "--base", "main"])).len(),
        1
    );
    // A linked work tree, a shallow clone that borrows objects, and objects with longer names.
    world.git(&["worktree", "add", "--quiet", "-b", "side", "../side", "main"]);
    let of = |folder: &str, arguments: &[&str]| {
        let mut command = world.amends_command(arguments);
        command.current_dir(world.project().parent().expect("a folder").join(folder));
        crate::writing::world::ran(&command.output().expect("amends runs"))
    };
    let side = json(&of("side", &JSON));
    assert_eq!((side.len(), text(&side[0], "base")), (1, "side"));
    let url = format!("file://{}", world.project().display());
    world.git(&["clone", "--quiet", "--depth", "1", "--branch", "main", &url, "../shallow"]);
    world.git(&["clone", "--quiet", "--shared", "--branch", "main", ".", "../shared"]);
    let shallow = of("shallow", &JSON);
    assert_eq!(json(&shallow)[0]["commit"], side[0]["commit"], "{}", shallow.stderr);
    let shared = of("shared", &JSON);
    assert_eq!(json(&shared)[0]["commit"], side[0]["commit"], "{}", shared.stderr);
    assert!(
        shared.stderr.contains("the URL of the remote origin is a folder of this machine"),
        "{}",
        shared.stderr
    );
    let long = World::new();
    long.write("a.py", SILENT);
    long.git(&["init", "--quiet", "--object-format=sha256"]);
    long.commit_all();
    assert_eq!(text(&json(&long.amends(&JSON))[0], "commit").len(), 64);
}

/// All that would be opened, for people; commits are those of the moment.
fn shown(ran: &Ran) -> String {
    let mut shown = String::new();
    for topic in json(ran) {
        let base = text(&topic, "base_commit");
        let body = text(&topic, "body").replace(base, "BASE").replace(&base[..12], "BASE");
        let body = body.replace(text(&topic, "commit"), "COMMIT");
        let (title, branch, diff) = (text(&topic, "title"), text(&topic, "branch"), text(&topic, "diff"));
        let reason = topic["reason"].as_str().map_or_else(String::new, |reason| format!(": {reason}"));
        let (action, message) = (text(&topic, "action"), text(&topic["commits"][0], "message"));
        shown += &format!(
            "=== {title}\n{action}{reason}\n{branch}\n--- body\n{body}--- commit\n{message}--- diff\n{diff}\n"
        );
    }
    shown
}

fn assert_shown(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

/// What a maintainer of the example would get.
#[test]
fn the_pull_requests_of_the_example() {
    let world = World::relay();
    world.git(&["remote", "add", "origin", "https://github.com/acme/relay.git"]);
    let ran = world.amends(&["pr", "--dry-run", "--offline", "--review", "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let last = ran.stderr.lines().last().map_or_else(String::new, |line| format!("{line}\n"));
    assert_shown("relay_pull_requests", &(shown(&ran) + &last));
}

/// The same by the findings of its audit.
#[test]
fn the_pull_requests_of_the_example_by_finding() {
    let world = World::relay();
    world.git(&["remote", "add", "origin", "https://github.com/acme/relay.git"]);
    let ran = world.amends(&[
        "pr",
        "--audit",
        "AUDIT.md",
        "--dry-run",
        "--offline",
        "--review",
        "--format",
        "json",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let sum = ran.stderr.lines().find(|line| line.starts_with("AUDIT.md: ")).unwrap_or_default();
    assert_shown("relay_pull_requests_by_finding", &format!("{}{sum}\n", shown(&ran)));
}

#[test]
fn nothing_that_the_repository_names_is_run_and_bytes_are_those_of_the_commit() {
    let text = format!("# $Id$\n{SILENT}");
    let world = World::with(&[("a.py", text.as_str())]);
    let plain = json(&world.amends(&JSON)).remove(0);
    world.write(".gitattributes", "*.py filter=evil ident text eol=crlf diff=evil\n");
    world.git(&["add", ".gitattributes"]);
    world.git(&["commit", "--quiet", "--message", "attributes"]);
    let script = world.script(".git/evil", "touch \"$(dirname \"$0\")/ran\"; cat");
    let script = script.to_str().expect("a path");
    for key in [
        "filter.evil.clean",
        "filter.evil.smudge",
        "diff.evil.textconv",
        "diff.evil.command",
        "core.fsmonitor",
    ] {
        world.git(&["config", key, script]);
    }
    world.git(&["config", "commit.gpgSign", "true"]);
    world.git(&["config", "gpg.program", script]);
    for hook in [
        "pre-commit",
        "post-commit",
        "commit-msg",
        "post-checkout",
        "reference-transaction",
        "post-index-change",
    ] {
        world.script(&format!(".git/hooks/{hook}"), &format!("exec {script} < /dev/null"));
    }
    let ran = world.amends(&JSON);
    let topic = json(&ran).remove(0);
    assert!(!world.path(".git/ran").exists(), "a program ran");
    assert_eq!((&topic["diff"], &topic["content"]), (&plain["diff"], &plain["content"]), "{}", ran.stderr);
    assert!(!text.contains('\r') && !topic["diff"].as_str().is_none_or(|diff| diff.contains('\r')));
}

/// An audit of two silent handlers that are there, one that is not, and one that is fine.
const AUDIT: &str = "# Review\n\n\
    ## 1.1 [LOW] Exceptions swallowed in `a.py`\n\n**File:** `a.py:9`\n\n\
    ```python\nexcept Exception:\n    pass\n```\n\n**Issue:** Swallowed exceptions.\n\n\
    ## 1.2 [CRITICAL] Exceptions swallowed in `b.py`\n\n**File:** `pkg/b.py:9`\n\n\
    ```python\nexcept Exception:\n    pass\n```\n\n**Issue:** Swallowed exceptions. @team\n\n\
    ## 1.3 [HIGH] Exceptions swallowed in `gone.py`\n\n**File:** `gone.py:4`\n\n\
    ```python\nexcept Exception:\n    pass\n```\n\n**Issue:** Swallowed exceptions.\n";

fn audited(world: &World, more: &[&str]) -> Ran {
    world.amends(&[&JSON[..], &["--audit", "AUDIT.md"], more].concat())
}

fn all<'j>(lines: &'j [serde_json::Value], key: &str) -> Vec<&'j str> {
    lines.iter().map(|line| text(line, key)).collect()
}

#[test]
fn one_topic_for_each_finding_that_holds_and_none_for_what_nobody_found() {
    let world = World::with(&[("a.py", SILENT), ("pkg/b.py", SILENT), ("c.py", SILENT), ("AUDIT.md", AUDIT)]);
    let ran = audited(&world, &[]);
    let lines = json(&ran);
    // The audit's own severity says which comes first.
    assert_eq!(
        all(&lines, "title"),
        ["Audit 1.2: Exceptions swallowed in `b.py`", "Audit 1.1: Exceptions swallowed in `a.py`"],
        "{}",
        ran.stderr
    );
    assert!(text(&lines[1], "topic").starts_with("audit-1-1-exceptions-swallowed-in-a-py-"));
    let files: Vec<_> = lines.iter().map(|line| line["files"].clone()).collect();
    assert_eq!(files, [serde_json::json!(["pkg/b.py"]), serde_json::json!(["a.py"])]);
    let of = &lines[0]["audit"];
    assert_eq!(
        (&of["report"], &of["findings"][0]["id"], &of["findings"][0]["status"]),
        (&"AUDIT.md".into(), &"1.2".into(), &"confirmed".into())
    );
    assert!(
        ran.stderr.contains("AUDIT.md: 3 findings, 2 with fixes; without: 1 stale; `amends audit` says why"),
        "{}",
        ran.stderr
    );
    let body = text(&lines[1], "body");
    assert!(body.contains("finding `1.1` of the audit `AUDIT.md` (Review), rated LOW."), "{body}");
    // One of transforms has another name and another scope, so that neither closes the other.
    let plain = json(&world.amends(&JSON));
    assert_eq!((plain.len(), &plain[0]["audit"]), (1, &serde_json::Value::Null));
    assert!(text(&plain[0], "body").contains(" scope=all base="));
    let marker = body.lines().last().unwrap_or_default();
    assert!(marker.contains(" topic=audit-1-1-") && marker.contains(" scope=all-audit-"), "{marker}");
    // The audit is that of the user's files, and the code that of the commit.
    world.write("AUDIT.md", AUDIT.replace("[LOW]", "[CRITICAL]"));
    world.write("a.py", "x = 1\n");
    let again = json(&audited(&world, &[]));
    assert_eq!(again.len(), 2);
    assert_eq!(again[0]["topic"], lines[1]["topic"], "the first of two that are as urgent");
    // Decisions and settings are obeyed, and said.
    world.write("amends.toml", "ignore = ['AM401']\n");
    let none = audited(&world, &[]);
    assert_eq!((none.code, none.stdout.as_str()), (0, ""));
    assert!(none.stderr.contains("0 with fixes; without: 1 stale, 2 left out by"), "{}", none.stderr);
    world.write("amends.toml", "[audit]\n'1.1' = []\n");
    let one = json(&audited(&world, &[]));
    assert_eq!(all(&one, "title"), ["Audit 1.2: Exceptions swallowed in `b.py`"]);
}

#[test]
fn an_audit_may_stand_in_the_settings_and_must_be_one() {
    let world = World::with(&[("a.py", SILENT), ("pkg/b.py", SILENT), ("docs/AUDIT.md", AUDIT)]);
    let set = "[pr]\ngroup = 'audit'\naudit = 'docs/AUDIT.md'\n";
    world.write("amends.toml", set);
    let by_settings = json(&world.amends(&JSON));
    assert_eq!(by_settings.len(), 2);
    assert_eq!(by_settings[0]["audit"]["report"], "docs/AUDIT.md");
    // However it is named, it is the same one.
    let dotted = world.amends(&[&JSON[..], &["--audit", "./docs/../docs/AUDIT.md"]].concat());
    assert_eq!(json(&dotted), by_settings, "{}", dotted.stderr);
    // Elsewhere, nothing of this machine is said.
    let other = world.project().parent().expect("a folder").join("other.md");
    fs::write(&other, AUDIT).expect("a file");
    let outside = json(&world.amends(&[&JSON[..], &["--audit", "../other.md"]].concat()));
    assert_eq!(outside[0]["audit"]["report"], "other.md");
    assert_ne!(outside[0]["topic"], by_settings[0]["topic"]);
    let refused = |settings: &str, more: &[&str], expected: &str| {
        world.write("amends.toml", settings);
        let ran = world.amends(&[&JSON[..], more].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
        assert!(ran.stderr.contains(expected), "{expected}: {}", ran.stderr);
    };
    refused("[pr]\ngroup = 'audit'\n", &[], "needs an audit");
    refused("[pr]\naudit = 'docs/AUDIT.md'\n", &[], "counts only with `group = \"audit\"`");
    refused("[pr]\ngroup = 'audit'\naudit = '../other.md'\n", &[], "must be a file of the project");
    refused("[pr]\ngroup = 'audit'\naudit = 'none.md'\n", &[], "cannot read the audit none.md");
    refused("", &["--audit", "none.md"], "none.md");
    world.write("empty.md", "# Nothing\n\nAll is well.\n");
    // It would close all that is open.
    refused("", &["--audit", "empty.md"], "no finding is in it");
}

#[test]
fn results_of_a_tool_are_one_topic_for_each_rule_and_large_ones_are_cut() {
    let result = |file: &str| {
        serde_json::json!({
            "code": "S110", "message": "`try`-`except`-`pass` detected @team", "filename": file,
            "location": {"row": 9, "column": 5}, "end_location": {"row": 10, "column": 13},
        })
    };
    let report = serde_json::json!([result("x/a.py"), result("y/b.py"), result("z/c.py")]).to_string();
    let world = World::with(&[
        ("x/a.py", SILENT),
        ("y/b.py", SILENT),
        ("z/c.py", SILENT),
        ("w/d.py", SILENT),
        ("AUDIT.md", &report),
    ]);
    let ran = audited(&world, &[]);
    let lines = json(&ran);
    assert_eq!(lines.len(), 1, "{}", ran.stderr);
    assert!(text(&lines[0], "topic").starts_with("audit-s110-"), "{}", text(&lines[0], "topic"));
    assert_eq!(lines[0]["files"], serde_json::json!(["x/a.py", "y/b.py", "z/c.py"]));
    let body = text(&lines[0], "body");
    assert!(body.contains("These are findings of the audit `AUDIT.md`") && !body.contains("@team"), "{body}");
    assert!(!text(&lines[0], "title").contains("@team"));
    assert!(body.contains("`\"S110\" = []`"), "{body}");
    world.write("amends.toml", "[pr]\nmax-files = 1\n");
    let cut = json(&audited(&world, &[]));
    assert_eq!(cut.len(), 3);
    let start = text(&lines[0], "topic");
    assert!(all(&cut, "topic").iter().all(|topic| topic.starts_with(&format!("{start}-"))));
    assert!(
        text(&cut[0], "body").contains("in another pull request for the same finding"),
        "{}",
        text(&cut[0], "body")
    );
    let only = json(&audited(&world, &["--only", text(&cut[1], "topic")]));
    assert_eq!(only, cut[1..2]);
}

#[test]
fn a_finding_about_many_files_gets_what_no_other_names_and_one_commit_for_each_transform() {
    let orphan = "\n\nasync def again() -> None:\n    asyncio.create_task(again())\n";
    let two = format!("import asyncio\n{SILENT}{orphan}");
    let audit = "# Review\n\n\
        ## 1 [LOW] Swallowed exceptions\n\n**Files:** multiple files\n\n\
        ```python\nexcept Exception:\n    pass\n```\n\n**Issue:** Exceptions are swallowed.\n\n\
        ## 2 [HIGH] What goes wrong in two\n\n**File:** `two.py`\n\n**Issue:** Errors are lost.\n";
    let world = World::with(&[
        ("a.py", SILENT),
        ("b.py", SILENT),
        ("two.py", &two),
        ("AUDIT.md", audit),
        ("amends.toml", "[audit]\n'2' = ['AM401', 'AM504']\n"),
    ]);
    let ran = audited(&world, &[]);
    let lines = json(&ran);
    assert_eq!(
        all(&lines, "title"),
        ["Audit 2: What goes wrong in two", "Audit 1: Swallowed exceptions"],
        "{}",
        ran.stderr
    );
    let subjects: Vec<&str> = lines[0]["commits"]
        .as_array()
        .expect("commits")
        .iter()
        .filter_map(|commit| text(commit, "message").lines().next())
        .collect();
    assert_eq!(subjects.len(), 2, "{subjects:?}");
    assert!(subjects[0].ends_with("(AM401)") && subjects[1].ends_with("(AM504)"), "{subjects:?}");
    let body = text(&lines[0], "body");
    for part in ["**Why (AM401).**", "**Why (AM504).**", "`amends check --all --select AM401,AM504`"] {
        assert!(body.contains(part), "{part} in {body}");
    }
    assert_eq!(lines[1]["files"], serde_json::json!(["a.py", "b.py"]));
    let body = text(&lines[1], "body");
    assert_eq!(body.matches("(not named in the audit, of the same kind)").count(), 2, "{body}");
    assert!(body.contains(", in the pull request for another finding: "), "{body}");
}
