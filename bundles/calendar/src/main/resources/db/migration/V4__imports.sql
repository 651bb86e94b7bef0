-- A calendar file that was handed over: kept as evidence, confirmed at most once.
create table calendar_import (
  id           uuid primary key,
  unit_id      uuid not null,
  file_id      varchar(64) not null,
  name         varchar(200) not null,
  read_at      timestamp with time zone not null,
  read_by      varchar(100) not null,
  account_id   uuid not null,
  confirmed_at timestamp with time zone,
  result       varchar(500),
  version      bigint not null
);

-- On which day a nightly job was last done, so that one node does it.
create table calendar_job (
  name         varchar(50) primary key,
  done_on      date not null
);
insert into calendar_job (name, done_on) values ('horizon', date '2000-01-01');
