//! Takes secrets out of texts that somebody else wrote. Not for our own: those never hold any.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::{Secret, segment};
use crate::report::printable;

/// How much of what a forge says is shown, in characters.
const SHOWN: usize = 500;

/// What stands where a secret was.
const HIDDEN: &str = "(secret)";

/// Shorter ones are no secrets, and would be found in any text.
const SHORTEST: usize = 4;

/// Forms of secrets, to be taken out of texts.
#[derive(Clone, Default)]
pub struct Redact {
    forms: Vec<String>,
}

impl Redact {
    /// For these secrets: as they are, as part of a URL, and within base64 wherever they start there (as in
    /// `Basic`, after a user name of any length).
    pub fn of<'s>(secrets: impl IntoIterator<Item = &'s Secret>) -> Self {
        let mut forms = Vec::new();
        for secret in secrets {
            let text = secret.expose();
            if text.len() < SHORTEST {
                continue;
            }
            forms.extend([text.to_string(), segment(text)]);
            for before in 0..3 {
                let bytes = [&[0; 2][..before.min(2)], text.as_bytes()].concat();
                // The digits that also depend on what stands before or after are left out.
                let start = [0, 2, 3][before];
                let end = bytes.len() * 8 / 6;
                for code in [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)] {
                    forms.extend(code.get(start..end).map(str::to_string));
                }
            }
        }
        // What stands in their place must not hold one.
        forms.retain(|form| form.len() >= SHORTEST && !HIDDEN.contains(&form.to_ascii_lowercase()));
        // The longest first: a part must not be taken out of a whole.
        forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        forms.dedup();
        Redact { forms }
    }

    /// The text without secrets, printable, and not too long.
    pub fn clean(&self, text: &str) -> String {
        let mut text = text.to_string();
        for form in &self.forms {
            // Hosts are written in lower case. This changes no byte but ASCII letters, so that places stay.
            while let Some(start) = text.to_ascii_lowercase().find(&form.to_ascii_lowercase()) {
                text.replace_range(start..start + form.len(), HIDDEN);
            }
        }
        let text = printable(text.trim());
        match text.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }
}
