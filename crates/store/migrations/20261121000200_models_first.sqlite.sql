-- Trained models by training fingerprint: versions with the same training data share them.
create table trained_models (
    namespace text not null,
    fingerprint text not null,
    made_at bigint not null,
    used_at bigint not null,
    bytes blob not null,
    primary key (namespace, fingerprint)
);
