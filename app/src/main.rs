//! Một Cửa: the portal and electronic one-stop shop, one binary.

mod cli;
mod procedures;

fn main() -> std::process::ExitCode {
    cli::run()
}
