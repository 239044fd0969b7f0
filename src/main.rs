//! The command line: parses arguments, runs, maps errors to exit codes. See `cli`.
fn main() {}
