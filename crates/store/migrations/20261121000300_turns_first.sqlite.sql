-- The life of a turn: conversations, inbox, leases, segments, outbox.
-- Rows refer to each other by number: small keys, and new rows lie together.

create table conversations (
    number integer primary key,
    id text not null unique,
    namespace text not null,
    bot text not null,
    user_id text not null,
    -- Empty: all channels of the bot; else the one channel.
    scope text not null,
    -- Segments committed.
    version bigint not null,
    created_at bigint not null,
    changed_at bigint not null,
    -- JSON; empty at version 0.
    document text not null,
    unique (namespace, user_id, bot, scope)
);
create index conversations_by_namespace on conversations (namespace, number);

create table inbox (
    number integer primary key,
    namespace text not null,
    bot text not null,
    channel text not null,
    conversation bigint not null,
    -- 'v:' and the vendor's event id, or 'i:' and the idempotency key.
    dedup_key text,
    -- SHA-256 in hex; only with a key.
    body_hash text,
    turn text not null,
    priority bigint not null,
    -- Counted with each claim.
    attempts bigint not null,
    received_at bigint not null,
    deadline bigint,
    -- 'open', 'done' or 'dead'
    state text not null,
    consumed_at bigint,
    -- Versions of the conversation that the turn's segments made.
    first_version bigint,
    last_version bigint,
    -- Where a turn that is half done goes on.
    cursor text,
    understanding text,
    last_error text,
    -- JSON of the event; blanked when consumed.
    body text
);
create unique index inbox_key on inbox (namespace, channel, dedup_key)
    where dedup_key is not null;
create index inbox_open on inbox (namespace, priority, number) where state = 'open';
create index inbox_of_conversation on inbox (conversation, number) where state = 'open';

create table leases (
    conversation integer primary key,
    token text not null,
    node text not null,
    event bigint not null,
    expires_at bigint not null
);

create table segments (
    number integer primary key,
    namespace text not null,
    conversation bigint not null,
    -- The conversation's version after it.
    version bigint not null,
    turn text not null,
    channel text not null,
    user_text text,
    received_at bigint not null,
    committed_at bigint not null,
    test boolean not null,
    -- JSON array of messages.
    messages text not null,
    understanding text,
    trace text,
    unique (conversation, version)
);

-- A row is what one segment says to one recipient; the messages lie in the segment.
create table outbox (
    number integer primary key,
    namespace text not null,
    bot text not null,
    channel text not null,
    user_id text not null,
    conversation bigint not null,
    version bigint not null,
    turn text not null,
    -- 'exchange', 'stream' or 'push'
    state text not null,
    -- Messages of the segment that are confirmed, and all of them.
    confirmed bigint not null,
    total bigint not null,
    -- Attempts at the first message that is not confirmed.
    attempts bigint not null,
    -- Whether one of these ended without a clear outcome.
    uncertain boolean not null,
    next_at bigint not null,
    expires_at bigint,
    claim text,
    claimed_until bigint not null,
    created_at bigint not null
);
create index outbox_of_recipient on outbox (namespace, channel, user_id, number);
create index outbox_push on outbox (namespace, number) where state = 'push';

-- Messages that may have been received twice or not at all, because an attempt had no clear
-- outcome.
create table uncertain_deliveries (
    number integer primary key,
    namespace text not null,
    channel text not null,
    user_id text not null,
    turn text not null,
    -- Place of the message in its segment, from 0.
    message bigint not null,
    at bigint not null
);
