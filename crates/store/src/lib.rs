//! Bots, conversations, inbox, leases and outbox over SQLite and PostgreSQL
