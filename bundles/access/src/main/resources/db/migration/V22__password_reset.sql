-- Who asked for a new password by mail. One for each account: a newer takes the place of the one before. The secret is made when the mail
-- is handed over and only its hash is here; until then, and before it counts, it is null.
create table access_reset (
  id           uuid primary key,
  account      uuid not null references access_account (id),
  secret_hash  varchar(64),
  asked_at     timestamp(6) with time zone not null,
  expires_at   timestamp(6) with time zone,
  constraint access_reset_account unique (account),
  constraint access_reset_secret unique (secret_hash)
);
create index access_reset_asked on access_reset (asked_at);

-- Which mail address (hashed) an account had when its owner signed in, and since when: one that somebody has changed behind the owner's
-- back opens nothing. counts_from: when it may be used for a new password.
create table access_mailbox (
  account      uuid primary key references access_account (id),
  address_hash varchar(64) not null,
  counts_from  timestamp(6) with time zone not null
);
