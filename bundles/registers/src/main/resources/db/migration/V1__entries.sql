-- content: JSON by the keys of the fields; what a later version of the module declares no more stays in it. searched: its texts, folded.
create table registers_entry (
  id           uuid primary key,
  module_id    varchar(40) not null,
  register_id  varchar(40) not null,
  unit_id      uuid not null,
  content      varchar(60000) not null,
  searched     varchar(60000) not null,
  created_at   timestamp with time zone not null,
  created_account uuid not null,
  created_person  uuid,
  created_by   varchar(100) not null,
  changed_at   timestamp with time zone not null,
  changed_account uuid not null,
  changed_person  uuid,
  changed_by   varchar(100) not null,
  version      integer not null
);
create index registers_entry_register on registers_entry (module_id, register_id, unit_id);
create index registers_entry_created_account on registers_entry (created_account);
create index registers_entry_created_person on registers_entry (created_person);
create index registers_entry_changed_account on registers_entry (changed_account);
create index registers_entry_changed_person on registers_entry (changed_person);

-- What an entry is sorted and filtered by; a field that holds nothing has no row. Of a text the key by which names are sorted.
create table registers_value (
  entry_id      uuid not null references registers_entry (id) on delete cascade,
  field_key     varchar(40) not null,
  text_value    varchar(200),
  number_value  numeric(15,4),
  day_value     date,
  primary key (entry_id, field_key)
);
