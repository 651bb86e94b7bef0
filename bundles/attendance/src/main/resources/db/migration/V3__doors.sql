-- Sign-in by a code that changes every few seconds: open for a while, for one gathering.
create table attendance_door (
  gathering_id uuid primary key references attendance_gathering (id),
  secret       varchar(64) not null,
  opens        timestamp with time zone not null,
  closes       timestamp with time zone not null,
  late_after   timestamp with time zone not null,
  addresses    varchar(500) not null,
  stopped      boolean not null
);

-- Who signed in, with what and from where: one device is one person's.
create table attendance_sign_in (
  gathering_id uuid not null references attendance_gathering (id),
  person_id    uuid not null,
  device       varchar(64) not null,
  address      varchar(45) not null,
  signed_at    timestamp with time zone not null,
  primary key (gathering_id, person_id),
  constraint attendance_sign_in_device unique (gathering_id, device)
);
create index attendance_sign_in_person on attendance_sign_in (person_id);
create index attendance_sign_in_by_device on attendance_sign_in (device);
