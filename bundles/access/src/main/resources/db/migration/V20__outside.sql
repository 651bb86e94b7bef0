-- Who somebody is at a source outside. subject never changes there, so a name given to somebody else opens nothing here.
-- sealed: the hash that nobody knows the password of, set when the account was linked; another one means a password of the portal.
create table access_outside_link (
  id         uuid primary key,
  source     varchar(40)  not null,
  subject    varchar(500) not null,
  account    uuid not null references access_account (id),
  name       varchar(200) not null,
  name_key   varchar(200) not null,
  sealed     varchar(200),
  created_at timestamp(6) with time zone not null,
  used_at    timestamp(6) with time zone not null,
  constraint access_outside_link_subject unique (source, subject),
  constraint access_outside_link_account unique (account, source)
);
create index access_outside_link_name on access_outside_link (source, name_key);

-- Which grants came from groups outside; all others were given by hand and are never touched.
create table access_outside_grant (
  grant_id uuid primary key,
  account  uuid not null,
  source   varchar(40) not null
);
create index access_outside_grant_account on access_outside_grant (account, source);

-- Which of our sessions was opened by which of theirs.
create table access_outside_session (
  session    uuid primary key,
  account    uuid not null,
  source     varchar(40) not null,
  subject    varchar(500) not null,
  their_hash varchar(64),
  created_at timestamp(6) with time zone not null
);
create index access_outside_session_their on access_outside_session (source, their_hash);
create index access_outside_session_subject on access_outside_session (source, subject);

-- Journeys to a sign-in page outside that have not ended; each ends once.
create table access_outside_start (
  state_hash   varchar(64) primary key,
  browser_hash varchar(64) not null,
  source       varchar(40) not null,
  kept         varchar(4000) not null,
  back         varchar(500) not null,
  network      varchar(64) not null,
  created_at   timestamp(6) with time zone not null
);
create index access_outside_start_created on access_outside_start (created_at);
create index access_outside_start_network on access_outside_start (network);
