//! Builds the room again when a procedure file is added or taken away.

fn main() {
    println!("cargo::rerun-if-changed=../../procedures");
}
