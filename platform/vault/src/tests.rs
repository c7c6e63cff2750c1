use super::*;

const HERE: Place = Place::new("cases", Id(7), "answers");

#[test]
fn what_is_sealed_at_a_place_opens_there_and_nowhere_else() {
    let vault = Vault::ephemeral();
    let (key, _) = vault.new_case_key(&HERE);
    for plain in [&b""[..], b"Nguyen Thi Vi Du", &[7; 5000]] {
        let sealed = key.seal(&HERE, plain);
        assert_eq!(key.open(&HERE, &sealed).unwrap(), plain);
        let own = vault.seal(&HERE, plain);
        assert_eq!(vault.open(&HERE, &own).unwrap(), plain);
        for elsewhere in [
            Place { id: Id(8), ..HERE },
            Place { room: "case", ..HERE },
            Place { field: "answer", ..HERE },
            Place { room: "casesa", field: "nswers", ..HERE },
        ] {
            assert!(key.open(&elsewhere, &sealed).is_err());
            assert!(vault.open(&elsewhere, &own).is_err());
        }
    }
}

#[test]
fn one_changed_bit_or_a_cut_end_is_noticed() {
    let (key, _) = Vault::ephemeral().new_case_key(&HERE);
    let sealed = key.seal(&HERE, b"0912 345 678");
    for at in 0..sealed.len() {
        let mut bent = sealed.clone();
        bent[at] ^= 1;
        assert!(key.open(&HERE, &bent).is_err(), "bit of byte {at}");
        assert!(key.open(&HERE, &sealed[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn the_same_value_is_never_sealed_the_same_way_twice() {
    let vault = Vault::ephemeral();
    assert_ne!(vault.seal(&HERE, b"x"), vault.seal(&HERE, b"x"));
}

#[test]
fn a_wrapped_key_opens_at_its_place_only_and_opens_what_the_key_sealed() {
    let vault = Vault::ephemeral();
    let (key, wrapped) = vault.new_case_key(&HERE);
    let sealed = key.seal(&HERE, b"dia chi");
    let again = vault.unwrap(&wrapped, &HERE).unwrap();
    assert_eq!(again.open(&HERE, &sealed).unwrap(), b"dia chi");
    assert!(vault.unwrap(&wrapped, &Place { id: Id(8), ..HERE }).is_err());
    let (other, _) = vault.new_case_key(&HERE);
    assert!(other.open(&HERE, &sealed).is_err());
}

#[test]
fn a_value_of_one_use_does_not_open_as_another() {
    let vault = Vault::ephemeral();
    let (key, _) = vault.new_case_key(&HERE);
    let mut chunk = Vec::new();
    key.seal_chunk(&HERE, 0, true, b"x", &mut chunk);
    chunk.insert(0, FORMAT);
    assert!(key.open(&HERE, &chunk).is_err());
}

#[test]
fn chunks_open_in_their_order_and_the_last_is_known() {
    let (key, _) = Vault::ephemeral().new_case_key(&HERE);
    let mut sealed = Vec::new();
    key.seal_chunk(&HERE, 3, false, b"abc", &mut sealed);
    assert_eq!(sealed.len(), 3 + CHUNK_OVERHEAD);
    assert_eq!(key.open_chunk(&HERE, 3, false, &sealed).unwrap(), b"abc");
    assert_eq!(key.open_chunk(&HERE, 4, false, &sealed), None);
    assert_eq!(key.open_chunk(&HERE, 3, true, &sealed), None);
}

#[test]
fn after_a_rotation_new_values_use_the_new_key_and_old_ones_still_open() {
    let vault = Vault::ephemeral();
    let old = vault.seal(&HERE, b"old");
    let (key, wrapped) = vault.new_case_key(&HERE);
    let sealed = key.seal(&HERE, b"in a case");
    let index = vault.index("name", Id(1), "thi");
    let print = vault.fingerprint();

    assert_eq!(vault.rotate().unwrap(), 2);

    assert_eq!(vault.open(&HERE, &old).unwrap(), b"old");
    assert_eq!(vault.unwrap(&wrapped, &HERE).unwrap().open(&HERE, &sealed).unwrap(), b"in a case");
    assert_eq!(vault.new_case_key(&HERE).1.number, 2);
    let moved = vault.rewrap(&wrapped, &HERE).unwrap();
    assert_eq!((wrapped.number, moved.number), (1, 2));
    assert_eq!(vault.unwrap(&moved, &HERE).unwrap().open(&HERE, &sealed).unwrap(), b"in a case");
    assert_eq!((vault.index("name", Id(1), "thi"), vault.fingerprint()), (index, print));
}

#[test]
fn another_keyring_says_in_words_that_it_does_not_fit() {
    let (ours, theirs) = (Vault::ephemeral(), Vault::ephemeral());
    assert_ne!(ours.fingerprint(), theirs.fingerprint());
    let told = theirs.open(&HERE, &ours.seal(&HERE, b"x")).unwrap_err().to_string();
    assert!(told.contains("the keyring belongs to other data"), "{told}");
    ours.rotate().unwrap();
    let told = theirs.open(&HERE, &ours.seal(&HERE, b"x")).unwrap_err().to_string();
    assert!(told.contains("the keyring has no key 2"), "{told}");
}

#[test]
fn nothing_secret_shows_when_printed_for_debugging() {
    let vault = Vault::ephemeral();
    let (key, wrapped) = vault.new_case_key(&HERE);
    assert_eq!(format!("{vault:?} {key:?} {wrapped:?}"), "Vault CaseKey WrappedKey(by 1)");
}
