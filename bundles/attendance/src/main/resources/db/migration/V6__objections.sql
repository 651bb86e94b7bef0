-- What a person objects to: their own mark. state: asked, granted, refused.
create table attendance_objection (
  id            uuid primary key,
  gathering_id  uuid not null references attendance_gathering (id),
  person_id     uuid not null,
  was           varchar(12) not null,
  wanted        varchar(12) not null,
  why           varchar(500) not null,
  state         varchar(10) not null,
  asked_at      timestamp with time zone not null,
  decided_at    timestamp with time zone,
  decided_by    varchar(100),
  answer        varchar(500),
  version       integer not null
);
create index attendance_objection_gathering on attendance_objection (gathering_id, person_id);
create index attendance_objection_person on attendance_objection (person_id);
create index attendance_objection_state on attendance_objection (state, asked_at);

-- How many days after a roll was closed one may object to one's mark; 0: not at all.
alter table attendance_rules add column objection_days integer default 7 not null;
