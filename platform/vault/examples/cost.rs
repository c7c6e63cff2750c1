//! What one operation of the vault costs: `cargo run --release -p vault --example cost`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use kernel::Id;
use std::hint::black_box;
use std::time::Instant;
use vault::{CODE_ALPHABET, Place, Vault};

const ROUNDS: u32 = 200_000;

fn timed<T>(name: &str, mut run: impl FnMut() -> T) {
    for _ in 0..ROUNDS / 10 {
        black_box(run());
    }
    let start = Instant::now();
    for _ in 0..ROUNDS {
        black_box(run());
    }
    println!("{name:<34} {:>7} ns", (start.elapsed() / ROUNDS).as_nanos());
}

fn main() {
    let vault = Vault::ephemeral();
    let place = Place::new("cases", Id(7), "answers");
    let (key, wrapped) = vault.new_case_key(&place);
    for size in [32, 400, 4000] {
        let plain = vec![7; size];
        let sealed = key.seal(&place, &plain);
        timed(&format!("seal {size} bytes"), || key.seal(&place, &plain));
        timed(&format!("open {size} bytes"), || key.open(&place, &sealed).unwrap());
    }
    let sealed = key.seal(&place, &[7; 64]);
    timed("new case key", || vault.new_case_key(&place));
    timed("unwrap", || vault.unwrap(&wrapped, &place).unwrap());
    timed("unwrap and open 64 bytes", || {
        vault.unwrap(&wrapped, &place).unwrap().open(&place, &sealed).unwrap()
    });
    timed("index", || vault.index("name", Id(1), "thi"));
    timed("derive code", || vault.derive_code("look-up", Id(1), 6, CODE_ALPHABET));
    timed("derive token", || vault.derive_token("link", Id(1)));
    timed("token hash", || vault::token_hash("aaaaaaaaaaaaaaaaaaaaaaaaaa"));
    timed("random token", vault::random_token);
}
