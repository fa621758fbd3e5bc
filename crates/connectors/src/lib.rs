//! The code that adapts each kind of channel
