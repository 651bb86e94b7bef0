create table notices_notice (
  id          uuid primary key,
  module      varchar(40) not null,
  text_key    varchar(100) not null,
  text_values varchar(8000) not null,
  link        varchar(500) not null,
  at          timestamp with time zone not null
);
create index notices_notice_at on notices_notice (at);

-- who it is for; the id grows with time, so it is the order too
create table notices_receipt (
  account uuid not null,
  notice  uuid not null,
  read_at timestamp with time zone,
  primary key (account, notice),
  constraint notices_receipt_notice foreign key (notice) references notices_notice (id) on delete cascade
);
create index notices_receipt_of_notice on notices_receipt (notice);
create index notices_receipt_unread on notices_receipt (account, read_at);
