-- When the unit's profile brought what is owed (V16), once; null: it has not yet, since its kinds came before there were obligations. Who has some had theirs, and so had who was seeded after
-- V16 and has taken them all away since.
alter table calendar_seed add column obligations_at timestamp with time zone;
update calendar_seed set obligations_at = seeded_at where exists (select 1 from calendar_obligation o where o.unit_id = calendar_seed.unit_id)
  or seeded_at >= (select h."installed_on" from "calendar_schema_history" h where h."version" = '16');
