-- Files that users sent.
create table files (
    -- Who knows it may read the file.
    id text not null primary key,
    namespace text not null,
    bot text not null,
    user_id text not null,
    content_type text not null,
    name text not null,
    size_bytes bigint not null,
    -- Sealed.
    content text not null,
    at bigint not null
);

create index files_by_user on files (namespace, user_id);
create index files_by_time on files (at);
