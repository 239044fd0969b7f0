//! What the bot says in comments, and how it knows its own again. Posts none.

use crate::git::Oid;
use crate::pr::model::Obsolete;

/// How the hidden part of a comment starts, up to what it is about.
const START: &str = "<!-- amends-pr-note kind=";

/// Something to say once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The hidden part: a comment that holds it says this already.
    tag: String,
    /// For people, in Markdown.
    prose: String,
}

impl Note {
    /// Why a pull request is closed. `commit` is the bot's last one: after another one, it would be news again.
    pub fn closing(why: Obsolete, commit: &Oid) -> Self {
        Note {
            tag: format!("{START}closing why={} commit={commit} -->", why.word()),
            prose: format!(
                "{} So this is closed. The branch stays; open this again if you want it, and it is yours.",
                why.explain()
            ),
        }
    }

    /// That the bot stops at a pull request in whose way people stand.
    pub fn stopped() -> Self {
        Note {
            tag: format!("{START}stopped -->"),
            prose: "There is something newer for this, but the branch or the description is no longer as amends left \
                    it. That is never overwritten, so amends leaves this alone from now on. Merge it or close it as you \
                    like; delete the branch after that, and a new pull request may come."
                .into(),
        }
    }

    /// The comment.
    pub fn text(&self) -> String {
        format!("{}\n\n{}", self.prose, self.tag)
    }

    /// Whether it was said already.
    pub fn is_in(&self, comments: &[String]) -> bool {
        comments.iter().any(|comment| comment.contains(&self.tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pr::marker::Marker;

    #[test]
    fn notes_are_known_again_and_are_no_markers() {
        let oid = |digit: &str| Oid::parse(&digit.repeat(40)).expect("an id");
        let closing = Note::closing(Obsolete::Gone, &oid("1"));
        let others = [
            Note::closing(Obsolete::Gone, &oid("2")),
            Note::closing(Obsolete::Recut, &oid("1")),
            Note::stopped(),
        ];
        let said = ["thanks".to_string(), closing.text().replace('\n', "\r\n")];
        assert!(closing.is_in(&said));
        for other in others {
            assert!(!other.is_in(&said), "{other:?}");
            assert_eq!(Marker::of_body(&other.text()), None);
        }
    }
}
