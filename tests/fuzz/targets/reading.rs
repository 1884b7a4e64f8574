//! Markdown on its way to the screen, for libFuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| companion_tests_fuzz::reading(bytes));
