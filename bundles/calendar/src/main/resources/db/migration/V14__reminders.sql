-- When people are reminded of what is ahead: said by a unit for itself and those below it. Hours before the start; 0: not at all.
create table calendar_reminder_rule (
  unit_id        uuid primary key,
  audience_hours integer not null,
  host_hours     integer not null,
  by_mail        boolean not null,
  version        integer not null
);

-- What was said already: a date that is moved is another one. who: 0 its audience, 1 its host. No foreign key: an event that is changed writes its dates anew, under the ids they had.
create table calendar_reminded (
  occurrence_id uuid not null,
  starts_at     timestamp with time zone not null,
  who           smallint not null,
  reminded_at   timestamp with time zone not null,
  primary key (occurrence_id, starts_at, who)
);
create index calendar_reminded_starts on calendar_reminded (starts_at);
create index calendar_occurrence_starts on calendar_occurrence (starts_at);

insert into calendar_job (name, done_on) values ('reminders', date '2000-01-01');
