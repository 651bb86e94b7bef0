-- What is written down at a unit. Scripts that ran are never changed: what comes next is V2__….sql, and only adds.
create table @id@_entry (
  id       uuid primary key,
  unit_id  uuid not null,
  title    varchar(200) not null,
  held_on  date not null,
  person_id uuid,
  note     varchar(2000),
  version  integer not null
);
create index @id@_entry_unit on @id@_entry (unit_id, held_on);
create index @id@_entry_person on @id@_entry (person_id, held_on);
