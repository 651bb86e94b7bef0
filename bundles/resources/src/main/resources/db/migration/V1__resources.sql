-- kind: room, station, equipment, other. shared: units below may see and book it.
create table resources_resource (
  id          uuid primary key,
  unit_id     uuid not null,
  name        varchar(100) not null,
  kind        varchar(20) not null,
  place       varchar(200),
  seats       integer,
  note        varchar(1000),
  bookable    boolean not null,
  shared      boolean not null,
  retired     boolean not null,
  created_at  timestamp with time zone not null,
  version     integer not null
);
create index resources_resource_unit on resources_resource (unit_id);

-- No two of a resource overlap: whoever writes one holds the lock on the resource's row (adr/0012). ends is exclusive.
create table resources_booking (
  id              uuid primary key,
  resource_id     uuid not null references resources_resource (id),
  unit_id         uuid not null,
  title           varchar(200) not null,
  starts          timestamp with time zone not null,
  ends            timestamp with time zone not null,
  account_id      uuid not null,
  person_id       uuid,
  booked_by       varchar(100) not null,
  booked_at       timestamp with time zone not null,
  subject_module  varchar(50),
  subject_id      varchar(100),
  subject_link    varchar(300),
  version         integer not null,
  constraint resources_booking_period check (starts < ends)
);
create index resources_booking_starts on resources_booking (resource_id, starts);
create index resources_booking_account on resources_booking (account_id, starts);
create index resources_booking_person on resources_booking (person_id);
create index resources_booking_subject on resources_booking (subject_module, subject_id);
