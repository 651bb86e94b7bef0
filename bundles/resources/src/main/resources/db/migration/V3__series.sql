-- What all dates of one booking that repeats have in common; each is a booking by itself. Null for a single one.
alter table resources_booking add column series_id uuid;
create index resources_booking_series on resources_booking (series_id, starts);
