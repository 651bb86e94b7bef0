-- What people attend, whichever module planned it.
create table attendance_gathering (
  id           uuid primary key,
  unit_id      uuid not null,
  kind         varchar(50) not null,
  kind_zh_cn   varchar(100) not null,
  kind_zh_tw   varchar(100) not null,
  kind_en      varchar(100) not null,
  title        varchar(200) not null,
  place        varchar(200),
  starts       timestamp with time zone not null,
  ends         timestamp with time zone not null,
  cancelled    boolean default false not null,
  settled_at   timestamp with time zone,
  closed_at    timestamp with time zone,
  closed_by    varchar(100),
  version      integer not null
);
create index attendance_gathering_unit on attendance_gathering (unit_id, starts);

-- The modules' own words for it: one gathering may be an event of the calendar and a meeting at once.
create table attendance_subject (
  module       varchar(40) not null,
  subject_id   varchar(60) not null,
  part         varchar(40) not null,
  gathering_id uuid not null references attendance_gathering (id),
  link         varchar(300) not null,
  primary key (module, subject_id, part)
);
create index attendance_subject_gathering on attendance_subject (gathering_id);

-- For whom it is: 0 a unit and all below it, 1 a person, 2 an audience group of the owning unit and below.
create table attendance_audience (
  gathering_id uuid not null references attendance_gathering (id),
  what         smallint not null,
  target       uuid not null,
  primary key (gathering_id, what, target)
);

-- Who is expected, and what became of it. source: audience, hand, left-out (the audience has the person, somebody took them out).
create table attendance_mark (
  gathering_id uuid not null references attendance_gathering (id),
  person_id    uuid not null,
  unit_id      uuid,
  source       varchar(10) not null,
  expected     boolean not null,
  state        varchar(12),
  reason       varchar(50),
  note         varchar(200),
  minutes      integer,
  way          varchar(10),
  marked_at    timestamp with time zone,
  marked_by    varchar(100),
  primary key (gathering_id, person_id)
);
create index attendance_mark_person on attendance_mark (person_id);
