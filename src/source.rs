//! Bytes of a Python file to text and back, byte for byte. Not for parsing: it knows of Python only how a
//! file declares its encoding (PEP 263).
//!
//! Whatever cannot be kept byte for byte is refused with a [`SourceError`], which says what is wrong, on which
//! line, and what to do. Line ends, tabs, form feeds and a missing final newline are kept as they are.

mod codec;
mod error;

use std::fs::{self, File, Metadata};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use self::codec::{Codec, declared_encoding, normal_name};

pub use self::error::SourceError;

/// Larger files are refused: they are generated, and nobody reviews their diffs.
pub const MAX_BYTES: usize = 8 << 20;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// The text of a file, with what is needed to write it back.
#[derive(Clone, Debug)]
pub struct Source {
    text: Arc<str>,
    codec: Codec,
    bom: bool,
}

/// Reads and decodes a file. Its size and kind are looked at before its content is.
///
/// # Errors
/// What [`Source::decode`] refuses, and files that are too large, not regular, or not readable.
pub fn read(path: &Path) -> Result<Source, SourceError> {
    let metadata = fs::metadata(path).map_err(|error| SourceError::unreadable(&error))?;
    if !metadata.is_file() {
        return Err(SourceError::NotAFile { kind: kind_of(&metadata) });
    }
    if metadata.len() > MAX_BYTES as u64 {
        return Err(SourceError::TooLarge { size: metadata.len(), limit: MAX_BYTES });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    // Bounded, because a file may have grown since, and those of some file systems report no size at all.
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| SourceError::unreadable(&error))?;
    Source::decode(&bytes)
}

#[cfg(unix)]
fn kind_of(metadata: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = metadata.file_type();
    if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn kind_of(metadata: &Metadata) -> &'static str {
    if metadata.is_dir() { "a folder" } else { "a device" }
}

impl Source {
    /// Decodes the content of a file. `encode(text())` then gives the same bytes again.
    ///
    /// # Errors
    /// Content that is no text in its encoding, or that could not be kept; see [`SourceError`].
    pub fn decode(bytes: &[u8]) -> Result<Source, SourceError> {
        if bytes.len() > MAX_BYTES {
            return Err(SourceError::TooLarge { size: bytes.len() as u64, limit: MAX_BYTES });
        }
        // Both hold in every encoding that is taken on: none of them uses these bytes inside a character.
        check_controls(bytes)?;
        let (content, bom) = match bytes.strip_prefix(BOM) {
            Some(content) => (content, true),
            None => (bytes, false),
        };
        let codec = match declared_encoding(content) {
            None => Codec::Utf8,
            Some((name, line)) if bom && normal_name(&name) != "utf-8" => {
                return Err(SourceError::BomMismatch { name, line });
            }
            Some((name, line)) => match Codec::of(&name) {
                Some(codec) => codec,
                None => return Err(SourceError::UnknownEncoding { name, line }),
            },
        };
        let text = codec.decode(content).map_err(|offset| SourceError::InvalidBytes {
            encoding: codec.name(),
            line: line_at(content, offset),
        })?;
        let source = Source { text: text.into(), codec, bom };
        source.check_reversible(bytes)?;
        Ok(source)
    }

    /// The text, without a BOM.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, shared.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The file's encoding, by its usual name.
    pub fn encoding_name(&self) -> &'static str {
        self.codec.name()
    }

    /// Whether the file starts with a UTF-8 BOM.
    pub fn has_bom(&self) -> bool {
        self.bom
    }

    /// The bytes of a changed text in this file's encoding, with its BOM.
    ///
    /// # Errors
    /// A character that the encoding lacks.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, SourceError> {
        let mut bytes = if self.bom { BOM.to_vec() } else { Vec::new() };
        match self.codec.encode(text, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err((offset, character)) => Err(SourceError::Unencodable {
                character,
                encoding: self.codec.name(),
                line: line_at(text.as_bytes(), offset),
            }),
        }
    }

    /// Where the byte at `text_offset` of [`Source::text`] lies in the file on disk.
    ///
    /// An offset inside a character counts as the character's start, one past the end as the end.
    pub fn disk_offset(&self, text_offset: usize) -> usize {
        let prefix = &self.text[..self.text.floor_char_boundary(text_offset)];
        let mut encoded = Vec::new();
        let length = match self.codec {
            Codec::Utf8 | Codec::Ascii => prefix.len(),
            Codec::Latin1 => prefix.chars().count(),
            // Every part of the text can be encoded, as decoding has checked.
            Codec::Other(_) => {
                self.codec.encode(prefix, &mut encoded).map_or(prefix.len(), |()| encoded.len())
            }
        };
        length + if self.bom { BOM.len() } else { 0 }
    }

    fn check_reversible(&self, bytes: &[u8]) -> Result<(), SourceError> {
        // The other codecs map bytes to characters one to one.
        if !matches!(self.codec, Codec::Other(_)) {
            return Ok(());
        }
        let again = self.encode(&self.text).unwrap_or_default();
        if again == bytes {
            return Ok(());
        }
        let same = again.iter().zip(bytes).take_while(|(a, b)| a == b).count();
        Err(SourceError::NotReversible { encoding: self.codec.name(), line: line_at(bytes, same) })
    }
}

/// Refuses NUL bytes and CRs that are not part of CRLF.
fn check_controls(bytes: &[u8]) -> Result<(), SourceError> {
    if bytes.contains(&0) {
        let before = bytes.iter().take_while(|&&byte| byte != 0).count();
        return Err(SourceError::NulByte { line: line_at(bytes, before) });
    }
    if !bytes.contains(&b'\r') {
        return Ok(());
    }
    let lone = (0..bytes.len()).find(|&at| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    match lone {
        None => Ok(()),
        Some(_) if !bytes.contains(&b'\n') => Err(SourceError::ClassicMac),
        Some(offset) => Err(SourceError::StrayCr { line: line_at(bytes, offset) }),
    }
}

/// The line of an offset, from 1.
fn line_at(bytes: &[u8], offset: usize) -> usize {
    1 + bytes.iter().take(offset).filter(|&&byte| byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Source {
        Source::decode(bytes).unwrap_or_else(|error| panic!("{:?}: {error}", String::from_utf8_lossy(bytes)))
    }

    fn refused(bytes: &[u8]) -> SourceError {
        match Source::decode(bytes) {
            Ok(source) => panic!("accepted as {}: {:?}", source.encoding_name(), source.text()),
            Err(error) => error,
        }
    }

    #[test]
    fn what_is_read_is_written_back() {
        let cases: &[(&[u8], &str, &str)] = &[
            (b"", "", "utf-8"),
            (b"x = 1", "x = 1", "utf-8"),
            (b"a\r\nb\n\tc\x0c\r\n", "a\r\nb\n\tc\x0c\r\n", "utf-8"),
            ("é = '€𝄞'\n".as_bytes(), "é = '€𝄞'\n", "utf-8"),
            (b"\xef\xbb\xbfx\n", "x\n", "utf-8"),
            (b"\xef\xbb\xbf\xef\xbb\xbfx\n", "\u{feff}x\n", "utf-8"),
            (b"# coding: latin-1\n\x85\xe9\xff\n", "# coding: latin-1\n\u{85}éÿ\n", "latin-1"),
            (b"# coding: cp1252\n\x80\n", "# coding: cp1252\n€\n", "windows-1252"),
            (b"# coding: iso8859-15\n\xa4\n", "# coding: iso8859-15\n€\n", "ISO-8859-15"),
            (b"# coding: shift_jis\n\x83\x5c\x5c\n", "# coding: shift_jis\nソ\\\n", "Shift_JIS"),
            (b"# coding: eucJP\n\xa4\xa2\n", "# coding: eucJP\nあ\n", "EUC-JP"),
            (b"# coding: gb18030\n\x810\x810\n", "# coding: gb18030\n\u{80}\n", "gb18030"),
            (b"# coding: ascii\nx\n", "# coding: ascii\nx\n", "ascii"),
        ];
        for (bytes, text, encoding) in cases {
            let source = decode(bytes);
            assert_eq!(source.text(), *text);
            assert_eq!(source.encoding_name(), *encoding, "{text:?}");
            assert_eq!(source.encode(source.text()).as_deref(), Ok(*bytes), "{text:?}");
            assert_eq!(source.disk_offset(text.len()), bytes.len(), "{text:?}");
            assert_eq!(source.has_bom(), bytes.starts_with(BOM), "{text:?}");
        }
    }

    #[test]
    fn every_byte_survives_latin_1() {
        let mut bytes = b"# vim: set fileencoding=latin1 :\n".to_vec();
        bytes.extend((1..=255).filter(|&byte| byte != b'\r'));
        let source = decode(&bytes);
        assert_eq!(source.encode(source.text()), Ok(bytes));
    }

    #[test]
    fn names_of_encodings_are_those_of_python() {
        let names = [
            ("utf8", "utf-8"),
            ("UTF_8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("U8", "utf-8"),
            ("utf-8-unix", "utf-8"),
            ("latin1", "latin-1"),
            ("iso-8859-1", "latin-1"),
            ("ISO_8859_1", "latin-1"),
            ("iso8859-1", "latin-1"),
            ("l1", "latin-1"),
            ("8859", "latin-1"),
            ("cp819", "latin-1"),
            ("latin-1-unix", "latin-1"),
            ("us_ascii", "ascii"),
            ("646", "ascii"),
            ("cp1251", "windows-1251"),
            ("koi8_r", "KOI8-R"),
            ("iso-8859-10", "ISO-8859-10"),
            ("cp932", "Shift_JIS"),
            ("cp936", "GBK"),
            ("cp949", "EUC-KR"),
            ("cp950", "Big5"),
        ];
        for (name, expected) in names {
            assert_eq!(decode(format!("#coding={name}\n").as_bytes()).encoding_name(), expected, "{name}");
        }
    }

    #[test]
    fn where_a_declaration_counts() {
        let latin = [
            "# -*- coding: latin-1 -*-\n",
            "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n",
            "\n# coding: latin-1\n",
            " \t\x0c\r\n \x0c# encoding=latin-1\r\n",
            "# coding coding: latin-1\n",
            "# decoding=latin-1",
            "# coding= \t latin-1\n",
        ];
        for text in latin {
            assert_eq!(decode(text.as_bytes()).encoding_name(), "latin-1", "{text:?}");
        }
        let not = [
            "x = 1\n# coding: latin-1\n",
            "\n\n# coding: latin-1\n",
            "x = 1  # coding: latin-1\n",
            "'''\n# coding: latin-1\n'''\n",
            "# coding : latin-1\n",
            "# Coding: latin-1\n",
            "# coding:\n# coding:\n",
        ];
        for text in not {
            assert_eq!(decode(text.as_bytes()).encoding_name(), "utf-8", "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_kept_is_refused_by_line() {
        let many_latin = b"# ok\n\x80\n";
        assert_eq!(refused(b"a\nb\x00\n"), SourceError::NulByte { line: 2 });
        assert_eq!(refused(b"\xff\xfex\x00"), SourceError::NulByte { line: 1 });
        assert_eq!(refused(b"a\rb\r"), SourceError::ClassicMac);
        assert_eq!(refused(b"a\r\nb\rc\n"), SourceError::StrayCr { line: 2 });
        assert_eq!(refused(b"a\r\r\n"), SourceError::StrayCr { line: 1 });
        assert_eq!(refused(b"a\nb\r"), SourceError::StrayCr { line: 2 });
        assert_eq!(refused(many_latin), SourceError::InvalidBytes { encoding: "utf-8", line: 2 });
        assert_eq!(
            refused(b"# coding: ascii\n\n# \xc3\xa9\n"),
            SourceError::InvalidBytes { encoding: "ascii", line: 3 }
        );
        assert_eq!(
            refused(b"# coding: euc-jp\n\xa4\xa2\n\xff\n"),
            SourceError::InvalidBytes { encoding: "EUC-JP", line: 3 }
        );
        for name in ["klingon", "utf-16", "utf-7", "rot13", "iso-2022-jp"] {
            let error = refused(format!("#\n# coding: {name}\n").as_bytes());
            assert_eq!(error, SourceError::UnknownEncoding { name: name.into(), line: 2 });
        }
    }

    #[test]
    fn an_encoding_with_two_ways_to_write_a_character_is_refused_when_the_other_one_is_used() {
        // In WHATWG's Shift_JIS, 0xfa54 and 0x81ca both mean the full-width not sign, and one is written.
        let error = refused(b"# coding: shift_jis\nx\n# \xfa\x54\n");
        assert_eq!(error, SourceError::NotReversible { encoding: "Shift_JIS", line: 3 });
    }

    #[test]
    fn a_bom_wants_utf_8_in_the_spelling_that_cpython_accepts() {
        for name in ["utf-8", "UTF_8", "utf-8-sig"] {
            assert!(decode(format!("\u{feff}# coding: {name}\n").as_bytes()).has_bom(), "{name}");
        }
        for name in ["utf8", "latin-1", "klingon"] {
            let error = refused(format!("\u{feff}\n# coding: {name}\n").as_bytes());
            assert_eq!(error, SourceError::BomMismatch { name: name.into(), line: 2 });
        }
    }

    #[test]
    fn a_character_that_the_encoding_lacks_is_named() {
        for (name, encoding) in [("latin-1", "latin-1"), ("ascii", "ascii"), ("koi8-r", "KOI8-R")] {
            let source = decode(format!("# coding: {name}\n").as_bytes());
            let error = source.encode("a\nb\nœ\n");
            assert_eq!(error, Err(SourceError::Unencodable { character: 'œ', encoding, line: 3 }));
        }
        let text = "# coding: latin-1\n";
        let message = decode(text.as_bytes()).encode("…").expect_err("latin-1 has no ellipsis").to_string();
        assert_eq!(message, "latin-1, the file's encoding, has no character '…'");
    }

    #[test]
    fn offsets_on_disk_count_bom_and_encoding() {
        let bom = decode("\u{feff}é=1\n".as_bytes());
        assert_eq!((bom.disk_offset(0), bom.disk_offset(2), bom.disk_offset(99)), (3, 5, 8));
        assert_eq!(bom.disk_offset(1), 3, "inside a character is its start");
        let latin = decode(b"# coding: l1\n\xe9=1\n");
        let at = latin.text().find('=').expect("the sign is there");
        assert_eq!((at, latin.disk_offset(at)), (15, 14));
        let sjis = decode(b"# coding: sjis\n\x83\x5c=1\n");
        let at = sjis.text().find("=1").expect("the sign is there");
        assert_eq!((at, sjis.disk_offset(at)), (18, 17));
    }

    #[test]
    fn every_error_says_what_to_do() {
        assert_eq!(refused(b"a\rb").line(), Some(1));
        for bytes in [&b"\x00"[..], b"a\rb", b"a\rb\n", b"\xff", b"#coding:x", b"\xef\xbb\xbf#coding:x"] {
            let error = refused(bytes);
            assert!(error.hint().len() > 10 && error.line() == Some(1), "{error}");
        }
    }

    #[test]
    fn files_are_looked_at_before_they_are_read() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("big.py");
        let file = File::create(&path).expect("a file");
        file.set_len(MAX_BYTES as u64 + 1).expect("a sparse file");
        let error = read(&path).expect_err("it is too large");
        assert_eq!(error, SourceError::TooLarge { size: MAX_BYTES as u64 + 1, limit: MAX_BYTES });
        file.set_len(MAX_BYTES as u64).expect("a sparse file");
        assert_eq!(read(&path).expect_err("it is all NUL"), SourceError::NulByte { line: 1 });
        assert_eq!(read(folder.path()).expect_err("a folder"), SourceError::NotAFile { kind: "a folder" });
        let missing = read(&folder.path().join("none.py")).expect_err("nothing there");
        assert_eq!(missing.to_string(), "the file cannot be read: it does not exist");
        fs::write(&path, "x = 1\n").expect("a file");
        assert_eq!(read(&path).expect("a good file").text(), "x = 1\n");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_refused_without_waiting_for_a_writer() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("pipe.py");
        let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo starts");
        assert!(made.success());
        assert_eq!(read(&path).expect_err("a pipe"), SourceError::NotAFile { kind: "a named pipe" });
        let device = read(Path::new("/dev/null")).expect_err("a device");
        assert_eq!(device, SourceError::NotAFile { kind: "a device" });
    }
}
