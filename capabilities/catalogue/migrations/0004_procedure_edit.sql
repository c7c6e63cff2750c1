create table procedure_publication (
    id INT not null primary key,
    code TEXT not null,
    revision INT not null references procedure_revision (id),
    effective_from TEXT not null,
    origin TEXT not null,
    edit INT,
    published_at INT not null,
    published_by INT,
    cancelled_at INT,
    cancelled_by INT,
    cancel_reason TEXT
) STRICT;
create index procedure_publication_code on procedure_publication (code, effective_from);
create index procedure_publication_revision on procedure_publication (revision);

insert into procedure_publication (id, code, revision, effective_from, origin, published_at)
select id, code, id, effective_from, 'file', imported_at from procedure_revision;

create table procedure_edit (
    id INT not null primary key,
    code TEXT not null,
    kind TEXT not null,
    base INT references procedure_revision (id),
    restates INT references procedure_revision (id),
    author INT not null,
    started_at INT not null,
    effective_from TEXT not null,
    reason TEXT not null,
    body TEXT not null,
    state TEXT not null,
    changed_at INT not null,
    proposed_at INT,
    decided_by INT,
    decided_at INT,
    note TEXT,
    version INT not null
) STRICT;
create index procedure_edit_code on procedure_edit (code, id);
create index procedure_edit_state on procedure_edit (state, id);
create index procedure_edit_base on procedure_edit (base);
create index procedure_edit_restates on procedure_edit (restates);

create table procedure_edit_event (
    edit INT not null references procedure_edit (id),
    seq INT not null,
    at INT not null,
    account INT not null,
    what TEXT not null,
    detail TEXT not null,
    primary key (edit, seq)
) STRICT;

create table catalogue_stamp (
    name TEXT not null primary key,
    n INT not null
) STRICT;
