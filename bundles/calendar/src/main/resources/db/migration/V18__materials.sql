-- What is read and shown at an event: a file or an address. recurrence: for that date of a series only, under its start by the rule, local in the event's zone; null for all.
-- type: as the file's content says; file: under which it is kept, which is nobody else's.
create table calendar_material (
  id         uuid primary key,
  event_id   uuid not null references calendar_event (id) on delete cascade,
  recurrence timestamp,
  title      varchar(200) not null,
  address    varchar(500),
  type       varchar(10),
  file       varchar(64),
  size       bigint,
  added_by   varchar(100) not null,
  added_at   timestamp with time zone not null
);
create index calendar_material_event on calendar_material (event_id);
