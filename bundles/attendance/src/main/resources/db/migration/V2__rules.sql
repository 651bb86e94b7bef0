-- How a unit and those below it count, and why people may be away: what a nearer unit says replaces what one above says.
create table attendance_rules (
  unit_id        uuid primary key,
  leave_excused  boolean not null,
  late_counts    integer not null,
  early_counts   integer not null,
  target         integer not null,
  version        integer not null
);

create table attendance_reason (
  id         uuid primary key,
  unit_id    uuid not null,
  word       varchar(50) not null,
  state      varchar(12) not null,
  name_zh_cn varchar(100) not null,
  name_zh_tw varchar(100) not null,
  name_en    varchar(100) not null,
  position   integer not null,
  retired    boolean not null,
  version    integer not null,
  constraint attendance_reason_word unique (unit_id, word)
);

create table attendance_seed (
  unit_id   uuid primary key,
  seeded_at timestamp with time zone not null
);
