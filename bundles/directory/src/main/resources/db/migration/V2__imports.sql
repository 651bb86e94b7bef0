create table directory_import (
  id uuid primary key,
  unit uuid not null,
  file_id varchar(64) not null,
  file_name varchar(200) not null,
  status varchar(20) not null,
  layout varchar(4000) not null,
  corrections varchar(200000) not null,
  result varchar(2000),
  created_at timestamp with time zone not null,
  created_by varchar(200) not null,
  confirmed_at timestamp with time zone,
  confirmed_by varchar(200),
  version integer not null
);
create index directory_import_unit on directory_import (unit);
create index directory_import_file on directory_import (file_id);

-- What the columns of a form meant the last time, by its headers.
create table directory_mapping (
  signature varchar(64) primary key,
  columns varchar(4000) not null,
  used_at timestamp with time zone not null
);
