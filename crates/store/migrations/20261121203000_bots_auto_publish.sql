-- Environments that the draft is published to by itself, when its checks and its tests pass.
create table auto_publish (
    namespace text not null,
    bot text not null,
    environment text not null,
    enabled boolean not null,
    changed_at bigint not null,
    -- The revision of the draft that was tried last; -1: none yet.
    tried_revision bigint not null,
    tried_at bigint,
    -- JSON: what came of it; null while it is at work.
    outcome text,
    primary key (bot, environment)
);
