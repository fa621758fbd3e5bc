-- Bots, their versions, environments and channels. Texts, numbers and booleans only.

-- A number per area that changes with everything in it: servers poll it to follow.
create table changes (
    area text not null primary key,
    stamp bigint not null
);
insert into changes (area, stamp) values ('bots', 1);

create table bots (
    id text not null primary key,
    namespace text not null,
    name text not null,
    -- The name in lower case: addresses do not tell cases apart.
    name_folded text not null,
    public_id text not null unique,
    -- Sealed; see the envelope.
    api_key text not null,
    -- SHA-256 of the key in hex, to find the bot by it.
    api_key_hash text not null unique,
    -- 'database' or 'files'
    owner text not null,
    folder text,
    title text not null,
    -- JSON array of locales of the draft.
    locales text not null,
    created_at bigint not null,
    changed_at bigint not null,
    draft_revision bigint not null,
    draft_hash text not null,
    draft_author text not null,
    draft_at bigint not null,
    draft text not null,
    unique (namespace, name_folded)
);

-- Immutable, but for the fingerprint of the model trained from it.
create table versions (
    id text not null primary key,
    namespace text not null,
    bot text not null,
    number bigint not null,
    hash text not null,
    fingerprint text,
    author text not null,
    note text not null,
    at bigint not null,
    document text not null,
    unique (bot, number)
);

-- Where 'staging' and 'live' point. 'draft' needs no row.
create table environments (
    namespace text not null,
    bot text not null,
    environment text not null,
    version text not null,
    changed_at bigint not null,
    primary key (bot, environment)
);

create table channels (
    id text not null primary key,
    namespace text not null,
    bot text not null,
    connector text not null,
    environment text not null,
    path text not null,
    -- The path in lower case: unique in the installation.
    path_folded text not null unique,
    settings text not null,
    -- JSON array of the names of the secret settings.
    secret_names text not null,
    -- Sealed JSON object of the secret settings; null when there are none.
    secrets text,
    enabled boolean not null,
    created_at bigint not null,
    changed_at bigint not null
);
create index channels_of_bot on channels (namespace, bot, path_folded);
