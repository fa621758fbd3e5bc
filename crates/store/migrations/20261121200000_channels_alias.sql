-- The id under which programs and pages of another system know a channel.
alter table channels add column alias text;
