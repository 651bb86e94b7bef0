-- What a page of the calendar shows, one row per occurrence, so that a month needs no event to be loaded.
create table calendar_occurrence (
  id            uuid primary key,
  event_id      uuid not null references calendar_event (id) on delete cascade,
  recurrence_id timestamp not null,
  starts_at     timestamp with time zone not null,
  ends_at       timestamp with time zone not null,
  unit_id       uuid not null,
  kind_id       uuid not null,
  title         varchar(200) not null,
  place         varchar(200),
  host_id       uuid,
  host_name     varchar(100),
  all_day       boolean not null,
  repeats       boolean not null,
  zone          varchar(50) not null,
  constraint calendar_occurrence_recurrence unique (event_id, recurrence_id)
);

-- In whose calendar an occurrence stands, in the order in which a period is read. target is a unit or a person; bucket
-- tells audience (0, 1) from mere owner (2, 3) and what lasts a day at most (0, 2) from what lasts longer (1, 3): the short
-- are found by a start window of the period and one day, the few long ones by a window of their own. Times in seconds of
-- the epoch.
create table calendar_reach (
  target        uuid not null,
  bucket        smallint not null,
  starts        bigint not null,
  occurrence_id uuid not null references calendar_occurrence (id) on delete cascade,
  ends          bigint not null,
  primary key (target, bucket, starts, occurrence_id)
);
create index calendar_reach_occurrence on calendar_reach (occurrence_id);
