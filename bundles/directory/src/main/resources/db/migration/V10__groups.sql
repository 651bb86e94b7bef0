-- Audience groups. unit null: the whole portal's. names: JSON by language tag. rule: JSON; null: the members are named by hand.
create table directory_group (
  id uuid primary key,
  unit uuid references directory_unit (id),
  names varchar(1000) not null,
  rule varchar(8000),
  note varchar(500),
  sort_order integer not null,
  closed_on date,
  created_at timestamp with time zone not null,
  version integer not null
);
create index directory_group_unit on directory_group (unit);

-- to_day: first day no longer, null: still.
create table directory_group_member (
  id uuid primary key,
  group_id uuid not null references directory_group (id),
  person uuid not null references directory_person (id),
  from_day date not null,
  to_day date
);
create index directory_group_member_group on directory_group_member (group_id);
create index directory_group_member_person on directory_group_member (person);

insert into directory_group (id, unit, names, rule, sort_order, created_at, version) values ('01900000-0000-7000-8000-000000000101', null, '{"zh-CN":"班子成员","zh-TW":"領導班子","en":"Leaders"}', '{"all":[{"field":"category","in":["leader"]}]}', 10, current_timestamp, 1);
insert into directory_group (id, unit, names, rule, sort_order, created_at, version) values ('01900000-0000-7000-8000-000000000102', null, '{"zh-CN":"中层干部","zh-TW":"中層幹部","en":"Middle management"}', '{"all":[{"field":"category","in":["middle"]}]}', 20, current_timestamp, 1);
insert into directory_group (id, unit, names, rule, sort_order, created_at, version) values ('01900000-0000-7000-8000-000000000103', null, '{"zh-CN":"党员","zh-TW":"黨員","en":"Party members"}', '{"all":[{"field":"political","in":["party-member","probationary"]}]}', 30, current_timestamp, 1);
insert into directory_group (id, unit, names, rule, sort_order, created_at, version) values ('01900000-0000-7000-8000-000000000104', null, '{"zh-CN":"一般职工","zh-TW":"一般職工","en":"Staff"}', '{"all":[{"field":"category","in":["staff"]}]}', 40, current_timestamp, 1);
insert into directory_group (id, unit, names, rule, sort_order, created_at, version) values ('01900000-0000-7000-8000-000000000105', null, '{"zh-CN":"青年（35 岁以下）","zh-TW":"青年（35 歲以下）","en":"Youth (under 35)"}', '{"all":[{"field":"age","to":34}]}', 50, current_timestamp, 1);
insert into directory_group (id, unit, names, rule, sort_order, created_at, version) values ('01900000-0000-7000-8000-000000000106', null, '{"zh-CN":"共青团员","zh-TW":"共青團員","en":"Youth League members"}', '{"all":[{"field":"political","in":["league"]}]}', 60, current_timestamp, 1);
insert into directory_group (id, unit, names, rule, sort_order, created_at, version) values ('01900000-0000-7000-8000-000000000107', null, '{"zh-CN":"离退休","zh-TW":"離退休","en":"Retired"}', '{"all":[{"field":"category","in":["retired"]}]}', 70, current_timestamp, 1);
