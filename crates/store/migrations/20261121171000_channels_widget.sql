-- Every bot has a widget. Its channel's id follows from the bot's, which is as random. A path that
-- somebody took before stays theirs; that bot's widget needs a channel made by hand.
insert into channels (id, namespace, bot, connector, environment, path, path_folded, settings,
    secret_names, secrets, enabled, created_at, changed_at)
select 'chan_' || substr(id, 5), namespace, id, 'widget', 'live',
    '/io/' || namespace || '/' || name || '/widget',
    lower('/io/' || namespace || '/' || name || '/widget'),
    '{}', '[]', null, true, created_at, changed_at
from bots where lower('/io/' || namespace || '/' || name || '/widget')
    not in (select path_folded from channels);
