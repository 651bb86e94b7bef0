-- What people have led is read by host and time, for the page of a person.
create index calendar_occurrence_host on calendar_occurrence (host_id, starts_at);
