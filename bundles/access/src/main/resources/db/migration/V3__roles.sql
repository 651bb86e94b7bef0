-- names: JSON by language tag, null where the portal's own text for the role counts.
create table access_role (
  role_key varchar(64) primary key,
  names    varchar(600),
  own      boolean not null,
  position integer not null,
  version  bigint not null
);
-- source: template (from the unit's profile), added, removed (both by an administrator).
create table access_role_permission (
  id         uuid primary key,
  role_key   varchar(64)  not null references access_role (role_key),
  permission varchar(100) not null,
  source     varchar(16)  not null,
  constraint access_role_permission_once unique (role_key, permission, source)
);
-- unit null: everywhere (system administrators only). Both dates are inclusive.
create table access_grant (
  id         uuid primary key,
  account    uuid not null references access_account (id),
  role_key   varchar(64) not null references access_role (role_key),
  unit       uuid,
  valid_from date,
  valid_to   date,
  granted_by varchar(100) not null,
  created_at timestamp(6) with time zone not null
);
create index access_grant_account on access_grant (account);
create index access_grant_unit on access_grant (unit);

-- Counters that other nodes read to learn that what they remember is old.
create table access_revision (
  name     varchar(16) primary key,
  revision bigint not null
);
insert into access_revision (name, revision) values ('rights', 1);
insert into access_revision (name, revision) values ('sessions', 1);
insert into access_role (role_key, names, own, position, version) values ('system-administrator', null, false, 1, 1);
insert into access_role (role_key, names, own, position, version) values ('unit-administrator', null, false, 2, 1);
insert into access_role (role_key, names, own, position, version) values ('head', null, false, 3, 1);
insert into access_role (role_key, names, own, position, version) values ('organiser', null, false, 4, 1);
insert into access_role (role_key, names, own, position, version) values ('member', null, false, 5, 1);
insert into access_role (role_key, names, own, position, version) values ('inspector', null, false, 6, 1);
