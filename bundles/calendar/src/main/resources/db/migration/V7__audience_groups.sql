-- An event may be for audience groups too: a row is for a person, for a group, or for a unit when it is for neither.
alter table calendar_audience add column audience_group boolean default false not null;
