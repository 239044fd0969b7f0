//! What is done, or would be, about each pull request: as a word, a reason and a line. Does nothing.

use crate::forge::carry::Outcome;
use crate::forge::survey::Survey;
use crate::pr::BRANCHES;
use crate::pr::model::branch;
use crate::pr::reconcile::{Action, Leave};
use crate::report::printable;

/// An action in words.
pub(super) struct Deed {
    /// As in JSON: `create`, `update`, `dress`, `close`, `comment`, `wait` or `leave`.
    pub(super) word: &'static str,
    pub(super) topic: String,
    pub(super) number: Option<u64>,
    pub(super) url: Option<String>,
    /// Why, without a full stop.
    pub(super) reason: Option<String>,
}

/// The words, with what is said of those that were done, and of those that would be.
const WORDS: [(&str, &str, &str); 7] = [
    ("create", "opened", "would be opened"),
    ("update", "updated", "would be updated"),
    ("dress", "completed", "would be completed"),
    ("close", "closed", "would be closed"),
    ("comment", "told about", "would be told about"),
    ("wait", "waiting", "would wait"),
    ("leave", "left", "would be left"),
];

impl Deed {
    /// Of an action, and of what became of it.
    pub(super) fn of(action: &Action, outcome: Option<&Outcome>, survey: &Survey) -> Self {
        let of_number = |number: u64| {
            let branch = survey.seen(number).map(|seen| seen.branch.as_str()).unwrap_or_default();
            branch.strip_prefix(BRANCHES).unwrap_or(branch).to_string()
        };
        let waits =
            |why: Leave| if matches!(why, Leave::LimitNew | Leave::LimitOpen) { "wait" } else { "leave" };
        let (word, topic, number, reason) = match action {
            Action::Create { topic, .. } => ("create", topic.clone(), None, None),
            Action::Update { topic, number, why, .. } => {
                ("update", topic.clone(), Some(*number), Some(why.explain()))
            }
            Action::Dress { topic, number } => {
                let why = "an earlier run was interrupted before labels and the like were set";
                ("dress", topic.clone(), Some(*number), Some(why))
            }
            Action::Close { number, why } => {
                ("close", of_number(*number), Some(*number), Some(why.explain()))
            }
            Action::Comment { number } => {
                let why = "there is something newer, and people have made it theirs";
                ("comment", of_number(*number), Some(*number), Some(why))
            }
            Action::Leave { topic, number, why } => {
                (waits(*why), topic.clone(), *number, Some(why.explain()))
            }
        };
        let mut deed = Deed {
            word,
            topic,
            number,
            url: number.and_then(|number| survey.seen(number)).map(|seen| seen.url.clone()),
            reason: reason.map(|reason| reason.trim_end_matches('.').to_string()),
        };
        if let Some(outcome) = outcome {
            deed.number = outcome.number.or(deed.number);
            deed.url = outcome.url.clone().or(deed.url);
            if let Some(why) = outcome.left {
                (deed.word, deed.reason) = (waits(why), Some(why.explain().to_string()));
            }
        }
        deed
    }

    /// What was done, or would be.
    fn said(&self, is_dry: bool) -> &'static str {
        let found = WORDS.iter().find(|(word, ..)| *word == self.word);
        found.map_or("", |(_, done, would)| if is_dry { would } else { done })
    }

    /// `would be updated: #7 amends/TOPIC (why)`.
    pub(super) fn line(&self, is_dry: bool) -> String {
        let number = self.number.map_or_else(String::new, |number| format!("#{number} "));
        let reason = self.reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"));
        let url = self.url.as_ref().map_or_else(String::new, |url| format!(" {url}"));
        printable(&format!("{}: {number}{}{reason}{url}", self.said(is_dry), branch(&self.topic)))
    }

    /// Of one that failed.
    pub(super) fn failed(&self, error: &str) -> String {
        let number = self.number.map_or_else(String::new, |number| format!("#{number} "));
        printable(&format!("failed to {}: {number}{}: {error}", self.word, branch(&self.topic)))
    }
}

/// `2 opened, 1 updated and 3 left`; empty if there is nothing.
pub(super) fn counted(deeds: &[&Deed], is_dry: bool) -> String {
    let parts: Vec<String> = WORDS
        .iter()
        .filter_map(|(word, done, would)| {
            let count = deeds.iter().filter(|deed| deed.word == *word).count();
            (count > 0).then(|| format!("{count} {}", if is_dry { would } else { done }))
        })
        .collect();
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deed(word: &'static str, number: Option<u64>, reason: Option<&str>) -> Deed {
        let url = number.map(|number| format!("https://forge.example/pull/{number}"));
        Deed { word, topic: "am401-a".into(), number, url, reason: reason.map(str::to_string) }
    }

    #[test]
    fn lines_say_what_and_why_and_cannot_speak_to_a_terminal() {
        let update = deed("update", Some(7), Some("it changes something else now"));
        let rest = "#7 amends/am401-a (it changes something else now) https://forge.example/pull/7";
        assert_eq!(update.line(false), format!("updated: {rest}"));
        assert_eq!(update.line(true), format!("would be updated: {rest}"));
        assert_eq!(deed("create", None, None).line(true), "would be opened: amends/am401-a");
        assert_eq!(update.failed("no\u{1b}[2J"), "failed to update: #7 amends/am401-a: no\\u{1b}[2J");
    }

    #[test]
    fn they_are_counted_in_the_order_of_what_matters() {
        let all = [deed("leave", None, None), deed("create", None, None), deed("leave", None, None)];
        let of = |count: usize, is_dry: bool| counted(&all.iter().take(count).collect::<Vec<_>>(), is_dry);
        assert_eq!(of(3, false), "1 opened and 2 left");
        assert_eq!(of(1, true), "1 would be left");
        assert_eq!(of(0, true), "");
        let more = [&all[0], &all[1], &deed("close", Some(1), None)];
        assert_eq!(counted(&more, false), "1 opened, 1 closed and 1 left");
    }
}
