//! The plain prompt, line by line.

use super::*;
use crate::review::fake::CODE;
use crate::review::prompt;

fn talk(fake: &mut Fake, input: &str) -> String {
    let mut model = fake.model();
    let mut output = Vec::new();
    prompt::run(&mut model, fake, &mut input.as_bytes(), &mut output, false, false).expect("it talks");
    String::from_utf8(output).expect("it is text")
}

#[test]
fn the_prompt_asks_line_by_line() {
    let mut fake = Fake::new(&[CODE]);
    let said = talk(&mut fake, "y\n\nwhat\x1b[31m\nn\nq\n");
    assert_eq!(answers(&fake), [(9, Choice::Accept), (13, Choice::Skip)]);
    let first = "
AM401 log-swallowed-exception  safe  undecided
a.py:9  in close
close drops Exception without a trace
changes: the exception is logged at debug level; control flow stays
because: cleanup: close is a clean-up path (line 9)
because: `logger` is the module's logger (line 3)

@@ -7,7 +7,7 @@ def close(a, b):
     try:
         a.close()
     except Exception:
-        pass
+        logger.debug(\"Failed to close a in close\", exc_info=True)
     try:
         b.close()
     except Exception:

[1/3  0 decided] accept this fix [y,n,e,i,u,q,?]? ";
    assert!(said.starts_with(first), "{said}");
    assert!(said.contains("what\\u{1b}[31m means nothing here; ? lists what does\n"), "{said}");
    assert!(said.ends_with("[3/3  2 decided] accept this fix [y,n,e,i,u,q,?]? "), "{said}");
}

#[test]
fn the_prompt_ends_with_its_input_and_when_all_is_decided() {
    let mut fake = Fake::new(&[CODE]);
    assert!(talk(&mut fake, "n").ends_with("[2/3  1 decided] accept this fix [y,n,e,i,u,q,?]? \n"));
    assert_eq!(answers(&fake), [(9, Choice::Skip)], "a line without an end counts");
    assert!(talk(&mut fake, "A\ny\nq\n").ends_with("all are decided\n"));
    assert_eq!(fake.decisions.len(), 3);
    let mut none = Fake::new(&["x = 1\n"]);
    assert_eq!(talk(&mut none, "y\n"), "There is no fix to review.\n");
}

#[test]
fn the_prompt_takes_texts_on_the_same_line_or_the_next() {
    let mut fake = Fake::new(&[CODE]);
    let said =
        talk(&mut fake, "e\nclosing did not work\nm it is closed anyway\ni\n\ni the interpreter ends\n");
    assert!(
        said.contains("now: Failed to close a in close\nlog message (an empty line changes nothing): "),
        "{said}"
    );
    let all: Vec<_> = fake.decisions.all().into_iter().cloned().collect();
    assert_eq!(all[0].log_message.as_deref(), Some("closing did not work"));
    assert_eq!(all[1].message.as_deref(), Some("it is closed anyway"));
    assert!(
        fake.text(0)
            .ends_with("except Exception:  # amends: ignore[AM401] the interpreter ends\n        pass\n")
    );
    assert!(said.ends_with("all are decided\n"), "{said}");
}

#[test]
fn the_prompt_ends_where_decisions_cannot_be_written() {
    // For ever, as `yes` does it; somebody at the other end gets a second try.
    for (attended, asked) in [(false, 1), (true, 2)] {
        let mut fake = Fake::new(&[CODE]);
        fake.full = true;
        let mut model = fake.model();
        let mut input = std::io::BufReader::new(std::io::Read::chain(&b"n\n"[..], Endless));
        let mut output = Vec::new();
        let ended = prompt::run(&mut model, &mut fake, &mut input, &mut output, false, attended);
        assert_eq!(
            ended.expect_err("it ends").to_string(),
            "the disk is full; the review ends here",
            "{attended}"
        );
        let said = String::from_utf8(output).expect("it is text");
        assert_eq!(said.matches("accept this fix").count(), asked, "{said}");
    }
}

/// What `yes` prints.
struct Endless;

impl std::io::Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = buffer.len().min(2);
        buffer[..count].copy_from_slice(&b"y\n"[..count]);
        Ok(count)
    }
}

#[test]
fn the_prompt_goes_back_and_takes_back() {
    let mut fake = Fake::new(&[CODE]);
    let said = talk(&mut fake, "u\nn\nh\ny\nu\nu\n/__del__\ny\ng 9\ng x\n?\n");
    assert_eq!(answers(&fake), [(20, Choice::Accept)]);
    for part in [
        "there is nothing to take back\n",
        "taken back\n",
        "there are fixes 1 to 3\n",
        "that is no number\n",
        "i  ignore for ever",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}
