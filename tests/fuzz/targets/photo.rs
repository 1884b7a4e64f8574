//! A picture's file, for libFuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| companion_tests_fuzz::photo(bytes));
