-- What takes the latest changes of drafts back, each under the revision that it made.
create table draft_undos (
    bot text not null,
    revision bigint not null,
    namespace text not null,
    author text not null,
    -- JSON array of edits.
    edits text not null,
    -- Names the state that the touched objects had after the change.
    state text not null,
    primary key (bot, revision)
);
