-- People whose data were taken out for good. number stands in the name in their place; kept: JSON, what the modules had to keep.
create table directory_anonymised (
  person uuid primary key references directory_person (id),
  number integer not null,
  basis varchar(20) not null,
  reason varchar(300) not null,
  reference varchar(60),
  at timestamp with time zone not null,
  account uuid not null,
  done_by varchar(100) not null,
  kept varchar(8000) not null,
  constraint directory_anonymised_number unique (number)
);

-- Which modules have done their part; one that was away does it when it comes.
create table directory_anonymised_module (
  person uuid not null references directory_anonymised (person),
  module varchar(40) not null,
  primary key (person, module)
);
