-- starts and ends are local times in the event's zone; ends is exclusive, midnight for an all-day event.
create table calendar_event (
  id          uuid primary key,
  unit_id     uuid not null,
  kind_id     uuid not null,
  title       varchar(200) not null,
  description varchar(10000),
  place       varchar(200),
  host_id     uuid,
  host_name   varchar(100),
  all_day     boolean not null,
  starts      timestamp not null,
  ends        timestamp not null,
  zone        varchar(50) not null,
  rule        varchar(500),
  excluded    varchar(10000) not null,
  added       varchar(10000) not null,
  uid         varchar(255) not null,
  made_until  timestamp not null,
  created_at  timestamp with time zone not null,
  created_by  varchar(100) not null,
  changed_at  timestamp with time zone not null,
  changed_by  varchar(100) not null,
  version     bigint not null,
  constraint calendar_event_uid unique (unit_id, uid)
);
create index calendar_event_kind on calendar_event (kind_id);
create index calendar_event_starts on calendar_event (unit_id, starts);
create index calendar_event_made on calendar_event (made_until);

create table calendar_audience (
  event_id    uuid not null references calendar_event (id) on delete cascade,
  target      uuid not null,
  person      boolean not null,
  primary key (event_id, target)
);
create index calendar_audience_target on calendar_audience (target);
