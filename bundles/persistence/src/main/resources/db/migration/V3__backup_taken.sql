create table persistence_backup_taken (
  taken_at timestamp with time zone primary key
);
