//! Which encoding a file declares (PEP 263), and its characters to bytes and back. Knows nothing of files,
//! byte order marks or line ends.

use encoding_rs::{DecoderResult, EncoderResult, Encoding};

/// How bytes and characters correspond.
#[derive(Clone, Copy, Debug)]
pub(super) enum Codec {
    Utf8,
    /// Python's latin-1, where every byte is the character of that number. For encoding_rs, as for browsers,
    /// that name means windows-1252, which differs in 0x80..=0x9f.
    Latin1,
    Ascii,
    Other(&'static Encoding),
}

impl Codec {
    /// The codec that Python knows under a name, or a name that Emacs and Vim write.
    pub(super) fn of(name: &str) -> Option<Codec> {
        match normal_name(name).as_str() {
            "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => Some(Codec::Utf8),
            "latin-1" | "latin1" | "latin" | "l1" | "iso-8859-1" | "iso8859-1" | "iso8859" | "8859"
            | "cp819" | "ibm819" | "csisolatin1" | "iso-ir-100" => Some(Codec::Latin1),
            "ascii" | "us-ascii" | "us" | "646" | "ansi-x3.4-1968" | "cp367" | "ibm367" | "csascii" => {
                Some(Codec::Ascii)
            }
            other => {
                // Names that Python has and encoding_rs has not.
                let label = match other {
                    "cp932" | "shiftjis" => "shift-jis",
                    "cp936" => "gbk",
                    "cp949" | "euckr" => "euc-kr",
                    "cp950" => "big5",
                    "eucjp" | "ujis" => "euc-jp",
                    "latin9" | "l9" => "iso-8859-15",
                    "mac-roman" | "macroman" => "macintosh",
                    label => label,
                };
                let encoding = Encoding::for_label(label.as_bytes())?;
                // A declaration in ASCII cannot announce UTF-16, and ISO-2022-JP keeps state between characters.
                encoding.is_ascii_compatible().then_some(Codec::Other(encoding))
            }
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Codec::Utf8 => "utf-8",
            Codec::Latin1 => "latin-1",
            Codec::Ascii => "ascii",
            Codec::Other(encoding) => encoding.name(),
        }
    }

    /// The text, or the offset of the first byte that is none.
    pub(super) fn decode(self, bytes: &[u8]) -> Result<String, usize> {
        let encoding = match self {
            Codec::Latin1 => return Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Codec::Ascii if !bytes.is_ascii() => {
                return Err(bytes.iter().take_while(|byte| byte.is_ascii()).count());
            }
            Codec::Ascii | Codec::Utf8 => {
                return std::str::from_utf8(bytes).map(str::to_string).map_err(|error| error.valid_up_to());
            }
            Codec::Other(encoding) => encoding,
        };
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (mut text, mut done) = (String::new(), 0);
        loop {
            let rest = &bytes[done..];
            text.reserve(
                decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len()),
            );
            let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
            done += read;
            match result {
                DecoderResult::InputEmpty => return Ok(text),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(bad, after) => {
                    return Err(done.saturating_sub(usize::from(bad) + usize::from(after)));
                }
            }
        }
    }

    /// Appends the encoded text, or says where in it a character is that this encoding lacks.
    pub(super) fn encode(self, text: &str, bytes: &mut Vec<u8>) -> Result<(), (usize, char)> {
        let encoding = match self {
            Codec::Other(encoding) => encoding,
            Codec::Utf8 => {
                bytes.extend_from_slice(text.as_bytes());
                return Ok(());
            }
            Codec::Latin1 | Codec::Ascii => {
                let limit = if matches!(self, Codec::Ascii) { 0x7f } else { 0xff };
                for (offset, character) in text.char_indices() {
                    match u8::try_from(character) {
                        Ok(byte) if byte <= limit => bytes.push(byte),
                        _ => return Err((offset, character)),
                    }
                }
                return Ok(());
            }
        };
        let mut encoder = encoding.new_encoder();
        let mut done = 0;
        loop {
            let rest = &text[done..];
            let room = encoder.max_buffer_length_from_utf8_without_replacement(rest.len());
            bytes.reserve(room.unwrap_or(rest.len()));
            let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(rest, bytes, true);
            done += read;
            match result {
                EncoderResult::InputEmpty => return Ok(()),
                EncoderResult::OutputFull => {}
                EncoderResult::Unmappable(character) => {
                    return Err((done.saturating_sub(character.len_utf8()), character));
                }
            }
        }
    }
}

/// The encoding that the file declares in line 1, or in line 2 if line 1 is blank or a comment; and the line.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<(String, usize)> {
    let mut lines = bytes.split(|&byte| byte == b'\n');
    let first = lines.next()?;
    if let Some(name) = cookie(first) {
        return Some((name, 1));
    }
    let start = first.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\x0c'));
    let blank_or_comment = matches!(start, None | Some(b'#' | b'\r'));
    if !blank_or_comment {
        return None;
    }
    Some((cookie(lines.next()?)?, 2))
}

/// What the regular expression of PEP 263 finds, `^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)`.
fn cookie(line: &[u8]) -> Option<String> {
    let start = line.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\x0c'))?;
    let comment = line[start..].strip_prefix(b"#")?;
    (0..comment.len()).find_map(|at| {
        let rest = comment[at..].strip_prefix(b"coding")?;
        let (b':' | b'=', rest) = rest.split_first()? else { return None };
        let name = rest.iter().skip_while(|byte| matches!(byte, b' ' | b'\t'));
        let name: String = name
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
            .map(|&byte| char::from(byte))
            .collect();
        (!name.is_empty()).then_some(name)
    })
}

/// An encoding's name in lower case, with `-` for `_`, and without what editors append (`latin-1-unix`).
pub(super) fn normal_name(name: &str) -> String {
    let lower = name.to_ascii_lowercase().replace('_', "-");
    for known in ["utf-8", "latin-1", "iso-8859-1", "iso-latin-1"] {
        let Some(rest) = lower.strip_prefix(known) else { continue };
        if rest.is_empty() || rest.starts_with('-') {
            return if known == "utf-8" { "utf-8".into() } else { "latin-1".into() };
        }
    }
    lower
}
