-- That whoever takes rolls was told of one that nobody took: once.
alter table attendance_gathering add column untaken_told_at timestamp with time zone;
-- Of what was over before anybody looked for it nobody is told: it stands in the list.
update attendance_gathering set untaken_told_at = current_timestamp where ends <= current_timestamp;
-- What is over and was not taken is looked for every quarter of an hour.
create index attendance_gathering_ends on attendance_gathering (ends);
