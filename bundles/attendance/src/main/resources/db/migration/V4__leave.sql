-- Leave somebody asks for: a stretch of time, whatever is held in it. state: asked, approved, refused, withdrawn.
create table attendance_leave (
  id           uuid primary key,
  person_id    uuid not null,
  unit_id      uuid not null,
  reason       varchar(50) not null,
  note         varchar(500),
  starts       timestamp with time zone not null,
  ends         timestamp with time zone not null,
  state        varchar(10) not null,
  asked_at     timestamp with time zone not null,
  decided_at   timestamp with time zone,
  decided_by   varchar(100),
  answer       varchar(200),
  version      integer not null
);
create index attendance_leave_unit on attendance_leave (unit_id, state, starts);
create index attendance_leave_person on attendance_leave (person_id, starts);

-- How many days after it ended leave can still be asked for.
alter table attendance_rules add column leave_days integer default 3 not null;
