-- What rosters say of people and enterprises beyond the first form: professional title, subject taught or speciality; nature of an enterprise.
alter table directory_person add column title varchar(60);
alter table directory_person add column subject varchar(60);
alter table directory_unit add column nature varchar(60);
