//! `amends new`: the folder of a new transform, with tests that fail until it is filled.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use super::printed;
use crate::syntax::walk::words;
use crate::transforms::ALL;

/// Start a new transform: writes transforms/<name> in a checkout of amends
///
/// The folder holds mod.rs, README.md and a first case. Add the two lines that it prints to
/// transforms/mod.rs; then `cargo test` fails until the transform judges, its README has every
/// section, and it has eight cases that change something and as many that must not.
///
/// Example:
///   amends new reader-locks --code AM304
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Kebab-case name: `ordered-locks`
    name: String,

    /// The code in the catalogue: AM and three digits
    #[arg(long)]
    code: String,

    /// The checkout's root
    #[arg(long, default_value = ".", value_name = "DIR")]
    root: std::path::PathBuf,
}

pub(super) fn run(args: &Args) -> Result<ExitCode> {
    let parts = words(&args.name);
    if parts.is_empty() || parts.join("-") != args.name {
        bail!("`{}` is no kebab-case name; write it like `ordered-locks`", args.name);
    }
    let digits = args
        .code
        .strip_prefix("AM")
        .filter(|digits| digits.len() == 3 && digits.chars().all(|digit| digit.is_ascii_digit()));
    if digits.is_none() {
        bail!(
            "`{}` is no code; codes are AM and three digits, the first of them the audit section",
            args.code
        );
    }
    if let Some(taken) = ALL
        .iter()
        .map(|transform| transform.meta())
        .find(|meta| meta.code == args.code || meta.name == args.name)
    {
        bail!("{} {} exists already", taken.code, taken.name);
    }
    let folder_name = parts.join("_");
    let type_name: String = parts.iter().map(|part| capitalised(part)).collect();
    if !args.root.join("transforms/mod.rs").is_file() {
        bail!(
            "{} is no checkout of amends: it has no transforms/mod.rs; say where it is with --root",
            args.root.display()
        );
    }
    let folder = args.root.join("transforms").join(&folder_name);
    if folder.exists() {
        bail!("{} exists already", folder.display());
    }
    fs::create_dir_all(folder.join("cases"))
        .with_context(|| format!("cannot create {}", folder.display()))?;
    let fill = |template: &str| {
        template.replace("{code}", &args.code).replace("{name}", &args.name).replace("{Type}", &type_name)
    };
    write(&folder, "mod.rs", &fill(MOD))?;
    write(&folder, "README.md", &fill(README))?;
    write(&folder, "cases/first.in.py", "async def first(task):\n    await task\n")?;
    write(&folder, "cases/first.out.py", "# Write by thinking what the fix must make of first.in.py.\n")?;
    write(&folder, "cases/first.expect", "2 safe a part of the message, change or evidence\n")?;
    let mut stdout = printed::stdout();
    writeln!(stdout, "{} is there. Add to transforms/mod.rs:\n", folder.display())?;
    writeln!(stdout, "    pub mod {folder_name};")?;
    writeln!(stdout, "    &{folder_name}::{type_name},    (in ALL, ordered by code)\n")?;
    writeln!(
        stdout,
        "`cargo test` says what is missing until it is filled. `amends list` then prints one line"
    )?;
    writeln!(stdout, "more: renew its snapshot with INSTA_UPDATE=always cargo test snapshots, and read it.")?;
    Ok(ExitCode::SUCCESS)
}

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let path = folder.join(name);
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

const MOD: &str = r#"//! {code} {name}: say in one line what this judges. The edits are for a file of their own.

use crate::facts::Facts;
use crate::syntax::NodeKind;
use crate::transform::{Meta, PatternSpec, Site, Transform};
use crate::verdict::Finding;

/// {code}.
pub struct {Type};

static META: Meta = Meta {
    code: "{code}",
    name: "{name}",
    summary: "Say in one line what it does",
    subject: "Say in a few words what its fixes do",
    literals: &["await"],
    patterns: &[PatternSpec { code: "await $X", selector: None, claims: NodeKind::ExprAwait }],
    readme: include_str!("README.md"),
};

impl Transform for {Type} {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn judge(&self, _site: Site, _facts: &Facts<'_>) -> Option<Finding> {
        None
    }
}
"#;

const README: &str = "# {code} {name}

Fill in these sections, in this order: What it finds, Why it matters, Example, When it is fine, Safety,
Options. The first Python block of the example is run; the second must be what comes out.
";

#[cfg(test)]
mod tests {
    use super::*;

    fn args(name: &str, code: &str, root: &Path) -> Args {
        Args { name: name.into(), code: code.into(), root: root.into() }
    }

    #[test]
    fn writes_a_folder_once() {
        let root = tempfile::tempdir().expect("a directory");
        fs::create_dir_all(root.path().join("transforms")).expect("a folder");
        fs::write(root.path().join("transforms/mod.rs"), "").expect("a file");
        run(&args("reader-locks", "AM399", root.path())).expect("a new transform");
        let text = fs::read_to_string(root.path().join("transforms/reader_locks/mod.rs")).expect("mod.rs");
        assert!(text.contains("pub struct ReaderLocks;") && text.contains("code: \"AM399\""), "{text}");
        assert!(
            run(&args("reader-locks", "AM399", root.path())).is_err(),
            "an existing folder is not overwritten"
        );
    }

    #[test]
    fn refuses_bad_names_and_codes() {
        let root = Path::new("nowhere");
        for (name, code) in [
            ("OrderedLocks", "AM399"),
            ("ordered_locks", "AM399"),
            ("ok", "AM3"),
            ("ok", "XX303"),
            ("ok", "AM401"),
            ("../up", "AM399"),
        ] {
            assert!(run(&args(name, code, root)).is_err(), "{name} {code}");
        }
    }
}
