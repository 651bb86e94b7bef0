-- The number of directory_state's row 2 when the person, or a membership of theirs, was written last: by it every node's index follows.
alter table directory_person add column changed bigint default 0 not null;
create index directory_person_changed on directory_person (changed);
