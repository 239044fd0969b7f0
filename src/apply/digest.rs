//! What a file held, in few bytes: length and SHA-256. Not for anything that has to be secret.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Length and SHA-256 of a file's bytes; written as `LENGTH-HEX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Digest {
    length: u64,
    sha256: [u8; 32],
}

impl Digest {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Digest { length: bytes.len() as u64, sha256: Sha256::digest(bytes).into() }
    }

    /// How many bytes there were.
    pub(super) fn length(&self) -> u64 {
        self.length
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        use std::fmt::Write as _;
        let mut text = format!("{}-", digest.length);
        for byte in digest.sha256 {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl TryFrom<String> for Digest {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const WRONG: &str = "not a length and a SHA-256";
        let (length, hex) = text.split_once('-').ok_or(WRONG)?;
        let hex = hex.as_bytes();
        if hex.len() != 64 {
            return Err(WRONG);
        }
        let mut sha256 = [0; 32];
        for (byte, pair) in sha256.iter_mut().zip(hex.chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| WRONG)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| WRONG)?;
        }
        Ok(Digest { length: length.parse().map_err(|_| WRONG)?, sha256 })
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn a_digest_is_read_as_it_was_written() {
        let digest = Digest::of(b"abc");
        let text = String::from(digest);
        assert_eq!(text, "3-ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Digest::try_from(text), Ok(digest));
        assert_ne!(digest, Digest::of(b"abd"));
        for wrong in
            ["", "3", "3-", "x-ba", "3-zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]
        {
            assert!(Digest::try_from(wrong.to_string()).is_err(), "{wrong}");
        }
    }
}
