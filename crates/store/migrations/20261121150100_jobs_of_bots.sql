-- The bot that a job is about, if it is about one.
alter table jobs add column bot text;
create index jobs_by_bot on jobs (namespace, bot, created_at);
