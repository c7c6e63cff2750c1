-- What one installation remembers about itself.
create table setting (
  name TEXT primary key,
  value TEXT not null
) STRICT
