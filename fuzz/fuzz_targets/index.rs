#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fieldnote_fuzz::property("index")(bytes));
