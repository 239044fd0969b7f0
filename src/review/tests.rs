//! The review from keys to files: what is decided, written, shown and taken back.

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::fake::{CODE, Fake};
use super::item::State;
use super::model::Effect;
use super::screen::{Key, Mode, Screen};
use super::{look, perform, prompt, view};
use crate::decisions::Choice;

fn start(texts: &[&str]) -> (Fake, Screen) {
    let fake = Fake::new(texts);
    let screen = Screen::new(fake.model());
    (fake, screen)
}

/// Presses keys: `<Enter>`, `<C-u>` and the like in angle brackets. Whether the review goes on.
fn press(fake: &mut Fake, screen: &mut Screen, keys: &str) -> bool {
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let (key, length) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((name, _)) => (named(name), name.len() + 2),
            None => (Key::Char(first), first.len_utf8()),
        };
        rest = &rest[length..];
        look(&mut screen.model, fake);
        if let Some(effect) = screen.key(key)
            && !perform(&mut screen.model, fake, effect)
        {
            return false;
        }
    }
    true
}

fn named(name: &str) -> Key {
    match name {
        "Enter" => Key::Enter,
        "Esc" => Key::Escape,
        "Down" => Key::Down,
        "End" => Key::End,
        "Home" => Key::Home,
        "Left" => Key::Left,
        "PageDown" => Key::PageDown,
        _ => Key::Ctrl(name.chars().last().expect("a key")),
    }
}

fn states(screen: &Screen) -> Vec<State> {
    screen.model.items().iter().map(|item| item.state).collect()
}

fn answers(fake: &Fake) -> Vec<(usize, Choice)> {
    fake.decisions.all().iter().map(|decision| (decision.line, decision.choice)).collect()
}

fn draw(screen: &mut Screen, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal in memory");
    terminal.draw(|frame| view::draw(frame, screen, true)).expect("it is drawn");
    let buffer = terminal.backend().buffer();
    let row = |y: u16| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_string();
    (0..height).map(|y| row(y) + "\n").collect()
}

#[test]
fn decisions_are_written_at_once_and_the_next_undecided_is_shown() {
    let (mut fake, mut screen) = start(&[CODE]);
    assert_eq!(states(&screen), [State::Open; 3]);
    press(&mut fake, &mut screen, "y");
    assert_eq!(answers(&fake), [(9, Choice::Accept)]);
    press(&mut fake, &mut screen, "ln");
    assert_eq!(answers(&fake), [(9, Choice::Accept), (20, Choice::Skip)]);
    assert_eq!(screen.model.at(), 1, "the one that was passed over is next");
    assert!(!press(&mut fake, &mut screen, "q"));
    // Resuming: what is undecided comes first.
    let again = fake.model();
    let order: Vec<(usize, State)> =
        again.items().iter().map(|item| (item.located.line, item.state)).collect();
    assert_eq!(order, [(13, State::Open), (9, State::Accepted), (20, State::Skipped)]);
}

#[test]
fn undo_goes_back_step_by_step_to_what_was_decided_before() {
    let (mut fake, mut screen) = start(&[CODE]);
    press(&mut fake, &mut screen, "yhn");
    assert_eq!(answers(&fake), [(9, Choice::Skip)]);
    press(&mut fake, &mut screen, "u");
    assert_eq!((answers(&fake), screen.model.at()), (vec![(9, Choice::Accept)], 0));
    press(&mut fake, &mut screen, "u");
    assert!(fake.decisions.is_empty() && screen.model.at() == 0);
    press(&mut fake, &mut screen, "u");
    assert_eq!(screen.model.notice(), Some("there is nothing to take back"));
}

#[test]
fn a_disk_that_is_full_changes_nothing_and_says_so() {
    let (mut fake, mut screen) = start(&[CODE]);
    fake.full = true;
    press(&mut fake, &mut screen, "y");
    assert_eq!((states(&screen), screen.model.notice()), (vec![State::Open; 3], Some("the disk is full")));
    press(&mut fake, &mut screen, "iclosing anyway<Enter>");
    assert_eq!(
        (states(&screen), screen.model.notice()),
        (vec![State::Open; 3], Some("it cannot be written"))
    );
    fake.full = false;
    press(&mut fake, &mut screen, "u");
    assert_eq!(screen.model.notice(), Some("there is nothing to take back"), "failed steps are no steps");
}

#[test]
fn many_at_once_only_after_yes() {
    let (mut fake, mut screen) = start(&[CODE, CODE]);
    press(&mut fake, &mut screen, "n");
    press(&mut fake, &mut screen, "a");
    let Mode::Confirm { question, .. } = &screen.mode else { panic!("{:?}", screen.mode) };
    assert_eq!(question, "Accept all 2 undecided fixes of a.py (1 safe, 1 review)? y/n");
    press(&mut fake, &mut screen, "n");
    assert_eq!(fake.decisions.len(), 1);
    press(&mut fake, &mut screen, "ay");
    assert_eq!((fake.decisions.len(), screen.model.at()), (3, 3));
    press(&mut fake, &mut screen, "A<Enter>");
    assert_eq!(fake.decisions.len(), 6);
    assert!(screen.model.notice().is_some_and(|notice| notice.starts_with("all are decided")));
    press(&mut fake, &mut screen, "u");
    assert_eq!(fake.decisions.len(), 3, "one step");
    press(&mut fake, &mut screen, "uA<Esc>");
    assert_eq!(fake.decisions.len(), 1);
}

#[test]
fn an_edited_log_message_is_in_the_hunk_and_in_the_decision() {
    let (mut fake, mut screen) = start(&[CODE]);
    press(&mut fake, &mut screen, "e<C-u>closing füñf \"漢字\"<Enter>h");
    let decision = fake.decisions.all()[0].clone();
    assert_eq!(decision.log_message.as_deref(), Some("closing füñf \"漢字\""));
    assert_eq!((decision.choice, decision.message), (Choice::Accept, None));
    let hunk = screen.model.current().expect("an item").hunk();
    assert!(
        hunk.iter().any(|(_, line)| line.contains(r#"logger.debug("closing füñf \"漢字\"""#)),
        "{hunk:?}"
    );
    // The own words again: nothing is left to say.
    let own = screen.model.current().and_then(|item| item.literal()).expect("a literal").text.clone();
    press(&mut fake, &mut screen, &format!("e<C-u>{own}<Enter>h"));
    assert_eq!(fake.decisions.all()[0].log_message, None);
    // Nothing, and text that does not fit, are refused where one types.
    press(&mut fake, &mut screen, "e<C-u><Enter>");
    let Mode::Ask { error: Some(error), .. } = &screen.mode else { panic!("{:?}", screen.mode) };
    assert_eq!(error, "a log message is one line of 1 to 1000 characters");
    press(&mut fake, &mut screen, "<Esc>mThe link is closed anyway<C-w><C-w>.<Enter>h");
    assert_eq!(screen.model.current().expect("an item").commit_words().split(' ').next_back(), Some("."));
}

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
fn a_file_that_changes_meanwhile_is_read_again_and_nothing_is_decided() {
    let (mut fake, mut screen) = start(&[CODE]);
    let edited = CODE.replacen("        pass\n", "        raise\n", 1);
    fake.disk[0] = edited.clone().into_bytes();
    // Looking notices it; so does a decision where the change comes between looking and the key.
    let effect = screen.key(Key::Char('y')).expect("a decision");
    assert!(perform(&mut screen.model, &mut fake, effect));
    assert!(fake.decisions.is_empty());
    assert_eq!(screen.model.notice(), Some("a.py has changed on disk, so it was read again: look once more"));
    assert_eq!(states(&screen).iter().filter(|state| **state == State::Gone).count(), 1);
    // A comment is not written over it either.
    press(&mut fake, &mut screen, "g3<Enter>iwhy not");
    fake.disk[0] = CODE.as_bytes().to_vec();
    let effect = screen.key(Key::Enter).expect("a comment");
    assert!(perform(&mut screen.model, &mut fake, effect));
    assert_eq!((fake.writes, fake.text(0).as_str()), (0, CODE));
    assert!(screen.model.notice().is_some_and(|notice| notice.contains("look once more")));
}

#[test]
fn finding_one_s_way() {
    let (mut fake, mut screen) = start(&[CODE, CODE]);
    press(&mut fake, &mut screen, "g5<Enter>");
    assert_eq!(screen.model.at(), 4);
    press(&mut fake, &mut screen, "/__DEL__<Enter>");
    assert_eq!(screen.model.at(), 5);
    press(&mut fake, &mut screen, "/<Enter>");
    assert_eq!(screen.model.at(), 2, "the next match, from the start again");
    press(&mut fake, &mut screen, "/nothing like it<Enter>");
    assert!(matches!(&screen.mode, Mode::Ask { error: Some(_), .. }) && screen.model.at() == 2);
    press(&mut fake, &mut screen, "<Esc>g1<Enter>h");
    assert_eq!(screen.model.notice(), Some("this is the first fix"));
    press(&mut fake, &mut screen, "g6<Enter>l");
    assert_eq!(screen.model.notice(), Some("this is the last fix"));
    assert_eq!(screen.key(Key::Ctrl('c')), Some(Effect::Quit));
}

#[test]
fn the_screen_at_80x24() {
    let (mut fake, mut screen) = start(&[CODE]);
    press(&mut fake, &mut screen, "y");
    assert_eq!(
        draw(&mut screen, 80, 24),
        " 2/3  1 decided  AM401 log-swallowed-exception  safe  undecided
 a.py:13  in close
 close drops Exception without a trace
 changes: the exception is logged at debug level; control flow stays
 because: cleanup: close is a clean-up path (a.py:13)
 because: `logger` is the module's logger (a.py:3)

 @@ -11,7 +11,7 @@ def close(a, b):
      try:
          b.close()
      except Exception:
 -        pass
 +        logger.debug(\"Failed to close b in close\", exc_info=True)


  def __del__(c):







 y accept  n skip  e edit  i ignore  u undo  h/l other fix  ? help  q quit
"
    );
}

#[test]
fn the_screen_at_120x40_and_what_does_not_fit() {
    let long = "x".repeat(150);
    let code = format!("{}\n# 漢字\n{long} = 1\n", CODE.trim_end());
    let (_, mut screen) = start(&[&code]);
    screen.model.command(&super::model::Command::Goto(3)).expect("it is there");
    let drawn = draw(&mut screen, 120, 40);
    let lines: Vec<&str> = drawn.lines().collect();
    assert_eq!(lines.len(), 40);
    assert_eq!(lines[0], " 3/3  0 decided  AM401 log-swallowed-exception  review  undecided");
    assert!(drawn.contains(&format!("  {}\n  {}", "x".repeat(117), "x".repeat(33))), "{drawn}");
    // A wide character takes two cells, of which the second is empty.
    assert!(drawn.contains("  # 漢 字"), "{drawn}");
    assert_eq!(
        lines[39],
        " y accept  n skip  e edit  i ignore  u undo  h/l other fix  ? help  q quit  j/k scroll  a/A accept many  / search"
    );
}

#[test]
fn small_screens_scroll_and_tiny_ones_say_so() {
    let (mut fake, mut screen) = start(&[CODE]);
    let top = draw(&mut screen, 40, 10);
    assert_eq!(
        top,
        " 1/3  0 decided  AM401 log-swallowed-ex…
 a.py:9  in close
 close drops Exception without a trace
 changes: the exception is logged at
   debug level; control flow stays
 because: cleanup: close is a clean-up
   path (a.py:9)
 because: `logger` is the module's     v

 y accept  n skip  e edit  i ignore
"
    );
    press(&mut fake, &mut screen, "<PageDown>");
    let next = draw(&mut screen, 40, 10);
    assert!(next.contains("because: `logger` is the module's     ^"), "{next}");
    press(&mut fake, &mut screen, "<End>");
    let end = draw(&mut screen, 40, 10);
    assert!(!end.lines().nth(7).expect("a line").ends_with('v') && end.contains(" b.close()"), "{end}");
    press(&mut fake, &mut screen, "<Home>");
    assert_eq!(draw(&mut screen, 40, 10), top);
    for (width, height) in [(39, 24), (80, 9), (5, 3), (1, 1)] {
        let tiny = draw(&mut screen, width, height);
        assert!(width < 10 || tiny.starts_with("too small: the review needs 40x10"), "{tiny}");
    }
    // A key still works, and a larger screen shows what it did.
    press(&mut fake, &mut screen, "y");
    assert!(draw(&mut screen, 80, 24).starts_with(" 2/3  1 decided"));
}

#[test]
fn questions_show_the_end_of_what_is_typed() {
    let (mut fake, mut screen) = start(&[CODE]);
    press(&mut fake, &mut screen, "i漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 end");
    let drawn = draw(&mut screen, 40, 10);
    let lines: Vec<&str> = drawn.lines().collect();
    assert_eq!(lines[8], " Why ignore it for ever? (Enter writes …");
    assert!(lines[9].starts_with("> ") && lines[9].ends_with("字  end"), "{drawn}");
    press(&mut fake, &mut screen, "<Esc>?");
    assert!(draw(&mut screen, 80, 24).contains("i  ignore for ever: a comment with your reason"));
    press(&mut fake, &mut screen, "xa");
    assert!(draw(&mut screen, 80, 24).contains(" Accept all 3 undecided fixes of a.py"));
}

fn talk(fake: &mut Fake, input: &str) -> String {
    let mut model = fake.model();
    let mut output = Vec::new();
    prompt::run(&mut model, fake, &mut input.as_bytes(), &mut output, false).expect("it talks");
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
because: cleanup: close is a clean-up path (a.py:9)
because: `logger` is the module's logger (a.py:3)

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
