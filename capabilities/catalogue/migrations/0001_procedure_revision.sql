create table procedure_revision (
    id INT not null primary key,
    code TEXT not null,
    hash TEXT not null,
    effective_from TEXT not null,
    effective_to TEXT,
    path TEXT not null,
    body TEXT not null,
    imported_at INT not null,
    unique (code, hash)
) STRICT;
