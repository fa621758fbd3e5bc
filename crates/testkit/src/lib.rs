//! For tests only: virtual clock, seeded randomness, fake vendors
