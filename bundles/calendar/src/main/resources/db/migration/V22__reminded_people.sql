-- Who was told of a date ahead at its time: a host who is replaced and somebody invited later are told too, and nobody twice. A date that is moved is told anew. who as in calendar_reminded.
-- Only who really was told: people with an account, or whom a letter reached. Gone once the date has begun.
create table calendar_reminded_person (
  occurrence_id uuid not null,
  starts_at     timestamp with time zone not null,
  who           smallint not null,
  person_id     uuid not null,
  primary key (occurrence_id, starts_at, who, person_id)
);
create index calendar_reminded_person_starts on calendar_reminded_person (starts_at);

-- The event's version when it was last seen who is to be told, at reminded_at. Null: told before people were remembered, so all of them were.
alter table calendar_reminded add column event_version bigint;
