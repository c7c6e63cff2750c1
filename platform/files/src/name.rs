//! The name a file had at home.

use kernel::text;

const LONGEST: usize = 200;

/// The name without folders and hidden characters, of a length one can show.
pub(crate) fn shown(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    text::clean(last, false).chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn folders_controls_and_great_length_are_dropped_from_a_name() {
        assert_eq!(shown("C:\\Users\\Vi Du\\Ảnh\u{202e} 1.jpg"), "Ảnh 1.jpg");
        assert_eq!(shown("/tmp/../don.pdf"), "don.pdf");
        assert_eq!(shown(&"a".repeat(900)).len(), 200);
        assert_eq!(shown("x/"), "");
    }
}
