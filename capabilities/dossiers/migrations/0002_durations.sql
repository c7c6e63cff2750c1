-- How long each dossier took whose result was made ready lately; what is older than the figures is
-- removed, for the ledger keeps it.
create table dossier_time (
  case_id INT primary key references case_row(id),
  procedure TEXT not null,
  ready_day TEXT not null,
  minutes INT not null,
  late INT not null
) STRICT;
-- In the order of the minutes, so that the middle one is found without sorting.
create index dossier_time_order on dossier_time (procedure, minutes, ready_day, late);
create index dossier_time_day on dossier_time (ready_day, case_id);

-- The figures of each procedure, computed once a day.
create table procedure_duration (
  procedure TEXT primary key,
  day TEXT not null,
  n INT not null,
  median INT not null,
  p90 INT not null,
  late INT not null,
  from_day TEXT not null,
  to_day TEXT not null
) STRICT;
create index procedure_duration_day on procedure_duration (day, procedure)
