create table persistence_script (
  module  varchar(60) not null,
  folder  varchar(60) not null,
  name    varchar(200) not null,
  content text not null,
  primary key (module, folder, name)
);
create table persistence_backup_day (
  backup_day date primary key,
  started_at timestamp with time zone not null
);
