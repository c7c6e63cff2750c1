use super::*;

fn seen(bytes: &[u8], step: usize) -> Result<Found, Trouble> {
    let mut inspector = Inspector::new();
    for part in bytes.chunks(step) {
        inspector.push(part);
    }
    inspector.finish()
}

/// The verdict, which may not depend on how the bytes arrive.
fn verdict_on(bytes: &[u8]) -> Result<Found, Trouble> {
    let whole = seen(bytes, bytes.len().max(1));
    for step in [1, 7, 64] {
        assert_eq!(seen(bytes, step), whole, "in steps of {step}");
    }
    whole
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, content].concat()
}

/// A baseline JPEG in structure: a thumbnail with an end of its own, tables, two scans.
fn jpeg() -> Vec<u8> {
    [
        &[0xff, 0xd8][..],
        &segment(0xe1, &[b"Exif\0\0".as_slice(), &[0xff, 0xd8, 0xff, 0xd9]].concat()),
        &segment(0xdb, &[1; 65]),
        &segment(0xc2, &[8, 0, 16, 0, 16, 1, 1, 0x11, 0]),
        &segment(0xc4, &[2; 20]),
        &segment(0xda, &[1, 1, 0, 0, 63, 0]),
        &[0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xff, 0xd1, 0x78],
        &segment(0xc4, &[3; 20]),
        &segment(0xda, &[1, 1, 0, 0, 63, 0]),
        &[0x9a, 0xff, 0x00, 0xbc, 0xff, 0xd9],
    ]
    .concat()
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], name, content, &[9, 9, 9, 9]].concat()
}

fn png() -> Vec<u8> {
    let header = [0, 0, 0, 16, 0, 0, 0, 16, 8, 2, 0, 0, 0];
    [png::SIGNATURE, &chunk(b"IHDR", &header), &chunk(b"IDAT", &[5; 300]), &chunk(b"IEND", &[])].concat()
}

fn pdf(trailer: &str) -> Vec<u8> {
    format!(
        "%PDF-1.4\n%\u{e2}\u{e3}\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
         2 0 obj <</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>> endobj\n\
         3 0 obj <</Type/Page/Parent 2 0 R /Contents 5 0 R>> endobj\n\
         4 0 obj << /Parent 2 0 R /Type /Page >> endobj\n\
         5 0 obj <</Length 40>> stream\r\n/Type /Page /Encrypt 9 0 R (text) \r\nendstream endobj\n\
         xref\n0 1\ntrailer << /Root 1 0 R {trailer} >>\nstartxref\n9\n%%EOF\n"
    )
    .into_bytes()
}

fn whole(kind: FileKind, pages: Option<u32>) -> Result<Found, Trouble> {
    Ok(Found { kind, pages })
}

#[test]
fn each_kind_is_known_by_its_content() {
    assert_eq!(verdict_on(&jpeg()), whole(FileKind::Jpeg, None));
    assert_eq!(verdict_on(&png()), whole(FileKind::Png, None));
    assert_eq!(verdict_on(&pdf("")), whole(FileKind::Pdf, Some(2)));
}

#[test]
fn a_jpeg_cut_anywhere_is_truncated() {
    let jpeg = jpeg();
    for end in 3..jpeg.len() {
        assert_eq!(seen(&jpeg[..end], 64), Err(Trouble::Truncated(FileKind::Jpeg)), "cut at {end}");
    }
}

#[test]
fn a_cut_jpeg_padded_with_zeros_is_still_truncated() {
    let mut cut = jpeg();
    cut.truncate(cut.len() - 4);
    cut.resize(cut.len() + 5000, 0);
    assert_eq!(verdict_on(&cut), Err(Trouble::Truncated(FileKind::Jpeg)));
}

#[test]
fn what_a_phone_appends_to_a_photograph_is_left_alone() {
    for trailer in [&[0; 900][..], b"SEFT trailer \xff\xd8\xff\xe1 cut", &jpeg()[..50]] {
        let taken = [&jpeg()[..], trailer].concat();
        assert_eq!(verdict_on(&taken), whole(FileKind::Jpeg, None));
    }
}

#[test]
fn a_jpeg_with_an_end_but_no_picture_cannot_be_read() {
    assert_eq!(verdict_on(&[0xff, 0xd8, 0xff, 0xd9]), Err(Trouble::Unreadable(FileKind::Jpeg)));
}

#[test]
fn a_png_cut_anywhere_is_truncated() {
    let png = png();
    // The last four bytes are the checksum of the empty end chunk.
    for end in 8..png.len() - 4 {
        assert_eq!(seen(&png[..end], 64), Err(Trouble::Truncated(FileKind::Png)), "cut at {end}");
    }
    let empty = [png::SIGNATURE, &chunk(b"IEND", &[])].concat();
    assert_eq!(verdict_on(&empty), Err(Trouble::Unreadable(FileKind::Png)));
    let lost = [png::SIGNATURE, &[0xff; 64]].concat();
    assert_eq!(verdict_on(&lost), Err(Trouble::Truncated(FileKind::Png)));
}

#[test]
fn a_pdf_without_its_end_is_truncated() {
    let pdf = pdf("");
    for end in [20, pdf.len() / 2, pdf.len() - 2] {
        assert_eq!(seen(&pdf[..end], 64), Err(Trouble::Truncated(FileKind::Pdf)), "cut at {end}");
    }
    // The first part of a file made for the web has an end marker near its beginning.
    let cut = [&pdf[..], &b"6 0 obj << /Length 9000 >> stream\n"[..], &[b'x'; 3000]].concat();
    assert_eq!(verdict_on(&cut), Err(Trouble::Truncated(FileKind::Pdf)));
}

#[test]
fn padding_after_the_end_of_a_pdf_and_noise_before_it_do_no_harm() {
    let padded = [&[b'\n'; 500][..], &pdf(""), &[0; 4000]].concat();
    assert_eq!(verdict_on(&padded), whole(FileKind::Pdf, Some(2)));
    let noisy = [&b"%%"[..], &pdf("")].concat();
    assert_eq!(verdict_on(&noisy), whole(FileKind::Pdf, Some(2)));
}

#[test]
fn a_pdf_that_asks_for_a_password_says_so() {
    for trailer in ["/Encrypt 8 0 R", "/Encrypt<</Filter/Standard>>", "/Encrypt\n8 0 R"] {
        assert_eq!(verdict_on(&pdf(trailer)), Err(Trouble::Encrypted), "{trailer}");
    }
    assert_eq!(verdict_on(&pdf("/EncryptMetadata false")), whole(FileKind::Pdf, Some(2)));
}

#[test]
fn pages_are_counted_once_and_only_when_all_can_be_seen() {
    let saved_again = [
        &pdf("")[..],
        b"4 0 obj << /Parent 2 0 R /Type /Page /Annots [] >> endobj\ntrailer <<>>\nstartxref\n9\n%%EOF\n",
    ]
    .concat();
    assert_eq!(verdict_on(&saved_again), whole(FileKind::Pdf, Some(2)));
    let packed =
        [&pdf("")[..], b"9 0 obj << /Type /ObjStm /N 4 >> stream\nxx\nendstream endobj\n%%EOF"].concat();
    assert_eq!(verdict_on(&packed), whole(FileKind::Pdf, None));
}

#[test]
fn anything_else_is_of_no_kind_we_take_whatever_it_calls_itself() {
    let program = [b"MZ\x90\0".as_slice(), &[0; 60], b"%PDF-1.4 ", &[0; 5000]].concat();
    assert_eq!(verdict_on(&program), Err(Trouble::Kind));
    let late = [&[b' '; 1025][..], &pdf("")].concat();
    for other in [&late[..], b"hello", b"\x7fELF%PDF-", b"GIF89a", b"<html>%PDF-", &[0; 3000]] {
        assert_eq!(verdict_on(other), Err(Trouble::Kind));
    }
    let mut inspector = Inspector::new();
    assert!(!inspector.push(&program));
}

#[test]
fn no_rubbish_makes_a_walker_fail() {
    let mut noise = 12_345_u32;
    let mut rubbish: Vec<u8> = (0..60_000)
        .map(|_| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            noise.to_be_bytes()[0]
        })
        .collect();
    for head in [&b"\xff\xd8\xff\xe0"[..], png::SIGNATURE, b"%PDF-1.7\n"] {
        rubbish[..head.len()].copy_from_slice(head);
        let _ = seen(&rubbish, 4096);
    }
}
