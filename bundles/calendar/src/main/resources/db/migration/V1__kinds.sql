-- Kinds of event, as data of the unit they were made for; they hold in its whole subtree.
create table calendar_kind (
  id          uuid primary key,
  unit_id     uuid not null,
  word        varchar(50) not null,
  name_zh_cn  varchar(100) not null,
  name_zh_tw  varchar(100) not null,
  name_en     varchar(100) not null,
  colour      varchar(7) not null,
  keywords    varchar(1000) not null,
  position    integer not null,
  retired     boolean not null,
  version     bigint not null,
  constraint calendar_kind_word unique (unit_id, word)
);

-- One row per unit whose profile has brought its kinds: whoever inserts it brings them, all others wait and find them.
create table calendar_seed (
  unit_id     uuid primary key,
  profile     varchar(100) not null,
  seeded_at   timestamp with time zone not null
);
