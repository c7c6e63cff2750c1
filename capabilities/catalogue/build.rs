//! Builds the room again when a procedure file is added or taken away.
#![expect(clippy::print_stdout, reason = "this is how a build script speaks")]

fn main() {
    println!("cargo::rerun-if-changed=../../procedures");
}
