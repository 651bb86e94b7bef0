-- Who has ever asked for leave: a row to hold while one more is checked against those there are, so that of two in one moment only one is taken.
create table attendance_leave_asker (
  person_id uuid primary key
);
