-- password_at: since when the account has its password. initial_until: from then on one that somebody else gave opens nothing any more.
alter table access_account add column password_at timestamp(6) with time zone;
alter table access_account add column initial_until timestamp(6) with time zone;
-- Hashes of passwords an account had before, only as many as the policy asks for.
create table access_password_history (
  id          uuid primary key,
  account     uuid not null references access_account (id),
  password    varchar(200) not null,
  replaced_at timestamp(6) with time zone not null
);
create index access_password_history_account on access_password_history (account, replaced_at);
