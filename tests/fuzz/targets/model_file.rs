//! The head of a model's file, for libFuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| companion_tests_fuzz::model_file(bytes));
