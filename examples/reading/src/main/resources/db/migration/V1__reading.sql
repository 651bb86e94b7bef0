-- The shelf of a unit, who reads what of it, and when people meet about it. People and units are other modules' rows: named by id, without a foreign key.
-- Scripts that ran are never changed: what comes next is V2__….sql, and only adds.
create table reading_book (
  id        uuid primary key,
  unit_id   uuid not null,
  title     varchar(200) not null,
  author    varchar(100) not null,
  publisher varchar(100),
  why       varchar(500),
  version   integer not null
);
create index reading_book_unit on reading_book (unit_id, title);

-- One row per person and book, however often or from how many pages somebody starts.
create table reading_reading (
  id          uuid primary key,
  book_id     uuid not null references reading_book (id),
  person_id   uuid not null,
  started_on  date not null,
  finished_on date,
  thoughts    varchar(2000),
  version     integer not null,
  constraint reading_reading_once unique (book_id, person_id),
  constraint reading_reading_days check (finished_on is null or finished_on >= started_on)
);
create index reading_reading_person on reading_reading (person_id, finished_on);

-- ends is exclusive.
create table reading_meeting (
  id        uuid primary key,
  unit_id   uuid not null,
  title     varchar(200) not null,
  starts    timestamp with time zone not null,
  ends      timestamp with time zone not null,
  place     varchar(200),
  book_id   uuid references reading_book (id),
  lead_id   uuid,
  version   integer not null,
  constraint reading_meeting_period check (starts < ends)
);
create index reading_meeting_unit on reading_meeting (unit_id, starts);
create index reading_meeting_book on reading_meeting (book_id, starts);
create index reading_meeting_lead on reading_meeting (lead_id, starts);
