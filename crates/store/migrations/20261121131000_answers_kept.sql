-- Answers to requests that carry an idempotency key, so that a repeated request is done once.
create table kept_answers (
    -- SHA-256 in hex of the caller, the route and the key.
    id text not null primary key,
    namespace text not null,
    body_hash text not null,
    at bigint not null,
    -- Null while the request is being done.
    status bigint,
    -- Sealed JSON of headers and body.
    answer text
);
