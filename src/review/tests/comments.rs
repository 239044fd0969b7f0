//! Comments that silence a finding, and files that change while they are reviewed.

use super::*;
use crate::review::fake::CODE;
use crate::review::model::Model;
use crate::review::screen::Mode;
use crate::verdict::Verdict;

#[test]
fn ignoring_writes_a_comment_that_silences_this_finding_alone() {
    let (mut fake, mut screen) = start(&[CODE]);
    press(&mut fake, &mut screen, "lyhh");
    assert_eq!(answers(&fake), [(13, Choice::Accept)]);
    press(&mut fake, &mut screen, "iclosing anyway<Enter>");
    let expected = CODE.replacen(
        "    except Exception:\n",
        "    except Exception:  # amends: ignore[AM401] closing anyway\n",
        1,
    );
    assert_eq!(fake.text(0), expected);
    assert_eq!(
        states(&screen),
        [State::Ignored, State::Accepted, State::Open],
        "{:?}",
        screen.model.notice()
    );
    assert_eq!(answers(&fake), [(13, Choice::Accept)], "it counts though its number has changed");
    assert_eq!(screen.model.at(), 2);
    press(&mut fake, &mut screen, "hhy");
    assert_eq!(answers(&fake).len(), 1, "what is ignored cannot be accepted");
    press(&mut fake, &mut screen, "u");
    assert_eq!(
        (fake.text(0).as_str(), states(&screen)),
        (CODE, vec![State::Open, State::Accepted, State::Open])
    );
    assert_eq!(answers(&fake), [(13, Choice::Accept)]);
    press(&mut fake, &mut screen, "u");
    assert!(fake.decisions.is_empty(), "the step before is still known");
}

#[test]
fn what_was_decided_before_an_ignore_comes_back_with_undo() {
    let (mut fake, mut screen) = start(&[CODE]);
    press(&mut fake, &mut screen, "yhiclosing anyway<Enter>");
    assert!(fake.decisions.is_empty());
    press(&mut fake, &mut screen, "u");
    assert_eq!((answers(&fake), states(&screen)[0]), (vec![(9, Choice::Accept)], State::Accepted));
}

#[test]
fn a_comment_that_does_not_fit_goes_above_with_the_same_indent_and_line_end() {
    let code = CODE.replace('\n', "\r\n").replace("        ", "\t\t").replace("    ", "\t");
    let (mut fake, mut screen) = start(&[&code]);
    let long = "the peer may have gone away long before, and nobody can do anything about that any more";
    press(&mut fake, &mut screen, &format!("i{long}<Enter>"));
    let expected = code.replacen("\texcept", &format!("\t# amends: ignore[AM401] {long}\r\n\texcept"), 1);
    assert_eq!(fake.text(0), expected, "{:?}", screen.model.notice());
    press(&mut fake, &mut screen, "u");
    assert_eq!(fake.text(0), code);
}

#[test]
fn where_a_comment_stands_already_it_goes_above() {
    let code = CODE.replace("    except Exception:\n        pass\n", "    except Exception: pass  # noqa\n");
    let (mut fake, mut screen) = start(&[&code]);
    press(&mut fake, &mut screen, "iwhy not<Enter>");
    let expected = code.replacen("    except", "    # amends: ignore[AM401] why not\n    except", 1);
    assert_eq!(fake.text(0), expected, "{:?}", screen.model.notice());
    press(&mut fake, &mut screen, "<Home>i<Enter>");
    let Mode::Ask { error: Some(error), .. } = &screen.mode else { panic!("{:?}", screen.mode) };
    assert_eq!(error, "a reason is needed; Esc gives up");
}

#[test]
fn a_finding_that_no_comment_silences_alone_is_left() {
    let code = "import asyncio\n\n\nclass A:\n    def __init__(self):\n        self.a = asyncio.Event()\n        \
                self.b = asyncio.Event()\n\n    async def go(self):\n        \
                return (await self.a.wait(), await self.b.wait())\n";
    let (mut fake, mut screen) = start(&[code]);
    assert_eq!(states(&screen), [State::Open; 2]);
    press(&mut fake, &mut screen, "iwhy not<Enter>");
    let notice = screen.model.notice();
    assert_eq!(notice, Some("not ignored: a comment there would also silence AM502 in line 10"));
    assert_eq!((fake.writes, states(&screen)), (0, vec![State::Open; 2]));
}

#[test]
fn a_verdict_that_was_asked_for_stays_the_only_one() {
    let mut fake = Fake::new(&[CODE]);
    let items = fake.model().items().to_vec();
    let mut screen = Screen::new(Model::new(items, Some(Verdict::Review)));
    assert_eq!(screen.model.items().len(), 1);
    press(&mut fake, &mut screen, "ithe interpreter ends<Enter>u");
    assert_eq!(states(&screen), [State::Open], "reading the file again brings in no others");
}

#[test]
fn a_file_that_changes_meanwhile_is_read_again_and_nothing_is_decided() {
    let (mut fake, mut screen) = start(&[CODE]);
    let edited = CODE.replacen("        pass\n", "        raise\n", 1);
    fake.disk[0] = edited.clone().into_bytes();
    // Looking notices it; so does a decision where the change comes between looking and the key.
    let effect = screen.key(Key::Char('y')).expect("a decision");
    perform(&mut screen.model, &mut fake, effect);
    assert!(fake.decisions.is_empty());
    assert_eq!(screen.model.notice(), Some("a.py has changed on disk, so it was read again: look once more"));
    assert_eq!(states(&screen).iter().filter(|state| **state == State::Gone).count(), 1);
    let gone = states(&screen).iter().position(|state| *state == State::Gone).expect("it is gone") + 1;
    press(&mut fake, &mut screen, &format!("g{gone}<Enter>i"));
    assert_eq!(screen.mode, Mode::Browse, "nothing is asked of what is gone");
    assert_eq!(screen.model.notice(), Some("this finding is no longer there"));
    // A comment is not written over it either.
    press(&mut fake, &mut screen, "g3<Enter>iwhy not");
    fake.disk[0] = CODE.as_bytes().to_vec();
    let effect = screen.key(Key::Enter).expect("a comment");
    perform(&mut screen.model, &mut fake, effect);
    assert_eq!((fake.writes, fake.text(0).as_str()), (0, CODE));
    assert!(screen.model.notice().is_some_and(|notice| notice.contains("look once more")));
}
