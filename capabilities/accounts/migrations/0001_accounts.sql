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
  version INT not null
) STRICT;
create index unit_agency on unit (agency);

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
