-- names: JSON by language tag; the Chinese one is always there.
create table directory_unit_kind (
  code varchar(20) primary key,
  names varchar(600) not null,
  sort_order integer not null,
  version integer not null
);
insert into directory_unit_kind (code, names, sort_order, version) values ('organisation', '{"zh-CN":"单位","zh-TW":"單位","en":"Organisation"}', 10, 1);
insert into directory_unit_kind (code, names, sort_order, version) values ('department', '{"zh-CN":"部门","zh-TW":"部門","en":"Department"}', 20, 1);
insert into directory_unit_kind (code, names, sort_order, version) values ('branch', '{"zh-CN":"支部","zh-TW":"支部","en":"Branch"}', 30, 1);
insert into directory_unit_kind (code, names, sort_order, version) values ('group', '{"zh-CN":"小组","zh-TW":"小組","en":"Group"}', 40, 1);
