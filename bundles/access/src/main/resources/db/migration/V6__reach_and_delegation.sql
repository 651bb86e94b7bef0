-- subtree: the grant also counts in all units below. A delegated grant names the grant it comes from and whose that is.
alter table access_grant add column subtree boolean default true not null;
alter table access_grant add column source uuid;
alter table access_grant add column delegated_by uuid;
alter table access_grant add column reason varchar(300);
create index access_grant_source on access_grant (source);
create index access_grant_delegated_by on access_grant (delegated_by);
-- A role made at a unit is given only there and below; null: in the whole portal. descriptions: JSON by language tag.
alter table access_role add column unit uuid;
alter table access_role add column descriptions varchar(2000);
