-- What is kept of people, and for how long: by namespace, and by bot of it.
create table privacy (
    namespace text not null,
    -- Empty: all bots.
    bot text not null,
    -- JSON.
    document text not null,
    changed_at bigint not null,
    primary key (namespace, bot)
);
