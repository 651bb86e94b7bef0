create table modules_active (
  unit       uuid not null,
  module     varchar(40) not null,
  active     boolean not null,
  changed_by varchar(200) not null,
  changed_at timestamp with time zone not null,
  primary key (unit, module)
);
