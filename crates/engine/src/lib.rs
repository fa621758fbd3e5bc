//! One event and a conversation to messages and effects, deterministically
