-- What could not be handled, long work, and sentences to learn from.

create table dead_letters (
    id text not null primary key,
    namespace text not null,
    -- 'turn', 'message' or 'rejected'
    kind text not null,
    bot text,
    channel text not null,
    user_id text,
    turn text,
    cause text not null,
    attempts bigint not null,
    at bigint not null,
    -- Sealed; see the envelope.
    body text not null
);
create index dead_letters_by_time on dead_letters (namespace, at, id);

create table jobs (
    id text not null primary key,
    namespace text not null,
    kind text not null,
    state text not null,
    done bigint not null,
    total bigint not null,
    result text,
    problem text,
    cancel boolean not null,
    created_at bigint not null,
    changed_at bigint not null
);
create index jobs_by_time on jobs (namespace, created_at, id);

create table sentences (
    namespace text not null,
    bot text not null,
    locale text not null,
    -- SHA-256 of the text in hex: texts are too long for an index.
    text_hash text not null,
    text text not null,
    -- Empty: unknown.
    intent text not null,
    understanding text not null,
    count bigint not null,
    first_at bigint not null,
    last_at bigint not null,
    primary key (namespace, bot, locale, text_hash)
);
create index sentences_by_time on sentences (namespace, bot, last_at, text_hash);
