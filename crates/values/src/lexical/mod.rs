//! What is read from tokens without rules: numbers, dates and times in digits, addresses.

pub(crate) mod addresses;
pub(crate) mod dates;
pub(crate) mod numbers;
pub(crate) mod phones;
