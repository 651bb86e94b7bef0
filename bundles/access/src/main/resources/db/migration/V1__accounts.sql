-- name_key is the name NFKC-normalised and in lower case: what makes two names the same.
create table access_account (
  id           uuid primary key,
  name         varchar(64)  not null,
  name_key     varchar(64)  not null,
  display_name varchar(100) not null,
  person       uuid,
  unit         uuid,
  enabled      boolean not null,
  must_change  boolean not null,
  password     varchar(200) not null,
  language     varchar(8),
  created_at   timestamp(6) with time zone not null,
  signed_in_at timestamp(6) with time zone,
  version      bigint not null,
  constraint access_account_name unique (name_key)
);
create index access_account_person on access_account (person);
create index access_account_unit on access_account (unit);
