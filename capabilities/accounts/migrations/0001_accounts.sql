create table agency (
  id INT primary key,
  code TEXT not null unique,
  name_vi TEXT not null,
  name_en TEXT not null,
  kind TEXT not null,
  parent INT references agency (id),
  hours TEXT not null,
  phone TEXT not null,
  address TEXT not null,
  opened TEXT not null,
  closed TEXT,
  successor INT references agency (id),
  version INT not null
) STRICT;
create index agency_parent on agency (parent);
create index agency_successor on agency (successor);

create table unit (
  id INT primary key,
  agency INT not null references agency (id),
  kind TEXT not null,
  name_vi TEXT not null,
  name_en TEXT not null,
  hours TEXT,
  closed TEXT,
  successor INT references unit (id),
  version INT not null
) STRICT;
create index unit_agency on unit (agency);
create index unit_successor on unit (successor);

create table directory (
  id INT primary key,
  version INT not null
) STRICT;

create table account (
  id INT primary key,
  kind TEXT not null,
  profile BYTES not null,
  password TEXT not null,
  failed INT not null,
  locked_until INT,
  created INT not null,
  disabled_at INT,
  version INT not null
) STRICT;

create table login (
  token INT primary key,
  account INT not null references account (id),
  kind TEXT not null
) STRICT;
create index login_account on login (account);

create table officer (
  account INT primary key references account (id),
  agency INT references agency (id),
  unit INT references unit (id),
  title TEXT not null
) STRICT;
create index officer_agency on officer (agency);
create index officer_unit on officer (unit);

create table account_role (
  account INT not null references account (id),
  role TEXT not null,
  since INT not null,
  until INT,
  primary key (account, role, since)
) STRICT;
create index account_role_role on account_role (role, until);

create table session (
  id INT primary key,
  token_hash BYTES not null unique,
  account INT references account (id),
  created INT not null,
  seen INT not null,
  expires INT not null
) STRICT;
create index session_account on session (account);
create index session_expires on session (expires);

create table session_grant (
  session INT not null,
  kind TEXT not null,
  subject INT not null,
  until INT not null,
  primary key (session, kind, subject)
) STRICT;
create index session_grant_until on session_grant (until);

create table api_token (
  id INT primary key,
  token_hash BYTES not null unique,
  account INT not null references account (id),
  name BYTES not null,
  created INT not null,
  expires INT not null,
  revoked INT
) STRICT;
create index api_token_account on api_token (account);

create table admin_invitation (
  id INT primary key,
  token_hash BYTES not null unique,
  created INT not null,
  expires INT not null,
  used INT
) STRICT;

create table kept_post (
  id INT primary key,
  key_hash BYTES not null unique,
  sealed BYTES not null,
  expires INT not null
) STRICT;
create index kept_post_expires on kept_post (expires);

create table declared_day (
  id INT primary key,
  agency INT references agency (id),
  kind TEXT not null,
  first_day TEXT not null,
  last_day TEXT not null,
  name_vi TEXT not null,
  name_en TEXT not null,
  instrument TEXT not null,
  declared INT not null,
  declared_by INT not null references account (id),
  withdrawn INT,
  withdrawn_by INT references account (id),
  version INT not null
) STRICT;
create index declared_day_agency on declared_day (agency);
create index declared_day_declared_by on declared_day (declared_by);
create index declared_day_withdrawn_by on declared_day (withdrawn_by);

create table delegation (
  id INT primary key,
  principal INT not null references account (id),
  delegate INT not null references account (id),
  unit INT not null references unit (id),
  role TEXT not null,
  procedure TEXT not null,
  since INT not null,
  until INT not null,
  reason BYTES not null,
  made INT not null,
  made_by INT not null references account (id),
  ended INT,
  ended_by INT references account (id),
  version INT not null
) STRICT;
create index delegation_principal on delegation (principal);
create index delegation_delegate on delegation (delegate);
create index delegation_unit on delegation (unit);
create index delegation_made_by on delegation (made_by);
create index delegation_ended_by on delegation (ended_by);
create index delegation_until on delegation (until);

create table absence (
  id INT primary key,
  officer INT not null references account (id),
  since INT not null,
  until INT not null,
  reason BYTES not null,
  recorded INT not null,
  recorded_by INT not null references account (id),
  ended INT,
  ended_by INT references account (id),
  version INT not null
) STRICT;
create index absence_officer on absence (officer);
create index absence_recorded_by on absence (recorded_by);
create index absence_ended_by on absence (ended_by);
create index absence_until on absence (until);
