create table rest_idempotency (
  account     uuid not null,
  request_key varchar(64) not null,
  request     varchar(300) not null,
  at          timestamp with time zone not null default current_timestamp,
  status      integer,
  location    varchar(500),
  tag         varchar(100),
  body        varchar(65536),
  primary key (account, request_key)
);
create index rest_idempotency_at on rest_idempotency (at);
