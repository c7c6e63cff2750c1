-- One sealed file; its content lies outside the database, under a keyed name.
create table file (
  id INT not null primary key,
  object TEXT not null unique,
  key_no INT not null,
  key_bytes BYTES not null,
  kind TEXT not null,
  size INT not null,
  pages INT,
  sealed_sha256 BYTES not null,
  sealed_name BYTES not null,
  at INT not null
) STRICT
