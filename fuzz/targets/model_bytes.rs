//! Any model, behind a right checksum.

#![no_main]
#![allow(dead_code)]

#[path = "../../crates/nlu/tests/it/any_input.rs"]
mod any_input;
#[path = "../../crates/nlu/tests/it/library_bot.rs"]
mod library_bot;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| any_input::model_bytes(bytes));
