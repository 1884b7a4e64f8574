//! Backups of Standard Notes under a password, for libFuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| companion_tests_fuzz::import_sealed(bytes));
