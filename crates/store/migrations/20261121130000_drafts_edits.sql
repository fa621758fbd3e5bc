-- Changes of drafts since their documents were written: a change of one object of a large bot
-- writes a small row. The draft is the document with its edits applied, in the order of revisions.
create table draft_edits (
    bot text not null,
    revision bigint not null,
    namespace text not null,
    author text not null,
    at bigint not null,
    -- JSON array of edits.
    edits text not null,
    primary key (bot, revision)
);
