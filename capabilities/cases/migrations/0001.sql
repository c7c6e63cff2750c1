-- A case of any kind: what its ledger folds to, and what is sealed about its applicant.
create table case_row (
  id INT primary key,
  kind TEXT not null,
  about TEXT not null,
  revision INT not null,
  agency INT not null references agency(id),
  desk INT not null references unit(id),
  channel TEXT not null,
  applicant INT references account(id),
  receipt TEXT not null unique,
  code TEXT unique,
  phase TEXT not null,
  outcome TEXT,
  opened_at INT not null,
  notice_by INT,
  accept_by INT not null,
  alarms INT not null,
  accepted_at INT,
  limit_n INT,
  limit_unit TEXT,
  due_at INT,
  due_day TEXT,
  original_due_at INT,
  original_due_day TEXT,
  ready_at INT,
  closed_at INT,
  version INT not null,
  seq INT not null,
  head BYTES not null,
  key_no INT not null,
  key_bytes BYTES not null,
  party BYTES not null,
  link_hash BYTES not null unique,
  content_seq INT not null,
  course TEXT not null
) STRICT;
create index case_row_open on case_row (id, phase) where phase <> 'closed';
create index case_row_applicant on case_row (applicant, id) where applicant is not null;

-- The ledger. Rows are only ever added.
create table case_event (
  case_id INT not null references case_row(id),
  seq INT not null,
  at INT not null,
  party TEXT not null,
  actor INT,
  kind TEXT not null,
  facts TEXT not null,
  commitment BYTES,
  payload BYTES,
  hash BYTES not null,
  primary key (case_id, seq)
) STRICT;

create table case_task (
  id INT primary key,
  case_id INT not null references case_row(id),
  step TEXT not null,
  kind TEXT not null,
  unit INT not null references unit(id),
  role TEXT not null,
  holder INT references account(id),
  lead INT not null,
  opened_at INT not null,
  held_at INT,
  due_at INT,
  hold_by INT,
  silence TEXT,
  done_at INT,
  outcome TEXT,
  alarmed_at INT
) STRICT;
create index case_task_case on case_task (case_id, id);
-- What is counted above a list stands in the index of the list, its condition included: one engine
-- reads the table beside the index for a column that stands only in the condition.
create index case_task_holder on case_task (holder, due_at, id, kind, done_at) where done_at is null and kind <> 'receive';
create index case_task_unit on case_task (unit, due_at, id, holder, kind, done_at) where done_at is null and kind <> 'receive';
create index case_task_waiting on case_task (unit, due_at, id, holder, kind, done_at) where done_at is null and kind = 'receive';

create table case_paper (
  id INT primary key,
  case_id INT not null references case_row(id),
  key TEXT not null,
  file INT references file(id),
  name BYTES not null,
  form TEXT not null,
  copies INT not null,
  pages INT,
  size INT,
  added_at INT not null,
  compared_at INT,
  compared_by INT
) STRICT;
create index case_paper_case on case_paper (case_id, id);
-- A file that goes is looked for here: a reference without an index reads the whole table.
create index case_paper_file on case_paper (file) where file is not null;

create table case_fee (
  id INT primary key,
  case_id INT not null references case_row(id),
  amount INT not null,
  number TEXT not null unique,
  method TEXT not null,
  taken_by INT not null references account(id),
  at INT not null
) STRICT;
create index case_fee_case on case_fee (case_id, id);

-- Who looked at personal data, through what. A list is noted once per officer, case and day.
create table case_look (
  id INT primary key,
  case_id INT not null references case_row(id),
  at INT not null,
  day TEXT not null,
  party TEXT not null,
  actor INT,
  via TEXT not null
) STRICT;
create index case_look_case on case_look (case_id, id);
create unique index case_look_list on case_look (case_id, actor, day) where via = 'list';

-- Looks sealed in blocks, each hash over the one before.
create table look_seal (
  number INT primary key,
  last_id INT not null,
  looks INT not null,
  at INT not null,
  hash BYTES not null
) STRICT;

-- Keyed tokens by which an officer finds a case: card, phone, syllables of the name.
create table case_token (
  token INT not null,
  case_id INT not null references case_row(id),
  primary key (token, case_id)
) STRICT;

-- Numbers without gaps: one row per competent agency and day (NĐ 118/2025 Art 28).
create table day_counter (
  agency INT not null references agency(id),
  day TEXT not null,
  series TEXT not null,
  n INT not null,
  primary key (agency, day, series)
) STRICT
