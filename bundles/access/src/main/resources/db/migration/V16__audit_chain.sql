-- The one row of access_audit_head is what the nodes take turns at; anchors are hashes noted outside of the chain, or where it was cut.
create table access_audit_head (
  id     varchar(10) primary key,
  number bigint      not null,
  hash   varchar(64) not null
);
insert into access_audit_head (id, number, hash) values ('head', 0, '0000000000000000000000000000000000000000000000000000000000000000');
create table access_audit_anchor (
  id     varchar(20) primary key,
  at     timestamp(6) with time zone not null,
  number bigint      not null,
  hash   varchar(64) not null
);
create table access_audit_check (
  id       uuid primary key,
  started  timestamp(6) with time zone not null,
  ended    timestamp(6) with time zone,
  who      varchar(100) not null,
  result   varchar(10)  not null,
  checked  bigint       not null,
  expected bigint       not null,
  report   varchar(4000)
);
create index access_audit_check_started on access_audit_check (started);
