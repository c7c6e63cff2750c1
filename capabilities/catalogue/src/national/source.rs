//! A file of records line by line, packed with gzip or not, never more than one line in memory.

use flate2::read::MultiGzDecoder;
use kernel::Fault;
use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;

/// A longer line is no record: the longest published one has a hundredth of it.
pub(crate) const LONGEST_LINE: usize = 8 * 1024 * 1024;
const GZIP: [u8; 2] = [0x1f, 0x8b];
const BUFFER: usize = 64 * 1024;

/// The lines of a file that say something.
pub(crate) struct Lines {
    from: BufReader<Box<dyn Read>>,
    number: u32,
    ended: bool,
}

/// A line, or why it is none.
pub(crate) struct SourceLine {
    /// Counted from one, empty ones too.
    pub(crate) number: u32,
    pub(crate) text: Result<String, Bad>,
}

/// Why a line cannot be read.
#[derive(Debug)]
pub(crate) enum Bad {
    /// Longer than [`LONGEST_LINE`]; it was skipped without being held.
    TooLong,
    /// Not UTF-8.
    Encoding {
        /// It looks like UTF-16.
        utf16: bool,
    },
    /// The file ends in the middle, or cannot be read further; nothing follows.
    Broken(std::io::Error),
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bad::TooLong => write!(f, "is longer than {} MiB; it was skipped", LONGEST_LINE >> 20),
            Bad::Encoding { utf16: true } => {
                f.write_str("is not UTF-8 (it looks like UTF-16): save the file as UTF-8")
            }
            Bad::Encoding { utf16: false } => f.write_str("is not UTF-8: save the file as UTF-8"),
            Bad::Broken(error) => write!(f, "cannot be read to its end: the file breaks off here ({error})"),
        }
    }
}

impl Lines {
    /// Opens a file; gzip is known by its first bytes, whatever the file is called.
    pub(crate) fn open(path: &Path) -> Result<Lines, Fault> {
        Lines::over(Box::new(File::open(path).map_err(Fault::from)?))
    }

    pub(crate) fn over(mut from: Box<dyn Read>) -> Result<Lines, Fault> {
        let mut first = Vec::with_capacity(GZIP.len());
        from.by_ref().take(GZIP.len() as u64).read_to_end(&mut first).map_err(Fault::from)?;
        let packed = first == GZIP;
        let whole = Cursor::new(first).chain(from);
        let from: Box<dyn Read> =
            if packed { Box::new(MultiGzDecoder::new(BufReader::new(whole))) } else { Box::new(whole) };
        Ok(Lines { from: BufReader::with_capacity(BUFFER, from), number: 0, ended: false })
    }

    /// The next line's bytes without its end; none at the end of the file.
    fn bytes(&mut self) -> Result<Option<Vec<u8>>, Bad> {
        let mut line = Vec::new();
        let (mut any, mut too_long) = (false, false);
        loop {
            let buffer = match self.from.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Bad::Broken(error)),
            };
            if buffer.is_empty() {
                break;
            }
            any = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let taken = end.unwrap_or(buffer.len());
            too_long |= line.len() + taken > LONGEST_LINE;
            if too_long {
                line = Vec::new();
            } else {
                line.extend_from_slice(&buffer[..taken]);
            }
            self.from.consume(taken + usize::from(end.is_some()));
            if end.is_some() {
                break;
            }
        }
        match (any, too_long) {
            (false, _) => Ok(None),
            (true, true) => Err(Bad::TooLong),
            (true, false) => Ok(Some(line)),
        }
    }
}

impl Iterator for Lines {
    type Item = SourceLine;

    fn next(&mut self) -> Option<SourceLine> {
        while !self.ended {
            let bytes = self.bytes();
            self.number = self.number.saturating_add(1);
            let number = self.number;
            let text = match bytes {
                Ok(None) => return None,
                Ok(Some(bytes)) => text(bytes, number == 1),
                Err(bad) => Err(bad),
            };
            self.ended = matches!(text, Err(Bad::Broken(_)));
            if !matches!(&text, Ok(text) if text.trim().is_empty()) {
                return Some(SourceLine { number, text });
            }
        }
        None
    }
}

fn text(bytes: Vec<u8>, first: bool) -> Result<String, Bad> {
    let mark = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if mark || bytes.contains(&0) {
        // What is left of the end of the last line of UTF-16.
        if bytes.iter().all(|byte| *byte == 0) {
            return Ok(String::new());
        }
        return Err(Bad::Encoding { utf16: true });
    }
    let text = String::from_utf8(bytes).map_err(|_| Bad::Encoding { utf16: false })?;
    match text.strip_prefix('\u{feff}') {
        Some(rest) if first => Ok(rest.to_owned()),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn read(bytes: &[u8]) -> Vec<(u32, Result<String, String>)> {
        let lines = Lines::over(Box::new(Cursor::new(bytes.to_vec()))).unwrap();
        lines.map(|line| (line.number, line.text.map_err(|bad| bad.to_string()))).collect()
    }

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::fast());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn lines_are_counted_with_the_empty_ones() {
        assert_eq!(
            read("\u{feff}một\n\nba\r\n".as_bytes()),
            [(1, Ok("một".to_owned())), (3, Ok("ba\r".to_owned()))]
        );
        assert!(read(b"").is_empty());
    }

    #[test]
    fn a_packed_file_is_known_by_its_first_bytes() {
        assert_eq!(read(&packed(b"one\ntwo")), read(b"one\ntwo"));
        let both = [packed(b"one\n"), packed(b"two")].concat();
        assert_eq!(read(&both), read(b"one\ntwo"));
    }

    #[test]
    fn a_packed_file_that_breaks_off_gives_its_whole_lines_and_says_where() {
        let text: String = (0..20_000).map(|n| format!("{n} {}\n", n * 7919)).collect();
        let mut bytes = packed(text.as_bytes());
        bytes.truncate(bytes.len() / 2);
        let lines = read(&bytes);
        let (number, last) = lines.last().unwrap();
        assert!(last.as_ref().unwrap_err().contains("breaks off"), "{last:?}");
        assert_eq!(usize::try_from(*number).unwrap(), lines.len());
        assert!(lines.len() > 100 && lines[..lines.len() - 1].iter().all(|line| line.1.is_ok()));
    }

    #[test]
    fn a_line_too_long_is_skipped_by_its_number_and_the_next_is_read() {
        let mut bytes = b"one\n".to_vec();
        bytes.resize(bytes.len() + LONGEST_LINE + 1, b'x');
        bytes.extend_from_slice(b"\nthree");
        let lines = read(&bytes);
        assert_eq!((lines[0].0, lines[2].clone()), (1, (3, Ok("three".to_owned()))));
        assert!(lines[1].1.as_ref().unwrap_err().contains("longer than 8 MiB"));
    }

    #[test]
    fn another_encoding_is_named_with_its_line() {
        let utf16: Vec<u8> = "\u{feff}{\"a\":\"Việt\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let lines = read(&utf16);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].1.as_ref().unwrap_err().contains("UTF-16"));
        let latin = read(b"one\nVi\xeat\n");
        assert!(latin[1].1.as_ref().unwrap_err().contains("not UTF-8"), "{latin:?}");
    }
}
