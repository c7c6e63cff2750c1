-- The store's own tables.

-- Future work: one row per kind and subject. `due` is civil time; retries and leases are technical.
create table agenda (
  kind TEXT not null,
  subject INT not null,
  due INT not null,
  attempts INT not null,
  retry_at INT not null,
  leased_until INT not null,
  holder INT not null,
  last_error TEXT,
  primary key (kind, subject)
) STRICT;
create index agenda_due on agenda (due);

-- What a command answered to a form key, so that the same form sent twice acts once.
create table form_key (
  form_key TEXT not null primary key,
  command TEXT not null,
  actor INT,
  answer TEXT not null,
  at INT not null
) STRICT;
create index form_key_at on form_key (at);

-- Node numbers lent to processes, for identifiers that never collide.
create table node_lease (
  node INT not null primary key,
  holder INT not null,
  until INT not null
) STRICT;
create index node_lease_until on node_lease (until, node);
