-- secret: encrypted with a key that is not in the database. last_step: the last thirty seconds whose code was used.
create table access_factor (
  account      uuid primary key references access_account (id),
  secret       varchar(300) not null,
  created_at   timestamp(6) with time zone not null,
  confirmed_at timestamp(6) with time zone,
  last_step    bigint not null
);
create table access_recovery_code (
  code_hash varchar(64) primary key,
  account   uuid not null references access_account (id),
  used_at   timestamp(6) with time zone
);
create index access_recovery_code_account on access_recovery_code (account);
-- Units that ask their administrators, and those of all units below, for a second factor.
create table access_policy (
  unit          uuid primary key,
  second_factor boolean not null
);
