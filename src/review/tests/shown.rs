//! What is on the screen, at several sizes.

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::review::fake::CODE;
use crate::review::model::Command;
use crate::review::view;

fn draw(screen: &mut Screen, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal in memory");
    terminal.draw(|frame| view::draw(frame, screen, true)).expect("it is drawn");
    let buffer = terminal.backend().buffer();
    let row = |y: u16| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_string();
    (0..height).map(|y| row(y) + "\n").collect()
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
 because: cleanup: close is a clean-up path (line 13)
 because: `logger` is the module's logger (line 3)

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
    screen.model.command(&Command::Goto(3)).expect("it is there");
    let drawn = draw(&mut screen, 120, 40);
    let lines: Vec<&str> = drawn.lines().collect();
    assert_eq!(lines.len(), 40);
    assert_eq!(lines[0], " 3/3  0 decided  AM401 log-swallowed-exception  review  undecided");
    assert!(drawn.contains(&format!("  {}\n  {}", "x".repeat(116), "x".repeat(34))), "{drawn}");
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
 because: cleanup: close is a
   clean-up path (line 9)
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
    assert!(draw(&mut screen, 80, 24).contains(" i          ignore for ever: a comment with your reason"));
    // It scrolls where it does not fit, and goes at any other key, which does nothing else.
    assert!(!draw(&mut screen, 40, 10).contains("quit;"));
    press(&mut fake, &mut screen, "<End>");
    assert!(draw(&mut screen, 40, 10).contains(" q Ctrl-C   quit; every decision is\n   saved already\n"));
    press(&mut fake, &mut screen, "y");
    assert!(draw(&mut screen, 80, 24).starts_with(" 1/3  0 decided"));
    press(&mut fake, &mut screen, "a");
    assert!(draw(&mut screen, 80, 24).contains(" Accept all 3 undecided fixes of a.py"));
}
