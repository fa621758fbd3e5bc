-- What tells people which sentences are worth a look.

-- How sure the understanding was, in thousandths. Sentences from before count as sure.
alter table sentences add column probability_permille bigint not null default 1000;

-- Whether the user was told that they were not understood.
alter table segments add column unknown boolean not null default false;

-- What users think of answers: the last word of each conversation on each message.
create table votes (
    namespace text not null,
    bot text not null,
    conversation bigint not null,
    message text not null,
    turn text not null,
    channel text not null,
    -- The sentence that was answered, as in `sentences`; empty when it was none.
    locale text not null,
    text_hash text not null,
    good boolean not null,
    -- Whether it waits with its sentence to be looked at.
    waits boolean not null,
    test boolean not null,
    at bigint not null,
    primary key (conversation, message)
);
create index votes_by_sentence on votes (namespace, bot, locale, text_hash);
create index votes_by_time on votes (namespace, bot, at);
