//! Unified diffs of bytes, in the form that `git apply` and `patch -p1` take. Knows nothing of fixes, of
//! encodings, or of what the lines mean.

use std::fmt::Write as _;

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

/// Longest heading after a hunk's `@@`, in bytes; the same as git's.
const HEADING_BYTES: usize = 80;

/// The change of one file as a git-style patch; empty if there is none.
///
/// `path` uses forward slashes and is relative to where the patch will be applied. Lines end at LF only, so
/// that CR, form feeds and bytes of any encoding are kept. Every hunk names the function or class before it.
pub fn unified(path: &str, before: &[u8], after: &[u8], context: usize) -> Vec<u8> {
    if before == after {
        return Vec::new();
    }
    let (old, new) = (lines(before), lines(after));
    let (old_name, new_name) = (quoted(&format!("a/{path}")), quoted(&format!("b/{path}")));
    // Like git, so that `patch` does not end a name at its first space.
    let tab = if path.contains(' ') { "\t" } else { "" };
    let mut patch =
        format!("diff --git {old_name} {new_name}\n--- {old_name}{tab}\n+++ {new_name}{tab}\n").into_bytes();
    for hunk in group_diff_ops(operations(&old, &new), context) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        let span_old = first.old_range().start..last.old_range().end;
        let span_new = first.new_range().start..last.new_range().end;
        let header = format!(
            "@@ -{} +{} @@",
            span(span_old.start, span_old.len()),
            span(span_new.start, span_new.len())
        );
        patch.extend_from_slice(header.as_bytes());
        if let Some(heading) = heading(&old[..span_old.start]) {
            patch.push(b' ');
            patch.extend_from_slice(heading);
        }
        patch.push(b'\n');
        for operation in &hunk {
            let (removed, added) = (&old[operation.old_range()], &new[operation.new_range()]);
            if matches!(operation, DiffOp::Equal { .. }) {
                write_lines(&mut patch, b' ', removed);
            } else {
                write_lines(&mut patch, b'-', removed);
                write_lines(&mut patch, b'+', added);
            }
        }
    }
    patch
}

/// The lines that each place of a change removes and adds, in order.
pub fn changed(before: &[u8], after: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let (old, new) = (lines(before), lines(after));
    let mut places: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    let mut goes_on = false;
    for operation in operations(&old, &new) {
        if matches!(operation, DiffOp::Equal { .. }) {
            goes_on = false;
            continue;
        }
        if !std::mem::replace(&mut goes_on, true) {
            places.push(Default::default());
        }
        if let Some((removed, added)) = places.last_mut() {
            removed.extend(old[operation.old_range()].concat());
            added.extend(new[operation.new_range()].concat());
        }
    }
    places
}

/// How many hunks the patch of a change has.
pub fn hunks(before: &[u8], after: &[u8], context: usize) -> usize {
    if before == after { 0 } else { group_diff_ops(operations(&lines(before), &lines(after)), context).len() }
}

/// How many lines a change adds and removes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stat {
    /// Lines that are only in the new text.
    pub added: usize,
    /// Lines that are only in the old text.
    pub removed: usize,
}

/// Counts the lines that [`unified`] marks with `+` and `-`.
pub fn stat(before: &[u8], after: &[u8]) -> Stat {
    let mut stat = Stat::default();
    if before == after {
        return stat;
    }
    for operation in operations(&lines(before), &lines(after)) {
        if !matches!(operation, DiffOp::Equal { .. }) {
            stat.added += operation.new_range().len();
            stat.removed += operation.old_range().len();
        }
    }
    stat
}

/// A table like that of `git diff --stat`, at most `width` columns wide where that leaves room for names.
/// Empty for no rows.
pub fn render_stat(rows: &[(String, Stat)], width: usize) -> String {
    let total = |stat: &Stat| stat.added + stat.removed;
    let Some(most) = rows.iter().map(|(_, stat)| total(stat)).max() else { return String::new() };
    let digits = most.to_string().len();
    let names: Vec<String> = rows.iter().map(|(path, _)| quoted(path)).collect();
    // Besides the name and the graph, a row has ` `, ` | `, the number, and ` `.
    let room = width.saturating_sub(digits + 5);
    let longest = names.iter().map(|name| columns(name)).max().unwrap_or(0);
    // As git does: the graph may have what the names leave, but at least three eighths.
    let graph_least = most.min(room * 3 / 8).max(6.min(most));
    let name_width = longest.min(room.saturating_sub(graph_least)).max(12.min(longest));
    let graph_width = room.saturating_sub(name_width).max(1);
    let mut table = String::new();
    for ((_, stat), name) in rows.iter().zip(&names) {
        let name = shortened(name, name_width);
        let padding = " ".repeat(name_width.saturating_sub(columns(&name)));
        let (plus, minus) = graph(*stat, most, graph_width);
        let bar = format!("{}{}", "+".repeat(plus), "-".repeat(minus));
        let row = format!(" {name}{padding} | {:>digits$} {bar}", total(stat));
        table.push_str(row.trim_end());
        table.push('\n');
    }
    let added: usize = rows.iter().map(|(_, stat)| stat.added).sum();
    let removed: usize = rows.iter().map(|(_, stat)| stat.removed).sum();
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    // Writing to a string cannot fail.
    let _ = write!(table, " {} file{} changed", rows.len(), plural(rows.len()));
    if added > 0 || removed == 0 {
        let _ = write!(table, ", {added} insertion{}(+)", plural(added));
    }
    if removed > 0 || added == 0 {
        let _ = write!(table, ", {removed} deletion{}(-)", plural(removed));
    }
    table.push('\n');
    table
}

/// Myers' algorithm with the bounds that git's own diff has: it gives the smallest hunks for the few edits
/// that a fix makes, depends on nothing but its input, and ends in seconds for the largest files that are
/// read, however much differs. (A deadline would bound it too, but the output would depend on the machine.)
fn operations(old: &[&[u8]], new: &[&[u8]]) -> Vec<DiffOp> {
    capture_diff_slices(Algorithm::Myers, old, new)
}

/// Lines with their LF, which the last one may lack.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n').collect()
}

/// The range of a hunk header. A range without lines is given by the line before it.
fn span(start: usize, length: usize) -> String {
    match length {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        _ => format!("{},{length}", start + 1),
    }
}

fn write_lines(patch: &mut Vec<u8>, sign: u8, lines: &[&[u8]]) {
    for line in lines {
        patch.push(sign);
        patch.extend_from_slice(line);
        if !line.ends_with(b"\n") {
            patch.extend_from_slice(b"\n\\ No newline at end of file\n");
        }
    }
}

/// The last function or class that starts in `lines`, for the reader; programs ignore it.
fn heading<'a>(lines: &[&'a [u8]]) -> Option<&'a [u8]> {
    let starts = |line: &[u8]| {
        [&b"def "[..], b"class ", b"async def "].iter().any(|keyword| line.starts_with(keyword))
    };
    let line = lines.iter().rev().map(|line| line.trim_ascii()).find(|line| starts(line))?;
    let mut end = line.len().min(HEADING_BYTES);
    // Not inside a UTF-8 character: its later bytes are 10xxxxxx.
    while end > 0 && line.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end -= 1;
    }
    Some(line[..end].trim_ascii_end())
}

/// A path as git prints it: in quotes and with C escapes where it has characters that could be misread.
fn quoted(path: &str) -> String {
    let plain = |byte: u8| (b' '..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
    if path.bytes().all(plain) {
        return path.to_string();
    }
    let mut result = String::from("\"");
    for byte in path.bytes() {
        match byte {
            b'"' | b'\\' => result.extend(['\\', char::from(byte)]),
            0x07 => result.push_str("\\a"),
            0x08 => result.push_str("\\b"),
            b'\t' => result.push_str("\\t"),
            b'\n' => result.push_str("\\n"),
            0x0b => result.push_str("\\v"),
            0x0c => result.push_str("\\f"),
            b'\r' => result.push_str("\\r"),
            _ if plain(byte) => result.push(char::from(byte)),
            _ => result.push_str(&format!("\\{byte:03o}")),
        }
    }
    result.push('"');
    result
}

/// Quoted paths are ASCII, so that bytes are columns.
fn columns(name: &str) -> usize {
    name.len()
}

/// The end of a name that is too wide, cut at a folder where there is one.
fn shortened(name: &str, width: usize) -> String {
    if columns(name) <= width {
        return name.to_string();
    }
    let tail = &name[name.len() - width.saturating_sub(3).min(name.len())..];
    let tail = tail.find('/').map_or(tail, |slash| &tail[slash..]);
    format!("...{tail}")
}

/// How many signs of each kind a row's bar has: all, if the largest fits, else in proportion.
fn graph(stat: Stat, most: usize, width: usize) -> (usize, usize) {
    if most <= width {
        return (stat.added, stat.removed);
    }
    // What is there at all stays visible.
    let scaled = |count: usize| if count == 0 { 0 } else { (count * width / most).max(1) };
    let plus = scaled(stat.added);
    (plus, scaled(stat.removed).min(width.saturating_sub(plus).max(usize::from(stat.removed > 0))))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::path::Path;
    use std::process::{Command, Stdio};

    use proptest::prelude::*;

    use super::*;

    fn text(patch: &[u8]) -> String {
        String::from_utf8_lossy(patch).into_owned()
    }

    /// Runs a program in a folder that is no git repository, with the patch as its input.
    fn run(folder: &Path, program: &str, arguments: &[&str], patch: &[u8]) -> Result<(), String> {
        let mut child = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .env("LC_ALL", "C")
            .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        child.stdin.take().expect("stdin is piped").write_all(patch).map_err(|error| error.to_string())?;
        let output = child.wait_with_output().map_err(|error| error.to_string())?;
        let printed = format!("{}{}", text(&output.stdout), text(&output.stderr));
        if output.status.success() { Ok(()) } else { Err(format!("{program} {arguments:?}: {printed}")) }
    }

    /// Writes `before`, applies the diff with the program, and gives what the file then holds.
    fn applied(
        program: &str,
        arguments: &[&str],
        path: &str,
        before: &[u8],
        patch: &[u8],
    ) -> Result<Vec<u8>, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a parent")).map_err(|error| error.to_string())?;
        fs::write(&file, before).map_err(|error| error.to_string())?;
        run(folder.path(), program, arguments, patch)?;
        fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))
    }

    fn numbered(range: std::ops::RangeInclusive<usize>) -> String {
        range.map(|number| format!("line {number}\n")).collect()
    }

    /// Name, path, before, after.
    fn nasty() -> Vec<(&'static str, &'static str, Vec<u8>, Vec<u8>)> {
        let forty = numbered(1..=40);
        let edited = |numbers: &[usize]| {
            let mut result = forty.clone();
            for number in numbers {
                result = result.replacen(&format!("line {number}\n"), &format!("LINE {number}\nmore\n"), 1);
            }
            result.into_bytes()
        };
        let forty_bytes = forty.clone().into_bytes();
        let code = ["class A:\n", "    async def stop(self):\n", "  # def x\n", "def defer(a):\r\n"]
            .map(|head| {
                format!("{head}{}", (0..15).map(|n| format!("        step({n})\n")).collect::<String>())
            })
            .concat();
        vec![
            ("empty before", "a.py", b"".to_vec(), b"x = 1\n".to_vec()),
            ("empty before, no newline after", "a.py", b"".to_vec(), b"x = 1".to_vec()),
            ("empty after", "a.py", b"x = 1\ny = 2\n".to_vec(), b"".to_vec()),
            ("newline lost", "a.py", b"a\nb\n".to_vec(), b"a\nb".to_vec()),
            ("newline won", "a.py", b"a\nb".to_vec(), b"a\nb\n".to_vec()),
            ("no newline on both sides", "a.py", b"a\nb\nc".to_vec(), b"a\nB\nc".to_vec()),
            ("no newline, last line changed", "a.py", b"a\nb".to_vec(), b"a\nB".to_vec()),
            ("no newline, line added after", "a.py", b"a\nb".to_vec(), b"a\nb\nc".to_vec()),
            ("CRLF", "a.py", b"a\r\nb\r\nc\r\n".to_vec(), b"a\r\nB\r\nnew\r\nc\r\n".to_vec()),
            ("CRLF, no newline", "a.py", b"a\r\nb".to_vec(), b"a\r\nb\r\nc".to_vec()),
            ("CRLF to LF", "a.py", b"a\r\nb\r\nc\n".to_vec(), b"a\nb\r\nc\n".to_vec()),
            ("mixed", "a.py", b"a\r\nb\nc\r\nd\n".to_vec(), b"a\r\nB\nc\r\nD\r\nd\n".to_vec()),
            ("latin-1", "a.py", b"# \xe9\nx\n# \xff\n".to_vec(), b"# \xe9\nX\n# \xff\xfe\n".to_vec()),
            ("space in path", "my dir/a b.py", b"a\n".to_vec(), b"b\n".to_vec()),
            ("trailing space in path", "dir /a .py", b"a\n".to_vec(), b"b\n".to_vec()),
            ("quote in path", "a\"b.py", b"a\n".to_vec(), b"b\n".to_vec()),
            ("backslash in path", "a\\b.py", b"a\n".to_vec(), b"b\n".to_vec()),
            ("umlaut in path", "ü ber/ü.py", b"a\n".to_vec(), b"b\n".to_vec()),
            ("tab in path", "a\tb.py", b"a\n".to_vec(), b"b\n".to_vec()),
            ("first line", "a.py", forty_bytes.clone(), edited(&[1])),
            ("last line", "a.py", forty_bytes.clone(), edited(&[40])),
            ("both ends", "a.py", forty_bytes.clone(), edited(&[1, 40])),
            ("hunks that touch", "a.py", forty_bytes.clone(), edited(&[10, 17])),
            ("hunks just apart", "a.py", forty_bytes.clone(), edited(&[10, 18])),
            ("many hunks", "a.py", forty_bytes.clone(), edited(&[1, 9, 17, 26, 34])),
            ("form feeds", "a.py", b"a\n\x0c\nb\x0cc\n".to_vec(), b"a\n\x0c\nB\x0cc\n\x0c".to_vec()),
            (
                "lines like headers",
                "a.py",
                b"-- a\n++ b\n@@\n".to_vec(),
                b"--- a\n+++ b\n@@ -1 +1 @@\n".to_vec(),
            ),
            (
                "lines like a diff",
                "a.py",
                b"x\n".to_vec(),
                b"diff --git a/a.py b/a.py\n--- a/a.py\nx\n".to_vec(),
            ),
            (
                "NUL-free control bytes",
                "a.py",
                b"\x01\x7f\n\x1b[0m\n".to_vec(),
                b"\x01\x7f\n\x1b[1m\n".to_vec(),
            ),
            (
                "line separators of Unicode",
                "a.py",
                "a\u{2028}b\u{85}c\n".into(),
                "a\u{2028}B\u{85}c\n".into(),
            ),
            ("inside functions", "a.py", code.clone().into_bytes(), code.replace("(9)", "(99)").into_bytes()),
            ("only newlines", "a.py", b"\n\n\n\n\n\n\n\n\n".to_vec(), b"\n\n\n\n\n\n\n\n\n\n".to_vec()),
        ]
    }

    #[test]
    fn git_applies_every_diff() {
        for (name, path, before, after) in nasty() {
            let patch = unified(path, &before, &after, 3);
            let checked = applied("git", &["apply", "--check", "-"], path, &before, &patch);
            assert_eq!(checked, Ok(before.clone()), "{name}:\n{}", text(&patch));
            let result = applied("git", &["apply", "--whitespace=nowarn", "-"], path, &before, &patch);
            assert_eq!(result, Ok(after), "{name}:\n{}", text(&patch));
        }
    }

    #[test]
    fn git_takes_every_diff_back() {
        for (name, path, before, after) in nasty() {
            let patch = unified(path, &before, &after, 3);
            let result = applied("git", &["apply", "--whitespace=nowarn", "-R", "-"], path, &after, &patch);
            assert_eq!(result, Ok(before), "{name}:\n{}", text(&patch));
        }
    }

    #[test]
    fn patch_applies_every_diff() {
        if Command::new("patch").arg("--version").output().is_err() {
            println!("skipped: there is no `patch` on this machine");
            return;
        }
        for (name, path, before, after) in nasty() {
            let patch = unified(path, &before, &after, 3);
            let result =
                applied("patch", &["-p1", "--binary", "--no-backup-if-mismatch"], path, &before, &patch);
            assert_eq!(result, Ok(after), "{name}:\n{}", text(&patch));
        }
    }

    /// What git itself prints for the same change, without the lines that only a repository can give.
    fn by_git(path: &str, before: &[u8], after: &[u8]) -> String {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (side, bytes) in [("a", before), ("b", after)] {
            let file = folder.path().join(side).join(path);
            fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
            fs::write(file, bytes).expect("a file");
        }
        fs::write(folder.path().join("attributes"), "*.py diff=python\n").expect("a file");
        let output = Command::new("git")
            .args(["-c", "core.attributesFile=attributes", "diff", "--no-index", "--no-prefix", "--text"])
            .args([format!("a/{path}"), format!("b/{path}")])
            .current_dir(folder.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .expect("git starts");
        text(&output.stdout)
            .lines()
            .filter(|line| !line.starts_with("index ") && !line.starts_with("diff --git "))
            .map(|line| line.to_string() + "\n")
            .collect()
    }

    #[test]
    fn hunks_and_names_are_those_of_git() {
        for (name, path, before, after) in nasty() {
            let patch = text(&unified(path, &before, &after, 3));
            let body = patch.split_once('\n').map_or("", |(_, body)| body);
            let ours: String = body.lines().map(|line| line.to_string() + "\n").collect();
            assert_eq!(ours, by_git(path, &before, &after), "{name}");
        }
    }

    #[test]
    fn equal_inputs_give_nothing() {
        assert_eq!(unified("a.py", b"x\n", b"x\n", 3), b"");
        assert_eq!(stat(b"x\n", b"x\n"), Stat::default());
    }

    #[test]
    fn a_hunk_names_the_function_that_it_is_in() {
        let mut before = String::from("class Hub:\n    async def stop(self):\n");
        before.extend((0..9).map(|number| format!("        step({number})\n")));
        let after = before.replace("step(7)", "step(77)");
        let expected = "@@ -7,5 +7,5 @@ async def stop(self):\n";
        let patch = text(&unified("a.py", before.as_bytes(), after.as_bytes(), 3));
        assert!(patch.contains(expected), "{patch}");
    }

    #[test]
    fn a_heading_is_cut_between_characters() {
        let line = format!("def f({}ü\n", "x".repeat(HEADING_BYTES - 7));
        assert_eq!(heading(&[line.as_bytes()]).map(<[u8]>::len), Some(HEADING_BYTES - 1));
        assert_eq!(heading(&[b"x = 1\n"]), None);
    }

    #[test]
    fn context_can_be_chosen() {
        let before = numbered(1..=9);
        let after = before.replace("line 5", "LINE 5");
        let patch = text(&unified("a.py", before.as_bytes(), after.as_bytes(), 1));
        assert!(patch.ends_with("@@ -4,3 +4,3 @@\n line 4\n-line 5\n+LINE 5\n line 6\n"), "{patch}");
        let none = text(&unified("a.py", before.as_bytes(), after.as_bytes(), 0));
        assert!(none.ends_with("@@ -5 +5 @@\n-line 5\n+LINE 5\n"), "{none}");
    }

    #[test]
    fn a_stat_counts_what_the_diff_shows() {
        for (name, path, before, after) in nasty() {
            let patch = unified(path, &before, &after, 3);
            let body: Vec<&[u8]> = lines(&patch).into_iter().skip(3).collect();
            let count = |sign: u8| body.iter().filter(|line| line.first() == Some(&sign)).count();
            assert_eq!(stat(&before, &after), Stat { added: count(b'+'), removed: count(b'-') }, "{name}");
        }
    }

    #[test]
    fn a_stat_table_reads_like_that_of_git() {
        let rows = [
            ("relay/hub.py".to_string(), Stat { added: 3, removed: 1 }),
            ("relay/ü.py".to_string(), Stat { added: 0, removed: 12 }),
        ];
        assert_eq!(
            render_stat(&rows, 80),
            " relay/hub.py        |  4 +++-\n \"relay/\\303\\274.py\" | 12 ------------\n \
             2 files changed, 3 insertions(+), 13 deletions(-)\n"
        );
        let one = [("a.py".to_string(), Stat { added: 1, removed: 0 })];
        assert_eq!(render_stat(&one, 80), " a.py | 1 +\n 1 file changed, 1 insertion(+)\n");
        assert_eq!(render_stat(&[], 80), "");
    }

    #[test]
    fn a_stat_table_fits_its_width() {
        let rows = [
            (format!("{}/hub.py", "very/deep/folder".repeat(9)), Stat { added: 900, removed: 400 }),
            ("a.py".to_string(), Stat { added: 1, removed: 1 }),
        ];
        for width in [40, 60, 80, 200] {
            let table = render_stat(&rows, width);
            let widest = table.lines().take(rows.len()).map(str::len).max().unwrap_or(0);
            assert!(widest <= width, "{width}:\n{table}");
            assert!(table.contains("/hub.py ") && table.contains(" |    2 +-\n"), "{width}:\n{table}");
        }
    }

    fn line() -> impl Strategy<Value = Vec<u8>> {
        // Few different lines, so that they repeat and move; the line ends differ.
        let content = prop_oneof![
            Just(b"".to_vec()),
            Just(b"    pass".to_vec()),
            Just(b"def f():".to_vec()),
            Just(b"\xe9\x0c".to_vec()),
            Just(b"-- x".to_vec()),
            prop::collection::vec(32u8..127, 0..3),
        ];
        (content, any::<bool>()).prop_map(|(mut line, crlf)| {
            line.extend_from_slice(if crlf { b"\r\n" } else { b"\n" });
            line
        })
    }

    fn file() -> impl Strategy<Value = Vec<u8>> {
        (prop::collection::vec(line(), 0..40), any::<bool>()).prop_map(|(lines, cut)| {
            let mut bytes = lines.concat();
            if cut {
                bytes.pop();
            }
            bytes
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn git_makes_after_from_before(before in file(), after in file(), context in 1usize..4) {
            let patch = unified("a.py", &before, &after, context);
            if before == after {
                prop_assert!(patch.is_empty());
            } else {
                let arguments = ["apply", "--whitespace=nowarn", "-"];
                prop_assert_eq!(applied("git", &arguments, "a.py", &before, &patch), Ok(after));
            }
        }

        #[test]
        fn git_applies_small_edits_of_long_files(
            lines in prop::collection::vec(line(), 30..60),
            edits in prop::collection::vec((0usize..30, line()), 1..5),
        ) {
            let before = lines.concat();
            let mut edited = lines;
            for (at, line) in edits {
                edited[at] = line;
            }
            let after = edited.concat();
            let patch = unified("a.py", &before, &after, 3);
            if before != after {
                let arguments = ["apply", "--whitespace=nowarn", "-"];
                prop_assert_eq!(applied("git", &arguments, "a.py", &before, &patch), Ok(after));
            }
        }
    }
}
