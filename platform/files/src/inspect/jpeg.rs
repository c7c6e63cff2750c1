//! JPEG: a walk over markers and scans to the end-of-image marker. What phones append after it
//! (a second picture, a maker's trailer, padding) is left alone; thumbnails inside segments,
//! which have an end of their own, are stepped over.

const START_OF_IMAGE: u8 = 0xd8;
const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;

pub(super) struct Walk {
    at: At,
    /// A frame header (size, components) was there.
    frame: bool,
    scan: bool,
}

enum At {
    /// Between segments.
    Gap,
    /// After 0xff between segments.
    Marker,
    /// At the two bytes of a segment's length.
    Length {
        scan: bool,
        high: Option<u8>,
    },
    /// Within a segment: bytes left, and whether a scan follows.
    Segment {
        left: usize,
        scan: bool,
    },
    /// Within the compressed picture.
    Scan,
    /// After 0xff within it.
    ScanMarker,
    End,
}

impl Walk {
    pub(super) fn new() -> Walk {
        Walk { at: At::Gap, frame: false, scan: false }
    }

    pub(super) fn is_whole(&self) -> bool {
        matches!(self.at, At::End)
    }

    pub(super) fn has_image(&self) -> bool {
        self.frame && self.scan
    }

    pub(super) fn push(&mut self, mut bytes: &[u8]) {
        while let Some((&byte, rest)) = bytes.split_first() {
            bytes = match self.at {
                At::End => return,
                At::Segment { left, scan } => {
                    let step = left.min(bytes.len());
                    self.at = segment(left - step, scan);
                    &bytes[step..]
                }
                At::Gap | At::Scan => {
                    let Some(mark) = bytes.iter().position(|byte| *byte == 0xff) else { return };
                    self.at = if matches!(self.at, At::Scan) { At::ScanMarker } else { At::Marker };
                    &bytes[mark + 1..]
                }
                _ => {
                    self.step(byte);
                    rest
                }
            };
        }
    }

    fn step(&mut self, byte: u8) {
        self.at = match self.at {
            At::Marker if byte == 0xff => At::Marker,
            At::Marker => self.marker(byte),
            // An escaped 0xff and restart markers belong to the picture.
            At::ScanMarker if matches!(byte, 0x00 | 0xd0..=0xd7) => At::Scan,
            At::ScanMarker if byte == 0xff => At::ScanMarker,
            At::ScanMarker => self.marker(byte),
            At::Length { scan, high: None } => At::Length { scan, high: Some(byte) },
            At::Length { scan, high: Some(high) } => {
                segment(usize::from(u16::from_be_bytes([high, byte])).saturating_sub(2), scan)
            }
            At::Gap | At::Scan | At::Segment { .. } | At::End => return,
        };
    }

    fn marker(&mut self, code: u8) -> At {
        match code {
            END_OF_IMAGE => At::End,
            START_OF_IMAGE | 0x00 | 0x01 | 0xd0..=0xd7 => At::Gap,
            START_OF_SCAN => {
                self.scan = true;
                At::Length { scan: true, high: None }
            }
            _ => {
                // Frame headers: 0xc0 to 0xcf without the tables among them.
                self.frame |= matches!(code, 0xc0..=0xcf) && !matches!(code, 0xc4 | 0xc8 | 0xcc);
                At::Length { scan: false, high: None }
            }
        }
    }
}

fn segment(left: usize, scan: bool) -> At {
    match (left, scan) {
        (0, true) => At::Scan,
        (0, false) => At::Gap,
        _ => At::Segment { left, scan },
    }
}
