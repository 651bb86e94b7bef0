alter table directory_unit add column merged_into uuid;
alter table directory_unit add column closed_on date;

-- What a unit was called, of what kind it was and where it hung. from_day: null where nobody knows since when; to_day: first day no longer, null: still.
create table directory_unit_state (
  id uuid primary key,
  unit uuid not null references directory_unit (id),
  parent uuid,
  name varchar(100) not null,
  kind varchar(20) not null,
  from_day date,
  to_day date
);
create index directory_unit_state_unit on directory_unit_state (unit);
create index directory_unit_state_parent on directory_unit_state (parent);

update directory_unit set closed_on = cast(closed_at as date) where closed_at is not null;
insert into directory_unit_state (id, unit, parent, name, kind, from_day, to_day) select id, id, parent, name, kind, null, closed_on from directory_unit;
