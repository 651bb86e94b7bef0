-- Whether the minutes people were there count at a gathering: who comes signs in, who goes signs out.
alter table attendance_gathering add column sign_out boolean default false not null;

-- When people left. to_end: closing the roll counted to the end for whom nothing was known; opening it again takes that back.
alter table attendance_times add column left_at timestamp with time zone;
alter table attendance_times add column left_way varchar(10);
alter table attendance_times add column left_tap varchar(64);
alter table attendance_times add column to_end boolean default false not null;

-- Minutes before the end from which on leaving is not early, and whether a sign-out that is missing counts to the end, or nothing until the organiser says.
alter table attendance_rules add column early_grace integer default 5 not null;
alter table attendance_rules add column open_end boolean default true not null;
