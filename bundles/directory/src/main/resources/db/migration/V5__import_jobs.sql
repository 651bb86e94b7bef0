-- Imports that are being written: how far they are, and that they still run (beat_at). Apart from directory_import, whose row the import itself changes.
create table directory_import_job (
  import uuid primary key,
  state varchar(20) not null,
  phase varchar(20) not null,
  done bigint not null,
  total bigint not null,
  cancelling boolean not null,
  problem varchar(4000),
  started_at timestamp with time zone not null,
  started_by varchar(200) not null,
  beat_at timestamp with time zone not null
);
