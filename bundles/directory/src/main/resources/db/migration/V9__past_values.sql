-- What a value was until a day: written when it changes, so that nothing is written for what never did. subject: a person, a membership or a group.
create table directory_past (
  id uuid primary key,
  subject uuid not null,
  attribute varchar(20) not null,
  was varchar(8000),
  until_day date not null
);
create index directory_past_subject on directory_past (subject);
