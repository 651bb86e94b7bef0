-- Which part of its thing a booking is for: a date of a series. Null for what has no parts.
alter table resources_booking add column subject_part varchar(40);
