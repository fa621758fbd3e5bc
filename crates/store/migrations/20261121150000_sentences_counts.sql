-- What is asked about sentences beside their texts.

-- How often a sentence was answered with "I did not understand".
alter table sentences add column unknown_count bigint not null default 0;
-- Whether it waits to be looked at. Others are only counted: sentences that the bot knows, and
-- sentences of programs that want no trace but the count.
alter table sentences add column inbox boolean not null default true;
create index sentences_by_count on sentences (namespace, bot, count);
