-- The fixed study day of a unit. of_day is a day of the month (31: the last, and so in shorter months for 29 and 30), or of the week (1: Monday).
-- starts_at is HH:mm of the unit's zone, months are YYYY-MM, until_month inclusive.
create table calendar_study_rule (
  id            uuid primary key,
  unit_id       uuid not null,
  kind_id       uuid not null,
  title         varchar(200) not null,
  every         varchar(10) not null,
  of_day        integer not null,
  starts_at     varchar(5) not null,
  minutes       integer not null,
  place         varchar(200),
  move          varchar(10) not null,
  within_month  boolean not null,
  from_month    varchar(7) not null,
  until_month   varchar(7),
  version       bigint not null,
  constraint calendar_study_rule_once unique (unit_id, kind_id)
);
create index calendar_study_rule_kind on calendar_study_rule (kind_id);

-- The event that was made for a month (2026-05) or week (2026-W19) of a rule. It outlives the event: what somebody has deleted does not come back by
-- itself. put_at is where this page put the event last: one that stands elsewhere was moved by hand, and then the reason is asked for.
create table calendar_study_day (
  id            uuid primary key,
  rule_id       uuid not null references calendar_study_rule (id) on delete cascade,
  period        varchar(10) not null,
  event_id      uuid not null,
  planned       date not null,
  put_at        timestamp not null,
  reason        varchar(500),
  given_by      varchar(100),
  given_at      timestamp with time zone,
  constraint calendar_study_day_once unique (rule_id, period)
);
