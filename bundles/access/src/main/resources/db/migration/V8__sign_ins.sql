-- Who tried to sign in to an account, with what end. network: the address, of IPv6 its /64.
create table access_sign_in (
  id         uuid primary key,
  account    uuid not null references access_account (id),
  at         timestamp(6) with time zone not null,
  outcome    varchar(24) not null,
  method     varchar(24) not null,
  address    varchar(45) not null,
  network    varchar(45) not null,
  agent      varchar(200) not null,
  new_device boolean not null
);
create index access_sign_in_account on access_sign_in (account, at);
create index access_sign_in_at on access_sign_in (at);
