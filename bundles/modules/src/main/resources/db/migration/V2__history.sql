create table modules_history (
  id               uuid primary key,
  module           varchar(40) not null,
  at               timestamp with time zone not null,
  who              varchar(200) not null,
  action           varchar(20) not null,
  version          varchar(60),
  previous_version varchar(60),
  origin           varchar(260),
  code             varchar(100),
  details          text
);
create index modules_history_at on modules_history (at, id);
create index modules_history_module on modules_history (module, at);
