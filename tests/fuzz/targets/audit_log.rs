//! Plaintexts of the audit log, for libFuzzer.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| companion_tests_fuzz::audit_log(bytes));
