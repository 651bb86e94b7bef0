-- Addresses under which phones and mail clients read a person's calendar; of the secret in one only a digest is kept.
create table calendar_subscription (
  id           uuid primary key,
  account_id   uuid not null,
  person_id    uuid not null,
  name         varchar(50) not null,
  secret_hash  varchar(64) not null unique,
  language     varchar(10) not null,
  created_at   timestamp with time zone not null,
  read_at      timestamp with time zone
);
create index calendar_subscription_account on calendar_subscription (account_id);
create index calendar_subscription_person on calendar_subscription (person_id);
