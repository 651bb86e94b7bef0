-- Of what the learner was reminded already: 0 nothing, 1 that it is due soon, 2 that it is overdue.
alter table attendance_make_up add column reminded smallint default 0 not null;
create index attendance_make_up_due on attendance_make_up (due, reminded);
