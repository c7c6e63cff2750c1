create table search_miss (
    term TEXT not null primary key,
    shown TEXT not null,
    first_day TEXT not null,
    last_day TEXT not null,
    asked INT not null
) STRICT;
create index search_miss_last on search_miss (last_day);
