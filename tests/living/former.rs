//! Decisions under the fingerprints of version 0.1: they count, and a review files them under those of today.

use crate::writing::world::{SILENT, World};

/// As version 0.1 had it: the code, the path, the symbol, the line as it is written, and a number among equal ones.
fn former(path: &str, symbol: &str, line: &str, number: usize) -> String {
    let key = format!("AM401\0{path}\0{symbol}\0{line}\0{number}");
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[test]
fn former_decisions_count_and_are_filed_anew() {
    let world = World::with(&[("a.py", SILENT), ("b.py", SILENT)]);
    let name = former("a.py", "f", "except Exception:", 0);
    let decision = format!(
        "version = 1\n\n[[decision]]\nfingerprint = \"{name}\"\ncode = \"AM401\"\npath = \"a.py\"\nline = 9\n\
         decision = \"skip\"\nreason = \"not here\"\n"
    );
    world.write("amends-decisions.toml", &decision);
    let diff = world.amends(&["diff", "--quiet"]);
    assert!(!diff.stdout.contains("a.py") && diff.stdout.contains("b.py"), "{}", diff.stdout);
    let stale = world.amends(&["review", "--stale"]);
    assert_eq!((stale.code, stale.stdout.as_str()), (0, ""), "{}", stale.stderr);
    assert_eq!(world.read("amends-decisions.toml"), decision, "looking writes nothing");
    // Without an answer on standard input, b.py stays undecided.
    assert_eq!(world.amends(&["review"]).code, 1);
    let renewed = world.read("amends-decisions.toml");
    assert!(!renewed.contains(&name) && renewed.contains("reason = \"not here\""), "{renewed}");
    let check = world.amends(&["check", "--format", "json", "a.py"]).stdout;
    let site: serde_json::Value = serde_json::from_str(check.trim()).expect("JSON");
    assert!(renewed.contains(site["fingerprint"].as_str().expect("a fingerprint")), "{renewed}");
    assert!(!world.amends(&["diff", "--quiet"]).stdout.contains("a.py"));
}
