//! The palabre command.
fn main() {}
