-- Who may do what: accounts, their credentials and roles, sessions, tokens, links, keys, the audit
-- log, and what is counted to keep limits.

create table accounts (
    id text not null primary key,
    email text not null,
    -- The address in lower case: one account per person.
    email_folded text not null unique,
    name text not null,
    disabled boolean not null,
    created_at bigint not null,
    changed_at bigint not null
);

-- How somebody proves who they are.
create table credentials (
    account text not null,
    -- 'password' or 'oidc'
    kind text not null,
    -- 'oidc': issuer, a line feed, subject. 'password': empty.
    subject text not null,
    -- 'password': the Argon2id hash. 'oidc': empty.
    secret text not null,
    changed_at bigint not null,
    primary key (account, kind, subject)
);
create index credentials_by_subject on credentials (kind, subject);

create table memberships (
    account text not null,
    -- '*': the whole installation.
    namespace text not null,
    -- Empty: all bots.
    bot text not null,
    role text not null,
    created_at bigint not null,
    primary key (account, namespace, bot, role)
);
create index memberships_of_namespace on memberships (namespace, account);

create table sessions (
    id text not null primary key,
    -- SHA-256 of the token in hex.
    token_hash text not null unique,
    account text not null,
    address text not null,
    agent text not null,
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null
);
create index sessions_of_account on sessions (account, created_at);

create table tokens (
    id text not null primary key,
    token_hash text not null unique,
    namespace text not null,
    bot text not null,
    name text not null,
    -- JSON array of permissions.
    scopes text not null,
    -- The last four characters.
    ending text not null,
    created_by text not null,
    created_at bigint not null,
    seen_at bigint,
    expires_at bigint
);
create index tokens_of_namespace on tokens (namespace, created_at);

-- Links by which an account is made or repaired. Each works once.
create table account_links (
    id text not null primary key,
    token_hash text not null unique,
    -- 'owner', 'invitation' or 'reset'
    kind text not null,
    email text not null,
    namespace text not null,
    bot text not null,
    role text not null,
    created_by text not null,
    created_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);
create index account_links_by_namespace on account_links (namespace, created_at);

-- Keys with which a namespace signs tokens of its own.
create table namespace_keys (
    id text not null primary key,
    namespace text not null,
    name text not null,
    algorithm text not null,
    -- JSON array of permissions: the most that a token may ask for.
    scopes text not null,
    -- A public key as JSON Web Key, or a sealed secret.
    material text not null,
    created_by text not null,
    created_at bigint not null
);
create index namespace_keys_of_namespace on namespace_keys (namespace, created_at);

-- Failed attempts to sign in, by address of mail and of machine.
create table sign_in_attempts (
    subject text not null primary key,
    failures bigint not null,
    last_at bigint not null
);

-- The plan of a namespace; without a row there is no limit.
create table plans (
    namespace text not null primary key,
    name text not null,
    requests_per_hour bigint not null,
    changed_at bigint not null
);

-- One row per bot that is counted, to lock.
create table plan_counters (
    namespace text not null,
    bot text not null,
    primary key (namespace, bot)
);

-- One row per request that was let through in the last hour.
create table plan_requests (
    number integer primary key,
    namespace text not null,
    bot text not null,
    at bigint not null
);
create index plan_requests_by_bot on plan_requests (namespace, bot, at);

create table audit (
    number integer primary key,
    at bigint not null,
    -- '*': concerns the installation.
    namespace text not null,
    -- 'account', 'token', 'key', 'loopback', 'command', 'nobody'
    actor_kind text not null,
    actor text not null,
    actor_name text not null,
    -- The address of the machine, where there is one.
    address text not null,
    action text not null,
    object text not null,
    -- JSON, where there is something to say.
    value_before text,
    value_after text
);
create index audit_by_namespace on audit (namespace, number);

-- Only added to, never changed: from here on the engines differ.
create trigger audit_is_not_changed before update on audit
begin
    select raise(abort, 'the audit log is only added to');
end;
create trigger audit_is_not_shortened before delete on audit
begin
    select raise(abort, 'the audit log is only added to');
end;
