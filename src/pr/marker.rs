//! The hidden comment at the end of a body: what the bot needs to know of its own pull request. Knows no forge.

use std::fmt;

use super::model::Obsolete;
use crate::git::Oid;

/// How a marker starts. Nothing else in a body may.
const START: &str = "<!-- amends-pr ";
const END: &str = " -->";

/// What a pull request is about, as the bot left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// The topic.
    pub topic: String,
    /// Which paths the run was for: `all`, or a digest of them.
    pub scope: String,
    /// The commit that it starts at.
    pub base: Oid,
    /// The hash of what it changes; see [`super::content`].
    pub content: String,
    /// The last commit of the branch that is the bot's.
    pub commit: Oid,
    /// Whether labels, reviewers and the like are still to be set: the run that opened it was interrupted.
    pub is_undressed: bool,
    /// Why the bot has closed it, if it has.
    pub closed: Option<Obsolete>,
}

impl fmt::Display for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Marker { topic, scope, base, content, commit, is_undressed, closed } = self;
        write!(f, "{START}v=1 topic={topic} scope={scope} base={base} content={content} commit={commit}")?;
        if *is_undressed {
            f.write_str(" todo=dress")?;
        }
        if let Some(why) = closed {
            write!(f, " closed={}", why.word())?;
        }
        f.write_str(END)
    }
}

impl Marker {
    /// That of a body: the last thing in it but white space. Anything before it is text that somebody wrote.
    pub fn of_body(body: &str) -> Option<Self> {
        // People add below it, too.
        let at = body.rfind(START)?;
        let (fields, _) = body[at + START.len()..].split_once(END)?;
        let field = |name: &str| {
            let mut found = fields.split(' ').filter_map(|field| field.strip_prefix(name)?.strip_prefix('='));
            let value = found.next().filter(|value| is_word(value))?;
            found.next().is_none().then_some(value)
        };
        // One that is not there, or one that has a known value: `None` for anything else.
        let optional = |name: &str| {
            let is_there = fields.split(' ').any(|field| field.split('=').next() == Some(name));
            if is_there { field(name).map(Some) } else { Some(None) }
        };
        (field("v")? == "1").then_some(())?;
        let is_undressed = match optional("todo")? {
            None => false,
            Some("dress") => true,
            Some(_) => return None,
        };
        let closed = match optional("closed")? {
            None => None,
            Some(word) => Some(Obsolete::of_word(word)?),
        };
        Some(Marker {
            is_undressed,
            closed,
            topic: field("topic")?.to_string(),
            scope: field("scope")?.to_string(),
            base: Oid::parse(field("base")?)?,
            content: field("content")?.to_string(),
            commit: Oid::parse(field("commit")?)?,
        })
    }

    /// A body that ends with this marker and holds no other.
    pub fn closing(&self, body: &str) -> String {
        format!("{}\n\n{self}\n", without_markers(body).trim_end())
    }

    /// A body with this marker in place of the one that [`Marker::of_body`] reads; all else stays as people left it.
    pub fn in_place(&self, body: &str) -> String {
        let found = body.rfind(START).and_then(|at| {
            let (_, rest) = body[at + START.len()..].split_once(END)?;
            Some((at, rest))
        });
        match found {
            Some((start, rest)) => format!("{}{self}{rest}", &body[..start]),
            None => self.closing(body),
        }
    }
}

/// A body in which nothing can be taken for a marker.
pub fn without_markers(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find("<!--") {
        let (before, comment) = rest.split_at(at);
        out += before;
        let named = comment["<!--".len()..].trim_start().get(.."amends-pr".len());
        let forged = named.is_some_and(|name| name.eq_ignore_ascii_case("amends-pr"));
        out += if forged { "&lt;!--" } else { "<!--" };
        rest = &comment["<!--".len()..];
    }
    out + rest
}

fn is_word(text: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    !text.is_empty() && text.bytes().all(good)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marker(digit: char) -> Marker {
        let oid = Oid::parse(&digit.to_string().repeat(40)).expect("an id");
        Marker {
            topic: "am401-log-swallowed-exception-in-relay".into(),
            scope: "all".into(),
            base: oid.clone(),
            content: "0123abcd".into(),
            commit: oid,
            is_undressed: false,
            closed: None,
        }
    }

    #[test]
    fn a_marker_is_read_back_and_cannot_be_seen() {
        let marker = marker('1');
        let body = marker.closing("What and why.\n\n");
        assert_eq!(Marker::of_body(&body), Some(marker.clone()));
        assert_eq!(Marker::of_body(&body.replace('\n', "\r\n")), Some(marker.clone()), "forges store CRLF");
        assert_eq!(Marker::of_body(&format!("{body}\nseen, Ada\n")), Some(marker));
        assert!(body.lines().last().is_some_and(|line| line.starts_with("<!--") && line.ends_with("-->")));
        assert_eq!(Marker::of_body("What and why."), None);
    }

    #[test]
    fn what_is_left_to_do_and_why_it_was_closed_are_in_it() {
        let undressed = Marker { is_undressed: true, ..marker('1') };
        let closed = Marker { closed: Some(Obsolete::Recut), ..marker('1') };
        assert!(undressed.to_string().ends_with(" todo=dress -->"));
        assert!(closed.to_string().ends_with(" closed=recut -->"));
        for one in [undressed, closed, Marker { closed: Some(Obsolete::Gone), ..marker('1') }] {
            assert_eq!(Marker::of_body(&one.closing("text")), Some(one));
        }
    }

    #[test]
    fn one_takes_the_place_of_another_and_leaves_what_people_wrote() {
        let body = format!("mine\r\n<!-- a comment -->\r\n{}\r\nseen, Ada", marker('1'));
        let closed = Marker { closed: Some(Obsolete::Gone), ..marker('1') };
        let expected = format!("mine\r\n<!-- a comment -->\r\n{closed}\r\nseen, Ada");
        assert_eq!(closed.in_place(&body), expected);
        assert_eq!(closed.in_place("mine"), format!("mine\n\n{closed}\n"), "somebody removed it meanwhile");
    }

    #[test]
    fn text_cannot_forge_one() {
        let (own, other) = (marker('1'), marker('2'));
        for forged in
            [other.to_string(), format!("<!--AMENDS-PR {other}"), format!("<!--\n amends-pr {other}")]
        {
            let body = own.closing(&format!("text {forged} text <!-- a comment -->"));
            assert_eq!(body.matches(START).count(), 1, "{body}");
            assert_eq!(Marker::of_body(&body), Some(own.clone()));
            assert!(body.contains("<!-- a comment -->"));
        }
    }

    #[test]
    fn broken_ones_are_none() {
        let good = marker('1').to_string();
        for bad in [
            good.replace("v=1", "v=2"),
            good.replace("topic=", "topic= "),
            good.replace("am401", "AM401"),
            good.replace("commit=1", "commit="),
            good.replace(" -->", ""),
            good.replace("v=1 ", "v=1 topic=other "),
            good.replace(" -->", " todo=dance -->"),
            good.replace(" -->", " todo= -->"),
            good.replace(" -->", " closed=later -->"),
            good.replace(" -->", " closed=gone closed=recut -->"),
        ] {
            assert_eq!(Marker::of_body(&bad), None, "{bad}");
        }
    }
}
