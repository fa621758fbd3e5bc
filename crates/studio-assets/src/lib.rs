//! Studio's built files, inside the binary
