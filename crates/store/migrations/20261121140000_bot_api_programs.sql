-- Bots for which a program answers over the Bot API.

create table bot_programs (
    bot text not null primary key,
    namespace text not null,
    -- Sealed: whoever knows it can call the program. Null: the program connects by itself.
    webhook_url text,
    -- Whether a program without version that sends no entities means that none are left.
    strict_entities boolean not null,
    -- JSON of what the program declared last; null: nothing yet.
    declared text,
    changed_at bigint not null
);
