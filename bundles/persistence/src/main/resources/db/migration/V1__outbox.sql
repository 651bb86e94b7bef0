create table persistence_outbox (
  id      bigint generated always as identity primary key,
  topic   varchar(100) not null,
  payload varchar(65536) not null,
  at      timestamp with time zone not null default current_timestamp
);
create index persistence_outbox_at on persistence_outbox (at);
create table persistence_outbox_consumer (
  name    varchar(100) primary key,
  holder  varchar(36) not null,
  until   timestamp with time zone not null,
  from_id bigint not null
);
create table persistence_outbox_done (
  consumer varchar(100) not null,
  entry    bigint not null,
  primary key (consumer, entry)
);
