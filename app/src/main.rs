//! Một Cửa: the portal and electronic one-stop shop, one binary.
fn main() {}
