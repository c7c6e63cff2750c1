//! PNG: a walk over chunks from the header to the end chunk; what follows is left alone.

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

pub(super) struct Walk {
    at: At,
    header: bool,
    data: bool,
}

enum At {
    /// Bytes to step over: the signature, a chunk's content and checksum.
    Skip(u64),
    /// Length and name of a chunk.
    Head { have: usize, bytes: [u8; 8] },
    /// After the end chunk's own bytes.
    End,
    /// Not a chunk.
    Lost,
}

impl Walk {
    pub(super) fn new() -> Walk {
        Walk { at: At::Skip(SIGNATURE.len() as u64), header: false, data: false }
    }

    pub(super) fn is_whole(&self) -> bool {
        matches!(self.at, At::End)
    }

    pub(super) fn has_image(&self) -> bool {
        self.header && self.data
    }

    pub(super) fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            bytes = match &mut self.at {
                At::End | At::Lost => return,
                At::Skip(left) => {
                    let step = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                    *left -= step as u64;
                    if *left == 0 {
                        self.at = At::Head { have: 0, bytes: [0; 8] };
                    }
                    &bytes[step..]
                }
                At::Head { have, bytes: head } => {
                    let step = (8 - *have).min(bytes.len());
                    head[*have..*have + step].copy_from_slice(&bytes[..step]);
                    *have += step;
                    if *have == 8 {
                        let head = *head;
                        self.at = self.chunk(head);
                    }
                    &bytes[step..]
                }
            };
        }
    }

    fn chunk(&mut self, [a, b, c, d, name @ ..]: [u8; 8]) -> At {
        const CHECKSUM: u64 = 4;
        let length = u32::from_be_bytes([a, b, c, d]);
        if length > i32::MAX as u32 || !name.iter().all(u8::is_ascii_alphabetic) {
            return At::Lost;
        }
        match &name {
            b"IHDR" => self.header = true,
            b"IDAT" => self.data = true,
            // The end chunk is empty; a missing checksum after it harms no reader.
            b"IEND" => return At::End,
            _ => {}
        }
        At::Skip(u64::from(length) + CHECKSUM)
    }
}
