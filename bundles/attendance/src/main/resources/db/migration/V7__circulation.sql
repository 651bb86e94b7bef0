-- Figures that were made known to everybody they are of, as they stood then; issued once, never changed, only withdrawn with a reason.
create table attendance_circulation (
  id            uuid primary key,
  unit_id       uuid not null,
  title         varchar(200) not null,
  language      varchar(10) not null,
  from_day      date not null,
  to_day        date not null,
  kind          varchar(50),
  kind_name     varchar(100),
  remark        varchar(4000),
  gatherings    integer not null,
  people        integer not null,
  below         integer not null,
  counts        varchar(1000) not null,
  rules         varchar(1000) not null,
  issued_at     timestamp with time zone not null,
  issued_by     varchar(100) not null,
  withdrawn_at  timestamp with time zone,
  withdrawn_by  varchar(100),
  withdrawn_why varchar(500),
  version       integer not null
);
create index attendance_circulation_unit on attendance_circulation (unit_id, issued_at);

-- Its tables. part: unit, kind, group, person; of a person the row keeps no name.
create table attendance_circulation_row (
  circulation_id uuid not null references attendance_circulation (id),
  part           varchar(10) not null,
  position       integer not null,
  row_key        varchar(60) not null,
  name           varchar(200),
  counts         varchar(1000) not null,
  primary key (circulation_id, part, position)
);
create index attendance_circulation_row_key on attendance_circulation_row (row_key, part);
