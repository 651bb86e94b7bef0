-- Row 1: grows with every change of the unit tree. Row 2: puts those in line who write people.
create table directory_state (
  id integer primary key,
  revision bigint not null
);
insert into directory_state (id, revision) values (1, 1);
insert into directory_state (id, revision) values (2, 1);

create table directory_unit (
  id uuid primary key,
  parent uuid,
  name varchar(100) not null,
  kind varchar(20) not null,
  profile varchar(50),
  zone varchar(50),
  closed_at timestamp with time zone,
  sort_order integer not null,
  created_at timestamp with time zone not null,
  version integer not null
);
create index directory_unit_parent on directory_unit (parent);

create table directory_person (
  id uuid primary key,
  number varchar(40),
  name varchar(60) not null,
  gender varchar(20),
  birth varchar(10),
  political varchar(60),
  joined varchar(10),
  phone varchar(30),
  mail varchar(200),
  category varchar(60),
  note varchar(500),
  source_import uuid,
  created_at timestamp with time zone not null,
  version integer not null,
  constraint directory_person_number unique (number)
);
create index directory_person_name on directory_person (name);

-- latest: the main membership that holds or held last, one a person; since is as precise as it was given (2012-03 or 2012-03-07); from_day is when the membership began in this portal.
create table directory_membership (
  id uuid primary key,
  person uuid not null references directory_person (id),
  unit uuid not null references directory_unit (id),
  position varchar(100),
  since varchar(10),
  from_day date,
  to_day date,
  main boolean not null,
  latest boolean not null
);
create index directory_membership_person on directory_membership (person);
create index directory_membership_unit on directory_membership (unit);
