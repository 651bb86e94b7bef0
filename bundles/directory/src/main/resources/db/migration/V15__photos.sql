-- Pictures of people, both sizes kept among the files; they are ours alone and go with the row.
create table directory_photo (
  person uuid primary key references directory_person (id),
  large_file varchar(64) not null,
  small_file varchar(64) not null,
  changed_at timestamp with time zone not null
);
