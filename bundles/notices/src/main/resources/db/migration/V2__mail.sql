-- Letters until a mail server has them, and for a while after: what was sent (without address and values), what failed and why.
-- once_key: a second letter with the same is not taken. handed: the server is about to have it; who finds that after a crash does not know.
create table notices_mail (
  id             uuid primary key,
  once_key       varchar(200) unique,
  module         varchar(40) not null,
  text_key       varchar(100) not null,
  text_values    varchar(8000) not null,
  reference      varchar(100),
  language       varchar(10) not null,
  recipient      varchar(254) not null,
  recipient_name varchar(200) not null,
  person_id      uuid,
  state          varchar(12) not null,
  created_at     timestamp(6) with time zone not null,
  until_at       timestamp(6) with time zone not null,
  next_at        timestamp(6) with time zone not null,
  attempts       integer not null,
  holder         varchar(36),
  claimed_until  timestamp(6) with time zone,
  handed         boolean not null,
  ended_at       timestamp(6) with time zone,
  reason         varchar(40),
  detail         varchar(300)
);
create index notices_mail_next on notices_mail (state, next_at);
create index notices_mail_created on notices_mail (created_at);
create index notices_mail_person on notices_mail (person_id);
