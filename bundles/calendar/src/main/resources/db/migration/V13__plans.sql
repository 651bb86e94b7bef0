-- What a unit plans to study in a year, quarter (of_number 1-4) or month (of_number 1-12). Each edition is a row: the approved one stands until the next is
-- approved and replaces it; all editions of a plan share its origin, the id of the first.
create table calendar_plan (
  id            uuid primary key,
  origin_id     uuid not null,
  edition       integer not null,
  unit_id       uuid not null,
  title         varchar(200) not null,
  period        varchar(10) not null,
  of_year       integer not null,
  of_number     integer not null,
  state         varchar(20) not null,
  submitted_by  varchar(100),
  submitter_id  uuid,
  submitted_at  timestamp with time zone,
  decided_by    varchar(100),
  decided_at    timestamp with time zone,
  reason        varchar(500),
  changed_by    varchar(100) not null,
  changed_at    timestamp with time zone not null,
  version       bigint not null,
  constraint calendar_plan_edition unique (origin_id, edition)
);
create index calendar_plan_unit on calendar_plan (unit_id, of_year);

-- line_id is the same for an item in all editions of its plan. of_day is set where the day is planned, not only the month.
create table calendar_plan_item (
  id               uuid primary key,
  plan_id          uuid not null references calendar_plan (id) on delete cascade,
  line_id          uuid not null,
  place_in         integer not null,
  of_month         integer not null,
  of_day           date,
  topic            varchar(200) not null,
  content          varchar(4000),
  form             varchar(100),
  kind_id          uuid,
  host_id          uuid,
  host_name        varchar(100),
  audience         varchar(200),
  responsible_id   uuid,
  responsible_name varchar(100),
  note             varchar(1000)
);
create index calendar_plan_item_plan on calendar_plan_item (plan_id);
create index calendar_plan_item_line on calendar_plan_item (line_id);
create index calendar_plan_item_kind on calendar_plan_item (kind_id);

create table calendar_plan_audience (
  item_id         uuid not null references calendar_plan_item (id) on delete cascade,
  target          uuid not null,
  person          boolean not null,
  audience_group  boolean not null,
  primary key (item_id, target)
);

-- The event that an item became, and of a repeating one the date. It goes with the event, and then the item is open again; one whose date does not take place
-- any more counts as open too.
create table calendar_plan_event (
  line_id        uuid primary key,
  event_id       uuid not null references calendar_event (id) on delete cascade,
  recurrence_id  timestamp
);
create index calendar_plan_event_event on calendar_plan_event (event_id);

-- A plan's file that was handed over: kept as evidence, confirmed at most once. plan_id: the draft it goes to; null: a new one.
create table calendar_plan_import (
  id           uuid primary key,
  unit_id      uuid not null,
  plan_id      uuid,
  file_id      varchar(64) not null,
  name         varchar(200) not null,
  read_at      timestamp with time zone not null,
  read_by      varchar(100) not null,
  confirmed_at timestamp with time zone,
  version      bigint not null
);
