-- One row, locked by whoever sets up, so that the code works once.
create table access_setup (
  id         integer primary key,
  code_hash  varchar(64),
  expires_at timestamp(6) with time zone
);
insert into access_setup (id, code_hash, expires_at) values (1, null, null);
