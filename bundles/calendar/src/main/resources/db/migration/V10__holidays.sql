-- A unit's published year: which of its days are holidays and which Saturdays and Sundays are worked instead. It holds in the unit's whole subtree
-- but where a unit below has that year of its own. A year without a row is not published, which is something else than a year without holidays.
create table calendar_year (
  id            uuid primary key,
  unit_id       uuid not null,
  of_year       integer not null,
  source        varchar(500),
  published_at  timestamp with time zone not null,
  published_by  varchar(100) not null,
  version       bigint not null,
  constraint calendar_year_once unique (unit_id, of_year)
);

create table calendar_day (
  id            uuid primary key,
  year_id       uuid not null references calendar_year (id) on delete cascade,
  on_day        date not null,
  kind          varchar(10) not null,
  name          varchar(50) not null,
  constraint calendar_day_once unique (year_id, on_day)
);
