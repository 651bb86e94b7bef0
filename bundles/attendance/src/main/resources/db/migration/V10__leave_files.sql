-- Files with leave. type: pdf, jpg, png or docx, as its content says; file: under which it is kept, which is nobody else's.
create table attendance_leave_file (
  id        uuid primary key,
  leave_id  uuid not null references attendance_leave (id),
  name      varchar(200) not null,
  type      varchar(10) not null,
  file      varchar(64) not null,
  size      bigint not null,
  added_at  timestamp with time zone not null
);
create index attendance_leave_file_leave on attendance_leave_file (leave_id);
