-- Of every secret only the SHA-256 is stored; each secret is 256 random bits, so no salt is needed.
create table access_session (
  id           uuid primary key,
  secret_hash  varchar(64) not null,
  account      uuid not null references access_account (id),
  created_at   timestamp(6) with time zone not null,
  last_seen_at timestamp(6) with time zone not null,
  expires_at   timestamp(6) with time zone not null,
  address      varchar(45)  not null,
  agent        varchar(200) not null,
  constraint access_session_secret unique (secret_hash)
);
create index access_session_account on access_session (account);
create index access_session_expires on access_session (expires_at);

create table access_token (
  id           uuid primary key,
  secret_hash  varchar(64) not null,
  account      uuid not null references access_account (id),
  name         varchar(100) not null,
  created_at   timestamp(6) with time zone not null,
  expires_at   timestamp(6) with time zone not null,
  last_used_at timestamp(6) with time zone,
  constraint access_token_secret unique (secret_hash)
);
create index access_token_account on access_token (account);

-- Browsers from which an account has signed in before.
create table access_device (
  secret_hash  varchar(64) primary key,
  account      uuid not null references access_account (id),
  last_used_at timestamp(6) with time zone not null
);
create index access_device_account on access_device (account);

-- Failed sign-ins by account, address or device; the key is hashed.
create table access_throttle (
  throttle_key varchar(64) primary key,
  failures     integer not null,
  last_at      timestamp(6) with time zone not null,
  paused_until timestamp(6) with time zone not null
);
create index access_throttle_last on access_throttle (last_at);
