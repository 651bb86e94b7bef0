-- Study that makes up for a gathering somebody did not attend in full. state: assigned, handed-in, accepted, sent-back, dropped. One a person and gathering: what was dropped begins anew in its row.
create table attendance_make_up (
  id            uuid primary key,
  gathering_id  uuid not null references attendance_gathering (id),
  person_id     uuid not null,
  task          varchar(500),
  due           date,
  offered       boolean not null,
  state         varchar(10) not null,
  assigned_at   timestamp with time zone,
  assigned_by   varchar(100),
  done_on       date,
  minutes       integer,
  note          varchar(2000),
  handed_in_at  timestamp with time zone,
  decided_at    timestamp with time zone,
  decided_by    varchar(100),
  answer        varchar(500),
  version       integer not null,
  constraint attendance_make_up_once unique (gathering_id, person_id)
);
create index attendance_make_up_person on attendance_make_up (person_id);
create index attendance_make_up_state on attendance_make_up (state, due);

-- Percent of an attendance that made-up study counts.
alter table attendance_rules add column make_up_counts integer default 0 not null;
