create table access_audit (
  id            uuid primary key,
  at            timestamp(6) with time zone not null,
  who           varchar(100) not null,
  account       uuid,
  kind          varchar(16)  not null,
  address       varchar(45)  not null,
  unit          uuid,
  action        varchar(100) not null,
  subject_kind  varchar(100) not null,
  subject_id    varchar(100) not null,
  subject_label varchar(300) not null,
  before_json   varchar(65000),
  after_json    varchar(65000)
);
create index access_audit_at on access_audit (at);
create index access_audit_unit on access_audit (unit, at);
create index access_audit_subject on access_audit (subject_kind, subject_id, at);
