use super::*;
use serde_json::json;
use std::collections::BTreeMap;

#[derive(Serialize)]
enum Kind {
    Plain,
    One(u8),
    Two(u8, &'static str),
    Named { a: Option<i64>, b: () },
}

#[derive(Serialize)]
struct Whole {
    #[serde(skip_serializing_if = "Option::is_none")]
    none: Option<u8>,
    kinds: Vec<Kind>,
    numbers: (i64, u64, i8, bool, f64),
    map: BTreeMap<i32, Vec<char>>,
    empty: BTreeMap<String, u8>,
    any: serde_json::Value,
    #[serde(flatten)]
    more: BTreeMap<String, String>,
}

#[track_caller]
fn same<T: Serialize>(value: &T) {
    let ours = String::from_utf8(to_vec(value).unwrap()).unwrap();
    assert_eq!(ours, serde_json::to_string(value).unwrap());
}

#[test]
fn every_shape_is_written_as_serde_json_writes_it() {
    same(&Whole {
        none: None,
        kinds: vec![Kind::Plain, Kind::One(1), Kind::Two(2, "hai"), Kind::Named { a: Some(-3), b: () }],
        numbers: (i64::MIN, u64::MAX, -7, true, 2.5),
        map: [(-1, vec!['ă', '"']), (20, Vec::new())].into(),
        empty: BTreeMap::new(),
        any: json!({ "x": [null, 1, -1, 0.25, "Nguyễn \"A\"", {}], "y": { "z": [] } }),
        more: [("k\n".to_owned(), "v".to_owned())].into(),
    });
    same(&Vec::<u8>::new());
    same(&Some("một"));
    assert!(to_vec(&BTreeMap::from([(vec![1], 2)])).is_err());
}

#[test]
fn what_json_cannot_hold_as_it_is_is_escaped_wherever_it_stands() {
    for special in (0_u8..0x30).chain([b'"', b'\\', 0x5b, 0x5d, 0x7f]).map(char::from).chain(['é', 'ộ', '𠀀'])
    {
        for before in 0..18 {
            same(&format!("{}{special}{special}á{special}", "x".repeat(before)));
            same(&format!("{}{special}", "ế".repeat(before)));
        }
    }
}
