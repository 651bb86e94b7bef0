-- A PC at the door where people sign in with staff number and PIN, or with a card: for one gathering, or for all of the unit and below of one day. secret: what the browser of that PC keeps, hashed.
create table attendance_station (
  id           uuid primary key,
  unit_id      uuid not null,
  gathering_id uuid references attendance_gathering (id),
  name         varchar(60) not null,
  secret       varchar(64) not null,
  grace        integer not null,
  opened_at    timestamp with time zone not null,
  opened_by    varchar(100) not null,
  ends         timestamp with time zone not null,
  closed_at    timestamp with time zone,
  closed_by    varchar(100),
  constraint attendance_station_secret unique (secret)
);
create index attendance_station_unit on attendance_station (unit_id, ends);
create index attendance_station_gathering on attendance_station (gathering_id);

-- What people type at a station, hashed.
create table attendance_pin (
  person_id uuid primary key,
  hash      varchar(200) not null,
  set_at    timestamp with time zone not null
);

-- Cards. seal: of the number, with a key that is not in the database; ending: its last characters, to tell one's cards apart.
create table attendance_card (
  id        uuid primary key,
  person_id uuid not null,
  seal      varchar(64) not null,
  ending    varchar(4) not null,
  added_at  timestamp with time zone not null,
  added_by  varchar(100) not null,
  constraint attendance_card_seal unique (seal)
);
create index attendance_card_person on attendance_card (person_id);

-- Wrong tries at stations, by what is counted (hashed); kept for a day at most.
create table attendance_wrong (
  what         varchar(64) primary key,
  failures     integer not null,
  last_at      timestamp with time zone not null,
  paused_until timestamp with time zone not null
);

-- When people came, by their own doing: at a station or by code. tap: by which a station's message that comes twice is known.
create table attendance_times (
  gathering_id uuid not null references attendance_gathering (id),
  person_id    uuid not null,
  came_at      timestamp with time zone not null,
  came_way     varchar(10) not null,
  came_tap     varchar(64),
  primary key (gathering_id, person_id)
);
create index attendance_times_person on attendance_times (person_id);
insert into attendance_times (gathering_id, person_id, came_at, came_way) select gathering_id, person_id, signed_at, 'code' from attendance_sign_in;
