create table national_revision (
    id INT not null primary key,
    code TEXT not null,
    hash TEXT not null,
    file TEXT not null,
    line INT not null,
    imported_at INT not null,
    reader INT not null,
    listed TEXT not null,
    findings TEXT not null,
    body TEXT not null,
    unique (code, hash)
) STRICT;

create table national_use (
    code TEXT not null,
    seq INT not null,
    revision INT not null references national_revision (id),
    file TEXT not null,
    line INT not null,
    from_at INT not null,
    primary key (code, seq)
) STRICT;
create index national_use_revision on national_use (revision);

create table national_note (
    code TEXT not null,
    kind TEXT not null,
    text_hash TEXT not null,
    account INT not null,
    settled_at INT not null,
    note TEXT not null,
    primary key (code, kind, text_hash)
) STRICT;
