-- Who speaks when: a list of people, or of departments (over_what), that take turns at the dates of one event or of a unit's events of a kind. The members stand in their order; level is
-- where somebody stood who joined later, so that nobody catches up on years. ahead: for how many dates to come turns are made.
create table calendar_rota (
  id          uuid primary key,
  unit_id     uuid not null,
  name        varchar(100) not null,
  over_what   varchar(12) not null,
  event_id    uuid,
  kind_id     uuid,
  running     boolean not null,
  from_day    date not null,
  remind_days integer not null,
  ahead       integer not null,
  changed_by  varchar(100) not null,
  changed_at  timestamp with time zone not null,
  version     integer not null
);
create index calendar_rota_unit on calendar_rota (unit_id);
create index calendar_rota_event on calendar_rota (event_id);
create index calendar_rota_kind on calendar_rota (kind_id);

create table calendar_rota_member (
  rota_id     uuid not null references calendar_rota (id) on delete cascade,
  member_id   uuid not null,
  place_in    integer not null,
  level_at    integer not null,
  joined_on   date not null,
  primary key (rota_id, member_id)
);
create index calendar_rota_member_member on calendar_rota_member (member_id);

-- One date of it. due_id is a member; null: nobody, or somebody from outside the list, who then is the speaker. mark tells what must not be moved any more (open is what may).
-- No foreign key to the event: what was held outlives it, and its dates are written anew under the ids they had.
create table calendar_rota_turn (
  id             uuid primary key,
  rota_id        uuid not null references calendar_rota (id) on delete cascade,
  event_id       uuid not null,
  recurrence_id  timestamp not null,
  starts_at      timestamp with time zone not null,
  all_day        boolean not null,
  zone           varchar(50) not null,
  title          varchar(200) not null,
  due_id         uuid,
  instead_of     uuid,
  speaker_id     uuid,
  speaker_name   varchar(100),
  topic          varchar(200),
  mark           varchar(12) not null,
  state          varchar(12) not null,
  credited_id    uuid,
  credited_name  varchar(100),
  credited_to    uuid,
  confirmed_by   varchar(100),
  confirmed_at   timestamp with time zone,
  version        integer not null,
  constraint calendar_rota_turn_once unique (rota_id, event_id, recurrence_id)
);
create index calendar_rota_turn_starts on calendar_rota_turn (rota_id, starts_at);
create index calendar_rota_turn_event on calendar_rota_turn (event_id);
create index calendar_rota_turn_due on calendar_rota_turn (due_id, starts_at);
create index calendar_rota_turn_speaker on calendar_rota_turn (speaker_id, starts_at);
create index calendar_rota_turn_credited on calendar_rota_turn (credited_id, starts_at);

-- Who said that they cannot. They stay in debt until they had a turn after it.
create table calendar_rota_decline (
  turn_id     uuid not null references calendar_rota_turn (id) on delete cascade,
  member_id   uuid not null,
  reason      varchar(200),
  declined_at timestamp with time zone not null,
  primary key (turn_id, member_id)
);
create index calendar_rota_decline_member on calendar_rota_decline (member_id);

-- Somebody asks to change turns. It is decided once: open, accepted, declined, withdrawn, or void since one of the turns became another's.
create table calendar_rota_swap (
  id            uuid primary key,
  rota_id       uuid not null references calendar_rota (id) on delete cascade,
  turn_id       uuid not null references calendar_rota_turn (id) on delete cascade,
  with_turn_id  uuid not null references calendar_rota_turn (id) on delete cascade,
  asking        uuid not null,
  asked         uuid not null,
  message       varchar(200),
  state         varchar(12) not null,
  asked_at      timestamp with time zone not null,
  decided_at    timestamp with time zone
);
create index calendar_rota_swap_rota on calendar_rota_swap (rota_id, state);
create index calendar_rota_swap_turn on calendar_rota_swap (turn_id);
create index calendar_rota_swap_with on calendar_rota_swap (with_turn_id);

-- Who was reminded to prepare: a date that is moved is another one, and so is a speaker. whom: a person, or the department that has named nobody yet.
create table calendar_rota_reminded (
  turn_id     uuid not null references calendar_rota_turn (id) on delete cascade,
  whom        uuid not null,
  starts_at   timestamp with time zone not null,
  reminded_at timestamp with time zone not null,
  primary key (turn_id, whom, starts_at)
);

insert into calendar_job (name, done_on) values ('rotas', date '2000-01-01');
