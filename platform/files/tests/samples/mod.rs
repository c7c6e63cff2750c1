//! Small files that are what they claim to be in structure, made here and of any size.
#![allow(dead_code)]

/// A JPEG of exactly this many bytes: an Exif segment, tables, one scan.
pub(crate) fn jpeg(size: usize) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    out.extend(segment(0xe1, b"Exif\0\0"));
    out.extend(segment(0xdb, &[1; 65]));
    out.extend(segment(0xc0, &[8, 0, 16, 0, 16, 1, 1, 0x11, 0]));
    out.extend(segment(0xc4, &[2; 20]));
    out.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    assert!(size > out.len() + 2, "no JPEG is that small");
    // A picture without 0xff needs no escaping.
    let start = out.len();
    out.extend((start..size - 2).map(|at| (at.wrapping_mul(31) ^ (at >> 8)) as u8 % 251));
    out.extend([0xff, 0xd9]);
    out
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, content].concat()
}

/// A PNG with this many bytes of picture.
pub(crate) fn png(size: u32) -> Vec<u8> {
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], name, content, &[9; 4]].concat()
    };
    let header = [0, 0, 0, 16, 0, 0, 0, 16, 8, 2, 0, 0, 0];
    let picture = vec![5; size as usize];
    [b"\x89PNG\r\n\x1a\n", &chunk(b"IHDR", &header)[..], &chunk(b"IDAT", &picture), &chunk(b"IEND", &[])]
        .concat()
}

/// A PDF with this many pages.
pub(crate) fn pdf(pages: usize) -> Vec<u8> {
    let mut out = String::from("%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n");
    out.push_str(&format!("2 0 obj << /Type /Pages /Kids [] /Count {pages} >> endobj\n"));
    for page in 0..pages {
        out.push_str(&format!("{} 0 obj << /Type /Page /Parent 2 0 R >> endobj\n", page + 3));
    }
    out.push_str("trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");
    out.into_bytes()
}
