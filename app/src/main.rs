//! Một Cửa: the portal and electronic one-stop shop, one binary.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
