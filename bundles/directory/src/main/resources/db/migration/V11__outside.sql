-- People and institutions from outside. kind: person, institution; reach: unit, subtree, units (see directory_outside_share), portal.
create table directory_outside (
  id uuid primary key,
  unit uuid not null references directory_unit (id),
  kind varchar(20) not null,
  name varchar(100) not null,
  institution varchar(200),
  title varchar(100),
  specialities varchar(500),
  phone varchar(30),
  mail varchar(200),
  note varchar(1000),
  valid_from date,
  valid_to date,
  reach varchar(10) not null,
  created_at timestamp with time zone not null,
  version integer not null
);
create index directory_outside_unit on directory_outside (unit);

create table directory_outside_share (
  id uuid primary key,
  outside uuid not null references directory_outside (id),
  unit uuid not null,
  constraint directory_outside_share_once unique (outside, unit)
);
create index directory_outside_share_unit on directory_outside_share (unit);
