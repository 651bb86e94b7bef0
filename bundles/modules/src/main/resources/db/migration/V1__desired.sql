create table modules_desired (
  id         varchar(40) primary key,
  state      varchar(20) not null,
  version    varchar(60),
  sha        varchar(64),
  file       varchar(200),
  origin     varchar(260),
  changed_by varchar(200) not null,
  changed_at timestamp with time zone not null
);
