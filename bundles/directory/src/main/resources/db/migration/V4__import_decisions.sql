-- Who is who and who left, as somebody decided; forms and choices longer than the first had room for.
alter table directory_import add column decisions varchar(1000000);
alter table directory_import alter column layout set data type varchar(200000);
alter table directory_mapping alter column columns set data type varchar(200000);
