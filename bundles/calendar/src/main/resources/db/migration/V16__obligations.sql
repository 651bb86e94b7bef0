-- What a unit owes by rule: so many events of a kind (how_many) in each week, month, quarter, half-year or year (every), for whom (over_what: unit, below, units, groups, members, people).
-- title: null where it is called as its kind is. Only periods that lie wholly between from_day and until_day count, and end before retired_on. How it stands is read from calendar_occurrence, never noted.
create table calendar_obligation (
  id          uuid primary key,
  unit_id     uuid not null,
  title       varchar(100),
  kind_id     uuid not null,
  how_many    integer not null,
  every       varchar(10) not null,
  over_what   varchar(10) not null,
  from_day    date not null,
  until_day   date,
  lead_days   integer not null,
  retired_on  date,
  changed_by  varchar(100) not null,
  changed_at  timestamp with time zone not null,
  version     integer not null
);
create index calendar_obligation_unit on calendar_obligation (unit_id);
create index calendar_obligation_kind on calendar_obligation (kind_id);

-- The units, groups or people it is for, where they are picked.
create table calendar_obligation_target (
  obligation_id  uuid not null references calendar_obligation (id) on delete cascade,
  target_id      uuid not null,
  place_in       integer not null,
  primary key (obligation_id, target_id)
);
create index calendar_obligation_target_target on calendar_obligation_target (target_id);

-- Whom (a unit, group or person) was told about that a period (2026-05, 2026-Q2) comes to its end without enough: once. settled_at: there is enough now, the notice was taken back.
create table calendar_obligation_told (
  obligation_id  uuid not null references calendar_obligation (id) on delete cascade,
  whom           uuid not null,
  period         varchar(10) not null,
  link           varchar(300) not null,
  told_at        timestamp with time zone not null,
  settled_at     timestamp with time zone,
  primary key (obligation_id, whom, period)
);
create index calendar_obligation_told_open on calendar_obligation_told (settled_at);

insert into calendar_job (name, done_on) values ('obligations', date '2000-01-01');
