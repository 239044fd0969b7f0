//! Accepting, skipping, editing, undoing, finding one's way.

use super::*;
use crate::review::fake::CODE;
use crate::review::model::Effect;
use crate::review::screen::Mode;

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
    assert_eq!(error, "a log message is one line of 1 to 1000 characters, all of which can be seen");
    press(&mut fake, &mut screen, "<Esc>mThe link is closed anyway<C-w><C-w>.<Enter>h");
    assert_eq!(screen.model.current().expect("an item").commit_words().split(' ').next_back(), Some("."));
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
    press(&mut fake, &mut screen, "g999<Enter>");
    assert_eq!((screen.model.notice(), &screen.mode), (Some("there are fixes 1 to 6"), &Mode::Browse));
    press(&mut fake, &mut screen, "g6<Enter>l");
    assert_eq!(screen.model.notice(), Some("this is the last fix"));
    assert_eq!(screen.key(Key::Ctrl('c')), Some(Effect::Quit));
}
