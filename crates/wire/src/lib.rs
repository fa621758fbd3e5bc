//! The JSON that other programs send us or expect from us
