-- The id and the name of the configuration in another system that a channel was imported from.
alter table channels add column origin_id text;
alter table channels add column origin_name text;
