-- An application somebody is filling in; its answers are sealed from the first one on.
create table draft (
  id INT primary key,
  procedure TEXT not null,
  revision INT not null references procedure_revision(id),
  owner INT references account(id),
  agency INT references agency(id),
  version INT not null,
  answers BYTES not null,
  key_no INT not null,
  key_bytes BYTES not null,
  created_at INT not null,
  updated_at INT not null,
  expires_at INT not null,
  submitted_case INT references case_row(id)
) STRICT;
create index draft_owner on draft (owner, id) where owner is not null;

create table draft_paper (
  id INT primary key,
  draft INT not null references draft(id),
  key TEXT not null,
  file INT not null references file(id),
  name BYTES not null,
  kind TEXT not null,
  size INT not null,
  pages INT,
  added_at INT not null
) STRICT;
create index draft_paper_draft on draft_paper (draft, id);
-- A file that goes is looked for here: a reference without an index reads the whole table.
create index draft_paper_file on draft_paper (file);

-- Numbers of letters, given with their event: without a gap per agency, year and mark.
create table letter (
  case_id INT not null references case_row(id),
  seq INT not null,
  agency INT not null references agency(id),
  year INT not null,
  mark TEXT not null,
  n INT not null,
  primary key (case_id, seq)
) STRICT;
create unique index letter_number on letter (agency, year, mark, n)
