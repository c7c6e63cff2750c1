//! One record of the national catalogue as it came: its fields by name, nothing changed.

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// One procedure as the national catalogue states it.
#[derive(Clone, PartialEq, Debug)]
pub struct NationalRecord(BTreeMap<String, Value>);

/// Names of the fields this reader knows; any other is kept and handed to an editor.
pub(crate) const KNOWN: [&str; 22] = [
    CODE,
    "detail_url",
    "formality_id",
    "ten_thu_tuc",
    "so_quyet_dinh",
    "cap_thuc_hien",
    "loai_thu_tuc",
    "linh_vuc",
    "doi_tuong_thuc_hien",
    "co_quan_co_tham_quyen",
    "dia_chi_tiep_nhan",
    "co_quan_duoc_uy_quyen",
    "co_quan_phoi_hop",
    "thu_tuc_lien_quan",
    "trinh_tu_thuc_hien",
    "cach_thuc_thuc_hien",
    "thanh_phan_ho_so",
    "can_cu_phap_ly",
    "co_quan_thuc_hien",
    "yeu_cau_dieu_kien",
    "ket_qua_xu_ly",
    "_nguon",
];

const CODE: &str = "ma_thu_tuc";
/// Longest code that can be part of an address.
const CODE_LENGTH: usize = 40;

impl NationalRecord {
    /// The record of a line, or why it is none.
    pub(crate) fn of_line(line: &str) -> Result<NationalRecord, String> {
        let fields: BTreeMap<String, Value> =
            serde_json::from_str(line).map_err(|error| format!("is no record: {error}"))?;
        if fields.values().all(is_empty) {
            return Err("has every field empty".to_owned());
        }
        let record = NationalRecord(fields);
        let code = record.code();
        if code.is_empty() {
            return Err(format!("has no code ({CODE})"));
        }
        let usual = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        if code.len() > CODE_LENGTH || !code.chars().all(usual) {
            return Err(format!("has a code that is none: {}", beginning(&code, 60)));
        }
        let beside = |(name, value): (&String, &Value)| name != CODE && !is_empty(value);
        if !record.0.iter().any(beside) {
            return Err(format!("says nothing but its code {code}"));
        }
        Ok(record)
    }

    /// National code.
    pub(crate) fn code(&self) -> String {
        self.text(CODE)
    }

    /// A field cleaned: NFC, no control characters, line breaks kept. Empty where there is none.
    pub(crate) fn text(&self, name: &str) -> String {
        self.0.get(name).map(plain).unwrap_or_default()
    }

    /// Fields this reader does not know that say something.
    pub(crate) fn beside(&self) -> impl Iterator<Item = (&str, String)> {
        let unknown =
            self.0.iter().filter(|(name, value)| !KNOWN.contains(&name.as_str()) && !is_empty(value));
        unknown.map(|(name, value)| (name.as_str(), plain(value)))
    }

    /// The record as one line of JSON, fields by name: what is stored.
    pub(crate) fn canonical(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&self.0)
    }
}

/// SHA-256 of a text, in hexadecimal.
pub(crate) fn hash(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => kernel::text::clean(text, true),
        other => kernel::text::clean(&other.to_string(), true),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => kernel::text::clean(text, false).is_empty(),
        Value::Array(all) => all.is_empty(),
        Value::Object(all) => all.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The first characters of a text.
pub(crate) fn beginning(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_the_same_whatever_the_order_of_its_fields() {
        let one = NationalRecord::of_line(r#"{"ma_thu_tuc":"9.000001","ten_thu_tuc":"Thử"}"#).unwrap();
        let other = NationalRecord::of_line(r#" {"ten_thu_tuc":"Thử", "ma_thu_tuc":"9.000001"}"#).unwrap();
        assert_eq!(one.canonical().unwrap(), other.canonical().unwrap());
    }

    #[test]
    fn what_is_no_record_is_refused_with_the_reason() {
        for (line, why) in [
            ("nothing", "is no record"),
            ("[1]", "is no record"),
            (r#"{"ma_thu_tuc":" ","ten_thu_tuc":""}"#, "every field empty"),
            (r#"{"ten_thu_tuc":"Thử"}"#, "no code"),
            (r#"{"ma_thu_tuc":"9.000001","ten_thu_tuc":null}"#, "nothing but its code"),
            (r#"{"ma_thu_tuc":"../x","ten_thu_tuc":"Thử"}"#, "a code that is none"),
        ] {
            let said = NationalRecord::of_line(line).unwrap_err();
            assert!(said.contains(why), "{line}: {said}");
        }
    }
}
