-- What one occurrence of a series has of its own (RFC 5545 §3.8.4.4), under its start by the rule. A null is as the series has
-- it; an empty text is none. Times are local in the event's zone, as the event's are.
create table calendar_override (
  id            uuid primary key,
  event_id      uuid not null references calendar_event (id) on delete cascade,
  recurrence_id timestamp not null,
  all_day       boolean,
  starts        timestamp,
  ends          timestamp,
  title         varchar(200),
  place         varchar(200),
  description   varchar(10000),
  own_host      boolean not null,
  host_id       uuid,
  host_name     varchar(100),
  constraint calendar_override_recurrence unique (event_id, recurrence_id)
);

-- Whether the row has anything of its own, so that a page says so without asking further.
alter table calendar_occurrence add column overridden boolean default false not null;
