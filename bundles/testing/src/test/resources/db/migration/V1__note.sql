create table probe_note (
  id      uuid primary key,
  text    varchar(20) not null,
  at      timestamp with time zone,
  born    date,
  local   timestamp,
  other   uuid,
  version integer not null
);
